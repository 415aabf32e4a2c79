//! What is passed on from call to call, so that nobody is asked twice.

use super::{Hit, Look};
use crate::series::given::{asked, given, said, waits_for};

pub(super) fn asked_twice(look: &Look<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (turn, call) in look.calls() {
        let Some(script) = look.series.script(call) else { continue };
        // A call that takes place several times is given what its own first time learned.
        let given = given(look.series, &look.plan.ordered.order, turn);
        for name in asked(script) {
            let blank = name.value.trim();
            let again = call.asks_again.iter().any(|allowed| allowed.value.trim() == blank);
            let Some(from) = given.iter().find(|given| given.blank == blank).filter(|_| !again) else { continue };
            let Some(giver) = look.series.calls.get(from.from) else { continue };
            let place = look.series.place_in(call, name.place);
            let hit = Hit {
                place,
                found: blank.replace('_', " "),
                other: giver.name(),
                related: Some(giver.place),
                ..Hit::of(call)
            };
            if !hits.iter().any(|other: &Hit| other.place == place) {
                hits.push(hit);
            }
        }
    }
    hits
}

pub(super) fn not_passed_on(look: &Look<'_>) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for (turn, call) in look.calls() {
        let Some(script) = look.series.script(call) else { continue };
        let given = given(look.series, &look.plan.ordered.order, turn);
        for (blank, place) in waits_for(script) {
            if given.iter().any(|given| given.blank == blank) {
                continue;
            }
            let place = look.series.place_in(call, place);
            if !hits.iter().any(|hit| hit.place == place) {
                hits.push(Hit { place, found: blank, ..Hit::of(call) });
            }
        }
    }
    hits
}

pub(super) fn passes_on_nothing(look: &Look<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (_, call) in look.calls().filter(|(_, call)| Look::first_time(call)) {
        let Some(script) = look.series.script(call) else { continue };
        let asked = asked(script);
        for name in &call.passes_on {
            let blank = name.value.trim();
            let known = asked.iter().any(|asked| asked.value.trim() == blank)
                || said(script).iter().any(|(said, _)| said == blank);
            if !known {
                hits.push(Hit { place: name.place, found: blank.to_string(), ..Hit::of(call) });
            }
        }
    }
    hits
}
