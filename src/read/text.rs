//! Plain text taken apart: numbered and lettered steps, capitals and underlined lines as headings, blank
//! lines, indentation.

use super::infer::layout::{Marker, marker};
use super::outline::{self, Document, LARGEST, Look, Paragraph};
use super::{Limits, Load, encoding, refused};
use crate::reading::Reading;
use crate::source::{Place, Source};
use crate::text::Text;

/// Reads a script written as plain text.
pub(super) fn read(name: &str, bytes: &[u8], _: &dyn Load, limits: Limits) -> Reading {
    if bytes.len() > LARGEST {
        return refused(name, "format/too-large", "the file is larger than 64 MB");
    }
    match encoding::document(bytes) {
        Ok((text, old)) => {
            let mut document = document(Source::new(name, text));
            document.found.extend(old);
            outline::read(document, limits)
        }
        Err(sentence) => refused(name, "format/not-text", sentence),
    }
}

/// One line with its place.
struct Row<'t> {
    words: &'t str,
    start: usize,
    indent: usize,
}

fn document(source: Source) -> Document {
    let rows = rows(source.text());
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut fresh = true;
    let mut indent = 0;
    for (at, row) in rows.iter().enumerate() {
        if row.words.is_empty() || is_rule(row.words) {
            fresh = true;
            continue;
        }
        let next = rows.get(at + 1).map_or("", |row| row.words);
        let paragraph = paragraph(row, underline(next));
        let whole = matches!(paragraph.look, Look::Heading(_) | Look::Item | Look::Quote);
        let goes_on = !fresh && !whole && indent == row.indent;
        let hangs =
            !fresh && !whole && paragraphs.last().is_some_and(|last| last.look == Look::Item) && row.indent > indent;
        match paragraphs.last_mut().filter(|_| goes_on || hangs) {
            Some(last) => {
                last.text = Text::joined(&[last.text.clone(), paragraph.text], "\n");
                last.place.end = paragraph.place.end;
            }
            None => {
                indent = row.indent;
                paragraphs.push(paragraph.clone());
            }
        }
        fresh = matches!(paragraphs.last().map(|last| last.look), Some(Look::Heading(_)));
    }
    Document { source, paragraphs, ..Document::default() }
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let words = line.trim();
        let lead = line.len() - line.trim_start().len();
        let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
        // The second half of a Windows line end is no line of its own.
        let half = line == "\n" && at > 0 && text.as_bytes().get(at - 1) == Some(&b'\r');
        if !half {
            rows.push(Row { words, start: at + lead, indent });
        }
        at += line.len();
    }
    rows
}

fn paragraph(row: &Row<'_>, underlined: Option<u8>) -> Paragraph {
    let place = Place::new(row.start, row.start + row.words.len());
    let text = Text::new(row.words, place);
    let base = Paragraph { place, depth: row.indent / 2, ..Paragraph::default() };
    if let Some(level) = heading(row.words, underlined) {
        let text = text.part(row.words.len() - row.words.trim_start_matches('#').len()..row.words.len()).trimmed();
        return Paragraph { text, look: Look::Heading(level), depth: 0, ..base };
    }
    let rest = |long: usize| text.part(long..row.words.len()).trimmed();
    match marker(row.words).filter(|(long, _)| *long < row.words.len()) {
        Some((long, Marker::Bullet)) => Paragraph { text: rest(long), look: Look::Item, ..base },
        Some((long, Marker::Number)) => {
            let number =
                row.words.get(..long).map(|sign| sign.trim_matches(|c: char| !c.is_alphanumeric()).to_string());
            Paragraph { text: rest(long), look: Look::Item, number, ..base }
        }
        Some((long, Marker::Quote)) => Paragraph { text: rest(long), look: Look::Quote, ..base },
        _ => Paragraph { text, ..base },
    }
}

/// The level of a heading: signs in front, a line of signs below, or capitals.
fn heading(words: &str, underlined: Option<u8>) -> Option<u8> {
    let signs = words.len() - words.trim_start_matches('#').len();
    if signs > 0 {
        let named = words.get(signs..).is_some_and(|rest| rest.starts_with(' ') && !rest.trim().is_empty());
        return named.then(|| u8::try_from(signs.min(6)).unwrap_or(6));
    }
    underlined.or_else(|| capitals(words).then_some(2))
}

/// Whether words are a heading in capitals.
pub(super) fn capitals(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let upper = words.chars().filter(|c| c.is_uppercase()).count();
    let few = words.split_whitespace().count() <= 10;
    let speech = words.contains(['[', '{', '<', '"', '“', '?', '!', '_']) || super::outline::opens_branch(words);
    let label = words.ends_with(':') && words.split_whitespace().count() <= 1;
    letters >= 4 && upper * 10 >= letters * 9 && few && !speech && !label
}

fn is_rule(words: &str) -> bool {
    words.chars().count() >= 3 && words.chars().all(|c| "-=_*~—–·•.#".contains(c))
}

/// The level of the heading that a line of signs makes of the line above.
fn underline(words: &str) -> Option<u8> {
    let only = |sign: char| words.len() >= 3 && words.chars().all(|c| c == sign);
    if only('=') { Some(1) } else { only('-').then_some(3) }
}
