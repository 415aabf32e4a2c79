//! Whether there is any order at all, by depth first search that remembers what cannot be completed.

use super::allowed::Allowed;
use super::bits::Bits;
use super::caps::Cap;
use super::editing::Mixer;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Whether there is an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// These units, the beginning of the call first.
    Order(Vec<usize>),
    /// There is none.
    No,
    /// Not found within the limit.
    Unknown,
}

/// A part of an order, from the end, and what may come before it.
struct Step<const W: usize> {
    placed: Bits<W>,
    counts: Vec<u32>,
    unit: usize,
    /// The best choice last.
    choices: Vec<usize>,
}

/// Looks for an order, placing at most `most` units.
pub(super) fn feasible<const W: usize>(allowed: &Allowed<W>, most: usize) -> Answer {
    let all = Bits::below(allowed.lengths.len());
    let mut dead: HashMap<Bits<W>, Vec<Vec<u32>>, BuildHasherDefault<Mixer>> = HashMap::default();
    let counts = vec![0; allowed.caps.len()];
    let choices = choices(allowed, &Bits::EMPTY, &all);
    let mut steps = vec![Step { placed: Bits::EMPTY, counts, unit: 0, choices }];
    let mut tried = 0;
    while let Some(step) = steps.last_mut() {
        if step.placed == all {
            return Answer::Order(steps.iter().skip(1).rev().map(|step| step.unit).collect());
        }
        let Some(unit) = step.choices.pop() else {
            if let Some(step) = steps.pop() {
                dead.entry(step.placed).or_default().push(step.counts);
            }
            continue;
        };
        tried += 1;
        if tried > most {
            return Answer::Unknown;
        }
        let placed = step.placed.with(unit);
        let rest = all.minus(&placed);
        let counts: Vec<u32> =
            allowed.caps.iter().zip(&step.counts).map(|(cap, count)| count + cap.cost(unit, &rest)).collect();
        if !capped(&allowed.caps, &counts, &rest, allowed) || is_dead(dead.get(&placed), &counts) {
            continue;
        }
        let choices = self::choices(allowed, &placed, &rest);
        steps.push(Step { placed, counts, unit, choices });
    }
    Answer::No
}

/// Whether the counts, with what must still be swapped, keep the caps.
fn capped<const W: usize>(caps: &[Cap<W>], counts: &[u32], rest: &Bits<W>, allowed: &Allowed<W>) -> bool {
    caps.iter().zip(counts).all(|(cap, count)| count + cap.forced(rest, &allowed.before) <= cap.most)
}

/// A set that could not be completed with fewer swapped pairs cannot be with more.
fn is_dead(dead: Option<&Vec<Vec<u32>>>, counts: &[u32]) -> bool {
    dead.is_some_and(|dead| dead.iter().any(|fewer| fewer.iter().zip(counts).all(|(a, b)| a <= b)))
}

/// What may come next: last the one that swaps fewest pairs, the latest in the written order.
fn choices<const W: usize>(allowed: &Allowed<W>, placed: &Bits<W>, rest: &Bits<W>) -> Vec<usize> {
    let mut choices: Vec<usize> = allowed.next(placed, rest).iter().collect();
    let cost = |unit: usize| allowed.caps.iter().map(|cap| cap.cost(unit, &rest.without(unit))).sum::<u32>();
    choices.sort_by_key(|&unit| (std::cmp::Reverse(cost(unit)), unit));
    choices
}
