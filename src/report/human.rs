//! For people: each finding with its line, the words marked, why it matters and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Sign, Origin, Renderer, Snippet};

use super::{FileReport, Item, Report, Tally, counted};
use crate::diagnostic::{Diagnostic, Level};
use crate::fix::Safety;
use crate::source::{Place, Source, Unit};

pub(super) fn write(report: &Report<'_>) -> String {
    let renderer = if report.look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(report.look.width.max(40));
    let mut out = String::new();
    for file in &report.files {
        for item in file.open() {
            out.push_str(&renderer.render(&[group(file, item)]));
            out.push_str("\n\n");
        }
    }
    out.push_str(&summary(report));
    for note in &report.notes {
        out.push_str(&format!("note: {note}\n"));
    }
    out
}

fn group<'r>(file: &FileReport<'r>, item: &Item<'r>) -> Group<'r> {
    let found = item.found;
    let title = sign(found.level).primary_title(printable(&found.message)).id(printable(&found.rule));
    let mut group = Group::with_title(title);
    if let Some(spot) = spot(file.sources, found) {
        group = group.element(Origin::path(spot));
    }
    for snippet in snippets(file.sources, found) {
        group = group.element(snippet);
    }
    for (name, text) in notes(found) {
        group = group.element(Sign::NOTE.with_name(name).message(printable(&text)));
    }
    group
}

/// Where a finding stands that has no line and column: documents have paragraphs, and what could not be read has neither.
fn spot(sources: &[Source], found: &Diagnostic) -> Option<String> {
    let source = sources.get(usize::from(found.place.file))?;
    if source.text().is_empty() {
        return Some(printable(source.name()));
    }
    if source.unit() != Unit::Paragraph {
        return None;
    }
    let number = source.position(found.place.start as usize).line;
    Some(format!("{}, paragraph {number}", printable(source.name())))
}

fn sign(level: Level) -> Sign<'static> {
    match level {
        Level::Error => Sign::ERROR,
        Level::Warning => Sign::WARNING,
        Level::Advice => Sign::HELP.with_name("advice"),
    }
}

fn notes(found: &Diagnostic) -> Vec<(&'static str, String)> {
    let mut notes = Vec::new();
    if !found.why.is_empty() {
        notes.push(("why", found.why.to_string()));
    }
    if !found.help.is_empty() {
        notes.push(("help", found.help.clone()));
    }
    for fix in &found.fixes {
        let option = if fix.safety == Safety::Safe { "--fix" } else { "--fix --unsafe" };
        notes.push(("fix", format!("{} ({option})", fix.title)));
    }
    if found.guessed {
        notes.push(("guess", "this rests on our reading of the words, not on what you wrote".to_string()));
    }
    notes
}

/// The lines to show: one piece for the place and what belongs to it in the same file, one for each
/// other file.
fn snippets<'r>(sources: &'r [Source], found: &'r Diagnostic) -> Vec<Snippet<'r, annotate_snippets::Annotation<'r>>> {
    let mut pieces = Vec::new();
    let mut shown: Vec<(Place, &str, bool)> = vec![(found.place, "", true)];
    shown.extend(found.related.iter().map(|(place, words)| (*place, words.as_str(), false)));
    for (number, source) in sources.iter().enumerate() {
        let here: Vec<_> = shown.iter().filter(|(place, ..)| usize::from(place.file) == number).collect();
        if source.text().is_empty() {
            continue;
        }
        let Some(piece) = piece(source, &here) else { continue };
        if number == usize::from(found.place.file) {
            pieces.insert(0, piece);
        } else {
            pieces.push(piece);
        }
    }
    pieces
}

fn piece<'r>(
    source: &'r Source,
    here: &[&(Place, &'r str, bool)],
) -> Option<Snippet<'r, annotate_snippets::Annotation<'r>>> {
    let lines = here.iter().map(|(place, ..)| source.position(place.start as usize).line);
    let (first, last) = (lines.clone().min()?, lines.max()?);
    let window = Window::new(source, first, last);
    let marks: Vec<_> = here
        .iter()
        .map(|(place, label, primary)| {
            let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let mark = kind.span(window.span(source, *place));
            if label.is_empty() { mark } else { mark.label(*label) }
        })
        .collect();
    let snippet = Snippet::source(window.text).line_start(first).annotations(marks);
    Some(if source.unit() == Unit::Paragraph { snippet } else { snippet.path(printable(source.name())) })
}

/// Some lines of a text, with plain line ends.
struct Window {
    first: usize,
    text: String,
    starts: Vec<usize>,
}

impl Window {
    fn new(source: &Source, first: usize, last: usize) -> Self {
        let mut window = Self { first, text: String::new(), starts: Vec::new() };
        for number in first..=last {
            if number > first {
                window.text.push('\n');
            }
            window.starts.push(window.text.len());
            // One character for one, so that columns stay; a control character would upset the screen.
            window
                .text
                .extend(source.line(number).chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }));
        }
        window
    }

    /// The part of a place that stands on its first line.
    fn span(&self, source: &Source, place: Place) -> Range<usize> {
        let start = self.byte(source, place.start as usize);
        let line = source.position(place.start as usize).line;
        let line_end = source.line_start(line) + source.line(line).len();
        let end = self.byte(source, (place.end as usize).min(line_end));
        start..end.max(start)
    }

    /// Where a byte of the source stands in these lines.
    fn byte(&self, source: &Source, byte: usize) -> usize {
        let at = source.position(byte);
        let start = self.starts.get(at.line.saturating_sub(self.first)).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or("");
        start + rest.char_indices().nth(at.column - 1).map_or(rest.len(), |(offset, _)| offset)
    }
}

/// Text that cannot upset a screen.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

fn summary(report: &Report<'_>) -> String {
    let Tally { errors, warnings, advice, allowed } = report.tally();
    let files = counted(report.files.len(), "file", "files");
    if errors + warnings + advice == 0 {
        let allowed = if allowed > 0 { format!(" ({allowed} allowed)") } else { String::new() };
        return format!("{files}: nothing found{allowed}\n");
    }
    let mut parts = Vec::new();
    for (n, one, many) in [(errors, "error", "errors"), (warnings, "warning", "warnings"), (advice, "advice", "advice")]
    {
        if n > 0 {
            parts.push(counted(n, one, many));
        }
    }
    if allowed > 0 {
        parts.push(format!("{allowed} allowed"));
    }
    format!("{files}: {}{}\n", parts.join(", "), mendable(report))
}

/// What `--fix` could do about it.
fn mendable(report: &Report<'_>) -> String {
    let count = |least: Safety| {
        let items = report.files.iter().flat_map(FileReport::open);
        items.filter(|item| item.found.fixes.iter().any(|fix| fix.safety >= least)).count()
    };
    let (safe, all) = (count(Safety::Safe), count(Safety::Unsafe));
    match (safe, all - safe) {
        (0, 0) => String::new(),
        (0, rest) => format!("; --fix --unsafe mends {rest}"),
        (safe, 0) => format!("; --fix mends {safe}"),
        (safe, rest) => format!("; --fix mends {safe}, --fix --unsafe {rest} more"),
    }
}
