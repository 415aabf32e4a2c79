//! The order of calls against every permutation, on small series made up at random.

use proptest::prelude::*;

use super::*;
use crate::script::{By, Feeling, Said, Script, Segment};
use crate::series::model::{CallScript, Every, Unit};
use crate::source::Place;

/// A call made up for a test: how its segments feel and how many seconds they take, and its place.
type Made = (Vec<(i8, u32)>, Option<FixedPlace>);

/// A script whose segments feel so and take so many seconds.
fn script(parts: &[(i8, u32)]) -> CallScript {
    let segment = |&(valence, takes): &(i8, u32)| {
        let value = Feeling::ALL.iter().find(|(feeling, _)| feeling.valence() == valence).map(|(feeling, _)| *feeling);
        let feels = value.map(|value| Said { value, by: By::Author, place: Place::default() });
        Segment { feels, takes: Some(f64::from(takes)), ..Segment::default() }
    };
    let script = Script { segments: parts.iter().map(segment).collect(), ..Script::default() };
    let reading = crate::reading::Reading { script: Some(script), ..crate::reading::Reading::default() };
    CallScript { name: String::new(), reading, first_source: 0 }
}

/// A series of calls in turn, each with its segments and perhaps a fixed place.
fn series(calls: &[Made]) -> Series {
    let call = |(at, (_, fixed)): (usize, &Made)| Call {
        id: format!("c{at}"),
        script: Some(at),
        fixed: fixed.map(|place| (place, Place::default())),
        ..Call::default()
    };
    Series {
        every: Some(Every { count: 1, unit: Unit::Month }),
        scripts: calls.iter().map(|(parts, _)| script(parts)).collect(),
        calls: calls.iter().enumerate().map(call).collect(),
        ..Series::default()
    }
}

const START: Date = Date::constant(2026, 3, 2);

fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in permutations(count - 1) {
        for at in 0..count {
            let mut longer = shorter.clone();
            longer.insert(at, count - 1);
            all.push(longer);
        }
    }
    all
}

/// Whether an order of calls keeps their places, said in other words than the solver is told.
fn keeps(series: &Series, order: &[usize]) -> bool {
    (0..).zip(order).all(|(place, &call)| match series.calls[call].fixed {
        Some((FixedPlace::First, _)) => place == 0,
        Some((FixedPlace::Last, _)) => place + 1 == order.len(),
        Some((FixedPlace::Kept, _)) => place == call,
        None => true,
    })
}

fn calls() -> impl Strategy<Value = Vec<Made>> {
    let parts = proptest::collection::vec((-3i8..=3, 20u32..=200), 1..4);
    let fixed = prop_oneof![4 => Just(None), 1 => Just(Some(FixedPlace::Kept))];
    proptest::collection::vec((parts, fixed), 2..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_permutation_of_a_small_series_is_better(mut calls in calls(), last in any::<bool>()) {
        let end = calls.len() - 1;
        calls[end].1 = last.then_some(FixedPlace::Last);
        let series = series(&calls);
        let found = order(&series, START, &Limits::default()).expect("the written order keeps every place");
        prop_assert_eq!(found.proof, Proof::Optimal);
        let settings = found.settings;
        let every = permutations(calls.len()).into_iter().filter(|order| keeps(&series, order));
        let best = every.map(|order| whole(&found.felt, &order, &settings).total).fold(f64::NEG_INFINITY, f64::max);
        prop_assert!((found.after.total - best).abs() < 1e-9, "{} is not {best}", found.after.total);
        prop_assert!(keeps(&series, &found.best));
        prop_assert!(keeps(&series, &found.order));
    }
}

#[test]
fn places_that_cannot_both_hold_are_named() {
    let part = vec![(0, 60)];
    let twice = series(&[(part.clone(), Some(FixedPlace::Last)), (part.clone(), Some(FixedPlace::Last)), (part, None)]);
    let found = order(&twice, START, &Limits::default());
    assert_eq!(found, Err(Contradiction { calls: vec![0, 1] }));
}

#[test]
fn two_dozen_calls_are_put_in_order_with_proof() {
    let calls: Vec<_> = (0..24_u32)
        .map(|call| {
            let part =
                |at: u32| (i8::try_from((call * 7 + at * 5) % 7).unwrap_or(0) - 3, 20 + (call * 13 + at * 29) % 90);
            let fixed = match call {
                0 => Some(FixedPlace::First),
                23 => Some(FixedPlace::Last),
                _ => None,
            };
            ((0..15).map(part).collect(), fixed)
        })
        .collect();
    let limits = Limits { nodes: crate::series::plan::NODES, ..Limits::default() };
    let found = order(&series(&calls), START, &limits).expect("nothing contradicts anything");
    assert!(matches!(found.proof, Proof::Optimal | Proof::Gap(..=0.05)), "{:?}", found.proof);
    assert!(found.after.total >= found.before.total);
}
