//! How long rules take to be held against scripts: `cargo bench --bench lint`. The corpus is made here, always the
//! same, so that the ratios between the rows can be compared from one machine to another.
#![allow(missing_docs, reason = "a bench is not read as documentation")]

use std::fmt::Write as _;
use std::hint::black_box;

use callcraft::lint::{as_it_stands, lint};
use callcraft::read::{NoFiles, read};
use callcraft::rule::{Pack, Shelf, Wanted};
use callcraft::source::Source;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const SCRIPTS: usize = 100;

const OPENINGS: [&str; 4] = [
    "Hello, this is {{ agent_name }} from the clinic.",
    "Good morning, am I speaking with {{ first_name }}?",
    "Thank you for calling, how can I help you today?",
    "Hi, it's {{ agent_name }} again, as promised.",
];
const SUBJECTS: [&str; 8] =
    ["the engineer", "your refund", "the new pill", "your visit", "the doctor", "your bill", "the form", "our team"];
const VERBS: [&str; 8] = [
    "comes on Tuesday",
    "is ready for you",
    "was moved to the afternoon",
    "takes about ten minutes",
    "costs nothing more",
    "has to be signed first",
    "can wait until next week",
    "will be checked once more",
];
const TAILS: [&str; 6] =
    [".", ", if that suits you.", ", and I'm sorry about that.", ", as we agreed.", ". What would you like?", "!"];
/// What the rules of the bench look for.
const PLANTED: [&str; 6] = ["in order to", "leverage", "prior to", "you failed to", "our policy", "touch base"];

/// A call script in Markdown of some six hundred words.
fn script(seed: u64) -> String {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut text = format!("# Call script {seed}\n\n## Opening\n\n> {}\n", OPENINGS[dice.usize(..OPENINGS.len())]);
    for part in 1..=12 {
        let _ = write!(text, "\n## Part {part}\n\n");
        for _ in 0..5 {
            let planted = if dice.u8(..8) == 0 { PLANTED[dice.usize(..PLANTED.len())] } else { "now" };
            let (subject, verb) = (SUBJECTS[dice.usize(..SUBJECTS.len())], VERBS[dice.usize(..VERBS.len())]);
            let _ = writeln!(text, "- So {subject} {verb} {planted}{}", TAILS[dice.usize(..TAILS.len())]);
        }
        text.push_str("\n> Is that all right with you, {{ first_name }}?\n");
    }
    text + "\n## Closing\n\n> Thank you for your time. Goodbye.\n"
}

fn corpus() -> Vec<String> {
    (0..SCRIPTS as u64).map(script).collect()
}

/// A pack with so many rules of four words each, of which the first few are in the corpus.
fn pack(rules: usize) -> String {
    let mut dice = fastrand::Rng::with_seed(7);
    let mut text = "pack: bench\ntitle: Words\nversion: 1\nstatus: practice\nrules:\n".to_string();
    for number in 0..rules {
        let mut terms: Vec<String> = (0..4).map(|_| (0..9).map(|_| dice.lowercase()).collect()).collect();
        terms.extend(PLANTED.get(number).map(|term| (*term).to_string()));
        let _ = write!(
            text,
            "  - id: word-{number}\n    level: warning\n    area: wording\n    message: not this\n    why: a bench\n    source: a bench \
             2026\n    evidence: practice\n    words: [{}]\n    bad: [{}]\n    good: [Hello.]\n",
            terms.join(", "),
            terms[0]
        );
    }
    text
}

fn shelf(own: Option<usize>, packs: &[&str]) -> Shelf {
    let own: Vec<Pack> = own.map(|rules| Pack::read(Source::new("bench.yaml", pack(rules))).0).into_iter().collect();
    let select = own.iter().map(|pack| pack.name.clone()).collect();
    let packs = packs.iter().map(|name| (*name).to_string()).collect();
    Shelf::new(own, Wanted { packs, select, ..Wanted::default() }, Box::new(|_| None)).expect("the packs are there")
}

fn one(name: &str, text: &str, shelf: &Shelf) -> usize {
    let reading = as_it_stands(name, text.as_bytes(), shelf).unwrap_or_else(|| read(name, text.as_bytes(), &NoFiles));
    lint(&reading, shelf).found.len()
}

fn hold(bencher: Bencher<'_, '_>, shelf: &Shelf) {
    let corpus = corpus();
    let bytes: usize = corpus.iter().map(String::len).sum();
    let all = || corpus.iter().map(|text| one("script.md", text, shelf)).sum::<usize>();
    black_box(all());
    bencher.counter(BytesCount::new(bytes)).bench_local(all);
}

/// The floor: the planted words looked for and counted, with nothing else done.
#[divan::bench]
fn floor_words_alone(bencher: Bencher<'_, '_>) {
    let corpus = corpus();
    let bytes: usize = corpus.iter().map(String::len).sum();
    let words = aho_corasick::AhoCorasick::builder().ascii_case_insensitive(true).build(PLANTED).expect("few words");
    let all = || corpus.iter().map(|text| words.find_iter(text).count()).sum::<usize>();
    bencher.counter(BytesCount::new(bytes)).bench_local(all);
}

/// Rules about words alone.
#[divan::bench(args = [20, 400])]
fn word_rules(bencher: Bencher<'_, '_>, rules: usize) {
    hold(bencher, &shelf(Some(rules), &[]));
}

/// The packs that every script is held against.
#[divan::bench(sample_count = 10)]
fn usual_packs(bencher: Bencher<'_, '_>) {
    hold(bencher, &shelf(None, &[]));
}

/// Every pack that comes with the program.
#[divan::bench(sample_count = 10)]
fn all_packs(bencher: Bencher<'_, '_>) {
    let names: Vec<&str> = callcraft::rule::PACKS.iter().map(|pack| pack.name).collect();
    hold(bencher, &shelf(None, &names));
}

/// From nothing to the findings of one script.
#[divan::bench(args = ["word rules", "usual packs"], sample_count = 20)]
fn first_script(bencher: Bencher<'_, '_>, rules: &str) {
    let text = script(1);
    let own = (rules == "word rules").then_some(20);
    bencher.bench_local(|| one("script.md", &text, &shelf(own, &[])));
}
