//! The check of the whole order: is another permitted one clearly better.

use crate::reading::Reading;
use crate::rule::Hitting;
use crate::script::{By, Condition, Part, Script, Segment};
use crate::sequence::solve::{Limits, solve};
use crate::sequence::{demands, problem};

/// States that the search may make: about a tenth of a second.
const NODES: u64 = 400_000;

/// How much worse the written order is than the best permitted one, where that is at least `worse_by` and
/// the author wrote how segments feel.
#[must_use]
pub fn order(reading: &Reading, worse_by: f64) -> Option<Hitting> {
    let script = reading.script.as_ref()?;
    let felt = script.segments.iter().filter(|segment| is_felt(segment) && segment.valence() != 0.0).count();
    if felt < 2 || script.segments.len() < 3 {
        return None;
    }
    let problem = problem(script, &demands(script));
    let written: Vec<usize> = (0..script.segments.len()).collect();
    let before = crate::sequence::problem::score(&problem, &written).total;
    let limits = Limits { nodes: NODES, memory: 64 << 20, ..Limits::default() };
    let best = solve(&problem, &limits).ok()?;
    let gain = best.experience.total - before;
    (gain >= worse_by).then(|| Hitting { worse_by: gain, sure: is_sure(script), order: best.order, fix: None })
}

fn is_felt(segment: &Segment) -> bool {
    segment.feels.as_ref().is_some_and(|said| said.by == By::Author)
}

/// Whether every free segment has a written feeling, and every condition can be told apart.
fn is_sure(script: &Script) -> bool {
    let free = |segment: &&Segment| segment.kind().is_none_or(|kind| kind.part() == Part::Body);
    let known = |segment: &Segment| !segment.only_if.as_ref().is_some_and(|when| is_opaque(&when.condition));
    script.segments.iter().filter(free).all(is_felt) && script.segments.iter().all(known)
}

fn is_opaque(condition: &Condition) -> bool {
    match condition {
        Condition::Expression { .. } => true,
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(is_opaque),
        Condition::Not(inner) => is_opaque(inner),
        _ => false,
    }
}
