//! What code finds in a planned series and rules name: habits, shape, voice, what is passed on, days, the finale.

mod content;
mod days;
mod finale;
mod habits;
mod passing;
mod shape;

use super::model::{Call, Series};
use super::plan::Plan;
use crate::script::Script;
use crate::source::Place;

/// What a fact may see.
#[derive(Clone, Copy)]
pub(super) struct Look<'s> {
    pub(super) series: &'s Series,
    pub(super) plan: &'s Plan,
    /// The limit that the rule gives.
    pub(super) limit: Option<f64>,
}

/// Something that a fact found; the words are for `{call}`, `{found}`, `{other}`, `{value}` and `{limit}`.
#[derive(Debug, Clone, Default)]
pub(super) struct Hit {
    pub(super) place: Place,
    pub(super) call: String,
    pub(super) found: String,
    pub(super) other: String,
    pub(super) value: Option<f64>,
    pub(super) related: Option<Place>,
}

/// Finds something.
pub(super) type Find = fn(&Look<'_>) -> Vec<Hit>;

/// Every fact by its name in packs.
pub(super) static FACTS: &[(&str, Find)] = &[
    ("two-changes-at-once", habits::two_at_once),
    ("change-overlaps", habits::overlaps),
    ("change-not-reviewed", habits::not_reviewed),
    ("change-not-in-call", habits::not_in_call),
    ("change-without-alternative", habits::without_alternative),
    ("change-in-one-step", habits::in_one_step),
    ("goals-unsaid", habits::goals_unsaid),
    ("shape-broken", shape::broken),
    ("greeting-differs", shape::greeting),
    ("closing-differs", shape::closing),
    ("voice-not-kept", shape::voice),
    ("other-hour", days::other_hour),
    ("asked-twice", passing::asked_twice),
    ("not-passed-on", passing::not_passed_on),
    ("passes-on-nothing", passing::passes_on_nothing),
    ("nobody-answers-unsaid", days::nobody_answers),
    ("no-day", days::no_day),
    ("outside-law-hours", days::outside_law),
    ("too-many-tries", days::too_many_tries),
    ("worse-order", days::worse_order),
    ("late-pain", content::late_pain),
    ("weak-ending", finale::weak),
    ("finale-without-praise", finale::without_praise),
    ("finale-without-review", finale::without_review),
    ("finale-without-summary", finale::without_summary),
    ("finale-not-filled", finale::not_filled),
];

impl<'s> Look<'s> {
    /// The call of a turn.
    fn call(&self, turn: usize) -> Option<&'s Call> {
        self.series.calls.get(*self.plan.ordered.order.get(turn)?)
    }

    /// The calls in the order they are made.
    fn calls(&self) -> impl Iterator<Item = (usize, &'s Call)> + '_ {
        let order = self.plan.ordered.order.iter();
        order.enumerate().filter_map(|(turn, &at)| Some((turn, self.series.calls.get(at)?)))
    }

    /// The last call with its script; nothing in a series of one call, which is no series.
    fn last(&self) -> Option<(&'s Call, &'s Script)> {
        let turn = self.plan.ordered.order.len().checked_sub(1).filter(|turn| *turn > 0)?;
        let call = self.call(turn)?;
        Some((call, self.series.script(call)?))
    }

    /// Findings of a call that takes place several times are told of its first time only.
    fn first_time(call: &Call) -> bool {
        call.turn.is_none_or(|(turn, _)| turn == 1)
    }
}

impl Hit {
    fn of(call: &Call) -> Self {
        Self { place: call.place, call: call.name(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_know_every_fact_and_no_other() {
        let known: Vec<&str> = crate::rule::SERIES_FACTS.iter().map(|fact| fact.name).collect();
        let found: Vec<&str> = FACTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(known, found);
    }
}
