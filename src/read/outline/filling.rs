//! What a guess fills in where the author of a segment left it open.

use crate::read::infer::{About, Guess, Guesses};
use crate::script::{By, Feeling, Kind, Said, Segment};
use crate::source::Place;

/// The least confidence with which a kind is filled in: a wrong kind would bind the segment to a place.
const KIND: f64 = 0.4;
/// The least confidence with which a segment is called private.
const PRIVATE: f64 = 0.6;
/// The least confidence with which words are taken for some that have to be said exactly.
const EXACT: f64 = 0.6;

/// What the guess about some words fills in.
#[derive(Debug)]
pub(in crate::read) struct Filling {
    feels: Filled<Feeling>,
    kind: Option<Filled<Kind>>,
    private: Option<Filled<bool>>,
    /// Whether the words look like words that have to be said exactly.
    pub exact: bool,
}

/// A guess with the words that led to it.
#[derive(Debug)]
struct Filled<T> {
    guess: Guess<T>,
    cues: Vec<String>,
}

impl Filling {
    /// The words that led to the guess are looked up in `text`, where it is given.
    pub(in crate::read) fn of(guesses: &Guesses, text: Option<&str>) -> Self {
        let cues = |about: About| text.map(|text| cues(guesses, about, text)).unwrap_or_default();
        let Guesses { feeling, kind, private, must_say, .. } = *guesses;
        let filled = Some(kind).filter(|guess| guess.confidence >= KIND);
        let told = Some(private).filter(|guess| guess.value && guess.confidence >= PRIVATE);
        Self {
            feels: Filled { guess: feeling, cues: cues(About::Feeling) },
            kind: filled.map(|guess| Filled { guess, cues: cues(About::Kind) }),
            private: told.map(|guess| Filled { guess, cues: cues(About::Private) }),
            exact: must_say.value && must_say.confidence >= EXACT,
        }
    }

    /// Fills in what the author left open, as guesses.
    pub(in crate::read) fn fill(self, segment: &mut Segment) {
        let place = segment.place;
        segment.feels.get_or_insert_with(|| self.feels.said(place));
        segment.kind = segment.kind.take().or_else(|| self.kind.map(|kind| kind.said(place)));
        segment.private = segment.private.take().or_else(|| self.private.map(|private| private.said(place)));
    }
}

impl<T> Filled<T> {
    fn said(self, place: Place) -> Said<T> {
        let confidence = (self.guess.confidence * 100.0).round() / 100.0;
        Said { value: self.guess.value, by: By::Guess { confidence, cues: self.cues }, place }
    }
}

/// The words of a text that led to a guess.
fn cues(guesses: &Guesses, about: About, text: &str) -> Vec<String> {
    let because = guesses.because(about);
    let words = because.iter().filter_map(|because| text.get(because.at.clone())).map(cue);
    let mut cues: Vec<String> = words.filter(|words| !words.is_empty()).take(3).collect();
    cues.dedup();
    cues
}

/// Words as they can stand in a remark.
fn cue(words: &str) -> String {
    let parts = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | ':' | '#' | '*' | '_' | '>' | '`');
    let mut plain = String::with_capacity(words.len());
    for word in words.split(parts).filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain
}
