//! Paragraphs cut into lines, each with what its look says about it.

use super::{Cell, Look, Paragraph, jump};
use crate::bytes::has;
use crate::read::infer::layout::{Marker, marker};
use crate::source::Place;
use crate::text::Text;
use unicode_width::UnicodeWidthStr as _;

/// One line of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub text: Text,
    pub place: Place,
    pub look: Look,
    pub depth: usize,
    /// An item of a list.
    pub item: bool,
    /// Its number or letter, without the marks around it.
    pub number: Option<String>,
    pub bold: bool,
    /// Which paragraph it belongs to.
    pub paragraph: usize,
    /// Whether it is that paragraph's first line.
    pub first: bool,
    pub cell: Option<Cell>,
}

impl Line {
    /// The column of the table that it stands in; a remark about a cell stands in none.
    pub(super) fn column(&self) -> Option<usize> {
        self.cell.filter(|_| self.look != Look::Remark).map(|cell| cell.column)
    }
}

/// Every line of a document, in order.
pub(super) fn lines(paragraphs: &[Paragraph]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(paragraphs.len());
    for (at, paragraph) in paragraphs.iter().enumerate() {
        add(&mut lines, paragraph, at);
    }
    lines
}

/// Adds the lines of a paragraph.
fn add(lines: &mut Vec<Line>, paragraph: &Paragraph, number: usize) {
    let before = lines.len();
    let words = &paragraph.text.value;
    let alone = !has(words, b'\n');
    let several = if alone { Vec::new() } else { unwrapped(words) };
    let mut at = 0;
    for long in alone.then_some(words.len()).into_iter().chain(several) {
        let raw = words.get(at..at + long).unwrap_or_default();
        let start = at + raw.len() - raw.trim_start().len();
        let words = raw.trim();
        at += long;
        if words.is_empty() {
            continue;
        }
        let end = start + words.trim_end_matches([':', '：']).len();
        let text = paragraph.text.part(start..start + words.len());
        let text = if alone { text } else { one_line(text) };
        let first = lines.len() == before;
        let line = Line {
            place: match paragraph.look {
                // A remark belongs where it is about something, wherever its own words stand.
                Look::Remark => paragraph.place,
                _ if first => Place { end: text.place.end, ..paragraph.place },
                _ => text.place,
            },
            item: paragraph.look == Look::Item && first,
            number: paragraph.number.clone().filter(|_| first),
            text,
            look: paragraph.look,
            depth: paragraph.depth,
            bold: paragraph.bold.iter().any(|bold| bold.start <= start && end <= bold.end),
            paragraph: number,
            first,
            cell: paragraph.cell,
        };
        lines.push(marked(line));
    }
    if let Some(last) = lines.get_mut(before..).and_then(<[Line]>::last_mut) {
        last.place.end = last.place.end.max(paragraph.place.end);
    }
}

/// From which width on a line may be one that an editor broke, in columns.
const WRAPPED: usize = 56;

/// The lengths of the lines, where those that an editor broke count as one.
fn unwrapped(text: &str) -> Vec<usize> {
    let mut lengths: Vec<usize> = Vec::new();
    let mut before = "";
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let long = || before.width() >= WRAPPED && !before.ends_with([':', '：', '"', '”']);
        match lengths.last_mut().filter(|_| !words.is_empty() && long() && !begins(words)) {
            Some(last) => *last += line.len(),
            None => lengths.push(line.len()),
        }
        before = words;
    }
    lengths
}

/// Whether words look like the beginning of a line of its own: behind a bullet or a sign, with a label, or a jump.
fn begins(words: &str) -> bool {
    words.starts_with(|c: char| !c.is_alphanumeric() && !"*_`~$£€¥".contains(c))
        || marker(words).is_some()
        || words.char_indices().take(32).any(|(_, c)| matches!(c, ':' | '：'))
        || jump::jump(words).is_some()
}

/// Words with the breaks of an editor as spaces (none between Chinese characters).
fn one_line(text: Text) -> Text {
    if !has(&text.value, b'\n') {
        return text;
    }
    let mut parts: Vec<Text> = Vec::new();
    let mut at = 0;
    for line in text.value.split_inclusive('\n') {
        let part = text.part(at..at + line.len()).trimmed();
        at += line.len();
        let han = |c: Option<char>| c.is_some_and(|c| u32::from(c) >= 0x2e80);
        let tight = han(parts.last().and_then(|last| last.value.chars().next_back())) && han(part.value.chars().next());
        if !parts.is_empty() && !tight {
            parts.push(Text::new(" ", part.place.before()));
        }
        parts.push(part);
    }
    Text::joined(&parts, "")
}

/// The line without a bullet or number that its format did not know, as in `.. Yes`, `• Yes`, `[71] Yes`.
fn marked(mut line: Line) -> Line {
    if line.item || matches!(line.look, Look::Title | Look::Heading(_) | Look::Remark) {
        return line;
    }
    let words = line.text.value.as_str();
    if let Some(long) = picture(words) {
        line.text = line.text.part(long..words.len()).trimmed();
        line.item = true;
        return line;
    }
    let Some((long, sort)) = marker(words).filter(|(long, _)| *long < words.len()) else { return line };
    line.number = match sort {
        Marker::Bullet => None,
        Marker::Number => words.get(..long).map(bare),
        Marker::Quote | Marker::Cell => return line,
    };
    line.text = line.text.part(long..words.len()).trimmed();
    line.item = true;
    line
}

/// How long a picture is that stands in front of an item in place of a bullet.
fn picture(words: &str) -> Option<usize> {
    let first = words.chars().next().filter(|c| "✅☑✔✓❌✗✘►➤▶★☆🔹🔸👉".contains(*c))?;
    let rest = words.get(first.len_utf8()..)?.trim_start_matches('\u{fe0f}');
    rest.starts_with(' ').then(|| words.len() - rest.len())
}

/// A number without the marks around it: `[71]` as 71, `a)` as a.
pub(super) fn bare(number: &str) -> String {
    number.trim_matches(|c: char| !c.is_alphanumeric()).to_string()
}
