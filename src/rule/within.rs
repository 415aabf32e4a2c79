//! Distances in a call: seconds, words, sentences, segments, or a share of the whole.

use super::draft::Draft;
use super::look::Look;
use super::selector::Match;
use super::sentence;
use crate::text::Text;

/// A distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Distance {
    /// Seconds of speaking and listening.
    Seconds(f64),
    /// Words, or Chinese characters.
    Words(f64),
    /// Sentences.
    Sentences(f64),
    /// Segments.
    Segments(f64),
    /// Share of the call's time, from 0 to 1.
    Share(f64),
}

impl Distance {
    /// Reads a distance such as `30 s`, `40 words`, `2 sentences`, `3 segments` or `50%`.
    pub(crate) fn read(text: &Text, draft: &mut Draft<'_>) -> Option<Self> {
        let words = text.value.trim().to_lowercase();
        let split = words.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(words.len());
        let (number, unit) = words.split_at(split);
        let number: Option<f64> = number.parse().ok();
        let distance = number.and_then(|number| match unit.trim() {
            "s" | "second" | "seconds" => Some(Self::Seconds(number)),
            "min" | "minute" | "minutes" => Some(Self::Seconds(number * 60.0)),
            "word" | "words" | "character" | "characters" => Some(Self::Words(number)),
            "sentence" | "sentences" => Some(Self::Sentences(number)),
            "segment" | "segments" => Some(Self::Segments(number)),
            "%" => Some(Self::Share(number / 100.0)),
            _ => None,
        });
        if distance.is_none() {
            let help = "write for example 30 s, 40 words, 2 sentences, 3 segments or 50%";
            draft.wrong(text, format!("“{}” is no distance in a call", text.value), help);
        }
        distance
    }

    /// The number without its unit.
    pub(crate) fn number(self) -> f64 {
        match self {
            Self::Seconds(n) | Self::Words(n) | Self::Sentences(n) | Self::Segments(n) => n,
            Self::Share(share) => share * 100.0,
        }
    }

    /// How far a match is from the beginning of its branch, in this unit.
    pub(crate) fn to_start(self, look: &Look<'_, '_>, found: &Match) -> f64 {
        let Some(part) = look.sheet().part(found.branch, found.part) else { return 0.0 };
        match self {
            Self::Seconds(_) => part.starts + part.takes * inside(look, found),
            Self::Words(_) => counted(look, found, Count::Words, Side::Before),
            Self::Sentences(_) => counted(look, found, Count::Sentences, Side::Before),
            Self::Segments(_) => found.part as f64,
            Self::Share(_) => {
                let total = total(look, found.branch);
                if total > 0.0 { (part.starts + part.takes * inside(look, found)) / total * 100.0 } else { 0.0 }
            }
        }
    }

    /// How far a match is from the end of its branch, in this unit; the last segment is one segment away.
    pub(crate) fn to_end(self, look: &Look<'_, '_>, found: &Match) -> f64 {
        let count = look.sheet().branches.get(found.branch).map_or(0, |branch| branch.parts.len());
        match self {
            Self::Segments(_) => count.saturating_sub(found.part) as f64,
            Self::Words(_) => counted(look, found, Count::Words, Side::After),
            Self::Sentences(_) => counted(look, found, Count::Sentences, Side::After),
            Self::Seconds(_) => total(look, found.branch) - Self::Seconds(0.0).to_start(look, found),
            Self::Share(_) => 100.0 - Self::Share(0.0).to_start(look, found),
        }
    }

    /// How far two matches of one branch are from each other, in this unit.
    pub(crate) fn between(self, look: &Look<'_, '_>, a: &Match, b: &Match) -> f64 {
        if let Self::Segments(_) = self {
            return a.part.abs_diff(b.part) as f64;
        }
        let (first, second) = if precedes(a, b) { (a, b) } else { (b, a) };
        let gap = self.to_start(look, second) - self.to_start(look, first);
        // From the end of the first to the beginning of the second.
        let length = first.words.as_ref().map_or(0.0, |range| match self {
            Self::Words(_) => sentence::length(look.sheet().words(range)) as f64,
            _ => 0.0,
        });
        (gap - length).max(0.0)
    }
}

/// Whether one match comes before another: words by where they stand; a segment as a whole comes before
/// words in it, and words in a segment come before it is over.
pub(crate) fn precedes(a: &Match, b: &Match) -> bool {
    if a.branch != b.branch || a.part != b.part {
        return a.branch == b.branch && a.part < b.part;
    }
    match (&a.words, &b.words) {
        (Some(a), Some(b)) => a.start < b.start,
        (None, Some(_)) | (Some(_), None) => true,
        (None, None) => false,
    }
}

/// How far into its segment a match stands, from 0 to 1.
fn inside(look: &Look<'_, '_>, found: &Match) -> f64 {
    let Some(range) = &found.words else { return 0.0 };
    let sheet = look.sheet();
    let Some(part) = sheet.part(found.branch, found.part) else { return 0.0 };
    let (mut before, mut all) = (0, 0);
    for utter in sheet.utters_of(part).iter().filter(|utter| utter.on_the_way()) {
        all += utter.range.len();
        before += range.start.clamp(utter.range.start, utter.range.end) - utter.range.start;
    }
    if all == 0 { 0.0 } else { before as f64 / all as f64 }
}

fn total(look: &Look<'_, '_>, branch: usize) -> f64 {
    look.sheet()
        .branches
        .get(branch)
        .and_then(|branch| branch.parts.last())
        .map_or(0.0, |part| part.starts + part.takes)
}

#[derive(Clone, Copy, PartialEq)]
enum Count {
    Words,
    Sentences,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Before,
    After,
}

/// Words, or whole sentences, said on the way before or after a match.
fn counted(look: &Look<'_, '_>, found: &Match, count: Count, side: Side) -> f64 {
    let sheet = look.sheet();
    let start = sheet
        .part(found.branch, found.part)
        .and_then(|part| sheet.utters_of(part).first())
        .map_or(0, |utter| utter.range.start);
    let (from, to) = found.words.as_ref().map_or((start, start), |range| (range.start, range.end));
    let mut total = 0;
    for utter in sheet.utters.iter().filter(|utter| utter.branch == found.branch && utter.on_the_way()) {
        let range = match side {
            Side::Before => utter.range.start..utter.range.end.min(from).max(utter.range.start),
            Side::After => utter.range.start.max(to).min(utter.range.end)..utter.range.end,
        };
        total += match count {
            _ if range.is_empty() => 0,
            Count::Words if range == utter.range => look.seen.totals(utter).length,
            Count::Words => sentence::length(sheet.words(&range)),
            Count::Sentences => {
                let sentences = look.seen.sentences_in(&range).iter();
                sentences.filter(|sentence| sentence.range.end <= range.end).count()
            }
        };
    }
    total as f64
}
