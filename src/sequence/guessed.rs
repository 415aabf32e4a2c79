//! What only a guess asks for: it keeps an order that stands as written, but it moves nothing, so that guesses
//! never contradict each other or what the author wrote.

use super::demand::{Demand, Why};
use super::problem::Constraint;
use super::sympathy::Belongs;
use crate::script::{Kind, Said, Script};

/// Whether a demand rests on a guess and the written order does not keep it.
pub(super) fn gives_way(script: &Script, belongs: &Belongs, demand: &Demand) -> bool {
    let (rests, kept) = match (&demand.constraint, &demand.why) {
        (&Constraint::Before { first, then }, why) => (rests((script, belongs), (first, then), why), first < then),
        (&Constraint::Directly { first, then }, why) => {
            (rests((script, belongs), (first, then), why), first + 1 == then)
        }
        (Constraint::AnyBefore { segment, of }, Why::Private) => {
            (private(script, *segment, of), of.iter().any(|at| at < segment))
        }
        _ => return false,
    };
    rests && !kept
}

fn rests((script, belongs): (&Script, &Belongs), (first, then): (usize, usize), why: &Why) -> bool {
    match why {
        Why::Head => placed(script, belongs, first),
        Why::Tail | Why::Transfer => placed(script, belongs, then),
        Why::Signpost => kind(script, first),
        Why::Empathy => kind(script, then) || kind(script, first) || feels(script, first),
        Why::SafetyCheck => kind(script, first) || kind(script, then) || feels(script, then),
        _ => false,
    }
}

/// Whether a guess says where a segment belongs: its own kind, or that of the one it is tied to.
fn placed(script: &Script, belongs: &Belongs, at: usize) -> bool {
    let segment = &script.segments[at];
    let tied = match segment.kind() {
        Some(Kind::Signpost) => at + 1 < script.segments.len() && kind(script, at + 1),
        Some(Kind::Empathy) => belongs[at].is_some_and(|of| kind(script, of) || feels(script, of)),
        _ => false,
    };
    tied || kind(script, at)
}

fn kind(script: &Script, at: usize) -> bool {
    script.segments[at].kind.as_ref().is_some_and(Said::is_guess)
}

fn feels(script: &Script, at: usize) -> bool {
    script.segments[at].feels.as_ref().is_some_and(Said::is_guess)
}

fn private(script: &Script, at: usize, checks: &[usize]) -> bool {
    let guessed = script.segments[at].private.as_ref().is_some_and(Said::is_guess);
    guessed || checks.iter().all(|&check| kind(script, check))
}
