//! The plan of a trial: what it needs, the smallest effect it can show, how long it runs.

use super::agents::{Agent, units};
use super::assign::{Assignment, assign};
use super::model::{Kind, Measure, Role, Trial, Unit};
use super::stats::{
    Aim, Design, answers_needed, clusters_needed, power, power_inside, smallest_effect, smallest_margin,
};
use super::words::words;
use crate::error::Result;

/// The longest trial that is proposed, in weeks.
const LONGEST: u32 = 26;
/// The shortest: the effect is expected within two weeks, so two more show whether it stays.
const SHORTEST: u32 = 4;
/// Numbers of units an arm for the table.
const ROWS: [usize; 10] = [4, 6, 8, 10, 12, 15, 20, 25, 30, 40];

/// A trial as it is planned.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The trial.
    pub trial: Trial,
    /// What each measure needs, the primary one first.
    pub needs: Vec<Need>,
    /// What can be had with other numbers of units, for the primary measure.
    pub table: Vec<Row>,
    /// Units in the smaller arm, where they are known.
    pub at_hand: Option<usize>,
    /// How many whole weeks it takes to show the effect worth having with the units at hand.
    pub weeks_needed: Option<u32>,
    /// The draw, where the units are known.
    pub assignment: Option<Assignment>,
    /// The analysis plan in words.
    pub words: String,
}

/// What one measure needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// The measure's words.
    pub title: String,
    /// Its part.
    pub role: Role,
    /// Its unit.
    pub unit: String,
    /// The effect worth having, or the margin of a guard.
    pub effect: f64,
    /// Answers (or calls, or days) a unit within the planned weeks.
    pub answers: f64,
    /// Units an arm with these answers; `None` where not even 5,000 are enough.
    pub units: Option<usize>,
    /// Answers a unit with the units at hand; `None` where none are at hand or more answers do not help.
    pub answers_needed: Option<usize>,
    /// The chance that the units at hand show it.
    pub chance: Option<f64>,
    /// The smallest effect that the units at hand can show; for a guard, the smallest margin.
    pub smallest: Option<f64>,
}

/// What can be had with some number of units an arm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Units an arm.
    pub units: usize,
    /// The smallest effect they can show in the planned weeks.
    pub smallest: Option<f64>,
    /// Answers an arm that they need for the effect worth having.
    pub answers: Option<usize>,
    /// Weeks that these answers take.
    pub weeks: Option<f64>,
    /// Whether these are the units at hand.
    pub at_hand: bool,
}

/// Plans a trial; the agents may still be unknown (an empty list).
///
/// # Errors
///
/// A plain sentence where the agents at hand cannot be drawn.
///
/// ```
/// use callcraft::trial::{agents, insurer, made_agents, plan};
///
/// let trial = insurer();
/// let nurses = agents(&trial, Some(&made_agents(&trial, 40, 1))).unwrap();
/// let plan = plan(&trial, &nurses).unwrap();
/// assert_eq!(plan.assignment.unwrap().sizes(), [20, 20]);
/// ```
pub fn plan(trial: &Trial, agents: &[Agent]) -> Result<Plan> {
    let known = trial.assign == Unit::Weeks || !agents.is_empty();
    let assignment = if known { Some(assign(trial, agents)?) } else { None };
    let units = if known { Some(units(trial, agents)?.len()) } else { None };
    let at_hand = units.map(|units| units / 2);
    let sizes = Sizes::new(trial, agents, units);
    let needs = trial.measures().filter_map(|measure| need(trial, measure, &sizes, at_hand)).collect();
    let words = words(trial, assignment.as_ref());
    Ok(Plan {
        needs,
        table: table(trial, &sizes, at_hand),
        at_hand,
        weeks_needed: at_hand.and_then(|at_hand| weeks_needed(trial, &sizes, at_hand)),
        assignment,
        words,
        trial: trial.clone(),
    })
}

/// How many calls one unit takes in a week.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    agents_a_unit: f64,
    /// Weeks during which a unit goes on: all, or one where weeks are assigned.
    weeks: f64,
}

impl Sizes {
    fn new(trial: &Trial, agents: &[Agent], units: Option<usize>) -> Self {
        let (count, weeks) = (agents.len().max(1) as f64, f64::from(trial.weeks));
        match trial.assign {
            Unit::Agents => Self { agents_a_unit: 1.0, weeks },
            Unit::Weeks => Self { agents_a_unit: count, weeks: 1.0 },
            Unit::Teams => Self { agents_a_unit: count / units.unwrap_or(1).max(1) as f64, weeks },
        }
    }

    fn answers_a_week(&self, trial: &Trial, measure: &Measure) -> f64 {
        let expected = &trial.expected;
        let of_agent = match measure.kind {
            Kind::CallsADay => expected.days_a_week,
            _ if measure.asked => expected.calls_a_week * expected.answered,
            _ => expected.calls_a_week,
        };
        of_agent * self.agents_a_unit
    }
}

fn design(trial: &Trial, measure: &Measure, clusters: f64, answers: f64) -> Design {
    let expected = &trial.expected;
    let steady = if measure.before_column.is_some() { measure.steady.unwrap_or(expected.steady) } else { 0.0 };
    let alike = measure.alike.unwrap_or(expected.alike);
    Design { clusters, answers, uneven: expected.uneven, alike, steady, level: expected.level }
}

/// What is to be shown of a measure: an effect, or that a guard stays inside its margin.
#[derive(Debug, Clone, Copy)]
enum Target {
    Effect(f64),
    Inside(f64),
}

impl Target {
    fn of(measure: &Measure) -> Option<Self> {
        match measure.role {
            Role::Guard => measure.margin.map(Self::Inside),
            Role::Primary | Role::Secondary => {
                measure.worth_having.map(|effect| Self::Effect(effect * measure.good_sign()))
            }
        }
    }

    fn size(self) -> f64 {
        match self {
            Self::Effect(size) | Self::Inside(size) => size.abs(),
        }
    }

    fn chance(self, design: &Design, aim: Aim) -> f64 {
        match self {
            Self::Effect(effect) => power(design, aim, effect),
            Self::Inside(margin) => power_inside(design, aim, margin),
        }
    }

    fn smallest(self, design: &Design, aim: Aim, chance: f64) -> Option<f64> {
        match self {
            Self::Effect(_) => smallest_effect(design, aim, chance),
            Self::Inside(_) => smallest_margin(design, aim, chance),
        }
    }
}

fn need(trial: &Trial, measure: &Measure, sizes: &Sizes, at_hand: Option<usize>) -> Option<Need> {
    let (aim, target, wanted) = (measure.aim()?, Target::of(measure)?, trial.expected.power);
    let answers = sizes.answers_a_week(trial, measure) * sizes.weeks;
    let with = |clusters: f64, answers: f64| design(trial, measure, clusters, answers);
    let here = at_hand.map(|at_hand| at_hand as f64);
    Some(Need {
        title: measure.title.clone(),
        role: measure.role,
        unit: measure.unit.clone(),
        effect: target.size(),
        answers,
        units: clusters_needed(|clusters| target.chance(&with(clusters, answers), aim) >= wanted),
        answers_needed: here
            .and_then(|here| answers_needed(|answers| target.chance(&with(here, answers), aim) >= wanted)),
        chance: here.map(|here| target.chance(&with(here, answers), aim)),
        smallest: here.and_then(|here| target.smallest(&with(here, answers), aim, wanted)),
    })
}

fn table(trial: &Trial, sizes: &Sizes, at_hand: Option<usize>) -> Vec<Row> {
    let measure = &trial.primary;
    let (Some(aim), Some(target)) = (measure.aim(), Target::of(measure)) else { return Vec::new() };
    let mut rows = ROWS.to_vec();
    rows.extend(at_hand.filter(|&at_hand| at_hand >= 2));
    rows.sort_unstable();
    rows.dedup();
    let a_week = sizes.answers_a_week(trial, measure);
    let wanted = trial.expected.power;
    let row = |units: usize| {
        let with = |answers: f64| design(trial, measure, units as f64, answers);
        let needed = answers_needed(|answers| target.chance(&with(answers), aim) >= wanted);
        Row {
            units,
            smallest: target.smallest(&with(a_week * sizes.weeks), aim, wanted),
            answers: needed.map(|answers| answers * units),
            weeks: needed.filter(|_| trial.assign != Unit::Weeks).map(|answers| answers as f64 / a_week),
            at_hand: at_hand == Some(units),
        }
    };
    rows.into_iter().map(row).collect()
}

/// The fewest whole weeks that show the effect worth having, at least four, at most 26.
fn weeks_needed(trial: &Trial, sizes: &Sizes, at_hand: usize) -> Option<u32> {
    let measure = &trial.primary;
    let (aim, target) = (measure.aim()?, Target::of(measure)?);
    let a_week = sizes.answers_a_week(trial, measure);
    let enough = |&weeks: &u32| {
        let (clusters, answers) = match trial.assign {
            Unit::Weeks => (f64::from(weeks / 2), a_week),
            _ => (at_hand as f64, a_week * f64::from(weeks)),
        };
        target.chance(&design(trial, measure, clusters, answers), aim) >= trial.expected.power
    };
    (SHORTEST..=LONGEST).find(enough)
}

impl Plan {
    /// The curve of the picture: units an arm with the smallest effect that they can show, from 2 to 60.
    #[must_use]
    pub fn curve(&self) -> Vec<(usize, f64)> {
        let measure = &self.trial.primary;
        let (Some(aim), Some(target)) = (measure.aim(), Target::of(measure)) else { return Vec::new() };
        let answers = self.needs.first().map_or(0.0, |need| need.answers);
        let at = |units: usize| {
            let design = design(&self.trial, measure, units as f64, answers);
            Some((units, target.smallest(&design, aim, self.trial.expected.power)?))
        };
        (2..=60).filter_map(at).collect()
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
