//! A script as the solver sees it: how its segments are felt, how long they take, and its settings.

use std::collections::BTreeMap;

use super::demand::Demand;
use super::problem::Problem;
use crate::experience::{Beat, Model, Settings};
use crate::script::{Script, seconds, slow_seconds};

/// The settings of the score that a script asks for; the defaults where it asks for nothing.
#[must_use]
pub fn settings(script: &Script) -> Settings {
    let principles = &script.principles;
    let mut settings = Settings::default();
    if let Some(model) = principles.model.as_ref().and_then(|text| Model::named(text.value.trim())) {
        settings.model = model;
    }
    let number = |key: &str, value: &mut f64| {
        if let Some((written, _)) = principles.numbers.get(key) {
            *value = *written;
        }
    };
    number("recency", if settings.model == Model::Recency { &mut settings.recency } else { &mut settings.decay });
    number("acclimation", &mut settings.acclimation);
    number("peaks", &mut settings.peaks);
    number("diminishing", &mut settings.diminishing);
    number("loss", &mut settings.loss);
    number("editing", &mut settings.editing);
    let off = |name: &str| principles.off.iter().any(|text| text.value.trim() == name);
    if off("combine") && off("segment") {
        settings.editing = 0.0;
    }
    if off("early") && off("finish") {
        settings.recency = 0.0;
        settings.decay = 0.0;
    }
    settings
}

/// The segments of a script as they are felt, in the written order.
#[must_use]
pub fn beats(script: &Script) -> Vec<Beat> {
    let mut topics: BTreeMap<String, u32> = BTreeMap::new();
    let beat = |segment: &crate::script::Segment| {
        let account = segment.topic.as_ref().map(|topic| {
            let next = u32::try_from(topics.len()).unwrap_or(u32::MAX);
            *topics.entry(topic.value.trim().to_lowercase()).or_insert(next)
        });
        Beat { valence: segment.valence(), minutes: seconds(script, segment) / 60.0, account }
    };
    script.segments.iter().map(beat).collect()
}

/// The problem of putting a script in order.
#[must_use]
pub fn problem(script: &Script, demands: &[Demand]) -> Problem {
    Problem {
        beats: beats(script),
        slow_seconds: script.segments.iter().map(|segment| slow_seconds(script, segment)).collect(),
        constraints: demands.iter().map(|demand| demand.constraint.clone()).collect(),
        settings: settings(script),
    }
}
