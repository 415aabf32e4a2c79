//! Habits that change: one at a time, step by step, beside an alternative, each reviewed before the next begins.

use std::collections::BTreeSet;

use super::{Hit, Look};
use crate::series::changes::{Part, asking, reviewing};
use crate::series::model::Change;

/// The changes that begin in a turn: planned for it, or asked for in its script and in none before.
fn begins(look: &Look<'_>) -> Vec<BTreeSet<usize>> {
    let mut known: BTreeSet<usize> = BTreeSet::new();
    let mut all = Vec::new();
    for (turn, call) in look.calls() {
        let planned = look.plan.changes.iter().filter(|one| one.turn == turn && one.part == Part::Begins);
        let mut new: BTreeSet<usize> = planned.map(|one| one.change).collect();
        if let Some(script) = look.series.script(call) {
            let asked = (0..).zip(&look.series.changes).filter(|(_, change)| !asking(script, change).is_empty());
            new.extend(asked.map(|(number, _): (usize, &Change)| number));
        }
        new.retain(|number| !known.contains(number));
        known.extend(&new);
        all.push(new);
    }
    all
}

fn name(look: &Look<'_>, change: usize) -> String {
    look.series.changes.get(change).map_or_else(String::new, |change| change.name().to_string())
}

pub(super) fn two_at_once(look: &Look<'_>) -> Vec<Hit> {
    let many = |(turn, new): (usize, BTreeSet<usize>)| {
        let names: Vec<String> = new.iter().map(|&change| name(look, change)).collect();
        let (last, first) = names.split_last().filter(|(_, first)| !first.is_empty())?;
        let call = look.call(turn)?;
        Some(Hit { found: first.join(", "), other: last.clone(), ..Hit::of(call) })
    };
    begins(look).into_iter().enumerate().filter_map(many).collect()
}

/// A change that begins although another was not yet reviewed, or before it is reviewed in the same call.
pub(super) fn overlaps(look: &Look<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for one in look.plan.changes.iter().filter(|one| one.part == Part::Begins) {
        let open = look.plan.changes.iter().filter(|other| {
            other.change != one.change
                && other.part == Part::Reviews
                && other.turn > one.turn
                && began(look, other.change) < one.turn
        });
        let Some(call) = look.call(one.turn) else { continue };
        if let Some(other) = open.map(|other| other.change).next() {
            hits.push(Hit { found: name(look, one.change), other: name(look, other), ..Hit::of(call) });
            continue;
        }
        hits.extend(too_early_in_call(look, one.turn, one.change));
    }
    hits
}

fn began(look: &Look<'_>, change: usize) -> usize {
    let mut turns = look.plan.changes.iter().filter(|one| one.change == change && one.part == Part::Begins);
    turns.next().map_or(usize::MAX, |one| one.turn)
}

/// In one call the old change is reviewed first, then the new one begins.
fn too_early_in_call(look: &Look<'_>, turn: usize, change: usize) -> Option<Hit> {
    let call = look.call(turn)?;
    let script = look.series.script(call)?;
    let begin = *asking(script, look.series.changes.get(change)?).first()?;
    let reviewed = look.plan.changes.iter().filter(|one| one.turn == turn && one.part == Part::Reviews);
    let late = |number: usize| {
        let first = *reviewing(script, look.series.changes.get(number)?).first()?;
        (first > begin).then_some(number)
    };
    let other = reviewed.map(|one| one.change).find_map(late)?;
    let place =
        script.segments.get(begin).map_or(call.place, |segment| look.series.place_in(call, segment.place.before()));
    Some(Hit { found: name(look, change), other: name(look, other), place, ..Hit::of(call) })
}

pub(super) fn not_reviewed(look: &Look<'_>) -> Vec<Hit> {
    let turns = look.plan.ordered.order.len();
    let mut hits = Vec::new();
    for one in look.plan.changes.iter().filter(|one| one.part != Part::Reviews) {
        let Some(change) = look.series.changes.get(one.change) else { continue };
        let Some(call) = look.call(one.turn) else { continue };
        let Some(next) = look.call(one.turn + 1) else {
            let after = Hit { found: change.name().to_string(), other: call.name(), ..Hit::of(call) };
            hits.extend((one.turn + 1 == turns).then_some(after));
            continue;
        };
        let Some(script) = look.series.script(next) else { continue };
        if reviewing(script, change).is_empty() {
            hits.push(Hit {
                found: change.name().to_string(),
                other: call.name(),
                related: Some(call.place),
                ..Hit::of(next)
            });
        }
    }
    // A call that takes place several times is told once for each change.
    let mut seen = BTreeSet::new();
    hits.retain(|hit| seen.insert((hit.place, hit.found.clone())));
    hits
}

pub(super) fn not_in_call(look: &Look<'_>) -> Vec<Hit> {
    let silent = |one: &&crate::series::changes::ChangeTurn| -> Option<Hit> {
        let (call, change) = (look.call(one.turn)?, look.series.changes.get(one.change)?);
        let script = look.series.script(call)?;
        let other = change.id.value.trim().to_string();
        asking(script, change).is_empty().then(|| Hit { found: change.name().to_string(), other, ..Hit::of(call) })
    };
    look.plan.changes.iter().filter(|one| one.part == Part::Begins).filter_map(|one| silent(&one)).collect()
}

fn of_change(change: &Change) -> Hit {
    Hit { place: change.id.place, found: change.name().to_string(), ..Hit::default() }
}

pub(super) fn without_alternative(look: &Look<'_>) -> Vec<Hit> {
    let compared = |change: &Change| {
        let scripts = look.series.scripts.iter().filter_map(|script| script.reading.script.as_ref());
        let mut segments = scripts.flat_map(|script| {
            asking(script, change).into_iter().filter_map(|at| script.segments.get(at)).collect::<Vec<_>>()
        });
        change.compared_with.is_some() || segments.any(|segment| segment.compared_with.is_some())
    };
    look.series.changes.iter().filter(|change| !compared(change)).map(of_change).collect()
}

pub(super) fn in_one_step(look: &Look<'_>) -> Vec<Hit> {
    look.series.changes.iter().filter(|change| change.steps.len() < 2).map(of_change).collect()
}

pub(super) fn goals_unsaid(look: &Look<'_>) -> Vec<Hit> {
    let first = look.series.changes.first().filter(|_| look.series.goals.is_empty());
    first.map(of_change).into_iter().collect()
}
