//! The last call: it celebrates what was reached, reviews the goals and sums up.

use std::collections::BTreeSet;

use super::{Hit, Look};
use crate::experience::NO_EVIDENCE;
use crate::script::{Kind, Script, Segment};
use crate::series::changes::is_about;
use crate::series::given::{given, said};
use crate::series::shape;

/// How pleasant praise feels at least: pleasant.
const PRAISE: f64 = 2.0;

pub(super) fn weak(look: &Look<'_>) -> Vec<Hit> {
    let ordered = &look.plan.ordered;
    let felt: Vec<f64> = ordered
        .order
        .iter()
        .filter_map(|&call| ordered.felt.get(call))
        .filter(|felt| felt.known.contains(&true))
        .map(|felt| felt.experience.total)
        .collect();
    let Some((last, others)) = felt.split_last().filter(|(_, others)| !others.is_empty()) else { return Vec::new() };
    let average = others.iter().sum::<f64>() / others.len() as f64;
    let hit = look.last().filter(|_| *last < average - NO_EVIDENCE).map(|(call, _)| Hit {
        value: Some(*last),
        other: format!("{average:.2}"),
        ..Hit::of(call)
    });
    hit.into_iter().collect()
}

fn told(look: &Look<'_>, fits: impl Fn(&Script) -> bool) -> Vec<Hit> {
    look.last().filter(|(_, script)| !fits(script)).map(|(call, _)| Hit::of(call)).into_iter().collect()
}

/// Celebrating is a part, other than hello and goodbye, that feels pleasant and says something of the person's own.
pub(super) fn without_praise(look: &Look<'_>) -> Vec<Hit> {
    let praises = |segment: &Segment| {
        let kind = segment.kind();
        let other =
            matches!(kind, Some(Kind::Opening | Kind::Closing | Kind::Verify | Kind::LegalNotice | Kind::Survey));
        segment.valence() >= PRAISE && !other
    };
    told(look, |script| script.segments.iter().any(praises))
}

/// The goals are reviewed where a part has the topic `goals`, or is about a change, or says most words of a goal.
pub(super) fn without_review(look: &Look<'_>) -> Vec<Hit> {
    let Some((call, script)) = look.last() else { return Vec::new() };
    let missed: Vec<&str> = look
        .series
        .goals
        .iter()
        .map(|goal| goal.value.trim())
        .filter(|goal| !script.segments.iter().any(|segment| reviews(look, segment, goal)))
        .collect();
    if missed.is_empty() { Vec::new() } else { vec![Hit { found: missed.join("; "), ..Hit::of(call) }] }
}

fn reviews(look: &Look<'_>, segment: &Segment, goal: &str) -> bool {
    if matches!(segment.kind(), Some(Kind::Opening | Kind::Closing)) {
        return false;
    }
    let topic = segment.topic.as_ref().map(|topic| topic.value.trim().to_lowercase());
    if topic.is_some_and(|topic| matches!(topic.as_str(), "goals" | "goal" | "目标")) {
        return true;
    }
    let wanted: BTreeSet<String> =
        shape::words(goal).into_iter().filter(|word| word.chars().count() > 3 || !word.is_ascii()).collect();
    let about = look.series.changes.iter().any(|change| {
        is_about(segment, change)
            && shape::words(change.id.value.trim()).iter().any(|word| goal.to_lowercase().contains(word.as_str()))
    });
    let spoken: BTreeSet<String> = segment
        .spoken()
        .filter_map(|words| words.text(&look.series.language))
        .flat_map(|text| shape::words(&text.value))
        .collect();
    about || !wanted.is_empty() && 2 * wanted.intersection(&spoken).count() >= wanted.len()
}

pub(super) fn without_summary(look: &Look<'_>) -> Vec<Hit> {
    told(look, |script| script.segments.iter().any(|segment| segment.kind() == Some(Kind::Recap)))
}

/// What worked is summed up in the person's own words: the last call says something that an earlier one was told.
pub(super) fn not_filled(look: &Look<'_>) -> Vec<Hit> {
    let order = &look.plan.ordered.order;
    let given = given(look.series, order, order.len().saturating_sub(1));
    let says = |script: &Script| {
        let said = said(script);
        given.iter().any(|given| said.iter().any(|(name, _)| *name == given.blank))
    };
    told(look, says)
}
