//! Pictures as SVG: drawn the same on every machine, readable in print, in the dark and aloud.

mod curve;
pub(crate) mod labels;

pub use curve::{CurvePart, Curves, curve};

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Words made safe inside SVG and HTML.
#[must_use]
pub fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}

/// Words that are not wider than so many columns; what does not fit is cut with a sign.
pub(crate) fn cut(words: &str, most: usize) -> String {
    if words.width() <= most {
        return words.to_string();
    }
    let mut columns = 1;
    let fits = |c: &char| {
        columns += c.width().unwrap_or(0);
        columns <= most
    };
    let kept: String = words.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// A line across for each feeling, the most painful first, with its name in front.
pub(crate) fn grid(svg: &mut String, names: &[&str], (left, right): (f64, f64), gap: f64, y: fn(f64) -> f64) {
    for (at, name) in names.iter().enumerate() {
        let y = y(at as f64 - 3.0);
        let class = if at == 3 { "zero" } else { "grid" };
        let _ = writeln!(svg, "<line class=\"{class}\" x1=\"{left}\" x2=\"{right}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>");
        let _ = writeln!(
            svg,
            "<text class=\"axis\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{name}</text>",
            left - gap,
            y + 4.0
        );
    }
}

/// A smooth line through points that never swings past them (monotone cubic, Fritsch & Carlson 1980),
/// as the path of an SVG.
#[must_use]
pub fn smooth(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    let Some(&(x, y)) = points.first() else { return path };
    let _ = write!(path, "M{x:.1} {y:.1}");
    let slopes = slopes(points);
    for (at, pair) in points.windows(2).enumerate() {
        let third = (pair[1].0 - pair[0].0) / 3.0;
        let (a, b) = (pair[0].1 + slopes[at] * third, pair[1].1 - slopes[at + 1] * third);
        let _ = write!(
            path,
            "C{:.1} {a:.1} {:.1} {b:.1} {:.1} {:.1}",
            pair[0].0 + third,
            pair[1].0 - third,
            pair[1].0,
            pair[1].1
        );
    }
    path
}

/// Points along the same smooth line, close enough together to keep other things off it.
#[must_use]
pub fn along(points: &[(f64, f64)], steps: u32) -> Vec<(f64, f64)> {
    let slopes = slopes(points);
    let mut line = Vec::new();
    for (at, pair) in points.windows(2).enumerate() {
        let wide = pair[1].0 - pair[0].0;
        for step in 0..steps {
            let t = f64::from(step) / f64::from(steps);
            let (a, b) = (pair[0].1 + slopes[at] * wide / 3.0, pair[1].1 - slopes[at + 1] * wide / 3.0);
            let back = 1.0 - t;
            let y =
                back.powi(3) * pair[0].1 + 3.0 * back * back * t * a + 3.0 * back * t * t * b + t.powi(3) * pair[1].1;
            line.push((pair[0].0 + t * wide, y));
        }
    }
    line
}

fn slopes(points: &[(f64, f64)]) -> Vec<f64> {
    let rise = |pair: &[(f64, f64)]| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0).max(1e-9);
    let secants: Vec<f64> = points.windows(2).map(rise).collect();
    (0..points.len())
        .map(|at| match (at.checked_sub(1).and_then(|before| secants.get(before)), secants.get(at)) {
            (Some(a), Some(b)) if a * b > 0.0 => 2.0 * a * b / (a + b),
            _ => 0.0,
        })
        .collect()
}
