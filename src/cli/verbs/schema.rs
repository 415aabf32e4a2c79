//! `schema`: the JSON Schemas of the files people write, so that editors complete them.

use callcraft::text::listed;
use clap::{Arg, ArgMatches, Command};
use serde_json::Value;

use super::Verb;
use crate::{Exit, Outcome, say};

pub(super) const VERB: Verb = Verb {
    name: "schema",
    summary: "Print the JSON Schema of the script format, for editors that complete it",
    more: true,
    command: |command: Command| {
        command.arg(Arg::new("kind").value_name("KIND").help("script (the default) or series").default_value("script"))
    },
    run,
};

/// Makes a schema.
type Make = fn() -> Value;

/// The kinds of file that have a schema.
static KINDS: &[(&str, Make)] = &[("script", callcraft::read::schema), ("series", callcraft::series::schema)];

fn run(given: &ArgMatches) -> Outcome {
    let name = given.get_one::<String>("kind").map_or("script", String::as_str);
    let Some((_, schema)) = KINDS.iter().find(|(kind, _)| *kind == name) else {
        return Err(format!("`{name}` has no schema; write {}", listed(KINDS.iter().map(|(kind, _)| *kind))).into());
    };
    say::result(&serde_json::to_string_pretty(&schema())?);
    Ok(Exit::Done)
}
