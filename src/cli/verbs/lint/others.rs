//! Files of other kinds than scripts that have rules of their own: series and journeys.

use callcraft::journey;
use callcraft::lint::{Finding, Linted};
use callcraft::reading::Reading;
use callcraft::rule::{Became, Pack, PackLine, Rule};
use callcraft::series;
use callcraft::yaml::first_key;

use super::super::series as verb;
use super::Job;
use super::checked::Checked;
use crate::files::Folder;

/// A kind of file, by how it is read and which rules it is held against.
pub(super) struct Kind {
    pack: &'static str,
    look: fn(&Job, &str, &[u8], &Folder) -> Looked,
}

/// What was read, what was found in it, and the rules that it was held against.
type Looked = (Reading, Vec<Finding>, Vec<Rule>);

/// Every kind, by the first key of its files.
pub(super) static KINDS: &[(&str, Kind)] = &[
    ("series", Kind { pack: series::PACK, look: of_series }),
    ("journey", Kind { pack: journey::PACK, look: of_journey }),
];

/// The kind of a file, where it is one of these.
pub(super) fn kind(name: &str, bytes: &[u8]) -> Option<&'static Kind> {
    if ![".yaml", ".yml"].iter().any(|ending| name.to_lowercase().ends_with(ending)) {
        return None;
    }
    let head = String::from_utf8_lossy(bytes.get(..4_096.min(bytes.len()))?);
    let key = first_key(&head)?.to_lowercase();
    KINDS.iter().find(|(name, _)| *name == key).map(|(_, kind)| kind)
}

/// Holds a file against the rules of its kind.
pub(super) fn look(job: &Job, kind: &Kind, path: &str, name: String, bytes: &[u8]) -> Checked {
    let folder = Folder::of(if path == "-" { &name } else { path });
    let (reading, mut found, rules) = (kind.look)(job, &name, bytes, &folder);
    let shelf = &job.shelf;
    found.retain(|one| shelf.wants(&one.diagnostic.rule) && !shelf.is_off(&one.diagnostic.rule));
    let plain = reading.source().is_some_and(|source| source.text().as_bytes() == bytes);
    let became = rules.iter().map(|rule| (rule.id.clone(), Became::Looked)).collect();
    let packs = shelf.pack(kind.pack).iter().map(line).collect();
    let linted = Linted { found, became, packs };
    Checked { path: path.to_string(), name, plain, reading, no_country: false, linted, rules: Some(rules) }
}

fn line(pack: &Pack) -> PackLine {
    PackLine { name: pack.name.clone(), line: pack.line() }
}

fn of_series(job: &Job, name: &str, bytes: &[u8], folder: &Folder) -> Looked {
    let read = series::read(name, bytes, folder);
    let level = |rule: &Rule| verb::level(&job.shelf, rule);
    let rules: Vec<Rule> = verb::rules(&job.shelf).into_iter().filter(|rule| level(rule).is_some()).collect();
    let found = series::lint(&read, job.today, &rules, &level);
    (read.reading, found, rules)
}

fn of_journey(job: &Job, name: &str, bytes: &[u8], folder: &Folder) -> Looked {
    let read = journey::read(name, bytes, folder);
    let mut found: Vec<Finding> = read.reading.diagnostics.iter().cloned().map(Finding::from).collect();
    if let Some(journey) = &read.journey {
        let all = journey::findings(journey, &read.reading, &job.journeys);
        found.extend(all.into_iter().filter(|one| one.holds(journey)).map(Finding::from));
        found.sort_by_key(|one| one.diagnostic.place);
    }
    let rules = job.journeys.pack(journey::PACK).map(|pack| pack.rules).unwrap_or_default();
    (read.reading, found, rules)
}
