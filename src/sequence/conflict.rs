//! Constraints that contradict each other: a set none of which can be left out.

use super::problem::{Constraint, Problem, with_only};
use super::solve::is_possible;

/// No order keeps these constraints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The constraints, by their index, rising.
    pub constraints: Vec<usize>,
    /// Whether it is certain that they contradict each other and that none can be left out; if not, no order was found
    /// within the limit.
    pub proved: bool,
}

/// How many segments a search for any order places before it gives up.
const TRIES: usize = 100_000;

/// A minimal set of constraints that no order keeps; `None` where some order keeps them all, or none was ruled out.
#[must_use]
pub fn conflict(problem: &Problem) -> Option<Conflict> {
    if let Some(constraints) = ring(problem) {
        return Some(Conflict { constraints, proved: true });
    }
    let all: Vec<usize> = (0..problem.constraints.len()).collect();
    if fits(problem, &all) {
        return None;
    }
    let mut constraints = needed(problem, &[], &all, false);
    constraints.sort_unstable();
    Some(Conflict { constraints, proved: true })
}

/// Whether these constraints are not known to contradict each other.
fn fits(problem: &Problem, kept: &[usize]) -> bool {
    is_possible(&with_only(problem, kept), TRIES) != Some(false)
}

/// The constraints of `from` that, with `kept`, cannot be left out (Junker 2004, QuickXplain). `grown` says that `kept`
/// was enlarged since it was last seen to fit.
fn needed(problem: &Problem, kept: &[usize], from: &[usize], grown: bool) -> Vec<usize> {
    if grown && !fits(problem, kept) {
        return vec![];
    }
    if from.len() <= 1 {
        return from.to_vec();
    }
    let (some, others) = from.split_at(from.len() / 2);
    let mut needed_others = needed(problem, &[kept, some].concat(), others, true);
    let with = [kept, &needed_others].concat();
    needed_others.extend(needed(problem, &with, some, !needed_others.is_empty()));
    needed_others
}

/// The shortest ring of segments each of which must come before the next.
fn ring(problem: &Problem) -> Option<Vec<usize>> {
    let count = problem.beats.len();
    let mut after: Vec<Vec<(usize, usize)>> = vec![vec![]; count];
    for (index, constraint) in problem.constraints.iter().enumerate() {
        if let Constraint::Before { first, then } | Constraint::Directly { first, then } = *constraint {
            if first >= count || then >= count {
                return Some(vec![index]);
            }
            after[first].push((then, index));
        }
    }
    let rings = cyclic(&after).into_iter().filter_map(|segment| shortest(&after, segment));
    rings.min_by_key(|ring| (ring.len(), ring.clone()))
}

/// Segments that are left when all that nothing precedes are taken away again and again, at most 64 of them.
fn cyclic(after: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let mut waiting = vec![0; after.len()];
    after.iter().flatten().for_each(|&(then, _)| waiting[then] += 1);
    let mut free: Vec<usize> = (0..after.len()).filter(|&segment| waiting[segment] == 0).collect();
    while let Some(segment) = free.pop() {
        for &(then, _) in &after[segment] {
            waiting[then] -= 1;
            if waiting[then] == 0 {
                free.push(then);
            }
        }
    }
    (0..after.len()).filter(|&segment| waiting[segment] > 0).take(64).collect()
}

/// The shortest ring through a segment, as constraints, breadth first.
fn shortest(after: &[Vec<(usize, usize)>], start: usize) -> Option<Vec<usize>> {
    let mut from: Vec<Option<(usize, usize)>> = vec![None; after.len()];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(segment) = queue.pop_front() {
        for &(then, index) in &after[segment] {
            if then == start {
                let mut ring = vec![index];
                let mut at = segment;
                while let Some((former, index)) = from[at].filter(|_| at != start) {
                    ring.push(index);
                    at = former;
                }
                ring.sort_unstable();
                return Some(ring);
            }
            if from[then].is_none() {
                from[then] = Some((segment, index));
                queue.push_back(then);
            }
        }
    }
    None
}
