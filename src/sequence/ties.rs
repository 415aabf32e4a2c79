//! What stays with something else in every order, and where it therefore belongs.

use super::sympathy::Belongs;
use crate::script::{Kind, Part, Script, Segment};

/// A segment that stays with another one: a signpost with what it introduces, sympathy with what hurts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// In front of this segment.
    InFrontOf(usize),
    /// Behind this one; `of` is the painful segment whose group it joins.
    Behind { last: usize, of: usize },
}

/// The tie of each segment, where it has one. Where the author put something else directly there, the
/// tie goes to the end, or the beginning, of the author's chain.
pub(super) fn ties(script: &Script, belongs: &Belongs) -> Vec<Option<Tie>> {
    let segments = &script.segments;
    let mut ties: Vec<Option<Tie>> = vec![None; segments.len()];
    for (at, segment) in segments.iter().enumerate() {
        if segment.has_own_place() {
            continue;
        }
        ties[at] = match segment.kind() {
            Some(Kind::Signpost) if at + 1 < segments.len() => Some(Tie::InFrontOf(chain_start(script, at + 1, at))),
            Some(Kind::Empathy) => belongs[at].map(|of| {
                let same = |other: &usize| matches!(ties[*other], Some(Tie::Behind { of: joined, .. }) if joined == of);
                let last = (0..at).rev().find(same).unwrap_or(of);
                Tie::Behind { last: chain_end(script, last, at), of }
            }),
            _ => None,
        };
    }
    ties
}

fn chain_start(script: &Script, mut at: usize, not: usize) -> usize {
    for _ in 0..script.segments.len() {
        let before = script.segments[at].next_to.as_ref().and_then(|id| script.find(id.value.trim()));
        match before {
            Some((earlier, _)) if earlier != not && earlier != at => at = earlier,
            _ => break,
        }
    }
    at
}

fn chain_end(script: &Script, mut at: usize, not: usize) -> usize {
    let behind = |of: usize| {
        let follows =
            |segment: &Segment| segment.next_to.as_ref().is_some_and(|id| id.value.trim() == script.segments[of].id);
        script.segments.iter().position(follows).filter(|&next| next != not && next != of)
    };
    for _ in 0..script.segments.len() {
        let Some(next) = behind(at) else { break };
        at = next;
    }
    at
}

/// Where each segment belongs, by kind or by what it is tied to; `None` for what has a place of its own.
pub(super) fn parts(script: &Script, ties: &[Option<Tie>]) -> Vec<Option<Part>> {
    let own = |segment: &Segment| {
        if segment.has_own_place() { None } else { Some(segment.kind().map_or(Part::Body, Kind::part)) }
    };
    let mut parts: Vec<Option<Part>> = script.segments.iter().map(own).collect();
    // Signposts look forward, sympathy looks back; one pass in each direction settles chains.
    for at in (0..ties.len()).rev() {
        if let Some(Tie::InFrontOf(next)) = ties[at] {
            parts[at] = parts[next].or(Some(Part::Body));
        }
    }
    for at in 0..ties.len() {
        if let Some(Tie::Behind { of, .. }) = ties[at] {
            parts[at] = parts[chain_start(script, of, at)].or(Some(Part::Body));
        }
    }
    parts
}

/// Where segments stand in the written order; sympathy for what is written later stands right behind that.
pub(super) fn turns(ties: &[Option<Tie>]) -> Vec<(usize, bool)> {
    let mut turns: Vec<(usize, bool)> = (0..ties.len()).map(|at| (at, false)).collect();
    for _ in 0..ties.len() {
        let mut settled = true;
        for (at, tie) in ties.iter().enumerate() {
            if let Some(Tie::Behind { of, .. }) = *tie
                && turns[of].0 > turns[at].0
            {
                (turns[at], settled) = ((turns[of].0, true), false);
            }
        }
        if settled {
            break;
        }
    }
    turns
}
