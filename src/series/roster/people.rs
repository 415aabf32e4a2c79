//! The roster and the list of people, as spreadsheets save them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::error::{Error, Result};
use crate::series::calendar::later;
use crate::series::model::Unit;
use crate::series::values::{self, Values};
use crate::source::Place;
use crate::table;
use crate::text::Text;

/// Somebody who makes calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// The name.
    pub name: String,
    /// How many calls a day.
    pub calls_a_day: u32,
    /// The days of the week, Monday first.
    pub days: [bool; 7],
    /// Days off.
    pub off: BTreeSet<Date>,
}

impl Agent {
    /// Whether the agent works on this day.
    #[must_use]
    pub fn works(&self, day: Date) -> bool {
        let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.days.get(at).copied().unwrap_or(false) && !self.off.contains(&day)
    }
}

/// Somebody who is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name or number.
    pub name: String,
    /// Day zero.
    pub start: Date,
    /// Who has spoken with them before, where anybody has.
    pub agent: Option<String>,
}

/// The agents of a roster: columns `agent`, and where needed `calls_a_day`, `days` and `days_off`.
///
/// # Errors
/// A plain sentence with the line that cannot be read.
pub fn agents(file: &str, text: &str) -> Result<Vec<Agent>> {
    let mut names = BTreeSet::new();
    let mut agents = Vec::new();
    for (line, row) in rows(file, text, "agent")? {
        let wrong = |what: &str| Error::Other(format!("`{file}`, line {line}: {what}"));
        let name = row.get("agent").cloned().unwrap_or_default();
        if !names.insert(name.clone()) {
            return Err(wrong(&format!("`{name}` stands twice; keep one line")));
        }
        let calls_a_day = match row.get("calls_a_day").map(String::as_str) {
            None | Some("") => USUAL,
            Some(words) => words.parse().ok().filter(|count| (1..=500).contains(count)).ok_or_else(|| {
                wrong(&format!("`{words}` calls a day cannot be: write a whole number from 1 to 500"))
            })?,
        };
        let days = days(row.get("days")).map_err(|sentence| wrong(&sentence))?;
        let off = off(row.get("days_off")).map_err(|sentence| wrong(&sentence))?;
        agents.push(Agent { name, calls_a_day, days, off });
    }
    if agents.is_empty() {
        return Err(Error::Other(format!("`{file}` names no agent")));
    }
    Ok(agents)
}

/// Calls a day where the roster says nothing: calls of a quarter of an hour with notes fill a morning.
const USUAL: u32 = 12;

/// The people to call: columns `person` and `start`, and where they know somebody `agent`.
///
/// # Errors
/// A plain sentence with the line that cannot be read.
pub fn people(file: &str, text: &str) -> Result<Vec<Person>> {
    let mut names = BTreeSet::new();
    let mut people = Vec::new();
    for (line, row) in rows(file, text, "person")? {
        let wrong = |what: &str| Error::Other(format!("`{file}`, line {line}: {what}"));
        let name = row.get("person").cloned().unwrap_or_default();
        if !names.insert(name.clone()) {
            return Err(wrong(&format!("`{name}` stands twice; keep one line")));
        }
        let words = row.get("start").map_or("", String::as_str);
        let start = words.parse().map_err(|_| wrong(&format!("`{words}` is no date; write `start` as 2026-12-01")))?;
        people.push(Person { name, start, agent: row.get("agent").filter(|name| !name.is_empty()).cloned() });
    }
    if people.is_empty() {
        return Err(Error::Other(format!("`{file}` names nobody to call")));
    }
    Ok(people)
}

/// The rows by the names of their columns, each with its line; rows without a name are left out.
fn rows(file: &str, text: &str, key: &str) -> Result<Vec<(u64, BTreeMap<String, String>)>> {
    let mut reader = table::reader(text.as_bytes());
    let broken = |error: csv::Error| Error::Other(format!("`{file}` cannot be read as a table: {error}"));
    let heads: Vec<String> =
        reader.headers().map_err(broken)?.iter().map(|head| table::head(head).to_lowercase()).collect();
    if !heads.iter().any(|head| head == key) {
        let heads = heads.join(", ");
        return Err(Error::Other(format!("`{file}` has no column `{key}`, only: {heads}")));
    }
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(broken)?;
        let line = row.position().map_or(0, csv::Position::line);
        let cells: BTreeMap<String, String> =
            heads.iter().cloned().zip(row.iter().map(|cell| cell.trim().to_string())).collect();
        if cells.get(key).is_some_and(|name| !name.is_empty()) {
            rows.push((line, cells));
        }
    }
    Ok(rows)
}

fn parts(words: Option<&String>) -> impl Iterator<Item = &str> {
    words.into_iter().flat_map(|words| words.split([';', ',', '/'])).map(str::trim).filter(|part| !part.is_empty())
}

fn days(words: Option<&String>) -> std::result::Result<[bool; 7], String> {
    let texts: Vec<Text> = parts(words).map(|part| Text::new(part, Place::default())).collect();
    if texts.is_empty() {
        return Ok([true; 7]);
    }
    let mut values = Values { found: Vec::new() };
    let days = values.days(&texts);
    match values.found.first() {
        Some(found) => Err(format!("{}: write for example Monday to Thursday", found.message)),
        None => Ok(days),
    }
}

/// `2026-12-21 to 2026-12-31; 2027-01-04`.
fn off(words: Option<&String>) -> std::result::Result<BTreeSet<Date>, String> {
    let mut off = BTreeSet::new();
    for part in parts(words) {
        let (from, to) = part.split_once(" to ").unwrap_or((part, part));
        let read = |day: &str| day.trim().parse::<Date>().ok();
        let (from, to) = read(from)
            .zip(read(to))
            .filter(|(from, to)| from <= to && values::near(*from, *to))
            .ok_or_else(|| format!("`{part}` is no day off: write 2026-12-24, or 2026-12-24 to 2027-01-02"))?;
        let mut day = from;
        while day <= to {
            off.insert(day);
            day = later(day, 1, Unit::Day);
        }
    }
    Ok(off)
}
