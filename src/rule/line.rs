//! What stands in the words of one utterance of all that the rules look for.

use std::ops::Range;
use std::sync::OnceLock;

use super::lexicon::{Lexicon, Owner, Term};
use super::pattern::Pattern;
use super::sentence::{self, is_cjk};

/// What stands in the words of one utterance; places are bytes of it.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The terms of word lists, each with the number of its list, its entry and its place.
    pub(super) lists: Vec<(usize, usize, Range<usize>)>,
    /// The words of cues, each with the number of its cue.
    pub(super) cues: Vec<(usize, Range<usize>)>,
    /// The patterns that may match: first those without a needle.
    pub(super) marks: Vec<Marks>,
    sentences: OnceLock<Vec<Range<usize>>>,
}

/// Where a pattern may match, and where it does once somebody asked.
#[derive(Debug)]
pub(super) struct Marks {
    /// The number of the pattern.
    pub(super) pattern: usize,
    /// Where its needles stand; empty where it has none.
    needles: Box<[u32]>,
    whole: OnceLock<Vec<Range<usize>>>,
    apart: OnceLock<Vec<Range<usize>>>,
}

impl Line {
    /// Passes once over the words.
    pub(super) fn of(words: &str, lexicon: &Lexicon) -> Self {
        let mut line = Self::default();
        let mut needles: Vec<(usize, u32)> = Vec::new();
        let lower = words.to_ascii_lowercase();
        let look_anywhere = !lexicon.anywhere.is_empty();
        let mut joined = false;
        for (start, byte) in lower.bytes().enumerate() {
            let mut take = |terms: &[Term], range: Range<usize>| line.take(words, terms, range, &mut needles);
            if look_anywhere {
                lexicon.anywhere.find_at(lower.as_bytes(), start, &mut take);
            }
            if !joined {
                lexicon.words.find_at(lower.as_bytes(), start, &mut take);
            }
            // Whether other letters join what follows is looked at where something is found.
            joined = byte.is_ascii_alphanumeric() || byte == b'_';
        }
        needles.sort_unstable();
        line.marks = lexicon.loose.iter().map(|pattern| Marks::new(*pattern, Box::default())).collect();
        line.marks.extend(needles.chunk_by(|a, b| a.0 == b.0).filter_map(|all| {
            let pattern = all.first()?.0;
            Some(Marks::new(pattern, all.iter().map(|(_, at)| *at).collect()))
        }));
        line.marks.shrink_to_fit();
        line
    }

    fn take(&mut self, words: &str, terms: &[Term], range: Range<usize>, needles: &mut Vec<(usize, u32)>) {
        let mut whole = None;
        for term in terms {
            if let Owner::Pattern(pattern) = term.owner {
                needles.push((pattern, u32::try_from(range.start).unwrap_or(u32::MAX)));
                continue;
            }
            let fits = term.exact.as_ref().is_none_or(|exact| words.get(range.clone()) == Some(exact));
            if !fits || term.whole && !*whole.get_or_insert_with(|| is_whole(words, &range)) {
                continue;
            }
            match term.owner {
                Owner::List(list, entry) => self.lists.push((list, entry, range.clone())),
                Owner::Cue(cue) => self.cues.push((cue, range.clone())),
                Owner::Pattern(_) => {}
            }
        }
    }

    /// Where a pattern matches in these words, which are those of the line; or where its group `found` does.
    pub(super) fn whole<'l>(&'l self, marks: &'l Marks, pattern: &Pattern, words: &str) -> &'l [Range<usize>] {
        marks.whole.get_or_init(|| {
            let mut found = pattern.find_named(words);
            found.retain(|range| !range.is_empty());
            found
        })
    }

    /// Where a pattern matches within sentences of these words.
    pub(super) fn apart<'l>(&'l self, marks: &'l Marks, pattern: &Pattern, words: &str) -> &'l [Range<usize>] {
        marks.apart.get_or_init(|| {
            let sentences = self.sentences.get_or_init(|| {
                let mut all = Vec::new();
                sentence::split(words, 0..words.len(), &mut all);
                all
            });
            let mut found = Vec::new();
            for sentence in sentences.iter().filter(|sentence| marks.is_in(sentence)) {
                let hits = pattern.find(words.get(sentence.clone()).unwrap_or(""));
                found.extend(hits.into_iter().map(|hit| sentence.start + hit.start..sentence.start + hit.end));
            }
            found.retain(|range| !range.is_empty());
            found
        })
    }
}

impl Marks {
    fn new(pattern: usize, needles: Box<[u32]>) -> Self {
        Self { pattern, needles, whole: OnceLock::new(), apart: OnceLock::new() }
    }

    /// Whether the pattern may match in a sentence.
    fn is_in(&self, sentence: &Range<usize>) -> bool {
        self.needles.is_empty() || self.needles.iter().any(|at| sentence.contains(&(*at as usize)))
    }
}

/// Whether no letter, digit or joining hyphen touches a stretch; characters that need no spaces never do.
pub(crate) fn is_whole(plain: &str, range: &Range<usize>) -> bool {
    let own_first = plain.get(range.clone()).and_then(|own| own.chars().next());
    let own_last = plain.get(range.clone()).and_then(|own| own.chars().next_back());
    let mut before = plain.get(..range.start).unwrap_or("").chars().rev();
    let mut after = plain.get(range.end..).unwrap_or("").chars();
    let touches = |own: Option<char>, next: Option<char>, second: Option<char>| {
        own.is_some_and(joins) && next.is_some_and(|c| joins(c) || c == '-' && second.is_some_and(joins))
    };
    !touches(own_first, before.next(), before.next()) && !touches(own_last, after.next(), after.next())
}

/// Whether a character joins with those beside it into one word.
pub(super) fn joins(c: char) -> bool {
    c.is_alphanumeric() && !is_cjk(c) || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_whole_where_nothing_is_joined_to_it() {
        let whole = |text: &str, word: &str| {
            let start = text.find(word).unwrap_or(0);
            is_whole(text, &(start..start + word.len()))
        };
        assert!(whole("a deductible.", "deductible"));
        assert!(!whole("tax-deductible", "deductible"));
        assert!(!whole("deductibles", "deductible"));
        assert!(whole("deductible - or not", "deductible"));
        assert!(whole("请稍等一下", "稍等"));
        assert!(whole("call 拨打120", "拨打120"));
    }
}
