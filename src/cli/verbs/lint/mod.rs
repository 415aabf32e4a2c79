//! `lint`: rules held against scripts.

mod arguments;
mod checked;
mod gather;
mod mending;
mod others;
mod show;

use callcraft::diagnostic::Level;
use callcraft::journey;
use callcraft::lint::Baseline;
use callcraft::rule::Shelf;
use clap::ArgMatches;
use jiff::civil::Date;

use super::Verb;
use crate::project::{self, From, Picks, Project};
use crate::{Exit, Outcome, Trouble, files, say};
use checked::Checked;

pub(super) const VERB: Verb = Verb {
    name: "lint",
    summary: "Check scripts against rules: order, wording, structure, law",
    more: false,
    command: arguments::arguments,
    run,
};

/// A job with all that it needs.
struct Job {
    project: Project,
    shelf: Shelf,
    /// The rules for journeys.
    journeys: Shelf,
    /// The day from which series are planned.
    today: Date,
    given: Given,
}

/// What was asked for.
struct Given {
    paths: Vec<String>,
    formats: Vec<show::Wanted>,
    fail_on: Option<Level>,
    max_warnings: Option<usize>,
    mend: mending::Mend,
    statistics: bool,
    timings: bool,
    changed: Option<String>,
    baseline: Option<String>,
    keep: Keep,
    stdin_name: String,
    limits: callcraft::read::Limits,
}

impl Given {
    /// Whether nothing is made of a script but its findings, so that it need not be kept once they are known.
    fn wants_findings_alone(&self) -> bool {
        matches!(self.mend, mending::Mend::No) && !show::names_rules(&self.formats)
    }
}

/// What becomes of the baseline.
#[derive(Clone, Copy, PartialEq)]
enum Keep {
    AsItIs,
    Update,
    Prune,
}

fn run(matches: &ArgMatches) -> Outcome {
    let job = prepare(matches)?;
    let files = gather::gather(&job.project, &job.given)?;
    let mut baseline = read_baseline(&job)?;
    let mut all = checked::check(&job, &files)?;
    let mended = mending::mend(&job, &mut all)?;
    let gone = mark(&mut all, baseline.as_ref());
    keep_baseline(&job, baseline.as_mut(), &mut all, &gone)?;
    show::show(&job, &all)?;
    if mended == mending::Mended::Shown {
        return Ok(Exit::Findings);
    }
    let verdict = verdict(&job, &all);
    crate::left_to_the_system((job, all));
    Ok(verdict)
}

fn prepare(matches: &ArgMatches) -> Result<Job, Trouble> {
    let from = match (matches.get_flag("no-config"), matches.get_one::<String>("config")) {
        (true, _) => From::Nowhere,
        (_, Some(path)) => From::File(path),
        _ => From::WalkingUp,
    };
    let project = Project::load(&from)?;
    let given = arguments::given(matches, &project)?;
    let list = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned().collect();
    let picks = Picks { packs: list("pack"), select: list("select"), skip: list("skip") };
    let today = arguments::today(matches)?;
    let shelf = project::shelf(&project, picks, today)?;
    let shelf = if show::proves(&given.formats) { shelf.with_proof() } else { shelf };
    let journeys = journey::shelf(project.choices(today)?)?;
    Ok(Job { project, shelf, journeys, today: today.unwrap_or_default(), given })
}

fn read_baseline(job: &Job) -> Result<Option<Baseline>, Trouble> {
    let Some(path) = &job.given.baseline else {
        return match job.given.keep {
            Keep::AsItIs => Ok(None),
            _ => Err("name the baseline file: --baseline FILE".into()),
        };
    };
    if job.given.keep == Keep::Update && !std::path::Path::new(path).exists() {
        return Ok(Some(Baseline { version: 1, ..Baseline::default() }));
    }
    let text = String::from_utf8(files::bytes(path)?).map_err(|_| format!("`{path}` is no text in UTF-8"))?;
    Ok(Some(Baseline::read(&text).map_err(|sentence| format!("`{path}`: {sentence}"))?))
}

/// Marks what the baseline knows; gives what it knows and is gone.
fn mark(all: &mut [Checked], baseline: Option<&Baseline>) -> Vec<(String, Vec<callcraft::lint::Entry>)> {
    let Some(baseline) = baseline else { return Vec::new() };
    let mut gone = Vec::new();
    for one in all {
        let name = one.name.clone();
        let left = baseline.mark(&mut one.marked(&name));
        if !left.is_empty() {
            gone.push((name, left));
        }
    }
    gone
}

fn keep_baseline(
    job: &Job,
    baseline: Option<&mut Baseline>,
    all: &mut [Checked],
    gone: &[(String, Vec<callcraft::lint::Entry>)],
) -> Result<(), Trouble> {
    let (Some(baseline), Some(path)) = (baseline, &job.given.baseline) else { return Ok(()) };
    let lost: usize = gone.iter().flat_map(|(_, entries)| entries).map(|entry| entry.count).sum();
    match job.given.keep {
        Keep::AsItIs => {
            if lost > 0 {
                say::aside(&format!("{lost} findings of the baseline are mended; --prune takes them out of it"));
            }
            return Ok(());
        }
        Keep::Prune => gone.iter().for_each(|(name, entries)| baseline.prune(name, entries)),
        Keep::Update => {
            for one in all.iter_mut() {
                let name = one.name.clone();
                baseline.take(&one.marked(&name));
                baseline.mark(&mut one.marked(&name));
            }
        }
    }
    files::write(std::path::Path::new(path), baseline.text().as_bytes(), files::Replace::Yes)?;
    say::aside(&format!("wrote {path}"));
    Ok(())
}

fn verdict(job: &Job, all: &[Checked]) -> Exit {
    let open = || all.iter().flat_map(|one| &one.linted.found).filter(|finding| finding.allowed.is_none());
    let count = |level: Level| open().filter(|finding| finding.diagnostic.level == level).count();
    let failed = job.given.fail_on.is_some_and(|least| open().any(|finding| finding.diagnostic.level >= least));
    let too_many = job.given.max_warnings.is_some_and(|most| count(Level::Warning) > most);
    if too_many {
        let most = job.given.max_warnings.unwrap_or(0);
        say::aside(&format!("more warnings than the {most} that are tolerated"));
    }
    if failed || too_many { Exit::Findings } else { Exit::Done }
}
