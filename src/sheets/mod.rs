//! A script as plain tables of words, and back: the columns are named once, for the Word document that is
//! written and for the one that is read.

mod fill;
mod path;
mod sheet;
mod take;

pub use sheet::{Column, SHEETS, Sheet, blank, sheet};

/// The paragraphs of a cell; a paragraph may hold several lines.
pub type Cell = Vec<String>;

/// A table with its rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it holds.
    pub sheet: &'static Sheet,
    /// Its rows, a cell for each column of the sheet.
    pub rows: Vec<Vec<Cell>>,
}

pub use fill::tables;
pub use take::{Told, yaml};
