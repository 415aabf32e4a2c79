//! What is done with hostile bytes, once for the short runs of `cargo test` and once for the fuzzers in `fuzz/`.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use callcraft::read::{Limits as ReadLimits, Load, NoFiles, read, read_within};
use callcraft::reading::Reading;
use callcraft::render::{OwnTemplate, Templates};
use callcraft::report::{FORMATS, FileReport, Item, Report};
use callcraft::rule::{Choices, PACKS, Pack, RuleSet, Shelf, Wanted};
use callcraft::script::Script;
use callcraft::sequence::solve::Limits;
use callcraft::sequence::{Plan, sequence};
use callcraft::source::Source;
use callcraft::{approve, design, journey, lint, picture, prove, render, series, trial, walk, write};

/// A way in for bytes of strangers.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Does everything with the bytes that the tool would.
    pub run: fn(&[u8]),
    /// Well-meant bytes to start from.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every way in.
pub static TARGETS: &[Target] = &[
    Target { name: "script", run: |bytes| taken("x.yaml", bytes), seeds: || files(&["yaml"]) },
    Target { name: "markdown", run: |bytes| taken("x.md", bytes), seeds: || files(&["md", "txt"]) },
    Target { name: "text", run: |bytes| taken("x.txt", bytes), seeds: || files(&["md", "txt"]) },
    Target { name: "word", run: word, seeds: word_seeds },
    Target { name: "mermaid", run: mermaid, seeds: || files(&["mmd"]) },
    Target { name: "csv", run: tables, seeds: || files(&["csv"]) },
    Target { name: "pack", run: pack, seeds: || PACKS.iter().map(|pack| pack.text.as_bytes().to_vec()).collect() },
    Target { name: "template", run: template, seeds: || files(&["j2"]) },
    Target { name: "series", run: a_series, seeds: || files(&["yaml"]) },
    Target { name: "journey", run: a_journey, seeds: || files(&["yaml", "mmd"]) },
    Target { name: "trial", run: a_trial, seeds: || files(&["yaml"]) },
    Target { name: "whole", run: whole, seeds: || files(&["yaml", "md", "txt"]) },
];

/// Runs one target.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of this name");
    (target.run)(bytes);
}

/// The folder of the project.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    if here.ends_with("fuzz") { here.join("..") } else { here.to_path_buf() }
}

/// Every file with one of these endings that comes with the project, none larger than the fuzzers take.
fn files(endings: &[&str]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for folder in ["scripts", "tests/it/fixtures", "trials", "src/render/templates"] {
        below(&root().join(folder), endings, &mut found);
    }
    found
}

fn below(folder: &Path, endings: &[&str], found: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_dir() {
            below(&path, endings, found);
        } else if endings.contains(&ending) {
            found.extend(std::fs::read(&path).ok().filter(|bytes| bytes.len() <= 20_000));
        }
    }
}

/// Gives for every file that is named the bytes that name it: the deepest nest there is.
struct Itself<'b>(&'b [u8]);

impl Load for Itself<'_> {
    fn load(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.to_vec())
    }
}

impl Templates for Itself<'_> {
    fn template(&self, name: &str) -> Option<String> {
        name.len().is_multiple_of(2).then(|| String::from_utf8_lossy(self.0).into_owned())
    }
}

/// Reads bytes as a script of this form, shows what was found, and writes the script back.
fn taken(name: &str, bytes: &[u8]) {
    let reading = read_within(name, bytes, &Itself(bytes), ReadLimits::default());
    shown(&reading);
    let Some(script) = &reading.script else { return };
    let again = read("again.yaml", write::yaml(script, &write::remarks(&reading)).as_bytes(), &NoFiles);
    assert!(again.script.is_some(), "what was read can be written: {:#?}", again.diagnostics);
    let found = approve::check(&reading, script, "2026-11-27");
    reported(&reading, found.iter());
}

/// The findings of a reading in every form of report.
fn shown(reading: &Reading) {
    reported(reading, reading.diagnostics.iter());
}

fn reported<'r>(reading: &'r Reading, found: impl Iterator<Item = &'r callcraft::diagnostic::Diagnostic>) {
    let items = found.map(|found| Item { found, segment: "", allowed: None }).collect();
    let file = FileReport { sources: &reading.sources, items, proof: None };
    let report = Report { files: vec![file], ..Report::default() };
    for format in FORMATS {
        let _ = (format.write)(&report);
    }
}

/// All packs on one shelf.
fn shelf() -> &'static Shelf {
    static SHELF: OnceLock<Shelf> = OnceLock::new();
    SHELF.get_or_init(|| {
        let packs = PACKS.iter().map(|pack| pack.name.to_string()).collect();
        Shelf::new(Vec::new(), Wanted { packs, ..Wanted::default() }, Box::new(|_| None)).expect("the packs are there")
    })
}

/// A search small enough for thousands of runs.
fn limits() -> Limits<'static> {
    Limits { nodes: 5_000, memory: 16 << 20, ..Limits::default() }
}

/// Read, lint with all packs, design, render as everything, walk.
fn whole(bytes: &[u8]) {
    let is_script = bytes.windows(9).any(|window| window == b"segments:");
    let name = if is_script { "x.yaml" } else { "x.md" };
    let reading = read(name, bytes, &Itself(bytes));
    let linted = lint::lint(&reading, shelf());
    reported(&reading, linted.found.iter().map(|finding| &finding.diagnostic));
    let Some(script) = &reading.script else { return };
    let written: Vec<usize> = (0..script.segments.len()).collect();
    let order = match sequence(script, &limits()) {
        Ok(plan) => designed(&reading, script, plan),
        Err(_) => written,
    };
    for target in render::TARGETS {
        let _ = render::render(script, &order, target, &render::Options::default());
    }
    let checked = walk::check(script, &order, &walk::Settings { seed: 1, calls: 20 });
    reported(&reading, checked.found.iter());
}

/// Shows a plan in every form, and writes the script in its new order.
fn designed(reading: &Reading, script: &Script, plan: Plan) -> Vec<usize> {
    let mut sorted = plan.order.clone();
    sorted.sort_unstable();
    assert!(sorted.iter().enumerate().all(|(at, &segment)| at == segment), "a plan is a permutation");
    let _ = design::table(script, &plan, callcraft::report::Look::default());
    let _ = design::json(reading, script, &plan);
    let _ = design::paper(script, &plan);
    let _ = picture::curve(&design::curves(script, &plan));
    let _ = design::rewrite(reading, script, &plan.order);
    plan.order
}

/// A Word document: as it is where it begins like one; else its parts, with a zero byte between them.
fn word(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        return taken("x.docx", bytes);
    }
    let parts: Vec<&[u8]> = bytes.split(|byte| *byte == 0).collect();
    if let Ok(zipped) = package(&parts) {
        taken("x.docx", &zipped);
        let _ = callcraft::read::docx::anatomy(&zipped);
    }
}

/// The parts that a fuzzer may write, in this order; those that are missing are left out.
const PARTS: [&str; 6] = ["document", "styles", "numbering", "comments", "footnotes", "header"];

fn package(parts: &[&[u8]]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut relations = String::from("<Relationships>");
    for (name, part) in PARTS.iter().zip(parts) {
        archive.start_file(format!("word/{name}.xml"), stored)?;
        archive.write_all(part)?;
        relations.push_str(&format!("<Relationship Id=\"{name}\" Type=\"x/{name}\" Target=\"{name}.xml\"/>"));
    }
    relations.push_str("</Relationships>");
    archive.start_file("word/_rels/document.xml.rels", stored)?;
    archive.write_all(relations.as_bytes())?;
    Ok(archive.finish()?.into_inner())
}

/// The parts of Word documents that callcraft itself makes, and one of them whole.
fn word_seeds() -> Vec<Vec<u8>> {
    let target = render::TARGETS.iter().find(|target| target.name == "docx").expect("Word is a target");
    let mut seeds = Vec::new();
    for name in ["smallest", "front-desk", "cancel-call", "nurse-care-call"] {
        let bytes = std::fs::read(root().join("scripts").join(name).with_extension("yaml")).unwrap_or_default();
        let script = read("x.yaml", &bytes, &NoFiles).script.unwrap_or_default();
        let order: Vec<usize> = (0..script.segments.len()).collect();
        let document = render::render(&script, &order, target, &render::Options::default()).unwrap_or_default();
        seeds.push(unzipped(&document.bytes).join(&0));
        seeds.push(document.bytes);
    }
    seeds.retain(|seed| seed.len() <= 200_000);
    seeds
}

fn unzipped(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut part = |name: &str| {
        let mut out = Vec::new();
        if let Ok(mut file) = archive.by_name(&format!("word/{name}.xml")) {
            let _ = std::io::copy(&mut file, &mut out);
        }
        out
    };
    PARTS.iter().map(|name| part(name)).collect()
}

/// A diagram: as a script and as a journey.
fn mermaid(bytes: &[u8]) {
    taken("x.mmd", bytes);
    a_journey(bytes);
}

/// A table: as a script, as a roster, as people, and as everything that surveys and trials take.
fn tables(bytes: &[u8]) {
    taken("x.csv", bytes);
    let text = String::from_utf8_lossy(bytes);
    let _ = series::roster::agents("x.csv", &text);
    let _ = series::roster::people("x.csv", &text);
    let _ = journey::answers("x", bytes);
    let _ = trial::feelings(bytes);
    let trial = trial::insurer();
    let _ = trial::Assignment::read(&trial, &text);
    let _ = trial::agents(&trial, Some(&text));
    if let Ok(report) = trial::evaluate(&trial, None, None, bytes) {
        let _ = report.to_json(trial::Names::Hidden);
    }
}

/// A rule pack: read, compiled, held against a script, its examples run.
fn pack(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let (pack, found) = Pack::read(Source::new("x.yaml", text));
    reported(&Reading { sources: vec![pack.source.clone()], ..Reading::default() }, found.iter());
    let beside = |_: &str| Some(String::from_utf8_lossy(bytes).into_owned());
    let choices = Choices { thorough: true, ..Choices::default() };
    let (rules, _) = RuleSet::compile(std::slice::from_ref(&pack), &choices, &beside);
    let _ = rules.look(nurse(), &lint::order);
    let _ = prove::prove(&pack, &beside);
}

/// A script with something of everything.
fn nurse() -> &'static Reading {
    static READING: OnceLock<Reading> = OnceLock::new();
    READING.get_or_init(|| {
        let bytes = std::fs::read(root().join("scripts/nurse-care-call.yaml")).expect("the script is there");
        read("nurse.yaml", &bytes, &NoFiles)
    })
}

/// A lead's own template, filled with the words of a script.
fn template(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let script = nurse().script.as_ref().expect("it can be read");
    let order: Vec<usize> = (0..script.segments.len()).collect();
    for name in ["own.md.j2", "own.html"] {
        let own = OwnTemplate { name, text: &text, others: &Itself(bytes) };
        let _ = own.render(script, &order, &render::Options::default());
    }
}

/// A series of calls, each of which is the series' own file: read, planned, shown.
fn a_series(bytes: &[u8]) {
    let read = series::read("x.yaml", bytes, &Itself(SMALL));
    shown(&read.reading);
    let Some(series) = &read.series else { return };
    let start = jiff::civil::Date::constant(2026, 12, 1);
    let Ok(plan) = series::plan(series, start, &|| false) else { return };
    let _ = series::check(series, &plan, &series::pack().rules, &|rule| Some(rule.level));
    let _ = series::table(series, &plan);
    let _ = series::to_json(series, &plan);
    let _ = series::picture(series, &plan);
    let _ = series::overview(series, &plan);
}

/// The script of every call of a fuzzed series and journey.
const SMALL: &[u8] = b"script: A\nsegments:\n  - say: Hello\n  - feels: painful\n    say: Sorry\n";

/// A journey: read, looked through, drawn, given in every form.
fn a_journey(bytes: &[u8]) {
    static SHELF: OnceLock<Shelf> = OnceLock::new();
    let shelf = SHELF.get_or_init(|| journey::shelf(Choices::default()).expect("the pack is there"));
    let read = journey::read("x.yaml", bytes, &Itself(SMALL));
    shown(&read.reading);
    let Some(journey) = &read.journey else { return };
    let found = journey::findings(journey, &read.reading, shelf);
    let _ = journey::table(journey, callcraft::report::Look::default());
    let _ = journey::json(journey, &read.reading, &found, None);
    let _ = journey::map(journey, None);
    for target in journey::TARGETS {
        let _ = (target.make)(journey);
    }
}

/// A trial: read, planned, shown in every form.
fn a_trial(bytes: &[u8]) {
    let read = trial::read("x.yaml", &String::from_utf8_lossy(bytes));
    shown(&read.reading);
    let Some(trial) = &read.trial else { return };
    let agents = trial::agents(trial, Some("agent\na\nb\nc\nd\n")).unwrap_or_default();
    let Ok(plan) = trial::plan(trial, &agents) else { return };
    let _ = plan.to_json();
    for format in trial::FORMATS {
        let _ = format.plan(&plan);
    }
}
