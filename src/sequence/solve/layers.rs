//! The search: calls built from the end, one unit a layer, the most promising states kept.

use super::Limits;
use super::ground::Ground;
use super::state::{NO_STATE, State, Table};

/// An order and its total in the search.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub total: f64,
    pub order: Vec<usize>,
}

/// What the search may still use.
pub(super) struct Budget<'a> {
    limits: &'a Limits<'a>,
    /// States made so far.
    pub nodes: u64,
    /// States that may be made.
    pub most: u64,
}

impl<'a> Budget<'a> {
    pub(super) fn new(limits: &'a Limits<'a>, nodes: u64, most: u64) -> Self {
        Self { limits, nodes, most }
    }

    pub(super) fn spent(&self) -> bool {
        self.nodes >= self.most || (self.limits.stop)()
    }
}

/// The states that have the same number of units placed.
#[derive(Debug)]
pub(super) struct Layer<const W: usize> {
    pub states: Vec<State<W>>,
    pub table: Table,
}

impl<const W: usize> Layer<W> {
    pub(super) fn new() -> Self {
        Self { states: vec![], table: Table::default() }
    }

    /// Keeps a state unless one of the same key is as good in every way; drops those that are then not needed.
    pub(super) fn add(&mut self, new: State<W>, dominates: impl Fn(&State<W>, &State<W>) -> bool) {
        let Some(mut at) = self.table.find(&self.states, &new) else {
            self.states.push(new);
            self.table.enter(&self.states, self.states.len() - 1);
            return;
        };
        let mut placed = None;
        loop {
            let held = self.states[at];
            if placed.is_none() && dominates(&held, &new) {
                return;
            }
            if dominates(&new, &held) {
                self.replace(at, &new, placed.is_none());
                placed = placed.or(Some(at));
            }
            match held.link {
                NO_STATE => break,
                next => at = next as usize,
            }
        }
        if placed.is_none() {
            self.states[at].link = self.states.len() as u32;
            self.states.push(new);
        }
    }

    /// Puts a better state in the place of one, or marks it as not needed.
    fn replace(&mut self, at: usize, new: &State<W>, first: bool) {
        let link = self.states[at].link;
        if first {
            self.states[at] = State { link, ..*new };
        } else {
            self.states[at].value = f64::NEG_INFINITY;
            self.states[at].bound = f64::NEG_INFINITY;
        }
    }

    /// Keeps the `width` most promising; the highest bound of the others.
    fn narrow(&mut self, width: usize, dominates: impl Fn(&State<W>, &State<W>) -> bool) -> f64 {
        if self.states.len() <= width {
            return f64::NEG_INFINITY;
        }
        self.states.select_nth_unstable_by(width, |a, b| b.bound.total_cmp(&a.bound));
        let dropped = self.states[width..].iter().map(|state| state.bound).fold(f64::NEG_INFINITY, f64::max);
        self.states.truncate(width);
        self.table.clear();
        for state in std::mem::take(&mut self.states) {
            if state.bound > f64::NEG_INFINITY {
                self.add(State { link: NO_STATE, ..state }, &dominates);
            }
        }
        dropped
    }
}

/// As good in value and in every count that is capped.
fn as_good<const W: usize>(a: &State<W>, b: &State<W>) -> bool {
    a.value >= b.value && a.counts.iter().zip(&b.counts).all(|(a, b)| a <= b)
}

/// Differences below this are rounding.
pub(super) const ROUNDING: f64 = 1e-11;

/// What one pass found out.
pub(super) struct Pass {
    /// No order that the pass left out has a higher total.
    pub dropped: f64,
    /// The best order, as units from the end of the call, if it is better than what was known.
    pub best: Option<(f64, Vec<usize>)>,
}

/// One pass with at most `width` states a layer, for an order better than `floor` that `keeps` what states do not count.
pub(super) fn pass<const W: usize>(
    ground: &mut Ground<W>,
    width: usize,
    floor: f64,
    budget: &mut Budget,
    keeps: &dyn Fn(&[usize]) -> bool,
) -> Pass {
    let units = ground.all.count();
    let mut trail: Vec<Vec<(u32, u16)>> = vec![];
    let mut layer = Layer::new();
    layer.states.push(ground.start());
    let mut spare = Layer::new();
    let mut dropped = f64::NEG_INFINITY;
    for _ in 0..units {
        spare.states.clear();
        spare.table.clear();
        for (parent, state) in layer.states.iter().enumerate() {
            if parent % 16 == 0 && budget.spent() {
                return Pass { dropped: f64::INFINITY, best: None };
            }
            ground.expand(state, parent, floor + ROUNDING, &mut |child| {
                budget.nodes += 1;
                spare.add(child, as_good);
            });
            if spare.states.len() > 2 * width + 256 {
                dropped = dropped.max(spare.narrow(width, as_good));
            }
        }
        dropped = dropped.max(spare.narrow(width, as_good));
        trail.push(spare.states.iter().map(|state| (state.parent, state.unit)).collect());
        std::mem::swap(&mut layer, &mut spare);
    }
    Pass { dropped, best: best(&layer.states, &trail, keeps) }
}

/// The best of complete states.
fn best<const W: usize>(
    states: &[State<W>],
    trail: &[Vec<(u32, u16)>],
    keeps: &dyn Fn(&[usize]) -> bool,
) -> Option<(f64, Vec<usize>)> {
    let mut falling: Vec<(f64, usize)> = states.iter().enumerate().map(|(at, state)| (state.value, at)).collect();
    falling.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let orders = falling.into_iter().filter(|(value, _)| *value > f64::NEG_INFINITY);
    orders.map(|(value, at)| (value, path(trail, at))).find(|(_, units)| keeps(units))
}

/// The units of a complete state, the beginning of the call first.
pub(super) fn path(trail: &[Vec<(u32, u16)>], at: usize) -> Vec<usize> {
    let mut at = at;
    let mut units = vec![];
    for layer in trail.iter().rev() {
        let Some(&(parent, unit)) = layer.get(at) else { break };
        units.push(usize::from(unit));
        at = parent as usize;
    }
    units
}
