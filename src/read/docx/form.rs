//! A document whose tables have the columns that callcraft writes: each cell is taken for what its column says.

use super::Parts;
use super::body::{Block, Body};
use super::page;
use crate::diagnostic::Diagnostic;
use crate::read::outline::{Cell, Look};
use crate::read::{Limits, Load, native};
use crate::reading::Reading;
use crate::sheets::{SHEETS, Table, sheet, yaml};
use crate::source::Place;

/// The style of paragraphs that only explain the tables.
const GUIDE: &str = "CallcraftGuide";

/// Reads a document of such tables; `None` where it is any other document.
pub(super) fn read(name: &str, parts: &mut Parts, load: &dyn Load, limits: Limits) -> Option<Reading> {
    let (tables, chinese) = tables(parts);
    if !tables.iter().any(|table| table.sheet.key == "segments") {
        return None;
    }
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name).trim_end_matches(".docx").replace(['-', '_'], " ");
    let title = parts.body.paragraphs.iter().find(|para| para.style.as_deref() == Some("Title"));
    let title = title.map(|para| para.text.trim().to_string()).filter(|title| !title.is_empty()).unwrap_or(stem);
    let told = yaml(&tables, &title, chinese);
    let mut reading = native::read(name, told.yaml.as_bytes(), load, limits);
    let whole = Place::default();
    reading.diagnostics.extend(told.lost.into_iter().map(|lost| Diagnostic::warning("import/cell", whole, lost)));
    reading.diagnostics.extend(beside(name, parts));
    for found in &mut reading.diagnostics {
        found.fixes.clear();
    }
    Some(reading)
}

/// The tables with our columns, and whether they are the Chinese ones.
fn tables(parts: &Parts) -> (Vec<Table>, bool) {
    let (mut tables, mut chinese) = (Vec::new(), false);
    for rows in raw(parts) {
        let Some((header, body)) = rows.split_first() else { continue };
        let header: Vec<String> = header.iter().map(|cell| cell.join(" ")).collect();
        let Some((sheet, places, in_chinese)) = sheet(&header) else { continue };
        chinese |= in_chinese;
        let cell = |row: &[Vec<String>], at: &usize| row.get(*at).cloned().unwrap_or_default();
        let rows = body.iter().map(|row| places.iter().map(|at| cell(row, at)).collect());
        tables.push(Table { sheet, rows: rows.collect() });
    }
    (tables, chinese)
}

/// The rows that are a segment each, in a document of our tables; none in any other document.
pub(super) fn segment_rows(body: &Body) -> Vec<Block> {
    let words = |row: &Block, column: usize| -> String {
        let paragraphs = body.paragraphs.get(row.paragraphs.clone()).unwrap_or_default();
        let own = paragraphs.iter().filter(|para| para.cell.is_some_and(|cell| cell.column == column));
        own.map(|para| para.text.trim()).collect::<Vec<_>>().join(" ")
    };
    let width = |row: &Block| {
        let paragraphs = body.paragraphs.get(row.paragraphs.clone()).unwrap_or_default();
        paragraphs.iter().filter_map(|para| para.cell).map(|cell| cell.column + 1).max().unwrap_or(0).min(WIDEST)
    };
    let mut found = Vec::new();
    for (header, rows) in body.blocks.iter().filter_map(|block| block.rows.split_first()) {
        let names: Vec<String> = (0..width(header)).map(|column| words(header, column)).collect();
        let Some((sheet, places, _)) = sheet(&names).filter(|(sheet, ..)| sheet.key == "segments") else { continue };
        let told = |row: &&Block| {
            let mut columns = sheet.columns.iter().zip(&places).filter(|(column, _)| column.key != "no");
            columns.any(|(_, place)| !words(row, *place).is_empty())
        };
        found.extend(rows.iter().filter(told).cloned());
    }
    found
}

/// Every table as rows of cells of paragraphs.
fn raw(parts: &Parts) -> Vec<Vec<Vec<Vec<String>>>> {
    let mut tables: std::collections::BTreeMap<usize, Vec<Vec<Vec<String>>>> = std::collections::BTreeMap::new();
    for para in &parts.body.paragraphs {
        let Some(Cell { table, row, column }) = para.cell else { continue };
        if column >= WIDEST {
            continue;
        }
        let rows = tables.entry(table).or_default();
        while rows.len() <= row {
            rows.push(Vec::new());
        }
        let Some(cells) = rows.get_mut(row) else { continue };
        while cells.len() <= column {
            cells.push(Vec::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            cell.push(para.text.clone());
        }
    }
    tables.into_values().collect()
}

/// No table of ours is nearly as wide.
const WIDEST: usize = 64;

/// What stands beside the tables: comments, tracked changes, and paragraphs that are not ours. Nothing is
/// dropped without being named.
fn beside(name: &str, parts: &mut Parts) -> Vec<Diagnostic> {
    let ours = |text: &str| SHEETS.iter().any(|sheet| sheet.title.contains(&text));
    let outside = parts.body.paragraphs.iter().filter(|para| para.cell.is_none());
    let strange = outside.filter(|para| !matches!(para.style.as_deref(), Some(GUIDE | "Title")));
    let strange: Vec<String> =
        strange.map(|para| para.text.trim().to_string()).filter(|text| !text.is_empty() && !ours(text)).collect();
    let left = |what: &str, words: &str| {
        let text = format!("{what} is left out, because only the tables are read: `{words}`");
        Diagnostic::warning("import/beside", Place::default(), text)
    };
    let mut found: Vec<Diagnostic> = strange.iter().map(|words| left("a paragraph beside the tables", words)).collect();
    let document = page::document(name, std::mem::take(parts));
    let remarks = document.paragraphs.iter().filter(|paragraph| paragraph.look == Look::Remark);
    found.extend(remarks.map(|paragraph| left("a comment or footnote", paragraph.text.value.trim())));
    let told = document.found.into_iter().filter(|found| !MARGINS.contains(&found.rule.as_str()));
    found.extend(told.map(|mut found| {
        found.place = Place::default();
        found
    }));
    found
}

/// What our own documents have as well: page numbers in the margins; and remarks, which are named above.
const MARGINS: [&str; 4] = ["import/margin", "import/comment", "import/footnote", "import/endnote"];
