//! The plan: the best permitted order of a script, with its proof, its moves and its limits.

use super::demand::Demand;
use super::demands::demands;
use super::doubt::{AskFirst, Doubt, ask_first, doubts};
use super::moves::{Move, moves};
use super::problem::{Problem, broken, score};
use super::setting::problem;
use super::solve::{Limits, Proof, solve};
use super::stopped::{Stopped, stopped};
use super::{contradiction, uses};
use crate::error::{Error, Result};
use crate::experience::{Experience, NO_EVIDENCE};
use crate::paths::{self, Extremes, PathScore};
use crate::script::{Decides, Script};

/// A proposed order, and everything that speaks for and against it.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The proposed order, as numbers of segments from 0 in the written order.
    pub order: Vec<usize>,
    /// How the written order will be remembered.
    pub before: Experience,
    /// How the proposed order will be remembered.
    pub after: Experience,
    /// Whether no permitted order is better, or how much better one could be at most.
    pub proof: Proof,
    /// What to do.
    pub verdict: Verdict,
    /// The fewest segments whose removal leaves both orders equal, in the proposed order.
    pub moves: Vec<Move>,
    /// Constraints that stopped a better order, dearest first.
    pub stopped: Vec<Stopped>,
    /// Constraints that the written order breaks.
    pub broken_before: Vec<Demand>,
    /// Feelings on which the order hangs.
    pub doubts: Vec<Doubt>,
    /// News of which the customer may choose the order.
    pub ask_first: Vec<AskFirst>,
    /// How long each segment takes, in seconds, in the written order.
    pub seconds: Vec<f64>,
    /// How the usual path and each end of the call will be remembered, before and after.
    pub outcomes: Vec<Outcome>,
    /// How far apart the paths through the call are.
    pub spread: Spread,
    /// Everything that the order keeps.
    pub demands: Vec<Demand>,
    /// The decisions that are handed to the customer: segment, and how many options it has.
    pub decisions: Vec<(usize, usize)>,
    /// How many pairs stand in the opposite order from the one customers know, where that is given.
    pub from_habit: Option<usize>,
}

/// How a way through the call will be remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// `usual` for the most likely path, else the name of the outcome; empty for an end without one.
    pub name: String,
    /// As written.
    pub before: Experience,
    /// As designed.
    pub after: Experience,
    /// How long it takes, in seconds.
    pub seconds: f64,
    /// How often the call ends so, 0 to 1.
    pub share: f64,
}

/// How far apart the paths through a call are.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    /// There is one path, or all are felt alike.
    Alike,
    /// There is too much to follow on the way.
    Unknown,
    /// The best and the worst path of either order.
    Known {
        /// As written.
        before: Box<Extremes>,
        /// As designed.
        after: Box<Extremes>,
    },
}

/// What to do about the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The proposed order is clearly better.
    Reorder,
    /// The difference is too small to be evidence either way.
    Leave,
    /// The written order breaks a constraint, so it cannot stay as it is.
    MustChange,
}

impl Verdict {
    /// The name that JSON uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reorder => "reorder",
            Self::Leave => "leave",
            Self::MustChange => "must_change",
        }
    }
}

/// The best permitted order of a script.
///
/// # Errors
/// [`Error::Conflict`] where constraints contradict each other: a set of them none of which can be left out.
///
/// ```
/// use callcraft::sequence::{sequence, solve::Limits};
/// # use callcraft::read::{NoFiles, read};
/// # let text = "script: Late\nsegments:\n  - {id: news, feels: pleasant, say: It came.}\n  - {id: fine, feels: painful, say: A fine.}\n";
/// # let reading = read("late.yaml", text.as_bytes(), &NoFiles);
/// # let script = reading.script.clone().unwrap();
///
/// let plan = sequence(&script, &Limits::default()).unwrap();
/// assert_eq!(plan.order, [1, 0]);
/// assert!(plan.gain() > 0.1);
/// ```
pub fn sequence(script: &Script, limits: &Limits<'_>) -> Result<Plan> {
    let demands = demands(script);
    let problem = problem(script, &demands);
    let solution = solve(&problem, limits)
        .map_err(|conflict| Error::Conflict(contradiction::diagnostics(script, &conflict.constraints, &demands)))?;
    let written: Vec<usize> = (0..script.segments.len()).collect();
    let broken_before: Vec<Demand> =
        broken(&problem, &written).into_iter().filter_map(|at| demands.get(at)).cloned().collect();
    let before = score(&problem, &written);
    let order = solution.order;
    let spread = spread(script, &problem, &written, &order);
    Ok(Plan {
        before,
        after: solution.experience,
        verdict: verdict(&before, &solution.experience, &broken_before),
        moves: moves(script, &problem, &demands, &order),
        stopped: stopped(script, &problem, &demands, solution.experience.total, limits),
        doubts: doubts(&problem, &order, limits),
        ask_first: ask_first(script, &problem, limits),
        seconds: problem.beats.iter().map(|beat| beat.minutes * 60.0).collect(),
        decisions: decisions(script),
        from_habit: from_habit(script, &order),
        outcomes: outcomes(script, &problem, &written, &order, &spread),
        spread,
        proof: solution.proof,
        broken_before,
        demands,
        order,
    })
}

fn verdict(before: &Experience, after: &Experience, broken: &[Demand]) -> Verdict {
    if !broken.is_empty() {
        Verdict::MustChange
    } else if after.total - before.total < NO_EVIDENCE {
        Verdict::Leave
    } else {
        Verdict::Reorder
    }
}

fn spread(script: &Script, problem: &Problem, written: &[usize], order: &[usize]) -> Spread {
    let of = |order: &[usize]| paths::extremes(script, order, &problem.beats, &problem.settings).map(Box::new);
    let (Some(before), Some(after)) = (of(written), of(order)) else { return Spread::Unknown };
    let alike = |found: &Extremes| found.best.path.experience.total - found.worst.path.experience.total < 1e-9;
    if alike(&before) && alike(&after) { Spread::Alike } else { Spread::Known { before, after } }
}

/// The scores of the paths in both orders, where the call has more than one way to go.
fn outcomes(script: &Script, problem: &Problem, written: &[usize], order: &[usize], spread: &Spread) -> Vec<Outcome> {
    let of = |order: &[usize]| paths::scores(script, order, &problem.beats, &problem.settings);
    let before = of(written);
    let pair = |after: PathScore| {
        let before = before.iter().find(|before| before.name == after.name)?;
        Some(Outcome {
            before: before.experience,
            after: after.experience,
            name: after.name,
            seconds: after.seconds,
            share: after.share,
        })
    };
    let scored: Vec<Outcome> = of(order).into_iter().filter_map(pair).collect();
    if scored.len() > 2 || *spread != Spread::Alike { scored } else { Vec::new() }
}

fn decisions(script: &Script) -> Vec<(usize, usize)> {
    let handed = script.segments.iter().enumerate().filter_map(|(at, segment)| Some((at, segment.choice.as_ref()?)));
    handed
        .filter(|(_, choice)| choice.decides == Decides::Customer)
        .map(|(at, choice)| (at, choice.options.len()))
        .collect()
}

fn from_habit(script: &Script, order: &[usize]) -> Option<usize> {
    let habit = uses::habit(script)?;
    let place = |segment: usize| habit.iter().position(|&known| known == segment);
    let places: Vec<usize> = order.iter().filter_map(|&segment| place(segment)).collect();
    Some(super::problem::pairs_swapped(&places))
}

impl Plan {
    /// How much better the proposed order is.
    #[must_use]
    pub fn gain(&self) -> f64 {
        self.after.total - self.before.total
    }

    /// The problem that was solved, for further questions.
    #[must_use]
    pub fn problem(&self, script: &Script) -> Problem {
        problem(script, &self.demands)
    }
}
