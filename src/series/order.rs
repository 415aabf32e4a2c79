//! The order of the calls: the series as one sequence of all its segments with gaps between the calls, put in order by
//! the sequencer of single calls. A call is one unit; nothing is felt as one across a gap.

use jiff::civil::Date;
use std::collections::BTreeMap;

use super::dates;
use super::model::{Call, Series};
use super::when::{Anchor, Window};
use crate::experience::{Beat, Experience, NO_EVIDENCE, Settings, length, score, unit};
use crate::script::{FixedPlace, seconds, slow_seconds};
use crate::sequence::problem::{Constraint, Problem, permitted};
use crate::sequence::solve::{Limits, Proof, solve};
use crate::sequence::{beats, settings};
use crate::text::Text;

/// How one call is felt.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Felt {
    /// Its segments as they are felt, in the written order.
    pub beats: Vec<Beat>,
    /// Whether each one's feeling is known.
    pub known: Vec<bool>,
    /// How the call alone will be remembered.
    pub experience: Experience,
    /// How long it takes, in seconds.
    pub seconds: f64,
    /// How long it takes on the slowest path, in seconds.
    pub slow: f64,
}

/// The order of the calls, and what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ordered {
    /// The calls in the order they are made, as numbers in the series.
    pub order: Vec<usize>,
    /// The best permitted order, where that is another one.
    pub best: Vec<usize>,
    /// How the series in the written order will be remembered.
    pub before: Experience,
    /// How it will be remembered in the best permitted order.
    pub after: Experience,
    /// Whether no permitted order of the calls is better.
    pub proof: Proof,
    /// Whether the written order keeps every window and place.
    pub written_fits: bool,
    /// Each call as it is felt, in the written order of calls.
    pub felt: Vec<Felt>,
    /// The settings that the series as a whole is scored with.
    pub settings: Settings,
    /// The settings that each call alone is scored with.
    pub alone: Settings,
}

/// Why the calls cannot be put in order: the calls whose places or windows contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The calls, as numbers in the series.
    pub calls: Vec<usize>,
}

/// Each call of a series as it is felt.
#[must_use]
pub fn felt(series: &Series) -> Vec<Felt> {
    let settings = settings_of(series);
    series.calls.iter().map(|call| felt_call(series, call, &settings)).collect()
}

/// Each call as it is felt, and how the whole will be remembered with the calls in the written order; no day zero is
/// needed for that.
#[must_use]
pub fn as_written(series: &Series) -> (Vec<Felt>, Experience) {
    let felt = felt(series);
    let settings = by_calls(settings_of(series), &felt);
    let written: Vec<usize> = (0..felt.len()).collect();
    let experience = whole(&felt, &written, &settings);
    (felt, experience)
}

fn felt_call(series: &Series, call: &Call, settings: &Settings) -> Felt {
    let Some(script) = series.script(call) else { return Felt::default() };
    let beats = beats(script);
    Felt {
        experience: score(&beats, settings),
        known: script.segments.iter().map(|segment| segment.feels.is_some()).collect(),
        seconds: script.segments.iter().map(|segment| seconds(script, segment)).sum(),
        slow: script.segments.iter().map(|segment| slow_seconds(script, segment)).sum(),
        beats,
    }
}

/// The settings of the score: those of the first script that has any of its own, else the defaults.
fn settings_of(series: &Series) -> Settings {
    let scripts = series.scripts.iter().filter_map(|script| script.reading.script.as_ref());
    scripts.map(settings).find(|own| *own != Settings::default()).unwrap_or_default()
}

/// The settings for a series: what fades by the part in a call fades by the call in a series, so that a typical call
/// counts as long as a typical part does. That a series is remembered like a call is our own assumption; without this
/// step only the last parts of the last call would count.
fn by_calls(settings: Settings, felt: &[Felt]) -> Settings {
    let all: Vec<Beat> = felt.iter().flat_map(|felt| felt.beats.iter().copied()).collect();
    let unit = unit(&all);
    let mut lengths: Vec<f64> = felt
        .iter()
        .map(|felt| felt.beats.iter().map(|beat| length(beat.minutes, unit)).sum::<f64>())
        .filter(|length| *length > 0.0)
        .collect();
    lengths.sort_by(f64::total_cmp);
    let typical = lengths.get(lengths.len() / 2).copied().unwrap_or(1.0).max(1.0);
    Settings {
        recency: settings.recency / typical,
        decay: settings.decay / typical,
        acclimation: settings.acclimation / typical,
        ..settings
    }
}

/// The best permitted order of the calls.
///
/// # Errors
/// The calls that contradict each other, where no order keeps every place and window.
pub fn order(series: &Series, start: Date, limits: &Limits<'_>) -> Result<Ordered, Contradiction> {
    let felt = felt(series);
    let rules = rules(series, start);
    let alone = settings_of(series);
    let settings = by_calls(alone, &felt);
    let problem = Units::new(&felt, &rules, settings);
    let written: Vec<usize> = (0..series.calls.len()).collect();
    let solution = solve(&problem.problem, limits).map_err(|conflict| {
        let mut calls: Vec<usize> = conflict
            .constraints
            .iter()
            .filter_map(|&at| rules.get(at.checked_sub(problem.chains)?))
            .flat_map(Rule::calls)
            .collect();
        calls.sort_unstable();
        calls.dedup();
        Contradiction { calls }
    })?;
    let best = problem.calls(&solution.order);
    let (before, after) = (whole(&felt, &written, &settings), whole(&felt, &best, &settings));
    let written_fits = permitted(&problem.problem, &problem.segments(&written));
    let mut proof = solution.proof;
    let mut keep_written = written_fits && after.total - before.total < NO_EVIDENCE;
    if !keep_written && written_fits && crowded(series, &best, start) && !crowded(series, &written, start) {
        // The windows are met pair by pair, yet not all on days of their own: the written order stays, with its gap.
        keep_written = true;
        proof = Proof::Gap((after.total - before.total).max(0.0));
    }
    let order = if keep_written { written } else { best.clone() };
    Ok(Ordered { order, best, before, after, proof, written_fits, felt, settings, alone })
}

/// How the whole series will be remembered with its calls in this order; nothing is felt as one across a gap.
#[must_use]
pub fn whole(felt: &[Felt], order: &[usize], settings: &Settings) -> Experience {
    let mut all = Vec::new();
    for (number, &call) in order.iter().enumerate() {
        all.extend(felt.get(call).into_iter().flat_map(|felt| &felt.beats).map(|beat| apart(*beat, number)));
    }
    score(&all, settings)
}

/// Topics of one call are not those of another.
pub(super) fn apart(beat: Beat, call: usize) -> Beat {
    const TOPICS: u32 = 4_096;
    let call = u32::try_from(call).unwrap_or(0);
    Beat { account: beat.account.map(|topic| call.saturating_mul(TOPICS).saturating_add(topic)), ..beat }
}

/// Whether some call falls outside its window in this order.
fn crowded(series: &Series, order: &[usize], start: Date) -> bool {
    let days = dates::Days { series, order, start, free: &|_, _| true };
    days.plan().iter().any(|(_, day, bounds)| *day < bounds.earliest || *day > bounds.latest)
}

/// What every order of the calls keeps.
#[derive(Debug, Clone, PartialEq)]
enum Rule {
    Before(usize, usize),
    At(usize, usize),
}

impl Rule {
    fn calls(&self) -> Vec<usize> {
        match self {
            Self::Before(first, then) => vec![*first, *then],
            Self::At(call, _) => vec![*call],
        }
    }
}

fn rules(series: &Series, start: Date) -> Vec<Rule> {
    let count = series.calls.len();
    let mut rules = Vec::new();
    for (at, call) in series.calls.iter().enumerate() {
        if let Some((place, _)) = call.fixed {
            // A call that takes place several times is last where its last time is, first where its first is.
            let place = match (place, call.turn) {
                (FixedPlace::Last, Some((turn, of))) if turn < of => None,
                (FixedPlace::First, Some((turn, _))) if turn > 1 => None,
                (FixedPlace::First, _) => Some(0),
                (FixedPlace::Last, _) => count.checked_sub(1),
                (FixedPlace::Kept, _) => Some(at),
            };
            rules.extend(place.map(|place| Rule::At(at, place)));
        }
        let named = |texts: &[Text]| texts.iter().filter_map(|text| series.find(&text.value)).collect::<Vec<_>>();
        rules.extend(named(&call.after).into_iter().map(|first| Rule::Before(first, at)));
        rules.extend(named(&call.before).into_iter().map(|then| Rule::Before(at, then)));
        if let Window::After { of: Anchor::Call(id), .. } = &call.window {
            rules.extend(series.find(id).map(|first| Rule::Before(first, at)));
        }
    }
    rules.extend(by_windows(series, start));
    rules.extend(by_what_is_passed_on(series));
    rules.retain(|rule| !matches!(rule, Rule::Before(first, then) if first == then));
    rules
}

/// A call whose window ends before another's begins comes first.
fn by_windows(series: &Series, start: Date) -> Vec<Rule> {
    let order: Vec<usize> = (0..series.calls.len()).collect();
    let bounds = dates::bounds(series, &order, start, &BTreeMap::new());
    let mut rules = Vec::new();
    for (first, a) in bounds.iter().enumerate() {
        for (then, b) in bounds.iter().enumerate() {
            let in_turn = |call: usize| series.calls.get(call).is_some_and(|call| call.window == Window::InTurn);
            match (in_turn(first), in_turn(then)) {
                (false, false) if a.latest < b.earliest => rules.push(Rule::Before(first, then)),
                // Calls in turn take the days that come; one with a window of its own stays where it is among them.
                (true, false) | (false, true) if first < then => rules.push(Rule::Before(first, then)),
                _ => {}
            }
        }
    }
    rules
}

/// A call that is given a blank comes after the one that passes it on.
fn by_what_is_passed_on(series: &Series) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (giver, call) in series.calls.iter().enumerate() {
        for name in &call.passes_on {
            let takers = (giver + 1..series.calls.len()).filter(|&taker| {
                series.calls.get(taker).is_some_and(|call| super::given::uses(series, call, name.value.trim()))
            });
            rules.extend(takers.map(|taker| Rule::Before(giver, taker)));
        }
    }
    rules
}

/// The series as the solver sees it: every call is a chain of segments; all chains are equally long where a call has a
/// number of its own, so that its first segment has one too. What fills them up takes no time and is not felt.
struct Units {
    problem: Problem,
    /// The first segment of each call.
    firsts: Vec<usize>,
    /// How many constraints hold the chains together; they stand first.
    chains: usize,
}

impl Units {
    fn new(felt: &[Felt], rules: &[Rule], settings: Settings) -> Self {
        let even = rules.iter().any(|rule| matches!(rule, Rule::At(..)));
        let longest = felt.iter().map(|felt| felt.beats.len()).max().unwrap_or(0).max(1);
        let still = Beat { valence: 0.0, minutes: 0.0, account: None };
        let (mut beats, mut firsts, mut constraints) = (Vec::new(), Vec::new(), Vec::new());
        for (number, felt) in felt.iter().enumerate() {
            let first = beats.len();
            firsts.push(first);
            beats.extend(felt.beats.iter().map(|beat| apart(*beat, number)));
            let wanted = first + if even { longest } else { felt.beats.len().max(1) };
            beats.resize(wanted.max(beats.len()), still);
            constraints.extend((first + 1..beats.len()).map(|then| Constraint::Directly { first: then - 1, then }));
        }
        let chains = constraints.len();
        let end = |call: usize| firsts.get(call + 1).map_or(beats.len(), |next| *next) - 1;
        let start = |call: usize| firsts.get(call).copied().unwrap_or(0);
        constraints.extend(rules.iter().map(|rule| match rule {
            Rule::Before(first, then) => Constraint::Before { first: end(*first), then: start(*then) },
            Rule::At(call, place) => Constraint::At { segment: start(*call), index: place * longest },
        }));
        let slow_seconds = vec![0.0; beats.len()];
        Self { problem: Problem { beats, slow_seconds, constraints, settings }, firsts, chains }
    }

    /// The calls in the order of their segments.
    fn calls(&self, order: &[usize]) -> Vec<usize> {
        order.iter().filter_map(|segment| self.firsts.binary_search(segment).ok()).collect()
    }

    /// The segments of calls in this order.
    fn segments(&self, order: &[usize]) -> Vec<usize> {
        let count = self.problem.beats.len();
        let of = |&call: &usize| {
            let start = self.firsts.get(call).copied().unwrap_or(count);
            start..self.firsts.get(call + 1).copied().unwrap_or(count)
        };
        order.iter().flat_map(of).collect()
    }
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
