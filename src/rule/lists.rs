//! Word lists and cues as files: what they hold, and how they are read.

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::text::Text;
use crate::yaml::{self, Outcome, Pairs, Short};

/// Words to avoid, each with what to say instead.
#[derive(Debug, Default)]
pub(crate) struct WordList {
    /// The list's name.
    pub name: Text,
    /// The language it is for; any where absent.
    pub language: Option<String>,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// Lines in which something must be found.
    pub hit: Vec<Text>,
    /// Lines in which nothing may be found.
    pub miss: Vec<Text>,
}

/// One entry of a word list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    /// Terms, any of which is found.
    pub terms: Vec<Text>,
    /// Patterns, any of which is found.
    pub patterns: Vec<Text>,
    /// What to say instead; the first is the fix.
    pub instead: Vec<String>,
    /// Words or cues that make it right when they stand in the same sentence.
    pub unless: Vec<Text>,
    /// Why, where this entry has a reason of its own.
    pub why: String,
}

/// A file of cues.
#[derive(Debug, Default)]
pub(crate) struct CueFile {
    /// The file's name.
    pub name: Text,
    /// The cues, in the written order.
    pub cues: Vec<CueText>,
}

/// A way to recognise that something is said, as it is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct CueText {
    /// Its name, without that of the file.
    pub name: Text,
    /// Literal phrases.
    pub words: Vec<Text>,
    /// Patterns.
    pub patterns: Vec<Text>,
    /// What must not stand in the same sentence.
    pub not: Vec<Text>,
    /// Whether it is looked for over the ends of sentences.
    pub across: bool,
    /// Lines in which it must be found.
    pub hit: Vec<Text>,
    /// Lines in which it must not be found.
    pub miss: Vec<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "a word list")]
struct WrittenList {
    words: Option<Text>,
    #[serde(rename = "title")]
    _title: Option<Text>,
    language: Option<Text>,
    #[serde(rename = "source")]
    _source: Option<Vec<Text>>,
    entries: Option<Vec<Short<WrittenEntry>>>,
    hit: Option<Vec<Text>>,
    miss: Option<Vec<Text>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename = "an entry of a word list")]
struct WrittenEntry {
    term: Option<Vec<Text>>,
    pattern: Option<Vec<Text>>,
    instead: Option<Vec<Text>>,
    unless: Option<Vec<Text>>,
    why: Option<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "a file of cues")]
struct WrittenCues {
    cues: Option<Text>,
    #[serde(rename = "title")]
    _title: Option<Text>,
    #[serde(rename = "source")]
    _source: Option<Vec<Text>>,
    list: Option<Pairs<WrittenCue>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename = "a cue")]
struct WrittenCue {
    words: Option<Vec<Text>>,
    patterns: Option<Vec<Text>>,
    not: Option<Vec<Text>>,
    across: Option<Text>,
    hit: Option<Vec<Text>>,
    miss: Option<Vec<Text>>,
}

/// Reads a word list.
pub(crate) fn words(outcome: Outcome, found: &mut Vec<Diagnostic>) -> WordList {
    let written: WrittenList = written(outcome, found);
    let mut entries = Vec::new();
    for entry in written.entries.unwrap_or_default() {
        entries.push(entry_of(entry));
    }
    WordList {
        name: written.words.unwrap_or_default(),
        language: written.language.map(|text| text.value),
        entries,
        hit: written.hit.unwrap_or_default(),
        miss: written.miss.unwrap_or_default(),
    }
}

/// Reads a file of cues.
pub(crate) fn cues(outcome: Outcome, found: &mut Vec<Diagnostic>) -> CueFile {
    let written: WrittenCues = written(outcome, found);
    let list = written.list.unwrap_or_default().0;
    let cues = list.into_iter().map(|(name, cue)| CueText {
        name,
        words: cue.words.unwrap_or_default(),
        patterns: cue.patterns.unwrap_or_default(),
        not: cue.not.unwrap_or_default(),
        across: cue.across.is_some_and(|text| is_yes(&text)),
        hit: cue.hit.unwrap_or_default(),
        miss: cue.miss.unwrap_or_default(),
    });
    CueFile { name: written.cues.unwrap_or_default(), cues: cues.collect() }
}

fn written<T: serde::de::DeserializeOwned + Default>(outcome: Outcome, found: &mut Vec<Diagnostic>) -> T {
    found.extend(outcome.diagnostics);
    outcome.node.map_or_else(T::default, |node| yaml::read(&node, found))
}

/// `a, b -> c / d`, or an entry in full.
pub(crate) fn entry_of(written: Short<impl Into<EntryKeys>>) -> Entry {
    match written {
        Short::Short(line) => short(&line),
        Short::Long(keys) => keys.into().0,
    }
}

/// An entry written in full.
pub(crate) struct EntryKeys(Entry);

impl From<WrittenEntry> for EntryKeys {
    fn from(written: WrittenEntry) -> Self {
        Self(Entry {
            terms: written.term.unwrap_or_default(),
            patterns: written.pattern.unwrap_or_default(),
            instead: written.instead.unwrap_or_default().into_iter().map(|text| text.value).collect(),
            unless: written.unless.unwrap_or_default(),
            why: written.why.map(|text| text.value).unwrap_or_default(),
        })
    }
}

/// The entries of a rule that brings its own words.
pub(crate) fn inline(node: &yaml::Node, found: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let items = node.items();
    let one = std::slice::from_ref(node);
    let items = if items.is_empty() { one } else { items };
    items.iter().map(|item| entry_of(yaml::read::<Short<WrittenEntry>>(item, found))).collect()
}

fn short(line: &Text) -> Entry {
    let (terms, instead) = match line.value.split_once("->") {
        Some((terms, instead)) => (terms, Some(instead)),
        None => (line.value.as_str(), None),
    };
    // Without an arrow the line is one phrase, commas and all.
    let commas: &[char] = if instead.is_some() { &[',', '，'] } else { &[] };
    let mut at = 0;
    let terms = terms.split(commas).map(|term| {
        let start = at;
        at += term.len()
            + line.value.get(at + term.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let lead = term.len() - term.trim_start().len();
        Text::new(term.trim(), line.place_of(start + lead..start + lead + term.trim().len()))
    });
    Entry {
        terms: terms.filter(|term| !term.is_blank()).collect(),
        instead: instead.map_or_else(Vec::new, |text| text.split(" / ").map(|one| one.trim().to_string()).collect()),
        ..Entry::default()
    }
}

/// Whether a text says yes.
pub(crate) fn is_yes(text: &Text) -> bool {
    matches!(text.value.trim().to_lowercase().as_str(), "yes" | "true" | "on" | "是")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn a_line_holds_terms_and_what_to_say_instead() {
        let source = Source::new("x", "words: x\nentries:\n  - utilise, make use of -> use / take\n  - okay, bye\n");
        let mut found = Vec::new();
        let list = words(yaml::tree(&source, 0, &[]), &mut found);
        assert_eq!(found, []);
        let Some(entry) = list.entries.first() else { panic!("no entry") };
        let terms: Vec<&str> = entry.terms.iter().map(|term| source.slice(term.place)).collect();
        assert_eq!(terms, ["utilise", "make use of"]);
        assert_eq!(entry.instead, ["use", "take"]);
        let second: Vec<&str> =
            list.entries.iter().skip(1).flat_map(|entry| &entry.terms).map(|term| term.value.as_str()).collect();
        assert_eq!(second, ["okay, bye"]);
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let source = Source::new("x", "cues: x\nlist:\n  a:\n    wrods: [b]\n");
        let mut found = Vec::new();
        cues(yaml::tree(&source, 0, &[]), &mut found);
        assert!(found.iter().any(|one| one.rule == "format/unknown-key" && one.help.contains("words")), "{found:?}");
    }
}
