//! `journey`: a customer's whole journey with its heartbeat, the seven steps, and what to mend first.

use std::path::{Path, PathBuf};

use callcraft::diagnostic::Level;
use callcraft::journey::{self, Answers, Comparison, Found, Journey};
use callcraft::lint;
use callcraft::reading::Reading;
use callcraft::report::{Allowed, FORMATS, FileReport, Item, Look, Report};
use clap::{Args, Command, FromArgMatches as _, ValueEnum};

use super::Verb;
use crate::files::{self, Folder, Replace};
use crate::project::{From, Project};
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
  callcraft journey retail-journey.yaml                     the heartbeat, the seven steps, the findings
  callcraft journey retail-journey.yaml --svg journey.svg   the journey map as a picture
  callcraft journey retail-journey.yaml --felt survey.csv   what was felt beside what was designed
  callcraft journey visit.yaml --felt ana.json              the same from a walk through one of its calls
  callcraft journey wiki.mmd --to yaml -o journey.yaml      start from a Mermaid journey";

#[derive(Debug, Args)]
struct JourneyArgs {
    /// The journey file (docs/journey.md), or a Mermaid journey diagram
    file: String,
    /// Write the journey map as a picture into this file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// What was felt: a table of a survey (columns touchpoint, felt and, if wished, who), or a walk through
    /// one of its calls; may be given several times
    #[arg(long, value_name = "CSV|JSON")]
    felt: Vec<String>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Give the journey in another form
    #[arg(long, value_name = "FORM", value_parser = forms(), long_help = forms_help())]
    to: Option<String>,
    /// Write what --to gives into this file
    #[arg(long, short = 'o', value_name = "FILE", requires = "to")]
    output: Option<PathBuf>,
    /// Replace files that are already there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Tables and findings for people
    Human,
    /// JSON for programs (docs/journey.md)
    Json,
}

fn forms() -> clap::builder::PossibleValuesParser {
    journey::TARGETS.iter().map(|target| clap::builder::PossibleValue::new(target.name).help(target.summary)).into()
}

fn forms_help() -> String {
    let lines = journey::TARGETS.iter().map(|target| format!("{}: {}", target.name, target.summary));
    format!("Give the journey in another form; {}", lines.collect::<Vec<_>>().join("; "))
}

fn run(args: &JourneyArgs) -> Outcome {
    let name = if args.file == "-" { "stdin.yaml" } else { &args.file };
    let read = journey::read(name, &files::bytes(&args.file)?, &Folder::of(name));
    if !read.reading.diagnostics.is_empty() {
        findings::show(&read.reading.sources, &read.reading.diagnostics);
    }
    let Some(journey) = &read.journey else { return findings::unread(&read.reading.diagnostics) };
    let felt = (!args.felt.is_empty()).then(|| felt(journey, &args.felt)).transpose()?;
    if let Some(path) = &args.svg {
        save(path, &journey::map(journey, felt.as_ref()), args.force)?;
    }
    if let Some(target) = &args.to {
        return give(args, journey, target);
    }
    let project = Project::load(&From::WalkingUp)?;
    let shelf = journey::shelf(project.choices(None)?)?;
    let found = journey::findings(journey, &read.reading, &shelf);
    match args.format {
        Form::Human => people(journey, &read.reading, &found, felt.as_ref()),
        Form::Json => {
            say::result(&serde_json::to_string_pretty(&journey::json(journey, &read.reading, &found, felt.as_ref()))?)
        }
    }
    let open = |one: &&Found| one.allowed.is_none() && one.diagnostic.level > Level::Advice && one.holds(journey);
    Ok(if found.iter().any(|one| open(&one)) { Exit::Findings } else { Exit::Done })
}

/// What was felt at the touchpoints, laid over what was designed.
fn felt(journey: &Journey, paths: &[String]) -> Result<Comparison, Trouble> {
    let mut all = Answers::default();
    for path in paths {
        let who = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let one = journey::answers(&who, &files::bytes(path)?).map_err(|error| format!("`{path}`: {error}"))?;
        all.all.extend(one.all);
        all.unread.extend(one.unread);
    }
    Ok(journey::compare(journey, &all))
}

fn people(journey: &Journey, reading: &Reading, found: &[Found], felt: Option<&Comparison>) {
    let look = Look { colour: say::colour(), width: say::width() };
    let mut out = journey::table(journey, look);
    out.push_str(&felt.map(|felt| journey::feedback(journey, felt)).unwrap_or_default());
    out.push_str(&journey::mended(journey, found));
    let allowed = |one: &Found| match &one.allowed {
        Some(lint::Allowed::Author(because)) => Some(because.clone()),
        _ => None,
    };
    let held: Vec<(&Found, Option<String>)> =
        found.iter().filter(|one| one.holds(journey)).map(|one| (one, allowed(one))).collect();
    let items = held.iter().map(|(one, because)| Item {
        found: &one.diagnostic,
        segment: "",
        allowed: because.as_deref().map(Allowed::Author),
    });
    let file = FileReport { sources: &reading.sources, items: items.collect(), proof: None };
    let report = Report { files: vec![file], rules: Vec::new(), look, notes: Vec::new() };
    out.push('\n');
    if held.is_empty() {
        out.push_str(journey::nothing_found(journey));
        out.push('\n');
    } else if let Some(human) = FORMATS.first() {
        out.push_str(&(human.write)(&report));
    }
    say::result(&out);
}

fn give(args: &JourneyArgs, journey: &Journey, target: &str) -> Outcome {
    let made =
        journey::TARGETS.iter().find(|one| one.name == target).map(|one| (one.make)(journey)).unwrap_or_default();
    match &args.output {
        Some(path) => save(path, &made, args.force)?,
        None => say::result(&made),
    }
    Ok(Exit::Done)
}

fn save(path: &Path, text: &str, force: bool) -> Result<(), Trouble> {
    files::write(path, text.as_bytes(), if force { Replace::Yes } else { Replace::No })?;
    say::aside(&format!("wrote {}", path.display()));
    Ok(())
}
