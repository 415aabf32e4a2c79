//! A segment: one part of a call, what is said in it and how it feels.

use super::feeling::Feeling;
use super::goes::Then;
use super::kind::Kind;
use super::words::{MustSay, When, Words};
use crate::source::Place;
use crate::text::Text;

/// One part of a call.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    /// Short name: the written one, or made of the first words.
    pub id: String,
    /// Where the id is written; absent where it was made.
    pub written_id: Option<Text>,
    /// The whole segment in the file, from its first key to its last word.
    pub place: Place,
    /// Heading on the page.
    pub title: Option<Text>,
    /// The part of the call it belongs to.
    pub stage: Option<Text>,
    /// What it does, where that is written, worked out or guessed.
    pub kind: Option<Said<Kind>>,
    /// How it feels to the customer, where that is written or guessed.
    pub feels: Option<Said<Feeling>>,
    /// What it is about.
    pub topic: Option<Text>,
    /// How long it takes in seconds, where the author says so.
    pub takes: Option<f64>,
    /// Suggested words.
    pub say: Option<Words>,
    /// Several versions, one of which is said.
    pub say_any: Vec<Words>,
    /// Exact words.
    pub must_say: Option<Box<MustSay>>,
    /// A question, spoken after the rest.
    pub ask: Option<Words>,
    /// What the customer may answer.
    pub answers: Vec<Answer>,
    /// The blank that the open answer goes into.
    pub fills: Option<Text>,
    /// Blanks asked one after the other.
    pub form: Vec<Text>,
    /// A fixed list of questions: one unit.
    pub ask_in_order: Vec<FixedQuestion>,
    /// A decision that is handed over.
    pub choice: Option<Box<Choice>>,
    /// Whether the customer is asked which news comes first.
    pub ask_first: bool,
    /// The less attractive alternative that a change is set beside.
    pub compared_with: Option<Words>,
    /// Said only when they ask.
    pub if_asked: Vec<IfAsked>,
    /// Asks them to say it back in their own words.
    pub teach_back: Option<Words>,
    /// For the agent's eyes.
    pub note: Vec<Text>,
    /// For training and print only.
    pub coach: Vec<Text>,
    /// Ids of painful segments that this one helps with.
    pub helps_with: Vec<Text>,
    /// Pains and gains of the customer that this segment takes up.
    pub answers_to: Vec<Text>,
    /// Why it is here, or fixed.
    pub why: Option<Text>,
    /// The yes/no question for the scorecard.
    pub qa: Option<Text>,
    /// Says a personal fact: only after a verify, never on voicemail.
    pub private: Option<Said<bool>>,
    /// Ids that it must follow.
    pub after: Vec<Text>,
    /// Ids that it must precede.
    pub before: Vec<Text>,
    /// Directly after this id.
    pub next_to: Option<Text>,
    /// Latest start from the beginning of the call, in seconds, on the slowest path.
    pub starts_within: Option<(f64, Text)>,
    /// First, last, or its number in the written order.
    pub fixed_place: Vec<(FixedPlace, Text)>,
    /// Left out unless this holds.
    pub only_if: Option<When>,
    /// Where the call goes afterwards.
    pub then: Option<Then>,
    /// Which `include` it came with, counted from 1: such segments move as one.
    pub block: Option<u16>,
}

/// Something about a segment, and who said so.
#[derive(Debug, Clone, PartialEq)]
pub struct Said<T> {
    /// What is said.
    pub value: T,
    /// Who said so.
    pub by: By,
    /// Where it is written, or the place of the segment.
    pub place: Place,
}

/// Who said something about a segment.
#[derive(Debug, Clone, PartialEq)]
pub enum By {
    /// The author.
    Author,
    /// It follows from other keys of the segment.
    Keys,
    /// Guessed from the words, with a confidence from 0 to 1 and the words that led to it.
    Guess {
        /// From 0 to 1.
        confidence: f64,
        /// The words that led to it, where they were looked up.
        cues: Vec<String>,
    },
}

impl<T> Said<T> {
    /// Whether it is only a guess.
    #[must_use]
    pub fn is_guess(&self) -> bool {
        matches!(self.by, By::Guess { .. })
    }
}

/// A fixed place in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixedPlace {
    /// The first segment of the call.
    First,
    /// The last segment of the call.
    Last,
    /// Its number in the written order.
    Kept,
}

/// What the customer may answer, and what follows.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// What the customer says: one or several ways.
    pub hear: Vec<Text>,
    /// Where it stands.
    pub place: Place,
    /// Suggested words in return.
    pub say: Option<Words>,
    /// Exact words in return.
    pub must_say: Option<Box<MustSay>>,
    /// A question in return.
    pub ask: Option<Words>,
    /// How that feels to the customer.
    pub feels: Option<Said<Feeling>>,
    /// How long it takes, in seconds.
    pub takes: Option<f64>,
    /// For the agent's eyes.
    pub note: Vec<Text>,
    /// Blanks that get a value.
    pub sets: Vec<(Text, Text)>,
    /// How often this is the answer, from 0 to 1.
    pub often: Option<f64>,
    /// Where the call goes then; the next segment where nothing is written.
    pub then: Option<Then>,
}

/// Words in `hear` that take up an unclear answer.
const UNCLEAR: [&str; 21] = [
    "no clear",
    "unclear",
    "not clear",
    "not sure",
    "unsure",
    "don't know",
    "does not know",
    "anything else",
    "something else",
    "no answer",
    "不清楚",
    "不确定",
    "不知道",
    "没听清",
    "没有听清",
    "听不清",
    "说不好",
    "说不清",
    "说不准",
    "记不清",
    "其他",
];

impl Answer {
    /// Whether it takes up an answer that is none of the others.
    #[must_use]
    pub fn is_unclear(&self) -> bool {
        self.hear.iter().any(|hear| {
            let lower = hear.value.to_lowercase().replace('’', "'");
            lower.trim() == "other" || UNCLEAR.iter().any(|words| lower.contains(words))
        })
    }
}

/// One question of a fixed list.
#[derive(Debug, Clone, Default)]
pub struct FixedQuestion {
    /// The question.
    pub ask: Option<Words>,
    /// Where it stands.
    pub place: Place,
    /// What the customer may answer.
    pub answers: Vec<Answer>,
    /// The blank that the open answer goes into.
    pub fills: Option<Text>,
    /// For the agent's eyes.
    pub note: Vec<Text>,
}

/// A decision handed to the customer.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// What is decided: treatment, provider, time, next call …
    pub about: Option<Text>,
    /// Where it stands.
    pub place: Place,
    /// The question.
    pub ask: Option<Words>,
    /// What there is to pick from.
    pub options: Vec<Pick>,
    /// What they chose last time.
    pub usual: Option<Text>,
    /// The option we recommend.
    pub recommend: Option<Text>,
    /// Why we recommend it.
    pub because: Option<Words>,
    /// What to say when they cannot decide.
    pub if_unsure: Option<Words>,
    /// Whether the decision is the customer's (the default) or ours.
    pub decides: Decides,
}

/// Whose decision it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Decides {
    /// The customer's.
    #[default]
    Customer,
    /// Ours, when it is not theirs to decide.
    Us,
}

/// One option of a choice.
#[derive(Debug, Clone, Default)]
pub struct Pick {
    /// Its name, as the customer says it.
    pub pick: Option<Text>,
    /// Where it stands.
    pub place: Place,
    /// What is told of it before the pick.
    pub tell: Option<Words>,
    /// What is said after it was picked.
    pub say: Option<Words>,
    /// How that feels to the customer.
    pub feels: Option<Said<Feeling>>,
    /// How long that takes, in seconds.
    pub takes: Option<f64>,
    /// Blanks that get a value.
    pub sets: Vec<(Text, Text)>,
    /// How often it is picked, from 0 to 1.
    pub often: Option<f64>,
    /// Where the call goes then.
    pub then: Option<Then>,
}

/// What is said only when the customer asks.
#[derive(Debug, Clone, Default)]
pub struct IfAsked {
    /// What the customer asks: one or several ways.
    pub hear: Vec<Text>,
    /// Where it stands.
    pub place: Place,
    /// What to say.
    pub say: Option<Words>,
}

impl Segment {
    /// Its kind, whoever said so.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.kind.as_ref().map(|said| said.value)
    }

    /// How it feels as a number, -3..=3; 0 where nobody said.
    #[must_use]
    pub fn valence(&self) -> f64 {
        self.feels.as_ref().map_or(0.0, |said| f64::from(said.value.valence()))
    }

    /// Whether the author gave it a place or a neighbour of its own, so that its kind does not place it.
    #[must_use]
    pub fn has_own_place(&self) -> bool {
        !self.fixed_place.is_empty()
            || !self.after.is_empty()
            || !self.before.is_empty()
            || self.next_to.is_some()
            || self.starts_within.is_some()
    }

    /// What to call it in a message: its title, or else its id.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_ref().map_or(&self.id, |title| &title.value)
    }

    /// Every answer, in the order in which they can be given: those of the question and of a fixed list.
    pub fn all_answers(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().chain(self.ask_in_order.iter().flat_map(|question| &question.answers))
    }

    /// The words the agent speaks in any case, in the order of speaking (of `say_any` every version).
    pub fn spoken(&self) -> impl Iterator<Item = &Words> {
        let must = self.must_say.iter().map(|must| &must.words);
        let asked = self.ask_in_order.iter().filter_map(|question| question.ask.as_ref());
        let choice = self.choice.iter();
        let tells = choice.clone().flat_map(|choice| choice.options.iter().filter_map(|pick| pick.tell.as_ref()));
        let question = choice.filter_map(|choice| choice.ask.as_ref());
        self.say
            .iter()
            .chain(&self.say_any)
            .chain(must)
            .chain(&self.compared_with)
            .chain(&self.ask)
            .chain(asked)
            .chain(tells)
            .chain(question)
            .chain(&self.teach_back)
    }

    /// The words the agent speaks only after some answer, pick or question of the customer's.
    pub fn replies(&self) -> impl Iterator<Item = &Words> {
        let answers = self.all_answers().flat_map(|answer| {
            answer.say.iter().chain(answer.must_say.iter().map(|must| &must.words)).chain(&answer.ask)
        });
        let picks = self.choice.iter().flat_map(|choice| choice.options.iter().filter_map(|pick| pick.say.as_ref()));
        let unsure = self.choice.iter().flat_map(|choice| choice.because.iter().chain(&choice.if_unsure));
        let asked = self.if_asked.iter().filter_map(|asked| asked.say.as_ref());
        answers.chain(picks).chain(unsure).chain(asked)
    }
}
