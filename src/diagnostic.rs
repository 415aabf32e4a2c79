//! What was found in a user's file, and where.

use std::sync::Arc;

use crate::fix::Fix;
use crate::source::Place;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth a thought.
    Advice,
    /// Probably wrong.
    Warning,
    /// Wrong: a script with an error is not designed or rendered.
    Error,
}

impl Level {
    /// Every level, worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Advice];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }

    /// One level lower; advice stays advice.
    #[must_use]
    pub fn lower(self) -> Self {
        match self {
            Self::Error => Self::Warning,
            Self::Warning | Self::Advice => Self::Advice,
        }
    }
}

/// One finding: what is, where, why it matters and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name, such as `format/unknown-key`; it reads after "allow".
    pub rule: String,
    /// How much it matters.
    pub level: Level,
    /// Where it is.
    pub place: Place,
    /// What is, in the author's words; one sentence without a full stop.
    pub message: String,
    /// What to do; empty where the message says it.
    pub help: String,
    /// Why it matters, in one sentence; empty where it needs none. All findings of a rule share it.
    pub why: Arc<str>,
    /// Other places that belong to it, each with its words.
    pub related: Vec<(Place, String)>,
    /// Ways to mend it.
    pub fixes: Vec<Fix>,
    /// True where it rests on a guess of ours rather than on what the author wrote.
    pub guessed: bool,
}

impl Diagnostic {
    /// A finding with its message; the rest is added with the `with` and field setters.
    #[must_use]
    pub fn new(rule: impl Into<String>, level: Level, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule: rule.into(),
            level,
            place,
            message: message.into(),
            help: String::new(),
            why: Arc::default(),
            related: Vec::new(),
            fixes: Vec::new(),
            guessed: false,
        }
    }

    /// An error.
    #[must_use]
    pub fn error(rule: impl Into<String>, place: Place, message: impl Into<String>) -> Self {
        Self::new(rule, Level::Error, place, message)
    }

    /// A warning.
    #[must_use]
    pub fn warning(rule: impl Into<String>, place: Place, message: impl Into<String>) -> Self {
        Self::new(rule, Level::Warning, place, message)
    }

    /// A piece of advice.
    #[must_use]
    pub fn advice(rule: impl Into<String>, place: Place, message: impl Into<String>) -> Self {
        Self::new(rule, Level::Advice, place, message)
    }

    /// The same, with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same, with why it matters.
    #[must_use]
    pub fn why(mut self, why: impl Into<Arc<str>>) -> Self {
        self.why = why.into();
        self
    }

    /// The same, with another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }

    /// The same, with a way to mend it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }
}
