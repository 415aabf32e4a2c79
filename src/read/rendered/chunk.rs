//! A page cut into what stands together, and its marks undone.

use crate::read::outline::name_of;
use crate::source::{Place, Source};
use crate::text::Text;

/// Lines that stand together: a paragraph, or an item of a list.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    /// How far it is set in.
    pub indent: usize,
    /// Its lines, set in no further.
    pub text: Text,
}

impl Chunk {
    /// The words from a byte on.
    pub(super) fn behind(&self, at: usize) -> Text {
        self.text.part(at..self.text.value.len())
    }
}

/// Everything of a page, in order.
pub(super) fn chunks(source: &Source) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut fresh = true;
    let mut at = 0;
    for raw in source.text().split_inclusive('\n') {
        let line = raw.trim_end();
        let indent = line.len() - line.trim_start_matches(' ').len();
        let words = line.trim_start_matches(' ');
        let start = at + indent;
        at += raw.len();
        if words.is_empty() {
            fresh = true;
            continue;
        }
        let text = Text::new(words, Place::new(start, start + words.len()));
        match chunks.last_mut().filter(|_| !(fresh || indent == 0 && words.starts_with("- "))) {
            Some(last) => last.text = Text::joined(&[last.text.clone(), text], "\n"),
            None => chunks.push(Chunk { indent, text }),
        }
        fresh = false;
    }
    chunks
}

/// What stands between underscores, where that is all of a line.
pub(super) fn italic(words: &str) -> Option<&str> {
    words.strip_prefix('_')?.strip_suffix('_').filter(|inner| !inner.is_empty() && !inner.ends_with('\\'))
}

/// Words as they were before the page marked them up: no backslashes, and gaps as blanks.
pub(super) fn unmarked(text: &Text) -> Text {
    let words = text.value.as_str();
    let mut parts: Vec<Text> = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let long = rest.chars().next().map_or(1, char::len_utf8);
        if let Some(marked) = rest.strip_prefix('\\').and_then(|rest| rest.chars().next()) {
            if marked.is_ascii_punctuation() {
                parts.push(text.part(from..at));
                from = at + 1;
            }
            at += 1 + marked.len_utf8();
        } else if let Some((name, whole)) = gap(rest) {
            parts.push(text.part(from..at));
            parts.push(Text::new(format!("{{{{ {name} }}}}"), text.place_of(at..at + whole)));
            (from, at) = (at + whole, at + whole);
        } else {
            at += long;
        }
    }
    if parts.is_empty() {
        return text.trimmed();
    }
    parts.push(text.part(from..words.len()));
    parts.retain(|part| !part.value.is_empty());
    Text::joined(&parts, "").trimmed()
}

/// The name of the blank whose gap stands at the beginning, and how long the gap is.
fn gap(words: &str) -> Option<(String, usize)> {
    let (inner, _) = words.strip_prefix("**[")?.split_once("]**")?;
    let name = name_of(&inner.replace('\\', "")).filter(|_| !inner.contains('\n'))?;
    Some((name, "**[".len() + inner.len() + "]**".len()))
}
