//! The question that words end with, and the sentences that tell where it begins.

use crate::bytes::OneOf;
use crate::text::Text;

/// The words and, behind them, the question they end with.
pub(in crate::read) fn question(text: Text, answered: bool) -> (Option<Text>, Option<Text>) {
    let words = text.value.as_str();
    let asks = |words: &str| words.trim_end().ends_with(['?', '？']);
    if !asks(words) {
        let colon = answered && words.trim_end().ends_with([':', '：']);
        let text = text.into_trimmed();
        return if colon { (None, Some(text)) } else { (Some(text), None) };
    }
    let mut start = words.len();
    for (from, to) in sentences(words).into_iter().rev() {
        if !words.get(from..to).is_some_and(asks) {
            break;
        }
        start = from;
    }
    let part = |range: std::ops::Range<usize>| Some(text.trimmed_part(range)).filter(|text| !text.is_blank());
    (part(0..start), part(start..words.len()))
}

/// Start and end of each sentence.
fn sentences(words: &str) -> Vec<(usize, usize)> {
    // The last two are what the wide ones begin with.
    static ENDS: OneOf = OneOf::new(b".?!\n\xe3\xef");
    let mut found = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(at) = ENDS.next(words, from) {
        let mut chars = words.get(at..).unwrap_or_default().chars();
        let (Some(c), next) = (chars.next(), chars.next()) else { break };
        from = at + c.len_utf8();
        let gap = next.is_none_or(|c| c.is_whitespace() || u32::from(c) >= 0x2e80);
        let ends = match c {
            '?' | '!' | '。' | '？' | '！' => true,
            '\n' => !words.get(start..at).is_some_and(|line| line.trim_end().ends_with([',', '，', '、', ';', '；'])),
            '.' => {
                gap && !goes_on(words.get(at + 1..).unwrap_or_default())
                    && !short_form(words.get(start..at).unwrap_or_default())
            }
            _ => false,
        };
        let sentence = words.get(start..from).unwrap_or_default();
        if ends && (gap || c == '\n') && sentence.contains(char::is_alphanumeric) {
            found.push((start, from));
            start = from;
        }
    }
    if words.get(start..).is_some_and(|rest| rest.contains(char::is_alphanumeric)) {
        found.push((start, words.len()));
    }
    found
}

/// Whether a sentence goes on behind a full stop, with a small letter.
fn goes_on(rest: &str) -> bool {
    rest.trim_start_matches([' ', '.', '…']).starts_with(|c: char| c.is_ascii_lowercase())
}

fn short_form(before: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '.').next().unwrap_or_default();
    matches!(last, "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "No" | "Rep" | "Sen" | "Jr" | "vs" | "Prof")
        || last.chars().count() == 1
}
