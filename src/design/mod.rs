//! A plan put before people: as a table, as JSON, as a paper for a meeting, and as the script itself in its new order.

mod ends;
mod json;
mod paper;
mod rewrite;
mod table;
mod way;
mod word;

pub use json::json;
pub use paper::{paper, paper_with_findings};
pub use rewrite::rewrite;
pub use table::table;
pub use way::{way, way_json};
pub use word::word;

use crate::picture::{CurvePart, Curves};
use crate::script::Script;
use crate::sequence::Plan;

/// The curves of a plan: as written and, where something moved, as designed.
#[must_use]
pub fn curves(script: &Script, plan: &Plan) -> Curves {
    let part = |&segment: &usize| {
        let own = &script.segments[segment];
        CurvePart {
            name: own.name().to_string(),
            seconds: plan.seconds[segment],
            valence: own.feels.as_ref().map(|said| f64::from(said.value.valence())),
            guessed: own.feels.as_ref().is_some_and(crate::script::Said::is_guess),
        }
    };
    let written: Vec<usize> = (0..script.segments.len()).collect();
    let after = if plan.moves.is_empty() { Vec::new() } else { plan.order.iter().map(part).collect() };
    Curves {
        title: script.title.value.clone(),
        before: written.iter().map(part).collect(),
        after,
        felt: false,
        chinese: script.language.is_chinese(),
    }
}

/// Which ends of the call stand where they do only because their words read like a greeting or a goodbye.
#[must_use]
pub fn guessed_ends(script: &Script) -> Vec<String> {
    use crate::script::Kind;
    let reads_like = |kind| match kind {
        Kind::Opening => Some(("a greeting", "first", "opening")),
        Kind::Closing => Some(("a goodbye", "last", "closing")),
        _ => None,
    };
    let ends = |at: usize, kind: Kind| match kind {
        Kind::Opening => script.segments.iter().take(at).all(|before| before.kind() == Some(kind)),
        _ => script.segments.iter().skip(at + 1).all(|behind| behind.kind() == Some(kind)),
    };
    let line = |(at, segment): (usize, &crate::script::Segment)| {
        let kind = segment.kind.as_ref().filter(|said| said.is_guess())?;
        let (like, place, name) = reads_like(kind.value).filter(|_| ends(at, kind.value))?;
        Some(format!(
            "`{}` reads like {like}, so it stays {place}; `kind: {name}`, or another kind, settles that",
            segment.id
        ))
    };
    script.segments.iter().enumerate().filter_map(line).collect()
}

/// What part of the call the agent does not lead, in one sentence without a full stop.
#[must_use]
pub fn led_by(script: &Script) -> String {
    let branches: usize = script.segments.iter().map(|segment| segment.all_answers().count()).sum();
    let unscored = script
        .segments
        .iter()
        .flat_map(|segment| segment.all_answers())
        .filter(|answer| answer.feels.is_none())
        .count();
    let inbound = script.facts.direction == Some(crate::script::Direction::Inbound);
    let caller = if inbound {
        "the caller decides what the call is about, so the order holds from where their reason is heard; "
    } else {
        ""
    };
    if branches == 0 {
        return format!("{caller}the script has no answers of the customer's, so what they say is not in the score");
    }
    format!(
        "{caller}{unscored} of {branches} answers have no feeling of their own, so how it feels to give them is not in the score"
    )
}
