//! The difference between two arms whose calls come in clusters (agents, teams or weeks), with its interval.

use super::student::{interval_half, two_sided};

/// What one cluster (an agent, a team or a week) gave on one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// True in the arm with the new script.
    pub new: bool,
    /// Which block of the assignment (pair or stratum) it belongs to; 0 where there are none.
    pub block: usize,
    /// How many answers.
    pub count: f64,
    /// Their sum.
    pub sum: f64,
    /// The sum of their squares.
    pub squares: f64,
    /// Its figure before the trial, where it was measured.
    pub before: Option<f64>,
}

impl Cluster {
    /// The mean of its answers.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.sum / self.count
    }
}

/// A difference (new script minus old) with its 95 % interval, or that of another level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// New minus old, in the measure's unit.
    pub difference: f64,
    /// Its standard error.
    pub error: f64,
    /// Degrees of freedom of the t.
    pub freedom: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// The chance of a difference this large, either way, if the script made none.
    pub p: f64,
}

/// Why no interval can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// An arm has no answers at all.
    MissingArm,
    /// An arm has a single cluster, so that nobody knows how much clusters differ.
    OneCluster,
    /// Every answer in both arms is the same.
    AllTheSame,
    /// The clusters of each arm do not differ at all, so that the error cannot be measured.
    NoVariation,
}

/// The difference by cluster: each cluster counts once, whatever the number of its answers.
///
/// Ordinary least squares on the clusters' means with t on (clusters - 2) degrees of freedom, one
/// less where the figure before the trial is allowed for. Hayes & Moulton, "Cluster Randomised
/// Trials", chapter 10.
///
/// # Errors
///
/// The [`Reason`] why there is none.
pub fn by_cluster(clusters: &[Cluster], level: f64, adjust: bool) -> Result<Estimate, Reason> {
    check(clusters)?;
    let fit = Fit::new(clusters, adjust, |_| 1.0);
    let freedom = clusters.len() as f64 - fit.columns as f64;
    if freedom < 1.0 {
        return Err(Reason::OneCluster);
    }
    let left: f64 = clusters.iter().map(|cluster| fit.residual(cluster).powi(2)).sum();
    let error = (left / freedom * fit.inverse[1][1]).sqrt();
    fit.estimate(error, freedom, level)
}

/// The difference by call: each call counts once; the error allows for clusters, with the small-sample correction CR2.
///
/// Bell & McCaffrey (2002), with Satterthwaite's degrees of freedom under independent calls; R's
/// `clubSandwich` gives the same.
///
/// # Errors
///
/// The [`Reason`] why there is none.
pub fn by_call(clusters: &[Cluster], level: f64, adjust: bool) -> Result<Estimate, Reason> {
    check(clusters)?;
    let fit = Fit::new(clusters, adjust, |cluster| cluster.count);
    let weights: Vec<f64> = clusters.iter().map(|cluster| fit.pull(cluster) / fit.room(cluster).sqrt()).collect();
    let variance: f64 = clusters
        .iter()
        .zip(&weights)
        .map(|(cluster, weight)| (weight * cluster.count * fit.residual(cluster)).powi(2))
        .sum();
    fit.estimate(variance.sqrt(), satterthwaite(clusters, &fit, &weights), level)
}

/// The same with the plain correction (CR1) and t on (clusters - 1) degrees of freedom, as statsmodels gives it
/// for `cov_type="cluster", use_t=True`.
///
/// # Errors
///
/// The [`Reason`] why there is none.
pub fn by_call_plain(clusters: &[Cluster], level: f64, adjust: bool) -> Result<Estimate, Reason> {
    check(clusters)?;
    let fit = Fit::new(clusters, adjust, |cluster| cluster.count);
    let (groups, calls): (f64, f64) = (clusters.len() as f64, clusters.iter().map(|cluster| cluster.count).sum());
    let factor = groups / (groups - 1.0) * (calls - 1.0) / (calls - fit.columns as f64);
    let variance: f64 =
        clusters.iter().map(|cluster| (fit.pull(cluster) * cluster.count * fit.residual(cluster)).powi(2)).sum();
    fit.estimate((factor * variance).sqrt(), groups - 1.0, level)
}

/// Whether every cluster has a figure from before the trial, and these differ.
#[must_use]
pub fn can_adjust(clusters: &[Cluster]) -> bool {
    let figures: Vec<f64> = clusters.iter().filter_map(|cluster| cluster.before).collect();
    let differ = figures.iter().any(|figure| (figure - figures[0]).abs() > 1e-9);
    figures.len() == clusters.len() && clusters.len() > 4 && differ
}

/// The plain mean of an arm: of its clusters' means.
#[must_use]
pub fn middle(clusters: &[Cluster], new: bool) -> Option<f64> {
    let means: Vec<f64> = clusters.iter().filter(|cluster| cluster.new == new).map(Cluster::mean).collect();
    (!means.is_empty()).then(|| means.iter().sum::<f64>() / means.len() as f64)
}

/// How alike the answers of one cluster are (the intra-cluster correlation), by analysis of variance within the arms.
///
/// Can come out a little below 0 where clusters do not differ; `None` where it cannot be measured.
#[must_use]
pub fn alike(clusters: &[Cluster]) -> Option<f64> {
    let groups = clusters.len() as f64;
    let total: f64 = clusters.iter().map(|cluster| cluster.count).sum();
    let (mut between, mut within, mut lost) = (0.0, 0.0, 0.0);
    let mut arms = 0.0;
    for new in [false, true] {
        let arm: Vec<&Cluster> = clusters.iter().filter(|cluster| cluster.new == new).collect();
        let calls: f64 = arm.iter().map(|cluster| cluster.count).sum();
        if calls == 0.0 {
            continue;
        }
        arms += 1.0;
        let mean = arm.iter().map(|cluster| cluster.sum).sum::<f64>() / calls;
        for cluster in arm {
            between += cluster.count * (cluster.mean() - mean).powi(2);
            within += (cluster.squares - cluster.sum * cluster.mean()).max(0.0);
            lost += cluster.count.powi(2) / calls;
        }
    }
    if groups <= arms || total <= groups {
        return None;
    }
    let (between, within) = (between / (groups - arms), within / (total - groups));
    let size = (total - lost) / (groups - arms);
    let spread = between + (size - 1.0) * within;
    (spread > 0.0).then(|| (between - within) / spread)
}

fn check(clusters: &[Cluster]) -> Result<(), Reason> {
    let size = |new: bool| clusters.iter().filter(|cluster| cluster.new == new).count();
    if size(false) == 0 || size(true) == 0 {
        return Err(Reason::MissingArm);
    }
    if varies(clusters.iter()) {
        let inside = [false, true].iter().any(|&new| varies(clusters.iter().filter(|cluster| cluster.new == new)));
        return match inside {
            _ if size(false) < 2 || size(true) < 2 => Err(Reason::OneCluster),
            true => Ok(()),
            false => Err(Reason::NoVariation),
        };
    }
    let same =
        clusters.iter().all(|cluster| cluster.squares - cluster.sum * cluster.mean() < 1e-9 * cluster.squares.max(1.0));
    Err(if same { Reason::AllTheSame } else { Reason::NoVariation })
}

fn varies<'c>(mut clusters: impl Iterator<Item = &'c Cluster>) -> bool {
    let Some(first) = clusters.next().map(Cluster::mean) else { return false };
    clusters.any(|cluster| (cluster.mean() - first).abs() > 1e-9 * first.abs().max(1.0))
}

/// A weighted regression of the clusters' means on the arm, and on the figure before where it is allowed for.
///
/// Everything in a row but the answer is the same for all calls of a cluster, so a regression over
/// calls needs no more than each cluster's count and sum.
struct Fit {
    columns: usize,
    centre: f64,
    inverse: [[f64; 3]; 3],
    slopes: [f64; 3],
}

impl Fit {
    fn new(clusters: &[Cluster], adjust: bool, weight: impl Fn(&Cluster) -> f64) -> Self {
        let columns = if adjust && can_adjust(clusters) { 3 } else { 2 };
        let centre = clusters.iter().filter_map(|cluster| cluster.before).sum::<f64>() / clusters.len() as f64;
        let mut fit = Self { columns, centre, inverse: [[0.0; 3]; 3], slopes: [0.0; 3] };
        let (mut square, mut right) = ([[0.0; 3]; 3], [0.0; 3]);
        for cluster in clusters {
            let (row, weight) = (fit.row(cluster), weight(cluster));
            for a in 0..columns {
                right[a] += weight * row[a] * cluster.mean();
                for b in 0..columns {
                    square[a][b] += weight * row[a] * row[b];
                }
            }
        }
        fit.inverse = invert(square, columns);
        for (a, row) in fit.inverse.iter().enumerate() {
            fit.slopes[a] = row.iter().zip(right).map(|(m, r)| m * r).sum();
        }
        fit
    }

    fn row(&self, cluster: &Cluster) -> [f64; 3] {
        let before = if self.columns == 3 { cluster.before.unwrap_or(self.centre) - self.centre } else { 0.0 };
        [1.0, f64::from(u8::from(cluster.new)), before]
    }

    fn residual(&self, cluster: &Cluster) -> f64 {
        cluster.mean() - self.row(cluster).iter().zip(self.slopes).map(|(x, slope)| x * slope).sum::<f64>()
    }

    /// How much one more call of this cluster moves the difference.
    fn pull(&self, cluster: &Cluster) -> f64 {
        self.row(cluster).iter().zip(self.inverse[1]).map(|(x, m)| x * m).sum()
    }

    /// What the fit leaves of a cluster's own error: 1 minus its leverage; the root of it is CR2's correction.
    fn room(&self, cluster: &Cluster) -> f64 {
        (1.0 - cluster.count * self.shared(cluster, cluster)).max(1e-9)
    }

    fn shared(&self, a: &Cluster, b: &Cluster) -> f64 {
        let (a, b) = (self.row(a), self.row(b));
        (0..3).map(|i| (0..3).map(|j| a[i] * self.inverse[i][j] * b[j]).sum::<f64>()).sum()
    }

    fn estimate(&self, error: f64, freedom: f64, level: f64) -> Result<Estimate, Reason> {
        let difference = self.slopes[1];
        if error.is_nan() || error <= 1e-12 * difference.abs().max(1.0) {
            return Err(Reason::NoVariation);
        }
        let half = interval_half(error, freedom, level);
        let p = two_sided(difference / error, freedom);
        Ok(Estimate { difference, error, freedom, low: difference - half, high: difference + half, p })
    }
}

fn satterthwaite(clusters: &[Cluster], fit: &Fit, weights: &[f64]) -> f64 {
    let (mut trace, mut squares) = (0.0, 0.0);
    for (at, (a, wa)) in clusters.iter().zip(weights).enumerate() {
        let own = wa * wa * a.count * fit.room(a);
        trace += own;
        squares += own * own;
        for (b, wb) in clusters.iter().zip(weights).skip(at + 1) {
            squares += 2.0 * (wa * wb * a.count * b.count * fit.shared(a, b)).powi(2);
        }
    }
    trace * trace / squares
}

/// The inverse of the upper left `size` by `size` part, by Gauss-Jordan; zero elsewhere.
fn invert(mut m: [[f64; 3]; 3], size: usize) -> [[f64; 3]; 3] {
    let mut out = [[0.0; 3]; 3];
    for (at, row) in out.iter_mut().enumerate().take(size) {
        row[at] = 1.0;
    }
    for at in 0..size {
        let pivot = (at..size).max_by(|&a, &b| m[a][at].abs().total_cmp(&m[b][at].abs())).unwrap_or(at);
        m.swap(at, pivot);
        out.swap(at, pivot);
        let by = m[at][at];
        for column in 0..size {
            m[at][column] /= by;
            out[at][column] /= by;
        }
        for row in (0..size).filter(|&row| row != at) {
            let by = m[row][at];
            for column in 0..size {
                m[row][column] -= by * m[at][column];
                out[row][column] -= by * out[at][column];
            }
        }
    }
    out
}

#[cfg(test)]
#[path = "cluster_tests.rs"]
pub(super) mod tests;
