//! The place of what may move against every place there is, on small series made up at random.

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::experience::Beat;
use crate::script::{By, Feeling, Kind, Said, Script, Segment};
use crate::series::model::{Call, CallScript, Every, Unit};
use crate::series::order::order;
use crate::source::Place;
use crate::text::Text;

/// A segment made up for a test: how it feels, how many seconds it takes, its topic, and whether it may move.
type Made = (i8, u32, Option<u8>, bool);

const START: Date = Date::constant(2026, 3, 2);

fn text(words: &str) -> Text {
    Text::new(words, Place::default())
}

fn said<T>(value: T) -> Option<Said<T>> {
    Some(Said { value, by: By::Author, place: Place::default() })
}

fn segment(call: usize, at: usize, (valence, takes, topic, _): Made) -> Segment {
    let feeling = Feeling::ALL.iter().find(|(feeling, _)| feeling.valence() == valence).map(|(feeling, _)| *feeling);
    Segment {
        id: format!("s{call}-{at}"),
        feels: feeling.and_then(said),
        takes: Some(f64::from(takes)),
        topic: topic.map(|topic| text(&topic.to_string())),
        ..Segment::default()
    }
}

/// Calls in turn and in their places, each with a hello and a goodbye around its segments.
fn series(calls: &[Vec<Made>]) -> Series {
    let end = |kind: Kind, call: usize| Segment {
        id: format!("{}{call}", kind.name()),
        kind: said(kind),
        takes: Some(20.0),
        ..Segment::default()
    };
    let script = |(call, made): (usize, &Vec<Made>)| {
        let own = made.iter().enumerate().map(|(at, &made)| segment(call, at, made));
        let hello = std::iter::once(end(Kind::Opening, call));
        let segments = hello.chain(own).chain(std::iter::once(end(Kind::Closing, call))).collect();
        let reading = crate::reading::Reading {
            script: Some(Script { segments, ..Script::default() }),
            ..crate::reading::Reading::default()
        };
        CallScript { name: String::new(), reading, first_source: 0 }
    };
    let call = |(number, made): (usize, &Vec<Made>)| Call {
        id: format!("c{number}"),
        script: Some(number),
        fixed: Some((crate::script::FixedPlace::Kept, Place::default())),
        may_move: (0..).zip(made).filter(|(_, made)| made.3).map(|(at, _)| text(&format!("s{number}-{at}"))).collect(),
        ..Call::default()
    };
    Series {
        every: Some(Every { count: 1, unit: Unit::Month }),
        scripts: calls.iter().enumerate().map(script).collect(),
        calls: calls.iter().enumerate().map(call).collect(),
        ..Series::default()
    }
}

/// Every way to say the marked segments: each between the hello and the goodbye of some call.
fn everywhere(calls: &[Vec<(usize, usize)>], marked: &[(usize, usize)]) -> Vec<Vec<Vec<(usize, usize)>>> {
    let Some((one, rest)) = marked.split_first() else { return vec![calls.to_vec()] };
    let mut all = Vec::new();
    for shorter in everywhere(calls, rest) {
        for call in 0..shorter.len() {
            for at in 1..shorter[call].len() {
                let mut longer = shorter.clone();
                longer[call].insert(at, *one);
                all.push(longer);
            }
        }
    }
    all
}

/// How a series will be remembered that is said so, worked out from its segments alone.
fn total(ordered: &Ordered, said: &[Vec<(usize, usize)>]) -> f64 {
    let mut felt = ordered.felt.clone();
    for (call, said) in said.iter().enumerate() {
        let beat = |&(home, at): &(usize, usize)| {
            let beat = ordered.felt[home].beats[at];
            let own = |topic| if home == call { topic } else { 1_000 + 100 * u32::try_from(home).unwrap() + topic };
            Beat { account: beat.account.map(own), ..beat }
        };
        felt[call].beats = said.iter().map(beat).collect();
    }
    whole(&felt, &ordered.order, &ordered.settings).total
}

fn made() -> impl Strategy<Value = Vec<Vec<Made>>> {
    let topic = prop_oneof![2 => Just(None), 1 => (0u8..2).prop_map(Some)];
    let one = (-3i8..=3, 20u32..=200, topic, prop::bool::weighted(0.4));
    prop::collection::vec(prop::collection::vec(one, 1..4), 2..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_place_of_what_may_move_is_better(mut calls in made()) {
        let mut left = 4;
        for made in calls.iter_mut().flatten() {
            made.3 &= left > 0;
            left -= usize::from(made.3);
        }
        let series = series(&calls);
        let ordered = order(&series, START, &Limits::default()).expect("every call is in its place");
        let (content, felt) = place(&series, &ordered, &Limits::default());
        let kept = |(call, made): (usize, &Vec<Made>)| -> Vec<(usize, usize)> {
            let own = made.iter().enumerate().filter(|(_, made)| !made.3).map(|(at, _)| (call, at + 1));
            std::iter::once((call, 0)).chain(own).chain(std::iter::once((call, made.len() + 1))).collect()
        };
        let marked: Vec<(usize, usize)> = calls.iter().enumerate().flat_map(|(call, made)| {
            made.iter().enumerate().filter(|(_, made)| made.3).map(move |(at, _)| (call, at + 1))
        }).collect();
        let fixed: Vec<Vec<(usize, usize)>> = calls.iter().enumerate().map(kept).collect();
        let every = everywhere(&fixed, &marked);
        let best = every.iter().map(|said| total(&ordered, said)).fold(f64::NEG_INFINITY, f64::max);
        prop_assert_eq!(content.marked, marked.len());
        if marked.is_empty() {
            return Ok(());
        }
        let lost = match content.proof {
            Some(Proof::Optimal) => 0.0,
            Some(Proof::Gap(gap)) => gap,
            None => f64::INFINITY,
        };
        prop_assert!((content.after.total + lost - best).abs() < 1e-8, "{} + {lost} is not {best}", content.after.total);
        prop_assert!(lost < 0.02 * marked.len() as f64, "{lost}");
        // What is said is what was scored, and nothing else has moved.
        let Some(felt) = felt else { return Ok(()) };
        prop_assert!((whole(&felt, &ordered.order, &ordered.settings).total - content.after.total).abs() < 1e-9);
        let now = content.series.as_deref().unwrap_or(&series);
        let ids = |series: &Series, call: usize| -> Vec<String> {
            series.script(&series.calls[call]).unwrap().segments.iter().map(|one| one.id.clone()).collect()
        };
        for (call, fixed) in fixed.iter().enumerate() {
            let before: Vec<String> = fixed.iter().map(|&(_, at)| ids(&series, call)[at].clone()).collect();
            let after: Vec<String> = ids(now, call).into_iter().filter(|id| before.contains(id)).collect();
            prop_assert_eq!(before, after);
        }
        let all: usize = (0..calls.len()).map(|call| ids(now, call).len()).sum();
        prop_assert_eq!(all, calls.iter().map(|made| made.len() + 2).sum::<usize>());
    }
}

/// A free month is told in the first call and a dearer price in the last; the pain may move.
#[test]
fn late_pain_that_may_move_is_told_early_with_its_reason() {
    let series = series(&[
        vec![(2, 60, None, false), (1, 60, None, false)],
        vec![(1, 60, None, false)],
        vec![(1, 60, None, false), (-3, 120, None, true), (2, 60, None, false)],
    ]);
    let ordered = order(&series, START, &Limits::default()).expect("nothing contradicts anything");
    let (content, _) = place(&series, &ordered, &Limits::default());
    let moved: Vec<(&str, usize, usize)> =
        content.moves.iter().map(|one| (one.segment.as_str(), one.from, one.to)).collect();
    assert_eq!(moved, [("s2-1", 2, 0)]);
    assert!(content.moves[0].gain > 0.1 && content.proof == Some(Proof::Optimal));
    let now = content.series.expect("it moved");
    let ids = |call: usize| -> Vec<String> {
        now.script(&now.calls[call]).unwrap().segments.iter().map(|one| one.id.clone()).collect()
    };
    assert!(ids(0).contains(&"s2-1".to_string()) && !ids(2).contains(&"s2-1".to_string()));
}
