//! A plan as a paper for a meeting: both orders side by side, the curve, the reasons and the limits, on two printed pages;
//! and the same with what was found in the script, for somebody who sees nothing else.

use minijinja::value::Serde;
use minijinja::{AutoEscape, Value, context};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::lint::Finding;
use crate::picture;
use crate::reading::Reading;
use crate::script::{Script, duration};
use crate::sequence::solve::Proof;
use crate::sequence::{Plan, Spread, Verdict};
use crate::template;

const PAPER: &str = include_str!("paper.html.j2");

#[derive(Serialize)]
struct Row {
    number: usize,
    name: String,
    feels: String,
    valence: i8,
    takes: String,
    moved: bool,
}

#[derive(Serialize)]
struct Reason {
    name: String,
    from: usize,
    to: usize,
    principle: &'static str,
    why: String,
    gain: Option<String>,
    reads: Vec<(String, String)>,
}

/// The paper as one HTML file.
///
/// # Errors
/// [`Error::Template`] where the page could not be made.
pub fn paper(script: &Script, plan: &Plan) -> Result<String> {
    page(context! { found => Value::from(()), ..of_plan(script, plan) })
}

/// What was found in a script and, where there is an order to propose, the paper of its plan, as one HTML file.
/// `planned` is the plan, or why there is none in one sentence.
///
/// # Errors
/// [`Error::Template`] where the page could not be made.
pub fn paper_with_findings(
    reading: &Reading,
    found: &[Finding],
    planned: std::result::Result<&Plan, &str>,
) -> Result<String> {
    let found: Vec<Told> = found.iter().filter(|one| one.allowed.is_none()).map(|one| told(reading, one)).collect();
    let found = context! { found => Serde(&found) };
    match (&reading.script, planned) {
        (Some(script), Ok(plan)) => page(context! { ..found, ..of_plan(script, plan) }),
        (script, planned) => {
            let name = reading.source().map_or("", |source| source.name());
            let title = script.as_ref().map_or(name, |script| &script.title.value);
            let language = script.as_ref().map_or("en", |script| script.language.tag());
            let because = planned.err().unwrap_or("it cannot be read as a script");
            page(context! { designed => false, title, language, because, ..found })
        }
    }
}

/// A finding as a row of the paper.
#[derive(Serialize)]
struct Told {
    level: &'static str,
    place: String,
    segment: String,
    message: String,
    help: String,
    why: String,
    rule: String,
}

fn told(reading: &Reading, finding: &Finding) -> Told {
    let one = &finding.diagnostic;
    let source = reading.sources.get(usize::from(one.place.file));
    let place = source.map_or_else(String::new, |source| {
        format!("{} {}", source.unit().name(), source.position(one.place.start as usize).line)
    });
    Told {
        level: one.level.name(),
        place,
        segment: finding.segment.clone(),
        message: sentence(&one.message),
        help: sentence(&one.help),
        why: sentence(&one.why),
        rule: one.rule.clone(),
    }
}

/// Words as a sentence: a capital first, a full stop last where nothing else ends it.
fn sentence(words: &str) -> String {
    let words = words.trim();
    let mut rest = words.chars();
    let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if words.is_empty() || words.ends_with(['.', '?', '!', '。', '？', '！']) { "" } else { "." };
    format!("{first}{}{stop}", rest.as_str())
}

fn page(context: Value) -> Result<String> {
    let mut env = template::environment();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    let fail = |error: minijinja::Error| Error::Template(template::flaw(&error, PAPER).message);
    env.template_from_named_str("paper.html", PAPER).and_then(|page| page.render(context)).map_err(fail)
}

fn of_plan(script: &Script, plan: &Plan) -> Value {
    let written: Vec<usize> = (0..script.segments.len()).collect();
    let curve = picture::curve(&super::curves(script, plan));
    context! {
        designed => true,
        title => &script.title.value,
        version => script.version.as_ref().map(|text| &text.value),
        role => script.role.name(),
        language => script.language.tag(),
        length => duration::spoken(plan.seconds.iter().sum()),
        before => Serde(&rows(script, plan, &written)),
        after => Serde(&rows(script, plan, &plan.order)),
        score_before => format!("{:.2}", plan.before.total),
        score_after => format!("{:.2}", plan.after.total),
        gain => format!("{:+.2}", plan.gain()),
        average => format!("{:.2}", plan.after.average),
        verdict => verdict(plan),
        proof => proof(plan),
        reasons => Serde(&reasons(script, plan)),
        broken => unique(plan.broken_before.iter().map(|demand| demand.sentence(script))),
        stopped => plan.stopped.iter().take(6).map(|stopped| (stopped.constraint.clone(), format!("{:.2}", stopped.cost))).map(|(constraint, cost)| context! { constraint, cost }).collect::<Vec<_>>(),
        ways => super::ends::ways(script, plan).into_iter().map(|way| context! {
            name => way.name, before => format!("{:.2}", way.before), after => format!("{:.2}", way.after),
            share => format!("{:.0}", way.share * 100.0), seconds => duration::spoken(way.seconds), remarks => way.remarks,
        }).collect::<Vec<_>>(),
        unknown => (plan.spread == Spread::Unknown).then_some(super::ends::UNKNOWN),
        decisions => plan.decisions.iter().map(|&(at, _)| script.segments[at].name().to_string()).collect::<Vec<_>>(),
        guessed_ends => super::guessed_ends(script),
        led_by => super::led_by(script),
        curve => Value::from_safe_string(curve),
    }
}

fn rows(script: &Script, plan: &Plan, order: &[usize]) -> Vec<Row> {
    let row = |(at, &segment): (usize, &usize)| {
        let own = &script.segments[segment];
        Row {
            number: at + 1,
            name: own.name().to_string(),
            feels: own.feels.as_ref().map_or("not given".to_string(), |said| {
                format!("{}{}", said.value.name(), if said.is_guess() { "?" } else { "" })
            }),
            valence: own.feels.as_ref().map_or(0, |said| said.value.valence()),
            takes: duration::spoken(plan.seconds[segment]),
            moved: plan.moves.iter().any(|change| change.segment == segment),
        }
    };
    order.iter().enumerate().map(row).collect()
}

fn reasons(script: &Script, plan: &Plan) -> Vec<Reason> {
    let reason = |change: &crate::sequence::Move| Reason {
        name: script.segments[change.segment].name().to_string(),
        from: change.from,
        to: change.to,
        principle: change.principle.title(),
        why: change.why.clone(),
        gain: change.gain.map(|gain| format!("{gain:+.2}")),
        reads: [&change.lead_in, &change.lead_out].into_iter().flatten().cloned().collect(),
    };
    plan.moves.iter().map(reason).collect()
}

fn verdict(plan: &Plan) -> &'static str {
    match plan.verdict {
        Verdict::Reorder => "Reorder it: the call is likely to be remembered better.",
        Verdict::Leave => "Leave it as it is: the difference is too small to be evidence either way.",
        Verdict::MustChange => "It cannot stay as it is: the written order breaks a constraint.",
    }
}

fn proof(plan: &Plan) -> String {
    match plan.proof {
        Proof::Optimal => "Proved: no permitted order is better.".to_string(),
        Proof::Gap(gap) => {
            format!("Not proved within the time limit: a permitted order could be better by {gap:.3} at most.")
        }
    }
}

fn unique(sentences: impl Iterator<Item = String>) -> Vec<String> {
    let set: std::collections::BTreeSet<String> = sentences.collect();
    set.into_iter().collect()
}
