//! How large the type can be for a script to fit on one printed page.

use serde::{Deserialize, Serialize};

use super::runs::Run;
use super::view::{AnswerView, SegmentView, View};
use crate::script::Script;

/// Paper to print on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

impl Paper {
    /// The paper that is usual in the script's country: Letter in North America and the Philippines, else A4
    /// (ISO 216 holds nearly everywhere else).
    #[must_use]
    pub fn usual(script: &Script) -> Self {
        let country = script.facts.country.as_ref().map(|country| country.value.trim().to_uppercase());
        match country.as_deref() {
            Some("US" | "USA" | "CA" | "MX" | "PH" | "UNITED STATES" | "CANADA" | "MEXICO" | "PHILIPPINES") => {
                Self::Letter
            }
            _ => Self::A4,
        }
    }

    /// Its name in a style sheet.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }

    /// Width and height in points.
    fn points(self) -> (f64, f64) {
        match self {
            Self::A4 => (595.0, 842.0),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// Sizes that are tried, in points. 6.5 is what package leaflets and timetables come down to; below it nobody
/// reads while speaking, so the page goes on to a second one.
const LARGEST: f64 = 10.5;
const SMALLEST: f64 = 6.5;
const STEP: f64 = 0.25;

/// What `onepager.html` is set in, so that both agree: points of margin around the page, the share of its width
/// that the margin column has, the gap between columns, and heights as parts of the type's size.
const EDGE: f64 = 26.0;
const ASIDE: f64 = 0.19;
const GAP: f64 = 12.0;
const LINE: f64 = 1.22;
const HEAD: f64 = 5.0;
/// The words in the margin beside those of the call.
const MARGIN_SIZE: f64 = 0.88;
/// Average width of a Latin letter; a Chinese character counts as two.
const LETTER: f64 = 0.5;

/// What is left for white space at the foot of the columns, which never come out equally long.
const FILLED: f64 = 0.92;

/// How a script is set on one sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    /// The largest type, in points, at which it fits; the smallest where none does.
    pub size: f64,
    /// Whether the ways the call can end stand in the margin, where there is room for them.
    pub ends_in_margin: bool,
}

/// How a page's words fit on one sheet.
pub(super) fn fit(view: &View, paper: Paper) -> Fit {
    let (body, margin, ends) = (body(view), margin(view), ends(view));
    let below = size(&[&body, &ends], &[&margin], paper);
    if margin.is_empty() {
        return Fit { size: below, ends_in_margin: false };
    }
    let beside = size(&[&body], &[&margin, &ends], paper);
    Fit { size: beside.max(below), ends_in_margin: beside >= below }
}

/// The largest type at which the columns and the margin fit.
fn size(body: &[&[Line]], margin: &[&[Line]], paper: Paper) -> f64 {
    let (width, height) = paper.points();
    let (width, height) = (width - 2.0 * EDGE, height - 2.0 * EDGE);
    let aside = if margin.iter().all(|lines| lines.is_empty()) { 0.0 } else { ASIDE * width + GAP };
    let column = (width - aside - GAP) / 2.0;
    let fits = |size: &f64| {
        let tall = |parts: &[&[Line]], size: f64, width: f64| {
            parts.iter().flat_map(|lines| lines.iter()).map(|line| line.height(size, width)).sum::<f64>()
        };
        let room = FILLED * (height - HEAD * size);
        tall(body, *size, column) / 2.0 <= room && tall(margin, MARGIN_SIZE * size, ASIDE * width) <= room
    };
    let steps = ((LARGEST - SMALLEST) / STEP) as u32;
    (0..=steps).map(|step| LARGEST - f64::from(step) * STEP).find(fits).unwrap_or(SMALLEST)
}

/// A paragraph: how many letters wide, how large beside the words to say, how far set in, and what is above it.
#[derive(Debug, Clone, Copy)]
struct Line {
    letters: usize,
    size: f64,
    indent: f64,
    above: f64,
}

impl Line {
    fn height(&self, size: f64, width: f64) -> f64 {
        let own = size * self.size;
        let lines = (self.letters as f64 * LETTER * own / (width - self.indent * size).max(1.0)).ceil().max(1.0);
        lines * LINE * own + self.above * size
    }
}

#[derive(Default)]
struct Lines(Vec<Line>);

impl Lines {
    fn words(&mut self, text: &str, size: f64, indent: f64, above: f64) {
        for (at, line) in text.lines().enumerate() {
            let above = if at == 0 { above } else { 0.0 };
            self.0.push(Line { letters: unicode_width::UnicodeWidthStr::width(line), size, indent, above });
        }
    }

    fn runs(&mut self, runs: &[Run], indent: f64, above: f64) {
        let words: String = runs.iter().map(|run| run.text.as_str()).collect();
        self.words(&words, 1.0, indent, above);
    }

    fn segment(&mut self, segment: &SegmentView) {
        let must = segment.must_say.iter();
        for must in must {
            self.words("Say exactly", 0.8, 1.0, 0.7);
            self.runs(&must.words, 1.5, 0.0);
            must.why.iter().for_each(|why| self.words(why, 0.8, 1.5, 0.0));
        }
        let said = segment.say.iter().chain(&segment.say_any).chain(&segment.compared_with);
        said.chain(&segment.ask).for_each(|runs| self.runs(runs, 0.0, 0.1));
        segment.answers.iter().for_each(|answer| self.answer(answer));
        for question in &segment.ask_in_order {
            question.ask.iter().for_each(|runs| self.runs(runs, 1.2, 0.1));
            question.answers.iter().for_each(|answer| self.answer(answer));
            question.note.iter().for_each(|note| self.words(note, 0.86, 1.5, 0.1));
        }
        if let Some(choice) = &segment.choice {
            self.words("They decide", 0.8, 1.0, 0.6);
            for option in &choice.options {
                let words = option.tell.iter().chain(&option.say).flatten().map(|run| run.text.trim());
                let words = words.collect::<Vec<_>>().join(" ");
                self.words(&format!("{} {} {words}", option.pick, option.goes), 1.0, 1.5, 0.1);
            }
            let rest = choice.ask.iter().chain(&choice.because).chain(&choice.if_unsure);
            rest.for_each(|runs| self.runs(runs, 1.0, 0.1));
        }
        segment.teach_back.iter().for_each(|runs| self.runs(runs, 0.0, 0.1));
        for asked in &segment.if_asked {
            let said: String = asked.say.iter().flatten().map(|run| run.text.replace('\n', " ")).collect();
            self.words(&format!("? {} {said}", asked.hear.join(" ")), 0.92, 1.0, 0.1);
        }
        let aside = segment.note.iter().chain(&segment.coach);
        aside.for_each(|text| self.words(text, 0.86, 0.8, 0.1));
        for names in [&segment.form, &segment.write_down].into_iter().filter(|names| !names.is_empty()) {
            self.words(&names.join("____________"), 0.86, 0.0, 0.3);
        }
    }

    fn answer(&mut self, answer: &AnswerView) {
        let must = answer.must_say.iter().flat_map(|must| &must.words);
        let said = must.chain(answer.say.iter().chain(&answer.ask).flatten());
        let said: String = said.map(|run| run.text.replace('\n', " ")).collect();
        let heard = answer.hear.join(" or ");
        self.words(&format!("- {heard} {} {said} {}", answer.goes, answer.note.join(" ")), 0.95, 1.2, 0.08);
    }
}

fn body(view: &View) -> Vec<Line> {
    let mut lines = Lines::default();
    for segment in &view.segments {
        if segment.stage_begins {
            lines.words(segment.stage.as_deref().unwrap_or_default(), 0.85, 0.0, 0.9);
        }
        lines.words(&segment.title, 0.95, 0.0, 0.75);
        let conditions = segment.only_if.iter().map(String::as_str).chain(segment.private.then_some("personal"));
        conditions.for_each(|words| lines.words(words, 0.82, 0.0, 0.0));
        lines.segment(segment);
        lines.words(&segment.goes, 0.86, 0.0, 0.0);
    }
    lines.0
}

fn margin(view: &View) -> Vec<Line> {
    let mut lines = Lines::default();
    for anytime in &view.anytime {
        lines.words(&anytime.when, 0.9, 0.6, 0.9);
        lines.segment(&anytime.segment);
        lines.words(&anytime.segment.goes, 0.86, 0.0, 0.0);
    }
    lines.0
}

fn ends(view: &View) -> Vec<Line> {
    let mut lines = Lines::default();
    for outcome in &view.outcomes {
        let above = if lines.0.is_empty() { 2.5 } else { 0.05 };
        lines.words(&format!("{}: {}", outcome.name, outcome.todo), 1.0, 1.0, above);
    }
    for (at, item) in view.after_call.iter().enumerate() {
        lines.words(item, 1.0, 1.0, if at == 0 { 2.5 } else { 0.05 });
    }
    lines.0
}
