//! Finds where in the file each part of a scalar's words stands, whatever quotes and indentation did.

use crate::source::narrow;

/// Pairs of (byte in the words, byte in the raw text) from which both run on together.
///
/// `raw` is the scalar as it stands in the file, with its quotes and its block header.
pub(super) fn align(value: &str, raw: &str, style: Style) -> Vec<(u32, u32)> {
    let mut anchors = Vec::new();
    let (mut offset, mut at) = (0, content_start(raw, style));
    let mut last = None;
    while let Some(wanted) = value.get(offset..).and_then(|rest| rest.chars().next()) {
        let same = same(value, offset, raw, at, style);
        let found = if same > 0 { Some(Found { start: at, end: at + same }) } else { find(raw, at, wanted, style) };
        let Some(found) = found else { break };
        if last != Some((offset, found.start)) {
            anchors.push((narrow(offset), narrow(found.start)));
        }
        at = found.end;
        let long = same.max(wanted.len_utf8());
        offset += long;
        // What is written longer than it is meant, such as an escape, ends the run.
        last = Some((offset, found.start + long));
    }
    anchors
}

/// How many bytes from here on are written as they are meant.
fn same(value: &str, offset: usize, raw: &str, at: usize, style: Style) -> usize {
    let (Some(value), Some(raw)) = (value.get(offset..), raw.get(at..)) else { return 0 };
    let plain = |byte: u8| match byte {
        b'\r' => false,
        b'\\' => style != Style::Double,
        b'\'' => style != Style::Single,
        _ => true,
    };
    let mut long = value.bytes().zip(raw.bytes()).take_while(|(a, b)| a == b && plain(*a)).count();
    while !value.is_char_boundary(long) {
        long -= 1;
    }
    long
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Block,
}

struct Found {
    start: usize,
    end: usize,
}

fn content_start(raw: &str, style: Style) -> usize {
    match style {
        Style::Plain => 0,
        Style::Single | Style::Double => 1,
        Style::Block if raw.starts_with(['|', '>']) => raw.find('\n').map_or(raw.len(), |at| at + 1),
        Style::Block => 0,
    }
}

/// The next piece of raw text, from `at` on, that gives this character.
fn find(raw: &str, at: usize, wanted: char, style: Style) -> Option<Found> {
    let mut from = at;
    loop {
        let rest = raw.get(from..)?;
        let next = rest.chars().next()?;
        if style == Style::Double && next == '\\' {
            let (decoded, length) = escape(rest);
            if decoded == Some(wanted) {
                return Some(Found { start: from, end: from + length });
            }
            from += length;
        } else if style == Style::Single && rest.starts_with("''") {
            if wanted == '\'' {
                return Some(Found { start: from, end: from + 2 });
            }
            from += 2;
        } else if next == wanted || wanted == '\n' && next == '\r' || wanted == ' ' && matches!(next, '\n' | '\r') {
            return Some(Found { start: from, end: from + line_end_length(rest, next) });
        } else {
            from += next.len_utf8();
        }
    }
}

fn line_end_length(rest: &str, next: char) -> usize {
    if rest.starts_with("\r\n") { 2 } else { next.len_utf8() }
}

/// What a backslash and what follows it stand for, and how long both are.
fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(letter) = rest[1..].chars().next() else { return (None, 1) };
    let hex = |digits: usize| {
        let value = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        (value, if value.is_some() { 2 + digits } else { 2 })
    };
    match letter {
        'x' => hex(2),
        'u' => hex(4),
        'U' => hex(8),
        'n' => (Some('\n'), 2),
        't' => (Some('\t'), 2),
        'r' => (Some('\r'), 2),
        'e' => (Some('\u{1b}'), 2),
        '0' => (Some('\0'), 2),
        '\n' | '\r' => (None, 1 + line_end_length(&rest[1..], letter)),
        other => (Some(other), 1 + other.len_utf8()),
    }
}
