//! The pictures of a plan and a report: differences with their intervals, weeks, agents, and what a trial can show.

mod axis;
mod curve;
mod differences;
mod dots;
mod weeks;

pub(super) use curve::curve;
pub(super) use differences::differences;
pub(super) use dots::dots;
pub(super) use weeks::weeks;

use crate::picture::escape;

const WIDTH: f64 = 760.0;

/// Opens a picture; its title and description are what a screen reader says.
fn open(height: f64, title: &str, description: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH:.0} {height:.0}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>{}</title><desc>{}</desc>\n",
        escape(title),
        escape(description)
    )
}

/// A point: round and filled with the new script, square and hollow with the old one, so that colour is not needed.
fn dot(x: f64, y: f64, new: bool) -> String {
    if new {
        format!("<circle class=\"new\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>\n")
    } else {
        format!("<rect class=\"old hollow\" x=\"{:.1}\" y=\"{:.1}\" width=\"9\" height=\"9\"/>\n", x - 4.5, y - 4.5)
    }
}

/// The beginning of some words.
fn short(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        words.to_string()
    } else {
        words.chars().take(most - 1).chain(['…']).collect()
    }
}
