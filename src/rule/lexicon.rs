//! Every literal term of every rule in one list, the patterns behind them, and what one pass over a text finds of
//! both.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::pattern::Pattern;
use super::sentence::is_cjk;
use super::sheet::Sheet;
use crate::terms::Terms;

/// The number of a word list that some rule looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListId(usize);
/// The number of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CueId(usize);
/// The number of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PatternId(usize);

/// All that the rules look for.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// What counts only as words of its own, so that it is looked for only where words begin.
    words: Literals,
    /// What may stand anywhere.
    anywhere: Literals,
    patterns: Vec<Pattern>,
    cues: Vec<Cue>,
    names: BTreeMap<String, CueId>,
    lists: usize,
}

/// Literals, and by number of the literal what it stands for.
#[derive(Debug, Default)]
struct Literals {
    literals: Terms,
    terms: Vec<Vec<Term>>,
}

/// A way to recognise that something is said.
#[derive(Debug, Default)]
struct Cue {
    patterns: Vec<PatternId>,
    not: Vec<PatternId>,
    across: bool,
}

#[derive(Debug, Clone)]
struct Term {
    owner: Owner,
    /// The exact spelling, where capitals matter.
    exact: Option<String>,
    whole: bool,
}

#[derive(Debug, Clone, Copy)]
enum Owner {
    List(usize, usize),
    Cue(usize),
    Pattern(usize),
}

/// Gathers terms before they are made ready.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    literals: BTreeMap<String, Vec<Term>>,
    lexicon: Lexicon,
    by_source: BTreeMap<(String, bool), PatternId>,
}

impl Builder {
    /// A new word list.
    pub(crate) fn list(&mut self) -> ListId {
        self.lexicon.lists += 1;
        ListId(self.lexicon.lists - 1)
    }

    /// A term of a word list; found terms carry `entry`.
    pub(crate) fn term(&mut self, list: ListId, entry: usize, term: &str, case: bool) {
        self.literal(term, Owner::List(list.0, entry), case, true);
    }

    fn literal(&mut self, text: &str, owner: Owner, case: bool, whole: bool) {
        let text = plain(text);
        if text.is_empty() {
            return;
        }
        let exact = case.then(|| text.clone());
        self.literals.entry(text.to_lowercase()).or_default().push(Term { owner, exact, whole });
    }

    /// A pattern; equal ones are kept once.
    pub(crate) fn pattern(&mut self, source: &str, case: bool) -> Result<PatternId, String> {
        let key = (source.to_string(), case);
        if let Some(id) = self.by_source.get(&key) {
            return Ok(*id);
        }
        let pattern = Pattern::read(source, case)?;
        let id = self.lexicon.patterns.len();
        for literal in pattern.literals.clone() {
            self.literals.entry(literal).or_default().push(Term {
                owner: Owner::Pattern(id),
                exact: None,
                whole: false,
            });
        }
        self.lexicon.patterns.push(pattern);
        self.by_source.insert(key, PatternId(id));
        Ok(PatternId(id))
    }

    /// The pattern itself, to try it out.
    pub(crate) fn pattern_of(&self, id: PatternId) -> Option<&Pattern> {
        self.lexicon.patterns.get(id.0)
    }

    /// The cue of this name, if it was added before.
    pub(crate) fn known_cue(&self, name: &str) -> Option<CueId> {
        self.lexicon.names.get(name).copied()
    }

    /// A cue by its parts.
    pub(crate) fn cue(
        &mut self,
        name: &str,
        words: &[&str],
        patterns: Vec<PatternId>,
        not: Vec<PatternId>,
        across: bool,
    ) -> CueId {
        let id = CueId(self.lexicon.cues.len());
        self.lexicon.cues.push(Cue { patterns, not, across });
        for word in words {
            self.literal(word, Owner::Cue(id.0), false, true);
        }
        self.lexicon.names.insert(name.to_string(), id);
        id
    }

    /// The lexicon, ready to scan.
    pub(crate) fn build(self) -> Lexicon {
        let mut lexicon = self.lexicon;
        let stands_alone = |literal: &str, terms: &[Term]| literal.starts_with(joins) && terms.iter().all(|term| term.whole);
        let (words, anywhere) = self.literals.into_iter().partition(|(literal, terms)| stands_alone(literal, terms));
        lexicon.words = Literals::new(words);
        lexicon.anywhere = Literals::new(anywhere);
        lexicon
    }
}

/// A term as it is looked for: quotes straight, one space between words.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['‘', '’'], "'").replace(['“', '”'], "\"")
}

/// A term of a word list, where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Which entry.
    pub entry: usize,
    /// Where in the sheet's text.
    pub range: Range<usize>,
}

/// What stands in one sheet of all that the rules look for.
#[derive(Debug)]
pub(crate) struct Seen<'s, 'r> {
    lexicon: &'s Lexicon,
    pub(crate) sheet: &'s Sheet<'r>,
    lists: Vec<Vec<Found>>,
    cue_words: Vec<Vec<Range<usize>>>,
    /// Where a literal of each pattern stands.
    marks: Vec<Vec<u32>>,
    cues: Vec<OnceCell<Vec<Range<usize>>>>,
}

impl Lexicon {
    /// Passes once over the text.
    pub(crate) fn scan<'s, 'r>(&'s self, sheet: &'s Sheet<'r>) -> Seen<'s, 'r> {
        let mut seen = Seen {
            lexicon: self,
            sheet,
            lists: vec![Vec::new(); self.lists],
            cue_words: vec![Vec::new(); self.cues.len()],
            marks: vec![Vec::new(); self.patterns.len()],
            cues: Vec::new(),
        };
        seen.cues.resize_with(self.cues.len(), OnceCell::new);
        let text = sheet.plain.to_ascii_lowercase();
        let mut joined = false;
        for (start, byte) in text.bytes().enumerate() {
            self.anywhere.find_at(text.as_bytes(), start, |terms, range| seen.take(terms, range));
            if !joined {
                self.words.find_at(text.as_bytes(), start, |terms, range| seen.take(terms, range));
            }
            // Whether other letters join what follows is looked at where something is found.
            joined = byte.is_ascii_alphanumeric() || byte == b'_';
        }
        seen
    }
}

impl Literals {
    fn new(literals: BTreeMap<String, Vec<Term>>) -> Self {
        let (keys, terms): (Vec<String>, Vec<Vec<Term>>) = literals.into_iter().unzip();
        Self { literals: Terms::new(keys.iter().map(String::as_str)), terms }
    }

    #[inline]
    fn find_at(&self, text: &[u8], start: usize, mut found: impl FnMut(&[Term], Range<usize>)) {
        self.literals.find_at(text, start, |literal, range| {
            found(self.terms.get(literal).map_or(&[][..], Vec::as_slice), range);
        });
    }
}

impl<'s, 'r> Seen<'s, 'r> {
    fn take(&mut self, terms: &[Term], range: Range<usize>) {
        let plain = &self.sheet.plain;
        let mut whole = None;
        for term in terms {
            if let Owner::Pattern(id) = term.owner {
                if let Some(marks) = self.marks.get_mut(id) {
                    marks.push(u32::try_from(range.start).unwrap_or(u32::MAX));
                }
                continue;
            }
            let fits = term.exact.as_ref().is_none_or(|exact| plain.get(range.clone()) == Some(exact));
            if !fits || term.whole && !*whole.get_or_insert_with(|| is_whole(plain, &range)) {
                continue;
            }
            match term.owner {
                Owner::List(list, entry) => {
                    if let Some(found) = self.lists.get_mut(list) {
                        found.push(Found { entry, range: range.clone() });
                    }
                }
                Owner::Cue(cue) => {
                    if let Some(words) = self.cue_words.get_mut(cue) {
                        words.push(range.clone());
                    }
                }
                Owner::Pattern(_) => {}
            }
        }
    }

    /// The terms of a word list that stand here, in the order of the text; of those that overlap, the longest.
    pub(crate) fn list(&self, list: ListId) -> Vec<Found> {
        let mut found = self.lists.get(list.0).cloned().unwrap_or_default();
        found.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end), found.entry));
        let mut kept: Vec<Found> = Vec::with_capacity(found.len());
        for next in found {
            match kept.last_mut() {
                Some(last) if next.range.start < last.range.end => {
                    if next.range.len() > last.range.len() {
                        *last = next;
                    }
                }
                _ => kept.push(next),
            }
        }
        kept
    }

    /// Whether a word list has any term here.
    pub(crate) fn has_list(&self, list: ListId) -> bool {
        self.lists.get(list.0).is_some_and(|found| !found.is_empty())
    }

    /// Whether a pattern may match here.
    pub(crate) fn may_match(&self, id: PatternId) -> bool {
        self.is_loose(id) || self.marks.get(id.0).is_some_and(|marks| !marks.is_empty())
    }

    /// Whether a pattern has no literal: it is tried on everything.
    fn is_loose(&self, id: PatternId) -> bool {
        self.lexicon.patterns.get(id.0).is_some_and(|pattern| pattern.literals.is_empty())
    }

    /// Where a pattern matches, in the order of the text. A match stays within one utterance.
    pub(crate) fn pattern(&self, id: PatternId) -> Vec<Range<usize>> {
        let Some(pattern) = self.lexicon.patterns.get(id.0) else { return Vec::new() };
        let mut found = Vec::new();
        for range in self.candidates(id, true) {
            let hits = pattern.find_named(self.sheet.words(&range));
            found.extend(hits.into_iter().map(|hit| range.start + hit.start..range.start + hit.end));
        }
        found.retain(|range| !range.is_empty());
        found
    }

    /// The whole matches of a pattern with what stands in its groups put into a replacement.
    pub(crate) fn replaced(&self, id: PatternId, within: &Range<usize>, with: &str) -> Option<(Range<usize>, String)> {
        let regex = self.lexicon.patterns.get(id.0).and_then(Pattern::regex)?;
        let utter = self.sheet.utter_at(within.start).and_then(|at| self.sheet.utters.get(at))?;
        let text = self.sheet.words(&utter.range);
        let base = utter.range.start;
        let captures = regex.captures_iter(text).find(|all| {
            all.get(0).is_some_and(|hit| base + hit.start() <= within.start && within.end <= base + hit.end())
        })?;
        let whole = captures.get(0)?;
        let mut out = String::new();
        captures.expand(with, &mut out);
        Some((base + whole.start()..base + whole.end(), out))
    }

    /// The utterances, or sentences, in which a pattern may match.
    fn candidates(&self, id: PatternId, whole_utter: bool) -> Vec<Range<usize>> {
        let sheet = self.sheet;
        if self.is_loose(id) {
            return if whole_utter {
                sheet.utters.iter().map(|utter| utter.range.clone()).collect()
            } else {
                sheet.sentences().to_vec()
            };
        }
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for &mark in self.marks.get(id.0).map_or(&[][..], Vec::as_slice) {
            let mark = mark as usize;
            if ranges.last().is_some_and(|last| last.contains(&mark)) {
                continue;
            }
            let range = if whole_utter {
                sheet.utter_at(mark).and_then(|at| sheet.utters.get(at)).map(|utter| utter.range.clone())
            } else {
                sheet.sentence_at(mark).and_then(|at| sheet.sentences().get(at)).cloned()
            };
            ranges.extend(range);
        }
        ranges.sort_by_key(|range| range.start);
        ranges.dedup();
        ranges
    }

    /// The cue of this name, if some rule asks about it.
    pub(crate) fn known(&self, name: &str) -> Option<CueId> {
        self.lexicon.names.get(name).copied()
    }

    /// Where a cue stands, in the order of the text.
    pub(crate) fn cue(&self, id: CueId) -> &[Range<usize>] {
        self.cues.get(id.0).map_or(&[], |cell| cell.get_or_init(|| self.find_cue(id)))
    }

    fn find_cue(&self, id: CueId) -> Vec<Range<usize>> {
        let Some(cue) = self.lexicon.cues.get(id.0) else { return Vec::new() };
        let mut found = self.cue_words.get(id.0).cloned().unwrap_or_default();
        for pattern in &cue.patterns {
            let Some(regex) = self.lexicon.patterns.get(pattern.0) else { continue };
            for range in self.candidates(*pattern, cue.across) {
                let hits = regex.find(self.sheet.words(&range));
                found.extend(hits.into_iter().map(|hit| range.start + hit.start..range.start + hit.end));
            }
        }
        found.retain(|range| !range.is_empty() && !self.excluded(cue, range));
        found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        found.dedup_by(|next, last| next.start < last.end);
        found
    }

    fn excluded(&self, cue: &Cue, range: &Range<usize>) -> bool {
        if cue.not.is_empty() {
            return false;
        }
        let around = self.sentence_around(range, 0);
        cue.not.iter().any(|not| {
            let pattern = self.lexicon.patterns.get(not.0);
            pattern.is_some_and(|pattern| pattern.is_match(self.sheet.words(&around)))
        })
    }

    /// The sentence round a stretch, with `after` sentences behind it in the same segment.
    pub(crate) fn sentence_around(&self, range: &Range<usize>, after: usize) -> Range<usize> {
        let Some(at) = self.sheet.sentence_at(range.start) else { return range.clone() };
        let sentences = self.sheet.sentences();
        let first = sentences.get(at).map_or(range.start, |sentence| sentence.start);
        let owner = |byte: usize| {
            self.sheet.utter_at(byte).and_then(|at| self.sheet.utters.get(at)).map(|utter| (utter.branch, utter.part))
        };
        let own = owner(range.start);
        let last = sentences.iter().skip(at).take(after + 1).take_while(|sentence| owner(sentence.start) == own).last();
        first..last.map_or(range.end, |sentence| sentence.end).max(range.end)
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
fn joins(c: char) -> bool {
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
