//! The verbs: one file each, and the list that help, completions and man pages are made from.

mod approve;
mod completions;
mod design;
mod evidence;
mod explain;
mod guesses;
mod import;
mod journey;
mod lint;
mod man;
mod new;
mod render;
mod rules;
mod schema;
mod series;
mod test_rules;
mod trial;
mod walk;

use clap::{ArgMatches, Command};

pub(crate) use design::best_order;

use crate::Outcome;

/// Something the tool can do.
pub(crate) struct Verb {
    /// Its name.
    pub name: &'static str,
    /// One line about it.
    pub summary: &'static str,
    /// Whether it stands under "more" in the help.
    pub more: bool,
    /// Adds its arguments to a command of its name.
    pub command: fn(Command) -> Command,
    /// Does it.
    pub run: fn(&ArgMatches) -> Outcome,
}

/// Every verb, those that a lead needs first.
pub(crate) static VERBS: &[Verb] = &[
    new::VERB,
    import::VERB,
    lint::VERB,
    design::VERB,
    render::VERB,
    series::VERB,
    walk::VERB,
    trial::VERB,
    journey::VERB,
    approve::VERB,
    evidence::VERB,
    guesses::VERB,
    rules::VERB,
    explain::VERB,
    test_rules::VERB,
    schema::VERB,
    completions::VERB,
    man::VERB,
];
