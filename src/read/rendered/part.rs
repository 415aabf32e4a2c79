//! One segment of the page, chunk by chunk.

use super::chunk::{Chunk, italic, unmarked};
use super::labels::Labels;
use crate::read::outline::{self, name_of};
use crate::script::{Answer, By, Condition, IfAsked, MustSay, Said, Segment, Then, When, Words};
use crate::source::Place;
use crate::text::Text;

/// A segment on its way.
#[derive(Debug)]
pub(super) struct Part {
    segment: Segment,
    /// The moment, where it may happen at any.
    pub when: Option<Text>,
    /// Its paragraphs of words; the last one may be the question.
    said: Vec<Text>,
    /// Whether the items that follow are versions of its words.
    versions: bool,
    answering: bool,
}

impl Part {
    pub(super) fn of(segment: Segment) -> Self {
        Self { segment, when: None, said: Vec::new(), versions: false, answering: false }
    }

    /// Takes a chunk in; nothing where it is none of ours.
    pub(super) fn take(&mut self, chunk: &Chunk, l: &Labels) -> Option<()> {
        let place = &mut self.segment.place;
        *place = Place { end: place.end.max(chunk.text.place.end), ..*place };
        if chunk.indent > 0 {
            return self.reply(chunk, l);
        }
        let words = chunk.text.value.as_str();
        self.answering = false;
        if let Some(inner) = italic(words) {
            return self.aside(&chunk.text.part(1..1 + inner.len()), l);
        }
        match words.chars().next()? {
            '>' => self.quotation(chunk, l),
            '-' if words.starts_with("- ") => self.item(chunk, l),
            '→' => {
                let inner = italic(words.strip_prefix("→ ")?)?;
                let from = words.len() - inner.len() - 1;
                self.segment.then = Some(then(&unmarked(&chunk.text.part(from..from + inner.len())), l)?);
                Some(())
            }
            '*' if words.starts_with("**") && !words.starts_with("**[") => self.labelled(chunk, l),
            '★' | '|' | '#' => None,
            _ => {
                if let Some(behind) = words.strip_prefix(&format!("{}: ", l.write_down)) {
                    let name = behind.strip_suffix(LINE).filter(|name| !name.contains(", "))?;
                    self.segment.fills = Some(Text::new(name_of(&name.replace('\\', ""))?, chunk.text.place));
                    return Some(());
                }
                self.said.push(unmarked(&chunk.text));
                Some(())
            }
        }
    }

    /// A line in italics.
    fn aside(&mut self, inner: &Text, l: &Labels) -> Option<()> {
        if inner.value == l.private {
            self.segment.private = Some(Said { value: true, by: By::Author, place: inner.place });
        } else if let Some(note) = behind(inner, l.note, ": ") {
            self.segment.note.push(unmarked(&note));
        } else {
            self.segment.only_if = Some(when(&behind(inner, l.only_if, " ")?)?);
        }
        Some(())
    }

    /// Words that must be said, or what is for training.
    fn quotation(&mut self, chunk: &Chunk, l: &Labels) -> Option<()> {
        let words = chunk.text.value.as_str();
        if let Some(rest) = words.strip_prefix(&format!("> _{}:_ ", l.coach)) {
            self.segment.coach.push(unmarked(&chunk.behind(words.len() - rest.len())));
            return Some(());
        }
        let mut must = MustSay::default();
        let mut lines: Vec<Text> = Vec::new();
        let mut at = 0;
        for (number, line) in words.split_inclusive('\n').enumerate() {
            let inner = line.trim_end().strip_prefix('>')?.trim_start();
            let from = at + line.trim_end().len() - inner.len();
            let text = chunk.text.part(from..from + inner.len());
            at += line.len();
            if number == 0 {
                let rest = behind(&text, &format!("**{}**", l.must_say), "")?.trimmed();
                if !rest.value.is_empty() {
                    let inner = rest.part(1..rest.value.strip_prefix('(')?.strip_suffix(')')?.len() + 1);
                    must.only_if = Some(when(&behind(&inner, l.only_if, " ")?)?);
                }
            } else if let Some(inner) = italic(&text.value) {
                must.why = Some(unmarked(&behind(&text.part(1..1 + inner.len()), l.because, ": ")?));
            } else {
                lines.push(text);
            }
        }
        let whole = unmarked(&Text::joined(&lines, "\n"));
        must.words = Words::one(whole);
        self.segment.must_say = (!lines.is_empty()).then(|| Box::new(must));
        self.segment.must_say.as_ref().map(|_| ())
    }

    fn item(&mut self, chunk: &Chunk, l: &Labels) -> Option<()> {
        let text = chunk.behind(2);
        if let Some(rest) = behind(&text, &format!("**{}**", l.if_they_say), " ") {
            let (hear, after) = heard(&rest)?;
            let after = rest.part(after..rest.value.len()).trimmed();
            let goes = match after.value.strip_prefix("→ ") {
                Some(goes) => Some(then(&unmarked(&Text::new(italic(goes)?, after.place)), l)?),
                None if after.value.is_empty() => None,
                None => return None,
            };
            self.segment.answers.push(Answer { hear, place: text.place, then: goes, ..Answer::default() });
            self.answering = true;
            return Some(());
        }
        if let Some(rest) = behind(&text, &format!("_{}_", l.if_asked), " ") {
            let (hear, after) = heard(&rest)?;
            let say = behind(&rest.part(after..rest.value.len()), ":", "")?.trimmed();
            let say = (!say.is_blank()).then(|| Words::one(unmarked(&say)));
            self.segment.if_asked.push(IfAsked { hear, place: text.place, say });
            return Some(());
        }
        if let Some(name) = text.value.strip_suffix(LINE) {
            let name = name_of(&name.trim_end_matches([':', ' ']).replace('\\', ""))?;
            self.segment.form.push(Text::new(name, text.place));
            return Some(());
        }
        let version = self.versions.then(|| Words::one(unmarked(&text)))?;
        self.segment.say_any.push(version);
        Some(())
    }

    /// Bold words in front.
    fn labelled(&mut self, chunk: &Chunk, l: &Labels) -> Option<()> {
        let text = &chunk.text;
        if text.value == format!("**{}**", l.say_any) {
            self.versions = true;
        } else if let Some(words) = behind(text, &format!("**{}:** ", l.compared_with), "") {
            self.segment.compared_with = Some(Words::one(unmarked(&words)));
        } else {
            let words = behind(text, &format!("**{}:** ", l.teach_back), "")?;
            self.segment.teach_back = Some(Words::one(unmarked(&words)));
        }
        Some(())
    }

    /// What follows an answer.
    fn reply(&mut self, chunk: &Chunk, l: &Labels) -> Option<()> {
        let answer = self.segment.answers.last_mut().filter(|_| self.answering)?;
        let text = &chunk.text;
        if let Some(inner) = italic(&text.value) {
            answer.note.push(unmarked(&behind(&text.part(1..1 + inner.len()), l.note, ": ")?));
        } else if let Some(words) = behind(text, &format!("**{}:** ", l.must_say), "") {
            answer.must_say = Some(Box::new(MustSay { words: Words::one(unmarked(&words)), ..MustSay::default() }));
        } else if answer.say.is_none() {
            answer.say = Some(Words::one(unmarked(text)));
        } else {
            answer.ask = Some(Words::one(unmarked(text)));
        }
        Some(())
    }

    /// The segment: its last paragraph is the question, where it asks.
    pub(super) fn finish(mut self) -> Segment {
        let answered = !self.segment.answers.is_empty() || !self.segment.form.is_empty();
        let asks =
            self.said.last().is_some_and(|last| matches!(outline::question(last.clone(), answered), (None, Some(_))));
        // What may come up at any moment has its words in one piece, whatever they end with.
        let whole = self.when.is_some() && self.said.len() == 1;
        let ask = (asks && !whole).then(|| self.said.pop()).flatten();
        self.segment.ask = ask.map(Words::one);
        self.segment.say = (!self.said.is_empty()).then(|| Words::one(Text::joined(&self.said, "\n\n")));
        self.segment
    }
}

/// A line to write on.
const LINE: &str = " \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_";

/// The words behind a label and its sign.
fn behind(text: &Text, label: &str, sign: &str) -> Option<Text> {
    let rest = text.value.strip_prefix(label)?.strip_prefix(sign)?;
    Some(text.part(text.value.len() - rest.len()..text.value.len()))
}

fn when(text: &Text) -> Option<When> {
    let text = unmarked(text);
    let condition = Condition::read(&text.value).ok()?;
    Some(When { text, condition })
}

/// What is heard, each in quotation marks, and where that ends.
fn heard(text: &Text) -> Option<(Vec<Text>, usize)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.value.get(at..) {
        let open = rest.find('“').filter(|open| all.is_empty() && *open == 0 || !all.is_empty() && *open <= 6);
        let Some(open) = open.filter(|open| rest.get(..*open).is_some_and(|between| !between.contains(['→', ':'])))
        else {
            break;
        };
        let from = at + open + '“'.len_utf8();
        let to = from + text.value.get(from..)?.find('”')?;
        all.push(unmarked(&text.part(from..to)));
        at = to + '”'.len_utf8();
    }
    (!all.is_empty()).then_some((all, at))
}

/// Where the call goes, from the words that the page has for it.
fn then(text: &Text, l: &Labels) -> Option<Then> {
    let words = text.value.as_str();
    if let Some(rest) = words.strip_prefix(l.go_to) {
        let name = rest.trim().strip_prefix('“')?.strip_suffix('”')?;
        return Some(Then::GoTo(Text::new(name, text.place)));
    }
    if let Some(file) = behind(text, l.use_file, " ") {
        let back = file.value.strip_suffix(l.and_come_back).map(|file| file.trim_end().len());
        let and_come_back = back.is_some();
        return Some(Then::Use { file: file.part(0..back.unwrap_or(file.value.len())), and_come_back });
    }
    let outcome = words.strip_prefix(l.end_as)?.trim();
    Some(Then::EndAs(Text::new(outcome.replace(' ', "-"), text.place)))
}
