//! Caps on how many pairs may stand in the opposite order from a reference.

use super::bits::Bits;
use super::units::Unit;
use crate::sequence::problem::{first_named, pairs_swapped};

/// At most `most` swapped pairs between units.
#[derive(Debug, Clone)]
pub(super) struct Cap<const W: usize> {
    /// How many, beyond those inside units.
    pub most: u32,
    /// For each unit: how many pairs are swapped with each unit that comes before it in the call, by that number.
    costs: Vec<Vec<(u32, Bits<W>)>>,
}

impl<const W: usize> Cap<W> {
    /// `None` where pairs inside units are too many already.
    pub(super) fn new(reference: &[usize], most: usize, units: &[Unit]) -> Option<Self> {
        let mut rank = std::collections::BTreeMap::new();
        first_named(reference).into_iter().enumerate().for_each(|(at, segment)| {
            rank.insert(segment, at);
        });
        let held =
            |unit: &Unit| unit.segments.iter().filter_map(|segment| rank.get(segment).copied()).collect::<Vec<_>>();
        let held: Vec<Vec<usize>> = units.iter().map(held).collect();
        let inside: usize = held.iter().map(|ranks| pairs_swapped(ranks)).sum();
        let most = u32::try_from(most.checked_sub(inside)?).unwrap_or(u32::MAX);
        Some(Self { most, costs: (0..units.len()).map(|unit| costs(&held, unit)).collect() })
    }

    /// How many pairs are swapped when this unit comes after all of these.
    pub(super) fn cost(&self, unit: usize, earlier: &Bits<W>) -> u32 {
        self.costs[unit].iter().map(|(each, units)| each * units.and(earlier).count()).sum()
    }

    /// No order of these units swaps more.
    pub(super) fn worst(&self, units: &Bits<W>) -> u32 {
        units.iter().map(|unit| self.cost(unit, &units.without(unit))).sum()
    }

    /// Every order of these units swaps at least as many, by what must come before what.
    pub(super) fn forced(&self, units: &Bits<W>, before: &[Bits<W>]) -> u32 {
        units.iter().map(|unit| self.cost(unit, &units.and(&before[unit]))).sum()
    }
}

fn costs<const W: usize>(held: &[Vec<usize>], unit: usize) -> Vec<(u32, Bits<W>)> {
    let mut costs: Vec<(u32, Bits<W>)> = vec![];
    for (other, ranks) in held.iter().enumerate().filter(|&(other, _)| other != unit) {
        let swapped = |rank: &usize| ranks.iter().filter(|other| *other > rank).count() as u32;
        let each: u32 = held[unit].iter().map(swapped).sum();
        match costs.iter_mut().find(|(cost, _)| *cost == each) {
            Some((_, units)) => units.insert(other),
            None => costs.push((each, Bits::EMPTY.with(other))),
        }
    }
    costs.retain(|(each, _)| *each > 0);
    costs
}
