//! The layout of one block: which stretches are words to say, and which are headings, notes, the
//! customer's lines or code; and where its sentences start and end.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::cue::is_han;
use super::fold::{blank, is_note};
use crate::lately::Lately;
use crate::phrases::Phrases;

/// Signs that may stand in some words, one bit for each sort.
type Signs = u8;

const ARROWS: Signs = 1;
const CODE: Signs = 1 << 1;
const COLONS: Signs = 1 << 2;
const QUOTES: Signs = 1 << 3;
const BRACKETS: Signs = 1 << 4;
const ENDS: Signs = 1 << 5;
const LINKS: Signs = 1 << 6;

/// For each byte the signs that begin with it: those in ASCII themselves, of others the first byte.
const SIGNS: [Signs; 256] = {
    let mut signs = [0; 256];
    signs = with(signs, ARROWS, &[b'>', 0xe2]);
    signs = with(signs, CODE, b"{(<$_\"|-;[");
    signs = with(signs, COLONS, &[b':', 0xef]);
    signs = with(signs, QUOTES, &[b'"', 0xe2, 0xe3]);
    signs = with(signs, BRACKETS, &[b'(', b'[', 0xe3, 0xef]);
    signs = with(signs, LINKS, b"]");
    with(signs, ENDS, &[b'?', b'!', b'.', 0xe2, 0xe3, 0xef])
};

const fn with(mut signs: [Signs; 256], sort: Signs, bytes: &[u8]) -> [Signs; 256] {
    let mut at = 0;
    while at < bytes.len() {
        signs[bytes[at] as usize] |= sort;
        at += 1;
    }
    signs
}

/// Which signs may stand in some words.
fn signs(words: &str) -> Signs {
    words.bytes().fold(0, |signs, byte| signs | SIGNS[usize::from(byte)])
}

/// What a stretch of a block is by its layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::read) enum Part {
    /// Words that may be said to the customer.
    Said,
    /// A heading, or a label in front of words.
    Heading,
    /// A note to the agent: brackets, conditions, words around a quotation.
    Note,
    /// What the customer says.
    Theirs,
    /// Code, a form field, a table's rule.
    Code,
    /// Where to go from here.
    Jump,
}

/// A sentence, or a piece of one, that may be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) range: Range<usize>,
    pub(super) asks: bool,
    pub(super) conditional: bool,
}

/// The layout of a block; all ranges are bytes of the block, in rising order.
#[derive(Debug, Default)]
pub(in crate::read) struct Layout {
    pub(in crate::read) parts: Vec<(Range<usize>, Part)>,
    pub(super) bullets: usize,
    pub(super) numbered: usize,
    pub(super) quote_lines: usize,
    pub(in crate::read) speech_marks: usize,
    pub(in crate::read) our_label: bool,
    pub(super) conditions: usize,
    pub(super) table_rows: usize,
    pub(super) links: usize,
}

impl Layout {
    /// Looks at a block, line by line.
    pub(super) fn new(text: &str) -> Self {
        let mut layout = Self::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let range = trimmed(text, start..start + line.len());
            start += line.len();
            layout.line(text, range);
        }
        layout
    }

    /// The same; what was looked at lately is not looked at again.
    pub(in crate::read) fn lately(text: &str) -> Arc<Self> {
        static LATELY: OnceLock<Lately<Layout>> = OnceLock::new();
        LATELY.get_or_init(Lately::default).get(text, || Self::new(text))
    }

    /// The stretches of one part.
    pub(super) fn of(&self, part: Part) -> impl Iterator<Item = Range<usize>> + '_ {
        self.parts.iter().filter(move |(_, p)| *p == part).map(|(range, _)| range.clone())
    }

    /// Which part a byte belongs to.
    pub(super) fn part_at(&self, byte: usize) -> Option<Part> {
        self.stretch_at(byte).map(|(_, part)| *part)
    }

    /// The stretch a byte belongs to.
    pub(super) fn stretch_at(&self, byte: usize) -> Option<&(Range<usize>, Part)> {
        let after = self.parts.partition_point(|(range, _)| range.start <= byte);
        self.parts.get(after.checked_sub(1)?).filter(|(range, _)| range.contains(&byte))
    }

    fn push(&mut self, range: Range<usize>, part: Part) {
        if !range.is_empty() {
            self.parts.push((range, part));
        }
    }

    fn line(&mut self, text: &str, range: Range<usize>) {
        let range = self.markers(text, range);
        let words = text.get(range.clone()).unwrap_or_default();
        if words.is_empty() {
            return;
        }
        let signs = signs(words);
        self.links += usize::from(signs & LINKS != 0 && words.contains("](") || words.contains("http"));
        if words.starts_with('#') || is_heading(words) {
            self.push(range, Part::Heading);
        } else if is_rule(words) {
            self.push(range, Part::Code);
        } else if signs & ARROWS != 0 && is_jump(words) {
            self.push(range, Part::Jump);
        } else if signs & CODE != 0 && is_code(words) {
            self.code(text, range);
        } else {
            self.prose(text, range, signs);
        }
    }

    /// Leaves off quotation arrows, bullets and numbers, and counts them.
    fn markers(&mut self, text: &str, range: Range<usize>) -> Range<usize> {
        let mut at = range.start;
        loop {
            let rest = text.get(at..range.end).unwrap_or_default();
            let Some((long, what)) = marker(rest) else { return at..range.end };
            match what {
                Marker::Quote => self.quote_lines += 1,
                Marker::Bullet => self.bullets += 1,
                Marker::Number => self.numbered += 1,
                Marker::Cell => self.table_rows += 1,
            }
            at += long + rest.get(long..).map_or(0, |tail| tail.len() - tail.trim_start().len());
        }
    }

    /// Code says nothing, except for whole sentences in quotation marks within it.
    fn code(&mut self, text: &str, range: Range<usize>) {
        let words = text.get(range.clone()).unwrap_or_default();
        let mut last = range.start;
        for quote in quotations(words) {
            let inner = words.get(quote.clone()).unwrap_or_default();
            if count_words(inner) >= 5 {
                self.push(last..range.start + quote.start, Part::Code);
                self.push(range.start + quote.start..range.start + quote.end, Part::Said);
                last = range.start + quote.end;
            }
        }
        self.push(last..range.end, Part::Code);
    }

    fn prose(&mut self, text: &str, range: Range<usize>, signs: Signs) {
        let words = text.get(range.clone()).unwrap_or_default();
        if let Some(long) = note_in_front(words) {
            self.conditions += 1;
            self.push(range.start..range.start + long, Part::Note);
            return self.after_note(text, trimmed(text, range.start + long..range.end), signs);
        }
        let label = if signs & COLONS == 0 { None } else { label(words) };
        match label {
            Some((long, Label::Theirs)) => {
                self.push(range.start..range.start + long, Part::Heading);
                self.push(trimmed(text, range.start + long..range.end), Part::Theirs);
            }
            Some((long, which)) => {
                self.our_label |= which == Label::Ours;
                self.conditions += usize::from(which == Label::Condition);
                let part = if which == Label::Condition { Part::Note } else { Part::Heading };
                self.push(range.start..range.start + long, part);
                self.speech(text, trimmed(text, range.start + long..range.end), signs);
            }
            None => self.speech(text, range, signs),
        }
    }

    fn after_note(&mut self, text: &str, range: Range<usize>, signs: Signs) {
        let words = text.get(range.clone()).unwrap_or_default();
        let dashes = words.len() - words.trim_start_matches(['-', '–', '—', ':', '：', ' ', '>', '*', '_']).len();
        let range = range.start + dashes..range.end;
        let closing = text.get(range.clone()).is_some_and(|rest| rest.chars().all(|c| !c.is_alphanumeric()));
        if !closing {
            self.speech(text, range, signs);
        }
    }

    /// Words that may be said: those in quotation marks if a whole speech stands in them, else all of
    /// them but notes in brackets.
    fn speech(&mut self, text: &str, range: Range<usize>, signs: Signs) {
        let words = text.get(range.clone()).unwrap_or_default();
        let quotes = if signs & QUOTES == 0 { Vec::new() } else { speeches(words) };
        self.speech_marks += quotes.len();
        if quotes.is_empty() {
            return self.bare(text, range, signs);
        }
        let mut last = range.start;
        for quote in quotes {
            self.note(text, last..range.start + quote.start);
            self.bare(text, range.start + quote.start..range.start + quote.end, signs);
            last = range.start + quote.end;
        }
        self.note(text, last..range.end);
    }

    /// What stands around a speech, unless it is nothing but marks.
    fn note(&mut self, text: &str, range: Range<usize>) {
        if text.get(range.clone()).is_some_and(|words| words.contains(char::is_alphanumeric)) {
            self.push(trimmed(text, range), Part::Note);
        }
    }

    fn bare(&mut self, text: &str, range: Range<usize>, signs: Signs) {
        let words = text.get(range.clone()).unwrap_or_default();
        let mut last = range.start;
        for note in if signs & BRACKETS == 0 { Vec::new() } else { notes(words) } {
            self.push(trimmed(text, last..range.start + note.start), Part::Said);
            self.push(range.start + note.start..range.start + note.end, Part::Note);
            last = range.start + note.end;
        }
        self.push(trimmed(text, last..range.end), Part::Said);
    }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text.get(range.clone()).unwrap_or_default();
    let front = words.len() - words.trim_start().len();
    let back = words.len() - words.trim_end().len();
    if front == words.len() { range.start..range.start } else { range.start + front..range.end - back }
}

pub(in crate::read) enum Marker {
    Quote,
    Bullet,
    Number,
    Cell,
}

pub(in crate::read) fn marker(words: &str) -> Option<(usize, Marker)> {
    let first = words.chars().next()?;
    let spaced =
        words.get(first.len_utf8()..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\u{3000}']));
    match first {
        '>' => Some((1, Marker::Quote)),
        '|' => Some((1, Marker::Cell)),
        '•' | '·' | '◦' | '▪' | '●' | '○' | '☐' | '□' => Some((first.len_utf8(), Marker::Bullet)),
        '-' | '*' | '+' | '–' | '—' | '→' if spaced => Some((first.len_utf8(), Marker::Bullet)),
        '-' | '—' if words.get(first.len_utf8()..)?.starts_with("> ") => Some((first.len_utf8() + 1, Marker::Bullet)),
        '.' if words.starts_with("..*") || words.starts_with(".. ") => Some((3, Marker::Bullet)),
        '(' | '[' => box_to_tick(words).map(|long| (long, Marker::Bullet)).or_else(|| numbered(words)),
        _ => numbered(words),
    }
}

fn numbered(words: &str) -> Option<(usize, Marker)> {
    number(words).map(|long| (long, Marker::Number))
}

/// How long a box to tick in front of words is.
fn box_to_tick(words: &str) -> Option<usize> {
    ["( ) ", "[ ] ", "(_) ", "[_] "].iter().find(|sign| words.starts_with(**sign)).map(|sign| sign.len())
}

/// `1.`, `2)`, `(3)`, `[10]`, `a)`, `一、`, `①` in front of words.
fn number(words: &str) -> Option<usize> {
    let open = words.strip_prefix(['(', '[', '（']).map_or(0, |rest| words.len() - rest.len());
    let inner = words.get(open..)?;
    let run = |of: &dyn Fn(char) -> bool| inner.len() - inner.trim_start_matches(of).len();
    let long = match inner.bytes().next()? {
        b'0'..=b'9' => run(&|c| c.is_ascii_digit()),
        b'a'..=b'z' | b'A'..=b'Z' => usize::from(inner.get(1..2) == Some(")")),
        ..0x80 => 0,
        _ => run(&|c| "一二三四五六七八九十".contains(c)),
    };
    let close = inner.get(long..)?.chars().next()?;
    let fits = if open > 0 { ")]）".contains(close) } else { ".)、．".contains(close) };
    let short = (1..=6).contains(&long);
    let spaced = close != '.' || inner.get(long + 1..).is_some_and(|rest| rest.starts_with([' ', '\t']));
    (fits && short && spaced).then_some(open + long + close.len_utf8())
}

/// Bold alone, capitals alone, or a short line that ends with a colon.
fn is_heading(words: &str) -> bool {
    let bare = words.trim_matches(['*', '_', ' ']);
    let few = |most: usize| count_words(bare) <= most;
    let bold = words.starts_with("**")
        && words.ends_with("**")
        && !bare.contains("**")
        && !bare.ends_with(['.', '?', '!', '。', '？', '！', '"', '”']);
    let letters = || bare.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = !bare.bytes().any(|byte| byte.is_ascii_lowercase())
        && bare.chars().all(|c| !c.is_lowercase() && !is_han(c))
        && letters() >= 4;
    let colon = bare.ends_with([':', '：']) && !bare.contains(['?', '？', ',', '，', '"', '“']) && few(6);
    bold && few(12) || capitals && few(14) || colon
}

fn is_rule(words: &str) -> bool {
    let marks = words.chars().all(|c| !c.is_alphanumeric() && !is_han(c));
    marks
        || words.starts_with("```")
        || words.starts_with("<!--")
        || words.starts_with("{:")
        || words.starts_with("<img")
}

/// An arrow to another part, or a line that only says where to go.
fn is_jump(words: &str) -> bool {
    let arrow = ["->", "→", "=>", "—>", ">>"].iter().find_map(|arrow| words.rfind(arrow).map(|at| (at, arrow.len())));
    let Some((at, long)) = arrow else { return false };
    let target = words.get(at + long..).unwrap_or_default().trim();
    let from = words.get(..at).unwrap_or_default();
    !target.contains(['?', '!', '？', '！', '"', '“']) && count_words(target) <= 3 && count_words(from) <= 24
}

/// Programs' marks: a field's type, JSON, templates with dots.
fn is_code(words: &str) -> bool {
    let marks = marks(words);
    let letters = || words.chars().filter(|c| c.is_alphanumeric()).count();
    let typed =
        ["(text)", "(string)", "(integer)", "(date)", "(note)", "(select_", "(begin_", "(calculate", "(decimal)"];
    let pair = words.split_once(": ").is_some_and(|(key, value)| {
        !is_sentence(value)
            && (key.contains('_') || key.contains('-') && key.chars().all(|c| !c.is_uppercase()))
            && !key.contains(' ')
            && key.is_ascii()
            && key.len() > 2
    });
    let json = words.starts_with("{\"") || words.starts_with("\"") && words.contains("\":");
    words.contains('(') && typed.iter().any(|kind| words.contains(kind))
        || json
        || pair
        || (marks >= 8 && marks * 4 > letters())
}

/// Whether words are a whole sentence, in which no program's value would be written.
fn is_sentence(words: &str) -> bool {
    let words = words.trim();
    let ends = words.ends_with(['.', '?', '!', '。', '？', '！']) || words.contains(['，', '。', '？']);
    ends && count_words(words) >= 4 && !words.contains(['{', '=', '$', '<'])
}

/// How many marks of code there are, blanks left out.
fn marks(words: &str) -> usize {
    let (mut count, mut skip) = (0, 0);
    for (at, byte) in words.bytes().enumerate() {
        if at < skip || !b"{}[]<>$=_\"|\\;".contains(&byte) {
            continue;
        }
        match words.get(at..).and_then(blank) {
            Some(long) => skip = at + long,
            None => count += 1,
        }
    }
    count
}

/// How long a note in brackets in front of words is: `[If yes:]`, `(Pause)`, `（如果…：`.
fn note_in_front(words: &str) -> Option<usize> {
    let lead = words.len() - words.trim_start_matches(['*', '_']).len();
    let inner = words.get(lead..)?.trim_start_matches('\\');
    let skipped = words.len() - inner.len();
    let open = inner.chars().next()?;
    let close = match open {
        '[' => ']',
        '(' => ')',
        '（' => '）',
        '<' => '>',
        '【' => '】',
        '{' => '}',
        _ => return None,
    };
    if blank(inner).is_some() && close != ')' && !answers(inner, close) {
        return None;
    }
    let body = inner.get(open.len_utf8()..)?;
    let end = body.find(close).unwrap_or(body.len());
    let note = body.get(..end)?;
    let colon = note.find([':', '：']).filter(|_| is_note(note));
    let whole = skipped + open.len_utf8() + (end + close.len_utf8()).min(body.len());
    let after = words.get(whole..).is_some_and(|rest| rest.chars().any(char::is_alphanumeric));
    match colon {
        Some(at) if !after && count_words(note.get(at..)?) >= 3 => {
            Some(skipped + open.len_utf8() + at + note.get(at..)?.chars().next()?.len_utf8())
        }
        _ => Some(whole),
    }
}

/// Whether words in brackets in front of a dash and a speech are what the customer does: `[Wants it] – OK, then …`.
fn answers(words: &str, close: char) -> bool {
    let Some((inner, behind)) = words.split_once(close) else { return false };
    let inner = inner.to_lowercase();
    let dash = [" - ", " – ", " — "].iter().any(|dash| behind.starts_with(dash));
    let fills = ["name", "date", "time", "number", "your ", "agent", "nurse", "company", "rep"];
    dash && (2..=6).contains(&count_words(&inner))
        && !fills.iter().any(|word| inner.contains(word))
        && count_words(behind) >= 4
}

#[derive(PartialEq, Eq, Clone, Copy)]
pub(in crate::read) enum Label {
    Ours,
    Theirs,
    Condition,
    Heading,
}

const OURS: [&str; 31] = [
    "agent",
    "rep",
    "representative",
    "nurse",
    "operator",
    "interviewer",
    "advisor",
    "adviser",
    "consultant",
    "csr",
    "you",
    "speaker 1",
    "caller",
    "caller response",
    "say",
    "ask",
    "please ask",
    "please say",
    "then say",
    "then ask",
    "script",
    "volunteer",
    "sales rep",
    "closer",
    "follow-up",
    "客服",
    "坐席",
    "护士",
    "催收员",
    "机器人",
    "客服代表",
];
const THEIRS: [&str; 27] = [
    "customer",
    "client",
    "prospect",
    "patient",
    "donor",
    "staffer",
    "voter",
    "user",
    "member",
    "debtor",
    "debtor response",
    "customer response",
    "participant",
    "parent",
    "contact",
    "them",
    "lead",
    "speaker 2",
    "borrower",
    "caregiver",
    "client response",
    "if debtor response",
    "客户",
    "用户",
    "患者",
    "买家",
    "顾客",
];

/// A label in front of words, with its length: who speaks, an if, or a heading on the same line.
pub(in crate::read) fn label(words: &str) -> Option<(usize, Label)> {
    let at = colon(words)?;
    let colon = words.get(at..)?.chars().next()?.len_utf8();
    let rest = words.get(at + colon..)?;
    let name = words.get(..at)?.trim_matches(['*', '_', ' ', '-', '>', '[', ']', '\\']).to_lowercase();
    let clean = !name.is_empty()
        && !name.contains(['?', '.', '!', '"', '“', ',', '，', '。', '{', '/'])
        && !rest.starts_with("//");
    if !clean || name.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let long = at + colon + rest.len() - rest.trim_start_matches(['*', '_', ' ', '>']).len();
    let which = match name.as_str() {
        name if OURS.contains(&name) => Label::Ours,
        name if THEIRS.contains(&name) => Label::Theirs,
        name if ["if ", "when ", "after ", "while ", "only "].iter().any(|start| name.starts_with(start)) => {
            Label::Condition
        }
        name if name.starts_with("如果") || name.starts_with('若') => Label::Condition,
        name if count_words(name) <= 5 && !speaks(name) => Label::Heading,
        _ => return None,
    };
    Some((long, which))
}

/// Where the first colon stands, if it does among the first characters.
fn colon(words: &str) -> Option<usize> {
    const NEAR: usize = 64;
    let at = words.bytes().take(NEAR * 4).position(|byte| SIGNS[usize::from(byte)] & COLONS != 0)?;
    if at < NEAR && words.as_bytes().get(at) == Some(&b':') {
        return Some(at);
    }
    let window = words.char_indices().nth(NEAR).map_or(words, |(at, _)| words.get(..at).unwrap_or(words));
    window.find([':', '：'])
}

/// Whether a label's words are themselves addressed to somebody.
fn speaks(name: &str) -> bool {
    let words = name.split_whitespace();
    words.into_iter().any(|word| matches!(word, "you" | "your" | "i" | "i'm" | "is" | "we" | "please"))
        || name.contains('您')
        || name.contains('我')
}

/// Ranges of what stands inside quotation marks.
fn quotations(words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in words.char_indices() {
        match (c, open) {
            ('“' | '「', _) | ('"', None) => open = Some(at + c.len_utf8()),
            ('”' | '」' | '"', Some(start)) => {
                found.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    // A speech that goes on in the next line has no closing mark in this one.
    if let Some(start) = open.filter(|start| *start <= 6) {
        found.push(start..words.len());
    }
    found
}

/// Quotations that are a speech: in front of all other words, long, or a whole sentence.
fn speeches(words: &str) -> Vec<Range<usize>> {
    let all = quotations(words);
    let longest = all.iter().map(Range::len).max().unwrap_or(0);
    let in_front = all
        .first()
        .is_some_and(|first| words.get(..first.start).is_some_and(|lead| !lead.contains(char::is_alphanumeric)));
    let whole = in_front && longest * 2 > words.len() || longest * 5 > words.len() * 2;
    let speech = |quote: &Range<usize>| {
        words
            .get(quote.clone())
            .is_some_and(|inner| count_words(inner) >= 3 || inner.ends_with(['.', '?', '!', '？', '。']))
    };
    if whole { all.into_iter().filter(speech).collect() } else { Vec::new() }
}

/// Ranges of notes in brackets within words.
fn notes(words: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in words.char_indices() {
        let close = match c {
            '(' => Some(')'),
            '[' => Some(']'),
            '（' => Some('）'),
            '【' => Some('】'),
            _ => None,
        };
        match (close, open) {
            (Some(close), None) => open = Some((at, close)),
            (_, Some((start, wanted))) if c == wanted => {
                let note = start..at + c.len_utf8();
                let inner = words.get(note.clone()).unwrap_or_default();
                let is_blank = blank(inner).is_some();
                let link = words.get(..start).is_some_and(|before| before.ends_with(']'));
                if !is_blank
                    && !link
                    && !fills_in(inner)
                    && !goes_on(words, start, inner)
                    && (count_words(inner) >= 3 || is_note(inner.trim_matches(['(', ')', '[', ']', '（', '）'])))
                {
                    found.push(note);
                }
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Whether words in round brackets name something to fill in: `(your city)`, `(the voter's name)`.
fn fills_in(words: &str) -> bool {
    let inner = words.trim_matches(['(', ')']).to_lowercase();
    words.starts_with('(') && count_words(&inner) <= 5 && (inner.starts_with("your ") || inner.ends_with(" name"))
}

/// Whether round brackets within a sentence are part of what is said: "in ten months (or one year)", "占道（占车位/施工）".
fn goes_on(words: &str, start: usize, inner: &str) -> bool {
    let round = inner.starts_with(['(', '（']);
    let inner = inner.trim_matches(['(', ')', '（', '）']);
    let before = words.get(..start).unwrap_or_default().trim_end();
    let within = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '}' | ']' | '%'));
    let several = inner.matches(['/', '、']).count() >= 2 || inner.starts_with("or ");
    let small = inner.starts_with(|c: char| c.is_ascii_lowercase());
    let of_them = ["customer", "client", "caller", "patient", "agent", "they ", "客户", "患者"];
    let told = instructs(inner)
        || is_note(inner)
        || inner.contains([':', '：'])
        || of_them.iter().any(|word| inner.contains(word));
    round && within && (several || small && !told)
}

/// Whether a short line tells the agent what to do rather than what comes.
pub(in crate::read) fn instructs(words: &str) -> bool {
    const STARTS: [&str; 23] = [
        "navigate", "wait", "record", "then", "provide", "pause", "take", "ask", "remember", "do not", "don't",
        "never", "always", "jump to", "listen", "stop", "note", "match", "must", "confirm", "enter", "click", "repeat",
    ];
    let low = words.to_lowercase();
    let word = |start: &&str| {
        let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        low.strip_prefix(*start).is_some_and(|rest| ends(rest) || rest.strip_prefix("ing").is_some_and(ends))
    };
    STARTS.iter().any(word)
}

/// Words, where a Chinese character counts as half a word.
pub(in crate::read) fn count_words(words: &str) -> usize {
    if words.is_ascii() {
        let runs = words.as_bytes().split(|byte| matches!(byte, b' ' | b'\t'..=b'\r'));
        return runs.filter(|run| run.iter().any(u8::is_ascii_alphanumeric)).count();
    }
    let (mut han, mut spaced, mut inside) = (0_usize, 0, false);
    for c in words.chars() {
        if is_han(c) {
            han += 1;
            inside = false;
        } else if c.is_whitespace() {
            inside = false;
        } else if !inside && c.is_alphanumeric() {
            spaced += 1;
            inside = true;
        }
    }
    spaced + han.div_ceil(2)
}

/// The sentences of the words that may be said, in rising order.
pub(super) fn sentences(text: &str, layout: &Layout) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    for range in layout.of(Part::Said) {
        let words = text.get(range.clone()).unwrap_or_default();
        let (mut start, mut at) = (0, 0);
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(mark) = rest.bytes().position(|byte| SIGNS[usize::from(byte)] & ENDS != 0) else { break };
            let mut chars = rest.get(mark..).unwrap_or_default().chars();
            let Some(c) = chars.next() else { break };
            at += mark + c.len_utf8();
            let ends = matches!(c, '?' | '!' | '。' | '？' | '！' | '；' | '…')
                || c == '.' && chars.next().is_none_or(|c| !c.is_alphanumeric());
            if ends {
                found.extend(sentence(text, range.start + start..range.start + at));
                start = at;
            }
        }
        found.extend(sentence(text, range.start + start..range.end));
    }
    found
}

fn sentence(text: &str, range: Range<usize>) -> Option<Sentence> {
    let words = text.get(range.clone())?;
    let start = words.find(|c: char| c.is_alphanumeric() || c == '[' || c == '{' || c == '<')?;
    let from = words.get(start..)?;
    let tail = from.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?' && c != '？');
    let asks = tail.ends_with(['?', '？', '吗', '么', '呢']);
    Some(Sentence { range: range.start + start..range.end, asks, conditional: is_conditional(from) })
}

/// Whether a sentence begins with an if.
fn is_conditional(words: &str) -> bool {
    static IFS: Phrases =
        Phrases::new(&[&["if ", "unless ", "in case ", "should you ", "when ", "si ", "如果", "如", "若", "万一"]]);
    IFS.lead(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn where_no_sign_begins_nothing_that_needs_one_is_found(words in "[a-c1 :：é→>“\"(\\[.?{_-]{0,90}") {
            let signs = signs(&words);
            proptest::prop_assert!(signs & ARROWS != 0 || !is_jump(&words));
            proptest::prop_assert!(signs & CODE != 0 || !is_code(&words));
            proptest::prop_assert!(signs & COLONS != 0 || label(&words).is_none());
            proptest::prop_assert!(signs & QUOTES != 0 || quotations(&words).is_empty());
            proptest::prop_assert!(signs & BRACKETS != 0 || notes(&words).is_empty());
            let first: String = words.chars().take(64).collect();
            proptest::prop_assert_eq!(colon(&words), first.find([':', '：']));
        }
    }

    fn parts(text: &str) -> Vec<(Part, &str)> {
        Layout::new(text).parts.iter().map(|(range, part)| (*part, &text[range.clone()])).collect()
    }

    #[test]
    fn tells_words_from_what_stands_around_them() {
        assert_eq!(parts("[If no:] OK, bye."), [(Part::Note, "[If no:]"), (Part::Said, "OK, bye.")]);
        assert_eq!(parts("[Name], thanks."), [(Part::Said, "[Name], thanks.")]);
        assert_eq!(
            parts("**Close:**\n> \"Thanks again, [Name].\""),
            [(Part::Heading, "**Close:**"), (Part::Said, "Thanks again, [Name].")]
        );
        assert_eq!(
            parts("**Prospect:** Well, I owe a lot."),
            [(Part::Heading, "**Prospect:** "), (Part::Theirs, "Well, I owe a lot.")]
        );
        assert_eq!(parts("- Continue -> qualify"), [(Part::Jump, "Continue -> qualify")]);
        assert_eq!(parts("（如果不能按时：请问是什么原因呢？）")[1].0, Part::Said);
        assert_eq!(parts("[0] 您好，再见。"), [(Part::Said, "您好，再见。")]);
    }

    #[test]
    fn finds_questions() {
        let text = "Great. Do you smoke? If yes, how much";
        let sentences = sentences(text, &Layout::new(text));
        let asks: Vec<bool> = sentences.iter().map(|sentence| sentence.asks).collect();
        assert_eq!(asks, [false, true, false]);
        assert!(sentences[2].conditional);
    }
}
