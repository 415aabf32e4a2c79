//! A program's list of prompts, `"ask_name": "Your name, please?",` a line: each is a part of its own, which the key
//! names.

use crate::text::Text;

use super::branch::quoteless;
use super::{Look, Paragraph};

/// The paragraphs, with those that are lists of prompts taken apart line by line.
pub(super) fn apart(paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    if !paragraphs.iter().any(may_be_lines) {
        return paragraphs;
    }
    let mut all = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        match lines(&paragraph) {
            Some(lines) => all.extend(lines),
            None => all.push(paragraph),
        }
    }
    all
}

fn may_be_lines(paragraph: &Paragraph) -> bool {
    paragraph.look == Look::Plain && paragraph.text.value.starts_with('"') && paragraph.text.value.contains('\n')
}

fn lines(paragraph: &Paragraph) -> Option<Vec<Paragraph>> {
    if !may_be_lines(paragraph) {
        return None;
    }
    let mut at = 0;
    let mut made = Vec::new();
    for line in paragraph.text.value.split_inclusive('\n') {
        let text = paragraph.text.part(at..at + line.len()).trimmed();
        at += line.len();
        prompt(&text)?;
        made.push(Paragraph { place: text.place, text, bold: Vec::new(), ..paragraph.clone() });
    }
    Some(made)
}

/// The key and the words of a line that is a prompt.
pub(super) fn prompt(text: &Text) -> Option<(Text, Text)> {
    if !text.value.starts_with('"') {
        return None;
    }
    let (key, value) = text.value.trim_end_matches([',', ' ']).split_once(':')?;
    let quoted = |words: &str| words.len() > 2 && words.starts_with('"') && words.ends_with('"');
    if !quoted(key) || !quoted(value.trim()) || key.contains(char::is_whitespace) {
        return None;
    }
    let said = text.part(key.len() + 1..key.len() + 1 + value.len());
    Some((quoteless(&text.part(0..key.len())), quoteless(&said)))
}
