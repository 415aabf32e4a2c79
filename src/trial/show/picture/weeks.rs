//! Both arms week by week, and under them their difference with its interval.

use super::axis::Axis;
use super::{dot, open, short};
use crate::picture::escape;
use crate::trial::figure::signed;
use crate::trial::model::Trial;
use crate::trial::report::{Measured, Week};
use crate::trial::show::parts::Picture;
use std::fmt::Write as _;

/// The two arms week by week, and under them the difference with its interval.
pub(in crate::trial::show) fn weeks(trial: &Trial, one: &Measured) -> Picture {
    let (measure, unit) = (&one.measure, one.measure.unit.as_str());
    let title = format!("{} week by week", measure.title);
    let description: Vec<String> = one.weeks.iter().filter_map(|week| said(week, unit)).collect();
    let mut svg = open(330.0, &title, &description.join(". "));
    let across = Across { count: one.weeks.len().max(2) as f64 };
    arms(&mut svg, trial, one, across);
    differences(&mut svg, one, across);
    let unit = if measure.is_share() { "%" } else { unit };
    let _ = writeln!(
        svg,
        "<text class=\"soft\" x=\"4\" y=\"12\">{}</text><text class=\"soft\" x=\"4\" y=\"184\">difference</text>\
         <text class=\"soft\" x=\"640\" y=\"322\">week</text></svg>",
        escape(unit)
    );
    Picture::drawn(svg, format!("{title}: both arms above, their difference with its interval below."))
}

/// Where a week stands.
#[derive(Clone, Copy)]
struct Across {
    count: f64,
}

impl Across {
    fn x(self, number: usize) -> f64 {
        60.0 + (number as f64 - 1.0) / (self.count - 1.0) * 560.0
    }
}

/// The upper half: a line for each arm, its name at the end.
fn arms(svg: &mut String, trial: &Trial, one: &Measured, across: Across) {
    let axis = Axis::over(one.weeks.iter().flat_map(|week| week.arms.into_iter().flatten()), 24.0, 150.0);
    svg.push_str(&axis.ticks());
    let points = |arm: usize| -> Vec<(f64, f64)> {
        one.weeks.iter().filter_map(|week| Some((across.x(week.number), axis.y(week.arms[arm]?)))).collect()
    };
    let ends = [0, 1].map(|arm| points(arm).last().copied());
    for (arm, class) in ["old", "new"].into_iter().enumerate() {
        let line: Vec<String> = points(arm).iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(svg, "<polyline class=\"{class} line\" points=\"{}\"/>", line.join(" "));
        points(arm).iter().for_each(|(x, y)| svg.push_str(&dot(*x, *y, arm == 1)));
        if let Some((x, y)) = ends[arm] {
            let y = y + 4.0 + apart(y, ends[1 - arm].map(|(_, other)| other), arm == 0);
            let name = escape(&short(trial.arms.of(arm == 1), 14));
            let _ = writeln!(svg, "<text class=\"{class}\" x=\"{:.1}\" y=\"{y:.1}\">{name}</text>", x + 12.0);
        }
    }
}

/// How far a name moves so that it does not stand on the other.
fn apart(y: f64, other: Option<f64>, first: bool) -> f64 {
    match other {
        Some(other) if (y - other).abs() < 14.0 => {
            let below = y > other || y == other && first;
            (14.0 - (y - other).abs()) / 2.0 * if below { 1.0 } else { -1.0 }
        }
        _ => 0.0,
    }
}

/// The lower half: the difference of each week with its interval.
fn differences(svg: &mut String, one: &Measured, across: Across) {
    let ends = one.weeks.iter().filter_map(|week| week.estimate).flat_map(|estimate| [estimate.low, estimate.high]);
    let axis = Axis::over(ends.chain([0.0]), 196.0, 296.0);
    svg.push_str(&axis.ticks());
    let zero = axis.y(0.0);
    let _ = writeln!(svg, "<line class=\"zero\" x1=\"60\" x2=\"620\" y1=\"{zero:.1}\" y2=\"{zero:.1}\"/>");
    for week in &one.weeks {
        let (x, number) = (across.x(week.number), week.number);
        let _ = writeln!(svg, "<text class=\"soft\" x=\"{x:.1}\" y=\"322\" text-anchor=\"middle\">{number}</text>");
        let Some(estimate) = week.estimate else { continue };
        let [low, high, middle] = [estimate.low, estimate.high, estimate.difference].map(|value| axis.y(value));
        let _ = writeln!(
            svg,
            "<line class=\"bar\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{low:.1}\" y2=\"{high:.1}\"/>\
             <circle class=\"mark\" cx=\"{x:.1}\" cy=\"{middle:.1}\" r=\"5\"/>"
        );
    }
}

fn said(week: &Week, unit: &str) -> Option<String> {
    let estimate = week.estimate?;
    Some(format!("Week {}: {} {unit}", week.number, signed(unit, estimate.difference)))
}
