//! `series`: several calls with one person, checked and planned.

use std::path::Path;
use std::time::{Duration, Instant};

use callcraft::diagnostic::{Diagnostic, Level};
use callcraft::series::{self, Plan, Series};
use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;

use super::Verb;
use crate::files::{self, Folder};
use crate::{Exit, Outcome, Trouble, findings, say, today};

pub(super) const VERB: Verb = Verb {
    name: "series",
    summary: "Check and plan several calls with one person: dates, habits, shape, voice, finale",
    more: true,
    command: arguments,
    run,
};

fn arguments(command: Command) -> Command {
    command
        .arg(Arg::new("file").value_name("FILE").help("The series file").required(true))
        .arg(Arg::new("start").long("start").value_name("DATE").help("Day zero, such as 2026-12-01 (default: today)"))
        .after_help("Examples:\n  callcraft series scripts/heart-month.yaml --start 2026-12-01")
}

/// How long the order of the calls may be searched for.
const SEARCH: Duration = Duration::from_secs(5);

fn run(given: &ArgMatches) -> Outcome {
    let path = text(given, "file");
    let start = day_zero(given)?;
    let read = series::read(path, &decoded(path)?, &Folder::of(path));
    let mut found = read.reading.diagnostics.clone();
    let began = Instant::now();
    let planned = read.series.as_ref().map(|series| series::plan(series, start, &|| began.elapsed() > SEARCH));
    if let Some(Err(contradiction)) = &planned {
        found.push((**contradiction).clone());
    }
    if !found.is_empty() {
        findings::show(&read.reading.sources, &found);
    }
    if let (Some(series), Some(Ok(plan))) = (&read.series, &planned) {
        show(series, plan);
    }
    Ok(exit(&found))
}

fn show(series: &Series, plan: &Plan) {
    say::result(&series::table(series, plan));
}

fn exit(found: &[Diagnostic]) -> Exit {
    if found.iter().any(|found| found.level > Level::Advice) { Exit::Findings } else { Exit::Done }
}

fn day_zero(given: &ArgMatches) -> Result<Date, Trouble> {
    let words = given.get_one::<String>("start").cloned().unwrap_or_else(today);
    words.trim().parse().map_err(|_| format!("`{words}` is no date: write --start 2026-12-01").into())
}

fn text<'m>(given: &'m ArgMatches, name: &str) -> &'m str {
    given.get_one::<String>(name).map_or("", String::as_str)
}

fn decoded(path: &str) -> Result<String, Trouble> {
    let name = Path::new(path).display();
    let text = String::from_utf8(files::bytes(path)?)
        .map_err(|_| format!("`{name}` is not saved as UTF-8; save it again as UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(ToString::to_string).unwrap_or(text))
}
