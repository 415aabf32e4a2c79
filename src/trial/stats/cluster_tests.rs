//! Worked cases for the cluster comparisons, with the values that other packages give.

use super::*;

/// Twelve agents: arm, pair, answers, yes answers (each worth 100), figure before.
pub(crate) const TWELVE: [(bool, usize, f64, f64, f64); 12] = [
    (false, 0, 31.0, 20.0, 66.0),
    (false, 1, 18.0, 13.0, 70.5),
    (false, 2, 44.0, 29.0, 61.2),
    (false, 3, 25.0, 20.0, 74.0),
    (false, 4, 9.0, 5.0, 58.3),
    (false, 5, 37.0, 27.0, 69.9),
    (true, 0, 28.0, 21.0, 65.1),
    (true, 1, 22.0, 18.0, 71.3),
    (true, 2, 40.0, 30.0, 62.0),
    (true, 3, 30.0, 26.0, 73.2),
    (true, 4, 14.0, 9.0, 57.5),
    (true, 5, 19.0, 16.0, 70.2),
];

pub(crate) fn twelve(paired: bool) -> Vec<Cluster> {
    let cluster = |&(new, block, count, yes, before): &(bool, usize, f64, f64, f64)| Cluster {
        new,
        block: if paired { block } else { 0 },
        count,
        sum: yes * 100.0,
        squares: yes * 10_000.0,
        before: Some(before),
    };
    TWELVE.iter().map(cluster).collect()
}

fn near(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-6 * want.abs().max(1e-2), "got {got}, want {want}");
}

fn same(got: Result<Estimate, Reason>, want: [f64; 6]) {
    let got = got.unwrap_or_else(|reason| panic!("no estimate: {reason:?}"));
    for (got, want) in [got.difference, got.error, got.freedom, got.low, got.high, got.p].into_iter().zip(want) {
        near(got, want);
    }
}

/// statsmodels 0.15.0: `OLS(mean of each agent, [1, arm])` and the same with the figure before as a third column.
#[test]
fn by_cluster_is_the_regression_on_the_agents_means() {
    let plain =
        [9.300853065708766, 4.797286759871234, 10.0, -1.3881679480796763, 19.98987407949721, 0.08124580628942882];
    same(by_cluster(&twelve(false), 0.95, false), plain);
    let adjusted =
        [9.432350086402579, 1.5017693997146286, 9.0, 6.0351116819669715, 12.829588490838187, 0.00014423538181517043];
    same(by_cluster(&twelve(false), 0.95, true), adjusted);
}

/// statsmodels 0.15.0: `OLS(y, X).fit(cov_type="cluster", cov_kwds={"groups": agent}, use_t=True)` on the 317 calls.
#[test]
fn by_call_plain_is_the_cluster_robust_error_of_statsmodels() {
    let plain =
        [8.919177427068437, 3.608932897680562, 11.0, 0.9759696755070033, 16.86238517862987, 0.031043264478300605];
    same(by_call_plain(&twelve(false), 0.95, false), plain);
    let adjusted =
        [9.126461494190707, 1.5040999487477882, 11.0, 5.815959827702231, 12.436963160679184, 8.101426512977238e-05];
    same(by_call_plain(&twelve(false), 0.95, true), adjusted);
}

/// R 4.2.2, clubSandwich 0.5.8: `coef_test(lm(y ~ arm), vcov = "CR2", cluster = agent, test = "Satterthwaite")`.
#[test]
fn by_call_is_the_small_sample_correction_of_club_sandwich() {
    for (adjust, want) in [
        (false, [8.919177427068437, 3.7980040020, 8.5435874915, 0.0448581209]),
        (true, [9.126461494190707, 1.7565136026, 7.7441904864, 0.0009163842]),
    ] {
        let got = by_call(&twelve(false), 0.95, adjust).unwrap_or_else(|reason| panic!("{reason:?}"));
        for (got, want) in [got.difference, got.error, got.freedom, got.p].into_iter().zip(want) {
            near(got, want);
        }
    }
    let got = by_call(&twelve(false), 0.95, false).unwrap_or_else(|reason| panic!("{reason:?}"));
    assert!((got.low - 0.257).abs() < 1e-3 && (got.high - 17.581).abs() < 1e-3, "{got:?}");
}

/// numpy 2.4.6: one-way analysis of variance within the arms, written out from its sums of squares.
#[test]
fn alike_is_the_analysis_of_variance_estimate() {
    near(alike(&twelve(false)).unwrap_or(f64::NAN), -0.013220013559974689);
}

#[test]
fn what_cannot_be_said_has_its_reason() {
    let of = |new, count: f64, sum: f64| Cluster { new, block: 0, count, sum, squares: sum * 100.0, before: None };
    let reason = |clusters: &[Cluster]| by_cluster(clusters, 0.95, false).err();
    assert_eq!(reason(&[]), Some(Reason::MissingArm));
    assert_eq!(reason(&[of(true, 5.0, 300.0), of(true, 5.0, 200.0)]), Some(Reason::MissingArm));
    assert_eq!(reason(&[of(true, 5.0, 300.0), of(false, 5.0, 200.0)]), Some(Reason::OneCluster));
    let one = [of(true, 5.0, 300.0), of(false, 5.0, 200.0), of(false, 5.0, 100.0)];
    assert_eq!(reason(&one), Some(Reason::OneCluster));
    let ceiling: Vec<Cluster> = (0..8).map(|at| of(at % 2 == 0, 5.0, 500.0)).collect();
    assert_eq!(reason(&ceiling), Some(Reason::AllTheSame));
    let flat: Vec<Cluster> = (0..8).map(|at| of(at % 2 == 0, 5.0, if at % 2 == 0 { 300.0 } else { 200.0 })).collect();
    assert_eq!(reason(&flat), Some(Reason::NoVariation));
    assert_eq!(by_call(&flat, 0.95, false).err(), Some(Reason::NoVariation));
}
