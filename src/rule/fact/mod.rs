//! What code finds in a script and packs only name: ways through the call, conditions, blanks, pains.

mod blanks;
mod customer;
mod pain;
mod series;
mod talk;
mod way;

use super::look::{Hit, Look};

pub(crate) use pain::runs as pain_runs;
pub use series::{SERIES_FACTS, SeriesFact};

/// Something that code finds.
pub(crate) struct Fact {
    /// Its name in packs.
    pub name: &'static str,
    /// What it finds.
    pub summary: &'static str,
    /// Finds it.
    pub find: fn(&Look<'_, '_>) -> Vec<Hit>,
}

/// Everything that code finds.
pub(crate) static FACTS: &[Fact] = &[
    Fact { name: "unreachable", summary: "a segment to which no way through the call leads", find: way::unreachable },
    Fact { name: "dead-end", summary: "a segment from which the call cannot go on", find: way::dead_end },
    Fact { name: "endless-loop", summary: "segments that come round for ever", find: way::endless },
    Fact {
        name: "no-clear-answer-unwritten",
        summary: "a check without a line for unclear answers",
        find: way::no_clear_answer,
    },
    Fact { name: "always-true", summary: "a condition that always holds", find: way::always_true },
    Fact { name: "always-false", summary: "a condition that never holds", find: way::always_false },
    Fact { name: "unused-outcome", summary: "an outcome that no way ends as", find: way::unused_outcome },
    Fact { name: "unknown-outcome", summary: "an end that is not among the outcomes", find: way::unknown_outcome },
    Fact {
        name: "private-without-verify",
        summary: "something personal before anybody was checked",
        find: way::private,
    },
    Fact {
        name: "blank-without-if-missing",
        summary: "a blank from the record without words for an empty one",
        find: blanks::without_if_missing,
    },
    Fact { name: "undeclared-blank", summary: "a blank that is not declared", find: blanks::undeclared },
    Fact { name: "placeholder", summary: "[name], <name> or ____ in spoken words", find: blanks::placeholder },
    Fact { name: "empty-promise", summary: "a signpost that announces what never comes", find: talk::empty_promise },
    Fact { name: "two-questions", summary: "two questions in one turn", find: talk::two_questions },
    Fact {
        name: "pain-not-addressed",
        summary: "a pain of the customer that no segment takes up",
        find: customer::pains,
    },
    Fact {
        name: "gain-not-addressed",
        summary: "a gain of the customer that no segment takes up",
        find: customer::gains,
    },
    Fact { name: "habit-broken", summary: "an order that differs from the habit, unsaid", find: customer::habit },
    Fact { name: "pain-not-eased", summary: "a painful segment that nothing later eases", find: pain::not_eased },
    Fact { name: "pain-split", summary: "pain about one topic in two places", find: pain::split },
    Fact { name: "pain-late", summary: "pain of which all comes in the second half", find: pain::late },
    Fact { name: "pain-scattered", summary: "painful stretches all over the call", find: pain::scattered },
];
