//! Student's t: quantiles, tails, and the chance that a planned comparison comes out.

use statrs::distribution::{Continuous as _, ContinuousCDF as _, Normal, StudentsT};

/// The t value that leaves `1 - p` above it.
pub(crate) fn t_quantile(p: f64, freedom: f64) -> f64 {
    if !(freedom > 0.0 && (0.0..=1.0).contains(&p)) {
        return f64::NAN;
    }
    let Ok(student) = StudentsT::new(0.0, 1.0, freedom) else { return f64::NAN };
    if p <= 0.0 || p >= 1.0 {
        return student.inverse_cdf(p);
    }
    // statrs inverts the beta function to about four digits where there are many degrees of freedom;
    // two steps of Newton's method give the rest
    (0..2).fold(student.inverse_cdf(p), |t, _| t - (student.cdf(t) - p) / student.pdf(t).max(f64::MIN_POSITIVE))
}

/// The chance of a t at least this far from 0, in either direction.
#[must_use]
pub fn two_sided(t: f64, freedom: f64) -> f64 {
    (2.0 * above(t.abs(), freedom)).min(1.0)
}

/// The chance of a t above this one.
#[must_use]
pub fn above(t: f64, freedom: f64) -> f64 {
    if t.is_nan() {
        return f64::NAN;
    }
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |student| student.sf(t))
}

/// Half the width of the interval at this level (such as 0.95) for an estimate with this error.
#[must_use]
pub fn interval_half(error: f64, freedom: f64, level: f64) -> f64 {
    error * t_quantile(0.5 + level / 2.0, freedom)
}

/// The chance that an interval leaves out 0, when the true effect is `shift` standard errors.
///
/// This is the noncentral t, both tails: the mean of the normal tail over the distribution of the
/// estimated error. R's `power.t.test(strict = TRUE)` and statsmodels' `TTestIndPower` give the same.
pub(crate) fn chance_shown(shift: f64, freedom: f64, level: f64) -> f64 {
    let limit = t_quantile(0.5 + level / 2.0, freedom);
    over_errors(freedom, |s| normal(shift - limit * s) + normal(-shift - limit * s))
}

/// The chance that an interval lies inside a margin of `margin` standard errors either way, when the true effect is 0.
pub(crate) fn chance_inside(margin: f64, freedom: f64, level: f64) -> f64 {
    let limit = t_quantile(0.5 + level / 2.0, freedom);
    over_errors(freedom, |s| (2.0 * normal(margin - limit * s) - 1.0).max(0.0))
}

fn normal(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

/// The mean of `f(s)` where s is the square root of a chi-squared over its degrees of freedom, by Simpson's rule.
fn over_errors(freedom: f64, f: impl Fn(f64) -> f64) -> f64 {
    const STEPS: usize = 300;
    let spread = 10.0 / (2.0 * freedom).sqrt();
    let (low, high) = ((1.0 - spread).max(0.0), 1.0 + spread);
    let step = (high - low) / STEPS as f64;
    let half = freedom / 2.0;
    let scale = std::f64::consts::LN_2 + half * half.ln() - statrs::function::gamma::ln_gamma(half);
    let density = |s: f64| match s {
        s if s > 0.0 => (scale + (freedom - 1.0) * s.ln() - half * s * s).exp(),
        _ if freedom <= 1.0 => scale.exp(),
        _ => 0.0,
    };
    let weight = |at: usize| match at {
        0 | STEPS => 1.0,
        at if at % 2 == 1 => 4.0,
        _ => 2.0,
    };
    let (mut total, mut mass) = (0.0, 0.0);
    for at in 0..=STEPS {
        let s = low + step * at as f64;
        let here = weight(at) * density(s);
        mass += here;
        total += here * f(s);
    }
    total / mass
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with scipy 1.17.1: `scipy.stats.t.ppf(.975, df)`, `2*scipy.stats.t.sf(t, df)`.
    #[test]
    fn quantiles_and_tails_are_those_of_scipy() {
        for (freedom, want) in [
            (1.0, 12.706204736174694),
            (2.0, 4.302652729749462),
            (6.5, 2.4020020079102764),
            (38.0, 2.024394163911969),
            (1000.0, 1.9623390808264078),
            (1e6, 1.959966356814107),
        ] {
            let got = t_quantile(0.975, freedom);
            assert!((got - want).abs() < 1e-9 * want, "{freedom}: {got} {want}");
        }
        assert!((two_sided(2.0, 38.0) - 0.0526855).abs() < 1e-6, "{}", two_sided(2.0, 38.0));
        assert!((two_sided(-8.0, 4.3) - two_sided(8.0, 4.3)).abs() < 1e-15);
    }
}
