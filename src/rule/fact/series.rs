//! What code finds in a series of calls and packs name.

/// Something that code finds in a series of calls.
#[derive(Debug, Clone, Copy)]
pub struct SeriesFact {
    /// Its name in packs.
    pub name: &'static str,
    /// What it finds.
    pub summary: &'static str,
}

/// Everything that code finds in a series of calls.
pub static SERIES_FACTS: &[SeriesFact] = &[
    SeriesFact { name: "two-changes-at-once", summary: "a call in which two new changes begin" },
    SeriesFact { name: "change-overlaps", summary: "a change that begins before the one before it was reviewed" },
    SeriesFact { name: "change-not-reviewed", summary: "a change that the next call does not ask about" },
    SeriesFact { name: "change-not-in-call", summary: "a call that says nothing of the change that begins in it" },
    SeriesFact { name: "change-without-alternative", summary: "a change that is set beside nothing less attractive" },
    SeriesFact { name: "change-in-one-step", summary: "a change that is asked for all at once" },
    SeriesFact { name: "goals-unsaid", summary: "changes without a goal that they lead to" },
    SeriesFact { name: "shape-broken", summary: "a call whose parts stand in another order than in the others" },
    SeriesFact { name: "greeting-differs", summary: "a call that begins in other words than the others" },
    SeriesFact { name: "closing-differs", summary: "a call that ends in other words than the others" },
    SeriesFact { name: "voice-not-kept", summary: "a series that does not ask for the same person in every call" },
    SeriesFact { name: "other-hour", summary: "a call that cannot be at the person's usual hour" },
    SeriesFact { name: "asked-twice", summary: "a question whose answer an earlier call passed on" },
    SeriesFact { name: "not-passed-on", summary: "a blank that only the person knows and no earlier call passes on" },
    SeriesFact { name: "passes-on-nothing", summary: "a blank that is passed on and never asked for" },
    SeriesFact { name: "nobody-answers-unsaid", summary: "a call that does not say what to do when nobody answers" },
    SeriesFact { name: "no-day", summary: "a call for which there is no day in its window" },
    SeriesFact { name: "outside-law-hours", summary: "a call for which the law leaves no hour" },
    SeriesFact { name: "too-many-tries", summary: "more tries than the law allows" },
    SeriesFact { name: "worse-order", summary: "an order of the calls clearly worse than the best permitted one" },
    SeriesFact { name: "late-pain", summary: "painful news that an earlier call could tell" },
    SeriesFact { name: "weak-ending", summary: "a last call that feels worse than the others do on average" },
    SeriesFact { name: "finale-without-praise", summary: "a last call that celebrates nothing" },
    SeriesFact { name: "finale-without-review", summary: "a last call that does not review the goals" },
    SeriesFact { name: "finale-without-summary", summary: "a last call that does not sum up" },
    SeriesFact { name: "finale-not-filled", summary: "a last call that says nothing of what earlier calls gave" },
];
