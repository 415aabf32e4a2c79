//! Permutation of the assignment: what the difference would be under every other list that could have been drawn.

use super::cluster::{Cluster, can_adjust};
use std::collections::BTreeMap;

/// Up to this many lists all are gone through; beyond it, a seeded sample is drawn.
const ALL_UP_TO: u128 = 100_000;
/// How many lists a sample holds.
const SAMPLE: usize = 19_999;

/// What permuting the assignment gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permuted {
    /// New minus old, each cluster counted once.
    pub difference: f64,
    /// Lower end of the interval; minus infinity where so few lists are possible that none can be ruled out.
    pub low: f64,
    /// Upper end of the interval; infinity likewise.
    pub high: f64,
    /// The share of lists that give a difference at least this large, either way.
    pub p: f64,
    /// How many lists were looked at, the real one included.
    pub lists: usize,
    /// Whether these are all that could have been drawn.
    pub all: bool,
}

/// Draws the assignment again within its blocks and compares; `None` where an arm is missing.
///
/// The interval holds every constant shift that the permutation test does not rule out at this level:
/// each list gives the shift at which it would be as extreme as the real one, and the interval's ends
/// are order statistics of these. Where the figure before the trial is allowed for, it is taken out of
/// the answers first (Gail et al. 1996).
#[must_use]
pub fn permute(clusters: &[Cluster], level: f64, adjust: bool, seed: u64) -> Option<Permuted> {
    let arms: Vec<f64> = clusters.iter().map(|cluster| f64::from(u8::from(cluster.new))).collect();
    let treated: f64 = arms.iter().sum();
    if treated == 0.0 || treated == arms.len() as f64 {
        return None;
    }
    let clear = Clear::new(clusters, adjust);
    let answers = clear.of(clusters.iter().map(Cluster::mean).collect());
    let script = clear.of(arms.clone());
    let real = Compared { answers: contrast(&arms, &answers), script: contrast(&arms, &script) };
    let mut shifts = Shifts::new(real);
    let blocks = Blocks::new(clusters);
    let all = blocks.lists() <= ALL_UP_TO;
    let mut look =
        |arms: &[f64]| shifts.add(Compared { answers: contrast(arms, &answers), script: contrast(arms, &script) });
    if all {
        blocks.each(&arms, &mut look)
    } else {
        blocks.sample(arms.clone(), seed, &mut look)
    }
    Some(shifts.finish(level, all))
}

/// New minus old of some figure, for one list.
fn contrast(arms: &[f64], figures: &[f64]) -> f64 {
    let treated: f64 = arms.iter().sum();
    let (mut new, mut all) = (0.0, 0.0);
    for (arm, figure) in arms.iter().zip(figures) {
        new += arm * figure;
        all += figure;
    }
    new / treated - (all - new) / (arms.len() as f64 - treated)
}

#[derive(Clone, Copy)]
struct Compared {
    answers: f64,
    script: f64,
}

/// For each list, the shift at which it would be as extreme as the real one.
struct Shifts {
    real: Compared,
    at: Vec<f64>,
    as_large: usize,
    lists: usize,
}

impl Shifts {
    fn new(real: Compared) -> Self {
        Self { real, at: Vec::new(), as_large: 0, lists: 0 }
    }

    fn add(&mut self, list: Compared) {
        self.lists += 1;
        let tiny = 1e-9 * self.real.answers.abs().max(1e-3);
        self.as_large += usize::from(list.answers.abs() >= self.real.answers.abs() - tiny);
        let room = self.real.script - list.script;
        // a list as new as the real one (or the real one itself) rules nothing out
        if room > 1e-9 {
            self.at.push((self.real.answers - list.answers) / room);
        }
    }

    fn finish(mut self, level: f64, all: bool) -> Permuted {
        self.at.sort_by(f64::total_cmp);
        let extra = self.lists - self.at.len();
        // so many lists may be at least as extreme on one side before that side is no longer ruled out
        let allowed = ((1.0 - level) / 2.0 * self.lists as f64 + 1e-9).floor() as usize;
        let skip = allowed.checked_sub(extra);
        let low = skip.and_then(|skip| self.at.get(skip)).copied().unwrap_or(f64::NEG_INFINITY);
        let high = skip.and_then(|skip| self.at.iter().rev().nth(skip)).copied().unwrap_or(f64::INFINITY);
        let difference = self.real.answers / self.real.script;
        Permuted { difference, low, high, p: self.as_large as f64 / self.lists as f64, lists: self.lists, all }
    }
}

/// Takes the figure before the trial out of other figures, where it is allowed for.
struct Clear {
    before: Option<Vec<f64>>,
}

impl Clear {
    fn new(clusters: &[Cluster], adjust: bool) -> Self {
        let figures = || {
            let mean = clusters.iter().filter_map(|cluster| cluster.before).sum::<f64>() / clusters.len() as f64;
            clusters.iter().map(|cluster| cluster.before.unwrap_or(mean) - mean).collect()
        };
        Self { before: (adjust && can_adjust(clusters)).then(figures) }
    }

    fn of(&self, mut figures: Vec<f64>) -> Vec<f64> {
        let Some(before) = &self.before else { return figures };
        let mean = figures.iter().sum::<f64>() / figures.len() as f64;
        let slope = before.iter().zip(&figures).map(|(x, y)| x * (y - mean)).sum::<f64>()
            / before.iter().map(|x| x * x).sum::<f64>();
        for (figure, x) in figures.iter_mut().zip(before) {
            *figure -= mean + slope * x;
        }
        figures
    }
}

/// One block of the assignment: its clusters, and how many of them got the new script.
struct Block {
    members: Vec<usize>,
    new: usize,
}

struct Blocks(Vec<Block>);

impl Blocks {
    /// Blocks with one arm only are left out: nothing in them could have come out otherwise.
    fn new(clusters: &[Cluster]) -> Self {
        let mut blocks: BTreeMap<usize, Block> = BTreeMap::new();
        for (at, cluster) in clusters.iter().enumerate() {
            let block = blocks.entry(cluster.block).or_insert_with(|| Block { members: Vec::new(), new: 0 });
            block.members.push(at);
            block.new += usize::from(cluster.new);
        }
        Self(blocks.into_values().filter(|block| block.new > 0 && block.new < block.members.len()).collect())
    }

    /// How many lists could have been drawn, with each block's numbers as they are.
    fn lists(&self) -> u128 {
        self.0.iter().fold(1, |product, block| product.saturating_mul(ways(block.members.len(), block.new)))
    }

    /// Every list, the real one among them.
    fn each(&self, arms: &[f64], look: &mut impl FnMut(&[f64])) {
        let mut arms = arms.to_vec();
        for &at in self.0.iter().flat_map(|block| &block.members) {
            arms[at] = 0.0;
        }
        deal(&self.0, 0, 0, &mut arms, look);
    }

    /// The real list, then a seeded sample of lists.
    fn sample(&self, mut arms: Vec<f64>, seed: u64, look: &mut impl FnMut(&[f64])) {
        look(&arms);
        let mut random = fastrand::Rng::with_seed(seed);
        for _ in 0..SAMPLE {
            for block in &self.0 {
                for at in (1..block.members.len()).rev() {
                    arms.swap(block.members[at], block.members[random.usize(0..=at)]);
                }
            }
            look(&arms);
        }
    }
}

/// Gives the new script to `block.new` of each block's members in every way, from member `from` of the first block on.
fn deal(blocks: &[Block], from: usize, given: usize, arms: &mut [f64], look: &mut impl FnMut(&[f64])) {
    let Some((block, rest)) = blocks.split_first() else { return look(arms) };
    if given == block.new {
        return deal(rest, 0, 0, arms, look);
    }
    let last = block.members.len() - (block.new - given);
    for at in from..=last {
        arms[block.members[at]] = 1.0;
        deal(blocks, at + 1, given + 1, arms, look);
        arms[block.members[at]] = 0.0;
    }
}

/// Binomial coefficient, or a number beyond every limit of ours.
fn ways(of: usize, take: usize) -> u128 {
    let take = take.min(of - take) as u128;
    (0..take)
        .try_fold(1_u128, |product, at| Some(product.checked_mul(of as u128 - at)? / (at + 1)))
        .unwrap_or(u128::MAX)
}

#[cfg(test)]
#[path = "permute_tests.rs"]
mod tests;
