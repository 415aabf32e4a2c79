//! What ties a segment to its call, and where a call has room for one of another.

use std::ops::Range;

use crate::script::{FixedPlace, Part, Script, Segment, Then};
use crate::series::changes::is_about;
use crate::series::given::asked_in;
use crate::series::model::{Call, Series};
use crate::text::Text;

/// Why a segment that is to move has to stay where it is, in the author's words; `None` where it may move.
pub(in crate::series) fn stays(series: &Series, call: &Call, script: &Script, at: usize) -> Option<String> {
    let segment = script.segments.get(at)?;
    let reasons = [
        (call.turn.is_some(), "its call takes place several times"),
        (!is_body(segment) || !body(script).contains(&at), "it belongs to the beginning or the end of its call"),
        (segment.block.is_some(), "it comes with a shared block (include)"),
        (segment.has_own_place(), "it has a place or a neighbour of its own in its call"),
        (segment.only_if.is_some(), "it is only said under a condition (only_if)"),
        (goes(segment).next().is_some(), "its answers lead on to other parts (then)"),
        (
            !asked_in(segment).is_empty() || !segment.ask_in_order.is_empty(),
            "it asks for something that its call needs",
        ),
        (leads_past(script, at.saturating_sub(1), at + 1), "an answer in its call leads past it (then)"),
    ];
    let own = reasons.into_iter().find(|(holds, _)| *holds).map(|(_, reason)| reason.to_string());
    let change = || series.changes.iter().find(|change| is_about(segment, change));
    own.or_else(|| change().map(|change| format!("it is about {}, which changes step by step", change.name())))
        .or_else(|| named_by(script, segment))
}

/// Another segment of the call that names it.
fn named_by(script: &Script, segment: &Segment) -> Option<String> {
    let is_it = |name: &Text| name.value.trim() == segment.id;
    let names = |other: &&Segment| {
        other.next_to.iter().chain(&other.after).chain(&other.before).any(is_it)
            || goes(other).any(|then| target(then).is_some_and(is_it))
    };
    script.all_segments().find(names).map(|by| format!("“{}” names it", by.name()))
}

/// Every way that leads on from a segment.
fn goes(segment: &Segment) -> impl Iterator<Item = &Then> {
    let picks = segment.choice.iter().flat_map(|choice| &choice.options).filter_map(|pick| pick.then.as_ref());
    let answers = segment.all_answers().filter_map(|answer| answer.then.as_ref());
    segment.then.iter().chain(answers).chain(picks)
}

/// The segment that a way leads to.
fn target(then: &Then) -> Option<&Text> {
    match then {
        Then::GoTo(id) => Some(id),
        Then::AskAgain { otherwise: Some(otherwise), .. } => target(otherwise),
        _ => None,
    }
}

/// Whether an answer leads from one of these segments, or one before, to the other or one behind; or back.
fn leads_past(script: &Script, first: usize, then: usize) -> bool {
    script.segments.iter().enumerate().any(|(at, segment)| {
        let ends = goes(segment).filter_map(|then| script.find(target(then)?.value.trim())).map(|(to, _)| to);
        ends.into_iter().any(|to| at.min(to) <= first && then <= at.max(to))
    })
}

/// The segments between the beginning of a call and its end; never its first or its last one.
pub(super) fn body(script: &Script) -> Range<usize> {
    let is = |segment: &Segment, part: Part, place: FixedPlace| {
        segment.kind().is_some_and(|kind| kind.part() == part)
            || segment.fixed_place.iter().any(|(fixed, _)| *fixed == place)
    };
    let head = |segment: &Segment| is(segment, Part::Head, FixedPlace::First) || segment.starts_within.is_some();
    // Summing up and goodbye come after all that is said: the first of them begins the end.
    let tail = |segment: &Segment| is(segment, Part::Tail, FixedPlace::Last);
    let behind = script.segments.iter().rposition(head).map_or(0, |at| at + 1);
    let before = script.segments.iter().skip(behind).position(tail).map_or(usize::MAX, |at| behind + at);
    behind.max(1)..before.min(script.segments.len().saturating_sub(1))
}

fn is_body(segment: &Segment) -> bool {
    segment.kind().is_none_or(|kind| kind.part() == Part::Body)
}

/// Whether something of another call may be said between two segments: behind the beginning of the call and before its
/// end, and not where segments stand together or an answer leads past.
pub(super) fn opens(script: &Script, first: usize, then: usize) -> bool {
    let (Some(a), Some(b)) = (script.segments.get(first), script.segments.get(then)) else { return false };
    let is = |name: Option<&Text>, other: &Segment| name.is_some_and(|name| name.value.trim() == other.id);
    let together = a.block.is_some() && a.block == b.block || is(b.next_to.as_ref(), a) || is(a.next_to.as_ref(), b);
    let body = body(script);
    first + 1 >= body.start && then <= body.end && !together && !leads_past(script, first, then)
}
