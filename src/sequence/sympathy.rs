//! What sympathy belongs to: what hurts before it, as it is written or because something else asks for that order.
//! Sympathy that nothing painful comes before, as in answer to what a caller tells, is not for what hurts later.

use super::demand::{Demand, Why};
use super::problem::Constraint;
use crate::script::{Kind, Script, Segment};

/// For each segment the painful one that it is sympathy for, if it is any.
pub(super) type Belongs = Vec<Option<usize>>;

/// What sympathy belongs to as it is written: the last segment before it that hurts.
pub(super) fn written(script: &Script) -> Belongs {
    let before = |at: usize| (0..at).rev().find(|&earlier| hurts(script, earlier));
    let of = |(at, segment): (usize, &Segment)| if is_sympathy(segment) { before(at) } else { None };
    script.segments.iter().enumerate().map(of).collect()
}

/// Gives sympathy that belongs to nothing to what hurts where demands put that before it; whether any was given.
pub(super) fn forced(script: &Script, demands: &[Demand], belongs: &mut Belongs) -> bool {
    let mut given = false;
    for at in homeless(script, belongs) {
        let earlier = earlier(demands, script.segments.len(), at);
        let painful: Vec<usize> = (0..earlier.len()).filter(|&other| earlier[other] && hurts(script, other)).collect();
        let last = painful
            .iter()
            .copied()
            .find(|&one| painful.iter().all(|&other| !self::earlier(demands, script.segments.len(), other)[one]));
        belongs[at] = last;
        given |= last.is_some();
    }
    given
}

/// Keeps sympathy that belongs to nothing in front of all that hurts.
pub(super) fn ahead(script: &Script, belongs: &Belongs) -> Vec<Demand> {
    let of = |first: usize| {
        let place = script.segments[first].place;
        let painful = (first + 1..script.segments.len()).filter(|&then| hurts(script, then));
        painful.map(move |then| Demand { constraint: Constraint::Before { first, then }, why: Why::Empathy, place })
    };
    homeless(script, belongs).into_iter().flat_map(of).collect()
}

fn hurts(script: &Script, at: usize) -> bool {
    script.segments[at].valence() < 0.0
}

fn is_sympathy(segment: &Segment) -> bool {
    segment.kind() == Some(Kind::Empathy) && !segment.has_own_place()
}

fn homeless(script: &Script, belongs: &Belongs) -> Vec<usize> {
    (0..belongs.len()).filter(|&at| belongs[at].is_none() && is_sympathy(&script.segments[at])).collect()
}

/// Which segments come before this one in every order, as far as pairs of segments tell.
fn earlier(demands: &[Demand], count: usize, at: usize) -> Vec<bool> {
    let mut earlier = vec![false; count];
    let mut next = vec![at];
    while let Some(then) = next.pop() {
        let mut add = |first: usize| {
            if first != at && !std::mem::replace(&mut earlier[first], true) {
                next.push(first);
            }
        };
        for demand in demands {
            match demand.constraint {
                Constraint::Before { first, then: later } | Constraint::Directly { first, then: later }
                    if later == then =>
                {
                    add(first);
                }
                // What comes directly behind something earlier is earlier too.
                Constraint::Directly { first, then: behind } if first == then && then != at => add(behind),
                Constraint::At { segment, index: 0 } => add(segment),
                _ => {}
            }
        }
    }
    earlier
}
