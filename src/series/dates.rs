//! The day and hour of each call: inside its window, on a day on which somebody calls, as near as can be to the time
//! that is meant and to the person's usual day and hour.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time, Weekday};

use super::calendar::{days_between, later};
use super::law::Law;
use super::model::{Calendar, Hours, Series, Unit};
use super::when::{Anchor, Window, slack};

/// How days are weighed against each other. Ours: nobody has published how much a day off matters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// What another day of the week than the usual one costs, in days.
    pub other_weekday: f64,
    /// How many days beyond its window a call is looked for where no day in it will do.
    pub beyond: i64,
}

impl Default for Weights {
    fn default() -> Self {
        Self { other_weekday: 1.5, beyond: 21 }
    }
}

/// Between which days a call is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The earliest day.
    pub earliest: Date,
    /// The day that is meant.
    pub ideal: Date,
    /// The latest day.
    pub latest: Date,
}

/// When a call is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated {
    /// The call, as a number in the series.
    pub call: usize,
    /// The day.
    pub date: Date,
    /// The hour.
    pub time: Time,
    /// Between which days it is meant to be.
    pub bounds: Bounds,
    /// Whether the usual hour could not be kept.
    pub other_hour: bool,
    /// Whether the law's hours and the team's have none in common.
    pub no_hour: bool,
    /// Every try, the first included.
    pub tries: Vec<(Date, Time)>,
}

impl Dated {
    /// Whether the day lies outside the window.
    #[must_use]
    pub fn outside(&self) -> bool {
        self.date < self.bounds.earliest || self.date > self.bounds.latest
    }
}

/// The days and hours of the calls in this order; day zero is `start`.
#[must_use]
pub fn dates(series: &Series, order: &[usize], start: Date, law: Option<&Law>, seconds: &[f64]) -> Vec<Dated> {
    let days = Days { series, order, start, free: &|_, _| true };
    days.plan().into_iter().map(|(call, date, bounds)| dated(series, law, seconds, call, date, bounds)).collect()
}

/// What days are planned with: `free` says whether a call can be made on a day for reasons beyond the calendar.
pub(super) struct Days<'s> {
    pub(super) series: &'s Series,
    pub(super) order: &'s [usize],
    pub(super) start: Date,
    pub(super) free: &'s dyn Fn(usize, Date) -> bool,
}

impl Days<'_> {
    /// Each call with its day and its bounds, in the order of the calls.
    pub(super) fn plan(&self) -> Vec<(usize, Date, Bounds)> {
        let mut chosen = BTreeMap::new();
        let mut planned = Vec::new();
        // What follows another call is counted from its day, which is known after a first round.
        for _ in 0..3 {
            let bounds = bounds(self.series, self.order, self.start, &chosen);
            let days = self.choose(&bounds);
            planned = self.order.iter().copied().zip(days).zip(bounds).map(|((call, day), b)| (call, day, b)).collect();
            let now: BTreeMap<usize, Date> = planned.iter().map(|&(call, day, _)| (call, day)).collect();
            if now == chosen {
                break;
            }
            chosen = now;
        }
        planned
    }

    /// The days of least cost, each later than the one before.
    fn choose(&self, bounds: &[Bounds]) -> Vec<Date> {
        let mut layers: Vec<Vec<State>> = Vec::new();
        for (&call, bounds) in self.order.iter().zip(bounds) {
            let before = layers.last();
            let mut states = self.states(before, bounds, self.candidates(call, bounds));
            if states.is_empty() {
                let first = before.and_then(|layer| layer.iter().map(|state| state.day).min());
                states = self.states(before, bounds, self.beyond(call, bounds, first));
            }
            layers.push(states);
        }
        back(&layers)
    }

    fn states(&self, before: Option<&Vec<State>>, bounds: &Bounds, days: Vec<Date>) -> Vec<State> {
        let usual = self.series.keep.day;
        let state = |day: Date| {
            let own = cost(day, bounds.ideal, usual);
            let Some(before) = before else { return Some(State { day, cost: own, from: 0 }) };
            let fits = (0..).zip(before).filter(|(_, state)| state.day < day);
            let best = fits.min_by(|(_, a), (_, b)| a.cost.total_cmp(&b.cost))?;
            Some(State { day, cost: own + best.1.cost, from: best.0 })
        };
        days.into_iter().filter_map(state).collect()
    }

    fn candidates(&self, call: usize, bounds: &Bounds) -> Vec<Date> {
        let fits = |day: &Date| self.series.calendar.works(*day) && (self.free)(call, *day);
        stretch(bounds.earliest, bounds.latest).filter(fits).collect()
    }

    /// Days outside the window, where none in it will do: the nearest on either side that come after the call before.
    fn beyond(&self, call: usize, bounds: &Bounds, first: Option<Date>) -> Vec<Date> {
        let reach = Weights::default().beyond;
        let from = first.map_or(bounds.latest, |first| first.max(bounds.latest));
        let fits = |day: &Date| self.series.calendar.works(*day) && (self.free)(call, *day);
        let after = stretch(later(bounds.latest, 1, Unit::Day), later(from, reach, Unit::Day)).filter(fits).take(8);
        let early = stretch(later(bounds.earliest, -reach, Unit::Day), later(bounds.earliest, -1, Unit::Day));
        let before: Vec<Date> = early.filter(|day| *day >= self.start).filter(fits).collect();
        let mut days: Vec<Date> = before.into_iter().rev().take(8).chain(after).collect();
        if days.is_empty() {
            // Nobody ever calls in reach: the day stays, and is told as a finding.
            days.push(later(from, reach, Unit::Day));
        }
        days.sort();
        days
    }
}

struct State {
    day: Date,
    cost: f64,
    from: usize,
}

fn back(layers: &[Vec<State>]) -> Vec<Date> {
    let mut days = Vec::new();
    let mut at = layers.last().and_then(|layer| {
        (0..).zip(layer).min_by(|(_, a), (_, b)| a.cost.total_cmp(&b.cost)).map(|(at, _): (usize, _)| at)
    });
    for layer in layers.iter().rev() {
        let Some(state) = at.and_then(|at| layer.get(at)) else { break };
        days.push(state.day);
        at = Some(state.from);
    }
    days.reverse();
    days
}

fn cost(day: Date, ideal: Date, usual: Option<Weekday>) -> f64 {
    let other = usual.is_some_and(|usual| day.weekday() != usual);
    let away = days_between(ideal, day).unsigned_abs() as f64;
    // Between two days equally far off the earlier one: what is late may be too late.
    let late = if day > ideal { 1e-3 } else { 0.0 };
    away + late + if other { Weights::default().other_weekday } else { 0.0 }
}

fn stretch(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let count = days_between(from, to);
    (0..=count.min(1_500)).map(move |day| later(from, day, Unit::Day))
}

/// Between which days each call is meant to be, in the order of the calls; `chosen` are days already given.
pub(super) fn bounds(series: &Series, order: &[usize], start: Date, chosen: &BTreeMap<usize, Date>) -> Vec<Bounds> {
    let mut known: BTreeMap<usize, Date> = BTreeMap::new();
    let mut all = Vec::new();
    let mut last = start;
    for &call in order {
        let Some(window) = series.calls.get(call).map(|call| &call.window) else { continue };
        let bounds = match window {
            Window::Dates { from, to } => Bounds { earliest: *from, ideal: *from, latest: *to },
            Window::InTurn => in_turn(series, last),
            Window::After { from, to, unit, slack, of } => {
                let base = match of {
                    Anchor::DayZero => Some(start),
                    Anchor::Call(id) => {
                        series.find(id).and_then(|of| chosen.get(&of).or_else(|| known.get(&of)).copied())
                    }
                };
                let base = base.unwrap_or(last);
                let ideal = later(base, *from, *unit);
                let latest = later(later(base, *to, *unit), *slack, Unit::Day);
                Bounds { earliest: later(ideal, -slack, Unit::Day), ideal, latest }
            }
        };
        known.insert(call, bounds.ideal);
        last = bounds.ideal;
        all.push(bounds);
    }
    all
}

fn in_turn(series: &Series, last: Date) -> Bounds {
    let (count, unit) = series.every.map_or((1, Unit::Day), |every| (every.count, every.unit));
    let ideal = later(last, count, unit);
    let slack = slack(unit);
    Bounds { earliest: later(ideal, -slack, Unit::Day), ideal, latest: later(ideal, slack, Unit::Day) }
}

/// The hour of a call and its tries.
pub(super) fn dated(
    series: &Series,
    law: Option<&Law>,
    seconds: &[f64],
    call: usize,
    date: Date,
    bounds: Bounds,
) -> Dated {
    let takes = seconds.get(call).copied().unwrap_or(0.0);
    let begins = series.calls.get(call).and_then(|call| series.calendar.begins(call, law, takes));
    let hours = begins.unwrap_or(series.calendar.hours);
    let wanted = series.keep.hour.map_or(USUAL, |(hour, _)| hour);
    let time = wanted.clamp(hours.from, hours.to);
    let count = series.calls.get(call).and_then(|call| call.tries).unwrap_or(1);
    let tries = tries(&series.calendar, date, time, bounds.latest, hours, count);
    Dated {
        call,
        date,
        time,
        bounds,
        other_hour: series.keep.hour.is_some() && time != wanted,
        no_hour: begins.is_none(),
        tries,
    }
}

/// The hour where nothing says one.
const USUAL: Time = Time::constant(10, 0, 0, 0);

/// One try a day while the window lasts, then several on its days, spread over the hours.
fn tries(calendar: &Calendar, date: Date, time: Time, latest: Date, hours: Hours, count: u32) -> Vec<(Date, Time)> {
    let days: Vec<Date> = stretch(date, latest.max(date)).filter(|day| *day == date || calendar.works(*day)).collect();
    let days = if days.is_empty() { vec![date] } else { days };
    let mut tries: Vec<(Date, Time)> = Vec::new();
    for (at, day) in days.iter().enumerate() {
        let left = (count as usize).saturating_sub(tries.len());
        let today = left.div_ceil(days.len() - at);
        match today {
            0 => break,
            1 if at > 0 => tries.push((*day, by_turns(time, hours, at))),
            _ => {
                let from = if at == 0 { time } else { hours.from };
                tries.extend(spread(from, hours.to, today).map(|time| (*day, time)));
            }
        }
    }
    tries
}

/// Another hour on each later day: late, early, then the usual one again.
fn by_turns(time: Time, hours: Hours, day: usize) -> Time {
    match day % 3 {
        1 => hours.to,
        2 => hours.from,
        _ => time,
    }
}

/// So many times of one day, from the first on, at even distances.
fn spread(from: Time, to: Time, count: usize) -> impl Iterator<Item = Time> {
    let minutes = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
    let (first, last) = (minutes(from), minutes(to));
    let step = (last - first).max(0) / i64::try_from(count).unwrap_or(1).max(1);
    (0..count).map(move |number| {
        let at = first + step * i64::try_from(number).unwrap_or(0);
        // Quarters of an hour, except for the usual hour itself.
        let at = if number == 0 { at } else { at - at % 15 }.clamp(0, 23 * 60 + 59);
        let part = |value: i64| i8::try_from(value).unwrap_or(0);
        Time::new(part(at / 60), part(at % 60), 0, 0).unwrap_or(from)
    })
}
