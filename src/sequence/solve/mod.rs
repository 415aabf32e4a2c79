//! The best permitted order, exactly: every order that could be better is ruled out, or the gap is said.
//!
//! Calls are built from the end, because what a segment weighs depends on what comes after it. States with the same
//! units placed and the same account open have the same future, so that only the best of them is kept (with a cap on
//! moves: the best for each count). A state is dropped when even the relaxed best of the rest cannot beat what is
//! known: the rising order for the mean, the best grouping for each topic. Each pass keeps more states a layer than the
//! one before, until none had to be left out.

mod allowed;
mod bits;
mod caps;
mod editing;
mod feasible;
mod ground;
mod layers;
mod mean;
mod parts;
mod slices;
mod state;
mod ties;
mod units;

use super::conflict::{Conflict, conflict};
use super::problem::{Problem, permitted, score};
use crate::experience::Experience;
use feasible::{Answer, feasible};
use ground::Ground;
use layers::{Budget, Found, pass};
use units::{Unit, units};

/// What a search may use.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// Asked now and then; once it says true the search answers with the best it has. The library has no clock.
    pub stop: &'a dyn Fn() -> bool,
    /// How many states may be made; the same limit gives the same answer on every machine.
    pub nodes: u64,
    /// About how many bytes the states may take.
    pub memory: usize,
}

impl Default for Limits<'_> {
    /// About ten seconds, and 128 MiB.
    fn default() -> Self {
        Self { stop: &|| false, nodes: 100_000_000, memory: 128 << 20 }
    }
}

impl std::fmt::Debug for Limits<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Limits").field("nodes", &self.nodes).field("memory", &self.memory).finish_non_exhaustive()
    }
}

/// How sure it is that no order is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Proof {
    /// No permitted order has a higher total.
    Optimal,
    /// No permitted order is better by more than this.
    Gap(f64),
}

/// The best order found.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// The segments in the order of the call.
    pub order: Vec<usize>,
    /// How that order will be remembered.
    pub experience: Experience,
    /// Whether it is the best.
    pub proof: Proof,
    /// Whether no other order as good (within 1e-9) is closer to the written one, or comes earlier at equal distance.
    pub closest: bool,
    /// How many states were made.
    pub nodes: u64,
}

/// The order that will be remembered best of all that keep the constraints.
///
/// # Errors
/// Constraints none of which can be left out, where no order keeps them all.
pub fn solve(problem: &Problem, limits: &Limits) -> Result<Solution, Conflict> {
    let units = match units(problem) {
        Ok(units) => units,
        Err(constraints) => return Err(Conflict { constraints, proved: true }),
    };
    let found = match units.len() {
        0..=64 => search::<1>(problem, &units, limits),
        65..=128 => search::<2>(problem, &units, limits),
        129..=1024 => search::<16>(problem, &units, limits),
        _ => search::<128>(problem, &units, limits),
    };
    found.ok_or_else(|| {
        let all = Conflict { constraints: (0..problem.constraints.len()).collect(), proved: false };
        conflict(problem).unwrap_or(all)
    })
}

/// Whether there is any order, with units of any number.
pub(super) fn is_possible(problem: &Problem, most: usize) -> Option<bool> {
    let Ok(units) = units(problem) else { return Some(false) };
    match units.len() {
        0..=64 => possible::<1>(problem, &units, most),
        65..=128 => possible::<2>(problem, &units, most),
        129..=1024 => possible::<16>(problem, &units, most),
        _ => possible::<128>(problem, &units, most),
    }
}

fn possible<const W: usize>(problem: &Problem, units: &[Unit], most: usize) -> Option<bool> {
    let Ok(allowed) = allowed::Allowed::<W>::new(problem, units) else { return Some(false) };
    match feasible(&allowed, most) {
        Answer::Order(_) => Some(true),
        Answer::No => Some(false),
        Answer::Unknown => None,
    }
}

/// `None` where there is no order, or none was found.
fn search<const W: usize>(problem: &Problem, units: &[Unit], limits: &Limits) -> Option<Solution> {
    let mut ground = Ground::<W>::new(problem, units).ok()?;
    let mut budget = Budget::new(limits, 0, limits.nodes);
    let mut best = written(problem, &ground);
    let upper = widen(problem, units, &mut ground, &mut budget, &mut best, limits)?;
    let found = best?;
    let proved = upper <= found.total + layers::ROUNDING && !ground.uncounted();
    let (order, closest) =
        if proved { ties::closest(problem, units, &mut ground, &found, limits) } else { (found.order, false) };
    let proof = if proved { Proof::Optimal } else { Proof::Gap((upper - found.total).max(0.0)) };
    Some(Solution { experience: score(problem, &order), order, proof, closest, nodes: budget.nodes })
}

/// The written order, where it is permitted.
fn written<const W: usize>(problem: &Problem, ground: &Ground<W>) -> Option<Found> {
    let order: Vec<usize> = (0..problem.beats.len()).collect();
    let total = score(problem, &order).total - ground.constant;
    permitted(problem, &order).then_some(Found { total, order })
}

/// Passes, each wider than the one before, until none left anything out or the limits are reached; a total that no
/// order exceeds, `None` where there is no order.
fn widen<const W: usize>(
    problem: &Problem,
    units: &[Unit],
    ground: &mut Ground<W>,
    budget: &mut Budget,
    best: &mut Option<Found>,
    limits: &Limits,
) -> Option<f64> {
    let widest = widest::<W>(units.len(), limits);
    let keeps = |found: &[usize]| !ground_uncounted(problem) || permitted(problem, &segments(units, found));
    let mut upper = ground.root_bound();
    let mut width = 2;
    loop {
        let floor = best.as_ref().map_or(f64::NEG_INFINITY, |best| best.total);
        let pass = pass(ground, width.min(widest), floor, budget, &keeps);
        if let Some((total, found)) = pass.best {
            *best = Some(Found { total, order: segments(units, &found) });
        }
        if best.is_none() {
            *best = Some(any(problem, units, ground)?);
        }
        let total = best.as_ref().map_or(f64::NEG_INFINITY, |best| best.total);
        upper = upper.min(pass.dropped.max(total));
        if upper <= total + layers::ROUNDING || width >= widest || budget.spent() {
            return Some(upper);
        }
        width *= if width < 16 { 8 } else { 4 };
    }
}

fn ground_uncounted(problem: &Problem) -> bool {
    use super::problem::Constraint;
    problem.constraints.iter().filter(|one| matches!(one, Constraint::FewMoves { .. })).count() >= state::COUNTS
}

/// How many states a layer may have.
fn widest<const W: usize>(units: usize, limits: &Limits) -> usize {
    let state = size_of::<state::State<W>>() + 24;
    (limits.memory / (4 * state + 8 * units)).max(64)
}

/// Any order, where narrow passes found none.
fn any<const W: usize>(problem: &Problem, units: &[Unit], ground: &Ground<W>) -> Option<Found> {
    let Answer::Order(found) = feasible(&ground.allowed, 500_000) else { return None };
    let order = segments(units, &found);
    Some(Found { total: score(problem, &order).total - ground.constant, order })
}

/// The segments of units.
fn segments(units: &[Unit], order: &[usize]) -> Vec<usize> {
    order.iter().filter_map(|&unit| units.get(unit)).flat_map(|unit| unit.segments.iter().copied()).collect()
}
