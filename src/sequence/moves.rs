//! What moved, by which principle, what each move alone is worth, and how it now reads.

use super::demand::{Demand, Why};
use super::problem::{Constraint, Problem, broken, permitted, score};
use crate::experience::Experience;
use crate::script::{Script, Segment};
use crate::text::Text;

/// One change in the order.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The segment, as its number from 0 in the written order.
    pub segment: usize,
    /// Its place before, from 1.
    pub from: usize,
    /// Its place now, from 1.
    pub to: usize,
    /// Why it moved.
    pub principle: Principle,
    /// Why, in one sentence.
    pub why: String,
    /// What the move alone is worth: the score of the proposed order less that of the same order with
    /// this segment put back to its old place; `None` where putting it back is not permitted.
    pub gain: Option<f64>,
    /// The end of the words before it, and the beginning of its own, as they now follow each other.
    pub lead_in: Option<(String, String)>,
    /// The end of its own words, and the beginning of those behind it.
    pub lead_out: Option<(String, String)>,
    /// A line to paste into the segment where it reads wrong, so that it stays where it was.
    pub paste: Option<String>,
}

/// The principle that explains a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principle {
    /// Get bad news over early.
    Early,
    /// Combine pain.
    Combine,
    /// Segment pleasure.
    Segment,
    /// Finish strong.
    Finish,
    /// Something the author or the call asks for: a constraint that the written order broke.
    Constraint,
}

impl Principle {
    /// The name that JSON uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Early => "bad_news_early",
            Self::Combine => "combine_pain",
            Self::Segment => "segment_pleasure",
            Self::Finish => "finish_strong",
            Self::Constraint => "constraint",
        }
    }

    /// The principle in plain words.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Early => "get bad news over early",
            Self::Combine => "combine pain",
            Self::Segment => "segment pleasure",
            Self::Finish => "finish strong",
            Self::Constraint => "a constraint",
        }
    }

    /// The reason for a move, for a script in Chinese.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Early => "让难受的事早点说完，之后越来越好",
            Self::Combine => "同一件事的难受之处放在一起，只难受一次",
            Self::Segment => "愉快的事分开说，每一件都能单独感受到",
            Self::Finish => "最后听到的记得最牢，结尾留给更愉快的事",
            Self::Constraint => "脚本里有约束要求这样排",
        }
    }
}

/// The moves from the written order to this one.
#[must_use]
pub(super) fn moves(script: &Script, problem: &Problem, demands: &[Demand], order: &[usize]) -> Vec<Move> {
    let kept = kept(order);
    let best = score(problem, order);
    let explained = |(at, &segment): (usize, &usize)| {
        let mover = Mover { script, problem, demands, order, best, at, segment };
        (!kept.contains(&segment)).then(|| mover.explain())
    };
    order.iter().enumerate().filter_map(explained).collect()
}

/// The segments that need not be called moved: a longest run in their written order, and of those runs one with the
/// most segments that stand where they stood, so that nothing is said to move from 3 to 3.
fn kept(order: &[usize]) -> Vec<usize> {
    let mut best: Vec<((usize, usize), Option<usize>)> = Vec::with_capacity(order.len());
    for (at, &segment) in order.iter().enumerate() {
        let still = usize::from(at == segment);
        let earlier = (0..at).filter(|&before| order[before] < segment).max_by_key(|&before| best[before].0);
        let (length, stills) = earlier.map_or((0, 0), |before| best[before].0);
        best.push(((length + 1, stills + still), earlier));
    }
    let mut kept = Vec::new();
    let mut next = (0..order.len()).max_by_key(|&at| best[at].0);
    while let Some(at) = next {
        kept.push(order[at]);
        next = best[at].1;
    }
    kept
}

/// The longest run of segments that are still in their written order: those that need not be moved.
pub(crate) fn longest_rising(order: &[usize]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; order.len()];
    for (at, &segment) in order.iter().enumerate() {
        let length = ends.partition_point(|&end| order[end] < segment);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut rising = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        rising.push(order[at]);
        next = before[at];
    }
    rising.reverse();
    rising
}

struct Mover<'m> {
    script: &'m Script,
    problem: &'m Problem,
    demands: &'m [Demand],
    order: &'m [usize],
    best: Experience,
    at: usize,
    segment: usize,
}

impl Mover<'_> {
    fn explain(&self) -> Move {
        let back = self.put_back();
        let gain = permitted(self.problem, &back).then(|| self.best.total - score(self.problem, &back).total);
        let principle = self.principle(&back);
        let previous = self.at.checked_sub(1).map(|at| self.order[at]);
        let next = self.order.get(self.at + 1).copied();
        Move {
            segment: self.segment,
            from: self.segment + 1,
            to: self.at + 1,
            principle,
            why: self.sentence(principle, &back),
            gain,
            lead_in: previous.map(|previous| (self.last_words(previous), self.first_words(self.segment))),
            lead_out: next.map(|next| (self.last_words(self.segment), self.first_words(next))),
            paste: self.paste(),
        }
    }

    fn this(&self) -> &Segment {
        &self.script.segments[self.segment]
    }

    /// The proposed order with this segment at its old number again.
    fn put_back(&self) -> Vec<usize> {
        let mut back = self.order.to_vec();
        back.remove(self.at);
        back.insert(self.segment.min(back.len()), self.segment);
        back
    }

    /// The constraint that the written order breaks and that names this segment, if there is one.
    fn constraint(&self) -> Option<&Demand> {
        let written: Vec<usize> = (0..self.order.len()).collect();
        let broken = broken(self.problem, &written);
        broken.into_iter().filter_map(|at| self.demands.get(at)).find(|demand| names(&demand.constraint, self.segment))
    }

    fn principle(&self, back: &[usize]) -> Principle {
        if self.constraint().is_some() {
            return Principle::Constraint;
        }
        let settings = &self.problem.settings;
        let less = score(self.problem, back);
        let by_time = (1.0 - settings.peaks) * (self.best.mean - less.mean);
        let by_company = settings.editing * (self.best.editing - less.editing);
        let valence = self.problem.beats[self.segment].valence;
        if by_company > by_time && by_company > 1e-9 {
            return if valence < 0.0 { Principle::Combine } else { Principle::Segment };
        }
        let earlier = self.at < self.segment;
        match valence {
            v if v < 0.0 => Principle::Early,
            v if v > 0.0 => Principle::Finish,
            _ if earlier => Principle::Finish,
            _ => Principle::Early,
        }
    }

    fn sentence(&self, principle: Principle, back: &[usize]) -> String {
        let earlier = self.at < self.segment;
        let feeling = self.this().feels.as_ref().map_or("has no feeling given", |said| said.value.name());
        let way = if earlier { "earlier" } else { "later" };
        match principle {
            Principle::Constraint => match self.constraint() {
                Some(demand) => format!("it moves {way} because {}", demand.sentence(self.script)),
                None => format!("it moves {way} because a constraint asks for it"),
            },
            Principle::Combine => match self.neighbour() {
                Some(other) => format!(
                    "it is {feeling} and about the same thing as \"{}\", so the two are felt as one pain instead of two",
                    self.script.segments[other].name()
                ),
                None => {
                    "it makes way, so that pains about the same thing stand together and are felt as one".to_string()
                }
            },
            Principle::Segment => match self.company(back) {
                Some(other) => format!(
                    "it is {feeling}; away from \"{}\", which is about the same thing, each is felt as a good thing of its own",
                    self.script.segments[other].name()
                ),
                None => format!(
                    "moving it {way} keeps good things about the same topic apart, so that each is felt on its own"
                ),
            },
            Principle::Early if self.problem.beats[self.segment].valence < 0.0 && earlier => {
                format!("it is {feeling}, so the customer has it over early and the call can get better from there")
            }
            Principle::Early if self.problem.beats[self.segment].valence < 0.0 => {
                format!("it is only {feeling}, so it makes room for what hurts more and should be over first")
            }
            Principle::Early => "it hurts nobody, so it makes room for what is painful to be over first".to_string(),
            Principle::Finish if earlier && self.problem.beats[self.segment].valence > 0.0 => {
                format!(
                    "it is {feeling}, and what feels better still comes after it, so that the call ends on its best moments"
                )
            }
            Principle::Finish if earlier => {
                "it neither hurts nor pleases, so it leaves the end of the call to better moments".to_string()
            }
            Principle::Finish => format!("it is {feeling}, and what comes late is remembered most"),
        }
    }

    /// A painful neighbour with the same topic in the proposed order.
    fn neighbour(&self) -> Option<usize> {
        self.same_topic_beside(self.order, self.at)
    }

    /// A neighbour with the same topic that it would have if it were put back.
    fn company(&self, back: &[usize]) -> Option<usize> {
        let at = back.iter().position(|&segment| segment == self.segment)?;
        self.same_topic_beside(back, at)
    }

    fn same_topic_beside(&self, order: &[usize], at: usize) -> Option<usize> {
        let account = self.problem.beats[self.segment].account?;
        let beside = [at.checked_sub(1), Some(at + 1)];
        let others = beside.into_iter().flatten().filter_map(|place| order.get(place).copied());
        others.into_iter().find(|&other| self.problem.beats[other].account == Some(account))
    }

    fn first_words(&self, segment: usize) -> String {
        let text = self.words(segment).next().map(|text| self.plain(text)).unwrap_or_default();
        clip(&text, Side::Start)
    }

    fn last_words(&self, segment: usize) -> String {
        let text = self.words(segment).last().map(|text| self.plain(text)).unwrap_or_default();
        clip(&text, Side::End)
    }

    fn words(&self, segment: usize) -> impl Iterator<Item = &Text> {
        self.script.segments[segment].spoken().filter_map(|words| words.text(&self.script.language))
    }

    fn plain(&self, text: &Text) -> String {
        self.script.with_examples(&text.value).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A constraint that would have kept it where it was.
    fn paste(&self) -> Option<String> {
        let id = |at: usize| self.script.segments[at].id.as_str();
        if self.at < self.segment {
            let place = |segment: usize| self.order.iter().position(|&other| other == segment).unwrap_or(0);
            let passed = (0..self.segment).rev().find(|&other| place(other) > self.at)?;
            return Some(format!("after: {}", id(passed)));
        }
        let before = self.segment.checked_sub(1)?;
        Some(format!("next_to: {}", id(before)))
    }
}

fn names(constraint: &Constraint, segment: usize) -> bool {
    match constraint {
        Constraint::Before { first, then } | Constraint::Directly { first, then } => {
            *first == segment || *then == segment
        }
        Constraint::Together(members) => members.contains(&segment),
        Constraint::At { segment: own, .. }
        | Constraint::StartsWithin { segment: own, .. }
        | Constraint::AnyBefore { segment: own, .. } => *own == segment,
        Constraint::FewMoves { .. } => false,
    }
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

/// About eight words, or twenty Chinese characters, from one side of a text.
fn clip(text: &str, side: Side) -> String {
    let most = if text.chars().take(20).any(|c| c > '\u{2e80}') { 20 } else { 48 };
    let count = text.chars().count();
    if count <= most {
        return text.to_string();
    }
    match side {
        Side::Start => {
            let head: String = text.chars().take(most).collect();
            let end = head.rfind(' ').unwrap_or(head.len());
            format!("{} …", head[..end].trim_end())
        }
        Side::End => {
            let tail: String = text.chars().skip(count - most).collect();
            let start = tail.find(' ').map_or(0, |at| at + 1);
            format!("… {}", &tail[start..])
        }
    }
}

/// Whether a demand is one that a lead recognises as a reason: not the plain shape of a call.
pub(super) fn worth_naming(why: &Why) -> bool {
    !matches!(why, Why::Head | Why::Tail | Why::Transfer | Why::Include)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_segments_are_said_to_move() {
        assert_eq!(kept(&[0, 3, 2, 1, 4]), [4, 2, 0]);
        assert_eq!(longest_rising(&[0, 3, 1, 2, 4]), [0, 1, 2, 4]);
        assert_eq!(longest_rising(&[2, 0, 1]), [0, 1]);
        assert_eq!(longest_rising(&[]), Vec::<usize>::new());
    }
}
