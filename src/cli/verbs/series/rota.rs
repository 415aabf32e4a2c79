//! The calls of many people, assigned to the agents of a roster.

use std::path::Path;
use std::time::{Duration, Instant};

use callcraft::series::roster::{self, Agent, Person, Rota};
use callcraft::series::{self, Plan, SameAgent, Series};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Time;

use super::calendar::{Entry, named};
use super::{SeriesArgs, decoded, folder};
use crate::{Trouble, say};

/// How long a rota may be searched for; what was found by then is the answer.
const SEARCH: Duration = Duration::from_secs(25);

/// Assigns, and tells whether a voice is broken that was to be kept always, or a window.
pub(super) fn run(
    args: &SeriesArgs,
    series: &Series,
    plan: &Plan,
    roster: &Path,
    people: &Path,
) -> Result<bool, Trouble> {
    let (roster, people) = (roster.to_string_lossy(), people.to_string_lossy());
    let agents = roster::agents(&roster, &decoded(&roster)?)?;
    let people = roster::people(&people, &decoded(&people)?)?;
    let bar = bar();
    let began = Instant::now();
    let mut tell = |share: f64| {
        bar.set_position((1_000.0 * share) as u64);
        began.elapsed() < SEARCH
    };
    let rota = roster::assign(series, &plan.ordered.order, &people, &agents, &mut tell);
    bar.finish_and_clear();
    let rota = rota?;
    match &args.output {
        Some(to) => write(args, series, &rota, &people, &agents, to)?,
        None if args.format == "json" => say::result(&series::rota_to_json(series, &rota, &people, &agents)),
        None => say::result(&series::rota_table(series, &rota, &people, &agents)),
    }
    let always = series.keep.same_agent.is_some_and(|(same, _)| same == SameAgent::Always);
    Ok(always && !rota.broken.is_empty() || rota.visits.iter().any(roster::Visit::outside))
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(1_000);
    if let Ok(style) = ProgressStyle::with_template("assigning calls {bar:40} {percent}% {eta}") {
        bar.set_style(style);
    }
    bar
}

fn write(
    args: &SeriesArgs,
    series: &Series,
    rota: &Rota,
    people: &[Person],
    agents: &[Agent],
    to: &Path,
) -> Result<(), Trouble> {
    let mut made = vec![
        ("rota.txt".to_string(), series::rota_table(series, rota, people, agents).into_bytes()),
        ("rota.csv".to_string(), series::rota_csv(series, rota, people, agents)?.into_bytes()),
        ("rota.json".to_string(), series::rota_to_json(series, rota, people, agents).into_bytes()),
    ];
    for (number, agent) in agents.iter().enumerate() {
        let name: String = agent.name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
        made.push((format!("{:02}-{name}.ics", number + 1), ics(series, rota, people, agent, number).into_bytes()));
    }
    folder::all(to, &made, args.force)
}

/// One agent's calls as a calendar, those of a day one after the other from the usual hour on.
fn ics(series: &Series, rota: &Rota, people: &[Person], agent: &Agent, number: usize) -> String {
    let mut calendar = named(&format!("{} ({})", series.title.value.trim(), agent.name));
    let mut visits: Vec<_> = rota.visits.iter().filter(|visit| visit.agent == number).collect();
    visits.sort_by_key(|visit| (visit.day, visit.person));
    let mut on_day = 0_i64;
    let mut last = None;
    for visit in visits {
        on_day = if last == Some(visit.day) { on_day + 1 } else { 0 };
        last = Some(visit.day);
        let (Some(person), Some(call)) = (people.get(visit.person), series.calls.get(visit.call)) else { continue };
        let first = series.keep.hour.map_or(series.calendar.hours.from, |(hour, _)| hour);
        let time = first.saturating_add(jiff::SignedDuration::from_mins(30 * on_day)).min(Time::constant(23, 0, 0, 0));
        let entry = Entry {
            uid: format!("{}-{}-{}@callcraft", series.id, person.name, call.id),
            stamp: person.start,
            day: visit.day,
            time,
            seconds: 0.0,
            summary: format!("{}: {}", person.name, call.name()),
            about: series.title.value.trim().to_string(),
        };
        calendar.push(entry.event());
    }
    calendar.done().to_string()
}
