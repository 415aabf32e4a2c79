//! A series held against its rules where nobody says on which day it begins: what holds whatever weekday that is.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::model::Series;
use super::plan::{NODES, plan_within};
use super::read::SeriesReading;
use super::rules::{Levels, check, is_rule};
use crate::diagnostic::Diagnostic;
use crate::lint::Finding;
use crate::rule::Rule;
use crate::script::Allow;
use crate::sequence::solve::Limits;

/// A series is looked at as it begins on each day of a week.
const WEEK: u8 = 7;

/// What was found in reading, and what the rules find in the plan of every start within a week from `from` on. What
/// depends on the day it begins is told where it is planned for that day.
#[must_use]
pub fn lint(read: &SeriesReading, from: Date, rules: &[Rule], level: Levels<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = read.reading.diagnostics.iter().cloned().map(Finding::from).collect();
    let Some(series) = &read.series else { return found };
    let starts = (0..WEEK).filter_map(|day| from.checked_add(i32::from(day).days()).ok());
    let plans: Vec<Vec<Finding>> = starts.map(|start| on(series, start, rules, level)).collect();
    let in_all = |one: &&Finding| plans.iter().all(|plan| plan.iter().any(|other| is_same(one, other)));
    found.extend(plans.iter().take(1).flatten().filter(in_all).cloned());
    let looked_for =
        |allow: &Allow| rules.iter().find(|rule| is_rule(&allow.rule.value, rule) && level(rule).is_some());
    let idle = |allow: &&Allow| {
        looked_for(allow).is_some_and(|rule| !plans.iter().flatten().any(|one| one.diagnostic.rule == rule.id))
    };
    found.extend(series.allow.iter().filter(idle).map(|allow| unneeded(allow).into()));
    found.sort_by_key(|found| found.diagnostic.place);
    found
}

fn on(series: &Series, start: Date, rules: &[Rule], level: Levels<'_>) -> Vec<Finding> {
    let limits = Limits { nodes: NODES / u64::from(WEEK), ..Limits::default() };
    match plan_within(series, start, &limits) {
        Ok(plan) => check(plan.said(series), &plan, rules, level),
        Err(contradiction) => vec![(*contradiction).into()],
    }
}

/// The words may name days; the rule and the place are the same whenever it begins.
fn is_same(one: &Finding, other: &Finding) -> bool {
    one.diagnostic.rule == other.diagnostic.rule && one.diagnostic.place == other.diagnostic.place
}

fn unneeded(allow: &Allow) -> Diagnostic {
    let message = format!("“{}” is allowed, and nothing here needs it", allow.rule);
    Diagnostic::warning("lint/unused-allow", allow.rule.place, message)
        .help("take it out, so that it cannot hide something later")
}
