//! The list of agents: who takes part, in which team, and what was measured before.

use super::amount::number;
use super::model::{Agents, Trial, Unit};
use crate::error::{Error, Result};
use crate::table;
use std::collections::{BTreeMap, BTreeSet};

/// One agent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agent {
    /// The name, as it stands in the data.
    pub name: String,
    /// The team; empty where the list has none.
    pub team: String,
    /// Every other column, as it is written.
    pub columns: BTreeMap<String, String>,
}

/// What the draw hands a script to: an agent, a team or a week, with the agents in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Drawn {
    pub(super) name: String,
    pub(super) agents: Vec<String>,
    pub(super) columns: BTreeMap<String, String>,
}

/// The agents of a trial: from its file's text where it names one, else from the names in it.
///
/// # Errors
///
/// A plain sentence where the list cannot be used.
pub fn agents(trial: &Trial, list: Option<&str>) -> Result<Vec<Agent>> {
    let agents = match (&trial.agents, list) {
        (Agents::Names(names), _) => {
            names.iter().map(|name| Agent { name: name.clone(), ..Agent::default() }).collect::<Vec<_>>()
        }
        (Agents::File(file), None) => return Err(Error::Other(format!("the list of agents `{file}` was not given"))),
        (Agents::File(file), Some(text)) => from_csv(file, text)?,
    };
    let mut names = BTreeSet::new();
    for agent in &agents {
        if !names.insert(agent.name.as_str()) {
            return Err(Error::Other(format!("`{}` stands twice in the list of agents; keep one line", agent.name)));
        }
    }
    Ok(agents)
}

fn from_csv(file: &str, text: &str) -> Result<Vec<Agent>> {
    let mut reader = table::reader(text.as_bytes());
    let broken = |error: csv::Error| Error::Other(format!("`{file}` cannot be read as a table: {error}"));
    let heads: Vec<String> = reader.headers().map_err(broken)?.iter().map(table::head).collect();
    if !heads.iter().any(|head| head == "agent") {
        let heads = heads.join(", ");
        let message = format!("`{file}` has no column `agent`, only: {heads}; name its first line `agent,team,…`");
        return Err(Error::Other(message));
    }
    let mut agents = Vec::new();
    for row in reader.records() {
        let row = row.map_err(broken)?;
        let mut columns: BTreeMap<String, String> =
            heads.iter().cloned().zip(row.iter().map(|cell| cell.trim().to_string())).collect();
        let name = columns.remove("agent").unwrap_or_default();
        let team = columns.remove("team").unwrap_or_default();
        if !name.is_empty() {
            agents.push(Agent { name, team, columns });
        }
    }
    Ok(agents)
}

/// The units that the draw hands a script to, in the order of their names.
///
/// # Errors
///
/// A plain sentence where there are too few, or agents have no team.
pub(super) fn units(trial: &Trial, agents: &[Agent]) -> Result<Vec<Drawn>> {
    let mut units = match trial.assign {
        Unit::Weeks => return Ok((1..=trial.weeks).map(week).collect()),
        Unit::Agents => agents.iter().map(|agent| one(&agent.name, &[agent])).collect::<Vec<_>>(),
        Unit::Teams => teams(agents)?,
    };
    units.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(units)
}

/// The name of a week, from 1; padded, so that names sort as weeks do.
pub(super) fn week(number: u32) -> Drawn {
    Drawn { name: format!("week {number:02}"), ..Drawn::default() }
}

fn teams(agents: &[Agent]) -> Result<Vec<Drawn>> {
    let mut teams: BTreeMap<&str, Vec<&Agent>> = BTreeMap::new();
    for agent in agents {
        if agent.team.is_empty() {
            let message = format!("`{}` has no team; teams are assigned, so give the list a column `team`", agent.name);
            return Err(Error::Other(message));
        }
        teams.entry(&agent.team).or_default().push(agent);
    }
    Ok(teams.into_iter().map(|(team, agents)| one(team, &agents)).collect())
}

/// A unit of some agents: numbers are averaged, words are kept where all have the same.
fn one(name: &str, agents: &[&Agent]) -> Drawn {
    let heads: BTreeSet<&String> = agents.iter().flat_map(|agent| agent.columns.keys()).collect();
    let mut columns: BTreeMap<String, String> =
        heads.into_iter().map(|head| (head.clone(), together(head, agents))).collect();
    columns.insert("team".into(), agents.first().map(|agent| agent.team.clone()).unwrap_or_default());
    Drawn { name: name.into(), agents: agents.iter().map(|agent| agent.name.clone()).collect(), columns }
}

fn together(head: &str, agents: &[&Agent]) -> String {
    let cells: Vec<&str> = agents.iter().filter_map(|agent| agent.columns.get(head)).map(String::as_str).collect();
    if let [first, rest @ ..] = cells.as_slice()
        && rest.iter().all(|cell| cell == first)
    {
        return (*first).to_string();
    }
    let numbers: Vec<f64> = cells.iter().filter_map(|cell| number(cell)).collect();
    let all = numbers.len() == agents.len() && !numbers.is_empty();
    if all { format!("{:.4}", numbers.iter().sum::<f64>() / numbers.len() as f64) } else { String::new() }
}
