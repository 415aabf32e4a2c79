//! Annotations in a GitHub workflow, which shows ten of each level for a step: the worst first, and the
//! rest as plain lines of the log.

use std::fmt::Write as _;

use super::{FileReport, Item, Report, counted, line, sentence};
use crate::diagnostic::Level;

/// How many annotations of one level GitHub shows for a step.
const SHOWN: usize = 10;

pub(super) fn write(report: &Report<'_>) -> String {
    let (mut out, mut rest) = (String::new(), String::new());
    let mut hidden = 0;
    for level in Level::ALL {
        for (number, (file, item)) in at_level(report, level).enumerate() {
            if number < SHOWN {
                out.push_str(&annotation(file, item));
            } else {
                hidden += 1;
                let _ = writeln!(rest, "{}", line::one(file, item));
            }
        }
    }
    if hidden > 0 {
        let more = counted(hidden, "more finding", "more findings");
        let _ = writeln!(out, "{more}, beyond the {SHOWN} of each level that GitHub marks in the files:");
        out.push_str(&rest);
    }
    out
}

fn at_level<'a, 'r>(
    report: &'a Report<'r>,
    level: Level,
) -> impl Iterator<Item = (&'a FileReport<'r>, &'a Item<'r>)> + use<'a, 'r> {
    let all = report.files.iter().flat_map(|file| file.open().map(move |item| (file, item)));
    all.filter(move |(_, item)| item.found.level == level)
}

fn annotation(file: &FileReport<'_>, item: &Item<'_>) -> String {
    let spot = file.spot(item);
    let command = match item.found.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "notice",
    };
    let (start, end) = (spot.start, spot.end);
    let mut line = format!("::{command} file={},line={}", property(spot.name), start.line);
    // GitHub takes columns only where the marked words stand on one line.
    if end.line == start.line {
        let _ = write!(line, ",col={},endColumn={}", start.column, end.column);
    } else {
        let _ = write!(line, ",endLine={}", end.line);
    }
    let _ = writeln!(line, ",title={}::{}", property(&item.found.rule), data(&sentence(item.found)));
    line
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
