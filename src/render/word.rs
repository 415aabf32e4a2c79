//! The Word document: its body from a template, put together with its styles as the package that Word opens
//! (ECMA-376, Office Open XML).

use std::io::{Cursor, Write as _};

use minijinja::Environment;
use serde::Serialize;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::view;
use super::{Document, Options, built_in, fill};
use crate::error::{Error, Result};
use crate::script::{Language, Script};
use crate::sheets::{self, Table};

/// A table as the template sees it.
#[derive(Debug, Clone, Serialize)]
pub struct TableView {
    /// The key of what it holds, such as `segments` or `answers`.
    pub key: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What to know about it; may be empty.
    pub about: &'static str,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// Its rows: cells of paragraphs of lines.
    pub rows: Vec<Vec<Vec<Vec<String>>>>,
}

/// A column as the template sees it.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnView {
    /// The key of what it holds; empty for the last one, which takes what has no column.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its width in twentieths of a point.
    pub width: u32,
}

/// The Word document of a script.
pub(super) fn word(script: &Script, order: &[usize], options: &Options) -> Result<Document> {
    of_template(script, order, options, &built_in()?, "document.xml")
}

/// The Word document whose body a template of this environment makes.
pub(super) fn of_template(
    script: &Script,
    order: &[usize],
    options: &Options,
    env: &Environment<'_>,
    name: &str,
) -> Result<Document> {
    let (mut view, _) = view::view(script, order, options)?;
    view.tables = shown(sheets::tables(script, order), script.language.is_chinese(), view.paper);
    Ok(Document { bytes: package(&fill(env, name, &view)?, &view.title)?, missing: Vec::new() })
}

/// A Word document to fill in, with a page that says how.
///
/// # Errors
/// [`Error::Template`] where it cannot be put together.
pub fn blank(language: &Language, options: &Options) -> Result<Vec<u8>> {
    let script = Script { language: language.clone(), ..Script::default() };
    let (mut view, _) = view::view(&script, &[], options)?;
    view.title = view.labels.word_title.to_string();
    view.blank = true;
    view.tables = shown(sheets::blank(ROOM), language.is_chinese(), view.paper);
    package(&fill(&built_in()?, "document.xml", &view)?, &view.title)
}

/// How many parts of a call a document to fill in has room for.
const ROOM: usize = 12;

/// Width between the margins of a landscape page, in twentieths of a point.
fn width(paper: &str) -> u32 {
    let long = if paper == "letter" { 15_840 } else { 16_838 };
    long - 2 * 720
}

fn shown(tables: Vec<Table>, chinese: bool, paper: &str) -> Vec<TableView> {
    let tongue = usize::from(chinese);
    let word = |words: &[&'static str; 2]| words.get(tongue).copied().unwrap_or_default();
    let one = |table: Table| {
        let columns = table.sheet.columns.iter().map(|column| ColumnView {
            key: column.key,
            name: word(&column.names),
            width: width(paper) * column.width / 100,
        });
        let cell = |cell: Vec<String>| -> Vec<Vec<String>> {
            let cell = if cell.is_empty() { vec![String::new()] } else { cell };
            cell.iter().map(|words| words.split('\n').map(str::to_string).collect()).collect()
        };
        TableView {
            key: table.sheet.key,
            title: word(&table.sheet.title),
            about: word(&table.sheet.about),
            columns: columns.collect(),
            rows: table.rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect(),
        }
    };
    tables.into_iter().map(one).collect()
}

/// The parts of the package that are always the same.
const PARTS: [(&str, &str); 6] = [
    ("[Content_Types].xml", include_str!("word/content_types.xml")),
    ("_rels/.rels", include_str!("word/rels.xml")),
    ("word/_rels/document.xml.rels", include_str!("word/document_rels.xml")),
    ("word/styles.xml", include_str!("word/styles.xml")),
    ("word/settings.xml", include_str!("word/settings.xml")),
    ("word/footer1.xml", include_str!("word/footer.xml")),
];

/// Puts the package together; the same body gives the same bytes.
fn package(body: &str, title: &str) -> Result<Vec<u8>> {
    let core = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>"#,
        crate::picture::escape(&legal(title))
    );
    let body = legal(body);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let fail =
        |error: &dyn std::fmt::Display| Error::Template(format!("the Word document cannot be put together: {error}"));
    let all = PARTS.iter().copied().chain([("docProps/core.xml", core.as_str()), ("word/document.xml", body.as_str())]);
    for (name, text) in all {
        zip.start_file(name, SimpleFileOptions::default()).map_err(|error| fail(&error))?;
        zip.write_all(text.as_bytes()).map_err(|error| fail(&error))?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|error| fail(&error))
}

/// Without the signs that XML 1.0 knows no way to write.
fn legal(text: &str) -> String {
    let known = |c: &char| matches!(*c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(*c, '\u{fffe}' | '\u{ffff}'));
    text.chars().filter(known).collect()
}
