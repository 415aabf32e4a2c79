//! The checks of the data: what is wrong, how often, where first, and what to do.

use super::data::Data;
use super::faults::{Fault, Times};
use super::figure::{count, interval, signed};
use super::model::{Trial, Unit};
use super::report::{Answers, FEWEST};
use super::words::Kept;
use crate::diagnostic::Level;

/// Something that was found in the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its name, such as `double-calls`.
    pub name: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What is, in one sentence.
    pub message: String,
    /// What to do, or what was done.
    pub help: String,
    /// The first lines of the data where it stands.
    pub lines: Vec<u64>,
}

impl Check {
    fn new(name: &'static str, level: Level, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { name, level, message: message.into(), help: help.into(), lines: Vec::new() }
    }

    fn at(mut self, times: &Times) -> Self {
        self.lines.clone_from(&times.lines);
        self
    }
}

/// Everything that was found, worst first.
pub(super) fn checks(trial: &Trial, kept: &Kept, listed: bool, data: &Data, answers: Option<&Answers>) -> Vec<Check> {
    let mut found = Vec::new();
    found.extend(plan(kept));
    found.extend(arms(trial, data));
    found.extend(units(trial, listed, data));
    found.extend(rows(trial, data));
    found.extend(cells(trial, data));
    found.extend(missing(trial, data));
    found.extend(answered(answers));
    found.extend(length(trial, data));
    found.sort_by_key(|check| std::cmp::Reverse(check.level));
    found
}

fn plan(kept: &Kept) -> Option<Check> {
    match kept {
        Kept::AsFixed(_) => None,
        Kept::NeverFixed => Some(Check::new(
            "plan-never-fixed",
            Level::Warning,
            "no plan was fixed before the data were seen",
            "whoever reads this cannot know that the measures were not chosen afterwards; next time begin with `callcraft trial plan FILE --seal`",
        )),
        Kept::Changed(changes) => {
            let list: Vec<String> =
                changes.iter().map(|change| format!("was \"{}\", is \"{}\"", change.was, change.is)).collect();
            let message = format!("the plan was changed after it was fixed: {}", list.join("; "));
            Some(Check::new(
                "plan-changed",
                Level::Error,
                message,
                "put the trial file back, or read this report as a first look and not as a test",
            ))
        }
    }
}

fn arms(trial: &Trial, data: &Data) -> Vec<Check> {
    let mut found = Vec::new();
    let many = trial.assign.many();
    for new in [false, true] {
        let name = trial.arms.of(new);
        let units = data.units.iter().filter(|unit| unit.new == new && unit.calls > 0).count();
        if units == 0 {
            let message = format!("the arm `{name}` has no calls that can be counted");
            let help = "without both arms there is nothing to compare; look at the arms' names and the dates";
            found.push(Check::new("missing-arm", Level::Error, message, help));
        } else if units < FEWEST {
            let message =
                format!("the arm `{name}` has only {units} {}", if units == 1 { trial.assign.one() } else { many });
            let help = format!(
                "with fewer than {FEWEST} {many} an arm, what the script did cannot be told from who happened to be in which arm"
            );
            found.push(Check::new("few-units", Level::Error, message, help));
        }
    }
    if trial.assign == Unit::Weeks {
        let help = "whoever spoke the new script cannot quite unlearn it; the difference is probably too small";
        found.push(Check::new(
            "weeks-carry-over",
            Level::Advice,
            "weeks were assigned, so everybody spoke both scripts",
            help,
        ));
    }
    found
}

fn units(trial: &Trial, listed: bool, data: &Data) -> Vec<Check> {
    let mut found = Vec::new();
    let (one, many) = (trial.assign.one(), trial.assign.many());
    if !listed {
        let help =
            "if agents chose their script, or a lead chose for them, the difference may be theirs and not the script's";
        found.push(Check::new(
            "no-list",
            Level::Warning,
            "there is no assignment list; the arms are those the data name",
            help,
        ));
    }
    let both = &data.faults.both_arms;
    if !both.is_empty() {
        let calls: usize = both.iter().map(|(_, old, new)| old.min(new)).sum();
        let message = format!(
            "{} {} with calls in both arms ({} calls in the rarer one)",
            both.len(),
            if both.len() == 1 { one } else { many },
            count(calls)
        );
        let help = "each is counted wholly in the arm that most calls name; without the assignment list nobody knows which was meant";
        found.push(Check::new("both-arms", Level::Error, message, help));
    }
    if let Some(times) = data.faults.rows.get(&Fault::OtherArm) {
        let units = data.units.iter().filter(|unit| unit.said[usize::from(!unit.new)] > 0).count();
        let message = format!(
            "{} calls of {units} {} name the other arm than the assignment list",
            count(times.count),
            if units == 1 { one } else { many }
        );
        let help = "they are counted in the arm of the list, as planned; find out whether these calls really used the other script, because that makes the difference smaller";
        found.push(Check::new("other-arm", Level::Warning, message, help).at(times));
    }
    let absent = &data.faults.absent;
    if !absent.is_empty() {
        let new = absent.iter().filter(|(_, new)| *new).count();
        let message = format!(
            "{} {} of the list without a call ({} old, {new} new)",
            absent.len(),
            if absent.len() == 1 { one } else { many },
            absent.len() - new
        );
        let help =
            "if they left because of the script, the arms are no longer alike; say in the report why they are missing";
        found.push(Check::new("absent-units", Level::Warning, message, help));
    }
    found.extend(lopsided(trial, data));
    found
}

/// One unit that holds a large part of an arm's calls weighs on every figure by call.
fn lopsided(trial: &Trial, data: &Data) -> Option<Check> {
    let heavy = [false, true].into_iter().find(|&new| {
        let calls: Vec<usize> = data.units.iter().filter(|unit| unit.new == new).map(|unit| unit.calls).collect();
        let all: usize = calls.iter().sum();
        calls.len() >= FEWEST && calls.iter().any(|&own| own * 3 > all)
    })?;
    let message =
        format!("one {} took more than a third of all calls of the arm `{}`", trial.assign.one(), trial.arms.of(heavy));
    Some(Check::new(
        "lopsided",
        Level::Advice,
        message,
        "the difference that decides counts each once, so it is safe; the one by call is not",
    ))
}

fn rows(trial: &Trial, data: &Data) -> Vec<Check> {
    let check = |row: Row| {
        let times = data.faults.rows.get(&row.fault).filter(|times| times.count > 0)?;
        let words = if times.words.is_empty() { String::new() } else { format!(": {}", times.words.join(", ")) };
        let message = format!("{} of {} calls {}{words}", count(times.count), count(data.rows), row.what);
        let level = if row.fault == Fault::UnknownArm { Level::Error } else { Level::Warning };
        Some(Check::new(row.name, level, message, row.help).at(times))
    };
    days(trial).into_iter().chain(doubles(trial)).chain(names(trial)).filter_map(check).collect()
}

/// What can be wrong with a row: what such calls do or are, and what becomes of them.
struct Row {
    fault: Fault,
    name: &'static str,
    what: String,
    help: String,
}

fn row(fault: Fault, name: &'static str, what: impl Into<String>, help: impl Into<String>) -> Row {
    Row { fault, name, what: what.into(), help: help.into() }
}

fn days(trial: &Trial) -> [Row; 3] {
    let start = trial.start.map_or(String::new(), |start| format!(" ({start})"));
    let end = trial.end().map_or(String::new(), |end| format!(" ({})", end.plus(-1)));
    let how = "they are left out; say in the trial file how dates are written: `dates: day/month/year`";
    [
        row(Fault::NoDate, "no-date", "have a date that cannot be read", how),
        row(Fault::BeforeStart, "before-start", format!("were before the start{start}"), "they are left out"),
        row(Fault::AfterEnd, "after-end", format!("were after the planned end{end}"), "they are left out"),
    ]
}

fn doubles(trial: &Trial) -> [Row; 2] {
    let number = format!("have a number (`{}`) that came before", trial.column("call"));
    let joined = "only the first is counted; find out whether the export joined two tables";
    let alike = "they are counted, because without a call number two calls may be alike; export the call's number";
    [
        row(Fault::Double, "double-calls", number, joined),
        row(Fault::LooksDouble, "looks-double", "are the same in every column as an earlier one", alike),
    ]
}

fn names(trial: &Trial) -> [Row; 3] {
    let strangers = format!("are by {} that the assignment list does not have", trial.assign.many());
    let arms = format!("name an arm that is neither `{}` nor `{}`", trial.arms.old, trial.arms.new);
    let called = "they are left out; say in the trial file what the arms are called: `arms: {old: …, new: …}`";
    [
        row(Fault::NoAgent, "no-agent", "name nobody", "they are left out"),
        row(Fault::NotOnTheList, "not-on-list", strangers, "they are left out; check how names are spelt"),
        row(Fault::UnknownArm, "unknown-arm", arms, called),
    ]
}

fn cells(trial: &Trial, data: &Data) -> Vec<Check> {
    let measures: Vec<_> = trial.measures().collect();
    let check = |(at, times): (&usize, &Times)| {
        let measure = measures.get(*at)?;
        let wanted = measure.range.map_or(String::new(), |(low, high)| format!(" from {low} to {high}"));
        let what = if measure.is_share() && measure.range.is_none() {
            "yes or no".to_string()
        } else {
            format!("a number{wanted}")
        };
        let message =
            format!("{} answers to `{}` cannot be: {}", count(times.count), measure.name, times.words.join(", "));
        let help = format!("they count as not answered; {what} belongs there");
        Some(Check::new("impossible-answers", Level::Warning, message, help).at(times))
    };
    data.faults.cells.iter().filter_map(check).collect()
}

fn missing(trial: &Trial, data: &Data) -> Vec<Check> {
    let check = |name: &String| {
        let message = format!("`{name}` was planned and is not in the data");
        let help = format!(
            "export it, or map its column: `columns: {{{name}: …}}`; a planned measure that is left out must be named in the report"
        );
        Check::new("missing-measure", Level::Error, message, help)
    };
    let mut found: Vec<Check> = data.missing.iter().map(check).collect();
    for (at, measure) in trial.measures().enumerate() {
        let answers: f64 = data.units.iter().filter_map(|unit| unit.tallies.get(at)).map(|tally| tally.count).sum();
        if answers == 0.0 && data.counted > 0 && !data.missing.contains(&measure.name) {
            let message = format!("`{}` has no answers at all", measure.name);
            found.push(Check::new("no-answers", Level::Error, message, "nothing can be said of it"));
        }
    }
    found
}

/// Different shares of answers between the arms: who answers may then differ too.
fn answered(answers: Option<&Answers>) -> Option<Check> {
    let answers = answers?;
    let [old, new] = answers.arms;
    let sure = answers.estimate.is_some_and(|estimate| estimate.low > 0.0 || estimate.high < 0.0);
    // with few agents a difference of some points comes by chance; a large one is said even so
    if !sure && (new - old).abs() < 10.0 {
        return None;
    }
    let sure = answers.estimate.map_or(String::new(), |e| {
        format!(" ({} points, {})", signed("points", e.difference), interval("points", e.low, e.high))
    });
    let message =
        format!("customers answered {new:.1} % of calls with the new script and {old:.1} % with the old one{sure}");
    let help = "who answers may differ between the arms as well; read the range given under the answers";
    Some(Check::new("different-answering", Level::Warning, message, help))
}

fn length(trial: &Trial, data: &Data) -> Option<Check> {
    let ((first, last), end) = (data.days?, trial.end()?);
    let short = end.since(last) > 7;
    let late = trial.start.is_some_and(|start| first.since(start) > 7);
    if !short && !late {
        return None;
    }
    let message = format!(
        "the calls run from {first} to {last}, where the plan has {} to {}",
        trial.start.unwrap_or(first),
        end.plus(-1)
    );
    let help = "a trial that is read before its end tends to show too large an effect; wait, or say why it was stopped";
    Some(Check::new("stopped-early", Level::Warning, message, help))
}
