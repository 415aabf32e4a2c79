//! `new`: starts a script from one of those that come with the tool, or a pack of own rules, and lists them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use callcraft::render::{Options, blank_word};
use callcraft::script::Language;
use callcraft::text::{listed, nearest};
use clap::{Args, Command, FromArgMatches as _};

use super::Verb;
use crate::files::{self, Replace};
use crate::{Exit, Outcome, say};

pub(super) const VERB: Verb = Verb {
    name: "new",
    summary: "Start a script, a series or a journey; without a name, list the examples",
    more: false,
    command: |command: Command| NewArgs::augment_args(command).after_help(EXAMPLES),
    run: |matches| run(&NewArgs::from_arg_matches(matches)?),
};

const EXAMPLES: &str = "\
Examples:
  callcraft new                             list what there is
  callcraft new smallest -o my-call.yaml    the smallest script there is
  callcraft new nurse-care-call             a whole nurse call, as nurse-care-call.yaml
  callcraft new --docx -o my-call.docx      a table to fill in with Word (--language zh: in Chinese)
  callcraft new series -o tablet.yaml       several calls with one person, and their scripts beside it
  callcraft new journey -o moving.yaml      a customer's whole journey
  callcraft new rule -o our-rules.yaml      a pack of your own rules for lint, to be changed";

/// A script that comes with the tool.
struct Example {
    name: &'static str,
    text: &'static str,
}

/// A shared block that examples name.
struct Shared {
    file: &'static str,
    text: &'static str,
}

macro_rules! example {
    ($name:literal) => {
        Example { name: $name, text: include_str!(concat!("../../../scripts/", $name, ".yaml")) }
    };
}

macro_rules! shared {
    ($name:literal) => {
        Shared {
            file: concat!("shared/", $name, ".yaml"),
            text: include_str!(concat!("../../../scripts/shared/", $name, ".yaml")),
        }
    };
}

/// The examples, the smallest first.
static EXAMPLE_SCRIPTS: &[Example] = &[
    example!("smallest"),
    example!("nurse-care-call"),
    example!("post-discharge-call"),
    example!("medication-change"),
    example!("hospital-followup-zh"),
    example!("appointment-moved"),
    example!("engineer-visit"),
    example!("billing-dispute"),
    example!("cancel-call"),
    example!("claim-rejected"),
    example!("collections-call"),
    example!("service-outage"),
    example!("after-visit-survey"),
    example!("front-desk"),
];

static SHARED_BLOCKS: &[Shared] =
    &[shared!("voicemail"), shared!("heart-warning-signs"), shared!("recording-questions")];

/// A start for a file of another kind: written with the files that it names, and looked at by a verb of its own.
struct Start {
    name: &'static str,
    summary: &'static str,
    /// The file itself, then those that it names, each with its text.
    files: &'static [(&'static str, &'static str)],
    verb: &'static str,
}

macro_rules! start {
    ($file:literal) => {
        ($file, include_str!(concat!("../../../scripts/start/", $file)))
    };
}

static STARTS: &[Start] = &[
    Start {
        name: "series",
        summary: "several calls with one person, with their scripts",
        files: &[start!("series.yaml"), start!("first-call.yaml"), start!("last-call.yaml")],
        verb: "series",
    },
    Start { name: "journey", summary: "a customer's whole journey", files: &[start!("journey.yaml")], verb: "journey" },
];

/// What a pack of one's own starts from: `OWN` and `TODAY` stand for its name and the day.
const OWN_RULES: &str = include_str!("../../../rules/start/own-rules.yaml");

#[derive(Debug, Args)]
struct NewArgs {
    /// The example to start from, `series` or `journey`, or `rule` for a pack of your own rules
    name: Option<String>,
    /// The file to write (default: the example's name)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A Word document to fill in instead: an empty table and a page that says how
    #[arg(long, conflicts_with = "name")]
    docx: bool,
    /// The language of the Word document, such as en or zh
    #[arg(long, value_name = "TAG", default_value = "en", requires = "docx")]
    language: String,
    /// Replace a file that is already there
    #[arg(long)]
    force: bool,
}

fn run(args: &NewArgs) -> Outcome {
    if args.docx {
        return word(args);
    }
    let Some(name) = &args.name else {
        say::result(&list());
        return Ok(Exit::Done);
    };
    if name == "rule" {
        return rule(args);
    }
    if let Some(start) = STARTS.iter().find(|start| start.name == name) {
        return begin(args, start);
    }
    let starts = || STARTS.iter().map(|start| start.name);
    let names = || EXAMPLE_SCRIPTS.iter().map(|example| example.name).chain(starts());
    let Some(example) = EXAMPLE_SCRIPTS.iter().find(|example| example.name == name.trim_end_matches(".yaml")) else {
        let near = nearest(name, names())
            .map_or_else(|| format!("there are {}", listed(names())), |near| format!("did you mean `{near}`?"));
        return Err(format!("there is no example `{name}`: {near}").into());
    };
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.yaml", example.name)));
    let replace = if args.force { Replace::Yes } else { Replace::No };
    files::write(&path, example.text.as_bytes(), replace)?;
    shared(&path, example.text)?;
    say::aside(&format!("wrote {0}. Next: callcraft design {0}", path.display()));
    Ok(Exit::Done)
}

/// Writes a start with the files that it names beside it, or nothing where one of them is already there.
fn begin(args: &NewArgs, start: &Start) -> Outcome {
    let Some(((own, text), named)) = start.files.split_first() else { return Ok(Exit::Done) };
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from(own));
    let folder = path.parent().unwrap_or(Path::new(""));
    let beside = named.iter().map(|(file, text)| (folder.join(file), *text));
    let all: Vec<(PathBuf, &str)> = std::iter::once((path.clone(), *text)).chain(beside).collect();
    if let Some((there, _)) = all.iter().find(|(path, _)| !args.force && path.exists()) {
        return Err(files::taken(there));
    }
    for (path, text) in &all {
        files::write(path, text.as_bytes(), if args.force { Replace::Yes } else { Replace::No })?;
    }
    let names: Vec<String> = all.iter().map(|(path, _)| path.display().to_string()).collect();
    say::aside(&format!("wrote {}. Next: callcraft {} {}", names.join(", "), start.verb, path.display()));
    Ok(Exit::Done)
}

fn word(args: &NewArgs) -> Outcome {
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from("call-script.docx"));
    let bytes = blank_word(&Language::new(&args.language), &Options::default())?;
    files::write(&path, &bytes, if args.force { Replace::Yes } else { Replace::No })?;
    say::aside(&format!("wrote {0}. Fill it in with Word, then: callcraft design {0}", path.display()));
    Ok(Exit::Done)
}

/// Writes a pack with two rules that work, named after its file.
fn rule(args: &NewArgs) -> Outcome {
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from("own-rules.yaml"));
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let letters = |c: char| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' };
    let name: String = stem.chars().map(letters).collect();
    let name = name.trim_matches('-');
    let name = if name.is_empty() { "own-rules" } else { name };
    let text = OWN_RULES.replace("OWN.yaml", &path.to_string_lossy()).replace("OWN", name);
    let replace = if args.force { Replace::Yes } else { Replace::No };
    files::write(&path, text.replace("TODAY", &crate::today()).as_bytes(), replace)?;
    say::aside(&format!("wrote {0}. Next: callcraft test-rules {0}", path.display()));
    Ok(Exit::Done)
}

/// Writes the shared blocks that a script names beside it, where they are not there yet.
fn shared(script: &Path, text: &str) -> Result<(), crate::Trouble> {
    let folder = script.parent().unwrap_or(Path::new(""));
    for block in SHARED_BLOCKS.iter().filter(|block| text.contains(block.file)) {
        let path = folder.join(block.file);
        if path.exists() {
            continue;
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| format!("the folder `{}` cannot be made: {error}", folder.display()))?;
        }
        files::write(&path, block.text.as_bytes(), Replace::No)?;
        say::aside(&format!("wrote {}", path.display()));
    }
    Ok(())
}

fn list() -> String {
    let mut out = String::from("Examples to start from:\n");
    for example in EXAMPLE_SCRIPTS {
        let title = example.text.lines().find_map(|line| line.strip_prefix("script:")).unwrap_or("").trim();
        let _ = writeln!(out, "  {:<22} {title}", example.name);
    }
    out.push_str("\nOther files:\n");
    for start in STARTS {
        let _ = writeln!(out, "  {:<22} {}", start.name, start.summary);
    }
    out.push_str("\nStart one with: callcraft new NAME -o FILE.yaml\nRules of your own: callcraft new rule\n");
    out
}
