//! What stands in one script of all that the rules look for.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use super::lexicon::{Cue, CueId, Lexicon, ListId, PatternId};
use super::line::Line;
use super::pattern::Pattern;
use super::sheet::Sheet;

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
    /// Where each line begins, and what stands in it.
    lines: Vec<(usize, Arc<Line>)>,
    /// For each pattern the lines in which it may match, each with the number of its marks there.
    marks: Vec<Vec<(usize, usize)>>,
    cues: Vec<OnceCell<Vec<Range<usize>>>>,
}

impl Lexicon {
    /// Looks at every utterance of a sheet.
    pub(crate) fn scan<'s, 'r>(&'s self, sheet: &'s Sheet<'r>) -> Seen<'s, 'r> {
        let mut seen = Seen {
            lexicon: self,
            sheet,
            lists: vec![Vec::new(); self.lists],
            cue_words: vec![Vec::new(); self.cues.len()],
            lines: Vec::with_capacity(sheet.utters.len()),
            marks: vec![Vec::new(); self.patterns.len()],
            cues: Vec::new(),
        };
        seen.cues.resize_with(self.cues.len(), OnceCell::new);
        for utter in &sheet.utters {
            seen.take(utter.range.start, self.line(sheet.words(&utter.range)));
        }
        seen
    }
}

impl<'s, 'r> Seen<'s, 'r> {
    fn take(&mut self, base: usize, line: Arc<Line>) {
        for (list, entry, range) in &line.lists {
            if let Some(found) = self.lists.get_mut(*list) {
                found.push(Found { entry: *entry, range: base + range.start..base + range.end });
            }
        }
        for (cue, range) in &line.cues {
            if let Some(words) = self.cue_words.get_mut(*cue) {
                words.push(base + range.start..base + range.end);
            }
        }
        for (number, marks) in line.marks.iter().enumerate() {
            if let Some(all) = self.marks.get_mut(marks.pattern) {
                all.push((self.lines.len(), number));
            }
        }
        self.lines.push((base, line));
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
        self.marks.get(id.0).is_some_and(|marks| !marks.is_empty())
    }

    /// Where a pattern matches, in the order of the text. A match stays within one utterance.
    pub(crate) fn pattern(&self, id: PatternId) -> Vec<Range<usize>> {
        self.matches(id, true)
    }

    /// Where a pattern matches in utterances, or within their sentences.
    fn matches(&self, id: PatternId, whole: bool) -> Vec<Range<usize>> {
        let Some(pattern) = self.lexicon.patterns.get(id.0) else { return Vec::new() };
        let mut found = Vec::new();
        for (line, number) in self.marks.get(id.0).map_or(&[][..], Vec::as_slice) {
            let Some((base, utter, line)) = self.line(*line) else { continue };
            let Some(marks) = line.marks.get(*number) else { continue };
            let words = self.sheet.words(utter);
            let hits = if whole { line.whole(marks, pattern, words) } else { line.apart(marks, pattern, words) };
            found.extend(hits.iter().map(|hit| base + hit.start..base + hit.end));
        }
        found
    }

    /// A line: where it begins, where its words stand, and what stands in it.
    fn line(&self, number: usize) -> Option<(usize, &Range<usize>, &Line)> {
        let (base, line) = self.lines.get(number)?;
        Some((*base, &self.sheet.utters.get(number)?.range, line))
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

    /// Where a cue stands, in the order of the text.
    pub(crate) fn cue(&self, id: CueId) -> &[Range<usize>] {
        self.cues.get(id.0).map_or(&[], |cell| cell.get_or_init(|| self.find_cue(id)))
    }

    fn find_cue(&self, id: CueId) -> Vec<Range<usize>> {
        let Some(cue) = self.lexicon.cues.get(id.0) else { return Vec::new() };
        let mut found = self.cue_words.get(id.0).cloned().unwrap_or_default();
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
