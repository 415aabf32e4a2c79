//! `render`: the pages that a nurse or an agent reads from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use callcraft::read::Limits;
use callcraft::render::{Document, Options, OwnTemplate, TARGETS, Target, Templates, render};
use callcraft::script::{Language, Script};
use callcraft::sequence::Verdict;
use callcraft::text::nearest;
use clap::{Args, Command, FromArgMatches as _, ValueEnum};

use super::Verb;
use crate::files::{self, Replace};
use crate::{Exit, Outcome, Trouble, findings, say, today};

pub(super) const VERB: Verb = Verb {
    name: "render",
    summary: "Make the page that a nurse or an agent reads from",
    more: false,
    command: |command: Command| RenderArgs::augment_args(command).after_help(after_help()),
    run: |matches| run(&RenderArgs::from_arg_matches(matches)?),
};

fn after_help() -> String {
    let mut help = format!("What --to can make:\n{}", targets());
    help.push_str(
        "\nExamples:\n  callcraft render call.yaml --to html -o call.html\n  \
         callcraft render call.yaml --to onepager --paper letter -o call.html\n  \
         callcraft render call.yaml --order best --blank first_name=Maria\n  \
         callcraft render call.yaml --template ours.html.j2 -o call.html   (docs/templates.md)",
    );
    help
}

/// What can be made, one line each.
fn targets() -> String {
    let mut lines = String::new();
    for target in TARGETS {
        let _ = writeln!(lines, "  {:<15} {}", target.name, target.summary);
    }
    lines
}

#[derive(Debug, Args)]
struct RenderArgs {
    /// The script; - reads standard input
    file: String,
    /// What to make
    #[arg(long, value_name = "WHAT", default_value = "markdown")]
    to: String,
    /// Where to write it (default: print it)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The order of the segments
    #[arg(long, value_enum, default_value_t = Order::Written)]
    order: Order,
    /// Take the best order even where the difference says nothing (under 0.1)
    #[arg(long)]
    even_so: bool,
    /// Fill a blank: first_name=Maria; may be given several times
    #[arg(long, value_name = "NAME=VALUE")]
    blank: Vec<String>,
    /// Fill blanks from a JSON or YAML file
    #[arg(long, value_name = "FILE")]
    blanks: Option<PathBuf>,
    /// Use a template of your own
    #[arg(long, value_name = "FILE", conflicts_with = "to")]
    template: Option<PathBuf>,
    /// The language of the words, where the script has several
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Show what is for training
    #[arg(long = "for", value_name = "WHOM", value_enum)]
    whom: Option<Whom>,
    /// The paper to print on (default: letter in North America, else a4)
    #[arg(long, value_name = "PAPER", value_enum)]
    paper: Option<Paper>,
    /// Replace a file that is already there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    /// As the script has it
    Written,
    /// The best permitted order
    Best,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Whom {
    /// With the text for training
    Training,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Paper {
    /// 210 by 297 mm
    A4,
    /// 8.5 by 11 inches
    Letter,
}

impl From<Paper> for callcraft::render::Paper {
    fn from(paper: Paper) -> Self {
        match paper {
            Paper::A4 => Self::A4,
            Paper::Letter => Self::Letter,
        }
    }
}

fn run(args: &RenderArgs) -> Outcome {
    let reading = files::reading(&args.file, None, Limits::default())?;
    let script = findings::script_of(&reading)?;
    let order = match args.order {
        Order::Written => (0..script.segments.len()).collect(),
        Order::Best => best(script, &reading, args.even_so)?,
    };
    let options = Options {
        blanks: blanks(args)?,
        language: args.language.as_deref().map(Language::new),
        today: Some(today()),
        training: args.whom.is_some(),
        paper: args.paper.map(Into::into),
        sha256: reading.source().map(|source| callcraft::render::fingerprint(source.text())),
    };
    let document = match &args.template {
        Some(path) => own(path, script, &order, &options)?,
        None => render(script, &order, as_file(target(&args.to)?, args.output.as_deref()), &options)?,
    };
    tell(&document);
    if args.output.is_none() && document.bytes.starts_with(b"PK") && std::io::stdout().is_terminal() {
        return Err("a Word document cannot be shown here: write it with -o FILE.docx".into());
    }
    match &args.output {
        Some(path) => {
            files::write(path, &document.bytes, if args.force { Replace::Yes } else { Replace::No })?;
            say::aside(&format!("wrote {}", path.display()));
        }
        None => say::bytes(&document.bytes),
    }
    Ok(Exit::Done)
}

fn best(script: &Script, reading: &callcraft::reading::Reading, even_so: bool) -> Result<Vec<usize>, Trouble> {
    let plan = super::design::plan(script, reading, 10.0)?;
    if plan.verdict == Verdict::Leave && !plan.moves.is_empty() && !even_so {
        return Err(format!(
            "leave the order as it is: the best one is only {:.2} better, and a difference under 0.1 says nothing (--even-so takes it all the same)",
            plan.gain()
        )
        .into());
    }
    Ok(plan.order)
}

fn target(name: &str) -> Result<&'static Target, Trouble> {
    let names = || TARGETS.iter().map(|target| target.name);
    TARGETS.iter().find(|target| target.name == name).ok_or_else(|| {
        let near = nearest(name, names()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        format!("--to cannot make `{name}`{near}\nIt can make:\n{}", targets().trim_end()).into()
    })
}

/// The target's twin for a spreadsheet, where the file that is to be written ends in `.csv` and there is one.
fn as_file(target: &'static Target, path: Option<&Path>) -> &'static Target {
    let ending = path.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
    let Some(ending) = ending.filter(|ending| ending != target.ending) else { return target };
    let twin = format!("{}-{ending}", target.name);
    TARGETS.iter().find(|other| other.name == twin).unwrap_or(target)
}

fn blanks(args: &RenderArgs) -> Result<BTreeMap<String, String>, Trouble> {
    let mut blanks = BTreeMap::new();
    if let Some(path) = &args.blanks {
        let bytes = files::bytes(&path.to_string_lossy())?;
        blanks = callcraft::yaml::values(&path.display().to_string(), &bytes)?;
    }
    for pair in &args.blank {
        let (name, value) =
            pair.split_once('=').ok_or_else(|| format!("`{pair}` fills no blank: write --blank name=value"))?;
        blanks.insert(name.trim().to_string(), value.to_string());
    }
    Ok(blanks)
}

/// Gives a template those that stand in its own folder.
struct Beside {
    folder: PathBuf,
}

impl Templates for Beside {
    fn template(&self, name: &str) -> Option<String> {
        let folder = self.folder.canonicalize().ok()?;
        let path = folder.join(name).canonicalize().ok()?;
        let inside = path.starts_with(&folder);
        inside
            .then(|| files::bytes(&path.to_string_lossy()).ok())
            .flatten()
            .and_then(|bytes| String::from_utf8(bytes).ok())
    }
}

fn own(path: &Path, script: &Script, order: &[usize], options: &Options) -> Result<Document, Trouble> {
    let bytes = files::bytes(&path.to_string_lossy())?;
    let text = String::from_utf8(bytes).map_err(|_| format!("`{}` is not a text file", path.display()))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf();
    Ok(OwnTemplate { name: &name, text: &text, others: &Beside { folder } }.render(script, order, options)?)
}

/// Names the blanks without a value.
fn tell(document: &Document) {
    let mut by_name: BTreeMap<&str, (Vec<&str>, Option<&str>)> = BTreeMap::new();
    for missing in &document.missing {
        let entry = by_name.entry(&missing.name).or_default();
        entry.0.push(&missing.segment);
        entry.1 = missing.instead.as_deref();
    }
    for (name, (segments, instead)) in by_name {
        let shown = instead.map_or_else(|| "a gap".to_string(), |words| format!("“{words}”"));
        say::aside(&say::clean(&format!("the blank `{name}` has no value; {shown} stands in {}", segments.join(", "))));
    }
}
