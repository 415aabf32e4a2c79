//! Items of lists: answers, details to ask for, and words that are read out.

use super::{Builder, Last};
use crate::read::infer::Voice;
use crate::read::outline::blank;
use crate::read::outline::branch;
use crate::read::outline::line::Line;
use crate::read::outline::piece::{self, Piece};
use crate::text::Text;

impl Builder<'_> {
    /// An item of a list of answers.
    pub(super) fn option(&mut self, line: &Line) {
        let Some(at) = self.current else { return self.plain(line) };
        self.numbered(line);
        if let [Piece::Jump { before, sign, target }] = piece::pieces(line, Voice::NotSpoken).as_slice() {
            return self.jump(before.clone(), sign.clone(), target.clone(), line);
        }
        let words = &line.text.value;
        let cut = [" - ", " – ", " — ", ": ", "：", " -- "]
            .iter()
            .filter_map(|sign| words.find(sign).map(|at| (at, sign.len())))
            .min();
        let cut = cut.filter(|(at, _)| words.get(..*at).is_some_and(|head| head.split_whitespace().count() <= 4));
        let (hear, note) = match cut {
            Some((at, long)) => (line.text.part(0..at), Some(line.text.part(at + long..words.len()).trimmed())),
            None => (line.text.clone(), None),
        };
        let bare = branch::quoteless(&hear);
        self.answer(at, if bare.is_blank() { hear } else { bare }, line);
        self.note_behind(note, line);
        self.open = None;
        self.last = Last::Said;
    }

    /// An item of a list of details to ask for.
    pub(super) fn field(&mut self, line: &Line) {
        let named = blank::name_of(&line.text.value);
        let (Some(name), Some(draft)) = (named, self.current.and_then(|at| self.drafts.get_mut(at))) else {
            return self.plain(line);
        };
        draft.cover(line.place);
        draft.segment.form.push(Text::new(name.clone(), line.text.place));
        self.blanks.declare(&name, &line.text);
        self.numbered(line);
    }

    /// An item of a list that is read out with the words above it.
    pub(super) fn more_words(&mut self, line: &Line) {
        let Some(draft) = self.current.and_then(|at| self.drafts.get_mut(at)) else { return self.plain(line) };
        draft.cover(line.place);
        let number = line.number.as_ref().map(|number| Text::new(format!("{number}. "), line.place.before()));
        let parts: Vec<Text> = number.into_iter().chain([line.text.clone()]).collect();
        draft.said.push(Text::joined(&parts, ""));
    }
}
