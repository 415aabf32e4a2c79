//! Segments that must follow each other directly, merged into units before the search.

use crate::experience::{Beat, Settings, length, unit as typical, value};
use crate::sequence::problem::{Constraint, Problem};

/// Segments that move as one, with what they are worth wherever they stand.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// The segments in the order of the call.
    pub segments: Vec<usize>,
    /// Valence and subjective length of each, the last one first.
    pub felt: Vec<(f64, f64)>,
    /// Subjective length of the whole.
    pub length: f64,
    /// Seconds on the slowest path.
    pub slow: f64,
    /// The account at its end, which may go on into what follows it in the call.
    pub right: Account,
    /// The account at its beginning; the same as `right` where the unit is one account.
    pub left: Account,
    /// Whether it is one account.
    pub single: bool,
    /// The value of the accounts between.
    pub inner: f64,
}

/// Neighbours that are felt as one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Account {
    /// What it is about; `None` stands alone.
    pub topic: Option<u32>,
    /// The sum of length times valence.
    pub sum: f64,
}

/// The units of a problem, by their first segment; or constraints that show it has no order at all.
pub(super) fn units(problem: &Problem) -> Result<Vec<Unit>, Vec<usize>> {
    let next = links(problem)?;
    let mut has_former = vec![false; next.len()];
    next.iter().flatten().for_each(|&(then, _)| has_former[then] = true);
    let typical = typical(&problem.beats);
    let firsts = (0..next.len()).filter(|&segment| !has_former[segment]);
    let units: Vec<Unit> = firsts.map(|first| merged(problem, chain(&next, first), typical)).collect();
    let covered: usize = units.iter().map(|unit| unit.segments.len()).sum();
    if covered == next.len() { Ok(units) } else { Err(ring(&next, &units)) }
}

/// The segment directly after each, with the constraint that says so.
fn links(problem: &Problem) -> Result<Vec<Option<(usize, usize)>>, Vec<usize>> {
    let count = problem.beats.len();
    let mut next: Vec<Option<(usize, usize)>> = vec![None; count];
    let mut former: Vec<Option<(usize, usize)>> = vec![None; count];
    for (index, constraint) in problem.constraints.iter().enumerate() {
        let Constraint::Directly { first, then } = *constraint else { continue };
        if first == then || first >= count || then >= count {
            return Err(vec![index]);
        }
        match (next[first], former[then]) {
            (Some((other, by)), _) if other != then => return Err(vec![by, index]),
            (_, Some((other, by))) if other != first => return Err(vec![by, index]),
            (None, None) => (next[first], former[then]) = (Some((then, index)), Some((first, index))),
            _ => {}
        }
    }
    Ok(next)
}

/// The segments that follow each other from this one.
fn chain(next: &[Option<(usize, usize)>], first: usize) -> Vec<usize> {
    std::iter::successors(Some(first), |&segment| next[segment].map(|(then, _)| then)).collect()
}

/// The constraints of a ring of segments that no unit covers.
fn ring(next: &[Option<(usize, usize)>], units: &[Unit]) -> Vec<usize> {
    let covered: std::collections::BTreeSet<usize> =
        units.iter().flat_map(|unit| unit.segments.iter().copied()).collect();
    let start = (0..next.len()).find(|segment| !covered.contains(segment)).unwrap_or(0);
    let mut at = start;
    let mut ring = vec![];
    while let Some((then, index)) = next[at] {
        ring.push(index);
        at = then;
        if at == start {
            break;
        }
    }
    ring.sort_unstable();
    ring
}

fn merged(problem: &Problem, segments: Vec<usize>, typical: f64) -> Unit {
    let beats: Vec<Beat> = segments.iter().filter_map(|&segment| problem.beats.get(segment)).copied().collect();
    let length = |beat: &Beat| length(beat.minutes, typical);
    let felt: Vec<(f64, f64)> = beats.iter().rev().map(|beat| (beat.valence, length(beat))).collect();
    let accounts = accounts(&beats, length);
    let none = Account { topic: None, sum: 0.0 };
    let (left, right) = (accounts.first().copied().unwrap_or(none), accounts.last().copied().unwrap_or(none));
    let slow = segments.iter().filter_map(|&segment| problem.slow_seconds.get(segment)).sum();
    let (length, inner) = (felt.iter().map(|(_, s)| s).sum(), inner(&accounts, &problem.settings));
    Unit { segments, felt, length, slow, right, left, single: accounts.len() <= 1, inner }
}

fn accounts(beats: &[Beat], length: impl Fn(&Beat) -> f64) -> Vec<Account> {
    let runs = beats.chunk_by(|a, b| a.account.is_some() && a.account == b.account);
    let sum = |run: &[Beat]| run.iter().map(|beat| length(beat) * beat.valence).sum();
    runs.filter_map(|run| run.first().map(|beat| Account { topic: beat.account, sum: sum(run) })).collect()
}

fn inner(accounts: &[Account], settings: &Settings) -> f64 {
    let between = accounts.get(1..accounts.len().saturating_sub(1)).unwrap_or_default();
    between.iter().map(|account| value(account.sum, settings)).sum()
}
