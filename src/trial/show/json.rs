//! A plan or a report as JSON, in a shape with a version: fields may be added, never changed.

use super::Names;
use crate::trial::assign::Line;
use crate::trial::checks::Check;
use crate::trial::model::{Measure, Role};
use crate::trial::plan::{Need, Plan, Row};
use crate::trial::report::{ArmFigure, Guard, Measured, Report, Week};
use crate::trial::stats::{Estimate, Permuted, Reason};
use crate::trial::words::{Kept, hash};
use serde_json::{Value, json};

/// The name and version of a report's shape.
pub const REPORT_SHAPE: &str = "callcraft-trial-report/1";
/// The name and version of a plan's shape.
pub const PLAN_SHAPE: &str = "callcraft-trial-plan/1";

pub(super) fn report(report: &Report, names: Names) -> String {
    let trial = &report.trial;
    let arm = |new: usize| {
        let facts = &report.arms[new];
        json!({"name": facts.name, "units": facts.units, "calls": facts.calls, "answered": facts.answered})
    };
    let unit = |dot: &crate::trial::report::Dot| {
        let name = if names == Names::Shown { json!(dot.name) } else { Value::Null };
        json!({"number": dot.number, "name": name, "arm": trial.arms.of(dot.new), "answers": dot.answers, "mean": dot.mean})
    };
    let answers = report.answers.as_ref().map(|answers| {
        json!({"old_percent": answers.arms[0], "new_percent": answers.arms[1], "difference": answers.estimate.as_ref().map(estimate),
               "bounds": answers.bounds.map(|(low, high)| json!({"low": low, "high": high}))})
    });
    let value = json!({
        "shape": REPORT_SHAPE,
        "trial": trial.title,
        "question": trial.question,
        "assigned": trial.assign.many(),
        "level": trial.expected.level,
        "plan": plan_state(&report.kept),
        "assignment_list": report.listed,
        "rows": report.rows,
        "rows_counted": report.counted,
        "arms": {"old": arm(0), "new": arm(1)},
        "verdict": report.verdict,
        "not_shown": report.not_shown,
        "checks": report.checks.iter().map(check).collect::<Vec<_>>(),
        "measures": report.measured.iter().map(measured).collect::<Vec<_>>(),
        "answers": answers,
        "units": report.dots.iter().map(unit).collect::<Vec<_>>(),
    });
    pretty(&value)
}

pub(super) fn plan(plan: &Plan) -> String {
    let trial = &plan.trial;
    let line = |line: &Line| json!({"unit": line.unit, "agent": line.agent, "arm": trial.arms.of(line.new), "block": line.block, "before": line.figures});
    let value = json!({
        "shape": PLAN_SHAPE,
        "trial": trial.title,
        "question": trial.question,
        "assigned": trial.assign.many(),
        "seed": trial.seed,
        "weeks": trial.weeks,
        "weeks_needed": plan.weeks_needed,
        "units_at_hand": plan.at_hand,
        "needs": plan.needs.iter().map(need).collect::<Vec<_>>(),
        "table": plan.table.iter().map(row).collect::<Vec<_>>(),
        "assignment": plan.assignment.as_ref().map(|list| list.lines.iter().map(line).collect::<Vec<_>>()),
        "survey_columns": crate::survey::columns(),
        "words": plan.words,
        "sha256": hash(&plan.words),
    });
    pretty(&value)
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

fn role(measure: &Measure) -> &'static str {
    role_name(measure.role)
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Primary => "primary",
        Role::Secondary => "secondary",
        Role::Guard => "guard",
    }
}

fn plan_state(kept: &Kept) -> Value {
    match kept {
        Kept::NeverFixed => json!({"state": "never fixed"}),
        Kept::AsFixed(hash) => json!({"state": "as fixed", "sha256": hash}),
        Kept::Changed(changes) => {
            let change = |change: &crate::trial::words::Change| json!({"was": change.was, "is": change.is});
            json!({"state": "changed", "changes": changes.iter().map(change).collect::<Vec<_>>()})
        }
    }
}

fn check(check: &Check) -> Value {
    json!({"name": check.name, "level": check.level.name(), "message": check.message, "help": check.help, "lines": check.lines})
}

fn measured(one: &Measured) -> Value {
    let arm =
        |ArmFigure { units, answers, mean }: &ArmFigure| json!({"units": units, "answers": answers, "mean": mean});
    let measure = &one.measure;
    let guarded = one.guarded.map(|guarded| {
        let state = match guarded.state {
            Guard::Held => "held",
            Guard::Worse => "worse",
            Guard::Better => "better",
            Guard::Open => "open",
        };
        json!({"margin": guarded.margin, "state": state, "p": guarded.p})
    });
    let soon = one.soon.map(|soon| json!({"early": estimate(&soon.early), "later": estimate(&soon.later), "step": soon.step.as_ref().map(estimate)}));
    json!({
        "name": measure.name,
        "title": measure.title,
        "role": role(measure),
        "unit": measure.unit,
        "worth_having": measure.worth_having,
        "old": arm(&one.arms[0]),
        "new": arm(&one.arms[1]),
        "enough_units": one.enough(),
        "figure_before_allowed_for": one.adjusted,
        "by_unit": one.decides.as_ref().ok().map(estimate),
        "why_not": one.decides.err().map(reason),
        "by_unit_plain": one.plain.as_ref().map(estimate),
        "by_call": one.by_call.as_ref().map(estimate),
        "permutation": one.permuted.as_ref().map(permuted),
        "p_holm": one.corrected,
        "guard": guarded,
        "alike": one.alike,
        "weeks": one.weeks.iter().map(week).collect::<Vec<_>>(),
        "first_two_weeks": soon,
    })
}

fn estimate(estimate: &Estimate) -> Value {
    let Estimate { difference, error, freedom, low, high, p } = estimate;
    json!({"difference": difference, "standard_error": error, "degrees_of_freedom": freedom, "low": low, "high": high, "p": p})
}

/// An end that is infinite is null: JSON has no word for it.
fn permuted(permuted: &Permuted) -> Value {
    let finite = |value: f64| value.is_finite().then_some(value);
    let (low, high) = (finite(permuted.low), finite(permuted.high));
    json!({"difference": permuted.difference, "low": low, "high": high, "p": permuted.p, "lists": permuted.lists, "all": permuted.all})
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::MissingArm => "missing arm",
        Reason::OneCluster => "one unit in an arm",
        Reason::AllTheSame => "all answers the same",
        Reason::NoVariation => "no variation between units",
    }
}

fn week(week: &Week) -> Value {
    json!({"week": week.number, "old": week.arms[0], "new": week.arms[1], "difference": week.estimate.as_ref().map(estimate)})
}

fn need(need: &Need) -> Value {
    json!({
        "measure": need.title,
        "role": role_name(need.role),
        "unit": need.unit,
        "effect": need.effect,
        "answers_a_unit": need.answers,
        "units_an_arm": need.units,
        "answers_a_unit_needed": need.answers_needed,
        "chance": need.chance,
        "smallest": need.smallest,
    })
}

fn row(row: &Row) -> Value {
    json!({"units_an_arm": row.units, "smallest": row.smallest, "answers_an_arm": row.answers, "weeks": row.weeks, "at_hand": row.at_hand})
}
