//! `walk` as a user runs it: the tests of scripts, what holds on every path, and the paths held against listing them.

use std::collections::{BTreeMap, BTreeSet};

use callcraft::paths::holds::{Question, Stand, reach};
use callcraft::paths::{Graph, Node, To, graph, list, ways};
use callcraft::script::Script;
use callcraft::walk::{Settings, check};
use proptest::prelude::*;

use crate::golden;
use crate::scripts::{script, written};
use crate::tool::{run, run_in};

#[test]
fn tests_and_promises_read_as_they_should() {
    for path in golden::cases("walk", ".yaml") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let done = run_in(&golden::fixtures("walk"), &["walk", "--test", "--paths", "6", &name]);
        golden::same(&path.with_extension("out"), &format!("{}{}ends with {}\n", done.out, done.err, done.code));
    }
}

#[test]
fn the_scripts_that_come_along_hold_in_their_best_order() {
    for entry in std::fs::read_dir("scripts").unwrap() {
        let path = entry.unwrap().path();
        let is_script = |path: &std::path::Path| std::fs::read_to_string(path).unwrap().starts_with("script:");
        if path.extension().is_some_and(|ending| ending == "yaml") && is_script(&path) {
            let done = run(&["walk", "--test", "--order", "best", &path.to_string_lossy()]);
            assert_eq!(done.code, 0, "{}{}", done.out, done.err);
        }
    }
}

#[test]
fn json_says_the_same_for_programs() {
    let done = run(&["walk", "--test", "--format", "json", "--paths", "2", "scripts/nurse-care-call.yaml"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let value: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(value["tests"][1]["end"]["as"], "call-back");
    assert_eq!(value["coverage"]["segments"]["missed"], serde_json::json!([]));
    assert_eq!(value["paths"]["listed"].as_array().unwrap().len(), 2);
    assert_eq!(value["must_say"][0]["holds"], true);
    assert_eq!(value["findings"], serde_json::json!([]));
}

#[test]
fn a_seed_gives_the_same_walk_again() {
    let of = |seed: &str| run(&["walk", "--test", "--seed", seed, "scripts/collections-call.yaml"]).out;
    assert_eq!(of("7"), of("7"));
    assert!(of("7").contains("seed 7"));
}

/// Runs the tool with somebody at the keyboard who types this.
fn typed(args: &[&str], words: &str) -> (i32, String, String) {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_callcraft"))
        .args(args)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Who ends the walk early leaves the rest unread.
    let _ = child.stdin.take().unwrap().write_all(words.as_bytes());
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
}

#[test]
fn the_customers_seat_hears_answers_and_keeps_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let kept = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let script = "tests/it/fixtures/walk/late-fee.yaml";
    let path = kept("ana.json");
    let words = "that's me\n5\n4\nIt matches\n2\n! voicemail\n1\n";
    let (code, out, err) = typed(&["walk", script, "-o", &path, "--svg", &kept("ana.svg")], words);
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains("kind") && out.contains("Am I speaking with Ana?") && out.contains("We owe you"), "{out}");
    assert!(out.contains("The call ended as call-back."), "{out}");
    assert!(out.contains("late-fee.yaml:7  `hello`  feels: slightly pleasant  (a new line in this segment)"), "{out}");
    assert!(std::fs::read_to_string(kept("ana.svg")).unwrap().contains("as felt"));
    let record = callcraft::felt::Record::read(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let steps: Vec<(&str, Option<i8>)> =
        record.steps.iter().map(|step| (step.segment.as_str(), step.felt.map(|felt| felt.valence()))).collect();
    assert_eq!(steps[..3], [("hello", Some(1)), ("recording", Some(0)), ("who", Some(-2))]);
    assert_eq!((record.outcome.as_deref(), record.sha256.len()), (Some("call-back"), 64));
    let (code, _, err) = typed(&["walk", script, "-o", &path], words);
    assert!(code == 2 && err.contains("already there"), "{err}");
}

#[test]
fn a_walk_that_is_broken_off_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bo.json").to_string_lossy().into_owned();
    let (code, out, _) = typed(&["walk", "tests/it/fixtures/walk/holds.yaml", "-o", &path], "对，是我\n6\n");
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("请问是王先生吗") && out.contains("练习到此为止"), "{out}");
    let record = callcraft::felt::Record::read(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!((record.steps.len(), record.outcome), (1, None));
    assert_eq!(record.steps[0].answer.as_deref(), Some("是我"));
}

/// Two scripts of which the first goes through the second and comes back.
fn through(folder: &std::path::Path) -> String {
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    put("card.yaml", "script: Card\nsegments:\n  - id: card\n    ask: Which card?\n    fills: card\n");
    put(
        "call.yaml",
        "script: Call\noutcomes: {gone: a}\nblanks: {card: {from: customer, example: blue}}\nsegments:\n  - id: hello\n    say: Hello.\n    then: use card.yaml and come back\n  - id: told\n    say: So it is {{ card }}.\nanytime:\n  - when: upset\n    id: calm\n    say: I hear you.\n",
    );
    folder.join("call.yaml").to_string_lossy().into_owned()
}

#[test]
fn both_seats_go_through_another_script_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let script = through(folder.path());
    let record = folder.path().join("ana.json").to_string_lossy().into_owned();
    let (code, out, err) = typed(&["walk", &script, "-o", &record], "5\nred\n2\n6\n");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("goes through card.yaml") && out.contains("So it is red."), "{out}");
    let record = callcraft::felt::Record::read(&std::fs::read_to_string(&record).unwrap()).unwrap();
    let steps: Vec<(&str, Option<i8>)> =
        record.steps.iter().map(|step| (step.segment.as_str(), step.felt.map(|felt| felt.valence()))).collect();
    assert_eq!(steps, [("hello", Some(1)), ("card.yaml", Some(-2)), ("told", Some(2))]);
    let (code, out, err) = typed(&["walk", &script, "--seat", "agent"], "! upset\n\n\n\n\n");
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("I hear you.") && out.contains("Ask: Which card?") && out.contains("The call is over."),
        "{out}"
    );
    std::fs::remove_file(folder.path().join("card.yaml")).unwrap();
    let (code, out, _) = typed(&["walk", &script], "\n\n");
    assert!(code == 0 && out.contains("there is no file `card.yaml`") && out.contains("So it is"), "{out}");
}

/// Who presses Ctrl-C while a line is typed is told where the walk is.
#[cfg(unix)]
#[test]
fn ctrl_c_keeps_the_walk() {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_callcraft"))
        .args(["walk", &through(folder.path())])
        .env("XDG_DATA_HOME", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut typing = child.stdin.take().unwrap();
    typing.write_all(b"5\nred\n").unwrap();
    let mut hears = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("Which card?") {
        line.clear();
        assert!(hears.read_line(&mut line).unwrap() > 0, "the card is asked for");
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(130));
    let err = String::from_utf8_lossy(&done.stderr);
    assert!(err.contains("is kept in") && err.contains("callcraft-walk.json"), "{err}");
    let kept = std::fs::read_to_string(folder.path().join("callcraft-walk.json")).unwrap();
    assert_eq!(callcraft::felt::Record::read(&kept).unwrap().steps[0].segment, "hello");
}

#[test]
fn the_agents_seat_shows_the_words_and_plays_the_customer() {
    let script = "tests/it/fixtures/walk/late-fee.yaml";
    let (code, out, err) = typed(&["walk", script, "--seat", "agent"], "\n\n\n\n\n\n\n");
    assert_eq!(code, 0, "{err}");
    for words in ["Say: Hello, this is Joe", "Customer: Yes", "Exactly: This call is recorded.", "ended as paid-back"] {
        assert!(out.contains(words), "{words}\n{out}");
    }
    let (code, out, _) = typed(&["walk", script, "--seat", "agent"], "\n");
    assert!(code == 0 && out.contains("broken off"), "{out}");
    let by_chance = |seed| typed(&["walk", script, "--seat", "agent", "--seed", seed], &"\n".repeat(9)).1;
    assert_eq!(by_chance("3"), by_chance("3"));
    let (code, _, err) = typed(&["walk", script, "--drill"], "");
    assert!(code == 2 && err.contains("--seat agent"), "{err}");
}

#[test]
fn a_drill_asks_the_least_known_first_and_keeps_the_score() {
    let folder = tempfile::tempdir().unwrap();
    let scores = folder.path().join("scores.json").to_string_lossy().into_owned();
    let script = "tests/it/fixtures/walk/late-fee.yaml";
    let drill = |lines: &str, words: &str| {
        typed(&["walk", script, "--seat", "agent", "--drill", "--scores", &scores, "--lines", lines], words)
    };
    // The first is known, the exact words lack one, and the input ends at the third.
    let (code, out, err) = drill("10", "Am I speaking with Ana? Hello, this is Joe from Northlink\nthis call is\n");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("  100 %\n") && out.contains("missing: recorded"), "{out}");
    assert!(out.contains("On your screen: first name = Ana") && out.contains("(The law asks for it.)"), "{out}");
    assert!(!out.contains("date of birth") && out.contains("Answered 2 of "), "{out}");
    let kept = std::fs::read_to_string(&scores).unwrap();
    assert_eq!(callcraft::walk::Scores::read(&kept).unwrap().to_json(), kept);
    // What was never asked comes first, and of what was asked the exact words before what was known.
    let (_, out, _) = drill("1", "\n");
    assert!(out.contains("1/1  who") && out.contains("What is your date of birth?"), "{out}");
    let (_, out, _) = drill("99", &"\n".repeat(99));
    let at = |head: &str| out.find(head).unwrap_or_else(|| panic!("{head}\n{out}"));
    assert!(at("  fee\n") < at("  who\n") && at("  who\n") < at("  recording\n"), "{out}");
    assert!(at("  recording\n") < at("  hello\n"), "{out}");
    std::fs::write(&scores, "my diary").unwrap();
    let (code, _, err) = drill("1", "\n");
    assert!(code == 2 && err.contains("was left as it is"), "{err}");
    assert_eq!(std::fs::read_to_string(&scores).unwrap(), "my diary");
}

#[test]
fn several_walks_are_put_together() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let walk = |felt: i8| {
        format!(
            "{{\"format\": \"callcraft-walk/1\", \"script\": \"x\", \"sha256\": null, \"seat\": \"customer\", \"steps\": [{{\"segment\": \"fee\", \"seconds\": 3, \"felt\": {felt}}}]}}"
        )
    };
    let (ana, bo) = (put("ana.json", &walk(2)), put("bo.json", &walk(3)));
    let table = put("others.csv", "who,segment,felt\nCy,fee,-3\nCy,gone,painful\nDi,fee,2\n");
    let calm = put(
        "calm.yaml",
        "script: x\nsegments:\n  - id: fee\n    say: We took too much.\n  - id: bye\n    feels: 1\n    say: Goodbye.\n",
    );
    let all = ["walk", &calm, "--compare", &ana, &bo, &table];
    let done = run(&all);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("4 people, 2 segments"), "{}", done.out);
    assert!(done.out.contains("median +2.0  -3 to +3  (4)  apart: Cy -3"), "{}", done.out);
    assert!(
        done.out.contains("(the script has no such segment)") && done.out.contains("The best order"),
        "{}",
        done.out
    );
    let json = run(&[&all[..], &["--format", "json"]].concat());
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(value["segments"][0]["apart"], serde_json::json!(["Cy"]));
    assert!(value["order"]["felt"].is_array());
    let stuck = run(&["walk", "tests/it/fixtures/walk/late-fee.yaml", "--compare", &ana]);
    assert!(stuck.code == 0 && stuck.err.contains("cannot be told"), "{}", stuck.err);
    let alone = run(&["walk", "--compare", &ana, &bo]);
    assert!(alone.code == 0 && alone.out.contains("median +2.5"), "{}", alone.out);
    let wrong = run(&["walk", "--compare", &put("x.json", "{\"a\": 1}")]);
    assert!(wrong.code == 2 && wrong.err.contains("no record of a walk"), "{}", wrong.err);
}

/// Twelve questions with three answers each, and what is said depends on every one of them.
#[test]
fn twelve_branching_questions_are_proved_without_listing() {
    let question = |at: usize| {
        format!(
            "  - id: q{at}\n    ask: Well {at}?\n    answers: [{{hear: A{at}}}, {{hear: B{at}}}, {{hear: C{at}}}]\n"
        )
    };
    let asks: String = (0..12).map(question).collect();
    let told: String = (0..12).map(|at| format!("  - only_if: q{at} is A{at}\n    say: Good number {at}.\n")).collect();
    let text = format!(
        "script: x\nsegments:\n  - id: v\n    kind: verify\n    ask: Who are you?\n{asks}{told}  - id: p\n    private: yes\n    say: It is you.\n    starts_within: 5 min\n  - id: m\n    must_say: {{text: Recorded., why: law}}\n"
    );
    let script = script(&text);
    let checked = check(&script, &written(&script), &Settings::default());
    assert_eq!(checked.ways.count, 3_f64.powi(12));
    assert!(!checked.ways.coarse && !checked.promises.coarse);
    assert!(checked.promises.personal[0].unchecked.is_none());
    assert!(checked.promises.spoken[0].skipped.is_empty());
    assert!(checked.found.is_empty(), "{:#?}", checked.found);
}

/// A small script made by chance: answers that jump, end, ask again and set what later conditions ask.
fn drawn() -> impl Strategy<Value = String> {
    let answer = (0..4_usize, 1..6_usize, proptest::bool::ANY);
    let segment = (proptest::collection::vec(answer, 0..4), 0..6_usize, 0..3_usize);
    proptest::collection::vec(segment, 1..7).prop_map(|segments| text_of(&segments))
}

type Drawn = (Vec<(usize, usize, bool)>, usize, usize);

fn text_of(segments: &[Drawn]) -> String {
    let mut text = String::from(
        "script: x\noutcomes: {done: a, lost: b}\nblanks:\n  mood: {from: customer, example: A}\n  area: {from: record, example: A}\nsegments:\n",
    );
    for (at, (answers, kind, condition)) in segments.iter().enumerate() {
        text.push_str(&format!("  - id: s{at}\n    takes: {} s\n", 10 + at));
        match condition {
            1 => text.push_str("    only_if: mood is A\n"),
            2 => text.push_str("    only_if: area is not B\n"),
            _ => {}
        }
        match kind {
            0 => text.push_str("    kind: verify\n"),
            1 => text.push_str("    private: yes\n"),
            2 => text.push_str("    must_say: {text: Exact words., why: law}\n"),
            3 => text.push_str("    starts_within: 30 s\n"),
            _ => {}
        }
        text.push_str(&format!("    say: Words {at}.\n"));
        if !answers.is_empty() {
            text.push_str("    ask: Well?\n    answers:\n");
        }
        for (number, (what, forward, sets)) in answers.iter().enumerate() {
            text.push_str(&format!("      - hear: H{number}\n        takes: {number} s\n"));
            if *sets {
                text.push_str(&format!("        sets: {{mood: {}}}\n", if number % 2 == 0 { "A" } else { "B" }));
            }
            let target = at + forward;
            match what {
                1 if target < segments.len() => text.push_str(&format!("        then: go to s{target}\n")),
                2 => text.push_str("        then: end as lost\n"),
                3 => text.push_str("        then: ask again at most 2 times, otherwise end as done\n"),
                _ => {}
            }
        }
    }
    text
}

/// Every path of a graph without asides, with both answers to a condition that nothing decides: each segment
/// that is said on it, with its start, and the end.
struct All<'g> {
    graph: &'g Graph,
    paths: Vec<(Vec<(usize, f64)>, String)>,
}

impl All<'_> {
    fn of(graph: &Graph) -> Vec<(Vec<(usize, f64)>, String)> {
        let mut all = All { graph, paths: Vec::new() };
        all.go(0, &mut Vec::new(), &BTreeMap::new(), 0.0);
        all.paths
    }

    fn go(&mut self, at: usize, said: &mut Vec<(usize, f64)>, known: &BTreeMap<String, String>, now: f64) {
        let graph = self.graph;
        let Some(node) = graph.nodes.get(at) else {
            self.paths.push((said.clone(), String::new()));
            return;
        };
        let value = |name: &str| known.get(name).map(String::as_str);
        // The record says one thing for the whole call: B, or not B.
        let holds = node.only_if.as_ref().map(|condition| condition.holds(&value));
        if holds == Some(None) {
            let unknown = if node.only_if.as_ref().unwrap().names() == ["area"] { "area" } else { "mood" };
            for guess in ["A", "B"] {
                let mut known = known.clone();
                known.insert(unknown.to_string(), guess.to_string());
                self.go(at, said, &known, now);
            }
            return;
        }
        if holds == Some(Some(false)) {
            return self.go(at + 1, said, known, now);
        }
        said.push((at, now));
        for branch in &node.branches {
            let mut known = known.clone();
            known.extend(branch.sets.iter().cloned());
            self.follow(&branch.to, at, said, &known, now + node.seconds + branch.seconds);
        }
        if let Some(unclear) = &node.unclear {
            let mut known = known.clone();
            known.extend(unclear.sets.iter().cloned());
            self.follow(&unclear.to, at, said, &known, now + node.seconds);
        }
        said.pop();
    }

    fn follow(&mut self, to: &To, at: usize, said: &mut Vec<(usize, f64)>, known: &BTreeMap<String, String>, now: f64) {
        match to {
            To::Node(to) => self.go((*to).max(at + 1), said, known, now),
            To::End(name) | To::Leave(name) => self.paths.push((said.clone(), name.clone())),
            To::Aside(_) | To::Back => unreachable!("there are no asides"),
        }
    }
}

struct Anything;

impl Question for Anything {
    fn hear(&self, _at: usize, _node: &Node, mark: u8) -> Option<u8> {
        Some(mark)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_proved_is_what_listing_every_path_shows(text in drawn()) {
        let script = script(&text);
        let graph = graph(&script, &written(&script));
        let paths = All::of(&graph);
        let checked = check(&script, &written(&script), &Settings { calls: 0, ..Settings::default() });

        // What is reached, and how calls end.
        let reach = reach(&graph, &Anything);
        let said: BTreeSet<usize> = paths.iter().flat_map(|(said, _)| said).map(|(at, _)| *at).collect();
        let reached = reach.places.iter().filter(|place| place.said).filter_map(|place| match place.stand {
            Stand::Node(node) => Some(node),
            Stand::End(_) => None,
        });
        prop_assert_eq!(&said, &reached.collect::<BTreeSet<usize>>(), "{}", &text);
        let ends: BTreeSet<&String> = paths.iter().map(|(_, end)| end).collect();
        prop_assert_eq!(ends, reach.ends.iter().collect::<BTreeSet<_>>(), "{}", &text);

        // Personal facts after a check. No answer at all is no check.
        for personal in &checked.promises.personal {
            let unchecked = All::of(&unanswered_is_lost(&graph, &script)).iter().any(|(said, _)| {
                let checked = said.iter().take_while(|(at, _)| *at != personal.segment);
                said.iter().any(|(at, _)| *at == personal.segment) && !checked.clone().any(|(at, _)| is_check(&script, *at))
            });
            let only_unclear = paths.iter().any(|(said, _)| said.iter().any(|(at, _)| *at == personal.segment));
            if unchecked {
                prop_assert!(personal.unchecked.is_some(), "{}", &text);
            } else if !only_unclear {
                prop_assert!(personal.unchecked.is_none(), "{}", &text);
            }
        }

        // Exact words: how calls end in which they are not said though the call goes past them.
        for exact in &checked.promises.spoken {
            let own = script.segments[exact.segment].only_if.is_some();
            let missed: BTreeSet<&String> = paths
                .iter()
                .filter(|(said, _)| said.iter().all(|(at, _)| *at != exact.segment))
                .filter(|(said, _)| said.last().is_some_and(|(at, _)| *at > exact.segment))
                .map(|(_, end)| end)
                .collect();
            let found: BTreeSet<&String> = exact.skipped.iter().map(|skip| &skip.end).collect();
            if own {
                prop_assert!(found.is_subset(&missed) , "{}\n{:?} {:?}", &text, found, missed);
            } else {
                prop_assert!(missed.is_subset(&found), "{}\n{:?} {:?}", &text, found, missed);
            }
        }

        // The latest start counts every condition as true; no path starts later.
        for timed in &checked.promises.in_time {
            let latest = paths.iter().flat_map(|(said, _)| said).filter(|(at, _)| *at == timed.segment).map(|(_, start)| *start);
            let latest = latest.fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(latest <= timed.latest.unwrap_or(f64::NEG_INFINITY) + 1e-9, "{}", &text);
        }
    }

    #[test]
    fn paths_are_counted_as_they_are_listed(text in drawn()) {
        let script = script(&text);
        let graph = graph(&script, &written(&script));
        let listed = list(&graph, 100_000);
        let ways = ways(&graph);
        prop_assert!(!ways.coarse);
        prop_assert_eq!(ways.count, listed.len() as f64, "{}", &text);
        for (name, end) in &ways.ends {
            let own: Vec<_> = listed.iter().filter(|path| path.end == *name).collect();
            prop_assert_eq!(end.count, own.len() as f64);
            let share: f64 = own.iter().map(|path| path.share).sum();
            prop_assert!((share - end.share).abs() < 1e-9);
            let shortest = own.iter().map(|path| path.seconds).fold(f64::INFINITY, f64::min);
            prop_assert!((shortest - end.seconds.0).abs() < 1e-9, "{}", &text);
        }
    }
}

fn is_check(script: &Script, at: usize) -> bool {
    script.segments[at].kind() == Some(callcraft::script::Kind::Verify)
}

/// The graph without the ways on which a check got no clear answer.
fn unanswered_is_lost(graph: &Graph, script: &Script) -> Graph {
    let mut graph = graph.clone();
    for node in &mut graph.nodes {
        if is_check(script, node.segment) {
            node.unclear = None;
        }
    }
    graph
}
