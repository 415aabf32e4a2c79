//! Spoken words and the blanks in them, told apart without rendering anything.

use std::borrow::Cow;
use std::ops::Range;

use crate::bytes::has;
use crate::text::Text;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words as they are spoken.
    Words(Range<usize>),
    /// `{{ name … }}`: the name that is filled in (empty where there is none) and the whole stretch.
    Blank {
        /// The first name in it.
        name: Range<usize>,
        /// From the first brace to the last.
        whole: Range<usize>,
    },
    /// `{% … %}` or `{# … #}`: never spoken.
    Tag(Range<usize>),
}

/// The pieces of a text, in order, covering all of it.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
        let close = match text.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                push_words(&mut pieces, at..open + 1);
                at = open + 1;
                continue;
            }
        };
        push_words(&mut pieces, at..open);
        let end = text[open + 2..].find(close).map_or(text.len(), |found| open + 2 + found + 2);
        pieces.push(if close == "}}" { blank(text, open..end) } else { Piece::Tag(open..end) });
        at = end;
    }
    push_words(&mut pieces, at..text.len());
    pieces
}

fn push_words(pieces: &mut Vec<Piece>, range: Range<usize>) {
    match pieces.last_mut() {
        Some(Piece::Words(last)) if last.end == range.start => last.end = range.end,
        _ if range.is_empty() => {}
        _ => pieces.push(Piece::Words(range)),
    }
}

fn blank(text: &str, whole: Range<usize>) -> Piece {
    let inner = &text[whole.start + 2..whole.end];
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    let start = inner.find(letter).map_or(whole.start + 2, |found| whole.start + 2 + found);
    let length = text[start..whole.end].find(|c| !letter(c)).unwrap_or(0);
    Piece::Blank { name: start..start + length, whole }
}

/// The words as they will sound with each blank given by `fill`.
#[must_use]
pub fn filled<'t, 'v>(text: &'t str, fill: impl Fn(&str) -> Option<&'v str>) -> Cow<'t, str> {
    if !has(text, b'{') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Words(range) => out.push_str(&text[range]),
            Piece::Blank { name, .. } => {
                let name = &text[name];
                out.push_str(fill(name).unwrap_or(name));
            }
            Piece::Tag(_) => {}
        }
    }
    Cow::Owned(out)
}

/// The name of each blank that a text uses, with its range in the text.
#[must_use]
pub fn blanks(text: &Text) -> Vec<(String, Range<usize>)> {
    pieces(&text.value)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Blank { name, .. } if !name.is_empty() => Some((text.value[name.clone()].to_string(), name)),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_words_are_told_apart() {
        let text = "Hello {{ name }}, {% if x %}a {b}{% endif %}{{";
        let fill = |name: &str| (name == "name").then_some("Ana");
        assert_eq!(filled(text, fill), "Hello Ana, a {b}");
        let joined: usize = pieces(text)
            .iter()
            .map(|piece| match piece {
                Piece::Words(range) | Piece::Tag(range) => range.len(),
                Piece::Blank { whole, .. } => whole.len(),
            })
            .sum();
        assert_eq!(joined, text.len());
    }
}
