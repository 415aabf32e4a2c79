//! Do the examples of a pack hold: each bad one is found, each good one is not, and each fix mends.

use crate::diagnostic::{Diagnostic, Level};
use crate::fix::{Safety, mend};
use crate::read::{NoFiles, read};
use crate::reading::Reading;
use crate::rule::{Beside, Choices, Example, Pack, Rule, RuleSet};
use crate::script::{ANYTIME, Feeling, Kind};
use crate::yaml::quote;

/// What became of the examples of a pack.
#[derive(Debug, Clone, Default)]
pub struct Proved {
    /// How many examples were run.
    pub examples: usize,
    /// What does not hold, with its place in the pack.
    pub found: Vec<Diagnostic>,
}

/// Runs every example of every rule of a pack.
///
/// ```
/// use callcraft::prove::prove;
/// use callcraft::rule::Pack;
/// use callcraft::source::Source;
///
/// let text = include_str!("../rules/core.yaml");
/// let (pack, _) = Pack::read(Source::new("core.yaml", text));
/// let proved = prove(&pack, &|_| None);
/// assert!(proved.examples > 0 && proved.found.is_empty());
/// ```
#[must_use]
pub fn prove(pack: &Pack, beside: Beside<'_>) -> Proved {
    let choices = Choices { thorough: true, ..Choices::default() };
    let (set, wrong) = RuleSet::compile(&[pack.for_examples()], &choices, beside);
    let mut proved = Proved { examples: 0, found: wrong.into_iter().map(|(_, found)| found).collect() };
    for rule in &pack.rules {
        for example in rule.examples() {
            proved.examples += 1;
            proved.found.extend(example_holds(pack, rule, &set, &example));
        }
    }
    proved
}

fn example_holds(pack: &Pack, rule: &Rule, set: &RuleSet, example: &Example) -> Option<Diagnostic> {
    if rule.series_fact().is_some() {
        return series_holds(rule, example);
    }
    let text = script_of(pack, rule, &example.text.value);
    let reading = read("example.yaml", text.as_bytes(), &NoFiles);
    let wrong = |message: String| Some(Diagnostic::error("pack/example", example.text.place, message));
    if reading.script.is_none() {
        let why = reading.diagnostics.first().map_or_else(String::new, |found| format!(": {}", found.message));
        return wrong(format!("an example of {} cannot be read{why}", rule.id));
    }
    let unread =
        reading.diagnostics.iter().find(|found| found.level == Level::Error && found.rule == "format/unknown-key");
    if let Some(unread) = unread {
        return wrong(format!("an example of {} cannot be read: {}", rule.id, unread.message));
    }
    let found = found_by(rule, set, &reading);
    if example.is_bad && found.is_empty() {
        return wrong(format!("{} finds nothing in this bad example", rule.id));
    }
    if !example.is_bad {
        let first = found.first()?;
        return wrong(format!("{} finds something in this good example: {}", rule.id, first.message));
    }
    let source = reading.source()?;
    let fixes: Vec<_> = found.iter().flat_map(|found| found.fixes.first()).collect();
    if fixes.is_empty() {
        return None;
    }
    let mended = mend(source, fixes.iter().copied(), Safety::Unsafe);
    let again = found_by(rule, set, &read("example.yaml", mended.as_bytes(), &NoFiles));
    // A rule may find more than one thing with a fix only for some of them.
    let worse = again.len() > found.len().saturating_sub(fixes.len());
    if worse { wrong(format!("the fix of {} leaves or makes a finding of the same rule", rule.id)) } else { None }
}

/// The same for a rule about a series of calls.
fn series_holds(rule: &Rule, example: &Example) -> Option<Diagnostic> {
    let wrong = |message: String| Some(Diagnostic::error("pack/example", example.text.place, message));
    match (crate::series::example(rule, &example.text.value), example.is_bad) {
        (Err(sentence), _) => wrong(format!("an example of {} cannot be read: {sentence}", rule.id)),
        (Ok(found), true) if found.is_empty() => wrong(format!("{} finds nothing in this bad example", rule.id)),
        (Ok(found), false) => {
            let first = found.first()?;
            wrong(format!("{} finds something in this good example: {}", rule.id, first.message))
        }
        (Ok(_), true) => None,
    }
}

fn found_by(rule: &Rule, set: &RuleSet, reading: &Reading) -> Vec<Diagnostic> {
    let findings = set.look(reading, &crate::lint::order);
    findings.found.into_iter().filter(|found| found.rule == rule.id).collect()
}

/// An example as a script in the project's own format: as it stands where it is one, else made of its
/// paragraphs. What the rule asks about the call is filled in where the example does not say it.
#[must_use]
pub fn script_of(pack: &Pack, rule: &Rule, example: &str) -> String {
    let is_script = example.lines().any(|line| line.trim_end() == "segments:");
    let body = if is_script { example.trim_end().to_string() + "\n" } else { segments(rule, example) };
    let states = |key: &str| body.lines().any(|line| line.starts_with(&format!("{key}:")));
    let mut head = String::new();
    if !states("script") {
        head.push_str("script: Example\n");
    }
    for (name, value) in rule.facts(pack) {
        if !states(name) && !head.lines().any(|line| line.starts_with(&format!("{name}:"))) {
            head.push_str(&format!("{name}: {}\n", quote(&value)));
        }
    }
    head + &body
}

fn segments(rule: &Rule, example: &str) -> String {
    let (mut main, mut anytime) = (String::new(), String::new());
    let branch = rule.branch();
    for paragraph in example.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        let (properties, words) = properties(paragraph);
        let mut item = Item { branch: branch.clone(), key: "say", ..Item::default() };
        properties.iter().for_each(|property| item.take(property));
        let text = item.text(words);
        if item.branch.is_some() { anytime.push_str(&text) } else { main.push_str(&text) }
    }
    if main.is_empty() {
        main.push_str("  - note: nothing is said here\n");
    }
    let anytime = if anytime.is_empty() { anytime } else { format!("anytime:\n{anytime}") };
    format!("segments:\n{main}{anytime}")
}

/// The properties in brackets that a paragraph may begin with, and its words.
fn properties(paragraph: &str) -> (Vec<&str>, &str) {
    let inside = paragraph.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let Some((inside, words)) = inside else { return (Vec::new(), paragraph) };
    let properties: Vec<&str> = inside.split(',').map(str::trim).collect();
    if properties.iter().all(|property| is_property(property)) {
        (properties, words.trim())
    } else {
        (Vec::new(), paragraph)
    }
}

fn is_property(word: &str) -> bool {
    Kind::named(word).is_some()
        || Feeling::named(word).is_some()
        || ["topic ", "stage ", "title "].iter().any(|start| word.starts_with(start))
        || ["exact", "approved", "ask", "note"].contains(&word)
        || ANYTIME.contains(&word)
}

#[derive(Default)]
struct Item {
    branch: Option<String>,
    key: &'static str,
    approved: bool,
    lines: String,
}

impl Item {
    fn take(&mut self, property: &str) {
        let line = match property {
            "exact" => return self.key = "must_say",
            "approved" => return self.approved = true,
            "ask" => return self.key = "ask",
            "note" => return self.key = "note",
            word if ANYTIME.contains(&word) => return self.branch = Some(word.to_string()),
            word if Kind::named(word).is_some() => format!("    kind: {word}\n"),
            word if Feeling::named(word).is_some() => format!("    feels: {word}\n"),
            word => {
                word.split_once(' ').map_or_else(String::new, |(key, value)| format!("    {key}: {}\n", quote(value)))
            }
        };
        self.lines.push_str(&line);
    }

    fn text(&self, words: &str) -> String {
        let when = self.branch.as_ref().map_or_else(String::new, |branch| format!("    when: {branch}\n"));
        let indent = if self.key == "must_say" { "        " } else { "      " };
        let lines: String = words.lines().map(|line| format!("{indent}{}\n", line.trim())).collect();
        let words = match self.key {
            "must_say" => {
                let approved = if self.approved { "      approved_by: A. Reader\n" } else { "" };
                format!("    must_say:\n{approved}      text: |\n{lines}")
            }
            key => format!("    {key}: |\n{lines}"),
        };
        let item = format!("{when}{}{words}", self.lines);
        format!("  - {}", item.trim_start())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::PACKS;
    use crate::source::Source;

    #[test]
    fn the_examples_of_every_pack_hold() {
        let mut wrong = Vec::new();
        for shipped in PACKS {
            let (pack, mut found) = Pack::read(Source::new(format!("rules/{}.yaml", shipped.name), shipped.text));
            let proved = prove(&pack, &|_| None);
            found.extend(proved.found);
            assert!(proved.examples > 0, "{}", shipped.name);
            for one in found {
                let at = pack.source.position(one.place.start as usize);
                wrong.push(format!("{}:{}:{}: {} {}", pack.source.name(), at.line, at.column, one.message, one.help));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
