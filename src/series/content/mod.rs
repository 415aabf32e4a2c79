//! Content between calls: segments that the author lets move are said in the call, and at the place in it, where the
//! whole series is remembered best. The calls keep their order; what is not marked stays where it is.

mod apply;
mod nudge;
mod parts;
mod ties;

use super::model::Series;
use super::order::{Felt, Ordered, whole};
use crate::experience::{Experience, NO_EVIDENCE, TIE};
use crate::sequence::solve::{Limits, Proof, solve};
use parts::Parts;

pub(super) use ties::stays;

/// Where the segments that may move are said.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// How many segments may move.
    pub marked: usize,
    /// Those that are said elsewhere than they are written, in the order in which they are said.
    pub moves: Vec<ContentMove>,
    /// How the series will be remembered with everything where it is written.
    pub before: Experience,
    /// How it will be remembered at best.
    pub after: Experience,
    /// Whether no permitted place of the marked segments is better, with the calls in this order.
    pub proof: Option<Proof>,
    /// The series with its scripts as they are to be said; absent where nothing moves.
    pub series: Option<Box<Series>>,
}

/// A segment that is said elsewhere than it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentMove {
    /// Its id where it is written.
    pub segment: String,
    /// What to call it.
    pub title: String,
    /// How it feels.
    pub valence: f64,
    /// The turn of the call that it is written in, from 0.
    pub from: usize,
    /// The turn of the call that says it.
    pub to: usize,
    /// What is said just before it, by its name.
    pub behind: String,
    /// What the series would lose if it alone were said where it is written.
    pub gain: f64,
}

/// Half a second of search for some hundred parts; where it does not reach a proof, the gap says how far off it may be.
const NODES: u64 = 100_000;

/// The best place of everything that may move, and how each call is felt then.
pub(super) fn place(series: &Series, ordered: &Ordered, limits: &Limits<'_>) -> (Content, Option<Vec<Felt>>) {
    let parts = Parts::of(series, ordered);
    if parts.marked.is_empty() {
        return (Content::default(), None);
    }
    let before = whole(&ordered.felt, &ordered.order, &ordered.settings);
    let mut content = Content { marked: parts.marked.len(), before, after: before, proof: None, ..Content::default() };
    let limits = Limits { nodes: limits.nodes.min(NODES), ..*limits };
    let problem = parts.problem(ordered);
    let Ok(solution) = solve(&problem, &limits) else { return (content, None) };
    let solution = nudge::nudged(&problem, &parts.marked, solution);
    content.after = solution.experience;
    content.proof = Some(solution.proof);
    if content.after.total - before.total < NO_EVIDENCE {
        return (content, None);
    }
    let (order, lost) = without_idle(&parts, ordered, solution.order);
    content.proof = Some(match solution.proof {
        proof if lost <= TIE => proof,
        Proof::Optimal => Proof::Gap(lost),
        Proof::Gap(gap) => Proof::Gap(gap + lost),
    });
    let felt = parts.felt(ordered, &order);
    content.after = whole(&felt, &ordered.order, &ordered.settings);
    content.moves = moves(series, &parts, ordered, &order);
    content.series = Some(Box::new(apply::said(series, &parts, ordered, &order)));
    (content, Some(felt))
}

/// What gains less than this by moving stays where it is written: a lead would not have a script changed for it.
const NOTHING: f64 = 0.02;

/// The order without moves that gain nothing, and what that loses.
fn without_idle(parts: &Parts, ordered: &Ordered, mut order: Vec<usize>) -> (Vec<usize>, f64) {
    let best = parts.total(ordered, &order);
    loop {
        let moved = parts.moved(&order);
        let home = |part: usize| (parts.at_home(&order, part), part);
        let idle = moved
            .into_iter()
            .map(home)
            .find(|(home, _)| parts.keeps(home) && parts.total(ordered, &order) - parts.total(ordered, home) < NOTHING);
        match idle {
            Some((home, _)) if home != order => order = home,
            _ => return (order.clone(), (best - parts.total(ordered, &order)).max(0.0)),
        }
    }
}

fn moves(series: &Series, parts: &Parts, ordered: &Ordered, order: &[usize]) -> Vec<ContentMove> {
    let total = parts.total(ordered, order);
    let turns = parts.turns(order);
    let said = order.iter().zip(std::iter::once(None).chain(order.iter().copied().map(Some)));
    let moved = parts.moved(order);
    let one = |(&part, behind): (&usize, Option<usize>)| {
        let segment = parts.segment(series, part)?;
        let behind = behind.and_then(|behind| parts.segment(series, behind));
        Some(ContentMove {
            segment: segment.id.clone(),
            title: segment.name().to_string(),
            valence: segment.valence(),
            from: parts.turn(part),
            to: turns.get(part).copied().unwrap_or_default(),
            behind: behind.map_or_else(String::new, |behind| behind.name().to_string()),
            gain: total - parts.total(ordered, &parts.at_home(order, part)),
        })
    };
    said.filter(|(part, _)| moved.contains(part)).filter_map(one).collect()
}

#[cfg(test)]
mod tests;
