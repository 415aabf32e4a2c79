//! What can be seen in a block: which cues, how often, where, and what the sentence around them does to them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::Context;
use super::cue::{CueBook, Hit, has_han};
use super::fold::Folded;
use super::layout::{Layout, Part, Sentence, count_words, sentences};
use super::model::KINDS;
use super::shapes::{SHAPES, Turn, Turned};
use crate::script::Kind;

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
    pub(super) layout: Layout,
    /// Its sentences, in rising order.
    pub(super) sentences: Vec<Sentence>,
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
#[derive(Debug, Clone)]
pub(in crate::read) struct Around {
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
    fn of(position: Option<f64>) -> Self {
        match position {
            Some(..0.08) => Self::Start,
            Some(at) if at > 0.92 => Self::End,
            _ => Self::Middle,
        }
    }

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
            edge: Edge::of(context.position),
        }
    }

    /// The same for a block that stands elsewhere under the same heading.
    pub(in crate::read) fn at(&self, position: Option<f64>) -> Self {
        Self { edge: Edge::of(position), ..self.clone() }
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
        Self { values: merged(&values, kinds), seen }
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
fn merged(values: &[(usize, f64)], others: impl Iterator<Item = (usize, f64)>) -> Vec<(usize, f64)> {
    let mut all = Vec::with_capacity(values.len() + KINDS);
    let mut rest = values;
    for other in others {
        let before = rest.iter().take_while(|(feature, _)| *feature <= other.0).count();
        let (first, behind) = rest.split_at(before);
        all.extend_from_slice(first);
        all.push(other);
        rest = behind;
    }
    all.extend_from_slice(rest);
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
        let layout = Layout::new(text);
        let mut seen = Self { sentences: sentences(text, &layout), layout, ..Self::default() };
        let said = said(&seen.layout, &folded);
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
        let Some(sentence) = self.sentence_at(at) else { return false };
        if sentence.asks {
            turned.add(feels, Turn::Asked);
        }
        if sentence.conditional {
            turned.add(feels, Turn::If);
        }
        sentence.asks
    }

    /// The sentence a byte belongs to.
    fn sentence_at(&self, byte: usize) -> Option<&Sentence> {
        let after = self.sentences.partition_point(|sentence| sentence.range.start <= byte);
        self.sentences.get(after.checked_sub(1)?).filter(|sentence| sentence.range.contains(&byte))
    }

    /// At the start of its sentence, or after a word or two and a comma ("OK, do you …").
    fn at_start(&self, text: &str, range: &Range<usize>, part: Part) -> bool {
        let start = match part {
            Part::Said => self.sentence_at(range.start).map(|sentence| sentence.range.start),
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
        let small = || SMALL.iter().any(|word| before.eq_ignore_ascii_case(word));
        first || small() || comma && (han || count_words(before) <= 3)
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
}

/// So many of [`SHAPES`] are there at once, or fewer, in nearly every block.
const SHAPES_AT_ONCE: usize = 10;
/// Words that may stand in front of a sentence's first.
const SMALL: [&str; 9] = ["and", "so", "but", "now", "then", "also", "or", "well", "for"];
/// Further into a sentence than this many bytes, nothing is at its start.
const FAR: usize = 100;

/// The folded words that may be said.
fn said<'f>(layout: &Layout, folded: &'f Folded) -> Cow<'f, str> {
    let mut ranges = layout.of(Part::Said);
    match (ranges.next(), ranges.next()) {
        (None, _) => Cow::Borrowed(""),
        (Some(only), None) => Cow::Borrowed(folded.part(&only)),
        _ => layout.of(Part::Said).flat_map(|range| [folded.part(&range), " "]).collect(),
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
