//! The days below the line and the feelings beside it.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Drawn, HIGH as LINE, LEFT, RIGHT, Scale, TOP, WIDTH};
use crate::picture::grid;
use crate::script::Feeling;
use crate::series::calendar::later;
use crate::series::model::Unit;
use crate::series::plan::Plan;
use crate::series::show::words::Words;

/// How high what stands below the line is.
pub(super) const HIGH: f64 = 62.0;

pub(super) fn draw(svg: &mut String, words: &Words, scale: &Scale, plan: &Plan, drawn: &[Drawn<'_>]) {
    for one in drawn {
        let x = scale.x(one.day) - scale.wide / 2.0;
        let _ = writeln!(
            svg,
            "<rect class=\"band\" x=\"{x:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{LINE}\" rx=\"4\"/>",
            scale.wide
        );
    }
    grid(svg, &Feeling::words(words.chinese), (LEFT, WIDTH - RIGHT), 12.0, Scale::y);
    days(svg, words, scale, plan, drawn);
}

/// A mark for each day of each week, or for each month, whichever leaves room; the calls' own days above them.
fn days(svg: &mut String, words: &Words, scale: &Scale, plan: &Plan, drawn: &[Drawn<'_>]) {
    let base = TOP + LINE;
    let mut last = f64::NEG_INFINITY;
    for one in drawn {
        let x = scale.x(one.day);
        if x - last > 44.0 {
            let day = words.day_and_month(one.day);
            let _ = writeln!(
                svg,
                "<text class=\"axis\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{day}</text>",
                base + 20.0
            );
            last = x;
        }
    }
    let end = drawn.last().map_or(plan.start, |one| one.day);
    let months = scale.days > 100.0;
    let mut mark = if months { first_of_next(plan.start) } else { plan.start };
    let mut number = 0_i64;
    while mark <= end {
        let x = scale.x(mark);
        let label = if months { words.month_name(mark) } else { words.week(number) };
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>",
            base + 30.0,
            base + 38.0
        );
        let _ = writeln!(
            svg,
            "<text class=\"soft\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>",
            base + 52.0
        );
        mark = if months { later(mark, 1, Unit::Month) } else { later(mark, 1, Unit::Week) };
        number += 1;
    }
}

fn first_of_next(day: Date) -> Date {
    if day.day() == 1 { day } else { later(day.first_of_month(), 1, Unit::Month) }
}
