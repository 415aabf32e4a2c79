//! Holds the rules of a pack against a planned series, and runs the examples that such rules carry.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::fact::{FACTS, Hit, Look};
use super::model::Series;
use super::plan::{Plan, plan};
use super::read::read;
use crate::diagnostic::{Diagnostic, Level};
use crate::lint::{Allowed, Finding};
use crate::read::Load;
use crate::rule::{Pack, Rule};
use crate::script::Language;
use crate::source::Source;

/// The pack that every series is held against.
#[must_use]
pub fn pack() -> Pack {
    let shipped = crate::rule::PACKS.iter().find(|pack| pack.name == PACK);
    shipped.map_or_else(Pack::default, |pack| Pack::read(Source::new(format!("rules/{PACK}.yaml"), pack.text)).0)
}

/// Its name.
pub const PACK: &str = crate::rule::SERIES;

/// What the rules find in a planned series, with what it allows marked so. `level` gives each rule's level, `None` for
/// one that is switched off.
#[must_use]
pub fn check(series: &Series, plan: &Plan, rules: &[Rule], level: Levels<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in rules {
        let Some(level) = level(rule) else { continue };
        let allow = series.allow.iter().find(|allow| is_rule(&allow.rule.value, rule));
        let because = allow.map(|allow| allow.because.as_ref().map_or("", |because| because.value.trim()).to_string());
        let hits = hits(series, plan, rule).into_iter();
        let allowed = because.map(Allowed::Author);
        let finding = |hit| Finding { allowed: allowed.clone(), ..told(rule, level, hit, &series.language).into() };
        found.extend(hits.map(finding));
    }
    found.extend(unknown(series, rules).into_iter().map(Finding::from));
    found.sort_by_key(|found| found.diagnostic.place);
    found
}

/// Gives the level that a rule has here, `None` where it is switched off.
pub type Levels<'l> = &'l dyn Fn(&Rule) -> Option<Level>;

pub(super) fn is_rule(written: &str, rule: &Rule) -> bool {
    let written = written.trim();
    written == rule.id || written == rule.short()
}

fn hits(series: &Series, plan: &Plan, rule: &Rule) -> Vec<Hit> {
    let Some((name, limit)) = rule.series_fact() else { return Vec::new() };
    let find = FACTS.iter().find(|(fact, _)| *fact == name).map(|(_, find)| find);
    find.map(|find| find(&Look { series, plan, limit })).unwrap_or_default()
}

/// An allowance of a rule that is not there allows nothing.
fn unknown(series: &Series, rules: &[Rule]) -> Vec<Diagnostic> {
    let strange = series.allow.iter().filter(|allow| !rules.iter().any(|rule| is_rule(&allow.rule.value, rule)));
    let names: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    let one = |allow: &crate::script::Allow| {
        let near = crate::text::nearest(allow.rule.value.trim(), names.iter().copied());
        let help = near
            .map_or_else(|| format!("`callcraft rules {PACK}` lists them"), |near| format!("did you mean `{near}`?"));
        Diagnostic::warning(
            "series/unknown-rule",
            allow.rule.place,
            format!("there is no rule `{}` for a series", allow.rule),
        )
        .help(help)
    };
    strange.map(one).collect()
}

fn told(rule: &Rule, level: Level, hit: Hit, language: &Language) -> Diagnostic {
    let limit = rule.series_fact().and_then(|(_, limit)| limit);
    let words = rule.told(language);
    let mut found = Diagnostic::new(rule.id.clone(), level, hit.place, fill(words.message, &hit, limit));
    found.help = fill(words.help, &hit, limit);
    found.why = words.why;
    found.related.extend(hit.related.filter(|place| *place != hit.place).map(|place| (place, String::new())));
    found
}

fn fill(message: &str, hit: &Hit, limit: Option<f64>) -> String {
    let number = |value: Option<f64>| value.map_or_else(String::new, short);
    message
        .replace("{call}", &hit.call)
        .replace("{found}", &hit.found)
        .replace("{other}", &hit.other)
        .replace("{value}", &number(hit.value))
        .replace("{limit}", &number(limit))
}

/// Up to one decimal; two where there is little.
fn short(value: f64) -> String {
    let text = if value.abs() < 1.0 { format!("{value:.2}") } else { format!("{value:.1}") };
    text.strip_suffix(".0").map(str::to_string).unwrap_or(text)
}

/// The findings of one rule in an example: a series file, and behind lines `# file: NAME` the files that it names.
///
/// # Errors
/// A plain sentence where the example cannot be read or planned.
pub fn example(rule: &Rule, text: &str) -> Result<Vec<Diagnostic>, String> {
    let files = Files::of(text);
    let start = Date::constant(2026, 3, 2);
    let reading = read("example.yaml", files.first().as_bytes(), &files);
    let first = reading.reading.diagnostics.iter().find(|found| found.level == Level::Error);
    let why = first.map_or_else(String::new, |found| format!(": {} {}", found.message, related(found)));
    let series = reading.series.ok_or_else(|| format!("this is no series{why}"))?;
    let plan = plan(&series, start, &|| false).map_err(|found| found.message)?;
    let found = check(plan.said(&series), &plan, std::slice::from_ref(rule), &|rule| Some(rule.level));
    Ok(found.into_iter().filter(|one| one.allowed.is_none()).map(|one| one.diagnostic).collect())
}

fn related(found: &Diagnostic) -> String {
    found.related.first().map_or_else(String::new, |(_, words)| format!("({words})"))
}

/// The files of an example by name; the first one has none.
struct Files(BTreeMap<String, String>);

impl Files {
    fn of(text: &str) -> Self {
        let mut files = BTreeMap::new();
        let mut name = String::new();
        for line in text.lines() {
            match line.strip_prefix("# file: ") {
                Some(next) => name = next.trim().to_string(),
                None => {
                    let file: &mut String = files.entry(name.clone()).or_default();
                    file.push_str(line);
                    file.push('\n');
                }
            }
        }
        Self(files)
    }

    fn first(&self) -> &str {
        self.0.get("").map_or("", String::as_str)
    }
}

impl Load for Files {
    fn load(&self, name: &str) -> Result<Vec<u8>, String> {
        let file = self.0.get(name).map(|text| text.clone().into_bytes());
        file.ok_or_else(|| format!("there is no file `{name}` in this example"))
    }
}
