//! What stands in the columns of the journey map: stages and touchpoints above the heartbeat, the rest below it.

use std::fmt::Write as _;

use super::{LEFT, LINE, RIGHT, Sheet, lines_of, wide};
use crate::journey::model::{Heard, Touchpoint, Version};
use crate::journey::reason::figure;
use crate::journey::table::{clean, cut};
use crate::picture::{CurvePart, escape, smooth};
use crate::text::Text;

/// The stages, each over its touchpoints.
pub(super) fn stages(sheet: &mut Sheet<'_>) {
    let touchpoints = &sheet.journey.touchpoints;
    if touchpoints.iter().all(|one| one.stage.is_none()) {
        return;
    }
    let stage = |at: usize| touchpoints.get(at).and_then(|one| one.stage.as_ref()).map(|stage| clean(&stage.value));
    let (mut at, mut number) = (0, 0);
    while at < touchpoints.len() {
        let end = (at..touchpoints.len()).find(|&next| stage(next) != stage(at)).unwrap_or(touchpoints.len());
        if let Some(name) = stage(at) {
            let (x, width) = (sheet.x(at), (end - at) as f64 * sheet.column);
            let y = sheet.y;
            sheet.put(&format!(
                "<rect class=\"stage{}\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"28\" rx=\"6\"/>",
                number % 2,
                x + 3.0,
                width - 6.0
            ));
            let name = cut(&name, ((width - 24.0) / 6.9) as usize);
            sheet.words("stage", x + 14.0, y + 19.0, &name);
            number += 1;
        }
        at = end;
    }
    sheet.y += 38.0;
}

/// The touchpoints in the customer's words, each with its channel.
pub(super) fn touchpoints(sheet: &mut Sheet<'_>) {
    let inner = sheet.column - 28.0;
    let words: Vec<Vec<String>> =
        sheet.journey.touchpoints.iter().map(|one| lines_of(&one.words.value, inner, 6)).collect();
    let most = words.iter().map(Vec::len).max().unwrap_or(0);
    if most == 0 {
        return;
    }
    let height = 46.0 + most as f64 * LINE;
    let top = sheet.y;
    for (at, lines) in words.iter().enumerate() {
        let (x, width) = (sheet.x(at) + 4.0, sheet.column - 8.0);
        let one = &sheet.journey.touchpoints[at];
        let dashed = if one.only_in.is_some() { " stroke-dasharray=\"5 4\"" } else { "" };
        sheet.put(&format!(
            "<rect class=\"card\" x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"8\"{dashed}/>\
             <circle class=\"number\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"10\"/>\
             <text class=\"count\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            x + 18.0,
            top + 18.0,
            x + 18.0,
            top + 22.3,
            at + 1
        ));
        chip(sheet, one, x + 34.0, top + 8.0, width - 42.0);
        sheet.block("words", x + 10.0, top + 47.0, lines);
    }
    sheet.y += height + 14.0;
}

/// The channel, and on the edge of the card whether the touchpoint is new or goes.
fn chip(sheet: &mut Sheet<'_>, one: &Touchpoint, x: f64, y: f64, room: f64) {
    if let Some(channel) = &one.channel {
        let name = cut(&clean(&channel.value), ((room - 14.0) / 6.5) as usize);
        pill(sheet, "chip", "quiet", x, y, &name);
    }
    if let Some(version) = one.only_in {
        let (name, class) = match version {
            Version::AsIs => (sheet.labels.goes, "mend"),
            Version::ToBe => (sheet.labels.comes, "good"),
        };
        pill(sheet, class, "count", x + room - wide(name) - 14.0, y - 18.0, name);
    }
}

fn pill(sheet: &mut Sheet<'_>, ground: &str, ink: &str, x: f64, y: f64, name: &str) {
    let width = wide(name) + 14.0;
    let _ = writeln!(
        sheet.svg,
        "<rect class=\"{ground}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"20\" rx=\"10\"/>\
         <text class=\"{ink}\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
        x + width / 2.0,
        y + 14.2,
        escape(name)
    );
}

/// The rows below the heartbeat: only those that the file says something about.
pub(super) fn rows(sheet: &mut Sheet<'_>) {
    let labels = sheet.labels;
    calls(sheet);
    row(sheet, labels.does, |one| text(&one.does));
    row(sheet, labels.expects, |one| text(&one.expects));
    importance(sheet);
    row(sheet, labels.choice, |one| text(&one.choice));
    row(sheet, labels.note, |one| Some(one.note.iter().map(|note| note.value.as_str()).collect::<Vec<_>>().join(" ")));
}

/// The calls and series that happen at touchpoints: the curve of each, as it is dashed, over its title.
fn calls(sheet: &mut Sheet<'_>) {
    let journey = sheet.journey;
    let inner = sheet.column - 24.0;
    let title = |one: &Touchpoint| one.heard(Version::ToBe).map(|call| lines_of(&call.title, inner, 4));
    let most = journey.touchpoints.iter().filter_map(title).map(|lines| lines.len()).max().unwrap_or(0);
    if most == 0 {
        return;
    }
    let height = CALL + most as f64 * LINE + 30.0;
    band(sheet, sheet.labels.call, height);
    let top = sheet.y + 12.0;
    for (at, one) in journey.touchpoints.iter().enumerate() {
        let Some(lines) = title(one) else { continue };
        let (x, room) = (sheet.x(at) + 12.0, sheet.column - 24.0);
        sheet.put(&format!(
            "<rect class=\"card\" x=\"{x:.1}\" y=\"{top:.1}\" width=\"{room:.1}\" height=\"{CALL}\" rx=\"5\"/>\
             <line class=\"zero\" x1=\"{x:.1}\" x2=\"{:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>",
            x + room,
            top + CALL / 2.0,
            top + CALL / 2.0
        ));
        let calls = [(one.call.as_ref(), " old"), (one.designed.as_ref(), "")];
        for (call, old) in calls.into_iter().filter_map(|(call, old)| Some((call?, old))) {
            let old = if one.designed.is_some() { old } else { "" };
            for (run, of) in curves(call, x + 5.0, room - 10.0, top) {
                sheet.put(&format!("<path class=\"call{of}{old}\" d=\"{}\"/>", smooth(&run)));
            }
        }
        sheet.block("words", sheet.x(at) + 14.0, top + CALL + 18.0, &lines);
    }
    sheet.y += height + 6.0;
}

const CALL: f64 = 62.0;

/// The curves in a small frame, each with its class: of a script its parts; of a series the line from call to call,
/// and each call's own, thinner, in its place.
fn curves(heard: &Heard, left: f64, room: f64, top: f64) -> Vec<(Vec<(f64, f64)>, &'static str)> {
    let y = |valence: f64| top + 5.0 + (3.0 - valence.clamp(-3.0, 3.0)) / 6.0 * (CALL - 10.0);
    let each = room / heard.calls.len().max(1) as f64;
    let places = || (0..).zip(&heard.calls).map(|(at, call)| (left + f64::from(at) * each, call));
    let own = if heard.is_series { " own" } else { "" };
    let wide = if heard.is_series { each * 0.84 } else { each };
    let parts = places().flat_map(|(x, call)| curve(&call.parts, x + (each - wide) / 2.0, wide, y));
    let mut all: Vec<(Vec<(f64, f64)>, &str)> = parts.map(|run| (run, own)).collect();
    if heard.is_series {
        all.push((places().map(|(x, call)| (x + each / 2.0, y(call.remembered))).collect(), ""));
    }
    all.retain(|(run, _)| run.len() > 1);
    all
}

/// The curve of one call between two edges, in runs without a gap.
fn curve(parts: &[CurvePart], left: f64, room: f64, y: impl Fn(f64) -> f64) -> Vec<Vec<(f64, f64)>> {
    let total: f64 = parts.iter().map(|part| part.seconds).sum::<f64>().max(1.0);
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    let mut at = 0.0;
    for part in parts {
        let x = left + (at + part.seconds / 2.0) / total * room;
        at += part.seconds;
        match part.valence {
            Some(valence) => runs.last_mut().into_iter().for_each(|run| run.push((x, y(valence)))),
            None if part.seconds > 0.0 => runs.push(Vec::new()),
            None => {}
        }
    }
    runs
}

fn text(words: &Option<Text>) -> Option<String> {
    words.as_ref().map(|words| words.value.clone())
}

fn row(sheet: &mut Sheet<'_>, name: &str, words: impl Fn(&Touchpoint) -> Option<String>) {
    let inner = sheet.column - 24.0;
    let cells: Vec<Vec<String>> = sheet
        .journey
        .touchpoints
        .iter()
        .map(|one| words(one).filter(|words| !words.trim().is_empty()))
        .map(|words| words.map(|words| lines_of(&words, inner, 7)).unwrap_or_default())
        .collect();
    let most = cells.iter().map(Vec::len).max().unwrap_or(0);
    if most == 0 {
        return;
    }
    let height = most as f64 * LINE + 20.0;
    band(sheet, name, height);
    for (at, lines) in cells.iter().enumerate() {
        let (x, y) = (sheet.x(at) + 14.0, sheet.y + 22.0);
        sheet.block("words", x, y, lines);
    }
    sheet.y += height + 6.0;
}

/// The ground of a row, with its name on the left.
fn band(sheet: &mut Sheet<'_>, name: &str, height: f64) {
    let (y, width) = (sheet.y, sheet.width - LEFT - RIGHT);
    sheet.put(&format!(
        "<rect class=\"band\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"6\"/>",
        LEFT
    ));
    sheet.row_name(y + 22.0, name);
}

/// A bar for each touchpoint and persona: how much it matters.
fn importance(sheet: &mut Sheet<'_>) {
    let journey = sheet.journey;
    if journey.touchpoints.iter().all(|one| one.importance.is_empty()) {
        return;
    }
    let same = journey.touchpoints.iter().all(|one| one.importance.own.is_empty());
    let personas = if same { 1 } else { journey.personas.len() };
    let height = personas as f64 * 18.0 + 18.0;
    band(sheet, sheet.labels.importance, height);
    let (low, high) = journey.scale;
    for (at, one) in journey.touchpoints.iter().enumerate() {
        for persona in 0..personas {
            let Some(value) = one
                .importance
                .of(persona)
                .filter(|_| one.only_for.is_empty() || one.only_for.contains(&persona) || same)
            else {
                continue;
            };
            let room = sheet.column - 58.0;
            let width = ((value - low) / (high - low) * room).max(2.0);
            let (x, y) = (sheet.x(at) + 14.0, sheet.y + 12.0 + persona as f64 * 18.0);
            let fill = if same { "bar".to_string() } else { format!("f{}", persona % super::style::COLOURS) };
            sheet.put(&format!(
                "<rect class=\"{fill}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"12\" rx=\"3\"/>"
            ));
            sheet.words("quiet", x + width + 6.0, y + 10.5, &figure(value));
        }
    }
    sheet.y += height + 6.0;
}
