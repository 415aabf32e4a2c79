//! Files held against the rules, on as many threads as help.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use callcraft::design::rewrite;
use callcraft::fix::{Fix, Safety};
use callcraft::lint::{self, Linted, MarkedFile};
use callcraft::read::read_within;
use callcraft::reading::Reading;
use callcraft::rule::{Hitting, Rule};
use callcraft::source::Place;
use indicatif::{ProgressBar, ProgressDrawTarget};
use rayon::prelude::*;

use super::gather::{Found, shown};
use super::{Job, others};
use crate::files::{self, Folder};
use crate::{Trouble, say};

/// A file with what was found in it.
pub(super) struct Checked {
    /// Its path.
    pub path: String,
    /// Its name in reports.
    pub name: String,
    /// Whether its bytes are the text as it was read, so that fixes can be written back.
    pub plain: bool,
    /// What was read; without the script itself where nothing later asks for it.
    pub reading: Reading,
    /// Whether it is a script that does not say in which country the customer is.
    pub no_country: bool,
    /// What was found.
    pub linted: Linted,
    /// The rules that it was held against, where it is no script.
    pub rules: Option<Vec<Rule>>,
}

impl Checked {
    /// The file as the baseline wants it.
    pub(super) fn marked<'f>(&'f mut self, name: &'f str) -> MarkedFile<'f> {
        MarkedFile { name, sources: &self.reading.sources, found: &mut self.linted.found }
    }
}

/// Below this many files one thread is faster.
const THREADS_FROM: usize = 24;
/// From this many files on a person wants to see that something happens.
const PROGRESS_FROM: usize = 200;

/// Holds every file against the rules.
pub(super) fn check(job: &Job, files: &[Found]) -> Result<Vec<Checked>, Trouble> {
    let bar = if files.len() >= PROGRESS_FROM {
        ProgressBar::with_draw_target(Some(files.len() as u64), ProgressDrawTarget::stderr())
    } else {
        ProgressBar::hidden()
    };
    let times = Mutex::new(Vec::new());
    let one = |file: &Found| {
        let checked = check_one(job, file, &times);
        bar.inc(1);
        checked
    };
    let all: Result<Vec<Option<Checked>>, Trouble> = if files.len() < THREADS_FROM {
        meanwhile(job, files, || files.iter().map(one).collect())
    } else {
        files.par_iter().map(one).collect()
    };
    bar.finish_and_clear();
    if job.given.timings {
        tell_times(times.into_inner().unwrap_or_default());
    }
    Ok(all?.into_iter().flatten().collect())
}

/// Prose takes as long to read as its rules take to be made ready, so the usual ones are made ready while it is read.
fn meanwhile<T: Send>(job: &Job, files: &[Found], read: impl FnOnce() -> T + Send) -> T {
    let prose = |file: &Found| lint::is_prose(&shown(&file.path, &job.given.stdin_name));
    if files.iter().any(prose) { rayon::join(read, || job.shelf.rules_for(&Reading::default())).0 } else { read() }
}

type Times = Mutex<Vec<(String, Duration)>>;

fn check_one(job: &Job, file: &Found, times: &Times) -> Result<Option<Checked>, Trouble> {
    let bytes = files::bytes(&file.path)?;
    let name = shown(&file.path, &job.given.stdin_name);
    // In folders there is text of other kinds; what was named must be readable.
    if !file.named && bytes.contains(&0) && !name.to_lowercase().ends_with(".docx") {
        return Ok(None);
    }
    Ok(Some(look(job, &file.path, name, &bytes, times)))
}

/// Holds bytes under a name against the rules.
pub(super) fn again(job: &Job, path: &str, name: &str, bytes: &[u8]) -> Checked {
    look(job, path, name.to_string(), bytes, &Mutex::default())
}

fn look(job: &Job, path: &str, name: String, bytes: &[u8], times: &Times) -> Checked {
    let folder = Folder::of(if path == "-" { &name } else { path });
    if let Some(other) = others::kind(&name, bytes) {
        return others::look(job, other, path, name, bytes);
    }
    let mut reading = lint::as_it_stands(&name, bytes, &job.shelf)
        .unwrap_or_else(|| read_within(&name, bytes, &folder, job.given.limits));
    let linted = if job.given.timings {
        timed(job, &reading, times)
    } else {
        lint::lint_with(&reading, &job.shelf, &order, &mut |_, _| {})
    };
    let plain = reading.source().is_some_and(|source| source.text().as_bytes() == bytes);
    let no_country = reading.script.as_ref().is_some_and(|script| script.facts.country.is_none());
    if job.given.wants_findings_alone() {
        reading = Reading { sources: std::mem::take(&mut reading.sources), ..Reading::default() };
    }
    Checked { path: path.to_string(), name, plain, reading, no_country, linted, rules: None }
}

/// The check of the order, with the reorder as its fix where nothing speaks against it.
fn order(reading: &Reading, worse_by: f64) -> Option<Hitting> {
    let mut hitting = lint::order(reading, worse_by)?;
    hitting.fix = hitting.sure.then(|| reorder(reading, &hitting.order)).flatten();
    Some(hitting)
}

/// A fix that replaces the lines from the first that differs to the last.
fn reorder(reading: &Reading, order: &[usize]) -> Option<Fix> {
    let (source, script) = (reading.source()?, reading.script.as_ref()?);
    let after = rewrite(reading, script, order).ok()?;
    let before = source.text();
    let common =
        |a: &mut dyn Iterator<Item = (&str, &str)>| a.take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum::<usize>();
    let start = common(&mut before.split_inclusive('\n').zip(after.split_inclusive('\n')));
    let (rest, new) = (before.get(start..)?, after.get(start..)?);
    let tail = common(&mut rest.split_inclusive('\n').rev().zip(new.split_inclusive('\n').rev()));
    let text = new.get(..new.len().checked_sub(tail)?)?;
    Some(Fix::replace(
        "put the parts into the better order",
        Place::new(start, before.len() - tail),
        text,
        Safety::Unsafe,
    ))
}

fn timed(job: &Job, reading: &Reading, times: &Times) -> Linted {
    let names = job.shelf.rules_for(reading).names();
    let mut own: Vec<Duration> = vec![Duration::ZERO; names.len()];
    let mut begun = Instant::now();
    let linted = lint::lint_with(reading, &job.shelf, &order, &mut |number, begins| {
        if begins {
            begun = Instant::now();
        } else if let Some(time) = own.get_mut(number) {
            *time += begun.elapsed();
        }
    });
    if let Ok(mut times) = times.lock() {
        times.extend(names.into_iter().zip(own));
    }
    linted
}

fn tell_times(times: Vec<(String, Duration)>) {
    let mut by_rule: std::collections::BTreeMap<String, Duration> = std::collections::BTreeMap::new();
    for (name, time) in times {
        *by_rule.entry(name).or_default() += time;
    }
    let mut sorted: Vec<(String, Duration)> = by_rule.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    say::aside("time of each rule, in milliseconds:");
    for (name, time) in sorted {
        say::aside(&format!("{:>10.3}  {name}", time.as_secs_f64() * 1000.0));
    }
}
