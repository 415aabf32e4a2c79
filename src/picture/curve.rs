//! The experience curve of a call: how it feels, over its seconds, as written (dashed) and as designed.

use std::fmt::Write as _;

use super::labels::{self, Area};
use super::{along, escape, grid, smooth};
use crate::script::{Feeling, duration};

/// One segment on the curve.
#[derive(Debug, Clone, PartialEq)]
pub struct CurvePart {
    /// Its name.
    pub name: String,
    /// How long it takes, in seconds.
    pub seconds: f64,
    /// How it feels, -3 to 3; `None` where nobody said: a gap in the line.
    pub valence: Option<f64>,
    /// Whether the feeling is a guess of ours: a hollow point.
    pub guessed: bool,
}

/// What a picture of a call shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curves {
    /// Title of the call.
    pub title: String,
    /// The call as written.
    pub before: Vec<CurvePart>,
    /// The call as designed; empty where there is only one order to show.
    pub after: Vec<CurvePart>,
    /// Whether the call as designed was walked, and `after` is how it was felt.
    pub felt: bool,
    /// Whether the words of the picture are Chinese.
    pub chinese: bool,
}

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 460.0;
const LEFT: f64 = 118.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 64.0;
const BOTTOM: f64 = 56.0;

/// The picture as one SVG.
#[must_use]
pub fn curve(curves: &Curves) -> String {
    let words = if curves.chinese { &CHINESE } else { &ENGLISH };
    let (designed, felt) =
        if curves.chinese { ("设计的感受", "走一遍的感受") } else { ("as designed", "as felt") };
    let words = if curves.felt { &Words { before: designed, after: felt, ..*words } } else { words };
    let total = length(&curves.before).max(length(&curves.after)).max(1.0);
    let scale = Scale { total };
    let main = if curves.after.is_empty() { &curves.before } else { &curves.after };
    let mut svg = head(curves, words, total);
    axes(&mut svg, &scale, words);
    if !curves.after.is_empty() {
        line(&mut svg, &scale, &curves.before, "before");
        dots(&mut svg, &scale, &curves.before, "before");
    }
    area(&mut svg, &scale, main);
    line(&mut svg, &scale, main, "after");
    dots(&mut svg, &scale, main, "after");
    names(&mut svg, &scale, main);
    legend(&mut svg, curves, words);
    svg.push_str("</svg>\n");
    svg
}

#[derive(Clone, Copy)]
struct Words {
    chinese: bool,
    before: &'static str,
    after: &'static str,
    time: &'static str,
    unknown: &'static str,
    guessed: &'static str,
}

const ENGLISH: Words = Words {
    chinese: false,
    before: "as written",
    after: "as designed",
    time: "minutes of the call",
    unknown: "no feeling given",
    guessed: "guessed",
};

const CHINESE: Words = Words {
    chinese: true,
    before: "原来的顺序",
    after: "设计的顺序",
    time: "通话时间（分钟）",
    unknown: "未标感受",
    guessed: "推测",
};

fn length(parts: &[CurvePart]) -> f64 {
    parts.iter().map(|part| part.seconds).sum()
}

struct Scale {
    total: f64,
}

impl Scale {
    fn x(&self, seconds: f64) -> f64 {
        LEFT + seconds / self.total * (WIDTH - LEFT - RIGHT)
    }

    fn y(valence: f64) -> f64 {
        TOP + (3.0 - valence) / 6.0 * (HEIGHT - TOP - BOTTOM)
    }
}

fn head(curves: &Curves, words: &Words, total: f64) -> String {
    let title = escape(&curves.title);
    let described = escape(&describe(curves, words));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"curve-title curve-desc\" \
         font-family=\"system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif\" font-size=\"12\" data-seconds=\"{total:.1}\">\n\
         <title id=\"curve-title\">{title}</title>\n<desc id=\"curve-desc\">{described}</desc>\n<style>\n{STYLE}</style>\n\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>\n\
         <text class=\"title\" x=\"{LEFT}\" y=\"26\">{title}</text>\n"
    )
}

const STYLE: &str = "\
.paper{fill:#fff}.title{font-size:17px;font-weight:600;fill:#1d2433}.grid{stroke:#dfe3ea}.zero{stroke:#8b93a5}\
.axis{fill:#566077}.name{fill:#1d2433;paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}.lead{stroke:#aab1c0}\
.line{fill:none;stroke-width:2.6;stroke-linejoin:round;stroke-linecap:round}.after{stroke:#1c6e8c}.before{stroke:#b0673a;stroke-width:1.8;stroke-dasharray:6 5}\
.up{fill:#2a9d6f;opacity:.13}.down{fill:#c2452d;opacity:.13}\
.dot-after{fill:#1c6e8c}.dot-before{fill:#b0673a}.hollow{fill:#fff;stroke-width:2}.hollow.dot-after{stroke:#1c6e8c}.hollow.dot-before{stroke:#b0673a}\
.gap{stroke:#8b93a5;stroke-dasharray:1 4;stroke-width:2}\n\
@media (prefers-color-scheme:dark){.paper{fill:#151a24}.title,.name{fill:#eef1f6}.name{stroke:#151a24}.axis{fill:#a9b2c6}.grid{stroke:#2b3343}.zero{stroke:#69738a}\
.after{stroke:#6cc3e0}.before{stroke:#e0a27a}.dot-after{fill:#6cc3e0}.dot-before{fill:#e0a27a}.hollow{fill:#151a24}.hollow.dot-after{stroke:#6cc3e0}.hollow.dot-before{stroke:#e0a27a}.lead{stroke:#4a5468}}\n\
@media print{.paper{fill:#fff}.title,.name{fill:#000}.axis{fill:#333}.grid{stroke:#ccc}.zero{stroke:#666}.after{stroke:#000}.before{stroke:#555}.dot-after{fill:#000}.dot-before{fill:#555}.hollow{fill:#fff}}\n";

/// The picture in words: what a screen reader says.
fn describe(curves: &Curves, words: &Words) -> String {
    let list = |parts: &[CurvePart]| {
        let mut at = 0.0;
        let told = parts.iter().map(|part| {
            let start = duration::spoken(at);
            at += part.seconds;
            format!("{start} {} ({})", part.name, feeling(part, words))
        });
        told.collect::<Vec<_>>().join("; ")
    };
    if curves.after.is_empty() {
        return list(&curves.before);
    }
    format!("{}: {}. {}: {}.", words.before, list(&curves.before), words.after, list(&curves.after))
}

fn feeling(part: &CurvePart, words: &Words) -> String {
    let Some(valence) = part.valence else { return words.unknown.to_string() };
    let at = Feeling::ALL.iter().position(|(feeling, _)| f64::from(feeling.valence()) >= valence.round()).unwrap_or(6);
    let name = Feeling::words(words.chinese)[at];
    if part.guessed { format!("{name}, {}", words.guessed) } else { name.to_string() }
}

fn axes(svg: &mut String, scale: &Scale, words: &Words) {
    grid(svg, &Feeling::words(words.chinese), (LEFT, WIDTH - RIGHT), 10.0, Scale::y);
    let step = tick(scale.total);
    let mut at = 0.0;
    while at <= scale.total + 0.5 {
        let x = scale.x(at);
        let base = HEIGHT - BOTTOM;
        let _ =
            writeln!(svg, "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{:.1}\"/>", base + 5.0);
        let whole = at.round() as u64;
        let _ = writeln!(
            svg,
            "<text class=\"axis\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}:{:02}</text>",
            base + 20.0,
            whole / 60,
            whole % 60
        );
        at += step;
    }
    let middle = (LEFT + WIDTH - RIGHT) / 2.0;
    let _ = writeln!(
        svg,
        "<text class=\"axis\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
        HEIGHT - 12.0,
        words.time
    );
}

/// Seconds between two marks of the time axis.
fn tick(total: f64) -> f64 {
    let steps = [5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0];
    steps.into_iter().find(|step| total / step <= 14.0).unwrap_or(total / 10.0)
}

/// The middle of each segment with a feeling, in runs without a gap.
fn runs(scale: &Scale, parts: &[CurvePart]) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    let mut at = 0.0;
    for part in parts {
        let middle = scale.x(at + part.seconds / 2.0);
        at += part.seconds;
        match part.valence {
            Some(valence) => {
                if let Some(run) = runs.last_mut() {
                    run.push((middle, Scale::y(valence)));
                }
            }
            None if part.seconds > 0.0 => runs.push(Vec::new()),
            None => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn line(svg: &mut String, scale: &Scale, parts: &[CurvePart], class: &str) {
    for run in runs(scale, parts) {
        let _ = writeln!(svg, "<path class=\"line {class}\" d=\"{}\"/>", smooth(&run));
    }
}

/// The space between the line and neutral, in the colour of its side.
fn area(svg: &mut String, scale: &Scale, parts: &[CurvePart]) {
    let zero = Scale::y(0.0);
    let _ = writeln!(
        svg,
        "<clipPath id=\"curve-up\"><rect x=\"0\" y=\"0\" width=\"{WIDTH}\" height=\"{zero}\"/></clipPath>\
         <clipPath id=\"curve-down\"><rect x=\"0\" y=\"{zero}\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/></clipPath>"
    );
    for run in runs(scale, parts) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let path = format!("{}L{:.1} {zero:.1}L{:.1} {zero:.1}Z", smooth(&run), last.0, first.0);
        for side in ["up", "down"] {
            let _ = writeln!(svg, "<path class=\"{side}\" clip-path=\"url(#curve-{side})\" d=\"{path}\"/>");
        }
    }
}

fn dots(svg: &mut String, scale: &Scale, parts: &[CurvePart], class: &str) {
    let mut at = 0.0;
    for part in parts {
        let (start, middle) = (at, scale.x(at + part.seconds / 2.0));
        at += part.seconds;
        let Some(valence) = part.valence else {
            if class == "after" && part.seconds > 0.0 {
                let y = Scale::y(0.0);
                let _ = writeln!(
                    svg,
                    "<line class=\"gap\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>",
                    scale.x(start),
                    scale.x(at)
                );
            }
            continue;
        };
        let radius = if class == "after" { 4.6 } else { 3.2 };
        let hollow = if part.guessed { " hollow" } else { "" };
        let _ = writeln!(
            svg,
            "<circle class=\"dot-{class}{hollow}\" cx=\"{middle:.1}\" cy=\"{:.1}\" r=\"{radius}\"/>",
            Scale::y(valence)
        );
    }
}

/// The names of the segments beside their points.
fn names(svg: &mut String, scale: &Scale, parts: &[CurvePart]) {
    let mut points = Vec::new();
    let mut at = 0.0;
    for part in parts {
        points.push((scale.x(at + part.seconds / 2.0), Scale::y(part.valence.unwrap_or(0.0))));
        at += part.seconds;
    }
    let names: Vec<String> = parts.iter().map(|part| short(&part.name)).collect();
    let frame = Area { x: LEFT + 2.0, y: 44.0, width: WIDTH - LEFT - 6.0, height: HEIGHT - BOTTOM - 46.0 };
    let dots: Vec<Area> =
        points.iter().map(|&(x, y)| Area { x: x - 6.0, y: y - 6.0, width: 12.0, height: 12.0 }).collect();
    let thin = |(x, y): (f64, f64)| Area { x: x - 1.5, y: y - 1.5, width: 3.0, height: 3.0 };
    let line: Vec<Area> = runs(scale, parts).iter().flat_map(|run| along(run, 24)).map(thin).collect();
    let labels = labels::place(&points, &names, &frame, &dots, &line);
    for ((label, name), &(x, y)) in labels.iter().zip(&names).zip(&points) {
        let Some(label) = label else { continue };
        let area = label.area;
        if label.far {
            let end = if area.y < y { area.y + area.height } else { area.y };
            let foot = (area.x + area.width / 2.0).clamp(area.x, area.x + area.width);
            let foot = x.clamp(area.x + 2.0, area.x + area.width - 2.0).mul_add(0.8, foot * 0.2);
            let _ =
                writeln!(svg, "<line class=\"lead\" x1=\"{x:.1}\" y1=\"{y:.1}\" x2=\"{foot:.1}\" y2=\"{end:.1}\"/>");
        }
        let (tx, ty) = (area.x + area.width / 2.0, area.y + 11.5);
        let _ = writeln!(
            svg,
            "<text class=\"name\" x=\"{tx:.1}\" y=\"{ty:.1}\" text-anchor=\"middle\">{}</text>",
            escape(name)
        );
    }
}

fn short(name: &str) -> String {
    let most = 26;
    if name.chars().count() <= most {
        name.to_string()
    } else {
        format!("{}…", name.chars().take(most - 1).collect::<String>().trim_end())
    }
}

fn legend(svg: &mut String, curves: &Curves, words: &Words) {
    let mut x = WIDTH - RIGHT - 250.0;
    let mut entry = |mark: &str, name: &str| {
        let _ = writeln!(
            svg,
            "<g transform=\"translate({x} 22)\">{mark}<text class=\"axis\" x=\"34\" y=\"4\">{name}</text></g>"
        );
        x += 125.0;
    };
    if curves.after.is_empty() {
        return;
    }
    entry("<line class=\"line before\" x1=\"0\" x2=\"28\" y1=\"0\" y2=\"0\"/>", words.before);
    entry("<line class=\"line after\" x1=\"0\" x2=\"28\" y1=\"0\" y2=\"0\"/>", words.after);
}
