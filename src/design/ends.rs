//! How the call is remembered by the way it goes: each end, the best path and the worst one, as every form shows them.

use crate::experience::NO_EVIDENCE;
use crate::paths::Extreme;
use crate::script::Script;
use crate::sequence::{Plan, Spread};

/// What is said where the best and the worst path are not known.
pub(super) const UNKNOWN: &str = "The best and the worst path are not known: there is too much to follow on the way.";

/// A way through the call.
pub(super) struct Way {
    pub(super) name: String,
    pub(super) before: f64,
    pub(super) after: f64,
    /// How often, 0 to 1.
    pub(super) share: f64,
    pub(super) seconds: f64,
    /// Whether the new order makes it clearly worse while it makes the usual path better.
    pub(super) worse: bool,
    pub(super) remarks: Vec<String>,
}

/// Every way that is worth a line: the ends of the call, the likeliest first, then the best and the worst path.
pub(super) fn ways(script: &Script, plan: &Plan) -> Vec<Way> {
    let better = plan.outcomes.first().is_some_and(|usual| usual.after.total > usual.before.total);
    // The usual path is the most likely one to the first end, which is the next entry.
    let ends = plan.outcomes.iter().skip(1).enumerate().map(|(at, end)| Way {
        name: if at == 0 { format!("{} (the usual path)", named(&end.name)) } else { named(&end.name) },
        before: end.before.total,
        after: end.after.total,
        share: end.share,
        seconds: end.seconds,
        worse: better && end.after.total - end.before.total <= -NO_EVIDENCE,
        remarks: Vec::new(),
    });
    let mut ways: Vec<Way> = ends.collect();
    if let Spread::Known { before, after } = &plan.spread {
        ways.push(extreme(script, "the best path", "better", [&before.best, &after.best]));
        ways.push(extreme(script, "the worst path", "worse", [&before.worst, &after.worst]));
    }
    ways
}

fn extreme(script: &Script, name: &str, further: &str, [before, after]: [&Extreme; 2]) -> Way {
    let answered = after.answers.iter().map(|(segment, words)| {
        let asked = script.segments.get(*segment).map_or("", |segment| segment.name());
        format!("{asked}: {words}")
    });
    let answers = answered.collect::<Vec<_>>().join(" · ");
    let gap = before.gap.max(after.gap);
    let unsure = (gap >= 0.005).then(|| {
        format!("Not proved: another path could be {further} by {:.2} at most.", (gap * 100.0).ceil() / 100.0)
    });
    Way {
        name: format!("{name}, {}", named(&after.path.name)),
        before: before.path.experience.total,
        after: after.path.experience.total,
        share: after.path.share,
        seconds: after.path.seconds,
        worse: false,
        remarks: (!answers.is_empty()).then_some(answers).into_iter().chain(unsure).collect(),
    }
}

fn named(end: &str) -> String {
    if end.is_empty() { "to its end".to_string() } else { end.replace(['-', '_'], " ") }
}
