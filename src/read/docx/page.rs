//! A Word document as a text of one paragraph a line, and as the paragraphs that every reader of prose gives.

use super::Parts;
use super::beside;
use super::body::{About, Para};
use super::numbering::Sign;
use super::styles::{Style, heading};
use crate::read::infer::layout::{Marker, marker};
use crate::read::outline::{Document, Look, Paragraph};
use crate::read::text::capitals;
use crate::source::{Place, Source};
use crate::text::Text;

/// The document with its text: line 12 of the text is paragraph 12 of the body.
pub(super) fn document(name: &str, mut parts: Parts) -> Document {
    let mut page = Page::default();
    let paras = std::mem::take(&mut parts.body.paragraphs);
    let wide = tables(&paras);
    let starts: Vec<usize> = paras.iter().map(|para| page.line(&para.text)).collect();
    for (para, start) in paras.iter().zip(&starts) {
        let style = parts.styles.whole(para.style.as_deref());
        let mut paragraph = looks(para, &style, &mut parts, *start);
        paragraph.cell = para.cell.filter(|cell| wide.contains(&cell.table));
        if style.name.starts_with("toc ") {
            page.document.left_out.push(paragraph.text);
            continue;
        }
        let cell = paragraph.cell;
        page.document.paragraphs.push(paragraph);
        for (range, about, id) in &para.about {
            let place = Place::new(start + range.start, start + range.end.max(range.start + 1));
            page.remarks(&parts, *about, id, Paragraph { place, cell, ..Paragraph::default() });
        }
    }
    page.document.paragraphs.retain(|paragraph| says_something(&paragraph.text.value));
    typed(&mut page.document.paragraphs);
    beside::report(&mut page.document, &parts, &starts);
    page.document.source = Source::of_paragraphs(name, page.text);
    page.document
}

/// A row of dashes across the page says nothing.
fn says_something(words: &str) -> bool {
    words.contains(|c: char| c.is_alphanumeric() || c == '_')
}

/// Bullets and numbers that were typed are items all the same; and where no style says what a heading is,
/// capitals do.
fn typed(paragraphs: &mut [Paragraph]) {
    let styled = paragraphs.iter().any(|paragraph| matches!(paragraph.look, Look::Heading(_) | Look::Title));
    for paragraph in paragraphs.iter_mut().filter(|one| one.look == Look::Plain && one.cell.is_none()) {
        let words = paragraph.text.value.clone();
        match marker(&words).filter(|(long, _)| *long < words.len()) {
            Some((long, ref sort @ (Marker::Bullet | Marker::Number))) => {
                paragraph.look = Look::Item;
                paragraph.number = words.get(..long).filter(|_| matches!(sort, Marker::Number)).map(bare);
                paragraph.text = paragraph.text.part(long..words.len()).trimmed();
                let cut = words.len() - paragraph.text.value.len();
                for bold in &mut paragraph.bold {
                    *bold = bold.start.saturating_sub(cut)..bold.end.saturating_sub(cut);
                }
            }
            None if !styled && capitals(&words) => paragraph.look = Look::Heading(2),
            _ => {}
        }
    }
}

fn bare(number: &str) -> String {
    number.trim_matches(|c: char| !c.is_alphanumeric()).to_string()
}

/// The tables that have more than one column; the others are frames around words.
fn tables(paras: &[Para]) -> std::collections::BTreeSet<usize> {
    paras.iter().filter_map(|para| para.cell).filter(|cell| cell.column > 0).map(|cell| cell.table).collect()
}

#[derive(Debug, Default)]
struct Page {
    text: String,
    lines: usize,
    document: Document,
}

impl Page {
    /// Adds a line to the text, and says where it begins.
    fn line(&mut self, words: &str) -> usize {
        if self.lines > 0 {
            self.text.push('\n');
        }
        self.lines += 1;
        let start = self.text.len();
        self.text.push_str(&words.replace(['\n', '\r'], " "));
        start
    }

    /// What is said about words, as remarks that belong where those words are.
    fn remarks(&mut self, parts: &Parts, about: About, id: &str, there: Paragraph) {
        let from = match about {
            About::Comment => &parts.comments,
            About::Footnote => &parts.footnotes,
            About::Endnote => &parts.endnotes,
        };
        for (at, para) in from.iter().filter(|para| para.is_of(id)).enumerate() {
            let author = para.entry.as_ref().map_or("", |(_, author)| author.trim());
            let said = para.text.trim();
            let start = self.line(said);
            let words = Text::new(said, Place::new(start, start + said.len()));
            let text = if at > 0 || author.is_empty() {
                words
            } else {
                Text::joined(&[Text::new(author, words.place.before()), words], ": ")
            };
            self.document.paragraphs.push(Paragraph { text, look: Look::Remark, ..there.clone() });
        }
    }
}

/// A paragraph with the look that its style, its list and its runs give it.
fn looks(para: &Para, style: &Style, parts: &mut Parts, start: usize) -> Paragraph {
    let place = Place::new(start, start + para.text.len());
    let text = Text::new(para.text.clone(), place).trimmed();
    let lead = para.text.len() - para.text.trim_start().len();
    let mut paragraph =
        Paragraph { bold: bold(para, style, lead, text.value.len()), text, place, ..Paragraph::default() };
    let level = heading(&style.name).or_else(|| outlined(para.outline.or(style.outline)));
    let sign = sign(para, style, parts);
    match (style.name.as_str(), level) {
        ("title", _) => paragraph.look = Look::Title,
        (_, Some(level)) => paragraph.look = Look::Heading(level.min(6)),
        ("quote" | "intense quote", None) => paragraph.look = Look::Quote,
        _ => {
            if let Some((sign, depth)) = sign {
                paragraph.look = Look::Item;
                paragraph.depth = depth;
                paragraph.number = match sign {
                    Sign::Bullet => None,
                    Sign::Number(number) => Some(number),
                };
            }
        }
    }
    paragraph
}

/// The level of a heading from the outline; level 9 there means words of the body.
fn outlined(level: Option<u8>) -> Option<u8> {
    level.filter(|level| *level < 9).map(|level| level + 1)
}

/// The sign in front of an item of a list, and how deep it stands. Empty paragraphs carry none.
fn sign(para: &Para, style: &Style, parts: &mut Parts) -> Option<(Sign, usize)> {
    let (own, of_style) = (para.list.clone().unwrap_or_default(), style.list.clone().unwrap_or_default());
    let list = own.0.or(of_style.0)?;
    let depth = own.1.or(of_style.1).unwrap_or(0);
    if para.text.trim().is_empty() {
        return None;
    }
    parts.numbering.next(&list, depth).map(|sign| (sign, depth))
}

/// The stretches that are bold, in the words without the white space in front.
fn bold(para: &Para, style: &Style, lead: usize, long: usize) -> Vec<std::ops::Range<usize>> {
    let inside = |at: usize| at.saturating_sub(lead).min(long);
    let cut = |start: usize, end: usize| inside(start)..inside(end);
    let mut bold = Vec::new();
    let mut at = 0;
    for (range, own) in &para.bold {
        if style.bold == Some(true) && at < range.start {
            bold.push(cut(at, range.start));
        }
        if *own {
            bold.push(cut(range.start, range.end));
        }
        at = range.end;
    }
    if style.bold == Some(true) && at < para.text.len() {
        bold.push(cut(at, para.text.len()));
    }
    bold.retain(|range| !range.is_empty());
    joined(bold)
}

/// Stretches that touch, as one.
fn joined(ranges: Vec<std::ops::Range<usize>>) -> Vec<std::ops::Range<usize>> {
    let mut whole: Vec<std::ops::Range<usize>> = Vec::new();
    for range in ranges {
        match whole.last_mut().filter(|last| last.end == range.start) {
            Some(last) => last.end = range.end,
            None => whole.push(range),
        }
    }
    whole
}
