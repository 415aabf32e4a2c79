//! The foot of the journey map: what to mend first, and who goes through the journey.

use super::{LINE, RIGHT, Sheet, lines_of, wide};
use crate::journey::model::Persona;
use crate::journey::reason::{self, figure};
use crate::journey::steps::{Step, factor_steps, rank};
use crate::journey::table::{clean, cut};
use crate::journey::wishes::untaken;
use crate::text::Text;

/// The seven steps: a bar for each factor that has all its figures, and the figures of all of them.
pub(super) fn steps(sheet: &mut Sheet<'_>) {
    let steps = factor_steps(sheet.journey);
    if steps.is_empty() {
        return;
    }
    sheet.y += 30.0;
    let labels = sheet.labels;
    sheet.words("head", 20.0, sheet.y, labels.seven_steps);
    sheet.y += 26.0;
    let columns: Vec<f64> = (0..7).map(|at| 260.0 + f64::from(at) * 112.0).collect();
    sheet.words("row", 20.0, sheet.y, labels.factor);
    for (name, x) in labels.steps.iter().zip(&columns) {
        right(sheet, "row", *x, name);
    }
    let ranking = rank(&steps);
    for (at, step) in steps.iter().enumerate() {
        sheet.y += 22.0;
        let first = ranking.mend.first() == Some(&at);
        let class = if first { "strong" } else { "words" };
        let name = cut(&clean(&step.name), 22);
        sheet.words(class, 20.0, sheet.y, &name);
        for (value, x) in figures(step).iter().zip(&columns) {
            let shown = value.map_or_else(|| "–".to_string(), figure);
            right(sheet, if value.is_none() { "quiet" } else { class }, *x, &shown);
        }
        bar(sheet, &steps, step);
    }
    sheet.y += 28.0;
    let told = reason::first(&steps, &ranking, &sheet.journey.language);
    let told = told.unwrap_or_else(|| labels.nothing_to_mend.to_string());
    let open: Vec<String> = ranking.unranked.iter().map(|one| reason::unranked(&steps, one, labels)).collect();
    let open = (!open.is_empty()).then(|| labels.told(labels.not_ranked, &labels.listed(&open)));
    for (class, words) in [("strong", Some(told)), ("quiet", open)] {
        let Some(words) = words else { continue };
        let lines = lines_of(&words, sheet.width - 40.0, 4);
        sheet.y += sheet.block(class, 20.0, sheet.y, &lines) + 3.0;
    }
}

fn figures(step: &Step) -> [Option<f64>; 7] {
    [step.experience, step.expectation, step.satisfaction, step.importance, step.weighted, step.ideal, step.gap]
}

fn right(sheet: &mut Sheet<'_>, class: &str, x: f64, words: &str) {
    let words = crate::picture::escape(words);
    let y = sheet.y;
    sheet.put(&format!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"end\">{words}</text>"));
}

/// The weighted satisfaction as a bar, red to the left of its line, green to the right.
fn bar(sheet: &mut Sheet<'_>, steps: &[Step], step: &Step) {
    let Some(weighted) = step.weighted else { return };
    let most = steps.iter().filter_map(|one| one.weighted).map(f64::abs).fold(0.0, f64::max).max(1e-9);
    let half = 120.0_f64.min((sheet.width - RIGHT - 980.0) / 2.0).max(20.0);
    let (middle, width) = (970.0 + half, weighted.abs() / most * half);
    let (x, class) = if weighted < 0.0 { (middle - width, "mend") } else { (middle, "good") };
    let y = sheet.y;
    sheet.put(&format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"12\" rx=\"2\"/>\
         <line class=\"zero\" x1=\"{middle:.1}\" x2=\"{middle:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>",
        y - 10.5,
        width.max(1.0),
        y - 15.0,
        y + 6.0
    ));
}

/// The empathy map of each persona; pains and gains that no touchpoint takes up carry an empty circle.
pub(super) fn people(sheet: &mut Sheet<'_>) {
    let open = untaken(sheet.journey);
    for (at, persona) in sheet.journey.personas.iter().enumerate() {
        let own = open.iter().find(|(persona, _)| *persona == at).map_or(&[][..], |(_, wishes)| wishes.as_slice());
        let is_open = |words: &Text| own.iter().any(|wish| wish.words.place == words.place);
        person(sheet, at, persona, &is_open);
    }
    if open.is_empty() {
        return;
    }
    sheet.y += 12.0;
    let key = format!("○ {}", sheet.labels.not_taken_up);
    let x = sheet.width - RIGHT - wide(&key);
    sheet.words("quiet", x, sheet.y, &key);
}

fn person(sheet: &mut Sheet<'_>, at: usize, persona: &Persona, is_open: &dyn Fn(&Text) -> bool) {
    let map = &persona.map;
    let lists: [&[Text]; 6] = [&map.says, &map.thinks, &map.does, &map.feelings, &map.pains, &map.gains];
    let shown: Vec<usize> = (0..6).filter(|&number| !lists[number].is_empty()).collect();
    if shown.is_empty() {
        return;
    }
    sheet.y += 34.0;
    let y = sheet.y;
    let colour = at % super::style::COLOURS;
    sheet.put(&format!("<circle class=\"f{colour}\" cx=\"28\" cy=\"{:.1}\" r=\"8\"/>", y - 5.0));
    let name = cut(&clean(persona.name()), ((sheet.width - 80.0) / 8.2) as usize);
    sheet.words("head", 44.0, y, &name);
    let column = (sheet.width - 20.0 - RIGHT) / shown.len() as f64;
    let mut tallest: f64 = 0.0;
    for (place, &number) in shown.iter().enumerate() {
        let x = 20.0 + place as f64 * column;
        sheet.words("row", x, y + 26.0, sheet.labels.map[number]);
        let mut down = y + 46.0;
        for item in lists[number] {
            let sign = match number {
                4 | 5 if is_open(item) => "○ ",
                4 | 5 => "● ",
                _ => "",
            };
            let lines = lines_of(&format!("{sign}{}", item.value), column - 22.0, 4);
            down += sheet.block("words", x, down, &lines) + 4.0;
        }
        tallest = tallest.max(down - y);
    }
    sheet.y += tallest - LINE + 6.0;
}
