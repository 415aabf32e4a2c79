//! Markdown taken apart: headings, lists, tables, quotes, fences, front matter and HTML comments, each
//! with its place.

use std::ops::Range;
use std::sync::OnceLock;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::outline::{self, Cell, Document, LARGEST, Look, Paragraph};
use super::{Limits, Load, encoding, refused, rendered};
use crate::reading::Reading;
use crate::script::Allow;
use crate::source::{Place, Source};
use crate::text::Text;

/// Reads a script written in Markdown.
pub(super) fn read(name: &str, bytes: &[u8], _: &dyn Load, limits: Limits) -> Reading {
    if bytes.len() > LARGEST {
        return refused(name, "format/too-large", "the file is larger than 64 MB");
    }
    match encoding::text(bytes) {
        Ok(text) => {
            let source = Source::new(name, text);
            match rendered::read(&source) {
                Some(script) => outline::finish(source, script, Vec::new(), limits),
                None => outline::read(document(source), limits),
            }
        }
        Err(sentence) => refused(name, "format/not-text", sentence),
    }
}

fn document(source: Source) -> Document {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut walk = Walk { text: source.text(), ..Walk::default() };
    for (event, range) in Parser::new_ext(source.text(), options).into_offset_iter() {
        walk.event(event, range);
    }
    walk.flush();
    let mut document = walk.document;
    document.source = source;
    document
}

/// What is open while the events go by.
#[derive(Default)]
struct Walk<'t> {
    text: &'t str,
    document: Document,
    parts: Vec<Text>,
    /// The paragraph at hand, where one is.
    open: Option<Paragraph>,
    /// The first number of each list that is open; none for bullets.
    lists: Vec<Option<u64>>,
    quotes: usize,
    strong: usize,
    /// Words that the author struck out are not said.
    struck: usize,
    /// The stretches of the paragraph at hand that are bold.
    bold: Vec<Range<usize>>,
    /// How long the words of the paragraph at hand are so far.
    long: usize,
    links: Vec<(String, Range<usize>)>,
    table: usize,
    cell: Option<Cell>,
    front: bool,
    fenced: bool,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(words) | Event::Code(words) if self.struck > 0 => self.left_out(&words, range),
            Event::Text(words) => self.words(&words, range),
            Event::Code(words) => {
                let inner = self.text.get(range.clone()).and_then(|raw| raw.find(&*words)).unwrap_or(0);
                let start = range.start + inner;
                self.words(&words, start..start + words.len());
            }
            Event::SoftBreak | Event::HardBreak => self.push("\n", range),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range),
            Event::TaskListMarker(_) | Event::Rule => {}
            Event::FootnoteReference(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                self.words(&words, range);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(range.start),
            Tag::Heading { level, .. } => self.begin(Look::Heading(number(level)), range.start),
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::CodeBlock(kind) => {
                self.begin(Look::Code, range.start);
                self.fenced = matches!(kind, CodeBlockKind::Fenced(_));
                if let CodeBlockKind::Fenced(info) = kind
                    && !info.is_empty()
                {
                    self.left_out(&info, range.start..range.start);
                }
            }
            Tag::HtmlBlock => self.begin(Look::Plain, range.start),
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => self.item(range.start),
            Tag::Table(_) => {
                self.flush();
                self.table += 1;
                self.cell = Some(Cell { table: self.table, row: 0, column: 0 });
            }
            Tag::TableCell => self.begin(Look::Plain, range.start),
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. } => {
                self.left_out(&title, range.start..range.start);
                self.links.push((dest_url.to_string(), range));
            }
            Tag::MetadataBlock(_) => {
                self.begin(Look::Plain, range.start);
                self.front = true;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.flush(),
            TagEnd::Item => self.flush(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                self.flush();
                if let Some(cell) = &mut self.cell {
                    cell.column += 1;
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(cell) = &mut self.cell {
                    (cell.row, cell.column) = (cell.row + 1, 0);
                }
            }
            TagEnd::Table => self.cell = None,
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.link(),
            TagEnd::MetadataBlock(_) => self.facts(range),
            _ => {}
        }
    }

    /// What is named in the report, because it is nothing to say.
    fn left_out(&mut self, words: &str, range: Range<usize>) {
        if words.contains(char::is_alphanumeric) {
            self.document.left_out.push(Text::new(words, Place::new(range.start, range.end)));
        }
    }

    /// Begins a paragraph; one that has words already is finished first.
    fn begin(&mut self, look: Look, start: usize) {
        self.flush();
        let start = self.line_start(start);
        let place = Place::new(start, start);
        let depth = self.lists.len();
        self.open = Some(Paragraph { look, place, depth, cell: self.cell, ..Paragraph::default() });
    }

    fn paragraph(&mut self, start: usize) {
        let item = self.open.as_ref().is_some_and(|open| open.look == Look::Item) && self.parts.is_empty();
        if !item {
            self.begin(if self.quotes > 0 { Look::Quote } else { Look::Plain }, start);
        }
    }

    fn item(&mut self, start: usize) {
        self.begin(Look::Item, start);
        let ordered = self.lists.last().copied().flatten().is_some();
        let rest = self.text.get(start..).unwrap_or_default();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = rest.get(..digits).filter(|number| ordered && !number.is_empty());
        if let Some(open) = &mut self.open {
            open.number = number.map(str::to_string);
        }
    }

    /// The start of the line, where nothing but the signs of quotes and lists stands before.
    fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let signs = before.get(start..).is_some_and(|signs| {
            signs.len() < 40 && signs.chars().all(|c| c.is_ascii_digit() || " \t>*-+.)#".contains(c))
        });
        if signs { start } else { at }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        self.push(words, range);
        if self.strong > 0 {
            let start = self.long - words.len();
            match self.bold.last_mut().filter(|last| last.end == start) {
                Some(last) => last.end = self.long,
                None => self.bold.push(start..self.long),
            }
        }
    }

    fn push(&mut self, words: &str, range: Range<usize>) {
        if self.open.is_none() {
            let look = if self.quotes > 0 { Look::Quote } else { Look::Plain };
            self.begin(look, range.start);
        }
        if let Some(open) = &mut self.open {
            let end = Place::new(range.start, range.end).end;
            open.place.end = open.place.end.max(end);
        }
        self.long += words.len();
        self.parts.push(Text::new(words, Place::new(range.start, range.end)));
    }

    /// The address of a link stands in brackets behind its words.
    fn link(&mut self) {
        let Some((url, range)) = self.links.pop() else { return };
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let shown = self
            .parts
            .last()
            .is_some_and(|part| part.value.trim_start_matches("mailto:") == url.trim_start_matches("mailto:"));
        if url.is_empty() || shown {
            return;
        }
        let at = range.start + raw.rfind(url.as_str()).unwrap_or(0);
        self.push(" (", at..at);
        self.push(&url, at..at + url.len());
        self.push(")", range.end..range.end);
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        let Some(signs) = html_signs() else { return self.words(html, range) };
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
        if sign.contains('=') {
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

    fn flush(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        let bold = std::mem::take(&mut self.bold);
        self.long = 0;
        let Some(mut paragraph) = self.open.take() else { return };
        let text = Text::joined(&parts, "");
        if text.is_blank() || self.front {
            return;
        }
        paragraph.bold = bold;
        paragraph.depth = paragraph.depth.saturating_sub(usize::from(paragraph.look == Look::Item));
        if paragraph.look == Look::Code || text.value.contains("\n\n") {
            for text in apart(&text) {
                let place = text.place;
                self.document.paragraphs.push(Paragraph { text, place, ..paragraph.clone() });
            }
            return;
        }
        paragraph.text = text;
        self.document.paragraphs.push(paragraph);
    }

    /// The front matter: lines of `key: words`.
    fn facts(&mut self, range: Range<usize>) {
        self.parts.clear();
        self.open = None;
        self.front = false;
        let mut at = range.start;
        for line in self.text.get(range).unwrap_or_default().split_inclusive('\n') {
            let start = at;
            at += line.len();
            let Some((key, words)) = line.split_once(':') else {
                if line.contains(char::is_alphanumeric) {
                    self.left_out(line.trim(), start..at);
                }
                continue;
            };
            let key_text = Text::new(key.trim(), Place::new(start, start + key.len()));
            let words_at = start + key.len() + 1;
            let text = Text::new(words, Place::new(words_at, words_at + words.len())).trimmed();
            let quotes = text.value.len() - text.value.trim_start_matches(['"', '\'']).len();
            let end = text.value.trim_end_matches(['"', '\'']).len().max(quotes);
            self.document.facts.push((key_text, text.part(quotes..end)));
        }
    }
}

/// A text's parts between blank lines.
fn apart(text: &Text) -> Vec<Text> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.value.split_inclusive('\n') {
        if line.trim().is_empty() {
            parts.push(text.part(start..at).trimmed());
            start = at + line.len();
        }
        at += line.len();
    }
    parts.push(text.part(start..text.value.len()).trimmed());
    parts.retain(|part| !part.is_blank());
    parts
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

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
