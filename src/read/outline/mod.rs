//! What prose formats share: paragraphs with their places become segments, with headings as stages, words
//! to say told from notes, branches, blanks, and a report of all that was left out.

mod blank;
mod branch;
mod build;
mod felt;
mod filling;
mod front;
mod guess;
mod jump;
mod keys;
mod line;
mod lists;
mod piece;
mod prompts;
mod question;
mod sign;
mod stages;
mod table;
mod told;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::phrases;
use crate::reading::Reading;
use crate::script::{Allow, Language, Script};
use crate::source::{Place, Source};
use crate::text::Text;

pub(super) use blank::{Blanks, name_of};
pub(super) use filling::Filling;
pub(super) use question::question;

use super::Limits;

/// The largest document that is read, in bytes.
pub(super) const LARGEST: usize = 64 * 1024 * 1024;

/// A document taken apart by its format, before anyone knows what its paragraphs are for.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub source: Source,
    pub paragraphs: Vec<Paragraph>,
    /// What the front of the document says about the call: keys with their words.
    pub facts: Vec<(Text, Text)>,
    /// Findings that are meant.
    pub allow: Vec<Allow>,
    /// Words for the format itself, which are nothing to say.
    pub left_out: Vec<Text>,
    /// What the format's own reader has to say.
    pub found: Vec<Diagnostic>,
}

/// A paragraph: its words, its place with everything around it, and how it looks.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    /// The words without the format's signs; lines are parted by `\n`.
    pub text: Text,
    /// The whole paragraph in the source, signs included.
    pub place: Place,
    pub look: Look,
    /// How deep in lists, or how far indented.
    pub depth: usize,
    /// The number or letter of a list's item, as written.
    pub number: Option<String>,
    /// The stretches of the words that are bold.
    pub bold: Vec<Range<usize>>,
    /// Where it stands in a table.
    pub cell: Option<Cell>,
}

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Look {
    /// The document's title.
    Title,
    /// A heading, 1 the largest.
    Heading(u8),
    /// Nothing special.
    #[default]
    Plain,
    /// The first paragraph of a list's item.
    Item,
    /// A quotation.
    Quote,
    /// Between fences.
    Code,
    /// A remark of an author or reviewer: never spoken.
    Remark,
}

/// A place in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub table: usize,
    pub row: usize,
    pub column: usize,
}

/// Makes a script of a document.
pub(super) fn read(document: Document, limits: Limits) -> Reading {
    let mut told = told::Told::default();
    let mut script = Script { id: stem(document.source.name()).to_string(), ..Script::default() };
    script.language = language(document.source.text());
    script.allow = document.allow;
    let mut found = document.found;
    for text in &document.left_out {
        told.note(told::Became::Format, &text.value, text.place);
    }
    let mut known = std::collections::BTreeSet::new();
    for (key, value) in &document.facts {
        // The first front matter is the document's; those of parts that were put together are named.
        if !known.insert(key.value.to_lowercase()) && key.value != "rules" {
            told.note(told::Became::Format, &format!("{}: {}", key.value, value.value), key.place);
            continue;
        }
        told.note(told::Became::Fact, &key.value, key.place);
        front::set(&mut script, key, value, &mut told);
    }
    let paragraphs = prompts::apart(document.paragraphs);
    build::build(&mut script, &document.source, &paragraphs, limits, (&mut told, &mut found));
    if script.title.value.is_empty() {
        script.title = Text::new(stem(document.source.name()).replace(['-', '_'], " "), Place::default());
    }
    found.extend(told.report());
    found.sort_by_key(|found| (found.place.file, found.place.start, found.place.end));
    finish(document.source, script, found, limits)
}

/// The reading, unless the script is too long or empty.
pub(super) fn finish(source: Source, script: Script, mut found: Vec<Diagnostic>, limits: Limits) -> Reading {
    if let Some(over) = script.segments.get(limits.segments) {
        let message = format!(
            "the script has more than {} segments, which is the most that is read (--max-segments sets that)",
            limits.segments
        );
        found.push(Diagnostic::error("format/too-many-segments", over.place, message));
        return Reading { sources: vec![source], diagnostics: found, ..Reading::default() };
    }
    if script.segments.is_empty() {
        let message = if source.text().trim().is_empty() { "the file is empty" } else { "no words were found here" };
        found.push(Diagnostic::error("format/empty-file", Place::default(), message));
        return Reading { sources: vec![source], diagnostics: found, ..Reading::default() };
    }
    Reading { sources: vec![source], script: Some(script), diagnostics: found, ..Reading::default() }
}

/// The file's name without folders and ending.
pub(super) fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.split_once('.').map_or(file, |(stem, _)| stem)
}

/// Chinese where a good part of the letters is, else English: only the letters tell, no words.
pub(super) fn language(text: &str) -> Language {
    if text.is_ascii() {
        return Language::default();
    }
    let (mut han, mut latin) = (0_usize, 0_usize);
    for c in text.chars().take(200_000) {
        han += usize::from(matches!(u32::from(c), 0x3400..=0x4dbf | 0x4e00..=0x9fff));
        latin += usize::from(c.is_ascii_alphabetic());
    }
    if han * 3 > latin { Language::new("zh-CN") } else { Language::default() }
}

/// Whether words open a branch.
pub(super) fn opens_branch(words: &str) -> bool {
    branch::branch(&Text::new(words, Place::default())).is_some()
}
