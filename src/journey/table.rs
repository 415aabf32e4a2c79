//! A journey for people at a terminal: the heartbeat, the touchpoints, the seven steps and what to mend first.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::labels::Labels;
use super::line::{Line, Point, lines};
use super::model::{Journey, Version};
use super::steps::{Step, factor_steps, rank, touchpoint_steps};
use super::wishes::untaken;
use super::{pulse, reason};
use crate::report::Look;

/// The journey as text.
#[must_use]
pub fn table(journey: &Journey, look: Look) -> String {
    let mut page = Page { journey, labels: Labels::of(journey), look, out: String::new() };
    page.head();
    page.heartbeats();
    page.touchpoints();
    page.factors();
    page.mend_touchpoints();
    page.wishes();
    page.out
}

struct Page<'j> {
    journey: &'j Journey,
    labels: &'static Labels,
    look: Look,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, words: &str) {
        self.out.push_str(words.trim_end());
        self.out.push('\n');
    }

    fn bold(&self, words: &str) -> String {
        if self.look.colour { format!("\u{1b}[1m{words}\u{1b}[0m") } else { words.to_string() }
    }

    fn heading(&mut self, words: &str) {
        let words = self.bold(words);
        self.out.push('\n');
        self.line(&words);
    }

    fn paragraph(&mut self, words: &str, set_in: usize) {
        for line in wrapped(&clean(words), self.look.width.clamp(40, 110).saturating_sub(set_in)) {
            self.line(&format!("{}{line}", " ".repeat(set_in)));
        }
    }

    fn head(&mut self) {
        let title = self.bold(&clean(&self.journey.title.value));
        let count = self.labels.how_many(self.journey.personas.len(), self.journey.touchpoints.len());
        self.line(&format!("{title} ({count})"));
    }

    fn heartbeats(&mut self) {
        if self.journey.touchpoints.is_empty() {
            return;
        }
        let lines = lines(self.journey);
        for persona in 0..self.journey.personas.len() {
            let own: Vec<&Line> = lines.iter().filter(|line| line.persona == persona).collect();
            self.heartbeat(persona, &own);
        }
    }

    fn heartbeat(&mut self, persona: usize, lines: &[&Line]) {
        let name = self.persona(persona);
        let scores: Vec<String> = lines
            .iter()
            .map(|line| format!("{:.2} {}", line.experience.total, self.labels.version(line.version)))
            .collect();
        let scores: Vec<&str> = scores.iter().map(String::as_str).collect();
        let words = format!("{} {}", self.labels.remembered, self.labels.row(&scores));
        let words = self.labels.told(&clean(&name), &words);
        self.heading(&words);
        for row in pulse::rows(self.journey.touchpoints.len(), lines, self.labels, self.look.width) {
            self.line(&row);
        }
        for line in lines {
            let told = marks(self.journey, line, self.labels);
            let told = self.labels.told(self.labels.version(line.version), &told);
            self.paragraph(&told, 2);
        }
    }

    fn persona(&self, persona: usize) -> String {
        let one = &self.journey.personas[persona];
        if one.map.who.is_none() && self.journey.personas.len() == 1 {
            self.labels.customer.to_string()
        } else {
            one.name().to_string()
        }
    }

    fn touchpoints(&mut self) {
        if self.journey.touchpoints.is_empty() {
            return;
        }
        let labels = self.labels;
        let lines = lines(self.journey);
        let mut heads = vec!["#".to_string(), labels.touchpoint.into(), labels.channel.into()];
        for line in &lines {
            let version = labels.version(line.version);
            let named = self.journey.personas.len() > 1;
            let who = self.journey.personas[line.persona].short_name();
            heads.push(if named { labels.row(&[&cut(&clean(who), 12), version]) } else { version.into() });
        }
        let mut rows = vec![heads];
        for (at, one) in self.journey.touchpoints.iter().enumerate() {
            let mut row = vec![(at + 1).to_string(), cut(&clean(&one.words.value), 36)];
            row.push(one.channel.as_ref().map(|channel| cut(&clean(&channel.value), 14)).unwrap_or_default());
            row.extend(lines.iter().map(|line| cell(line.point(at), labels)));
            rows.push(row);
        }
        self.out.push('\n');
        self.grid(&rows, 3);
        if lines.iter().flat_map(|line| &line.points).any(|point| point.worked_out) {
            self.paragraph(&format!("* {}", labels.worked_out), 2);
        }
    }

    /// Columns as wide as they need; from `right` on, figures stand to the right.
    fn grid(&mut self, rows: &[Vec<String>], right: usize) {
        let columns = rows.first().map_or(0, Vec::len);
        let wide: Vec<usize> =
            (0..columns).map(|at| rows.iter().map(|row| row[at].width()).max().unwrap_or(0)).collect();
        for (number, row) in rows.iter().enumerate() {
            let mut line = String::new();
            for (at, cell) in row.iter().enumerate() {
                let space = " ".repeat(wide[at].saturating_sub(cell.width()));
                line += &if at == 0 || at >= right { format!("{space}{cell}  ") } else { format!("{cell}{space}  ") };
            }
            let line = if number == 0 { self.bold(line.trim_end()) } else { line };
            self.line(&line);
        }
    }

    fn factors(&mut self) {
        let steps = factor_steps(self.journey);
        if steps.is_empty() {
            return;
        }
        self.heading(self.labels.seven_steps);
        let mut rows = vec![std::iter::once(self.labels.factor).chain(self.labels.steps).map(String::from).collect()];
        for step in &steps {
            let figures = [
                step.experience,
                step.expectation,
                step.satisfaction,
                step.importance,
                step.weighted,
                step.ideal,
                step.gap,
            ];
            let show = |value: &Option<f64>| value.map_or_else(|| "–".to_string(), reason::figure);
            rows.push(std::iter::once(cut(&clean(&step.name), 30)).chain(figures.iter().map(show)).collect());
        }
        let wide = rows.iter().map(|row: &Vec<String>| row[0].width()).max().unwrap_or(0);
        for row in &mut rows {
            row[0] = format!("{}{}", row[0], " ".repeat(wide - row[0].width()));
        }
        self.grid(&rows, 1);
        self.ranking(&steps);
    }

    fn ranking(&mut self, steps: &[Step]) {
        let (labels, ranking) = (self.labels, rank(steps));
        self.heading(labels.mend_first);
        match reason::first(steps, &ranking, &self.journey.language) {
            Some(sentence) => self.paragraph(&sentence, 2),
            None => self.paragraph(labels.nothing_to_mend, 2),
        }
        for (at, words) in reason::mend(steps, &ranking, labels).into_iter().enumerate() {
            self.paragraph(&format!("{}. {words}", at + 1), 2);
        }
        for (head, list) in [(labels.improve, &ranking.improve), (labels.keep, &ranking.keep)] {
            let item = |&at: &usize| labels.with(&steps[at].name, &reason::sum(&steps[at], labels));
            let items: Vec<String> = list.iter().map(item).collect();
            if !items.is_empty() {
                self.paragraph(&labels.told(head, &labels.listed(&items)), 2);
            }
        }
        let open: Vec<String> = ranking.unranked.iter().map(|one| reason::unranked(steps, one, labels)).collect();
        if !open.is_empty() {
            self.paragraph(&labels.told(labels.not_ranked, &labels.listed(&open)), 2);
        }
    }

    /// The same ranking over the touchpoints, where expectations and importance are given.
    fn mend_touchpoints(&mut self) {
        for line in lines(self.journey).iter().filter(|line| line.version == Version::AsIs) {
            let steps = touchpoint_steps(self.journey, line);
            let ranking = rank(&steps);
            if ranking.unranked.len() == steps.len() {
                continue;
            }
            let name = self.persona(line.persona);
            self.heading(&self.labels.told(self.labels.mend_first, &clean(&name)));
            if ranking.mend.is_empty() {
                self.paragraph(self.labels.nothing_to_mend, 2);
            }
            for (at, words) in reason::mend(&steps, &ranking, self.labels).into_iter().enumerate() {
                self.paragraph(&format!("{}. {words}", at + 1), 2);
            }
        }
    }

    fn wishes(&mut self) {
        for (persona, wishes) in untaken(self.journey) {
            let name = self.persona(persona);
            self.heading(&self.labels.told(self.labels.not_taken_up, &clean(&name)));
            for wish in wishes {
                let kind = if wish.is_pain { self.labels.pain } else { self.labels.gain };
                self.paragraph(&format!("- {}", self.labels.told(kind, &wish.words.value)), 2);
            }
        }
    }
}

/// How a touchpoint feels; `–` where the persona does not meet it.
fn cell(point: Option<&Point>, labels: &Labels) -> String {
    let Some(point) = point else { return "–".into() };
    match point.feels {
        None => labels.unknown.into(),
        Some(feels) if point.worked_out => format!("{feels:.1}*"),
        Some(feels) => labels.feeling(feels).into(),
    }
}

fn marks(journey: &Journey, line: &Line, labels: &Labels) -> String {
    let marks = line.marks();
    let name = |at: usize| {
        let touchpoint = line.points[at].touchpoint;
        let words = journey.touchpoints.get(touchpoint).map_or("", |one| one.words.value.as_str());
        format!("{} {}", touchpoint + 1, labels.quoted(words))
    };
    let of = |label: &str, at: Option<usize>| {
        at.and_then(|at| {
            let feels = labels.feeling(line.points[at].feels?);
            Some(labels.with(&format!("{label} {}", name(at)), feels))
        })
    };
    let mut told: Vec<String> = Vec::new();
    told.extend(of(labels.peak, marks.peak));
    told.extend(of(labels.trough, marks.trough));
    told.extend(of(labels.end, marks.end));
    if !marks.gaps.is_empty() {
        let gaps: Vec<String> = marks.gaps.iter().map(|&at| (line.points[at].touchpoint + 1).to_string()).collect();
        let gaps: Vec<&str> = gaps.iter().map(String::as_str).collect();
        told.push(format!("{} {}", labels.unknown, labels.row(&gaps)));
    }
    labels.listed(&told)
}

/// Words without line ends and without signs that fool a terminal.
pub(super) fn clean(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).collect()
}

/// Words cut to a width of columns.
pub(super) fn cut(words: &str, columns: usize) -> String {
    if words.width() <= columns {
        return words.to_string();
    }
    let mut out = String::new();
    for c in words.chars() {
        if out.width() + c.width().unwrap_or(0) + 1 > columns {
            break;
        }
        out.push(c);
    }
    out.trim_end().to_string() + "…"
}

/// Words in lines of so many columns, broken at spaces, and Chinese between any two characters.
pub(super) fn wrapped(words: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(words) {
        if !line.is_empty() && line.width() + piece.trim_end().width() > columns {
            lines.push(std::mem::take(&mut line).trim_end().to_string());
        }
        line.push_str(if line.is_empty() { piece.trim_start() } else { &piece });
    }
    lines.push(line.trim_end().to_string());
    lines
}

/// What is kept in one line: a word with the space after it, or one Chinese character with its closing signs.
fn pieces(words: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut broken = true;
    for c in words.chars() {
        let wide = c.width() == Some(2);
        let sticks = "，。；：、？！）”》".contains(c);
        match pieces.last_mut() {
            Some(last) if !broken && !wide || sticks && !last.is_empty() => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        broken = c == ' ' || wide;
    }
    pieces
}
