//! Checkstyle XML, which most CI servers read.

use std::fmt::Write as _;

use super::{FileReport, Item, Report, sentence};
use crate::diagnostic::Level;

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for file in &report.files {
        let _ = writeln!(out, "  <file name=\"{}\">", xml(file.name()));
        for item in file.open() {
            one(file, item, &mut out);
        }
        out.push_str("  </file>\n");
    }
    out.push_str("</checkstyle>\n");
    out
}

fn one(file: &FileReport<'_>, item: &Item<'_>, out: &mut String) {
    let spot = file.spot(item);
    let severity = match item.found.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "info",
    };
    let (line, column) = (spot.start.line, spot.start.column);
    let (message, rule) = (xml(&sentence(item.found)), xml(&item.found.rule));
    let _ = writeln!(
        out,
        "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\" message=\"{message}\" source=\"{rule}\"/>"
    );
}

/// Text that may stand anywhere in XML 1.0; what it forbids even in escaped form becomes a question mark.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
