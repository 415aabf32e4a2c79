//! YAML as this project writes it: words to say under `|`, everything else on one line.

use std::fmt::Write as _;

use crate::script::{By, Said, Version, Words};
use crate::text::Text;

/// Lines of YAML, each at the depth that holds when it is written.
#[derive(Debug, Default)]
pub(super) struct Page {
    out: String,
    indent: usize,
    /// Whether the next line opens an item of a list.
    dash: bool,
}

impl Page {
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Begins a line.
    fn begin(&mut self) {
        let indent = if self.dash { self.indent - 2 } else { self.indent };
        self.out.extend(std::iter::repeat_n(' ', indent));
        if std::mem::take(&mut self.dash) {
            self.out.push_str("- ");
        }
    }

    fn end(&mut self) {
        self.out.push('\n');
    }

    /// A line of these parts.
    fn line(&mut self, parts: &[&str]) {
        self.begin();
        parts.iter().for_each(|part| self.out.push_str(part));
        self.end();
    }

    /// Begins a line with `key:`.
    fn key(&mut self, key: &str) {
        self.begin();
        push_key(&mut self.out, key);
        self.out.push(':');
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.end();
    }

    /// A remark on a line of its own, above the item where one begins.
    pub(super) fn remark(&mut self, words: &str) {
        let dash = std::mem::take(&mut self.dash);
        self.indent -= if dash { 2 } else { 0 };
        self.begin();
        self.out.push_str("# ");
        push_on_one_line(&mut self.out, words);
        self.end();
        self.indent += if dash { 2 } else { 0 };
        self.dash = dash;
    }

    /// `key: value` as it stands.
    pub(super) fn plain(&mut self, key: &str, value: &str) {
        self.line(&[key, ": ", value]);
    }

    /// `key: words`, quoted or under a bar where the words need it.
    pub(super) fn text(&mut self, key: &str, words: &str) {
        self.key(key);
        self.value(words);
    }

    /// Behind a key or a dash: words, quoted or under a bar where they need it.
    fn value(&mut self, words: &str) {
        if words.contains('\n') && fits_bar(words) {
            self.under_bar(words);
        } else {
            self.out.push(' ');
            push_scalar(&mut self.out, words);
            self.end();
        }
    }

    /// The same where there is something to write.
    pub(super) fn maybe(&mut self, key: &str, text: Option<&Text>) {
        if let Some(text) = text.filter(|text| !text.is_blank()) {
            self.text(key, &text.value);
        }
    }

    /// A list: on one line where its items are short and plain.
    pub(super) fn list(&mut self, key: &str, items: &[Text]) {
        let simple = |item: &Text| item.value.chars().all(|c| c.is_alphanumeric() || " '’-_.?!".contains(c));
        let short = items.iter().map(|item| item.value.len() + 2).sum::<usize>() <= 90;
        match items {
            [] => {}
            [one] => self.text(key, &one.value),
            _ if short
                && !["note", "coach"].contains(&key)
                && items.iter().all(|item| simple(item) && is_plain(&item.value)) =>
            {
                let joined: Vec<&str> = items.iter().map(|item| item.value.as_str()).collect();
                self.plain(key, &format!("[{}]", joined.join(", ")));
            }
            _ => {
                self.key(key);
                self.end();
                self.indent += 2;
                for item in items {
                    self.begin();
                    self.out.push('-');
                    self.value(&item.value);
                }
                self.indent -= 2;
            }
        }
    }

    /// Words to say as an item of a list.
    pub(super) fn item_spoken(&mut self, words: &str) {
        self.begin();
        self.out.push('-');
        self.spoken_value(words);
    }

    /// Every version of some words, one key for each language.
    pub(super) fn versions(&mut self, words: &Words) {
        words.versions.iter().for_each(|version| self.version(version));
    }

    /// Words to say.
    pub(super) fn words(&mut self, key: &str, words: Option<&Words>) {
        let Some(words) = words else { return };
        match words.versions.as_slice() {
            [] => {}
            [Version { language: None, text, .. }] => self.spoken(key, &text.value),
            versions => {
                self.key(key);
                self.end();
                self.indent += 2;
                versions.iter().for_each(|version| self.version(version));
                self.indent -= 2;
            }
        }
    }

    fn version(&mut self, version: &Version) {
        let language = version.language.as_ref().map_or("en", |language| language.value.as_str());
        let sign = &version.sign_off;
        let signed = [&sign.approved_by, &sign.approved_on, &sign.review_by, &sign.seal];
        if signed.iter().all(|text| text.is_none()) {
            return self.spoken(language, &version.text.value);
        }
        self.key(language);
        self.end();
        self.indent += 2;
        self.spoken("text", &version.text.value);
        for (key, text) in ["approved_by", "approved_on", "review_by", "seal"].iter().zip(signed) {
            self.maybe(key, text.as_ref());
        }
        self.indent -= 2;
    }

    /// `key: |` and the words below, unchanged.
    pub(super) fn spoken(&mut self, key: &str, words: &str) {
        self.key(key);
        self.spoken_value(words);
    }

    /// Behind a key or a dash: words to say.
    fn spoken_value(&mut self, words: &str) {
        if fits_bar(words) {
            self.under_bar(words);
        } else {
            self.out.push(' ');
            push_quoted(&mut self.out, words);
            self.end();
        }
    }

    fn under_bar(&mut self, words: &str) {
        self.out.push_str(if words.starts_with([' ', '\n', '\t']) { " |2\n" } else { " |\n" });
        self.indent += 2;
        for line in words.split('\n') {
            if line.is_empty() { self.end() } else { self.line(&[line]) }
        }
        self.indent -= 2;
    }

    /// A value and, where it is a guess, a remark that says so.
    pub(super) fn said<T>(&mut self, key: &str, said: Option<&Said<T>>, name: impl Fn(&T) -> &'static str) {
        let Some(said) = said else { return };
        match &said.by {
            By::Keys => {}
            By::Author => self.plain(key, name(&said.value)),
            By::Guess { confidence, cues } => {
                self.begin();
                let sure = (confidence * 100.0).round();
                let _ = write!(self.out, "{key}: {}  # guess {sure}%", name(&said.value));
                for (at, cue) in cues.iter().enumerate() {
                    self.out.push_str(if at == 0 { ", from \"" } else { ", \"" });
                    push_on_one_line(&mut self.out, cue);
                    self.out.push('"');
                }
                self.end();
            }
        }
    }

    /// `key:` with keys of its own below; nothing where there are none.
    pub(super) fn under(&mut self, key: &str, inner: impl FnOnce(&mut Self)) {
        let before = (self.out.len(), self.dash);
        self.key(key);
        self.end();
        let head = self.out.len();
        self.indent += 2;
        inner(self);
        self.indent -= 2;
        if self.out.len() == head {
            self.out.truncate(before.0);
            self.dash = before.1;
        }
    }

    /// An item of a list, with keys of its own.
    pub(super) fn item(&mut self, inner: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.dash, true);
        self.indent += 2;
        inner(self);
        self.indent -= 2;
        self.dash = outer && self.dash;
    }
}

/// Words for a remark, which has no way to write what YAML refuses.
fn push_on_one_line(out: &mut String, words: &str) {
    let from = out.len();
    for word in words.split_whitespace() {
        let gap = out.len();
        if gap > from {
            out.push(' ');
        }
        let begun = out.len();
        out.extend(word.chars().filter(|c| is_printable(*c)));
        if out.len() == begun {
            out.truncate(gap);
        }
    }
}

/// Whether YAML takes a sign inside a line as it stands, and gives it back unchanged.
fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether words can stand under a bar as they are: no signs that YAML refuses or changes there.
fn fits_bar(words: &str) -> bool {
    let odd = |c: char| !(is_printable(c) || matches!(c, '\n' | '\t'));
    !words.trim().is_empty()
        && !words.ends_with('\n')
        && !words.chars().any(odd)
        && !words.trim_start_matches(' ').starts_with(['\n', '\t'])
}

/// Whether words may stand on one line as they are.
fn is_plain(words: &str) -> bool {
    words.starts_with(|c: char| c.is_alphanumeric() || c == '(')
        && !words.ends_with(char::is_whitespace)
        && words.chars().all(|c| is_printable(c) && !matches!(c, ':' | '：' | '#' | '\u{a0}' | '\u{3000}'))
}

/// Words on one line: as they are where YAML lets them be, else in quotation marks.
fn push_scalar(out: &mut String, words: &str) {
    if is_plain(words) { out.push_str(words) } else { push_quoted(out, words) }
}

fn push_key(out: &mut String, key: &str) {
    let plain =
        key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if plain { out.push_str(key) } else { push_quoted(out, key) }
}

fn push_quoted(out: &mut String, words: &str) {
    out.push('"');
    let mut rest = words;
    while let Some(at) = rest.find(|c: char| matches!(c, '"' | '\\') || !is_printable(c)) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\t') => out.push_str("\\t"),
            Some(c) => drop(write!(out, "\\u{:04x}", u32::from(c))),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}
