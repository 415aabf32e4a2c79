//! Cells that say what holds for a segment, one key a line, in the words that YAML has: `after: hello`.

use crate::script::{By, Condition, FixedPlace, Said, Segment, Then, When, Words, duration};
use crate::text::Text;

/// Takes a cell's lines into a segment; the lines that say nothing of the kind are given back.
pub(super) fn set(segment: &mut Segment, cell: &Text) -> Vec<Text> {
    let mut rest = Vec::new();
    let mut at = 0;
    for line in cell.value.split_inclusive(['\n', ';', '；']) {
        let text = cell.part(at..at + line.trim_end_matches(['\n', ';', '；']).len()).trimmed();
        at += line.len();
        if !text.is_blank() && one(segment, &text).is_none() {
            rest.push(text);
        }
    }
    rest
}

/// One line; nothing where it cannot be understood.
fn one(segment: &mut Segment, line: &Text) -> Option<()> {
    let at = line.value.find([':', '：'])?;
    let sign = line.value.get(at..)?.chars().next()?.len_utf8();
    let key = line.value.get(..at)?.trim().to_lowercase().replace([' ', '-'], "_");
    let value = line.part(at + sign..line.value.len()).trimmed();
    let words = value.value.as_str();
    if words.is_empty() {
        return None;
    }
    match key.as_str() {
        "after" => segment.after.extend(listed(&value)),
        "before" => segment.before.extend(listed(&value)),
        "helps_with" => segment.helps_with.extend(listed(&value)),
        "answers_to" => segment.answers_to.extend(listed(&value)),
        "next_to" => segment.next_to = Some(value),
        "place" => {
            let places: Option<Vec<_>> =
                listed(&value).into_iter().map(|text| Some((place(&text.value)?, text))).collect();
            segment.fixed_place.extend(places?);
        }
        "starts_within" => segment.starts_within = Some((duration::seconds(words).ok()?, value)),
        "takes" => segment.takes = Some(duration::seconds(words).ok()?),
        "only_if" => {
            let condition = Condition::read(words).ok()?;
            segment.only_if = Some(When { text: value, condition });
        }
        "then" => segment.then = Some(Then::read(&value).ok()??),
        "topic" => segment.topic = Some(value),
        "why" => segment.why = Some(value),
        "qa" => segment.qa = Some(value),
        "private" => {
            let private = match words.to_lowercase().as_str() {
                "yes" | "是" => true,
                "no" | "否" => false,
                _ => return None,
            };
            segment.private = Some(Said { value: private, by: By::Author, place: value.place });
        }
        "compared_with" => segment.compared_with = Some(Words::one(value)),
        "teach_back" => segment.teach_back = Some(Words::one(value)),
        _ => return None,
    }
    Some(())
}

fn place(words: &str) -> Option<FixedPlace> {
    match words.to_lowercase().as_str() {
        "first" => Some(FixedPlace::First),
        "last" => Some(FixedPlace::Last),
        "kept" => Some(FixedPlace::Kept),
        _ => None,
    }
}

/// Names in a row.
fn listed(value: &Text) -> Vec<Text> {
    let mut names = Vec::new();
    let mut at = 0;
    for part in value.value.split_inclusive([',', '，', '、']) {
        let name = value.part(at..at + part.trim_end_matches([',', '，', '、']).len()).trimmed();
        at += part.len();
        names.extend((!name.is_blank()).then_some(name));
    }
    names
}
