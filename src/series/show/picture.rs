//! The series as one SVG: the line of feeling over the weeks with each call's own curve in its place, the habits as
//! lanes below it, and every call once more as a small picture of its own.

mod axis;
mod calls;
mod lanes;
mod line;
mod moved;

use std::fmt::Write as _;

use jiff::civil::Date;
use unicode_width::UnicodeWidthStr as _;

use super::words::{Words, words};
use crate::picture::escape;
use crate::series::calendar::days_between;
use crate::series::model::{Call, Series};
use crate::series::order::Felt;
use crate::series::plan::Plan;

/// How wide the picture is.
const WIDTH: f64 = 1200.0;
/// Where the days begin and end.
const LEFT: f64 = 132.0;
const RIGHT: f64 = 36.0;
/// Where the line of feeling begins, and how high it is.
const TOP: f64 = 96.0;
const HIGH: f64 = 260.0;

/// Where days and feelings stand.
struct Scale {
    first: Date,
    days: f64,
    /// How wide a call's own curve is.
    wide: f64,
}

/// A call as it is drawn.
struct Drawn<'s> {
    turn: usize,
    day: Date,
    time: jiff::civil::Time,
    call: &'s Call,
    felt: &'s Felt,
    moved: moved::Moved,
}

impl Scale {
    fn x(&self, day: Date) -> f64 {
        LEFT + self.wide / 2.0 + self.share(day) * (WIDTH - LEFT - RIGHT - self.wide)
    }

    fn share(&self, day: Date) -> f64 {
        days_between(self.first, day) as f64 / self.days
    }

    fn y(valence: f64) -> f64 {
        TOP + (3.0 - valence) / 6.0 * HIGH
    }
}

/// The picture of a planned series.
#[must_use]
pub fn picture(series: &Series, plan: &Plan) -> String {
    let words = words(&series.language);
    let drawn = drawn(series, plan, words);
    let scale = scale(plan, &drawn);
    let lanes = lanes::lanes(series, plan, words, &scale);
    let below = TOP + HIGH + axis::HIGH;
    let small = below + lanes.high + 20.0;
    let high = small + calls::high(&drawn) + 24.0;
    let mut svg = head(series, plan, words, high);
    axis::draw(&mut svg, words, &scale, plan, &drawn);
    line::draw(&mut svg, &scale, &drawn);
    let _ = writeln!(svg, "<g transform=\"translate(0 {below})\">\n{}</g>", lanes.svg);
    let _ = writeln!(svg, "<g transform=\"translate(0 {small})\">");
    calls::draw(&mut svg, words, &drawn);
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn drawn<'s>(series: &'s Series, plan: &'s Plan, words: &Words) -> Vec<Drawn<'s>> {
    let one = |(turn, dated): (usize, &crate::series::dates::Dated)| {
        let (call, felt) = (series.calls.get(dated.call)?, plan.ordered.felt.get(dated.call)?);
        Some(Drawn {
            turn,
            day: dated.date,
            time: dated.time,
            call,
            felt,
            moved: moved::moved(series, plan, words, turn),
        })
    };
    plan.dated.iter().enumerate().filter_map(one).collect()
}

fn scale(plan: &Plan, drawn: &[Drawn<'_>]) -> Scale {
    let last = drawn.last().map_or(plan.start, |drawn| drawn.day).max(plan.start);
    let days = days_between(plan.start, last).max(1) as f64;
    let gap = drawn.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(days_between(a.day, b.day)),
        _ => None,
    });
    let closest = gap.min().unwrap_or(1).max(1) as f64;
    let wide = (0.8 * closest / days * (WIDTH - LEFT - RIGHT)).clamp(16.0, 84.0);
    Scale { first: plan.start, days, wide }
}

fn head(series: &Series, plan: &Plan, words: &Words, high: f64) -> String {
    let title = escape(series.title.value.trim());
    // A long title is set smaller, so that it is never cut off.
    let size = ((WIDTH - 72.0) / (0.6 * series.title.value.trim().width() as f64).max(1.0)).clamp(10.0, 22.0);
    let total = super::table::signed(plan.remembered().total);
    let colon = if words.chinese { "：" } else { ": " };
    let start = words.date(plan.start);
    let zero = series.day_zero.as_ref().map_or_else(|| start.clone(), |day| words.with(&start, day.value.trim()));
    let told = format!("{}{colon}{} · {}{colon}{total}", words.day_zero, escape(&zero), words.remembered);
    let described = escape(&super::table::table(series, plan));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {high:.0}\" role=\"img\" aria-labelledby=\"series-title series-desc\" \
         font-family=\"system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif\" font-size=\"12\">\n\
         <title id=\"series-title\">{title}</title>\n<desc id=\"series-desc\">{described}</desc>\n<style>\n{STYLE}</style>\n\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{high:.0}\"/>\n\
         <text class=\"title\" x=\"36\" y=\"42\" font-size=\"{size:.1}\">{title}</text>\n<text class=\"soft\" x=\"36\" y=\"64\">{told}</text>\n"
    )
}

const STYLE: &str = "\
.paper{fill:#fff}.title{font-weight:650;fill:#17202f}.soft{fill:#5b6577;font-size:13px}.axis{fill:#5b6577}.grid{stroke:#e6e9ef}.zero{stroke:#9aa3b3}\
.name{fill:#17202f;font-weight:600}.number{fill:#fff;font-weight:700;font-size:11px}.disc{fill:#1c6e8c}.finale{fill:#d9902f}\
.whole{fill:none;stroke:#1c6e8c;stroke-width:3;stroke-linecap:round;stroke-linejoin:round}.own{fill:none;stroke:#1c6e8c;stroke-width:1.4;opacity:.55}\
.band{fill:#f5f7fa}.up{fill:#2a9d6f;opacity:.16}.down{fill:#c2452d;opacity:.16}.gap{stroke:#9aa3b3;stroke-dasharray:2 5;stroke-width:1.5}\
.lane{fill:#e8b04f;opacity:.32}.step{fill:#c77f1c}.review{fill:#fff;stroke:#c77f1c;stroke-width:2}.card{fill:#f8fafc;stroke:#e1e6ee}.moved{fill:#fff;stroke:#b46a12;stroke-width:1.8}.note{fill:#8a5410;font-size:11px}.around{fill:none;stroke:#b46a12;stroke-width:1.6;stroke-dasharray:3 3}.small{fill:none;stroke:#1c6e8c;stroke-width:2;stroke-linecap:round}\n\
@media (prefers-color-scheme:dark){.paper{fill:#131822}.title,.name{fill:#eef1f6}.soft,.axis{fill:#a5afc3}.grid{stroke:#283041}.zero{stroke:#5f6a80}.whole,.own,.small{stroke:#6cc3e0}.disc{fill:#2b86a6}\
.band{fill:#182030}.card{fill:#182030;stroke:#2b3446}.review{fill:#131822}.moved{fill:#131822;stroke:#e8b04f}.note{fill:#e8b04f}.around{stroke:#e8b04f}}\n\
@media print{.paper{fill:#fff}.title,.name{fill:#000}.soft,.axis{fill:#333}.grid{stroke:#ddd}.zero{stroke:#777}.card{fill:#fff}.note{fill:#000}.moved,.around{stroke:#000}}\n";
