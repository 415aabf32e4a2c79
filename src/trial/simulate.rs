//! Made-up calls with a known effect, to practise on, to teach with, and to test that intervals keep their promise.

use super::agents::Agent;
use super::assign::{Assignment, Line, cell};
use super::model::{Kind, Measure, Trial, Unit};
use crate::error::{Error, Result};
use statrs::distribution::{ContinuousCDF as _, Normal};
use std::collections::BTreeMap;
use std::io::Write;

/// What the made-up calls are to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// The true effect by measure, in its unit; 0 for measures that are not named.
    pub effects: BTreeMap<String, f64>,
    /// How the effect grows week by week, in shares of what it is later on; the mean over the whole trial stays the true effect.
    pub grows: Vec<f64>,
    /// The number that chance starts from.
    pub seed: u64,
}

impl Truth {
    /// The effects that the trial's author called worth having, none on guards, most of it within two weeks, as the
    /// insurer's trial had it.
    #[must_use]
    pub fn worth_having(trial: &Trial, seed: u64) -> Self {
        let effect = |measure: &Measure| Some((measure.name.clone(), measure.worth_having? * measure.good_sign()));
        let of = std::iter::once(&trial.primary).chain(&trial.secondary);
        Self { effects: of.filter_map(effect).collect(), grows: vec![0.6, 0.9], seed }
    }

    /// No effect at all.
    #[must_use]
    pub fn none(seed: u64) -> Self {
        Self { effects: BTreeMap::new(), grows: Vec::new(), seed }
    }

    /// The part of the effect that is there in a week, from 0.
    fn part(&self, week: u32, weeks: u32) -> f64 {
        let of = |week: u32| self.grows.get(week as usize).copied().unwrap_or(1.0);
        of(week) * f64::from(weeks) / (0..weeks).map(of).sum::<f64>()
    }
}

/// The insurer's trial: two groups of nurses, the same content in another order, and the effects it reported
/// (DeVine & Gilson 2010): +7 points satisfaction with the call, +8 with the company, +5 "it motivated me".
#[must_use]
pub fn insurer() -> Trial {
    let read = super::read::read("nurse-trial.yaml", include_str!("../../trials/nurse-trial.yaml"));
    // the shipped file is read by a test; a fallback keeps this door free of panics
    read.trial.unwrap_or_else(|| super::model::Trial::bare("The insurer's trial"))
}

/// Makes up a list of agents with their figures from before the trial, as CSV.
#[must_use]
pub fn made_agents(trial: &Trial, count: usize, seed: u64) -> String {
    let mut chance = Chance::new(seed ^ 0xa9e7);
    let measures: Vec<&Measure> = trial.measures().filter(|measure| measure.before_column.is_some()).collect();
    let mut out = String::from("agent,team");
    for measure in &measures {
        out.push_str(&format!(",{}", cell(measure.before_column.as_deref().unwrap_or_default())));
    }
    out.push('\n');
    for number in 0..count {
        out.push_str(&format!("agent {:02},team {}", number + 1, ["A", "B", "C", "D"][number % 4]));
        for measure in &measures {
            let figure = centre(measure) + 1.4 * between(trial, measure) * chance.normal();
            out.push_str(&format!(",{:.1}", if measure.is_share() { figure.clamp(0.0, 100.0) } else { figure }));
        }
        out.push('\n');
    }
    out
}

/// Makes up the calls of a trial, as CSV: one row a call.
///
/// # Errors
///
/// A plain sentence where the assignment is missing something, or writing fails.
pub fn simulate(trial: &Trial, agents: &[Agent], list: &Assignment, truth: &Truth, out: &mut impl Write) -> Result<()> {
    let failed = |error: std::io::Error| Error::Other(format!("the made-up calls cannot be written: {error}"));
    let start =
        trial.start.or_else(|| super::day::Day::new(2026, 3, 2)).ok_or_else(|| Error::Other("no start".into()))?;
    let mut chance = Chance::new(truth.seed);
    let columns: Vec<&Measure> = trial.measures().filter(|measure| measure.kind != Kind::CallsADay).collect();
    writeln!(out, "{}", heads(trial, &columns)).map_err(failed)?;
    let people = people(trial, agents, list, &columns, &mut chance);
    let mut number = 0;
    for week in 0..trial.weeks {
        let part = truth.part(week, trial.weeks);
        for person in &people {
            let new = match trial.assign {
                Unit::Weeks => list.lines.get(week as usize).is_some_and(|line| line.new),
                Unit::Agents | Unit::Teams => person.new,
            };
            let effects: Vec<f64> = columns
                .iter()
                .map(|measure| truth.effects.get(&measure.name).filter(|_| new).map_or(0.0, |effect| effect * part))
                .collect();
            for day in 0..trial.expected.days_a_week as i64 {
                let date = start.plus(i64::from(week) * 7 + day);
                for _ in 0..chance.poisson(person.calls_a_day) {
                    number += 1;
                    let said = call(trial, &columns, person, &effects, &mut chance);
                    let (name, arm) = (cell(&person.name), cell(trial.arms.of(new)));
                    writeln!(out, "{number},{date},{name},{},{arm}{said}", cell(&person.team)).map_err(failed)?;
                }
            }
        }
    }
    Ok(())
}

fn heads(trial: &Trial, columns: &[&Measure]) -> String {
    let ours =
        ["call", "date", "agent", "team", "arm"].into_iter().chain(columns.iter().map(|measure| measure.name.as_str()));
    ours.map(|name| cell(trial.column(name))).collect::<Vec<_>>().join(",")
}

/// One agent as chance made them.
struct Person {
    name: String,
    team: String,
    new: bool,
    calls_a_day: f64,
    /// For each measure, how far this agent lies from the others, in the measure's unit.
    apart: Vec<f64>,
}

fn people(
    trial: &Trial,
    agents: &[Agent],
    list: &Assignment,
    columns: &[&Measure],
    chance: &mut Chance,
) -> Vec<Person> {
    let teams: BTreeMap<&str, &str> = agents.iter().map(|agent| (agent.name.as_str(), agent.team.as_str())).collect();
    let lines: Vec<Line> = if trial.assign == Unit::Weeks {
        let line =
            |name: String| Line { unit: name.clone(), agent: name, new: false, block: 1, figures: BTreeMap::new() };
        if agents.is_empty() {
            (1..=20).map(|at| line(format!("agent {at:02}"))).collect()
        } else {
            agents.iter().map(|agent| line(agent.name.clone())).collect()
        }
    } else {
        list.lines.clone()
    };
    let expected = &trial.expected;
    // a lognormal factor of mean 1 whose standard deviation is `uneven`
    let width = (1.0 + expected.uneven * expected.uneven).ln().sqrt();
    let mut person = |line: &Line| {
        let factor = (width * chance.normal() - width * width / 2.0).exp();
        let (own, talent) = (chance.normal(), 0.6_f64);
        let apart = columns.iter().map(|measure| {
            let fresh = talent * own + (1.0 - talent * talent).sqrt() * chance.normal();
            let z = match known(measure, line, &lines) {
                Some(before) => {
                    let steady = measure.steady.unwrap_or(expected.steady);
                    steady * before + (1.0 - steady * steady).sqrt() * fresh
                }
                None => fresh,
            };
            within_reach(measure, between(trial, measure) * z)
        });
        Person {
            apart: apart.collect(),
            name: line.agent.clone(),
            team: teams.get(line.agent.as_str()).map(ToString::to_string).unwrap_or_default(),
            new: line.new,
            calls_a_day: expected.calls_a_week * factor / expected.days_a_week,
        }
    };
    lines.iter().map(&mut person).collect()
}

/// An agent's figure before the trial, in standard deviations among the agents of the list.
fn known(measure: &Measure, line: &Line, lines: &[Line]) -> Option<f64> {
    let column = measure.before_column.as_ref()?;
    let figures: Vec<f64> = lines.iter().filter_map(|line| line.figures.get(column)).copied().collect();
    let mean = figures.iter().sum::<f64>() / figures.len() as f64;
    let spread = (figures.iter().map(|figure| (figure - mean).powi(2)).sum::<f64>() / figures.len() as f64).sqrt();
    (spread > 0.0).then_some((line.figures.get(column)? - mean) / spread)
}

/// The figure before, or one that is usual where the file has none.
fn centre(measure: &Measure) -> f64 {
    measure.before.unwrap_or(if measure.is_share() { 70.0 } else { 0.0 })
}

/// The variance of single answers.
fn variance(measure: &Measure) -> f64 {
    if measure.is_share() {
        let p = centre(measure).clamp(1.0, 99.0);
        return p * (100.0 - p);
    }
    measure.spread.unwrap_or(1.0).powi(2)
}

/// The standard deviation between agents that gives the intra-cluster correlation.
fn between(trial: &Trial, measure: &Measure) -> f64 {
    (measure.alike.unwrap_or(trial.expected.alike) * variance(measure)).sqrt()
}

/// Keeps a share between 0 and 100 by cutting both ends alike, so that the mean stays.
fn within_reach(measure: &Measure, apart: f64) -> f64 {
    if !measure.is_share() {
        return apart;
    }
    let room = centre(measure).min(100.0 - centre(measure)).max(0.0);
    apart.clamp(-room, room)
}

/// The cells of one call.
fn call(trial: &Trial, columns: &[&Measure], person: &Person, effects: &[f64], chance: &mut Chance) -> String {
    let answers = chance.share() < trial.expected.answered;
    let mood = chance.normal();
    let mut out = String::new();
    for (at, measure) in columns.iter().enumerate() {
        out.push(',');
        let level = centre(measure) + person.apart[at] + effects[at];
        if measure.asked && !answers {
            continue;
        }
        let feeling = if measure.asked {
            0.75 * mood + (1.0_f64 - 0.75 * 0.75).sqrt() * chance.normal()
        } else {
            chance.normal()
        };
        match &measure.kind {
            Kind::Share { counts } => out.push_str(&share(counts, measure, below(feeling) < level / 100.0, chance)),
            Kind::Mean { factor } if measure.unit == "s" => {
                let value = chance.lognormal(
                    level,
                    ((1.0 - measure.alike.unwrap_or(trial.expected.alike)) * variance(measure)).sqrt(),
                );
                out.push_str(&format!("{:.0}", value / factor));
            }
            Kind::Mean { .. } => {
                let spread = ((1.0 - measure.alike.unwrap_or(trial.expected.alike)) * variance(measure)).sqrt();
                out.push_str(&format!("{:.2}", level + spread * feeling));
            }
            Kind::CallsADay => {}
        }
    }
    out
}

/// An answer that counts, or one that does not.
fn share(counts: &[String], measure: &Measure, yes: bool, chance: &mut Chance) -> String {
    if counts.is_empty() {
        return if yes { "yes" } else { "no" }.to_string();
    }
    if yes {
        return counts[chance.below(counts.len())].clone();
    }
    let Some((low, high)) = measure.range else { return "other".to_string() };
    let others: Vec<String> =
        (low as i64..=high as i64).map(|answer| answer.to_string()).filter(|answer| !counts.contains(answer)).collect();
    // the nearest answer is the most usual one
    let at = others.len().saturating_sub(1 + chance.poisson(0.6) as usize);
    others.get(at).cloned().unwrap_or_default()
}

fn below(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

struct Chance(fastrand::Rng);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    fn share(&mut self) -> f64 {
        self.0.f64()
    }

    fn below(&mut self, count: usize) -> usize {
        self.0.usize(0..count.max(1))
    }

    /// Box and Muller's transform.
    fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.0.f64(), self.0.f64());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// A positive value of this mean and standard deviation.
    fn lognormal(&mut self, mean: f64, spread: f64) -> f64 {
        let mean = mean.max(1.0);
        let width = (1.0 + (spread / mean).powi(2)).ln();
        (mean.ln() - width / 2.0 + width.sqrt() * self.normal()).exp()
    }

    /// Knuth's method; for large means a rounded normal.
    fn poisson(&mut self, mean: f64) -> u32 {
        if mean > 60.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0) as u32;
        }
        let (limit, mut product, mut count) = ((-mean).exp(), self.0.f64(), 0);
        while product > limit {
            product *= self.0.f64();
            count += 1;
        }
        count
    }
}

#[cfg(test)]
#[path = "simulate_tests.rs"]
mod tests;
