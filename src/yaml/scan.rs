//! What YAML and Word do to people who do not know it, found line by line before the file is read,
//! each with its own sentence and, where it is safe, its own fix.

use crate::diagnostic::Diagnostic;
use crate::fix::{Edit, Fix, Safety};
use crate::source::{Place, Source, narrow};

/// The keys whose words are spoken or read as whole sentences.
pub const SPOKEN_KEYS: [&str; 8] = ["say", "say_any", "must_say", "ask", "tell", "text", "note", "coach"];

/// A text made readable, with what was wrong in it and the way back to what was written.
pub(super) struct Scan {
    pub mended: String,
    pub back: Back,
    pub diagnostics: Vec<Diagnostic>,
}

/// Leads from places in the mended text to places in the text as it was written.
#[derive(Debug, Default)]
pub(super) struct Back {
    /// Pairs of (byte in the mended text, byte in the source) from which both run on together.
    anchors: Vec<(usize, usize)>,
}

impl Back {
    pub(super) fn to_source(&self, byte: usize) -> usize {
        let after = self.anchors.partition_point(|&(mended, _)| mended <= byte);
        match after.checked_sub(1).map(|at| self.anchors[at]) {
            Some((mended, source)) => source + (byte - mended),
            None => byte,
        }
    }

    /// A scalar's anchors, counted from `start` in the mended text, as anchors into the source.
    pub(super) fn anchors(&self, anchors: &[(u32, u32)], start: usize) -> Vec<(u32, u32)> {
        anchors.iter().map(|&(value, raw)| (value, narrow(self.to_source(start + raw as usize)))).collect()
    }
}

/// Looks through a text for people's mistakes.
pub(super) fn scan(source: &Source, file: u16, known: &[&str]) -> Scan {
    let mut scanner = Scanner { file, known, diagnostics: Vec::new(), edits: Vec::new(), block: None, owner: None };
    let mut at = 0;
    for line in source.text().split_inclusive('\n') {
        scanner.line(at, line);
        at += line.len();
    }
    let (mended, back) = apply(source.text(), &scanner.edits);
    Scan { mended, back, diagnostics: scanner.diagnostics }
}

fn apply(text: &str, edits: &[Edit]) -> (String, Back) {
    let mut mended = String::with_capacity(text.len());
    let mut anchors = vec![(0, 0)];
    let mut at = 0;
    for edit in edits {
        let range = edit.place.range();
        mended.push_str(text.get(at..range.start).unwrap_or(""));
        anchors.push((mended.len(), range.start));
        mended.push_str(&edit.text);
        anchors.push((mended.len(), range.end));
        at = range.end;
    }
    mended.push_str(text.get(at..).unwrap_or(""));
    (mended, Back { anchors })
}

struct Scanner<'k> {
    file: u16,
    known: &'k [&'k str],
    diagnostics: Vec<Diagnostic>,
    /// What makes the text readable, in the order of the text.
    edits: Vec<Edit>,
    /// Inside words under `|`: the column of the key above.
    block: Option<usize>,
    /// The last key without words on its line, and its column: the owner of the items below it.
    owner: Option<(String, usize)>,
}

/// A line taken apart: where its indentation, its dashes, its key and its words begin.
struct Parts<'l> {
    key: &'l str,
    key_at: usize,
    value: &'l str,
    value_at: usize,
}

impl Scanner<'_> {
    fn line(&mut self, at: usize, line: &str) {
        let body = line.trim_end_matches(['\n', '\r']);
        let indent = body.len() - body.trim_start_matches([' ', '\t', '\u{a0}', '\u{3000}']).len();
        if body[indent..].is_empty() {
            return;
        }
        if self.block.is_some_and(|column| width(&body[..indent]) > column) {
            return;
        }
        self.block = None;
        self.indentation(at, &body[..indent]);
        let rest = &body[indent..];
        if rest.starts_with('#') {
            return;
        }
        let dashes = self.dashes(at + indent, rest);
        self.key_and_value(at, indent + dashes, body);
    }

    fn place(&self, start: usize, end: usize) -> Place {
        Place::in_file(self.file, start, end)
    }

    fn mend(&mut self, found: Diagnostic, title: &str, place: Place, text: String) {
        let fix = Fix::replace(title, place, text.clone(), Safety::Safe);
        self.edits.push(Edit { place, text });
        self.diagnostics.push(found.fix(fix));
    }

    fn indentation(&mut self, at: usize, indent: &str) {
        let Some(bad) = indent.chars().find(|&c| c != ' ') else { return };
        let name = match bad {
            '\t' => "a tab",
            '\u{a0}' => "a no-break space (Word puts it there)",
            _ => "a full-width space",
        };
        let spaces: String = indent.chars().map(|c| if matches!(c, '\t' | '\u{3000}') { "  " } else { " " }).collect();
        let place = self.place(at, at + indent.len());
        let found = Diagnostic::error("format/indent", place, format!("the line begins with {name} instead of spaces"))
            .help("use ordinary spaces, two for each step");
        self.mend(found, "use spaces", place, spaces);
    }

    /// How long the `- ` in front of the line's key is; mends what Word and haste make of it.
    fn dashes(&mut self, at: usize, rest: &str) -> usize {
        let mut length = 0;
        while let Some(inner) = rest.get(length..).and_then(|tail| tail.strip_prefix("- ")) {
            length += 2 + (inner.len() - inner.trim_start_matches(' ').len());
        }
        let tail = rest.get(length..).unwrap_or("");
        let Some(first) = tail.chars().next() else { return length };
        if matches!(first, '–' | '—' | '•' | '·' | '●' | '▪' | '*' | '‐' | '‑' | '−') {
            let bullet = first.len_utf8();
            let gap = tail[bullet..].len() - tail[bullet..].trim_start_matches([' ', '\t', '\u{a0}', '\u{3000}']).len();
            if gap > 0 {
                let place = self.place(at + length, at + length + bullet + gap);
                let found =
                    Diagnostic::error("format/bullet", place, format!("the line begins with {first} instead of -"))
                        .help("begin a new item with an ordinary hyphen and a space: `- `");
                self.mend(found, "use a hyphen", place, "- ".to_string());
                return length + bullet + gap;
            }
        }
        if first == '-' && tail.len() > 1 && self.is_key(tail[1..].split([':', '：']).next().unwrap_or("")) {
            let place = self.place(at + length, at + length + 1);
            let found = Diagnostic::error("format/dash", place, "the space behind the hyphen is missing")
                .help("write `- ` and then the key");
            self.mend(found, "add the space", place, "- ".to_string());
            return length + 1;
        }
        length
    }

    fn is_key(&self, word: &str) -> bool {
        let word = super::read::normal(word);
        self.known.contains(&word.as_str())
    }

    fn key_and_value(&mut self, at: usize, from: usize, body: &str) {
        let Some(parts) = self.parts(at, from, body) else {
            if let Some((owner, _)) = self.owner.clone().filter(|(_, column)| width(&body[..from]) >= *column) {
                self.item(at, from, body, &owner);
            }
            return;
        };
        let column = width(&body[..parts.key_at]);
        let key = super::read::normal(parts.key);
        let value = parts.value.trim_end();
        if value.is_empty() || value.starts_with('#') {
            self.owner = Some((key, column));
            return;
        }
        self.owner = None;
        self.value(at, &key, column, &parts, value);
    }

    /// Takes the line apart where it is `key: value`, mending the colon on the way.
    fn parts<'l>(&mut self, at: usize, from: usize, body: &'l str) -> Option<Parts<'l>> {
        let rest = body.get(from..)?;
        if rest.starts_with(['"', '\'', '{', '[']) {
            return None;
        }
        let colon = rest.find([':', '：'])?;
        let key = rest[..colon].trim_end();
        let wide = rest[colon..].starts_with('：');
        let length = if wide { '：'.len_utf8() } else { 1 };
        let behind = &rest[colon + length..];
        let glued = !behind.is_empty() && !behind.starts_with([' ', '\t', '\u{a0}', '\u{3000}']);
        if (wide || glued) && !self.is_key(key) {
            return None;
        }
        let colon_at = at + from + colon;
        if wide {
            let place = self.place(colon_at, colon_at + length);
            let found =
                Diagnostic::error("format/colon", place, format!("the colon behind `{key}` is a full-width one"))
                    .help("use an ordinary colon and a space");
            self.mend(found, "use an ordinary colon", place, if glued { ": " } else { ":" }.to_string());
        } else if glued {
            let place = self.place(colon_at, colon_at + 1);
            let found = Diagnostic::error("format/colon", place, format!("the space behind `{key}:` is missing"))
                .help("write a space behind the colon");
            self.mend(found, "add the space", place, ": ".to_string());
        }
        let gap = behind.len() - behind.trim_start_matches([' ', '\t', '\u{a0}', '\u{3000}']).len();
        Some(Parts { key, key_at: from, value: &behind[gap..], value_at: from + colon + length + gap })
    }

    /// An item of a list whose words stand on the line of its hyphen.
    fn item(&mut self, at: usize, from: usize, body: &str, owner: &str) {
        let value = body[from..].trim_end();
        let column = width(&body[..from]);
        if value.starts_with(['|', '>']) && block_header(value) {
            self.block = Some(column.saturating_sub(1));
            return;
        }
        if SPOKEN_KEYS.contains(&owner) {
            let parts = Parts { key: "", key_at: from, value, value_at: from };
            self.value(at, owner, column.saturating_sub(2), &parts, value);
        }
    }

    fn value(&mut self, at: usize, key: &str, column: usize, parts: &Parts<'_>, value: &str) {
        let spoken = SPOKEN_KEYS.contains(&key);
        if value.starts_with(['|', '>']) {
            if block_header(value) {
                self.block = Some(column);
                return;
            }
            let words = value[1..].trim_start();
            let bar = self.place(at + parts.value_at, at + parts.value_at + value.len() - words.len());
            let place = self.place(at + parts.value_at, at + parts.value_at + value.len());
            let message = format!("words stand on the line of the `{}`", &value[..1]);
            let found = Diagnostic::error("format/bar", place, message)
                .help("put the words on the next line, two spaces further in");
            self.under_bar(found, bar, column);
            return;
        }
        if !self.known.contains(&key) {
            return;
        }
        self.curly_quotes(at, parts, value);
        let wants_list = matches!(value.chars().next(), Some('[' | '{')) && (!spoken || is_map(value));
        if wants_list {
            return;
        }
        if let Some(what) = trouble(value, spoken) {
            let place = self.place(at + parts.value_at, at + parts.value_at + value.len());
            let found = Diagnostic::error("format/under-a-bar", place, what).help(format!(
                "put the words on the next line, under `{}: |`",
                if key.is_empty() { "say" } else { key }
            ));
            self.under_bar(found, place.before(), column);
        }
    }

    /// Puts the words behind `place` on a line of their own, under a bar.
    fn under_bar(&mut self, found: Diagnostic, place: Place, column: usize) {
        let text = format!("|\n{}", " ".repeat(column + 2));
        self.mend(found, "put the words under |", place, text);
        self.block = Some(column);
    }

    fn curly_quotes(&mut self, at: usize, parts: &Parts<'_>, value: &str) {
        let Some(inner) = value.strip_prefix(['“', '”', '„']).and_then(|rest| rest.strip_suffix(['”', '“']))
        else {
            return;
        };
        let place = self.place(at + parts.value_at, at + parts.value_at + value.len());
        let found = Diagnostic::advice("format/curly-quotes", place, "the curly quotes become part of the words")
            .help("leave them out, unless they are meant to be read");
        let fix = Fix::replace("leave out the quotes", place, inner, Safety::Safe);
        self.diagnostics.push(found.fix(fix));
    }
}

/// Whether this is `|`, `>`, `|-`, `|2` and the like, with nothing but a remark behind it.
fn block_header(value: &str) -> bool {
    let head = value[1..].split(" #").next().unwrap_or("").trim_end();
    head.chars().all(|c| matches!(c, '-' | '+' | '0'..='9'))
}

/// Whether this is a map on one line, `{text: Stop., why: law}`, and no words that begin with a brace.
fn is_map(value: &str) -> bool {
    let inner = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let key = inner.and_then(|inner| inner.split_once(": ")).map_or("", |(key, _)| key.trim());
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '-'))
}

/// What YAML would do to these words, if it is not what the author means.
fn trouble(value: &str, spoken: bool) -> Option<String> {
    let first = value.chars().next()?;
    match first {
        '"' => return behind_quote(value, '"'),
        '\'' => return behind_quote(value, '\''),
        '[' | '{' => return Some(format!("words that begin with {first} mean something else in this format")),
        '*' | '&' | '!' | '@' | '%' | '`' => {
            return Some(format!("words that begin with {first} mean something else in this format"));
        }
        '#' => return Some("everything behind # is lost".to_string()),
        _ => {}
    }
    if spoken && value.contains(" #") {
        return Some("everything behind # is lost".to_string());
    }
    let colon = value.find(": ").is_some() || value.ends_with(':');
    colon.then(|| "a colon and a space inside the words make this line unreadable".to_string())
}

/// Words behind a closing quote, or a quote that never closes on this line.
fn behind_quote(value: &str, quote: char) -> Option<String> {
    let inner = &value[1..];
    let mut escaped = false;
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if escaped {
            escaped = false;
        } else if quote == '"' && c == '\\' {
            escaped = true;
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|&(_, next)| next == '\'') {
                chars.next();
                continue;
            }
            let tail = inner[at + 1..].trim();
            let lost = !tail.is_empty() && !tail.starts_with('#');
            return lost.then(|| format!("words stand behind the closing {quote}"));
        }
    }
    Some(format!("the line begins with {quote} and has no second one to close it"))
}

fn width(indent: &str) -> usize {
    indent.chars().map(|c| if matches!(c, '\t' | '\u{3000}') { 2 } else { 1 }).sum()
}
