//! Guesses from the words of a block: is it said, what does it do, how does it feel, is it personal,
//! must it be said exactly; each with how sure it is and the words that led to it.
//!
//! What the guesses rest on is data: the cue books and word lists in `rules/cues`. See docs/guesses.md
//! for how well they do and where they fail.

mod cue;
mod evidence;
mod fit;
pub(in crate::read) mod fold;
pub(in crate::read) mod layout;
mod measure;
mod model;
mod reasons;
mod shapes;
mod valence;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use cue::{Cue, CueBook, SHIPPED};
pub use fit::PULL;
pub use measure::{Confusion, Figures, Label, Labelled, Measures, cross_validate, labels, measure};
pub use reasons::{About, Because};

use crate::lately::Lately;
use crate::script::{Feeling, Kind};
pub(in crate::read) use evidence::Around;
use evidence::{Evidence, Mark};
use layout::Part;
use model::{Corrections, Model, Task, kinds};
use reasons::{Grounds, is_exact, is_private};

/// What is known about a block besides its own words. All of it may be left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// Words for the sort of call: role, sector, direction, such as "nurse health outbound".
    pub call: Option<&'a str>,
    /// The heading the block stands under.
    pub heading: Option<&'a str>,
    /// How far into the script it stands, 0 to 1.
    pub position: Option<f64>,
}

/// Whether a block is said to the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// Words the agent says.
    Spoken,
    /// Words to say with headings, notes or instructions among them.
    Mixed,
    /// An instruction, a heading, a form field, code, or the customer's words.
    NotSpoken,
}

/// A guess.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess<T> {
    /// What is guessed.
    pub value: T,
    /// How likely it is to be right, 0 to 1.
    pub confidence: f64,
}

/// Everything guessed about one block; [`Guesses::because`] says from which words.
#[derive(Debug, Clone)]
pub struct Guesses {
    /// Whether it is said.
    pub voice: Guess<Voice>,
    /// What it does, supposing that it is said.
    pub kind: Guess<Kind>,
    /// How it feels to the customer, supposing that it is said.
    pub feeling: Guess<Feeling>,
    /// The same as an expected value, -3 to 3.
    pub mean: f64,
    /// Whether it says a personal fact.
    pub private: Guess<bool>,
    /// Whether its words usually have to be said exactly.
    pub must_say: Guess<bool>,
    grounds: Grounds,
}

impl Guesses {
    /// The stretches that are words to say, in bytes of the block.
    pub fn said(&self) -> impl Iterator<Item = Range<usize>> {
        self.grounds.seen.layout.of(Part::Said)
    }
}

/// Cue books with their weights: what guesses are made with.
#[derive(Debug)]
pub struct Guesser {
    book: Arc<CueBook>,
    model: Arc<Model>,
    corrections: Corrections,
}

/// Guesses with the cue books that come with the program. Never fails; linear in the text's length.
#[must_use]
pub fn guess(text: &str, context: &Context<'_>) -> Guesses {
    shipped().guess(text, context)
}

/// The same where it is seen already what stands around; what was guessed lately is not guessed again.
pub(in crate::read) fn lately(text: &str, around: &Around) -> Arc<Guesses> {
    static LATELY: OnceLock<Lately<Guesses>> = OnceLock::new();
    LATELY.get_or_init(Lately::default).get(&around.with(text), || shipped().guess_in(text, around))
}

/// What is seen around a block.
pub(in crate::read) fn around(context: &Context<'_>) -> Around {
    Around::of(context, &shipped().book)
}

fn shipped() -> &'static Guesser {
    static SHIPPED: OnceLock<Guesser> = OnceLock::new();
    SHIPPED.get_or_init(Guesser::shipped)
}

impl Guesser {
    /// The cue books and corrections that come with the program.
    #[must_use]
    pub fn shipped() -> Self {
        Self::with_book(CueBook::shipped())
    }

    /// A cue book of one's own (see [`CueBook::read`]) with the corrections that come with the program.
    #[must_use]
    pub fn with_book(book: CueBook) -> Self {
        let corrections = model::read(model::SHIPPED.tree(), &book);
        Self::with_corrections(book.into(), corrections)
    }

    /// The cue books' own hints alone, without anything learned from labels.
    #[must_use]
    pub fn untaught(book: CueBook) -> Self {
        Self::with_corrections(book.into(), Corrections::new())
    }

    fn with_corrections(book: Arc<CueBook>, corrections: Corrections) -> Self {
        let model = Arc::new(Model::corrected(&book, &corrections));
        Self { book, model, corrections }
    }

    /// What labels have taught, as a YAML text that a person can read. `about` opens it as a comment.
    #[must_use]
    pub fn taught(&self, about: &str) -> String {
        model::write(&self.corrections, &self.book, about)
    }

    /// Guesses about one block.
    #[must_use]
    pub fn guess(&self, text: &str, context: &Context<'_>) -> Guesses {
        self.guess_in(text, &Around::of(context, &self.book))
    }

    fn guess_in(&self, text: &str, around: &Around) -> Guesses {
        self.judge(&Evidence::of(text, around, &self.book))
    }

    fn judge(&self, evidence: &Evidence) -> Guesses {
        let chances = self.model.chances(evidence);
        let chance = |task: Task, class: usize| chances.of(task).get(class).copied().unwrap_or(0.0);
        let (painful, pleasant) = (chance(Task::Painful, 1), chance(Task::Pleasant, 1));
        let [voice, kind, feeling] = [Task::Spoken, Task::Kind, Task::Feeling].map(|task| top(chances.of(task)));
        Guesses {
            voice: Self::voice(voice, evidence),
            kind: self.kind(kind, evidence),
            feeling: self.feeling(feeling, evidence, painful, pleasant),
            mean: chance(Task::Feeling, 2) * (1.0 + pleasant) - chance(Task::Feeling, 0) * (1.0 + painful),
            private: self.flag(evidence, is_private),
            must_say: self.flag(evidence, is_exact),
            grounds: Grounds {
                book: Arc::clone(&self.book),
                model: Arc::clone(&self.model),
                seen: Arc::clone(&evidence.seen),
                voice: voice.0,
                kind: kind.0,
                feeling: feeling.0,
            },
        }
    }

    fn voice((class, confidence): (usize, f64), evidence: &Evidence) -> Guess<Voice> {
        let silent = evidence.seen.layout.of(Part::Said).next().is_none();
        let others = evidence.seen.layout.parts.iter().any(|(range, part)| *part != Part::Said && range.len() > 2);
        let value = match class {
            0 => Voice::NotSpoken,
            _ if silent => Voice::NotSpoken,
            _ if others => Voice::Mixed,
            _ => Voice::Spoken,
        };
        Guess { value, confidence: if silent { confidence.max(0.9) } else { confidence } }
    }

    fn kind(&self, (class, confidence): (usize, f64), evidence: &Evidence) -> Guess<Kind> {
        let kind = self.for_safety(kinds().nth(class).unwrap_or(Kind::Question), evidence);
        Guess { value: kind, confidence }
    }

    /// A question about danger signs is a safety check, advice on when to go for help a safety net.
    fn for_safety(&self, kind: Kind, evidence: &Evidence) -> Kind {
        let says = |wanted: Kind, asked: bool| {
            let speaks = |mark: &&Mark| self.book.cues().get(mark.cue).is_some_and(|cue| cue.kinds.contains(&wanted));
            evidence.seen.marks.iter().filter(speaks).any(|mark| !mark.beside && mark.asked == asked)
        };
        match kind {
            Kind::Question if says(Kind::SafetyCheck, true) => Kind::SafetyCheck,
            Kind::Coaching | Kind::Action | Kind::NextSteps if says(Kind::SafetyNet, false) => Kind::SafetyNet,
            kind => kind,
        }
    }

    fn feeling(&self, top: (usize, f64), evidence: &Evidence, painful: f64, pleasant: f64) -> Guess<Feeling> {
        let (class, confidence) = top;
        let very = |sign: i8| {
            self.book.cues().iter().enumerate().any(|(at, cue)| cue.feels == Some(3 * sign) && evidence.said(at) > 0.0)
        };
        let steps = |sign: i8, more: f64| if more < 0.5 { 1 } else { 2 + i8::from(very(sign)) };
        let valence = match class {
            0 => -steps(-1, painful),
            2 => steps(1, pleasant),
            _ => 0,
        };
        let value = Feeling::new(valence).unwrap_or(Feeling::ALL[3].0);
        Guess { value, confidence }
    }

    /// Whether there are such cues; the surer the more there are.
    fn flag(&self, evidence: &Evidence, of: fn(&Mark, &CueBook) -> bool) -> Guess<bool> {
        let many = evidence.seen.marks.iter().filter(|mark| of(mark, &self.book)).count();
        let yes = || 1.0 - 0.5 * 0.6_f64.powf(f64::from(u32::try_from(many).unwrap_or(u32::MAX)));
        Guess { value: many > 0, confidence: if many == 0 { 0.9 } else { yes() } }
    }
}

fn share(part: usize, all: usize) -> f64 {
    let narrow = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if all == 0 { 0.0 } else { narrow(part) / narrow(all) }
}

/// The likeliest answer; the first of equals.
fn top(chances: &[f64]) -> (usize, f64) {
    chances
        .iter()
        .copied()
        .enumerate()
        .fold((0, 0.0), |best, (at, chance)| if chance > best.1 { (at, chance) } else { best })
}

#[cfg(test)]
mod tests {
    use super::{About, Context, Guesses, Voice, guess};
    use crate::script::Kind;
    use proptest::prelude::*;

    fn of(text: &str) -> Guesses {
        guess(text, &Context::default())
    }

    fn valence(text: &str) -> i8 {
        of(text).feeling.value.valence()
    }

    #[test]
    fn a_feeling_is_the_customers_not_the_speakers() {
        assert!(valence("How many units of alcohol do you drink in a week?") < 0);
        assert!(valence("I'm glad to say that your claim has been approved.") >= 2);
        assert!(valence("I'm afraid we can't refund the late fee, and your account will be closed.") < 0);
        assert_eq!(valence("What is your phone number?"), 0);
        assert!(valence("您的电费已经欠费，请尽快交费，逾期将产生违约金。") < 0);
        assert!(valence("感谢您的来电，祝您生活愉快，再见！") > 0);
    }

    #[test]
    fn a_negation_turns_what_follows_round() {
        let plain = of("There is a penalty.").mean;
        assert!(of("There is no penalty.").mean > plain + 0.5);
        assert!(of("We cannot give you a refund.").mean < of("We can give you a refund.").mean - 0.5);
    }

    #[test]
    fn tells_what_is_said_and_what_it_does() {
        assert_eq!(of("# Closing").voice.value, Voice::NotSpoken);
        assert_eq!(of("Ask the customer for the order number, then check the CRM.").voice.value, Voice::NotSpoken);
        assert_eq!(of("[If yes:] Great, which day suits you?").voice.value, Voice::Mixed);
        let bye = of("Is there anything else I can help you with today?");
        assert_eq!((bye.voice.value, bye.kind.value), (Voice::Spoken, Kind::Closing));
        assert_eq!(of("Please hold for a moment while I check.").kind.value, Kind::Hold);
        assert_eq!(of("您好，这里是城北医院，请问您现在方便吗？").kind.value, Kind::Opening);
    }

    #[test]
    fn a_reason_stands_at_its_words() {
        let text = "Well — I’m SORRY to hear that.";
        let guesses = of(text);
        let words: Vec<&str> = guesses.because(About::Kind).iter().map(|because| &text[because.at.clone()]).collect();
        assert_eq!(guesses.kind.value, Kind::Empathy);
        assert!(words.contains(&"I’m SORRY to hear"), "{words:?}");
    }

    #[test]
    fn a_personal_fact_is_told_and_not_asked() {
        assert!(of("Your balance is {{ amount }}.").private.value);
        assert!(!of("What is your balance?").private.value);
        assert!(of("This call may be recorded for quality.").must_say.value);
    }

    proptest! {
        #[test]
        fn any_text_is_guessed_with_places_inside_it(text in "(\\PC|[\\n\\[\\]{}<>()*#:\"“”_|>（）：？吗您不if -]){0,200}") {
            let guesses = of(&text);
            let reasons = [About::Voice, About::Kind, About::Feeling].map(|about| guesses.because(about));
            for because in reasons.into_iter().flatten() {
                prop_assert!(text.get(because.at.clone()).is_some());
            }
            let mut last = 0;
            for said in guesses.said() {
                prop_assert!(said.start >= last && text.get(said.clone()).is_some());
                last = said.end;
            }
            for confidence in [guesses.voice.confidence, guesses.kind.confidence, guesses.feeling.confidence] {
                prop_assert!((0.0..=1.0).contains(&confidence));
            }
        }
    }
}
