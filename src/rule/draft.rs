//! A rule set while it is being made: where cues and word lists come from, what was gathered, what was wrong.

use std::collections::BTreeMap;

use super::lexicon::{Builder, CueId, PatternId};
use super::lists::{self, CueFile, CueText, WordList};
use super::shipped;
use crate::diagnostic::Diagnostic;
use crate::shipped::Shipped;
use crate::source::Source;
use crate::text::{Text, listed, nearest};
use crate::yaml::{self, Outcome};

/// Gives the files that lie beside a pack of the user's own: `words/NAME.yaml` and `cues/NAME.yaml`.
pub type Beside<'b> = &'b dyn Fn(&str) -> Option<String>;

/// What is gathered while rules are compiled.
pub(crate) struct Draft<'d> {
    pub builder: Builder,
    pub found: Vec<Diagnostic>,
    beside: Beside<'d>,
    cue_files: BTreeMap<String, Option<CueFile>>,
    word_lists: BTreeMap<String, Option<WordList>>,
    /// Whether patterns are compiled at once, to see whether they grow too large.
    pub thorough: bool,
}

impl<'d> Draft<'d> {
    pub(crate) fn new(beside: Beside<'d>, thorough: bool) -> Self {
        Self {
            builder: Builder::default(),
            found: Vec::new(),
            beside,
            cue_files: BTreeMap::new(),
            word_lists: BTreeMap::new(),
            thorough,
        }
    }

    /// Says that something in the pack is wrong.
    pub(crate) fn wrong(&mut self, at: &Text, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::error("pack/wrong", at.place, message).help(help));
    }

    /// A pattern, or nothing and a finding.
    pub(crate) fn pattern(&mut self, text: &Text, case: bool) -> Option<PatternId> {
        let read = self.builder.pattern(&text.value, case).and_then(|id| {
            let tried =
                self.thorough.then(|| self.builder.pattern_of(id).map(super::pattern::Pattern::try_out)).flatten();
            tried.unwrap_or(Ok(())).map(|()| id)
        });
        read.map_err(|sentence| self.wrong(text, sentence, "")).ok()
    }

    /// A cue named `file/cue`, or nothing and a finding.
    pub(crate) fn cue(&mut self, name: &Text) -> Option<CueId> {
        if let Some(id) = self.builder.known_cue(&name.value) {
            return Some(id);
        }
        let Some((file, cue)) = name.value.split_once('/') else {
            self.wrong(
                name,
                format!("“{}” is no cue", name.value),
                "a cue is named FILE/CUE, such as core/warning-line",
            );
            return None;
        };
        let text = match self.cue_text(file, cue) {
            Ok(text) => text,
            Err((message, help)) => {
                self.wrong(name, message, help);
                return None;
            }
        };
        Some(self.add_cue(&name.value, &text))
    }

    fn cue_text(&mut self, file: &str, cue: &str) -> Result<CueText, (String, String)> {
        let beside = self.beside;
        let read = self.cue_files.entry(file.to_string()).or_insert_with(|| {
            let tree = load(beside, "cues", file, shipped::CUES)?;
            // What is wrong in a file of cues is said where that file itself is looked at.
            Some(lists::cues(tree, &mut Vec::new()))
        });
        let Some(read) = read else {
            let known = listed(shipped::CUES.iter().map(|file| file.name));
            return Err((
                format!("there is no file cues/{file}.yaml"),
                format!("there are {known}, and those beside your pack"),
            ));
        };
        read.cues.iter().find(|text| text.name.value == cue).cloned().ok_or_else(|| {
            let near = nearest(cue, read.cues.iter().map(|text| text.name.value.as_str()));
            let help = near.map_or_else(String::new, |near| format!("did you mean {file}/{near}?"));
            (format!("cues/{file}.yaml has no cue “{cue}”"), help)
        })
    }

    pub(crate) fn add_cue(&mut self, name: &str, text: &CueText) -> CueId {
        let words: Vec<&str> = text.words.iter().map(|word| word.value.as_str()).collect();
        let mut read = |texts: &[Text]| -> Vec<PatternId> {
            texts.iter().filter_map(|text| self.builder.pattern(&text.value, false).ok()).collect()
        };
        let (patterns, not) = (read(&text.patterns), read(&text.not));
        self.builder.cue(name, &words, patterns, not, text.across)
    }

    /// The word list of this name, or nothing and a finding.
    pub(crate) fn word_list(&mut self, name: &Text) -> Option<&WordList> {
        let beside = self.beside;
        let known = self.word_lists.entry(name.value.clone()).or_insert_with(|| {
            let tree = load(beside, "words", &name.value, shipped::WORDS)?;
            Some(lists::words(tree, &mut Vec::new()))
        });
        if known.is_none() {
            let near = nearest(&name.value, shipped::WORDS.iter().map(|file| file.name));
            let help = near.map_or_else(String::new, |near| format!("did you mean {near}?"));
            let found =
                Diagnostic::error("pack/wrong", name.place, format!("there is no word list words/{}.yaml", name.value));
            self.found.push(found.help(help));
        }
        self.word_lists.get(&name.value).and_then(Option::as_ref)
    }

    /// Whether there is a word list of this name.
    pub(crate) fn has_word_list(&self, name: &str) -> bool {
        shipped::WORDS.iter().any(|file| file.name == name) || (self.beside)(&format!("words/{name}.yaml")).is_some()
    }
}

/// The tree of a file beside the user's own packs, or else of one that comes with the program.
fn load(beside: Beside<'_>, folder: &str, name: &str, shipped: &[Shipped]) -> Option<Outcome> {
    let path = format!("{folder}/{name}.yaml");
    match beside(&path) {
        Some(text) => Some(yaml::tree(&Source::new(path, text), 0, &[])),
        None => shipped.iter().find(|file| file.name == name).map(Shipped::tree),
    }
}

impl Draft<'_> {
    /// A cue that may be absent.
    pub(crate) fn quiet_cue(&mut self, name: &Text) {
        let known = self.found.len();
        self.cue(name);
        self.found.truncate(known);
    }
}
