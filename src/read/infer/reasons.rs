//! The words that led to guesses, looked up when somebody asks for them: few ever do.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::cue::CueBook;
use super::evidence::{Evidence, Mark, Seen};
use super::model::{Model, Task};
use super::{Guess, Guesses, share};

/// Words that led to a guess.
#[derive(Debug, Clone, PartialEq)]
pub struct Because {
    /// Where they stand in the block, in bytes.
    pub at: Range<usize>,
    /// What such words tell, in a sentence.
    pub means: Arc<str>,
    /// How much they weighed (logit against the other answers' mean); the largest come first.
    pub weight: f64,
}

/// What a guess is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Whether a block is said.
    Voice,
    /// What it does.
    Kind,
    /// How it feels.
    Feeling,
    /// Whether it says a personal fact.
    Private,
    /// Whether its words have to be said exactly.
    MustSay,
    /// What it is about, in one word.
    Topic,
}

/// What guesses rest on.
#[derive(Clone)]
pub(super) struct Grounds {
    pub(super) book: Arc<CueBook>,
    pub(super) model: Arc<Model>,
    pub(super) seen: Arc<Seen>,
    /// The answers to whether it is said, what it does and how it feels.
    pub(super) voice: usize,
    pub(super) kind: usize,
    pub(super) feeling: usize,
}

impl fmt::Debug for Grounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grounds").field("marks", &self.seen.marks).finish_non_exhaustive()
    }
}

/// How many reasons a guess gives at most.
const REASONS: usize = 5;

/// Whether a cue tells a personal fact: among the words to say, and not in a question.
pub(super) fn is_private(mark: &Mark, book: &CueBook) -> bool {
    !mark.asked && !mark.beside && book.cues().get(mark.cue).is_some_and(|cue| cue.private)
}

/// Whether a cue is wording that has to be said exactly, in the words to say or beside them.
pub(super) fn is_exact(mark: &Mark, book: &CueBook) -> bool {
    book.cues().get(mark.cue).is_some_and(|cue| cue.must_say)
}

impl Guesses {
    /// The words that led to a guess, those that weighed most first; none where the layout alone decided.
    #[must_use]
    pub fn because(&self, about: About) -> Vec<Because> {
        let grounds = &self.grounds;
        match about {
            About::Voice => grounds.weighed(Task::Spoken, grounds.voice),
            About::Kind => grounds.weighed(Task::Kind, grounds.kind),
            About::Feeling => grounds.weighed(Task::Feeling, grounds.feeling),
            About::Private => grounds.first(|mark| is_private(mark, &grounds.book)),
            About::MustSay => grounds.first(|mark| is_exact(mark, &grounds.book)),
            About::Topic => {
                let topic = grounds.topic().map(|(topic, _)| topic);
                grounds.first(|mark| topic.is_some() && grounds.topic_of(mark) == topic)
            }
        }
    }

    /// What it is about, in one word, where the words say so.
    #[must_use]
    pub fn topic(&self) -> Option<Guess<String>> {
        let (topic, confidence) = self.grounds.topic()?;
        Some(Guess { value: topic.to_string(), confidence })
    }
}

impl Grounds {
    /// The cues that spoke for an answer, heaviest first, each stretch of words once.
    fn weighed(&self, task: Task, class: usize) -> Vec<Because> {
        let weigh = |mark: &Mark| {
            (self.model.push(task, Evidence::feature(mark.cue, mark.beside), class), mark.range.clone(), mark.cue)
        };
        let mut weighed: Vec<_> = self.seen.marks.iter().map(weigh).filter(|(weight, ..)| *weight > 0.1).collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1.start, a.2).cmp(&(b.1.start, b.2))));
        let mut taken: Vec<Because> = Vec::new();
        for (weight, at, cue) in weighed {
            if taken.len() < REASONS && taken.iter().all(|because| because.at != at) {
                taken.push(self.reason(at, cue, weight));
            }
        }
        taken
    }

    /// The first cues of a sort.
    fn first(&self, of: impl Fn(&Mark) -> bool) -> Vec<Because> {
        let marks = self.seen.marks.iter().filter(|mark| of(mark)).take(REASONS);
        marks.map(|mark| self.reason(mark.range.clone(), mark.cue, 1.0)).collect()
    }

    fn reason(&self, at: Range<usize>, cue: usize, weight: f64) -> Because {
        Because { at, means: self.book.cues().get(cue).map(|cue| Arc::clone(&cue.means)).unwrap_or_default(), weight }
    }

    /// The topic that most cues name, the earlier in the alphabet where two are equal; with how sure it is.
    fn topic(&self) -> Option<(&str, f64)> {
        let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
        for topic in self.seen.marks.iter().filter_map(|mark| self.topic_of(mark)) {
            *topics.entry(topic).or_default() += 1;
        }
        let all: usize = topics.values().sum();
        let (topic, most) = topics.into_iter().rev().max_by_key(|(_, many)| *many)?;
        Some((topic, share(most, all + 1)))
    }

    fn topic_of(&self, mark: &Mark) -> Option<&str> {
        self.book.cues().get(mark.cue)?.topic.as_deref()
    }
}
