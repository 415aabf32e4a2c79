//! Lines become segments: each paragraph of words to say is one, and what stands around it joins it.

mod branches;
mod cells;
mod items;
mod section;
mod words;

use super::branch;
use super::filling::Filling;
use super::guess::{self, Ear};
use super::jump::Targets;
use super::line::{self, Line};
use super::lists::{self, ListUse};
use super::phrases::Phrases;
use super::piece::{self, Piece, Who};
use super::told::{Became, Told};
use super::{Blanks, Look, Paragraph, stages, table};
use crate::diagnostic::Diagnostic;
use crate::read::Limits;
use crate::read::infer::Voice;
use crate::script::{Script, Segment};
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
    /// What the guess about its words fills in.
    pub filling: Option<Filling>,
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
    /// It announces a conversation that only shows how it goes.
    sample: bool,
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
    pub(super) ear: Ear<'d>,
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
    let ear = Ear::new((source, paragraphs), script, &lines, limits.cues);
    let mut builder = Builder {
        script,
        told,
        found,
        drafts: Vec::with_capacity(lines.len().min(limits.segments)),
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
    builder.finish(lines, title);
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
        let sure =
            words.starts_with(['"', '“', '「']) || words.ends_with(['?', '？']) || self.ear.sure(line) >= ANNOUNCED;
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
        if waits && voice == Voice::NotSpoken && self.ear.sure(line) < 0.9 {
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
                Piece::Number(text) => self.told.note(Became::Number, &line::bare(&text.value), text.place),
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

    /// Says that the number in front of a line was left out.
    pub(in crate::read::outline) fn numbered(&mut self, line: &Line) {
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
        let short = words.len() <= 40 && words.split_whitespace().nth(4).is_none();
        let moment = if short { branch::moment(words) } else { None };
        if let Some(moment) = moment {
            return self.moment(moment, &line.text, line, true);
        }
        let sample = is_sample(words);
        self.headings.push(Heading { level, text: line.text.clone(), place: line.place, sample });
        self.path.push(self.headings.len() - 1);
        self.sample = self.path.iter().filter_map(|at| self.headings.get(*at)).any(|heading| heading.sample);
    }

    fn finish(mut self, lines: Vec<Line>, title: Option<usize>) {
        self.close_section();
        self.leave(0);
        if self.drafts.is_empty() {
            stages::without_words(&mut self, &lines, title);
        }
        drop(lines);
        let rest = std::mem::take(&mut self.coach);
        if let Some(last) = self.drafts.last_mut() {
            last.segment.coach.extend(rest);
        }
        stages::assign(&mut self.drafts, &self.headings);
        let mut targets = Targets::wanting(self.leaps.iter().map(|leap| leap.target.value.as_str()));
        if !self.leaps.is_empty() {
            stages::reachable(&self.drafts, &self.headings, &mut targets);
        }
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

/// Whether a heading announces a conversation that only shows how it goes.
fn is_sample(words: &str) -> bool {
    static SIGNS: Phrases = Phrases::new(&[&[
        "sample call",
        "sample conversation",
        "example call",
        "sample dialog",
        "call transcript",
        "示例对话",
        "对话示例",
    ]]);
    SIGNS.stand_in(words)
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
