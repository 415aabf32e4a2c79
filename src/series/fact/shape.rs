//! The same shape and the same voice in every call.

use super::{Hit, Look};
use crate::series::model::SameAgent;
use crate::series::shape::{self, End};
use crate::series::show::words;

/// A call is told where less of its shape than this is shared, if the rule says nothing else.
const ALIKE: f64 = 0.5;

/// A call is told where it shares less than this of the words it should begin or end with.
const SAME_WORDS: f64 = 0.6;

pub(super) fn broken(look: &Look<'_>) -> Vec<Hit> {
    let shape = shape::shape(look.series);
    let limit = look.limit.unwrap_or(ALIKE);
    let usual = shape.usual.and_then(|at| look.series.calls.get(at));
    let hit = |alike: &shape::Alike| {
        let call = look.series.calls.get(alike.call)?;
        let breaks = alike.likeness < limit && call.differs_because.is_none() && Look::first_time(call);
        let other = usual.map_or_else(String::new, crate::series::model::Call::name);
        breaks.then(|| Hit {
            value: Some(100.0 * alike.likeness),
            other,
            related: usual.map(|call| call.place),
            ..Hit::of(call)
        })
    };
    shape.calls.iter().filter_map(hit).collect()
}

pub(super) fn greeting(look: &Look<'_>) -> Vec<Hit> {
    differing(look, End::Beginning)
}

pub(super) fn closing(look: &Look<'_>) -> Vec<Hit> {
    differing(look, End::End)
}

/// Calls that begin or end in other words than `keep` says, or than the usual call where it says nothing. The first
/// call may greet in its own way: nobody says "again" the first time. The last may part in its own.
fn differing(look: &Look<'_>, at: End) -> Vec<Hit> {
    let series = look.series;
    let spoken = |script: &crate::script::Script| match at {
        End::Beginning => shape::first_words(script, &series.language),
        End::End => shape::last_words(script, &series.language),
    };
    let written = match at {
        End::Beginning => &series.keep.greeting,
        End::End => &series.keep.closing,
    };
    let usual = shape::shape(series).usual.and_then(|at| series.calls.get(at));
    let wanted = match written {
        Some(text) => shape::words(&text.value),
        None => usual.and_then(|call| series.script(call)).map(spoken).unwrap_or_default(),
    };
    let limit = look.limit.unwrap_or(SAME_WORDS);
    let own_way = match at {
        End::Beginning => 0,
        End::End => look.plan.ordered.order.len().saturating_sub(1),
    };
    let hit = |(turn, call): (usize, &crate::series::model::Call)| {
        let said = spoken(series.script(call)?);
        let share = shape::holds(&wanted, &said, at);
        let differs = turn != own_way && share < limit && call.differs_because.is_none() && Look::first_time(call);
        let segments = &series.script(call)?.segments;
        let segment = if at == End::Beginning { segments.first() } else { segments.last() };
        let place = segment.map_or(call.place, |segment| series.place_in(call, segment.place.before()));
        let other = written.as_ref().map_or_else(
            || usual.map_or_else(String::new, |call| words(&series.language).as_call(&call.name())),
            |text| format!("“{}”", text.value.trim()),
        );
        differs.then(|| Hit { place, other, value: Some(100.0 * share), ..Hit::of(call) })
    };
    look.calls().filter_map(hit).collect()
}

pub(super) fn voice(look: &Look<'_>) -> Vec<Hit> {
    let hit = match look.series.keep.same_agent {
        Some((SameAgent::Always | SameAgent::Preferred, _)) => return Vec::new(),
        Some((SameAgent::No, place)) => Hit { place, ..Hit::default() },
        None => Hit { place: look.series.title.place, ..Hit::default() },
    };
    if look.series.calls.len() > 1 { vec![hit] } else { Vec::new() }
}
