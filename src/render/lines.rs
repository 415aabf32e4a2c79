//! The spoken lines of a call as CSV, for those who translate or record them.

use super::{Document, Options};
use crate::error::{Error, Result};
use crate::script::spoken::{Piece, pieces};
use crate::script::{Language, Script, Segment, Words, spoken_seconds};

/// The columns.
const HEAD: [&str; 7] = ["id", "segment", "line", "who", "words", "blanks", "seconds"];
const HEAD_CHINESE: [&str; 7] = ["编号", "段落", "行", "谁说", "台词", "空格", "秒"];

/// Makes the table: one row for each line that somebody says.
pub(super) fn lines(script: &Script, order: &[usize], options: &Options) -> Result<Document> {
    let language = options.language.as_ref().unwrap_or(&script.language);
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let head = if language.is_chinese() { HEAD_CHINESE } else { HEAD };
    csv.write_record(head).map_err(|error| unwritten(&error))?;
    let anytime = script.anytime.iter().map(|anytime| &anytime.segment);
    let segments = order.iter().filter_map(|&at| script.segments.get(at)).chain(anytime);
    for segment in segments {
        for (at, line) in spoken(segment, language).iter().enumerate() {
            let row = row(script, segment, at + 1, line);
            csv.write_record(row.iter().map(|cell| safe(cell))).map_err(|error| unwritten(&error))?;
        }
    }
    let bytes = csv.into_inner().map_err(|_| Error::Other("the table cannot be written".to_string()))?;
    // Without this mark Excel takes the letters of other languages for something else.
    Ok(Document { bytes: [&[0xef, 0xbb, 0xbf], bytes.as_slice()].concat(), missing: Vec::new() })
}

fn unwritten(error: &csv::Error) -> Error {
    Error::Other(format!("the table cannot be written: {error}"))
}

/// Who says a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Us,
    Customer,
}

struct Line {
    who: Who,
    words: String,
}

/// Every line of a segment, in the order in which it is said: ours, what the customer may answer, and ours
/// in return.
fn spoken(segment: &Segment, language: &Language) -> Vec<Line> {
    let mut lines = Vec::new();
    let ours = |lines: &mut Vec<Line>, words: &Words| {
        let text = words.text(language).map_or("", |text| text.value.as_str());
        let said = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.extend(said.map(|line| Line { who: Who::Us, words: line.to_string() }));
    };
    let theirs = |lines: &mut Vec<Line>, hear: &[crate::text::Text]| {
        let heard: Vec<&str> = hear.iter().map(|text| text.value.trim()).collect();
        if !heard.is_empty() {
            lines.push(Line { who: Who::Customer, words: heard.join(" / ") });
        }
    };
    segment.spoken().for_each(|words| ours(&mut lines, words));
    for answer in segment.all_answers() {
        theirs(&mut lines, &answer.hear);
        let must = answer.must_say.iter().map(|must| &must.words);
        answer.say.iter().chain(must).chain(&answer.ask).for_each(|words| ours(&mut lines, words));
    }
    for pick in segment.choice.iter().flat_map(|choice| &choice.options) {
        theirs(&mut lines, pick.pick.as_slice());
        pick.say.iter().for_each(|words| ours(&mut lines, words));
    }
    for asked in &segment.if_asked {
        theirs(&mut lines, &asked.hear);
        asked.say.iter().for_each(|words| ours(&mut lines, words));
    }
    lines
}

fn row(script: &Script, segment: &Segment, number: usize, line: &Line) -> [String; 7] {
    let names: Vec<&str> = pieces(&line.words)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Blank { name, .. } => line.words.get(name),
            _ => None,
        })
        .collect();
    let (who, seconds) = match line.who {
        Who::Us => {
            let words = Words::one(crate::text::Text::new(line.words.clone(), segment.place));
            (script.role.name().to_string(), format!("{:.1}", spoken_seconds(script, [&words])))
        }
        Who::Customer => ("customer".to_string(), String::new()),
    };
    let number_of = format!("{}-{number}", segment.id);
    [number_of, segment.name().to_string(), number.to_string(), who, line.words.clone(), names.join(", "), seconds]
}

/// A cell that no spreadsheet takes for a formula.
fn safe(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_string() }
}
