//! Spreadsheets saved as CSV: one row for each part of the call, in columns of any order with forgiving names,
//! parted by commas, semicolons or tabs.

use super::outline::{self, Cell, Document, LARGEST, Paragraph};
use super::{Limits, Load, encoding, refused};
use crate::reading::Reading;
use crate::source::{Place, Source, narrow};
use crate::text::Text;

/// Reads a script that was written in a spreadsheet.
pub(super) fn read(name: &str, bytes: &[u8], _: &dyn Load, limits: Limits) -> Reading {
    if bytes.len() > LARGEST {
        return refused(name, "format/too-large", "the file is larger than 64 MB");
    }
    let (text, old) = match encoding::document(bytes) {
        Ok(read) => read,
        Err(sentence) => return refused(name, "format/not-text", sentence),
    };
    let source = Source::new(name, text);
    let rows = match rows(source.text()) {
        Ok(rows) => rows,
        Err(sentence) => return refused(name, "format/not-csv", sentence),
    };
    let mut document = document(&rows);
    document.source = source;
    document.found.extend(old);
    outline::read(document, limits)
}

/// The cells of each row, each with its place.
type Rows = Vec<Vec<Text>>;

/// The rows of a table as paragraphs of one table.
fn document(rows: &Rows) -> Document {
    let mut document = Document::default();
    // A dash says that a cell is empty; a picture such as 🙂 says something.
    let filled = |text: &Text| text.value.contains(|c: char| c.is_alphanumeric() || c == '_' || c >= '\u{1f000}');
    // One column is no table: its words stand one below the other.
    let wide = rows.iter().any(|row| row.iter().filter(|cell| filled(cell)).count() > 1);
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| filled(text)) {
            let cell = wide.then_some(Cell { table: 1, row, column });
            let text = text.trimmed();
            let place = text.place;
            document.paragraphs.push(Paragraph { text, place, cell, ..Paragraph::default() });
        }
    }
    document
}

/// The line with which Excel says what parts the columns: `sep=;`.
fn told_separator(text: &str) -> Option<(u8, usize)> {
    let first = text.split_inclusive('\n').next()?;
    let sign = first.trim_end().strip_prefix("sep=")?.as_bytes();
    match sign {
        [sign] => Some((*sign, first.len())),
        _ => None,
    }
}

/// What parts the columns: the sign that the first rows have most evenly, or what the file says itself.
fn separator(text: &str) -> (u8, usize) {
    if let Some(told) = told_separator(text) {
        return told;
    }
    let columns = |sign: u8| {
        let mut reader = ::csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).flexible(true).delimiter(sign).from_reader(text.as_bytes());
        let first: Vec<usize> = reader.records().take(20).map_while(Result::ok).map(|record| record.len()).collect();
        let most = first.iter().copied().max().unwrap_or(1);
        let even = first.iter().filter(|count| **count == most && most > 1).count();
        (even, most)
    };
    let signs = [b',', b';', b'\t'];
    let best = signs.into_iter().rev().max_by_key(|sign| columns(*sign)).filter(|sign| columns(*sign).1 > 1);
    (best.unwrap_or(b','), 0)
}

fn rows(text: &str) -> Result<Rows, String> {
    let (sign, from) = separator(text);
    let body = text.get(from..).unwrap_or_default();
    let mut reader = ::csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).delimiter(sign).from_reader(body.as_bytes());
    let mut record = ::csv::StringRecord::new();
    let mut rows = Rows::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(rows),
            Err(_) => return Err("this cannot be read as a table: save the sheet as CSV (UTF-8)".to_string()),
        }
        let start = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
        let mut cells = Cells { text, at: from + start, sign: char::from(sign) };
        let row: Vec<Text> = record.iter().map(|words| cells.next(words)).collect();
        if row.iter().any(|cell| !cell.is_blank()) {
            rows.push(row);
        }
    }
}

/// Finds each cell of a row in the text again.
struct Cells<'t> {
    text: &'t str,
    at: usize,
    sign: char,
}

impl Cells<'_> {
    /// The place of the next cell, whose words are known; a quotation mark inside of one is written twice.
    fn next(&mut self, words: &str) -> Text {
        let rest = |at: usize| self.text.get(at..).unwrap_or_default();
        if self.at > 0 && words.chars().next() != rest(self.at).chars().next() {
            self.at += rest(self.at).len() - rest(self.at).trim_start_matches(['\r', '\n']).len();
        }
        let quoted = rest(self.at).starts_with('"');
        let start = self.at + usize::from(quoted);
        let mut anchors = vec![(0, narrow(start))];
        let mut at = start;
        for (offset, c) in words.char_indices() {
            at += c.len_utf8();
            if quoted && c == '"' && rest(at).starts_with('"') {
                at += 1;
                anchors.push((narrow(offset + 1), narrow(at)));
            }
        }
        let text = Text::anchored(words, Place::new(start, at), anchors);
        self.at = at + usize::from(quoted && rest(at).starts_with('"'));
        self.at += rest(self.at).find([self.sign, '\n', '\r']).unwrap_or(0);
        self.at += usize::from(rest(self.at).starts_with(self.sign));
        unescaped(&text)
    }
}

/// A cell without the sign that keeps a spreadsheet from working it out as a formula.
fn unescaped(text: &Text) -> Text {
    let guarded = text.value.strip_prefix('\'').is_some_and(|rest| rest.starts_with(['=', '+', '-', '@']));
    if guarded { text.part(1..text.value.len()) } else { text.clone() }
}
