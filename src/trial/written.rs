//! A `trial:` file as it is written: every key with its place, nothing understood yet.

use crate::text::Text;
use crate::yaml::Pairs;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "a trial")]
pub(super) struct Written {
    pub(super) trial: Text,
    pub(super) question: Option<Text>,
    pub(super) script: Option<Text>,
    pub(super) designed: Option<Text>,
    pub(super) assign: Option<Text>,
    pub(super) because: Option<Text>,
    pub(super) arms: Option<WrittenArms>,
    pub(super) agents: Vec<Text>,
    pub(super) balance: Option<Text>,
    pub(super) balance_on: Vec<Text>,
    pub(super) seed: Option<Text>,
    pub(super) start: Option<Text>,
    pub(super) weeks: Option<Text>,
    pub(super) calls_a_week: Option<Text>,
    pub(super) days_a_week: Option<Text>,
    pub(super) answered: Option<Text>,
    pub(super) uneven: Option<Text>,
    pub(super) alike: Option<Text>,
    pub(super) steady: Option<Text>,
    pub(super) level: Option<Text>,
    pub(super) power: Option<Text>,
    pub(super) primary: Option<WrittenMeasure>,
    pub(super) secondary: Vec<WrittenMeasure>,
    pub(super) guards: Vec<WrittenMeasure>,
    pub(super) columns: Pairs<Text>,
    pub(super) dates: Option<Text>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename = "arms")]
pub(super) struct WrittenArms {
    pub(super) old: Option<Text>,
    pub(super) new: Option<Text>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename = "a measure")]
pub(super) struct WrittenMeasure {
    pub(super) measure: Text,
    pub(super) title: Option<Text>,
    pub(super) kind: Option<Text>,
    pub(super) counts: Vec<Text>,
    pub(super) scale: Option<Text>,
    pub(super) before: Option<Text>,
    pub(super) spread: Option<Text>,
    pub(super) worth_having: Option<Text>,
    pub(super) margin: Option<Text>,
    pub(super) before_column: Option<Text>,
    pub(super) alike: Option<Text>,
    pub(super) steady: Option<Text>,
    pub(super) better: Option<Text>,
    pub(super) counted_in: Option<Text>,
    pub(super) asked: Option<Text>,
}

/// Every key of a trial file, for the scan that tells `weeks:8` from ordinary words.
pub(super) const KEYS: &[&str] = &[
    "trial",
    "question",
    "script",
    "designed",
    "assign",
    "because",
    "arms",
    "agents",
    "balance",
    "balance_on",
    "seed",
    "start",
    "weeks",
    "calls_a_week",
    "days_a_week",
    "answered",
    "uneven",
    "alike",
    "steady",
    "level",
    "power",
    "primary",
    "secondary",
    "guards",
    "columns",
    "dates",
    "measure",
    "title",
    "kind",
    "counts",
    "scale",
    "before",
    "spread",
    "worth_having",
    "margin",
    "before_column",
    "better",
    "counted_in",
    "asked",
    "old",
    "new",
];
