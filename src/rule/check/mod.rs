//! The kinds of looking that packs can ask for: one file each, and the list of them.

mod apart;
mod ends_on;
mod expression;
mod fact;
mod forbids;
mod measure;
mod order;
mod pattern;
mod place;
mod requires;
mod sequence;
mod series;
mod together;
mod words;

use std::fmt::Debug;

use super::draft::Draft;
use super::look::{Hit, Look};
use super::seen::Seen;
use crate::diagnostic::Diagnostic;
use crate::yaml::Node;

/// Something that looks at a script.
pub(crate) trait Check: Debug + Send + Sync {
    /// What it finds.
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit>;

    /// Whether it asks about kinds or feelings, which prose does not state.
    fn needs_meaning(&self) -> bool {
        false
    }

    /// Whether it is about wording, so that settled words are left alone and each utterance is read.
    fn is_wording(&self) -> bool {
        false
    }

    /// Whether none of the words that it is about stand here, so that it need not look at all.
    fn is_idle(&self, _: &Seen<'_, '_>) -> bool {
        false
    }

    /// By how much the best order must be better, for the check that needs the sequencer.
    fn worse_by(&self) -> Option<f64> {
        None
    }
}

/// A kind of looking.
pub(crate) struct Kind {
    /// Its key in packs.
    pub key: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Reads it from the rule `rule`, under whose key `node` stands.
    pub read: fn(&Node, &Node, &mut Draft<'_>) -> Option<Box<dyn Check>>,
}

/// Every kind of looking.
pub(crate) static KINDS: &[Kind] = &[
    Kind { key: "order", summary: "one thing stands before another", read: order::read },
    Kind { key: "place", summary: "something stands in a place of the call", read: place::read },
    Kind { key: "together", summary: "one thing has another near it", read: together::read },
    Kind { key: "apart", summary: "one thing has no other near it", read: apart::read },
    Kind { key: "requires", summary: "something is there", read: requires::read },
    Kind { key: "forbids", summary: "something is not there", read: forbids::read },
    Kind { key: "ends_on", summary: "what the call ends on", read: ends_on::read },
    Kind { key: "words", summary: "words to avoid, with what to say instead", read: words::read },
    Kind { key: "pattern", summary: "patterns in the words", read: pattern::read },
    Kind { key: "measure", summary: "a measure within its limits", read: measure::read },
    Kind { key: "wrong_if", summary: "an expression over the facts of a segment or script", read: expression::read },
    Kind { key: "fact", summary: "something that code finds", read: fact::read },
    Kind { key: "sequence", summary: "an order clearly worse than the best permitted one", read: sequence::read },
    Kind { key: "series", summary: "something that code finds in a series of calls", read: series::read },
];

/// A number under a key.
fn number(text: Option<&crate::text::Text>, draft: &mut Draft<'_>) -> Option<f64> {
    let text = text?;
    let number = text.value.trim().trim_end_matches('%').parse().ok();
    if number.is_none() {
        draft.found.push(Diagnostic::error("pack/wrong", text.place, format!("“{}” is no number", text.value)));
    }
    number
}
