//! The heartbeat: the line of feeling over the touchpoints, for each persona and version, and what stands out on it.

use super::model::{Journey, Version};
use crate::experience::{Beat, Experience, Settings, score};

/// The heartbeat of one persona in one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The persona's number.
    pub persona: usize,
    /// As it is, or as it is to be.
    pub version: Version,
    /// What the persona meets, in order.
    pub points: Vec<Point>,
    /// How the whole journey will be remembered; touchpoints count as equally long.
    pub experience: Experience,
}

/// One touchpoint on a heartbeat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The touchpoint's number.
    pub touchpoint: usize,
    /// How it feels, -3 to 3; `None` where nobody said: a gap, not a 0.
    pub feels: Option<f64>,
    /// Whether the feeling was worked out from a call.
    pub worked_out: bool,
    /// How the persona expects it to feel.
    pub expects: Option<f64>,
    /// How much it matters to the persona, on the journey's scale.
    pub importance: Option<f64>,
}

/// What stands out on a heartbeat: numbers of points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// The first of the best moments; none where nothing is pleasant.
    pub peak: Option<usize>,
    /// The first of the worst moments; none where nothing hurts.
    pub trough: Option<usize>,
    /// The last moment with a feeling.
    pub end: Option<usize>,
    /// Moments nobody gave a feeling.
    pub gaps: Vec<usize>,
}

/// Every heartbeat of a journey: by persona, the present one first.
#[must_use]
pub fn lines(journey: &Journey) -> Vec<Line> {
    let personas = 0..journey.personas.len();
    personas
        .flat_map(|persona| journey.versions().iter().map(move |&version| line(journey, persona, version)))
        .collect()
}

/// The heartbeat of one persona in one version.
#[must_use]
pub fn line(journey: &Journey, persona: usize, version: Version) -> Line {
    let met = journey.touchpoints.iter().enumerate().filter(|(_, one)| one.meets(persona, version));
    let point = |(touchpoint, one): (usize, &super::Touchpoint)| {
        let heard = one.heard(version).map(|call| call.experience.total.clamp(-3.0, 3.0));
        let written = match version {
            Version::AsIs => one.feels.of(persona),
            Version::ToBe => one.to_be.of(persona).or_else(|| one.feels.of(persona)),
        };
        // A wish for a touchpoint outranks a call that is only known as it is today.
        let wished = version == Version::ToBe && one.designed.is_none() && one.to_be.of(persona).is_some();
        let heard = heard.filter(|_| !wished);
        Point {
            touchpoint,
            feels: heard.or_else(|| written.map(|feeling| f64::from(feeling.valence()))),
            worked_out: heard.is_some(),
            expects: one.expects_to_feel.of(persona).map(|feeling| f64::from(feeling.valence())),
            importance: one.importance.of(persona),
        }
    };
    let points: Vec<Point> = met.map(point).collect();
    let experience = experience(journey, &points);
    Line { persona, version, points, experience }
}

/// How the whole journey will be remembered: each touchpoint counts as equally long, what nobody knows as neutral.
fn experience(journey: &Journey, points: &[Point]) -> Experience {
    let topics: Vec<String> =
        journey.touchpoints.iter().filter_map(|one| one.topic.as_ref()).map(|topic| key(&topic.value)).collect();
    let account = |point: &Point| {
        let topic = key(&journey.touchpoints.get(point.touchpoint)?.topic.as_ref()?.value);
        topics.iter().position(|other| *other == topic).and_then(|at| u32::try_from(at).ok())
    };
    let beat = |point: &Point| Beat { valence: point.feels.unwrap_or(0.0), minutes: 1.0, account: account(point) };
    score(&points.iter().map(beat).collect::<Vec<_>>(), &Settings::default())
}

fn key(topic: &str) -> String {
    topic.trim().to_lowercase()
}

impl Line {
    /// What stands out.
    #[must_use]
    pub fn marks(&self) -> Marks {
        let known = || self.points.iter().enumerate().filter_map(|(at, point)| Some((at, point.feels?)));
        let best = known().rev().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|best| best.1 > 0.0);
        let worst = known().min_by(|a, b| a.1.total_cmp(&b.1)).filter(|worst| worst.1 < 0.0);
        Marks {
            peak: best.map(|(at, _)| at),
            trough: worst.map(|(at, _)| at),
            end: known().next_back().map(|(at, _)| at),
            gaps: (0..self.points.len()).filter(|&at| self.points[at].feels.is_none()).collect(),
        }
    }

    /// The point of a touchpoint, where the persona meets it.
    #[must_use]
    pub fn point(&self, touchpoint: usize) -> Option<&Point> {
        self.points.iter().find(|point| point.touchpoint == touchpoint)
    }
}
