//! Findings to text: for people, for editors, for the places where code is reviewed, and for auditors.

mod audit;
mod checkstyle;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod line;
mod mark;
mod sarif;

pub use audit::{Outcome, Proof, Verdict};

use serde::{Serialize, Serializer};

use crate::bytes::has;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Position, Source};
use crate::text::nearest;

/// Everything that a report can show.
#[derive(Debug, Clone, Default)]
pub struct Report<'r> {
    /// The files that were looked at, each with what was found in it.
    pub files: Vec<FileReport<'r>>,
    /// The rules that were looked for, by name.
    pub rules: Vec<RuleCard<'r>>,
    /// How the text may look.
    pub look: Look,
    /// What must be said beside the findings, each in one sentence.
    pub notes: Vec<String>,
}

/// What was found in one file.
#[derive(Debug, Clone, Default)]
pub struct FileReport<'r> {
    /// The file itself, then those it names.
    pub sources: &'r [Source],
    /// What was found, in the order of the text.
    pub items: Vec<Item<'r>>,
    /// What an auditor wants to know; only where asked for.
    pub proof: Option<Proof>,
}

/// One finding, with what a report wants to know beside it.
#[derive(Debug, Clone, Copy)]
pub struct Item<'r> {
    /// The finding.
    pub found: &'r Diagnostic,
    /// The short name of the segment it stands in; empty outside of segments.
    pub segment: &'r str,
    /// Who lets it stand, if anyone does.
    pub allowed: Option<Allowed<'r>>,
}

/// Why a finding is let stand.
#[derive(Debug, Clone, Copy)]
pub enum Allowed<'r> {
    /// The author says so in the file, with this reason.
    Author(&'r str),
    /// It was there before the baseline was drawn.
    Baseline,
}

/// What a report says about a rule.
#[derive(Debug, Clone, Default)]
pub struct RuleCard<'r> {
    /// Its name.
    pub id: &'r str,
    /// What it finds, in one sentence.
    pub message: &'r str,
    /// Why it matters.
    pub why: &'r str,
    /// Where it comes from.
    pub source: String,
    /// How much it matters.
    pub level: Option<Level>,
}

/// How a report for people may look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Whether the screen shows colours.
    pub colour: bool,
    /// How many columns fit on a line.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self { colour: false, width: 120 }
    }
}

/// A form that a report can have.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub summary: &'static str,
    /// Writes it.
    pub write: fn(&Report<'_>) -> String,
}

/// Every form, in the order in which help lists them.
pub static FORMATS: &[Format] = &[
    Format {
        name: "human",
        summary: "for people: the line, the words marked, why and what to do",
        write: human::write,
    },
    Format {
        name: "line",
        summary: "one line for each finding: file:line:column: level[rule] message",
        write: line::write,
    },
    Format { name: "json", summary: "everything, for programs", write: json::write },
    Format { name: "sarif", summary: "SARIF 2.1.0, for code scanning", write: sarif::write },
    Format { name: "github", summary: "annotations in a GitHub workflow", write: github::write },
    Format { name: "gitlab", summary: "GitLab code quality", write: gitlab::write },
    Format { name: "junit", summary: "JUnit XML, for CI servers", write: junit::write },
    Format { name: "checkstyle", summary: "Checkstyle XML, for CI servers", write: checkstyle::write },
    Format {
        name: "audit",
        summary: "a page for auditors (HTML): each rule passed, failed, allowed or not applicable",
        write: audit::write,
    },
];

impl Format {
    /// The form with this name, or the nearest name to it.
    ///
    /// # Errors
    /// The nearest known name, if one is near, where there is no such form.
    pub fn named(name: &str) -> Result<&'static Self, Option<&'static str>> {
        FORMATS
            .iter()
            .find(|format| format.name == name)
            .ok_or_else(|| nearest(name, FORMATS.iter().map(|format| format.name)))
    }
}

/// The findings as text in this form.
///
/// ```
/// use callcraft::report::{FileReport, Format, Item, Report, report};
/// # use callcraft::read::{NoFiles, read};
/// # let reading = read("late.yaml", b"script: Late\nsegments:\n  - sya: Hello.\n", &NoFiles);
///
/// let items = reading.diagnostics.iter().map(|found| Item { found, segment: "", allowed: None }).collect();
/// let file = FileReport { sources: &reading.sources, items, proof: None };
/// let all = Report { files: vec![file], ..Report::default() };
/// assert!(report(&all, Format::named("line").unwrap()).starts_with("late.yaml:3:"));
/// ```
#[must_use]
pub fn report(report: &Report<'_>, format: &Format) -> String {
    (format.write)(report)
}

/// How many findings there are at each level, allowed ones left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Pieces of advice.
    pub advice: usize,
    /// Those that are let stand.
    pub allowed: usize,
}

impl Report<'_> {
    /// How many findings there are.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for item in self.files.iter().flat_map(|file| &file.items) {
            match item.found.level {
                _ if item.allowed.is_some() => tally.allowed += 1,
                Level::Error => tally.errors += 1,
                Level::Warning => tally.warnings += 1,
                Level::Advice => tally.advice += 1,
            }
        }
        tally
    }
}

impl<'r> FileReport<'r> {
    /// The file's name.
    #[must_use]
    pub fn name(&self) -> &'r str {
        self.sources.first().map_or("", Source::name)
    }

    /// The findings that nobody lets stand.
    fn open(&self) -> impl Iterator<Item = &Item<'r>> {
        self.items.iter().filter(|item| item.allowed.is_none())
    }

    fn spot(&self, item: &Item<'_>) -> Spot<'r> {
        Spot::of(self.sources, item.found.place)
    }
}

/// A place in words that people and programs use.
#[derive(Debug, Clone, Copy)]
struct Spot<'r> {
    name: &'r str,
    start: Position,
    end: Position,
}

impl<'r> Spot<'r> {
    fn of(sources: &'r [Source], place: crate::source::Place) -> Self {
        let nowhere = Position { line: 1, column: 1 };
        sources.get(usize::from(place.file)).map_or(Spot { name: "", start: nowhere, end: nowhere }, |source| Spot {
            name: source.name(),
            start: source.position(place.start as usize),
            end: source.position(place.end as usize),
        })
    }
}

/// A list whose items are made one by one while it is written: whole it would take many times the memory of its text.
struct Each<F>(F);

impl<I: Iterator<Item: Serialize>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// JSON for people and programs, with a line end behind it.
fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// The message with what to do, on one line.
fn sentence(found: &Diagnostic) -> String {
    let mut text = found.message.clone();
    if !found.help.is_empty() {
        text.push_str(": ");
        text.push_str(&found.help);
    }
    if has(&text, b'\n') || has(&text, b'\r') { text.replace(['\n', '\r'], " ") } else { text }
}

/// "1 error", "2 errors".
fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

#[cfg(test)]
mod tests;
