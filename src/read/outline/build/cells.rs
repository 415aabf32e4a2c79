//! Cells of tables: who says what in a row, and what was heard before it.

use super::{Builder, Slot};
use crate::read::infer::Voice;
use crate::read::outline::branch::{self, Branch, Sort};
use crate::read::outline::line::{self, Line};
use crate::read::outline::piece::{self, Piece, Who};
use crate::read::outline::told::Became;
use crate::script::{Answer, IfAsked, Words};
use crate::text::Text;

impl Builder<'_> {
    /// A line that a cell beside it says the speaker of.
    pub(in crate::read::outline) fn spoken_by(&mut self, who: Option<Who>, line: &Line) {
        self.speaker = who;
        match who {
            Some(_) => self.pieces(line, Voice::Spoken),
            None => self.plain(line),
        }
        self.speaker = None;
    }

    /// A row of customer's words and ours.
    pub(in crate::read::outline) fn row_asked(&mut self, line: &Line, heard: Vec<Text>, said: Vec<Text>) {
        let at = self.holder(line);
        let Some(draft) = self.drafts.get_mut(at) else { return };
        draft.cover(line.place);
        let place = heard.first().map_or(line.place, |text| text.place);
        let hear = heard.iter().map(branch::quoteless).collect();
        let say = (!said.is_empty()).then(|| Words::one(Text::joined(&said, "\n")));
        draft.segment.if_asked.push(IfAsked { hear, place, say });
        self.current = Some(at);
    }

    /// Words in a table's cell: the same signs as anywhere else, but all of it belongs to the row.
    pub(in crate::read::outline) fn cell_words(&mut self, at: usize, line: &Line) {
        for piece in piece::pieces(line, Voice::Spoken) {
            let Some(draft) = self.drafts.get_mut(at) else { return };
            match piece {
                Piece::Say(text) => match self.open.map(|open| open.slot) {
                    Some(slot @ Slot::Answer(of, _)) if of == at => self.fill(slot, text, line),
                    _ => draft.said.push(text),
                },
                Piece::Branch(branch) if branch.sort == Sort::Answer => {
                    self.told.note(Became::Branch, &branch.sign.value, line.place);
                    self.answer(at, branch.hear, line);
                    self.note_behind(branch.note, line);
                }
                Piece::Branch(Branch { hear: text, .. }) | Piece::Note(text) | Piece::Title(text) => {
                    draft.segment.note.extend((!text.is_blank()).then_some(text));
                }
                Piece::Hear(text) => {
                    draft.segment.answers.push(Answer { place: text.place, hear: vec![text], ..Answer::default() });
                }
                Piece::Speaker(text, _) => self.told.note(Became::Speaker, &text.value, text.place),
                Piece::Sign(text) => self.told.note(Became::Branch, &text.value, text.place),
                Piece::Number(text) => self.told.note(Became::Number, &line::bare(&text.value), text.place),
                Piece::Jump { before, sign, target } => self.jump(before, sign, target, line),
            }
        }
        if self.open.is_some_and(|open| open.filled.is_none()) && line.text.value.is_empty() {
            self.open = None;
        }
    }
}
