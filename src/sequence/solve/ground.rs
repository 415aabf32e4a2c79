//! A problem made ready for the search: what each step adds, and what the rest can add at most.

use super::allowed::{Allowed, NoOrder};
use super::bits::Bits;
use super::caps::Cap;
use super::editing::{Editing, Standing};
use super::mean::{Mean, Relaxed};
use super::slices::Slices;
use super::state::{COUNTS, State};
use super::units::Unit;
use crate::experience::{Beat, Kernel, length, peaks, unit as typical, value};
use crate::sequence::problem::Problem;

/// A problem made ready for the search. Totals are R without what no order changes, see [`Ground::constant`].
#[derive(Debug)]
pub(super) struct Ground<const W: usize> {
    pub allowed: Allowed<W>,
    pub all: Bits<W>,
    /// What no order changes.
    pub constant: f64,
    /// Counts the pairs swapped from the written order, where asked to.
    pub tie: Option<Cap<W>>,
    lengths: Vec<f64>,
    means: Means<W>,
    editing: Editing<W>,
    mean_share: f64,
    editing_share: f64,
    standing: Standing,
    relaxed: Relaxed,
}

#[derive(Debug)]
enum Means<const W: usize> {
    Recency { mean: Mean<W>, w: f64 },
    Acclimation(Slices<W>),
}

impl<const W: usize> Ground<W> {
    pub(super) fn new(problem: &Problem, units: &[Unit]) -> Result<Self, NoOrder> {
        let allowed = Allowed::new(problem, units)?;
        let settings = &problem.settings;
        let kernel = Kernel::of(settings);
        let editing = Editing::new(units, &allowed, settings);
        let length: f64 = units.iter().map(|unit| unit.length).sum();
        let (means, weights) = match kernel {
            Kernel::Recency { w } => {
                (Means::Recency { mean: Mean::new(units, &allowed, w), w }, kernel.weight(0.0, length))
            }
            Kernel::Acclimation { .. } => (Means::Acclimation(Slices::new(units, &allowed, kernel)), 1.0),
        };
        let editing_share = settings.editing / problem.beats.len().max(1) as f64;
        Ok(Self {
            all: Bits::below(units.len()),
            constant: settings.peaks * peaks(&problem.beats) - editing_share * alone(problem),
            tie: None,
            lengths: units.iter().map(|unit| unit.length).collect(),
            means,
            editing,
            mean_share: if weights > 0.0 { (1.0 - settings.peaks) / weights } else { 0.0 },
            editing_share,
            standing: Standing::default(),
            relaxed: Relaxed::default(),
            allowed,
        })
    }

    /// Nothing placed.
    pub(super) fn start(&self) -> State<W> {
        State::start([0; COUNTS])
    }

    /// No order brings the total above this.
    pub(super) fn root_bound(&mut self) -> f64 {
        let start = self.start();
        self.bound(&start)
    }

    /// The tightest bound of a state.
    fn bound(&mut self, state: &State<W>) -> f64 {
        let remaining = self.all.minus(&state.placed);
        self.editing.stand(&remaining, state.open, &mut self.standing);
        let mean = match &self.means {
            Means::Recency { mean, w } => {
                mean.relax(&state.placed, &remaining, &mut self.relaxed);
                (-w * state.tau).exp() * self.relaxed.total()
            }
            Means::Acclimation(slices) => slices.total(&state.placed, &remaining, state.tau),
        };
        state.value + self.mean_share * mean + self.editing_share * Editing::<W>::bound(&self.standing, state.open)
    }

    /// Every state one unit further whose bound is above `floor`. `parent` is the number of `state` in its layer.
    pub(super) fn expand(&mut self, state: &State<W>, parent: usize, floor: f64, see: &mut impl FnMut(State<W>)) {
        let remaining = self.all.minus(&state.placed);
        let next = self.allowed.next(&state.placed, &remaining);
        if next.is_empty() || self.bound(state) <= floor || self.too_many(state, &remaining) {
            return;
        }
        for unit in next.iter() {
            let rest = remaining.without(unit);
            let Some(counts) = self.counted(state, unit, &rest) else { continue };
            let (mean, mean_rest) = self.mean(state, unit, &remaining);
            let placed = self.editing.place(unit, state.open, &self.standing, &remaining);
            let value = state.value + self.mean_share * mean + self.editing_share * placed.gain;
            let bound = value + self.mean_share * mean_rest + self.editing_share * placed.rest;
            if bound > floor {
                see(State {
                    placed: state.placed.with(unit),
                    value,
                    bound: if rest.is_empty() { value } else { bound },
                    tau: state.tau + self.lengths[unit],
                    open: placed.open,
                    counts,
                    parent: parent as u32,
                    link: super::state::NO_STATE,
                    unit: unit as u16,
                });
            }
        }
    }

    /// What a unit adds to the mean, and what the rest then adds at most.
    fn mean(&mut self, state: &State<W>, unit: usize, remaining: &Bits<W>) -> (f64, f64) {
        match &self.means {
            Means::Recency { mean, w } => {
                let fade = (-w * state.tau).exp();
                let (felt, _) = mean.unit(unit);
                (fade * felt, fade * mean.besides(unit, &state.placed, remaining, &mut self.relaxed))
            }
            Means::Acclimation(slices) => {
                let tau = state.tau + self.lengths[unit];
                let rest = slices.total(&state.placed.with(unit), &remaining.without(unit), tau);
                (slices.unit(unit, state.tau), rest)
            }
        }
    }

    /// Pairs swapped once this unit is placed; `None` where a cap is broken.
    fn counted(&self, state: &State<W>, unit: usize, rest: &Bits<W>) -> Option<[u32; COUNTS]> {
        let mut counts = state.counts;
        if let Some(tie) = &self.tie {
            counts[0] += tie.cost(unit, rest);
        }
        for (cap, count) in self.allowed.caps.iter().zip(counts.iter_mut().skip(1)) {
            *count += cap.cost(unit, rest);
            if *count > cap.most {
                return None;
            }
        }
        Some(counts)
    }

    /// Whether what must still be swapped breaks a cap.
    fn too_many(&self, state: &State<W>, remaining: &Bits<W>) -> bool {
        let forced = |cap: &Cap<W>| cap.forced(remaining, &self.allowed.before);
        self.allowed.caps.iter().zip(&state.counts[1..]).any(|(cap, count)| count + forced(cap) > cap.most)
    }

    /// Caps that the counts of a state have no room for: an order may still break them.
    pub(super) fn uncounted(&self) -> bool {
        self.allowed.caps.len() >= COUNTS
    }
}

/// The value of the segments each on its own.
fn alone(problem: &Problem) -> f64 {
    let typical = typical(&problem.beats);
    let one = |beat: &Beat| value(length(beat.minutes, typical) * beat.valence, &problem.settings);
    problem.beats.iter().map(one).sum()
}
