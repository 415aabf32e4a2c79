//! What can be seen in a block besides its cues: how it is laid out, how long it is, whom it speaks to.

use super::cue::has_han;
use super::evidence::Seen;
use super::fold::BLANK;
use super::layout::{Layout, Part, count_words};
use super::valence;
use crate::bytes::LETTERS;

/// The layouts that cues may look for, in the order of [`Seen::shapes`].
pub(super) const SHAPES: [&str; 42] = [
    "nothing_said",
    "only_theirs",
    "their_label",
    "our_label",
    "in_quotes",
    "quoted_lines",
    "heading_in_front",
    "condition_in_front",
    "note_beside",
    "arrow",
    "code",
    "ends_with_question",
    "has_question",
    "only_questions",
    "exclamation",
    "no_end_mark",
    "bullet_list",
    "one_bullet",
    "numbered",
    "link",
    "table",
    "blank",
    "very_short",
    "short",
    "middling",
    "long",
    "very_long",
    "many_numbers",
    "no_person",
    "bold_words",
    "starts_small",
    "chinese",
    "at_the_start",
    "at_the_end",
    "general_pleasant",
    "general_painful",
    "turned_pleasant",
    "turned_painful",
    "pleasant_asked",
    "painful_asked",
    "pleasant_if",
    "painful_if",
];

impl Seen {
    /// How strongly each of [`SHAPES`] is there.
    pub(super) fn shapes(&self, text: &str, said: &str, turned: &Turned) -> [f64; SHAPES.len()] {
        let layout = &self.layout;
        let has = |part: Part| layout.parts.iter().any(|(_, p)| *p == part);
        let speaks = has(Part::Said);
        let words = count_words(said);
        let asks = self.sentences.iter().filter(|sentence| sentence.asks).count();
        let general = valence::general(said);
        let tail = said.trim_end_matches(|c: char| c.is_whitespace() || "\"')]".contains(c));
        let digits = said.bytes().filter(u8::is_ascii_digit).count();
        let figures = digits > 0 && digits * 8 > said.chars().filter(|c| c.is_alphanumeric()).count();
        let first = said.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
        let small =
            text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| c.is_ascii_lowercase());
        let on = |yes: bool| if yes { 1.0 } else { 0.0 };
        [
            // nothing_said
            on(!speaks),
            // only_theirs
            on(!speaks && has(Part::Theirs)),
            // their_label
            on(has(Part::Theirs)),
            // our_label
            on(layout.our_label),
            // in_quotes
            on(layout.speech_marks > 0),
            // quoted_lines
            on(layout.quote_lines > 0 && speaks),
            // heading_in_front
            on(has(Part::Heading) && speaks),
            // condition_in_front
            on(layout.conditions > 0 && speaks),
            // note_beside
            on(has(Part::Note) && speaks),
            // arrow
            on(has(Part::Jump)),
            // code
            on(has(Part::Code)),
            // ends_with_question
            on(tail.ends_with('?') || self.sentences.last().is_some_and(|sentence| sentence.asks)),
            // has_question
            on(asks > 0),
            // only_questions
            on(asks > 0 && asks == self.sentences.len()),
            // exclamation
            on(said.contains('!')),
            // no_end_mark
            on(speaks && !tail.ends_with(['.', '?', '!', '。', ';', '；', '~', '…', '～'])),
            // bullet_list
            on(layout.bullets >= 3),
            // one_bullet
            on(layout.bullets == 1),
            // numbered
            on(layout.numbered > 0),
            // link
            on(layout.links > 0),
            // table
            on(layout.table_rows > 0),
            // blank
            on(said.contains(BLANK)),
            // very_short
            on(speaks && words <= 4),
            // short
            on((5..=12).contains(&words)),
            // middling
            on((13..=40).contains(&words)),
            // long
            on(words > 40),
            // very_long
            on(words > 100),
            // many_numbers
            on(figures),
            // no_person
            on(speaks && !has_person(said)),
            // bold_words
            on(said_bold(text, layout)),
            // starts_small
            on(small && first.is_some_and(|c| c.is_ascii_lowercase())),
            // chinese
            on(has_han(said)),
            // at_the_start and at_the_end: not in the words
            0.0,
            0.0,
            // general_pleasant
            general.max(0.0) * 2.0,
            // general_painful
            (-general).max(0.0) * 2.0,
            // turned_pleasant
            turned.value(1, Turn::Negated),
            // turned_painful
            turned.value(-1, Turn::Negated),
            // pleasant_asked
            turned.value(1, Turn::Asked),
            // painful_asked
            turned.value(-1, Turn::Asked),
            // pleasant_if
            turned.value(1, Turn::If),
            // painful_if
            turned.value(-1, Turn::If),
        ]
    }
}

/// What a sentence does to a cue in it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Turn {
    Negated,
    Asked,
    If,
}

/// How many pleasant and painful cues are negated, asked about, or behind an if.
#[derive(Debug, Default)]
pub(super) struct Turned {
    pleasant: [u32; 3],
    painful: [u32; 3],
}

impl Turned {
    pub(super) fn add(&mut self, feels: i8, how: Turn) {
        let side = if feels > 0 { &mut self.pleasant } else { &mut self.painful };
        if let Some(count) = side.get_mut(how as usize).filter(|_| feels != 0) {
            *count += 1;
        }
    }

    fn value(&self, sign: i8, how: Turn) -> f64 {
        let side = if sign > 0 { &self.pleasant } else { &self.painful };
        let count = side.get(how as usize).copied().unwrap_or(0);
        if count == 0 { 0.0 } else { (0.5 + 0.5 * f64::from(count)).min(2.0) }
    }
}

fn has_person(folded: &str) -> bool {
    if folded.is_ascii() {
        let mut words = folded.as_bytes().split(|byte| !LETTERS.has(*byte) && *byte != b'\'');
        return words.any(is_person);
    }
    let mut words = folded.split(|c: char| !c.is_alphanumeric() && c != '\'');
    folded.contains(['您', '你', '我', '咱', '亲']) || words.any(|word| is_person(word.as_bytes()))
}

fn is_person(word: &[u8]) -> bool {
    matches!(
        word,
        b"i" | b"you"
            | b"your"
            | b"me"
            | b"my"
            | b"we"
            | b"us"
            | b"our"
            | b"i'm"
            | b"i'll"
            | b"i'd"
            | b"i've"
            | b"we'll"
            | b"we're"
            | b"we've"
            | b"you're"
            | b"you'll"
            | b"you've"
            | b"yourself"
            | b"usted"
            | b"su"
            | b"saya"
            | b"bapak"
            | b"ibu"
    )
}

/// Bold inside a sentence, as in the notes of a manual.
fn said_bold(text: &str, layout: &Layout) -> bool {
    layout.of(Part::Said).filter_map(|range| text.get(range)).any(|words| words.contains("**"))
}
