//! The draw: who keeps the script as it is and who gets the new one, balanced, seeded, and written down once.

use super::agents::{Agent, Drawn, units};
use super::amount::number;
use super::model::{Balance, Trial, Unit};
use crate::error::{Error, Result};
use crate::table;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The list that the draw gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// What was assigned.
    pub unit: Unit,
    /// One line for each agent; for each week where weeks are assigned.
    pub lines: Vec<Line>,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The unit that was drawn: the agent, the team or the week.
    pub unit: String,
    /// The agent; empty where weeks are assigned.
    pub agent: String,
    /// True for the new script.
    pub new: bool,
    /// The pair or group within which the coin was tossed, from 1; 1 for all where there are none.
    pub block: usize,
    /// Figures from before the trial, by column.
    pub figures: BTreeMap<String, f64>,
}

/// How alike the two arms are on a column of the agents' list.
#[derive(Debug, Clone, PartialEq)]
pub struct Alikeness {
    /// The column.
    pub column: String,
    /// Mean of the units with the old script.
    pub old: f64,
    /// Mean of the units with the new script.
    pub new: f64,
    /// The difference in standard deviations of the units.
    pub in_spreads: f64,
}

/// Draws the arms for the agents of a trial. The same agents and seed give the same list, on any machine:
/// every choice is the SHA-256 of the seed and a name, so that anybody can check it.
///
/// # Errors
///
/// A plain sentence where there are fewer than two units, or a column to balance on is missing.
pub fn assign(trial: &Trial, agents: &[Agent]) -> Result<Assignment> {
    let units = units(trial, agents)?;
    if units.len() < 2 {
        let many = trial.assign.many();
        return Err(Error::Other(format!("two groups need at least two {many}; list them under `agents`")));
    }
    let blocks = match (trial.assign, trial.balance) {
        (Unit::Weeks, _) => neighbours(units.len()),
        (_, Balance::Pairs) => pairs(trial, &units)?,
        (_, Balance::Groups) => groups(trial, &units)?,
        (_, Balance::Chance) => vec![(0..units.len()).collect()],
    };
    let arms = toss(trial.seed, &units, &blocks);
    let mut block_of = vec![0; units.len()];
    for (number, block) in blocks.iter().enumerate() {
        for &at in block {
            block_of[at] = number + 1;
        }
    }
    let lines = units.iter().enumerate().flat_map(|(at, unit)| lines(unit, arms[at], block_of[at])).collect();
    Ok(Assignment { unit: trial.assign, lines })
}

fn lines(unit: &Drawn, new: bool, block: usize) -> Vec<Line> {
    let figures: BTreeMap<String, f64> = unit
        .columns
        .iter()
        .filter(|(head, _)| *head != "team")
        .filter_map(|(head, cell)| Some((head.clone(), number(cell)?)))
        .collect();
    let line =
        |agent: &str| Line { unit: unit.name.clone(), agent: agent.into(), new, block, figures: figures.clone() };
    if unit.agents.is_empty() { vec![line("")] } else { unit.agents.iter().map(|agent| line(agent)).collect() }
}

/// Weeks that follow each other are alike, so they are paired; three where one is left over.
fn neighbours(count: usize) -> Vec<Vec<usize>> {
    chunks((0..count).collect())
}

fn chunks(order: Vec<usize>) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = order.chunks(2).map(<[usize]>::to_vec).collect();
    if blocks.len() > 1 && blocks.last().is_some_and(|block| block.len() == 1) {
        let odd = blocks.pop().unwrap_or_default();
        if let Some(last) = blocks.last_mut() {
            last.extend(odd);
        }
    }
    blocks
}

/// Pairs of units that are most alike on the columns to balance on, by the distance in standard deviations.
///
/// Taken greedily from the edge: the unit that lies furthest out is paired with its nearest, and so on.
fn pairs(trial: &Trial, units: &[Drawn]) -> Result<Vec<Vec<usize>>> {
    let mut points = vec![Vec::new(); units.len()];
    for column in &trial.balance_on {
        for (at, value) in standard(&figures(column, units)?).into_iter().enumerate() {
            points[at].push(value);
        }
    }
    let mut left: Vec<usize> = (0..units.len()).collect();
    left.sort_by(|&a, &b| length(&points[b]).total_cmp(&length(&points[a])).then_with(|| a.cmp(&b)));
    let mut order = Vec::new();
    while left.len() > 1 {
        let far = left.remove(0);
        let apart = |&at: &usize| points[far].iter().zip(&points[at]).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
        let near = (0..left.len()).min_by(|&a, &b| apart(&left[a]).total_cmp(&apart(&left[b]))).unwrap_or(0);
        order.extend([far, left.remove(near)]);
    }
    order.extend(left);
    Ok(chunks(order))
}

fn length(point: &[f64]) -> f64 {
    point.iter().map(|x| x * x).sum()
}

fn figures(column: &str, units: &[Drawn]) -> Result<Vec<f64>> {
    units
        .iter()
        .map(|unit| {
            let cell = unit.columns.get(column).map_or("", String::as_str);
            number(cell).ok_or_else(|| {
                let what = if cell.is_empty() { "nothing".to_string() } else { format!("`{cell}`") };
                let unit = &unit.name;
                let help = "give every agent a number there, or take the column out of `balance_on`";
                Error::Other(format!("the column `{column}` holds {what} for `{unit}`; {help}"))
            })
        })
        .collect()
}

fn standard(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let spread = spread(values);
    values.iter().map(|value| if spread > 0.0 { (value - mean) / spread } else { 0.0 }).collect()
}

fn spread(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    (squares / (values.len() as f64 - 1.0).max(1.0)).sqrt()
}

/// Units with the same words in all the columns to balance on.
fn groups(trial: &Trial, units: &[Drawn]) -> Result<Vec<Vec<usize>>> {
    let mut groups: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        let mut key = Vec::new();
        for column in &trial.balance_on {
            let Some(cell) = unit.columns.get(column).filter(|cell| !cell.is_empty()) else {
                return Err(Error::Other(format!("the column `{column}` holds nothing for `{}`", unit.name)));
            };
            key.push(cell.clone());
        }
        groups.entry(key).or_default().push(at);
    }
    Ok(groups.into_values().collect())
}

/// Halves each block by chance; where one is left over, the arm that is smaller so far gets it, else a coin.
fn toss(seed: u64, units: &[Drawn], blocks: &[Vec<usize>]) -> Vec<bool> {
    let mut arms = vec![false; units.len()];
    let mut ahead = 0_i64;
    for block in blocks {
        let mut order: Vec<usize> = block.clone();
        order.sort_by_cached_key(|&at| chance(seed, &units[at].name));
        let names: Vec<&str> = block.iter().map(|&at| units[at].name.as_str()).collect();
        let coin = chance(seed, &names.join("\n"))[0].is_multiple_of(2);
        let odd = block.len() % 2 == 1;
        let more = odd && if ahead == 0 { coin } else { ahead < 0 };
        let new = block.len() / 2 + usize::from(more);
        for &at in &order[..new] {
            arms[at] = true;
        }
        if odd {
            ahead += if more { 1 } else { -1 };
        }
    }
    arms
}

fn chance(seed: u64, name: &str) -> [u8; 32] {
    Sha256::digest(format!("{seed}\n{name}")).into()
}

impl Assignment {
    /// How many units each arm has: with the old script, with the new one.
    #[must_use]
    pub fn sizes(&self) -> [usize; 2] {
        let units: BTreeMap<&str, bool> = self.lines.iter().map(|line| (line.unit.as_str(), line.new)).collect();
        let new = units.values().filter(|new| **new).count();
        [units.len() - new, new]
    }

    /// How alike the arms are on each column that has numbers.
    #[must_use]
    pub fn alikeness(&self) -> Vec<Alikeness> {
        let units: BTreeMap<&str, &Line> = self.lines.iter().map(|line| (line.unit.as_str(), line)).collect();
        let columns: std::collections::BTreeSet<&String> =
            units.values().flat_map(|line| line.figures.keys()).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
        let row = |column: &String| {
            let of = |new: Option<bool>| -> Vec<f64> {
                let wanted = |line: &&&Line| new.is_none_or(|new| line.new == new);
                units.values().filter(wanted).filter_map(|line| line.figures.get(column)).copied().collect()
            };
            let (old, new, all) = (mean(&of(Some(false))), mean(&of(Some(true))), spread(&of(None)));
            let in_spreads = if all > 0.0 { (new - old) / all } else { 0.0 };
            Alikeness { column: column.clone(), old, new, in_spreads }
        };
        columns.into_iter().map(row).collect()
    }

    /// The list as a CSV file; the arms go by their names.
    #[must_use]
    pub fn to_csv(&self, trial: &Trial) -> String {
        let columns: std::collections::BTreeSet<&String> =
            self.lines.iter().flat_map(|line| line.figures.keys()).collect();
        let mut heads = match self.unit {
            Unit::Agents => vec!["agent"],
            Unit::Teams => vec!["agent", "team"],
            Unit::Weeks => vec!["week", "from"],
        };
        heads.extend(["arm", "block"]);
        heads.extend(columns.iter().map(|column| column.as_str()));
        let mut rows = vec![heads.iter().map(|head| cell(head)).collect::<Vec<_>>()];
        for (at, line) in self.lines.iter().enumerate() {
            let mut row = match self.unit {
                Unit::Agents => vec![cell(&line.agent)],
                Unit::Teams => vec![cell(&line.agent), cell(&line.unit)],
                Unit::Weeks => {
                    let from = trial.start.map(|start| start.plus(7 * at as i64).to_string()).unwrap_or_default();
                    vec![cell(&line.unit), from]
                }
            };
            row.extend([cell(trial.arms.of(line.new)), line.block.to_string()]);
            row.extend(columns.iter().map(|column| line.figures.get(*column).map(f64::to_string).unwrap_or_default()));
            rows.push(row);
        }
        rows.iter().map(|row| row.join(",") + "\n").collect()
    }

    /// Reads a list back.
    ///
    /// # Errors
    ///
    /// A plain sentence where the list cannot be used.
    pub fn read(trial: &Trial, text: &str) -> Result<Self> {
        let mut reader = table::reader(text.as_bytes());
        let broken = |error: csv::Error| Error::Other(format!("the assignment list cannot be read: {error}"));
        let heads: Vec<String> = reader.headers().map_err(broken)?.iter().map(table::head).collect();
        let at = |name: &str| heads.iter().position(|head| head == name);
        let one = trial.assign.one();
        let (Some(unit), Some(arm)) = (at(one), at("arm")) else {
            return Err(Error::Other(format!("the assignment list needs the columns `{one}` and `arm`")));
        };
        let taken = [Some(unit), Some(arm), at("agent"), at("block"), at("from")];
        let mut lines = Vec::new();
        for row in reader.records() {
            let row = row.map_err(broken)?;
            let get = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim().to_string();
            let others = heads.iter().enumerate().filter(|(at, _)| !taken.contains(&Some(*at)));
            let figures = others.filter_map(|(at, head)| Some((head.clone(), number(&get(Some(at)))?))).collect();
            lines.push(Line {
                unit: get(Some(unit)),
                agent: get(at("agent")),
                new: arm_of(trial, &get(Some(arm)))?,
                block: get(at("block")).parse().unwrap_or(1),
                figures,
            });
        }
        Ok(Self { unit: trial.assign, lines })
    }
}

fn arm_of(trial: &Trial, word: &str) -> Result<bool> {
    [false, true].into_iter().find(|&new| trial.arms.of(new).eq_ignore_ascii_case(word)).ok_or_else(|| {
        let (old, new) = (&trial.arms.old, &trial.arms.new);
        Error::Other(format!("the assignment list has the arm `{word}`, where `{old}` or `{new}` belongs"))
    })
}

/// A cell of a CSV file, in quotes where it needs them.
pub(super) fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() }
}

#[cfg(test)]
#[path = "assign_tests.rs"]
mod tests;
