//! `evidence`: the score held against published experiments, nulls included.

use std::path::PathBuf;

use callcraft::experience::{Settings, evidence};
use clap::{Args, Command, FromArgMatches as _, ValueEnum};

use super::Verb;
use crate::{Exit, Outcome, files, say};

pub(super) const VERB: Verb = Verb {
    name: "evidence",
    summary: "Hold the score against published experiments: what it gets right, and what wrong",
    more: true,
    command: |command: Command| EvidenceArgs::augment_args(command),
    run: |matches| run(&EvidenceArgs::from_arg_matches(matches)?),
};

#[derive(Debug, Args)]
struct EvidenceArgs {
    /// Other cases in the same form: one JSON object a line
    #[arg(long, value_name = "FILE")]
    cases: Option<PathBuf>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Human,
    /// For programs
    Json,
}

fn run(args: &EvidenceArgs) -> Outcome {
    let cases = match &args.cases {
        None => evidence::read_cases(evidence::CASES)?,
        Some(path) => {
            let text = String::from_utf8(files::bytes(&path.to_string_lossy())?)
                .map_err(|_| format!("`{}` is not a text file (UTF-8)", path.display()))?;
            evidence::read_cases(&text).map_err(|sentence| format!("`{}`, {sentence}", path.display()))?
        }
    };
    if cases.is_empty() {
        return Err("there are no cases in this file".into());
    }
    let settings = Settings::default();
    match args.format {
        Form::Human => say::result(&evidence::human(&cases, &settings)),
        Form::Json => say::result(&serde_json::to_string_pretty(&evidence::json(&cases, &settings))?),
    }
    Ok(Exit::Done)
}
