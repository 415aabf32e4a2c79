//! Among orders as good as the best, the one closest to the written order, then the earliest.

use super::caps::Cap;
use super::ground::Ground;
use super::layers::{Budget, Found, Layer, path};
use super::state::State;
use super::units::Unit;
use super::{Limits, segments};
use crate::experience::TIE;
use crate::sequence::problem::Problem;

/// The closest of the best orders, and whether every other one was ruled out.
///
/// Three sweeps: forward over every state that may still be as good as the best, backward for what each can really
/// reach, and forward again, only over what reaches the best, with the number of swapped pairs.
pub(super) fn closest<const W: usize>(
    problem: &Problem,
    units: &[Unit],
    ground: &mut Ground<W>,
    best: &Found,
    limits: &Limits,
) -> (Vec<usize>, bool) {
    let written: Vec<usize> = (0..problem.beats.len()).collect();
    ground.tie = None;
    let least = best.total - TIE - 1e-12;
    let mut budget = Budget::new(limits, 0, limits.nodes / 4 + 10_000);
    let most = limits.memory / (size_of::<State<W>>() + 24);
    let Some(mut layers) = reachable(ground, least, &mut budget, most) else {
        return (best.order.clone(), false);
    };
    worth(ground, &mut layers, least);
    ground.tie = Cap::new(&written, usize::MAX, units);
    match fewest(ground, &layers, least, &mut budget) {
        Some(found) => (segments(units, &found), true),
        None => (best.order.clone(), false),
    }
}

/// Every state that may still be as good, by layer.
fn reachable<const W: usize>(
    ground: &mut Ground<W>,
    least: f64,
    budget: &mut Budget,
    most: usize,
) -> Option<Vec<Layer<W>>> {
    let mut first = Layer::new();
    first.add(ground.start(), as_good);
    let mut layers = vec![first];
    let mut held = 0;
    for depth in 0..ground.all.count() as usize {
        let mut next = Layer::new();
        for (parent, state) in layers[depth].states.iter().enumerate() {
            if budget.spent() || held + next.states.len() > most {
                return None;
            }
            ground.expand(state, parent, least, &mut |child| {
                budget.nodes += 1;
                next.add(child, as_good);
            });
        }
        held += next.states.len();
        layers.push(next);
    }
    Some(layers)
}

fn as_good<const W: usize>(a: &State<W>, b: &State<W>) -> bool {
    a.value >= b.value && a.counts[1..].iter().zip(&b.counts[1..]).all(|(a, b)| a <= b)
}

/// Sets the bound of every state to the best total it really reaches. States of one key have the same rest.
fn worth<const W: usize>(ground: &mut Ground<W>, layers: &mut [Layer<W>], least: f64) {
    for depth in (0..layers.len().saturating_sub(1)).rev() {
        let (earlier, later) = layers.split_at_mut(depth + 1);
        let (Some(layer), Some(next)) = (earlier.last_mut(), later.first()) else { continue };
        for at in 0..layer.states.len() {
            let state = layer.states[at];
            let mut best = f64::NEG_INFINITY;
            ground.expand(&state, at, least, &mut |child| {
                best = best.max(child.value + rest(next, &child));
            });
            layer.states[at].bound = best;
        }
    }
}

/// The most that the rest adds after a state of this key; nothing where it was ruled out.
fn rest<const W: usize>(layer: &Layer<W>, like: &State<W>) -> f64 {
    let mut at = layer.table.find(&layer.states, like);
    let mut most = f64::NEG_INFINITY;
    while let Some(state) = at.and_then(|at| layer.states.get(at)) {
        if state.value > f64::NEG_INFINITY {
            most = most.max(state.bound - state.value);
        }
        at = Some(state.link as usize);
    }
    most
}

/// The units of the order with the fewest swapped pairs, then the earliest, the beginning of the call first.
fn fewest<const W: usize>(
    ground: &mut Ground<W>,
    layers: &[Layer<W>],
    least: f64,
    budget: &mut Budget,
) -> Option<Vec<usize>> {
    let mut trail: Vec<Vec<(u32, u16)>> = vec![];
    let mut layer = Layer::new();
    layer.states.push(ground.start());
    for next in layers.iter().skip(1) {
        let mut kept: Layer<W> = Layer::new();
        for (parent, state) in layer.states.iter().enumerate() {
            if budget.spent() {
                return None;
            }
            let mut children = vec![];
            ground.expand(state, parent, least, &mut |child| children.push(child));
            budget.nodes += children.len() as u64;
            for child in children {
                if child.value + rest(next, &child) >= least {
                    kept.add(child, |a, b| closer(a, b, &trail));
                }
            }
        }
        trail.push(kept.states.iter().map(|state| (state.parent, state.unit)).collect());
        layer = kept;
    }
    let alive = layer.states.iter().enumerate().filter(|(_, state)| state.value > f64::NEG_INFINITY);
    let mut ends: Vec<(u32, Vec<usize>)> = alive.map(|(at, state)| (state.counts[0], path(&trail, at))).collect();
    ends.sort();
    ends.into_iter().next().map(|(_, units)| units)
}

/// As good in value and caps, and nearer to the written order: fewer pairs swapped, or as many and earlier.
fn closer<const W: usize>(a: &State<W>, b: &State<W>, trail: &[Vec<(u32, u16)>]) -> bool {
    let value = a.value >= b.value - 1e-13;
    let capped = a.counts[1..].iter().zip(&b.counts[1..]).all(|(a, b)| a <= b);
    value && capped && (a.counts[0] < b.counts[0] || (a.counts[0] == b.counts[0] && !earlier(b, a, trail)))
}

/// Whether the units of `a`, in the order of the call, come before those of `b`. Both have the same units placed, and
/// units are numbered by their first segment.
fn earlier<const W: usize>(a: &State<W>, b: &State<W>, trail: &[Vec<(u32, u16)>]) -> bool {
    let (mut one, mut other) = ((a.parent, a.unit), (b.parent, b.unit));
    for layer in trail.iter().rev() {
        if one.1 != other.1 || one.0 == other.0 {
            break;
        }
        match (layer.get(one.0 as usize), layer.get(other.0 as usize)) {
            (Some(&a), Some(&b)) => (one, other) = (a, b),
            _ => break,
        }
    }
    one.1 < other.1
}
