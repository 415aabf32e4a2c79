//! The words of a part, paragraph by paragraph, with how each looks and what hangs on it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::field::{Field, FormField};
use super::package::Refusal;
use super::xml::{Mark, Tag, Xml};
use crate::read::outline::Cell;

/// A paragraph as it stands in a part.
#[derive(Debug, Clone, Default)]
pub(super) struct Para {
    /// Its words; lines are parted by `\n`.
    pub text: String,
    /// Where its runs say bold, or not bold, themselves.
    pub bold: Vec<(Range<usize>, bool)>,
    pub style: Option<String>,
    pub outline: Option<u8>,
    pub list: Option<(Option<String>, Option<usize>)>,
    pub cell: Option<Cell>,
    /// What is said about its words: which words, and the number of the comment or footnote.
    pub about: Vec<(Range<usize>, About, String)>,
    /// The bytes between its properties and its end: where a remark about all of it goes around.
    pub inside: Range<usize>,
    /// Footnotes, comments and headers: the number of the one that it belongs to, and who wrote it.
    pub entry: Option<(String, String)>,
}

impl Para {
    /// Whether it belongs to the comment or footnote with this number, and says something.
    pub(super) fn is_of(&self, id: &str) -> bool {
        self.entry.as_ref().is_some_and(|(own, _)| own == id) && !self.text.trim().is_empty()
    }
}

/// What hangs on words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    Comment,
    Footnote,
    Endnote,
}

/// What a document holds that is not among its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Beside {
    /// Words that somebody struck out while changes were tracked.
    Deleted,
    /// Words that somebody put in while changes were tracked: they are among the words.
    Inserted,
    /// Words that nobody sees.
    Hidden,
    /// Words with a line through them.
    Struck,
    /// What a field of a form shows before it is filled in.
    Prompt,
    /// What may be picked in a field of a form.
    Option,
    /// What a picture shows, as its author says.
    Picture,
    /// Something drawn or embedded whose words stand elsewhere.
    Drawing,
    /// How a word is pronounced, set above it.
    Ruby,
    /// A link's address, or the id of one.
    Link,
    /// What Word shows beside the words, or works words out from: prompts, help, titles of tables, fields' own words.
    Hint,
}

/// A block of the body that moves as one: a paragraph, a table, or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its bytes in the part that holds the body.
    pub bytes: Range<usize>,
    /// Its paragraphs, counted from 0.
    pub paragraphs: Range<usize>,
    /// The rows, where it is a table.
    pub rows: Vec<Block>,
}

/// Everything in a part.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub paragraphs: Vec<Para>,
    /// What stands beside the words, with the paragraph it stands in.
    pub beside: Vec<(Beside, String, usize)>,
    pub blocks: Vec<Block>,
}

/// Reads the paragraphs of a part.
pub(super) fn read(text: &str, part: &str) -> Result<Body, Refusal> {
    let mut xml = Xml::new(text, part);
    let mut walk = Walk::default();
    while let Some((mark, bytes)) = xml.next()? {
        match mark {
            Mark::Open(tag) => walk.open(&tag, &bytes, xml.depth()),
            Mark::Close(name) => walk.close(&name, &bytes, xml.depth() + 1),
            Mark::Words(words) => walk.words(&words),
        }
    }
    Ok(walk.body)
}

/// What is open while the marks go by.
#[derive(Debug, Default)]
pub(super) struct Walk {
    body: Body,
    /// The paragraphs that are open: a text box stands inside of one.
    open: Vec<usize>,
    tables: Vec<OpenTable>,
    table: usize,
    /// Inside the properties of a paragraph, of a run.
    of_paragraph: usize,
    run: Run,
    /// The depth of the element whose inside is passed over.
    passed: Option<usize>,
    deleted: usize,
    inserted: usize,
    /// Inside of what says how a word is pronounced.
    ruby: bool,
    /// What the words at hand belong to.
    gathers: Gathers,
    pub(super) fields: Vec<Field>,
    pub(super) form: Option<FormField>,
    comments: BTreeMap<String, (usize, usize)>,
    /// The depth of the body's children, and the one that is open.
    child_depth: Option<usize>,
    child: Option<Block>,
    row: Option<Block>,
    entry: Option<(String, String)>,
}

/// A table that is open: where it stands, and how many columns its cell goes over.
#[derive(Debug, Clone, Copy)]
struct OpenTable {
    cell: Cell,
    span: usize,
}

#[derive(Debug, Clone, Default)]
struct Run {
    bold: Option<bool>,
    hidden: bool,
    struck: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Gathers {
    #[default]
    Nothing,
    Words,
    Deleted,
    Code,
    Ruby,
}

/// Elements whose inside says nothing now: what was before a change, and second versions of the same.
const PASSED: [&str; 9] = [
    "Fallback",
    "pPrChange",
    "rPrChange",
    "sectPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "numberingChange",
    "tblGridChange",
];

impl Walk {
    fn open(&mut self, tag: &Tag<'_>, bytes: &Range<usize>, depth: usize) {
        if self.passed.is_some() {
            return;
        }
        if PASSED.contains(&tag.name()) {
            self.passed = Some(depth);
            return;
        }
        self.block_opens(tag.name(), bytes, depth);
        match tag.name() {
            "p" => self.paragraph_opens(bytes.end),
            "pPr" => self.of_paragraph += 1,
            "r" => self.run = Run::default(),
            "tbl" => self.table_opens(),
            "tr" => self.row_opens(),
            "gridSpan" => self.wide(tag),
            "del" | "moveFrom" if self.of_paragraph == 0 => self.deleted += 1,
            "ins" | "moveTo" if self.of_paragraph == 0 => self.inserted += 1,
            "comment" | "footnote" | "endnote" => {
                self.entry = Some((tag.get("id").unwrap_or_default(), tag.get("author").unwrap_or_default()));
            }
            _ if self.of_paragraph > 0 => self.property(tag),
            _ => self.in_run(tag),
        }
    }

    /// A property of the paragraph at hand; those of its mark mean nothing here.
    fn property(&mut self, tag: &Tag<'_>) {
        let Some(para) = self.para() else { return };
        let value = tag.get("val");
        match tag.name() {
            "pStyle" => para.style = value,
            "outlineLvl" => para.outline = value.and_then(|level| level.parse().ok()),
            "numId" => para.list.get_or_insert_default().0 = value,
            "ilvl" => para.list.get_or_insert_default().1 = value.and_then(|level| level.parse().ok()),
            _ => {}
        }
    }

    fn in_run(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "b" => self.run.bold = Some(tag.is_on()),
            "rStyle" => {
                let strong = tag.get("val").is_some_and(|style| style.eq_ignore_ascii_case("strong"));
                self.run.bold = self.run.bold.or(strong.then_some(true));
            }
            "vanish" => self.run.hidden = tag.is_on(),
            "strike" | "dstrike" => self.run.struck = tag.is_on(),
            "t" => self.gathers = if self.ruby { Gathers::Ruby } else { Gathers::Words },
            "delText" => self.gathers = Gathers::Deleted,
            "instrText" => self.gathers = Gathers::Code,
            "rt" => self.ruby = true,
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => self.push("•"),
            "fldChar" => self.field(tag),
            "fldSimple" => self.simple_field(tag),
            "commentRangeStart" => {
                let next = (self.body.paragraphs.len(), 0);
                let here = if self.open.is_empty() { next } else { self.here() };
                self.comments.insert(tag.get("id").unwrap_or_default(), here);
            }
            "commentReference" => self.hangs(About::Comment, tag),
            "footnoteReference" => self.hangs(About::Footnote, tag),
            "endnoteReference" => self.hangs(About::Endnote, tag),
            "docPr" => self.picture(tag),
            "blip" | "imagedata" => self.beside(Beside::Picture, ""),
            "shape" | "rect" | "oval" | "roundrect" | "group" => self.told(Beside::Picture, tag, "alt"),
            "textpath" => self.told(Beside::Picture, tag, "string"),
            "chart" | "relIds" | "OLEObject" | "altChunk" | "subDoc" => self.beside(Beside::Drawing, tag.name()),
            "hyperlink" => {
                self.told(Beside::Link, tag, "id");
                self.told(Beside::Hint, tag, "tooltip");
            }
            "tblCaption" | "tblDescription" | "helpText" | "statusText" => self.told(Beside::Hint, tag, "val"),
            "listEntry" => self.told(Beside::Option, tag, "val"),
            "sdtPr" => self.form = Some(FormField::default()),
            "alias" | "tag" | "showingPlcHdr" | "listItem" => self.form_field(tag),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, bytes: &Range<usize>, depth: usize) {
        if let Some(passed) = self.passed {
            if depth <= passed {
                self.passed = None;
            }
            return;
        }
        match name {
            "p" => {
                if let Some(para) = self.para() {
                    para.inside.end = bytes.start.max(para.inside.start);
                }
                self.open.pop();
                self.run = Run::default();
            }
            "pPr" => {
                self.of_paragraph = self.of_paragraph.saturating_sub(1);
                if let Some(para) = self.para() {
                    para.inside.start = bytes.end;
                }
            }
            "r" => self.run = Run::default(),
            "tbl" => {
                self.tables.pop();
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.cell.row += 1;
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.cell.column += std::mem::replace(&mut table.span, 1);
                }
            }
            "del" | "moveFrom" if self.of_paragraph == 0 => self.deleted = self.deleted.saturating_sub(1),
            "ins" | "moveTo" if self.of_paragraph == 0 => self.inserted = self.inserted.saturating_sub(1),
            "t" | "delText" | "instrText" => self.gathers = Gathers::Nothing,
            "rt" => self.ruby = false,
            "fldSimple" => self.field_ends(),
            "sdt" => self.form_ends(),
            "comment" | "footnote" | "endnote" => self.entry = None,
            _ => {}
        }
        self.block_closes(name, bytes.end, depth);
    }

    fn words(&mut self, words: &str) {
        if self.passed.is_some() {
            return;
        }
        match self.gathers {
            Gathers::Nothing => {}
            Gathers::Words => self.said(words),
            Gathers::Deleted => self.beside(Beside::Deleted, words),
            Gathers::Ruby => self.beside(Beside::Ruby, words),
            Gathers::Code => {
                if let Some(field) = self.fields.last_mut() {
                    field.code.push_str(words);
                }
            }
        }
    }

    fn said(&mut self, words: &str) {
        if self.deleted > 0 {
            return self.beside(Beside::Deleted, words);
        }
        if self.run.hidden {
            return self.beside(Beside::Hidden, words);
        }
        if self.run.struck {
            return self.beside(Beside::Struck, words);
        }
        if self.inserted > 0 {
            self.beside(Beside::Inserted, words);
        }
        if let Some(form) = self.form.as_mut().filter(|form| form.empty && !form.name.is_empty()) {
            let name =
                if std::mem::replace(&mut form.asked, true) { String::new() } else { format!("[{}]", form.name) };
            self.beside(Beside::Prompt, words);
            return self.push(&name);
        }
        self.push(&words.replace(['\n', '\r'], " "));
    }

    /// Adds words to the paragraph at hand.
    pub(super) fn push(&mut self, words: &str) {
        if self.deleted > 0 || self.run.hidden || self.run.struck || words.is_empty() {
            return;
        }
        let bold = self.run.bold;
        let Some(para) = self.para() else { return };
        let start = para.text.len();
        para.text.extend(words.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { ' ' } else { c }));
        if let Some(bold) = bold {
            let end = para.text.len();
            match para.bold.last_mut().filter(|(last, was)| last.end == start && *was == bold) {
                Some((last, _)) => last.end = end,
                None => para.bold.push((start..end, bold)),
            }
        }
    }

    fn para(&mut self) -> Option<&mut Para> {
        self.open.last().and_then(|at| self.body.paragraphs.get_mut(*at))
    }

    /// The words of a paragraph so far.
    pub(super) fn paragraph(&self, at: usize) -> Option<&str> {
        self.body.paragraphs.get(at).map(|para| para.text.as_str())
    }

    /// The paragraph at hand, and how far it goes as yet.
    pub(super) fn here(&mut self) -> (usize, usize) {
        let at = self.open.last().copied().unwrap_or_else(|| self.body.paragraphs.len().saturating_sub(1));
        (at, self.body.paragraphs.get(at).map_or(0, |para| para.text.len()))
    }

    /// What a picture shows, and its title.
    fn picture(&mut self, tag: &Tag<'_>) {
        let said: Vec<String> = ["title", "descr"].iter().filter_map(|name| tag.get(name)).collect();
        self.beside(Beside::Picture, &said.join(": "));
    }

    /// Words of an attribute, where it has some.
    fn told(&mut self, sort: Beside, tag: &Tag<'_>, name: &str) {
        if let Some(words) = tag.get(name).filter(|words| words.contains(char::is_alphanumeric)) {
            self.beside(sort, &words);
        }
    }

    pub(super) fn beside(&mut self, sort: Beside, words: &str) {
        let (at, _) = self.here();
        match self
            .body
            .beside
            .last_mut()
            .filter(|(last, _, there)| *last == sort && *there == at && sort <= Beside::Prompt)
        {
            Some((_, before, _)) => before.push_str(words),
            None => self.body.beside.push((sort, words.to_string(), at)),
        }
    }

    /// A comment or footnote ends here: it is about the words since its beginning.
    fn hangs(&mut self, about: About, tag: &Tag<'_>) {
        let id = tag.get("id").unwrap_or_default();
        let (at, end) = self.here();
        let begun = self.comments.remove(&id).filter(|_| about == About::Comment);
        let (holder, start) = begun.unwrap_or((at, end));
        if let Some(para) = self.body.paragraphs.get_mut(holder) {
            let end = if holder == at { end } else { para.text.len() };
            para.about.push((start.min(end)..end, about, id));
        }
    }
}

/// Paragraphs, tables and what moves as one.
impl Walk {
    fn paragraph_opens(&mut self, inside: usize) {
        let cell = self.tables.first().map(|table| table.cell);
        let inside = inside..inside;
        self.body.paragraphs.push(Para { cell, inside, entry: self.entry.clone(), ..Para::default() });
        self.open.push(self.body.paragraphs.len() - 1);
        self.run = Run::default();
    }

    /// A table inside of a cell belongs to that cell.
    fn table_opens(&mut self) {
        self.table += usize::from(self.tables.is_empty());
        self.tables.push(OpenTable { cell: Cell { table: self.table, row: 0, column: 0 }, span: 1 });
    }

    fn row_opens(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            (table.cell.column, table.span) = (0, 1);
        }
    }

    /// A cell that goes over several columns moves those behind it to the right.
    fn wide(&mut self, tag: &Tag<'_>) {
        let span: usize = tag.get("val").and_then(|span| span.parse().ok()).unwrap_or(1);
        if let Some(table) = self.tables.last_mut() {
            table.span = span.clamp(1, 63);
        }
    }

    fn block_opens(&mut self, name: &str, bytes: &Range<usize>, depth: usize) {
        if name == "body" {
            self.child_depth = Some(depth + 1);
            return;
        }
        let here = self.body.paragraphs.len();
        let block = Block { bytes: bytes.clone(), paragraphs: here..here, rows: Vec::new() };
        if self.child_depth == Some(depth) && name != "sectPr" {
            self.child = Some(block);
        } else if name == "tr" && self.tables.len() == 1 {
            self.row = Some(block);
        }
    }

    fn block_closes(&mut self, name: &str, end: usize, depth: usize) {
        let here = self.body.paragraphs.len();
        let closed = |block: Block| Block {
            bytes: block.bytes.start..end,
            paragraphs: block.paragraphs.start..here,
            rows: block.rows,
        };
        if name == "body" {
            self.child_depth = None;
        } else if self.child_depth == Some(depth) {
            self.body.blocks.extend(self.child.take().map(closed));
        } else if name == "tr" && self.tables.len() == 1 {
            let row = self.row.take().map(closed);
            if let Some(child) = &mut self.child {
                child.rows.extend(row);
            }
        }
    }
}
