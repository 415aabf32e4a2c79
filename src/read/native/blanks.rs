//! The blanks in spoken words: declared or not, and written the way this format writes them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use regex::Regex;

use crate::diagnostic::Diagnostic;
use crate::fix::{Edit, Fix, Safety};
use crate::script::spoken::{self, Piece};
use crate::script::{BUILT_IN_BLANKS, Script, Segment};
use crate::source::{Place, Source};
use crate::template;
use crate::text::{Text, nearest};

/// The names that blanks of this script have: declared, or filled by an answer, a choice or a form.
pub(super) fn known(script: &Script) -> BTreeSet<&str> {
    let declared = script.blanks.iter().map(|blank| blank.name.value.as_str());
    declared.chain(script.all_segments().flat_map(filled)).collect()
}

/// The blanks that a segment fills.
fn filled(segment: &Segment) -> impl Iterator<Item = &str> {
    let fixed = segment.ask_in_order.iter().filter_map(|question| question.fills.as_ref());
    let answers = segment.all_answers().flat_map(|answer| &answer.sets);
    let picks = segment.choice.iter().flat_map(|choice| choice.options.iter().flat_map(|option| &option.sets));
    let sets = answers.chain(picks).map(|(name, _)| name);
    segment.fills.iter().chain(&segment.form).chain(fixed).chain(sets).map(|name| name.value.trim())
}

/// Checks the blanks of a script.
pub(super) fn check(script: &Script, sources: &[Source], found: &mut Vec<Diagnostic>) {
    let known = known(script);
    let mut undeclared: BTreeMap<String, (Place, usize)> = BTreeMap::new();
    for segment in script.all_segments() {
        for text in segment.spoken().chain(segment.replies()).flat_map(|words| words.texts()) {
            other_styles(text, found);
            for (name, place) in used(text) {
                if !known.contains(name.as_str()) && !BUILT_IN_BLANKS.contains(&name.as_str()) {
                    undeclared.entry(name).or_insert((place, 0)).1 += 1;
                }
            }
        }
    }
    for (name, (place, count)) in undeclared {
        let times = if count > 1 { format!(", used {count} times,") } else { String::new() };
        let message = format!("the blank `{name}`{times} is not declared");
        let near = nearest(&name, known.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`? Otherwise add `{name}: EXAMPLE` under `blanks:`"),
            None => format!("add `{name}: EXAMPLE` under `blanks:`"),
        };
        let diagnostic = Diagnostic::warning("format/undeclared-blank", place, message).help(help);
        let fix = declare(script, sources, &name).filter(|_| near.is_none());
        found.push(match fix {
            Some(fix) => diagnostic.fix(fix),
            None => diagnostic,
        });
    }
}

/// The names that a text uses, with their places.
fn used(text: &Text) -> Vec<(String, Place)> {
    if text.value.contains("{%") {
        let env = template::environment();
        if template::check(&text.value).is_err() {
            return Vec::new();
        }
        let Ok(template) = env.template_from_str(&text.value) else { return Vec::new() };
        let mut names: Vec<String> = template.undeclared_variables(false).into_iter().collect();
        names.sort();
        return names
            .into_iter()
            .map(|name| {
                let at = text.value.find(&name).unwrap_or(0);
                let place = text.place_of(at..at + name.len());
                (name, place)
            })
            .collect();
    }
    spoken::blanks(text)
        .into_iter()
        .map(|(name, range)| {
            let place = text.place_of(range);
            (name, place)
        })
        .collect()
}

/// A fix that adds a blank to `blanks`, in front of those that stand there, or at the end of the file.
fn declare(script: &Script, sources: &[Source], name: &str) -> Option<Fix> {
    let source = sources.first()?;
    let example = name.replace('_', " ");
    let end = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
    let own = script.blanks.iter().find(|blank| blank.name.place.file == 0);
    let (at, text) = match own {
        Some(blank) => {
            let position = source.position(blank.name.place.start as usize);
            let start = source.line_start(position.line);
            let indent = source.text().get(start..blank.name.place.start as usize)?;
            if !indent.trim().is_empty() {
                return None;
            }
            (start, format!("{indent}{name}: {example}{end}"))
        }
        // Where the list stands in the text and was not read, a second one would be the next mistake.
        None if source.text().lines().any(begins_blanks) => return None,
        None => {
            let gap = if source.text().ends_with('\n') { "" } else { end };
            (source.text().len(), format!("{gap}blanks:{end}  {name}: {example}{end}"))
        }
    };
    let edit = Edit { place: Place::new(at, at), text };
    Some(Fix { title: format!("declare `{name}`"), edits: vec![edit], safety: Safety::Safe })
}

fn begins_blanks(line: &str) -> bool {
    line.trim_start().get(..6).is_some_and(|start| start.eq_ignore_ascii_case("blanks"))
}

fn styles() -> Option<&'static Regex> {
    static STYLES: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"\[([\p{L}][\p{L}\p{N}'’_ -]{0,40})\]|\{([\p{L}][\p{L}\p{N}_ -]{0,40})\}|<([\p{L}][\p{L}\p{N}_ -]{0,40})>|_{3,}|\$\{([\p{L}_]\w{0,40})\}";
    STYLES.get_or_init(|| Regex::new(pattern).ok()).as_ref()
}

/// Blanks written as other programs write them would be spoken as they stand.
fn other_styles(text: &Text, found: &mut Vec<Diagnostic>) {
    let Some(styles) = styles() else { return };
    for piece in spoken::pieces(&text.value) {
        let Piece::Words(range) = piece else { continue };
        for captures in styles.captures_iter(&text.value[range.clone()]) {
            let Some(whole) = captures.get(0) else { continue };
            let place = text.place_of(range.start + whole.start()..range.start + whole.end());
            let name = captures.iter().skip(1).flatten().next().map(|name| as_name(name.as_str()));
            let message = format!("`{}` would be read out as it stands", whole.as_str());
            let diagnostic = Diagnostic::warning("format/blank-style", place, message);
            found.push(match name.filter(|name| !name.is_empty()) {
                Some(name) => {
                    let written = format!("{{{{ {name} }}}}");
                    diagnostic
                        .help(format!("if something is filled in here, write {written}; if it is a note for the agent, put it under `note`"))
                        .fix(Fix::replace(format!("write {written}"), place, written, Safety::Unsafe))
                }
                None => diagnostic.help("give what is filled in here a name, and write {{ name }}"),
            });
        }
    }
}

fn as_name(words: &str) -> String {
    let mut name = String::new();
    for c in words.trim().chars() {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if !name.ends_with('_') && !matches!(c, '\'' | '’') {
            name.push('_');
        }
    }
    name.trim_matches('_').to_string()
}
