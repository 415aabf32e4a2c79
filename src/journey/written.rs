//! A `journey:` file as it is written: every key with its place, nothing understood yet.

use serde::Deserialize;

use crate::text::Text;
use crate::yaml::{Pairs, Short};

/// One value for everybody, or one for each persona.
pub(super) type Each = Option<Short<Pairs<Text>>>;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "a journey")]
pub(super) struct Written {
    pub(super) journey: Text,
    pub(super) language: Option<Text>,
    pub(super) owner: Option<Text>,
    pub(super) personas: Vec<WrittenPersona>,
    pub(super) scale: Option<Text>,
    pub(super) factors: Pairs<WrittenFactor>,
    pub(super) touchpoints: Vec<WrittenTouchpoint>,
    pub(super) allow: Vec<WrittenAllow>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename = "a persona")]
pub(super) struct WrittenPersona {
    pub(super) id: Option<Text>,
    pub(super) who: Option<Text>,
    pub(super) says: Vec<Text>,
    pub(super) thinks: Vec<Text>,
    pub(super) does: Vec<Text>,
    pub(super) feelings: Vec<Text>,
    pub(super) pains: Vec<Text>,
    pub(super) gains: Vec<Text>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename = "a factor")]
pub(super) struct WrittenFactor {
    pub(super) experience: Option<Text>,
    pub(super) expectation: Option<Text>,
    pub(super) importance: Option<Text>,
    pub(super) ideal: Option<Text>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename = "a touchpoint")]
pub(super) struct WrittenTouchpoint {
    pub(super) id: Option<Text>,
    pub(super) touchpoint: Option<Text>,
    pub(super) stage: Option<Text>,
    pub(super) channel: Option<Text>,
    pub(super) does: Option<Text>,
    pub(super) expects: Option<Text>,
    pub(super) feels: Each,
    pub(super) to_be: Each,
    pub(super) expects_to_feel: Each,
    pub(super) importance: Each,
    pub(super) only_for: Vec<Text>,
    pub(super) only_in: Option<Text>,
    pub(super) topic: Option<Text>,
    pub(super) choice: Option<Text>,
    pub(super) answers_to: Vec<Text>,
    pub(super) script: Option<Text>,
    pub(super) series: Option<Text>,
    pub(super) designed: Option<Text>,
    pub(super) note: Vec<Text>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename = "what is allowed")]
pub(super) struct WrittenAllow {
    pub(super) rule: Text,
    pub(super) because: Option<Text>,
}

/// Every key of a journey file, for the scan that tells `feels:painful` from ordinary words.
pub(super) const KEYS: &[&str] = &[
    "journey",
    "language",
    "owner",
    "personas",
    "scale",
    "factors",
    "touchpoints",
    "allow",
    "id",
    "who",
    "says",
    "thinks",
    "does",
    "feelings",
    "pains",
    "gains",
    "experience",
    "expectation",
    "importance",
    "ideal",
    "touchpoint",
    "stage",
    "channel",
    "expects",
    "feels",
    "to_be",
    "expects_to_feel",
    "only_for",
    "only_in",
    "topic",
    "choice",
    "answers_to",
    "script",
    "series",
    "designed",
    "note",
    "rule",
    "because",
];
