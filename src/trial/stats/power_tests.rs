//! Worked cases for the planning of a trial.

use super::*;

fn design(clusters: f64, answers: f64, alike: f64, uneven: f64) -> Design {
    Design { clusters, answers, uneven, alike, steady: 0.0, level: 0.95 }
}

fn near(got: f64, want: f64) {
    assert!((got - want).abs() < 2e-5, "got {got}, want {want}");
}

/// statsmodels 0.15.0: `TTestIndPower().power(effect / sqrt(variance of an agent's mean), agents, .05)`, and for the
/// third R 4.2.2: `power.t.test(n = 15, delta = 30, sd = 180 * sqrt(.03 + .97 / 40), strict = TRUE)`.
#[test]
fn power_is_that_of_statsmodels_and_r() {
    near(power(&design(20.0, 40.0, 0.03, 0.0), Aim::Share { before: 71.0 }, 7.0), 0.5683360835926355);
    near(power(&design(12.0, 25.0, 0.05, 0.4), Aim::Share { before: 60.0 }, 8.0), 0.24413284370766278);
    near(power(&design(15.0, 40.0, 0.03, 0.0), Aim::Mean { spread: 180.0 }, 30.0), 0.4730880142);
    // an intra-cluster correlation of 1: the t-test with three a group
    near(power(&design(3.0, 40.0, 1.0, 0.0), Aim::Mean { spread: 1.0 }, 0.5), 0.07684904996035902);
    near(power(&design(3.0, 40.0, 1.0, 0.0), Aim::Mean { spread: 1.0 }, 2.0), 0.46264081189130635);
}

/// scipy 1.17.1: `integrate.quad` of `2 * norm.cdf(margin - t * s) - 1` over the density of s.
#[test]
fn power_inside_a_margin_is_the_integral() {
    let error = (2.0_f64 / 20.0).sqrt();
    let all_between = Design { alike: 1.0, ..design(20.0, 1.0, 1.0, 0.0) };
    near(power_inside(&all_between, Aim::Mean { spread: 1.0 }, 4.0 * error), 0.9472605763579938);
}

#[test]
fn needs_and_smallest_effects_are_the_inverse_of_power() {
    let share = Aim::Share { before: 71.0 };
    let clusters = clusters_needed(|clusters| power(&design(clusters, 60.0, 0.02, 0.3), share, 7.0) >= 0.8);
    let clusters = clusters.expect("enough agents exist");
    assert!(power(&design(clusters as f64, 60.0, 0.02, 0.3), share, 7.0) >= 0.8);
    assert!(power(&design(clusters as f64 - 1.0, 60.0, 0.02, 0.3), share, 7.0) < 0.8);
    let least = smallest_effect(&design(20.0, 60.0, 0.02, 0.3), share, 0.8).expect("some effect is large enough");
    near(power(&design(20.0, 60.0, 0.02, 0.3), share, least), 0.8);
    // few agents who differ much: no number of answers helps
    assert_eq!(answers_needed(|answers| power(&design(6.0, answers, 0.1, 0.0), share, 5.0) >= 0.8), None);
    let near_ceiling = smallest_effect(&design(8.0, 20.0, 0.02, 0.0), Aim::Share { before: 97.0 }, 0.8);
    assert!(near_ceiling.is_some_and(|effect| effect > 3.0), "only a fall can be shown: {near_ceiling:?}");
}

#[test]
fn the_figure_before_saves_agents() {
    let without = design(12.0, 40.0, 0.05, 0.0);
    let with = Design { steady: 0.7, ..without };
    let mean = Aim::Mean { spread: 10.0 };
    assert!(power(&with, mean, 3.0) > power(&without, mean, 3.0) + 0.1);
}
