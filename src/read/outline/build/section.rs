//! The stretches between headings, and what becomes of notes in which nothing is said.

use super::{Builder, Last};
use crate::read::outline::line::Line;
use crate::text::Text;

impl Builder<'_> {
    /// Leaves the headings of this level and below; one that nothing stood under is kept for training.
    pub(super) fn leave(&mut self, level: u8) {
        while let Some(at) = self.path.last().copied() {
            let Some(heading) = self.headings.get(at).filter(|heading| heading.level >= level) else { return };
            if self.used.insert(at) {
                self.coach.push(heading.text.clone());
            }
            self.path.pop();
        }
    }

    /// Ends a stretch between two headings: what it left goes to a segment, or to the next one's training notes.
    pub(super) fn close_section(&mut self) {
        self.open = None;
        self.list = None;
        self.speaker = None;
        self.bad = None;
        self.theirs = false;
        self.last = Last::Other;
        if let Some((title, place)) = self.title.take() {
            self.notes.push((title, place));
        }
        let notes = std::mem::take(&mut self.notes);
        let holder = self.current.filter(|at| self.drafts.get(*at).is_some_and(|draft| draft.section == self.section));
        match holder.and_then(|at| self.drafts.get_mut(at)) {
            Some(draft) => {
                for (note, place) in notes {
                    draft.cover(place);
                    draft.segment.note.push(note);
                }
            }
            None => self.train(notes.into_iter().map(|(note, _)| note).collect()),
        }
        self.current = None;
    }

    /// Notes of a section in which nothing is said: for training, with the heading in front.
    pub(super) fn train(&mut self, notes: Vec<Text>) {
        if notes.is_empty() {
            return;
        }
        self.used.extend(&self.path);
        let headings = self.path.iter().filter_map(|at| self.headings.get(*at)).map(|heading| heading.text.clone());
        let heading: Vec<Text> = headings.collect();
        let mut notes = notes;
        if let Some(first) = notes.first_mut().filter(|_| !heading.is_empty()) {
            let heading = Text::joined(&heading, " / ");
            *first = Text::joined(&[heading, first.clone()], ": ");
        }
        self.coach.extend(notes);
    }

    pub(super) fn for_training(&mut self, line: &Line) {
        self.numbered(line);
        self.notes.push((line.text.clone(), line.place));
        if self.current.is_some() {
            self.current = None;
        }
    }

    /// A title that nothing followed becomes a note.
    pub(in crate::read::outline) fn untitle(&mut self) {
        self.notes.extend(self.title.take());
    }
}
