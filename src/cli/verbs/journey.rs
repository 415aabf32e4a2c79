//! `journey`: a customer's whole journey with its heartbeat, the seven steps, and what to mend first.

use std::path::{Path, PathBuf};

use callcraft::journey::{self, Journey};
use callcraft::report::Look;
use clap::{Args, Command, FromArgMatches as _, ValueEnum};

use super::Verb;
use crate::files::{self, Folder, Replace};
use crate::{Exit, Outcome, Trouble, findings, say};

pub(super) const VERB: Verb = Verb {
    name: "journey",
    summary: "Draw a customer's whole journey, and say where it hurts and what to mend first",
    more: true,
    command: |command: Command| JourneyArgs::augment_args(command).after_help(EXAMPLES),
    run: |matches| run(&JourneyArgs::from_arg_matches(matches)?),
};

const EXAMPLES: &str = "\
Examples:
  callcraft journey retail-journey.yaml                     the heartbeat and the seven steps
  callcraft journey retail-journey.yaml --svg journey.svg   the journey map as a picture";

#[derive(Debug, Args)]
struct JourneyArgs {
    /// The journey file (docs/journey.md)
    file: String,
    /// Write the journey map as a picture into this file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Replace files that are already there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table for people
    Human,
}

fn run(args: &JourneyArgs) -> Outcome {
    let Some(journey) = read(&args.file)? else { return Ok(Exit::Findings) };
    if let Some(path) = &args.svg {
        save(path, &journey::map(&journey), args.force)?;
    }
    match args.format {
        Form::Human => say::result(&journey::table(&journey, Look { colour: say::colour(), width: say::width() })),
    }
    Ok(Exit::Done)
}

/// The journey of a file; nothing where it has errors, which are shown.
fn read(path: &str) -> Result<Option<Journey>, Trouble> {
    let bytes = files::bytes(path)?;
    let name = if path == "-" { "stdin.yaml" } else { path };
    let read = journey::read(name, &bytes, &Folder::of(name));
    if !read.reading.diagnostics.is_empty() {
        findings::show(&read.reading.sources, &read.reading.diagnostics);
    }
    Ok(read.journey)
}

fn save(path: &Path, text: &str, force: bool) -> Result<(), Trouble> {
    files::write(path, text.as_bytes(), if force { Replace::Yes } else { Replace::No })?;
    say::aside(&format!("wrote {}", path.display()));
    Ok(())
}
