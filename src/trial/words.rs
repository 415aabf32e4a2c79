//! The analysis plan in words, fixed with a hash before the first call, so that nobody can move the goal afterwards.

use super::assign::Assignment;
use super::figure::{level, percent, size};
use super::model::{Balance, Better, Kind, Measure, Trial, Unit};
use crate::error::{Error, Result};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// What stands before the hash at the end of a fixed plan.
const SEAL: &str = "Fixed with SHA-256 ";

/// The plan in words. It holds everything that could be bent after the data are seen, and nothing else: the
/// names of columns in the data may change.
pub(super) fn words(trial: &Trial, assignment: Option<&Assignment>) -> String {
    let mut out = format!("# Analysis plan: {}\n\n", trial.title);
    for part in [question(trial), who(trial, assignment), when(trial), measured(trial), method(trial), stopping(trial)]
    {
        out.push_str(&part);
        out.push('\n');
    }
    out
}

/// The plan as it is fixed: its words, then their hash.
#[must_use]
pub fn fixed(words: &str) -> String {
    format!(
        "{words}{SEAL}{}\n\nSend this line to somebody else before the first call. `callcraft trial report` compares it.\n",
        hash(words)
    )
}

/// The SHA-256 of some words, in hexadecimal.
#[must_use]
pub fn hash(words: &str) -> String {
    Sha256::digest(words).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// What became of the plan that was fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing was fixed before the data.
    NeverFixed,
    /// It is as it was fixed; with its hash.
    AsFixed(String),
    /// It was changed afterwards.
    Changed(Vec<Change>),
}

/// One line of the plan that is no longer as it was fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The line as it was fixed; empty where it is new.
    pub was: String,
    /// The line now; empty where it is gone.
    pub is: String,
}

/// Compares a fixed plan (a file's text) with the plan that the trial file and the list give now.
///
/// # Errors
///
/// A plain sentence where the text is no fixed plan.
pub fn compare(fixed: &str, trial: &Trial, assignment: Option<&Assignment>) -> Result<Kept> {
    let fixed = fixed.replace("\r\n", "\n");
    let Some((was, after)) = fixed.rsplit_once(SEAL) else {
        return Err(Error::Other("the fixed plan has lost its last lines, where its hash stood".into()));
    };
    let said = after.split_whitespace().next().unwrap_or_default();
    let now = words(trial, assignment);
    if hash(was) != said {
        let change =
            Change { was: format!("words with the hash {said}"), is: format!("words with the hash {}", hash(was)) };
        return Ok(Kept::Changed([vec![change], changes(was, &now)].concat()));
    }
    if was == now { Ok(Kept::AsFixed(said.to_string())) } else { Ok(Kept::Changed(changes(was, &now))) }
}

/// Lines that differ, side by side as far as both go on.
fn changes(was: &str, now: &str) -> Vec<Change> {
    let lines = |text: &str, other: &str| -> Vec<String> {
        text.lines()
            .filter(|line| !line.is_empty() && !other.lines().any(|other| other == *line))
            .map(String::from)
            .collect()
    };
    let (gone, new) = (lines(was, now), lines(now, was));
    let get = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
    (0..gone.len().max(new.len())).map(|at| Change { was: get(&gone, at), is: get(&new, at) }).collect()
}

fn question(trial: &Trial) -> String {
    let mut out = String::from("## Question\n\n");
    let _ = writeln!(out, "{}\n", or(&trial.question, "Does the new script work better than the old one?"));
    let _ = writeln!(out, "- Script as it is (arm `{}`): {}", trial.arms.old, or(&trial.script, "not named"));
    let _ = writeln!(out, "- Script as designed (arm `{}`): {}", trial.arms.new, or(&trial.designed, "not named"));
    out
}

fn who(trial: &Trial, assignment: Option<&Assignment>) -> String {
    let many = trial.assign.many();
    let mut out = String::from("## Who gets which script\n\n");
    let _ = writeln!(out, "- Assigned are {many}, not customers: {}", reason(trial));
    let balance = match (trial.assign, trial.balance) {
        (Unit::Weeks, _) => "a coin in each pair of weeks that follow each other".to_string(),
        (_, Balance::Pairs) => format!("a coin in each pair of {many} that are most alike on {}", on(trial)),
        (_, Balance::Groups) => format!("half of the {many} with the same {}", on(trial)),
        (_, Balance::Chance) => format!("half of the {many}, by chance alone"),
    };
    let _ = writeln!(out, "- The draw: {balance}; seed {}", trial.seed);
    match assignment {
        Some(list) => {
            let [old, new] = list.sizes();
            let csv = list.to_csv(trial);
            let _ = writeln!(
                out,
                "- The list: {old} {many} with the old script, {new} with the new one; its SHA-256 is {}",
                hash(&csv)
            );
        }
        None => out.push_str("- The list: not drawn yet\n"),
    }
    let _ = writeln!(out, "- Everybody is counted in the arm of the list, whatever they really said on the phone");
    out
}

/// Why these are assigned, in the author's words or in ours.
fn reason(trial: &Trial) -> &str {
    let ours = match trial.assign {
        Unit::Agents => "agents cannot speak two scripts in turn without mixing them",
        Unit::Teams => "agents of one team talk to each other, and would take over each other's words",
        Unit::Weeks => "there are too few agents to split; but whoever knew the new script cannot quite unlearn it",
    };
    or(&trial.because, ours)
}

fn on(trial: &Trial) -> String {
    let columns = trial.balance_on.join(", ");
    or(&columns, "nothing but chance").to_string()
}

fn when(trial: &Trial) -> String {
    let mut out = String::from("## When\n\n");
    let start = trial.start.map_or("a day to be named".to_string(), |start| start.to_string());
    let _ = write!(out, "- From {start}, {} weeks", trial.weeks);
    if let Some(end) = trial.end() {
        let _ = write!(out, ", up to and including {}", end.plus(-1));
    }
    out.push_str("; calls before and after are left out\n");
    out
}

fn measured(trial: &Trial) -> String {
    let mut out = String::from("## What is measured\n\n");
    let _ = writeln!(out, "- Primary, it alone decides: {}", measure(&trial.primary));
    for secondary in &trial.secondary {
        let _ = writeln!(out, "- Secondary: {}", measure(secondary));
    }
    for guard in &trial.guards {
        let _ = writeln!(out, "- Guard, must not change: {}", measure(guard));
    }
    out
}

fn measure(measure: &Measure) -> String {
    let mut out = format!("{} (`{}`), ", measure.title, measure.name);
    match &measure.kind {
        Kind::Share { counts } if counts.is_empty() => out.push_str("the share of calls with a yes"),
        Kind::Share { counts } => {
            let _ = write!(out, "the share of answers that are {}", counts.join(" or "));
        }
        Kind::Mean { .. } => out.push_str("the mean"),
        Kind::CallsADay => out.push_str("calls for each agent and day with calls"),
    }
    if let Some((low, high)) = measure.range {
        let _ = write!(out, "; values outside {low} to {high} are left out");
    }
    if let Some(worth) = measure.worth_having {
        let way = if measure.better == Better::Higher { "more" } else { "less" };
        let _ = write!(out, "; worth having: {} {way}", size(&measure.unit, worth));
    }
    if let Some(margin) = measure.margin {
        let _ = write!(out, "; counts as unchanged within {} either way", size(&measure.unit, margin));
    }
    if let Some(before) = measure.before {
        let _ = write!(out, "; before: {}", level(measure, before));
    }
    if let Some(column) = &measure.before_column {
        let _ = write!(out, "; each one's own figure before (`{column}`) is allowed for");
    }
    out
}

fn method(trial: &Trial) -> String {
    let (one, many, interval) = (trial.assign.one(), trial.assign.many(), percent(trial.expected.level));
    let mut out = String::from("## How it is worked out\n\n");
    let _ = writeln!(
        out,
        "- Decides: the difference between the arms' means of the {many}' own figures, each {one} counted once, with its {interval} interval by Student's t (ordinary least squares, with the figure before as a covariate where one is named)"
    );
    let _ = writeln!(
        out,
        "- First check: the difference by call, with errors that allow for calls of one {one} being alike (CR2, Satterthwaite's degrees of freedom)"
    );
    let _ = writeln!(
        out,
        "- Second check: the draw made again within its pairs or groups (all lists up to 100,000, else 20,000 drawn with seed {})",
        trial.seed
    );
    if !trial.secondary.is_empty() {
        let _ = writeln!(
            out,
            "- Secondary measures: Holm's correction for the {} of them; they never overrule the primary one",
            trial.secondary.len()
        );
    }
    if !trial.guards.is_empty() {
        let _ = writeln!(out, "- Guards: unchanged only where the whole {interval} interval lies within the margin");
    }
    let _ = writeln!(out, "- Calls without an answer are left out; the share of answers is compared between the arms");
    out
}

fn stopping(trial: &Trial) -> String {
    let mut out = String::from("## When to stop\n\n");
    let _ = writeln!(
        out,
        "- After {} weeks, not before and not later; nobody looks at the difference until then",
        trial.weeks
    );
    if trial.guards.is_empty() {
        out.push_str("- Earlier only for harm to customers, whoever sees it; then the report says so\n");
    } else {
        let _ = writeln!(
            out,
            "- Once, after {} weeks, somebody who does not decide looks at the guards alone (`--guards-only`): where a 99.8 % interval lies wholly outside its margin for the worse, the trial stops",
            trial.weeks.div_ceil(2)
        );
        out.push_str("- Otherwise earlier only for harm to customers, whoever sees it; then the report says so\n");
    }
    out
}

fn or<'a>(words: &'a str, otherwise: &'a str) -> &'a str {
    if words.is_empty() { otherwise } else { words }
}
