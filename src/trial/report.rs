//! The report of a trial: what each measure came to in both arms, how sure that is, and what was wrong with the data.

use super::assign::Assignment;
use super::checks::{Check, checks};
use super::data::{Data, UnitData, gather};
use super::model::{Measure, Role, Trial};
use super::stats::{
    Cluster, Estimate, Permuted, Reason, above, alike, by_call, by_cluster, can_adjust, holm, middle, permute,
};
use super::verdict::{halfway_verdict, not_shown, verdict};
use super::words::{Kept, compare};
use crate::error::Result;
use std::io::Read;

/// Fewer units an arm than this, and no interval is trusted.
pub(super) const FEWEST: usize = 4;
/// The weeks within which the effect is expected to come.
pub(super) const SOON: usize = 2;

/// What a trial came to.
#[derive(Debug, Clone)]
pub struct Report {
    /// The trial.
    pub trial: Trial,
    /// Whether the plan that was fixed was kept.
    pub kept: Kept,
    /// Whether there was an assignment list.
    pub listed: bool,
    /// Rows that were read, and rows that are counted.
    pub rows: usize,
    /// Rows that are counted.
    pub counted: usize,
    /// The arms: old, new.
    pub arms: [ArmFacts; 2],
    /// What was wrong with the data, worst first.
    pub checks: Vec<Check>,
    /// What each measure came to: the primary first, then the secondary ones, then the guards.
    pub measured: Vec<Measured>,
    /// How many customers answered, where they are asked.
    pub answers: Option<Answers>,
    /// Each unit's figure on the primary measure.
    pub dots: Vec<Dot>,
    /// The verdict in one plain sentence.
    pub verdict: String,
    /// What it does not show.
    pub not_shown: Vec<String>,
}

/// The size of one arm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArmFacts {
    /// Its name in the data.
    pub name: String,
    /// Agents, teams or weeks with calls.
    pub units: usize,
    /// Calls.
    pub calls: usize,
    /// Calls with an answer.
    pub answered: usize,
}

/// What one measure came to.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The measure.
    pub measure: Measure,
    /// Both arms: old, new.
    pub arms: [ArmFigure; 2],
    /// The difference by unit, which decides.
    pub decides: std::result::Result<Estimate, Reason>,
    /// Whether the figure before was allowed for in it.
    pub adjusted: bool,
    /// The same without allowing for the figure before; only where that was done.
    pub plain: Option<Estimate>,
    /// The difference by call, with errors that allow for units.
    pub by_call: Option<Estimate>,
    /// The draw made again.
    pub permuted: Option<Permuted>,
    /// The p-value after Holm's correction, for a secondary measure.
    pub corrected: Option<f64>,
    /// What a guard came to.
    pub guarded: Option<Guarded>,
    /// How alike the answers of one unit were.
    pub alike: Option<f64>,
    /// Week by week.
    pub weeks: Vec<Week>,
    /// The first two weeks, those after, and the step between them.
    pub soon: Option<Soon>,
}

/// One arm's figure on a measure.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ArmFigure {
    /// Units with an answer.
    pub units: usize,
    /// Answers.
    pub answers: usize,
    /// The mean of the units' means; `None` without an answer.
    pub mean: Option<f64>,
}

/// What a guard came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guarded {
    /// How far it may move.
    pub margin: f64,
    /// What that means.
    pub state: Guard,
    /// The larger of the two one-sided p-values against the margin's ends.
    pub p: f64,
}

/// Whether a guard held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// The whole interval lies within the margin.
    Held,
    /// The whole interval lies beyond the margin, for the worse.
    Worse,
    /// The whole interval lies beyond the margin, for the better.
    Better,
    /// The interval crosses the margin: neither can be said.
    Open,
}

/// One week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// Its number, from 1.
    pub number: usize,
    /// Both arms' means: old, new.
    pub arms: [Option<f64>; 2],
    /// The difference with its interval.
    pub estimate: Option<Estimate>,
}

/// Whether the effect came soon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Soon {
    /// The difference in the first two weeks.
    pub early: Estimate,
    /// The difference after them.
    pub later: Estimate,
    /// Later minus early, by unit.
    pub step: Option<Estimate>,
}

/// How many customers answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// Share of calls answered in each arm, by unit, in percent: old, new.
    pub arms: [f64; 2],
    /// The difference in points.
    pub estimate: Option<Estimate>,
    /// The range of the primary difference if those who answered only in the fuller arm all felt one way (share measures).
    pub bounds: Option<(f64, f64)>,
}

/// One unit on the primary measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Its name; shown only on request.
    pub name: String,
    /// Its number among all units, for pictures without names.
    pub number: usize,
    /// True with the new script.
    pub new: bool,
    /// Answers.
    pub answers: usize,
    /// Its mean.
    pub mean: f64,
}

/// Works out a trial from its calls.
///
/// `list` is the assignment that was drawn; without it the arms come from the data. `fixed` is the plan that
/// was fixed before. A million rows take a few seconds, and memory for little more than one number each.
///
/// # Errors
///
/// A plain sentence where the data cannot be used at all.
///
/// ```
/// use callcraft::trial::{Truth, agents, evaluate, insurer, made_agents, plan, simulate};
///
/// let trial = insurer();
/// let nurses = agents(&trial, Some(&made_agents(&trial, 40, 1))).unwrap();
/// let list = plan(&trial, &nurses).unwrap().assignment.unwrap();
/// let mut calls = Vec::new();
/// simulate(&trial, &nurses, &list, &Truth::worth_having(&trial, 3), &mut calls).unwrap();
/// let report = evaluate(&trial, Some(&list), None, calls.as_slice()).unwrap();
/// assert!(!report.verdict.is_empty());
/// ```
pub fn evaluate<R: Read>(trial: &Trial, list: Option<&Assignment>, fixed: Option<&str>, data: R) -> Result<Report> {
    let kept = kept(trial, list, fixed)?;
    let data = gather(trial, list, data)?;
    let mut measured: Vec<Measured> = (trial.measures().enumerate())
        .filter(|(_, measure)| !data.missing.contains(&measure.name))
        .map(|(at, measure)| work_out(trial, measure, at, &data))
        .collect();
    correct(&mut measured);
    let arms = [false, true].map(|new| arm_facts(trial, &data, new));
    let answers = answers(trial, &data, &measured);
    let checks = checks(trial, &kept, list.is_some(), &data, answers.as_ref());
    Ok(Report {
        verdict: verdict(trial, &measured),
        not_shown: not_shown(trial, &measured, answers.as_ref(), list.is_some()),
        dots: dots(&data),
        rows: data.rows,
        counted: data.counted,
        listed: list.is_some(),
        trial: trial.clone(),
        kept,
        arms,
        checks,
        measured,
        answers,
    })
}

fn kept(trial: &Trial, list: Option<&Assignment>, fixed: Option<&str>) -> Result<Kept> {
    fixed.map_or(Ok(Kept::NeverFixed), |text| compare(text, trial, list))
}

/// The level of the intervals halfway: so wide that one early look leaves the end as it is (Haybittle and Peto).
const HALFWAY: f64 = 0.998;

/// The look at half time: at the guards alone, with intervals of 99.8 %, so that nobody sees the difference that decides.
///
/// # Errors
///
/// A plain sentence where the data cannot be used at all.
pub fn halfway<R: Read>(trial: &Trial, list: Option<&Assignment>, fixed: Option<&str>, data: R) -> Result<Report> {
    let kept = kept(trial, list, fixed)?;
    let mut wide = trial.clone();
    wide.expected.level = HALFWAY;
    let mut report = evaluate(&wide, list, None, data)?;
    report.measured.retain(|one| one.measure.role == Role::Guard);
    report.verdict = halfway_verdict(&report.measured);
    report.not_shown = vec!["whether the new script works: nobody looks at that before the end".to_string()];
    report.checks.retain(|check| !["stopped-early", "plan-never-fixed", "different-answering"].contains(&check.name));
    (report.answers, report.kept) = (None, kept);
    report.dots.clear();
    Ok(report)
}

fn arm_facts(trial: &Trial, data: &Data, new: bool) -> ArmFacts {
    let units: Vec<&UnitData> = data.units.iter().filter(|unit| unit.new == new && unit.calls > 0).collect();
    ArmFacts {
        name: trial.arms.of(new).to_string(),
        units: units.len(),
        calls: units.iter().map(|unit| unit.calls).sum(),
        answered: units.iter().map(|unit| unit.answered).sum(),
    }
}

fn work_out(trial: &Trial, measure: &Measure, at: usize, data: &Data) -> Measured {
    let level = trial.expected.level;
    let clusters = data.clusters(at, measure.before_column.as_deref());
    let adjusted = measure.before_column.is_some() && can_adjust(&clusters);
    let decides = by_cluster(&clusters, level, adjusted);
    Measured {
        arms: [false, true].map(|new| arm_figure(&clusters, new)),
        plain: adjusted.then(|| by_cluster(&clusters, level, false).ok()).flatten(),
        by_call: by_call(&clusters, level, adjusted).ok(),
        permuted: if decides.is_ok() { permute(&clusters, level, adjusted, trial.seed) } else { None },
        corrected: None,
        guarded: decides.ok().and_then(|estimate| guarded(measure, &estimate)),
        alike: alike(&clusters),
        weeks: weeks(data, at, level),
        soon: soon(data, at, level),
        measure: measure.clone(),
        decides,
        adjusted,
    }
}

fn arm_figure(clusters: &[Cluster], new: bool) -> ArmFigure {
    let arm: Vec<&Cluster> = clusters.iter().filter(|cluster| cluster.new == new).collect();
    let answers = arm.iter().map(|cluster| cluster.count).sum::<f64>() as usize;
    ArmFigure { units: arm.len(), answers, mean: middle(clusters, new) }
}

fn guarded(measure: &Measure, estimate: &Estimate) -> Option<Guarded> {
    let margin = measure.margin.filter(|_| measure.role == Role::Guard)?;
    let Estimate { difference, error, freedom, low, high, .. } = *estimate;
    let for_better = difference * measure.good_sign() > 0.0;
    let state = match () {
        () if low > -margin && high < margin => Guard::Held,
        () if (low > margin || high < -margin) && for_better => Guard::Better,
        () if low > margin || high < -margin => Guard::Worse,
        () => Guard::Open,
    };
    let p = above((difference + margin) / error, freedom).max(above((margin - difference) / error, freedom));
    Some(Guarded { margin, state, p })
}

/// Holm's correction over the secondary measures that have a p-value.
fn correct(measured: &mut [Measured]) {
    let mut secondary: Vec<&mut Measured> =
        measured.iter_mut().filter(|one| one.measure.role == Role::Secondary && one.decides.is_ok()).collect();
    let values: Vec<f64> = secondary.iter().filter_map(|one| one.decides.ok().map(|estimate| estimate.p)).collect();
    for (one, corrected) in secondary.iter_mut().zip(holm(&values)) {
        one.corrected = Some(corrected);
    }
}

fn weeks(data: &Data, at: usize, level: f64) -> Vec<Week> {
    let week = |week: usize| {
        let clusters = data.clusters_within(at, week..week + 1);
        Week {
            number: week + 1,
            arms: [false, true].map(|new| middle(&clusters, new)),
            estimate: by_cluster(&clusters, level, false).ok(),
        }
    };
    (0..data.weeks().min(104)).map(week).collect()
}

fn soon(data: &Data, at: usize, level: f64) -> Option<Soon> {
    if data.weeks() <= SOON {
        return None;
    }
    let early = data.clusters_within(at, 0..SOON);
    let later = data.clusters_within(at, SOON..usize::MAX);
    Some(Soon {
        early: by_cluster(&early, level, false).ok()?,
        later: by_cluster(&later, level, false).ok()?,
        step: by_cluster(&steps(data, at), level, false).ok(),
    })
}

/// Each unit's later mean minus its early one, where it has both.
fn steps(data: &Data, at: usize) -> Vec<Cluster> {
    let step = |unit: &UnitData| {
        let mean = |weeks: std::ops::Range<usize>| {
            let tallies = || unit.weeks.range(weeks.clone()).filter_map(|(_, tallies)| tallies.get(at));
            let count: f64 = tallies().map(|tally| tally.count).sum();
            (count > 0.0).then(|| tallies().map(|tally| tally.sum).sum::<f64>() / count)
        };
        let sum = mean(SOON..usize::MAX)? - mean(0..SOON)?;
        Some(Cluster { new: unit.new, block: unit.block, count: 1.0, sum, squares: sum * sum, before: None })
    };
    data.units.iter().filter_map(step).collect()
}

fn answers(trial: &Trial, data: &Data, measured: &[Measured]) -> Option<Answers> {
    if !trial.measures().any(|measure| measure.asked) {
        return None;
    }
    let share = |unit: &UnitData| Cluster {
        new: unit.new,
        block: unit.block,
        count: unit.calls as f64,
        sum: 100.0 * unit.answered as f64,
        squares: 10_000.0 * unit.answered as f64,
        before: None,
    };
    let clusters: Vec<Cluster> = data.units.iter().filter(|unit| unit.calls > 0).map(share).collect();
    let arms = [middle(&clusters, false)?, middle(&clusters, true)?];
    let bounds = measured.first().and_then(|primary| bounds(primary, arms));
    Some(Answers { arms, estimate: by_cluster(&clusters, trial.expected.level, false).ok(), bounds })
}

/// The range of the difference when the surplus of answers of the fuller arm is taken away: all of it satisfied, or none.
///
/// Lee (2009), "Training, wages, and sample selection", for shares.
fn bounds(primary: &Measured, answered: [f64; 2]) -> Option<(f64, f64)> {
    if !primary.measure.is_share() || !primary.measure.asked {
        return None;
    }
    let [old, new] = [primary.arms[0].mean?, primary.arms[1].mean?];
    let fuller = usize::from(answered[1] > answered[0]);
    let surplus = 1.0 - answered[1 - fuller] / answered[fuller];
    if !surplus.is_finite() || surplus >= 1.0 {
        return None;
    }
    let figure = if fuller == 1 { new } else { old };
    let lowest = ((figure - 100.0 * surplus) / (1.0 - surplus)).max(0.0);
    let highest = (figure / (1.0 - surplus)).min(100.0);
    Some(if fuller == 1 { (lowest - old, highest - old) } else { (new - highest, new - lowest) })
}

fn dots(data: &Data) -> Vec<Dot> {
    let dot = |(at, unit): (usize, &UnitData)| {
        let tally = unit.tallies.first().filter(|tally| tally.count > 0.0)?;
        let mean = tally.sum / tally.count;
        Some(Dot { name: unit.name.clone(), number: at + 1, new: unit.new, answers: tally.count as usize, mean })
    };
    data.units.iter().enumerate().filter_map(dot).collect()
}

impl Report {
    /// The primary measure's result.
    #[must_use]
    pub fn primary(&self) -> Option<&Measured> {
        self.measured.first().filter(|one| one.measure.role == Role::Primary)
    }

    /// The results that play a part.
    pub fn of(&self, role: Role) -> impl Iterator<Item = &Measured> {
        self.measured.iter().filter(move |one| one.measure.role == role)
    }
}

impl Measured {
    /// Whether there are enough units in both arms for an interval to be trusted.
    #[must_use]
    pub fn enough(&self) -> bool {
        self.arms.iter().all(|arm| arm.units >= FEWEST)
    }

    /// Whether its interval leaves out 0 (for a secondary measure: after the correction).
    #[must_use]
    pub fn shown(&self, level: f64) -> bool {
        let p = self.corrected.or_else(|| self.decides.ok().map(|estimate| estimate.p));
        self.enough() && p.is_some_and(|p| p <= 1.0 - level + 1e-12)
    }
}
