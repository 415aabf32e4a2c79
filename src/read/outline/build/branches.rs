//! Branches and jumps: which answer, reply or moment takes the words that follow.

use super::{Builder, Chain, Draft, Last, Leap, Open, Slot};
use crate::read::outline::branch::{self, Branch, Sort};
use crate::read::outline::line::Line;
use crate::read::outline::told::Became;
use crate::script::{Answer, Anytime, IfAsked, Segment, Words, same};
use crate::text::Text;

impl Builder<'_> {
    pub(super) fn branch(&mut self, branch: Branch, line: &Line) {
        self.last = Last::Other;
        self.theirs = false;
        if branch.hear.value.to_lowercase().contains("any of ") && self.current.is_some() {
            self.theirs = true;
            let whole = format!("{} {}", branch.sign.value, branch.hear.value);
            return self.told.note(Became::Speaker, &whole, line.place);
        }
        let asks = self.current.and_then(|at| self.drafts.get(at)).is_some_and(Draft::asks);
        if let Some(moment) = branch::moment(&branch.hear.value).filter(|_| !asks) {
            self.told.note(Became::Branch, &branch.sign.value, line.place);
            self.moment(moment, &branch.hear, line, false);
            return self.note_behind(branch.note, line);
        }
        match (branch.sort, self.current) {
            (Sort::Other, _) | (Sort::Answer, None) => self.flattened(branch, line),
            (Sort::Asked, current) => {
                let at = current.unwrap_or_else(|| self.draft(line));
                self.told.note(Became::Branch, &branch.sign.value, line.place);
                self.asked(at, branch.hear, line, false);
            }
            (Sort::Answer, Some(at)) => {
                self.told.note(Became::Branch, &branch.sign.value, line.place);
                let at = self.chained(at, &branch.hear, line);
                self.answer(at, branch.hear, line);
                if branch.note.is_some()
                    && let Some(open) = &mut self.open
                {
                    open.filled = Some(line.paragraph);
                }
                self.note_behind(branch.note, line);
            }
        }
    }

    pub(super) fn note_behind(&mut self, note: Option<Text>, line: &Line) {
        if let (Some(note), Some(open)) = (note, self.open) {
            self.note_in(open.slot, note, line);
        }
    }

    /// A condition that no answer tells: the words behind it are a segment of their own, with a note.
    pub(super) fn flattened(&mut self, branch: Branch, line: &Line) {
        let parts: Vec<Text> = [branch.sign, branch.hear].into_iter().filter(|part| !part.is_blank()).collect();
        let whole = Text::joined(&parts, " ");
        self.told.note(Became::Flattened, &whole.value, line.place);
        self.notes.push((whole, line.place));
        self.notes.extend(branch.note.map(|note| (note, line.place)));
        self.open = None;
        self.current = None;
    }

    pub(super) fn answer(&mut self, at: usize, hear: Text, line: &Line) {
        let Some(draft) = self.drafts.get_mut(at) else { return };
        draft.cover(line.place);
        draft.segment.answers.push(Answer { place: hear.place, hear: vec![hear], ..Answer::default() });
        let slot = Slot::Answer(at, draft.segment.answers.len() - 1);
        self.open = Some(Open { slot, sticky: false, paragraph: line.paragraph, filled: None, depth: line.depth });
    }

    pub(super) fn asked(&mut self, at: usize, hear: Text, line: &Line, sticky: bool) {
        let Some(draft) = self.drafts.get_mut(at) else { return };
        draft.cover(line.place);
        draft.segment.if_asked.push(IfAsked { place: hear.place, hear: vec![hear], say: None });
        let slot = Slot::Asked(at, draft.segment.if_asked.len() - 1);
        self.open = Some(Open { slot, sticky, paragraph: line.paragraph, filled: None, depth: line.depth });
        self.current = Some(at);
    }

    pub(super) fn moment(&mut self, moment: &str, words: &Text, line: &Line, sticky: bool) {
        let mut segment = Segment { place: line.place, ..Segment::default() };
        segment.title = Some(words.clone()).filter(|words| !same(&words.value, moment));
        self.script.anytime.push(Anytime { when: Text::new(moment, words.place), segment });
        let slot = Slot::Anytime(self.script.anytime.len() - 1);
        self.open = Some(Open { slot, sticky, paragraph: line.paragraph, filled: None, depth: line.depth });
    }

    /// Where the same answer comes a second time, the last answer's words were a question of their own:
    /// they become the next segment, said only after that answer.
    pub(super) fn chained(&mut self, at: usize, hear: &Text, line: &Line) -> usize {
        let Some(draft) = self.drafts.get_mut(at) else { return at };
        let again =
            draft.segment.answers.iter().any(|answer| answer.hear.iter().any(|known| same(&known.value, &hear.value)));
        let Some(last) = draft.segment.answers.last_mut().filter(|_| again) else { return at };
        let asks = |words: &Words| words.texts().any(|text| text.value.trim_end().ends_with(['?', '？']));
        if !last.say.as_ref().is_some_and(asks) {
            return at;
        }
        let words = last.say.take();
        let hear = last.hear.first().cloned().unwrap_or_default();
        let filling = self.ear.filling_of(words.as_ref(), line);
        let new = self.draft(line);
        if let Some(draft) = self.drafts.get_mut(new) {
            draft.filling = Some(filling);
            draft.segment.place =
                words.as_ref().and_then(|words| words.texts().next()).map_or(line.place, |text| text.place);
            draft.said.extend(words.into_iter().flat_map(|words| words.versions).map(|version| version.text));
        }
        self.chains.push(Chain { segment: new, question: at, hear });
        new
    }

    pub(super) fn jump(&mut self, before: Text, sign: Text, target: Text, line: &Line) {
        let branch = branch::branch(&before).filter(|branch| branch.note.is_none());
        if let Some(Open { slot: Slot::Anytime(at), .. }) = self.open.filter(|_| before.is_blank()) {
            return self.note_in(Slot::Anytime(at), Text::joined(&[sign, target], " "), line);
        }
        let code = before.value.contains("{\"") || before.value.contains("==");
        let Some(at) = self.current.filter(|_| !code) else {
            let parts: Vec<Text> = [before, sign, target].into_iter().filter(|part| !part.is_blank()).collect();
            return self.note(Text::joined(&parts, " "), line, false);
        };
        let onwards =
            ["continue", "next", "proceed", "继续"].iter().any(|word| before.value.eq_ignore_ascii_case(word));
        let slot = if onwards {
            self.told.note(Became::Jump, &before.value, line.place);
            Slot::Segment(at)
        } else if !before.is_blank() {
            let hear = match branch {
                Some(branch) => {
                    self.told.note(Became::Branch, &branch.sign.value, line.place);
                    branch.hear
                }
                None => before,
            };
            self.answer(at, hear, line);
            self.open.take().map_or(Slot::Segment(at), |open| open.slot)
        } else {
            let open = self.open.filter(|open| open.filled.is_none() || open.filled == Some(line.paragraph));
            open.filter(|open| !matches!(open.slot, Slot::Anytime(_))).map_or(Slot::Segment(at), |open| open.slot)
        };
        self.leaps.push(Leap { slot, section: self.section, sign, target });
        if let Some(draft) = self.drafts.get_mut(at) {
            draft.cover(line.place);
        }
        if let Some(open) = &mut self.open {
            open.filled = open.filled.or(Some(line.paragraph));
        }
    }
}
