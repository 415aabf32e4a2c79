//! Words, notes and titles: to which segment or branch they go.

use super::{Builder, Draft, Joins, Last, Slot, cover};
use crate::read::outline::line::Line;
use crate::script::{Answer, Words};
use crate::text::Text;

impl Builder<'_> {
    /// A new segment.
    pub(in crate::read::outline) fn draft(&mut self, line: &Line) -> usize {
        let at = self.drafts.len();
        if self.drafts.last().is_none_or(|last| last.path != self.path) {
            self.used.extend(&self.path);
        }
        self.drafts.push(Draft::default());
        let Some(draft) = self.drafts.last_mut() else { return at };
        draft.path.clone_from(&self.path);
        draft.section = self.section;
        draft.paragraph = line.paragraph;
        draft.numbers.extend(line.number.clone());
        if let Some((title, place)) = self.title.take() {
            draft.segment.title = Some(title);
            draft.cover(place);
        }
        for (note, place) in std::mem::take(&mut self.notes) {
            draft.segment.note.push(note);
            draft.cover(place);
        }
        draft.segment.coach = std::mem::take(&mut self.coach);
        draft.cover(line.place);
        self.open = None;
        self.current = Some(at);
        at
    }

    /// The segment that answers of this section join, made where there is none.
    pub(super) fn holder(&mut self, line: &Line) -> usize {
        let here =
            |draft: &Draft| draft.path == self.path && draft.said.is_empty() && !draft.segment.if_asked.is_empty();
        match self.drafts.last().is_some_and(here) {
            true => self.drafts.len() - 1,
            false => self.draft(line),
        }
    }

    /// Words to say: they go on with the segment or branch at hand, or begin a new one.
    pub(in crate::read::outline) fn say(&mut self, text: Text, line: &Line, joins: Joins) {
        self.last = Last::Said;
        if let Some(mut open) = self.open.take() {
            let takes = open.sticky
                || open.filled.is_none()
                || open.filled == Some(line.paragraph)
                || (line.depth > open.depth && line.cell.is_none());
            if takes {
                self.fill(open.slot, text, line);
                open.filled = Some(line.paragraph);
                self.open = Some(open);
                return;
            }
        }
        let untitled = self.title.is_none();
        let same = self.current.and_then(|at| self.drafts.get_mut(at)).filter(|draft| {
            untitled
                && draft.paragraph == line.paragraph
                && draft.segment.answers.is_empty()
                && !draft.said.is_empty()
                && (!line.item || joins == Joins::Words)
        });
        if let Some(draft) = same {
            draft.cover(line.place);
            match draft.said.last_mut().filter(|_| joins == Joins::Words) {
                Some(last) => {
                    let tight = text.value.starts_with(['.', ',', '?', '!', ';', ':', '。', '，', '？', '！']);
                    *last = Text::joined(&[last.clone(), text], if tight { "" } else { " " });
                }
                None => draft.said.push(text),
            }
            return;
        }
        // A sign alone begins nothing.
        if !text.value.contains(char::is_alphanumeric) {
            return;
        }
        let filling = self.ear.filling(line);
        let at = self.draft(line);
        if let Some(draft) = self.drafts.get_mut(at) {
            draft.filling = Some(filling);
            draft.said = vec![text];
        }
    }

    /// Words of a branch.
    pub(super) fn fill(&mut self, slot: Slot, text: Text, line: &Line) {
        if text.is_blank() {
            return;
        }
        if let Slot::Anytime(at) = slot {
            if let Some(anytime) = self.script.anytime.get_mut(at) {
                cover(&mut anytime.segment.place, line.place);
                append(&mut anytime.segment.say, text);
            }
            return;
        }
        let (Slot::Answer(at, _) | Slot::Asked(at, _) | Slot::Segment(at)) = slot else { return };
        let Some(draft) = self.drafts.get_mut(at) else { return };
        draft.cover(line.place);
        match slot {
            Slot::Answer(_, at) => {
                if let Some(answer) = draft.segment.answers.get_mut(at) {
                    append(&mut answer.say, text);
                }
            }
            Slot::Asked(_, at) => {
                if let Some(asked) = draft.segment.if_asked.get_mut(at) {
                    append(&mut asked.say, text);
                }
            }
            _ => draft.said.push(text),
        }
    }

    pub(in crate::read::outline) fn note(&mut self, text: Text, line: &Line, for_next: bool) {
        let introduces = line.first && text.value.ends_with([':', '：']);
        let said_here = self.open.and_then(|open| open.filled) == Some(line.paragraph);
        self.last = Last::Noted;
        if !for_next && let Some((title, place)) = self.title.take() {
            match self.current.and_then(|at| self.drafts.get_mut(at)).filter(|_| self.open.is_none()) {
                Some(draft) => draft.segment.note.push(title),
                None => self.notes.push((title, place)),
            }
        }
        if let Some(open) = self.open.filter(|open| open.paragraph == line.paragraph || said_here || open.sticky) {
            return self.note_in(open.slot, text, line);
        }
        let here = self.current.filter(|_| !for_next && !introduces);
        match here.and_then(|at| self.drafts.get_mut(at)) {
            Some(draft) => {
                draft.cover(line.place);
                draft.segment.note.push(text);
            }
            None => self.notes.push((text, line.place)),
        }
    }

    pub(super) fn note_in(&mut self, slot: Slot, text: Text, line: &Line) {
        if let Slot::Anytime(at) = slot {
            if let Some(anytime) = self.script.anytime.get_mut(at) {
                anytime.segment.note.push(text);
            }
            return;
        }
        let (Slot::Answer(at, _) | Slot::Asked(at, _) | Slot::Segment(at)) = slot else { return };
        let Some(draft) = self.drafts.get_mut(at) else { return };
        draft.cover(line.place);
        let answer = match slot {
            Slot::Answer(_, at) => draft.segment.answers.get_mut(at),
            _ => None,
        };
        match answer {
            Some(answer) => answer.note.push(text),
            None => draft.segment.note.push(text),
        }
    }

    /// The customer's words: an answer to what was said before.
    pub(in crate::read::outline) fn hear(&mut self, text: Text, line: &Line) {
        if !text.value.contains(char::is_alphanumeric) {
            return;
        }
        self.open = None;
        self.last = Last::Other;
        match self.current.and_then(|at| self.drafts.get_mut(at)).filter(|draft| !draft.said.is_empty()) {
            Some(draft) => {
                draft.cover(line.place);
                draft.segment.answers.push(Answer { place: text.place, hear: vec![text], ..Answer::default() });
            }
            None => self.notes.push((text, line.place)),
        }
    }

    pub(super) fn titled(&mut self, text: Text, line: &Line) {
        if text.is_blank() {
            return;
        }
        self.theirs = false;
        if is_bad(&text.value) {
            self.bad = Some(line.paragraph);
            return self.notes.push((text, line.place));
        }
        if let Some((before, place)) = self.title.replace((text, line.place)) {
            self.notes.push((before, place));
        }
        if self.open.is_some_and(|open| !open.sticky) {
            self.open = None;
        }
        self.last = Last::Other;
    }
}

/// Adds words to those that are said, on a line of their own.
fn append(words: &mut Option<Words>, text: Text) {
    match words.as_mut().and_then(|words| words.versions.first_mut()) {
        Some(version) => version.text = Text::joined(&[version.text.clone(), text], "\n"),
        None => *words = Some(Words::one(text)),
    }
}

/// Whether a title announces words that must not be said.
fn is_bad(words: &str) -> bool {
    let low = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(
        low.as_str(),
        "bad"
            | "wrong"
            | "bad example"
            | "don't say"
            | "don’t say"
            | "do not say"
            | "never say"
            | "instead of"
            | "avoid"
            | "weak"
    ) || ["错误", "错误示例", "不要说", "禁止"].contains(&low.as_str())
}
