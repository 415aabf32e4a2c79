//! What tells a finding from all others and stays the same when lines move.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::{FileReport, Item};

/// A mark for each finding of a file: the rule, the segment and the words, never the line; equal ones
/// are numbered.
pub(super) fn marks(file: &FileReport<'_>) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    file.items
        .iter()
        .map(|item| {
            let mark = mark(file, item);
            let count = seen.entry(mark.clone()).or_insert(0);
            *count += 1;
            format!("{mark}:{count}")
        })
        .collect()
}

fn mark(file: &FileReport<'_>, item: &Item<'_>) -> String {
    let place = item.found.place;
    let source = file.sources.get(usize::from(place.file));
    let words = source.map_or("", |source| source.slice(place));
    let mut hash = Sha256::new();
    for part in [item.found.rule.as_str(), source.map_or("", |s| s.name()), item.segment, &plain(words)] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Words without what layout does to them.
fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
