//! What no event of the Markdown tells of, such as titles of links, addresses that nothing leads to and languages of
//! fences: found between the events, so that no word is lost unnamed.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::RefDefs;

use crate::source::Place;
use crate::text::Text;

/// The stretches of the text that became something.
#[derive(Debug, Default)]
pub(super) struct Told(Vec<Range<usize>>);

impl Told {
    /// Notes that a stretch became something.
    pub(super) fn add(&mut self, range: Range<usize>) {
        match self.0.last_mut().filter(|last| last.end == range.start) {
            Some(last) => last.end = range.end,
            None => self.0.push(range),
        }
    }

    /// Notes the addresses that stand behind the words of links, where their definitions give them.
    pub(super) fn definitions(&mut self, text: &str, defined: &RefDefs<'_>, used: &BTreeSet<String>) {
        for (_, one) in defined.iter().filter(|(_, one)| used.contains(&*one.dest)) {
            let raw = text.get(one.span.clone()).unwrap_or_default();
            let (Some(label), Some(dest)) = (raw.find("]:"), raw.rfind(&*one.dest)) else { continue };
            self.add(one.span.start + label + 2..one.span.start + dest + one.dest.len());
        }
    }

    /// Each stretch of a line that holds words and became nothing, without the signs around it.
    pub(super) fn rest(mut self, text: &str) -> Vec<Text> {
        self.0.sort_unstable_by_key(|range| range.start);
        let mut rest = Vec::new();
        let mut at = 0;
        for range in self.0.into_iter().chain(std::iter::once(text.len()..text.len())) {
            if range.start > at {
                words_between(text, at..range.start, &mut rest);
            }
            at = at.max(range.end);
        }
        rest
    }
}

fn words_between(text: &str, gap: Range<usize>, rest: &mut Vec<Text>) {
    let mut at = gap.start;
    for line in text.get(gap).unwrap_or_default().split_inclusive('\n') {
        if line.contains(char::is_alphanumeric) {
            let words = bare(line);
            let start = at + line.find(words).unwrap_or(0);
            rest.push(Text::new(words, Place::new(start, start + words.len())));
        }
        at += line.len();
    }
}

/// Words without the signs around them, unless one of those has its counterpart among the words.
fn bare(line: &str) -> &str {
    let words = line.trim_matches(|c: char| c.is_whitespace() || "|>*_~`#".contains(c));
    let inner = words.trim_matches(|c: char| !c.is_alphanumeric());
    let count = |sign: char| inner.matches(sign).count();
    let whole = count('[') == count(']') && count('(') == count(')') && count('"') % 2 == 0;
    if whole { inner } else { words }
}
