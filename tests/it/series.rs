//! Series of calls as a user meets them: read, planned, told, written, and many people assigned to a roster.

use std::path::Path;

use crate::golden::{fixtures, same};
use crate::tool;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs `series` in the folder of the fixtures.
fn run(args: &[&str]) -> tool::Run {
    let all: Vec<&str> = std::iter::once("series").chain(args.iter().copied()).collect();
    tool::run_in(&fixtures("series"), &all)
}

#[track_caller]
fn golden(name: &str, text: &str) {
    same(&fixtures("series").join(name), text);
}

#[test]
fn a_month_of_calls_gets_its_days() {
    let done = run(&["month.yaml", "--start", "2026-11-30"]);
    golden("month.table.txt", &format!("{}{}", done.out, done.err));
}

#[test]
fn a_day_that_is_none_and_a_format_that_is_none_are_told_so() {
    let done = run(&["month.yaml", "--start", "soon"]);
    assert_eq!((done.code, done.err.as_str()), (2, "callcraft: `soon` is no date: write --start 2026-12-01\n"));
    let done = run(&["month.yaml", "--format", "pdf"]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (2, "callcraft: `pdf` is no format; write table, json, ics, svg or html\n")
    );
}

#[test]
fn what_rules_find_in_a_series_that_breaks_them_is_told_where_it_stands() {
    let done = run(&["broken.yaml", "--start", "2026-12-01"]);
    assert_eq!(done.code, 1);
    golden("broken.txt", &format!("{}\n{}", done.err, done.out));
}

#[test]
fn every_mistake_of_a_file_is_named_in_one_run() {
    let done = run(&["wrong.yaml", "--start", "2026-12-01"]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    golden("wrong.txt", &done.err);
}

#[test]
fn the_projects_own_series_are_planned_without_a_finding() {
    for name in ["heart-month", "care-management", "billing-recovery-zh"] {
        let file = format!("scripts/series/{name}.yaml");
        let done = tool::run(&["series", &file, "--start", "2026-12-01"]);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{name}");
        golden(&format!("{name}.txt"), &done.out);
        let lint = tool::run(&["lint", "--no-config", "--fail-on", "error", "scripts/series"]);
        assert_eq!(lint.code, 0, "{}", lint.out);
    }
}

#[test]
fn a_series_is_planned_from_its_own_folder_and_from_anywhere() {
    let own = root().join("scripts/series");
    for (folder, file) in
        [(own.clone(), "heart-month.yaml".into()), (std::env::temp_dir(), own.join("heart-month.yaml"))]
    {
        let file = file.to_string_lossy().into_owned();
        let done = tool::run_in(&folder, &["series", &file, "--start", "2026-12-01"]);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{file}");
    }
    // The month carries its own copy of the block, so that its folder can be taken along whole.
    let block = |folder: &str| std::fs::read_to_string(root().join(folder).join("heart-warning-signs.yaml")).unwrap();
    assert_eq!(block("scripts/series/heart/shared"), block("scripts/shared"));
}

#[test]
fn every_format_has_its_golden_file() {
    for (format, ending) in [("json", "json"), ("ics", "ics"), ("svg", "svg"), ("html", "html")] {
        let file = "scripts/series/heart-month.yaml";
        let done = tool::run(&["series", file, "--start", "2026-12-01", "--format", format]);
        assert_eq!(done.code, 0, "{format}: {}", done.err);
        golden(&format!("heart-month.{ending}"), &done.out.replace('\r', ""));
    }
}

#[test]
fn a_folder_holds_each_call_for_its_turn_and_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().join("given.yaml");
    std::fs::write(&given, "first_name: Maria\nhelper: her sister Inez\nsalt_trick: chives on the soup\n").unwrap();
    let (out, given) = (folder.path().join("out"), given.to_string_lossy().into_owned());
    let shown = out.to_string_lossy().into_owned();
    let file = "scripts/series/heart-month.yaml";
    let args = ["series", file, "--start", "2026-12-01", "-o", &shown, "--given", &given];
    let done = tool::run(&args);
    assert_eq!((done.code, done.out.as_str()), (0, ""), "{}", done.err);
    let page = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    assert!(page("01-day2.html").contains("read the label of one thing a day"), "the step of the turn");
    assert!(!page("01-day2.html").contains("her sister Inez"), "the first call does not know yet who helps");
    assert!(page("04-week3.html").contains("her sister Inez"), "a later one does");
    assert!(page("03-week2.html").contains("chives on the soup"));
    assert!(page("02-week1.html").contains("Last time we said: <") || page("02-week1.html").contains("read the label"));
    assert!(page("overview.html").contains("Thu 3 Dec 2026, 10:00"));
    let again = tool::run(&args);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is already there; --force replaces it. Nothing was written"), "{}", again.err);
}

#[test]
fn what_may_move_is_said_where_the_whole_is_remembered_best() {
    let done = run(&["moves.yaml", "--start", "2026-12-01"]);
    golden("moves.txt", &format!("{}{}", done.out, done.err));
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("o");
    run(&["moves.yaml", "--start", "2026-12-01", "-o", to.to_str().unwrap()]);
    let page = |name: &str| std::fs::read_to_string(to.join(name)).unwrap();
    assert!(page("01-welcome.html").contains("After the first year it costs"), "the first call says it");
    assert!(!page("03-year.html").contains("After the first year it costs"));
    let picture = page("timeline.svg");
    assert!(picture.contains("from call 3: The price after a year"), "the picture marks what came");
    assert!(picture.contains("now in call 1: The price after a year"), "and what went");
    assert_eq!(picture.matches("class=\"around\"").count(), 2);
    let plan: serde_json::Value = serde_json::from_str(&page("plan.json")).unwrap();
    assert_eq!(
        (plan["content"]["moves"][0]["from"].as_str(), plan["content"]["moves"][0]["to"].as_str()),
        (Some("year"), Some("welcome"))
    );
}

#[test]
fn what_is_tied_to_its_call_cannot_move() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "s.yaml",
        "series: S\nevery: week\nchanges: [{id: salt}]\ncalls:\n  - id: one\n    script: one.yaml\n    may_move: [hello, asks, kept, eats, named, recap, nobody]\n  - {id: two}\n",
    );
    write(
        "one.yaml",
        "script: One\nsegments:\n  - {id: hello, kind: opening, say: Hello}\n  - {id: asks, ask: How are you?, fills: mood}\n  - {id: kept, say: Words, place: kept}\n  \
        - {id: eats, topic: salt, kind: coaching, say: Words}\n  - {id: named, say: Words}\n  - {id: after-it, after: [named], say: Words}\n  - {id: recap, kind: recap, say: Words}\n  - {id: bye, kind: closing, say: Bye}\n",
    );
    let done = tool::run_in(folder.path(), &["series", "s.yaml", "--start", "2026-12-01"]);
    let told: Vec<&str> = done.err.lines().filter_map(|line| line.strip_prefix("error[series/may-move]: ")).collect();
    assert_eq!(
        told,
        [
            "`hello` cannot move to another call: it belongs to the beginning or the end of its call",
            "`asks` cannot move to another call: it asks for something that its call needs",
            "`kept` cannot move to another call: it has a place or a neighbour of its own in its call",
            "`eats` cannot move to another call: it is about salt, which changes step by step",
            "`named` cannot move to another call: “after-it” names it",
            "`recap` cannot move to another call: it belongs to the beginning or the end of its call",
            "the script of `one` has no segment `nobody`",
        ]
    );
}

#[test]
fn a_roster_gives_everybody_a_voice() {
    let done = run(&["month.yaml", "--start", "2026-11-30", "--roster", "nurses.csv", "--people", "patients.csv"]);
    golden("month.rota.txt", &done.out);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("rota").to_string_lossy().into_owned();
    let done = run(&["month.yaml", "--roster", "nurses.csv", "--people", "patients.csv", "-o", &out]);
    assert!(done.err.contains("wrote 6 files into"), "{}", done.err);
    golden("month.rota.csv", &std::fs::read_to_string(Path::new(&out).join("rota.csv")).unwrap());
    let calendar = std::fs::read_to_string(Path::new(&out).join("01-Dana.ics")).unwrap();
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n"));
}

#[test]
fn a_call_that_no_day_of_its_window_holds_is_told_and_finds_room_near_by() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("s.yaml", "series: S\ncalls:\n  - {id: call, when: 2 to 3 days after day zero}\n");
    write("agents.csv", "agent,calls_a_day\nDana,1\n");
    // Two days after a Thursday it is Saturday.
    write("people.csv", "person,start\nMaria,2026-12-03\nOlga,2026-12-03\n");
    let args = ["series", "s.yaml", "--roster", "agents.csv", "--people", "people.csv"];
    let done = tool::run_in(folder.path(), &args);
    assert_eq!(done.code, 1, "{}{}", done.out, done.err);
    assert!(done.out.contains("2 people, 1 agent, 2 calls, "), "{}", done.out);
    assert!(done.out.contains("Outside their windows, because nobody calls on any day of these: 2\n"), "{}", done.out);
    assert!(done.out.contains("  Olga, call, Mon 7 Dec: it was to be Sat 5 Dec to Sun 6 Dec\n"), "{}", done.out);
}

#[test]
fn nothing_but_bytes_makes_it_fall() {
    let mut seed = 7_u64;
    let text = std::fs::read_to_string(fixtures("series").join("broken.yaml")).unwrap();
    for _ in 0..150 {
        let mut broken: Vec<char> = text.chars().collect();
        for _ in 0..6 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (seed >> 33) as usize % broken.len();
            broken[at] = ['\n', ':', '-', ' ', '9', 'z', '月', '['][(seed >> 20) as usize % 8];
        }
        let text: String = broken.into_iter().collect();
        let read = callcraft::series::read("x.yaml", text.as_bytes(), &callcraft::read::NoFiles);
        if let Some(series) = read.series {
            let start = jiff::civil::date(2026, 12, 1);
            if let Ok(plan) = callcraft::series::plan(&series, start, &|| false) {
                assert_eq!(plan.dated.len(), series.calls.len());
                let _ = callcraft::series::check(&series, &plan, &callcraft::series::pack().rules, &|rule| {
                    Some(rule.level)
                });
            }
        }
    }
    assert!(root().join("docs/series.md").is_file());
}
