//! The journey map as one SVG: stages, touchpoints, the heartbeat of each persona, what they do and expect, who they
//! are, and what to mend first.

mod bands;
mod chart;
mod people;
mod style;

use std::fmt::Write as _;

use super::labels::Labels;
use super::line::{Line, lines};
use super::measured::{Comparison, FeltLine};
use super::model::{Journey, Version};
use super::table::{clean, wrapped};
use crate::picture::escape;

/// The journey map, with what was felt over the lines where that is known.
#[must_use]
pub fn map(journey: &Journey, felt: Option<&Comparison>) -> String {
    let lines = lines(journey);
    let mut sheet = Sheet::new(journey, &lines, felt);
    sheet.title();
    bands::stages(&mut sheet);
    bands::touchpoints(&mut sheet);
    chart::chart(&mut sheet);
    bands::rows(&mut sheet);
    people::steps(&mut sheet);
    people::people(&mut sheet);
    sheet.whole()
}

const LEFT: f64 = 136.0;
const RIGHT: f64 = 28.0;
const NARROWEST: f64 = 132.0;
const WIDEST: f64 = 200.0;
const LEAST: f64 = 1_080.0;
const CIRCLE: &str = "M-5.4 0a5.4 5.4 0 1 0 10.8 0a5.4 5.4 0 1 0 -10.8 0Z";

/// The drawing so far: everything is put below what is there.
struct Sheet<'j> {
    journey: &'j Journey,
    lines: &'j [Line],
    /// What was felt, where that is known.
    felt: &'j [FeltLine],
    labels: &'static Labels,
    /// Width of a touchpoint's column.
    column: f64,
    width: f64,
    /// Where the next thing goes.
    y: f64,
    svg: String,
}

impl<'j> Sheet<'j> {
    fn new(journey: &'j Journey, lines: &'j [Line], felt: Option<&'j Comparison>) -> Self {
        let count = journey.touchpoints.len().max(1) as f64;
        let column = ((1_560.0 - LEFT - RIGHT) / count).clamp(NARROWEST, WIDEST);
        let width = (LEFT + count * column + RIGHT).max(LEAST);
        let felt = felt.map_or(&[][..], |felt| felt.lines.as_slice());
        Self { journey, lines, felt, labels: Labels::of(journey), column, width, y: 0.0, svg: String::new() }
    }

    /// The left edge of a touchpoint's column.
    fn x(&self, touchpoint: usize) -> f64 {
        LEFT + touchpoint as f64 * self.column
    }

    fn put(&mut self, element: &str) {
        self.svg.push_str(element);
        self.svg.push('\n');
    }

    /// One line of words.
    fn words(&mut self, class: &str, x: f64, y: f64, words: &str) {
        let words = escape(words);
        let _ = writeln!(self.svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{words}</text>");
    }

    /// Words in lines below each other, the first at `y`; gives the height they take.
    fn block(&mut self, class: &str, x: f64, y: f64, lines: &[String]) -> f64 {
        for (at, line) in lines.iter().enumerate() {
            self.words(class, x, y + at as f64 * LINE, line);
        }
        lines.len() as f64 * LINE
    }

    /// The name of a row, in the column on the left.
    fn row_name(&mut self, y: f64, name: &str) {
        for (at, line) in lines_of(name, LEFT - 34.0, 3).iter().enumerate() {
            self.words("row", 20.0, y + at as f64 * LINE, line);
        }
    }

    fn title(&mut self) {
        let right = self.keys();
        // Letters of a title are twice as wide as those below it.
        let lines = lines_of(&self.journey.title.value, (right - 20.0) / 2.0, 4);
        for (at, line) in lines.iter().enumerate() {
            self.words("title", 20.0, 40.0 + at as f64 * 28.0, line);
        }
        self.y = 70.0 + lines.len().saturating_sub(1) as f64 * 28.0;
        self.legend();
        self.y += 22.0;
    }

    /// What each line stands for, in as many rows as that takes.
    fn legend(&mut self) {
        let mut x = 20.0;
        for line in self.lines {
            let name = self.line_name(line);
            let class = self.class(line);
            let score = self.labels.with(&name, &format!("{} {:.2}", self.labels.remembered, line.experience.total));
            if x > 20.0 && x + 38.0 + wide(&score) > self.width - RIGHT {
                (x, self.y) = (20.0, self.y + 20.0);
            }
            let (end, middle) = (x + 30.0, self.y - 4.0);
            self.put(&format!(
                "<line class=\"line {class}\" x1=\"{x:.1}\" x2=\"{end:.1}\" y1=\"{middle}\" y2=\"{middle}\"/>"
            ));
            self.words("axis", x + 38.0, self.y, &score);
            x += 62.0 + wide(&score);
        }
    }

    /// What the signs mean, on the right of the title: only those that are drawn; gives where they begin.
    fn keys(&mut self) -> f64 {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let keys = [
            (points().any(|point| point.expects.is_some()), "M0 -6l6 6l-6 6l-6 -6Z", self.labels.expected),
            (points().any(|point| point.worked_out), CIRCLE, self.labels.worked_out),
            (points().any(|point| point.feels.is_none()), "M-9 0H9", self.labels.unknown),
            (!self.felt.is_empty(), "M-5 -5h10v10h-10Z", self.labels.felt),
        ];
        let mut x = self.width - RIGHT;
        for (_, shape, name) in keys.into_iter().filter(|(drawn, ..)| *drawn) {
            x -= wide(name);
            self.words("axis", x, 40.0, name);
            x -= 16.0;
            let class = match name {
                name if name == self.labels.unknown => "gap",
                name if name == self.labels.felt => "number",
                _ => "hollow",
            };
            self.put(&format!("<path class=\"{class} key\" d=\"{shape}\" transform=\"translate({x:.1} 36)\"/>"));
            x -= 26.0;
        }
        x
    }

    /// What a line is called: its persona where there are several, its version where there are two.
    fn line_name(&self, line: &Line) -> String {
        let persona = &self.journey.personas[line.persona];
        let who = if persona.map.who.is_some() { clean(persona.short_name()) } else { self.labels.customer.into() };
        match self.journey.has_to_be() {
            true => self.labels.row(&[&who, self.labels.version(line.version)]),
            false => who,
        }
    }

    /// The classes of a line: its persona's colour, and dashed for what is to be left behind.
    fn class(&self, line: &Line) -> String {
        let dashed = self.journey.has_to_be() && line.version == Version::AsIs;
        format!("p{}{}", line.persona % style::COLOURS, if dashed { " old" } else { "" })
    }

    fn whole(self) -> String {
        let (title, words) = (escape(&clean(&self.journey.title.value)), escape(&self.described()));
        let (width, height) = (self.width, self.y + 24.0);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
             aria-labelledby=\"journey-title journey-desc\" font-family=\"system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif\" \
             font-size=\"12\">\n<title id=\"journey-title\">{title}</title>\n<desc id=\"journey-desc\">{words}</desc>\n\
             <style>\n{}</style>\n<rect class=\"paper\" width=\"{width:.0}\" height=\"{height:.0}\"/>\n{}</svg>\n",
            style::STYLE,
            self.svg
        )
    }

    /// The picture in words: what a screen reader says.
    fn described(&self) -> String {
        let told = |line: &Line| {
            let point = |point: &super::Point| {
                let words = self.journey.touchpoints.get(point.touchpoint).map_or("", |one| one.words.value.as_str());
                let feels = point.feels.map_or(self.labels.unknown, |feels| self.labels.feeling(feels));
                self.labels.with(&format!("{} {}", point.touchpoint + 1, clean(words)), feels)
            };
            let points: Vec<String> = line.points.iter().map(point).collect();
            self.labels.told(&self.line_name(line), &self.labels.listed(&points))
        };
        self.lines.iter().map(told).collect::<Vec<_>>().join(". ")
    }
}

/// From one line of words to the next.
const LINE: f64 = 15.5;

/// The width of words at 12 pixels; a little generous, because fonts differ.
fn wide(words: &str) -> f64 {
    unicode_width::UnicodeWidthStr::width(words) as f64 * 6.5
}

/// Words in lines that fit a width, at most so many; what does not fit is cut with a sign.
fn lines_of(words: &str, width: f64, most: usize) -> Vec<String> {
    let columns = ((width / 6.5) as usize).max(6);
    let mut lines = wrapped(&clean(words), columns);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = super::table::cut(&format!("{last} ……"), columns);
        }
    }
    lines
}
