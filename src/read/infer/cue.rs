//! The cue books in `rules/cues`: words and what they tell, read once and looked for all at the same time.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::evidence::Seen;
use super::fold::{Folded, fold};
use super::model::{KINDS, Rows, kinds};
use super::shapes::SHAPES;
use crate::bytes::LETTERS;
use crate::diagnostic::Diagnostic;
use crate::lately::Lately;
use crate::script::Kind;
use crate::shipped::{Shipped, shipped};
use crate::source::Source;
use crate::terms::Terms;
use crate::text::Text;
use crate::yaml::{self, Outcome, Pairs};

/// The cue books that come with the program.
pub static SHIPPED: [Shipped; 4] = [
    shipped!("infer-kind", "cues/infer-kind"),
    shipped!("infer-feeling", "cues/infer-feeling"),
    shipped!("infer-spoken", "cues/infer-spoken"),
    shipped!("infer-private", "cues/infer-private"),
];

const KEYS: [&str; 17] = [
    "about", "cues", "means", "kind", "feels", "spoken", "private", "must_say", "topic", "turns", "where", "shape",
    "call", "en", "zh", "es", "id",
];

/// Something that tells what a block is: words, a layout, a sort of call.
#[derive(Debug, Clone, Default)]
pub struct Cue {
    /// Its short name.
    pub name: String,
    /// What it tells, in a sentence.
    pub means: Arc<str>,
    /// The kinds of segment it speaks for.
    pub kinds: Vec<Kind>,
    /// How the thing feels to the customer, -3..=3.
    pub feels: Option<i8>,
    /// Whether words like these are said (true) or written to the agent (false).
    pub spoken: Option<bool>,
    /// Said and not asked, it tells a personal fact.
    pub private: bool,
    /// Wording that usually has to be said exactly.
    pub must_say: bool,
    /// What it is about.
    pub topic: Option<String>,
    /// It turns the words that follow round, as "not" does.
    pub turns: bool,
    /// It counts only at the start of a sentence.
    pub at_start: bool,
    /// The layout that is looked for, where it has no words.
    pub shape: Option<String>,
    /// The sorts of call, where it has no words.
    pub calls: Vec<String>,
}

/// All cues with what finds their words.
#[derive(Debug)]
pub struct CueBook {
    cues: Vec<Cue>,
    phrases: Vec<Phrase>,
    terms: Terms,
    /// The bytes that phrases begin with.
    begins: [bool; 256],
    kinds: OnceLock<Rows<KINDS>>,
    shapes: Vec<(usize, usize)>,
    kind_cues: Vec<(usize, usize)>,
    /// What was seen lately in blocks, above them, and in the words for the sort of call.
    pub(super) blocks: Lately<Seen>,
    pub(super) headings: Lately<Vec<usize>>,
    pub(super) calls: Lately<Vec<usize>>,
}

#[derive(Debug, Default)]
struct Phrase {
    cues: Vec<usize>,
    any_ending: bool,
}

/// A phrase to look for, and its cue.
#[derive(Debug)]
struct Wanted {
    /// The first eight bytes of the phrase, which tell most phrases apart.
    first: u64,
    phrase: String,
    any_ending: bool,
    cue: usize,
}

impl Wanted {
    fn new(phrase: String, any_ending: bool, cue: usize) -> Self {
        let mut first = [0; 8];
        first.iter_mut().zip(phrase.bytes()).for_each(|(first, byte)| *first = byte);
        Self { first: u64::from_be_bytes(first), phrase, any_ending, cue }
    }

    /// What phrases are sorted by: their bytes.
    fn key(&self) -> (u64, &str, bool) {
        (self.first, &self.phrase, self.any_ending)
    }
}

/// A cue that was found, with the folded range of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) cue: usize,
    pub(super) range: Range<usize>,
}

impl CueBook {
    /// The cue books that come with the program.
    #[must_use]
    pub fn shipped() -> Self {
        Self::of(SHIPPED.iter().map(Shipped::tree)).0
    }

    /// Cue books of one's own, name and text each, with what was found wrong in them. A cue with a name
    /// that an earlier book uses adds its words to that cue.
    #[must_use]
    pub fn read(books: &[(&str, &str)]) -> (Self, Vec<Diagnostic>) {
        Self::of(books.iter().zip(0..).map(|((name, text), file)| yaml::tree(&Source::new(*name, *text), file, &KEYS)))
    }

    fn of(books: impl Iterator<Item = Outcome>) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let mut cues: Vec<Cue> = Vec::new();
        let mut words: Vec<Wanted> = Vec::new();
        for book in books {
            for (key, written) in read_book(book, &mut found) {
                let index = place_of(&mut cues, key, &written, &mut found);
                words.extend(written.phrases().map(|(phrase, any_ending)| Wanted::new(phrase, any_ending, index)));
            }
        }
        (Self::build(cues, words), found)
    }

    fn build(cues: Vec<Cue>, mut words: Vec<Wanted>) -> Self {
        words.sort_by(|a, b| a.key().cmp(&b.key()));
        let same: Vec<&[Wanted]> = words.chunk_by(|a, b| a.key() == b.key()).collect();
        let firsts = || same.iter().filter_map(|same| same.first());
        let terms = Terms::new(firsts().map(|wanted| wanted.phrase.as_str()));
        let mut begins = [false; 256];
        firsts().filter_map(|wanted| wanted.phrase.bytes().next()).for_each(|byte| begins[usize::from(byte)] = true);
        let cues_of = |same: &[Wanted]| same.iter().map(|wanted| wanted.cue).collect();
        let phrases =
            firsts().zip(&same).map(|(first, same)| Phrase { cues: cues_of(same), any_ending: first.any_ending });
        let phrases = phrases.collect();
        let shape = |cue: &Cue| SHAPES.iter().position(|name| cue.shape.as_deref() == Some(name));
        let kind = |cue: &Cue| {
            cue.shape.as_deref()?.strip_prefix("kind_").and_then(|name| kinds().position(|kind| kind.name() == name))
        };
        let shapes = listed(&cues, shape);
        let kind_cues = listed(&cues, kind);
        Self {
            cues,
            phrases,
            terms,
            begins,
            kinds: OnceLock::new(),
            shapes,
            kind_cues,
            blocks: Lately::default(),
            headings: Lately::default(),
            calls: Lately::default(),
        }
    }

    /// The cues, in the order of their books.
    #[must_use]
    pub fn cues(&self) -> &[Cue] {
        &self.cues
    }

    /// How likely each kind is by the cues' own hints alone.
    pub(super) fn kinds(&self, values: &[(usize, f64)]) -> [f64; KINDS] {
        self.kinds.get_or_init(|| Rows::kinds(self)).chances(values)
    }

    /// Cues that stand for a layout, with its place in [`SHAPES`].
    pub(super) fn shapes(&self) -> &[(usize, usize)] {
        &self.shapes
    }

    /// Cues that stand for a likely kind, with its place among the kinds.
    pub(super) fn kind_cues(&self) -> &[(usize, usize)] {
        &self.kind_cues
    }

    /// Cues that stand for a sort of call, where `call` names it.
    pub(super) fn calls_in(&self, call: &str) -> Vec<usize> {
        let call = call.to_lowercase();
        let named = |cue: &Cue| {
            cue.calls.iter().any(|known| call.split(|c: char| !c.is_alphanumeric()).any(|word| word == known))
        };
        listed(&self.cues, |cue| named(cue).then_some(())).into_iter().map(|(cue, ())| cue).collect()
    }

    /// Every cue found in a folded text, by place. Words inside longer words that were found do not count.
    pub(super) fn find(&self, folded: &Folded) -> Vec<Hit> {
        let text = folded.text.as_str();
        let mut spans: Vec<(Range<usize>, usize)> = Vec::new();
        let mut inside = false;
        for (start, byte) in text.bytes().enumerate() {
            let joined = LETTERS.has(byte);
            if !(inside && joined) && self.begins[usize::from(byte)] {
                let mut found = |phrase, range| spans.extend(self.whole(text, phrase, range));
                self.terms.find_at(text.as_bytes(), start, &mut found);
            }
            inside = joined;
        }
        spans.sort_by_key(|(range, phrase)| (range.start, std::cmp::Reverse(range.end), *phrase));
        let mut longest: Range<usize> = 0..0;
        let mut hits = Vec::with_capacity(spans.len());
        for (range, phrase) in spans {
            let inside = range.end <= longest.end && range != longest;
            let cues = self.phrases.get(phrase).map_or(&[][..], |phrase| &phrase.cues);
            let han = folded.text.get(range.clone()).is_some_and(|words| words.starts_with(is_han));
            if inside && !cues.iter().any(|cue| self.counts_inside(*cue, han)) {
                continue;
            }
            let swallows = cues.iter().any(|cue| !self.counts_inside(*cue, han));
            longest = if swallows && !inside { range.clone() } else { longest };
            hits.extend(cues.iter().map(|cue| Hit { cue: *cue, range: range.clone() }));
        }
        hits
    }

    /// Negations, personal facts and exact words count inside longer words too ("will not affect"); a
    /// Chinese "not" does not, as it is often half of a question ("有没有").
    fn counts_inside(&self, cue: usize, han: bool) -> bool {
        self.cues.get(cue).is_some_and(|cue| cue.turns && !han || cue.must_say || cue.private)
    }

    /// The range of a phrase if it stands as words of its own, stretched to the word's end for a star.
    fn whole(&self, text: &str, phrase: usize, range: Range<usize>) -> Option<(Range<usize>, usize)> {
        let any_ending = self.phrases.get(phrase)?.any_ending;
        if joins(text, range.start) {
            return None;
        }
        let after = text.get(range.end..)?;
        if any_ending {
            let tail: usize = after.chars().take_while(|c| word(*c)).map(char::len_utf8).sum();
            return Some((range.start..range.end + tail, phrase));
        }
        let negated = after.starts_with("'t") && text.get(range.clone())?.ends_with(word);
        (!negated && !joins(text, range.end)).then_some((range, phrase))
    }
}

/// Whether a place stands inside a word.
fn joins(text: &str, at: usize) -> bool {
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let (Some(before), Some(behind)) = (at.checked_sub(1).and_then(byte), byte(at)) else { return false };
    if before.is_ascii() && behind.is_ascii() {
        return LETTERS.has(before) && LETTERS.has(behind);
    }
    text.split_at_checked(at).is_some_and(|(before, behind)| before.ends_with(word) && behind.starts_with(word))
}

/// Whether a character is part of a word that stands between spaces.
fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphanumeric() && !is_han(c)
}

fn listed<T>(cues: &[Cue], of: impl Fn(&Cue) -> Option<T>) -> Vec<(usize, T)> {
    cues.iter().enumerate().filter_map(|(at, cue)| Some((at, of(cue)?))).collect()
}

/// Whether any of these words are Chinese.
pub(super) fn has_han(words: &str) -> bool {
    !words.is_ascii() && words.contains(is_han)
}

/// Whether a character is Chinese.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn place_of(cues: &mut Vec<Cue>, key: String, written: &WrittenCue, found: &mut Vec<Diagnostic>) -> usize {
    if let Some(index) = cues.iter().position(|cue| cue.name == key) {
        return index;
    }
    cues.push(written.cue(key, found));
    cues.len() - 1
}

fn read_book(book: Outcome, found: &mut Vec<Diagnostic>) -> Vec<(String, WrittenCue)> {
    found.extend(book.diagnostics);
    let Some(node) = book.node else { return Vec::new() };
    let book: WrittenBook = yaml::read(&node, found);
    book.cues.0.into_iter().map(|(key, cue)| (key.value, cue)).collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename = "a cue book", deny_unknown_fields, default)]
struct WrittenBook {
    #[serde(rename = "about")]
    _about: Option<Text>,
    cues: Pairs<WrittenCue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename = "a cue", deny_unknown_fields, default)]
struct WrittenCue {
    means: Option<Text>,
    kind: Vec<Text>,
    feels: Option<Text>,
    spoken: Option<Text>,
    private: Option<Text>,
    must_say: Option<Text>,
    topic: Option<Text>,
    turns: Option<Text>,
    r#where: Option<Text>,
    shape: Option<Text>,
    call: Vec<Text>,
    en: Option<Text>,
    zh: Option<Text>,
    es: Option<Text>,
    id: Option<Text>,
}

impl WrittenCue {
    fn cue(&self, name: String, found: &mut Vec<Diagnostic>) -> Cue {
        let said = |text: &Option<Text>| text.as_ref().map(|text| text.value.trim().to_string());
        let yes = |text: &Option<Text>| said(text).is_some_and(|word| word == "yes");
        Cue {
            name,
            means: said(&self.means).unwrap_or_default().into(),
            kinds: self.kind.iter().filter_map(|word| kind(word, found)).collect(),
            feels: said(&self.feels).and_then(|word| word.parse().ok()),
            spoken: said(&self.spoken).map(|word| word == "yes"),
            private: yes(&self.private),
            must_say: yes(&self.must_say),
            topic: said(&self.topic),
            turns: yes(&self.turns),
            at_start: said(&self.r#where).is_some_and(|word| word == "start"),
            shape: said(&self.shape),
            calls: self.call.iter().map(|word| word.value.trim().to_lowercase()).collect(),
        }
    }

    /// The words to look for, folded, and whether any ending of the last word will do. A comma parts phrases, so a
    /// semicolon stands for a comma inside one.
    fn phrases(&self) -> impl Iterator<Item = (String, bool)> + '_ {
        let lists = [&self.en, &self.zh, &self.es, &self.id];
        let words = lists.into_iter().flatten().flat_map(|text| text.value.split([',', '，', '\n']));
        words.map(str::trim).filter(|word| !word.is_empty()).map(|word| {
            let (words, any_ending) = word.strip_suffix('*').map_or((word, false), |stem| (stem, true));
            let folded = if words.contains(';') { fold(&words.replace(';', ",")) } else { fold(words) };
            (folded, any_ending)
        })
    }
}

fn kind(word: &Text, found: &mut Vec<Diagnostic>) -> Option<Kind> {
    let kind = if word.value == "notice" { Some(Kind::LegalNotice) } else { Kind::named(word.value.trim()) };
    if kind.is_none() {
        let message = format!("`{}` is no kind of segment", word.value);
        found.push(
            Diagnostic::error("format/unknown-word", word.place, message).help("use one of the kinds a script has"),
        );
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::{CueBook, Folded, SHIPPED, joins, word};

    fn shipped() -> Vec<(&'static str, &'static str)> {
        SHIPPED.iter().map(|book| (book.name, book.text)).collect()
    }

    fn names(book: &CueBook, text: &str) -> Vec<String> {
        book.find(&Folded::new(text)).iter().map(|hit| book.cues()[hit.cue].name.clone()).collect()
    }

    proptest::proptest! {
        #[test]
        fn a_place_is_inside_a_word_between_two_characters_of_one(before in "[a1é您 '_]{0,2}", behind in "[a1é您 '_]{0,2}") {
            let inside = before.ends_with(word) && behind.starts_with(word);
            proptest::prop_assert_eq!(joins(&format!("{before}{behind}"), before.len()), inside);
        }
    }

    #[test]
    fn the_shipped_books_have_no_mistake() {
        let (book, found) = CueBook::read(&shipped());
        assert!(found.is_empty(), "{found:?}");
        assert!(book.cues().len() > 100);
    }

    #[test]
    fn the_longest_words_win_and_words_stay_whole() {
        let own = "cues:\n  thanks:\n    en: |\n      thank you\n  hold:\n    en: |\n      thank you for your patience\n  out:\n    en: |\n      evict*, end\n";
        let (book, found) = CueBook::read(&[("own.yaml", own)]);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(names(&book, "Thank you for your  patience"), ["hold"]);
        assert_eq!(names(&book, "thank you, friend of evictions"), ["thanks", "out"]);
    }

    #[test]
    fn a_lead_can_add_words_to_a_cue() {
        let own = "cues:\n  greeting:\n    en: |\n      ahoy\n";
        let mut books = shipped();
        books.push(("own.yaml", own));
        assert!(names(&CueBook::read(&books).0, "Ahoy!").contains(&"greeting".to_string()));
    }
}
