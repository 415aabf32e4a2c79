//! How long a large document takes to be read as a script and written as YAML: `cargo bench --bench import`. The rows
//! that only take Markdown apart and only write say what the rest is worth.
#![allow(missing_docs, reason = "a bench is not read as documentation")]

use std::fmt::Write as _;

use callcraft::read::{Limits, NoFiles, read_within};
use callcraft::script::Script;
use callcraft::write::{Remarks, yaml};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// A document of a megabyte: headings, lines with labels, prose, notes and branches, no two lines the same.
fn document() -> String {
    let mut text = String::from("# A long call\n");
    let mut part = 0;
    while text.len() < 1_000_000 {
        part += 1;
        let _ = write!(
            text,
            "\n## Part {part}\n\nAgent: Thank you for waiting. Your visit number {part} is on Tuesday.\n\n\
             **Agent:** I'm afraid the fee of {part} pounds has to be paid. Is that all right with you?\n\n\
             - If no: I can move visit {part} to another day.\n\n> *Note:* Write down answer {part}.\n\n\
             Ask the customer for number {part}, then go on.\n"
        );
    }
    text
}

/// As far as it takes for a document of this size.
const LIMITS: Limits = Limits { bytes: 64 << 20, segments: 100_000, cues: true };

fn script(text: &str) -> Script {
    read_within("call.md", text.as_bytes(), &NoFiles, LIMITS).script.expect("a script")
}

/// The floor: Markdown taken apart, with nothing else done.
#[divan::bench(sample_count = 10)]
fn floor_markdown_alone(bencher: Bencher<'_, '_>) {
    let text = document();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| pulldown_cmark::Parser::new(&text).count());
}

/// Read as a script, with guesses of what unmarked prose means.
#[divan::bench(sample_count = 10)]
fn read_as_script(bencher: Bencher<'_, '_>) {
    let text = document();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| script(&text));
}

/// Written as YAML.
#[divan::bench(sample_count = 10)]
fn write_as_yaml(bencher: Bencher<'_, '_>) {
    let text = document();
    let script = script(&text);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| yaml(&script, &Remarks::new()));
}
