//! What can be seen in a block: which cues, how often, where, and what the sentence around them does to them.

use std::ops::Range;
use std::sync::Arc;

use super::Context;
use super::cue::{CueBook, Hit, has_han};
use super::fold::{BLANK, Folded};
use super::layout::{Layout, Part, count_words};
use super::model::KINDS;
use super::valence;
use crate::script::Kind;

/// The layouts that cues may look for, in the order of [`Evidence::shapes`].
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

/// A cue at a place in the block.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) cue: usize,
    pub(super) beside: bool,
    pub(super) asked: bool,
    pub(super) range: Range<usize>,
}

/// What is seen in the words of a block, wherever they stand.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Where the cues stand.
    pub(super) marks: Vec<Mark>,
    /// The layout of the block.
    pub(super) layout: Arc<Layout>,
    /// How strongly each feature is there, by rising feature number.
    values: Vec<(usize, f64)>,
}

/// Everything seen in one block and around it.
#[derive(Debug)]
pub(super) struct Evidence {
    /// How strongly each feature is there, by rising feature number (see [`Evidence::feature`]).
    pub(super) values: Vec<(usize, f64)>,
    /// What is seen in its words.
    pub(super) seen: Arc<Seen>,
}

/// What is seen around a block.
#[derive(Debug)]
pub(super) struct Around {
    /// The features of the heading it stands under.
    heading: Arc<Vec<usize>>,
    /// The cues of the sort of call.
    call: Arc<Vec<usize>>,
    edge: Edge,
}

/// Whether a block stands at one of the script's ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    Middle,
    End,
}

impl Edge {
    /// Which of [`SHAPES`] it is.
    fn shape(self) -> Option<&'static str> {
        match self {
            Self::Start => Some("at_the_start"),
            Self::Middle => None,
            Self::End => Some("at_the_end"),
        }
    }
}

impl Around {
    /// Looks at what is known about a block besides its own words.
    pub(super) fn of(context: &Context<'_>, book: &CueBook) -> Self {
        let (heading, call) = (context.heading.unwrap_or_default(), context.call.unwrap_or_default());
        Self {
            heading: book.headings.get(heading, || beside(heading, book)),
            call: book.calls.get(call, || book.calls_in(call)),
            edge: match context.position {
                Some(..0.08) => Edge::Start,
                Some(at) if at > 0.92 => Edge::End,
                _ => Edge::Middle,
            },
        }
    }

    /// A block with all that is seen around it, as one text: a character for each feature.
    pub(super) fn with(&self, text: &str) -> String {
        const FIRST: u32 = 0x4e00;
        let sign = |number: &usize| u32::try_from(*number).ok().and_then(|number| char::from_u32(FIRST + number));
        let mut whole = String::with_capacity(text.len() + 32);
        whole.push_str(text);
        for list in [self.heading.as_slice(), self.call.as_slice(), &[self.edge as usize]] {
            whole.push('\u{1f}');
            whole.extend(list.iter().map(|number| sign(number).unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
        whole
    }
}

impl Evidence {
    /// The feature number of a cue: in the words that may be said, or beside them (in a heading or a note).
    pub(super) fn feature(cue: usize, beside: bool) -> usize {
        cue * 2 + usize::from(beside)
    }

    /// Looks at a block.
    pub(super) fn of(text: &str, around: &Around, book: &CueBook) -> Self {
        let seen = book.blocks.get(text, || Seen::of(text, book));
        let more = around.heading.len() + around.call.len() + 1;
        let mut values = Vec::with_capacity(seen.values.len() + more);
        values.extend_from_slice(&seen.values);
        for feature in around.heading.iter() {
            if let Err(at) = place_of(&values, *feature) {
                values.insert(at, (*feature, 1.0));
            }
        }
        let edge = around
            .edge
            .shape()
            .map(|edge| book.shapes().iter().filter(move |(_, shape)| SHAPES.get(*shape) == Some(&edge)));
        let edge = edge.into_iter().flatten().map(|(cue, _)| cue);
        for cue in edge.chain(around.call.iter()) {
            set(&mut values, Self::feature(*cue, false), 1.0);
        }
        let likely = book.kinds(&values);
        let kinds =
            book.kind_cues().iter().filter_map(|(cue, class)| Some((Self::feature(*cue, false), *likely.get(*class)?)));
        Self { values: merged(values, kinds), seen }
    }

    /// How strongly one cue is there among the words that may be said.
    pub(super) fn said(&self, cue: usize) -> f64 {
        let feature = Self::feature(cue, false);
        place_of(&self.values, feature).ok().and_then(|at| self.values.get(at)).map_or(0.0, |(_, value)| *value)
    }
}

/// Where a feature stands among values by rising feature number, or where it would.
fn place_of(values: &[(usize, f64)], feature: usize) -> Result<usize, usize> {
    values.binary_search_by_key(&feature, |(feature, _)| *feature)
}

/// Values with others, both by rising feature number.
fn merged(values: Vec<(usize, f64)>, others: impl Iterator<Item = (usize, f64)>) -> Vec<(usize, f64)> {
    let mut all = Vec::with_capacity(values.len() + KINDS);
    let mut others = others.peekable();
    for value in values {
        while let Some(other) = others.next_if(|(feature, _)| *feature < value.0) {
            all.push(other);
        }
        all.push(value);
    }
    all.extend(others);
    all
}

fn set(values: &mut Vec<(usize, f64)>, feature: usize, value: f64) {
    match place_of(values, feature) {
        Ok(at) => values[at].1 = value,
        Err(at) => values.insert(at, (feature, value)),
    }
}

/// The heading that a block stands under counts as a heading of its own: the features of the cues in it.
fn beside(heading: &str, book: &CueBook) -> Vec<usize> {
    let heading = Folded::new(heading);
    let starts = |hit: &Hit| hit.range.start == 0 || book.cues().get(hit.cue).is_some_and(|cue| !cue.at_start);
    book.find(&heading).iter().filter(|hit| starts(hit)).map(|hit| Evidence::feature(hit.cue, true)).collect()
}

impl Seen {
    fn of(text: &str, book: &CueBook) -> Self {
        let folded = Folded::new(text);
        let mut seen = Self { layout: Layout::lately(text), ..Self::default() };
        let said: String = seen.layout.of(Part::Said).flat_map(|range| [folded.part(&range), " "]).collect();
        let turned = seen.look(text, &folded, book);
        let shapes = seen.shapes(text, &said, &turned);
        seen.count();
        for (cue, shape) in book.shapes() {
            if let Some(value) = shapes.get(*shape).filter(|value| **value > 0.0) {
                set(&mut seen.values, Evidence::feature(*cue, false), *value);
            }
        }
        seen
    }

    /// Finds the cues; gives how many pleasant and painful ones a negation, a question or an if changes.
    fn look(&mut self, text: &str, folded: &Folded, book: &CueBook) -> Turned {
        let mut turned = Turned::default();
        let mut negation = Negation::default();
        for hit in book.find(folded) {
            let Some(cue) = book.cues().get(hit.cue) else { continue };
            let range = folded.original(hit.range.clone());
            let Some(part) = self.layout.part_at(range.start) else { continue };
            if cue.turns {
                negation = Negation { ends: Some(hit.range.end), spent: None };
            }
            let elsewhere = matches!(part, Part::Theirs | Part::Code | Part::Jump) && cue.spoken != Some(false);
            if elsewhere || cue.at_start && !self.at_start(text, &range, part) {
                continue;
            }
            let beside = matches!(part, Part::Heading | Part::Note);
            let feels = cue.feels.filter(|_| !beside).unwrap_or(0);
            let can_turn = feels != 0 && (cue.kinds.is_empty() || cue.kinds.contains(&Kind::News));
            if can_turn && negation.turns(&folded.text, &hit) {
                turned.add(feels, Turn::Negated);
                continue;
            }
            let asked = self.sentence_turns(range.start, feels, &mut turned);
            self.marks.push(Mark { cue: hit.cue, beside, asked, range });
        }
        turned
    }

    /// Counts a cue that stands in a question or after an if; says whether it is asked about.
    fn sentence_turns(&self, at: usize, feels: i8, turned: &mut Turned) -> bool {
        let Some(sentence) = self.layout.sentence_at(at) else { return false };
        if sentence.asks {
            turned.add(feels, Turn::Asked);
        }
        if sentence.conditional {
            turned.add(feels, Turn::If);
        }
        sentence.asks
    }

    /// At the start of its sentence, or after a word or two and a comma ("OK, do you …").
    fn at_start(&self, text: &str, range: &Range<usize>, part: Part) -> bool {
        let start = match part {
            Part::Said => self.layout.sentence_at(range.start).map(|sentence| sentence.range.start),
            _ => self.layout.stretch_at(range.start).map(|(stretch, _)| stretch.start),
        };
        let Some(before) = start.and_then(|start| text.get(start..range.start)) else { return false };
        let before = before.trim_end();
        let comma = before.ends_with([',', '，', '、', '—', '–', '-', ':', '：', '(', '（']);
        let han = text.get(range.clone()).is_some_and(has_han);
        if before.len() > FAR {
            return comma && han;
        }
        let first = !before.contains(char::is_alphanumeric);
        let small = SMALL.contains(&before.to_lowercase().as_str());
        first || small || comma && (han || count_words(before) <= 3)
    }

    /// The first time that a cue is there counts for one, each more for a half, and all of them for two at most.
    fn count(&mut self) {
        self.values.reserve_exact(self.marks.len() + SHAPES_AT_ONCE);
        for mark in &self.marks {
            let feature = Evidence::feature(mark.cue, mark.beside);
            match place_of(&self.values, feature) {
                Ok(at) => self.values[at].1 = (self.values[at].1 + 0.5).min(2.0),
                Err(at) => self.values.insert(at, (feature, 1.0)),
            }
        }
    }

    fn shapes(&self, text: &str, said: &str, turned: &Turned) -> [f64; SHAPES.len()] {
        let layout = &self.layout;
        let has = |part: Part| layout.parts.iter().any(|(_, p)| *p == part);
        let speaks = has(Part::Said);
        let words = count_words(said);
        let asks = layout.sentences.iter().filter(|sentence| sentence.asks).count();
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
            on(tail.ends_with('?') || layout.sentences.last().is_some_and(|sentence| sentence.asks)),
            // has_question
            on(asks > 0),
            // only_questions
            on(asks > 0 && asks == layout.sentences.len()),
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

/// So many of [`SHAPES`] are there at once, or fewer, in nearly every block.
const SHAPES_AT_ONCE: usize = 10;
/// Words that may stand in front of a sentence's first.
const SMALL: [&str; 9] = ["and", "so", "but", "now", "then", "also", "or", "well", "for"];
/// Further into a sentence than this many bytes, nothing is at its start.
const FAR: usize = 100;

/// What a sentence does to a cue in it.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Negated,
    Asked,
    If,
}

/// How many pleasant and painful cues are negated, asked about, or behind an if.
#[derive(Debug, Default)]
struct Turned {
    pleasant: [u32; 3],
    painful: [u32; 3],
}

impl Turned {
    fn add(&mut self, feels: i8, how: Turn) {
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

/// The last negation, and the end of the first thing that it has turned round: it turns no second one.
#[derive(Debug, Default)]
struct Negation {
    ends: Option<usize>,
    spent: Option<usize>,
}

impl Negation {
    /// Whether it stands at most three words in front of a hit, in the same part of a sentence.
    fn turns(&mut self, folded: &str, hit: &Hit) -> bool {
        let Some(between) = self.ends.and_then(|end| folded.get(end..hit.range.start)) else { return false };
        let near =
            between.len() <= 40 && !between.contains(['.', '?', '!', '。', ';', ',']) && count_words(between) <= 3;
        let first = self.spent.is_none_or(|end| hit.range.start < end);
        if near && first {
            self.spent.get_or_insert(hit.range.end);
        }
        near && first
    }
}

fn has_person(folded: &str) -> bool {
    let han = ['您', '你', '我', '咱', '亲'];
    !folded.is_ascii() && folded.contains(han)
        || folded.split(|c: char| !c.is_alphanumeric() && c != '\'').any(is_person)
}

fn is_person(word: &str) -> bool {
    matches!(
        word,
        "i" | "you"
            | "your"
            | "me"
            | "my"
            | "we"
            | "us"
            | "our"
            | "i'm"
            | "i'll"
            | "i'd"
            | "i've"
            | "we'll"
            | "we're"
            | "we've"
            | "you're"
            | "you'll"
            | "you've"
            | "yourself"
            | "usted"
            | "su"
            | "saya"
            | "bapak"
            | "ibu"
    )
}

/// Bold inside a sentence, as in the notes of a manual.
fn said_bold(text: &str, layout: &Layout) -> bool {
    layout.of(Part::Said).filter_map(|range| text.get(range)).any(|words| words.contains("**"))
}
