//! The facts of a call that switch rules, templates and defaults: who speaks, which way, where, in which language.

use crate::text::Text;

/// Who speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Role {
    /// A nurse, or anyone who gives care by phone.
    Nurse,
    /// An agent of a service line.
    #[default]
    Agent,
    /// A word of the author's own.
    Other(String),
}

impl Role {
    /// The role with this word.
    #[must_use]
    pub fn named(word: &str) -> Self {
        match word.trim().to_lowercase().as_str() {
            "nurse" => Self::Nurse,
            "agent" | "" => Self::Agent,
            _ => Self::Other(word.trim().to_string()),
        }
    }

    /// The word for it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Nurse => "nurse",
            Self::Agent => "agent",
            Self::Other(word) => word,
        }
    }
}

/// Which way the call goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The customer calls.
    Inbound,
    /// We call.
    Outbound,
}

impl Direction {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}

/// A language as a BCP 47 tag, such as `en-GB` or `zh-CN`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language(String);

impl Default for Language {
    fn default() -> Self {
        Self("en".to_string())
    }
}

impl Language {
    /// The language with this tag.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        Self(tag.trim().to_string())
    }

    /// The whole tag as written.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The first part of the tag, in lower case: `en`, `zh`.
    #[must_use]
    pub fn primary(&self) -> String {
        self.0.split(['-', '_']).next().unwrap_or("").to_lowercase()
    }

    /// Whether it is Chinese, which is counted by characters.
    #[must_use]
    pub fn is_chinese(&self) -> bool {
        matches!(self.primary().as_str(), "zh" | "cmn" | "yue")
    }

    /// Whether words in language `other` serve a script in this one.
    #[must_use]
    pub fn serves(&self, other: &str) -> bool {
        Self::tag_serves(&self.0, other)
    }

    /// The same for the tag of a script's language.
    pub(crate) fn tag_serves(own: &str, other: &str) -> bool {
        let (own, other) = (own.trim(), other.trim());
        if own == other {
            return true;
        }
        let plain = |c: char| if c == '_' { '-' } else { c };
        let mut own = own.chars().flat_map(char::to_lowercase).map(plain);
        let mut other = other.chars().flat_map(char::to_lowercase).map(plain);
        loop {
            match (own.next(), other.next()) {
                (Some(own), Some(other)) if own == other => {}
                (Some(next), None) | (None, Some(next)) => return next == '-',
                (own, other) => return own == other,
            }
        }
    }
}

/// The facts of the call; absent where the author did not say.
#[derive(Debug, Clone, Default)]
pub struct CallFacts {
    /// Which way the call goes.
    pub direction: Option<Direction>,
    /// Where the customer is: a country code or name.
    pub country: Option<Text>,
    /// The state or province, where law differs by it.
    pub state: Option<Text>,
    /// Health, collections, sales, support, survey …
    pub sector: Option<Text>,
    /// Whether the call is recorded.
    pub recorded: Option<bool>,
    /// Whether this is the first contact in the matter.
    pub first_contact: Option<bool>,
    /// Whether a machine speaks.
    pub ai_voice: Option<bool>,
}

/// The empathy map: who is called, and what is known of them.
#[derive(Debug, Clone, Default)]
pub struct Customer {
    /// Who they are.
    pub who: Option<Text>,
    /// What they say.
    pub says: Vec<Text>,
    /// What they think.
    pub thinks: Vec<Text>,
    /// What they do.
    pub does: Vec<Text>,
    /// What they feel.
    pub feelings: Vec<Text>,
    /// What hurts.
    pub pains: Vec<Text>,
    /// What they hope for.
    pub gains: Vec<Text>,
}
