//! YAML as this project writes it: words to say under `|`, everything else on one line.

use crate::script::{By, Said, Version, Words};
use crate::text::Text;

/// Lines of YAML at one depth.
#[derive(Debug, Default)]
pub(super) struct Page {
    out: String,
    indent: usize,
}

impl Page {
    pub(super) fn at(indent: usize) -> Self {
        Self { out: String::new(), indent }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    fn raw(&mut self, line: &str) {
        if !line.is_empty() {
            self.out.extend(std::iter::repeat_n(' ', self.indent));
            self.out.push_str(line);
        }
        self.out.push('\n');
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.out.push('\n');
    }

    /// A remark on a line of its own.
    pub(super) fn remark(&mut self, words: &str) {
        self.raw(&format!("# {}", on_one_line(words)));
    }

    /// `key: value` as it stands.
    pub(super) fn plain(&mut self, key: &str, value: &str) {
        self.raw(&format!("{key}: {value}"));
    }

    /// `key: words`, quoted or under a bar where the words need it.
    pub(super) fn text(&mut self, key: &str, words: &str) {
        if words.contains('\n') && fits_bar(words) {
            self.under_bar(&format!("{}:", quoted_key(key)), words);
        } else {
            self.raw(&format!("{}: {}", quoted_key(key), scalar(words)));
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
                && items.iter().all(|item| simple(item) && scalar(&item.value) == item.value) =>
            {
                let joined: Vec<&str> = items.iter().map(|item| item.value.as_str()).collect();
                self.plain(key, &format!("[{}]", joined.join(", ")));
            }
            _ => {
                self.raw(&format!("{key}:"));
                for item in items {
                    self.item_text(&item.value);
                }
            }
        }
    }

    fn item_text(&mut self, words: &str) {
        self.indent += 2;
        if words.contains('\n') && fits_bar(words) {
            self.under_bar("-", words);
        } else {
            self.raw(&format!("- {}", scalar(words)));
        }
        self.indent -= 2;
    }

    /// Words to say as an item of a list.
    pub(super) fn item_spoken(&mut self, words: &str) {
        if fits_bar(words) { self.under_bar("-", words) } else { self.raw(&format!("- {}", quoted(words))) }
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
                self.raw(&format!("{key}:"));
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
        self.raw(&format!("{language}:"));
        self.indent += 2;
        self.spoken("text", &version.text.value);
        for (key, text) in ["approved_by", "approved_on", "review_by", "seal"].iter().zip(signed) {
            self.maybe(key, text.as_ref());
        }
        self.indent -= 2;
    }

    /// `key: |` and the words below, unchanged.
    pub(super) fn spoken(&mut self, key: &str, words: &str) {
        if fits_bar(words) {
            self.under_bar(&format!("{key}:"), words);
        } else {
            self.raw(&format!("{key}: {}", quoted(words)));
        }
    }

    fn under_bar(&mut self, head: &str, words: &str) {
        let step = if words.starts_with([' ', '\n', '\t']) { "|2" } else { "|" };
        self.raw(&format!("{head} {step}"));
        self.indent += 2;
        for line in words.split('\n') {
            self.raw(line);
        }
        self.indent -= 2;
    }

    /// A value and, where it is a guess, a remark that says so.
    pub(super) fn said<T>(&mut self, key: &str, said: Option<&Said<T>>, name: impl Fn(&T) -> String) {
        let Some(said) = said else { return };
        match &said.by {
            By::Keys => {}
            By::Author => self.plain(key, &name(&said.value)),
            By::Guess { confidence, cues } => {
                let sure = (confidence * 100.0).round();
                let from: Vec<String> = cues.iter().map(|cue| format!("\"{cue}\"")).collect();
                let from = if from.is_empty() { String::new() } else { format!(", from {}", from.join(", ")) };
                self.raw(&format!("{key}: {}  # guess {sure}%{}", name(&said.value), on_one_line(&from)));
            }
        }
    }

    /// `key:` with keys of its own below.
    pub(super) fn under(&mut self, key: &str, inner: impl FnOnce(&mut Self)) {
        let mut page = Self::at(self.indent + 2);
        inner(&mut page);
        if !page.is_empty() {
            self.raw(&format!("{}:", quoted_key(key)));
            self.out.push_str(&page.out);
        }
    }

    /// An item of a list, with keys of its own.
    pub(super) fn item(&mut self, inner: impl FnOnce(&mut Self)) {
        let mut page = Self::at(self.indent + 2);
        inner(&mut page);
        let mut dash = true;
        for line in page.out.split_inclusive('\n') {
            let key = line.trim_start();
            if dash && !key.is_empty() && !key.starts_with('#') {
                self.out.extend(std::iter::repeat_n(' ', self.indent));
                self.out.push_str("- ");
                self.out.push_str(line.get(self.indent + 2..).unwrap_or(line));
                dash = false;
            } else if dash {
                self.out.push_str(line.get(2..).unwrap_or(line));
            } else {
                self.out.push_str(line);
            }
        }
    }
}

/// Words for a remark, which has no way to write what YAML refuses.
fn on_one_line(words: &str) -> String {
    let shown: String = words.chars().filter(|c| c.is_whitespace() || is_printable(*c)).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether YAML takes a sign inside a line as it stands, and gives it back unchanged.
fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether words can stand under a bar as they are: no signs that YAML refuses or changes there.
fn fits_bar(words: &str) -> bool {
    let odd = |c: char| c != '\n' && c != '\t' && !is_printable(c);
    !words.trim().is_empty()
        && !words.ends_with('\n')
        && !words.chars().any(odd)
        && !words.trim_start_matches(' ').starts_with(['\n', '\t'])
}

/// Words on one line: as they are where YAML lets them be, else in quotation marks.
pub(super) fn scalar(words: &str) -> String {
    let first = words.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '(');
    let last = words.chars().next_back().is_some_and(|c| !c.is_whitespace());
    let plain = !words.contains([':', '：', '#', '\u{a0}', '\u{3000}']) && words.chars().all(is_printable);
    if first && last && plain { words.to_string() } else { quoted(words) }
}

fn quoted_key(key: &str) -> String {
    let plain =
        key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) && key.starts_with(char::is_alphabetic);
    if plain { key.to_string() } else { quoted(key) }
}

fn quoted(words: &str) -> String {
    let mut out = String::from("\"");
    for c in words.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            c => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}
