//! A program's list of prompts, `"ask_name": "Your name, please?",` a line: each is a part of its own, which the key
//! names.

use crate::text::Text;

use super::branch::quoteless;
use super::{Look, Paragraph};

/// The paragraphs, with those that are lists of prompts taken apart line by line.
pub(super) fn apart(paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    let mut all = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        match lines(&paragraph) {
            Some(lines) => all.extend(lines),
            None => all.push(paragraph),
        }
    }
    all
}

fn lines(paragraph: &Paragraph) -> Option<Vec<Paragraph>> {
    let words = paragraph.text.value.as_str();
    if paragraph.look != Look::Plain || !words.starts_with('"') || !words.contains('\n') {
        return None;
    }
    let mut at = 0;
    let mut made = Vec::new();
    for line in words.split_inclusive('\n') {
        let text = paragraph.text.part(at..at + line.len()).trimmed();
        at += line.len();
        prompt(&text)?;
        made.push(Paragraph { place: text.place, text, bold: Vec::new(), ..paragraph.clone() });
    }
    Some(made)
}

/// The key and the words of a line that is a prompt.
pub(super) fn prompt(text: &Text) -> Option<(Text, Text)> {
    let (key, value) = text.value.trim_end_matches([',', ' ']).split_once(':')?;
    let quoted = |words: &str| words.len() > 2 && words.starts_with('"') && words.ends_with('"');
    if !quoted(key) || !quoted(value.trim()) || key.contains(char::is_whitespace) {
        return None;
    }
    let said = text.part(key.len() + 1..key.len() + 1 + value.len());
    Some((quoteless(&text.part(0..key.len())), quoteless(&said)))
}
