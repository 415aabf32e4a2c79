//! The parts of a plan: what is needed, what can be shown, how long it runs, the list, the words to fix.

use super::parts::{Page, Part};
use super::picture;
use crate::survey;
use crate::trial::figure::{count, percent, signed, size};
use crate::trial::model::{Role, Unit};
use crate::trial::plan::{Need, Plan};
use crate::trial::verdict::capital;

pub(super) fn page(plan: &Plan) -> Page {
    let mut page = Page::new(&plan.trial.title);
    if !plan.trial.question.is_empty() {
        page.words(plan.trial.question.clone());
    }
    page.parts.push(Part::Verdict(can_show(plan)));
    needs(&mut page, plan);
    table(&mut page, plan);
    page.picture(picture::curve(plan));
    how_long(&mut page, plan);
    list(&mut page, plan);
    form(&mut page, plan);
    page.heading("The analysis plan, to be fixed before the first call");
    page.parts.push(Part::Quoted(plan.words.clone()));
    page
}

/// What this trial can show, in one sentence.
fn can_show(plan: &Plan) -> String {
    let trial = &plan.trial;
    let (many, chance) = (trial.assign.many(), percent(trial.expected.power));
    let Some(need) = plan.needs.first().filter(|need| need.role == Role::Primary) else {
        return "Give the figure before the trial (`before`, or `spread` for a mean), and this says what the trial can show.".into();
    };
    let effect = size(&need.unit, need.effect);
    let enough = need
        .units
        .map_or(format!("no number of {many} is enough"), |units| format!("{units} {many} in each arm are needed"));
    match (plan.at_hand, need.chance, need.smallest) {
        (Some(at_hand), Some(got), smallest) => {
            let smallest = smallest.map_or("no effect at all".to_string(), |smallest| {
                format!("an effect of {} or more", size(&need.unit, smallest))
            });
            let verdict =
                if got >= trial.expected.power { "This trial can show" } else { "This trial is too small to show" };
            format!(
                "{verdict} {effect} in {}: with {at_hand} {many} in each arm and {} weeks the chance is {}; it shows {smallest} with a chance of {chance}, and for {effect} {enough}.",
                need.title,
                trial.weeks,
                percent((got * 100.0).round() / 100.0)
            )
        }
        _ => {
            format!("To show {effect} in {} with a chance of {chance} in {} weeks, {enough}.", need.title, trial.weeks)
        }
    }
}

fn needs(page: &mut Page, plan: &Plan) {
    if plan.needs.is_empty() {
        return;
    }
    let trial = &plan.trial;
    let many = trial.assign.many();
    page.heading("What each measure needs");
    let none = || "-".to_string();
    let row = |need: &Need| {
        let what = if need.role == Role::Guard {
            format!("within {}", size(&need.unit, need.effect))
        } else {
            size(&need.unit, need.effect)
        };
        vec![
            need.title.clone(),
            what,
            format!("{:.0}", need.answers),
            need.units.map_or("over 5000".to_string(), |units| units.to_string()),
            need.units.map_or_else(none, |units| count((need.answers * units as f64).round() as usize)),
            need.chance.map_or_else(none, percent_of),
            need.smallest.map_or_else(none, |smallest| size(&need.unit, smallest)),
        ]
    };
    let heads = [
        "measure",
        "to show",
        &format!("answers {}", trial.assign.a()),
        &format!("{many} an arm"),
        "answers an arm",
        "chance at hand",
        "smallest at hand",
    ];
    page.table(&heads, plan.needs.iter().map(row).collect());
    let e = &trial.expected;
    let steady = if e.steady > 0.0 {
        format!(", figures before that go with those during it by {:.2}", e.steady)
    } else {
        String::new()
    };
    page.words(format!(
        "Expected: {:.0} calls a week for each agent, {} answered, numbers that differ by {}, answers about one {} alike by {:.3} (intra-cluster correlation){steady}. Wanted: a chance of {} to show the effect, at {} intervals. For a guard \"to show\" means that nothing changed. These figures are guesses until the trial has run: if agents differ more than expected, it can show less.",
        e.calls_a_week, percent(e.answered), percent(e.uneven), trial.assign.one(), e.alike, percent(e.power), percent(e.level)
    ));
    if plan.at_hand.is_some()
        && plan.needs.first().is_some_and(|need| need.answers_needed.is_none() && need.role == Role::Primary)
    {
        page.words(format!("More answers do not help here: even with a million each, these {many} differ too much among themselves. Only more {many}, a figure from before the trial (`before_column`, `steady`), or a larger effect do."));
    }
}

fn percent_of(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn table(page: &mut Page, plan: &Plan) {
    if plan.table.is_empty() {
        return;
    }
    let (trial, many) = (&plan.trial, plan.trial.assign.many());
    let unit = &trial.primary.unit;
    let worth = trial.primary.worth_having.map_or(String::new(), |worth| size(unit, worth));
    page.heading(&format!("With other numbers of {many}"));
    let row = |row: &crate::trial::plan::Row| {
        let here = if row.at_hand { "  (at hand)" } else { "" };
        let none = || "-".to_string();
        vec![
            format!("{}{here}", row.units),
            row.smallest.map_or_else(none, |smallest| size(unit, smallest)),
            row.answers.map_or("more do not help".to_string(), count),
            row.weeks.map_or_else(none, |weeks| {
                if weeks > 104.0 { "years".to_string() } else { format!("{:.0}", weeks.ceil().max(1.0)) }
            }),
        ]
    };
    let heads = [
        format!("{many} an arm"),
        format!("smallest effect in {} weeks", trial.weeks),
        format!("answers an arm for {worth}"),
        "weeks they take".to_string(),
    ];
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    page.table(&heads, plan.table.iter().map(row).collect());
}

fn how_long(page: &mut Page, plan: &Plan) {
    let trial = &plan.trial;
    page.heading("How long, and when to stop");
    let words = match (plan.weeks_needed, plan.at_hand) {
        (Some(weeks), _) if weeks <= trial.weeks => {
            format!("{weeks} weeks are enough for the effect worth having; the file plans {}.", trial.weeks)
        }
        (Some(weeks), _) => format!(
            "{weeks} weeks are needed for the effect worth having; the file plans {}. Write `weeks: {weeks}`, or say that a smaller chance is enough.",
            trial.weeks
        ),
        (None, Some(_)) => format!(
            "Not even half a year is long enough for the effect worth having with these {}.",
            trial.assign.many()
        ),
        (None, None) => "List the agents, and this says how many weeks are needed.".to_string(),
    };
    page.words(words);
    page.words("Whole weeks, at least four: the effect is expected within two, and two more show whether it stays. Nobody looks at the difference before the end: whoever looks every week and stops when it looks good will find an effect that is not there. The rule for stopping stands in the plan below.");
}

fn list(page: &mut Page, plan: &Plan) {
    let Some(list) = &plan.assignment else { return };
    let trial = &plan.trial;
    page.heading("The draw");
    let [old, new] = list.sizes();
    page.words(format!("{} {} with the old script, {} with the new one, drawn with seed {}. The same seed and the same list of agents give the same draw, on any machine.", old, trial.assign.many(), new, trial.seed));
    if trial.assign == Unit::Weeks {
        return;
    }
    let alikeness = list.alikeness();
    if !alikeness.is_empty() {
        let row = |on: &crate::trial::assign::Alikeness| {
            vec![on.column.clone(), format!("{:.1}", on.old), format!("{:.1}", on.new), signed("", on.in_spreads)]
        };
        page.table(&["before the trial", "old", "new", "difference in spreads"], alikeness.iter().map(row).collect());
    }
}

fn form(page: &mut Page, plan: &Plan) {
    let asked: Vec<&str> =
        plan.trial.measures().filter(|measure| measure.asked).map(|measure| measure.name.as_str()).collect();
    if asked.is_empty() {
        return;
    }
    page.heading("The survey's columns");
    page.words(format!("`{}`", survey::columns().join(",")));
    let question = |question: &survey::Question| {
        let scale = match question.answer {
            survey::Answer::OneToFive => format!(" (1 {} to 5 {})", question.ends_english[0], question.ends_english[1]),
            survey::Answer::Words => " (in words; read, not counted)".to_string(),
        };
        format!("`{}`: {}{scale}", question.column, question.english)
    };
    page.list(survey::QUESTIONS.iter().map(question).collect());
    let others: Vec<&str> = (plan.trial.measures())
        .filter(|measure| !measure.asked && measure.kind != crate::trial::Kind::CallsADay)
        .map(|measure| measure.name.as_str())
        .collect();
    if !others.is_empty() {
        page.words(format!("{} of each call too, from the telephone system: {}. Answers and calls belong in one table, one row a call, also where nobody answered.", capital("needed"), others.join(", ")));
    }
    page.words(
        "The form does not ask for the arm: it comes from the list, so that whoever types the answers does not see it.",
    );
}
