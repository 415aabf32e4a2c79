//! Rules: packs as data, the kinds of looking that they can ask for, and what is found in one pass.

mod any;
mod check;
mod counted;
mod draft;
mod expression;
mod fact;
mod finding;
mod form;
mod grouped;
mod hold;
mod lexicon;
mod line;
mod lists;
mod look;
mod measure;
mod needle;
mod pack;
mod pattern;
mod seen;
mod selector;
mod sentence;
mod set;
mod sheet;
mod shelf;
mod shipped;
mod when;
mod within;
mod written;

pub use draft::Beside;
pub use fact::{SERIES_FACTS, SeriesFact};
pub use hold::{cues_hold, words_hold};
pub use pack::{AREAS, EVIDENCE, Example, Pack, Rule, Told};
pub use set::{Became, Choices, Findings, Hitting, OrderCheck, PackLine, RuleSet};
pub(crate) use sheet::{Sheet, Slots};
pub use shelf::{Files, Shelf, Wanted};
pub use shipped::{ALWAYS, PACKS, SERIES};

/// The kinds of looking, the measures and the facts that packs can name, each with one line about it.
#[must_use]
pub fn vocabulary() -> [(&'static str, Vec<(&'static str, &'static str)>); 4] {
    [
        ("checks", check::KINDS.iter().map(|kind| (kind.key, kind.summary)).collect()),
        ("measures", measure::MEASURES.iter().map(|measure| (measure.name, measure.summary)).collect()),
        ("facts", fact::FACTS.iter().map(|fact| (fact.name, fact.summary)).collect()),
        ("facts of a series", SERIES_FACTS.iter().map(|fact| (fact.name, fact.summary)).collect()),
    ]
}

/// The word lists (true) and files of cues (false) that come with the program.
#[must_use]
pub fn shipped_lists() -> Vec<(bool, crate::source::Source)> {
    let source = |folder: &str, file: &crate::shipped::Shipped| {
        crate::source::Source::new(format!("rules/{folder}/{}.yaml", file.name), file.text)
    };
    let words = shipped::WORDS.iter().map(|file| (true, source("words", file)));
    words.chain(shipped::CUES.iter().map(|file| (false, source("cues", file)))).collect()
}
