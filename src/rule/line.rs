//! What stands in the words of one utterance of all that the rules look for.

use std::ops::Range;
use std::sync::OnceLock;

use super::counted::{Sentence, Totals};
use super::lexicon::{Lexicon, Owner, Term};
use super::pattern::Pattern;
use super::sentence::is_cjk;
use crate::source::narrow;

/// What stands in the words of one utterance; places are bytes of it.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The terms of word lists, each with the number of its list, its entry and its place.
    pub(super) lists: Vec<(usize, usize, Range<usize>)>,
    /// The words of cues, each with the number of its cue.
    pub(super) cues: Vec<(usize, Range<usize>)>,
    /// The patterns that may match because one of their needles stands here.
    pub(super) marks: Vec<Marks>,
    /// Where the needles of patterns stand, pattern by pattern.
    needles: Vec<u32>,
    /// Where the patterns without a needle match, once somebody asked about one of them.
    loose: OnceLock<Vec<Hits>>,
    sentences: OnceLock<Vec<Sentence>>,
    totals: OnceLock<Totals>,
}

/// Where a pattern may match, and where it does once somebody asked.
#[derive(Debug)]
pub(super) struct Marks {
    /// The number of the pattern.
    pub(super) pattern: usize,
    /// Which needles of the line are its own.
    needles: Range<u32>,
    hits: Hits,
}

/// Where a pattern matches in the words of a line, and where within its sentences.
#[derive(Debug, Clone, Default)]
struct Hits {
    whole: OnceLock<Box<[Range<usize>]>>,
    apart: OnceLock<Box<[Range<usize>]>>,
}

/// A pattern that is looked for in a line.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sought {
    /// One whose needles stand there, by the number of its marks.
    Marked(usize),
    /// One without a needle, by its number among these.
    Loose(usize),
}

impl Line {
    /// Passes once over the words.
    pub(super) fn of(words: &str, lexicon: &Lexicon) -> Self {
        let mut line = Self::default();
        let mut needles: Vec<(u32, u32)> = Vec::new();
        let lower = words.to_ascii_lowercase();
        // Whether other letters than ASCII join what stands before is looked at where something is found.
        lexicon.literals.find(lower.as_bytes(), |terms, range| line.take(words, terms, range, &mut needles));
        line.mark(needles);
        line
    }

    /// Notes which patterns may match, and where their needles stand.
    fn mark(&mut self, mut needles: Vec<(u32, u32)>) {
        needles.sort_unstable();
        let groups = || needles.chunk_by(|a, b| a.0 == b.0);
        self.marks.reserve_exact(groups().count());
        let mut first = 0;
        for group in groups() {
            let after = first + narrow(group.len());
            let pattern = group.first().map_or(0, |(pattern, _)| *pattern as usize);
            self.marks.push(Marks { pattern, needles: first..after, hits: Hits::default() });
            first = after;
        }
        self.needles = needles.into_iter().map(|(_, at)| at).collect();
    }

    fn take(&mut self, words: &str, terms: &[Term], range: Range<usize>, needles: &mut Vec<(u32, u32)>) {
        let mut whole = None;
        for term in terms {
            if let Owner::Pattern(pattern) = term.owner {
                needles.push((narrow(pattern), narrow(range.start)));
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

    /// The sentences of these words, which are those of the line.
    pub(super) fn sentences(&self, words: &str) -> &[Sentence] {
        self.sentences.get_or_init(|| Sentence::all(words))
    }

    /// What can be counted in these words, which are those of the line.
    pub(super) fn totals(&self, words: &str) -> &Totals {
        self.totals.get_or_init(|| Totals::of(words))
    }

    /// Where a pattern matches in these words, which are those of the line; or where its group `found` does.
    pub(super) fn whole<'l>(&'l self, sought: Sought, lexicon: &'l Lexicon, words: &str) -> &'l [Range<usize>] {
        let Some((pattern, _, hits)) = self.sought(sought, lexicon) else { return &[] };
        hits.whole.get_or_init(|| {
            let mut found = pattern.find_named(words);
            found.retain(|range| !range.is_empty());
            found.into()
        })
    }

    /// Where a pattern matches within sentences of these words.
    pub(super) fn apart<'l>(&'l self, sought: Sought, lexicon: &'l Lexicon, words: &str) -> &'l [Range<usize>] {
        let Some((pattern, needles, hits)) = self.sought(sought, lexicon) else { return &[] };
        hits.apart.get_or_init(|| {
            let mut found = Vec::new();
            // A pattern without a needle may match in any sentence.
            let may_match =
                |range: &Range<usize>| needles.is_empty() || needles.iter().any(|at| range.contains(&(*at as usize)));
            for Sentence { range, .. } in self.sentences(words).iter().filter(|sentence| may_match(&sentence.range)) {
                let hits = pattern.find(words.get(range.clone()).unwrap_or(""));
                found.extend(hits.into_iter().map(|hit| range.start + hit.start..range.start + hit.end));
            }
            found.retain(|range| !range.is_empty());
            found.into()
        })
    }

    /// A pattern, its needles here, and where it was found.
    fn sought<'l>(&'l self, sought: Sought, lexicon: &'l Lexicon) -> Option<(&'l Pattern, &'l [u32], &'l Hits)> {
        match sought {
            Sought::Marked(number) => {
                let marks = self.marks.get(number)?;
                let needles = self.needles.get(marks.needles.start as usize..marks.needles.end as usize)?;
                Some((lexicon.patterns.get(marks.pattern)?, needles, &marks.hits))
            }
            Sought::Loose(number) => {
                let loose = self.loose.get_or_init(|| vec![Hits::default(); lexicon.loose.len()]);
                Some((lexicon.patterns.get(*lexicon.loose.get(number)?)?, &[], loose.get(number)?))
            }
        }
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
