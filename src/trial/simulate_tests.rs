//! Made-up calls hold what was put into them, and intervals keep their promise on them.

use super::*;
use crate::trial::data::gather;
use crate::trial::stats::{self, Estimate};
use crate::trial::{agents, assign, evaluate, read};

pub(crate) const NURSES: &str = include_str!("../../trials/nurse-trial.yaml");

fn trial() -> Trial {
    read("nurse-trial.yaml", NURSES).trial.expect("the example has no errors")
}

fn made(trial: &Trial, count: usize, truth: &Truth) -> (Assignment, String) {
    let people = agents(trial, Some(&made_agents(trial, count, truth.seed))).expect("a list of ours");
    let list = assign(trial, &people).expect("enough agents");
    let mut out = Vec::new();
    simulate(trial, &people, &list, truth, &mut out).expect("writing to memory");
    (list, String::from_utf8(out).expect("text"))
}

#[test]
fn the_same_seed_gives_the_same_calls() {
    let trial = trial();
    let truth = Truth::worth_having(&trial, 5);
    assert_eq!(made(&trial, 12, &truth), made(&trial, 12, &truth));
    assert_ne!(made(&trial, 12, &truth).1, made(&trial, 12, &Truth::worth_having(&trial, 6)).1);
}

#[test]
fn a_large_made_up_trial_shows_what_was_put_in() {
    let mut trial = trial();
    trial.expected.calls_a_week = 40.0;
    let truth = Truth::worth_having(&trial, 11);
    let (list, calls) = made(&trial, 120, &truth);
    let report = evaluate(&trial, Some(&list), None, calls.as_bytes()).expect("a table of ours");
    for (at, want) in [(0, 7.0), (1, 8.0), (2, 5.0), (3, 0.0), (4, 0.0), (5, 0.0)] {
        let one = &report.measured[at];
        let got = one.decides.expect("varies");
        assert!((got.difference - want).abs() < 3.0 * got.error, "{} {got:?}", one.measure.name);
        assert!(got.error < if at == 3 { 6.0 } else { 1.8 }, "{} {got:?}", one.measure.name);
    }
    let alike = report.measured[0].alike.unwrap_or_default();
    assert!((0.005..0.04).contains(&alike), "{alike}");
    let answers = report.answers.expect("customers are asked");
    assert!(answers.arms.iter().all(|share| (share - 40.0).abs() < 1.5), "{answers:?}");
    let soon = report.measured[0].soon.expect("eight weeks");
    assert!(soon.early.difference < soon.later.difference, "it grows in the first two weeks");
}

/// A short form of the benchmark `cargo run --release --example trial_coverage`, whose figures stand in docs/trial.md:
/// with 200 trials the 95 % intervals cover the truth between 90 and 99 % of the time.
#[test]
fn intervals_cover_the_truth_at_their_rate() {
    let mut trial = trial();
    trial.weeks = 3;
    trial.expected.calls_a_week = 12.0;
    trial.guards.clear();
    trial.secondary.clear();
    let (mut by_unit, mut by_call, trials) = (0, 0, 200);
    for seed in 0..trials {
        let truth = Truth { effects: BTreeMap::from([("satisfied_call".into(), 7.0)]), grows: Vec::new(), seed };
        trial.seed = seed;
        let (list, calls) = made(&trial, 40, &truth);
        let data = gather(&trial, Some(&list), calls.as_bytes()).expect("a table of ours");
        let clusters = data.clusters(0, Some("satisfied_before"));
        let covers = |e: Estimate| i32::from(e.low <= 7.0 && 7.0 <= e.high);
        by_unit += stats::by_cluster(&clusters, 0.95, true).map_or(0, covers);
        by_call += stats::by_call(&clusters, 0.95, true).map_or(0, covers);
    }
    for covered in [by_unit, by_call] {
        assert!((180..=198).contains(&covered), "{covered} of {trials}");
    }
}
