//! What became of a text: the script if there is one, what was found, and the texts that places point into.

mod marks;

use std::sync::OnceLock;

pub use self::marks::Marks;
pub(crate) use self::marks::{Mark, READ as MARKDOWN};
use crate::diagnostic::{Diagnostic, Level};
use crate::script::Script;
use crate::source::{Place, Position, Source};

/// What became of a text.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The texts that places point into: first the file that was asked for, then those that it names.
    pub sources: Vec<Source>,
    /// The script, where one could be read.
    pub script: Option<Script>,
    /// What was found, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// What stands where in the file that was asked for, taken for Markdown, once somebody found that.
    pub marks: OnceLock<Marks>,
}

impl Reading {
    /// The file that was asked for.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.sources.first()
    }

    /// What stands where in the file that was asked for, taken for Markdown.
    pub(crate) fn marks(&self) -> &Marks {
        self.marks.get_or_init(|| Marks::of(self.source().map_or("", Source::text)))
    }

    /// Keeps the marks that the reader of scripts found on its own way through the text, where they are what
    /// [`marks`](Self::marks) would find.
    pub(crate) fn keep(&self, marks: Marks) {
        if self.source().is_some_and(|source| Marks::are_read_alike(source.text())) {
            self.marks.get_or_init(|| marks);
        }
    }

    /// The text that a place points into.
    #[must_use]
    pub fn source_of(&self, place: Place) -> Option<&Source> {
        self.sources.get(usize::from(place.file))
    }

    /// The words at a place.
    #[must_use]
    pub fn slice(&self, place: Place) -> &str {
        self.source_of(place).map_or("", |source| source.slice(place))
    }

    /// Name of the file, line and column of a place.
    #[must_use]
    pub fn locate(&self, place: Place) -> (&str, Position) {
        match self.source_of(place) {
            Some(source) => (source.name(), source.position(place.start as usize)),
            None => ("", Position { line: 1, column: 1 }),
        }
    }

    /// How many errors were found.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|found| found.level == Level::Error).count()
    }
}
