//! Where the search for places ends without a proof: each part that may move is tried in every gap, as long as one helps.

use crate::experience::TIE;
use crate::sequence::problem::{Problem, permitted, score};
use crate::sequence::solve::{Proof, Solution};

/// How often all parts are tried; nearly always the second time finds nothing more.
const ROUNDS: usize = 4;

/// A solution at least as good, with what it may still be off.
pub(super) fn nudged(problem: &Problem, marked: &[usize], mut solution: Solution) -> Solution {
    let Proof::Gap(gap) = solution.proof else { return solution };
    let found = solution.experience.total;
    for _ in 0..ROUNDS {
        let before = solution.experience.total;
        marked.iter().for_each(|&part| one(problem, part, &mut solution));
        if solution.experience.total <= before + TIE {
            break;
        }
    }
    solution.proof = Proof::Gap((gap - (solution.experience.total - found)).max(0.0));
    solution
}

/// Puts one part where the whole is remembered best with all others where they are.
fn one(problem: &Problem, part: usize, solution: &mut Solution) {
    let rest: Vec<usize> = solution.order.iter().copied().filter(|&other| other != part).collect();
    for at in 0..=rest.len() {
        let mut order = rest.clone();
        order.insert(at, part);
        let experience = score(problem, &order);
        if experience.total > solution.experience.total + TIE && permitted(problem, &order) {
            (solution.order, solution.experience) = (order, experience);
        }
    }
}
