//! `trial`: plan a trial of a new script, report on it, or make up calls to practise on.

use std::collections::BTreeMap;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use callcraft::read::Load as _;
use callcraft::report::{self, FileReport, Item};
use callcraft::sequence::solve::Limits;
use callcraft::text::listed;
use callcraft::trial::{self, Agent, Agents, Assignment, Format, Kind, Names, Trial, Truth, Unit};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::Verb;
use crate::files::{self, Folder, Replace};
use crate::{Exit, Outcome, Trouble, say, tables};

pub(super) const VERB: Verb = Verb {
    name: "trial",
    summary: "Plan a trial of the new script, report whether it worked, or make up calls to practise on",
    more: true,
    command: arguments,
    run,
};

fn arguments(command: Command) -> Command {
    let file = || Arg::new("file").value_name("FILE").help("The trial file").required(true);
    let seed = Arg::new("seed").long("seed").value_name("NUMBER").value_parser(value_parser!(u64)).default_value("1");
    command
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("plan")
                .about("What a trial needs, what it can show, how long it runs, and the draw")
                .arg(file())
                .arg(to())
                .arg(out())
                .arg(flag("seal", "Fix the plan before the first call: write FILE's .plan.md with its hash, and the .assignment.csv; neither is ever overwritten")),
        )
        .subcommand(
            Command::new("report")
                .about("What came of a trial, with everything that makes it doubtful")
                .arg(file())
                .arg(Arg::new("data").long("data").value_name("CSV").required(true).help("The calls, one row each; - for standard input"))
                .arg(Arg::new("assignment").long("assignment").value_name("CSV").help("The assignment list, where it is not beside the trial file"))
                .arg(to())
                .arg(out())
                .arg(flag("guards-only", "The look at half time: only at what must not change, at 99.8 % intervals"))
                .arg(flag("name-agents", "Name the agents; without it they are numbered")),
        )
        .subcommand(
            Command::new("simulate")
                .about("Made-up calls with a known effect; without a file in the shape of the insurer's trial")
                .arg(file().required(false))
                .arg(seed.help("The number that chance starts from"))
                .arg(
                    Arg::new("effect")
                        .long("effect")
                        .value_name("MEASURE=NUMBER")
                        .action(ArgAction::Append)
                        .help("A true effect, such as satisfied_call=7; without any, the effects worth having"),
                )
                .arg(flag("no-effect", "No effect at all: what chance alone looks like").conflicts_with("effect"))
                .arg(
                    Arg::new("agents")
                        .long("agents")
                        .value_name("NUMBER")
                        .value_parser(value_parser!(u16).range(2..=2000))
                        .help("Print a made-up list of so many agents instead of calls"),
                )
                .arg(out()),
        )
        .subcommand(
            Command::new("feelings")
                .about("Compare what customers felt, segment by segment, with what was designed")
                .arg(Arg::new("file").value_name("SCRIPT").help("The script").required(true))
                .arg(Arg::new("data").long("data").value_name("CSV").required(true).help("Columns `segment` and `feeling`, a row for each answer"))
                .arg(out()),
        )
}

fn to() -> Arg {
    let names = trial::FORMATS.iter().map(|format| format.name).chain(["json"]);
    let help = trial::FORMATS.iter().map(|format| format!("{}: {}", format.name, format.summary));
    let help = format!("{}; json: every figure, for programs", help.collect::<Vec<_>>().join("; "));
    Arg::new("to")
        .long("to")
        .value_name("FORMAT")
        .default_value("terminal")
        .value_parser(names.collect::<Vec<_>>())
        .hide_possible_values(true)
        .help(help)
}

fn out() -> Arg {
    Arg::new("output").long("output").short('o').value_name("FILE").help("Write into this file instead")
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn run(given: &ArgMatches) -> Outcome {
    match given.subcommand() {
        Some(("plan", given)) => plan(given),
        Some(("report", given)) => report(given),
        Some(("simulate", given)) => simulate(given),
        Some(("feelings", given)) => feelings(given),
        _ => Err("say what to do: plan, report, simulate or feelings".into()),
    }
}

fn plan(given: &ArgMatches) -> Outcome {
    let path = text(given, "file");
    let Some(trial) = read(path)? else { return Ok(Exit::Findings) };
    let plan = trial::plan(&trial, &agents(&trial, path)?)?;
    let written = match format(given) {
        Some(format) => format.plan(&plan),
        None => plan.to_json(),
    };
    if given.get_flag("seal") {
        seal(path, &plan)?;
    }
    give(given, &written)
}

/// Writes the list and the plan, both or neither, and never over others.
fn seal(path: &str, plan: &trial::Plan) -> Result<(), Trouble> {
    let Some(list) = &plan.assignment else {
        return Err("the plan cannot be fixed before the agents are known: list them under `agents`".into());
    };
    let (paper, names) = (beside(path, "plan.md"), beside(path, "assignment.csv"));
    if let Some(there) = [&paper, &names].into_iter().find(|path| path.exists()) {
        let shown = there.display();
        return Err(format!("`{shown}` is already there: this trial was drawn and fixed before, and drawing again until the list pleases would spoil it; for another trial use another file name").into());
    }
    files::write(&names, list.to_csv(&plan.trial).as_bytes(), Replace::No)?;
    files::write(&paper, trial::fixed(&plan.words).as_bytes(), Replace::No)?;
    say::aside(&format!("wrote {} and {}", names.display(), paper.display()));
    say::aside(&format!("send this to somebody else before the first call: SHA-256 {}", trial::hash(&plan.words)));
    Ok(())
}

fn report(given: &ArgMatches) -> Outcome {
    let path = text(given, "file");
    let Some(trial) = read(path)? else { return Ok(Exit::Findings) };
    let list = match given.get_one::<String>("assignment") {
        Some(list) => Some(decoded(list)?),
        None => decoded_if_there(&beside(path, "assignment.csv"))?,
    };
    let list = list.map(|list| Assignment::read(&trial, &list)).transpose()?;
    let paper = decoded_if_there(&beside(path, "plan.md"))?;
    let data = tables::table(text(given, "data"))?;
    let work_out = if given.get_flag("guards-only") { trial::halfway } else { trial::evaluate };
    let report = work_out(&trial, list.as_ref(), paper.as_deref(), data)?;
    let names = if given.get_flag("name-agents") { Names::Shown } else { Names::Hidden };
    let written = match format(given) {
        Some(format) => format.report(&report, names),
        None => report.to_json(names),
    };
    give(given, &written)?;
    let doubtful = report.checks.iter().any(|check| check.level == callcraft::diagnostic::Level::Error);
    Ok(if doubtful { Exit::Findings } else { Exit::Done })
}

fn simulate(given: &ArgMatches) -> Outcome {
    let seed = given.get_one::<u64>("seed").copied().unwrap_or(1);
    let path = given.get_one::<String>("file").map(String::as_str);
    let (trial, people) = match path {
        None => (trial::insurer(), None),
        Some(path) => {
            let Some(trial) = read(path)? else { return Ok(Exit::Findings) };
            let people = agents(&trial, path)?;
            (trial, Some(people).filter(|people| !people.is_empty()))
        }
    };
    if let Some(&count) = given.get_one::<u16>("agents") {
        return give(given, &trial::made_agents(&trial, usize::from(count), seed));
    }
    let people = match people {
        Some(people) => people,
        None => trial::agents(&trial, Some(&trial::made_agents(&trial, 40, seed)))?,
    };
    let sealed = path.map(|path| decoded_if_there(&beside(path, "assignment.csv"))).transpose()?.flatten();
    let list = match sealed {
        Some(list) => Assignment::read(&trial, &list)?,
        None => trial::assign(&trial, &people)?,
    };
    let truth = truth(given, &trial, seed)?;
    let mut calls = Vec::new();
    trial::simulate(&trial, &people, &list, &truth, &mut BufWriter::new(&mut calls))?;
    give(given, &String::from_utf8_lossy(&calls))
}

fn truth(given: &ArgMatches, trial: &Trial, seed: u64) -> Result<Truth, Trouble> {
    if given.get_flag("no-effect") {
        return Ok(Truth::none(seed));
    }
    let usual = Truth::worth_having(trial, seed);
    let Some(named) = given.get_many::<String>("effect") else { return Ok(usual) };
    let mut effects = BTreeMap::new();
    for words in named {
        let read = words.split_once('=').and_then(|(name, value)| Some((name.to_string(), value.parse::<f64>().ok()?)));
        let (name, value) = read.ok_or(format!("`{words}` is no effect: write it as satisfied_call=7"))?;
        let drawn = |measure: &&trial::Measure| measure.kind != Kind::CallsADay;
        let known: Vec<&str> = trial.measures().filter(drawn).map(|measure| measure.name.as_str()).collect();
        if !known.contains(&name.as_str()) {
            return Err(format!("there is no measure `{name}`, only {}", listed(known)).into());
        }
        effects.insert(name, value);
    }
    Ok(Truth { effects, ..usual })
}

fn feelings(given: &ArgMatches) -> Outcome {
    let path = text(given, "file");
    let reading = files::reading(path, None, callcraft::read::Limits::default())?;
    let Some(script) = &reading.script else {
        return Err(format!("`{path}` cannot be read as a script; `callcraft lint {path}` says why").into());
    };
    let measured = trial::feelings(tables::table(text(given, "data"))?)?;
    let compared = trial::compare_feelings(script, &measured);
    let change = trial::order_change(script, &compared, &Limits::default())?;
    give(given, &format!("{}\n{}", compared.to_text(), change.to_text()))
}

/// The agents of a trial; none where their list is not there yet.
fn agents(trial: &Trial, path: &str) -> Result<Vec<Agent>, Trouble> {
    let list = match &trial.agents {
        Agents::Names(_) => None,
        Agents::File(file) => {
            let bytes = Folder::of(path).load(file);
            match bytes {
                Ok(bytes) => Some(decode(file, bytes)?),
                Err(why) if trial.assign != Unit::Teams => {
                    say::aside(&format!("{why}; planned without the agents"));
                    return Ok(Vec::new());
                }
                Err(why) => return Err(why.into()),
            }
        }
    };
    Ok(trial::agents(trial, list.as_deref())?)
}

/// Reads a trial file and says what was found; `None` where there are errors.
fn read(path: &str) -> Result<Option<Trial>, Trouble> {
    let read = trial::read(path, &decoded(path)?);
    if !read.reading.diagnostics.is_empty() {
        let item = |found| Item { found, segment: "", allowed: None };
        let items = read.reading.diagnostics.iter().map(item).collect();
        let file = FileReport { sources: &read.reading.sources, items, proof: None };
        let look = report::Look { colour: say::colour(), width: say::width() };
        let all = report::Report { files: vec![file], rules: Vec::new(), look, notes: Vec::new() };
        if let Some(format) = report::FORMATS.first() {
            say::aside((format.write)(&all).trim_end());
        }
    }
    Ok(read.trial)
}

fn format(given: &ArgMatches) -> Option<&'static Format> {
    Format::named(text(given, "to"))
}

fn give(given: &ArgMatches, written: &str) -> Outcome {
    match given.get_one::<String>("output") {
        Some(path) => {
            files::write(Path::new(path), written.as_bytes(), Replace::Yes)?;
            say::aside(&format!("wrote {path}"));
        }
        None => say::result(written),
    }
    Ok(Exit::Done)
}

fn text<'m>(given: &'m ArgMatches, name: &str) -> &'m str {
    given.get_one::<String>(name).map_or("", String::as_str)
}

/// The file beside this one with its stem and another ending: `nurse.yaml` has `nurse.plan.md`.
fn beside(path: &str, ending: &str) -> PathBuf {
    let path = Path::new(path);
    let stem = path.file_stem().map_or_else(|| "trial".into(), |stem| stem.to_string_lossy().into_owned());
    path.with_file_name(format!("{stem}.{ending}"))
}

fn decoded(path: &str) -> Result<String, Trouble> {
    decode(path, files::bytes(path)?)
}

fn decoded_if_there(path: &Path) -> Result<Option<String>, Trouble> {
    if path.exists() { decoded(&path.to_string_lossy()).map(Some) } else { Ok(None) }
}

fn decode(name: &str, bytes: Vec<u8>) -> Result<String, Trouble> {
    let text =
        String::from_utf8(bytes).map_err(|_| format!("`{name}` is not saved as UTF-8; save it again as UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(ToString::to_string).unwrap_or(text))
}
