//! The heartbeat of the journey map: a line for each persona and version, with what stands out on it.

use std::fmt::Write as _;

use super::{LEFT, RIGHT, Sheet};
use crate::journey::line::{Line, Point};
use crate::journey::measured::{FeltLine, FeltPoint};
use crate::journey::model::Version;
use crate::picture::labels::{self, Area};
use crate::picture::{along, escape, smooth};

const HEIGHT: f64 = 300.0;
const ROOM: f64 = 26.0;

/// The heartbeats of all personas, over the columns of their touchpoints.
pub(super) fn chart(sheet: &mut Sheet<'_>) {
    if sheet.journey.touchpoints.is_empty() {
        return;
    }
    let chart = Chart { top: sheet.y + ROOM };
    chart.axes(sheet);
    let lines = sheet.lines;
    if lines.len() <= 2 {
        let last = lines.last().into_iter();
        last.for_each(|line| chart.area(sheet, line));
    }
    for line in lines {
        chart.gaps(sheet, line);
        chart.line(sheet, line);
    }
    for line in lines {
        chart.expected(sheet, line);
        chart.dots(sheet, line);
    }
    for line in sheet.felt {
        chart.felt(sheet, line);
    }
    chart.marks(sheet);
    sheet.y = chart.top + HEIGHT + ROOM + 8.0;
}

struct Chart {
    top: f64,
}

/// What is named beside a point.
struct Mark {
    spot: (f64, f64),
    name: String,
    /// Whose it is; nobody's own where several have it at one place.
    persona: Option<usize>,
}

impl Mark {
    fn class(&self) -> String {
        self.persona.map_or_else(|| "strong".to_string(), |persona| format!("f{}", persona % super::style::COLOURS))
    }
}

/// Adds a mark, once where others of the same name stand as good as there: versions and personas often share them.
fn add(marks: &mut Vec<Mark>, mark: Mark) {
    let near = |one: &Mark| (one.spot.0 - mark.spot.0).abs() < 1.0 && (one.spot.1 - mark.spot.1).abs() < 12.0;
    match marks.iter_mut().find(|one| one.name == mark.name && near(one)) {
        Some(one) if one.persona != mark.persona => one.persona = None,
        Some(_) => {}
        None => marks.push(mark),
    }
}

impl Chart {
    fn y(&self, feels: f64) -> f64 {
        self.top + (3.0 - feels) / 6.0 * HEIGHT
    }

    /// Where a point stands; personas are a hair apart, so that equal lines can be told from each other.
    fn at(&self, sheet: &Sheet<'_>, line: &Line, point: &Point, feels: f64) -> (f64, f64) {
        let personas = sheet.journey.personas.len() as f64;
        let apart = (line.persona as f64 - (personas - 1.0) / 2.0) * 3.4;
        (sheet.x(point.touchpoint) + sheet.column / 2.0, self.y(feels) + apart)
    }

    fn axes(&self, sheet: &mut Sheet<'_>) {
        let right = sheet.width - RIGHT;
        for at in 0..=sheet.journey.touchpoints.len() {
            let x = sheet.x(at);
            let (top, base) = (self.top - ROOM + 4.0, self.top + HEIGHT + ROOM - 4.0);
            sheet
                .put(&format!("<line class=\"column\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top:.1}\" y2=\"{base:.1}\"/>"));
        }
        for (at, name) in sheet.labels.feelings().iter().enumerate() {
            let y = self.y(at as f64 - 3.0);
            let class = if at == 3 { "zero" } else { "grid" };
            sheet.put(&format!(
                "<line class=\"{class}\" x1=\"{LEFT}\" x2=\"{right:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
                 <text class=\"axis\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{name}</text>",
                LEFT - 10.0,
                y + 4.0
            ));
        }
    }

    /// The points of a line in runs without a gap.
    fn runs(&self, sheet: &Sheet<'_>, line: &Line) -> Vec<Vec<(f64, f64)>> {
        let mut runs = vec![Vec::new()];
        for point in &line.points {
            match point.feels {
                Some(feels) => runs.last_mut().into_iter().for_each(|run| run.push(self.at(sheet, line, point, feels))),
                None => runs.push(Vec::new()),
            }
        }
        runs.retain(|run: &Vec<_>| !run.is_empty());
        runs
    }

    fn line(&self, sheet: &mut Sheet<'_>, line: &Line) {
        let class = sheet.class(line);
        for run in self.runs(sheet, line) {
            sheet.put(&format!("<path class=\"line {class}\" d=\"{}\"/>", smooth(&run)));
        }
    }

    /// The space between the line and neutral, in the colour of its side.
    fn area(&self, sheet: &mut Sheet<'_>, line: &Line) {
        let (zero, width, base) = (self.y(0.0), sheet.width, self.top + HEIGHT + ROOM);
        sheet.put(&format!(
            "<clipPath id=\"journey-up\"><rect x=\"0\" y=\"0\" width=\"{width:.0}\" height=\"{zero:.1}\"/></clipPath>\
             <clipPath id=\"journey-down\"><rect x=\"0\" y=\"{zero:.1}\" width=\"{width:.0}\" height=\"{:.1}\"/></clipPath>",
            base - zero
        ));
        for run in self.runs(sheet, line) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let path = format!("{}L{:.1} {zero:.1}L{:.1} {zero:.1}Z", smooth(&run), last.0, first.0);
            for side in ["up", "down"] {
                sheet.put(&format!("<path class=\"{side}\" clip-path=\"url(#journey-{side})\" d=\"{path}\"/>"));
            }
        }
    }

    /// Where nobody gave a feeling: dots at neutral and a question mark.
    fn gaps(&self, sheet: &mut Sheet<'_>, line: &Line) {
        let personas = sheet.journey.personas.len() as f64;
        let twice = line.version == Version::ToBe;
        for point in line.points.iter().filter(|point| point.feels.is_none() && !twice) {
            let shift = (line.persona as f64 - (personas - 1.0) / 2.0) * 22.0;
            let (x, y, half) = (sheet.x(point.touchpoint) + sheet.column / 2.0, self.y(0.0), sheet.column / 2.0 - 8.0);
            let colour = line.persona % super::style::COLOURS;
            sheet.put(&format!(
                "<path class=\"gap p{colour}\" d=\"M{:.1} {y:.1}H{:.1}\"/>\
                 <circle class=\"hollow p{colour}\" cx=\"{:.1}\" cy=\"{y:.1}\" r=\"9\"/>\
                 <text class=\"f{colour}\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-weight=\"600\">?</text>",
                x - half,
                x + half,
                x + shift,
                x + shift,
                y + 4.2
            ));
        }
    }

    /// How a moment was expected to feel: an empty diamond, joined to how it feels.
    fn expected(&self, sheet: &mut Sheet<'_>, line: &Line) {
        if line.version == Version::ToBe {
            return;
        }
        let colour = line.persona % super::style::COLOURS;
        for point in &line.points {
            let Some(expects) = point.expects else { continue };
            let (x, y) = self.at(sheet, line, point, expects);
            if let Some(feels) = point.feels.filter(|feels| (feels - expects).abs() > 0.01) {
                let (_, felt) = self.at(sheet, line, point, feels);
                sheet.put(&format!(
                    "<line class=\"short p{colour}\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{y:.1}\" y2=\"{felt:.1}\"/>"
                ));
            }
            sheet.put(&format!("<path class=\"hollow p{colour}\" d=\"M{x:.1} {:.1}l6 6l-6 6l-6 -6Z\"/>", y - 6.0));
        }
    }

    fn dots(&self, sheet: &mut Sheet<'_>, line: &Line) {
        let colour = line.persona % super::style::COLOURS;
        let old = sheet.class(line).contains("old");
        for point in &line.points {
            let Some(feels) = point.feels else { continue };
            let (x, y) = self.at(sheet, line, point, feels);
            let radius = if old { 4.0 } else { 5.4 };
            let class = if point.worked_out { format!("hollow p{colour}") } else { format!("f{colour}") };
            let _ = writeln!(sheet.svg, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"/>");
        }
    }

    /// What was felt: squares with the interval of each mean, and a bar to the design where it lies outside.
    fn felt(&self, sheet: &mut Sheet<'_>, line: &FeltLine) {
        let colour = line.persona % super::style::COLOURS;
        let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        for point in &line.points {
            let Some((x, y)) = self.felt_at(sheet, line, point) else {
                runs.push(Vec::new());
                continue;
            };
            runs.last_mut().into_iter().for_each(|run| run.push((x, y)));
            if let (Some(true), Some(designed)) = (point.is_off(), point.designed) {
                let (top, base) = (y.min(self.y(designed)), y.max(self.y(designed)));
                let class = if y > self.y(designed) { "mend" } else { "good" };
                sheet.put(&format!(
                    "<rect class=\"{class} off\" x=\"{:.1}\" y=\"{top:.1}\" width=\"14\" height=\"{:.1}\" rx=\"3\"/>",
                    x - 7.0,
                    base - top
                ));
            }
            if let Some((low, high)) = point.interval {
                let (low, high) = (self.y(low.max(-3.0)), self.y(high.min(3.0)));
                sheet.put(&format!(
                    "<path class=\"whisker p{colour}\" d=\"M{x:.1} {low:.1}V{high:.1}M{:.1} {low:.1}h8M{:.1} {high:.1}h8\"/>",
                    x - 4.0,
                    x - 4.0
                ));
            }
            let (left, top) = (x - 5.0, y - 5.0);
            sheet
                .put(&format!("<rect class=\"f{colour}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"10\" height=\"10\"/>"));
        }
        for run in runs.iter().filter(|run| run.len() > 1) {
            sheet.put(&format!("<path class=\"felt p{colour}\" d=\"{}\"/>", smooth(run)));
        }
    }

    /// Where a mean stands: beside the middle of its column, so that it covers no point of the design.
    fn felt_at(&self, sheet: &Sheet<'_>, line: &FeltLine, point: &FeltPoint) -> Option<(f64, f64)> {
        let personas = sheet.journey.personas.len() as f64;
        let apart = 24.0 + (line.persona as f64 - (personas - 1.0) / 2.0) * 16.0;
        Some((sheet.x(point.touchpoint) + sheet.column / 2.0 + apart, self.y(point.mean?)))
    }

    /// Peak, trough and end of each line, named beside their points.
    fn marks(&self, sheet: &mut Sheet<'_>) {
        let mut marks = Vec::new();
        for line in sheet.lines {
            let stands_out = line.marks();
            for at in 0..line.points.len() {
                let own = [
                    (stands_out.peak, sheet.labels.peak),
                    (stands_out.trough, sheet.labels.trough),
                    (stands_out.end, sheet.labels.end),
                ];
                let own: Vec<&str> = own.iter().filter(|(mark, _)| *mark == Some(at)).map(|(_, name)| *name).collect();
                let point = &line.points[at];
                let Some(feels) = point.feels.filter(|_| !own.is_empty()) else { continue };
                let (spot, name) = (self.at(sheet, line, point, feels), own.join(" · "));
                add(&mut marks, Mark { spot, name, persona: Some(line.persona) });
            }
        }
        for line in sheet.felt {
            let most = line.off_most().first().and_then(|&at| self.felt_at(sheet, line, &line.points[at]));
            let Some(spot) = most else { continue };
            marks.push(Mark { spot, name: sheet.labels.differs.to_string(), persona: Some(line.persona) });
        }
        self.place(sheet, &marks);
    }

    fn place(&self, sheet: &mut Sheet<'_>, marks: &[Mark]) {
        let points: Vec<(f64, f64)> = marks.iter().map(|mark| mark.spot).collect();
        let names: Vec<String> = marks.iter().map(|mark| mark.name.clone()).collect();
        let frame =
            Area { x: LEFT, y: self.top - ROOM, width: sheet.width - LEFT - RIGHT, height: HEIGHT + 2.0 * ROOM };
        let spot =
            |(x, y): (f64, f64), half: f64| Area { x: x - half, y: y - half, width: 2.0 * half, height: 2.0 * half };
        let mut taken = Vec::new();
        let mut spared = Vec::new();
        for line in sheet.lines {
            for run in self.runs(sheet, line) {
                taken.extend(run.iter().map(|&point| spot(point, 7.0)));
                spared.extend(along(&run, 24).into_iter().map(|point| spot(point, 1.5)));
            }
            for point in line.points.iter().filter(|_| line.version == Version::AsIs) {
                let Some(expects) = point.expects else { continue };
                let (x, y) = self.at(sheet, line, point, expects);
                let (top, base) = point.feels.map_or((y, y), |feels| (y.min(self.y(feels)), y.max(self.y(feels))));
                taken.push(spot((x, y), 7.0));
                spared.push(Area { x: x - 1.5, y: top, width: 3.0, height: base - top });
            }
        }
        for line in sheet.felt {
            let all = line.points.iter().filter_map(|point| self.felt_at(sheet, line, point));
            taken.extend(all.map(|point| spot(point, 7.0)));
        }
        // The names of troughs are looked for below their points first, where the line is not.
        let below = |&(x, y): &(f64, f64), name: &String| {
            let only_trough = name == sheet.labels.trough;
            (x, if only_trough { y + 2.0 * 9.0 + labels::size(name).1 } else { y })
        };
        let wanted: Vec<(f64, f64)> = points.iter().zip(&names).map(|(point, name)| below(point, name)).collect();
        let labels = labels::place(&wanted, &names, &frame, &taken, &spared);
        for (at, label) in labels.iter().enumerate() {
            let Some(label) = label else { continue };
            let area = label.area;
            if label.far {
                let end = if area.y < points[at].1 { area.y + area.height } else { area.y };
                sheet.put(&format!(
                    "<line class=\"lead\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{end:.1}\"/>",
                    points[at].0,
                    points[at].1,
                    area.x + area.width / 2.0
                ));
            }
            let _ = writeln!(
                sheet.svg,
                "<text class=\"mark {}\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                marks[at].class(),
                area.x + area.width / 2.0,
                area.y + 11.5,
                escape(&names[at])
            );
        }
    }
}
