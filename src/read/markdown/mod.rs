//! Markdown taken apart: headings, lists, tables, quotes, fences, footnotes, front matter and HTML comments, each
//! with its place.

mod footnotes;
mod html;
mod untold;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use self::footnotes::Footnotes;
use self::untold::Told;
use super::outline::{self, Cell, Document, LARGEST, Look, Paragraph};
use super::{Limits, Load, encoding, refused, rendered};
use crate::bytes::has;
use crate::reading::{MARKDOWN, Marks, Reading};
use crate::source::{Place, Source};
use crate::text::Text;

/// Reads a script written in Markdown.
pub(super) fn read(name: &str, bytes: &[u8], _: &dyn Load, limits: Limits) -> Reading {
    if bytes.len() > LARGEST {
        return refused(name, "format/too-large", "the file is larger than 64 MB");
    }
    match encoding::document(bytes) {
        Ok((text, old)) => {
            let source = Source::new(name, text);
            if let Some(script) = rendered::read(&source) {
                return outline::finish(source, script, old.into_iter().collect(), limits);
            }
            let (mut document, marks) = document(source);
            document.found.extend(old);
            let reading = outline::read(document, limits);
            reading.keep(marks);
            reading
        }
        Err(sentence) => refused(name, "format/not-text", sentence),
    }
}

/// For how many bytes of a paragraph room is made at once: an item may hold all the others.
const ROOM: usize = 512;

fn document(source: Source) -> (Document, Marks) {
    let text = source.text();
    let mut walk = Walk { text, ..Walk::default() };
    let mut marks = Marks::default();
    let mut events = Parser::new_ext(text, MARKDOWN).into_offset_iter();
    for (event, range) in events.by_ref() {
        marks.note(&event, &range, text);
        walk.event(event, range);
    }
    walk.flush();
    let Walk { mut document, mut told, footnotes, addresses, .. } = walk;
    told.definitions(text, events.reference_definitions(), &addresses);
    document.left_out.extend(told.rest(text));
    document.paragraphs = footnotes.placed(document.paragraphs);
    document.source = source;
    (document, marks)
}

/// What is open while the events go by.
#[derive(Default)]
struct Walk<'t> {
    text: &'t str,
    document: Document,
    /// The words of the paragraph at hand so far, and where those begin that came last.
    parts: Option<Text>,
    last: usize,
    /// How much of the source the paragraph at hand takes, as far as its beginning tells.
    room: usize,
    /// The paragraph at hand, where one is.
    open: Option<Paragraph>,
    /// The first number of each list that is open; none for bullets.
    lists: Vec<Option<u64>>,
    quotes: usize,
    strong: usize,
    /// Words that the author struck out are not said.
    struck: usize,
    /// Words were struck out just now: one space is enough there.
    gap: bool,
    /// The stretches of the paragraph at hand that are bold.
    bold: Vec<Range<usize>>,
    /// The lines of HTML so far that follow on each other.
    html: Range<usize>,
    links: Vec<(String, Range<usize>)>,
    /// The addresses of all links.
    addresses: BTreeSet<String>,
    table: usize,
    cell: Option<Cell>,
    /// Where the last cell of a table ends.
    cell_end: usize,
    front: bool,
    footnotes: Footnotes,
    told: Told,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if !matches!(event, Event::Start(_) | Event::End(_)) {
            self.told.add(range.clone());
        }
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
            Event::Html(_) => self.html_line(range),
            Event::InlineHtml(_) => self.html(range),
            Event::TaskListMarker(_) | Event::Rule => {}
            Event::FootnoteReference(label) => self.refers(&label, range),
            Event::InlineMath(words) | Event::DisplayMath(words) => self.words(&words, range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(range),
            Tag::Heading { level, .. } => self.begin(Look::Heading(number(level)), range),
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => self.begin(Look::Code, range),
            Tag::HtmlBlock => self.begin(Look::Plain, range),
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => self.item(range),
            Tag::Table(_) => {
                self.flush();
                self.table += 1;
                self.cell = Some(Cell { table: self.table, row: 0, column: 0 });
            }
            Tag::TableCell => self.begin(Look::Plain, range),
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.links.push((dest_url.to_string(), range)),
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.defines(&label, range.start);
            }
            Tag::MetadataBlock(_) => {
                self.begin(Look::Plain, range);
                self.front = true;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Item => self.flush(),
            TagEnd::HtmlBlock => {
                self.html_ends();
                self.flush();
            }
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
                self.cell_end = range.end;
                if let Some(cell) = &mut self.cell {
                    cell.column += 1;
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.cells_beyond(range.end);
                if let Some(cell) = &mut self.cell {
                    (cell.row, cell.column) = (cell.row + 1, 0);
                }
            }
            TagEnd::Table => self.cell = None,
            TagEnd::Strikethrough => {
                self.struck = self.struck.saturating_sub(1);
                self.gap = true;
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.link(),
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.footnotes.open = None;
            }
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
    fn begin(&mut self, look: Look, range: Range<usize>) {
        self.flush();
        self.room = range.len().min(ROOM);
        let start = self.line_start(range.start);
        let place = Place::new(start, start);
        let depth = self.lists.len();
        self.open = Some(Paragraph { look, place, depth, cell: self.cell, ..Paragraph::default() });
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let item = self.open.as_ref().is_some_and(|open| open.look == Look::Item) && self.parts.is_none();
        if !item {
            self.begin(if self.quotes > 0 { Look::Quote } else { Look::Plain }, range);
        }
    }

    fn item(&mut self, range: Range<usize>) {
        let start = range.start;
        self.begin(Look::Item, range);
        let ordered = self.lists.last().copied().flatten().is_some();
        let rest = self.text.get(start..).unwrap_or_default();
        // A nested item begins with the space in front of it.
        let start = start + rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let rest = self.text.get(start..).unwrap_or_default();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = rest.get(..digits).filter(|number| ordered && !number.is_empty());
        self.told.add(start..start + digits);
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
            let end = self.last + words.len();
            match self.bold.last_mut().filter(|last| last.end == self.last) {
                Some(last) => last.end = end,
                None => self.bold.push(self.last..end),
            }
        }
    }

    fn push(&mut self, words: &str, range: Range<usize>) {
        if self.open.is_none() {
            let look = if self.quotes > 0 { Look::Quote } else { Look::Plain };
            self.begin(look, range.clone());
        }
        if std::mem::take(&mut self.gap) && words.starts_with([' ', '\n', '.', ',', ';', ':', '?', '!']) {
            self.unspaced();
        }
        let place = Place::new(range.start, range.end);
        if let Some(open) = &mut self.open {
            open.place.end = open.place.end.max(place.end);
        }
        let parts = self.parts.get_or_insert_with(|| Text::new(String::with_capacity(self.room), place));
        self.last = parts.value.len();
        parts.push(words, place);
    }

    /// Takes the space away that ends the words so far.
    fn unspaced(&mut self) {
        let Some(parts) = self.parts.as_mut().filter(|parts| self.last < parts.value.len()) else { return };
        if parts.value.ends_with(' ') {
            parts.value.pop();
            let end = parts.value.len();
            self.bold.last_mut().iter_mut().for_each(|bold| bold.end = bold.end.min(end));
        }
    }

    /// The address of a link stands in brackets behind its words.
    fn link(&mut self) {
        let Some((url, range)) = self.links.pop() else { return };
        if url.is_empty() {
            return;
        }
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let at = range.start + raw.rfind(url.as_str()).unwrap_or(0);
        if raw.contains(url.as_str()) {
            self.told.add(at..at + url.len());
        }
        let bare = url.trim_start_matches("mailto:");
        let last = self.parts.as_ref().and_then(|parts| parts.value.get(self.last..));
        let shown = last.is_some_and(|last| last.trim_start_matches("mailto:") == bare);
        if !shown {
            self.push(" (", at..at);
            self.push(&url, at..at + url.len());
            self.push(")", range.end..range.end);
        }
        self.addresses.insert(url);
    }

    /// Cells of a row beyond those that the table's head has a name for: Markdown shows none of them.
    fn cells_beyond(&mut self, end: usize) {
        let mut at = self.cell_end;
        for raw in self.text.get(at..end).unwrap_or_default().split_inclusive('|') {
            let words = raw.trim_end_matches('|');
            if !words.trim().is_empty() {
                self.begin(Look::Plain, at..at + words.len());
                for (event, inner) in Parser::new_ext(words, MARKDOWN).into_offset_iter() {
                    self.event(event, at + inner.start..at + inner.end);
                }
                self.flush();
                self.cell.iter_mut().for_each(|cell| cell.column += 1);
            }
            at += raw.len();
        }
    }

    fn flush(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        let bold = std::mem::take(&mut self.bold);
        let Some(mut paragraph) = self.open.take() else { return };
        let text = parts.unwrap_or_default();
        if text.is_blank() || self.front {
            return;
        }
        paragraph.bold = bold;
        paragraph.depth = paragraph.depth.saturating_sub(usize::from(paragraph.look == Look::Item));
        if paragraph.look == Look::Code || has(&text.value, b'\n') && text.value.contains("\n\n") {
            for text in apart(&text) {
                let place = text.place;
                self.finished(Paragraph { text, place, ..paragraph.clone() });
            }
            return;
        }
        paragraph.text = text;
        self.finished(paragraph);
    }

    fn finished(&mut self, paragraph: Paragraph) {
        if let Some(paragraph) = self.footnotes.keep(paragraph) {
            self.document.paragraphs.push(paragraph);
        }
    }

    /// The front matter: lines of `key: words`.
    fn facts(&mut self, range: Range<usize>) {
        self.parts = None;
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
