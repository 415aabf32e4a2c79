//! What the constraints cost: for each that stopped a better order, which one and how much.

use std::collections::BTreeMap;

use super::demand::{Demand, Why};
use super::moves::worth_naming;
use super::problem::{Problem, without};
use super::solve::{Limits, solve};
use crate::script::{Script, Stages};
use crate::source::Place;

/// A constraint that stopped a better order.
#[derive(Debug, Clone, PartialEq)]
pub struct Stopped {
    /// What must hold, in one sentence without a full stop.
    pub constraint: String,
    /// Why it must hold, by name.
    pub why: Why,
    /// Where it is written, or the segment that brings it about.
    pub place: Place,
    /// How much better the best order would be without it.
    pub cost: f64,
}

/// Costs below this are not worth a lead's time.
const LEAST: f64 = 0.01;

/// The constraints that stopped a better order, dearest first.
pub(super) fn stopped(
    script: &Script,
    problem: &Problem,
    demands: &[Demand],
    best: f64,
    limits: &Limits<'_>,
) -> Vec<Stopped> {
    let mut stopped: Vec<Stopped> = groups(script, demands)
        .into_iter()
        .filter_map(|(sentence, members)| {
            if (limits.stop)() {
                return None;
            }
            let demand = &demands[*members.first()?];
            let freed = solve(&without(problem, &members), limits).ok()?;
            let cost = freed.experience.total - best;
            (cost >= LEAST).then(|| Stopped {
                constraint: sentence,
                why: demand.why.clone(),
                place: demand.place,
                cost,
            })
        })
        .collect();
    stopped.sort_by(|a, b| b.cost.total_cmp(&a.cost).then_with(|| a.constraint.cmp(&b.constraint)));
    stopped
}

/// Constraints that stand or fall together, with the sentence that names them.
fn groups(script: &Script, demands: &[Demand]) -> BTreeMap<String, Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, demand) in demands.iter().enumerate().filter(|(_, demand)| worth_naming(&demand.why)) {
        let sentence = match demand.why {
            Why::StageOrder(..) if script.stages == Stages::Kept => {
                "stages keep their written order (`stages: free` lets them change places)".to_string()
            }
            Why::CallersReason => "nothing comes before the caller is heard".to_string(),
            Why::SafetyCheck => "danger signs come before bad news".to_string(),
            _ => demand.sentence(script),
        };
        groups.entry(sentence).or_default().push(at);
    }
    groups
}
