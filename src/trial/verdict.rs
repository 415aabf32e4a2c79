//! The verdict in one plain sentence, and what it does not show.

use super::figure::{interval, level, percent, signed, size};
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
        "The trial cannot tell whether the new script changed {title}: the difference is {found}{}",
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
        return format!(", at least the {worth_words} that the plan calls worth having");
    }
    if most < worth {
        return format!(", which is less than the {worth_words} that the plan calls worth having");
    }
    let least = size(&primary.measure.unit, least);
    format!(
        ", but it may be as little as {least}, so the {worth_words} that the plan calls worth having are not certain"
    )
}

/// What a difference that is not shown leaves possible.
fn still_open(primary: &Measured, estimate: &Estimate) -> String {
    let Some(worth) = primary.measure.worth_having else { return String::new() };
    let (_, most) = ends(estimate, primary.measure.good_sign());
    let worth_words = size(&primary.measure.unit, worth);
    if most < worth {
        format!(", so the {worth_words} that the plan calls worth having are unlikely")
    } else {
        format!(", so no change and the {worth_words} that the plan calls worth having are both still possible")
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
        (held, "stayed within the plan's limits"),
        (worse, "got worse by more than the plan allows"),
        (better, "got better by more than the plan's limit"),
        (open, "may have changed by more than the plan allows, or may not"),
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
        return "Go on: no guard lies wholly beyond what the plan allows for the worse.".to_string();
    }
    format!("Stop: {} got worse by more than the plan allows.", together(&names))
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
            "whether some agents took over the other script from a neighbour; then the true difference is larger"
                .to_string()
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
        let room = room(one, &estimate);
        let moved = estimate.low > 0.0 || estimate.high < 0.0;
        return match guarded.state {
            Guard::Held if moved => {
                format!("{} moved by {found}, which is within the plan's limit of {margin}{room}.", capital(title))
            }
            Guard::Held => {
                format!("{} stayed within the plan's limit of {margin} either way: {found}{room}.", capital(title))
            }
            Guard::Worse => {
                format!("{} got worse by more than the {margin} that the plan allows: {found}.", capital(title))
            }
            Guard::Better => format!("{} got better by more than {margin}: {found}.", capital(title)),
            Guard::Open => {
                format!(
                    "{} may have changed by more than the plan's limit of {margin}, or may not: {found}{room}.",
                    capital(title)
                )
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

/// How far a guard's own figure may have moved: "unchanged" is never said of it.
fn room(one: &Measured, estimate: &Estimate) -> String {
    let [Some(old), _] = one.arms.map(|arm| arm.mean) else { return String::new() };
    let at = |value: f64| level(&one.measure, value.max(0.0));
    format!(
        "; with the new script it may be anything from {} to {}, with the old one it is {}",
        at(old + estimate.low),
        at(old + estimate.high),
        at(old)
    )
}

/// What a lead can do now, by what came out.
pub(super) fn next(trial: &Trial, measured: &[Measured]) -> Option<String> {
    let primary = measured.first().filter(|one| one.measure.role == Role::Primary)?;
    let again = "`callcraft trial plan` says how many agents and weeks a second trial needs";
    let estimate = match primary.decides {
        Ok(estimate) if primary.enough() => estimate,
        _ => return Some(format!("Keep the script that you have until a trial can answer; {again}.")),
    };
    if !primary.shown(trial.expected.level) {
        return Some(format!(
            "This trial gives no reason to change the script, and none to call the new one useless. To know more, {again}."
        ));
    }
    if estimate.difference * primary.measure.good_sign() < 0.0 {
        return Some("Keep the old script, and find out what in the new one did it.".to_string());
    }
    let guards = |state: Guard| {
        let is = |one: &&Measured| one.guarded.is_some_and(|guarded| guarded.state == state);
        measured.iter().filter(is).map(|one| one.measure.title.as_str()).collect::<Vec<_>>()
    };
    let (worse, open) = (guards(Guard::Worse), guards(Guard::Open));
    Some(if !worse.is_empty() {
        format!("Before the new script is brought in, find out why {} got worse.", together(&worse))
    } else if !open.is_empty() {
        format!("If the new script is brought in, watch {}: this trial could not settle that.", together(&open))
    } else {
        "The new script can be brought in. Keep asking customers for some months: only that shows whether it lasts."
            .to_string()
    })
}

/// The same words with a capital letter in front.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
