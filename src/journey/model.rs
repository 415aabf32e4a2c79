//! What a journey is: who goes through it, what they meet in which order, and how each of it feels.

use std::collections::BTreeMap;

use crate::experience::Experience;
use crate::picture::CurvePart;
use crate::script::{Allow, Customer, Feeling, Language};
use crate::source::Place;
use crate::text::Text;

/// A customer's journey over all channels.
#[derive(Debug, Clone, Default)]
pub struct Journey {
    /// The title.
    pub title: Text,
    /// The language; it decides the labels.
    pub language: Language,
    /// Who answers for it.
    pub owner: Option<Text>,
    /// Who goes through it: at least one.
    pub personas: Vec<Persona>,
    /// The lowest and the highest figure of factors and importance.
    pub scale: (f64, f64),
    /// What customers judge by, with figures.
    pub factors: Vec<Factor>,
    /// What customers meet, in their order.
    pub touchpoints: Vec<Touchpoint>,
    /// Findings that are meant.
    pub allow: Vec<Allow>,
}

/// Somebody who goes through the journey, with their empathy map.
#[derive(Debug, Clone, Default)]
pub struct Persona {
    /// Short name.
    pub id: String,
    /// Their empathy map; `who` is the name that people read.
    pub map: Customer,
    /// Where it is written.
    pub place: Place,
}

/// Something customers judge by. A figure that nobody gave is missing, which is not 0.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Factor {
    /// Its name.
    pub name: Text,
    /// How it is.
    pub experience: Option<f64>,
    /// How they expect it to be.
    pub expectation: Option<f64>,
    /// How much it matters to them.
    pub importance: Option<f64>,
    /// How it would be at its best.
    pub ideal: Option<f64>,
}

/// One value for everybody, or one for each persona.
#[derive(Debug, Clone, PartialEq)]
pub struct Each<T> {
    /// For everybody who has no value of their own.
    pub all: Option<T>,
    /// By the persona's number.
    pub own: BTreeMap<usize, T>,
}

impl<T> Default for Each<T> {
    fn default() -> Self {
        Self { all: None, own: BTreeMap::new() }
    }
}

impl<T: Copy> Each<T> {
    /// The value for a persona.
    #[must_use]
    pub fn of(&self, persona: usize) -> Option<T> {
        self.own.get(&persona).copied().or(self.all)
    }

    /// Whether nobody has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_none() && self.own.is_empty()
    }
}

/// The journey as it is, or as it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// As it is today.
    AsIs,
    /// As it is to be.
    ToBe,
}

impl Version {
    /// Both, the present one first, with the words that files use.
    pub const ALL: [(Self, &'static str); 2] = [(Self::AsIs, "as is"), (Self::ToBe, "to be")];

    /// The words for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AsIs => "as is",
            Self::ToBe => "to be",
        }
    }
}

/// One moment in which the customer meets us.
#[derive(Debug, Clone, Default)]
pub struct Touchpoint {
    /// Short name: the written one, or made of the first words.
    pub id: String,
    /// What it is, in the customer's words.
    pub words: Text,
    /// The part of the journey it belongs to.
    pub stage: Option<Text>,
    /// Phone, web, desk, letter …
    pub channel: Option<Text>,
    /// What the customer does.
    pub does: Option<Text>,
    /// What the customer expects, in words.
    pub expects: Option<Text>,
    /// How it feels today.
    pub feels: Each<Feeling>,
    /// How it is to feel; as today where nothing is written.
    pub to_be: Each<Feeling>,
    /// How the customer expects it to feel.
    pub expects_to_feel: Each<Feeling>,
    /// How much it matters to the customer, on the journey's scale.
    pub importance: Each<f64>,
    /// The personas that meet it, by number; all where empty.
    pub only_for: Vec<usize>,
    /// The one version it belongs to; both where absent.
    pub only_in: Option<Version>,
    /// What it is about: neighbours with one topic are felt as one.
    pub topic: Option<Text>,
    /// What the customer decides here.
    pub choice: Option<Text>,
    /// Pains and gains of the personas that it takes up.
    pub answers_to: Vec<Text>,
    /// The call or the series of calls that happens here, as it is today.
    pub call: Option<Heard>,
    /// The same as it is to be.
    pub designed: Option<Heard>,
    /// Remarks for the team.
    pub note: Vec<Text>,
    /// The whole touchpoint in the file.
    pub place: Place,
}

/// A call, or a series of them, that happens at a touchpoint, and how it will be remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The file, as the author wrote it.
    pub file: Text,
    /// Its title.
    pub title: String,
    /// How the whole of it will be remembered.
    pub experience: Experience,
    /// Its calls, one after the other; a script is one call.
    pub calls: Vec<HeardCall>,
    /// Whether it is a series rather than a script.
    pub is_series: bool,
}

/// One call at a touchpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct HeardCall {
    /// How this call alone will be remembered.
    pub remembered: f64,
    /// How it feels, part by part.
    pub parts: Vec<CurvePart>,
}

impl Touchpoint {
    /// Whether a persona meets it in a version.
    #[must_use]
    pub fn meets(&self, persona: usize, version: Version) -> bool {
        let here = self.only_for.is_empty() || self.only_for.contains(&persona);
        here && self.only_in.is_none_or(|only| only == version)
    }

    /// The call or the series that happens here in a version.
    #[must_use]
    pub fn heard(&self, version: Version) -> Option<&Heard> {
        match version {
            Version::AsIs => self.call.as_ref(),
            Version::ToBe => self.designed.as_ref().or(self.call.as_ref()),
        }
    }
}

impl Persona {
    /// The name that people read.
    #[must_use]
    pub fn name(&self) -> &str {
        self.map.who.as_ref().map_or(&self.id, |who| &who.value)
    }

    /// The name up to its first comma: short enough for a legend.
    #[must_use]
    pub fn short_name(&self) -> &str {
        self.name().split([',', '，', '(', '（', '。', '.']).next().unwrap_or_default().trim()
    }
}

impl Journey {
    /// Whether the file says anything of how the journey is to be.
    #[must_use]
    pub fn has_to_be(&self) -> bool {
        let says = |touchpoint: &Touchpoint| {
            !touchpoint.to_be.is_empty() || touchpoint.only_in.is_some() || touchpoint.designed.is_some()
        };
        self.touchpoints.iter().any(says)
    }

    /// The versions the file describes.
    #[must_use]
    pub fn versions(&self) -> &'static [Version] {
        if self.has_to_be() { &[Version::AsIs, Version::ToBe] } else { &[Version::AsIs] }
    }
}
