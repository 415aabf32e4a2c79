//! Rules held against scripts: what is found, what is allowed, what was there before.

mod allow;
mod baseline;
mod order;
mod prose;
mod twins;

use std::sync::Arc;

pub use baseline::{Baseline, Entry, MarkedFile};
pub use order::order;
pub use prose::is_prose;

use crate::diagnostic::{Diagnostic, Level};
use crate::reading::Reading;
use crate::rule::{Became, OrderCheck, PackLine, RuleSet, Shelf};
use crate::source::{Place, Source};

/// What was found in one script.
#[derive(Debug, Clone, Default)]
pub struct Linted {
    /// The findings, in the order of the text.
    pub found: Vec<Finding>,
    /// What became of each rule; only where the shelf is one with proof.
    pub became: Vec<(String, Became)>,
    /// The packs that were used.
    pub packs: Arc<[PackLine]>,
}

/// A finding, with where it belongs and who lets it stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// The short name of the segment it stands in; empty outside of segments.
    pub segment: String,
    /// Who lets it stand, if anyone does.
    pub allowed: Option<Allowed>,
}

impl From<Diagnostic> for Finding {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, segment: String::new(), allowed: None }
    }
}

/// Who lets a finding stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// The author, for this reason.
    Author(String),
    /// The baseline: it was there before.
    Baseline,
}

/// Called with the number of a rule and true before it is looked for, and with false after it.
pub type Clock<'c> = &'c mut dyn FnMut(usize, bool);

/// The words of prose as they stand, where all rules are about wording alone, so that the text need not be
/// read as a script; nothing for other forms and other rules.
#[must_use]
pub fn as_it_stands(name: &str, bytes: &[u8], shelf: &Shelf) -> Option<Reading> {
    if !is_prose(name) || !shelf.is_wording() {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    Some(Reading { sources: vec![Source::new(name, text)], ..Reading::default() })
}

/// Holds the rules of the shelf that apply against a script.
///
/// ```
/// use callcraft::lint::lint;
/// use callcraft::rule::{Shelf, Wanted};
/// # use callcraft::read::{NoFiles, read};
/// # let text = "script: Late\nsegments:\n  - {id: news, feels: pleasant, say: It came.}\n  - {id: fine, feels: painful, say: A fine.}\n";
/// # let reading = read("late.yaml", text.as_bytes(), &NoFiles);
///
/// let shelf = Shelf::new(Vec::new(), Wanted::default(), Box::new(|_| None)).unwrap();
/// let found = lint(&reading, &shelf).found;
/// assert!(found.iter().any(|finding| finding.diagnostic.rule.starts_with("core/")));
/// ```
#[must_use]
pub fn lint(reading: &Reading, shelf: &Shelf) -> Linted {
    lint_with(reading, shelf, &order, &mut |_, _| {})
}

/// The same, with a check of the order and a clock of the caller's.
#[must_use]
pub fn lint_with(reading: &Reading, shelf: &Shelf, order: OrderCheck<'_>, clock: Clock<'_>) -> Linted {
    let rules = shelf.rules_for(reading);
    let prose = prose::sheet(reading);
    let findings = rules.look_prose(reading, prose.as_ref(), order, clock);
    // How prose was read as a script matters to who imports it, not to who checks it.
    let told = reading.diagnostics.iter().filter(|one| one.level > Level::Advice || !one.rule.starts_with("import/"));
    let mut found: Vec<Diagnostic> = told.cloned().collect();
    found.extend(findings.found);
    twins::settle(&mut found);
    for (name, sentence) in shelf.unknown_packs(reading) {
        found.push(Diagnostic::error("lint/unknown-pack", name.place, sentence));
    }
    found.retain(|one| shelf.wants(&one.rule) || one.level == Level::Error && one.rule.starts_with("format/"));
    for one in &mut found {
        one.level = shelf.level_of(&one.rule).unwrap_or(one.level);
    }
    found.retain(|one| !shelf.is_off(&one.rule));
    let found = allow::settle(reading, shelf, &rules, found);
    let mut linted = Linted {
        found: found.into_iter().map(|(diagnostic, allowed)| finding(reading, diagnostic, allowed)).collect(),
        became: findings.became,
        packs: rules.packs(),
    };
    linted.found.sort_by(|a, b| order_of(&a.diagnostic).cmp(&order_of(&b.diagnostic)));
    linted
}

fn order_of(found: &Diagnostic) -> (u16, u32, u32, std::cmp::Reverse<Level>, &str, &str) {
    let place = found.place;
    (place.file, place.start, place.end, std::cmp::Reverse(found.level), &found.rule, &found.message)
}

fn finding(reading: &Reading, diagnostic: Diagnostic, allowed: Option<Allowed>) -> Finding {
    let segment = segment_at(reading, diagnostic.place).unwrap_or_default();
    Finding { diagnostic, segment, allowed }
}

/// The short name of the segment that a place stands in.
fn segment_at(reading: &Reading, place: Place) -> Option<String> {
    let script = reading.script.as_ref()?;
    let holds = |other: Place| other.file == place.file && other.start <= place.start && place.start < other.end;
    script.all_segments().find(|segment| holds(segment.place)).map(|segment| segment.id.clone())
}

impl RuleSet {
    /// The rules of this set by number, for a clock.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.rules().map(|rule| rule.id.clone()).collect()
    }
}
