//! Everything, for programs.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Allowed, Each, FileReport, Item, Report, Spot, pretty};
use crate::fix::{Fix, Safety};
use crate::source::{Place, Source};

pub(super) fn write(report: &Report<'_>) -> String {
    let tally = report.tally();
    pretty(&Whole {
        version: 1,
        files: Each(|| report.files.iter().map(file_json)),
        notes: &report.notes,
        summary: json!({
            "files": report.files.len(), "errors": tally.errors, "warnings": tally.warnings,
            "advice": tally.advice, "allowed": tally.allowed,
        }),
    })
}

#[derive(Serialize)]
struct Whole<'r, F: Serialize> {
    version: u8,
    files: F,
    notes: &'r [String],
    summary: Value,
}

fn file_json(file: &FileReport<'_>) -> Value {
    let findings: Vec<Value> = file.items.iter().map(|item| item_json(file, item)).collect();
    json!({ "file": file.name(), "findings": findings })
}

fn item_json(file: &FileReport<'_>, item: &Item<'_>) -> Value {
    let found = item.found;
    let mut value = json!({
        "rule": found.rule, "level": found.level.name(), "message": found.message,
        "help": found.help, "why": &*found.why, "segment": item.segment, "guessed": found.guessed,
        "place": place_json(file.sources, found.place),
        "related": found.related.iter().map(|(place, words)| {
            json!({ "message": words, "place": place_json(file.sources, *place) })
        }).collect::<Vec<_>>(),
        "fixes": found.fixes.iter().map(|fix| fix_json(file.sources, fix)).collect::<Vec<_>>(),
    });
    match item.allowed {
        Some(Allowed::Author(because)) => value["allowed"] = json!({ "by": "author", "because": because }),
        Some(Allowed::Baseline) => value["allowed"] = json!({ "by": "baseline" }),
        None => {}
    }
    value
}

fn fix_json(sources: &[Source], fix: &Fix) -> Value {
    let edits: Vec<Value> =
        fix.edits.iter().map(|edit| json!({ "place": place_json(sources, edit.place), "text": edit.text })).collect();
    json!({ "title": fix.title, "safe": fix.safety == Safety::Safe, "edits": edits })
}

fn place_json(sources: &[Source], place: Place) -> Value {
    let spot = Spot::of(sources, place);
    json!({
        "file": spot.name,
        "line": spot.start.line, "column": spot.start.column,
        "end_line": spot.end.line, "end_column": spot.end.column,
        "byte": place.start, "end_byte": place.end,
    })
}
