//! One line for each finding, for editors and for grep.

use std::fmt::Write as _;

use super::{FileReport, Item, Report, sentence};

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::new();
    for file in &report.files {
        for item in file.open() {
            out.push_str(&one(file, item));
            out.push('\n');
        }
    }
    out
}

pub(super) fn one(file: &FileReport<'_>, item: &Item<'_>) -> String {
    let spot = file.spot(item);
    let mut line = String::with_capacity(120);
    let (level, rule) = (item.found.level.name(), &item.found.rule);
    let _ = write!(line, "{}:{}:{}: {level}[{rule}] ", spot.name, spot.start.line, spot.start.column);
    line.push_str(&sentence(item.found));
    line
}
