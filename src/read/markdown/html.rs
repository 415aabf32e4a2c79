//! HTML inside of Markdown: tags that break lines, comments that are remarks or allow findings.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::Walk;
use crate::read::outline::{Look, Paragraph};
use crate::script::Allow;
use crate::source::Place;
use crate::text::Text;

impl Walk<'_> {
    /// A line of a block of HTML: comments may go over several.
    pub(super) fn html_line(&mut self, range: Range<usize>) {
        if self.html.end != range.start {
            self.html_ends();
            self.html.start = range.start;
        }
        self.html.end = range.end;
    }

    /// The lines so far are all that belongs together.
    pub(super) fn html_ends(&mut self) {
        let lines = std::mem::take(&mut self.html);
        self.html(lines);
    }

    /// A stretch of HTML: words, tags and comments.
    pub(super) fn html(&mut self, range: Range<usize>) {
        let (Some(signs), Some(html)) = (html_signs(), self.text.get(range.clone())) else { return };
        let mut at = 0;
        for sign in signs.find_iter(html) {
            let before = html.get(at..sign.start()).unwrap_or_default();
            self.words(before, range.start + at..range.start + sign.start());
            self.sign(sign.as_str(), range.start + sign.start());
            at = sign.end();
        }
        let rest = html.get(at..).unwrap_or_default();
        if !rest.is_empty() {
            self.words(rest, range.start + at..range.end);
        }
    }

    /// One tag or comment of HTML.
    fn sign(&mut self, sign: &str, start: usize) {
        let range = start..start + sign.len();
        if let Some(inner) = sign.strip_prefix("<!--") {
            return self.comment(inner.strip_suffix("-->").unwrap_or(inner), start + 4);
        }
        let name: String =
            sign.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        if !TAGS.contains(&name.to_lowercase().as_str()) {
            return self.words(sign, range);
        }
        if ["br", "p", "li", "tr", "div", "h1", "h2", "h3"].contains(&name.to_lowercase().as_str()) {
            self.push("\n", start..start);
        }
        if sign
            .trim_start_matches(['<', '/'])
            .get(name.len()..)
            .is_some_and(|rest| rest.contains(char::is_alphanumeric))
        {
            self.left_out(sign, range);
        }
    }

    fn comment(&mut self, inner: &str, start: usize) {
        let lead = inner.len() - inner.trim_start().len();
        let words = inner.trim();
        let text = Text::new(words, Place::new(start + lead, start + lead + words.len()));
        if let Some(allow) = allow(&text) {
            self.document.allow.push(allow);
            return;
        }
        if !words.contains(char::is_alphanumeric) {
            return;
        }
        let place = Place::new(start.saturating_sub(4), start + inner.len() + 3);
        self.document.paragraphs.push(Paragraph { text, place, look: Look::Remark, ..Paragraph::default() });
    }
}

/// A comment that allows a finding: `allow core/weak-finish: the goodbye is the law's`.
fn allow(text: &Text) -> Option<Allow> {
    let rest = text.value.strip_prefix("allow ")?;
    let (rule, because) = rest.split_once(':').unwrap_or((rest, ""));
    let rule_at = "allow ".len();
    let because_at = rule_at + rule.len() + 1;
    let because = (!because.trim().is_empty()).then(|| text.part(because_at..text.value.len()).trimmed());
    rule.trim().contains('/').then(|| Allow {
        rule: text.part(rule_at..rule_at + rule.len()).trimmed(),
        because,
        place: text.place,
    })
}

const TAGS: [&str; 44] = [
    "br",
    "b",
    "i",
    "em",
    "strong",
    "span",
    "div",
    "p",
    "u",
    "s",
    "sup",
    "sub",
    "small",
    "font",
    "center",
    "hr",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "details",
    "summary",
    "kbd",
    "code",
    "pre",
    "img",
    "a",
    "section",
    "blockquote",
    "mark",
    "del",
    "ins",
    "iframe",
];

fn html_signs() -> Option<&'static Regex> {
    static SIGNS: OnceLock<Option<Regex>> = OnceLock::new();
    SIGNS.get_or_init(|| Regex::new(r"(?s)<!--.*?(?:-->|$)|</?[A-Za-z][^<>]*>").ok()).as_ref()
}
