//! `design`: the best permitted order of a script, proved, explained and drawn.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use callcraft::design;
use callcraft::error::Error;
use callcraft::picture;
use callcraft::read::{Input, Limits as ReadLimits};
use callcraft::reading::Reading;
use callcraft::report::Look;
use callcraft::script::Script;
use callcraft::sequence::solve::Limits;
use callcraft::sequence::{Move, Plan, Verdict, gradual, sequence};
use clap::{Args, Command, FromArgMatches as _, ValueEnum};

use super::Verb;
use crate::files::{self, Replace};
use crate::{Exit, Outcome, Trouble, diff, findings, say};

pub(super) const VERB: Verb = Verb {
    name: "design",
    summary: "Find the order that will be remembered best, and say why each part moves",
    more: false,
    command: |command: Command| DesignArgs::augment_args(command).after_help(EXAMPLES),
    run: |matches| run(&DesignArgs::from_arg_matches(matches)?),
};

const EXAMPLES: &str = "\
Examples:
  callcraft design call.yaml                       the new order, the reasons, the limits
  callcraft design call.yaml --curve call.svg      a picture of how the call is felt
  callcraft design call.yaml --to html -o call.html   a paper for a meeting
  callcraft design call.yaml --diff                what --write would change in the file
  callcraft design call.yaml --write               put the segments in the new order
  callcraft design call.docx -o new.docx           the same Word document in the new order, with comments
  callcraft design call.yaml --steps 3 -o steps    a gradual way, each step a script of its own

Nothing is ever added to a call, dropped from it, lengthened or shortened.";

/// How long a proof is searched for.
const SECONDS: f64 = 10.0;

#[derive(Debug, Args)]
struct DesignArgs {
    /// The script; - reads standard input
    file: String,
    /// How to show the plan
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Write the experience curve, before and after, to this SVG file
    #[arg(long, value_name = "FILE.svg")]
    curve: Option<PathBuf>,
    /// Write a paper for a meeting: both orders, the curve, reasons, limits
    #[arg(long, value_name = "FORM", value_enum)]
    to: Option<Paper>,
    /// Where to write the paper (default: print it), or the Word document in its new order
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show what --write would change
    #[arg(long, conflicts_with = "write")]
    diff: bool,
    /// Put the segments of the file in the new order; remarks and layout stay
    #[arg(long)]
    write: bool,
    /// Change the file even where the difference says nothing (under 0.1)
    #[arg(long)]
    even_so: bool,
    /// Show a gradual way from the habitual order to the best one; -o FOLDER writes each step as a script
    #[arg(long, value_name = "N", conflicts_with_all = ["diff", "write", "to"])]
    steps: Option<usize>,
    /// Replace files that are already there
    #[arg(long)]
    force: bool,
    /// Seconds to search for a proof; the best order found is shown with its gap
    #[arg(long, value_name = "SECONDS", default_value_t = SECONDS)]
    time_limit: f64,
    /// The name to go by for a script from standard input
    #[arg(long, value_name = "NAME")]
    stdin_name: Option<String>,
    /// The largest script that is read, in bytes
    #[arg(long, value_name = "N", default_value_t = ReadLimits::default().bytes)]
    max_bytes: usize,
    /// The most segments that are read
    #[arg(long, value_name = "N", default_value_t = ReadLimits::default().segments)]
    max_segments: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table for people
    Human,
    /// JSON for programs (docs/json.md)
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Paper {
    /// One HTML file, two printed pages
    Html,
}

fn run(args: &DesignArgs) -> Outcome {
    let limits = ReadLimits { bytes: args.max_bytes, segments: args.max_segments, ..ReadLimits::default() };
    let bytes = files::bytes(&args.file)?;
    let reading = files::reading_of(&bytes, &args.file, args.stdin_name.as_deref(), limits);
    let script = findings::script_of(&reading)?;
    if let Some(count) = args.steps {
        return steps(args, &reading, script, count);
    }
    let plan = plan(script, &reading, args.time_limit)?;
    if let Some(path) = &args.curve {
        save(path, &picture::curve(&design::curves(script, &plan)), args.force)?;
    }
    if let Some(outcome) = in_word(args, &bytes, &reading, script, &plan) {
        return outcome;
    }
    if args.diff || args.write {
        return change(args, &reading, script, &plan);
    }
    if args.to == Some(Paper::Html) {
        let paper = design::paper(script, &plan)?;
        return match &args.output {
            Some(path) => save(path, &paper, args.force).map(|()| Exit::Done),
            None => {
                say::result(&paper);
                Ok(Exit::Done)
            }
        };
    }
    match args.format {
        Form::Human => say::result(&design::table(script, &plan, Look { colour: say::colour(), width: say::width() })),
        Form::Json => say::result(&serde_json::to_string_pretty(&design::json(&reading, script, &plan))?),
    }
    Ok(Exit::Done)
}

/// A gradual way to the best order, shown and, where a folder is named, written step by step.
fn steps(args: &DesignArgs, reading: &Reading, script: &Script, count: usize) -> Outcome {
    if count == 0 {
        return Err("--steps takes a number from 1 on".into());
    }
    let end = Instant::now() + Duration::from_secs_f64(args.time_limit.clamp(0.0, 86_400.0));
    let stop = || Instant::now() >= end;
    let way = gradual(script, count, &Limits { stop: &stop, ..Limits::default() })?;
    match args.format {
        Form::Human => say::result(&design::way(script, &way)),
        Form::Json => say::result(&serde_json::to_string_pretty(&design::way_json(script, &way))?),
    }
    let Some(folder) = &args.output else { return Ok(Exit::Done) };
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("the folder `{}` cannot be made: {error}", folder.display()))?;
    for (at, step) in way.steps.iter().enumerate() {
        let text = design::rewrite(reading, script, &step.order)?;
        save(&folder.join(format!("{}-step-{}.yaml", script.id, at + 1)), &text, args.force)?;
    }
    Ok(Exit::Done)
}

/// The plan of a script, or its conflict told with places.
pub(super) fn plan(script: &Script, reading: &Reading, time_limit: f64) -> Result<Plan, Trouble> {
    searched(script, time_limit).map_err(|error| match error {
        Error::Conflict(found) => {
            findings::show(&reading.sources, &found);
            "the constraints contradict each other, so no order of this call is permitted".into()
        }
        other => other.into(),
    })
}

/// The plan of a script within the usual time.
pub(crate) fn best_order(script: &Script) -> Result<Plan, Error> {
    searched(script, SECONDS)
}

fn searched(script: &Script, time_limit: f64) -> Result<Plan, Error> {
    let seconds = if time_limit.is_finite() { time_limit.clamp(0.0, 86_400.0) } else { SECONDS };
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let stop = || Instant::now() >= end;
    sequence(script, &Limits { stop: &stop, ..Limits::default() })
}

/// A Word document in its new order, as a new file; nothing where Word is not asked for.
fn in_word(args: &DesignArgs, bytes: &[u8], reading: &Reading, script: &Script, plan: &Plan) -> Option<Outcome> {
    let is_word = |name: &str| Input::of(name).is_some_and(|input| input.name == "word");
    let from_word = reading.source().is_some_and(|source| is_word(source.name()));
    let out = args.output.as_ref().filter(|out| args.to.is_none() && is_word(&out.to_string_lossy()));
    if (args.write || args.diff) && from_word {
        return Some(Err(
            "a Word document is never changed in place: -o NEW.docx writes it anew in the designed order".into(),
        ));
    }
    let out = out?;
    if !from_word {
        return Some(Err("only a script that came as a Word document can be given back as one".into()));
    }
    Some(save_word(args, out, bytes, reading, script, plan))
}

fn save_word(args: &DesignArgs, out: &Path, bytes: &[u8], reading: &Reading, script: &Script, plan: &Plan) -> Outcome {
    let same = |a: &Path, b: &Path| a.canonicalize().ok().zip(b.canonicalize().ok()).is_some_and(|(a, b)| a == b);
    if same(Path::new(&args.file), out) {
        return Err(format!("`{}` is the document itself; give the new one another name", out.display()).into());
    }
    if settled(args, plan)? {
        return Ok(Exit::Done);
    }
    let after = design::word(bytes, reading, script, plan)?;
    files::write(out, &after, if args.force { Replace::Yes } else { Replace::No })?;
    say::aside(&format!(
        "wrote {}: {} moved, each with a comment that says why",
        out.display(),
        count(plan.moves.len())
    ));
    Ok(Exit::Done)
}

fn change(args: &DesignArgs, reading: &Reading, script: &Script, plan: &Plan) -> Outcome {
    if settled(args, plan)? {
        return Ok(Exit::Done);
    }
    let after = design::rewrite(reading, script, &plan.order)?;
    let before = reading.source().map_or("", |source| source.text());
    if args.diff {
        say::result(&diff::unified(&args.file, before, &after));
        return Ok(Exit::Done);
    }
    if args.file == "-" {
        say::result(&after);
        return Ok(Exit::Done);
    }
    files::replace_text(Path::new(&args.file), &after)?;
    say::aside(&format!("{}: {} moved: {}", args.file, count(plan.moves.len()), moved(script, plan)));
    Ok(Exit::Done)
}

/// What moved from where to where.
fn moved(script: &Script, plan: &Plan) -> String {
    let name = |at: usize| script.segments.get(at).map_or("", |segment| segment.id.as_str());
    let one = |moved: &Move| format!("{} from {} to {}", name(moved.segment), moved.from, moved.to);
    plan.moves.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Whether nothing is to be changed; trouble where the change says nothing and was not asked for all the same.
fn settled(args: &DesignArgs, plan: &Plan) -> Result<bool, Trouble> {
    if plan.moves.is_empty() {
        say::aside("The written order is already the best; there is nothing to change.");
        return Ok(true);
    }
    if plan.verdict == Verdict::Leave && !args.even_so {
        return Err(format!(
            "leave it as it is: the best order is only {:.2} better, and a difference under 0.1 says nothing (--even-so changes it all the same)",
            plan.gain()
        )
        .into());
    }
    Ok(false)
}

fn count(moves: usize) -> String {
    if moves == 1 { "1 segment".to_string() } else { format!("{moves} segments") }
}

fn save(path: &Path, text: &str, force: bool) -> Result<(), Trouble> {
    files::write(path, text.as_bytes(), if force { Replace::Yes } else { Replace::No })?;
    say::aside(&format!("wrote {}", path.display()));
    Ok(())
}
