//! How long each document of a script of 40 segments takes: `cargo bench --bench render`.
#![allow(missing_docs, reason = "a bench is not read as documentation")]

use callcraft::read::{NoFiles, read};
use callcraft::render::{Options, TARGETS, render};
use callcraft::script::Script;
use divan::Bencher;

fn main() {
    divan::main();
}

/// A script of 40 segments: every fifth asks, every seventh offers a choice, every ninth must be said.
fn script() -> Script {
    let mut text = String::from("script: Forty parts\nblanks:\n  first_name: Ana\nsegments:\n");
    for at in 0..40 {
        let feels = ["painful", "neutral", "pleasant", "very pleasant"][at % 4];
        text += &format!(
            "  - id: part-{at}\n    feels: {feels}\n    say: |\n      Here is part {at} for {{{{ first_name }}}}.\n      It takes a moment, and you can stop me.\n"
        );
        if at % 5 == 0 {
            text += "    ask: |\n      Is that all right?\n    answers:\n      - hear: [Yes, That's fine]\n        say: |\n          Good.\n      - hear: No\n        say: |\n          Then we leave it.\n";
        }
        if at % 9 == 1 {
            text += "    must_say: |\n      This call is recorded.\n";
        }
        if at % 7 == 3 {
            text += "    choice:\n      about: time\n      ask: |\n        Which day suits you?\n      options:\n        - pick: Tuesday\n        - pick: Thursday\n";
        }
        if at > 0 && at % 6 == 0 {
            text += &format!("    after: [part-{}]\n", at - 1);
        }
    }
    let reading = read("forty.yaml", text.as_bytes(), &NoFiles);
    assert_eq!(reading.errors(), 0, "{:#?}", reading.diagnostics);
    reading.script.unwrap_or_default()
}

#[divan::bench(args = TARGETS.iter().map(|target| target.name))]
fn target(bencher: Bencher<'_, '_>, name: &str) {
    let script = script();
    let order: Vec<usize> = (0..script.segments.len()).collect();
    let options = Options::default();
    let target = TARGETS.iter().find(|target| target.name == name);
    bencher.bench(|| target.map(|target| render(&script, &order, target, &options).map(|made| made.bytes.len())));
}
