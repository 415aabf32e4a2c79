//! Word documents taken apart: styles as headings, lists with their numbers, tables, comments, tracked
//! changes, footnotes, text boxes; and what is no document that can be read, refused in one sentence.

mod beside;
mod body;
mod field;
mod form;
mod numbering;
mod package;
mod page;
mod rewrite;
mod styles;
mod xml;

pub use body::Block;
pub use package::Refusal;
pub(super) use package::opens;
pub use rewrite::{Anatomy, Piece, anatomy, rewrite};

use super::outline::{self, LARGEST};
use super::{Limits, Load, refused};
use crate::reading::Reading;

use numbering::Numbering;
use package::Package;
use styles::Styles;

/// Reads a script written in Word.
pub(super) fn read(name: &str, bytes: &[u8], load: &dyn Load, limits: Limits) -> Reading {
    if bytes.len() > LARGEST {
        return refused(name, "format/too-large", "the file is larger than 64 MB");
    }
    match Parts::of(bytes) {
        Ok(mut parts) => form::read(name, &mut parts, load, limits)
            .unwrap_or_else(|| outline::read(page::document(name, parts), limits)),
        Err(Refusal { rule, message }) => refused(name, rule, message),
    }
}

fn no_body(main: &str) -> Refusal {
    Refusal::new("format/not-word", format!("this is not a Word document: its part `{main}` is missing"))
}

/// The parts of a document that words stand in.
#[derive(Debug, Default)]
struct Parts {
    body: body::Body,
    /// The comments and footnotes that the body refers to.
    body_ids: std::collections::BTreeSet<(body::About, String)>,
    styles: Styles,
    numbering: Numbering,
    comments: Vec<body::Para>,
    footnotes: Vec<body::Para>,
    endnotes: Vec<body::Para>,
    /// Headers and footers: which, and their words.
    margins: Vec<(String, String)>,
    /// The addresses of links, by their ids.
    links: std::collections::BTreeMap<String, String>,
    /// Diagrams and the like: what they are, and their words.
    drawn: Vec<(String, String)>,
}

impl Parts {
    fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut package = Package::open(bytes)?;
        let main = package.main()?;
        let text = package.part(&main)?.ok_or_else(|| no_body(&main))?;
        let mut parts = Self { body: body::read(&text, &main)?, ..Self::default() };
        let about = parts.body.paragraphs.iter().flat_map(|para| &para.about);
        parts.body_ids = about.map(|(_, about, id)| (*about, id.clone())).collect();
        for relation in package.relations(&main)? {
            if relation.outside {
                parts.links.insert(relation.id, relation.target);
                continue;
            }
            if !WITH_WORDS.contains(&relation.kind.as_str()) {
                continue;
            }
            if let Some(text) = package.part(&relation.target)? {
                parts.take(&relation.kind, &text, &relation.target)?;
            }
        }
        Ok(parts)
    }

    fn take(&mut self, kind: &str, text: &str, name: &str) -> Result<(), Refusal> {
        match kind {
            "styles" => self.styles = Styles::read(text, name)?,
            "numbering" => self.numbering = Numbering::read(text, name)?,
            "comments" => self.comments = body::read(text, name)?.paragraphs,
            "footnotes" => self.footnotes = body::read(text, name)?.paragraphs,
            "endnotes" => self.endnotes = body::read(text, name)?.paragraphs,
            "diagramData" | "chart" | "aFChunk" => {
                let words = package_words(text, name)?;
                self.drawn.extend((!words.is_empty()).then(|| ("a drawing".to_string(), words)));
            }
            _ => {
                let paras = body::read(text, name)?.paragraphs;
                let words: Vec<&str> =
                    paras.iter().map(|para| para.text.trim()).filter(|text| !text.is_empty()).collect();
                self.margins.push((kind.to_string(), words.join(" / ")));
            }
        }
        Ok(())
    }
}

const WITH_WORDS: [&str; 9] =
    ["styles", "numbering", "comments", "footnotes", "endnotes", "header", "footer", "diagramData", "chart"];

/// Every word of a part that has no paragraphs.
fn package_words(text: &str, name: &str) -> Result<String, Refusal> {
    let mut xml = xml::Xml::new(text, name);
    let mut words: Vec<String> = Vec::new();
    let mut gathers = false;
    while let Some((mark, _)) = xml.next()? {
        match mark {
            xml::Mark::Open(tag) => gathers = matches!(tag.name(), "t" | "v"),
            xml::Mark::Close(_) => gathers = false,
            xml::Mark::Words(said) if gathers && said.contains(char::is_alphabetic) => words.push(said.into_owned()),
            xml::Mark::Words(_) => {}
        }
    }
    Ok(words.join(" / "))
}
