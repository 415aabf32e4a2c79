//! The heartbeat drawn with characters.

use unicode_width::UnicodeWidthStr as _;

use super::labels::Labels;
use super::line::Line;
use super::model::Version;

/// The heartbeats of one persona, row by row, the most pleasant first, with the numbers of the touchpoints below.
pub(super) fn rows(touchpoints: usize, lines: &[&Line], labels: &Labels, width: usize) -> Vec<String> {
    let side = labels.feelings().iter().map(|name| name.width()).max().unwrap_or(0) + 3;
    let column = (width.clamp(40, 160).saturating_sub(side) / touchpoints.max(1)).clamp(3, 9);
    let mut grid = Grid { cells: vec![vec![' '; column * touchpoints]; 7], column };
    for line in lines {
        grid.path(line);
    }
    for line in lines.iter().rev() {
        grid.points(line);
    }
    let mut rows = Vec::new();
    for (at, cells) in grid.cells.iter().enumerate() {
        let name = labels.feelings()[6 - at];
        let space = " ".repeat(side.saturating_sub(name.width() + 2));
        let cells: String = cells.iter().map(|&c| if c == ' ' && at == 3 { '─' } else { c }).collect();
        rows.push(format!("{space}{name} │{}", cells.trim_end()));
    }
    let numbers: String = (1..=touchpoints).map(|number| format!("{number:^column$}")).collect();
    rows.push(format!("{}{numbers}", " ".repeat(side)));
    let legend = |line: &&Line| format!("{} {}", sign(line.version), labels.version(line.version));
    if lines.len() > 1 {
        let legend: Vec<String> = lines.iter().map(legend).collect();
        rows.push(format!("{}{}", " ".repeat(side), legend.join("   ")));
    }
    rows
}

fn sign(version: Version) -> char {
    match version {
        Version::AsIs => '●',
        Version::ToBe => '○',
    }
}

struct Grid {
    cells: Vec<Vec<char>>,
    column: usize,
}

impl Grid {
    fn x(&self, touchpoint: usize) -> usize {
        touchpoint * self.column + (self.column - 1) / 2
    }

    fn put(&mut self, x: usize, feels: f64, sign: char) {
        let row = (3.0 - feels.clamp(-3.0, 3.0)).round() as usize;
        if let Some(cell) = self.cells.get_mut(row).and_then(|row| row.get_mut(x)) {
            *cell = sign;
        }
    }

    /// Dots from point to point; a moment nobody gave a feeling breaks them.
    fn path(&mut self, line: &Line) {
        for pair in line.points.windows(2) {
            let [Some(from), Some(to)] = [pair[0].feels, pair[1].feels] else { continue };
            let (a, b) = (self.x(pair[0].touchpoint), self.x(pair[1].touchpoint));
            for x in a + 1..b {
                let share = (x - a) as f64 / (b - a) as f64;
                self.put(x, from + (to - from) * share, '·');
            }
        }
    }

    fn points(&mut self, line: &Line) {
        for point in &line.points {
            let x = self.x(point.touchpoint);
            match point.feels {
                Some(feels) => self.put(x, feels, sign(line.version)),
                None => self.put(x, 0.0, '?'),
            }
        }
    }
}
