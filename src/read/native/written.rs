//! The written form of a script: the keys that a file may have, as serde reads them. What they mean is
//! worked out in `meaning`; nothing outside this folder sees these types.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::text::Text;
use crate::yaml::{Pairs, Short};

/// Spoken words: on one line or under `|`, or one version for each language.
pub(super) type WrittenWords = Short<Pairs<Short<WrittenVersion>>>;

/// A call script.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "a script")]
#[schemars(rename = "Script", deny_unknown_fields)]
pub(super) struct WrittenScript {
    /// The title.
    pub script: Option<Text>,
    /// Short name; the file's name where it is left out.
    pub id: Option<Text>,
    /// Your own version label.
    pub version: Option<Text>,
    /// Who answers for it.
    pub owner: Option<Text>,
    /// When it was changed last.
    pub changed: Option<Text>,
    /// Who signed the whole script off.
    pub approved_by: Option<Text>,
    /// When it was signed off.
    pub approved_on: Option<Text>,
    /// When it must be looked at again.
    pub review_by: Option<Text>,
    /// A hash that `callcraft approve` writes.
    pub seal: Option<Text>,
    /// Who speaks: nurse, agent, or a word of your own.
    pub role: Option<Text>,
    /// The language, such as en-GB or zh-CN.
    pub language: Option<Text>,
    /// inbound or outbound.
    pub direction: Option<Text>,
    /// Where the customer is.
    pub country: Option<Text>,
    /// The state or province.
    pub state: Option<Text>,
    /// health, collections, sales, support, survey …
    pub sector: Option<Text>,
    /// yes or no: the call is recorded.
    pub recorded: Option<Text>,
    /// yes or no: it is the first contact in the matter.
    pub first_contact: Option<Text>,
    /// yes or no: a machine speaks.
    pub ai_voice: Option<Text>,
    /// What must be true when the call ends; `route` for a call that only finds the right place.
    pub goal: Option<Text>,
    /// Target for the whole call, such as 8 min.
    pub length: Option<Text>,
    /// Words (Chinese: characters) a minute.
    pub pace: Option<Text>,
    /// The empathy map: who is called.
    pub customer: Option<WrittenCustomer>,
    /// The order that customers know: a list of ids, or the file of the last version.
    pub habit: Option<Vec<Text>>,
    /// How many pairs may change places.
    pub moves_at_most: Option<Text>,
    /// What gets filled in: `first_name: Maria`, or with keys of its own.
    pub blanks: Option<Pairs<Short<WrittenBlank>>>,
    /// The parts of the call, in the order in which you think of them.
    pub segments: Option<Vec<WrittenSegment>>,
    /// kept or free: whether stages may change places.
    pub stages: Option<Text>,
    /// What may happen at any moment.
    pub anytime: Option<Vec<WrittenSegment>>,
    /// The ways a call can end: name, and what to do then.
    pub outcomes: Option<Pairs<Text>>,
    /// The tick list once the line is closed.
    pub after_call: Option<Vec<Text>>,
    /// Small tests of the script.
    pub tests: Option<Vec<WrittenTest>>,
    /// Settings of the principles.
    pub principles: Option<WrittenPrinciples>,
    /// Rule packs on top of core.
    pub rules: Option<Vec<Text>>,
    /// Findings that are meant.
    pub allow: Option<Vec<WrittenAllow>>,
}

/// The empathy map.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "customer")]
#[schemars(rename = "Customer", deny_unknown_fields)]
pub(super) struct WrittenCustomer {
    /// Who they are.
    pub who: Option<Text>,
    /// What they say.
    pub says: Option<Vec<Text>>,
    /// What they think.
    pub thinks: Option<Vec<Text>>,
    /// What they do.
    pub does: Option<Vec<Text>>,
    /// What they feel.
    pub feelings: Option<Vec<Text>>,
    /// What hurts.
    pub pains: Option<Vec<Text>>,
    /// What they hope for.
    pub gains: Option<Vec<Text>>,
}

/// Something that gets filled in.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "a blank")]
#[schemars(rename = "Blank", deny_unknown_fields)]
pub(super) struct WrittenBlank {
    /// record, agent or customer.
    pub from: Option<Text>,
    /// An example.
    pub example: Option<Text>,
    /// What is said when the record has nothing.
    pub if_missing: Option<Text>,
    /// The values it may have.
    pub allowed: Option<Vec<Text>>,
    /// yes or no: it may stay empty.
    pub optional: Option<Text>,
}

/// One version of some words, with its approval.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "words in one language")]
#[schemars(rename = "Version", deny_unknown_fields)]
pub(super) struct WrittenVersion {
    /// The words.
    pub text: Option<Text>,
    /// Who approved them.
    pub approved_by: Option<Text>,
    /// When.
    pub approved_on: Option<Text>,
    /// When they must be looked at again.
    pub review_by: Option<Text>,
    /// A hash that `callcraft approve` writes.
    pub seal: Option<Text>,
}

/// Exact words.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "must_say")]
#[schemars(rename = "MustSay", deny_unknown_fields)]
pub(super) struct WrittenMustSay {
    /// The exact words.
    pub text: Option<WrittenWords>,
    /// Why they must be said.
    pub why: Option<Text>,
    /// Only where this holds.
    pub only_if: Option<Text>,
    /// Who approved them.
    pub approved_by: Option<Text>,
    /// When.
    pub approved_on: Option<Text>,
    /// When they must be looked at again.
    pub review_by: Option<Text>,
    /// A hash that `callcraft approve` writes.
    pub seal: Option<Text>,
}

/// One part of a call.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "a segment")]
#[schemars(rename = "Segment", deny_unknown_fields)]
pub(super) struct WrittenSegment {
    /// Instead of a segment: the file of a shared block, which moves as one.
    pub include: Option<Text>,
    /// For `anytime`: voicemail, someone else, wrong number, or words of your own.
    pub when: Option<Text>,
    /// Short name.
    pub id: Option<Text>,
    /// Heading on the page.
    pub title: Option<Text>,
    /// The part of the call it belongs to; segments of a stage stay together.
    pub stage: Option<Text>,
    /// opening, legal_notice, verify, question, news, choice, coaching, closing …
    pub kind: Option<Text>,
    /// How it feels to the customer: very painful … very pleasant.
    pub feels: Option<Text>,
    /// What it is about: neighbours with one topic are felt as one.
    pub topic: Option<Text>,
    /// How long it takes: 40 s, 2 min, 1:30.
    pub takes: Option<Text>,
    /// Suggested words.
    pub say: Option<WrittenWords>,
    /// Several versions: pick one, or your own words.
    pub say_any: Option<Vec<WrittenWords>>,
    /// Exact words.
    pub must_say: Option<Short<WrittenMustSay>>,
    /// A question, spoken after `say`; one for each segment.
    pub ask: Option<WrittenWords>,
    /// What the customer may answer.
    pub answers: Option<Vec<WrittenAnswer>>,
    /// The blank that the open answer goes into.
    pub fills: Option<Text>,
    /// Blanks asked one after the other.
    pub form: Option<Vec<Text>>,
    /// A fixed list of questions: one unit, never reshuffled.
    pub ask_in_order: Option<Vec<Short<WrittenQuestion>>>,
    /// A decision handed to the customer.
    pub choice: Option<WrittenChoice>,
    /// yes: ask whether they want this news first or the other.
    pub ask_first: Option<Text>,
    /// The less attractive alternative that a change is set beside.
    pub compared_with: Option<WrittenWords>,
    /// Only when they ask.
    pub if_asked: Option<Vec<WrittenIfAsked>>,
    /// Ask them to say it back in their own words.
    pub teach_back: Option<WrittenWords>,
    /// For the agent's eyes.
    pub note: Option<Vec<Text>>,
    /// For training and print only.
    pub coach: Option<Vec<Text>>,
    /// Ids of painful segments that this one helps with.
    pub helps_with: Option<Vec<Text>>,
    /// Pains and gains of the customer that this segment takes up.
    pub answers_to: Option<Vec<Text>>,
    /// Why it is here or fixed.
    pub why: Option<Text>,
    /// The yes/no question for the scorecard.
    pub qa: Option<Text>,
    /// yes: it says a personal fact, so only after a verify.
    pub private: Option<Text>,
    /// Ids that it must follow.
    pub after: Option<Vec<Text>>,
    /// Ids that it must precede.
    pub before: Option<Vec<Text>>,
    /// Directly after that id.
    pub next_to: Option<Text>,
    /// Latest start from the beginning of the call, such as 60 s.
    pub starts_within: Option<Text>,
    /// first, last or kept.
    pub place: Option<Vec<Text>>,
    /// Leave it out unless: `area is No`.
    pub only_if: Option<Text>,
    /// Where to go: `go to ID`, `ask again`, `use FILE`, `come back`, `end as OUTCOME`.
    pub then: Option<Short<WrittenThen>>,
    /// For `ask again`: how often at most.
    pub at_most: Option<Text>,
    /// For `ask again`: where to go after that.
    pub otherwise: Option<Text>,
}

/// Where to go, with keys of its own.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "then")]
#[schemars(rename = "Then", deny_unknown_fields)]
pub(super) struct WrittenThen {
    /// To another segment.
    pub go_to: Option<Text>,
    /// The question again: at most so often.
    pub ask_again: Option<Short<WrittenAgain>>,
    /// How often at most.
    pub at_most: Option<Text>,
    /// Where to go after that.
    pub otherwise: Option<Text>,
    /// To another script.
    #[serde(rename = "use")]
    pub use_file: Option<Text>,
    /// The way the call ends.
    pub end_as: Option<Text>,
}

/// How often a question is asked again.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "ask_again")]
#[schemars(rename = "AskAgain", deny_unknown_fields)]
pub(super) struct WrittenAgain {
    /// How often at most; 3 by default.
    pub at_most: Option<Text>,
    /// Where to go after that.
    pub otherwise: Option<Text>,
}

/// What the customer may answer.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "an answer")]
#[schemars(rename = "Answer", deny_unknown_fields)]
pub(super) struct WrittenAnswer {
    /// What the customer says: one way or several.
    pub hear: Option<Vec<Text>>,
    /// Suggested words in return.
    pub say: Option<WrittenWords>,
    /// Exact words in return.
    pub must_say: Option<Short<WrittenMustSay>>,
    /// A question in return.
    pub ask: Option<WrittenWords>,
    /// How that feels to the customer.
    pub feels: Option<Text>,
    /// How long it takes.
    pub takes: Option<Text>,
    /// For the agent's eyes.
    pub note: Option<Vec<Text>>,
    /// Blanks that get a value.
    pub sets: Option<Pairs<Text>>,
    /// How often this is the answer: 80%.
    pub often: Option<Text>,
    /// Where to go.
    pub then: Option<Short<WrittenThen>>,
    /// For `ask again`: how often at most.
    pub at_most: Option<Text>,
    /// For `ask again`: where to go after that.
    pub otherwise: Option<Text>,
}

/// One question of a fixed list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "a question")]
#[schemars(rename = "Question", deny_unknown_fields)]
pub(super) struct WrittenQuestion {
    /// The question.
    pub ask: Option<WrittenWords>,
    /// What the customer may answer.
    pub answers: Option<Vec<WrittenAnswer>>,
    /// The blank that the open answer goes into.
    pub fills: Option<Text>,
    /// For the agent's eyes.
    pub note: Option<Vec<Text>>,
}

/// A decision handed to the customer.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "a choice")]
#[schemars(rename = "Choice", deny_unknown_fields)]
pub(super) struct WrittenChoice {
    /// treatment, provider, time, next call …
    pub about: Option<Text>,
    /// The question.
    pub ask: Option<WrittenWords>,
    /// What there is to pick from.
    pub options: Option<Vec<Short<WrittenPick>>>,
    /// What they chose last time.
    pub usual: Option<Text>,
    /// The option we recommend.
    pub recommend: Option<Text>,
    /// Why we recommend it.
    pub because: Option<WrittenWords>,
    /// What to say when they cannot decide.
    pub if_unsure: Option<WrittenWords>,
    /// customer, or us when it is not theirs to decide.
    pub decides: Option<Text>,
}

/// One option of a choice.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "an option")]
#[schemars(rename = "Option", deny_unknown_fields)]
pub(super) struct WrittenPick {
    /// Its name, as the customer says it.
    pub pick: Option<Text>,
    /// What is told of it before the pick.
    pub tell: Option<WrittenWords>,
    /// What is said after it was picked.
    pub say: Option<WrittenWords>,
    /// How that feels to the customer.
    pub feels: Option<Text>,
    /// How long that takes.
    pub takes: Option<Text>,
    /// Blanks that get a value.
    pub sets: Option<Pairs<Text>>,
    /// How often it is picked: 60%.
    pub often: Option<Text>,
    /// Where to go.
    pub then: Option<Short<WrittenThen>>,
    /// For `ask again`: how often at most.
    pub at_most: Option<Text>,
    /// For `ask again`: where to go after that.
    pub otherwise: Option<Text>,
}

/// What is said only when the customer asks.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "an item of if_asked")]
#[schemars(rename = "IfAsked", deny_unknown_fields)]
pub(super) struct WrittenIfAsked {
    /// What the customer asks.
    pub hear: Option<Vec<Text>>,
    /// What to say.
    pub say: Option<WrittenWords>,
}

/// A small test of a script.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "a test")]
#[schemars(rename = "Test", deny_unknown_fields)]
pub(super) struct WrittenTest {
    /// Its name.
    pub name: Option<Text>,
    /// What the customer answers: id of a segment, and what is heard or picked there.
    pub answers: Option<Pairs<Text>>,
    /// Words that must be said on the way.
    pub must_hear: Option<Vec<Text>>,
    /// Words that must not be said on the way.
    pub must_not_hear: Option<Vec<Text>>,
    /// The outcome.
    pub ends_as: Option<Text>,
    /// The longest the call may take.
    pub under: Option<Text>,
}

/// Settings of the principles.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "principles")]
#[schemars(rename = "Principles", deny_unknown_fields)]
pub(super) struct WrittenPrinciples {
    /// recency or acclimation.
    pub model: Option<Short<WrittenSetting>>,
    /// w: how fast a moment fades from memory.
    pub recency: Option<Short<WrittenSetting>>,
    /// rho: the weight of the peaks, 0 to 1.
    pub peaks: Option<Short<WrittenSetting>>,
    /// beta: how feelings level off, 0 to 1.
    pub diminishing: Option<Short<WrittenSetting>>,
    /// lambda: how much more a pain weighs than a pleasure.
    pub loss: Option<Short<WrittenSetting>>,
    /// eta: the weight of joined pains and separate pleasures.
    pub editing: Option<Short<WrittenSetting>>,
    /// alpha: how fast people get used to a feeling (model acclimation).
    pub acclimation: Option<Short<WrittenSetting>>,
    /// Seconds of listening after a question with answers to pick from.
    pub listening_closed: Option<Short<WrittenSetting>>,
    /// Seconds of listening after an open question.
    pub listening_open: Option<Short<WrittenSetting>>,
    /// off: get bad news over early.
    pub early: Option<Short<WrittenSetting>>,
    /// off: combine pain.
    pub combine: Option<Short<WrittenSetting>>,
    /// off: segment pleasure.
    pub segment: Option<Short<WrittenSetting>>,
    /// off: finish strong.
    pub finish: Option<Short<WrittenSetting>>,
    /// off: offer choice.
    pub choice: Option<Short<WrittenSetting>>,
    /// off: respect habit.
    pub habit: Option<Short<WrittenSetting>>,
    /// Principles that are switched off: early, finish, combine, segment, choice, habit.
    pub off: Option<Vec<Text>>,
    /// Why.
    pub because: Option<Text>,
}

/// One setting with its reason.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "a setting")]
#[schemars(rename = "Setting", deny_unknown_fields)]
pub(super) struct WrittenSetting {
    /// The number, or off.
    pub value: Option<Text>,
    /// Why.
    pub because: Option<Text>,
}

/// A finding that is meant.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "an item of allow")]
#[schemars(rename = "Allow", deny_unknown_fields)]
pub(super) struct WrittenAllow {
    /// The rule's name.
    pub rule: Option<Text>,
    /// Why it is meant.
    pub because: Option<Text>,
}
