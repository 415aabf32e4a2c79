//! `series`: several calls with one person, checked and planned, and a roster of agents for many people.

mod calendar;
mod folder;
mod rota;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use callcraft::diagnostic::{Diagnostic, Level};
use callcraft::rule::{Rule, Shelf};
use callcraft::series::{self, Plan, Series};
use clap::{Args, Command, FromArgMatches as _};
use jiff::civil::Date;

use super::Verb;
use crate::files::{self, Folder};
use crate::{Exit, Outcome, Trouble, findings, say, today};

pub(super) const VERB: Verb = Verb {
    name: "series",
    summary: "Check and plan several calls with one person: dates, habits, shape, voice, finale",
    more: true,
    command: |command: Command| SeriesArgs::augment_args(command).after_help(after_help()),
    run: |matches| run(&SeriesArgs::from_arg_matches(matches)?),
};

#[derive(Debug, Args)]
struct SeriesArgs {
    /// The series file
    file: String,
    /// Day zero, such as 2026-12-01 (default: today)
    #[arg(long, value_name = "DATE")]
    start: Option<String>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: String,
    /// Write everything into this folder: plan, calendar, picture, overview, and each call's script for its turn
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// What earlier calls gave, from a JSON or YAML file of blanks with their values
    #[arg(long, value_name = "FILE")]
    given: Option<PathBuf>,
    /// Agents with days off and calls a day (CSV); assigns calls to them, with --people
    #[arg(long, value_name = "CSV", requires = "people")]
    roster: Option<PathBuf>,
    /// People with their day zero, and the agent they know (CSV)
    #[arg(long, value_name = "CSV", requires = "roster")]
    people: Option<PathBuf>,
    /// Replace files that are already there
    #[arg(long)]
    force: bool,
}

/// Something that can be printed of a plan.
struct Format {
    name: &'static str,
    summary: &'static str,
    make: fn(&Series, &Plan) -> Result<String, Trouble>,
}

static FORMATS: &[Format] = &[
    Format { name: "table", summary: "the calendar as a table", make: |series, plan| Ok(series::table(series, plan)) },
    Format {
        name: "json",
        summary: "every figure, for programs",
        make: |series, plan| Ok(series::to_json(series, plan)),
    },
    Format {
        name: "ics",
        summary: "a calendar for Outlook, Google and others",
        make: |series, plan| Ok(calendar::ics(series, plan)),
    },
    Format {
        name: "svg",
        summary: "the timeline with the curves, as a picture",
        make: |series, plan| Ok(series::picture(series, plan)),
    },
    Format {
        name: "html",
        summary: "the overview for the person called, to print",
        make: |series, plan| Ok(series::overview(series, plan)?),
    },
];

fn after_help() -> String {
    let mut help = String::from("What --format can print:\n");
    for format in FORMATS {
        help.push_str(&format!("  {:<7} {}\n", format.name, format.summary));
    }
    help.push_str(
        "\nExamples:\n  callcraft series scripts/series/heart-month.yaml --start 2026-12-01\n  \
         callcraft series heart-month.yaml --start 2026-12-01 -o maria --given maria.yaml\n  \
         callcraft series heart-month.yaml --roster nurses.csv --people patients.csv -o rota   (docs/series.md)",
    );
    help
}

/// How long the order of the calls may be searched for.
const SEARCH: Duration = Duration::from_secs(5);

fn run(args: &SeriesArgs) -> Outcome {
    let format = FORMATS.iter().find(|format| format.name == args.format).ok_or_else(|| unknown(&args.format))?;
    let start = day_zero(args)?;
    let name = if args.file == "-" { "stdin.yaml" } else { &args.file };
    let read = series::read(name, &files::bytes(&args.file)?, &Folder::of(name));
    let mut found = read.reading.diagnostics.clone();
    let began = Instant::now();
    let planned =
        read.series.as_ref().map(|series| (series, series::plan(series, start, &|| began.elapsed() > SEARCH)));
    let mut good = None;
    match planned {
        Some((series, Ok(plan))) => {
            found.extend(check(plan.said(series), &plan)?);
            good = Some((series, plan));
        }
        Some((_, Err(contradiction))) => found.push(*contradiction),
        None => {}
    }
    if !found.is_empty() {
        findings::show(&read.reading.sources, &found);
    }
    let Some((series, plan)) = &good else { return findings::unread(&found) };
    let broken = give(args, format, series, plan)?;
    Ok(if broken { Exit::Findings } else { exit(&found) })
}

/// Prints or writes what is asked for, and tells whether a voice is broken that was to be kept.
fn give(args: &SeriesArgs, format: &Format, series: &Series, plan: &Plan) -> Result<bool, Trouble> {
    let series = plan.said(series);
    if let (Some(roster), Some(people)) = (&args.roster, &args.people) {
        return rota::run(args, series, plan, roster, people);
    }
    match &args.output {
        Some(to) => folder::write(args, series, plan, to)?,
        None => say::result(&(format.make)(series, plan)?),
    }
    Ok(false)
}

/// What the rules find: those of the pack that comes with the program, and rules about series in the user's own packs.
fn check(series: &Series, plan: &Plan) -> Result<Vec<Diagnostic>, Trouble> {
    let shelf = super::rules::shelf(None)?;
    let rules = rules(&shelf);
    let found = series::check(series, plan, &rules, &|rule| level(&shelf, rule));
    Ok(found.into_iter().filter(|one| one.allowed.is_none()).map(|one| one.diagnostic).collect())
}

/// The rules about series: those that come with the program, and those of the user's own packs.
pub(crate) fn rules(shelf: &Shelf) -> Vec<Rule> {
    let packs = shelf.own().iter().cloned().chain(shelf.pack(series::PACK));
    packs.flat_map(|pack| pack.rules).filter(|rule| rule.series_fact().is_some()).collect()
}

pub(crate) fn level(shelf: &Shelf, rule: &Rule) -> Option<Level> {
    let wanted = shelf.wants(&rule.id) && !shelf.is_off(&rule.id);
    wanted.then(|| shelf.level_of(&rule.id).unwrap_or(rule.level))
}

fn exit(found: &[Diagnostic]) -> Exit {
    if found.iter().any(|found| found.level > Level::Advice) { Exit::Findings } else { Exit::Done }
}

fn unknown(name: &str) -> Trouble {
    let names = FORMATS.iter().map(|format| format.name);
    format!("`{name}` is no format; write {}", callcraft::text::listed(names)).into()
}

fn day_zero(args: &SeriesArgs) -> Result<Date, Trouble> {
    let words = args.start.clone().unwrap_or_else(today);
    words.trim().parse().map_err(|_| format!("`{words}` is no date: write --start 2026-12-01").into())
}

fn decoded(path: &str) -> Result<String, Trouble> {
    let text = String::from_utf8(files::bytes(path)?)
        .map_err(|_| format!("`{path}` is not saved as UTF-8; save it again as UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(ToString::to_string).unwrap_or(text))
}
