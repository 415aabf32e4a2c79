//! What rules look at: every word of a script in one text, normalised, with the way back to the file; and
//! the segments it belongs to.

use std::cell::OnceCell;
use std::ops::Range;

use crate::bytes::has;
use crate::reading::Reading;
use crate::script::{self, Anytime, Said, Script, Segment, Words};
use crate::source::{Place, narrow};
use crate::text::Text;

/// Where words stand in a segment; each is one bit of [`Slots`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slots(pub u16);

impl Slots {
    pub(crate) const SAY: Self = Self(1);
    pub(crate) const SAY_ANY: Self = Self(2);
    pub(crate) const ASK: Self = Self(4);
    pub(crate) const TELL: Self = Self(8);
    pub(crate) const MUST_SAY: Self = Self(16);
    pub(crate) const IF_ASKED: Self = Self(32);
    pub(crate) const TEACH_BACK: Self = Self(64);
    pub(crate) const REPLY: Self = Self(128);
    pub(crate) const HEAR: Self = Self(256);
    pub(crate) const NOTE: Self = Self(512);
    pub(crate) const COACH: Self = Self(1024);
    pub(crate) const TITLE: Self = Self(2048);
    /// Suggested words, those that are said only when asked left out.
    pub(crate) const SPOKEN_FIRST: Self = Self(1 | 2 | 4 | 8 | 64 | 128);
    /// Suggested words.
    pub(crate) const SPOKEN: Self = Self(Self::SPOKEN_FIRST.0 | 32);
    /// What the agent says in any case, on the way through the segment.
    const WAY: Self = Self(1 | 2 | 4 | 8 | 16 | 64);

    /// The words that `reads` in a pack takes.
    pub(crate) const NAMES: [(&'static str, Self); 15] = [
        ("spoken", Self::SPOKEN),
        ("exact", Self::MUST_SAY),
        ("spoken_first", Self::SPOKEN_FIRST),
        ("say", Self::SAY),
        ("say_any", Self::SAY_ANY),
        ("ask", Self::ASK),
        ("tell", Self::TELL),
        ("must_say", Self::MUST_SAY),
        ("if_asked", Self::IF_ASKED),
        ("teach_back", Self::TEACH_BACK),
        ("answers", Self::REPLY),
        ("hear", Self::HEAR),
        ("note", Self::NOTE),
        ("coach", Self::COACH),
        ("title", Self::TITLE),
    ];

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A stretch of words that is spoken, or written, at one go.
#[derive(Debug, Clone)]
pub(crate) struct Utter {
    /// Its own number among all of the sheet.
    pub number: usize,
    /// What it is.
    pub slot: Slots,
    /// Number of the branch.
    pub branch: usize,
    /// Number of the segment in the branch.
    pub part: usize,
    /// Where it stands in the sheet's text.
    pub range: Range<usize>,
    /// Exact words that somebody approved, or a fixed list of questions with its reason: not reworded.
    pub settled: bool,
    /// Exact words of any kind: found, never fixed.
    pub exact: bool,
    /// The language, where this is not the script's own version.
    pub language: Option<String>,
}

/// One way through the call: the main one, or what happens at any moment.
#[derive(Debug)]
pub(crate) struct Branch<'r> {
    /// `main`, or when it happens.
    pub name: String,
    /// Its segments.
    pub parts: Vec<Part<'r>>,
}

/// A segment, as rules see it.
#[derive(Debug)]
pub(crate) struct Part<'r> {
    /// Its short name; empty where the form of script gives none.
    pub id: String,
    /// Its place in the file.
    pub place: Place,
    /// All that is known about it, where it was read as a segment.
    pub segment: Option<&'r Segment>,
    /// The numbers of its utterances.
    pub utters: Range<usize>,
    /// Seconds from the beginning of the branch.
    pub starts: f64,
    /// Seconds it takes.
    pub takes: f64,
}

/// A script as rules see it.
#[derive(Debug)]
pub(crate) struct Sheet<'r> {
    /// What was read.
    pub reading: &'r Reading,
    /// Every word, one utterance or paragraph a line, white space and quotes made plain.
    pub plain: String,
    /// The utterances, in the order of the text.
    pub utters: Vec<Utter>,
    /// The main way first, then what may happen at any moment.
    pub branches: Vec<Branch<'r>>,
    /// Stretches of `plain` that are filled in, not said as they stand.
    pub blanks: Vec<Range<usize>>,
    current: usize,
    runs: Vec<Run>,
    /// The form of script, once it was asked for.
    pub form: OnceCell<&'static str>,
    native: bool,
    guessed: bool,
}

/// From `plain` on, every byte of the sheet's text stands one further in the file as well.
#[derive(Debug, Clone, Copy)]
struct Run {
    plain: u32,
    file_byte: u32,
    file: u16,
}

impl<'r> Sheet<'r> {
    /// An empty sheet.
    pub(crate) fn empty(reading: &'r Reading) -> Self {
        Self {
            reading,
            plain: String::new(),
            utters: Vec::new(),
            branches: Vec::new(),
            blanks: Vec::new(),
            current: 0,
            runs: Vec::new(),
            form: OnceCell::new(),
            native: reading.source().is_some_and(|source| is_yaml(source.name())),
            guessed: reading.script.as_ref().is_some_and(|script| script.segments.iter().any(felt_by_guess)),
        }
    }

    /// The sheet of a script; only words in these slots are taken.
    pub(crate) fn of(reading: &'r Reading, slots: Slots) -> Self {
        let mut sheet = Self::empty(reading);
        let Some(script) = &reading.script else { return sheet };
        let mut writer = Writer { sheet: &mut sheet, script, slots };
        writer.branch("main", script.segments.iter());
        for Anytime { when, segment } in &script.anytime {
            writer.branch(&when.value.trim().to_lowercase(), std::iter::once(segment));
        }
        sheet
    }

    /// The script, where the text was read as one.
    pub(crate) fn script(&self) -> Option<&'r Script> {
        self.reading.script.as_ref()
    }

    /// The place in the file of a stretch of the sheet's text.
    pub(crate) fn place(&self, range: Range<usize>) -> Place {
        let (file, start) = self.in_file(range.start);
        if range.end <= range.start {
            return Place::in_file(file, start, start);
        }
        let last =
            self.plain.get(range.clone()).and_then(|text| text.char_indices().next_back()).map_or(0, |(at, _)| at);
        let (last_file, end) = self.in_file(range.start + last);
        let text = self.reading.sources.get(usize::from(last_file)).map_or("", |source| source.text());
        let length = text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Place::in_file(file, start, (end + length).max(start))
    }

    fn in_file(&self, byte: usize) -> (u16, usize) {
        let after = self.runs.partition_point(|run| run.plain as usize <= byte);
        match after.checked_sub(1).and_then(|at| self.runs.get(at)) {
            Some(run) => (run.file, run.file_byte as usize + (byte - run.plain as usize)),
            None => (0, 0),
        }
    }

    /// The number of the utterance that a byte of the text stands in.
    pub(crate) fn utter_at(&self, byte: usize) -> Option<usize> {
        let after = self.utters.partition_point(|utter| utter.range.start <= byte);
        after.checked_sub(1).filter(|&at| self.utters.get(at).is_some_and(|utter| byte <= utter.range.end))
    }

    /// Whether a stretch touches something that is filled in.
    pub(crate) fn in_blank(&self, range: &Range<usize>) -> bool {
        let after = self.blanks.partition_point(|blank| blank.start < range.end);
        after.checked_sub(1).and_then(|at| self.blanks.get(at)).is_some_and(|blank| blank.end > range.start)
    }

    /// The words of a stretch.
    pub(crate) fn words(&self, range: &Range<usize>) -> &str {
        self.plain.get(range.clone()).unwrap_or("")
    }

    /// A segment by branch and number.
    pub(crate) fn part(&self, branch: usize, part: usize) -> Option<&Part<'r>> {
        self.branches.get(branch).and_then(|branch| branch.parts.get(part))
    }

    /// The utterances of a segment.
    pub(crate) fn utters_of(&self, part: &Part<'_>) -> &[Utter] {
        self.utters.get(part.utters.clone()).unwrap_or(&[])
    }

    /// Where a segment's own line is: its place up to the end of its first line.
    pub(crate) fn head(&self, part: &Part<'_>) -> Place {
        let Some(source) = self.reading.source_of(part.place) else { return part.place };
        let start = part.place.start as usize;
        let rest = source.slice(part.place);
        let line = rest.lines().next().map_or(0, |line| line.trim_end().len());
        Place::in_file(part.place.file, start, start + line)
    }

    /// Whether the author wrote this script in our own format.
    pub(crate) fn is_native(&self) -> bool {
        self.native
    }

    /// Whether feelings were guessed from the words, in prose or in a script that was made of it.
    pub(crate) fn is_guessed(&self) -> bool {
        !self.native || self.guessed
    }

    /// Opens a branch, or goes on with the one of this name.
    pub(crate) fn open_branch(&mut self, name: &str) {
        let known = self.branches.iter().position(|branch| branch.name == name);
        self.current = known.unwrap_or(self.branches.len());
        if known.is_none() {
            self.branches.push(Branch { name: name.to_string(), parts: Vec::new() });
        }
    }

    /// Opens a segment in the branch that was opened last.
    pub(crate) fn open_part(
        &mut self,
        id: String,
        place: Place,
        segment: Option<&'r Segment>,
        starts: f64,
        takes: f64,
    ) {
        let at = self.utters.len();
        if let Some(branch) = self.branches.get_mut(self.current) {
            branch.parts.push(Part { id, place, segment, utters: at..at, starts, takes });
        }
    }

    /// Opens an utterance in the segment that was opened last; words follow with `add`.
    pub(crate) fn open_utter(&mut self, slot: Slots) -> &mut Utter {
        let branch = self.current;
        let part = self.branches.get(branch).map_or(0, |branch| branch.parts.len().saturating_sub(1));
        let (at, number) = (self.plain.len(), self.utters.len());
        let range = at..at;
        self.utters.push(Utter { number, slot, branch, part, range, settled: false, exact: false, language: None });
        &mut self.utters[number]
    }

    /// Ends the utterance; one without words is forgotten.
    pub(crate) fn close_utter(&mut self) {
        while self.plain.ends_with([' ', '\n']) && self.utters.last().is_some_and(|u| u.range.start < self.plain.len())
        {
            self.plain.pop();
        }
        let end = self.plain.len();
        let Some(utter) = self.utters.last_mut() else { return };
        utter.range.end = end;
        if utter.range.is_empty() {
            self.utters.pop();
            return;
        }
        self.plain.push('\n');
        let count = self.utters.len();
        if let Some(part) = self.branches.get_mut(self.current).and_then(|branch| branch.parts.last_mut()) {
            part.utters.end = count;
        }
    }

    /// Adds words that stand at these bytes of a file; `pairs` are (byte in the words, byte in the file).
    pub(crate) fn add(&mut self, words: &str, file: u16, start: usize, pairs: &[(u32, u32)]) {
        let begin = self.utters.last().map_or(0, |utter| utter.range.start);
        let first = self.plain.len();
        let (mut pair, mut base) = (0, (0, start));
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            while let Some(&(value, byte)) = pairs.get(pair).filter(|(value, _)| *value as usize <= at) {
                base = (value as usize, byte as usize);
                pair += 1;
            }
            let byte = base.1 + (at - base.0);
            let next = pairs.get(pair).map_or(words.len(), |(value, _)| *value as usize);
            let plain = plain_prefix(rest.as_bytes().get(..next - at).unwrap_or(rest.as_bytes()));
            if plain > 0 {
                self.run(byte, file);
                self.plain.push_str(rest.get(..plain).unwrap_or(""));
                at += plain;
                continue;
            }
            let mut chars = rest.chars();
            let c = chars.next().unwrap_or(' ');
            if c.is_whitespace() {
                let (length, lines) = white_prefix(rest);
                at += length;
                if self.plain.len() > begin && !self.plain.ends_with([' ', '\n']) {
                    self.run(byte, file);
                    self.plain.push(if lines > 1 { '\n' } else { ' ' });
                }
                continue;
            }
            at += c.len_utf8();
            self.run(byte, file);
            match c {
                '‘' | '’' => self.plain.push('\''),
                '“' | '”' => self.plain.push('"'),
                c => self.plain.push(c),
            }
        }
        if has(words, b'{') {
            self.find_blanks(first);
        }
    }

    /// Adds one character that stands for this byte of a file.
    fn run(&mut self, byte: usize, file: u16) {
        let (plain, byte) = (narrow(self.plain.len()), narrow(byte));
        let goes_on = self
            .runs
            .last()
            .is_some_and(|run| run.file == file && byte >= run.file_byte && plain - run.plain == byte - run.file_byte);
        if !goes_on {
            self.runs.push(Run { plain, file_byte: byte, file });
        }
    }

    fn find_blanks(&mut self, from: usize) {
        let mut at = from;
        while let Some(open) = self.plain.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
            let close = match self.plain.as_bytes().get(open + 1) {
                Some(b'{') => "}}",
                Some(b'%') => "%}",
                Some(b'#') => "#}",
                _ => {
                    at = open + 1;
                    continue;
                }
            };
            let rest = self.plain.get(open + 2..).unwrap_or("");
            let end = rest.find(close).map_or(self.plain.len(), |found| open + 2 + found + 2);
            self.blanks.push(open..end);
            at = end;
        }
    }
}

fn is_yaml(name: &str) -> bool {
    let name = name.to_lowercase();
    name.ends_with(".yaml") || name.ends_with(".yml")
}

/// How many bytes at the beginning stand as they are: ASCII words with one space between two.
fn plain_prefix(bytes: &[u8]) -> usize {
    if bytes.first() == Some(&b' ') {
        return 0;
    }
    let mut long = 0;
    while bytes.get(long..long + 33).is_some_and(are_plain) {
        long += 32;
    }
    while let Some(byte) = bytes.get(long) {
        let parts = *byte == b' ' && bytes.get(long + 1).is_some_and(u8::is_ascii_graphic);
        if !parts && !byte.is_ascii_graphic() {
            break;
        }
        long += 1;
    }
    long
}

/// Whether all of these bytes but the last stand as they are, looked at without a branch, many at once.
fn are_plain(bytes: &[u8]) -> bool {
    let odd = |byte: u8| byte.wrapping_sub(b' ') > b'~' - b' ';
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    !pairs.fold(false, |any, (&byte, &next)| any | odd(byte) | ((byte == b' ') & !next.is_ascii_graphic()))
}

/// The bytes of white space at the beginning, and the line ends in them.
fn white_prefix(text: &str) -> (usize, usize) {
    let length = text.len() - text.trim_start().len();
    (length, text.get(..length).unwrap_or("").matches('\n').count())
}

/// Writes a script onto its sheet, in the order of speaking.
struct Writer<'w, 'r> {
    sheet: &'w mut Sheet<'r>,
    script: &'r Script,
    slots: Slots,
}

impl<'r> Writer<'_, 'r> {
    fn branch(&mut self, name: &str, segments: impl Iterator<Item = &'r Segment>) {
        self.sheet.open_branch(name);
        let mut starts = 0.0;
        for segment in segments {
            let takes = script::seconds(self.script, segment);
            self.sheet.open_part(segment.id.clone(), segment.place, Some(segment), starts, takes);
            self.segment(segment);
            starts += takes;
        }
    }

    fn segment(&mut self, segment: &'r Segment) {
        self.text(segment.title.as_ref(), Slots::TITLE);
        self.texts(&segment.note, Slots::NOTE);
        self.texts(&segment.coach, Slots::COACH);
        self.words(segment.say.as_ref(), Slots::SAY);
        for words in &segment.say_any {
            self.words(Some(words), Slots::SAY_ANY);
        }
        if let Some(must) = &segment.must_say {
            self.exact(must);
        }
        self.words(segment.compared_with.as_ref(), Slots::SAY);
        self.words(segment.ask.as_ref(), Slots::ASK);
        for answer in &segment.answers {
            self.answer(answer);
        }
        self.fixed(segment);
        if let Some(choice) = &segment.choice {
            self.choice(choice);
        }
        self.words(segment.teach_back.as_ref(), Slots::TEACH_BACK);
        for asked in &segment.if_asked {
            self.texts(&asked.hear, Slots::HEAR);
            self.words(asked.say.as_ref(), Slots::IF_ASKED);
        }
    }

    fn fixed(&mut self, segment: &'r Segment) {
        let first = self.sheet.utters.len();
        for question in &segment.ask_in_order {
            self.words(question.ask.as_ref(), Slots::ASK);
            for answer in &question.answers {
                self.answer(answer);
            }
        }
        if segment.why.is_some() {
            self.sheet.utters.iter_mut().skip(first).for_each(|utter| utter.settled = true);
        }
    }

    fn choice(&mut self, choice: &'r script::Choice) {
        for pick in &choice.options {
            self.text(pick.pick.as_ref(), Slots::HEAR);
            self.words(pick.tell.as_ref(), Slots::TELL);
        }
        self.words(choice.because.as_ref(), Slots::TELL);
        self.words(choice.ask.as_ref(), Slots::ASK);
        self.words(choice.if_unsure.as_ref(), Slots::REPLY);
        for pick in &choice.options {
            self.words(pick.say.as_ref(), Slots::REPLY);
        }
    }

    fn answer(&mut self, answer: &'r script::Answer) {
        self.texts(&answer.hear, Slots::HEAR);
        self.words(answer.say.as_ref(), Slots::REPLY);
        if let Some(must) = &answer.must_say {
            self.exact(must);
        }
        self.words(answer.ask.as_ref(), Slots::REPLY);
        self.texts(&answer.note, Slots::NOTE);
    }

    fn exact(&mut self, must: &'r script::MustSay) {
        let first = self.sheet.utters.len();
        self.words(Some(&must.words), Slots::MUST_SAY);
        let whole = must.sign_off.approved_by.is_some() || must.sign_off.seal.is_some();
        for (utter, version) in self.sheet.utters.iter_mut().skip(first).zip(&must.words.versions) {
            utter.exact = true;
            utter.settled = whole || version.sign_off.approved_by.is_some() || version.sign_off.seal.is_some();
        }
    }

    fn words(&mut self, words: Option<&'r Words>, slot: Slots) {
        let Some(words) = words else { return };
        let own = words.version(&self.script.language).map(|version| version.text.place);
        for version in &words.versions {
            let language = if own == Some(version.text.place) { None } else { version.language.as_ref() };
            self.utter(&version.text, slot, language.map(|tag| tag.value.clone()));
        }
    }

    fn texts(&mut self, texts: &'r [Text], slot: Slots) {
        for text in texts {
            self.utter(text, slot, None);
        }
    }

    fn text(&mut self, text: Option<&'r Text>, slot: Slots) {
        if let Some(text) = text {
            self.utter(text, slot, None);
        }
    }

    fn utter(&mut self, text: &Text, slot: Slots, language: Option<String>) {
        if !slot.meets(self.slots) {
            return;
        }
        self.sheet.open_utter(slot).language = language;
        self.sheet.add(&text.value, text.place.file, text.place.start as usize, text.anchors());
        self.sheet.close_utter();
    }
}

impl Utter {
    /// Whether the agent says this on the way through the call, whatever the customer answers.
    pub(crate) fn on_the_way(&self) -> bool {
        self.slot.meets(Slots::WAY) && self.language.is_none()
    }
}

/// Whether a part's feeling was guessed from its words.
fn felt_by_guess(segment: &Segment) -> bool {
    segment.feels.as_ref().is_some_and(Said::is_guess)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::Source;

    proptest! {
        #[test]
        fn words_are_plain_up_to_what_is_not(mut words in "[a-c ]{0,80}", odd in "[a \t“é]{0,2}", behind in "[a ]{0,40}") {
            words = words.replace("  ", if odd.is_empty() { " " } else { "b" }) + &odd + &behind;
            let bytes = words.as_bytes();
            let stays = |at: usize| match bytes.get(at) {
                Some(b' ') => at > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic),
                byte => byte.is_some_and(u8::is_ascii_graphic),
            };
            prop_assert_eq!(plain_prefix(bytes), (0..).take_while(|at| stays(*at)).count());
        }
    }

    #[test]
    fn words_find_their_way_back_through_every_change() {
        let file = "x “Don’t\r\n\tgo”  {{ a }}\n\n b👩‍⚕️\u{a0}é";
        let reading = Reading { sources: vec![Source::new("x", file)], ..Reading::default() };
        let mut sheet = Sheet::empty(&reading);
        sheet.open_branch("main");
        sheet.open_part(String::new(), Place::default(), None, 0.0, 0.0);
        sheet.open_utter(Slots::SAY);
        sheet.add(&file[2..], 0, 2, &[]);
        sheet.close_utter();
        assert_eq!(sheet.plain, "\"Don't go\" {{ a }}\nb👩‍⚕️ é\n");
        for (plain, raw) in
            [("Don't go", "Don’t\r\n\tgo"), ("\"Don't", "“Don’t"), ("b👩‍⚕️ é", "b👩‍⚕️\u{a0}é"), ("go\"", "go”")]
        {
            let at = sheet.plain.find(plain).unwrap_or(usize::MAX);
            assert_eq!(reading.slice(sheet.place(at..at + plain.len())), raw);
        }
        assert_eq!(sheet.blanks.len(), 1);
        assert!(sheet.in_blank(&(13..14)) && !sheet.in_blank(&(1..6)));
    }
}
