//! `schema`: the JSON Schema of the script format, so that editors complete it.

use clap::{ArgMatches, Command};

use super::Verb;
use crate::{Exit, Outcome, say};

pub(super) const VERB: Verb = Verb {
    name: "schema",
    summary: "Print the JSON Schema of the script format, for editors that complete it",
    more: true,
    command: |command: Command| command,
    run,
};

fn run(_: &ArgMatches) -> Outcome {
    say::result(&serde_json::to_string_pretty(&callcraft::read::schema())?);
    Ok(Exit::Done)
}
