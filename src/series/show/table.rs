//! The calendar of a series as a table for the terminal.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::words::{Words, clock, words};
use crate::experience::NO_EVIDENCE;
use crate::sequence::solve::Proof;
use crate::series::dates::Dated;
use crate::series::given::given;
use crate::series::model::Series;
use crate::series::plan::Plan;

/// The calendar as a table, with what stands below it.
#[must_use]
pub fn table(series: &Series, plan: &Plan) -> String {
    let words = words(&series.language);
    let mut out = format!("{}\n", series.title);
    let start = words.date(plan.start);
    let zero = series.day_zero.as_ref().map_or_else(|| start.clone(), |day| words.with(&start, day.value.trim()));
    let _ = writeln!(out, "{}{}\n", words.day_zero, colon(words, &zero));
    let rows: Vec<[String; 8]> =
        (0..).zip(&plan.dated).map(|(turn, dated)| row(series, plan, words, turn, dated)).collect();
    out.push_str(&grid(words, &rows));
    out.push('\n');
    out.push_str(&verdict(series, plan, words));
    out.push_str(&moved_content(series, plan, words));
    out.push_str(&nobody(series, plan, words));
    out.push_str(&passed_on(series, plan, words));
    out
}

fn colon(words: &Words, rest: &str) -> String {
    if words.chinese { format!("：{rest}") } else { format!(": {rest}") }
}

fn row(series: &Series, plan: &Plan, words: &Words, turn: usize, dated: &Dated) -> [String; 8] {
    let call = series.calls.get(dated.call);
    let felt = plan.ordered.felt.get(dated.call);
    let window = call.map_or_else(String::new, |call| match &call.when {
        Some(when) => when.value.split_whitespace().collect::<Vec<_>>().join(" "),
        None => words.in_turn.to_string(),
    });
    let window = if dated.outside() { words.with(&window, words.outside) } else { window };
    let habits: Vec<String> = plan
        .changes
        .iter()
        .filter(|one| one.turn == turn)
        .filter_map(|one| Some(words.part(one.part, series.changes.get(one.change)?.name())))
        .collect();
    [
        (turn + 1).to_string(),
        words.date(dated.date),
        clock(dated.time),
        call.map_or_else(String::new, |call| call.name()),
        window,
        felt.filter(|felt| felt.seconds > 0.0).map_or_else(String::new, |felt| words.length(felt.seconds)),
        felt.filter(|felt| !felt.beats.is_empty()).map_or_else(String::new, |felt| signed(felt.experience.total)),
        habits.join(if words.chinese { "；" } else { "; " }),
    ]
}

/// A score with its sign.
pub(super) fn signed(value: f64) -> String {
    let value = if value.abs() < 0.05 { 0.0 } else { value };
    format!("{value:+.1}").replace("+0.0", "0.0")
}

fn grid(words: &Words, rows: &[[String; 8]]) -> String {
    let heads = words.heads.map(str::to_string);
    let used: Vec<usize> = (0..8).filter(|&at| rows.iter().any(|row| !row[at].is_empty())).collect();
    let wide = |at: usize| rows.iter().chain([&heads]).map(|row| row[at].width()).max().unwrap_or(0);
    let line = |row: &[String; 8]| {
        let cells = used.iter().map(|&at| pad(&row[at], wide(at), matches!(at, 0 | 2 | 5 | 6)));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_string() + "\n"
    };
    std::iter::once(&heads).chain(rows).map(line).collect()
}

fn pad(text: &str, width: usize, right: bool) -> String {
    let gap = " ".repeat(width.saturating_sub(text.width()));
    if right { format!("{gap}{text}") } else { format!("{text}{gap}") }
}

/// Whether the calls stand in another order than the written one.
fn moved(plan: &Plan) -> bool {
    plan.ordered.order.windows(2).any(|pair| matches!(pair, [a, b] if a > b))
}

/// How the series will be remembered, and whether another order of its calls would be better.
fn verdict(series: &Series, plan: &Plan, words: &Words) -> String {
    let ordered = &plan.ordered;
    let moved = moved(plan);
    let total = plan.remembered().total;
    let proof = match (ordered.proof, words.chinese) {
        (Proof::Optimal, false) => "no permitted order of the calls is better (proved)".to_string(),
        (Proof::Optimal, true) => "没有更好的允许顺序（已证明）".to_string(),
        (Proof::Gap(gap), false) => format!("no permitted order of the calls is better by more than {gap:.2}"),
        (Proof::Gap(gap), true) => format!("任何允许的顺序最多只能好{gap:.2}"),
    };
    let kept = !moved && ordered.after.total - ordered.before.total > 1e-9;
    let gain = ordered.after.total - ordered.before.total;
    let mut out = format!("{}{}", words.remembered, colon(words, &signed(total)));
    if kept && gain < NO_EVIDENCE {
        out.push_str(&match words.chinese {
            false => {
                format!("; another order would gain {gain:.2}, which is no evidence either way: the written one stays")
            }
            true => format!("；换顺序只多{gain:.2}，不足为据，保留原来的顺序"),
        });
    } else {
        let _ = write!(out, "{}{proof}", if words.chinese { "；" } else { "; " });
    }
    out.push('\n');
    if moved {
        let name = |&call: &usize| series.calls.get(call).map_or_else(String::new, |call| call.id.clone());
        let order = words.row(&ordered.order.iter().map(name).collect::<Vec<_>>());
        out.push_str(&match (words.chinese, ordered.written_fits) {
            (false, true) => format!("The calls were put in a better order (+{gain:.1}): {order}\n"),
            (false, false) => format!("The written order breaks a window or a place; the calls stand as {order}\n"),
            (true, true) => format!("通话换成了更好的顺序（+{gain:.1}）：{order}\n"),
            (true, false) => format!("原来的顺序不符合时间窗或位置，现为：{order}\n"),
        });
    }
    out
}

/// What is said in another call than it is written in, and why; or why nothing is.
fn moved_content(series: &Series, plan: &Plan, words: &Words) -> String {
    let content = &plan.content;
    if content.marked == 0 {
        return String::new();
    }
    let gain = content.after.total - content.before.total;
    if content.moves.is_empty() {
        return format!("{}\n", words.stays(content.marked, gain.max(0.0)));
    }
    let name = |turn: usize| {
        let call = plan.ordered.order.get(turn).and_then(|&call| series.calls.get(call));
        call.map_or_else(String::new, crate::series::model::Call::name)
    };
    let mut out = format!("\n{}\n", words.moved(gain, content.proof));
    for one in &content.moves {
        let _ = writeln!(out, "  {}", words.moves(one, &name(one.from), &name(one.to)));
    }
    out
}

/// The further tries of each call, and what to do then: once where it is the same for all.
fn nobody(series: &Series, plan: &Plan, words: &Words) -> String {
    let call = |dated: &Dated| series.calls.get(dated.call);
    let then =
        |dated: &Dated| call(dated).and_then(|call| call.if_nobody_answers.as_ref()).map(|then| then.value.trim());
    let first = plan.dated.first().and_then(then);
    let same = plan.dated.iter().all(|dated| then(dated) == first);
    let wide = plan.dated.iter().filter_map(call).map(|call| call.name().width()).max().unwrap_or(0);
    let mut out = String::new();
    for dated in plan.dated.iter().filter(|dated| dated.tries.len() > 1 || !same && then(dated).is_some()) {
        let name = call(dated).map_or_else(String::new, crate::series::model::Call::name);
        let own = then(dated).filter(|_| !same).map_or_else(String::new, |then| format!(" → {then}"));
        let _ = writeln!(out, "  {}  {}{own}", pad(&name, wide, false), tries(dated, words));
    }
    if let Some(then) = first.filter(|_| same) {
        let _ = writeln!(out, "  → {then}");
    }
    if out.is_empty() { out } else { format!("\n{}{}\n{out}", words.nobody, if words.chinese { "：" } else { ":" }) }
}

/// The tries after the first one; the day is said once for those of one day.
fn tries(dated: &Dated, words: &Words) -> String {
    let mut last = dated.date;
    let mut out = Vec::new();
    for (day, time) in dated.tries.iter().skip(1) {
        let day_too = format!("{} {}", words.short_date(*day), clock(*time));
        out.push(if *day == last { clock(*time) } else { day_too });
        last = *day;
    }
    words.row(&out)
}

fn passed_on(series: &Series, plan: &Plan, words: &Words) -> String {
    let order = &plan.ordered.order;
    let all = given(series, order, order.len());
    if all.is_empty() {
        return String::new();
    }
    let name = |call: usize| series.calls.get(call).map_or_else(String::new, |call| call.name());
    let one = |given: &crate::series::given::Given| words.with(&given.blank.replace('_', " "), &name(given.from));
    let list = words.row(&all.iter().map(one).collect::<Vec<_>>());
    format!("\n{}{}\n", words.given, colon(words, &list))
}
