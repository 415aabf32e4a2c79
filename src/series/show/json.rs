//! A planned series as JSON, in a shape with a version: fields may be added, never changed.

use serde_json::{Value, json};

use super::words::clock;
use crate::experience::Experience;
use crate::sequence::solve::Proof;
use crate::series::changes::Part;
use crate::series::content::ContentMove;
use crate::series::dates::Dated;
use crate::series::given::given;
use crate::series::model::Series;
use crate::series::plan::Plan;
use crate::series::roster::{Agent, Person, Rota, Why};
use crate::series::shape::shape;

/// The name and version of a plan's shape.
pub const SERIES_SHAPE: &str = "callcraft-series/1";
/// The name and version of a rota's shape.
pub const ROTA_SHAPE: &str = "callcraft-rota/1";

/// A plan as JSON.
#[must_use]
pub fn to_json(series: &Series, plan: &Plan) -> String {
    let ordered = &plan.ordered;
    let id = |at: &usize| series.calls.get(*at).map(|call| call.id.clone());
    let calls: Vec<Value> =
        plan.dated.iter().enumerate().map(|(turn, dated)| call(series, plan, turn, dated)).collect();
    let shape = shape(series);
    let gap = match ordered.proof {
        Proof::Optimal => 0.0,
        Proof::Gap(gap) => gap,
    };
    pretty(&json!({
        "shape": SERIES_SHAPE,
        "series": series.title.value.trim(),
        "id": series.id,
        "day_zero": plan.start.to_string(),
        "calls": calls,
        "order": ordered.order.iter().map(id).collect::<Vec<_>>(),
        "best_order": ordered.best.iter().map(id).collect::<Vec<_>>(),
        "score_before": experience(&ordered.before),
        "score_best": experience(&ordered.after),
        "proof": if ordered.proof == Proof::Optimal { "optimal" } else { "gap" },
        "gap": gap,
        "content": content(series, plan),
        "written_order_fits": ordered.written_fits,
        "law": plan.law.as_ref().map(|law| json!({"from": clock(law.hours.from), "to": clock(law.hours.to), "source": law.source})),
        "same_agent": series.keep.same_agent.map(|(same, _)| same.name()),
        "usual_shape": shape.usual.as_ref().and_then(id),
    }))
}

/// What may move between calls; null where nothing may.
fn content(series: &Series, plan: &Plan) -> Value {
    let content = &plan.content;
    let id = |turn: usize| {
        let call = plan.ordered.order.get(turn).and_then(|&call| series.calls.get(call));
        call.map(|call| call.id.clone())
    };
    let one = |one: &ContentMove| {
        json!({"segment": one.segment, "title": one.title, "from": id(one.from), "to": id(one.to), "behind": one.behind,
               "gain": one.gain})
    };
    if content.marked == 0 {
        return Value::Null;
    }
    json!({
        "may_move": content.marked,
        "moves": content.moves.iter().map(one).collect::<Vec<_>>(),
        "score_before": experience(&content.before),
        "score_best": experience(&content.after),
        "proof": content.proof.map(|proof| if proof == Proof::Optimal { "optimal" } else { "gap" }),
        "gap": content.proof.map(|proof| match proof { Proof::Optimal => 0.0, Proof::Gap(gap) => gap }),
    })
}

fn call(series: &Series, plan: &Plan, turn: usize, dated: &Dated) -> Value {
    let call = series.calls.get(dated.call);
    let felt = plan.ordered.felt.get(dated.call);
    let alike = shape(series).calls.iter().find(|alike| alike.call == dated.call).map(|alike| alike.likeness);
    let changes: Vec<Value> = plan
        .changes
        .iter()
        .filter(|one| one.turn == turn)
        .filter_map(|one| {
            let change = series.changes.get(one.change)?;
            let (what, step) = match one.part {
                Part::Reviews => ("reviews", None),
                Part::Begins => ("begins", Some(1)),
                Part::Step(step) => ("step", Some(step)),
            };
            let words = step.and_then(|step| change.steps.get(step - 1)).map(|step| step.value.trim());
            Some(json!({"change": change.id.value.trim(), "what": what, "step": step, "words": words}))
        })
        .collect();
    let from_earlier: Vec<Value> = given(series, &plan.ordered.order, turn)
        .iter()
        .map(|given| json!({"blank": given.blank, "from": series.calls.get(given.from).map(|call| call.id.clone())}))
        .collect();
    let tries: Vec<String> = dated.tries.iter().map(|(day, time)| format!("{day} {}", clock(*time))).collect();
    json!({
        "turn": turn + 1,
        "id": call.map(|call| call.id.clone()),
        "title": call.and_then(|call| call.title.as_ref()).map(|title| title.value.trim()),
        "script": call.and_then(|call| call.script).and_then(|at| series.scripts.get(at)).map(|script| script.name.clone()),
        "date": dated.date.to_string(),
        "time": clock(dated.time),
        "earliest": dated.bounds.earliest.to_string(),
        "latest": dated.bounds.latest.to_string(),
        "outside_window": dated.outside(),
        "tries": tries,
        "if_nobody_answers": call.and_then(|call| call.if_nobody_answers.as_ref()).map(|then| then.value.trim()),
        "seconds": felt.map(|felt| felt.seconds),
        "felt": felt.filter(|felt| !felt.beats.is_empty()).map(|felt| experience(&felt.experience)),
        "changes": changes,
        "given": from_earlier,
        "passes_on": call.map(|call| call.passes_on.iter().map(|name| name.value.trim()).collect::<Vec<_>>()),
        "alike": alike,
    })
}

fn experience(felt: &Experience) -> Value {
    json!({"total": felt.total, "mean": felt.mean, "peaks": felt.peaks, "editing": felt.editing, "average": felt.average})
}

/// A rota as JSON.
#[must_use]
pub fn rota_to_json(series: &Series, rota: &Rota, people: &[Person], agents: &[Agent]) -> String {
    let agent = |at: usize| agents.get(at).map(|agent| agent.name.clone());
    let person = |at: usize| people.get(at).map(|person| person.name.clone());
    let calls: Vec<Value> = rota
        .visits
        .iter()
        .map(|visit| {
            let call = series.calls.get(visit.call).map(|call| call.id.clone());
            json!({"person": person(visit.person), "call": call, "date": visit.day.to_string(), "agent": agent(visit.agent),
                   "own_voice": rota.own.get(visit.person) == Some(&visit.agent), "in_window": !visit.outside()})
        })
        .collect();
    let broken: Vec<Value> = rota
        .broken
        .iter()
        .map(|one| {
            let why = match one.why {
                Why::Off => "own agent is off",
                Why::Full => "own agent is full",
                Why::New => "agent is new to the person",
            };
            json!({"person": person(one.person), "turn": one.turn.map(|turn| turn + 1), "date": one.day.map(|day| day.to_string()),
                   "own": agent(one.own), "other": agent(one.other), "why": why})
        })
        .collect();
    let loads: Vec<Value> =
        agents.iter().zip(&rota.loads).map(|(agent, load)| json!({"agent": agent.name, "calls": load})).collect();
    pretty(&json!({
        "shape": ROTA_SHAPE,
        "series": series.title.value.trim(),
        "people": people.len(),
        "calls": calls,
        "broken": broken,
        "broken_at_least": rota.least,
        "loads": loads,
    }))
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
