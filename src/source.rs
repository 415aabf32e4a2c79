//! Named text and the places in it: what every message points at.

use std::sync::OnceLock;
use unicode_segmentation::UnicodeSegmentation as _;

/// A text with the name its author knows it by.
#[derive(Debug, Clone, Default)]
pub struct Source {
    name: String,
    text: String,
    unit: Unit,
    lines: OnceLock<Vec<u32>>,
}

/// What a line of a text is to its author.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unit {
    /// A line of the file.
    #[default]
    Line,
    /// A paragraph of a document; the text was made of them, one a line.
    Paragraph,
}

impl Unit {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Paragraph => "paragraph",
        }
    }
}

/// A line and a column, both counted from 1; columns in characters as a reader counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values).
    pub column: usize,
}

/// A range of bytes in one of the texts that a reading took in.
///
/// `file` is an index into the reading's sources; 0 is the file that was asked for, the others are
/// those that it names itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Which text, as an index into the reading's sources.
    pub file: u16,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Place {
    /// A place in the file that was asked for.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self::in_file(0, start, end)
    }

    /// A place in another text of the same reading.
    #[must_use]
    pub fn in_file(file: u16, start: usize, end: usize) -> Self {
        Self { file, start: narrow(start), end: narrow(end.max(start)) }
    }

    /// The same place as a range of bytes.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The empty place just before this one.
    #[must_use]
    pub fn before(self) -> Self {
        Self { end: self.start, ..self }
    }
}

impl Source {
    /// A text under a name; line ends stay as they are.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), unit: Unit::Line, lines: OnceLock::new() }
    }

    /// A text made of a document's paragraphs, one a line.
    #[must_use]
    pub fn of_paragraphs(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { unit: Unit::Paragraph, ..Self::new(name, text) }
    }

    /// What a line of it is to its author.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The name, as the author wrote the path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text at a place; places that do not fit the text are cut to it.
    #[must_use]
    pub fn slice(&self, place: Place) -> &str {
        let end = self.floor(place.end as usize);
        let start = self.floor(place.start as usize).min(end);
        &self.text[start..end]
    }

    /// Line and column of a byte.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.floor(byte);
        let line = self.line_starts().partition_point(|&start| start as usize <= byte).max(1);
        let start = self.line_starts()[line - 1] as usize;
        Position { line, column: self.text[start..byte].chars().count() + 1 }
    }

    /// The line with this number (from 1), without its line end.
    #[must_use]
    pub fn line(&self, number: usize) -> &str {
        let starts = self.line_starts();
        let Some(&start) = starts.get(number.wrapping_sub(1)) else { return "" };
        let end = starts.get(number).map_or(self.text.len(), |&end| end as usize);
        self.text[start as usize..end].trim_end_matches(['\n', '\r'])
    }

    /// How many lines the text has.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    /// The first byte of the line with this number (from 1).
    #[must_use]
    pub fn line_start(&self, number: usize) -> usize {
        self.line_starts().get(number.wrapping_sub(1)).map_or(self.text.len(), |&start| start as usize)
    }

    /// The nearest character boundary at or before this byte.
    #[must_use]
    pub fn floor(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }

    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let start = |end: usize| u32::try_from(end + 1).unwrap_or(u32::MAX);
            let ends = |&at: &usize| match bytes.get(at) {
                Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
                byte => byte == Some(&b'\n'),
            };
            let mut starts = vec![0];
            // One sign is looked for much faster than two.
            match self.text.contains('\r') {
                true => starts.extend((0..bytes.len()).filter(ends).map(start)),
                false => starts.extend(self.text.match_indices('\n').map(|(at, _)| start(at))),
            }
            starts
        })
    }
}

/// How many characters a reader sees in a text: an accent or an emoji with its parts counts once.
#[must_use]
pub fn characters(text: &str) -> usize {
    text.graphemes(true).count()
}

/// A number as places and tables keep it: nothing that is read is so large that it would not fit.
pub(crate) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_under_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let source = Source::new("x", format!("one{end}二三 four{end}end"));
            let byte = source.text().find("four").unwrap_or(0);
            assert_eq!(source.position(byte), Position { line: 2, column: 4 });
            assert_eq!(source.line(2), "二三 four");
            assert_eq!(source.line_count(), 3);
        }
    }
}
