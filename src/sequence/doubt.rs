//! How sure the order is: feelings on which it hangs, and news of which the customer may choose the order.

use super::moves::longest_rising;
use super::problem::{Constraint, Problem};
use super::solve::{Limits, solve};
use crate::script::{Kind, Script};

/// A feeling on which the order hangs: one step up or down, and other segments move.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// The segment, from 0 in the written order.
    pub segment: usize,
    /// One step more painful (-1) or more pleasant (1).
    pub step: i8,
    /// The best order if that were its feeling.
    pub order: Vec<usize>,
    /// How many segments would stand elsewhere than in the proposed order.
    pub moved: usize,
}

/// The feelings which, off by one step, change the order.
pub(super) fn doubts(problem: &Problem, order: &[usize], limits: &Limits<'_>) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for segment in 0..problem.beats.len() {
        for step in [-1_i8, 1] {
            // Past the time limit an answer would be no proof of anything.
            if (limits.stop)() {
                return doubts;
            }
            let valence = problem.beats[segment].valence + f64::from(step);
            if valence.abs() > 3.0 {
                continue;
            }
            let mut other = problem.clone();
            other.beats[segment].valence = valence;
            let Ok(solution) = solve(&other, limits) else { continue };
            let moved = differing(order, &solution.order);
            if moved > 0 {
                doubts.push(Doubt { segment, step, order: solution.order, moved });
            }
        }
    }
    doubts
}

/// How many segments must move to make one order of the other.
fn differing(a: &[usize], b: &[usize]) -> usize {
    let mut place = vec![0; a.len()];
    for (at, &segment) in a.iter().enumerate() {
        if let Some(place) = place.get_mut(segment) {
            *place = at;
        }
    }
    let mapped: Vec<usize> = b.iter().filter_map(|&segment| place.get(segment).copied()).collect();
    b.len() - longest_rising(&mapped).len()
}

/// News that the customer may hear first or second, and what each order is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct AskFirst {
    /// The news that asks, from 0 in the written order.
    pub segment: usize,
    /// The other news.
    pub other: usize,
    /// The best score with this news first; `None` where that is not permitted.
    pub first: Option<f64>,
    /// The best score with the other news first; `None` where that is not permitted.
    pub second: Option<f64>,
}

/// Both orders of each piece of news that lets the customer choose.
pub(super) fn ask_first(script: &Script, problem: &Problem, limits: &Limits<'_>) -> Vec<AskFirst> {
    let news = |at: &usize| script.segments[*at].kind() == Some(Kind::News);
    let asks = (0..script.segments.len()).filter(|&at| script.segments[at].ask_first);
    let best = |first: usize, then: usize| {
        let mut problem = problem.clone();
        problem.constraints.push(Constraint::Before { first, then });
        solve(&problem, limits).ok().map(|solution| solution.experience.total)
    };
    asks.filter_map(|segment| {
        let valence = script.segments[segment].valence();
        let others: Vec<usize> = (0..script.segments.len()).filter(|&at| at != segment).filter(news).collect();
        let opposite = others.iter().copied().find(|&at| script.segments[at].valence() * valence < 0.0);
        let other = opposite.or_else(|| others.first().copied())?;
        Some(AskFirst { segment, other, first: best(segment, other), second: best(other, segment) })
    })
    .collect()
}
