//! Blanks in every style that scripts use, turned into `{{ name }}` and declared.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use regex_lite::{Captures, Regex};

use super::told::{Became, Told};
use crate::bytes::OneOf;
use crate::read::infer::{fold, layout};
use crate::script::Blank;
use crate::template;
use crate::text::Text;

/// The blanks of a document, in the order in which they come up.
#[derive(Debug, Default)]
pub(in crate::read) struct Blanks {
    declared: Vec<Blank>,
    /// Names given to blanks without one, by the words that stand beside them.
    given: BTreeMap<String, String>,
}

impl Blanks {
    /// The declarations.
    pub(in crate::read) fn into_declared(self) -> Vec<Blank> {
        self.declared
    }

    /// The same words with every blank written `{{ name }}`.
    pub(in crate::read) fn fill(&mut self, text: Text, told: &mut Told) -> Text {
        let found = find(&text.value);
        if found.is_empty() && template::is_plain(&text.value) {
            return text;
        }
        let mut parts = Vec::new();
        let mut at = 0;
        for (range, inner) in found {
            let name = match name_of(text.value.get(inner.clone()).unwrap_or_default()) {
                Some(name) => name,
                None => self.given(&text, &range, told),
            };
            parts.push(text.part(at..range.start));
            let place = text.place_of(range.clone());
            self.declare(&name, &text.part(inner));
            parts.push(Text::new(format!("{{{{ {name} }}}}"), place));
            at = range.end;
        }
        parts.push(text.part(at..text.value.len()));
        let parts: Vec<Text> = parts.into_iter().filter(|part| !part.value.is_empty()).collect();
        let filled = Text::joined(&parts, "");
        if template::check(&filled.value).is_ok() { filled } else { plain(&text) }
    }

    /// Declares a blank under a name, with the original's words as its example.
    pub(in crate::read) fn declare(&mut self, name: &str, words: &Text) {
        if self.declared.iter().any(|blank| blank.name.value == name) {
            return;
        }
        let shown = words.value.trim().replace('_', " ");
        let shown = shown.trim().trim_start_matches('%').trim_end_matches('%').to_string();
        let example = Text::new(if shown.is_empty() { name.replace('_', " ") } else { shown }, words.place);
        let name = Text::new(name, words.place);
        self.declared.push(Blank { name, example: Some(example), ..Blank::default() });
    }

    /// A name for a blank that has none; the same one where the same words stand beside it.
    fn given(&mut self, text: &Text, range: &Range<usize>, told: &mut Told) -> String {
        let before = text.value.get(..range.start).unwrap_or_default();
        let after = text.value.get(range.end..).unwrap_or_default();
        let marker = text.value.get(range.clone()).unwrap_or_default();
        let low = before.trim_end().to_lowercase();
        let known = [("my name is", "agent_name"), ("name's", "agent_name"), ("this is", "agent_name")];
        if let Some((_, name)) = known.iter().find(|(words, _)| low.ends_with(words)) {
            told.note(Became::Blank, &format!("{marker} as {name}"), text.place_of(range.clone()));
            return (*name).to_string();
        }
        let key = format!("{marker}{}{}", tail(before), head(after));
        if let Some(name) = self.given.get(&key) {
            return name.clone();
        }
        let name = format!("blank_{}", self.given.len() + 1);
        told.note(Became::Blank, &format!("{marker} as {name}"), text.place_of(range.clone()));
        self.given.insert(key, name.clone());
        name
    }
}

fn head(words: &str) -> String {
    words.trim_start().chars().take(3).collect()
}

fn tail(words: &str) -> String {
    let last: Vec<char> = words.trim_end().chars().rev().take(2).collect();
    last.into_iter().rev().collect()
}

/// A text with its braces pulled apart, so that they are words and no template.
fn plain(text: &Text) -> Text {
    let mut parts = Vec::new();
    let mut at = 0;
    let bytes = text.value.as_bytes();
    for (open, pair) in bytes.windows(2).enumerate() {
        if matches!(pair, b"{{" | b"{%" | b"{#") {
            parts.push(text.part(at..open + 1));
            at = open + 1;
        }
    }
    parts.push(text.part(at..text.value.len()));
    Text::joined(&parts, " ")
}

fn styles() -> Option<&'static Regex> {
    static STYLES: OnceLock<Option<Regex>> = OnceLock::new();
    const PATTERN: &str = concat!(
        r"^(?:\{\{\s*(?P<a>[^{}\n]{1,60}?)\s*\}\}",
        r"|\[%\s*(?P<b>[^%\]\n]{1,60}?)\s*%\]",
        r"|%\*{2,3}(?P<c>[^%\n]{1,16})%",
        r"|[$#]\{(?P<d>[^{}\n]{1,60})\}#?",
        r"|--A--(?P<e>(?:\w|[^\x00-\x7f])+)--B--",
        r"|\[(?P<f>[^\[\]\n]{1,48})\]",
        r"|\{(?P<g>[^{}\n]{1,48})\}",
        r"|<(?P<h>[^<>\n]{1,48})>",
        r"|«(?P<l>[^»\n]{1,60})»",
        r"|\((?P<i>[A-Z][A-Z /'’]{1,40}|your [^()\n]{1,40}|[^()\n]{0,30}\bname)\)",
        r"|(?P<j>_{3,}|#{5,})",
        r"|(?P<k>X{2,}(?:\.X{2,})?|Xx{2,}|NAME))",
    );
    STYLES.get_or_init(|| Regex::new(PATTERN).ok()).as_ref()
}

/// Every blank: its whole range and the range of its name.
fn find(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let Some(styles) = styles() else { return Vec::new() };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, rest)) = next_opener(text, at) {
        let Some(captures) = styles.captures(rest) else {
            at = start + rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let placed = |range: Range<usize>| start + range.start..start + range.end;
        let whole = captures.get(0).map_or(start..start + 1, |whole| placed(whole.range()));
        at = whole.end;
        if let Some(inner) = captures.iter().skip(1).flatten().next().map(|inner| placed(inner.range()))
            && is_blank(text, &captures, &whole, &inner)
        {
            found.push((whole, inner));
        }
    }
    found
}

/// What a blank may begin with; « begins with 0xc2, as other signs do.
static OPENS: OneOf = OneOf::new(b"{[<(_#$XN%-\xc2");

/// The next place from here on where a blank may begin, and the text from there.
fn next_opener(text: &str, from: usize) -> Option<(usize, &str)> {
    let mut start = from;
    loop {
        start = OPENS.next(text, start)?;
        let rest = text.get(start..)?;
        if rest.is_char_boundary(1) || rest.starts_with('«') {
            return Some((start, rest));
        }
        start += 1;
    }
}

/// Whether what looks like a blank is one.
fn is_blank(text: &str, captures: &Captures<'_>, whole: &Range<usize>, inner: &Range<usize>) -> bool {
    let is = |style: &str| captures.name(style).is_some();
    let words = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    if is("i") && shortens(text.get(..whole.start).unwrap_or_default(), words(inner)) {
        return false;
    }
    let alone = !is("k") || stands_alone(text, whole.clone());
    let less = is("h") && words(inner).trim() != words(inner);
    let bracket = ["f", "g", "h"].into_iter().any(is);
    alone && !less && (!bracket || names(words(whole), words(inner)))
}

/// Whether capitals in brackets are short for the words before them, as in "National Provider Identifier (NPI)",
/// or letters to choose from, as in "(F/M)".
fn shortens(before: &str, inner: &str) -> bool {
    if inner.contains('/') && inner.split('/').all(|part| part.chars().count() == 1) {
        return true;
    }
    let short: Vec<char> = inner.chars().filter(|c| c.is_alphabetic()).rev().collect();
    let words = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let initials: Vec<char> =
        words.take(short.len()).filter_map(|word| word.chars().next()).map(|c| c.to_ascii_uppercase()).collect();
    short.len() > 1 && initials == short
}

fn stands_alone(text: &str, range: Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let before = text.get(..range.start).and_then(|words| words.chars().next_back());
    let after = text.get(range.end..).and_then(|words| words.chars().next());
    !letter(before) && !letter(after)
}

/// Whether words in brackets name something to fill in.
pub(super) fn names(whole: &str, inner: &str) -> bool {
    let capitals = inner.chars().any(char::is_alphabetic) && !inner.chars().any(char::is_lowercase);
    let short = |part: &str| (1..=3).contains(&part.split_whitespace().count());
    let list = inner.contains([',', '，', '/', '、']) && inner.split([',', '，', '/', '、']).all(short);
    let han = inner.chars().filter(|c| u32::from(*c) >= 0x3400).count();
    let lines = inner.chars().all(|c| matches!(c, '_' | '.' | '…' | ' '));
    let few = inner.split_whitespace().count() <= 5 && han <= 10 && !inner.contains([':', '：', '"', '“', '?', '？']);
    let digits = inner.trim().chars().all(|c| c.is_ascii_digit());
    lines
        || few
            && !digits
            && !fold::is_note(inner)
            && !layout::instructs(inner)
            && (fold::blank(whole) == Some(whole.len()) || capitals || list)
}

const RESERVED: [&str; 12] = ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "loop", "self"];

/// The name that a blank's words give; none where they have no letters.
pub(in crate::read) fn name_of(words: &str) -> Option<String> {
    let mut name = String::new();
    for c in words.trim().chars() {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if !name.ends_with('_') && !matches!(c, '\'' | '’') {
            name.push('_');
        }
    }
    let name = name.trim_matches('_');
    let unnamed = name.is_empty() || name.chars().all(|c| c == 'x');
    let name = match name.chars().next() {
        _ if unnamed => return None,
        Some(first) if first.is_numeric() => format!("blank_{name}"),
        _ if RESERVED.contains(&name) => format!("{name}_"),
        _ => name.to_string(),
    };
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Place;

    fn filled(words: &str) -> String {
        let mut told = Told::default();
        Blanks::default().fill(Text::new(words, Place::new(0, words.len())), &mut told).value
    }

    #[test]
    fn every_style_becomes_one() {
        for style in [
            "[First Name]",
            "{first name}",
            "{{first_name}}",
            "{{ first_name }}",
            "<first name>",
            "--A--first_name--B--",
            "${first_name}",
            "«First_Name»",
            "#{first_name}#",
            "[%first_name%]",
            "(FIRST NAME)",
            "%***first_name%",
        ] {
            assert_eq!(filled(&format!("Hi {style}, bye")), "Hi {{ first_name }}, bye", "{style}");
        }
        assert_eq!(filled("我是XX医院的护士王XX"), "我是{{ blank_1 }}医院的护士王{{ blank_2 }}");
        assert_eq!(filled("My name is ____ of XXXL"), "My name is {{ agent_name }} of XXXL");
        assert_eq!(filled("from [CITY, ZIP]"), "from {{ city_zip }}");
    }

    #[test]
    fn notes_and_code_are_no_blanks() {
        for words in ["[If no, stop]", "a < b and c > d, so: yes", "[Take their name and add it to the list]", "[12]"] {
            assert_eq!(filled(words), words);
        }
        let odd = filled("{% raw %} {{ a|b( }}");
        assert!(template::check(&odd).is_ok(), "{odd}");
    }

    #[test]
    fn places_survive() {
        let words = "Hi [Name], 你好 [Day].";
        let mut told = Told::default();
        let text = Blanks::default().fill(Text::new(words, Place::new(10, 10 + words.len())), &mut told);
        let at = text.value.find("你").unwrap_or_default();
        assert_eq!(text.place_of(at..at + 3).start as usize, 10 + words.find('你').unwrap_or_default());
        let dot = text.value.len() - 1;
        assert_eq!(text.place_of(dot..dot + 1).start as usize, 10 + words.len() - 1);
    }
}
