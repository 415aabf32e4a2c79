//! How much a stretch of the call weighs in memory, by how long before the end it lies.

use super::{Model, Settings};

/// The weight of moments, measured from the end of the call.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kernel {
    /// exp(-w tau).
    Recency { w: f64 },
    /// (alpha exp(-alpha tau) - w exp(-w tau)) / (alpha - w).
    Acclimation { alpha: f64, w: f64 },
}

impl Kernel {
    /// The kernel of these settings.
    pub(crate) fn of(settings: &Settings) -> Self {
        match settings.model {
            Model::Recency => Self::Recency { w: settings.recency },
            Model::Acclimation => Self::Acclimation { alpha: settings.acclimation, w: settings.decay },
        }
    }

    /// The weight of a stretch of length `s` that ends `tau` before the end of the call: the integral of the kernel.
    pub(crate) fn weight(self, tau: f64, s: f64) -> f64 {
        match self {
            Self::Recency { w } => (-w * tau).exp() * decayed(w, s),
            Self::Acclimation { alpha, w } => acclimated(alpha, w, tau + s) - acclimated(alpha, w, tau),
        }
    }

    /// How much of a weight is left that much later in the call; the recency model only.
    pub(crate) fn fades(self, tau: f64) -> f64 {
        match self {
            Self::Recency { w } | Self::Acclimation { w, .. } => (-w * tau).exp(),
        }
    }

    /// The weight of a moment.
    fn height(self, tau: f64) -> f64 {
        match self {
            Self::Recency { w } => (-w * tau).exp(),
            Self::Acclimation { alpha, w } if (alpha - w).abs() < 1e-6 => (1.0 - w * tau) * (-w * tau).exp(),
            Self::Acclimation { alpha, w } => (alpha * (-alpha * tau).exp() - w * (-w * tau).exp()) / (alpha - w),
        }
    }

    /// The greatest weight that moments of this total length can have between `from` and `to` before the end.
    ///
    /// The kernel falls and then rises, so that they are a stretch at either end: the division is found by halving.
    pub(crate) fn most(self, from: f64, to: f64, length: f64) -> f64 {
        let (mut near, mut far) = (0.0, length);
        for _ in 0..48 {
            let middle = 0.5 * (near + far);
            if self.height(from + middle) > self.height(to - length + middle) { near = middle } else { far = middle }
        }
        let divided = self.weight(from, near) + self.weight(to - (length - near), length - near);
        divided.max(self.weight(from, length)).max(self.weight(to - length, length)) + 1e-12 * length
    }
}

/// The integral of exp(-w x) from 0 to `s`.
fn decayed(w: f64, s: f64) -> f64 {
    if w * s < 1e-12 { s } else { -(-w * s).exp_m1() / w }
}

/// The integral of the acclimation kernel from 0 to `tau`: (exp(-w tau) - exp(-alpha tau)) / (alpha - w).
fn acclimated(alpha: f64, w: f64, tau: f64) -> f64 {
    let (slow, gap) = (alpha.min(w), (alpha - w).abs());
    (-slow * tau).exp() * decayed(gap, tau)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The integral by the midpoint rule.
    fn by_slices(tau: f64, s: f64, kernel: impl Fn(f64) -> f64) -> f64 {
        let step = s / 20_000.0;
        (0..20_000).map(|i| kernel(tau + (f64::from(i) + 0.5) * step) * step).sum()
    }

    #[test]
    fn weights_are_the_integrals_of_the_published_kernels() {
        for (tau, s) in [(0.0, 1.0), (2.5, 0.3), (7.0, 2.0)] {
            let recency = Kernel::Recency { w: 0.35 }.weight(tau, s);
            assert!((recency - by_slices(tau, s, |x| (-0.35 * x).exp())).abs() < 1e-8);
            let (a, w) = (0.5, 0.2);
            let dip = Kernel::Acclimation { alpha: a, w }.weight(tau, s);
            let kernel = |x: f64| (a * (-a * x).exp() - w * (-w * x).exp()) / (a - w);
            assert!((dip - by_slices(tau, s, kernel)).abs() < 1e-8);
        }
    }

    #[test]
    fn limits_are_smooth() {
        assert!((Kernel::Recency { w: 0.0 }.weight(3.0, 2.0) - 2.0).abs() < 1e-12);
        let close = Kernel::Acclimation { alpha: 0.3, w: 0.3 + 1e-7 }.weight(1.0, 2.0);
        let equal = Kernel::Acclimation { alpha: 0.3, w: 0.3 }.weight(1.0, 2.0);
        assert!((close - equal).abs() < 1e-6);
        let plain = Kernel::Acclimation { alpha: 0.0, w: 0.35 }.weight(1.0, 2.0);
        assert!((plain - Kernel::Recency { w: 0.35 }.weight(1.0, 2.0)).abs() < 1e-12);
    }

    #[test]
    fn no_slices_weigh_more() {
        let mut rng = fastrand::Rng::with_seed(1);
        for _ in 0..200 {
            let kernel = Kernel::Acclimation { alpha: rng.f64(), w: rng.f64() };
            let (from, to) = (3.0 * rng.f64(), 4.0 + 9.0 * rng.f64());
            let step = (to - from) / 400.0;
            let mut slices: Vec<f64> = (0..400).map(|i| kernel.weight(from + f64::from(i) * step, step)).collect();
            slices.sort_by(|a, b| b.total_cmp(a));
            let count = rng.usize(1..400);
            let by_slices: f64 = slices[..count].iter().sum();
            let most = kernel.most(from, to, count as f64 * step);
            assert!(most >= by_slices - 1e-9 && most <= by_slices + 0.01, "{most} {by_slices}");
        }
    }

    #[test]
    fn long_calls_stay_finite() {
        for kernel in [Kernel::Recency { w: 10.0 }, Kernel::Acclimation { alpha: 10.0, w: 0.2 }] {
            assert!(kernel.weight(1e5, 1e3).is_finite());
            assert!(kernel.weight(0.0, 1e6).is_finite());
        }
    }
}
