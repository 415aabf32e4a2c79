//! Every word that somebody says on any way through a call stands once on every page to read from.

use callcraft::render::{Options, TARGETS, render};
use callcraft::script::Script;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::scripts::script;
use crate::word::unpacked;

/// Words that stand nowhere else, counted as they are drawn.
#[derive(Default)]
struct Words(usize);

impl Words {
    fn say(&mut self) -> String {
        self.0 += 1;
        format!("Spoken said{}z.", self.0)
    }
}

/// A script by chance in which every spoken line has a word of its own, and how many such words there are.
fn drawn(seed: u64) -> (String, usize) {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut words = Words::default();
    let role = ["agent", "nurse"][rng.usize(0..2)];
    let mut text = format!("script: Drawn\nrole: {role}\noutcomes: {{lost: a}}\nsegments:\n");
    let count = rng.usize(1..7);
    for at in 0..count {
        text.push_str(&format!("  - id: s{at}\n"));
        if rng.bool() {
            text.push_str(&format!("    title: Part {at}\n    stage: Stage {}\n", at / 3));
        }
        match rng.usize(0..3) {
            0 => text.push_str(&format!("    say: {}\n", words.say())),
            1 => text.push_str(&format!("    say: |\n      {}\n      {}\n", words.say(), words.say())),
            _ => text.push_str(&format!("    must_say:\n      text: {}\n      why: The law.\n", words.say())),
        }
        asked(&mut text, &mut rng, &mut words, at, count);
        if rng.u8(0..3) == 0 {
            text.push_str(&format!("    if_asked:\n      - hear: Why?\n        say: {}\n", words.say()));
        }
    }
    if rng.bool() {
        text.push_str(&format!("anytime:\n  - id: machine\n    when: voicemail\n    say: {}\n", words.say()));
    }
    (text, words.0)
}

/// A question with answers, a list of questions, a choice, or nothing.
fn asked(text: &mut String, rng: &mut fastrand::Rng, words: &mut Words, at: usize, count: usize) {
    let answers = |text: &mut String, rng: &mut fastrand::Rng, words: &mut Words, deep: &str| {
        text.push_str(&format!("{deep}answers:\n"));
        for number in 0..rng.usize(1..4) {
            text.push_str(&format!("{deep}  - hear: Heard {number}\n"));
            if rng.bool() {
                text.push_str(&format!("{deep}    say: {}\n", words.say()));
            }
            match rng.usize(0..4) {
                0 => text.push_str(&format!("{deep}    then: end as lost\n")),
                1 if at + 1 < count => text.push_str(&format!("{deep}    then: go to s{}\n", at + 1)),
                _ => {}
            }
        }
    };
    match rng.usize(0..4) {
        0 => {
            text.push_str(&format!("    ask: {}\n", words.say()));
            answers(text, rng, words, "    ");
        }
        1 => {
            text.push_str("    ask_in_order:\n");
            for _ in 0..rng.usize(1..3) {
                text.push_str(&format!("      - ask: {}\n", words.say()));
                answers(text, rng, words, "        ");
            }
        }
        2 => {
            text.push_str(&format!("    choice:\n      about: a{at}\n      ask: {}\n      options:\n", words.say()));
            for number in 0..2 {
                text.push_str(&format!("        - pick: Pick {number}\n          say: {}\n", words.say()));
            }
        }
        _ => {}
    }
}

/// What a target makes, as text.
fn made(script: &Script, order: &[usize], name: &str) -> String {
    let target = TARGETS.iter().find(|target| target.name == name).expect("there is such a target");
    let bytes = render(script, order, target, &Options::default()).expect("it can be made").bytes;
    if name == "docx" { unpacked(&bytes, "word/document.xml") } else { String::from_utf8(bytes).expect("a text") }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, rng_seed: RngSeed::Fixed(8), ..ProptestConfig::default() })]

    #[test]
    fn every_spoken_word_stands_once_on_every_page(seed in any::<u64>()) {
        let (text, count) = drawn(seed);
        let script = script(&text);
        let mut order: Vec<usize> = (0..script.segments.len()).collect();
        fastrand::Rng::with_seed(seed).shuffle(&mut order);
        for name in ["markdown", "text", "html", "onepager", "docx", "lines", "page"] {
            let page = made(&script, &order, name);
            for number in 1..=count {
                let found = page.matches(&format!("said{number}z")).count();
                prop_assert!(found == 1, "{} has word {} {} times\n{}", name, number, found, text);
            }
        }
    }
}
