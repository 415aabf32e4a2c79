//! `man`: the manual pages, one for the program and one for each verb, from the definitions of the verbs themselves.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use clap_mangen::Man;

use super::Verb;
use crate::files::{self, Replace};
use crate::{Exit, Outcome, Trouble, say};

pub(super) const VERB: Verb = Verb {
    name: "man",
    summary: "Write the manual pages into a folder",
    more: true,
    command: |command: Command| {
        command
            .arg(folder())
            .arg(
                Arg::new("force").long("force").action(ArgAction::SetTrue).help("Replace pages that are already there"),
            )
            .after_help("Example:\n  callcraft man -o ~/.local/share/man/man1")
    },
    run,
};

fn folder() -> Arg {
    let arg = Arg::new("output").short('o').long("output").value_name("FOLDER").required(true);
    arg.value_parser(value_parser!(PathBuf)).help("Where to write them")
}

fn run(given: &ArgMatches) -> Outcome {
    let Some(folder) = given.get_one::<PathBuf>("output") else { return Err("name a folder: -o FOLDER".into()) };
    let replace = if given.get_flag("force") { Replace::Yes } else { Replace::No };
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("the folder `{}` cannot be made: {error}", folder.display()))?;
    let mut whole = crate::command();
    whole.build();
    let mut count = 1;
    write(folder, "callcraft", &whole, replace)?;
    for verb in whole.get_subcommands() {
        let name = format!("callcraft-{}", verb.get_name());
        write(folder, &name, verb, replace)?;
        count += 1;
    }
    say::aside(&format!("wrote {count} pages into {}", folder.display()));
    Ok(Exit::Done)
}

fn write(folder: &Path, name: &str, command: &Command, replace: Replace) -> Result<(), Trouble> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    files::write(&folder.join(format!("{name}.1")), &page, replace)
}
