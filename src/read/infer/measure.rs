//! How good the guesses are, against blocks that people have labelled; beside every figure stands what
//! the constant answer and a general word list alone would reach.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;

use super::cue::CueBook;
use super::evidence::{Around, Evidence};
use super::fit::learn;
use super::fold::Folded;
use super::valence;
use super::{Context, Guesser, Voice, share};
use crate::script::Kind;

/// What one reader says about a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Whether it is said, wholly or in part.
    pub spoken: bool,
    /// What it does; absent where it is not said.
    pub kind: Option<Kind>,
    /// How it feels, -3 to 3.
    pub feel: i8,
}

/// A block with what its readers say.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// Which script it is from.
    pub script: String,
    /// Its language, such as "en" or "zh"; "zh+id" counts as "zh".
    pub language: String,
    /// The sort of call.
    pub call: String,
    /// How far into the script it stands, 0 to 1, as far as the labelled blocks show.
    pub position: f64,
    /// The block.
    pub text: String,
    /// What each reader says.
    pub readers: Vec<Label>,
}

impl Labelled {
    /// Everything seen in the block.
    pub(super) fn evidence(&self, book: &CueBook) -> Evidence {
        let context = Context { call: Some(&self.call), position: Some(self.position), ..Context::default() };
        Evidence::of(&self.text, &Around::of(&context, book), book)
    }

    fn both<T: PartialEq>(&self, of: impl Fn(&Label) -> T) -> Option<T> {
        let mut said = self.readers.iter().map(of);
        let first = said.next()?;
        said.all(|other| other == first).then_some(first)
    }
}

#[derive(Deserialize)]
struct WrittenBlock {
    script: String,
    block: u32,
    language: String,
    #[serde(default)]
    call: String,
    text: String,
    readers: Vec<WrittenLabel>,
}

#[derive(Deserialize)]
struct WrittenLabel {
    spoken: String,
    kind: String,
    feel: i8,
}

/// Reads labelled blocks, one JSON object a line: `script`, `block` (its number), `language`, `call`,
/// `text`, `readers` (a list of `spoken`: yes, no or mixed; `kind`; `feel`: -3 to 3).
///
/// # Errors
/// The number of the first line that is no such object, with what is wrong with it.
pub fn labels(text: &str) -> Result<Vec<Labelled>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(at, line): (usize, &str)| {
        serde_json::from_str::<WrittenBlock>(line)
            .map_err(|error| format!("line {} is no labelled block: {error}", at + 1))
    };
    let written: Vec<WrittenBlock> = lines.map(read).collect::<Result<_, _>>()?;
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    for block in &written {
        let most = last.entry(block.script.clone()).or_default();
        *most = (*most).max(block.block);
    }
    Ok(written.into_iter().map(|block| labelled(block, &last)).collect())
}

fn labelled(block: WrittenBlock, last: &BTreeMap<String, u32>) -> Labelled {
    let most = last.get(&block.script).copied().unwrap_or(0);
    let label = |label: &WrittenLabel| Label {
        spoken: label.spoken != "no",
        kind: if label.kind == "notice" { Some(Kind::LegalNotice) } else { Kind::named(&label.kind) },
        feel: label.feel.clamp(-3, 3),
    };
    Labelled {
        position: f64::from(block.block) / f64::from(most.max(1)),
        readers: block.readers.iter().map(label).collect(),
        language: block.language.split('+').next().unwrap_or_default().to_string(),
        script: block.script,
        call: block.call,
        text: block.text,
    }
}

/// Answers counted: what the readers say (rows) against what was guessed (columns).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Confusion {
    counts: BTreeMap<(&'static str, &'static str), usize>,
}

impl Confusion {
    fn add(&mut self, wanted: &'static str, guessed: &'static str) {
        *self.counts.entry((wanted, guessed)).or_default() += 1;
    }

    /// How many blocks were counted.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.values().sum()
    }

    /// The share that is right, 0 to 1.
    #[must_use]
    pub fn right(&self) -> f64 {
        share(self.counts.iter().filter(|((wanted, guessed), _)| wanted == guessed).map(|(_, n)| n).sum(), self.total())
    }

    /// The mean over the readers' answers of F1 (the harmonic mean of precision and recall).
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        let answers: BTreeSet<&str> = self.counts.keys().map(|(wanted, _)| *wanted).collect();
        let sum = |keep: &dyn Fn(&str, &str) -> bool| -> usize {
            self.counts.iter().filter(|((wanted, guessed), _)| keep(wanted, guessed)).map(|(_, n)| n).sum()
        };
        let f1 = |answer: &str| {
            let both = sum(&|wanted, guessed| wanted == answer && guessed == answer);
            let either = sum(&|wanted, _| wanted == answer) + sum(&|_, guessed| guessed == answer);
            share(2 * both, either)
        };
        let total: f64 = answers.iter().map(|answer| f1(answer)).sum();
        total / f64::from(u32::try_from(answers.len().max(1)).unwrap_or(1))
    }

    /// The share that the most frequent of the readers' answers would get right.
    #[must_use]
    pub fn commonest(&self) -> f64 {
        let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
        self.counts.iter().for_each(|((wanted, _), n)| *rows.entry(wanted).or_default() += n);
        share(rows.values().copied().max().unwrap_or(0), self.total())
    }

    /// The table as text: a row for each of the readers' answers, a column for each guess.
    #[must_use]
    pub fn table(&self) -> String {
        let rows: BTreeSet<&str> = self.counts.keys().map(|(wanted, _)| *wanted).collect();
        let columns: BTreeSet<&str> = self.counts.keys().flat_map(|(wanted, guessed)| [*wanted, *guessed]).collect();
        let mut out = format!("| readers say | {} |\n", columns.iter().copied().collect::<Vec<_>>().join(" | "));
        out += &format!("|---|{}\n", "--:|".repeat(columns.len()));
        for row in rows {
            let count =
                |column: &&str| self.counts.get(&(row_of(self, row), row_of(self, column))).copied().unwrap_or(0);
            let cells: Vec<String> = columns.iter().map(|column| count(column).to_string()).collect();
            out += &format!("| {row} | {} |\n", cells.join(" | "));
        }
        out
    }
}

/// The same name with the lifetime that the table's keys have.
fn row_of(confusion: &Confusion, name: &str) -> &'static str {
    let known = confusion.counts.keys().flat_map(|(wanted, guessed)| [*wanted, *guessed]);
    known.into_iter().find(|known| *known == name).unwrap_or("")
}

/// The figures for some blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Said or not, on all blocks where the readers agree.
    pub spoken: Confusion,
    /// The kind, where both readers say that it is said, and agree. "none" is a guess of not said.
    pub kind: Confusion,
    /// Painful, neutral or pleasant, where both say that it is said, and agree on that.
    pub feeling: Confusion,
    /// The same by the general word list alone.
    pub words_alone: Confusion,
    /// The same with "neutral" every time.
    pub always_neutral: Confusion,
    error: f64,
    neutral_error: f64,
}

impl Figures {
    /// The mean absolute error of feeling, in steps of -3 to 3, on the blocks of `feeling`.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.error / f64::from(u32::try_from(self.feeling.total().max(1)).unwrap_or(1))
    }

    /// The same if "neutral" is said every time.
    #[must_use]
    pub fn neutral_error(&self) -> f64 {
        self.neutral_error / f64::from(u32::try_from(self.feeling.total().max(1)).unwrap_or(1))
    }

    fn add(&mut self, block: &Labelled, evidence: &Evidence, guesser: &Guesser) {
        let guesses = guesser.judge(evidence);
        let said = guesses.voice.value != Voice::NotSpoken;
        if let Some(wanted) = block.both(|label| label.spoken) {
            self.spoken.add(yes_no(wanted), yes_no(said));
        }
        if block.both(|label| label.spoken) != Some(true) {
            return;
        }
        if let Some(wanted) = block.both(|label| label.kind).flatten() {
            self.kind.add(wanted.name(), if said { folded(guesses.kind.value).name() } else { "none" });
        }
        let Some(sign) = block.both(|label| label.feel.signum()) else { return };
        let guessed = if said { guesses.feeling.value.valence() } else { 0 };
        self.feeling.add(sign_name(sign), sign_name(guessed.signum()));
        self.words_alone.add(sign_name(sign), sign_name(sign_of(valence::general(&Folded::new(&block.text).text))));
        self.always_neutral.add(sign_name(sign), sign_name(0));
        let readers = block.readers.len().max(1);
        let wanted = block.readers.iter().map(|label| f64::from(label.feel)).sum::<f64>()
            / f64::from(u32::try_from(readers).unwrap_or(1));
        self.error += (f64::from(guessed) - wanted).abs();
        self.neutral_error += wanted.abs();
    }
}

/// The labels know no safety kinds: a danger question is a question there, a safety net advice.
fn folded(kind: Kind) -> Kind {
    match kind {
        Kind::SafetyCheck => Kind::Question,
        Kind::SafetyNet => Kind::Coaching,
        kind => kind,
    }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "said" } else { "not said" }
}

fn sign_name(sign: i8) -> &'static str {
    match sign {
        ..0 => "painful",
        0 => "neutral",
        1.. => "pleasant",
    }
}

/// VADER's own thresholds.
fn sign_of(general: f64) -> i8 {
    i8::from(general >= 0.05) - i8::from(general <= -0.05)
}

/// Figures by language, and for all blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measures {
    /// All blocks.
    pub all: Figures,
    /// By language.
    pub by_language: BTreeMap<String, Figures>,
}

impl Measures {
    fn add(&mut self, block: &Labelled, evidence: &Evidence, guesser: &Guesser) {
        self.all.add(block, evidence, guesser);
        self.by_language.entry(block.language.clone()).or_default().add(block, evidence, guesser);
    }
}

/// Measures a guesser on labelled blocks.
#[must_use]
pub fn measure(labelled: &[Labelled], guesser: &Guesser) -> Measures {
    let mut measures = Measures::default();
    for block in labelled {
        measures.add(block, &block.evidence(&guesser.book), guesser);
    }
    measures
}

/// Measures what labels teach on scripts they are not from: each script in turn is left out, the rest
/// teaches, and the script that was left out is measured.
#[must_use]
pub fn cross_validate(labelled: &[Labelled], pull: f64) -> Measures {
    let book = CueBook::shipped();
    let evidence: Vec<Evidence> = labelled.iter().map(|block| block.evidence(&book)).collect();
    let scripts: BTreeSet<&str> = labelled.iter().map(|block| block.script.as_str()).collect();
    let mut guesser = Guesser::untaught(book);
    let mut measures = Measures::default();
    for script in scripts {
        let (teach, seen): (Vec<Labelled>, Vec<&Evidence>) = labelled
            .iter()
            .zip(&evidence)
            .filter(|(block, _)| block.script != script)
            .map(|(block, seen)| (block.clone(), seen))
            .unzip();
        let corrections = learn(&guesser.book, &teach, &seen, pull);
        guesser = Guesser::with_corrections(guesser.book, corrections);
        let left_out = labelled.iter().zip(&evidence).filter(|(block, _)| block.script == script);
        left_out.for_each(|(block, evidence)| measures.add(block, evidence, &guesser));
    }
    measures
}

impl fmt::Display for Measures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| blocks | measure | guesses | constant answer | word list alone |")?;
        writeln!(f, "|---|---|--:|--:|--:|")?;
        for (language, figures) in &self.by_language {
            figures.rows(f, language)?;
        }
        self.all.rows(f, "all")
    }
}

impl Figures {
    fn rows(&self, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let mut row = |measure: &str, n: usize, guesses: String, constant: String, alone: String| {
            writeln!(f, "| {name} ({n}) | {measure} | {guesses} | {constant} | {alone} |")
        };
        let none = || "–".to_string();
        row(
            "said or not",
            self.spoken.total(),
            percent(self.spoken.right()),
            percent(self.spoken.commonest()),
            none(),
        )?;
        row("kind", self.kind.total(), percent(self.kind.right()), percent(self.kind.commonest()), none())?;
        let n = self.feeling.total();
        let (neutral, alone) = (&self.always_neutral, &self.words_alone);
        row(
            "painful, neutral, pleasant",
            n,
            percent(self.feeling.right()),
            percent(neutral.right()),
            percent(alone.right()),
        )?;
        let f1 = |confusion: &Confusion| format!("{:.2}", confusion.macro_f1());
        row("macro-F1 of the three", n, f1(&self.feeling), f1(neutral), f1(alone))?;
        row("mean error of feeling", n, format!("{:.2}", self.error()), format!("{:.2}", self.neutral_error()), none())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Guesser, PULL};
    use super::{Confusion, cross_validate, labels, measure};

    const BLOCKS: &str = r#"
{"script": "a", "block": 1, "language": "en", "call": "support", "text": "Hello, my name is Ana.", "readers": [{"spoken": "yes", "kind": "opening", "feel": 1}, {"spoken": "mixed", "kind": "opening", "feel": 1}]}
{"script": "a", "block": 2, "language": "en", "text": "Ask the customer for the number.", "readers": [{"spoken": "no", "kind": "none", "feel": 0}, {"spoken": "no", "kind": "none", "feel": 0}]}
{"script": "b", "block": 9, "language": "zh+id", "text": "您好，很遗憾，您的申请未通过。", "readers": [{"spoken": "yes", "kind": "notice", "feel": -2}, {"spoken": "yes", "kind": "news", "feel": -1}]}
"#;

    #[test]
    fn a_table_has_its_figures() {
        let mut table = Confusion::default();
        for (wanted, guessed) in [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "a"), ("b", "c")] {
            table.add(wanted, guessed);
        }
        assert_eq!(table.total(), 6);
        assert!((table.right() - 0.5).abs() < 1e-9);
        assert!((table.commonest() - 0.5).abs() < 1e-9);
        // F1 of a is 4/6, of b 2/5; c is no answer of the readers
        assert!((table.macro_f1() - f64::midpoint(4.0 / 6.0, 0.4)).abs() < 1e-9);
        assert!(table.table().contains("| a | 2 | 1 | 0 |"), "{}", table.table());
    }

    #[test]
    fn labels_are_read_and_measured() {
        let blocks = labels(BLOCKS).expect("the blocks above are well formed");
        let measures = measure(&blocks, &Guesser::shipped());
        assert_eq!(measures.all.spoken.total(), 3);
        assert_eq!(measures.all.kind.total(), 1, "the readers differ on the kind of one");
        assert_eq!(measures.by_language["zh"].feeling.total(), 1);
        assert!((measures.by_language["zh"].neutral_error() - 1.5).abs() < 1e-9);
        assert!(measures.to_string().contains("| en (2) | said or not | 100.0 % |"), "{measures}");
    }

    #[test]
    fn a_line_that_is_no_block_is_named() {
        let trouble = labels("\n{\"script\": 1}").expect_err("the line lacks nearly everything");
        assert!(trouble.starts_with("line 2 is no labelled block"), "{trouble}");
    }

    #[test]
    fn leaving_scripts_out_gives_the_same_every_time() {
        let blocks = labels(BLOCKS).expect("the blocks above are well formed");
        assert_eq!(cross_validate(&blocks, PULL), cross_validate(&blocks, PULL));
        assert_eq!(cross_validate(&blocks, PULL).all.spoken.total(), 3);
    }
}
