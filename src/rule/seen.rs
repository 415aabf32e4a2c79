//! What stands in one script of all that the rules look for.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use super::counted::{Sentence, Totals};
use super::grouped::Grouped;
use super::lexicon::{Cue, CueId, Lexicon, ListId, PatternId};
use super::line::{Line, Sought};
use super::pattern::Pattern;
use super::sheet::{Sheet, Utter};

/// A term of a word list, where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// Where each line begins, and what stands in it.
    lines: Vec<(usize, Arc<Line>)>,
    /// The terms of each word list.
    lists: Grouped<Found>,
    /// The words of each cue.
    cue_words: Grouped<Range<usize>>,
    /// For each pattern the lines in which it may match, each with the number of its marks there.
    marks: Grouped<Marked>,
    cues: Vec<OnceCell<Vec<Range<usize>>>>,
    sentences: OnceCell<Sentences>,
}

/// The sentences of a sheet.
#[derive(Debug, Default)]
struct Sentences {
    all: Vec<Sentence>,
    /// For each utterance how many there are up to its end.
    ends: Vec<usize>,
}

/// A line in which a pattern may match, with the number of its marks there.
#[derive(Debug, Clone, Copy, Default)]
struct Marked {
    line: usize,
    marks: usize,
}

impl Lexicon {
    /// Looks at every utterance of a sheet.
    pub(crate) fn scan<'s, 'r>(&'s self, sheet: &'s Sheet<'r>) -> Seen<'s, 'r> {
        let line = |utter: &Utter| (utter.range.start, self.line(sheet.words(&utter.range)));
        let lines: Vec<(usize, Arc<Line>)> = sheet.utters.iter().map(line).collect();
        let found = |base: usize, entry: usize, range: &Range<usize>| Found { entry, range: behind(base, range) };
        let terms = lines.iter().flat_map(|(base, line)| {
            line.lists.iter().map(move |(list, entry, range)| (*list, found(*base, *entry, range)))
        });
        let words = lines
            .iter()
            .flat_map(|(base, line)| line.cues.iter().map(move |(cue, range)| (*cue, behind(*base, range))));
        let marked = (0..).zip(&lines).flat_map(|(number, (_, line))| {
            let marks = (0..).zip(&line.marks);
            marks.map(move |(at, marks)| (marks.pattern, Marked { line: number, marks: at }))
        });
        let mut cues = Vec::new();
        cues.resize_with(self.cues.len(), OnceCell::new);
        Seen {
            lexicon: self,
            sheet,
            lists: Grouped::new(self.lists, terms),
            cue_words: Grouped::new(self.cues.len(), words),
            marks: Grouped::new(self.patterns.len(), marked),
            lines,
            cues,
            sentences: OnceCell::new(),
        }
    }
}

fn behind(base: usize, range: &Range<usize>) -> Range<usize> {
    base + range.start..base + range.end
}

impl<'s, 'r> Seen<'s, 'r> {
    /// The terms of a word list that stand here, in the order of the text; of those that overlap, the longest.
    pub(crate) fn list(&self, list: ListId) -> Vec<Found> {
        let mut found = self.lists.of(list.0).to_vec();
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
        !self.lists.of(list.0).is_empty()
    }

    /// Whether a pattern may match here.
    pub(crate) fn may_match(&self, id: PatternId) -> bool {
        !self.marks.of(id.0).is_empty() || self.loose(id).is_some()
    }

    /// The number of a pattern among those without a needle.
    fn loose(&self, id: PatternId) -> Option<usize> {
        self.lexicon.looseness.get(id.0).copied().flatten()
    }

    /// Where a pattern matches, in the order of the text. A match stays within one utterance.
    pub(crate) fn pattern(&self, id: PatternId) -> Vec<Range<usize>> {
        self.matches(id, true)
    }

    /// Where a pattern matches in utterances, or within their sentences.
    fn matches(&self, id: PatternId, whole: bool) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut look = |number: usize, sought: Sought| {
            let Some((base, words, line)) = self.line(number) else { return };
            let hits = if whole { Line::whole } else { Line::apart }(line, sought, self.lexicon, words);
            found.extend(hits.iter().map(|hit| behind(base, hit)));
        };
        match self.loose(id) {
            Some(loose) => (0..self.lines.len()).for_each(|number| look(number, Sought::Loose(loose))),
            None => self.marks.of(id.0).iter().for_each(|at| look(at.line, Sought::Marked(at.marks))),
        }
        found
    }

    /// A line: where it begins, its words, and what stands in it.
    fn line(&self, number: usize) -> Option<(usize, &str, &Line)> {
        let (base, line) = self.lines.get(number)?;
        Some((*base, self.sheet.words(&self.sheet.utters.get(number)?.range), line))
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

    /// The cue of this name, if some rule asks about it.
    pub(crate) fn known(&self, name: &str) -> Option<CueId> {
        self.lexicon.names.get(name).copied()
    }

    /// Whether a cue may stand here: it was found, or one of its words stands here, or a needle of its patterns.
    pub(crate) fn may_say(&self, id: CueId) -> bool {
        if let Some(found) = self.cues.get(id.0).and_then(OnceCell::get) {
            return !found.is_empty();
        }
        let patterns = self.lexicon.cues.get(id.0).map_or(&[][..], |cue| cue.patterns.as_slice());
        !self.cue_words.of(id.0).is_empty() || patterns.iter().any(|pattern| self.may_match(*pattern))
    }

    /// Whether a cue stands here.
    pub(crate) fn says(&self, id: CueId) -> bool {
        self.may_say(id) && !self.cue(id).is_empty()
    }

    /// Where a cue stands, in the order of the text.
    pub(crate) fn cue(&self, id: CueId) -> &[Range<usize>] {
        self.cues.get(id.0).map_or(&[], |cell| cell.get_or_init(|| self.find_cue(id)))
    }

    fn find_cue(&self, id: CueId) -> Vec<Range<usize>> {
        let Some(cue) = self.lexicon.cues.get(id.0) else { return Vec::new() };
        let mut found = self.cue_words.of(id.0).to_vec();
        found.extend(cue.patterns.iter().flat_map(|pattern| self.matches(*pattern, cue.across)));
        found.retain(|range| !self.excluded(cue, range));
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

    /// Every sentence, in the order of the text.
    fn sentences(&self) -> &Sentences {
        self.sentences.get_or_init(|| {
            let mut sentences = Sentences::default();
            for (base, words, line) in (0..self.lines.len()).filter_map(|number| self.line(number)) {
                sentences.all.extend(line.sentences(words).iter().map(|sentence| sentence.behind(base)));
                sentences.ends.push(sentences.all.len());
            }
            sentences
        })
    }

    /// The sentences of an utterance.
    pub(crate) fn sentences_of(&self, utter: &Utter) -> &[Sentence] {
        let Sentences { all, ends } = self.sentences();
        let end = |number: Option<usize>| number.and_then(|number| ends.get(number)).copied().unwrap_or(0);
        all.get(end(utter.number.checked_sub(1))..end(Some(utter.number))).unwrap_or(&[])
    }

    /// What can be counted in an utterance.
    pub(crate) fn totals(&self, utter: &Utter) -> Totals {
        self.line(utter.number).map_or_else(Totals::default, |(_, words, line)| *line.totals(words))
    }

    /// The number of the sentence that a byte of the text stands in.
    pub(crate) fn sentence_at(&self, byte: usize) -> Option<usize> {
        let sentences = &self.sentences().all;
        let after = sentences.partition_point(|sentence| sentence.range.start <= byte);
        after.checked_sub(1).filter(|&at| sentences.get(at).is_some_and(|sentence| byte < sentence.range.end))
    }

    /// The sentences of a stretch of the text.
    pub(crate) fn sentences_in(&self, range: &Range<usize>) -> &[Sentence] {
        let sentences = &self.sentences().all;
        let first = sentences.partition_point(|sentence| sentence.range.start < range.start);
        let rest = sentences.get(first..).unwrap_or(&[]);
        rest.get(..rest.partition_point(|sentence| sentence.range.start < range.end)).unwrap_or(&[])
    }

    /// The sentence round a stretch, with `after` sentences behind it in the same segment.
    pub(crate) fn sentence_around(&self, range: &Range<usize>, after: usize) -> Range<usize> {
        let Some(at) = self.sentence_at(range.start) else { return range.clone() };
        let rest = self.sentences().all.get(at..).unwrap_or(&[]);
        let first = rest.first().map_or(range.start, |sentence| sentence.range.start);
        let owner = |byte: usize| {
            self.sheet.utter_at(byte).and_then(|at| self.sheet.utters.get(at)).map(|utter| (utter.branch, utter.part))
        };
        let own = owner(range.start);
        let near = rest.iter().take(after + 1).take_while(|sentence| owner(sentence.range.start) == own);
        first..near.last().map_or(range.end, |sentence| sentence.range.end).max(range.end)
    }
}
