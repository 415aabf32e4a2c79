//! The parts of a report, in the order a reader needs them: the verdict, what was wrong, the figures, what is not shown.

use super::parts::{Page, Part};
use super::{Names, picture};
use crate::diagnostic::Level;
use crate::trial::figure::{chance, chance_in_words, count, interval, level, percent, signed, size};
use crate::trial::model::{Role, Trial};
use crate::trial::report::{Answers, ArmFigure, Measured, Report, SOON};
use crate::trial::stats::Estimate;
use crate::trial::verdict::{capital, next, plain_reason, sentence};
use crate::trial::words::Kept;

pub(super) fn page(report: &Report, names: Names) -> Page {
    let mut page = Page::new(&report.trial.title);
    if !report.trial.question.is_empty() {
        page.words(report.trial.question.clone());
    }
    page.parts.push(Part::Verdict(report.verdict.clone()));
    page.words(how_tried(report));
    if report.checks.iter().any(|check| check.level == Level::Error) {
        page.words("Before anything is done with these figures, settle what was found in the data.");
    } else if let Some(next) = next(&report.trial, &report.measured) {
        page.words(next);
    }
    checks(&mut page, report);
    primary(&mut page, report);
    others(&mut page, report);
    page.parts.push(Part::Picture(picture::differences(&report.trial, &report.measured)));
    weeks(&mut page, report);
    answers(&mut page, report);
    units(&mut page, report, names);
    page.heading("What this does not show");
    page.list(report.not_shown.clone());
    method(&mut page, report);
    page
}

/// What was tried, on how many calls.
fn how_tried(report: &Report) -> String {
    let trial = &report.trial;
    let drawn = if report.listed { ", drawn by lot" } else { "" };
    let from = trial.start.map_or_else(String::new, |start| format!(" from {start}"));
    format!("Tried{from} for {} weeks{drawn}. {}", trial.weeks, size_of(report))
}

fn size_of(report: &Report) -> String {
    let trial = &report.trial;
    let arm = |new: bool| {
        let arm = &report.arms[usize::from(new)];
        format!(
            "{} {} with {} calls ({} script, arm `{}`)",
            arm.units,
            trial.assign.many(),
            count(arm.calls),
            if new { "new" } else { "old" },
            arm.name
        )
    };
    format!("Counted: {} of {} rows; {} and {}.", count(report.counted), count(report.rows), arm(false), arm(true))
}

fn checks(page: &mut Page, report: &Report) {
    page.heading("What was found in the data");
    if report.checks.is_empty() {
        page.words("No fault was found in the data.");
    }
    for check in &report.checks {
        let lines: Vec<String> = check.lines.iter().map(u64::to_string).collect();
        let at = if lines.is_empty() { String::new() } else { format!(" (first at line {})", lines.join(", ")) };
        let message = format!("{}{at}", capital(&check.message));
        let help = format!("{}.", capital(check.help.trim_end_matches('.')));
        page.parts.push(Part::Notice { level: check.level.name(), message, help });
    }
}

fn primary(page: &mut Page, report: &Report) {
    let Some(one) = report.primary() else { return };
    page.heading(&format!("The measure that decides: {}", one.measure.title));
    page.table(&["", report.trial.assign.many(), "answers", "figure"], arm_rows(report, one));
    match &one.decides {
        Ok(estimate) => decision(page, &report.trial, one, estimate),
        Err(reason) => page.words(format!("No difference can be given: {}.", plain_reason(*reason, &report.trial))),
    }
}

fn arm_rows(report: &Report, one: &Measured) -> Vec<Vec<String>> {
    let row = |new: bool| {
        let ArmFigure { units, answers, mean } = one.arms[usize::from(new)];
        let name = format!("{} script (`{}`)", if new { "new" } else { "old" }, report.trial.arms.of(new));
        vec![name, units.to_string(), count(answers), mean.map_or("-".into(), |mean| level(&one.measure, mean))]
    };
    vec![row(false), row(true)]
}

/// The difference that decides, and whether the other ways of working it out agree.
fn decision(page: &mut Page, trial: &Trial, one: &Measured, decides: &Estimate) {
    let unit = one.measure.unit.as_str();
    let cells = vec![
        "new minus old".to_string(),
        signed(unit, decides.difference),
        interval(unit, decides.low, decides.high),
        chance_in_words(decides.p),
    ];
    page.table(&["", &in_unit(unit), &interval_name(trial), "by chance alone"], vec![cells]);
    page.words(format!(
        "The true difference is likely to lie anywhere in the interval, and likeliest in its middle. By chance alone: if \
         the new script did nothing, a difference this large would come up in so many trials. {}{}",
        points_mean(one),
        agreement(trial, one)
    ));
    if !one.enough() {
        page.words(format!("There are too few {} for any of these figures to be trusted.", trial.assign.many()));
    }
}

fn in_unit(unit: &str) -> String {
    format!("difference in {}", if unit.is_empty() { "its unit" } else { unit })
}

fn interval_name(trial: &Trial) -> String {
    format!("{} interval", percent(trial.expected.level))
}

fn points_mean(one: &Measured) -> &'static str {
    if !one.measure.is_share() {
        return "";
    }
    "A point is one more in every hundred who answered. "
}

/// Whether every other way of working it out comes to the same.
fn agreement(trial: &Trial, one: &Measured) -> &'static str {
    let shown = one.shown(trial.expected.level);
    let least = 1.0 - trial.expected.level + 1e-12;
    let mut others = [one.plain.map(|one| one.p), one.by_call.map(|one| one.p), one.permuted.map(|one| one.p)]
        .into_iter()
        .flatten()
        .peekable();
    if others.peek().is_none() {
        ""
    } else if others.all(|p| (p <= least) == shown) {
        "The other ways of working it out, at the end, agree."
    } else {
        "The other ways of working it out, at the end, do not all agree: be careful."
    }
}

/// The difference by every method; a p-value never stands without them.
fn methods(page: &mut Page, trial: &Trial, one: &Measured, decides: &Estimate) {
    let unit = one.measure.unit.as_str();
    let unit_name = trial.assign.one();
    let row = |name: String, difference: f64, ends: (f64, f64), p: f64| {
        vec![name, signed(unit, difference), interval(unit, ends.0, ends.1), chance(p)]
    };
    let of =
        |name: String, estimate: &Estimate| row(name, estimate.difference, (estimate.low, estimate.high), estimate.p);
    let with = if one.adjusted { ", corrected for the figure before" } else { "" };
    let mut rows = vec![of(format!("by {unit_name}{with} (decides)"), decides)];
    rows.extend(one.plain.as_ref().map(|plain| of(format!("by {unit_name}, without that"), plain)));
    rows.extend(one.by_call.as_ref().map(|by_call| of("by call, errors allow for alike calls".to_string(), by_call)));
    rows.extend(one.permuted.as_ref().map(|again| {
        let all = if again.all { "all " } else { "" };
        let name = format!("the draw made again ({all}{} lists)", count(again.lists));
        row(name, again.difference, (again.low, again.high), again.p)
    }));
    page.table(&[&one.measure.title, &in_unit(unit), &interval_name(trial), "p-value"], rows);
}

fn others(page: &mut Page, report: &Report) {
    for (role, heading) in [(Role::Secondary, "Other measures"), (Role::Guard, "What was not to change")] {
        let ones: Vec<&Measured> = report.of(role).collect();
        if ones.is_empty() {
            continue;
        }
        page.heading(heading);
        let last = if role == Role::Guard { "allowed" } else { "by chance alone*" };
        let interval = format!("{} interval", percent(report.trial.expected.level));
        page.table(
            &["measure", "old", "new", "difference", &interval, last],
            ones.iter().map(|one| row(one)).collect(),
        );
        page.list(ones.iter().map(|one| sentence(&report.trial, one)).collect());
        if role == Role::Secondary {
            let doubt = if report.primary().is_some_and(|one| one.shown(report.trial.expected.level)) {
                ""
            } else {
                " The measure that decides shows no difference, so these are hints for the next trial and no more."
            };
            page.words(format!(
                "* Made stricter because {} measures are looked at (Holm's correction).{doubt}",
                ones.len()
            ));
        } else {
            page.words("A limit counts as kept only where the whole interval lies within it; a difference that is merely not shown is not the same as none.");
        }
    }
}

fn row(one: &Measured) -> Vec<String> {
    let (measure, unit) = (&one.measure, one.measure.unit.as_str());
    let figure = |new: usize| one.arms[new].mean.map_or("-".to_string(), |mean| level(measure, mean));
    let mut row = vec![measure.title.clone(), figure(0), figure(1)];
    match &one.decides {
        Ok(estimate) => {
            row.extend([
                format!("{} {unit}", signed(unit, estimate.difference)),
                interval(unit, estimate.low, estimate.high),
            ]);
        }
        Err(_) => row.extend(["-".to_string(), "-".to_string()]),
    }
    row.push(match (one.guarded, one.corrected) {
        (Some(guarded), _) => format!("± {}", size(unit, guarded.margin)),
        (None, Some(corrected)) => chance_in_words(corrected),
        (None, None) => measure.margin.map_or("-".to_string(), |margin| format!("± {}", size(unit, margin))),
    });
    row
}

fn weeks(page: &mut Page, report: &Report) {
    let Some(one) = report.primary().filter(|one| one.weeks.len() > 1) else { return };
    page.heading("Week by week");
    let unit = one.measure.unit.as_str();
    let figure = |mean: Option<f64>| mean.map_or("-".to_string(), |mean| level(&one.measure, mean));
    let rows = one.weeks.iter().map(|week| {
        let mut row = vec![format!("week {}", week.number), figure(week.arms[0]), figure(week.arms[1])];
        match &week.estimate {
            Some(estimate) => {
                row.extend([signed(unit, estimate.difference), interval(unit, estimate.low, estimate.high)])
            }
            None => row.extend(["-".to_string(), "-".to_string()]),
        }
        row
    });
    let rows = rows.collect();
    page.table(
        &[
            &one.measure.title,
            "old",
            "new",
            "difference",
            &format!("{} interval", percent(report.trial.expected.level)),
        ],
        rows,
    );
    if let Some(words) = soon(report, one) {
        page.words(words);
    }
    for one in report.measured.iter().filter(|one| one.measure.role != Role::Guard && one.weeks.len() > 1) {
        page.picture(picture::weeks(&report.trial, one));
    }
}

/// What the first two weeks gave beside those after them.
fn soon(report: &Report, one: &Measured) -> Option<String> {
    let soon = one.soon?;
    let unit = one.measure.unit.as_str();
    let of = |estimate: &Estimate| {
        format!("{} {unit} ({})", signed(unit, estimate.difference), interval(unit, estimate.low, estimate.high))
    };
    let mut words =
        format!("In the first {SOON} weeks the difference was {}, after them {}.", of(&soon.early), of(&soon.later));
    if let Some(step) = soon.step.filter(|_| one.enough()) {
        let moved = step.low > 0.0 || step.high < 0.0;
        let says = if !moved {
            "the trial cannot say that it grew or faded"
        } else if step.difference * soon.later.difference > 0.0 {
            "it grew"
        } else {
            "it faded"
        };
        words.push_str(&format!(" From the one to the other it moved by {}: {says}.", of(&step)));
    }
    let early_shown = (soon.early.low > 0.0 || soon.early.high < 0.0) && one.enough();
    if early_shown && one.shown(report.trial.expected.level) {
        words.push_str(&format!(" So an effect was already there within {SOON} weeks."));
    }
    words.push_str(" Single weeks rest on few answers and jump by chance: quote none of them.");
    Some(words)
}

fn answers(page: &mut Page, report: &Report) {
    let Some(Answers { arms: [old, new], estimate, bounds }) = &report.answers else { return };
    page.heading("Who answered");
    let difference = estimate.as_ref().map_or(String::new(), |e| {
        format!("; the difference is {} points ({})", signed("points", e.difference), interval("points", e.low, e.high))
    });
    page.words(format!("Customers answered {old:.1} % of calls with the old script and {new:.1} % with the new one{difference}. Nobody knows what the others felt: if the script made unhappy customers answer less often, it looks better than it is."));
    if let (Some((low, high)), Some(one)) = (bounds, report.primary()) {
        let unit = &one.measure.unit;
        page.words(format!("At worst, if the few more who answered in one arm all felt one way, the difference in {} would be between {} and {} {unit}; chance, as above, comes on top of that.", one.measure.title, signed(unit, *low), signed(unit, *high)));
    }
}

fn units(page: &mut Page, report: &Report, names: Names) {
    let Some(one) = report.primary().filter(|_| report.dots.len() > 1) else { return };
    let (unit, many) = (report.trial.assign.one(), report.trial.assign.many());
    page.heading(&capital(many));
    page.picture(picture::dots(&report.trial, one, &report.dots, names));
    if let Some(alike) = one.alike {
        page.words(format!("For the next plan (`alike`): answers about one {unit} are alike by {:.3}; this plan expected {:.3} (intra-cluster correlation).", alike.max(0.0), one.measure.alike.unwrap_or(report.trial.expected.alike)));
    }
    if names == Names::Hidden {
        page.words(format!("The {many} are not named: differences between single {many} are mostly chance, and this trial was not made to judge them."));
        return;
    }
    let row = |dot: &crate::trial::report::Dot| {
        vec![
            dot.name.clone(),
            report.trial.arms.of(dot.new).to_string(),
            count(dot.answers),
            level(&one.measure, dot.mean),
        ]
    };
    page.table(&[unit, "arm", "answers", "figure"], report.dots.iter().map(row).collect());
    page.words(format!("Differences between single {many} are mostly chance; this trial was not made to judge them."));
}

fn method(page: &mut Page, report: &Report) {
    page.heading("How this was worked out, for a statistician");
    if let Some((one, Ok(estimate))) = report.primary().map(|one| (one, &one.decides)) {
        methods(page, &report.trial, one, estimate);
    }
    let one = report.trial.assign.one();
    let mut items = vec![
        format!("The arms' figures count each {one} once, and the difference may be corrected for the figures before: it need not be what new minus old gives on a pocket calculator"),
        format!("Decides: each {one} counts once; ordinary least squares on their means, Student's t"),
        format!("By call: each call counts once; errors CR2 by {one}, Satterthwaite's degrees of freedom"),
        "The draw made again: the same difference under other lists that could have been drawn; assumes nothing about how answers are spread".to_string(),
    ];
    items.push(match &report.kept {
        Kept::AsFixed(hash) => format!("The plan is as it was fixed before the data: SHA-256 {hash}"),
        Kept::NeverFixed => "No plan was fixed before the data".to_string(),
        Kept::Changed(_) => "The plan is not as it was fixed before the data; see above".to_string(),
    });
    page.list(items);
}
