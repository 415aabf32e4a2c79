//! How long the best order takes: `cargo bench --bench sequence`. Each sample is another seed, so that the median is
//! the median over seeds 1-30.
#![allow(missing_docs, reason = "a bench is not read as documentation")]

use callcraft::experience::{Beat, Model, Settings};
use callcraft::sequence::problem::{Constraint, Problem};
use callcraft::sequence::solve::{Limits, Proof, Solution, solve};
use divan::Bencher;
use std::sync::atomic::{AtomicU64, Ordering};

fn main() {
    divan::main();
}

/// What segments are about.
#[derive(Debug, Clone, Copy)]
enum Topics {
    /// Each has one of five topics.
    Five,
    /// Each has one of five topics, or none.
    FiveOrNone,
    /// One topic for all.
    One,
    /// No topics.
    None,
}

/// Feelings uniform from -3 to 3, durations uniform from 10 to 120 seconds.
fn random(segments: usize, topics: Topics, seed: u64) -> Problem {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut beat = || {
        let (valence, minutes) = (f64::from(dice.i32(-3..=3)), f64::from(dice.u32(10..=120)) / 60.0);
        let account = match topics {
            Topics::Five => Some(dice.u32(0..5)),
            Topics::FiveOrNone => Some(dice.u32(0..6)).filter(|&topic| topic < 5),
            Topics::One => Some(0),
            Topics::None => None,
        };
        Beat { valence, minutes, account }
    };
    let beats: Vec<Beat> = (0..segments).map(|_| beat()).collect();
    let slow_seconds = beats.iter().map(|beat| 60.0 * beat.minutes).collect();
    Problem { beats, slow_seconds, constraints: vec![], settings: Settings::default() }
}

/// With a head of three and a tail of four in their written order, and so many precedences between the others.
fn framed(segments: usize, precedences: usize, seed: u64) -> Problem {
    let mut problem = random(segments, Topics::FiveOrNone, seed);
    let (head, tail) = (3, segments - 4);
    let before = |(first, then)| Constraint::Before { first, then };
    let head_first = (0..head).flat_map(|first| (first + 1..segments).map(move |then| (first, then)));
    let tail_last = (tail..segments).flat_map(|then| (head..then).map(move |first| (first, then)));
    problem.constraints = head_first.chain(tail_last).map(before).collect();
    let mut dice = fastrand::Rng::with_seed(seed);
    for _ in 0..precedences {
        let (a, b) = (dice.usize(head..tail), dice.usize(head..tail));
        if a != b {
            problem.constraints.push(before((a.min(b), a.max(b))));
        }
    }
    problem
}

/// Five stages whose segments stay together, in their order or free.
fn staged(segments: usize, kept: bool, seed: u64) -> Problem {
    let mut problem = random(segments, Topics::FiveOrNone, seed);
    let stages: Vec<Vec<usize>> =
        (0..5).map(|stage| (stage * segments / 5..(stage + 1) * segments / 5).collect()).collect();
    problem.constraints = stages.iter().cloned().map(Constraint::Together).collect();
    if kept {
        for pair in stages.windows(2) {
            let pairs = pair[0].iter().flat_map(|&first| pair[1].iter().map(move |&then| (first, then)));
            problem.constraints.extend(pairs.map(|(first, then)| Constraint::Before { first, then }));
        }
    }
    problem
}

fn over_seeds(bencher: Bencher, problem: impl Fn(u64) -> Problem + Sync) {
    let seed = AtomicU64::new(0);
    let next = || problem(seed.fetch_add(1, Ordering::Relaxed) % 30 + 1);
    bencher.with_inputs(next).bench_local_refs(|problem| solve(problem, &Limits::default()));
}

/// A fixed amount of arithmetic, to compare machines.
#[divan::bench]
fn calibration() -> f64 {
    (0..1_000_000u32).fold(1.0, |sum: f64, number| sum + divan::black_box(f64::from(number)).sqrt())
}

#[divan::bench(args = [15, 20, 30, 40, 60, 100], sample_count = 30, sample_size = 1)]
fn five_topics(bencher: Bencher, segments: usize) {
    over_seeds(bencher, |seed| random(segments, Topics::Five, seed));
}

#[divan::bench(args = [15, 20, 30, 40, 60, 100], sample_count = 30, sample_size = 1)]
fn five_topics_or_none(bencher: Bencher, segments: usize) {
    over_seeds(bencher, |seed| random(segments, Topics::FiveOrNone, seed));
}

#[divan::bench(args = [15, 20, 30, 40, 60, 100], sample_count = 30, sample_size = 1)]
fn no_topics(bencher: Bencher, segments: usize) {
    over_seeds(bencher, |seed| random(segments, Topics::None, seed));
}

#[divan::bench(args = [15, 20, 30, 40], sample_count = 30, sample_size = 1)]
fn one_topic(bencher: Bencher, segments: usize) {
    over_seeds(bencher, |seed| random(segments, Topics::One, seed));
}

#[divan::bench(args = [0, 4, 8, 16], sample_count = 30, sample_size = 1)]
fn forty_with_head_tail_and_precedences(bencher: Bencher, precedences: usize) {
    over_seeds(bencher, |seed| framed(40, precedences, seed));
}

#[divan::bench(args = [false, true], sample_count = 30, sample_size = 1)]
fn forty_in_five_stages_kept(bencher: Bencher, kept: bool) {
    over_seeds(bencher, |seed| staged(40, kept, seed));
}

#[divan::bench(args = [4, 8, 16], sample_count = 30, sample_size = 1)]
fn thirty_with_few_moves(bencher: Bencher, most: usize) {
    over_seeds(bencher, |seed| {
        let mut problem = random(30, Topics::FiveOrNone, seed);
        problem.constraints.push(Constraint::FewMoves { reference: (0..30).collect(), most });
        problem
    });
}

#[divan::bench(args = [15, 20, 30], sample_count = 30, sample_size = 1)]
fn acclimation(bencher: Bencher, segments: usize) {
    over_seeds(bencher, |seed| {
        let mut problem = random(segments, Topics::FiveOrNone, seed);
        problem.settings.model = Model::Acclimation;
        problem
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn a_thousand_scripts_of_fifteen(bencher: Bencher) {
    let problems: Vec<Problem> = (1..=1000).map(|seed| random(15, Topics::FiveOrNone, seed)).collect();
    bencher.bench_local(|| {
        let proved =
            |problem: &Problem| solve(problem, &Limits::default()).is_ok_and(|it: Solution| it.proof == Proof::Optimal);
        problems.iter().filter(|problem| proved(problem)).count()
    });
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn a_thousand_segments(bencher: Bencher) {
    over_seeds(bencher, |seed| random(1000, Topics::FiveOrNone, seed));
}
