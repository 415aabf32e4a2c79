//! What can be seen in a block: which cues, how often, where, and what the sentence around them does to them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Context;
use super::cue::{CueBook, Hit, is_han};
use super::fold::Folded;
use super::layout::{Layout, Part, count_words};
use super::valence;

/// A cue at a place in the block.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) cue: usize,
    pub(super) beside: bool,
    pub(super) asked: bool,
    pub(super) range: Range<usize>,
}

/// Everything seen in one block.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// How strongly each feature is there, by rising feature number (see [`Evidence::feature`]).
    pub(super) values: Vec<(usize, f64)>,
    /// Where the cues stand.
    pub(super) marks: Vec<Mark>,
    /// The layout of the block.
    pub(super) layout: Layout,
    /// The general word lists' verdict on the whole block, -1 to 1.
    pub(super) general: f64,
}

impl Evidence {
    /// The feature number of a cue: in the words that may be said, or beside them (in a heading or a note).
    pub(super) fn feature(cue: usize, beside: bool) -> usize {
        cue * 2 + usize::from(beside)
    }

    /// Looks at a block.
    pub(super) fn of(text: &str, context: &Context<'_>, book: &CueBook) -> Self {
        let layout = Layout::new(text);
        let folded = Folded::new(text);
        let said: String =
            layout.of(Part::Said).filter_map(|range| text.get(range)).flat_map(|words| [words, "\n"]).collect();
        let said = Folded::new(&said);
        let mut evidence = Self { layout, general: valence::general(&folded.text), ..Self::default() };
        let turned = evidence.look(text, &folded, book);
        let mut counts = evidence.counts();
        evidence.headings(context, book, &mut counts);
        let shapes = evidence.shapes(text, &said, context, &turned);
        for (index, cue) in book.cues().iter().enumerate() {
            let shape = cue.shape.as_deref().and_then(|shape| shapes.get(shape)).copied().unwrap_or(0.0);
            let call = context.call.is_some_and(|call| names_call(&cue.calls, call));
            let value = shape + if call { 1.0 } else { 0.0 };
            if value > 0.0 {
                counts.insert(Self::feature(index, false), value);
            }
        }
        evidence.values = counts.into_iter().collect();
        let likely = book.kinds(&evidence.values);
        for (index, cue) in book.cues().iter().enumerate() {
            let kind = cue.shape.as_deref().and_then(|shape| shape.strip_prefix("kind_"));
            if let Some((_, chance)) = kind.and_then(|name| likely.iter().find(|(kind, _)| kind.name() == name)) {
                evidence.values.push((Self::feature(index, false), *chance));
            }
        }
        evidence.values.sort_by_key(|(feature, _)| *feature);
        evidence
    }

    /// How strongly one cue is there among the words that may be said.
    pub(super) fn said(&self, cue: usize) -> f64 {
        let feature = Self::feature(cue, false);
        let at = self.values.binary_search_by_key(&feature, |(feature, _)| *feature);
        at.ok().and_then(|at| self.values.get(at)).map_or(0.0, |(_, value)| *value)
    }

    /// Finds the cues; gives how many pleasant and painful ones a negation, a question or an if changes.
    fn look(&mut self, text: &str, folded: &Folded, book: &CueBook) -> Turned {
        let mut turned = Turned::default();
        let mut negation: Option<usize> = None;
        for hit in book.find(folded) {
            let Some(cue) = book.cues().get(hit.cue) else { continue };
            let range = folded.original(hit.range.clone());
            let Some(part) = self.layout.part_at(range.start) else { continue };
            if cue.turns {
                negation = Some(hit.range.end);
            }
            if cue.at_start && !self.at_start(text, &range, part) {
                continue;
            }
            let beside = matches!(part, Part::Heading | Part::Note);
            let code = matches!(part, Part::Theirs | Part::Code | Part::Jump);
            if code && cue.spoken != Some(false) {
                continue;
            }
            let sentence = self.layout.sentence_at(range.start);
            let (asked, conditional) =
                sentence.map_or((false, false), |sentence| (sentence.asks, sentence.conditional));
            let feels = cue.feels.filter(|_| !beside).unwrap_or(0);
            if turns(&folded.text, negation, &hit) && feels != 0 && cue.kinds.is_empty() {
                turned.add(feels, 0);
                continue;
            }
            if asked {
                turned.add(feels, 1);
            }
            if conditional {
                turned.add(feels, 2);
            }
            self.marks.push(Mark { cue: hit.cue, beside, asked, range });
        }
        turned
    }

    /// At the start of its sentence, or after a word or two and a comma ("OK, do you …").
    fn at_start(&self, text: &str, range: &Range<usize>, part: Part) -> bool {
        let start = match part {
            Part::Said => self.layout.sentence_at(range.start).map(|sentence| sentence.range.start),
            _ => self
                .layout
                .parts
                .iter()
                .find(|(stretch, _)| stretch.contains(&range.start))
                .map(|(stretch, _)| stretch.start),
        };
        let Some(before) = start.and_then(|start| text.get(start..range.start)) else { return false };
        let before = before.trim_end();
        let comma = before.ends_with([',', '，', '、', '—', '–', '-', ':', '：', '(', '（']);
        let first = !before.contains(char::is_alphanumeric);
        let small = matches!(
            before.to_lowercase().as_str(),
            "and" | "so" | "but" | "now" | "then" | "also" | "or" | "well" | "for"
        );
        let han = text.get(range.clone()).is_some_and(|words| words.contains(is_han));
        first || small || comma && (han || count_words(before) <= 3)
    }

    fn counts(&self) -> BTreeMap<usize, f64> {
        let mut often: BTreeMap<usize, u32> = BTreeMap::new();
        for mark in &self.marks {
            *often.entry(Self::feature(mark.cue, mark.beside)).or_default() += 1;
        }
        often.into_iter().map(|(feature, count)| (feature, (0.5 + 0.5 * f64::from(count)).min(2.0))).collect()
    }

    /// The heading that the block stands under counts as a heading of its own.
    fn headings(&self, context: &Context<'_>, book: &CueBook, counts: &mut BTreeMap<usize, f64>) {
        let heading = Folded::new(context.heading.unwrap_or_default());
        for hit in book.find(&heading) {
            let starts = hit.range.start == 0 || book.cues().get(hit.cue).is_some_and(|cue| !cue.at_start);
            if starts {
                counts.entry(Self::feature(hit.cue, true)).or_insert(1.0);
            }
        }
    }

    fn shapes(&self, text: &str, said: &Folded, context: &Context<'_>, turned: &Turned) -> BTreeMap<&'static str, f64> {
        let layout = &self.layout;
        let has = |part: Part| layout.parts.iter().any(|(_, p)| *p == part);
        let speaks = has(Part::Said);
        let words = count_words(&said.text);
        let asks = layout.sentences.iter().filter(|sentence| sentence.asks).count();
        let general = valence::general(&said.text);
        let tail = said.text.trim_end_matches(|c: char| c.is_whitespace() || "\"')]".contains(c));
        let digits = said.text.chars().filter(char::is_ascii_digit).count();
        let figures = digits * 8 > said.text.chars().filter(|c| c.is_alphanumeric()).count();
        let first = said.text.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
        let small =
            text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| c.is_ascii_lowercase());
        let on = |yes: bool| if yes { 1.0 } else { 0.0 };
        BTreeMap::from([
            ("nothing_said", on(!speaks)),
            ("only_theirs", on(!speaks && has(Part::Theirs))),
            ("their_label", on(has(Part::Theirs))),
            ("our_label", on(layout.our_label)),
            ("in_quotes", on(layout.speech_marks > 0)),
            ("quoted_lines", on(layout.quote_lines > 0 && speaks)),
            ("heading_in_front", on(has(Part::Heading) && speaks)),
            ("condition_in_front", on(layout.conditions > 0 && speaks)),
            ("note_beside", on(has(Part::Note) && speaks)),
            ("arrow", on(has(Part::Jump))),
            ("code", on(has(Part::Code))),
            (
                "ends_with_question",
                on(tail.ends_with('?') || layout.sentences.last().is_some_and(|sentence| sentence.asks)),
            ),
            ("has_question", on(asks > 0)),
            ("only_questions", on(asks > 0 && asks == layout.sentences.len())),
            ("exclamation", on(said.text.contains('!'))),
            ("no_end_mark", on(speaks && !tail.ends_with(['.', '?', '!', '。', ';', '；', '~', '…', '～']))),
            ("bullet_list", on(layout.bullets >= 3)),
            ("one_bullet", on(layout.bullets == 1)),
            ("numbered", on(layout.numbered > 0)),
            ("link", on(layout.links > 0)),
            ("table", on(layout.table_rows > 0)),
            ("blank", on(said.blanks > 0)),
            ("very_short", on(speaks && words <= 4)),
            ("short", on((5..=12).contains(&words))),
            ("middling", on((13..=40).contains(&words))),
            ("long", on(words > 40)),
            ("very_long", on(words > 100)),
            ("many_numbers", on(figures)),
            ("no_person", on(speaks && !has_person(&said.text))),
            ("bold_words", on(said_bold(text, layout))),
            ("starts_small", on(small && first.is_some_and(|c| c.is_ascii_lowercase()))),
            ("chinese", on(said.text.contains(is_han))),
            ("at_the_start", on(context.position.is_some_and(|at| at < 0.08))),
            ("at_the_end", on(context.position.is_some_and(|at| at > 0.92))),
            ("general_pleasant", general.max(0.0) * 2.0),
            ("general_painful", (-general).max(0.0) * 2.0),
            ("turned_pleasant", turned.value(1, 0)),
            ("turned_painful", turned.value(-1, 0)),
            ("pleasant_asked", turned.value(1, 1)),
            ("painful_asked", turned.value(-1, 1)),
            ("pleasant_if", turned.value(1, 2)),
            ("painful_if", turned.value(-1, 2)),
        ])
    }
}

/// How many pleasant and painful cues are negated, asked about, or behind an if.
#[derive(Debug, Default)]
struct Turned {
    pleasant: [u32; 3],
    painful: [u32; 3],
}

impl Turned {
    fn add(&mut self, feels: i8, how: usize) {
        let side = if feels > 0 { &mut self.pleasant } else { &mut self.painful };
        if let Some(count) = side.get_mut(how).filter(|_| feels != 0) {
            *count += 1;
        }
    }

    fn value(&self, sign: i8, how: usize) -> f64 {
        let side = if sign > 0 { &self.pleasant } else { &self.painful };
        let count = side.get(how).copied().unwrap_or(0);
        if count == 0 { 0.0 } else { (0.5 + 0.5 * f64::from(count)).min(2.0) }
    }
}

/// Whether a negation stands at most two words in front of a hit, in the same sentence.
fn turns(folded: &str, negation: Option<usize>, hit: &Hit) -> bool {
    let Some(between) = negation.and_then(|end| folded.get(end..hit.range.start)) else { return false };
    between.len() <= 40 && !between.contains(['.', '?', '!', '。', ';', ',']) && count_words(between) <= 2
}

fn names_call(calls: &[String], call: &str) -> bool {
    let call = call.to_lowercase();
    let mut words = call.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    !calls.is_empty() && words.any(|word| calls.iter().any(|known| known == word))
}

const PERSONS: [&str; 24] = [
    "i", "you", "your", "me", "my", "we", "us", "our", "i'm", "i'll", "i'd", "i've", "we'll", "we're", "we've",
    "you're", "you'll", "you've", "usted", "su", "saya", "bapak", "ibu", "yourself",
];

fn has_person(folded: &str) -> bool {
    let han = folded.contains(['您', '你', '我', '咱', '亲']);
    han || folded.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|word| PERSONS.contains(&word))
}

/// Bold inside a sentence, as in the notes of a manual.
fn said_bold(text: &str, layout: &Layout) -> bool {
    layout.of(Part::Said).filter_map(|range| text.get(range)).any(|words| words.contains("**"))
}
