//! `rules`: the packs, and the rules of one.

use callcraft::rule::{Pack, Shelf, vocabulary};
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::Verb;
use crate::project::{self, From, Picks, Project};
use crate::{Exit, Outcome, Trouble, say};

pub(super) const VERB: Verb = Verb {
    name: "rules",
    summary: "List the packs of rules, or the rules of one",
    more: true,
    command: |command: Command| {
        command
            .arg(Arg::new("pack").value_name("PACK").help("A pack, by its name or its file; all packs where left out"))
            .arg(
                Arg::new("kinds")
                    .long("kinds")
                    .action(ArgAction::SetTrue)
                    .help("What packs can ask for: checks, measures, facts"),
            )
    },
    run,
};

fn run(given: &ArgMatches) -> Outcome {
    if given.get_flag("kinds") {
        say::result(&kinds());
        return Ok(Exit::Done);
    }
    let Some(name) = given.get_one::<String>("pack") else {
        let shelf = shelf(None)?;
        say::result(&shelf.all().iter().map(summary).collect::<String>());
        return Ok(Exit::Done);
    };
    say::result(&listed(&pack(name)?));
    Ok(Exit::Done)
}

/// The shelf of this project, with one more pack where its file is named.
pub(super) fn shelf(pack: Option<&str>) -> Result<Shelf, Trouble> {
    let project = Project::load(&From::WalkingUp)?;
    let picks = Picks { packs: pack.map(str::to_string).into_iter().collect(), ..Picks::default() };
    project::shelf(&project, picks, None)
}

/// A pack by its name or its file.
pub(super) fn pack(name: &str) -> Result<Pack, Trouble> {
    let shelf = shelf(Some(name))?;
    let by_file = || shelf.own().iter().find(|pack| pack.source.name() == name).cloned();
    shelf.pack(name).or_else(by_file).ok_or_else(|| format!("there is no pack `{name}`").into())
}

fn summary(pack: &Pack) -> String {
    let when = pack.applies();
    let when = if when.is_empty() { String::new() } else { format!("; {when}") };
    let line = format!("{:<16} {:>3} rules  {}", pack.name, pack.rules.len(), pack.title);
    format!("{line}\n{:<26} {}, checked {}{when}\n", "", pack.status, pack.checked)
}

fn listed(pack: &Pack) -> String {
    let mut out = format!("{}\n\n", pack.line());
    for rule in &pack.rules {
        let level = rule.level.name();
        let message = rule.message.replace(['{', '}'], "");
        out.push_str(&format!("{:<36} {level:<8} {}\n{:<36} {message}\n", rule.id, rule.evidence, ""));
    }
    out
}

fn kinds() -> String {
    let mut out = String::new();
    for (title, entries) in vocabulary() {
        out.push_str(&format!("{title}:\n"));
        for (name, summary) in entries {
            out.push_str(&format!("  {name:<26} {summary}\n"));
        }
        out.push('\n');
    }
    out
}
