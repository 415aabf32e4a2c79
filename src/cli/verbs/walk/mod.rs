//! `walk`: check a script without anybody at the telephone, or go through it oneself.

mod agent;
mod compare;
mod kept;
mod other;
mod seat;

use std::path::PathBuf;

use callcraft::diagnostic::{Diagnostic, Level};
use callcraft::paths::{self, Path};
use callcraft::read::Limits;
use callcraft::reading::Reading;
use callcraft::report::{FORMATS, FileReport, Item, Look, Report};
use callcraft::script::Script;
use callcraft::walk;
use clap::{Args, Command, FromArgMatches as _, ValueEnum};

use super::Verb;
use crate::{Exit, Outcome, Trouble, files, findings, say};

pub(super) const VERB: Verb = Verb {
    name: "walk",
    summary: "Sit in the customer's or the agent's seat, or check a script's tests and every path through it",
    more: false,
    command: |command: Command| WalkArgs::augment_args(command).after_help(EXAMPLES),
    run: |matches| run(&WalkArgs::from_arg_matches(matches)?),
};

const EXAMPLES: &str = "\
Examples:
  callcraft walk call.yaml                      be the customer: hear it, answer, say how it felt
  callcraft walk call.yaml --speed 1 -o ana.json   as fast as it is spoken; keep the record
  callcraft walk call.yaml --compare ana.json bo.json   several people's walks put together
  callcraft walk call.yaml --seat agent         be the agent: the words to say, the tool answers
  callcraft walk call.yaml --seat agent --drill    type the words by heart, the least known first
  callcraft walk --test call.yaml               run its tests, reach everything, prove what holds on every path
  callcraft walk --test call.yaml --paths 20    the same, and the first twenty paths
  callcraft walk --test call.yaml --order best  the same in the order that design proposes

Ends with 0 when everything holds, 1 when an error or a warning is found, 2 when it could not run.
docs/walk.md says more.";

#[derive(Debug, Args)]
struct WalkArgs {
    /// The script; with --test, - reads standard input
    #[arg(required_unless_present = "compare")]
    file: Option<String>,
    /// Run its tests, walk it at random, and prove what holds on every path
    #[arg(long)]
    test: bool,
    /// Whose place you take
    #[arg(long, value_enum, default_value_t = Chair::Customer, conflicts_with_all = ["test", "compare"])]
    seat: Chair,
    /// In the agent's seat: hide the words and ask for them, the least known first
    #[arg(long)]
    drill: bool,
    /// How many things a drill asks at most
    #[arg(long, value_name = "N", default_value_t = LINES, requires = "drill")]
    lines: usize,
    /// Where a drill keeps your scores, instead of callcraft-scores.json in your data folder
    #[arg(long, value_name = "FILE", requires = "drill")]
    scores: Option<PathBuf>,
    /// Put several people's walks together: records, or tables with the columns segment, felt and who
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "test")]
    compare: Vec<String>,
    /// Hear it as fast as it is spoken; 2 is twice as fast
    #[arg(long, value_name = "TIMES", num_args = 0..=1, default_missing_value = "1")]
    speed: Option<f64>,
    /// Where to keep the record of the walk
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Draw what was felt over what was designed to this SVG file
    #[arg(long, value_name = "FILE.svg")]
    svg: Option<PathBuf>,
    /// Replace files that are already there
    #[arg(long)]
    force: bool,
    /// The number that chance starts from (1 with --test); without it the agent's customer gives the usual answers
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// How many calls are left to chance at most
    #[arg(long, value_name = "N", default_value_t = walk::Settings::default().calls)]
    calls: usize,
    /// List the paths, so many at most
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "100")]
    paths: Option<usize>,
    /// The order of the segments
    #[arg(long, value_enum, default_value_t = Order::Written)]
    order: Order,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// The name to go by for a script from standard input
    #[arg(long, value_name = "NAME")]
    stdin_name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    /// As the script has it
    Written,
    /// The best permitted order
    Best,
}

/// How many things a drill asks: a few minutes a day.
const LINES: usize = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Chair {
    /// Hear it, answer, say how it felt
    Customer,
    /// Say it; the tool answers
    Agent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Human,
    /// For programs (docs/json.md)
    Json,
}

fn run(args: &WalkArgs) -> Outcome {
    let Some(file) = &args.file else { return compare::run(&args.compare, None, args.format) };
    let reading = files::reading(file, args.stdin_name.as_deref(), Limits::default())?;
    let script = findings::script_of(&reading)?;
    if args.test {
        return test(args, &reading, script);
    }
    if !args.compare.is_empty() {
        return compare::run(&args.compare, Some(script), args.format);
    }
    if file == "-" {
        return Err("standard input is needed for your answers: name the script's file".into());
    }
    if args.speed.is_some_and(|speed| !speed.is_finite() || speed <= 0.0) {
        return Err("--speed takes a number above 0, such as 1 or 1.5".into());
    }
    if args.seat == Chair::Agent {
        return agent(args, &reading, script);
    }
    if args.drill {
        return Err("a drill is for the agent's seat: add --seat agent".into());
    }
    let order = order(args, &reading, script)?;
    let wishes = seat::Wishes {
        file: file.clone(),
        order,
        speed: args.speed,
        output: args.output.clone(),
        svg: args.svg.clone(),
        force: args.force,
    };
    seat::run(&reading, script, &wishes)
}

/// In the agent's seat, with the words in sight or hidden.
fn agent(args: &WalkArgs, reading: &Reading, script: &Script) -> Outcome {
    if args.output.is_some() || args.svg.is_some() || args.speed.is_some() {
        return Err(
            "--output, --svg and --speed are for the customer's seat: leave them out, or leave out --seat".into()
        );
    }
    let order = order(args, reading, script)?;
    if !args.drill {
        let path = args.file.clone().unwrap_or_default();
        return agent::walk(script, &order, args.seed, &other::Place { path, depth: 0 });
    }
    let wishes = agent::Wishes { order, seed: args.seed, most: args.lines, scores: args.scores.clone() };
    agent::drill(reading, script, &wishes)
}

/// The order in which the segments are walked.
fn order(args: &WalkArgs, reading: &Reading, script: &Script) -> Result<Vec<usize>, Trouble> {
    match args.order {
        Order::Written => Ok((0..script.segments.len()).collect()),
        Order::Best => Ok(super::design::plan(script, reading, SECONDS)?.order),
    }
}

/// So many seconds to search for the best order.
const SECONDS: f64 = 10.0;

fn test(args: &WalkArgs, reading: &Reading, script: &Script) -> Outcome {
    let settings = walk::Settings { seed: args.seed.unwrap_or(walk::Settings::default().seed), calls: args.calls };
    let order = order(args, reading, script)?;
    let checked = walk::check(script, &order, &settings);
    let graph = paths::graph(script, &order);
    let listed: Option<Vec<Path>> = args.paths.map(|most| paths::list(&graph, most));
    let found = Found::of(script, &checked.found);
    match args.format {
        Form::Human => {
            if !found.items.is_empty() {
                say::result(&found.report(reading, "human")?);
            }
            say::result(&walk::table(script, &checked));
            if let Some(listed) = &listed {
                say::result(&format!("\n{}", walk::paths_listed(script, &graph, listed)));
            }
        }
        Form::Json => {
            let mut value = walk::json(script, &checked, listed.as_deref().map(|listed| (&graph, listed)));
            let report: serde_json::Value = serde_json::from_str(&found.report(reading, "json")?)?;
            value["findings"] = report["files"][0]["findings"].clone();
            say::result(&serde_json::to_string_pretty(&value)?);
        }
    }
    Ok(if found.matter() { Exit::Findings } else { Exit::Done })
}

/// What was found, with what the author allows.
struct Found<'f> {
    items: Vec<Item<'f>>,
}

impl<'f> Found<'f> {
    fn of(script: &'f Script, found: &'f [Diagnostic]) -> Self {
        let allowed = |one: &Diagnostic| {
            let allow = script.allow.iter().find(|allow| allow.rule.value.trim() == one.rule)?;
            allow.because.as_ref().map(|because| callcraft::report::Allowed::Author(because.value.trim()))
        };
        Self { items: found.iter().map(|one| Item { found: one, segment: "", allowed: allowed(one) }).collect() }
    }

    fn report(&self, reading: &'f Reading, form: &str) -> Result<String, Trouble> {
        let format = FORMATS.iter().find(|format| format.name == form).ok_or("there is no such form")?;
        let file = FileReport { sources: &reading.sources, items: self.items.clone(), proof: None };
        let look = Look { colour: say::colour(), width: say::width() };
        Ok(callcraft::report::report(&Report { files: vec![file], look, ..Report::default() }, format))
    }

    fn matter(&self) -> bool {
        self.items.iter().any(|item| item.allowed.is_none() && item.found.level > Level::Advice)
    }
}
