//! The tree of a YAML text, in which every key and every value has its place in the file.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span};

use super::align::{Style, align};
use super::indent;
use super::scan::{Back, scan};
use crate::diagnostic::Diagnostic;
use crate::source::{Place, Source};
use crate::text::Text;

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing was written.
    Nothing,
    /// Words, a number, yes or no: always as written.
    Words(Text),
    /// Items, one after the other.
    List(Vec<Node>),
    /// Keys with their values, in the written order, double ones included.
    Map(Vec<Entry>),
}

/// One key with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key as written.
    pub key: Text,
    /// What stands under it.
    pub value: Node,
}

impl Node {
    /// The value under a key, if this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        let Value::Map(entries) = &self.value else { return None };
        entries.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }

    /// The items, if this is a list.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// The places of the items of the list under a key, in the order in which they are read; one place where
    /// a single item stands there without a list.
    #[must_use]
    pub fn item_places(&self, key: &str) -> Vec<Place> {
        let Value::Map(entries) = &self.value else { return Vec::new() };
        let Some(entry) = entries.iter().find(|entry| super::is_key(&entry.key.value, key)) else { return Vec::new() };
        match &entry.value.value {
            Value::List(items) => items.iter().map(|item| item.place).collect(),
            _ => vec![entry.value.place],
        }
    }

    /// The words, if that is what it is.
    #[must_use]
    pub fn words(&self) -> Option<&Text> {
        if let Value::Words(text) = &self.value { Some(text) } else { None }
    }
}

/// What became of a YAML text: its tree where there is one, and what was found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The tree; absent where nothing could be read.
    pub node: Option<Node>,
    /// What people's mistakes were, with their places in the text as it was written.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a text into a tree. `file` is the text's number in its reading, `known` the keys that a file
/// of this kind may have (used to tell `say:hello` from ordinary words).
#[must_use]
pub fn tree(source: &Source, file: u16, known: &[&str]) -> Outcome {
    let scan = scan(source, file, known);
    let (node, problems) = build(&scan.mended, file, &scan.back);
    let mut diagnostics = scan.diagnostics;
    let first_scanned = diagnostics.iter().map(|found| found.place.start).min();
    for problem in problems {
        // One mistake, one message: what the scan already explained is not said again in other words.
        let said = problem.rule == "format/yaml" && first_scanned.is_some_and(|start| start <= problem.place.end);
        if !said {
            diagnostics.push(problem);
        }
    }
    Outcome { node, diagnostics }
}

const DEPTH: usize = 60;
const NODES: usize = 400_000;

/// Builds the tree of a mended text; `back` leads from it to the text as it was written.
fn build(mended: &str, file: u16, back: &Back) -> (Option<Node>, Vec<Diagnostic>) {
    let mut builder = Builder { text: mended, file, back, stack: Vec::new(), root: None, found: Vec::new(), nodes: 0 };
    builder.run();
    let root = builder.finish();
    (root, builder.found)
}

struct Builder<'t> {
    text: &'t str,
    file: u16,
    back: &'t Back,
    stack: Vec<Open>,
    root: Option<Node>,
    found: Vec<Diagnostic>,
    nodes: usize,
}

/// A list or map whose end has not come yet.
struct Open {
    start: usize,
    items: Vec<Node>,
    entries: Vec<Entry>,
    key: Option<Text>,
    is_map: bool,
}

impl Builder<'_> {
    fn run(&mut self) {
        for next in Parser::new_from_str(self.text) {
            let going_on = match next {
                Ok((event, span)) => self.take(event, &span),
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or(self.text.len());
                    self.cannot_read(at, plain_words(error.kind()));
                    false
                }
            };
            if !going_on {
                return;
            }
        }
    }

    /// Takes one event; false where nothing more can be made of the text.
    fn take(&mut self, event: Event<'_>, span: &Span) -> bool {
        let range = span.byte_range().unwrap_or(0..0);
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                self.refuse_marks(anchor, tag.is_some(), &range);
                let node = self.scalar(&value, style, range);
                self.place(node)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse_marks(anchor, tag.is_some(), &range);
                self.open(false, range.start)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse_marks(anchor, tag.is_some(), &range);
                self.open(true, range.start)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let place = self.at(range.clone());
                self.refuse("*", place);
                let node = Node { place, value: Value::Nothing };
                self.place(node)
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                self.stop_at(range, "a second document begins here, after a line of ---".to_string());
                false
            }
            _ => true,
        }
    }

    fn refuse_marks(&mut self, anchor: usize, tagged: bool, range: &Range<usize>) {
        let mark = if anchor > 0 {
            "&"
        } else if tagged {
            "!"
        } else {
            return;
        };
        let place = self.at(range.start..range.start);
        self.refuse(mark, place);
    }

    /// Says once for each file what a sign at the beginning of words does; people's own mistakes with it
    /// are found line by line before.
    fn refuse(&mut self, mark: &str, place: Place) {
        let message = format!("words that begin with {mark} mean something else in this format");
        if self.found.iter().all(|found| found.message != message) {
            let found = Diagnostic::error("format/mark", place, message);
            self.found.push(found.help("put the words on the next line, under `say: |`"));
        }
    }

    fn open(&mut self, is_map: bool, start: usize) -> bool {
        if self.stack.len() >= DEPTH {
            self.stop_at(start..start, format!("this is nested more than {DEPTH} levels deep"));
            return false;
        }
        self.stack.push(Open { start, items: Vec::new(), entries: Vec::new(), key: None, is_map });
        true
    }

    fn close(&mut self, end: usize) -> bool {
        let Some(open) = self.stack.pop() else { return false };
        let node = self.closed(open, end);
        self.place(node)
    }

    fn closed(&mut self, mut open: Open, end: usize) -> Node {
        if let Some(key) = open.key.take() {
            let place = key.place;
            open.entries.push(Entry { key, value: Node { place, value: Value::Nothing } });
        }
        let end = open.start + self.text.get(open.start..end).map_or(0, |raw| raw.trim_end().len());
        let value = if open.is_map { Value::Map(open.entries) } else { Value::List(open.items) };
        Node { place: self.at(open.start..end), value }
    }

    fn place(&mut self, node: Node) -> bool {
        self.nodes += 1;
        if self.nodes > NODES {
            self.stop_at(node.place.range(), format!("the file has more than {NODES} parts"));
            return false;
        }
        let Some(open) = self.stack.last_mut() else {
            self.root.get_or_insert(node);
            return true;
        };
        if !open.is_map {
            open.items.push(node);
        } else if let Some(key) = open.key.take() {
            open.entries.push(Entry { key, value: node });
        } else {
            open.key = Some(key_text(node));
        }
        true
    }

    fn scalar(&self, value: &str, style: ScalarStyle, range: Range<usize>) -> Node {
        let style = match style {
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        let range = if style == Style::Block { self.block_range(range) } else { range };
        let place = self.at(range.clone());
        if style == Style::Plain && value.is_empty() {
            return Node { place, value: Value::Nothing };
        }
        let raw = self.text.get(range.clone()).unwrap_or("");
        let words = if style == Style::Block { value.trim_end_matches('\n') } else { value };
        let anchors = align(words, raw, style);
        let anchors = self.back.anchors(&anchors, range.start);
        Node { place, value: Value::Words(Text::anchored(words, place, anchors)) }
    }

    /// A block's own text from its `|` on, without the white space behind its last word.
    fn block_range(&self, range: Range<usize>) -> Range<usize> {
        let before = self.text.get(..range.start).unwrap_or("");
        let start = before.rfind(['|', '>']).filter(|&at| range.start - at < 200).unwrap_or(range.start);
        let end = start + self.text.get(start..range.end).map_or(0, |raw| raw.trim_end().len());
        start..end
    }

    fn at(&self, range: Range<usize>) -> Place {
        Place::in_file(self.file, self.back.to_source(range.start), self.back.to_source(range.end))
    }

    /// Says why nothing can be read from here on.
    fn cannot_read(&mut self, at: usize, message: String) {
        let Some((own, others)) = indent::beside(self.text, at) else { return self.stop_at(at..at, message) };
        let spaces = |many: usize| if many == 1 { "1 space".to_string() } else { format!("{many} spaces") };
        let message = format!("this line begins {} in, where the lines it belongs with begin {others} in", spaces(own));
        let help = format!("put {} before it, and move the lines under it with it", spaces(others));
        self.found.push(Diagnostic::error("format/yaml", self.at(at..at), message).help(help));
    }

    fn stop_at(&mut self, range: Range<usize>, message: String) {
        let place = self.at(range);
        self.found.push(Diagnostic::error("format/yaml", place, message).help(
            "look at this line and the one above: words that are spoken go on lines of their own under `say: |`, \
             everything else on one line as `key: words`",
        ));
    }

    /// What was read, with lists and maps closed that the text left open.
    fn finish(&mut self) -> Option<Node> {
        while let Some(open) = self.stack.pop() {
            let end = self.text.len();
            let node = self.closed(open, end);
            self.place(node);
        }
        self.root.take()
    }
}

fn key_text(node: Node) -> Text {
    match node.value {
        Value::Words(text) => text,
        _ => Text::new("", node.place),
    }
}

fn plain_words(kind: &granit_parser::ErrorKind) -> String {
    let technical = kind.to_string().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| technical.contains(word));
    let plain = if says(&["tab"]) {
        "a tab stands where spaces belong"
    } else if says(&["recursion", "depth", "nest"]) {
        "this is nested too deeply"
    } else if says(&["eof", "end of", "unexpected end"]) {
        "something was opened and not closed: a quote, a bracket or a brace"
    } else if says(&["quoted scalar", "quote"]) {
        "a quote was opened and not closed, or words stand behind its end"
    } else if says(&["flow"]) {
        "a bracket or brace was opened and not closed"
    } else if says(&["indent"]) {
        "this line does not begin under the line it belongs to"
    } else if says(&["mapping values", "simple key", "expected key", "block mapping"]) {
        "this line cannot be read: it needs a key, a colon and a space, and to begin under the line it belongs to"
    } else if says(&["control character", "invalid character", "printable"]) {
        "there is a character here that no keyboard types"
    } else {
        "this line cannot be read"
    };
    plain.to_string()
}
