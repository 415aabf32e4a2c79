//! The difference of every measure with its interval, as a picture and in signs.

use super::{WIDTH, open, short};
use crate::picture::escape;
use crate::trial::figure::{interval, signed};
use crate::trial::model::{Role, Trial};
use crate::trial::report::Measured;
use crate::trial::show::parts::Picture;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The difference of every measure with its interval, all on one line through 0; measures of one unit share a scale.
pub(in crate::trial::show) fn differences(trial: &Trial, measured: &[Measured]) -> Picture {
    let shown: Vec<&Measured> = measured.iter().filter(|one| one.decides.is_ok()).collect();
    let mut scales: BTreeMap<&str, f64> = BTreeMap::new();
    for one in &shown {
        let reach = reach(one);
        let scale = scales.entry(&one.measure.unit).or_insert(0.0);
        *scale = scale.max(reach);
    }
    let height = 46.0 * shown.len() as f64 + 40.0;
    let mut svg = open(height, "Difference for each measure", &described(&shown));
    let middle = 440.0;
    let _ =
        writeln!(svg, "<line class=\"zero\" x1=\"{middle}\" x2=\"{middle}\" y1=\"22\" y2=\"{:.0}\"/>", height - 18.0);
    let _ = writeln!(svg, "<text class=\"soft\" x=\"{middle}\" y=\"14\" text-anchor=\"middle\">no difference</text>");
    let mut signs = String::new();
    for (at, one) in shown.iter().enumerate() {
        let scale = scales.get(one.measure.unit.as_str()).copied().unwrap_or(1.0).max(1e-9);
        let y = 46.0 * at as f64 + 46.0;
        svg.push_str(&row(one, y, middle, 150.0 / scale));
        signs.push_str(&row_in_signs(one, scale));
    }
    svg.push_str("</svg>\n");
    let level = trial.expected.level * 100.0;
    let caption = format!(
        "New script minus old, with the {level:.0} % interval. The band is a guard's margin, the dotted line the effect worth having. Measures in points share one scale."
    );
    let signs_say = format!(
        "● new minus old with its {level:.0} % interval, | no difference, : the effect worth having, [ ] what a guard allows. Measures in points share one scale."
    );
    Picture { svg, signs, signs_say, caption }
}

/// How far a row reaches from 0.
fn reach(one: &Measured) -> f64 {
    let Ok(estimate) = one.decides else { return 0.0 };
    let other = if one.measure.role == Role::Guard { one.measure.margin } else { one.measure.worth_having };
    estimate.low.abs().max(estimate.high.abs()).max(other.unwrap_or(0.0)) * 1.05
}

fn described(shown: &[&Measured]) -> String {
    let words = |one: &&Measured| {
        let estimate = one.decides.ok()?;
        let (unit, title) = (&one.measure.unit, &one.measure.title);
        Some(format!(
            "{title}: {} {unit}, {}",
            signed(unit, estimate.difference),
            interval(unit, estimate.low, estimate.high)
        ))
    };
    shown.iter().filter_map(words).collect::<Vec<_>>().join(". ")
}

fn row(one: &Measured, y: f64, middle: f64, per_unit: f64) -> String {
    let Ok(estimate) = one.decides else { return String::new() };
    let (measure, unit) = (&one.measure, &one.measure.unit);
    let x = |value: f64| middle + value * per_unit;
    let mut svg = String::new();
    if let (Role::Guard, Some(margin)) = (measure.role, measure.margin) {
        let _ = writeln!(
            svg,
            "<rect class=\"band\" x=\"{:.1}\" width=\"{:.1}\" y=\"{:.1}\" height=\"28\"/>",
            x(-margin),
            2.0 * margin * per_unit,
            y - 14.0
        );
    } else if let Some(worth) = measure.worth_having {
        let at = x(worth * measure.good_sign());
        let _ = writeln!(
            svg,
            "<line class=\"worth\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>",
            y - 15.0,
            y + 15.0
        );
    }
    let part = match measure.role {
        Role::Primary => "decides",
        Role::Secondary => "secondary",
        Role::Guard => "guard",
    };
    let _ = writeln!(
        svg,
        "<text x=\"4\" y=\"{:.1}\">{}</text><text class=\"soft\" x=\"4\" y=\"{:.1}\">{part}</text>",
        y - 2.0,
        escape(&short(&measure.title, 36)),
        y + 14.0
    );
    let _ = writeln!(
        svg,
        "<line class=\"bar\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y}\" y2=\"{y}\"/><circle class=\"mark\" cx=\"{:.1}\" cy=\"{y}\" r=\"6\"/>",
        x(estimate.low),
        x(estimate.high),
        x(estimate.difference)
    );
    let figure = format!("{} {unit}", signed(unit, estimate.difference));
    let _ = writeln!(
        svg,
        "<text x=\"{WIDTH:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text><text class=\"soft\" x=\"{WIDTH:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
        y - 2.0,
        escape(&figure),
        y + 14.0,
        escape(&interval(unit, estimate.low, estimate.high))
    );
    svg
}

/// The same row in signs: `[` and `]` a guard's margin, `:` the effect worth having.
fn row_in_signs(one: &Measured, scale: f64) -> String {
    const HALF: f64 = 24.0;
    let Ok(estimate) = one.decides else { return String::new() };
    let (measure, unit) = (&one.measure, &one.measure.unit);
    let at = |value: f64| (HALF + value / scale * HALF).round().clamp(0.0, 2.0 * HALF) as usize;
    let mut cells = vec![' '; 2 * HALF as usize + 1];
    cells[at(0.0)] = '|';
    if let (Role::Guard, Some(margin)) = (measure.role, measure.margin) {
        cells[at(-margin)] = '[';
        cells[at(margin)] = ']';
    } else if let Some(worth) = measure.worth_having {
        cells[at(worth * measure.good_sign())] = ':';
    }
    for cell in &mut cells[at(estimate.low)..=at(estimate.high)] {
        *cell = if *cell == ' ' { '─' } else { *cell };
    }
    cells[at(estimate.difference)] = '●';
    let cells: String = cells.into_iter().collect();
    format!("  {:<30} {cells} {:>7} {unit}\n", short(&measure.title, 30), signed(unit, estimate.difference))
}
