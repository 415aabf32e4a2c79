//! Blanks: those without words for an empty record, those nobody declared, and those in the wrong form.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::rule::look::{At, Hit, Look};
use crate::script::{BUILT_IN_BLANKS, From, Script, spoken};

/// Blanks from the record without words for an empty one.
pub(super) fn without_if_missing(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(script) = look.sheet().script() else { return Vec::new() };
    let open = script
        .blanks
        .iter()
        .filter(|blank| blank.from == Some(From::Record) && blank.if_missing.is_none() && !blank.optional);
    open.map(|blank| Hit { found: Some(blank.name.value.clone()), ..Hit::at(At::Place(blank.name.place)) }).collect()
}

/// Blanks in spoken words that nobody declared, each once.
pub(super) fn undeclared(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(script) = look.sheet().script().filter(|_| look.sheet().is_native()) else { return Vec::new() };
    let mut known = known(script);
    let mut found = Vec::new();
    for words in script.all_segments().flat_map(|segment| segment.spoken().chain(segment.replies())) {
        for text in words.texts() {
            for (name, range) in spoken::blanks(text) {
                if known.insert(name.clone()) {
                    found.push(Hit { found: Some(name), ..Hit::at(At::Place(text.place_of(range))) });
                }
            }
        }
    }
    found
}

/// Every name that may stand in braces.
fn known(script: &Script) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = BUILT_IN_BLANKS.iter().map(|name| (*name).to_string()).collect();
    known.extend(script.blanks.iter().map(|blank| blank.name.value.clone()));
    for segment in script.all_segments() {
        known.extend(segment.fills.iter().chain(&segment.form).map(|name| name.value.clone()));
        known.extend(
            segment.ask_in_order.iter().filter_map(|question| question.fills.as_ref()).map(|name| name.value.clone()),
        );
        let picks = segment.choice.iter().flat_map(|choice| choice.options.iter().flat_map(|pick| &pick.sets));
        let sets = segment.all_answers().flat_map(|answer| &answer.sets).chain(picks);
        known.extend(sets.map(|(name, _)| name.value.clone()));
        known.extend(segment.written_id.iter().map(|id| id.value.clone()));
    }
    known
}

static PLACEHOLDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\[[\p{L}][^\]\[\n]{0,40}\]|<[\p{L}][\p{L} _'-]{0,30}>|_{3,}|\{[\p{L}_][\p{L}\d_ ]{0,30}\}|\b[xX]{3,}(?:[-. /][xX]{2,})*\b|【[^】\n]{1,20}】").ok()
});

/// What an author meant to be filled in, in a form that would be read out as it stands.
pub(super) fn placeholder(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(regex) = PLACEHOLDER.as_ref() else { return Vec::new() };
    let sheet = look.sheet();
    let spoken = sheet.utters.iter().filter(|utter| look.reads(utter));
    let all = spoken.flat_map(|utter| {
        regex
            .find_iter(sheet.words(&utter.range))
            .map(|hit| utter.range.start + hit.start()..utter.range.start + hit.end())
    });
    all.filter(|range| !sheet.in_blank(range)).map(|range| Hit::at(At::Words(range))).collect()
}
