//! `completions`: what a shell needs to complete callcraft's verbs and options, from the definitions of the verbs themselves.

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use super::Verb;
use crate::{Exit, Outcome, say};

pub(super) const VERB: Verb = Verb {
    name: "completions",
    summary: "Print what a shell needs to complete verbs and options",
    more: true,
    command: |command: Command| {
        command
            .arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(Shell)))
            .after_help(EXAMPLES)
    },
    run,
};

const EXAMPLES: &str = "\
Examples:
  callcraft completions bash > ~/.local/share/bash-completion/completions/callcraft
  callcraft completions zsh > ~/.zfunc/_callcraft
  callcraft completions powershell >> $PROFILE";

fn run(given: &ArgMatches) -> Outcome {
    let Some(&shell) = given.get_one::<Shell>("shell") else { return Err("name a shell, such as bash".into()) };
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut crate::command(), "callcraft", &mut out);
    say::bytes(&out);
    Ok(Exit::Done)
}
