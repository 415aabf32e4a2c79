//! Findings of reading, shown before a verb that needs a script without errors.

use callcraft::approve;
use callcraft::diagnostic::{Diagnostic, Level};
use callcraft::error::Error;
use callcraft::reading::Reading;
use callcraft::report::{FORMATS, FileReport, Item, Look, Report};
use callcraft::script::Script;
use callcraft::source::Source;

use crate::{Exit, Outcome, Trouble, say, today};

/// The script of a reading, unless it has errors; what was found is shown on standard error.
pub(crate) fn script_of(reading: &Reading) -> Result<&Script, Trouble> {
    if reading.source().is_none_or(|source| source.text().is_empty()) {
        return Err(refused(reading));
    }
    let mut worth: Vec<Diagnostic> =
        reading.diagnostics.iter().filter(|found| found.level > Level::Advice).cloned().collect();
    if let Some(script) = &reading.script {
        worth.extend(approve::check(reading, script, &today()));
    }
    if !worth.is_empty() {
        show(&reading.sources, &worth);
    }
    let name = reading.source().map_or("", |source| source.name());
    match (reading.errors(), &reading.script) {
        (0, Some(script)) => Ok(script),
        (0, None) => Err(Error::NoScript(name.to_string()).into()),
        (errors, _) => Err(Error::HasErrors(errors).into()),
    }
}

/// Why a file gave no script, in one sentence.
pub(crate) fn refused(reading: &Reading) -> Trouble {
    let found = reading.diagnostics.iter().find(|found| found.level == Level::Error);
    let name = reading.source().map_or("", |source| source.name());
    match found {
        Some(found) => Trouble(format!("{name}: {}{}", found.message, behind(&found.help))),
        None => Trouble(format!("{name}: there is no script in this file")),
    }
}

/// Help behind a message, in the same sentence.
pub(crate) fn behind(help: &str) -> String {
    if help.is_empty() { String::new() } else { format!("; {help}") }
}

/// How a verb ends that could not read its file: nothing, or no text, is nothing to work with; others have findings.
pub(crate) fn unread(found: &[Diagnostic]) -> Outcome {
    let no_text = |found: &&Diagnostic| matches!(found.rule.as_str(), "format/empty-file" | "format/not-text");
    match found.iter().find(no_text) {
        Some(nothing) => Err(nothing.message.as_str().into()),
        None => Ok(Exit::Findings),
    }
}

/// Shows findings to people, on standard error.
pub(crate) fn show(sources: &[Source], found: &[Diagnostic]) {
    let items = found.iter().map(|found| Item { found, segment: "", allowed: None }).collect();
    let report = Report {
        files: vec![FileReport { sources, items, proof: None }],
        rules: Vec::new(),
        look: Look { colour: say::colour_of_errors(), width: say::width() },
        notes: Vec::new(),
    };
    if let Some(human) = FORMATS.first() {
        say::aside(&(human.write)(&report));
    }
}
