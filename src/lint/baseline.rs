//! The baseline: findings of old scripts that are known, so that only new ones count.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Allowed, Finding};
use crate::source::Source;

/// Known findings, by file. Lines are not in it, so that text may move.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The form of this file.
    pub version: u32,
    /// Known findings of each file, sorted.
    pub files: BTreeMap<String, Vec<Entry>>,
}

/// A finding that is known, and how often it stands there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The rule.
    pub rule: String,
    /// The segment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub segment: String,
    /// The words.
    pub words: String,
    /// How often.
    pub count: usize,
}

/// A file with its findings, for the baseline.
#[derive(Debug)]
pub struct MarkedFile<'f> {
    /// The file's name in the baseline.
    pub name: &'f str,
    /// Its texts.
    pub sources: &'f [Source],
    /// Its findings.
    pub found: &'f mut [Finding],
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// One plain sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let read: Self = serde_json::from_str(text).map_err(|error| format!("the baseline cannot be read: {error}"))?;
        if read.version == 1 {
            Ok(read)
        } else {
            Err(format!("the baseline has version {}, and this program reads 1", read.version))
        }
    }

    /// Marks the findings of a file that are known; gives the entries that stand there no more.
    pub fn mark(&self, file: &mut MarkedFile<'_>) -> Vec<Entry> {
        let mut left: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        for entry in self.files.get(file.name).into_iter().flatten() {
            *left.entry((entry.rule.clone(), entry.segment.clone(), entry.words.clone())).or_insert(0) += entry.count;
        }
        for one in file.found.iter_mut().filter(|one| one.allowed.is_none()) {
            let key = key(file.sources, one);
            if let Some(count) = left.get_mut(&key).filter(|count| **count > 0) {
                *count -= 1;
                one.allowed = Some(Allowed::Baseline);
            }
        }
        let gone = left.into_iter().filter(|(_, count)| *count > 0);
        gone.map(|((rule, segment, words), count)| Entry { rule, segment, words, count }).collect()
    }

    /// Puts the open findings of a file into the baseline in place of what was known of it.
    pub fn take(&mut self, file: &MarkedFile<'_>) {
        self.version = 1;
        let mut counts: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        let counted = |one: &&Finding| !matches!(one.allowed, Some(Allowed::Author(_)));
        for one in file.found.iter().filter(counted) {
            *counts.entry(key(file.sources, one)).or_insert(0) += 1;
        }
        let entries: Vec<Entry> =
            counts.into_iter().map(|((rule, segment, words), count)| Entry { rule, segment, words, count }).collect();
        if entries.is_empty() {
            self.files.remove(file.name);
        } else {
            self.files.insert(file.name.to_string(), entries);
        }
    }

    /// Takes out what stands in a file no more.
    pub fn prune(&mut self, name: &str, gone: &[Entry]) {
        let Some(entries) = self.files.get_mut(name) else { return };
        for entry in entries.iter_mut() {
            let lost = gone
                .iter()
                .find(|lost| lost.rule == entry.rule && lost.segment == entry.segment && lost.words == entry.words);
            entry.count -= lost.map_or(0, |lost| lost.count.min(entry.count));
        }
        entries.retain(|entry| entry.count > 0);
        if entries.is_empty() {
            self.files.remove(name);
        }
    }

    /// The baseline as text.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

fn key(sources: &[Source], finding: &Finding) -> (String, String, String) {
    let place = finding.diagnostic.place;
    let words = sources.get(usize::from(place.file)).map_or("", |source| source.slice(place));
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (finding.diagnostic.rule.clone(), finding.segment.clone(), words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::source::Place;

    fn findings(text: &str) -> (Vec<Source>, Vec<Finding>) {
        let one = |(at, word): (usize, &str)| Finding {
            diagnostic: Diagnostic::warning("a/b", Place::new(at, at + word.len()), "x"),
            segment: String::new(),
            allowed: None,
        };
        (vec![Source::new("x", text)], text.match_indices("bad").map(one).collect())
    }

    #[test]
    fn known_findings_are_let_stand_wherever_they_move_and_new_ones_are_not() {
        let mut baseline = Baseline::default();
        let (sources, mut found) = findings("bad bad");
        baseline.take(&MarkedFile { name: "x", sources: &sources, found: &mut found });
        let again = Baseline::read(&baseline.text());
        assert_eq!(again, Ok(baseline.clone()));
        let (sources, mut found) = findings("\n\nbad\nnew bad bad");
        let gone = baseline.mark(&mut MarkedFile { name: "x", sources: &sources, found: &mut found });
        assert_eq!(gone, []);
        assert_eq!(found.iter().filter(|one| one.allowed.is_some()).count(), 2);
        let (sources, mut found) = findings("bad");
        let gone = baseline.mark(&mut MarkedFile { name: "x", sources: &sources, found: &mut found });
        assert_eq!(gone.iter().map(|entry| entry.count).sum::<usize>(), 1);
        baseline.prune("x", &gone);
        assert_eq!(baseline.files.get("x").map(|entries| entries.iter().map(|entry| entry.count).sum()), Some(1));
    }

    #[test]
    fn an_unknown_key_is_an_error() {
        assert!(Baseline::read("{\"version\": 1, \"flies\": {}}").is_err());
    }
}
