//! The sequencer against a brute force written from the formulas alone, on random small problems of every kind.

use callcraft::experience::{Beat, Model, Settings};
use callcraft::sequence::conflict::conflict;
use callcraft::sequence::problem::{Constraint, Problem, broken, permitted, score, without};
use callcraft::sequence::solve::{Limits, Proof, solve};

/// R as the formulas say, with nothing shared with the library.
fn remembered(problem: &Problem, order: &[usize]) -> f64 {
    let set = &problem.settings;
    let mut positive: Vec<f64> = problem.beats.iter().map(|b| b.minutes).filter(|d| *d > 0.0).collect();
    positive.sort_by(f64::total_cmp);
    let half = positive.len() / 2;
    let d0 = match positive.len() {
        0 => 1.0,
        n if n % 2 == 1 => positive[half],
        _ => (positive[half - 1] + positive[half]) / 2.0,
    };
    let v: Vec<f64> = order.iter().map(|&i| problem.beats[i].valence).collect();
    let s: Vec<f64> = order.iter().map(|&i| (problem.beats[i].minutes / d0).sqrt()).collect();
    let topic: Vec<Option<u32>> = order.iter().map(|&i| problem.beats[i].account).collect();
    let n = order.len();
    let mut m = 0.0;
    let mut k_all = 0.0;
    for i in 0..n {
        let tau: f64 = s[i + 1..].iter().sum();
        let far = tau + s[i];
        let k = match set.model {
            Model::Recency => ((-set.recency * tau).exp() - (-set.recency * far).exp()) / set.recency,
            Model::Acclimation => {
                let (a, w) = (set.acclimation, set.decay);
                let whole = |t: f64| ((-w * t).exp() - (-a * t).exp()) / (a - w);
                whole(far) - whole(tau)
            }
        };
        m += k * v[i];
        k_all += k;
    }
    if set.model == Model::Recency {
        m = if k_all > 0.0 { m / k_all } else { 0.0 };
    }
    let most = v.iter().copied().fold(f64::MIN, f64::max);
    let least = v.iter().copied().fold(f64::MAX, f64::min);
    let p = if least >= 0.0 {
        most
    } else if most <= 0.0 {
        least
    } else {
        (most + least) / 2.0
    };
    let u = |x: f64| if x >= 0.0 { x.powf(set.diminishing) } else { -set.loss * (-x).powf(set.diminishing) };
    let mut h = -(0..n).map(|i| u(s[i] * v[i])).sum::<f64>();
    let mut i = 0;
    while i < n {
        let mut sum = 0.0;
        let mut j = i;
        while j < n && (j == i || (topic[j].is_some() && topic[j] == topic[i])) {
            sum += s[j] * v[j];
            j += 1;
        }
        h += u(if sum.abs() < 1e-12 { 0.0 } else { sum });
        i = j;
    }
    (1.0 - set.peaks) * m + set.peaks * p + set.editing * h / n as f64
}

fn kept(problem: &Problem, order: &[usize]) -> bool {
    let at = |segment: usize| order.iter().position(|&s| s == segment);
    let swapped = |reference: &[usize]| {
        let mut count = 0;
        for i in 0..reference.len() {
            for j in i + 1..reference.len() {
                count += usize::from(at(reference[i]) > at(reference[j]));
            }
        }
        count
    };
    problem.constraints.iter().all(|constraint| match constraint {
        Constraint::Before { first, then } => at(*first) < at(*then),
        Constraint::Directly { first, then } => at(*first).map(|p| p + 1) == at(*then),
        Constraint::Together(all) => {
            let places: Vec<usize> = all.iter().filter_map(|&s| at(s)).collect();
            let (least, most) = (places.iter().min().unwrap(), places.iter().max().unwrap());
            most - least + 1 == places.len()
        }
        Constraint::At { segment, index } => at(*segment) == Some(*index),
        Constraint::StartsWithin { segment, seconds } => {
            let before = order.iter().take_while(|&s| s != segment).map(|&s| problem.slow_seconds[s]).sum::<f64>();
            before <= seconds + 1e-9
        }
        Constraint::AnyBefore { segment, of } => of.iter().any(|&s| at(s) < at(*segment)),
        Constraint::FewMoves { reference, most } => swapped(reference) <= *most,
    })
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for next in 0..n {
        all = all
            .iter()
            .flat_map(|order: &Vec<usize>| {
                (0..=order.len()).map(move |at| {
                    let mut order = order.clone();
                    order.insert(at, next);
                    order
                })
            })
            .collect();
    }
    all
}

fn swapped(order: &[usize]) -> usize {
    (0..order.len()).map(|i| (i + 1..order.len()).filter(|&j| order[j] < order[i]).count()).sum()
}

/// The best order by the whole rule, or nothing.
fn best(problem: &Problem, orders: &[Vec<usize>]) -> Option<(f64, Vec<usize>)> {
    let scored: Vec<(f64, &Vec<usize>)> =
        orders.iter().filter(|order| kept(problem, order)).map(|order| (remembered(problem, order), order)).collect();
    let most = scored.iter().map(|(r, _)| *r).fold(f64::NEG_INFINITY, f64::max);
    let tied = scored.iter().filter(|(r, _)| *r >= most - 1e-9);
    tied.map(|(_, order)| (swapped(order), (*order).clone())).min().map(|(_, order)| (most, order))
}

struct Dice(fastrand::Rng);

impl Dice {
    fn some(&mut self, n: usize, least: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..n).collect();
        self.0.shuffle(&mut all);
        all.truncate(self.0.usize(least..=n));
        all
    }

    fn pair(&mut self, n: usize) -> (usize, usize) {
        let a = self.0.usize(0..n);
        (a, (a + self.0.usize(1..n)) % n)
    }

    fn constraint(&mut self, n: usize) -> Constraint {
        let (first, then) = self.pair(n);
        match self.0.usize(0..9) {
            0 | 1 => Constraint::Before { first, then },
            2 => Constraint::Directly { first, then },
            3 | 4 => Constraint::Together({
                let mut some = self.some(n, 2);
                some.truncate(4);
                some
            }),
            5 => Constraint::At { segment: first, index: self.0.usize(0..n) },
            6 => Constraint::StartsWithin { segment: first, seconds: f64::from(self.0.u32(0..60 * n as u32)) },
            7 => {
                let mut of = self.some(n, 1);
                of.truncate(2);
                Constraint::AnyBefore { segment: first, of }
            }
            _ => Constraint::FewMoves { reference: self.some(n, 2), most: self.0.usize(0..6) },
        }
    }

    fn problem(&mut self, n: usize, constraints: usize) -> Problem {
        let coarse = self.0.bool();
        let beats: Vec<Beat> = (0..n)
            .map(|_| Beat {
                valence: f64::from(self.0.i32(-3..=3)),
                minutes: if coarse { f64::from(self.0.u32(0..3)) } else { f64::from(self.0.u32(10..=120)) / 60.0 },
                account: self.0.bool().then(|| self.0.u32(0..3)),
            })
            .collect();
        let slow_seconds = beats.iter().map(|b| b.minutes * 60.0).collect();
        let constraints = (0..constraints).map(|_| self.constraint(n)).collect();
        let model = if self.0.u8(0..3) == 0 { Model::Acclimation } else { Model::Recency };
        let mut settings = Settings { model, ..Settings::default() };
        if self.0.u8(0..4) == 0 {
            settings.loss = 0.5;
            settings.editing = 1.0;
            settings.diminishing = 1.0;
        }
        Problem { beats, slow_seconds, constraints, settings }
    }
}

#[test]
fn the_best_order_is_the_best_of_all_and_the_closest_of_the_best() {
    let orders: Vec<Vec<Vec<usize>>> = (0..=7).map(permutations).collect();
    let mut dice = Dice(fastrand::Rng::with_seed(11));
    let (mut solved, mut impossible) = (0, 0);
    for round in 0..600 {
        let n = dice.0.usize(2..=if round % 10 == 0 { 7 } else { 6 });
        let most = if round % 3 == 0 { 0 } else { 4 };
        let constraints = dice.0.usize(0..=most);
        let problem = dice.problem(n, constraints);
        match (best(&problem, &orders[n]), solve(&problem, &Limits::default())) {
            (Some((most, order)), Ok(solution)) => {
                let total = solution.experience.total;
                assert!(
                    (total - most).abs() < 1e-9,
                    "round {round}: {total} is not {most}\n{problem:?}\n{solution:?}\n{order:?}"
                );
                assert!(kept(&problem, &solution.order) && permitted(&problem, &solution.order), "round {round}");
                assert_eq!(solution.proof, Proof::Optimal, "round {round} {problem:?}");
                assert!(solution.closest);
                assert_eq!(solution.order, order, "round {round} {problem:?}");
                solved += 1;
            }
            (None, Err(conflict)) => {
                assert!(conflict.proved);
                minimal(&problem, &conflict.constraints, &orders[n]);
                impossible += 1;
            }
            (by_force, by_search) => panic!("round {round}: {by_force:?} but {by_search:?} for {problem:?}"),
        }
    }
    assert!(solved > 300 && impossible > 30, "{solved} {impossible}");
}

/// Each of these is needed for the conflict, and they are enough.
fn minimal(problem: &Problem, conflict: &[usize], orders: &[Vec<usize>]) {
    let rest: Vec<usize> = (0..problem.constraints.len()).filter(|index| !conflict.contains(index)).collect();
    let alone = without(problem, &rest);
    assert!(!orders.iter().any(|order| kept(&alone, order)), "{conflict:?} {problem:?}");
    for index in conflict {
        let fewer = without(problem, &[&rest[..], &[*index]].concat());
        assert!(orders.iter().any(|order| kept(&fewer, order)), "{index} of {conflict:?} is not needed {problem:?}");
    }
}

#[test]
fn scores_and_broken_constraints_agree_with_the_formulas() {
    let mut dice = Dice(fastrand::Rng::with_seed(3));
    for _ in 0..400 {
        let n = dice.0.usize(2..9);
        let problem = dice.problem(n, 5);
        let mut order: Vec<usize> = (0..n).collect();
        dice.0.shuffle(&mut order);
        assert!((score(&problem, &order).total - remembered(&problem, &order)).abs() < 1e-9);
        assert_eq!(broken(&problem, &order).is_empty(), kept(&problem, &order), "{order:?} {problem:?}");
    }
}

#[test]
fn bigger_problems_keep_their_constraints_and_stay_as_they_are_when_solved_again() {
    let mut dice = Dice(fastrand::Rng::with_seed(23));
    let mut solved = 0;
    for round in 0..60 {
        let n = dice.0.usize(8..20);
        let problem = dice.problem(n, 3);
        let Ok(solution) = solve(&problem, &Limits::default()) else {
            assert!(conflict(&problem).is_some());
            continue;
        };
        assert!(permitted(&problem, &solution.order), "round {round}");
        let written: Vec<usize> = (0..n).collect();
        if permitted(&problem, &written) {
            assert!(solution.experience.total >= score(&problem, &written).total - 1e-9);
        }
        let again = solve(&reordered(&problem, &solution.order), &Limits::default()).unwrap();
        assert!((again.experience.total - solution.experience.total).abs() < 1e-9, "round {round}");
        assert_eq!(again.order, written, "round {round}: the best order is its own best order");
        solved += 1;
    }
    assert!(solved > 30);
}

/// The same problem, written in another order.
fn reordered(problem: &Problem, order: &[usize]) -> Problem {
    let at = |segment: &usize| order.iter().position(|s| s == segment).unwrap();
    let all = |some: &[usize]| some.iter().map(at).collect::<Vec<_>>();
    let moved = |constraint: &Constraint| match constraint {
        Constraint::Before { first, then } => Constraint::Before { first: at(first), then: at(then) },
        Constraint::Directly { first, then } => Constraint::Directly { first: at(first), then: at(then) },
        Constraint::Together(some) => Constraint::Together(all(some)),
        Constraint::At { segment, index } => Constraint::At { segment: at(segment), index: *index },
        Constraint::StartsWithin { segment, seconds } => {
            Constraint::StartsWithin { segment: at(segment), seconds: *seconds }
        }
        Constraint::AnyBefore { segment, of } => Constraint::AnyBefore { segment: at(segment), of: all(of) },
        Constraint::FewMoves { reference, most } => Constraint::FewMoves { reference: all(reference), most: *most },
    };
    Problem {
        beats: order.iter().map(|&s| problem.beats[s]).collect(),
        slow_seconds: order.iter().map(|&s| problem.slow_seconds[s]).collect(),
        constraints: problem.constraints.iter().map(moved).collect(),
        settings: problem.settings,
    }
}
