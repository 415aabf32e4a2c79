//! What came of checking a script, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json as object};

use super::call::End;
use super::check::Checked;
use super::cover::{Share, Spot};
use super::promise::{InTime, Spoken};
use super::tests::Verdict;
use super::told;
use crate::paths::{Graph, Path};
use crate::script::{Script, Segment, duration};

/// The version of the JSON's shape.
const VERSION: u32 = 1;

/// What was checked, as text for people; what was found is shown beside it.
#[must_use]
pub fn table(script: &Script, checked: &Checked) -> String {
    let mut out = format!("{}\n", script.title.value.trim());
    let mut line = |head: &str, words: &str| {
        let _ = writeln!(out, "  {head:<12}  {words}");
    };
    tests(checked, &mut line);
    coverage(checked, &mut line);
    paths(checked, &mut line);
    for spoken in &checked.promises.spoken {
        line("Exact words", &exact(script, spoken));
    }
    personal(script, checked, &mut line);
    for timed in &checked.promises.in_time {
        line("In time", &in_time(script, timed));
    }
    if checked.promises.coarse {
        line("", "Too much depends on each other to follow every condition: each was taken to hold and not to hold.");
    }
    out
}

fn name(script: &Script, at: usize) -> &str {
    script.segments.get(at).map_or("", Segment::name)
}

fn tests(checked: &Checked, line: &mut impl FnMut(&str, &str)) {
    if checked.tests.is_empty() {
        return line("Tests", "none are written (`tests:` in docs/format.md)");
    }
    line("Tests", &format!("{} of {} hold", checked.passed(), checked.tests.len()));
    for ran in &checked.tests {
        let sign = if ran.verdict == Verdict::Passed { "holds" } else { "FAILS" };
        line("", &format!("{sign}  {} ({}, {})", ran.name, ended(ran.end.as_ref()), duration::spoken(ran.seconds)));
    }
}

fn ended(end: Option<&End>) -> String {
    match end {
        Some(End::As(name)) => format!("ends as {name}"),
        Some(End::Left(file)) => format!("goes over to {file}"),
        Some(End::Endless) => "never ends".to_string(),
        Some(End::Through) | None => "to its end".to_string(),
    }
}

fn coverage(checked: &Checked, line: &mut impl FnMut(&str, &str)) {
    let of = |share: &Share, things: &str| format!("{} of {} {things}", share.all - share.missed.len(), share.all);
    let coverage = &checked.coverage;
    let calls = if coverage.calls == 1 { "1 call".to_string() } else { format!("{} calls", coverage.calls) };
    let shares = [(&coverage.segments, "segments"), (&coverage.answers, "answers"), (&coverage.outcomes, "outcomes")];
    let reached: Vec<String> =
        shares.iter().filter(|(share, _)| share.all > 0).map(|(share, things)| of(share, things)).collect();
    let mut words = format!("{calls} left to chance (seed {}): {}", coverage.seed, reached.join(", "));
    if coverage.endless > 0 {
        let _ = write!(words, "; {} of them never ended", coverage.endless);
    }
    line("Reached", &words);
}

fn paths(checked: &Checked, line: &mut impl FnMut(&str, &str)) {
    let ways = &checked.ways;
    let shortest = ways.ends.values().map(|end| end.seconds.0).fold(f64::INFINITY, f64::min);
    let longest = ways.ends.values().map(|end| end.seconds.1).fold(0.0, f64::max);
    let count = counted(ways.count);
    let at_most = if ways.coarse { "at most " } else { "" };
    let (shortest, longest) = (duration::spoken(shortest), duration::spoken(longest));
    let times = if shortest == longest { shortest } else { format!("{shortest} to {longest}") };
    line("Paths", &format!("{at_most}{count}, {times}"));
}

/// A number that may be too large to be written out.
fn counted(count: f64) -> String {
    let one = if (count - 1.0).abs() < 0.5 { "path" } else { "paths" };
    if count < 1e15 {
        let digits = format!("{count:.0}");
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at) % 3 == 0 {
                out.push(',');
            }
            out.push(digit);
        }
        format!("{out} {one}")
    } else {
        format!("about {count:.1e} {one}")
    }
}

fn exact(script: &Script, spoken: &Spoken) -> String {
    let mut words = format!("\"{}\": ", name(script, spoken.segment));
    match spoken.skipped.first() {
        Some(first) => {
            let _ = write!(words, "jumped over after {}", first.way);
        }
        None => words.push_str("said on every path that gets there"),
    }
    if let Some(only_if) = &spoken.only_if {
        let _ = write!(words, ", where {only_if}");
    }
    if !spoken.ends_before.is_empty() {
        let ends: Vec<String> = spoken.ends_before.iter().map(|end| told::end(end)).collect();
        let _ = write!(words, "; calls may be over before: {}", ends.join(", "));
    }
    words
}

fn personal(script: &Script, checked: &Checked, line: &mut impl FnMut(&str, &str)) {
    let all = &checked.promises.personal;
    let open: Vec<&str> =
        all.iter().filter(|one| one.unchecked.is_some()).map(|one| name(script, one.segment)).collect();
    match (all.len(), open.as_slice()) {
        (0, _) => {}
        (1, []) => line("Personal", "1 segment, on every path after the check of who is speaking"),
        (count, []) => line("Personal", &format!("{count} segments, on every path after the check of who is speaking")),
        (_, open) => line("Personal", &format!("said on some path without a check: {}", open.join(", "))),
    }
}

fn in_time(script: &Script, timed: &InTime) -> String {
    let name = name(script, timed.segment);
    let limit = duration::spoken(timed.limit);
    match timed.latest {
        None => format!("\"{name}\" is never reached (limit {limit})"),
        Some(latest) if latest.is_finite() => {
            format!("\"{name}\" starts after {} at the latest (limit {limit})", duration::spoken(latest))
        }
        Some(_) => format!("\"{name}\" may start at any time, as the call can go back (limit {limit})"),
    }
}

/// Paths one by one, for people.
#[must_use]
pub fn paths_listed(script: &Script, graph: &Graph, paths: &[Path]) -> String {
    let mut out = String::new();
    for (number, path) in paths.iter().enumerate() {
        let heard: Vec<String> =
            path.steps.iter().filter_map(|step| answer(script, graph, step.node, step.branch)).collect();
        let said = if heard.is_empty() { "nothing is asked".to_string() } else { heard.join(", ") };
        let _ = writeln!(
            out,
            "{:>5}  {}, {:.1} %, {}: {said}",
            number + 1,
            duration::spoken(path.seconds),
            path.share * 100.0,
            told::end(&path.end)
        );
    }
    out
}

fn answer(script: &Script, graph: &Graph, node: usize, branch: usize) -> Option<String> {
    told::turn(script, graph, node, crate::paths::holds::Way::Branch(branch))
}

/// What was checked, for programs; what was found stands beside it in the form of lint's findings.
#[must_use]
pub fn json(script: &Script, checked: &Checked, paths: Option<(&Graph, &[Path])>) -> Value {
    let id = |at: usize| script.segments.get(at).map_or("", |segment| segment.id.as_str());
    let tests: Vec<Value> = checked
        .tests
        .iter()
        .map(|ran| {
            object!({
                "name": ran.name, "holds": ran.verdict == Verdict::Passed, "end": end_json(ran.end.as_ref()),
                "seconds": ran.seconds, "segments": ran.segments.iter().map(|at| id(*at)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let spoken: Vec<Value> = checked.promises.spoken.iter().map(|one| spoken_json(id(one.segment), one)).collect();
    let personal: Vec<Value> = checked
        .promises
        .personal
        .iter()
        .map(
            |one| object!({ "segment": id(one.segment), "holds": one.unchecked.is_none(), "unchecked": one.unchecked }),
        )
        .collect();
    let timed: Vec<Value> = checked.promises.in_time.iter().map(|one| timed_json(id(one.segment), one)).collect();
    let mut value = object!({
        "version": VERSION,
        "script": script.id,
        "tests": tests,
        "coverage": coverage_json(script, checked),
        "paths": {
            "count": checked.ways.count, "at_most": checked.ways.coarse,
            "ends": checked.ways.ends.iter().map(|(name, end)| object!({
                "end": name, "count": end.count, "share": end.share,
                "seconds": { "shortest": end.seconds.0, "longest": end.seconds.1 },
            })).collect::<Vec<_>>(),
        },
        "must_say": spoken, "private": personal, "within": timed, "coarse": checked.promises.coarse,
    });
    if let Some((graph, paths)) = paths {
        value["paths"]["listed"] = paths.iter().map(|path| path_json(script, graph, path)).collect();
    }
    value
}

fn spoken_json(segment: &str, one: &Spoken) -> Value {
    object!({
        "segment": segment, "holds": one.skipped.is_empty(), "only_if": one.only_if, "ends_before": one.ends_before,
        "skipped": one.skipped.iter().map(|skip| object!({ "end": skip.end, "way": skip.way })).collect::<Vec<_>>(),
    })
}

fn timed_json(segment: &str, one: &InTime) -> Value {
    let holds = one.latest.is_none_or(|latest| latest <= one.limit + 1e-9);
    object!({
        "segment": segment, "holds": holds, "limit": one.limit,
        "latest": one.latest.filter(|latest| latest.is_finite()),
    })
}

fn end_json(end: Option<&End>) -> Value {
    match end {
        Some(End::As(name)) => object!({ "as": name }),
        Some(End::Left(file)) => object!({ "left_for": file }),
        Some(End::Endless) => object!("never"),
        Some(End::Through) | None => object!("through"),
    }
}

fn coverage_json(script: &Script, checked: &Checked) -> Value {
    let share = |share: &Share| {
        let missed: Vec<Value> = share.missed.iter().map(|spot| spot_json(script, spot)).collect();
        object!({ "all": share.all, "reached": share.all - share.missed.len(), "missed": missed })
    };
    let coverage = &checked.coverage;
    object!({
        "seed": coverage.seed, "calls": coverage.calls, "endless": coverage.endless,
        "segments": share(&coverage.segments), "answers": share(&coverage.answers), "outcomes": share(&coverage.outcomes),
    })
}

fn spot_json(script: &Script, spot: &Spot) -> Value {
    let own = |aside: bool, at: usize| match aside {
        true => script.anytime.get(at).map_or("", |anytime| anytime.when.value.trim()),
        false => script.segments.get(at).map_or("", |segment| segment.id.as_str()),
    };
    match spot {
        Spot::Segment(at) => object!({ "segment": own(false, *at) }),
        Spot::Aside(at) => object!({ "anytime": own(true, *at) }),
        Spot::Outcome(at) => {
            object!({ "outcome": script.outcomes.get(*at).map_or("", |outcome| outcome.name.value.trim()) })
        }
        Spot::Answer { segment, aside, question, answer } => {
            let key = if *aside { "anytime" } else { "segment" };
            object!({ key: own(*aside, *segment), "question": question.map(|at| at + 1), "answer": answer + 1 })
        }
    }
}

fn path_json(script: &Script, graph: &Graph, path: &Path) -> Value {
    let steps = path.steps.iter().filter_map(|step| {
        let node = graph.nodes.get(step.node)?;
        let hear = node.branches.get(step.branch).map(|branch| branch.hear.as_str()).filter(|hear| !hear.is_empty());
        let segment = script.segments.get(node.segment).map_or("", |segment| segment.id.as_str());
        Some(object!({ "segment": segment, "question": node.question.map(|at| at + 1), "answer": hear }))
    });
    object!({ "end": path.end, "share": path.share, "seconds": path.seconds, "steps": steps.collect::<Vec<_>>() })
}
