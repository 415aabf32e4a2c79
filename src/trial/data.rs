//! Reads the calls of a trial, one row at a time, and keeps only what is counted for each unit and week.

use super::agents::week;
use super::assign::Assignment;
use super::cells::{Cells, Said};
use super::day::Day;
use super::faults::{Fault, Faults};
use super::model::{Kind, Trial, Unit};
use super::stats::Cluster;
use crate::error::{Error, Result};
use crate::table;
use crate::text::{listed, nearest};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Read;

/// So many different names in the column of the agents mean that it is another column.
const MOST_UNITS: usize = 5_000;

/// What the calls came to.
#[derive(Debug, Clone, Default)]
pub(super) struct Data {
    /// Rows that were read.
    pub(super) rows: usize,
    /// Rows that are counted.
    pub(super) counted: usize,
    /// Agents, teams or weeks, in the order of their names.
    pub(super) units: Vec<UnitData>,
    /// Measures whose column is not in the data.
    pub(super) missing: Vec<String>,
    /// The first and the last day that is counted.
    pub(super) days: Option<(Day, Day)>,
    /// What was wrong.
    pub(super) faults: Faults,
}

/// What one unit came to.
#[derive(Debug, Clone, Default)]
pub(super) struct UnitData {
    pub(super) name: String,
    pub(super) new: bool,
    pub(super) block: usize,
    pub(super) figures: BTreeMap<String, f64>,
    /// Calls, and those with an answer to a question that customers are asked.
    pub(super) calls: usize,
    pub(super) answered: usize,
    /// For each measure.
    pub(super) tallies: Vec<Tally>,
    /// For each week (from 0), each measure.
    pub(super) weeks: BTreeMap<usize, Vec<Tally>>,
    /// Rows by what the data call their arm: old, new.
    pub(super) said: [usize; 2],
}

/// Count, sum and sum of squares.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) count: f64,
    pub(super) sum: f64,
    pub(super) squares: f64,
}

impl Tally {
    pub(super) fn add(&mut self, value: f64) {
        self.count += 1.0;
        self.sum += value;
        self.squares += value * value;
    }
}

impl Data {
    /// The units that have answers on a measure, as the statistics take them.
    pub(super) fn clusters(&self, measure: usize, before: Option<&str>) -> Vec<Cluster> {
        self.of(before, |unit| unit.tallies.get(measure).copied().unwrap_or_default())
    }

    /// The same for some weeks only.
    pub(super) fn clusters_within(&self, measure: usize, weeks: std::ops::Range<usize>) -> Vec<Cluster> {
        self.of(None, |unit| {
            let mut all = Tally::default();
            for (_, tallies) in unit.weeks.range(weeks.clone()) {
                let tally = tallies.get(measure).copied().unwrap_or_default();
                all = Tally {
                    count: all.count + tally.count,
                    sum: all.sum + tally.sum,
                    squares: all.squares + tally.squares,
                };
            }
            all
        })
    }

    fn of(&self, before: Option<&str>, tally: impl Fn(&UnitData) -> Tally) -> Vec<Cluster> {
        let cluster = |unit: &UnitData| {
            let Tally { count, sum, squares } = tally(unit);
            let before = before.and_then(|column| unit.figures.get(column)).copied();
            (count > 0.0).then_some(Cluster { new: unit.new, block: unit.block, count, sum, squares, before })
        };
        self.units.iter().filter_map(cluster).collect()
    }

    /// The number of weeks that have calls, counted to the last of them.
    pub(super) fn weeks(&self) -> usize {
        self.units.iter().filter_map(|unit| unit.weeks.keys().next_back()).max().map_or(0, |last| last + 1)
    }
}

/// Reads the calls; memory does not grow with their number, but for one mark a call that finds doubles.
///
/// # Errors
///
/// A plain sentence where the table cannot be used at all.
pub(super) fn gather<R: Read>(trial: &Trial, list: Option<&Assignment>, input: R) -> Result<Data> {
    let table = table::open(input);
    refuse(&table.begins)?;
    let mut reader = table.reader;
    let heads = heads(&mut reader)?;
    let mut gather = Gather::new(trial, list, &heads, table.delimiter != b',')?;
    let mut row = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut row) {
            Ok(true) => gather.row(&row)?,
            Ok(false) => return Ok(gather.finish()),
            Err(error) => return Err(Error::Other(format!("the data cannot be read on: {error}"))),
        }
    }
}

/// Says plainly what a file is that is no table of text.
fn refuse(begins: &[u8]) -> Result<()> {
    let what = match begins {
        [b'P', b'K', 3, 4] => "an Excel workbook; save it as \"CSV UTF-8\"",
        [b'P', b'A', b'R', b'1'] => "a Parquet file; save it as CSV",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "saved as UTF-16; save it as \"CSV UTF-8\"",
        [0xd0, 0xcf, 0x11, 0xe0] => "an old Excel workbook; save it as \"CSV UTF-8\"",
        [] => "empty",
        _ => return Ok(()),
    };
    Err(Error::Other(format!("the data file is {what}")))
}

fn heads<R: Read>(reader: &mut csv::Reader<R>) -> Result<Vec<String>> {
    let heads = reader.byte_headers().map_err(|error| Error::Other(format!("the data cannot be read: {error}")))?;
    Ok(heads.iter().map(|head| table::head(&String::from_utf8_lossy(head))).collect())
}

struct Gather<'t> {
    trial: &'t Trial,
    list: Option<&'t Assignment>,
    at: Columns,
    cells: Vec<(Cells, Option<usize>)>,
    asked: Vec<bool>,
    by_name: HashMap<String, Place>,
    agents: HashMap<Vec<u8>, Who>,
    days: HashMap<Vec<u8>, Option<Day>>,
    seen: HashSet<u64>,
    count_days: bool,
    a_day: BTreeMap<(usize, usize, Option<Day>), f64>,
    data: Data,
}

/// Where our columns stand in the data.
#[derive(Debug, Clone, Copy, Default)]
struct Columns {
    agent: Option<usize>,
    team: Option<usize>,
    arm: Option<usize>,
    date: Option<usize>,
    call: Option<usize>,
}

/// What the list says of a name.
#[derive(Debug, Clone)]
struct Place {
    unit: String,
    new: bool,
    block: usize,
    figures: BTreeMap<String, f64>,
}

/// A name in the data, looked up once.
#[derive(Debug, Clone, Copy)]
struct Who {
    agent: usize,
    /// `None` where the list does not have the name.
    unit: Option<usize>,
}

impl<'t> Gather<'t> {
    fn new(trial: &'t Trial, list: Option<&'t Assignment>, heads: &[String], decimal_comma: bool) -> Result<Self> {
        let find = |ours: &str| {
            let theirs = trial.column(ours);
            heads
                .iter()
                .position(|head| head == theirs)
                .or_else(|| heads.iter().position(|head| head.eq_ignore_ascii_case(theirs)))
        };
        let at = Columns {
            agent: find("agent"),
            team: find("team"),
            arm: find("arm"),
            date: find("date"),
            call: find("call"),
        };
        let mut data = Data::default();
        let mut cells = Vec::new();
        for measure in trial.measures() {
            let cell = Cells::new(measure, decimal_comma);
            let column = find(&measure.name);
            if cell.has_column() && column.is_none() {
                data.missing.push(measure.name.clone());
            }
            cells.push((cell, column));
        }
        require(trial, list, &at, &data.missing, heads)?;
        let by_name = list.map(by_name).unwrap_or_default();
        let asked = trial.measures().map(|measure| measure.asked).collect();
        let (agents, days, seen, a_day) = Default::default();
        let count_days = at.date.is_some() && trial.measures().any(|measure| measure.kind == Kind::CallsADay);
        Ok(Self { trial, list, at, cells, asked, by_name, agents, days, seen, count_days, a_day, data })
    }

    fn row(&mut self, row: &csv::ByteRecord) -> Result<()> {
        self.data.rows += 1;
        let line = row.position().map_or(0, csv::Position::line);
        match self.take(row, line)? {
            Some(fault) => self.data.faults.add(fault, line),
            None => self.data.counted += 1,
        }
        Ok(())
    }

    /// Counts a row, or says why it is left out.
    fn take(&mut self, row: &csv::ByteRecord, line: u64) -> Result<Option<Fault>> {
        let day = match self.day(row) {
            Ok(day) => day,
            Err(fault) => return Ok(Some(fault)),
        };
        if let Some(fault) = self.double(row) {
            return Ok(Some(fault));
        }
        let who = match self.at.agent.and_then(|at| row.get(at)).map(<[u8]>::trim_ascii) {
            Some(b"") => return Ok(Some(Fault::NoAgent)),
            Some(name) => self.who(name, row)?,
            None => Who { agent: 0, unit: None },
        };
        let unit = if self.trial.assign == Unit::Weeks { self.week_unit(day) } else { who.unit };
        let Some(unit) = unit else { return Ok(Some(Fault::NotOnTheList)) };
        if let Some(fault) = self.arm(row, unit, line) {
            return Ok(Some(fault));
        }
        self.count(row, Counted { unit, agent: who.agent, day, line });
        Ok(None)
    }

    fn day(&mut self, row: &csv::ByteRecord) -> std::result::Result<Option<Day>, Fault> {
        let Some(at) = self.at.date else { return Ok(None) };
        let cell = row.get(at).unwrap_or_default();
        let day = match self.days.get(cell) {
            Some(day) => *day,
            None => {
                let day = std::str::from_utf8(cell).ok().and_then(|words| Day::read(words, self.trial.dates));
                // times of day make every cell different: then remembering them is no help
                if self.days.len() < 10_000 {
                    self.days.insert(cell.to_vec(), day);
                }
                day
            }
        };
        let day = day.ok_or(Fault::NoDate)?;
        match (self.trial.start, self.trial.end()) {
            (Some(start), _) if day < start => Err(Fault::BeforeStart),
            (_, Some(end)) if day >= end => Err(Fault::AfterEnd),
            _ => Ok(Some(day)),
        }
    }

    /// Whether the same call came before. Without a call number only whole rows can be compared, and two calls
    /// may well be alike, so these are kept.
    fn double(&mut self, row: &csv::ByteRecord) -> Option<Fault> {
        let mut hasher = DefaultHasher::new();
        let id = self.at.call.and_then(|at| row.get(at)).map(<[u8]>::trim_ascii).filter(|id| !id.is_empty());
        match (id, self.at.call) {
            (Some(id), _) => id.hash(&mut hasher),
            (None, Some(_)) => return None,
            (None, None) => row.as_slice().hash(&mut hasher),
        }
        if self.seen.insert(hasher.finish()) {
            return None;
        }
        if id.is_some() {
            return Some(Fault::Double);
        }
        let line = row.position().map_or(0, csv::Position::line);
        self.data.faults.add(Fault::LooksDouble, line);
        None
    }

    fn who(&mut self, name: &[u8], row: &csv::ByteRecord) -> Result<Who> {
        if let Some(who) = self.agents.get(name) {
            return Ok(*who);
        }
        let words = String::from_utf8_lossy(name).into_owned();
        let agent = self.agents.len();
        let unit = match (self.trial.assign, self.list) {
            (Unit::Weeks, _) => None,
            (_, Some(_)) => self.by_name.get(&words.to_lowercase()).cloned().map(|place| self.unit(&place)),
            (Unit::Teams, None) => {
                let team = self.at.team.and_then(|at| row.get(at)).unwrap_or_default();
                Some(self.unlisted(String::from_utf8_lossy(team.trim_ascii()).into_owned()))
            }
            (Unit::Agents, None) => Some(self.unlisted(words)),
        };
        if agent > MOST_UNITS {
            let column = self.trial.column("agent");
            let message = format!("the column `{column}` holds more than {MOST_UNITS} different names");
            return Err(Error::Other(format!("{message}; is that the column of the agents? Map it under `columns`")));
        }
        let who = Who { agent, unit };
        self.agents.insert(name.to_vec(), who);
        Ok(who)
    }

    fn unlisted(&mut self, unit: String) -> usize {
        self.unit(&Place { unit, new: false, block: 0, figures: BTreeMap::new() })
    }

    /// The number of a unit; a new one where it is met for the first time.
    fn unit(&mut self, place: &Place) -> usize {
        let known = self.data.units.iter().position(|unit| unit.name.eq_ignore_ascii_case(&place.unit));
        known.unwrap_or_else(|| {
            self.data.units.push(UnitData {
                name: place.unit.clone(),
                new: place.new,
                block: place.block,
                figures: place.figures.clone(),
                tallies: vec![Tally::default(); self.cells.len()],
                ..UnitData::default()
            });
            self.data.units.len() - 1
        })
    }

    fn week_unit(&mut self, day: Option<Day>) -> Option<usize> {
        let number = self.week(day?);
        let name = week(u32::try_from(number + 1).ok()?).name;
        match self.list {
            Some(_) => self.by_name.get(&name).cloned().map(|place| self.unit(&place)),
            None => Some(self.unlisted(name)),
        }
    }

    /// The week of a day, from 0 at the start; without a start from the Monday of 1 January 1900, taken off later.
    fn week(&self, day: Day) -> usize {
        let from = self.trial.start.or_else(|| Day::new(1900, 1, 1)).map_or(0, |start| day.since(start));
        usize::try_from(from.div_euclid(7)).unwrap_or(0)
    }

    /// Notes which arm the data name; with a list, the list counts.
    fn arm(&mut self, row: &csv::ByteRecord, unit: usize, line: u64) -> Option<Fault> {
        let word = self.at.arm.and_then(|at| row.get(at)).map(<[u8]>::trim_ascii);
        let word = String::from_utf8_lossy(word?);
        let said = [false, true].into_iter().find(|&new| self.trial.arms.of(new).eq_ignore_ascii_case(&word));
        match (said, self.list) {
            (None, None) => {
                self.data.faults.name(Fault::UnknownArm, &word);
                Some(Fault::UnknownArm)
            }
            (None, Some(_)) => None,
            (Some(new), list) => {
                let unit = self.data.units.get_mut(unit)?;
                unit.said[usize::from(new)] += 1;
                if list.is_some() && unit.new != new {
                    self.data.faults.add(Fault::OtherArm, line);
                }
                None
            }
        }
    }

    fn count(&mut self, row: &csv::ByteRecord, of: Counted) {
        let week = of.day.map(|day| self.week(day));
        let width = self.cells.len();
        let Some(unit) = self.data.units.get_mut(of.unit) else { return };
        unit.calls += 1;
        let mut answered = false;
        for (at, (cells, column)) in self.cells.iter().enumerate() {
            let Some(cell) = column.map(|column| row.get(column).unwrap_or_default()) else { continue };
            match cells.read(cell) {
                Said::Nothing => {}
                Said::Impossible => {
                    self.data.faults.impossible(at, &String::from_utf8_lossy(cell), of.line);
                }
                Said::Value(value) => {
                    answered |= self.asked[at];
                    unit.tallies[at].add(value);
                    if let Some(week) = week {
                        unit.weeks.entry(week).or_insert_with(|| vec![Tally::default(); width])[at].add(value);
                    }
                }
            }
        }
        unit.answered += usize::from(answered);
        if self.count_days {
            *self.a_day.entry((of.unit, of.agent, of.day)).or_insert(0.0) += 1.0;
        }
        if let Some(day) = of.day {
            let (first, last) = self.data.days.unwrap_or((day, day));
            self.data.days = Some((first.min(day), last.max(day)));
        }
    }

    fn finish(mut self) -> Data {
        self.calls_a_day();
        if self.list.is_none() {
            self.arms_from_data();
        }
        if self.trial.start.is_none() {
            let first = self.data.units.iter().filter_map(|unit| unit.weeks.keys().next()).min().copied().unwrap_or(0);
            for unit in &mut self.data.units {
                unit.weeks = std::mem::take(&mut unit.weeks)
                    .into_iter()
                    .map(|(week, tallies)| (week - first, tallies))
                    .collect();
            }
        }
        self.data.faults.absent = self.absent();
        self.data.units.sort_by(|a, b| a.name.cmp(&b.name));
        self.data
    }

    fn calls_a_day(&mut self) {
        let counted: Vec<usize> = (self.trial.measures().enumerate())
            .filter(|(_, measure)| measure.kind == Kind::CallsADay && self.count_days)
            .map(|(at, _)| at)
            .collect();
        let width = self.cells.len();
        for at in counted {
            for (&(unit, _, day), &calls) in &self.a_day {
                let week = day.map(|day| self.week(day));
                let unit = &mut self.data.units[unit];
                unit.tallies[at].add(calls);
                if let Some(week) = week {
                    unit.weeks.entry(week).or_insert_with(|| vec![Tally::default(); width])[at].add(calls);
                }
            }
        }
    }

    /// Without a list, a unit is in the arm that most of its rows name.
    fn arms_from_data(&mut self) {
        for unit in &mut self.data.units {
            let [old, new] = unit.said;
            unit.new = new > old;
            if old.min(new) > 0 {
                self.data.faults.both_arms.push((unit.name.clone(), old, new));
            }
        }
    }

    /// Units of the list that have no call in the data.
    fn absent(&self) -> Vec<(String, bool)> {
        let there: HashSet<&str> = self.data.units.iter().map(|unit| unit.name.as_str()).collect();
        let lines = self.list.map_or(&[][..], |list| list.lines.as_slice());
        let mut absent: Vec<(String, bool)> = (lines.iter())
            .filter(|line| !there.contains(line.unit.as_str()))
            .map(|line| (line.unit.clone(), line.new))
            .collect();
        absent.sort();
        absent.dedup();
        absent
    }
}

#[derive(Clone, Copy)]
struct Counted {
    unit: usize,
    agent: usize,
    day: Option<Day>,
    line: u64,
}

/// The names that rows are looked up by: agents, or weeks where weeks are assigned.
fn by_name(list: &Assignment) -> HashMap<String, Place> {
    let place = |line: &super::assign::Line| {
        let name = if list.unit == Unit::Weeks { &line.unit } else { &line.agent };
        let figures = line.figures.clone();
        (name.to_lowercase(), Place { unit: line.unit.clone(), new: line.new, block: line.block, figures })
    };
    list.lines.iter().map(place).collect()
}

/// The columns without which nothing can be said.
fn require(trial: &Trial, list: Option<&Assignment>, at: &Columns, missing: &[String], heads: &[String]) -> Result<()> {
    let mut needed: Vec<&str> = Vec::new();
    if trial.assign != Unit::Weeks && at.agent.is_none() {
        needed.push("agent");
    }
    if trial.assign == Unit::Weeks && at.date.is_none() {
        needed.push("date");
    }
    if trial.assign == Unit::Teams && list.is_none() && at.team.is_none() {
        needed.push("team");
    }
    if list.is_none() && at.arm.is_none() {
        needed.push("arm");
    }
    if missing.contains(&trial.primary.name) {
        needed.push(&trial.primary.name);
    }
    let Some(first) = needed.first() else { return Ok(()) };
    let theirs = trial.column(first);
    let near = nearest(theirs, heads.iter().map(String::as_str)).map(|near| format!(" (did you mean `{near}`?)"));
    let shown = heads.iter().take(30).map(|head| head.as_str());
    Err(Error::Other(format!(
        "the data have no column `{theirs}`{}; their columns are {}. Map it in the trial file: `columns: {{{first}: …}}`",
        near.unwrap_or_default(),
        listed(shown).replace(" or ", " and ")
    )))
}

#[cfg(test)]
#[path = "data_tests.rs"]
mod tests;
