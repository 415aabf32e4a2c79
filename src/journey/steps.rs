//! The seven steps: experience, expectation, satisfaction, importance, weighted satisfaction, ideal and gap, and what
//! to mend first. A figure that nobody gave stays missing: it is neither 0 nor ranked.

use super::line::Line;
use super::model::{Factor, Journey};

/// One line of the table: what customers judge by, with what follows from its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is about.
    pub name: String,
    /// How it is.
    pub experience: Option<f64>,
    /// How they expect it to be.
    pub expectation: Option<f64>,
    /// Experience less expectation.
    pub satisfaction: Option<f64>,
    /// How much it matters.
    pub importance: Option<f64>,
    /// Importance times satisfaction.
    pub weighted: Option<f64>,
    /// How it would be at its best.
    pub ideal: Option<f64>,
    /// Experience less ideal.
    pub gap: Option<f64>,
}

/// What to mend first, and what could not be compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranking {
    /// What falls short of what is expected, the worst weighted satisfaction first: numbers of steps.
    pub mend: Vec<usize>,
    /// What keeps what is expected and yet falls short of the ideal, the widest gap first: numbers of steps.
    pub improve: Vec<usize>,
    /// What keeps what is expected, and the ideal where one is given: numbers of steps.
    pub keep: Vec<usize>,
    /// What cannot be compared, with the figures that are missing.
    pub unranked: Vec<Unranked>,
}

/// What cannot be compared with the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unranked {
    /// The step's number.
    pub step: usize,
    /// The figures that nobody gave, by their key.
    pub missing: Vec<&'static str>,
}

impl Step {
    /// Works out what follows from the figures that are there.
    #[must_use]
    pub fn new(name: &str, [experience, expectation, importance, ideal]: [Option<f64>; 4]) -> Self {
        let less = |a: Option<f64>, b: Option<f64>| Some(round(a? - b?));
        let satisfaction = less(experience, expectation);
        let weighted = importance.zip(satisfaction).map(|(importance, satisfaction)| round(importance * satisfaction));
        let gap = less(experience, ideal);
        Self { name: name.to_string(), experience, expectation, satisfaction, importance, weighted, ideal, gap }
    }

    /// The figures that the ranking needs and nobody gave.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let needed =
            [("experience", self.experience), ("expectation", self.expectation), ("importance", self.importance)];
        needed.into_iter().filter(|(_, figure)| figure.is_none()).map(|(key, _)| key).collect()
    }
}

/// Takes out what binary fractions leave behind: 6.1 less 7 is -0.9.
fn round(figure: f64) -> f64 {
    let rounded = (figure * 1e9).round() / 1e9;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// The table of the factors.
#[must_use]
pub fn factor_steps(journey: &Journey) -> Vec<Step> {
    let step = |factor: &Factor| {
        Step::new(&factor.name.value, [factor.experience, factor.expectation, factor.importance, factor.ideal])
    };
    journey.factors.iter().map(step).collect()
}

/// The same table over the touchpoints of a line: experience and expectation are feelings, -3 to 3.
#[must_use]
pub fn touchpoint_steps(journey: &Journey, line: &Line) -> Vec<Step> {
    let step = |point: &super::line::Point| {
        let name = journey.touchpoints.get(point.touchpoint).map_or("", |one| one.words.value.as_str());
        Step::new(name, [point.feels, point.expects, point.importance, None])
    };
    line.points.iter().map(step).collect()
}

/// What to mend first: the lowest weighted satisfaction, then the widest gap to the ideal, then the written order.
#[must_use]
pub fn rank(steps: &[Step]) -> Ranking {
    let mut ranking = Ranking::default();
    for (at, step) in steps.iter().enumerate() {
        match step.weighted {
            None => ranking.unranked.push(Unranked { step: at, missing: step.missing() }),
            Some(_) if step.satisfaction.is_some_and(|satisfaction| satisfaction < 0.0) => ranking.mend.push(at),
            Some(_) if step.gap.is_some_and(|gap| gap < 0.0) => ranking.improve.push(at),
            Some(_) => ranking.keep.push(at),
        }
    }
    let gap = |at: usize| steps[at].gap.unwrap_or(0.0);
    let weighted = |at: usize| steps[at].weighted.unwrap_or(0.0);
    ranking.mend.sort_by(|&a, &b| weighted(a).total_cmp(&weighted(b)).then(gap(a).total_cmp(&gap(b))));
    ranking.improve.sort_by(|&a, &b| gap(a).total_cmp(&gap(b)));
    ranking
}
