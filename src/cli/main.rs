//! The command-line tool: a guest of the library. Only this folder touches files, terminal, clock and exit status.

mod diff;
mod dropped;
mod files;
mod findings;
mod project;
mod say;
mod tables;
mod verbs;

use std::process::ExitCode;

use clap::Command;
use verbs::{VERBS, Verb};

/// A script is taken apart into many small pieces: a fifth of the instructions went into making room for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a verb ended when it could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Done.
    Done,
    /// Done, and there are findings.
    Findings,
}

/// Why a verb could not run, in one plain sentence.
#[derive(Debug, Clone)]
struct Trouble(String);

impl<T: std::fmt::Display> From<T> for Trouble {
    fn from(sentence: T) -> Self {
        Self(sentence.to_string())
    }
}

type Outcome = Result<Exit, Trouble>;

/// Today as `2026-11-24`, by universal time.
fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// Deep templates and scripts are read by recursion somewhere below us; a roomy stack keeps them harmless.
const STACK: usize = 64 * 1024 * 1024;

fn main() -> ExitCode {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        _ => ExitCode::from(2),
    }
}

fn run() -> ExitCode {
    if let Some(files) = dropped::files(std::env::args_os()) {
        return ended(dropped::run(&files));
    }
    let matches = match command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return explain_usage(&error),
    };
    let Some((name, given)) = matches.subcommand() else { return ExitCode::from(2) };
    let Some(verb) = VERBS.iter().find(|verb| verb.name == name) else { return ExitCode::from(2) };
    ended((verb.run)(given))
}

fn ended(outcome: Outcome) -> ExitCode {
    if let Some(why) = say::lost() {
        say::trouble(&format!("the result could not be written: {why}"));
        return ExitCode::from(2);
    }
    match outcome {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Findings) => ExitCode::from(1),
        Err(Trouble(sentence)) => {
            say::trouble(&sentence);
            ExitCode::from(2)
        }
    }
}

/// Leaves what a verb has read to the system, which takes it back with the process: piece by piece it would take as
/// long as reading some files more.
fn left_to_the_system<T>(what: T) {
    std::mem::forget(what);
}

fn explain_usage(error: &clap::Error) -> ExitCode {
    let asked = !error.use_stderr();
    if error.print().is_err() || asked { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// The whole command, from which help, man pages and completions are made.
fn command() -> Command {
    let mut command = Command::new("callcraft")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Designs, lints and renders call scripts: the best permitted order, proved and explained")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .help_template("{about}\n\n{usage-heading} {usage}\n\n{after-help}")
        .after_help(overview());
    for verb in VERBS {
        command = command.subcommand((verb.command)(Command::new(verb.name).about(verb.summary)));
    }
    command
}

fn overview() -> String {
    let list = |more: bool| -> String {
        let line = |verb: &Verb| format!("  {:<12} {}\n", verb.name, verb.summary);
        VERBS.iter().filter(|verb| verb.more == more).map(line).collect()
    };
    format!(
        "What a lead needs:\n{}\nMore:\n{}\n`callcraft VERB --help` says more about each. Start with: callcraft new\n\
         `callcraft FILE`, or a file dropped on the program, checks and designs it and opens one page about it.\n\
         Ends with 0 when done, 1 when there are findings, 2 when it could not run.",
        list(false),
        list(true)
    )
}
