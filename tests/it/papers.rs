//! The papers around a call: golden files, and words that try to become something else.

use std::collections::BTreeMap;
use std::path::Path;

use callcraft::read::{NoFiles, read};
use callcraft::render::{Options, Paper, TARGETS, render};
use callcraft::script::Script;

use crate::golden;

fn script(text: &str) -> Script {
    let reading = read("x.yaml", text.as_bytes(), &NoFiles);
    assert_eq!(reading.errors(), 0, "{:#?}", reading.diagnostics);
    reading.script.unwrap()
}

fn made(script: &Script, to: &str, options: &Options) -> String {
    let order: Vec<usize> = (0..script.segments.len()).collect();
    let target = TARGETS.iter().find(|target| target.name == to).unwrap();
    String::from_utf8(render(script, &order, target, options).unwrap().bytes).unwrap()
}

fn options() -> Options {
    let blanks = BTreeMap::from([("first_name".to_string(), "Ana".to_string())]);
    Options { blanks, today: Some("2026-11-24".into()), training: true, ..Options::default() }
}

/// The targets whose words stand in golden files.
const PAPERS: [&str; 3] = ["onepager", "mermaid", "mermaid-journey"];

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
