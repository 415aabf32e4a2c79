//! GitLab's code quality report.

use serde_json::{Value, json};

use super::mark::marks;
use super::{Each, FileReport, Item, Report, pretty, sentence};
use crate::diagnostic::Level;

pub(super) fn write(report: &Report<'_>) -> String {
    pretty(&Each(|| report.files.iter().flat_map(file_json)))
}

fn file_json(file: &FileReport<'_>) -> Vec<Value> {
    let marked = file.items.iter().zip(marks(file));
    marked.filter(|(item, _)| item.allowed.is_none()).map(|(item, mark)| item_json(file, item, &mark)).collect()
}

fn item_json(file: &FileReport<'_>, item: &Item<'_>, mark: &str) -> Value {
    let spot = file.spot(item);
    let severity = match item.found.level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Advice => "info",
    };
    json!({
        "description": sentence(item.found),
        "check_name": item.found.rule,
        "fingerprint": mark,
        "severity": severity,
        "location": { "path": spot.name.replace('\\', "/"), "lines": { "begin": spot.start.line, "end": spot.end.line } },
    })
}
