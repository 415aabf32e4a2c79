//! A gradual way from the order that customers know to the best one: each step a permitted order of its own.

use super::demand::Why;
use super::demands::demands;
use super::problem::{Constraint, Problem, permitted, score, without};
use super::setting::problem;
use super::solve::{Limits, solve};
use super::uses;
use crate::error::{Error, Result};
use crate::script::Script;

/// A gradual way to the best order.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Where it starts: the habitual order, or the written one where no habit is given.
    pub start: Vec<usize>,
    /// Its score.
    pub start_total: f64,
    /// Whether the start keeps every constraint.
    pub start_permitted: bool,
    /// How many pairs may change places in one step.
    pub most: usize,
    /// The steps; the last is the best order.
    pub steps: Vec<WayStep>,
}

/// One step of a gradual way.
#[derive(Debug, Clone, PartialEq)]
pub struct WayStep {
    /// The order.
    pub order: Vec<usize>,
    /// Its score.
    pub total: f64,
    /// How many pairs change places against the step before.
    pub pairs: usize,
    /// How much worse it is than the step before; 0 where it is at least as good.
    pub fall: f64,
}

/// A way in so many steps, each within the script's `moves_at_most` (without one, in even steps).
///
/// # Errors
/// A sentence where so few steps cannot do it, with the number that is needed, or where no permitted order
/// lies within reach.
pub fn gradual(script: &Script, count: usize, limits: &Limits<'_>) -> Result<Way> {
    let demands = demands(script);
    let capped = problem(script, &demands);
    let caps: Vec<usize> =
        (0..).zip(&demands).filter(|(_, demand)| demand.why == Why::MovesAtMost).map(|(at, _)| at).collect();
    let free = without(&capped, &caps);
    let best =
        solve(&free, limits).map_err(|_| Error::Other("the constraints contradict each other".to_string()))?.order;
    let start = start(script);
    let far = distance(&start, &best);
    let most = script.moves_at_most.map_or_else(|| far.div_ceil(count.max(1)), |(most, _)| most);
    let needed = if most == 0 { usize::from(far > 0) * usize::MAX } else { far.div_ceil(most) };
    if count < needed {
        let sentence = if needed == usize::MAX {
            "`moves_at_most: 0` lets nothing change places".to_string()
        } else {
            format!(
                "{count} steps are too few: {far} pairs must change places, {most} in a step at most, so it takes {needed} steps"
            )
        };
        return Err(Error::Other(sentence));
    }
    let way = Way {
        start_total: score(&free, &start).total,
        start_permitted: permitted(&free, &start),
        most,
        steps: steps(&free, &start, &best, count, most, limits)?,
        start,
    };
    Ok(way)
}

/// The habitual order, with segments that are new to it where they are written.
fn start(script: &Script) -> Vec<usize> {
    let mut order: Vec<usize> = uses::habit(script).unwrap_or_default();
    for segment in 0..script.segments.len() {
        if !order.contains(&segment) {
            let before = order.iter().rposition(|&known| known < segment && segment > 0 && known + 1 == segment);
            order.insert(before.map_or(segment.min(order.len()), |at| at + 1), segment);
        }
    }
    order
}

fn steps(
    problem: &Problem,
    start: &[usize],
    best: &[usize],
    count: usize,
    most: usize,
    limits: &Limits<'_>,
) -> Result<Vec<WayStep>> {
    let mut steps: Vec<WayStep> = Vec::new();
    let mut here = start.to_vec();
    let mut total = score(problem, start).total;
    for left in (0..count).rev() {
        let far = distance(&here, best);
        if far == 0 {
            break;
        }
        // Near enough to the best order that the steps left can reach it; within that, the best there is.
        let next =
            if far <= most { best.to_vec() } else { within(problem, &here, best, most, far, left * most, limits)? };
        let next_total = score(problem, &next).total;
        steps.push(WayStep {
            pairs: distance(&here, &next),
            total: next_total,
            fall: (total - next_total).max(0.0),
            order: next.clone(),
        });
        (here, total) = (next, next_total);
    }
    Ok(steps)
}

/// The best permitted order at most so many pairs away, from which the best one of all is still in reach.
fn within(
    problem: &Problem,
    here: &[usize],
    best: &[usize],
    most: usize,
    far: usize,
    reach: usize,
    limits: &Limits<'_>,
) -> Result<Vec<usize>> {
    let mut near = problem.clone();
    near.constraints.push(Constraint::FewMoves { reference: here.to_vec(), most });
    near.constraints.push(Constraint::FewMoves { reference: best.to_vec(), most: reach.min(far - 1) });
    let sentence = || {
        format!(
            "no permitted order lies within reach of this step ({most} swapped at most); raise `moves_at_most`, or take more steps"
        )
    };
    solve(&near, limits).map(|solution| solution.order).map_err(|_| Error::Other(sentence()))
}

/// How many pairs stand in the opposite order.
fn distance(a: &[usize], b: &[usize]) -> usize {
    let place = |segment: usize| a.iter().position(|&other| other == segment).unwrap_or(0);
    let places: Vec<usize> = b.iter().map(|&segment| place(segment)).collect();
    super::problem::pairs_swapped(&places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{NoFiles, read};

    const SCRIPT: &str = "script: x\nmoves_at_most: 3\nsegments:\n  - {id: a, takes: 30 s, feels: very pleasant, say: A}\n  - {id: b, takes: 30 s, feels: pleasant, say: B}\n  - {id: c, takes: 30 s, feels: neutral, say: C}\n  - {id: d, takes: 30 s, feels: painful, say: D}\n  - {id: e, takes: 30 s, feels: very painful, say: E}\n";

    #[test]
    fn each_step_is_near_and_at_least_as_good() {
        let reading = read("x.yaml", SCRIPT.as_bytes(), &NoFiles);
        let script = reading.script.unwrap_or_default();
        let way = gradual(&script, 4, &Limits::default()).expect("four steps of three pairs change ten");
        assert_eq!(way.steps.last().map(|step| step.order.clone()), Some(vec![4, 3, 2, 1, 0]));
        assert!(way.steps.iter().all(|step| step.pairs <= 3 && step.fall == 0.0), "{way:?}");
        let refused = gradual(&script, 2, &Limits::default()).expect_err("too few");
        assert!(refused.to_string().contains("4 steps"), "{refused}");
    }
}
