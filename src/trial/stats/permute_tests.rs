//! Worked cases for the permutation of the assignment.

use super::super::cluster::tests::twelve;
use super::*;

/// scipy 1.17.1: `permutation_test(..., permutation_type="independent", n_resamples=inf)`; the interval's ends by
/// trying every shift in steps of 0.0005 in numpy.
#[test]
fn all_lists_give_what_scipy_gives() {
    let got = permute(&twelve(false), 0.95, false, 1).expect("both arms are there");
    assert!((got.difference - 9.300853065708766).abs() < 1e-9);
    assert!((got.p - 0.07575757575757576).abs() < 1e-12, "{got:?}");
    assert_eq!((got.lists, got.all), (924, true));
    assert!((got.low + 1.486).abs() < 2e-3 && (got.high - 19.965).abs() < 2e-3, "{got:?}");
}

/// scipy 1.17.1: the same on the six pairs' differences, `permutation_type="samples"`.
#[test]
fn pairs_are_permuted_within_themselves() {
    let got = permute(&twelve(true), 0.95, false, 1).expect("both arms are there");
    assert!((got.p - 0.03125).abs() < 1e-12, "{got:?}");
    assert_eq!((got.lists, got.all), (64, true));
    assert!((got.low - 6.667).abs() < 2e-3 && (got.high - 11.2375).abs() < 2e-3, "{got:?}");
}

#[test]
fn a_sample_of_lists_is_seeded_and_comes_close() {
    let mut many = twelve(false);
    for (at, cluster) in twelve(false).into_iter().enumerate() {
        many.push(Cluster { sum: cluster.sum - 100.0 * (at % 3) as f64, ..cluster });
    }
    let first = permute(&many, 0.95, false, 7);
    assert_eq!(first, permute(&many, 0.95, false, 7));
    let got = first.expect("both arms are there");
    assert_eq!((got.lists, got.all), (SAMPLE + 1, false));
    let by_t = super::super::by_cluster(&many, 0.95, false).expect("varies");
    assert!((got.p - by_t.p).abs() < 0.01, "{} {}", got.p, by_t.p);
    assert!((got.low - by_t.low).abs() < 0.6 && (got.high - by_t.high).abs() < 0.6, "{got:?} {by_t:?}");
}

#[test]
fn too_few_lists_rule_nothing_out() {
    let few: Vec<Cluster> = twelve(false)
        .into_iter()
        .enumerate()
        .filter(|(at, _)| [0, 1, 2, 6, 7, 8].contains(at))
        .map(|(_, c)| c)
        .collect();
    let got = permute(&few, 0.95, false, 1).expect("both arms are there");
    assert_eq!(got.lists, 20);
    assert!(got.p >= 0.1 - 1e-12);
    assert_eq!((got.low, got.high), (f64::NEG_INFINITY, f64::INFINITY));
    assert_eq!(permute(&few[..3], 0.95, false, 1), None);
}

#[test]
fn with_a_figure_from_before_the_estimate_is_the_regressions() {
    let got = permute(&twelve(false), 0.95, true, 1).expect("both arms are there");
    assert!((got.difference - 9.432350086402579).abs() < 1e-6, "{got:?}");
    assert!(got.p < 0.01 && got.low > 4.0 && got.high < 14.0, "{got:?}");
}
