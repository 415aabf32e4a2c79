//! What is spoken in a segment, and who approved it.

use super::condition::Condition;
use super::facts::Language;
use crate::text::Text;

/// Who approved exact words, until when, and the seal that shows whether they were changed since.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SignOff {
    /// Who approved.
    pub approved_by: Option<Text>,
    /// When, as a date.
    pub approved_on: Option<Text>,
    /// When it must be looked at again, as a date.
    pub review_by: Option<Text>,
    /// The hash that `approve` writes.
    pub seal: Option<Text>,
}

/// Words in one language or several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words {
    /// At least one version; the first is the one to use where none fits the language.
    pub versions: Vec<Version>,
}

/// Words in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The language's tag, where the author wrote one.
    pub language: Option<Text>,
    /// The words.
    pub text: Text,
    /// Who approved this version.
    pub sign_off: SignOff,
}

impl Words {
    /// Words in one language that the author did not name.
    #[must_use]
    pub fn one(text: Text) -> Self {
        Self { versions: vec![Version { language: None, text, sign_off: SignOff::default() }] }
    }

    /// The words for a language; the first version where none fits.
    #[must_use]
    pub fn text(&self, language: &Language) -> Option<&Text> {
        self.version(language).map(|version| &version.text)
    }

    /// The version for a language; the first where none fits.
    #[must_use]
    pub fn version(&self, language: &Language) -> Option<&Version> {
        let fits = |version: &&Version| version.language.as_ref().is_some_and(|tag| language.serves(&tag.value));
        self.versions.iter().find(fits).or_else(|| self.versions.first())
    }

    /// Every version's words.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.versions.iter().map(|version| &version.text)
    }
}

/// Exact words that must be said as they stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MustSay {
    /// The words.
    pub words: Words,
    /// Why they must be said.
    pub why: Option<Text>,
    /// Only where this holds.
    pub only_if: Option<When>,
    /// Who approved them (a version in another language has its own).
    pub sign_off: SignOff,
}

/// A condition with the words the author wrote for it.
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    /// As written.
    pub text: Text,
    /// What it means.
    pub condition: Condition,
}
