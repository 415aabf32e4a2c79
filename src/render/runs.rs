//! Spoken words with their blanks filled: runs of words, and the gaps where a value is missing.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;
use serde::Serialize;

use super::Options;
use crate::error::{Error, Result};
use crate::script::{BUILT_IN_BLANKS, Script};
use crate::template;
use crate::text::Text;

/// A stretch of spoken words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words; of a gap its name.
    pub text: String,
    /// Whether a value is missing here.
    pub gap: bool,
}

/// A blank without a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// Its name.
    pub name: String,
    /// The segment that uses it.
    pub segment: String,
    /// What is shown instead: its `if_missing` words, or nothing where there is a gap.
    pub instead: Option<String>,
}

/// Fills the blanks of a script's words.
pub(super) struct Filler<'s> {
    script: &'s Script,
    values: BTreeMap<String, String>,
    pub missing: BTreeSet<Missing>,
}

/// Marks around the name of a blank without a value: signs that nobody types (Unicode's private use).
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

impl<'s> Filler<'s> {
    pub(super) fn new(script: &'s Script, options: &Options) -> Self {
        let mut values = options.blanks.clone();
        if let Some(day) = options.today.as_ref().and_then(|today| today.parse::<jiff::civil::Date>().ok()) {
            built_in(day, script.language.is_chinese(), &mut values);
        }
        Self { script, values, missing: BTreeSet::new() }
    }

    /// The runs of some words.
    pub(super) fn runs(&mut self, text: &Text, segment: &str) -> Result<Vec<Run>> {
        let words = text.value.trim_end();
        if template::is_plain(words) {
            return Ok(vec![Run { text: words.to_string(), gap: false }]);
        }
        template::guard(words).map_err(|flaw| Error::Template(flaw.message))?;
        let env = template::environment();
        let fail = |error: minijinja::Error| {
            Error::Template(format!("in \"{segment}\": {}", template::flaw(&error, words).message))
        };
        let template = env.template_from_str(words).map_err(fail)?;
        let names: BTreeSet<String> = template.undeclared_variables(false).into_iter().collect();
        let values: BTreeMap<String, Value> =
            names.iter().map(|name| (name.clone(), Value::from(self.value(name, segment)))).collect();
        let filled = template.render(Value::from_pairs(values)).map_err(fail)?;
        Ok(split(&filled))
    }

    /// The value of a blank, or its `if_missing` words, or its name between marks.
    fn value(&mut self, name: &str, segment: &str) -> String {
        if let Some(value) = self.values.get(name) {
            return value.chars().filter(|c| !matches!(*c, OPEN | CLOSE)).collect();
        }
        let blank = self.script.blank(name);
        let instead = blank.and_then(|blank| blank.if_missing.as_ref()).map(|text| text.value.trim().to_string());
        let asked = blank.is_some_and(|blank| blank.optional) && instead.is_none();
        if asked {
            return String::new();
        }
        self.missing.insert(Missing { name: name.to_string(), segment: segment.to_string(), instead: instead.clone() });
        instead.unwrap_or_else(|| format!("{OPEN}{}{CLOSE}", name.replace('_', " ")))
    }
}

/// `today`, `weekday` and `part_of_day` as they are said.
fn built_in(day: jiff::civil::Date, chinese: bool, values: &mut BTreeMap<String, String>) {
    let english = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let han = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
    let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0).min(6);
    let [today, weekday, _] = BUILT_IN_BLANKS;
    values.entry(weekday.to_string()).or_insert_with(|| if chinese { han[at] } else { english[at] }.to_string());
    let spelled = if chinese {
        format!("{}月{}日", day.month(), day.day())
    } else {
        let months = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = usize::try_from(day.month() - 1).unwrap_or(0).min(11);
        format!("{} {}", months[month], day.day())
    };
    values.entry(today.to_string()).or_insert(spelled);
}

fn split(filled: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = filled;
    while let Some((words, tail)) = rest.split_once(OPEN) {
        let (name, tail) = tail.split_once(CLOSE).unwrap_or((tail, ""));
        runs.push(Run { text: words.to_string(), gap: false });
        runs.push(Run { text: name.to_string(), gap: true });
        rest = tail;
    }
    runs.push(Run { text: rest.to_string(), gap: false });
    runs.retain(|run| run.gap || !run.text.is_empty());
    runs
}
