//! The fixed course of a call: blocks within blocks, and what always comes before what, as stages a bound can use.

use super::allowed::Allowed;
use super::bits::Bits;

/// Units that stand together, with the parts they are made of.
#[derive(Debug)]
pub(super) struct Module<const W: usize> {
    /// All its units.
    pub members: Bits<W>,
    /// Its parts, in the order of the call by rank.
    pub children: Vec<Child<W>>,
}

/// A unit or a smaller module.
#[derive(Debug, Clone)]
pub(super) struct Child<const W: usize> {
    /// Its units.
    pub members: Bits<W>,
    /// What it is.
    pub is: Is,
    /// All of a lower rank comes before all of a higher one.
    pub rank: usize,
}

/// What a child is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Is {
    /// A unit, by its number.
    Unit(usize),
    /// A module, by its number.
    Module(usize),
}

/// The modules of a problem, smaller ones first; the last one is the whole call.
pub(super) fn modules<const W: usize>(allowed: &Allowed<W>) -> Vec<Module<W>> {
    let count = allowed.lengths.len();
    let mut sets: Vec<Bits<W>> = vec![];
    let mut blocks: Vec<Bits<W>> = allowed.blocks.iter().map(|block| block.members).collect();
    blocks.sort_by_key(Bits::count);
    for block in blocks {
        if sets.iter().all(|set| block != *set && (!block.meets(set) || block.holds(set))) {
            sets.push(block);
        }
    }
    sets.push(Bits::below(count));
    (0..sets.len()).map(|module| made(&sets, module, allowed)).collect()
}

fn made<const W: usize>(sets: &[Bits<W>], module: usize, allowed: &Allowed<W>) -> Module<W> {
    let members = sets[module];
    let mut rest = members;
    let mut children = vec![];
    for smaller in (0..module).rev() {
        if rest.holds(&sets[smaller]) && !sets[smaller].is_empty() {
            rest = rest.minus(&sets[smaller]);
            children.push(Child { members: sets[smaller], is: Is::Module(smaller), rank: 0 });
        }
    }
    let units = rest.iter().map(|unit| Child { members: Bits::EMPTY.with(unit), is: Is::Unit(unit), rank: 0 });
    children.extend(units);
    ranked(&mut children, allowed);
    Module { members, children }
}

/// Cuts the children wherever all on one side come before all on the other.
fn ranked<const W: usize>(children: &mut [Child<W>], allowed: &Allowed<W>) {
    let all = children.iter().fold(Bits::EMPTY, |all, child| all.or(&child.members));
    let earlier = |child: &Child<W>| {
        let before = child.members.iter().map(|unit| allowed.before[unit]);
        before.reduce(|a, b| a.and(&b)).unwrap_or(Bits::EMPTY).and(&all)
    };
    children.sort_by_cached_key(|child| earlier(child).count());
    let mut common = Bits::EMPTY;
    let mut after: Vec<Bits<W>> = vec![Bits::EMPTY; children.len()];
    for (at, child) in children.iter().enumerate().rev() {
        common = if at + 1 == children.len() { earlier(child) } else { common.and(&earlier(child)) };
        after[at] = common;
    }
    let (mut rank, mut passed) = (0, Bits::EMPTY);
    for (child, common) in children.iter_mut().zip(after) {
        rank += usize::from(!passed.is_empty() && common.holds(&passed));
        child.rank = rank;
        passed = passed.or(&child.members);
    }
}
