//! Ways through a call: what leads nowhere, what comes round for ever, what can never happen.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths::{Graph, To, graph};
use crate::rule::look::{At, Hit, Look};
use crate::script::{Condition, Kind, Script, Segment, Then, When};
use crate::text::Text;

/// Where a segment leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    To(usize),
    End,
}

/// The ways of the script as written.
fn ways(script: &Script) -> Graph {
    graph(script, &(0..script.segments.len()).collect::<Vec<usize>>())
}

/// Every way out of every segment of the main way. What happens after no clear answer is not counted where nobody
/// wrote it: a question that only leads back to itself is a mistake all the same.
fn exits(graph: &Graph, segments: usize) -> Vec<BTreeSet<Exit>> {
    let mut exits = vec![BTreeSet::new(); segments];
    for node in &graph.nodes {
        let skip = node.only_if.is_some().then_some(&node.skip);
        let leads = node.branches.iter().map(|branch| &branch.to).chain(skip);
        let out = leads.filter_map(|to| exit(graph, node.segment, to));
        if let Some(exits) = exits.get_mut(node.segment) {
            exits.extend(out);
        }
    }
    exits
}

/// Where a way leads; `None` where it goes on within the segment's own list of questions.
fn exit(graph: &Graph, own: usize, to: &To) -> Option<Exit> {
    let To::Node(at) = to else { return Some(Exit::End) };
    match graph.nodes.get(*at) {
        None => Some(Exit::End),
        Some(next) if next.segment == own && next.question.is_some() => None,
        Some(next) => Some(Exit::To(next.segment)),
    }
}

/// The segments that can be reached from these.
fn reached(exits: &[BTreeSet<Exit>], mut open: Vec<usize>) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    while let Some(at) = open.pop() {
        if seen.insert(at) {
            let ways = exits.get(at).into_iter().flatten();
            open.extend(ways.filter_map(|exit| if let Exit::To(next) = exit { Some(*next) } else { None }));
        }
    }
    seen
}

/// The segments from which the call can end.
fn ending(exits: &[BTreeSet<Exit>]) -> BTreeSet<usize> {
    let mut ending: BTreeSet<usize> = BTreeSet::new();
    loop {
        let more = |(at, ways): (usize, &BTreeSet<Exit>)| {
            let ends = ways.iter().any(|exit| match exit {
                Exit::End => true,
                Exit::To(next) => ending.contains(next),
            });
            (ends && !ending.contains(&at)).then_some(at)
        };
        let new: Vec<usize> = exits.iter().enumerate().filter_map(more).collect();
        if new.is_empty() {
            return ending;
        }
        ending.extend(new);
    }
}

pub(super) fn unreachable(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(script) = look.sheet().script() else { return Vec::new() };
    let graph = ways(script);
    let aside = graph.asides.iter().flat_map(|node| &node.branches);
    let entered = aside.filter_map(|branch| if let To::Node(at) = branch.to { graph.nodes.get(at) } else { None });
    let open = std::iter::once(0).chain(entered.map(|node| node.segment)).collect();
    let reached = reached(&exits(&graph, script.segments.len()), open);
    let lost = (0..script.segments.len()).filter(|at| !reached.contains(at));
    lost.map(|at| Hit::at(At::Part(0, at))).collect()
}

/// A segment all of whose ways lead back to itself.
pub(super) fn dead_end(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(script) = look.sheet().script() else { return Vec::new() };
    let exits = exits(&ways(script), script.segments.len());
    let stuck = exits
        .iter()
        .enumerate()
        .filter(|(at, ways)| !ways.is_empty() && ways.iter().all(|exit| *exit == Exit::To(*at)));
    stuck.map(|(at, _)| Hit::at(At::Part(0, at))).collect()
}

/// Segments that lead to each other and never out: one finding for each such ring.
pub(super) fn endless(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(script) = look.sheet().script() else { return Vec::new() };
    let exits = exits(&ways(script), script.segments.len());
    let ending = ending(&exits);
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let mut found = Vec::new();
    for at in (0..exits.len()).filter(|at| !ending.contains(at)) {
        let ways = exits.get(at).into_iter().flatten();
        let onward: Vec<usize> =
            ways.filter_map(|exit| if let Exit::To(next) = exit { Some(*next) } else { None }).collect();
        let ring = reached(&exits, onward.clone());
        let alone = onward.iter().all(|next| *next == at);
        if ring.contains(&at) && !alone && !told.contains(&at) {
            told.extend(&ring);
            found.push(Hit::at(At::Part(0, at)));
        }
    }
    found
}

/// Every way out that is written in a segment.
fn thens(segment: &Segment) -> impl Iterator<Item = &Then> {
    let picks = segment.choice.iter().flat_map(|choice| choice.options.iter().filter_map(|pick| pick.then.as_ref()));
    let own = segment.then.iter().chain(segment.all_answers().filter_map(|answer| answer.then.as_ref())).chain(picks);
    own.flat_map(|then| {
        let otherwise = if let Then::AskAgain { otherwise: Some(inner), .. } = then { Some(&**inner) } else { None };
        std::iter::once(then).chain(otherwise)
    })
}

/// Every outcome that some way ends as.
fn ends(script: &Script) -> Vec<&Text> {
    let all = script.all_segments().flat_map(thens);
    all.filter_map(|then| if let Then::EndAs(outcome) = then { Some(outcome) } else { None }).collect()
}

pub(super) fn unused_outcome(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(script) = look.sheet().script() else { return Vec::new() };
    let used: BTreeSet<&str> = ends(script).iter().map(|outcome| outcome.value.as_str()).collect();
    let tested =
        |name: &str| script.tests.iter().any(|test| test.ends_as.as_ref().is_some_and(|end| end.value == name));
    // Another file that is used may end as any of them.
    let leaves = script.all_segments().flat_map(thens).any(|then| matches!(then, Then::Use { .. }));
    let open = script
        .outcomes
        .iter()
        .filter(|outcome| !used.contains(outcome.name.value.as_str()) && !leaves && !tested(&outcome.name.value));
    open.map(|outcome| Hit { found: Some(outcome.name.value.clone()), ..Hit::at(At::Place(outcome.name.place)) })
        .collect()
}

pub(super) fn unknown_outcome(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(script) = look.sheet().script().filter(|script| !script.outcomes.is_empty()) else { return Vec::new() };
    let known: BTreeSet<&str> = script.outcomes.iter().map(|outcome| outcome.name.value.as_str()).collect();
    let unknown = ends(script).into_iter().filter(|outcome| !known.contains(outcome.value.as_str()));
    unknown.map(|outcome| Hit { found: Some(outcome.value.clone()), ..Hit::at(At::Place(outcome.place)) }).collect()
}

/// Something personal with no identity check in front of it.
pub(super) fn private(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(script) = look.sheet().script() else { return Vec::new() };
    let checked = script.segments.iter().position(|segment| segment.kind() == Some(Kind::Verify));
    let is_private = |segment: &Segment| segment.private.as_ref().is_some_and(|said| said.value && !said.is_guess());
    let early = script
        .segments
        .iter()
        .enumerate()
        .filter(|(at, segment)| is_private(segment) && checked.is_none_or(|verify| *at < verify));
    early.map(|(at, _)| Hit::at(At::Part(0, at))).collect()
}

pub(super) fn no_clear_answer(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(script) = look.sheet().script() else { return Vec::new() };
    let matters = |segment: &Segment| match segment.kind() {
        Some(Kind::Verify | Kind::SafetyCheck) => true,
        Some(Kind::LegalNotice) => segment.ask.is_some(),
        _ => false,
    };
    let open = |answers: &[crate::script::Answer]| {
        !answers.is_empty() && !answers.iter().any(crate::script::Answer::is_unclear)
    };
    let asked = script.segments.iter().enumerate().filter(|(_, segment)| {
        matters(segment)
            && (open(&segment.answers) || segment.ask_in_order.iter().any(|question| open(&question.answers)))
    });
    asked.map(|(at, _)| Hit::at(At::Part(0, at))).collect()
}

pub(super) fn always_true(look: &Look<'_, '_>) -> Vec<Hit> {
    decided(look, true)
}

pub(super) fn always_false(look: &Look<'_, '_>) -> Vec<Hit> {
    decided(look, false)
}

/// The most combinations of values that are tried.
const TRIED: usize = 4096;

/// Segments whose condition has the same answer whatever is filled in.
fn decided(look: &Look<'_, '_>, answer: bool) -> Vec<Hit> {
    let Some(script) = look.sheet().script() else { return Vec::new() };
    let mut found = Vec::new();
    for (branch, branch_parts) in look.sheet().branches.iter().enumerate() {
        for (at, part) in branch_parts.parts.iter().enumerate() {
            let Some(When { condition, text }) = part.segment.and_then(|segment| segment.only_if.as_ref()) else {
                continue;
            };
            if is_always(script, condition, answer) {
                let other = Some(At::Part(branch, at));
                found.push(Hit { other, found: Some(text.value.clone()), ..Hit::at(At::Part(branch, at)) });
            }
        }
    }
    found
}

fn is_always(script: &Script, condition: &Condition, answer: bool) -> bool {
    let names: BTreeSet<&str> = condition.names().into_iter().collect();
    let domains: BTreeMap<&str, Vec<String>> =
        names.iter().map(|name| (*name, domain(script, name, condition))).collect();
    let total = domains
        .values()
        .try_fold(1_usize, |total, domain| total.checked_mul(domain.len()).filter(|total| *total <= TRIED));
    let Some(total) = total.filter(|total| *total > 0) else { return false };
    (0..total).all(|mut number| {
        let mut values: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, domain) in &domains {
            if let Some(value) = domain.get(number % domain.len()) {
                values.insert(*name, value);
            }
            number /= domain.len();
        }
        condition.holds(&|name| values.get(name).copied()) == Some(answer)
    })
}

/// Every value that a name can have, as far as that can be told: at least those that matter here.
fn domain(script: &Script, name: &str, condition: &Condition) -> Vec<String> {
    const OTHER: &str = "\u{1}something else";
    let blank = script.blank(name);
    if let Some(blank) = blank.filter(|blank| !blank.allowed.is_empty()) {
        let mut values: Vec<String> = blank.allowed.iter().map(|text| text.value.clone()).collect();
        if blank.optional {
            values.push(String::new());
        }
        return values;
    }
    let mut values = vec![OTHER.to_string(), String::new()];
    condition.mentions(name, &mut values);
    if let Some((_, segment)) = script.find(name).filter(|(_, segment)| !segment.answers.is_empty()) {
        values = segment.answers.iter().flat_map(|answer| &answer.hear).map(|text| text.value.clone()).collect();
        values.push(OTHER.to_string());
    }
    values
}
