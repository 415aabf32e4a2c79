//! The principles held against a journey: each persona's touchpoints are looked at as a call's segments are, by the
//! rules of the pack `journey`.

use super::labels::Labels;
use super::line::{Line, lines};
use super::model::{Journey, Touchpoint, Version};
use super::table::clean;
use crate::diagnostic::Diagnostic;
use crate::lint::{Allowed, Finding, lint};
use crate::reading::Reading;
use crate::rule::{Choices, Shelf, Wanted};
use crate::script::{By, Choice, Feeling, Said, Script, Segment, Words};

/// The pack that journeys are held against; single scripts have nothing of it.
pub const PACK: &str = "journey";

/// What was found on a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The finding; its message says of whom, where it does not hold for every persona.
    pub diagnostic: Diagnostic,
    /// Who lets it stand, if anyone does.
    pub allowed: Option<Allowed>,
    /// The personas it was found for, by number.
    pub personas: Vec<usize>,
    /// The versions it was found in.
    pub versions: Vec<Version>,
}

impl From<Found> for Finding {
    fn from(found: Found) -> Self {
        Self { allowed: found.allowed, ..found.diagnostic.into() }
    }
}

impl Found {
    /// Whether it holds for the journey that is meant: the one to be, where there is one.
    #[must_use]
    pub fn holds(&self, journey: &Journey) -> bool {
        journey.versions().last().is_some_and(|version| self.versions.contains(version))
    }
}

/// What to say where nothing was found, in the language of the journey.
#[must_use]
pub fn nothing_found(journey: &Journey) -> &'static str {
    Labels::of(journey).nothing_found
}

/// What holds today and no longer as it is to be, as lines for people; empty where there is nothing.
#[must_use]
pub fn mended(journey: &Journey, found: &[Found]) -> String {
    let gone: Vec<String> = found
        .iter()
        .filter(|one| one.allowed.is_none() && !one.holds(journey))
        .map(|one| format!("  - {} ({})\n", clean(&one.diagnostic.message), one.diagnostic.rule))
        .collect();
    if gone.is_empty() { String::new() } else { format!("\n{}\n{}", Labels::of(journey).mended, gone.concat()) }
}

/// The rules for journeys that come with the program.
///
/// # Errors
/// One plain sentence where a chosen level names no rule.
pub fn shelf(choices: Choices) -> Result<Shelf, String> {
    let only = || vec![PACK.to_string()];
    Shelf::new(Vec::new(), Wanted { packs: only(), select: only(), skip: Vec::new(), choices }, Box::new(|_| None))
}

/// Holds the rules against each persona's journey, as it is and as it is to be; the same finding is told once.
#[must_use]
pub fn findings(journey: &Journey, reading: &Reading, shelf: &Shelf) -> Vec<Found> {
    let lines = lines(journey);
    let mut all: Vec<Found> = Vec::new();
    let lines: Vec<&Line> = lines.iter().filter(|line| !line.points.is_empty()).collect();
    for line in &lines {
        let seen =
            Reading { sources: reading.sources.clone(), script: Some(view(journey, line)), ..Reading::default() };
        for finding in lint(&seen, shelf).found {
            add(&mut all, finding, line);
        }
    }
    // An allowance is idle only where no persona and no version needs it.
    all.retain(|one| one.diagnostic.rule != "lint/unused-allow" || seen_on(one) == lines.len());
    for one in &mut all {
        say_of_whom(journey, one);
    }
    all.sort_by(|a, b| {
        let key = |one: &Found| (one.diagnostic.place, one.diagnostic.rule.clone(), one.diagnostic.message.clone());
        key(a).cmp(&key(b))
    });
    all
}

fn seen_on(one: &Found) -> usize {
    one.personas.len() * one.versions.len()
}

fn add(all: &mut Vec<Found>, finding: Finding, line: &Line) {
    let same = all.iter_mut().find(|one| one.diagnostic == finding.diagnostic && one.allowed == finding.allowed);
    let Some(one) = same else {
        all.push(Found {
            diagnostic: finding.diagnostic,
            allowed: finding.allowed,
            personas: vec![line.persona],
            versions: vec![line.version],
        });
        return;
    };
    if !one.personas.contains(&line.persona) {
        one.personas.push(line.persona);
    }
    if !one.versions.contains(&line.version) {
        one.versions.push(line.version);
    }
}

/// Names the personas in front, where a finding does not hold for everybody.
fn say_of_whom(journey: &Journey, one: &mut Found) {
    if one.personas.len() == journey.personas.len() || one.diagnostic.rule.starts_with("lint/") {
        return;
    }
    let names: Vec<&str> = one.personas.iter().map(|&at| journey.personas[at].short_name()).collect();
    let names = names.join(if journey.language.is_chinese() { "、" } else { ", " });
    one.diagnostic.message = Labels::of(journey).told(&names, &one.diagnostic.message);
}

/// The journey of a persona as rules see a call: a touchpoint is a segment of one minute.
fn view(journey: &Journey, line: &Line) -> Script {
    let touchpoint = |at: usize| journey.touchpoints.get(at);
    let segments = line.points.iter().filter_map(|point| Some(segment(touchpoint(point.touchpoint)?, point.feels)));
    Script {
        title: journey.title.clone(),
        id: PACK.to_string(),
        language: journey.language.clone(),
        customer: journey.personas[line.persona].map.clone(),
        segments: segments.collect(),
        allow: journey.allow.clone(),
        ..Script::default()
    }
}

fn segment(one: &Touchpoint, feels: Option<f64>) -> Segment {
    let feeling = feels.and_then(|feels| Feeling::new(feels.round().clamp(-3.0, 3.0) as i8));
    let choice = one.choice.as_ref();
    Segment {
        id: one.id.clone(),
        place: one.place,
        title: Some(one.words.clone()),
        stage: one.stage.clone(),
        feels: feeling.map(|value| Said { value, by: By::Author, place: one.place }),
        topic: one.topic.clone(),
        takes: Some(60.0),
        say: Some(Words::one(one.words.clone())),
        choice: choice
            .map(|choice| Box::new(Choice { about: Some(choice.clone()), place: choice.place, ..Choice::default() })),
        answers_to: one.answers_to.clone(),
        ..Segment::default()
    }
}
