//! The verdict in one plain sentence, and what it does not show.

use super::figure::{interval, percent, signed, size};
use super::model::{Role, Trial, Unit};
use super::report::{Answers, FEWEST, Guard, Measured};
use super::stats::{Estimate, Reason};

/// The verdict. It rests on the primary measure alone, and on whether the guards held.
pub(super) fn verdict(trial: &Trial, measured: &[Measured]) -> String {
    let primary = measured.first().filter(|one| one.measure.role == Role::Primary);
    let said = match primary {
        Some(primary) => on_primary(trial, primary),
        None => "The trial cannot say whether the new script works, because its main measure is not in the data".into(),
    };
    format!("{said}{}.", on_guards(measured))
}

fn on_primary(trial: &Trial, primary: &Measured) -> String {
    let title = &primary.measure.title;
    let estimate = match (primary.decides, primary.enough()) {
        (Err(reason), _) => {
            return format!("The trial cannot say whether the new script works: {}", plain_reason(reason, trial));
        }
        (Ok(_), false) => {
            let many = trial.assign.many();
            return format!(
                "The trial cannot say whether the new script works: with fewer than {FEWEST} {many} an arm, chance alone can make any difference"
            );
        }
        (Ok(estimate), true) => estimate,
    };
    let found = found(trial, primary, &estimate);
    if primary.shown(trial.expected.level) {
        let way = if estimate.difference > 0.0 { "raised" } else { "lowered" };
        let doubt = doubt(trial, primary).unwrap_or_default();
        return format!("The new script {way} {title} by {found}{}{doubt}", against_worth(primary, &estimate));
    }
    format!(
        "The trial does not show that the new script changed {title}: the difference is {found}{}",
        still_open(primary, &estimate)
    )
}

fn found(trial: &Trial, one: &Measured, estimate: &Estimate) -> String {
    let unit = &one.measure.unit;
    let of = if one.shown(trial.expected.level) {
        size(unit, estimate.difference.abs())
    } else {
        with_sign(unit, estimate.difference)
    };
    format!("{of} ({} interval {})", percent(trial.expected.level), interval(unit, estimate.low, estimate.high))
}

fn with_sign(unit: &str, value: f64) -> String {
    if unit.is_empty() { signed(unit, value) } else { format!("{} {unit}", signed(unit, value)) }
}

/// How a shown difference stands to the effect worth having.
fn against_worth(primary: &Measured, estimate: &Estimate) -> String {
    let Some(worth) = primary.measure.worth_having else { return String::new() };
    let sign = primary.measure.good_sign();
    let (least, most) = ends(estimate, sign);
    let worth_words = size(&primary.measure.unit, worth);
    if most < 0.0 {
        return ", which is for the worse".to_string();
    }
    if least >= worth {
        return format!(", at least the {worth_words} that you called worth having");
    }
    if most < worth {
        return format!(", which is less than the {worth_words} that you called worth having");
    }
    format!("; whether it is the {worth_words} that you called worth having stays open")
}

/// What a difference that is not shown leaves possible.
fn still_open(primary: &Measured, estimate: &Estimate) -> String {
    let Some(worth) = primary.measure.worth_having else { return String::new() };
    let (_, most) = ends(estimate, primary.measure.good_sign());
    let worth_words = size(&primary.measure.unit, worth);
    if most < worth {
        format!(", which rules out the {worth_words} that you called worth having")
    } else {
        format!(", so both no change and the {worth_words} that you called worth having remain possible")
    }
}

/// The interval seen in the direction of the better.
fn ends(estimate: &Estimate, sign: f64) -> (f64, f64) {
    let (a, b) = (estimate.low * sign, estimate.high * sign);
    (a.min(b), a.max(b))
}

/// Where the check that assumes least does not agree.
fn doubt(trial: &Trial, primary: &Measured) -> Option<String> {
    let permuted = primary.permuted?;
    let agrees = permuted.p <= 1.0 - trial.expected.level + 1e-12;
    (!agrees).then(|| "; but drawing the arms again gives a difference as large too often to be sure of it".to_string())
}

fn on_guards(measured: &[Measured]) -> String {
    let guards: Vec<&Measured> = measured.iter().filter(|one| one.measure.role == Role::Guard).collect();
    let named = |wanted: &dyn Fn(&Measured) -> bool| -> Vec<&str> {
        guards.iter().filter(|one| wanted(one)).map(|one| one.measure.title.as_str()).collect()
    };
    let state = |one: &Measured| one.guarded.filter(|_| one.enough()).map(|guarded| guarded.state);
    let worse = named(&|one| state(one) == Some(Guard::Worse));
    let better = named(&|one| state(one) == Some(Guard::Better));
    let open = named(&|one| matches!(state(one), Some(Guard::Open) | None));
    let held = named(&|one| state(one) == Some(Guard::Held));
    let mut out = String::new();
    for (names, words) in [
        (held, "stayed within what you allowed"),
        (worse, "got worse by more than you allowed"),
        (better, "got better by more than the margin"),
        (open, "cannot be called unchanged"),
    ] {
        if !names.is_empty() {
            out.push_str(&format!("; {} {words}", together(&names)));
        }
    }
    out
}

/// What the look at half time says.
pub(super) fn halfway_verdict(guards: &[Measured]) -> String {
    let worse = |one: &&Measured| one.enough() && one.guarded.is_some_and(|guarded| guarded.state == Guard::Worse);
    let names: Vec<&str> = guards.iter().filter(worse).map(|one| one.measure.title.as_str()).collect();
    if names.is_empty() {
        return "Go on: no guard lies wholly beyond what you allowed for the worse.".to_string();
    }
    format!("Stop: {} got worse by more than you allowed.", together(&names))
}

/// Names in a row: "a, b and c".
pub(super) fn together(names: &[&str]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_string(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// Why nothing can be said of a measure, in words.
pub(super) fn plain_reason(reason: Reason, trial: &Trial) -> String {
    let (one, many) = (trial.assign.one(), trial.assign.many());
    match reason {
        Reason::MissingArm => "one arm has no answers, so there is nothing to compare".into(),
        Reason::OneCluster => format!("one arm has a single {one}, so nobody knows how much {many} differ anyway"),
        Reason::AllTheSame => {
            "all answers in both arms are the same; a question that everybody answers alike cannot show a difference"
                .into()
        }
        Reason::NoVariation => {
            format!("within each arm the {many} do not differ at all, which real {many} do; check the data")
        }
    }
}

/// What the trial does not show, whatever came out.
pub(super) fn not_shown(trial: &Trial, measured: &[Measured], answers: Option<&Answers>, listed: bool) -> Vec<String> {
    let mut out = Vec::new();
    if answers.is_some() {
        out.push("what customers felt who did not answer".to_string());
    }
    out.push(format!("whether it lasts beyond the {} weeks", trial.weeks));
    out.push("which of the changes in the order made the difference: the scripts were compared whole".to_string());
    out.push(match trial.assign {
        Unit::Agents => {
            "that nobody took over the other script from a neighbour, which makes the difference smaller".to_string()
        }
        Unit::Teams => "what the script did apart from what each team was doing in these weeks".to_string(),
        Unit::Weeks => "what agents would do who had never spoken the other script".to_string(),
    });
    out.push("what other agents, other customers or other calls would give".to_string());
    if !listed {
        out.push("that the script made the difference: the arms were not drawn from a list that is known".to_string());
    }
    if measured.iter().any(|one| one.measure.role == Role::Secondary) {
        out.push(
            "more on the secondary measures than a hint for the next trial, where the main measure shows nothing"
                .to_string(),
        );
    }
    out
}

/// One sentence on a measure that is not the primary one.
pub(super) fn sentence(trial: &Trial, one: &Measured) -> String {
    let (title, level) = (&one.measure.title, trial.expected.level);
    let estimate = match one.decides {
        Err(reason) => return format!("Nothing can be said of {title}: {}.", plain_reason(reason, trial)),
        Ok(_) if !one.enough() => return format!("Nothing can be said of {title}: too few {}.", trial.assign.many()),
        Ok(estimate) => estimate,
    };
    let found = found(trial, one, &estimate);
    if let Some(guarded) = one.guarded {
        let margin = size(&one.measure.unit, guarded.margin);
        let moved = estimate.low > 0.0 || estimate.high < 0.0;
        return match guarded.state {
            Guard::Held if moved => {
                format!("{} moved by {found}, which is within the {margin} you allowed.", capital(title))
            }
            Guard::Held => format!("{} stayed within {margin} either way: {found}.", capital(title)),
            Guard::Worse => format!("{} got worse by more than the {margin} you allowed: {found}.", capital(title)),
            Guard::Better => format!("{} got better by more than {margin}: {found}.", capital(title)),
            Guard::Open => {
                format!("{} cannot be called unchanged: the interval reaches beyond {margin}: {found}.", capital(title))
            }
        };
    }
    if one.shown(level) {
        let way = if estimate.difference > 0.0 { "raised" } else { "lowered" };
        return format!("The new script {way} {title} by {found}.");
    }
    let alone = one.corrected.is_some() && (estimate.low > 0.0 || estimate.high < 0.0);
    if alone {
        let many = "its own interval leaves out 0, but with this many secondary measures that alone is not enough";
        return format!("No change is shown in {title}: {found}; {many}.");
    }
    format!("No change is shown in {title}: {found}.")
}

/// The same words with a capital letter in front.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
