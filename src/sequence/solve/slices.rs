//! The same bound where customers get used to things: feelings cut into slices and laid where they count most.

use super::allowed::Allowed;
use super::bits::Bits;
use super::parts::modules;
use super::units::Unit;
use crate::experience::Kernel;

/// The bound for one problem.
#[derive(Debug)]
pub(super) struct Slices<const W: usize> {
    kernel: Kernel,
    felt: Vec<Vec<(f64, f64)>>,
    lengths: Vec<f64>,
    /// Valence, length and unit of each segment, the best first.
    falling: Vec<(f64, f64, usize)>,
    /// Blocks, smaller ones first, each with its stages, the last one first.
    stages: Vec<(Bits<W>, Vec<Bits<W>>)>,
}

impl<const W: usize> Slices<W> {
    pub(super) fn new(units: &[Unit], allowed: &Allowed<W>, kernel: Kernel) -> Self {
        let of = |(at, unit): (usize, &Unit)| unit.felt.iter().map(move |&(v, s)| (v, s, at)).collect::<Vec<_>>();
        let mut falling: Vec<(f64, f64, usize)> = units.iter().enumerate().flat_map(of).collect();
        falling.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        let stages = modules(allowed).into_iter().map(|module| {
            let ranks = module.children.iter().map(|child| child.rank).max().unwrap_or(0);
            let mut stages = vec![Bits::EMPTY; ranks + 1];
            module
                .children
                .iter()
                .for_each(|child| stages[ranks - child.rank] = stages[ranks - child.rank].or(&child.members));
            (module.members, stages)
        });
        let felt = units.iter().map(|unit| unit.felt.clone()).collect();
        let lengths = units.iter().map(|unit| unit.length).collect();
        Self { kernel, felt, lengths, falling, stages: stages.collect() }
    }

    /// What a unit adds that ends `tau` before the end of the call.
    pub(super) fn unit(&self, unit: usize, tau: f64) -> f64 {
        let mut tau = tau;
        let mut sum = 0.0;
        for &(valence, s) in &self.felt[unit] {
            sum += valence * self.kernel.weight(tau, s);
            tau += s;
        }
        sum
    }

    /// No order of what remains, ending `tau` before the end of the call, adds more.
    pub(super) fn total(&self, placed: &Bits<W>, remaining: &Bits<W>, tau: f64) -> f64 {
        let (mut left, mut tau, mut sum) = (*remaining, tau, 0.0);
        for (at, (members, stages)) in self.stages.iter().enumerate() {
            if at + 1 == self.stages.len() || (members.meets(placed) && members.meets(&left)) {
                for stage in stages {
                    let part = stage.and(&left);
                    if !part.is_empty() {
                        let length: f64 = part.iter().map(|unit| self.lengths[unit]).sum();
                        sum += self.laid(&part, tau, tau + length);
                        (left, tau) = (left.minus(&part), tau + length);
                    }
                }
            }
        }
        sum
    }

    /// These units laid over a stretch, best feelings where the kernel is highest.
    fn laid(&self, part: &Bits<W>, from: f64, to: f64) -> f64 {
        let (mut sum, mut covered, mut last) = (0.0, 0.0, None);
        for &(valence, s, _) in self.falling.iter().filter(|(_, _, unit)| part.has(*unit)) {
            if let Some(better) = last.filter(|&better| better > valence) {
                sum += (better - valence) * self.kernel.most(from, to, covered);
            }
            covered += s;
            last = Some(valence);
        }
        sum + last.unwrap_or(0.0) * self.kernel.weight(from, to - from)
    }
}
