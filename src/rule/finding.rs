//! What a check found, in words: the rule's message with the place, the reason and the fix.

use super::look::{At, Hit, Look};
use super::pack::Rule;
use super::sheet::Sheet;
use crate::diagnostic::{Diagnostic, Level};
use crate::fix::{Fix, Safety};
use crate::script::Language;
use crate::source::Place;

/// Whether a finding rests on our reading of prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guess {
    Yes,
    No,
}

/// Writes the findings of one rule.
pub(crate) fn write(
    rule: &Rule,
    level: Level,
    guess: Guess,
    look: &Look<'_, '_>,
    hits: Vec<Hit>,
    found: &mut Vec<Diagnostic>,
) {
    if hits.is_empty() {
        return;
    }
    let sheet = look.sheet();
    let level = if guess == Guess::Yes { level.lower() } else { level };
    if rule.once && hits.len() > 1 {
        let count = hits.len();
        let Some(first) = hits.into_iter().next() else { return };
        found.push(one(
            rule,
            level,
            guess,
            sheet,
            Hit { count: Some(count), fixes: Vec::new(), replace: None, ..first },
        ));
        return;
    }
    found.extend(hits.into_iter().map(|hit| one(rule, level, guess, sheet, hit)));
}

fn one(rule: &Rule, level: Level, guess: Guess, sheet: &Sheet<'_>, hit: Hit) -> Diagnostic {
    let place = place(sheet, &hit.at);
    let english = Language::default();
    let language = sheet.script().map_or(&english, |script| &script.language);
    let told = rule.told(language);
    let mut found = Diagnostic::new(rule.id.clone(), level, place, fill(told.message, sheet, &hit));
    found.why = if hit.why.is_empty() { told.why } else { hit.why.as_str().into() };
    found.help = help(told.help, sheet, &hit);
    found.guessed = guess == Guess::Yes;
    if let Some(other) = &hit.other {
        let place = self::place(sheet, other);
        if place != found.place {
            found.related.push((place, String::new()));
        }
    }
    found.fixes.extend(hit.fixes.iter().cloned());
    found.fixes.extend(fix(rule, sheet, &hit));
    found
}

fn place(sheet: &Sheet<'_>, at: &At) -> Place {
    match at {
        At::Words(range) => sheet.place(range.clone()),
        At::Part(branch, part) => sheet.part(*branch, *part).map_or(Place::default(), |part| sheet.head(part)),
        At::Place(place) => *place,
        At::Script => whole(sheet),
    }
}

/// Where a finding about the whole script stands: its title, or its first segment.
fn whole(sheet: &Sheet<'_>) -> Place {
    let title = sheet.script().map(|script| script.title.place).filter(|place| place.end > place.start);
    title.unwrap_or_else(|| sheet.part(0, 0).map_or(Place::default(), |part| sheet.head(part)))
}

fn help(help: &str, sheet: &Sheet<'_>, hit: &Hit) -> String {
    if help.contains("{instead}") && hit.instead.is_empty() {
        return String::new();
    }
    if help.is_empty() && !hit.instead.is_empty() {
        return format!("say {}", instead(hit));
    }
    fill(help, sheet, hit)
}

fn instead(hit: &Hit) -> String {
    crate::text::listed(hit.instead.iter().map(String::as_str))
}

/// Puts what was found into the places that a message has for it.
fn fill(message: &str, sheet: &Sheet<'_>, hit: &Hit) -> String {
    let mut out = String::with_capacity(message.len() + 20);
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known =
            after.split_once('}').and_then(|(name, behind)| value(name, sheet, hit).map(|value| (value, behind)));
        match known {
            Some((value, behind)) => {
                // Each of several in quotes of its own.
                let quoted = out.ends_with('“') && after.starts_with("instead}");
                out.push_str(&if quoted { hit.instead.join("” or “") } else { value });
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn value(name: &str, sheet: &Sheet<'_>, hit: &Hit) -> Option<String> {
    match name {
        "found" => Some(hit.found.clone().unwrap_or_else(|| words(sheet, &hit.at))),
        "instead" => Some(instead(hit)),
        "value" => Some(hit.value.map_or_else(String::new, |(value, _)| short(value))),
        "limit" => Some(hit.value.map_or_else(String::new, |(_, limit)| short(limit))),
        "count" => Some(hit.count.map_or_else(
            || hit.value.map_or_else(|| "1".to_string(), |(value, _)| short(value)),
            |count| count.to_string(),
        )),
        "segment" => Some(segment(sheet, &hit.at)),
        "other" => Some(hit.other.as_ref().map_or_else(String::new, |other| segment(sheet, other))),
        _ => None,
    }
}

/// A number as people write it.
fn short(number: f64) -> String {
    let rounded = if number.abs() >= 20.0 { number.round() } else { (number * 100.0).round() / 100.0 };
    if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { rounded.to_string() }
}

fn words(sheet: &Sheet<'_>, at: &At) -> String {
    let words = match at {
        At::Words(range) => sheet.words(range).to_string(),
        At::Place(place) => sheet.reading.slice(*place).to_string(),
        other => return segment(sheet, other),
    };
    cut(&words)
}

/// At most a dozen words, in one line.
fn cut(words: &str) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    let line = all.get(..12.min(all.len())).unwrap_or(&[]).join(" ");
    let line: String = if line.chars().count() > 80 { line.chars().take(79).chain(['…']).collect() } else { line };
    if all.len() > 12 { line + " …" } else { line }
}

/// What to call a segment: its title or its id, or the first words of what is said in it.
fn segment(sheet: &Sheet<'_>, at: &At) -> String {
    let (branch, part) = match at {
        At::Part(branch, part) => (*branch, *part),
        At::Words(range) => match sheet.utter_at(range.start).and_then(|at| sheet.utters.get(at)) {
            Some(utter) => (utter.branch, utter.part),
            None => return String::new(),
        },
        At::Place(_) | At::Script => {
            return sheet.script().map_or_else(String::new, |script| script.title.value.clone());
        }
    };
    let Some(part) = sheet.part(branch, part) else { return String::new() };
    let named = part.segment.filter(|segment| segment.title.is_some() || segment.written_id.is_some());
    match named {
        Some(segment) => segment.name().to_string(),
        None => sheet
            .utters_of(part)
            .first()
            .map_or_else(|| part.id.clone(), |utter| first_words(sheet.words(&utter.range))),
    }
}

fn first_words(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    let words: Vec<&str> = line.split_whitespace().collect();
    let start = words.get(..6.min(words.len())).unwrap_or(&[]).join(" ");
    let cut: String = start.chars().take(40).collect();
    if words.len() > 6 || cut.len() < start.len() {
        format!("{} …", cut.trim_end_matches([',', '.', ' ']))
    } else {
        cut
    }
}

/// The replacement of the words found; exact words are never touched.
fn fix(rule: &Rule, sheet: &Sheet<'_>, hit: &Hit) -> Option<Fix> {
    let (range, text) = hit.replace.as_ref()?;
    let utter = sheet.utter_at(range.start).and_then(|at| sheet.utters.get(at))?;
    if utter.exact || utter.settled {
        return None;
    }
    let safety = if rule.safe { Safety::Safe } else { Safety::Unsafe };
    Some(Fix::replace(format!("say “{text}”"), sheet.place(range.clone()), text.clone(), safety))
}
