//! The best and the worst path, held against scoring every path one by one.

use callcraft::experience::{Beat, Settings, score};
use callcraft::paths::{Extremes, Graph, Step, extremes, graph, list};
use callcraft::script::Script;
use callcraft::sequence::{beats, settings};
use proptest::prelude::*;

use crate::scripts::{script, written};

fn found(script: &Script, settings: &Settings) -> Extremes {
    extremes(script, &written(script), &beats(script), settings).unwrap()
}

/// What is felt on a path: each segment, and behind it the answers that have a feeling of their own.
fn felt(graph: &Graph, steps: &[Step], beats: &[Beat]) -> Vec<Beat> {
    let mut felt: Vec<Beat> = Vec::new();
    for step in steps {
        let (node, branch) = (&graph.nodes[step.node], &graph.nodes[step.node].branches[step.branch]);
        let own = beats[node.segment];
        if node.question.is_none() {
            felt.push(own);
        }
        match branch.valence {
            Some(valence) => felt.push(Beat { valence, minutes: branch.seconds / 60.0, ..own }),
            None => felt.last_mut().unwrap().minutes += branch.seconds / 60.0,
        }
    }
    felt
}

fn total(graph: &Graph, steps: &[Step], script: &Script, settings: &Settings) -> f64 {
    score(&felt(graph, steps, &beats(script)), settings).total
}

fn text_of(segments: &[Drawn]) -> String {
    let mut text =
        String::from("script: x\noutcomes: {lost: a}\nblanks:\n  mood: {from: customer, example: A}\nsegments:\n");
    for (at, (feels, takes, topic, listed, answers, condition)) in segments.iter().enumerate() {
        text.push_str(&format!("  - id: s{at}\n    feels: {feels}\n    takes: {takes} s\n"));
        if *topic > 0 {
            text.push_str(&format!("    topic: t{topic}\n"));
        }
        if *condition {
            text.push_str("    only_if: mood is A\n");
        }
        if *listed && !answers.is_empty() {
            text.push_str("    say: Now then.\n    ask_in_order:\n      - ask: Well?\n        answers:\n");
        } else if !answers.is_empty() {
            text.push_str("    ask: Well?\n    answers:\n");
        } else {
            text.push_str("    say: Now then.\n");
        }
        for (number, (what, takes, feels, mood)) in answers.iter().enumerate() {
            let deep = if *listed { "    " } else { "" };
            text.push_str(&format!("{deep}      - hear: H{number}\n{deep}        takes: {takes} s\n"));
            if *feels < 4 {
                text.push_str(&format!("{deep}        feels: {feels}\n"));
            }
            if *mood < 2 {
                text.push_str(&format!("{deep}        sets: {{mood: {}}}\n", ["A", "B"][*mood]));
            }
            match what {
                0 => text.push_str(&format!("{deep}        then: end as lost\n")),
                1 if at + 2 < segments.len() => text.push_str(&format!("{deep}        then: go to s{}\n", at + 2)),
                _ => {}
            }
        }
    }
    text
}

type Answered = (usize, u32, i8, usize);
type Drawn = (i8, u32, usize, bool, Vec<Answered>, bool);

fn drawn() -> impl Strategy<Value = String> {
    let answer = (0..6_usize, 0..90_u32, -3..8_i8, 0..4_usize);
    let answers = proptest::collection::vec(answer, 0..4);
    let segment = (-3..=3_i8, 1..200_u32, 0..3_usize, proptest::bool::ANY, answers, proptest::bool::ANY);
    proptest::collection::vec(segment, 1..8).prop_map(|segments| text_of(&segments))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_best_and_the_worst_path_are_those_of_the_whole_list(
        text in drawn(), recency in 0.0..2.0_f64, peaks in 0.0..1.0_f64, editing in 0.0..2.0_f64
    ) {
        let script = script(&text);
        for settings in [Settings::default(), Settings { recency, peaks, editing, ..Settings::default() }] {
            let graph = graph(&script, &written(&script));
            let all: Vec<f64> = list(&graph, 100_000).iter().map(|path| total(&graph, &path.steps, &script, &settings)).collect();
            let found = found(&script, &settings);
            let best = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let worst = all.iter().copied().fold(f64::INFINITY, f64::min);
            prop_assert_eq!((found.best.gap, found.worst.gap), (0.0, 0.0));
            prop_assert!((found.best.path.experience.total - best).abs() < 1e-8, "{}\n{} {best}", &text, found.best.path.experience.total);
            prop_assert!((found.worst.path.experience.total - worst).abs() < 1e-8, "{}\n{} {worst}", &text, found.worst.path.experience.total);
            let told = total(&graph, &found.worst.steps, &script, &settings);
            prop_assert!((told - worst).abs() < 1e-8, "the steps are those of the path");
        }
    }
}

/// A call with this many questions, each with three answers that are felt and take as long as chance will have it.
fn branched(questions: usize, seed: u64) -> String {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut text = String::from("script: x\nsegments:\n");
    for at in 0..questions {
        text.push_str(&format!(
            "  - {{id: a{at}, feels: {}, takes: {} s, say: Words.}}\n",
            rng.i8(-2..=2),
            rng.u32(10..90)
        ));
        if rng.bool() {
            text.push_str(&format!("  - {{feels: {}, topic: t{}, say: Words.}}\n", rng.i8(-3..=3), rng.u32(0..3)));
        }
        text.push_str(&format!("  - id: q{at}\n    ask: Well?\n    answers:\n"));
        for number in 0..3 {
            text.push_str(&format!(
                "      - {{hear: H{number}, feels: {}, takes: {} s}}\n",
                rng.i8(-3..=3),
                rng.u32(0..60)
            ));
        }
    }
    text
}

#[test]
fn twelve_questions_that_are_all_felt_are_bounded_without_listing() {
    let script = script(&branched(12, 0));
    let found = found(&script, &settings(&script));
    assert!(found.best.gap < 0.05 && found.worst.gap < 0.05, "{} {}", found.best.gap, found.worst.gap);
    assert!(found.best.path.experience.total > found.worst.path.experience.total + 0.3);
    assert_eq!(found.best.answers.len(), 12);
    let graph = graph(&script, &written(&script));
    let told = total(&graph, &found.best.steps, &script, &settings(&script));
    assert!((told - found.best.path.experience.total).abs() < 1e-9);
}

/// As scripts are: most answers only lead on, a few are felt.
#[test]
fn twelve_questions_of_which_a_few_are_felt_are_bounded_closely() {
    let question = |at: usize| {
        let felt = if at.is_multiple_of(3) { ", feels: painful, say: I am sorry to hear that." } else { "" };
        format!(
            "  - {{id: s{at}, feels: {}, takes: {} s, say: Words.}}\n  - id: q{at}\n    takes: 8 s\n    ask: Well?\n    answers: [{{hear: A}}, {{hear: B{felt}}}, {{hear: C, say: I see.}}]\n",
            at as i64 % 5 - 2,
            20 + at
        )
    };
    let text: String = (0..12).map(question).collect();
    let script = script(&format!("script: x\nsegments:\n{text}"));
    let found = found(&script, &settings(&script));
    assert!(found.best.gap < 0.05 && found.worst.gap < 0.05, "{} {}", found.best.gap, found.worst.gap);
    assert_eq!(found.worst.answers.iter().filter(|(_, answer)| answer == "B").count(), 4);
}

#[test]
fn a_call_that_customers_get_used_to_is_listed_or_left_out() {
    let settings = Settings { model: callcraft::experience::Model::Acclimation, ..Settings::default() };
    let small = script(&branched(3, 1));
    let graph = graph(&small, &written(&small));
    let all = list(&graph, 1_000);
    let best = all.iter().map(|path| total(&graph, &path.steps, &small, &settings)).fold(f64::NEG_INFINITY, f64::max);
    assert!((found(&small, &settings).best.path.experience.total - best).abs() < 1e-9);
    let large = script(&branched(20, 1));
    assert!(extremes(&large, &written(&large), &beats(&large), &settings).is_none());
}
