//! SARIF 2.1.0 (OASIS standard, 2020), which code scanning and many viewers read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Value, json};

use super::mark::marks;
use super::{Allowed, Each, FileReport, Item, Report, RuleCard, Spot, pretty, sentence};
use crate::diagnostic::Level;
use crate::fix::{Edit, Fix};
use crate::source::{Place, Source};

pub(super) fn write(report: &Report<'_>) -> String {
    let rules = cards(report);
    let numbers: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(n, rule)| (rule.id, n)).collect();
    let driver = json!({
        "name": "callcraft",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(rule_json).collect::<Vec<_>>(),
    });
    let run = Run {
        tool: json!({ "driver": driver }),
        column_kind: "unicodeCodePoints",
        results: Each(|| report.files.iter().flat_map(|file| results(file, &numbers))),
    };
    pretty(&Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [run],
    })
}

#[derive(Serialize)]
struct Log<R: Serialize> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<R>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<R: Serialize> {
    tool: Value,
    column_kind: &'static str,
    results: R,
}

/// The rules that were found, known ones with what is known.
fn cards<'r>(report: &Report<'r>) -> Vec<RuleCard<'r>> {
    let known: BTreeMap<&str, &RuleCard<'r>> = report.rules.iter().map(|card| (card.id, card)).collect();
    let mut found: BTreeMap<&str, RuleCard<'r>> = BTreeMap::new();
    for item in report.files.iter().flat_map(|file| &file.items) {
        let id = item.found.rule.as_str();
        found.entry(id).or_insert_with(|| {
            known.get(id).map_or_else(|| RuleCard { id, ..RuleCard::default() }, |card| (*card).clone())
        });
    }
    found.into_values().collect()
}

fn rule_json(card: &RuleCard<'_>) -> Value {
    let mut rule = json!({ "id": card.id });
    if !card.message.is_empty() {
        rule["shortDescription"] = json!({ "text": card.message });
        rule["fullDescription"] = json!({ "text": card.why });
        rule["help"] = json!({ "text": format!("{} Source: {}", card.why, card.source) });
    }
    if let Some(level) = card.level {
        rule["defaultConfiguration"] = json!({ "level": level_name(level) });
    }
    rule
}

fn results(file: &FileReport<'_>, numbers: &BTreeMap<&str, usize>) -> Vec<Value> {
    file.items.iter().zip(marks(file)).map(|(item, mark)| result(file, item, &mark, numbers)).collect()
}

fn result(file: &FileReport<'_>, item: &Item<'_>, mark: &str, numbers: &BTreeMap<&str, usize>) -> Value {
    let found = item.found;
    let mut result = json!({
        "ruleId": found.rule,
        "ruleIndex": numbers.get(found.rule.as_str()),
        "level": level_name(found.level),
        "message": { "text": sentence(found) },
        "locations": [location(file.sources, found.place)],
        "partialFingerprints": { "callcraft/v1": mark },
    });
    if !found.related.is_empty() {
        result["relatedLocations"] = found.related.iter().map(|(place, words)| related(file, *place, words)).collect();
    }
    if !found.fixes.is_empty() {
        result["fixes"] = found.fixes.iter().map(|fix| fix_json(file.sources, fix)).collect();
    }
    match item.allowed {
        Some(Allowed::Author(because)) => {
            result["suppressions"] = json!([{ "kind": "inSource", "justification": because }]);
        }
        Some(Allowed::Baseline) => {
            result["suppressions"] = json!([{ "kind": "external", "justification": "in the baseline" }]);
        }
        None => {}
    }
    result
}

fn related(file: &FileReport<'_>, place: Place, words: &str) -> Value {
    let mut location = location(file.sources, place);
    location["message"] = json!({ "text": words });
    location
}

fn location(sources: &[Source], place: Place) -> Value {
    let spot = Spot::of(sources, place);
    json!({ "physicalLocation": {
        "artifactLocation": artifact(spot.name),
        "region": region(&spot),
    }})
}

fn region(spot: &Spot<'_>) -> Value {
    json!({
        "startLine": spot.start.line, "startColumn": spot.start.column,
        "endLine": spot.end.line, "endColumn": spot.end.column,
    })
}

fn fix_json(sources: &[Source], fix: &Fix) -> Value {
    let mut by_file: BTreeMap<u16, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        by_file.entry(edit.place.file).or_default().push(edit);
    }
    let changes: Vec<Value> = by_file
        .values()
        .map(|edits| {
            let name = edits.first().map_or("", |edit| Spot::of(sources, edit.place).name);
            let replacements: Vec<Value> = edits.iter().map(|edit| replacement(sources, edit)).collect();
            json!({ "artifactLocation": artifact(name), "replacements": replacements })
        })
        .collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}

fn replacement(sources: &[Source], edit: &Edit) -> Value {
    json!({
        "deletedRegion": region(&Spot::of(sources, edit.place)),
        "insertedContent": { "text": edit.text },
    })
}

fn artifact(name: &str) -> Value {
    let uri = address(name);
    if uri.starts_with("file:") { json!({ "uri": uri }) } else { json!({ "uri": uri, "uriBaseId": "%SRCROOT%" }) }
}

/// A path as an address: relative where it is, every special character written as its bytes.
fn address(name: &str) -> String {
    let slashes = name.replace('\\', "/");
    let path = slashes.strip_prefix("./").unwrap_or(&slashes);
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "note",
    }
}
