//! Markdown and plain text as far as words and places need it: headings and paragraphs as segments, who
//! speaks, and what is not spoken left out.

use std::ops::Range;

use crate::phrases::Phrases;
use crate::reading::{Mark, Reading};
use crate::rule::{Sheet, Slots};
use crate::script::ANYTIME;
use crate::source::Place;

/// Whether a file of this name is prose: Markdown or plain text.
#[must_use]
pub fn is_prose(name: &str) -> bool {
    is_markdown(name) || has_ending(name, &["txt", "text"])
}

fn is_markdown(name: &str) -> bool {
    has_ending(name, &["md", "markdown", "mdown", "mkd"])
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    endings.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// The sheet of a prose text; nothing for our own format and for what is no text.
pub(super) fn sheet(reading: &Reading) -> Option<Sheet<'_>> {
    let source = reading.source().filter(|source| is_prose(source.name()))?;
    let mut writer = Writer::new(reading);
    if is_markdown(source.name()) {
        writer.markdown(source.text());
    } else {
        writer.text(source.text());
    }
    Some(writer.sheet)
}

/// Writes prose onto a sheet.
struct Writer<'r> {
    sheet: Sheet<'r>,
    open: bool,
    heading: bool,
    quotes: usize,
    /// How many stretches are open whose words are not read.
    skipped: usize,
    /// Whether the next words stand at the beginning of a line.
    fresh: bool,
    has_part: bool,
}

impl<'r> Writer<'r> {
    fn new(reading: &'r Reading) -> Self {
        let mut sheet = Sheet::empty(reading);
        sheet.open_branch("main");
        Self { sheet, open: false, heading: false, quotes: 0, skipped: 0, fresh: true, has_part: false }
    }

    fn markdown(&mut self, text: &str) {
        let marks = self.sheet.reading.marks();
        for (mark, range) in marks.iter() {
            match mark {
                Mark::Words | Mark::Spelt(_) if self.skipped == 0 => {
                    self.words(marks.words(mark, text, range.clone()), range);
                }
                Mark::Words | Mark::Spelt(_) => {}
                _ => self.mark(mark, text, range),
            }
        }
        self.close();
    }

    fn mark(&mut self, mark: Mark, text: &str, range: Range<usize>) {
        match mark {
            Mark::Heading => {
                self.close();
                self.heading = true;
                self.sheet.open_branch("main");
                self.part(range);
            }
            Mark::Headed => {
                self.close();
                self.heading = false;
                self.branch(text.get(range).unwrap_or(""));
            }
            Mark::Edge => self.close(),
            Mark::Quote => {
                self.close();
                self.quotes += 1;
            }
            Mark::Quoted => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            Mark::Hidden => self.skipped += 1,
            Mark::Shown => self.skipped = self.skipped.saturating_sub(1),
            Mark::Link if self.skipped > 0 => {
                self.skipped -= 1;
                self.gap(range.start);
            }
            // Code stands where a word might: it must not glue its neighbours together.
            Mark::Code => self.gap(range.start),
            Mark::Break if self.open => {
                self.gap(range.start);
                self.fresh = true;
            }
            Mark::Link | Mark::Break | Mark::Words | Mark::Spelt(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let words = line.trim();
            if words.is_empty() {
                self.close();
                self.has_part = false;
                continue;
            }
            let lead = line.len() - line.trim_start().len();
            self.fresh = true;
            self.words(words, start + lead..start + lead + words.len());
            self.gap(start + lead + words.len());
        }
        self.close();
    }

    fn part(&mut self, range: Range<usize>) {
        self.has_part = true;
        let (id, place) = (String::new(), Place::new(range.start, range.end));
        self.sheet.open_part(id, place, None, 0.0, 0.0);
    }

    /// What happens at any moment has a heading of its own.
    fn branch(&mut self, heading: &str) {
        if let Some(name) = MOMENTS.first_in(heading).and_then(|at| ANYTIME.get(at)) {
            self.sheet.open_branch(name);
            self.has_part = false;
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        let begins = std::mem::take(&mut self.fresh) || !self.open;
        let label = if begins { self.line_begins(words, &range) } else { 0 };
        if self.open {
            self.sheet.add(words.get(label..).unwrap_or(words), 0, range.start + label, &[]);
        }
    }

    /// At the beginning of a line somebody may begin to speak. Gives how long the agent's label is, which nobody says.
    fn line_begins(&mut self, words: &str, range: &Range<usize>) -> usize {
        let speaker = speaker(words);
        if self.open && speaker.is_none() {
            return 0;
        }
        self.close();
        self.fresh = false;
        if !self.has_part {
            self.part(range.clone());
        }
        let (slot, label) = match speaker {
            _ if self.heading => (Slots::TITLE, 0),
            Some((Speaker::Customer, _)) => (Slots::HEAR, 0),
            // What stands in a quotation is how people write spoken words, whatever it begins with.
            Some((Speaker::Staff, _)) if self.quotes == 0 => (Slots::NOTE, 0),
            Some((Speaker::Agent, label)) => (Slots::SAY, label),
            _ => (Slots::SAY, 0),
        };
        // The words of others go on to the end of their line or paragraph.
        self.sheet.open_utter(slot);
        self.open = true;
        label
    }

    /// A space between words, for what stands there.
    fn gap(&mut self, at: usize) {
        if self.open {
            self.sheet.add(" ", 0, at, &[]);
        }
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.open) {
            self.sheet.close_utter();
        }
        self.fresh = true;
    }
}

static MOMENTS: Phrases = Phrases::new(&NAMED_MOMENTS);
/// The names of the moments, each by itself.
const NAMED_MOMENTS: [&[&str]; ANYTIME.len()] = {
    let mut named: [&[&str]; ANYTIME.len()] = [&[]; ANYTIME.len()];
    let (mut at, mut rest): (usize, &[&str]) = (0, &ANYTIME);
    while let Some((_, others)) = rest.split_first() {
        named[at] = rest.split_at(1).0;
        (at, rest) = (at + 1, others);
    }
    named
};

/// Who a line is for, where it says so itself.
enum Speaker {
    Agent,
    Customer,
    Staff,
}

const AGENT: [&str; 14] = [
    "agent",
    "nurse",
    "rep",
    "representative",
    "advisor",
    "adviser",
    "operator",
    "csr",
    "you",
    "interviewer",
    "客服",
    "坐席",
    "护士",
    "医生",
];
const CUSTOMER: [&str; 13] = [
    "customer",
    "caller",
    "patient",
    "client",
    "member",
    "consumer",
    "prospect",
    "respondent",
    "them",
    "客户",
    "患者",
    "来电人",
    "家属",
];
const STAFF: [&str; 9] =
    ["note", "notes", "instruction", "instructions", "agent note", "tip", "internal", "注", "备注"];

/// Who a line is for, and how long the label is that says so.
fn speaker(words: &str) -> Option<(Speaker, usize)> {
    let (label, rest) = words.split_once([':', '：'])?;
    if label.len() > 24 {
        return None;
    }
    let label = label.trim_matches(['*', '_', '[', ']', '(', ')', ' ']);
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(label));
    let speaker = if is(&AGENT) {
        Speaker::Agent
    } else if is(&CUSTOMER) {
        Speaker::Customer
    } else if is(&STAFF) {
        Speaker::Staff
    } else {
        return None;
    };
    Some((speaker, words.len() - rest.len()))
}
