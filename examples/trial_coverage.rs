//! How often the intervals of a trial report hold the truth: 2,000 made-up trials of 20 agents an arm.
//!
//! `cargo run --release --example trial_coverage` prints the table that stands in docs/trial.md. Each trial is
//! drawn, made up as CSV and evaluated from that CSV, as a lead would do it; the seed is the trial's number.

use std::collections::BTreeMap;

use callcraft::trial::stats::Estimate;
use callcraft::trial::{Measured, Trial, Truth, agents, assign, evaluate, insurer, made_agents, simulate};

const TRIALS: u64 = 2_000;
const METHODS: [&str; 3] = ["by agent (decides)", "by call (CR2)", "the draw made again"];

/// How often each method's interval held the truth, and how often it left out 0.
#[derive(Default)]
struct Counts {
    held: [u32; 3],
    left_out_zero: [u32; 3],
    trials: u32,
}

fn main() {
    println!("| case | method | interval holds the truth | interval leaves out 0 |");
    println!("| :--- | :--- | ---: | ---: |");
    for (case, effect, change) in cases() {
        let mut counts = Counts::default();
        for seed in 0..TRIALS {
            let trial = Trial { seed, ..change(insurer()) };
            counts.add(&run(&trial, effect, seed), effect);
        }
        for (at, method) in METHODS.iter().enumerate() {
            let share = |count: u32| 100.0 * f64::from(count) / f64::from(counts.trials);
            println!(
                "| {case} | {method} | {:.1} % | {:.1} % |",
                share(counts.held[at]),
                share(counts.left_out_zero[at])
            );
        }
    }
}

type Change = fn(Trial) -> Trial;

fn cases() -> [(&'static str, f64, Change); 4] {
    [
        ("7 points, pairs, figure before", 7.0, only_primary),
        ("no effect, pairs, figure before", 0.0, only_primary),
        ("7 points, by chance, no figure before", 7.0, by_chance),
        ("7 points, very unequal agents", 7.0, unequal),
    ]
}

/// The insurer's trial with its main measure alone and fewer calls, so that this ends today.
fn only_primary(mut trial: Trial) -> Trial {
    trial.secondary.clear();
    trial.guards.clear();
    trial.weeks = 4;
    trial.expected.calls_a_week = 25.0;
    trial
}

fn by_chance(trial: Trial) -> Trial {
    let mut trial = only_primary(trial);
    trial.balance_on.clear();
    trial.balance = callcraft::trial::Balance::Chance;
    trial.primary.before_column = None;
    trial
}

fn unequal(trial: Trial) -> Trial {
    let mut trial = only_primary(trial);
    trial.expected.uneven = 0.9;
    trial.expected.alike = 0.06;
    trial
}

fn run(trial: &Trial, effect: f64, seed: u64) -> Measured {
    let people = agents(trial, Some(&made_agents(trial, 40, seed))).expect("a list of ours");
    let list = assign(trial, &people).expect("enough agents");
    let truth = Truth { effects: BTreeMap::from([("satisfied_call".to_string(), effect)]), grows: Vec::new(), seed };
    let mut calls = Vec::new();
    simulate(trial, &people, &list, &truth, &mut calls).expect("writing to memory");
    let report = evaluate(trial, Some(&list), None, calls.as_slice()).expect("a table of ours");
    report.measured.into_iter().next().expect("the main measure")
}

impl Counts {
    fn add(&mut self, one: &Measured, truth: f64) {
        let ends = |estimate: Estimate| (estimate.low, estimate.high);
        let intervals = [
            one.decides.ok().map(ends),
            one.by_call.map(ends),
            one.permuted.map(|permuted| (permuted.low, permuted.high)),
        ];
        self.trials += 1;
        for (at, interval) in intervals.into_iter().enumerate() {
            let Some((low, high)) = interval else { continue };
            self.held[at] += u32::from(low <= truth && truth <= high);
            self.left_out_zero[at] += u32::from(low > 0.0 || high < 0.0);
        }
    }
}
