//! Finds where in the file each part of a scalar's words stands, whatever quotes and indentation did.

/// Pairs of (byte in the words, byte in the raw text) from which both run on together.
///
/// `raw` is the scalar as it stands in the file, with its quotes and its block header.
pub(super) fn align(value: &str, raw: &str, style: Style) -> Vec<(u32, u32)> {
    let mut anchors = Vec::new();
    let mut at = content_start(raw, style);
    let mut last = None;
    for (offset, wanted) in value.char_indices() {
        let Some(found) = find(raw, at, wanted, style) else { break };
        if last != Some((offset, found.start)) {
            anchors.push((narrow(offset), narrow(found.start)));
        }
        at = found.end;
        // What is written longer than it is meant, such as an escape, ends the run.
        last = Some((offset + wanted.len_utf8(), found.start + wanted.len_utf8()));
    }
    anchors
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

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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
