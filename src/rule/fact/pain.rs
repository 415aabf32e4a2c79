//! Pains: where they stand, and what eases them.

use crate::rule::look::{At, Hit, Look};
use crate::rule::sheet::Part;
use crate::script::{Kind, Segment, same};

fn main<'s, 'r>(look: &Look<'s, 'r>) -> &'s [Part<'r>] {
    look.sheet().branches.first().map_or(&[], |branch| branch.parts.as_slice())
}

/// Kinds whose pain comes with the work and is not told as news.
fn is_routine(segment: &Segment) -> bool {
    use Kind::{Closing, Hold, LegalNotice, SafetyCheck, SafetyNet, Transfer, Verify};
    matches!(segment.kind(), Some(Verify | LegalNotice | SafetyCheck | SafetyNet | Hold | Transfer | Closing))
}

/// A small duty, such as a routine question or a thing to bring: not worth moving next to bad news.
fn is_chore(segment: &Segment) -> bool {
    use Kind::{Action, Choice, Coaching, NextSteps, Question, Recap, Survey};
    let duty = matches!(segment.kind(), Some(Action | Choice | Coaching | NextSteps | Question | Recap | Survey));
    duty && segment.valence() > -2.0
}

/// Pain that is told, and neither comes with the work nor is a small duty.
fn is_news(segment: &Segment) -> bool {
    segment.valence() < 0.0 && !is_routine(segment) && !is_chore(segment)
}

/// After so many seconds of other things a pain is felt as a new one.
const APART: f64 = 60.0;

/// Stretches of painful segments, as numbers of their first and last; something pleasant ends one, and so does a
/// minute of other things.
pub(crate) fn runs(parts: &[Part<'_>]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut open_until = None;
    for (at, part) in parts.iter().enumerate() {
        let Some(segment) = part.segment else { continue };
        if is_news(segment) {
            match runs.last_mut().filter(|_| open_until.is_some_and(|until| part.starts <= until)) {
                Some(run) => run.1 = at,
                None => runs.push((at, at)),
            }
            open_until = Some(part.starts + part.takes + APART);
        } else if segment.valence() > 0.0 && segment.kind() != Some(Kind::Empathy) {
            open_until = None;
        }
    }
    runs
}

/// Three stretches of pain, or two of clear pain.
pub(super) fn scattered(look: &Look<'_, '_>) -> Vec<Hit> {
    let parts = main(look);
    let runs = runs(parts);
    let clear = |run: &(usize, usize)| {
        parts
            .get(run.0..=run.1)
            .is_some_and(|parts| parts.iter().any(|part| part.segment.is_some_and(|segment| segment.valence() <= -2.0)))
    };
    if runs.len() < 3 && runs.iter().filter(|run| clear(run)).count() < 2 {
        return Vec::new();
    }
    let Some(((first, _), later)) = runs.split_first() else { return Vec::new() };
    later.iter().map(|run| Hit { other: Some(At::Part(0, *first)), ..Hit::at(At::Part(0, run.0)) }).take(1).collect()
}

/// The first two small pains that follow one another, where they come in the second half of the call.
pub(super) fn late(look: &Look<'_, '_>) -> Vec<Hit> {
    let parts = main(look);
    let half = parts.last().map_or(0.0, |last| (last.starts + last.takes) / 2.0);
    let hurt = |part: &Part<'_>| part.segment.filter(|segment| is_news(segment)).map(Segment::valence);
    let pair = parts.iter().zip(parts.iter().skip(1)).enumerate().find_map(|(at, (one, next))| {
        let (one, next) = (hurt(one)?, hurt(next)?);
        Some((at, one.min(next)))
    });
    let late = |at: &usize| parts.get(*at).is_some_and(|part| part.starts >= half);
    pair.filter(|(at, worst)| *worst > -2.0 && late(at)).map(|(at, _)| Hit::at(At::Part(0, at))).into_iter().collect()
}

/// Pain about one topic told in two places.
pub(super) fn split(look: &Look<'_, '_>) -> Vec<Hit> {
    let parts = main(look);
    let topic =
        |part: &Part<'_>| part.segment.and_then(|segment| segment.topic.as_ref()).map(|topic| topic.value.clone());
    let painful = |part: &Part<'_>| part.segment.is_some_and(|segment| segment.valence() < 0.0 && !is_chore(segment));
    let joins = |part: &Part<'_>| {
        part.segment.is_some_and(|segment| {
            matches!(segment.kind(), Some(Kind::Empathy | Kind::Signpost))
                || segment.valence() < 0.0
                || is_routine(segment)
        })
    };
    let mut found = Vec::new();
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| painful(part)) {
        let Some(own) = topic(part) else { continue };
        let is_own = |other: &Part<'_>| topic(other).is_some_and(|other| same(&other, &own));
        let Some(before) = parts.iter().take(at).rposition(|other| painful(other) && is_own(other)) else { continue };
        let between = parts.get(before + 1..at).unwrap_or(&[]);
        if between.iter().any(|other| !is_own(other) && !joins(other)) {
            found.push(Hit { other: Some(At::Part(0, before)), ..Hit::at(At::Part(0, at)) });
        }
    }
    found
}

/// A painful segment after which nothing helps and nothing is pleasant.
pub(super) fn not_eased(look: &Look<'_, '_>) -> Vec<Hit> {
    let parts = main(look);
    let eases = |part: &Part<'_>, id: &str| {
        part.segment.is_some_and(|segment| {
            // An unwritten feeling may be a pleasant one.
            segment.feels.is_none() && segment.kind() != Some(Kind::Closing)
                || segment.valence() > 0.0
                || segment.helps_with.iter().any(|helped| helped.value == id)
        })
    };
    let mut found = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let Some(segment) = part.segment.filter(|segment| segment.valence() <= -2.0 && !is_routine(segment)) else {
            continue;
        };
        if !parts.iter().skip(at + 1).any(|later| eases(later, &segment.id)) {
            found.push(Hit::at(At::Part(0, at)));
        }
    }
    found
}
