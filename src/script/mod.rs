//! What a call script is: its segments, what each says and how it feels, and what every order must keep.

mod condition;
pub mod duration;
mod facts;
mod feeling;
mod goes;
mod kind;
mod segment;
pub mod spoken;
mod timing;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use condition::{Compare, Condition, same};
pub use facts::{CallFacts, Customer, Direction, Language, Role};
pub use feeling::Feeling;
pub use goes::{ASK_AGAIN, Then};
pub use kind::{Kind, Part};
pub use segment::{Answer, By, Choice, Decides, FixedPlace, FixedQuestion, IfAsked, Pick, Said, Segment};
pub use timing::{Timing, answer_seconds, count_spoken, pick_seconds, seconds, slow_seconds, spoken_seconds};
pub use words::{MustSay, SignOff, Version, When, Words};

use crate::source::Place;
use crate::text::Text;

/// A call script.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// The title.
    pub title: Text,
    /// Short name; the file's name where none is written.
    pub id: String,
    /// The author's own version label.
    pub version: Option<Text>,
    /// Who answers for it.
    pub owner: Option<Text>,
    /// When it was changed last.
    pub changed: Option<Text>,
    /// Sign-off of the whole script.
    pub sign_off: SignOff,
    /// Who speaks.
    pub role: Role,
    /// The language.
    pub language: Language,
    /// What switches rules on.
    pub facts: CallFacts,
    /// What must be true when the call ends; `route` for a call that only finds the right place.
    pub goal: Option<Text>,
    /// Target for the whole call, in seconds.
    pub length: Option<f64>,
    /// Words (Chinese: characters) a minute, where the author sets it.
    pub pace: Option<f64>,
    /// Who is called.
    pub customer: Customer,
    /// The order customers know: ids of segments.
    pub habit: Option<Habit>,
    /// How many pairs may change places.
    pub moves_at_most: Option<(usize, Place)>,
    /// What gets filled in.
    pub blanks: Vec<Blank>,
    /// The parts of the call, in the order in which the author wrote them.
    pub segments: Vec<Segment>,
    /// Whether stages may change places.
    pub stages: Stages,
    /// What may happen at any moment.
    pub anytime: Vec<Anytime>,
    /// The ways a call can end.
    pub outcomes: Vec<Outcome>,
    /// The tick list once the line is closed.
    pub after_call: Vec<Text>,
    /// Small tests.
    pub tests: Vec<Test>,
    /// Settings of the principles.
    pub principles: Principles,
    /// Rule packs on top of `core`.
    pub rules: Vec<Text>,
    /// Findings that are meant.
    pub allow: Vec<Allow>,
}

/// The order that customers know.
#[derive(Debug, Clone)]
pub struct Habit {
    /// Ids of segments, in that order; ids the script no longer has are left out.
    pub order: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// Whether stages may change places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stages {
    /// They stay in the written order.
    #[default]
    Kept,
    /// They may change places.
    Free,
}

/// Something that gets filled in.
#[derive(Debug, Clone, Default)]
pub struct Blank {
    /// Its name.
    pub name: Text,
    /// Where its value comes from.
    pub from: Option<From>,
    /// An example, used for times and previews.
    pub example: Option<Text>,
    /// What is said when the record has nothing.
    pub if_missing: Option<Text>,
    /// The values it may have; any where empty.
    pub allowed: Vec<Text>,
    /// Whether it may stay empty.
    pub optional: bool,
}

/// Where a blank's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The customer's record.
    Record,
    /// The agent.
    Agent,
    /// The customer, during the call.
    Customer,
}

/// The blanks that need no declaration.
pub const BUILT_IN_BLANKS: [&str; 3] = ["today", "weekday", "part_of_day"];

/// What may happen at any moment, and what is said then.
#[derive(Debug, Clone)]
pub struct Anytime {
    /// When: voicemail, someone else, wrong number … or words of the author's own.
    pub when: Text,
    /// What is said then.
    pub segment: Segment,
}

/// The moments that have a name of their own.
pub const ANYTIME: [&str; 10] = [
    "voicemail",
    "someone else",
    "wrong number",
    "bad time",
    "refuses recording",
    "stop calling",
    "complaint",
    "in danger",
    "upset",
    "supervisor",
];

/// A way a call can end.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its name.
    pub name: Text,
    /// What to do then.
    pub todo: Text,
}

/// A small test of the script's paths.
#[derive(Debug, Clone, Default)]
pub struct Test {
    /// Its name.
    pub name: Text,
    /// What the customer answers: id of a segment, and what is heard or picked there.
    pub answers: Vec<(Text, Text)>,
    /// Words that must be said on the way.
    pub must_hear: Vec<Text>,
    /// Words that must not be said on the way.
    pub must_not_hear: Vec<Text>,
    /// The outcome.
    pub ends_as: Option<Text>,
    /// The longest the call may take, in seconds.
    pub under: Option<f64>,
}

/// Settings of the principles, as the author wrote them; what they mean for the score is worked out
/// by the experience model.
#[derive(Debug, Clone, Default)]
pub struct Principles {
    /// Numbers by key, such as `recency` or `loss`, with their places.
    pub numbers: BTreeMap<String, (f64, Place)>,
    /// The model's name, where one is written.
    pub model: Option<Text>,
    /// Principles that are switched off: bad_news_early, combine, segment, finish, choice, habit.
    pub off: Vec<Text>,
    /// Why.
    pub because: Option<Text>,
}

/// A finding that is meant.
#[derive(Debug, Clone, Default)]
pub struct Allow {
    /// The rule's name.
    pub rule: Text,
    /// Why it is meant.
    pub because: Option<Text>,
    /// Where it stands.
    pub place: Place,
}

impl Script {
    /// The segment with this id, and its number in the written order.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<(usize, &Segment)> {
        self.segments.iter().enumerate().find(|(_, segment)| segment.id == id)
    }

    /// The blank with this name.
    #[must_use]
    pub fn blank(&self, name: &str) -> Option<&Blank> {
        self.blanks.iter().find(|blank| blank.name.value == name)
    }

    /// The segments and, behind them, those of `anytime`.
    pub fn all_segments(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter().chain(self.anytime.iter().map(|anytime| &anytime.segment))
    }

    /// Text with each blank replaced by its example, or by its name where it has none.
    #[must_use]
    pub fn with_examples<'t>(&self, text: &'t str) -> Cow<'t, str> {
        spoken::filled(text, |name| {
            self.blank(name).and_then(|blank| blank.example.as_ref()).map(|text| text.value.as_str())
        })
    }
}
