//! Turns of talk: two questions at once, and announcements of what never comes.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::rule::look::{At, Hit, Look};
use crate::rule::sentence;
use crate::rule::sheet::Slots;
use crate::script::Kind;

/// The second question of a turn.
pub(super) fn two_questions(look: &Look<'_, '_>) -> Vec<Hit> {
    let sheet = look.sheet();
    let mut found = Vec::new();
    for utter in sheet.utters.iter().filter(|utter| look.reads(utter) && !utter.slot.meets(Slots::IF_ASKED)) {
        let sentences = look.seen.sentences_of(utter).iter();
        let questions: Vec<&Range<usize>> =
            sentences.filter(|sentence| sentence.asks).map(|sentence| &sentence.range).collect();
        let second = questions.windows(2).find_map(|pair| match pair {
            [first, second]
                if is_real(sheet.words(first)) && is_real(sheet.words(second)) && !joins(sheet.words(second)) =>
            {
                Some(second)
            }
            _ => None,
        });
        found.extend(second.map(|range| Hit::at(At::Words((*range).clone()))));
    }
    found
}

/// Not a tag such as "Is that all right?" or a greeting such as "How are you today?".
fn is_real(question: &str) -> bool {
    let lower = question.to_lowercase();
    let courtesy = [
        "how are you",
        "how have you been",
        "is that ok",
        "is that all right",
        "is that right",
        "is that correct",
        "are you there",
        "may i",
        "okay",
        "您好",
    ];
    // A key and its value in a program's file are no two questions.
    let is_talk = !question.contains("\":") && !question.starts_with(['•', '*']);
    is_talk && sentence::length(question) > 4 && !courtesy.iter().any(|start| lower.starts_with(start))
}

/// The second only says the first in other words, offers its answers, or comes after the answer.
fn joins(question: &str) -> bool {
    let lower = question.trim_start_matches(['(', '（', ' ', '-']).to_lowercase();
    let again = [
        "or ",
        "i mean",
        "that is",
        "for example",
        "such as",
        "like ",
        "if so",
        "if yes",
        "if not",
        "if no",
        "还是",
        "或者",
        "比如",
        "如果",
    ];
    let offers = lower.contains(", or ") || lower.contains("还是");
    offers || lower.starts_with(['{', '[', '<']) || again.iter().any(|start| lower.starts_with(start))
}

static PROMISE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:about|over|through|discuss|explain|cover) (?:your |the |a |an |my |our |how |what |some |each )*([\p{L}' -]{3,60}?)(?:,| and | then\b|[.;:?!]|$)").ok()
});

/// Words that say too little to be looked for.
const EMPTY: [&str; 20] = [
    "this",
    "that",
    "things",
    "thing",
    "what",
    "with",
    "have",
    "will",
    "your",
    "them",
    "some",
    "next",
    "today",
    "call",
    "minutes",
    "minute",
    "questions",
    "question",
    "information",
    "options",
];

/// A signpost that announces what never comes.
pub(super) fn empty_promise(look: &Look<'_, '_>) -> Vec<Hit> {
    let sheet = look.sheet();
    let Some(regex) = PROMISE.as_ref() else { return Vec::new() };
    let mut found = Vec::new();
    for utter in sheet.utters.iter().filter(|utter| utter.branch == 0 && utter.on_the_way()) {
        let kind = sheet.part(0, utter.part).and_then(|part| part.segment).and_then(|segment| segment.kind());
        if kind != Some(Kind::Signpost) {
            continue;
        }
        let later = later_words(look, utter.part);
        let text = sheet.words(&utter.range);
        for promised in regex.captures_iter(text).filter_map(|all| all.get(1)) {
            let words: Vec<&str> = sentence::words(promised.as_str()).filter(|word| is_telling(word)).collect();
            if !words.is_empty() && !words.iter().any(|word| later.contains(stem(&word.to_lowercase()))) {
                found
                    .push(Hit::at(At::Words(utter.range.start + promised.start()..utter.range.start + promised.end())));
            }
        }
    }
    found
}

fn later_words(look: &Look<'_, '_>, part: usize) -> String {
    let sheet = look.sheet();
    let later = sheet.utters.iter().filter(|utter| utter.branch == 0 && utter.part > part);
    later.map(|utter| sheet.words(&utter.range).to_lowercase()).collect::<Vec<_>>().join("\n")
}

fn is_telling(word: &str) -> bool {
    word.chars().count() >= 4 && !EMPTY.contains(&word.to_lowercase().as_str())
}

/// The part of a word that its other forms share.
fn stem(word: &str) -> &str {
    let keep = word.chars().count().saturating_sub(3).max(4);
    word.char_indices().nth(keep).map_or(word, |(at, _)| &word[..at])
}
