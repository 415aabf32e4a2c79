//! What calls learn and pass on, so that nobody is asked twice.

use std::collections::BTreeSet;

use super::model::{Call, Series};
use crate::script::{From, Script, Segment, spoken};
use crate::source::Place;
use crate::text::Text;

/// A blank that one call gives to later ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The blank.
    pub blank: String,
    /// The call that passes it on, as a number in the series.
    pub from: usize,
}

/// The blanks that a call is given by those before it in this order, each from the last call that passes it on.
#[must_use]
pub fn given(series: &Series, order: &[usize], turn: usize) -> Vec<Given> {
    let mut all: Vec<Given> = Vec::new();
    for &from in order.iter().take(turn) {
        for name in series.calls.get(from).into_iter().flat_map(|call| &call.passes_on) {
            let blank = name.value.trim().to_string();
            all.retain(|given| given.blank != blank);
            all.push(Given { blank, from });
        }
    }
    all
}

/// The blanks that a script fills by asking, each with the words that name it.
#[must_use]
pub fn asked(script: &Script) -> Vec<&Text> {
    script.segments.iter().flat_map(asked_in).collect()
}

/// The blanks that a segment fills by asking.
pub(super) fn asked_in(segment: &Segment) -> Vec<&Text> {
    let fixed = segment.ask_in_order.iter().filter_map(|question| question.fills.as_ref());
    let answers = segment.all_answers().flat_map(|answer| &answer.sets);
    let picks = segment.choice.iter().flat_map(|choice| choice.options.iter().flat_map(|option| &option.sets));
    let sets = answers.chain(picks).map(|(name, _)| name);
    segment.fills.iter().chain(&segment.form).chain(fixed).chain(sets).collect()
}

/// The blanks that a script says, and where first.
pub(super) fn said(script: &Script) -> Vec<(String, Place)> {
    let mut seen = BTreeSet::new();
    let mut said = Vec::new();
    for segment in script.all_segments() {
        for text in segment.spoken().chain(segment.replies()).flat_map(|words| words.texts()) {
            for (name, range) in spoken::blanks(text) {
                if seen.insert(name.clone()) {
                    said.push((name, text.place_of(range)));
                }
            }
        }
    }
    said
}

/// Whether a call says a blank, or asks for it.
pub(super) fn uses(series: &Series, call: &Call, blank: &str) -> bool {
    let Some(script) = series.script(call) else { return false };
    let asks = || asked(script).iter().any(|name| name.value.trim() == blank);
    !asks() && said(script).iter().any(|(name, _)| name == blank)
}

/// Blanks that a script says and that only the person called can tell, without being asked for in it.
pub(super) fn waits_for(script: &Script) -> Vec<(String, Place)> {
    let asked: BTreeSet<&str> = asked(script).iter().map(|name| name.value.trim()).collect();
    let of_customer = |name: &str| script.blank(name).is_some_and(|blank| blank.from == Some(From::Customer));
    said(script).into_iter().filter(|(name, _)| of_customer(name) && !asked.contains(name.as_str())).collect()
}
