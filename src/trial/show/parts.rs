//! The parts of a page: headings, sentences, tables and pictures.

/// A whole page.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) parts: Vec<Part>,
}

/// One part.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Heading(String),
    /// The sentence that matters most.
    Verdict(String),
    Words(String),
    List(Vec<String>),
    /// Something to look out for: how much it matters, what is, what to do.
    Notice {
        level: &'static str,
        message: String,
        help: String,
    },
    Table(Table),
    Picture(Picture),
    /// Words kept as they stand, line by line.
    Quoted(String),
}

/// A table; its first column is words, the others figures.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// A picture, with the same in signs for a terminal (empty where a table beside it says it all).
#[derive(Debug, Clone, Default)]
pub(super) struct Picture {
    pub(super) svg: String,
    pub(super) signs: String,
    /// What the signs stand for.
    pub(super) signs_say: String,
    pub(super) caption: String,
}

impl Picture {
    /// A picture that a terminal does without.
    pub(super) fn drawn(svg: String, caption: String) -> Self {
        Self { svg, caption, ..Self::default() }
    }
}

impl Page {
    pub(super) fn new(title: &str) -> Self {
        Self { title: title.to_string(), parts: Vec::new() }
    }

    pub(super) fn heading(&mut self, words: &str) {
        self.parts.push(Part::Heading(words.to_string()));
    }

    pub(super) fn words(&mut self, words: impl Into<String>) {
        self.parts.push(Part::Words(words.into()));
    }

    pub(super) fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.parts.push(Part::List(items));
        }
    }

    pub(super) fn table(&mut self, heads: &[&str], rows: Vec<Vec<String>>) {
        let heads = heads.iter().map(ToString::to_string).collect();
        self.parts.push(Part::Table(Table { heads, rows }));
    }

    pub(super) fn picture(&mut self, picture: Picture) {
        self.parts.push(Part::Picture(picture));
    }
}
