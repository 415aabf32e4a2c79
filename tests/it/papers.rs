//! The papers around a call: golden files, and words that try to become something else.

use std::collections::BTreeMap;
use std::path::Path;

use callcraft::read::{Load, NoFiles, read};
use callcraft::render::{Options, Paper, TARGETS, render};
use callcraft::script::{Language, Script};
use callcraft::write;

use crate::golden;
use crate::scripts::{rendered as made, script};

fn options() -> Options {
    let blanks = BTreeMap::from([("first_name".to_string(), "Ana".to_string())]);
    Options { blanks, today: Some("2026-11-24".into()), training: true, ..Options::default() }
}

/// The targets whose words stand in golden files.
const PAPERS: [&str; 7] =
    ["onepager", "mermaid", "mermaid-journey", "scorecard", "scorecard-csv", "survey", "survey-csv"];

#[test]
fn papers_are_as_they_were_looked_at() {
    for case in golden::cases("render", ".yaml") {
        let script = script(&std::fs::read_to_string(&case).unwrap());
        for target in TARGETS.iter().filter(|target| PAPERS.contains(&target.name)) {
            let golden = case.with_extension(format!("{}.{}", target.name, target.ending));
            golden::same(&golden, &made(&script, target.name, &options()));
        }
    }
}

fn shipped(name: &str) -> Script {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(name);
    script(&std::fs::read_to_string(path).unwrap())
}

#[test]
fn one_page_is_set_larger_where_there_is_less_to_say_and_on_the_paper_that_is_asked_for() {
    let size = |name: &str, paper: Option<Paper>| {
        let page = made(&shipped(name), "onepager", &Options { paper, ..Options::default() });
        let (_, rest) = page.split_once("font:").unwrap();
        let paper = if page.contains("@page{size:A4") { Paper::A4 } else { Paper::Letter };
        (rest.split_once("pt").unwrap().0.parse::<f64>().unwrap(), paper)
    };
    assert!(size("smallest.yaml", None).0 > size("nurse-care-call.yaml", None).0);
    assert_eq!(size("nurse-care-call.yaml", None).1, Paper::Letter);
    assert_eq!(size("nurse-care-call.yaml", Some(Paper::A4)).1, Paper::A4);
    assert_eq!(size("hospital-followup-zh.yaml", None).1, Paper::A4);
}

const HOSTILE: &str = "end; \"quoted\"] --> s1 # %%{init: x} <b>: title * _a_ `code` | {{ '{{' }} &amp; 1. one";

#[test]
fn words_never_become_a_part_of_a_diagram() {
    let hostile = format!(
        "script: |-\n  {HOSTILE}\nsegments:\n  - id: a\n    title: |-\n      {HOSTILE}\n    stage: |-\n      {HOSTILE}\n    ask: |\n      Well?\n    answers:\n      - hear: |-\n          {HOSTILE}\n        then: end as end\n  - id: b\n    say: |\n      Bye.\n"
    );
    let script = script(&hostile);
    let chart = made(&script, "mermaid", &Options::default());
    for line in chart.lines().filter(|line| line.contains('"')) {
        let inside = line.split('"').nth(1).unwrap_or("").replace("<br/>", "");
        assert_eq!(line.matches('"').count(), 2, "{line}");
        assert!(!inside.contains(['<', '>', '`', '%', '{', '}', '[', ']', '|', '*', '_']), "{line}");
    }
    let journey = made(&script, "mermaid-journey", &Options::default());
    for line in journey.lines().map(str::trim) {
        let task = line.starts_with(|c: char| c.is_ascii_digit());
        assert_eq!(line.matches(':').count(), if task { 2 } else { 0 }, "{line}");
        assert!(!line.contains([';', '#']), "{line}");
        assert!(!line.trim_start_matches("%% ").contains('%'), "{line}");
    }
}

/// Gives scripts the files they name.
struct Beside;

impl Load for Beside {
    fn load(&self, name: &str) -> Result<Vec<u8>, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
        std::fs::read(folder.join(name)).map_err(|error| error.to_string())
    }
}

/// The script that a Word document of this script holds.
fn through_word(script: &Script) -> Script {
    let order: Vec<usize> = (0..script.segments.len()).collect();
    let target = TARGETS.iter().find(|target| target.name == "docx").unwrap();
    let bytes = render(script, &order, target, &Options::default()).unwrap().bytes;
    let reading = read("x.docx", &bytes, &Beside);
    assert_eq!(reading.errors(), 0, "{:#?}", reading.diagnostics);
    reading.script.unwrap()
}

fn yaml(script: &Script) -> String {
    write::yaml(script, &write::Remarks::new())
}

#[test]
fn a_script_comes_back_from_word_as_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    let fixtures = golden::cases("render", ".yaml").into_iter();
    let mut seen = 0;
    for path in files.chain(fixtures).filter(|path| path.extension().is_some_and(|ending| ending == "yaml")) {
        let reading = read(&path.to_string_lossy(), &std::fs::read(&path).unwrap(), &Beside);
        let Some(script) = reading.script else { continue };
        let (before, after) = (yaml(&script), yaml(&through_word(&script)));
        assert!(before == after, "{}\n{}", path.display(), first_difference(&before, &after));
        seen += 1;
    }
    assert!(seen > 12);
}

fn first_difference(before: &str, after: &str) -> String {
    let pair = before.lines().zip(after.lines()).enumerate().find(|(_, (a, b))| a != b);
    pair.map_or_else(|| "one is longer".to_string(), |(at, (a, b))| format!("line {at}\n- {a}\n+ {b}"))
}

#[test]
fn words_that_look_like_something_else_come_back_from_word() {
    let odd = golden::fixtures("papers").join("odd.yaml");
    let script = script(&std::fs::read_to_string(odd).unwrap());
    assert_eq!(yaml(&through_word(&script)), yaml(&script));
}

#[test]
fn a_blank_document_says_what_is_missing_and_reads_once_it_is_filled_in() {
    for (tag, name) in [("en", "Say"), ("zh", "说")] {
        let bytes = callcraft::render::blank_word(&Language::new(tag), &Options::default()).unwrap();
        let empty = read("blank.docx", &bytes, &NoFiles);
        assert!(empty.errors() > 0 || empty.script.is_some_and(|script| script.segments.is_empty()), "{name}");
    }
}
