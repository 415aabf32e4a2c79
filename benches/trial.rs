//! How long a trial takes to be worked out: `cargo bench --bench trial`. The row that only counts the calls' lines says
//! what the rest is worth.
#![allow(missing_docs, reason = "a bench is not read as documentation")]

use callcraft::trial::{Assignment, Trial, Truth, agents, evaluate, insurer, made_agents, plan, simulate};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// The insurer's trial with so many nurses: its assignment, and made-up calls.
fn trial(nurses: usize) -> (Trial, Assignment, Vec<u8>) {
    let trial = insurer();
    let nurses = agents(&trial, Some(&made_agents(&trial, nurses, 1))).expect("a list of nurses");
    let list = plan(&trial, &nurses).expect("a plan").assignment.expect("an assignment");
    let mut calls = Vec::new();
    simulate(&trial, &nurses, &list, &Truth::worth_having(&trial, 3), &mut calls).expect("made-up calls");
    (trial, list, calls)
}

fn lines(calls: &[u8]) -> usize {
    calls.iter().filter(|byte| **byte == b'\n').count()
}

/// The floor: the calls counted, with nothing else done.
#[divan::bench(args = [40, 400], sample_count = 10)]
fn floor_count_calls(bencher: Bencher<'_, '_>, nurses: usize) {
    let (_, _, calls) = trial(nurses);
    bencher.counter(ItemsCount::new(lines(&calls))).bench_local(|| lines(&calls));
}

/// From the table of calls to the verdict.
#[divan::bench(args = [40, 400], sample_count = 10)]
fn work_out(bencher: Bencher<'_, '_>, nurses: usize) {
    let (trial, list, calls) = trial(nurses);
    let count = ItemsCount::new(lines(&calls));
    bencher.counter(count).bench_local(|| evaluate(&trial, Some(&list), None, calls.as_slice()).expect("a report"));
}
