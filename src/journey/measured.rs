//! The loop closed: what customers really felt at the touchpoints, laid over the line that was designed.

use super::labels::Labels;
use super::line::{Line, lines};
use super::model::{Heard, Journey, Version};
use super::table::{clean, cut};
use crate::error::{Error, Result};
use crate::experience::{Beat, Settings, score};
use crate::felt::{self, Record};
use crate::script::{Feeling, same};
use crate::text::nearest;
use crate::trial::{ENOUGH, mean_interval};
use std::collections::BTreeMap;

/// What was felt, as a table gives it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// Every answer, person by person.
    pub all: Vec<Answer>,
    /// Lines whose feeling cannot be read.
    pub unread: Vec<u64>,
}

/// One answer: who felt what, where.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// A touchpoint's short name, words or number, or the script of the call that was walked.
    pub touchpoint: String,
    /// How it felt, -3 to 3; of a walked call how it will be remembered.
    pub felt: f64,
    /// A persona, or a person; empty where the table does not say.
    pub who: String,
}

/// What was felt beside what was designed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The comparison of each persona.
    pub lines: Vec<FeltLine>,
    /// Names that are no touchpoint, with the nearest one.
    pub unknown: Vec<(String, Option<String>)>,
    /// Lines whose feeling cannot be read.
    pub unread: Vec<u64>,
}

/// What a persona felt.
#[derive(Debug, Clone, PartialEq)]
pub struct FeltLine {
    /// The persona's number.
    pub persona: usize,
    /// The version it is compared with: the one to be, where there is one.
    pub version: Version,
    /// Touchpoint by touchpoint.
    pub points: Vec<FeltPoint>,
}

/// One touchpoint as it was felt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FeltPoint {
    /// The touchpoint's number.
    pub touchpoint: usize,
    /// How it was designed to feel, or is said to.
    pub designed: Option<f64>,
    /// How many said what they felt.
    pub people: usize,
    /// The mean of what they said.
    pub mean: Option<f64>,
    /// The 95 % interval of the mean, where enough said so.
    pub interval: Option<(f64, f64)>,
}

impl FeltPoint {
    /// How much better (above 0) or worse (below 0) it felt than designed.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        Some(self.mean? - self.designed?)
    }

    /// Whether the design lies outside of what was felt; `None` where too few said so, or nothing was designed.
    #[must_use]
    pub fn is_off(&self) -> Option<bool> {
        let ((low, high), designed) = (self.interval?, self.designed?);
        Some(designed < low || designed > high)
    }
}

/// Reads answers: CSV with the columns `touchpoint` (or `segment`), `felt` (or `feeling`; words such as
/// `very painful`, or -3 to 3) and, if wished, `who`; or the record of a walk through a call's script, whose `name` is
/// who walked.
///
/// # Errors
/// A plain sentence where it is neither, or nobody said on the walk how it felt.
pub fn answers(name: &str, bytes: &[u8]) -> Result<Answers> {
    if let Some(record) = felt::record(bytes)? {
        return Ok(Answers { all: vec![walked(name, &record)?], unread: Vec::new() });
    }
    let measured = felt::read_table(bytes)?;
    let all = measured.people.into_iter().flat_map(|person| {
        let who = person.who;
        let answer = move |(touchpoint, felt): (String, Feeling)| Answer {
            touchpoint,
            felt: f64::from(felt.valence()),
            who: who.clone(),
        };
        person.felt.into_iter().map(answer)
    });
    Ok(Answers { all: all.collect(), unread: measured.unread })
}

/// How a walked call will be remembered, by the same model as the touchpoint that it stands for.
fn walked(who: &str, record: &Record) -> Result<Answer> {
    let beat = |step: &felt::RecordStep| {
        let valence = f64::from(step.felt?.valence());
        Some(Beat { valence, minutes: step.seconds / 60.0, account: None })
    };
    let beats: Vec<Beat> = record.steps.iter().filter_map(beat).collect();
    if beats.is_empty() {
        let message = format!("nobody said on the walk through `{}` how it felt", record.script);
        return Err(Error::Other(format!("{message}; walk again and type a number where it asks")));
    }
    let felt = score(&beats, &Settings::default()).total;
    Ok(Answer { touchpoint: record.script.clone(), felt, who: who.to_string() })
}

/// Lays what was felt over what was designed. An answer whose `who` is a persona counts for that persona, any other
/// for everybody who meets the touchpoint.
#[must_use]
pub fn compare(journey: &Journey, answers: &Answers) -> Comparison {
    let mut given: BTreeMap<(usize, usize), Vec<f64>> = BTreeMap::new();
    let mut unknown: Vec<(String, Option<String>)> = Vec::new();
    for answer in &answers.all {
        let Some(touchpoint) = find(journey, &answer.touchpoint) else {
            if !unknown.iter().any(|(name, _)| *name == answer.touchpoint) {
                let ids = journey.touchpoints.iter().map(|one| one.id.as_str());
                unknown.push((answer.touchpoint.clone(), nearest(&answer.touchpoint, ids).map(str::to_string)));
            }
            continue;
        };
        let named = journey.personas.iter().position(|one| {
            same(&one.id, &answer.who) || same(one.name(), &answer.who) || same(one.short_name(), &answer.who)
        });
        for persona in 0..journey.personas.len() {
            if named.is_none_or(|named| named == persona) {
                given.entry((persona, touchpoint)).or_default().push(answer.felt);
            }
        }
    }
    let last = journey.versions().last().copied().unwrap_or(Version::AsIs);
    let felt = |line: Line| FeltLine {
        persona: line.persona,
        version: line.version,
        points: line
            .points
            .iter()
            .map(|point| {
                let values = given.get(&(line.persona, point.touchpoint)).map_or(&[][..], Vec::as_slice);
                felt_point(point.touchpoint, point.feels, values)
            })
            .collect(),
    };
    let lines = lines(journey).into_iter().filter(|line| line.version == last).map(felt).collect();
    Comparison { lines, unknown, unread: answers.unread.clone() }
}

/// A touchpoint by its short name, its words, its number in the table, or the script that its call follows.
fn find(journey: &Journey, name: &str) -> Option<usize> {
    let by = |same_as: &dyn Fn(&super::Touchpoint) -> bool| journey.touchpoints.iter().position(same_as);
    let found = by(&|one| same(&one.id, name)).or_else(|| by(&|one| same(&one.words.value, name))).or_else(|| {
        let number = name.parse::<usize>().ok()?.checked_sub(1)?;
        (number < journey.touchpoints.len()).then_some(number)
    });
    let follows = |heard: &Heard| !heard.is_series && same(stem(&heard.file.value), name);
    found.or_else(|| by(&|one| [&one.call, &one.designed].into_iter().flatten().any(follows)))
}

/// The name of a file without its folder and its ending.
fn stem(file: &str) -> &str {
    let name = file.trim().rsplit(['/', '\\']).next().unwrap_or_default();
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

fn felt_point(touchpoint: usize, designed: Option<f64>, values: &[f64]) -> FeltPoint {
    let sum: f64 = values.iter().sum();
    let mean = (!values.is_empty()).then(|| sum / values.len() as f64);
    let interval = (values.len() >= ENOUGH).then(|| mean_interval(values)).map(|(_, low, high)| (low, high));
    FeltPoint { touchpoint, designed, people: values.len(), mean, interval }
}

impl FeltLine {
    /// Where it differs most from the design beyond chance: numbers of points, the widest difference first.
    #[must_use]
    pub fn off_most(&self) -> Vec<usize> {
        let wide = |at: &usize| self.points[*at].difference().unwrap_or(0.0).abs();
        let mut off: Vec<usize> = (0..self.points.len()).filter(|&at| self.points[at].is_off() == Some(true)).collect();
        off.sort_by(|a, b| wide(b).total_cmp(&wide(a)));
        off
    }
}

/// The comparison for people: each touchpoint, where it differs most, and the lines to write back.
#[must_use]
pub fn feedback(journey: &Journey, comparison: &Comparison) -> String {
    let labels = Labels::of(journey);
    let mut out = String::new();
    for line in comparison.lines.iter().filter(|line| line.points.iter().any(|point| point.people > 0)) {
        let persona = &journey.personas[line.persona];
        let who = if persona.map.who.is_some() { clean(persona.name()) } else { labels.customer.to_string() };
        out += &format!("\n{}\n", labels.told(labels.felt, &who));
        for point in &line.points {
            let name = journey.touchpoints.get(point.touchpoint).map_or("", |one| one.words.value.as_str());
            let name = format!("{:>3}  {}", point.touchpoint + 1, cut(&clean(name), 36));
            out += &format!("{}  {}\n", padded(&name, 42), told(point, line.version, labels));
        }
        out += &most(journey, line, labels);
    }
    for (name, near) in &comparison.unknown {
        out += &format!("\n{}\n", labels.no_touchpoint(&clean(name), near.as_deref()));
    }
    if let Some(first) = comparison.unread.first() {
        out += &format!("\n{}\n", labels.unread(comparison.unread.len(), *first));
    }
    out
}

fn padded(words: &str, columns: usize) -> String {
    let wide = unicode_width::UnicodeWidthStr::width(words);
    format!("{words}{}", " ".repeat(columns.saturating_sub(wide)))
}

/// `as it is to be neutral (0), felt -1.8 (-2.4 to -1.2, 12 people): worse`.
fn told(point: &FeltPoint, version: Version, labels: &Labels) -> String {
    let designed = point.designed.map_or(labels.unknown, |feels| labels.feeling(feels));
    let designed = format!("{} {designed}", labels.version(version));
    let Some(mean) = point.mean else { return format!("{designed}; {}", labels.unheard) };
    let interval = point.interval.map_or(String::new(), |(low, high)| format!(" ({low:.1} … {high:.1})"));
    let state = match (point.is_off(), point.difference()) {
        (Some(true), Some(by)) if by < 0.0 => labels.worse,
        (Some(true), _) => labels.better,
        (Some(false), _) => labels.fits,
        (None, _) if point.interval.is_none() => labels.too_few,
        _ => labels.undesigned,
    };
    format!("{designed}; {} {mean:.1}{interval}, n = {}: {state}", labels.felt, point.people)
}

/// Where it differs most, and the lines to write back.
fn most(journey: &Journey, line: &FeltLine, labels: &Labels) -> String {
    let off = line.off_most();
    let name = |at: usize| &journey.touchpoints[line.points[at].touchpoint];
    let Some(&first) = off.first() else { return format!("  {}\n", labels.told(labels.off_most, labels.nowhere)) };
    let by = line.points[first].difference().unwrap_or(0.0);
    let mut out =
        format!("  {}\n", labels.told(labels.off_most, &format!("{} ({by:+.1})", clean(&name(first).words.value))));
    // A feeling that is worked out from a call is not written.
    for &at in off.iter().filter(|&&at| name(at).heard(line.version).is_none()) {
        let Some(felt) = line.points[at].mean.and_then(|mean| Feeling::new(mean.round() as i8)) else { continue };
        let own = if journey.personas.len() > 1 {
            format!("{{{}: {}}}", journey.personas[line.persona].id, felt.name())
        } else {
            felt.name().to_string()
        };
        out += &format!("    {}: feels: {own}\n", name(at).id);
    }
    out
}
