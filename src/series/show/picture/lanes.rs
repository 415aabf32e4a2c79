//! The habits as lanes: a dot for each step, a ring for each review, a bar from the first to the last.

use std::fmt::Write as _;

use super::{LEFT, Scale};
use crate::picture::{cut, escape};
use crate::series::changes::Part;
use crate::series::model::Series;
use crate::series::plan::Plan;
use crate::series::show::words::Words;

/// Lanes and how high they are.
pub(super) struct Lanes {
    pub(super) svg: String,
    pub(super) high: f64,
}

const LANE: f64 = 30.0;

pub(super) fn lanes(series: &Series, plan: &Plan, words: &Words, scale: &Scale) -> Lanes {
    let mut svg = String::new();
    if series.changes.is_empty() {
        return Lanes { svg, high: 0.0 };
    }
    let (step, review) = words.step_and_review();
    let _ = writeln!(
        svg,
        "<text class=\"soft\" x=\"36\" y=\"16\">{}</text><circle class=\"step\" cx=\"{LEFT}\" cy=\"12\" r=\"4.5\" transform=\"translate(90 0)\"/>\
         <text class=\"axis\" x=\"{}\" y=\"16\">{step}</text><circle class=\"review\" cx=\"{LEFT}\" cy=\"12\" r=\"6\" transform=\"translate(160 0)\"/>\
         <text class=\"axis\" x=\"{}\" y=\"16\">{review}</text>",
        words.changes,
        LEFT + 100.0,
        LEFT + 172.0
    );
    let mut y = 40.0;
    for (number, change) in series.changes.iter().enumerate() {
        let parts: Vec<(f64, Part)> = plan
            .changes
            .iter()
            .filter(|one| one.change == number)
            .filter_map(|one| Some((scale.x(plan.dated.get(one.turn)?.date), one.part)))
            .collect();
        let name = escape(&cut(change.name(), 16));
        let _ = writeln!(
            svg,
            "<text class=\"name\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{name}</text>",
            LEFT - 12.0,
            y + 4.0
        );
        if let (Some((from, _)), Some((to, _))) = (parts.first(), parts.last()) {
            let _ = writeln!(
                svg,
                "<rect class=\"lane\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"16\" rx=\"8\"/>",
                from - 8.0,
                y - 8.0,
                to - from + 16.0
            );
        }
        // A review and the next step fall on one call: the ring stands round the dot.
        for (x, _) in parts.iter().filter(|(_, part)| *part == Part::Reviews) {
            let _ = writeln!(svg, "<circle class=\"review\" cx=\"{x:.1}\" cy=\"{y}\" r=\"7\"/>");
        }
        for (x, _) in parts.iter().filter(|(_, part)| *part != Part::Reviews) {
            let _ = writeln!(svg, "<circle class=\"step\" cx=\"{x:.1}\" cy=\"{y}\" r=\"4.5\"/>");
        }
        y += LANE;
    }
    Lanes { svg, high: y }
}
