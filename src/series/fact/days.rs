//! Days, hours and the order of the calls.

use std::collections::BTreeMap;

use jiff::civil::Time;

use super::{Hit, Look};
use crate::experience::NO_EVIDENCE;
use crate::series::calendar::days_between;
use crate::series::model::Call;
use crate::series::show::{clock, words};

pub(super) fn no_day(look: &Look<'_>) -> Vec<Hit> {
    let words = words(&look.series.language);
    let hit = |dated: &crate::series::dates::Dated| {
        let call = look.series.calls.get(dated.call).filter(|_| dated.outside())?;
        let window = match dated.bounds.earliest == dated.bounds.latest {
            true => words.date(dated.bounds.earliest),
            false => format!("{} – {}", words.short_date(dated.bounds.earliest), words.date(dated.bounds.latest)),
        };
        let place = call.when.as_ref().map_or(call.place, |when| when.place);
        Some(Hit { place, found: window, other: words.date(dated.date), ..Hit::of(call) })
    };
    look.plan.dated.iter().filter_map(hit).collect()
}

pub(super) fn outside_law(look: &Look<'_>) -> Vec<Hit> {
    let Some(law) = &look.plan.law else { return Vec::new() };
    let hours = format!("{} – {}", clock(law.hours.from), clock(law.hours.to));
    let none =
        look.plan.dated.iter().filter(|dated| dated.no_hour).filter_map(|dated| look.series.calls.get(dated.call));
    none.map(|call| Hit { found: hours.clone(), other: law.source.clone(), ..Hit::of(call) }).collect()
}

pub(super) fn other_hour(look: &Look<'_>) -> Vec<Hit> {
    let Some((hour, place)) = look.series.keep.hour else { return Vec::new() };
    let mut times: BTreeMap<Time, Vec<&Call>> = BTreeMap::new();
    for dated in look.plan.dated.iter().filter(|dated| dated.other_hour) {
        times.entry(dated.time).or_default().extend(look.series.calls.get(dated.call));
    }
    let hit = |(time, calls): (Time, Vec<&Call>)| Hit {
        place,
        call: names(look, &calls),
        found: clock(hour),
        other: clock(time),
        ..Hit::default()
    };
    times.into_iter().map(hit).collect()
}

pub(super) fn nobody_answers(look: &Look<'_>) -> Vec<Hit> {
    let unsaid: Vec<&Call> = look.series.calls.iter().filter(|call| call.if_nobody_answers.is_none()).collect();
    let first = unsaid.first().map(|call| Hit { call: names(look, &unsaid), ..Hit::of(call) });
    first.into_iter().collect()
}

/// The names of some calls, each once, and not more than a line holds.
fn names(look: &Look<'_>, calls: &[&Call]) -> String {
    const SHOWN: usize = 4;
    let words = words(&look.series.language);
    let mut names: Vec<String> = calls
        .iter()
        .map(|call| call.title.as_ref().map_or_else(|| call.name(), |title| title.value.trim().to_string()))
        .collect();
    names.dedup();
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    let names = names.join(words.quoted_comma());
    if more > 0 { format!("{names}{}… +{more}", words.quoted_comma()) } else { names }
}

/// The first try from which on there are more in so many days than the law allows.
pub(super) fn too_many_tries(look: &Look<'_>) -> Vec<Hit> {
    let Some((most, days, law)) = look.plan.law.as_ref().and_then(|law| law.most.map(|(most, days)| (most, days, law)))
    else {
        return Vec::new();
    };
    let mut tries: Vec<_> =
        look.plan.dated.iter().flat_map(|dated| dated.tries.iter().map(|(day, _)| (*day, dated.call))).collect();
    tries.sort();
    let crowded = tries.iter().find_map(|(day, call)| {
        let count = tries.iter().filter(|(other, _)| (0..days).contains(&days_between(*day, *other))).count();
        (count > most as usize).then_some((count, *call))
    });
    let hit = crowded.and_then(|(count, call)| {
        let call = look.series.calls.get(call)?;
        let found = words(&look.series.language).days(days);
        Some(Hit { found, other: format!("{most} ({})", law.source), value: Some(count as f64), ..Hit::of(call) })
    });
    hit.into_iter().collect()
}

pub(super) fn worse_order(look: &Look<'_>) -> Vec<Hit> {
    let ordered = &look.plan.ordered;
    let gain = ordered.after.total - ordered.before.total;
    let turned = ordered.best.windows(2).any(|pair| matches!(pair, [a, b] if a > b));
    if !turned || !ordered.written_fits || gain < look.limit.unwrap_or(NO_EVIDENCE) {
        return Vec::new();
    }
    let names: Vec<&str> = ordered.best.iter().filter_map(|&at| Some(look.series.calls.get(at)?.id.as_str())).collect();
    vec![Hit { place: look.series.calls_place, other: names.join(", "), value: Some(gain), ..Hit::default() }]
}
