//! The page that the person called puts on the fridge: when we call, what we work on, and what to do in between.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, context};
use serde::Serialize;

use super::words::{Words, clock, words};
use crate::error::{Error, Result};
use crate::series::changes::Part;
use crate::series::model::{SameAgent, Series};
use crate::series::plan::Plan;
use crate::template;

/// What the page shows.
#[derive(Serialize)]
struct Page<'s> {
    lang: &'s str,
    title: &'s str,
    chinese: bool,
    voice: &'s str,
    goals: Vec<&'s str>,
    calls: Vec<Row>,
    changes: Vec<Habit<'s>>,
}

#[derive(Serialize)]
struct Row {
    number: usize,
    date: String,
    time: String,
    name: String,
    minutes: u64,
    last: bool,
}

#[derive(Serialize)]
struct Habit<'s> {
    name: &'s str,
    instead: Option<&'s str>,
    steps: Vec<Step<'s>>,
}

#[derive(Serialize)]
struct Step<'s> {
    words: &'s str,
    from: String,
}

/// The printable overview as one HTML page.
///
/// # Errors
/// [`Error::Template`] where the page cannot be made.
pub fn overview(series: &Series, plan: &Plan) -> Result<String> {
    let words = words(&series.language);
    let page = Page {
        lang: series.language.tag(),
        title: series.title.value.trim(),
        chinese: words.chinese,
        voice: series.keep.same_agent.map_or("", |(same, _)| voice(same)),
        goals: series.goals.iter().map(|goal| goal.value.trim()).collect(),
        calls: rows(series, plan, words),
        changes: habits(series, plan, words),
    };
    let mut env = template::environment();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        env.set_syntax(syntax);
    }
    let made = env.render_str(include_str!("overview.html.j2"), context! { page => Serde(&page) });
    made.map_err(|error| Error::Template(format!("the overview: {error}")))
}

/// What the page may promise of the voice: no more than the file does.
fn voice(same: SameAgent) -> &'static str {
    match same {
        SameAgent::Always => "always",
        SameAgent::Preferred => "preferred",
        SameAgent::No => "",
    }
}

fn rows(series: &Series, plan: &Plan, words: &Words) -> Vec<Row> {
    let one = |(turn, dated): (usize, &crate::series::dates::Dated)| {
        // What the author plans for, else the longest way through the call: nobody likes to be cut short.
        let slow = plan.ordered.felt.get(dated.call).map_or(0.0, |felt| felt.slow);
        let planned =
            series.calls.get(dated.call).and_then(|call| series.script(call)).and_then(|script| script.length);
        let seconds = planned.unwrap_or(slow);
        Row {
            number: turn + 1,
            date: words.date(dated.date),
            time: clock(dated.time),
            name: series.calls.get(dated.call).map_or_else(String::new, |call| call.name()),
            minutes: (seconds / 60.0).ceil() as u64,
            last: turn + 1 == plan.dated.len(),
        }
    };
    plan.dated.iter().enumerate().map(one).collect()
}

fn habits<'s>(series: &'s Series, plan: &Plan, words: &Words) -> Vec<Habit<'s>> {
    let from = |number: usize, step: usize| {
        let part = if step == 0 { Part::Begins } else { Part::Step(step + 1) };
        let turn = plan.changes.iter().find(|one| one.change == number && one.part == part).map(|one| one.turn);
        turn.and_then(|turn| plan.dated.get(turn)).map(|dated| words.short_date(dated.date))
    };
    let steps = |(number, change): (usize, &'s crate::series::model::Change)| {
        let steps = change.steps.iter().enumerate();
        let steps = steps.filter_map(|(step, text)| Some(Step { words: text.value.trim(), from: from(number, step)? }));
        Habit {
            name: change.name(),
            instead: change.compared_with.as_ref().map(|text| text.value.trim()),
            steps: steps.collect(),
        }
    };
    series.changes.iter().enumerate().map(steps).collect()
}
