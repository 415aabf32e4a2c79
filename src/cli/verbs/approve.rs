//! `approve`: signs a script and its exact words off, with seals that break when they are changed.

use std::path::Path;

use callcraft::approve::{Approval, edits};
use callcraft::fix::{Fix, Safety, mend};
use callcraft::read::Limits;
use clap::{Args, Command, FromArgMatches as _};

use super::Verb;
use crate::{Exit, Outcome, diff, files, findings, say, today};

pub(super) const VERB: Verb = Verb {
    name: "approve",
    summary: "Sign a script and its exact words off, until a day of review",
    more: false,
    command: |command: Command| ApproveArgs::augment_args(command).after_help(EXAMPLES),
    run: |matches| run(&ApproveArgs::from_arg_matches(matches)?),
};

const EXAMPLES: &str = "\
Examples:
  callcraft approve call.yaml --by \"Ana, legal\" --until 2027-05-31
  callcraft approve call.yaml --by \"Ana, legal\" --until 2027-05-31 --diff   only show the change

Each must_say gets a seal, and so does the script. Whoever changes one of the words, or the order, breaks the
seal, and `callcraft lint` says so.";

#[derive(Debug, Args)]
struct ApproveArgs {
    /// The script
    file: String,
    /// Who approves
    #[arg(long, value_name = "NAME")]
    by: String,
    /// The day on which it must be looked at again, such as 2027-05-31
    #[arg(long, value_name = "DAY")]
    until: String,
    /// Only show what would be written
    #[arg(long)]
    diff: bool,
}

fn run(args: &ApproveArgs) -> Outcome {
    let on = today();
    let until: jiff::civil::Date =
        args.until.trim().parse().map_err(|_| format!("`{}` is not a day: write it as 2027-05-31", args.until))?;
    if until.to_string() <= on {
        return Err(format!("{until} is not after today, so the approval would never hold").into());
    }
    if args.by.trim().is_empty() {
        return Err("--by names who approves".into());
    }
    let reading = files::reading(&args.file, None, Limits::default())?;
    let script = findings::script_of(&reading)?;
    let source = reading.source().ok_or("there is nothing to approve")?;
    let approval = Approval { by: args.by.trim().to_string(), on, until: until.to_string() };
    let edits = edits(source, script, &approval);
    let after = mend(source, [&Fix { title: "approve".into(), edits, safety: Safety::Unsafe }], Safety::Unsafe);
    if args.diff {
        say::result(&diff::unified(&args.file, source.text(), &after));
        return Ok(Exit::Done);
    }
    files::replace_text(Path::new(&args.file), &after)?;
    say::aside(&format!("{}: approved by {} until {until}.", args.file, approval.by));
    Ok(Exit::Done)
}
