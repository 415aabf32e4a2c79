//! Several people's feelings about one script put together: the middle, the spread, and who disagrees where.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::felt::{Measured, median};
use crate::script::{By, Feeling, Said, Script};

/// Several people's feelings put together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Compared {
    /// How many people there are.
    pub people: usize,
    /// The segments: in the order of the script, or by name where there is none; then those it does not know.
    pub segments: Vec<ComparedSegment>,
    /// Lines whose feeling cannot be read.
    pub unread: Vec<u64>,
}

/// A segment as several people felt it.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedSegment {
    /// Its short name.
    pub id: String,
    /// Whether the script has it (true where no script was given).
    pub known: bool,
    /// The feeling in the script.
    pub designed: Option<Feeling>,
    /// The middle of what was felt.
    pub median: f64,
    /// The lowest and the highest.
    pub range: (i8, i8),
    /// Who felt what.
    pub felt: Vec<(String, Feeling)>,
}

/// So far from the middle, and somebody disagrees with the others.
const APART: f64 = 2.0;

/// Puts feelings together; with the script, beside what it says.
#[must_use]
pub fn compare(measured: &Measured, script: Option<&Script>) -> Compared {
    let mut felt: BTreeMap<String, Vec<(String, Feeling)>> = BTreeMap::new();
    for person in &measured.people {
        for (segment, feeling) in person.last_words() {
            felt.entry(segment.to_string()).or_default().push((person.who.clone(), feeling));
        }
    }
    let ids: Vec<&str> = script.into_iter().flat_map(|script| &script.segments).map(|one| one.id.as_str()).collect();
    let mut names: Vec<&String> = felt.keys().collect();
    names.sort_by_key(|name| ids.iter().position(|id| id == name).unwrap_or(usize::MAX));
    let one = |name: &String| segment(name, felt.get(name)?, script);
    Compared {
        people: measured.people.len(),
        segments: names.into_iter().filter_map(one).collect(),
        unread: measured.unread.clone(),
    }
}

fn segment(id: &str, felt: &[(String, Feeling)], script: Option<&Script>) -> Option<ComparedSegment> {
    let values: Vec<i8> = felt.iter().map(|(_, feeling)| feeling.valence()).collect();
    let own = script.and_then(|script| script.find(id)).map(|(_, segment)| segment);
    Some(ComparedSegment {
        id: id.to_string(),
        known: script.is_none() || own.is_some(),
        designed: own.and_then(|segment| segment.feels.as_ref()).map(|said| said.value),
        median: median(&values)?,
        range: (*values.iter().min()?, *values.iter().max()?),
        felt: felt.to_vec(),
    })
}

impl ComparedSegment {
    /// The middle as a feeling of the scale; a half goes to the nearer to neutral.
    #[must_use]
    pub fn middle(&self) -> Option<Feeling> {
        Feeling::new(self.median.trunc() as i8)
    }

    /// Those who stand two steps or more from the middle.
    #[must_use]
    pub fn apart(&self) -> Vec<(&str, Feeling)> {
        let far = |feeling: Feeling| (f64::from(feeling.valence()) - self.median).abs() >= APART;
        self.felt.iter().filter(|(_, feeling)| far(*feeling)).map(|(who, feeling)| (who.as_str(), *feeling)).collect()
    }
}

impl Compared {
    /// The script with the middle of what was felt in place of what it says.
    #[must_use]
    pub fn written_in(&self, script: &Script) -> Script {
        let mut changed = script.clone();
        for segment in &mut changed.segments {
            let felt = self.segments.iter().find(|one| one.id == segment.id).and_then(ComparedSegment::middle);
            if let Some(value) = felt {
                segment.feels = Some(Said { value, by: By::Author, place: segment.place });
            }
        }
        changed
    }

    /// The table for people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let people = if self.people == 1 { "1 person".to_string() } else { format!("{} people", self.people) };
        let mut out = format!("{people}, {} segments\n", self.segments.len());
        let wide = self.segments.iter().map(|one| width(&one.id)).max().unwrap_or(0).min(36);
        for one in &self.segments {
            let designed = one.designed.map_or(String::new(), |feeling| format!("  designed {:+}", feeling.valence()));
            let off = one.designed.is_some_and(|feeling| (f64::from(feeling.valence()) - one.median).abs() >= 1.0);
            let gap = " ".repeat(wide.saturating_sub(width(&one.id)));
            let _ = write!(
                out,
                "  {}{gap}  median {:+.1}  {:+} to {:+}  ({}){designed}{}",
                one.id,
                one.median,
                one.range.0,
                one.range.1,
                one.felt.len(),
                if off { "  <- otherwise than designed" } else { "" }
            );
            let apart: Vec<String> =
                one.apart().iter().map(|(who, felt)| format!("{} {:+}", named(who), felt.valence())).collect();
            let disagree = if apart.is_empty() { String::new() } else { format!("  apart: {}", apart.join(", ")) };
            let unknown = if one.known { "" } else { "  (the script has no such segment)" };
            let _ = writeln!(out, "{disagree}{unknown}");
        }
        if let Some(first) = self.unread.first() {
            let _ = writeln!(out, "{} rows hold no feeling that is known (first at line {first})", self.unread.len());
        }
        out.retain(|c| !c.is_control() || c == '\n');
        out
    }

    /// The same for programs.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let felt = |(who, feeling): &(String, Feeling)| json!({ "who": who, "felt": feeling.valence() });
        let one = |one: &ComparedSegment| {
            json!({
                "segment": one.id, "known": one.known, "designed": one.designed.map(Feeling::valence),
                "median": one.median, "lowest": one.range.0, "highest": one.range.1,
                "felt": one.felt.iter().map(felt).collect::<Vec<_>>(),
                "apart": one.apart().iter().map(|(who, _)| *who).collect::<Vec<_>>(),
            })
        };
        json!({
            "version": 1, "people": self.people, "unread": self.unread,
            "segments": self.segments.iter().map(one).collect::<Vec<_>>(),
        })
    }
}

fn width(words: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(words)
}

fn named(who: &str) -> &str {
    if who.is_empty() { "somebody" } else { who }
}
