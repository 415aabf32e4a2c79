//! Which segments find something out, and which ones use it.

use std::collections::BTreeMap;

use crate::script::spoken;
use crate::script::{Answer, Kind, Script, Segment, Then};
use crate::source::Place;
use crate::text::Text;

/// For each blank, and each question with a written id, the segments that find it out.
#[must_use]
pub fn fillers(script: &Script) -> BTreeMap<&str, Vec<usize>> {
    let mut fillers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, segment) in script.segments.iter().enumerate() {
        let asks = segment.ask.is_some() || segment.choice.is_some() || !segment.ask_in_order.is_empty();
        let own = segment.written_id.as_ref().filter(|_| asks).map(|_| segment.id.as_str());
        for name in filled(segment).chain(own) {
            let segments = fillers.entry(name).or_default();
            if segments.last() != Some(&at) {
                segments.push(at);
            }
        }
    }
    fillers
}

fn filled(segment: &Segment) -> impl Iterator<Item = &str> {
    let fixed = segment.ask_in_order.iter().filter_map(|question| question.fills.as_ref());
    let answers = segment.all_answers().flat_map(|answer| &answer.sets);
    let picks = segment.choice.iter().flat_map(|choice| choice.options.iter().flat_map(|option| &option.sets));
    let sets = answers.chain(picks).map(|(name, _)| name);
    segment.fills.iter().chain(&segment.form).chain(fixed).chain(sets).map(|name| name.value.trim())
}

/// The names that a segment uses in its words or tests in its conditions, each once, with a place.
/// What is said only when asked is free.
#[must_use]
pub fn names(script: &Script, segment: &Segment) -> Vec<(String, Place)> {
    let mut names: BTreeMap<String, Place> = BTreeMap::new();
    let asked: Vec<&Text> =
        segment.if_asked.iter().filter_map(|asked| asked.say.as_ref()).flat_map(|words| words.texts()).collect();
    let texts = segment.spoken().chain(segment.replies()).flat_map(|words| words.texts());
    for text in texts.filter(|text| !asked.iter().any(|free| std::ptr::eq(*free, *text))) {
        for (name, range) in spoken::blanks(text) {
            names.entry(name).or_insert_with(|| text.place_of(range));
        }
        for word in tag_words(&text.value) {
            if script.blank(&word).is_some() {
                names.entry(word).or_insert(text.place);
            }
        }
    }
    let must = segment.must_say.iter().filter_map(|must| must.only_if.as_ref());
    for when in segment.only_if.iter().chain(must) {
        for name in when.condition.names() {
            names.entry(name.to_string()).or_insert(when.text.place);
        }
    }
    names.into_iter().collect()
}

/// The words inside `{% … %}`.
fn tag_words(text: &str) -> Vec<String> {
    let inside = |piece| match piece {
        spoken::Piece::Tag(range) => Some(&text[range]),
        _ => None,
    };
    let letter = |c: char| !(c.is_alphanumeric() || c == '_');
    let tags = spoken::pieces(text).into_iter().filter_map(inside);
    tags.flat_map(|tag| tag.split(letter)).filter(|word| !word.is_empty()).map(str::to_string).collect()
}

/// The segments that a segment jumps to.
pub fn jumps(segment: &Segment) -> impl Iterator<Item = &Text> {
    let answers = segment.all_answers().filter_map(|answer: &Answer| answer.then.as_ref());
    let picks =
        segment.choice.iter().flat_map(|choice| choice.options.iter().filter_map(|option| option.then.as_ref()));
    segment.then.iter().chain(answers).chain(picks).filter_map(target)
}

fn target(then: &Then) -> Option<&Text> {
    match then {
        Then::GoTo(target) => Some(target),
        Then::AskAgain { otherwise: Some(otherwise), .. } => target(otherwise),
        _ => None,
    }
}

/// The segment in which the caller says why they call: the first that asks something other than who is
/// speaking, a consent or danger signs.
#[must_use]
pub fn callers_reason(script: &Script) -> Option<usize> {
    let other = [Some(Kind::Verify), Some(Kind::LegalNotice), Some(Kind::SafetyCheck)];
    script.segments.iter().position(|segment| segment.ask.is_some() && !other.contains(&segment.kind()))
}

/// The habitual order as numbers of segments, where the script has one.
#[must_use]
pub fn habit(script: &Script) -> Option<Vec<usize>> {
    let habit = script.habit.as_ref()?;
    let order: Vec<usize> = habit.order.iter().filter_map(|id| script.find(id.trim()).map(|(at, _)| at)).collect();
    (!order.is_empty()).then_some(order)
}
