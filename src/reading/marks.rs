//! What stands where in a text of Markdown, for those who look for words and places in it: found once, by whoever
//! takes it apart first.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::source::narrow;

/// What all who take Markdown apart know.
const SHARED: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);
/// What the marks know.
const MARKED: Options = SHARED.union(Options::ENABLE_TASKLISTS);
/// What the reader of scripts knows.
pub(crate) const READ: Options = SHARED.union(Options::ENABLE_FOOTNOTES);

/// What stands at a place of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A heading, as a whole.
    Heading,
    /// The same heading, behind its words.
    Headed,
    /// Where a paragraph, an item or a cell begins or ends.
    Edge,
    /// A quotation, as a whole.
    Quote,
    /// The same quotation, behind its words.
    Quoted,
    /// From here on nothing is read: code, HTML, front matter, pictures, bare addresses.
    Hidden,
    /// What is not read ends.
    Shown,
    /// A link ends.
    Link,
    /// Words as they stand there.
    Words,
    /// Words that are spelt in another way there, such as `&amp;`; with their number.
    Spelt(u32),
    /// Code among words.
    Code,
    /// A line ends, and its paragraph goes on.
    Break,
}

/// Every mark of a text of Markdown, in order.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    marks: Vec<(Mark, u32, u32)>,
    spelt: Vec<Box<str>>,
}

impl Marks {
    /// The marks of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut marks = Self::default();
        for (event, range) in Parser::new_ext(text, MARKED).into_offset_iter() {
            marks.note(&event, &range, text);
        }
        marks
    }

    /// Whether the reader of scripts takes a text apart as it is done for the marks: it knows footnotes, and they know
    /// boxes to tick.
    pub(super) fn are_read_alike(text: &str) -> bool {
        let bytes = text.as_bytes();
        let differs = |(at, _)| bytes.get(at + 1) == Some(&b'^') || bytes.get(at + 2) == Some(&b']');
        !text.match_indices('[').any(differs)
    }

    /// Notes what an event tells.
    pub(crate) fn note(&mut self, event: &Event<'_>, range: &Range<usize>, text: &str) {
        match event {
            Event::Start(tag) => self.starts(tag, range),
            Event::End(tag) => self.ends(*tag, range),
            Event::Text(words) => {
                let mark = if text.get(range.clone()) == Some(words) { Mark::Words } else { self.spelt(words) };
                self.add(mark, range);
            }
            Event::Code(_) => self.add(Mark::Code, range),
            Event::SoftBreak | Event::HardBreak => self.add(Mark::Break, range),
            _ => {}
        }
    }

    fn starts(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Heading { .. } => self.add(Mark::Heading, range),
            Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::TableHead | Tag::TableRow => self.add(Mark::Edge, range),
            Tag::BlockQuote(_) => self.add(Mark::Quote, range),
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.add(Mark::Edge, range);
                self.add(Mark::Hidden, range);
            }
            Tag::Image { .. } | Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                self.add(Mark::Hidden, range);
            }
            _ => {}
        }
    }

    fn ends(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Heading(_) => self.add(Mark::Headed, range),
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::List(_) => self.add(Mark::Edge, range),
            TagEnd::BlockQuote(_) => self.add(Mark::Quoted, range),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {
                self.add(Mark::Shown, range);
            }
            TagEnd::Link => self.add(Mark::Link, range),
            _ => {}
        }
    }

    fn spelt(&mut self, words: &str) -> Mark {
        self.spelt.push(words.into());
        Mark::Spelt(narrow(self.spelt.len() - 1))
    }

    /// Adds a mark; one edge does for several in a row.
    fn add(&mut self, mark: Mark, range: &Range<usize>) {
        if mark != Mark::Edge || self.marks.last().is_none_or(|(last, ..)| *last != Mark::Edge) {
            self.marks.push((mark, narrow(range.start), narrow(range.end)));
        }
    }

    /// Each mark with its place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Mark, Range<usize>)> {
        self.marks.iter().map(|&(mark, start, end)| (mark, start as usize..end as usize))
    }

    /// The words of a mark that stands at this place of the text.
    pub(crate) fn words<'w>(&'w self, mark: Mark, text: &'w str, range: Range<usize>) -> &'w str {
        match mark {
            Mark::Spelt(number) => self.spelt.get(number as usize).map_or("", |words| words),
            _ => text.get(range).unwrap_or_default(),
        }
    }

    /// Where the headings begin.
    pub(crate) fn headings(&self) -> Vec<usize> {
        self.iter().filter(|(mark, _)| *mark == Mark::Heading).map(|(_, range)| range.start).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BITS: [&str; 24] = [
        "# ",
        "words ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "[ ] ",
        "[x]",
        "[^",
        "]: ",
        "[",
        "] ",
        "**",
        "`",
        "&amp;",
        "| ",
        "---\n",
        "> ",
        "<b>",
        "<https://a.b>",
        "![a](b)",
        "    ",
        "^",
        "\t",
    ];

    proptest! {
        #[test]
        fn marks_are_the_same_for_the_reader(bits in prop::collection::vec(prop::sample::select(&BITS[..]), 0..14)) {
            let text = bits.concat();
            let mut read = Marks::default();
            for (event, range) in Parser::new_ext(&text, READ).into_offset_iter() {
                read.note(&event, &range, &text);
            }
            let own = Marks::of(&text);
            prop_assert!(!Marks::are_read_alike(&text) || read.marks == own.marks && read.spelt == own.spelt);
        }
    }
}
