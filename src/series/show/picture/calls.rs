//! Every call as a small picture of its own: its name, its day and hour, its curve.

use std::fmt::Write as _;

use super::line::{own, spot};
use super::{Drawn, WIDTH};
use crate::picture::{cut, escape, smooth};
use crate::series::show::table::signed;
use crate::series::show::words::{Words, clock};

const COLUMNS: usize = 4;
const CARD: (f64, f64) = (273.0, 122.0);
const GAP: f64 = 12.0;

/// How high so many cards are.
pub(super) fn high(drawn: &[Drawn<'_>]) -> f64 {
    drawn.len().div_ceil(COLUMNS) as f64 * (CARD.1 + notes_high(drawn) + GAP)
}

/// The room that what moved takes below the curves, the same on every card.
fn notes_high(drawn: &[Drawn<'_>]) -> f64 {
    let most = drawn.iter().map(|one| one.moved.notes.len()).max().unwrap_or(0);
    if most == 0 { 0.0 } else { most as f64 * NOTE + 6.0 }
}

const NOTE: f64 = 15.0;

pub(super) fn draw(svg: &mut String, words: &Words, drawn: &[Drawn<'_>]) {
    let notes = notes_high(drawn);
    for one in drawn {
        let column = (one.turn % COLUMNS) as f64;
        let row = (one.turn / COLUMNS) as f64;
        let left = 36.0 + column * (CARD.0 + GAP);
        debug_assert!(left + CARD.0 <= WIDTH, "cards stay on the paper");
        let _ = writeln!(svg, "<g transform=\"translate({left:.1} {:.1})\">", row * (CARD.1 + notes + GAP));
        card(svg, words, one, one.turn + 1 == drawn.len(), CARD.1 + notes);
        told(svg, one);
        svg.push_str("</g>\n");
    }
}

fn card(svg: &mut String, words: &Words, one: &Drawn<'_>, last: bool, whole: f64) {
    let (wide, high) = CARD;
    let class = if last { "finale" } else { "disc" };
    let name = escape(&cut(&one.call.name(), 32));
    let when = format!("{} {}", words.short_date(one.day), clock(one.time));
    let _ = writeln!(
        svg,
        "<rect class=\"card\" width=\"{wide}\" height=\"{whole}\" rx=\"8\"/><circle class=\"{class}\" cx=\"20\" cy=\"21\" r=\"10\"/>\
         <text class=\"number\" x=\"20\" y=\"25\" text-anchor=\"middle\">{}</text><text class=\"name\" x=\"37\" y=\"19\">{name}</text>\
         <text class=\"axis\" x=\"37\" y=\"34\" font-size=\"11\">{when}</text>",
        one.turn + 1
    );
    if one.felt.beats.is_empty() {
        return;
    }
    let about = format!("{} · {}", words.length(one.felt.seconds), signed(one.felt.experience.total));
    let _ = writeln!(
        svg,
        "<text class=\"axis\" x=\"{:.1}\" y=\"34\" text-anchor=\"end\" font-size=\"11\">{about}</text>",
        wide - 12.0
    );
    let zero = y(0.0);
    let _ = writeln!(
        svg,
        "<line class=\"zero\" x1=\"14\" x2=\"{:.1}\" y1=\"{zero:.1}\" y2=\"{zero:.1}\" stroke-width=\".7\"/>",
        wide - 14.0
    );
    for (side, from, to) in [("up", 40.0, zero), ("down", zero, high)] {
        let id = format!("c{}{side}", one.turn);
        let _ = writeln!(
            svg,
            "<clipPath id=\"{id}\"><rect y=\"{from:.1}\" width=\"{wide}\" height=\"{:.1}\"/></clipPath>",
            to - from
        );
    }
    for run in own(one.felt, 14.0, wide - 28.0, y) {
        if let (Some(first), Some(last_point)) = (run.first(), run.last()) {
            let area = format!("{}L{:.1} {zero:.1}L{:.1} {zero:.1}Z", smooth(&run), last_point.0, first.0);
            for side in ["up", "down"] {
                let _ = writeln!(svg, "<path class=\"{side}\" clip-path=\"url(#c{}{side})\" d=\"{area}\"/>", one.turn);
            }
        }
        let _ = writeln!(svg, "<path class=\"small\" d=\"{}\"/>", smooth(&run));
        for (x, y) in &run {
            let _ = writeln!(svg, "<circle class=\"disc\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.2\"/>");
        }
    }
}

/// What moved: a ring on the curve for what came in, and a line below it for each.
fn told(svg: &mut String, one: &Drawn<'_>) {
    let (wide, high) = CARD;
    let spots = one.moved.parts.iter().filter_map(|&part| spot(one.felt, part, 14.0, wide - 28.0));
    for (x, valence) in spots {
        let _ = writeln!(svg, "<circle class=\"moved\" cx=\"{x:.1}\" cy=\"{:.1}\" r=\"4\"/>", y(valence));
    }
    for (at, note) in one.moved.notes.iter().enumerate() {
        let top = high + 6.0 + at as f64 * NOTE;
        let note = escape(&cut(note, 40));
        let _ = writeln!(svg, "<text class=\"note\" x=\"14\" y=\"{top:.1}\">{note}</text>");
    }
}

/// Where a feeling stands on a card.
fn y(valence: f64) -> f64 {
    46.0 + (3.0 - valence) / 6.0 * (CARD.1 - 56.0)
}
