//! What was felt on a walk, over what was designed: drawn in the terminal, told apart, and ready to be written back.

use std::fmt::Write as _;

use crate::felt::Record;
use crate::picture::{CurvePart, Curves};
use crate::reading::Reading;
use crate::script::{Feeling, Script};

/// A segment as it was designed and as it was felt.
#[derive(Debug, Clone, PartialEq)]
pub struct FeltPart {
    /// The segment's number in the script.
    pub segment: usize,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The feeling in the script.
    pub designed: Option<Feeling>,
    /// The feeling on the walk.
    pub felt: Option<Feeling>,
}

/// The segments of a walk in the order in which they were heard, each once; what may happen at any moment is left out.
#[must_use]
pub fn felt_parts(script: &Script, record: &Record) -> Vec<FeltPart> {
    let mut parts: Vec<FeltPart> = Vec::new();
    for step in &record.steps {
        let Some((segment, own)) = script.find(&step.segment) else { continue };
        match parts.iter_mut().find(|part| part.segment == segment) {
            Some(part) => {
                part.seconds += step.seconds;
                part.felt = step.felt.or(part.felt);
            }
            None => parts.push(FeltPart {
                segment,
                seconds: step.seconds,
                designed: own.feels.as_ref().map(|said| said.value),
                felt: step.felt,
            }),
        }
    }
    parts
}

/// The felt curve over the designed one: a row for each feeling, a column for each slice of the call.
#[must_use]
pub fn felt_chart(script: &Script, parts: &[FeltPart], width: usize) -> String {
    let columns = width.saturating_sub(22).clamp(20, 78);
    let slices = slices(parts, columns);
    let chinese = script.language.is_chinese();
    let names = Feeling::words(chinese);
    let mut out = String::new();
    for ((feeling, _), label) in Feeling::ALL.iter().zip(names).rev() {
        let cells: String = slices.iter().map(|(designed, felt)| cell(*feeling, *designed, *felt)).collect();
        let gap = 18_usize.saturating_sub(unicode_width::UnicodeWidthStr::width(label));
        let _ = writeln!(out, "{}{label} |{}", " ".repeat(gap), cells.trim_end());
    }
    let key = if chinese { "* 感受到的  - 设计的  # 两者相同" } else { "* felt  - designed  # both" };
    let _ = writeln!(out, "{}{key}", " ".repeat(20));
    out
}

fn cell(row: Feeling, designed: Option<Feeling>, felt: Option<Feeling>) -> char {
    match (designed == Some(row), felt == Some(row)) {
        (true, true) => '#',
        (true, false) => '-',
        (false, true) => '*',
        (false, false) => ' ',
    }
}

/// The designed and the felt feeling in each column.
fn slices(parts: &[FeltPart], columns: usize) -> Vec<(Option<Feeling>, Option<Feeling>)> {
    let total: f64 = parts.iter().map(|part| part.seconds.max(1.0)).sum();
    let mut slices = Vec::new();
    let (mut at, mut end) = (0, parts.first().map_or(0.0, |part| part.seconds.max(1.0)));
    for column in 0..columns {
        let now = (column as f64 + 0.5) / columns as f64 * total;
        while now >= end && at + 1 < parts.len() {
            at += 1;
            end += parts.get(at).map_or(0.0, |part| part.seconds.max(1.0));
        }
        slices.extend(parts.get(at).map(|part| (part.designed, part.felt)));
    }
    slices
}

/// Where felt and designed differ, the widest gap first, and the lines to write back.
#[must_use]
pub fn felt_differences(reading: &Reading, script: &Script, parts: &[FeltPart]) -> String {
    let gap = |part: &FeltPart| {
        let felt = part.felt?.valence();
        Some(i16::from(felt) - i16::from(part.designed.map_or(0, Feeling::valence)))
    };
    let mut off: Vec<(&FeltPart, i16)> = parts
        .iter()
        .filter(|part| part.felt.is_some() && part.felt != part.designed)
        .filter_map(|part| Some((part, gap(part)?)))
        .collect();
    off.sort_by_key(|(_, gap)| std::cmp::Reverse(gap.abs()));
    let asked = parts.iter().filter(|part| part.felt.is_some()).count();
    let mut out = String::new();
    if off.is_empty() {
        let _ = writeln!(out, "{asked} of {} segments were rated, all as designed.", parts.len());
        return out;
    }
    let _ = writeln!(out, "Felt otherwise than designed ({} of {asked} rated):", off.len());
    for (part, gap) in &off {
        let designed = part.designed.map_or("no feeling", Feeling::name);
        let felt = part.felt.map_or("", Feeling::name);
        let name = script.segments.get(part.segment).map_or("", |segment| segment.name());
        let _ = writeln!(out, "  {gap:+}  {name}: designed {designed}, felt {felt}");
    }
    out.push_str("To write back:\n");
    off.sort_by_key(|(part, _)| part.segment);
    for (part, _) in &off {
        let _ = writeln!(out, "{}", line_back(reading, script, part));
    }
    out.retain(|c| !c.is_control() || c == '\n');
    out
}

fn line_back(reading: &Reading, script: &Script, part: &FeltPart) -> String {
    let felt = part.felt.map_or("", Feeling::name);
    let Some(segment) = script.segments.get(part.segment) else { return String::new() };
    let written = segment.feels.as_ref().filter(|said| said.place.end > said.place.start && !said.is_guess());
    let place = written.map_or(segment.place.before(), |said| said.place);
    let (file, position) = reading.locate(place);
    let how = if written.is_some() { "" } else { "  (a new line in this segment)" };
    format!("  {file}:{}  `{}`  feels: {felt}{how}", position.line, segment.id)
}

/// The picture of a walk: designed and felt.
#[must_use]
pub fn felt_curves(script: &Script, parts: &[FeltPart]) -> Curves {
    let curve = |feeling: fn(&FeltPart) -> Option<Feeling>| -> Vec<CurvePart> {
        let one = |part: &FeltPart| CurvePart {
            name: script.segments.get(part.segment).map_or(String::new(), |segment| segment.name().to_string()),
            seconds: part.seconds,
            valence: feeling(part).map(|feeling| f64::from(feeling.valence())),
            guessed: false,
        };
        parts.iter().map(one).collect()
    };
    Curves {
        title: script.title.value.clone(),
        before: curve(|part| part.designed),
        after: curve(|part| part.felt),
        felt: true,
        chinese: script.language.is_chinese(),
    }
}
