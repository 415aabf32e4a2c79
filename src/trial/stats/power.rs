//! Planning: how many clusters and answers a comparison needs, and the smallest effect it can show.

use super::student::{chance_inside, chance_shown};

/// What a comparison is built from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design {
    /// Clusters (agents, teams or weeks) in each arm.
    pub clusters: f64,
    /// Answers a cluster, on average.
    pub answers: f64,
    /// How unequal these numbers are: their standard deviation over their mean.
    pub uneven: f64,
    /// How alike the answers of one cluster are: the intra-cluster correlation.
    pub alike: f64,
    /// How far a cluster's figure before the trial tells its level during it, chance in the answers apart (their
    /// correlation); 0 where that is not used.
    pub steady: f64,
    /// The level of the interval, such as 0.95.
    pub level: f64,
}

/// What the comparison is to show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aim {
    /// A share that moves by some points, in points of 100; the share before is needed, since its spread depends on it.
    Share {
        /// The share before, 0 to 100.
        before: f64,
    },
    /// A mean whose single answers spread this much (their standard deviation).
    Mean {
        /// Standard deviation of single answers.
        spread: f64,
    },
}

impl Aim {
    /// The variance of single answers in both arms, when the new script moves the figure by `effect`.
    fn variances(self, effect: f64) -> [f64; 2] {
        let share = |p: f64| p.clamp(0.0, 100.0) * (100.0 - p.clamp(0.0, 100.0));
        match self {
            Self::Share { before } => [share(before), share(before + effect)],
            Self::Mean { spread } => [spread * spread; 2],
        }
    }
}

impl Design {
    /// The variance of a cluster's mean, for answers of variance 1. The figure before takes its part of what lies
    /// between clusters, and nothing of the chance in the answers (Raudenbush 1997).
    ///
    /// Unequal numbers of answers cost differently by cluster (each counts once) and by call (each call
    /// counts once; Eldridge, Ashby & Kerry 2006). Both analyses are planned, so the dearer one counts.
    fn variance(&self) -> f64 {
        let dear = 1.0 + self.uneven * self.uneven;
        let between = self.alike * (1.0 - self.steady * self.steady);
        let within = (1.0 - self.alike) / self.answers;
        let by_cluster = between + within * dear;
        let by_call = between * dear + within;
        by_cluster.max(by_call)
    }

    fn error(&self, aim: Aim, effect: f64) -> f64 {
        let [old, new] = aim.variances(effect);
        ((old + new) * self.variance() / self.clusters).sqrt()
    }

    fn freedom(&self) -> f64 {
        let used = if self.steady == 0.0 { 2.0 } else { 3.0 };
        2.0 * self.clusters - used
    }
}

/// The chance that the interval leaves out 0 when the new script moves the figure by `effect`.
#[must_use]
pub fn power(design: &Design, aim: Aim, effect: f64) -> f64 {
    if design.freedom() < 1.0 || design.answers <= 0.0 {
        return 0.0;
    }
    chance_shown(effect.abs() / design.error(aim, effect), design.freedom(), design.level)
}

/// The chance that the interval lies inside the margin when the new script changes nothing.
#[must_use]
pub fn power_inside(design: &Design, aim: Aim, margin: f64) -> f64 {
    if design.freedom() < 1.0 || design.answers <= 0.0 {
        return 0.0;
    }
    chance_inside(margin / design.error(aim, 0.0), design.freedom(), design.level)
}

/// The smallest effect upwards that is shown with this chance; `None` where even the largest is not.
///
/// A share cannot rise beyond 100, so there the effect downwards is looked at instead.
#[must_use]
pub fn smallest_effect(design: &Design, aim: Aim, chance: f64) -> Option<f64> {
    let reach = |towards: f64| bisect(0.0, towards, |effect| power(design, aim, effect) >= chance);
    match aim {
        Aim::Share { before } => reach(100.0 - before).or_else(|| reach(-before).map(f64::abs)),
        Aim::Mean { spread } => reach(spread * 1e3),
    }
}

/// The smallest margin inside which an unchanged measure is shown to be, with this chance.
#[must_use]
pub fn smallest_margin(design: &Design, aim: Aim, chance: f64) -> Option<f64> {
    let widest = match aim {
        Aim::Share { .. } => 100.0,
        Aim::Mean { spread } => spread * 1e3,
    };
    bisect(0.0, widest, |margin| power_inside(design, aim, margin) >= chance)
}

/// The fewest clusters an arm with which `enough` holds, up to 5,000.
#[must_use]
pub fn clusters_needed(enough: impl Fn(f64) -> bool) -> Option<usize> {
    fewest(2, 5_000, |clusters| enough(clusters as f64))
}

/// The fewest answers a cluster with which `enough` holds, up to a million; `None` where more answers do not help.
#[must_use]
pub fn answers_needed(enough: impl Fn(f64) -> bool) -> Option<usize> {
    fewest(1, 1_000_000, |answers| enough(answers as f64))
}

/// The smallest whole number in a range from which on `enough` holds, by halving.
fn fewest(low: usize, high: usize, enough: impl Fn(usize) -> bool) -> Option<usize> {
    if !enough(high) {
        return None;
    }
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low.midpoint(high);
        if enough(middle) { high = middle } else { low = middle + 1 }
    }
    Some(high)
}

fn bisect(from: f64, to: f64, enough: impl Fn(f64) -> bool) -> Option<f64> {
    if !enough(to) {
        return None;
    }
    let (mut low, mut high) = (from, to);
    for _ in 0..40 {
        let middle = low.midpoint(high);
        if enough(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

#[cfg(test)]
#[path = "power_tests.rs"]
mod tests;
