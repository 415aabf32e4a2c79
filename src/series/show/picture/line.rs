//! The line of feeling over the whole, and each call's own curve in its place.

use std::fmt::Write as _;

use super::{Drawn, HIGH, Scale, TOP, WIDTH};
use crate::picture::{escape, smooth};
use crate::series::order::Felt;

pub(super) fn draw(svg: &mut String, scale: &Scale, drawn: &[Drawn<'_>]) {
    let zero = Scale::y(0.0);
    let _ = writeln!(
        svg,
        "<clipPath id=\"above\"><rect width=\"{WIDTH}\" height=\"{zero}\"/></clipPath>\
         <clipPath id=\"below\"><rect y=\"{zero}\" width=\"{WIDTH}\" height=\"{}\"/></clipPath>",
        TOP + HIGH
    );
    let points: Vec<(f64, f64)> =
        drawn.iter().filter(|one| !one.felt.beats.is_empty()).map(|one| point(scale, one)).collect();
    if let (Some(first), Some(last)) = (points.first(), points.last()) {
        let area = format!("{}L{:.1} {zero:.1}L{:.1} {zero:.1}Z", smooth(&points), last.0, first.0);
        let _ = writeln!(
            svg,
            "<path class=\"up\" clip-path=\"url(#above)\" d=\"{area}\"/><path class=\"down\" clip-path=\"url(#below)\" d=\"{area}\"/>"
        );
    }
    for one in drawn {
        let left = scale.x(one.day) - scale.wide / 2.0;
        for run in own(one.felt, left, scale.wide, Scale::y) {
            let _ = writeln!(svg, "<path class=\"own\" d=\"{}\"/>", smooth(&run));
        }
    }
    let _ = writeln!(svg, "<path class=\"whole\" d=\"{}\"/>", smooth(&points));
    let count = drawn.len();
    for one in drawn {
        let (x, y) = point(scale, one);
        let class = if one.turn + 1 == count { "finale" } else { "disc" };
        let name = escape(&one.call.name());
        if !one.moved.notes.is_empty() {
            let _ = writeln!(svg, "<circle class=\"around\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"15\"/>");
        }
        let _ = writeln!(
            svg,
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"11\"><title>{name}</title></circle>\
             <text class=\"number\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            y + 4.0,
            one.turn + 1
        );
    }
}

fn point(scale: &Scale, one: &Drawn<'_>) -> (f64, f64) {
    let total = one.felt.experience.total.clamp(-3.0, 3.0);
    (scale.x(one.day), Scale::y(total))
}

/// Where one part of a call stands on its own curve; nothing where its feeling is not known.
pub(super) fn spot(felt: &Felt, part: usize, left: f64, wide: f64) -> Option<(f64, f64)> {
    let all: f64 = felt.beats.iter().map(|beat| beat.minutes).sum::<f64>().max(1e-9);
    let before: f64 = felt.beats.iter().take(part).map(|beat| beat.minutes).sum();
    let beat = felt.beats.get(part).filter(|_| felt.known.get(part) == Some(&true))?;
    Some((left + (before + beat.minutes / 2.0) / all * wide, beat.valence))
}

/// A call's own curve: the middle of each part with a known feeling, in runs without a gap.
pub(super) fn own(felt: &Felt, left: f64, wide: f64, y: impl Fn(f64) -> f64) -> Vec<Vec<(f64, f64)>> {
    let all: f64 = felt.beats.iter().map(|beat| beat.minutes).sum::<f64>().max(1e-9);
    let mut runs = vec![Vec::new()];
    let mut at = 0.0;
    for (beat, known) in felt.beats.iter().zip(&felt.known) {
        let middle = left + (at + beat.minutes / 2.0) / all * wide;
        at += beat.minutes;
        match (known, runs.last_mut()) {
            (true, Some(run)) => run.push((middle, y(beat.valence))),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}
