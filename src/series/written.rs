//! A `series:` file as it is written: every key with its place, nothing understood yet.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::text::Text;

/// A series of calls.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "a series")]
#[schemars(rename = "Series", deny_unknown_fields)]
pub(super) struct Written {
    /// The title.
    pub series: Option<Text>,
    /// Short name; the file's name where it is left out.
    pub id: Option<Text>,
    /// Who answers for it.
    pub owner: Option<Text>,
    /// When it was changed last.
    pub changed: Option<Text>,
    /// The language of the table and the pages, such as en-US or zh-CN.
    pub language: Option<Text>,
    /// Where the people are who are called; with `sector` it sets the legal calling hours.
    pub country: Option<Text>,
    /// The state or province.
    pub state: Option<Text>,
    /// health, collections, sales, support, survey …
    pub sector: Option<Text>,
    /// What day zero is, in your own words; `--start` gives its date.
    pub day_zero: Option<Text>,
    /// How calls without a `when` of their own follow one another: `month`, `week`, `2 weeks`, `10 days`.
    pub every: Option<Text>,
    /// What stays the same from call to call.
    pub keep: Option<WrittenKeep>,
    /// The days on which anybody calls, such as `Monday to Friday` (the default) or a list.
    pub days: Option<Vec<Text>>,
    /// The hours in which you call, such as `9:00 to 17:00` (the default).
    pub hours: Option<Text>,
    /// Days on which nobody calls: dates, or the name of a file with a date on each line.
    pub holidays: Option<Vec<Text>>,
    /// How often a call is tried before `if_nobody_answers`, such as `3`; each call may say its own.
    pub tries: Option<Text>,
    /// What to do when nobody answers any try; each call may say its own.
    pub if_nobody_answers: Option<Text>,
    /// The habits that people are asked to change, one at a time.
    pub changes: Option<Vec<WrittenChange>>,
    /// What is to be reached by the last call.
    pub goals: Option<Vec<Text>>,
    /// The calls, in the order in which you think of them.
    pub calls: Option<Vec<WrittenCall>>,
    /// Findings that are meant.
    pub allow: Option<Vec<WrittenAllow>>,
}

/// What stays the same from call to call.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "keep")]
#[schemars(rename = "Keep", deny_unknown_fields)]
pub(super) struct WrittenKeep {
    /// Whether one person speaks in every call: always, preferred, no.
    pub same_agent: Option<Text>,
    /// The words every call begins with.
    pub greeting: Option<Text>,
    /// The words every call ends with.
    pub closing: Option<Text>,
    /// The person's usual hour, such as `10:00`.
    pub hour: Option<Text>,
    /// The person's usual day of the week, such as `Tuesday`.
    pub day: Option<Text>,
}

/// A habit that people are asked to change.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "a change")]
#[schemars(rename = "Change", deny_unknown_fields)]
pub(super) struct WrittenChange {
    /// Short name; segments of the calls that are about it have it as their `topic`.
    pub id: Option<Text>,
    /// What to call it on the page.
    pub title: Option<Text>,
    /// The call in which it begins; left out: as soon as the one before it was reviewed.
    pub starts: Option<Text>,
    /// The change that comes before it; left out: the one above.
    pub after: Option<Text>,
    /// Its steps, one for each call.
    pub steps: Option<Vec<Text>>,
    /// The less attractive alternative that it is set beside.
    pub compared_with: Option<Text>,
}

/// A call of the series.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "a call")]
#[schemars(rename = "Call", deny_unknown_fields)]
pub(super) struct WrittenCall {
    /// Short name.
    pub id: Option<Text>,
    /// What to call it on the page.
    pub title: Option<Text>,
    /// The file of its script.
    pub script: Option<Text>,
    /// When it takes place: `2 to 3 days after day zero`, `1 week after day2`, `every month, 6 times`, `on 2026-12-01`.
    pub when: Option<Text>,
    /// first, last, or kept: its number in the written order.
    pub place: Option<Text>,
    /// Calls that it must follow.
    pub after: Option<Vec<Text>>,
    /// Calls that it must precede.
    pub before: Option<Vec<Text>>,
    /// How often it is tried before `if_nobody_answers`.
    pub tries: Option<Text>,
    /// Its own hours, such as `17:00 to 20:00`.
    pub hours: Option<Text>,
    /// What to do when nobody answers any try.
    pub if_nobody_answers: Option<Text>,
    /// Blanks that later calls are given, so that nobody is asked twice.
    pub passes_on: Option<Vec<Text>>,
    /// Blanks that it asks again although an earlier call passed them on, because they may have changed.
    pub asks_again: Option<Vec<Text>>,
    /// Segments of its script, by their ids, that another call may say instead; the plan places them.
    pub may_move: Option<Vec<Text>>,
    /// Why its shape differs from the other calls.
    pub differs_because: Option<Text>,
}

/// A finding that is meant.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename = "an item of allow")]
#[schemars(rename = "AllowInSeries", deny_unknown_fields)]
pub(super) struct WrittenAllow {
    /// The rule's name, such as series/shape-broken.
    pub rule: Option<Text>,
    /// Why it is meant.
    pub because: Option<Text>,
}

/// Every key of a series file, for the scan that tells `hours:9` from ordinary words.
pub(super) const KEYS: &[&str] = &[
    "series",
    "id",
    "owner",
    "changed",
    "language",
    "country",
    "state",
    "sector",
    "day_zero",
    "every",
    "keep",
    "same_agent",
    "greeting",
    "closing",
    "hour",
    "day",
    "days",
    "hours",
    "holidays",
    "tries",
    "if_nobody_answers",
    "changes",
    "title",
    "starts",
    "after",
    "before",
    "steps",
    "compared_with",
    "goals",
    "calls",
    "script",
    "when",
    "place",
    "passes_on",
    "asks_again",
    "may_move",
    "differs_because",
    "allow",
    "rule",
    "because",
];
