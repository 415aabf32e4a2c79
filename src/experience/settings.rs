//! The numbers behind the score, each with its unit, its range and where it comes from.

/// Which moments weigh how much in memory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Model {
    /// Later moments weigh more, as exp(-w tau) (Das Gupta, Karmarkar & Roels 2016 without acclimation, normalised).
    #[default]
    Recency,
    /// The literal Das Gupta model: customers get used to things, so that long calls have a U-shape.
    Acclimation,
}

impl Model {
    /// Every model with the word that files use.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Recency, "recency"), (Self::Acclimation, "acclimation")];

    /// The word that files use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Recency => "recency",
            Self::Acclimation => "acclimation",
        }
    }

    /// The model with this word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, word)| *word == name).map(|(model, _)| *model)
    }
}

/// The settings of the score. All are finite and within the ranges of [`SETTINGS`]; [`Settings::check`] says which
/// are not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Which moments weigh how much.
    pub model: Model,
    /// w of the recency model: how fast earlier moments fade, per typical segment; 0 (not at all) to 10.
    /// Our setting, chosen once against published experiments.
    pub recency: f64,
    /// w of the acclimation model: how fast earlier moments fade, per typical segment; 0 to 10.
    /// Das Gupta, Karmarkar & Roels 2016.
    pub decay: f64,
    /// alpha of the acclimation model: how fast customers get used to a level, per typical segment; 0 to 10.
    /// Das Gupta, Karmarkar & Roels 2016.
    pub acclimation: f64,
    /// rho: the share of the best and the worst moment in the total; 0 to 1.
    /// Two-sided peak-end (Kahneman et al. 1993).
    pub peaks: f64,
    /// beta: how much a second helping counts, the exponent of the value function; 0.1 to 1.
    /// Thaler 1985, Kahneman & Tversky 1979.
    pub diminishing: f64,
    /// lambda: how much heavier a loss weighs than a gain of the same size; 0 to 10.
    /// Thaler 1985, Kahneman & Tversky 1979.
    pub loss: f64,
    /// eta: the weight of joining pains and keeping pleasures apart; 0 (not at all) to 10.
    /// Raised once, from 0.15, after the first scores against published experiments.
    pub editing: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            model: Model::Recency,
            recency: 0.35,
            decay: 0.2,
            acclimation: 0.5,
            peaks: 0.25,
            diminishing: 0.7,
            loss: 1.5,
            editing: 0.30,
        }
    }
}

/// One setting as files and explanations know it.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The key in a script's `principles`; `decay` has none of its own: `recency` sets it in the acclimation model.
    pub key: &'static str,
    /// The letter of the formula.
    pub letter: &'static str,
    /// The least value.
    pub least: f64,
    /// The greatest value.
    pub most: f64,
    /// What it does, for a person who never programmed.
    pub what: &'static str,
    /// Where its default comes from.
    pub evidence: &'static str,
    /// Reads it.
    pub get: fn(&Settings) -> f64,
    /// Sets it, unchecked.
    pub set: fn(&mut Settings, f64),
}

/// Every setting that is a number, in the order they are shown.
pub static SETTINGS: &[Setting] = &[
    Setting {
        key: "recency",
        letter: "w",
        least: 0.0,
        most: 10.0,
        what: "how fast earlier moments fade from memory",
        evidence: "our setting, chosen against published experiments on order",
        get: |s| s.recency,
        set: |s, x| s.recency = x,
    },
    Setting {
        key: "decay",
        letter: "w",
        least: 0.0,
        most: 10.0,
        what: "how fast earlier moments fade in the acclimation model",
        evidence: "Das Gupta, Karmarkar & Roels 2016",
        get: |s| s.decay,
        set: |s, x| s.decay = x,
    },
    Setting {
        key: "acclimation",
        letter: "alpha",
        least: 0.0,
        most: 10.0,
        what: "how fast the customer gets used to how things are",
        evidence: "Das Gupta, Karmarkar & Roels 2016",
        get: |s| s.acclimation,
        set: |s, x| s.acclimation = x,
    },
    Setting {
        key: "peaks",
        letter: "rho",
        least: 0.0,
        most: 1.0,
        what: "the share of the best and the worst moment",
        evidence: "Kahneman, Fredrickson, Schreiber & Redelmeier 1993",
        get: |s| s.peaks,
        set: |s, x| s.peaks = x,
    },
    Setting {
        key: "diminishing",
        letter: "beta",
        least: 0.1,
        most: 1.0,
        what: "how much a second helping counts (1: as much as the first)",
        evidence: "Thaler 1985",
        get: |s| s.diminishing,
        set: |s, x| s.diminishing = x,
    },
    Setting {
        key: "loss",
        letter: "lambda",
        least: 0.0,
        most: 10.0,
        what: "how much heavier pain weighs than pleasure",
        evidence: "Thaler 1985",
        get: |s| s.loss,
        set: |s, x| s.loss = x,
    },
    Setting {
        key: "editing",
        letter: "eta",
        least: 0.0,
        most: 10.0,
        what: "how much it counts that pains are joined and pleasures kept apart",
        evidence: "our setting, raised once after the first scores against published experiments",
        get: |s| s.editing,
        set: |s, x| s.editing = x,
    },
];

/// A setting that is out of its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// The key, as in [`Setting::key`].
    pub key: &'static str,
    /// What is wrong, and what to write instead; one sentence without a full stop.
    pub message: String,
}

impl Settings {
    /// What is out of range, in the order of [`SETTINGS`]; empty where all is well.
    #[must_use]
    pub fn check(&self) -> Vec<Trouble> {
        SETTINGS.iter().filter_map(|setting| setting.trouble((setting.get)(self))).collect()
    }
}

impl Setting {
    /// What is wrong with this value for this setting.
    #[must_use]
    pub fn trouble(&self, value: f64) -> Option<Trouble> {
        if value >= self.least && value <= self.most {
            return None;
        }
        let (key, least, most) = (self.key, self.least, self.most);
        let is = if value.is_finite() { format!("is {value}") } else { "is not a number we can count with".into() };
        Some(Trouble { key, message: format!("`{key}` {is}; write a number from {least} to {most}") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_in_range_and_every_setting_can_be_out_of_it() {
        assert_eq!(Settings::default().check(), []);
        for setting in SETTINGS {
            for value in [f64::NAN, f64::INFINITY, -0.5, setting.most + 1.0] {
                let mut settings = Settings::default();
                (setting.set)(&mut settings, value);
                let troubles = settings.check();
                assert_eq!(troubles.len(), 1, "{} {value}", setting.key);
                assert_eq!(troubles[0].key, setting.key);
            }
        }
    }

    #[test]
    fn a_trouble_says_what_to_write() {
        let settings = Settings { peaks: 1.2, ..Settings::default() };
        assert_eq!(settings.check()[0].message, "`peaks` is 1.2; write a number from 0 to 1");
    }

    #[test]
    fn a_model_is_found_by_its_name() {
        for (model, name) in Model::ALL {
            assert_eq!(Model::named(name), Some(model));
            assert_eq!(model.name(), name);
        }
    }
}
