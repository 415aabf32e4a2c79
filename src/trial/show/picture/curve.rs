//! What a trial can show with more or fewer agents.

use super::axis::Axis;
use super::{dot, open};
use crate::picture::escape;
use crate::trial::figure::size;
use crate::trial::plan::Plan;
use crate::trial::show::parts::Picture;
use std::fmt::Write as _;

/// The smallest effect that a number of units can show.
pub(in crate::trial::show) fn curve(plan: &Plan) -> Picture {
    let points: Vec<(usize, f64)> = plan.curve().into_iter().filter(|(units, _)| *units >= 3).collect();
    let unit = plan.trial.primary.unit.as_str();
    let many = plan.trial.assign.many();
    let top = points
        .iter()
        .map(|(_, effect)| *effect)
        .fold(0.0, f64::max)
        .min(4.0 * plan.trial.primary.worth_having.unwrap_or(f64::INFINITY));
    let axis = Axis::over([0.0, top].into_iter(), 20.0, 240.0);
    let x = |units: f64| 60.0 + (units - 2.0) / 58.0 * 660.0;
    let mut svg = open(
        300.0,
        "The smallest effect that can be shown",
        &format!("With more {many} a smaller effect can be shown."),
    );
    svg.push_str(&axis.ticks());
    let path: Vec<String> = points
        .iter()
        .filter(|(_, effect)| *effect <= top)
        .map(|(units, effect)| format!("{:.1},{:.1}", x(*units as f64), axis.y(*effect)))
        .collect();
    let _ = writeln!(svg, "<polyline class=\"new line\" points=\"{}\"/>", path.join(" "));
    for units in [5, 10, 20, 30, 40, 50, 60] {
        let _ = writeln!(
            svg,
            "<text class=\"soft\" x=\"{:.1}\" y=\"266\" text-anchor=\"middle\">{units}</text>",
            x(f64::from(units))
        );
    }
    let _ = writeln!(
        svg,
        "<text class=\"soft\" x=\"390\" y=\"290\" text-anchor=\"middle\">{many} in each arm</text><text class=\"soft\" x=\"4\" y=\"12\">{}</text>",
        escape(unit)
    );
    if let Some(worth) = plan.trial.primary.worth_having.filter(|worth| *worth <= top) {
        let y = axis.y(worth);
        let _ = writeln!(
            svg,
            "<line class=\"worth\" x1=\"60\" x2=\"720\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text x=\"720\" y=\"{:.1}\" text-anchor=\"end\">worth having: {}</text>",
            y - 6.0,
            escape(&size(unit, worth))
        );
    }
    let here =
        plan.at_hand.and_then(|at_hand| points.iter().find(|(units, effect)| *units == at_hand && *effect <= top));
    if let Some((units, effect)) = here {
        svg.push_str(&dot(x(*units as f64), axis.y(*effect), true));
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\">{units} at hand: {}</text>",
            x(*units as f64) + 10.0,
            axis.y(*effect) - 8.0,
            escape(&size(unit, *effect))
        );
    }
    svg.push_str("</svg>\n");
    let chance = plan.trial.expected.power * 100.0;
    let weeks = plan.trial.weeks;
    Picture::drawn(svg, format!("The smallest effect that is shown with a chance of {chance:.0} %, for {weeks} weeks."))
}
