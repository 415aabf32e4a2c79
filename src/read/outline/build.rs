//! Lines become segments: each paragraph of words to say is one, and what stands around it joins it.

use std::rc::Rc;

use super::branch::{self, Branch, Sort};
use super::guess::{self, Ear, Heard};
use super::jump::Targets;
use super::line::{self, Line};
use super::lists::{self, ListUse};
use super::piece::{self, Piece, Who};
use super::told::{Became, Told};
use super::{Blanks, Look, Paragraph, stages, table};
use crate::diagnostic::Diagnostic;
use crate::read::Limits;
use crate::read::infer::Voice;
use crate::script::{Answer, Anytime, IfAsked, Script, Segment, Words, same};
use crate::source::{Place, Source};
use crate::text::Text;

/// A segment on its way.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub segment: Segment,
    /// The words to say, line by line.
    pub said: Vec<Text>,
    /// The headings that it stands under, as numbers.
    pub path: Vec<usize>,
    /// Which stretch between two headings it belongs to.
    pub section: usize,
    /// The paragraph that its words come from.
    paragraph: usize,
    pub guess: Option<Rc<Heard>>,
    /// The numbers it can be called by.
    pub numbers: Vec<String>,
}

impl Draft {
    /// The segment also covers this place.
    pub(super) fn cover(&mut self, place: Place) {
        cover(&mut self.segment.place, place);
    }

    /// Whether its words end with a question.
    pub(super) fn asks(&self) -> bool {
        self.said.iter().any(|text| text.value.contains(['?', '？']))
    }
}

fn cover(whole: &mut Place, place: Place) {
    *whole = if *whole == Place::default() {
        place
    } else {
        Place { start: whole.start.min(place.start), end: whole.end.max(place.end), ..*whole }
    };
}

/// A heading of the document.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub level: u8,
    pub text: Text,
    pub place: Place,
}

/// Where words of a branch go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Segment(usize),
    Answer(usize, usize),
    Asked(usize, usize),
    Anytime(usize),
}

/// A branch that takes the next words.
#[derive(Debug, Clone, Copy)]
struct Open {
    slot: Slot,
    /// Until the next heading, not only for the next paragraph.
    sticky: bool,
    paragraph: usize,
    filled: Option<usize>,
    depth: usize,
}

/// A jump whose target is looked for at the end.
#[derive(Debug)]
pub(super) struct Leap {
    pub slot: Slot,
    pub section: usize,
    pub sign: Text,
    pub target: Text,
}

/// A segment that follows from one answer to another one.
#[derive(Debug)]
pub(super) struct Chain {
    pub segment: usize,
    pub question: usize,
    pub hear: Text,
}

/// Builds a script, line by line.
pub(super) struct Builder<'d> {
    pub script: &'d mut Script,
    pub told: &'d mut Told,
    pub found: &'d mut Vec<Diagnostic>,
    pub drafts: Vec<Draft>,
    pub headings: Vec<Heading>,
    pub leaps: Vec<Leap>,
    pub chains: Vec<Chain>,
    pub blanks: Blanks,
    ear: Ear<'d>,
    path: Vec<usize>,
    /// Headings that something stands under.
    used: std::collections::BTreeSet<usize>,
    section: usize,
    /// The segment that notes and branches of this section join.
    current: Option<usize>,
    open: Option<Open>,
    notes: Vec<(Text, Place)>,
    title: Option<(Text, Place)>,
    /// A title that says that what follows is a bad example.
    bad: Option<usize>,
    /// The lines that follow are what the customer may say.
    theirs: bool,
    coach: Vec<Text>,
    speaker: Option<Who>,
    /// Until this line, a list is used like this.
    list: Option<(usize, ListUse)>,
    /// Under a heading that announces a sample conversation.
    sample: bool,
    last: Last,
}

/// How words follow those before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joins {
    /// On the same line.
    Words,
    /// On a line of their own.
    Line,
}

/// What the line before was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Other,
    Said,
    Noted,
}

/// Makes the segments of a script from a document's paragraphs.
pub(super) fn build(
    script: &mut Script,
    source: &Source,
    paragraphs: &[Paragraph],
    limits: Limits,
    (told, found): (&mut Told, &mut Vec<Diagnostic>),
) {
    let headed = stages::with_headings(paragraphs);
    let paragraphs = headed.as_deref().unwrap_or(paragraphs);
    let lines = line::lines(paragraphs);
    let title = stages::title(script, &lines);
    let ear = Ear::new(source, paragraphs, script, &lines);
    let mut builder = Builder {
        script,
        told,
        found,
        drafts: Vec::new(),
        headings: Vec::new(),
        leaps: Vec::new(),
        chains: Vec::new(),
        blanks: Blanks::default(),
        ear,
        path: Vec::new(),
        used: std::collections::BTreeSet::new(),
        section: 0,
        current: None,
        open: None,
        notes: Vec::new(),
        title: None,
        bad: None,
        theirs: false,
        coach: Vec::new(),
        speaker: None,
        list: None,
        sample: false,
        last: Last::Other,
    };
    let mut at = 0;
    // What has too many segments is refused anyway, so the rest of it need not be understood.
    while let Some(line) = lines.get(at).filter(|_| builder.drafts.len() <= limits.segments) {
        if Some(at) == title {
            at += 1;
        } else if let Some(cell) = line.cell {
            let end =
                at + lines.iter().skip(at).take_while(|line| line.cell.is_some_and(|c| c.table == cell.table)).count();
            table::read(&mut builder, lines.get(at..end).unwrap_or_default());
            at = end;
        } else {
            builder.line(&lines, at);
            at += 1;
        }
    }
    builder.finish(&lines, title);
}

impl Builder<'_> {
    fn line(&mut self, lines: &[Line], at: usize) {
        let Some(line) = lines.get(at) else { return };
        if let Look::Heading(level) = line.look {
            return self.heading(level, line);
        }
        if line.look == Look::Title {
            return self.heading(1, line);
        }
        if self.sample {
            return self.for_training(line);
        }
        if line.item && self.list.as_ref().is_none_or(|(end, _)| *end <= at) {
            let items = lists::run(lines, at);
            let intro =
                self.current.filter(|_| self.last == Last::Said && self.open.is_none_or(|open| open.filled.is_none()));
            let intro = intro.and_then(|at| self.drafts.get(at));
            let above = at.checked_sub(1).and_then(|at| lines.get(at));
            let noted = self.last == Last::Noted
                && items.len() > 1
                && above.is_some_and(|line| !line.item && line.text.value.ends_with([':', '：']));
            let used = if noted { ListUse::Notes } else { lists::list_use(intro, items) };
            self.list = Some((at + items.len(), used));
        }
        let list = self.list.filter(|(end, _)| at < *end).map(|(_, list)| list);
        match list.filter(|_| line.item) {
            Some(ListUse::Answers) => self.option(line),
            Some(ListUse::Form) => self.field(line),
            Some(ListUse::Words) => self.more_words(line),
            Some(ListUse::Notes) => self.announced(line),
            _ => {
                self.plain(line);
                self.stays_open(lines, at);
            }
        }
    }

    /// An item that a note announced: a note too, unless it is surely said.
    fn announced(&mut self, line: &Line) {
        let words = line.text.value.as_str();
        let sure = words.starts_with(['"', '“', '「'])
            || words.ends_with(['?', '？'])
            || self.ear.guess(line).guesses.voice.confidence >= ANNOUNCED;
        let voice = if sure { self.ear.voice(line) } else { Voice::NotSpoken };
        // What announced it may wait for the next segment: then it goes there too.
        if voice == Voice::NotSpoken && !self.notes.is_empty() {
            self.numbered(line);
            return self.note(line.text.clone(), line, true);
        }
        self.pieces(line, voice);
    }

    /// A branch that is a line of its own takes everything up to its counterpart, `If yes:` … `If no:`, unless
    /// what stands before that asks something new.
    fn stays_open(&mut self, lines: &[Line], at: usize) {
        let (Some(line), Some(open)) = (lines.get(at), self.open.as_mut()) else { return };
        if open.filled.is_some() || open.paragraph != line.paragraph || !matches!(open.slot, Slot::Answer(..)) {
            return;
        }
        open.sticky = counterpart(line, lines.get(at + 1..).unwrap_or_default());
    }

    fn plain(&mut self, line: &Line) {
        let mut voice = self.ear.voice(line);
        let waits =
            self.open.is_some_and(|open| open.filled.is_none() && !open.sticky && open.paragraph != line.paragraph);
        if waits && voice == Voice::NotSpoken && self.ear.guess(line).guesses.voice.confidence < 0.9 {
            voice = Voice::Mixed;
        }
        self.pieces(line, voice);
    }

    /// Takes the pieces of a line in; `voice` is what its words are.
    pub(super) fn pieces(&mut self, line: &Line, voice: Voice) {
        let pieces = piece::pieces(line, voice);
        let mut speaker = self.speaker.take();
        let mut says = pieces.iter().filter(|piece| matches!(piece, Piece::Say(_))).count();
        self.numbered(line);
        let mut fresh = true;
        for piece in pieces {
            match piece {
                Piece::Say(text) if speaker == Some(Who::Them) => {
                    says -= 1;
                    self.speaker = None;
                    self.hear(text, line);
                }
                Piece::Say(text) if self.bad.is_some_and(|bad| bad == line.paragraph || bad + 1 == line.paragraph) => {
                    says -= 1;
                    self.bad = Some(line.paragraph);
                    self.note(text, line, false);
                }
                Piece::Say(text) if self.theirs => {
                    says -= 1;
                    fresh = false;
                    let at = self.current;
                    if let Some(at) = at {
                        self.answer(at, branch::quoteless(&text), line);
                    }
                }
                Piece::Say(text) => {
                    says -= 1;
                    self.say(text, line, if fresh { Joins::Line } else { Joins::Words });
                    fresh = false;
                }
                Piece::Sign(text) => self.told.note(Became::Branch, &text.value, text.place),
                Piece::Note(text) => self.note(text, line, says > 0 && fresh),
                Piece::Hear(text) => {
                    self.speaker = None;
                    self.hear(text, line);
                }
                Piece::Branch(branch) => self.branch(branch, line),
                Piece::Title(text) => self.titled(text, line),
                Piece::Speaker(text, who) => {
                    self.told.note(Became::Speaker, &text.value, text.place);
                    speaker = Some(who);
                    self.speaker = Some(who);
                }
                Piece::Jump { before, sign, target } => self.jump(before, sign, target, line),
            }
        }
        if says > 0 || !fresh {
            self.speaker = None;
        }
    }

    fn numbered(&mut self, line: &Line) {
        if let Some(number) = &line.number {
            self.told.note(Became::Number, number, line.place);
        }
    }

    pub(super) fn heading(&mut self, level: u8, line: &Line) {
        self.close_section();
        self.leave(level);
        self.section += 1;
        let words = line.text.value.trim();
        let quoted = words.starts_with(['"', '“', '「']) && words.ends_with(['"', '”', '」']);
        if quoted {
            let holder = self.holder(line);
            return self.asked(holder, branch::quoteless(&line.text), line, true);
        }
        let moment = branch::moment(words).filter(|_| words.split_whitespace().count() <= 4 && words.len() <= 40);
        if let Some(moment) = moment {
            return self.moment(moment, &line.text, line, true);
        }
        self.headings.push(Heading { level, text: line.text.clone(), place: line.place });
        self.path.push(self.headings.len() - 1);
        self.sample =
            self.path.iter().filter_map(|at| self.headings.get(*at)).any(|heading| is_sample(&heading.text.value));
    }

    /// Leaves the headings of this level and below; one that nothing stood under is kept for training.
    fn leave(&mut self, level: u8) {
        while let Some(at) = self.path.last().copied() {
            let Some(heading) = self.headings.get(at).filter(|heading| heading.level >= level) else { return };
            if self.used.insert(at) {
                self.coach.push(heading.text.clone());
            }
            self.path.pop();
        }
    }

    /// Ends a stretch between two headings: what it left goes to a segment, or to the next one's training notes.
    fn close_section(&mut self) {
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
    fn train(&mut self, notes: Vec<Text>) {
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

    fn for_training(&mut self, line: &Line) {
        self.notes.push((line.text.clone(), line.place));
        if self.current.is_some() {
            self.current = None;
        }
    }

    /// A new segment.
    pub(super) fn draft(&mut self, line: &Line) -> usize {
        let mut draft = Draft {
            path: self.path.clone(),
            section: self.section,
            paragraph: line.paragraph,
            numbers: line.number.iter().cloned().collect(),
            ..Draft::default()
        };
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
        self.used.extend(&self.path);
        self.drafts.push(draft);
        self.open = None;
        self.current = Some(self.drafts.len() - 1);
        self.drafts.len() - 1
    }

    /// The segment that answers of this section join, made where there is none.
    fn holder(&mut self, line: &Line) -> usize {
        let here =
            |draft: &Draft| draft.path == self.path && draft.said.is_empty() && !draft.segment.if_asked.is_empty();
        match self.drafts.last().is_some_and(here) {
            true => self.drafts.len() - 1,
            false => self.draft(line),
        }
    }

    /// Words to say: they go on with the segment or branch at hand, or begin a new one.
    pub(super) fn say(&mut self, text: Text, line: &Line, joins: Joins) {
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
        let guess = self.ear.guess(line);
        let at = self.draft(line);
        if let Some(draft) = self.drafts.get_mut(at) {
            draft.guess = Some(guess);
            draft.said.push(text);
        }
    }

    /// Words of a branch.
    fn fill(&mut self, slot: Slot, text: Text, line: &Line) {
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

    pub(super) fn note(&mut self, text: Text, line: &Line, for_next: bool) {
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

    fn note_in(&mut self, slot: Slot, text: Text, line: &Line) {
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
    pub(super) fn hear(&mut self, text: Text, line: &Line) {
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

    fn titled(&mut self, text: Text, line: &Line) {
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

    fn branch(&mut self, branch: Branch, line: &Line) {
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

    fn note_behind(&mut self, note: Option<Text>, line: &Line) {
        if let (Some(note), Some(open)) = (note, self.open) {
            self.note_in(open.slot, note, line);
        }
    }

    /// A condition that no answer tells: the words behind it are a segment of their own, with a note.
    fn flattened(&mut self, branch: Branch, line: &Line) {
        let parts: Vec<Text> = [branch.sign, branch.hear].into_iter().filter(|part| !part.is_blank()).collect();
        let whole = Text::joined(&parts, " ");
        self.told.note(Became::Flattened, &whole.value, line.place);
        self.notes.push((whole, line.place));
        self.notes.extend(branch.note.map(|note| (note, line.place)));
        self.open = None;
        self.current = None;
    }

    fn answer(&mut self, at: usize, hear: Text, line: &Line) {
        let Some(draft) = self.drafts.get_mut(at) else { return };
        draft.cover(line.place);
        draft.segment.answers.push(Answer { place: hear.place, hear: vec![hear], ..Answer::default() });
        let slot = Slot::Answer(at, draft.segment.answers.len() - 1);
        self.open = Some(Open { slot, sticky: false, paragraph: line.paragraph, filled: None, depth: line.depth });
    }

    fn asked(&mut self, at: usize, hear: Text, line: &Line, sticky: bool) {
        let Some(draft) = self.drafts.get_mut(at) else { return };
        draft.cover(line.place);
        draft.segment.if_asked.push(IfAsked { place: hear.place, hear: vec![hear], say: None });
        let slot = Slot::Asked(at, draft.segment.if_asked.len() - 1);
        self.open = Some(Open { slot, sticky, paragraph: line.paragraph, filled: None, depth: line.depth });
        self.current = Some(at);
    }

    fn moment(&mut self, moment: &str, words: &Text, line: &Line, sticky: bool) {
        let mut segment = Segment { place: line.place, ..Segment::default() };
        segment.title = Some(words.clone()).filter(|words| !same(&words.value, moment));
        self.script.anytime.push(Anytime { when: Text::new(moment, words.place), segment });
        let slot = Slot::Anytime(self.script.anytime.len() - 1);
        self.open = Some(Open { slot, sticky, paragraph: line.paragraph, filled: None, depth: line.depth });
    }

    /// Where the same answer comes a second time, the last answer's words were a question of their own:
    /// they become the next segment, said only after that answer.
    fn chained(&mut self, at: usize, hear: &Text, line: &Line) -> usize {
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
        let guess = self.ear.words(words.as_ref(), line);
        let new = self.draft(line);
        if let Some(draft) = self.drafts.get_mut(new) {
            draft.guess = Some(guess);
            draft.segment.place =
                words.as_ref().and_then(|words| words.texts().next()).map_or(line.place, |text| text.place);
            draft.said.extend(words.into_iter().flat_map(|words| words.versions).map(|version| version.text));
        }
        self.chains.push(Chain { segment: new, question: at, hear });
        new
    }

    fn jump(&mut self, before: Text, sign: Text, target: Text, line: &Line) {
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

    /// An item of a list of answers.
    fn option(&mut self, line: &Line) {
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
    fn field(&mut self, line: &Line) {
        let named = super::blank::name_of(&line.text.value);
        let (Some(name), Some(draft)) = (named, self.current.and_then(|at| self.drafts.get_mut(at))) else {
            return self.plain(line);
        };
        draft.cover(line.place);
        draft.segment.form.push(Text::new(name.clone(), line.text.place));
        self.blanks.declare(&name, &line.text);
        self.numbered(line);
    }

    /// An item of a list that is read out with the words above it.
    fn more_words(&mut self, line: &Line) {
        let Some(draft) = self.current.and_then(|at| self.drafts.get_mut(at)) else { return self.plain(line) };
        draft.cover(line.place);
        let number = line.number.as_ref().map(|number| Text::new(format!("{number}. "), line.place.before()));
        let parts: Vec<Text> = number.into_iter().chain([line.text.clone()]).collect();
        draft.said.push(Text::joined(&parts, ""));
    }

    fn finish(mut self, lines: &[Line], title: Option<usize>) {
        self.close_section();
        self.leave(0);
        if self.drafts.is_empty() {
            stages::without_words(&mut self, lines, title);
        }
        let rest = std::mem::take(&mut self.coach);
        if let Some(last) = self.drafts.last_mut() {
            last.segment.coach.extend(rest);
        }
        stages::assign(&mut self.drafts, &self.headings);
        let mut targets = Targets::default();
        stages::reachable(&self.drafts, &self.headings, &mut targets);
        guess::polish(&mut self, &targets);
    }
}

/// How sure it must be that an item is said which a note announced.
const ANNOUNCED: f64 = 0.93;
/// How many lines a branch may be long whose counterpart is looked for.
const BRANCH: usize = 16;

/// Whether the no to this yes comes next, with nothing between them that begins something new.
fn counterpart(line: &Line, below: &[Line]) -> bool {
    let answer = |line: &Line| match piece::pieces(line, Voice::NotSpoken).as_slice() {
        [Piece::Branch(branch)] if branch.note.is_none() => branch::is_yes(&branch.hear.value),
        _ => None,
    };
    let Some(yes) = answer(line) else { return false };
    let mut asks = false;
    for line in below.iter().take(BRANCH) {
        if matches!(line.look, Look::Heading(_) | Look::Title) || line.cell.is_some() {
            return false;
        }
        if line.bold || line.text.value.ends_with([':', '：', ']']) {
            match answer(line) {
                Some(other) => return other != yes && !asks,
                None if line.bold => return false,
                None => {}
            }
        }
        asks = line.text.value.trim_end_matches(['"', '”', '」', ' ']).ends_with(['?', '？']);
    }
    false
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

/// Whether a heading announces a conversation that only shows how it goes.
fn is_sample(words: &str) -> bool {
    let low = words.to_lowercase();
    ["sample call", "sample conversation", "example call", "sample dialog", "call transcript", "示例对话", "对话示例"]
        .iter()
        .any(|word| low.contains(word))
}

/// Adds words to those that are said, on a line of their own.
pub(super) fn append(words: &mut Option<Words>, text: Text) {
    match words.as_mut().and_then(|words| words.versions.first_mut()) {
        Some(version) => version.text = Text::joined(&[version.text.clone(), text], "\n"),
        None => *words = Some(Words::one(text)),
    }
}

impl Builder<'_> {
    /// A title that nothing followed becomes a note.
    pub(super) fn untitle(&mut self) {
        self.notes.extend(self.title.take());
    }

    /// A line that a cell beside it says the speaker of.
    pub(super) fn spoken_by(&mut self, who: Option<Who>, line: &Line) {
        self.speaker = who;
        match who {
            Some(_) => self.pieces(line, Voice::Spoken),
            None => self.plain(line),
        }
        self.speaker = None;
    }

    /// A row of customer's words and ours.
    pub(super) fn row_asked(&mut self, line: &Line, heard: Vec<Text>, said: Vec<Text>) {
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
    pub(super) fn cell_words(&mut self, at: usize, line: &Line) {
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
                Piece::Jump { before, sign, target } => self.jump(before, sign, target, line),
            }
        }
        if self.open.is_some_and(|open| open.filled.is_none()) && line.text.value.is_empty() {
            self.open = None;
        }
    }
}

impl Builder<'_> {
    /// Forgets what was understood so far, to begin again.
    pub(super) fn forget(&mut self) {
        self.coach.clear();
        self.notes.clear();
        self.leaps.clear();
        self.headings.clear();
        self.path.clear();
        self.script.anytime.clear();
        self.title = None;
        self.current = None;
        self.open = None;
    }
}
