//! A rota: which agent makes which call on which day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::bound::bound;
use super::broken::{Broken, Why};
use super::people::{Agent, Person};
use super::search::{Full, Search, Task, Wish};
use crate::error::{Error, Result};
use crate::series::calendar::later;
use crate::series::dates::{Bounds, Days};
use crate::series::model::{Series, Unit};
use crate::series::when::{Anchor, Window};

/// One call of the rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The person, as a number in the list.
    pub person: usize,
    /// The turn of the call, from 0.
    pub turn: usize,
    /// The call, as a number in the series.
    pub call: usize,
    /// The day.
    pub day: Date,
    /// Between which days it may be.
    pub bounds: Bounds,
    /// Who makes it, as a number in the roster.
    pub agent: usize,
}

impl Visit {
    /// Whether no day of its window was one on which anybody calls.
    #[must_use]
    pub fn outside(&self) -> bool {
        self.day < self.bounds.earliest || self.day > self.bounds.latest
    }
}

/// A rota, and what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rota {
    /// Every call, by person and turn.
    pub visits: Vec<Visit>,
    /// Each person's own agent, as a number in the roster.
    pub own: Vec<usize>,
    /// What breaks continuity.
    pub broken: Vec<Broken>,
    /// How many breaks no rota can avoid.
    pub least: usize,
    /// How many calls each agent has.
    pub loads: Vec<u32>,
}

/// Assigns the calls of a series to the agents of a roster, for each person with their own day zero.
/// `tell` is told how far it is, 0 to 1, and stops the search by saying false; what was found so far is the answer.
///
/// # Errors
/// A plain sentence where there is a day with more calls than anybody has room for, or a person knows an agent who is
/// not on the roster.
pub fn assign(
    series: &Series,
    order: &[usize],
    people: &[Person],
    agents: &[Agent],
    tell: &mut dyn FnMut(f64) -> bool,
) -> Result<Rota> {
    let known = people.iter().map(|person| known(person, agents)).collect::<Result<Vec<_>>>()?;
    let mut windows: BTreeMap<Date, Vec<(Bounds, Vec<Date>)>> = BTreeMap::new();
    for person in people {
        windows.entry(person.start).or_insert_with(|| wishes(series, order, person.start, agents));
    }
    let of = |person: &Person| windows.get(&person.start).cloned().unwrap_or_default();
    let wishes = people.iter().map(|person| of(person).into_iter().map(|(_, days)| Wish { days }).collect()).collect();
    let task = Task { agents, wishes, known };
    let mut search = Search::new(&task).map_err(|full| told(series, order, people, agents, &full))?;
    let first = bound(&task, search.others());
    search.improve(first, tell);
    let least = if search.others() > first { bound(&task, search.others()).max(first) } else { first };
    let broken = broken(&task, &search);
    let mut visits = Vec::new();
    for (person, placed) in search.placed.iter().enumerate() {
        let bounds = people.get(person).map(of).unwrap_or_default();
        for (turn, (one, (bounds, _))) in placed.iter().zip(bounds).enumerate() {
            let call = order.get(turn).copied().unwrap_or(0);
            visits.push(Visit { person, turn, call, day: one.day, bounds, agent: one.agent });
        }
    }
    Ok(Rota { visits, own: search.own.clone(), broken, least, loads: search.loads.clone() })
}

fn known(person: &Person, agents: &[Agent]) -> Result<Option<usize>> {
    let Some(name) = &person.agent else { return Ok(None) };
    let at = agents.iter().position(|agent| agent.name == *name);
    let near = || crate::text::nearest(name, agents.iter().map(|agent| agent.name.as_str()));
    at.map(Some).ok_or_else(|| {
        let near = near().map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Error::Other(format!("`{}` knows `{name}`, who is not on the roster{near}", person.name))
    })
}

/// The days of each call: its planned day first, then the others of its window; where no day of the window will do,
/// those after the planned one. A call from whose day another one is counted keeps its planned day.
fn wishes(series: &Series, order: &[usize], start: Date, agents: &[Agent]) -> Vec<(Bounds, Vec<Date>)> {
    // A day on which nobody on the roster works is no day to call on.
    let anybody = |_: usize, day: Date| agents.iter().any(|agent| agent.works(day));
    let planned = Days { series, order, start, free: &anybody }.plan();
    let one = |(call, day, bounds): (usize, Date, Bounds)| {
        let mut days = vec![day];
        if !counted_from(series, call) {
            let outside = day < bounds.earliest || day > bounds.latest;
            let (mut other, latest) = if outside {
                (day, later(bounds.latest.max(day), BEYOND, Unit::Day))
            } else {
                (bounds.earliest, bounds.latest)
            };
            while other <= latest {
                if other != day && series.calendar.works(other) && anybody(call, other) {
                    days.push(other);
                }
                other = later(other, 1, Unit::Day);
            }
            let away = |other: &Date| (other.duration_since(bounds.ideal).as_hours().abs(), *other);
            days.get_mut(1..).unwrap_or(&mut []).sort_by_key(away);
        }
        (bounds, days)
    };
    planned.into_iter().map(one).collect()
}

/// How many days after its window a call may be where nobody calls on any day of it.
const BEYOND: i64 = 3;

fn counted_from(series: &Series, call: usize) -> bool {
    let is = |id: &str| series.find(id) == Some(call);
    series.calls.iter().any(|other| matches!(&other.window, Window::After { of: Anchor::Call(id), .. } if is(id)))
}

fn told(series: &Series, order: &[usize], people: &[Person], agents: &[Agent], full: &Full) -> Error {
    let person = people.get(full.person).map_or("", |person| person.name.as_str());
    let call = order.get(full.turn).and_then(|at| series.calls.get(*at)).map_or_else(String::new, |call| call.name());
    let room: u32 = agents.iter().filter(|agent| agent.works(full.day)).map(|agent| agent.calls_a_day).sum();
    Error::Other(format!(
        "there is no room for “{call}” with {person} around {}: the roster has {room} calls on that day, and all are taken. \
         Add agents or calls a day, or widen the window of the call",
        full.day
    ))
}

/// Each call in another voice with its reason.
fn broken(task: &Task<'_>, search: &Search<'_>) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (person, placed) in search.placed.iter().enumerate() {
        let own = search.own[person];
        if let Some(known) = task.known[person].filter(|known| *known != own) {
            broken.push(Broken { person, turn: None, day: None, own, other: known, why: Why::New });
        }
        for (turn, one) in placed.iter().enumerate().filter(|(_, one)| one.agent != own) {
            let days = task.wishes[person].get(turn).map(|wish| wish.days.as_slice()).unwrap_or_default();
            let full = days.iter().any(|day| search.is_full(own, *day));
            let works = days.iter().any(|day| task.agents[own].works(*day));
            let why = if full || works { Why::Full } else { Why::Off };
            broken.push(Broken { person, turn: Some(turn), day: Some(one.day), own, other: one.agent, why });
        }
    }
    broken
}
