//! What must hold for every script: of plans, of files written in a new order, of fixes, and of reports for programs.

use std::sync::OnceLock;

use callcraft::diagnostic::Diagnostic;
use callcraft::fix::{Safety, mend};
use callcraft::read::{NoFiles, read};
use callcraft::reading::Reading;
use callcraft::report::{self, FileReport, Format, Item, Report};
use callcraft::rule::{PACKS, Shelf, Wanted};
use callcraft::script::Script;
use callcraft::sequence::problem::{broken, permitted, score};
use callcraft::sequence::solve::Limits;
use callcraft::sequence::{demands, problem, sequence};
use callcraft::source::Source;
use callcraft::{design, lint, write};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

use crate::tool::run_in;

/// One segment by chance: feeling, kind, what it comes after, topic and stage, remarks and empty lines.
#[derive(Debug, Clone)]
struct Part {
    feels: i8,
    kind: usize,
    after: Option<usize>,
    topic: usize,
    place: usize,
    remark: usize,
    seconds: u32,
}

fn part() -> impl Strategy<Value = Part> {
    let order = (proptest::option::weighted(0.3, 0..9_usize), 0..4_usize, 0..12_usize);
    ((-3..=3_i8, 0..10_usize, 0..6_usize, 5..120_u32), order).prop_map(
        |((feels, kind, remark, seconds), (after, topic, place))| Part {
            feels,
            kind,
            after,
            topic,
            place,
            remark,
            seconds,
        },
    )
}

/// The text of a script of these parts, with remarks above, inside, beside and below them.
fn text_of(parts: &[Part], end: &str) -> String {
    let mut text = String::from(
        "# about all of it\nscript: Drawn\nblanks:\n  first_name: Ana\n# before the segments\nsegments:\n",
    );
    for (at, part) in parts.iter().enumerate() {
        text.push_str(["", "  # above\n", "\n", "  # two\n  # lines\n", "\n  # after a gap\n", ""][part.remark]);
        text.push_str(&format!("  - id: s{at}{}\n", if part.remark == 5 { " # beside" } else { "" }));
        text.push_str(&format!("    takes: {} s\n    feels: {}\n", part.seconds, part.feels));
        let kinds = ["", "opening", "closing", "empathy", "news", "verify", "signpost", "transfer", "safety_check", ""];
        if !kinds[part.kind].is_empty() {
            text.push_str(&format!("    kind: {}\n", kinds[part.kind]));
        }
        if let Some(after) = part.after.filter(|after| *after < parts.len() && *after != at) {
            text.push_str(&format!("    # why it comes after\n    after: s{after}\n"));
        }
        if part.topic > 1 {
            text.push_str(&format!("    topic: t{}\n", part.topic));
        }
        match part.place {
            0 => text.push_str("    place: kept\n"),
            1 if at == 0 => text.push_str("    place: first\n"),
            2 => text.push_str("    starts_within: 3 min\n"),
            3 if at > 0 => text.push_str(&format!("    next_to: s{}\n", (at + 1) % parts.len())),
            4 => text.push_str("    stage: One\n"),
            5 => text.push_str("    stage: Two\n"),
            _ => {}
        }
        text.push_str(&format!("    say: |\n      Words number {at} for {{{{ first_name }}}}. # not a remark\n"));
    }
    text.push_str("# behind the segments\noutcomes:\n  done: a\n");
    text.replace('\n', end)
}

fn drawn() -> impl Strategy<Value = String> {
    let end = prop_oneof![Just("\n"), Just("\r\n")];
    (proptest::collection::vec(part(), 1..8), end).prop_map(|(parts, end)| text_of(&parts, end))
}

fn reading(text: &str) -> Reading {
    read("drawn.yaml", text.as_bytes(), &NoFiles)
}

/// A script with its segments in this order.
fn ordered(script: &Script, order: &[usize]) -> Script {
    let segments = order.iter().map(|&at| script.segments[at].clone()).collect();
    Script { segments, ..script.clone() }
}

fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.sort_unstable();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, rng_seed: RngSeed::Fixed(8), ..ProptestConfig::default() })]

    #[test]
    fn a_plan_is_a_permitted_permutation_and_never_worse(text in drawn()) {
        let reading = reading(&text);
        let script = reading.script.as_ref().expect("it is a script");
        let Ok(plan) = sequence(script, &Limits::default()) else { return Ok(()) };
        let mut all = plan.order.clone();
        all.sort_unstable();
        let written: Vec<usize> = (0..script.segments.len()).collect();
        prop_assert_eq!(&all, &written);
        let problem = problem(script, &demands(script));
        prop_assert_eq!(broken(&problem, &plan.order), Vec::<usize>::new());
        let after = score(&problem, &plan.order).total;
        prop_assert!((after - plan.after.total).abs() < 1e-9);
        if permitted(&problem, &written) {
            prop_assert!(after >= score(&problem, &written).total - 1e-9);
        }
    }

    #[test]
    fn a_written_plan_keeps_the_script_and_every_remark_and_is_its_own_plan(text in drawn()) {
        let before = reading(&text);
        let script = before.script.as_ref().expect("it is a script");
        let Ok(plan) = sequence(script, &Limits::default()) else { return Ok(()) };
        let after = design::rewrite(&before, script, &plan.order).expect("its segments stand on lines of their own");
        prop_assert_eq!(lines(&text), lines(&after));
        let again = reading(&after);
        let moved = again.script.as_ref().expect("it is a script still");
        let yaml = |script: &Script| write::yaml(script, &write::Remarks::new());
        // What keeps its place keeps it by its number in the written order, which is the order now.
        prop_assert_eq!(yaml(&ordered(script, &plan.order)), yaml(moved));
        let twice = sequence(moved, &Limits::default()).expect("a permitted order is permitted");
        prop_assert!(twice.moves.is_empty(), "{:?}\n{}", twice.order, after);
        let rewritten = design::rewrite(&again, moved, &twice.order).expect("it was written before");
        prop_assert_eq!(after, rewritten);
    }

    #[test]
    fn reports_for_programs_give_back_what_was_found(text in drawn(), from in 0..400_usize, word in "[a-z:#é语 ]{0,6}") {
        let mut text = text;
        let mut from = from.min(text.len());
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        text.insert_str(from, &word);
        let reading = reading(&text);
        let linted = lint::lint(&reading, shelf());
        let found: Vec<&Diagnostic> = linted.found.iter().map(|finding| &finding.diagnostic).collect();
        json_gives_back(&reading, &found);
        sarif_gives_back(&reading, &found);
    }
}

fn shelf() -> &'static Shelf {
    static SHELF: OnceLock<Shelf> = OnceLock::new();
    SHELF.get_or_init(|| Shelf::new(Vec::new(), Wanted::default(), Box::new(|_| None)).expect("nothing is wanted"))
}

fn reported(reading: &Reading, found: &[&Diagnostic], name: &str) -> Value {
    let items = found.iter().map(|found| Item { found, segment: "", allowed: None }).collect();
    let file = FileReport { sources: &reading.sources, items, proof: None };
    let format = Format::named(name).expect("there is such a form");
    let text = report::report(&Report { files: vec![file], ..Report::default() }, format);
    serde_json::from_str(&text).expect("it is JSON")
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a small one")
}

/// Rule, level, words and place of every finding, and the text that its edits make.
fn json_gives_back(reading: &Reading, found: &[&Diagnostic]) {
    let told = reported(reading, found, "json");
    let told = told["files"][0]["findings"].as_array().expect("findings");
    assert_eq!(told.len(), found.len());
    let source = reading.source().expect("there is a text");
    for (told, found) in told.iter().zip(found) {
        assert_eq!((&told["rule"], &told["message"]), (&found.rule.clone().into(), &found.message.clone().into()));
        assert_eq!(told["level"], found.level.name());
        assert_eq!((number(&told["place"]["byte"]), number(&told["place"]["end_byte"])), ends(found.place.range()));
        for (told, fix) in told["fixes"].as_array().expect("fixes").iter().zip(&found.fixes) {
            let edits = told["edits"].as_array().expect("edits");
            let place = |edit: &Value| number(&edit["place"]["byte"])..number(&edit["place"]["end_byte"]);
            let edits = edits.iter().map(|edit| (place(edit), edit["text"].as_str().expect("words").to_string()));
            assert_eq!(applied(source.text(), edits.collect()), mend(source, [fix], Safety::Unsafe));
        }
    }
}

fn ends(range: std::ops::Range<usize>) -> (usize, usize) {
    (range.start, range.end)
}

/// Rule, level and place of every finding, places counted in lines and characters.
fn sarif_gives_back(reading: &Reading, found: &[&Diagnostic]) {
    let told = reported(reading, found, "sarif");
    let run = &told["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), found.len());
    let source = reading.source().expect("there is a text");
    for (told, found) in results.iter().zip(found) {
        assert_eq!(told["ruleId"], found.rule);
        assert_eq!(run["tool"]["driver"]["rules"][number(&told["ruleIndex"])]["id"], found.rule);
        let level = match found.level.name() {
            "advice" => "note",
            level => level,
        };
        assert_eq!(told["level"], level);
        let region = &told["locations"][0]["physicalLocation"]["region"];
        let place = byte(source, &region["startLine"], &region["startColumn"])
            ..byte(source, &region["endLine"], &region["endColumn"]);
        assert_eq!(source.text().get(place), source.text().get(found.place.range()), "{found:?}");
        let fixes = told["fixes"].as_array().map_or(&[][..], Vec::as_slice);
        for (told, fix) in fixes.iter().zip(&found.fixes) {
            let edits = told["artifactChanges"][0]["replacements"].as_array().expect("replacements");
            let edit = |edit: &Value| {
                let region = &edit["deletedRegion"];
                let place = byte(source, &region["startLine"], &region["startColumn"])
                    ..byte(source, &region["endLine"], &region["endColumn"]);
                (place, edit["insertedContent"]["text"].as_str().expect("words").to_string())
            };
            assert_eq!(applied(source.text(), edits.iter().map(edit).collect()), mend(source, [fix], Safety::Unsafe));
        }
    }
}

/// The byte of a line and a column counted in characters, both from 1.
fn byte(source: &Source, line: &Value, column: &Value) -> usize {
    let start = source.line_start(number(line));
    let rest = &source.text()[start..];
    start + rest.char_indices().nth(number(column) - 1).map_or(rest.len(), |(at, _)| at)
}

fn applied(text: &str, mut edits: Vec<(std::ops::Range<usize>, String)>) -> String {
    edits.sort_by_key(|(place, _)| (place.start, place.end));
    let mut out = text.to_string();
    for (place, words) in edits.into_iter().rev() {
        out.replace_range(place, &words);
    }
    out
}

/// What a hurried hand does to a script.
const SLIPS: &[(&str, &str)] = &[
    ("say: |", "Say: |"),
    ("feels: painful", "feels: Painful"),
    ("segments:", "Segments :"),
    ("kind: ", "Kind:  "),
    (": ", "： "),
    ("    ", "\t"),
    ("say:", "say :"),
    ("- id: ", "-id: "),
    ("  - ", "   - "),
    ("feels:", "feel:"),
    ("\n", "\r\n"),
    ("\"", "“"),
    ("say: |\n", "say: >\n"),
];

#[test]
fn fixes_come_to_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (number, script) in ["cancel-call", "smallest"].iter().enumerate() {
        let text = std::fs::read_to_string(root.join("scripts").join(script).with_extension("yaml")).unwrap();
        std::fs::write(folder.path().join(format!("{script}.yaml")), &text).unwrap();
        for (slip, (from, to)) in SLIPS.iter().enumerate() {
            let nth = text.match_indices(from).nth((number + slip) % 3);
            let Some((at, _)) = nth else { continue };
            let mut slipped = text.clone();
            slipped.replace_range(at..at + from.len(), to);
            std::fs::write(folder.path().join(format!("{script}-{slip}.yaml")), slipped).unwrap();
        }
    }
    let packs: Vec<&str> = PACKS.iter().map(|pack| pack.name).collect();
    let fix = ["lint", "--no-config", "--on", "2026-11-24", "--fix", "--unsafe", "--pack", &packs.join(","), "."];
    let texts = || -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
        let mut all: Vec<_> = files.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect();
        all.sort();
        all
    };
    let hurried = texts();
    let first = run_in(folder.path(), &fix);
    assert!(first.code < 2, "{}", first.err);
    let mended = texts();
    assert_ne!(hurried, mended, "there was something to mend");
    run_in(folder.path(), &fix);
    for ((path, once), (_, twice)) in mended.iter().zip(texts()) {
        assert_eq!(String::from_utf8_lossy(once), String::from_utf8_lossy(&twice), "{}", path.display());
    }
}

/// A text by chance of what a hurried lead writes: a script of the project with some slips.
fn hurried(seed: u64) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut rng = fastrand::Rng::with_seed(seed);
    let name = ["smallest", "cancel-call", "front-desk", "billing-dispute", "collections-call"][rng.usize(0..5)];
    let mut text = std::fs::read_to_string(root.join(name).with_extension("yaml")).unwrap();
    for _ in 0..rng.usize(1..4) {
        let (from, to) = SLIPS[rng.usize(0..SLIPS.len())];
        let places: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
        if !places.is_empty() {
            let at = places[rng.usize(0..places.len())];
            text.replace_range(at..at + from.len(), to);
        }
    }
    text
}

#[test]
fn a_fix_makes_no_new_finding_of_its_rule() {
    let mut tried = 0;
    for text in (0..40).map(hurried) {
        let before = reading(&text);
        let linted = lint::lint(&before, shelf());
        let source = before.source().expect("there is a text");
        for found in linted.found.iter().map(|finding| &finding.diagnostic) {
            for fix in &found.fixes {
                let again = lint::lint(&reading(&mend(source, [fix], Safety::Unsafe)), shelf());
                let count = |linted: &lint::Linted| {
                    linted.found.iter().filter(|finding| finding.diagnostic.rule == found.rule).count()
                };
                assert!(count(&again) < count(&linted), "{}: {}\n{:?}", found.rule, found.message, fix.edits);
                tried += 1;
            }
        }
    }
    assert!(tried > 40, "{tried}");
}

/// The order that is found for parts of a call, each told by its id, feeling and kind.
fn designed(parts: &[(&str, i8, &str)]) -> Vec<String> {
    let one = |(id, feels, rest): &(&str, i8, &str)| format!("  - {{id: {id}, feels: {feels}, say: W., {rest}}}\n");
    let text = format!("script: x\nsegments:\n{}", parts.iter().map(one).collect::<String>());
    let script = reading(&text).script.expect("a script");
    let plan = sequence(&script, &Limits::default()).expect("an order");
    plan.order.iter().map(|&at| script.segments[at].id.clone()).collect()
}

#[test]
fn sympathy_is_for_what_hurts_before_it_and_for_nothing_later() {
    let sorry = ("sorry", 0, "kind: empathy");
    assert_eq!(designed(&[("bad", -2, ""), ("good", 2, ""), sorry]), ["bad", "sorry", "good"]);
    assert_eq!(designed(&[("good", 2, ""), sorry, ("bad", -2, "")]), ["sorry", "bad", "good"]);
    // What hurts has to come first, so the sympathy is for that.
    let check = ("check", -1, "kind: verify");
    assert_eq!(designed(&[("good", 2, ""), sorry, ("fact", 0, ""), check]), ["check", "sorry", "fact", "good"]);
}
