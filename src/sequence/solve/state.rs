//! A part of a call that is placed, from the end, and how states are kept apart.

use super::bits::{Bits, mix};
use super::editing::Open;

/// How many counts of swapped pairs a state carries: the written order's, and those of caps.
pub(super) const COUNTS: usize = 4;

/// No state.
pub(super) const NO_STATE: u32 = u32::MAX;

/// Units placed at the end of the call, with all that the rest of the call needs to know of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct State<const W: usize> {
    /// The units.
    pub placed: Bits<W>,
    /// What they add to the total.
    pub value: f64,
    /// No order of the rest brings the total above this.
    pub bound: f64,
    /// Their subjective length.
    pub tau: f64,
    /// The account at their beginning, if something may still join it.
    pub open: Open,
    /// Pairs swapped so far.
    pub counts: [u32; COUNTS],
    /// The state before the last unit was placed, in its layer.
    pub parent: u32,
    /// The next state of the same key, in its layer.
    pub link: u32,
    /// The last unit that was placed.
    pub unit: u16,
}

impl<const W: usize> State<W> {
    /// Nothing is placed yet.
    pub(super) fn start(counts: [u32; COUNTS]) -> Self {
        Self {
            placed: Bits::EMPTY,
            value: 0.0,
            bound: f64::INFINITY,
            tau: 0.0,
            open: Open::NOTHING,
            counts,
            parent: NO_STATE,
            link: NO_STATE,
            unit: 0,
        }
    }

    /// States with the same future: the same units placed, the same account open.
    pub(super) fn same_key(&self, other: &Self) -> bool {
        self.placed == other.placed
            && self.open.group == other.open.group
            && self.open.rounded() == other.open.rounded()
    }

    fn hash(&self) -> u64 {
        mix(self.placed.mixed() ^ mix(self.open.rounded() as u64 ^ u64::from(self.open.group) << 48))
    }
}

/// Finds the states of a layer by key.
#[derive(Debug, Default)]
pub(super) struct Table {
    slots: Vec<u32>,
    used: usize,
}

impl Table {
    /// The first state of this key.
    pub(super) fn find<const W: usize>(&self, states: &[State<W>], like: &State<W>) -> Option<usize> {
        let slot = self.slots.get(self.slot(states, like)?).copied().unwrap_or(NO_STATE);
        (slot != NO_STATE).then_some(slot as usize)
    }

    /// Enters the state at `index`, which is the first of its key.
    pub(super) fn enter<const W: usize>(&mut self, states: &[State<W>], index: usize) {
        if 2 * (self.used + 1) > self.slots.len() {
            self.grow(states);
        }
        if let Some(slot) = self.slot(states, &states[index]) {
            self.slots[slot] = index as u32;
            self.used += 1;
        }
    }

    pub(super) fn clear(&mut self) {
        self.slots.fill(NO_STATE);
        self.used = 0;
    }

    /// The slot of a key, or the free one where it belongs.
    fn slot<const W: usize>(&self, states: &[State<W>], like: &State<W>) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        let mut at = like.hash() as usize & last;
        loop {
            let held = self.slots[at];
            if held == NO_STATE || states[held as usize].same_key(like) {
                return Some(at);
            }
            at = (at + 1) & last;
        }
    }

    fn grow<const W: usize>(&mut self, states: &[State<W>]) {
        let held: Vec<u32> = self.slots.iter().copied().filter(|&slot| slot != NO_STATE).collect();
        self.slots = vec![NO_STATE; (2 * self.slots.len()).max(256)];
        for index in held {
            if let Some(slot) = self.slot(states, &states[index as usize]) {
                self.slots[slot] = index;
            }
        }
    }
}
