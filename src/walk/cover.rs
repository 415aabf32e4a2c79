//! A walker that leaves everything to chance, with a seed: which segments, answers and outcomes it reaches.

use std::collections::{BTreeMap, BTreeSet};

use super::call::{Call, End, Reply, Turn, Wants};
use crate::script::{Condition, From, Script};

/// How much of the script was reached.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// The number that chance started from.
    pub seed: u64,
    /// How many calls were walked.
    pub calls: usize,
    /// The segments, `anytime` included.
    pub segments: Share,
    /// The answers and picks.
    pub answers: Share,
    /// The outcomes.
    pub outcomes: Share,
    /// How many calls came round and round.
    pub endless: usize,
}

/// How many of some things were reached, and which were not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// How many there are.
    pub all: usize,
    /// Those that were not reached.
    pub missed: Vec<Spot>,
}

/// Something that can be reached.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A segment: its number in the script.
    Segment(usize),
    /// An entry of `anytime`: its number.
    Aside(usize),
    /// An answer or pick of a segment (or of an aside), of its own question or of one of its fixed list.
    Answer {
        /// The segment's number.
        segment: usize,
        /// Whether it is an aside.
        aside: bool,
        /// Which question of the fixed list.
        question: Option<usize>,
        /// Which answer.
        answer: usize,
    },
    /// An outcome: its number.
    Outcome(usize),
}

/// A chance of one in so many, at each turn, that something happens which may happen at any moment.
const INTERRUPTED: usize = 12;

/// Walks at random until everything was reached, or `most` calls were walked.
pub(super) fn walk(script: &Script, order: &[usize], seed: u64, most: usize) -> Coverage {
    let wanted = wanted(script);
    let mut chance = fastrand::Rng::with_seed(seed);
    let mut reached: BTreeSet<Spot> = BTreeSet::new();
    let mut coverage = Coverage { seed, ..Coverage::default() };
    while coverage.calls < most && !wanted.is_subset(&reached) {
        let values = record(script, &mut chance);
        let mut call = Call::new(script, order, &values);
        one(script, &mut call, &mut chance, &mut reached);
        coverage.endless += usize::from(call.end() == Some(&End::Endless));
        coverage.calls += 1;
    }
    let share = |kind: fn(&Spot) -> bool| {
        let all = wanted.iter().filter(|spot| kind(spot));
        Share { all: all.clone().count(), missed: all.filter(|spot| !reached.contains(*spot)).cloned().collect() }
    };
    coverage.segments = share(|spot| matches!(spot, Spot::Segment(_) | Spot::Aside(_)));
    coverage.answers = share(|spot| matches!(spot, Spot::Answer { .. }));
    coverage.outcomes = share(|spot| matches!(spot, Spot::Outcome(_)));
    coverage
}

/// Everything that can be reached.
fn wanted(script: &Script) -> BTreeSet<Spot> {
    let mut wanted: BTreeSet<Spot> = (0..script.segments.len()).map(Spot::Segment).collect();
    wanted.extend((0..script.anytime.len()).map(Spot::Aside));
    wanted.extend((0..script.outcomes.len()).map(Spot::Outcome));
    let asides =
        script.anytime.iter().map(|anytime| &anytime.segment).enumerate().map(|(at, segment)| (at, true, segment));
    let segments = script.segments.iter().enumerate().map(|(at, segment)| (at, false, segment));
    for (number, aside, own) in segments.chain(asides) {
        let picks = own.choice.as_ref().map_or(0, |choice| choice.options.len());
        let answer = |question, answer| Spot::Answer { segment: number, aside, question, answer };
        wanted.extend((0..own.answers.len() + picks).map(|at| answer(None, at)));
        for (question, asked) in own.ask_in_order.iter().enumerate() {
            wanted.extend((0..asked.answers.len()).map(|at| answer(Some(question), at)));
        }
    }
    wanted
}

/// What the record may hold: for each blank that a condition asks about one of the values that matter.
fn record(script: &Script, chance: &mut fastrand::Rng) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let conditions: Vec<&Condition> =
        script.all_segments().filter_map(|segment| segment.only_if.as_ref()).map(|when| &when.condition).collect();
    let names: BTreeSet<&str> = conditions.iter().flat_map(|condition| condition.names()).collect();
    for name in names {
        let blank = script.blank(name);
        if !blank.is_some_and(|blank| matches!(blank.from, Some(From::Record | From::Agent))) {
            continue;
        }
        let mut domain: Vec<String> = vec![String::new(), "something else".to_string()];
        domain.extend(blank.and_then(|blank| blank.example.as_ref()).map(|text| text.value.clone()));
        domain.extend(blank.into_iter().flat_map(|blank| &blank.allowed).map(|text| text.value.clone()));
        conditions.iter().for_each(|condition| condition.mentions(name, &mut domain));
        if let Some(value) = chance.choice(domain) {
            values.insert(name.to_string(), value);
        }
    }
    values
}

fn one(script: &Script, call: &mut Call<'_>, chance: &mut fastrand::Rng, reached: &mut BTreeSet<Spot>) {
    while let Some(turn) = call.turn().cloned() {
        if !turn.aside && !script.anytime.is_empty() && chance.usize(..INTERRUPTED) == 0 {
            call.interrupt(chance.usize(..script.anytime.len()));
            continue;
        }
        reached.insert(if turn.aside { Spot::Aside(turn.segment) } else { Spot::Segment(turn.segment) });
        let reply = reply(&turn, chance, reached);
        call.reply(&reply);
    }
    if let Some(End::As(name)) = call.end() {
        let number = script.outcomes.iter().position(|outcome| outcome.name.value.trim() == name);
        reached.extend(number.map(Spot::Outcome));
    }
}

/// An answer that was never given before, else any; now and then none that could be made out.
fn reply(turn: &Turn, chance: &mut fastrand::Rng, reached: &mut BTreeSet<Spot>) -> Reply {
    match &turn.wants {
        Wants::Nothing => Reply::Nothing,
        Wants::Words(_) => Reply::Words("…".to_string()),
        Wants::OneOf(answers) => {
            if chance.usize(..50) == 0 {
                return Reply::Unclear;
            }
            let spot =
                |answer| Spot::Answer { segment: turn.segment, aside: turn.aside, question: turn.question, answer };
            let new: Vec<usize> = (0..answers.len()).filter(|at| !reached.contains(&spot(*at))).collect();
            // Half the time even where an answer is new, so that what lies behind old ones is reached too.
            let number = match chance.choice(new) {
                Some(new) if chance.bool() => new,
                _ => chance.usize(..answers.len()),
            };
            reached.insert(spot(number));
            Reply::Take(number)
        }
    }
}
