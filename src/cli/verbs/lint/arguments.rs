//! The arguments of `lint`.

use callcraft::diagnostic::Level;
use callcraft::read::Limits;
use callcraft::report::FORMATS;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::{Given, Keep, mending, show};
use crate::Trouble;
use crate::project::Project;

const HELP: &str = "\
Files that are named are always read; in folders, YAML scripts, Markdown, text and Word files, without what
.gitignore leaves out and without README and CHANGELOG. `-` is standard input.

Settings stand in callcraft.toml, in the current folder or above:
  packs = [\"us-health\", \"rules/ours.yaml\"]
  paths = [\"scripts\"]
  [levels]
  \"speech/heavy-word\" = \"off\"
  [facts]
  country = \"US\"

Ends with 0 when nothing is found at the level of --fail-on or above, 1 when something is, 2 when it could
not run.";

pub(super) fn arguments(command: Command) -> Command {
    let names: Vec<String> = FORMATS.iter().map(|format| format!("{:<11} {}", format.name, format.summary)).collect();
    command
        .after_help(HELP)
        .arg(Arg::new("paths").value_name("PATH").num_args(0..).help("Scripts, or folders of scripts"))
        .arg(
            many(
                "format",
                "FORM[:FILE]",
                "How findings are written, human by default; several at once, each to its file",
            )
            .short('f')
            .long_help(format!(
                "How findings are written; several at once, each to its file (sarif:out.sarif):\n{}",
                names.join("\n")
            )),
        )
        .arg(many("pack", "PACK", "A pack on top of those that apply by themselves: its name or its file"))
        .arg(many("select", "RULE", "Only these rules or packs"))
        .arg(many("skip", "RULE", "Not these rules or packs"))
        .arg(one("fail-on", "LEVEL", "Lowest level that ends with 1: error, warning (the default), advice or never"))
        .arg(one("max-warnings", "N", "End with 1 when there are more warnings").value_parser(value_parser!(usize)))
        .arg(flag("fix", "Make the fixes that keep the meaning"))
        .arg(flag("unsafe", "With --fix or --diff: also those that change words or order"))
        .arg(flag("diff", "Show what --fix would change, and change nothing"))
        .arg(
            Arg::new("changed")
                .long("changed")
                .value_name("REF")
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("HEAD")
                .help("Only files that differ from this state of git (HEAD by default)"),
        )
        .arg(one("baseline", "FILE", "Known findings of old scripts: they are let stand"))
        .arg(flag("update-baseline", "Write what is found now into the baseline"))
        .arg(flag("prune", "Take out of the baseline what is mended"))
        .arg(one("stdin-name", "NAME", "The name to go by for standard input"))
        .arg(one("on", "DATE", "The day for which rules with dates are chosen (today by default)"))
        .arg(one("config", "FILE", "These settings instead of the callcraft.toml that is found"))
        .arg(flag("no-config", "No settings").conflicts_with("config"))
        .arg(flag("statistics", "How often each rule found something, instead of the findings"))
        .arg(flag("timings", "How long each rule took"))
        .arg(one("max-bytes", "N", "The largest file that is read").value_parser(value_parser!(usize)))
        .arg(one("max-segments", "N", "The most segments of a script").value_parser(value_parser!(usize)))
}

fn one(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn many(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    one(name, value, help).action(ArgAction::Append).value_delimiter(',')
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

/// What was asked for, with what the settings say where nothing was.
pub(super) fn given(matches: &ArgMatches, project: &Project) -> Result<Given, Trouble> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let fail_on = text("fail-on").or_else(|| project.fail_on.clone()).unwrap_or_else(|| "warning".to_string());
    let keep = match (matches.get_flag("update-baseline"), matches.get_flag("prune")) {
        (true, _) => Keep::Update,
        (_, true) => Keep::Prune,
        _ => Keep::AsItIs,
    };
    let standard = Limits::default();
    let number = |name: &str, standard: usize| matches.get_one::<usize>(name).copied().unwrap_or(standard);
    let paths: Vec<String> = matches.get_many::<String>("paths").into_iter().flatten().cloned().collect();
    if text("stdin-name").is_some() && !paths.iter().any(|path| path == "-") {
        return Err("--stdin-name goes with `-`, which stands for standard input".into());
    }
    Ok(Given {
        paths,
        formats: show::wanted(matches.get_many::<String>("format").into_iter().flatten())?,
        fail_on: level(&fail_on)?,
        max_warnings: matches.get_one::<usize>("max-warnings").copied().or(project.max_warnings),
        mend: mending::Mend::of(matches.get_flag("fix"), matches.get_flag("unsafe"), matches.get_flag("diff"))?,
        statistics: matches.get_flag("statistics"),
        timings: matches.get_flag("timings"),
        changed: text("changed"),
        baseline: text("baseline").or_else(|| project.baseline.as_ref().map(|path| project.path(path))),
        keep,
        stdin_name: text("stdin-name").unwrap_or_else(|| "stdin.yaml".to_string()),
        limits: Limits {
            bytes: number("max-bytes", standard.bytes),
            segments: number("max-segments", standard.segments),
            cues: false,
        },
    })
}

fn level(word: &str) -> Result<Option<Level>, Trouble> {
    if word == "never" {
        return Ok(None);
    }
    let level = Level::ALL.into_iter().find(|level| level.name() == word);
    level.map(Some).ok_or_else(|| format!("`{word}` is no level: write error, warning, advice or never").into())
}

/// The day for which rules with dates are chosen.
pub(super) fn today(matches: &ArgMatches) -> Result<Option<jiff::civil::Date>, Trouble> {
    match matches.get_one::<String>("on") {
        Some(words) => match words.parse() {
            Ok(date) => Ok(Some(date)),
            Err(_) => Err(format!("`{words}` is no date: write it as 2026-10-01").into()),
        },
        None => Ok(crate::today().parse().ok()),
    }
}
