//! A look at one script for one rule: what stands in it, and which part of it the rule is about.

use std::ops::Range;

use super::lexicon::CueId;
use super::seen::Seen;
use super::sheet::{Sheet, Slots, Utter};
use crate::fix::Fix;
use crate::source::Place;

/// What a check may see.
#[derive(Debug)]
pub(crate) struct Look<'s, 'r> {
    /// All that was found in one pass.
    pub seen: &'s Seen<'s, 'r>,
    /// Facts of the call that hold where the script says nothing.
    pub defaults: &'s [(String, String)],
    /// The branches the rule is about.
    pub branches: &'s [usize],
    /// The words that wording checks read.
    pub reads: Slots,
    /// The words in which cues count.
    pub hears: Slots,
    /// Whether settled words are read as well.
    pub settled: bool,
    /// The words that made the rule apply, where words did.
    pub because_of: Option<Range<usize>>,
}

/// Something that a check found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hit {
    /// Where.
    pub at: At,
    /// What belongs to it.
    pub other: Option<At>,
    /// What to say instead, best first.
    pub instead: Vec<String>,
    /// The replacement of the words found, where there is one.
    pub replace: Option<(Range<usize>, String)>,
    /// A value that was measured, and its limit.
    pub value: Option<(f64, f64)>,
    /// How many there are.
    pub count: Option<usize>,
    /// A reason of its own.
    pub why: String,
    /// Ways to mend it.
    pub fixes: Vec<Fix>,
    /// Words that stand for `{found}` where the place gives none.
    pub found: Option<String>,
}

/// Where something was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum At {
    /// These words of the sheet.
    Words(Range<usize>),
    /// This segment, by branch and number.
    Part(usize, usize),
    /// This place of the file.
    Place(Place),
    /// The script as a whole.
    #[default]
    Script,
}

impl Hit {
    pub(crate) fn at(at: At) -> Self {
        Self { at, ..Self::default() }
    }
}

impl From<&super::selector::Match> for At {
    fn from(found: &super::selector::Match) -> Self {
        found.words.clone().map_or(Self::Part(found.branch, found.part), Self::Words)
    }
}

impl<'s, 'r> Look<'s, 'r> {
    /// The script as rules see it.
    pub(crate) fn sheet(&self) -> &'s Sheet<'r> {
        self.seen.sheet
    }

    /// Where a cue stands in a segment, in words that count.
    pub(crate) fn cue_in(&self, cue: CueId, branch: usize, part: usize) -> impl Iterator<Item = Range<usize>> + '_ {
        let sheet = self.sheet();
        let span = sheet.part(branch, part).map_or(0..0, |part| {
            let utters = sheet.utters_of(part);
            utters.first().map_or(0, |utter| utter.range.start)..utters.last().map_or(0, |utter| utter.range.end)
        });
        let all = self.seen.cue(cue);
        let first = all.partition_point(|range| range.start < span.start);
        let here = all.iter().skip(first).take_while(move |range| range.start < span.end);
        here.filter(|range| self.utter_that_counts(range).is_some()).cloned()
    }

    /// Where a cue stands in words that count, each place with the utterance that it stands in.
    pub(crate) fn cue(&self, cue: CueId) -> impl Iterator<Item = (&'s Utter, &'s Range<usize>)> {
        let all = self.seen.cue(cue).iter();
        all.filter_map(|range| self.utter_that_counts(range).map(|utter| (utter, range)))
    }

    fn utter_that_counts(&self, range: &Range<usize>) -> Option<&'s Utter> {
        let sheet = self.sheet();
        sheet.utter_at(range.start).and_then(|at| sheet.utters.get(at)).filter(|utter| utter.slot.meets(self.hears))
    }

    /// Whether a cue stands anywhere in the script, in words that are spoken.
    pub(crate) fn says_anywhere(&self, cue: CueId) -> bool {
        self.cue(cue).next().is_some()
    }

    /// Where a cue stands first, in words that are spoken.
    pub(crate) fn said(&self, cue: CueId) -> Option<Range<usize>> {
        self.cue(cue).next().map(|(_, range)| range.clone())
    }

    /// A fact of the call: what the script says, or else what the project's settings say.
    pub(crate) fn fact(&self, name: &str) -> Option<&'s str> {
        fact_of(self.sheet(), self.defaults, name)
    }

    /// Whether a wording check may look at these words.
    pub(crate) fn may_read(&self, range: &Range<usize>) -> bool {
        let sheet = self.sheet();
        sheet.utter_at(range.start).and_then(|at| sheet.utters.get(at)).is_some_and(|utter| self.reads(utter))
    }

    /// Whether a wording check may look at an utterance.
    pub(crate) fn reads(&self, utter: &Utter) -> bool {
        utter.slot.meets(self.reads) && (self.settled || !utter.settled) && self.branches.contains(&utter.branch)
    }
}

/// A fact of the call.
pub(crate) fn fact_of<'s>(sheet: &'s Sheet<'_>, defaults: &'s [(String, String)], name: &str) -> Option<&'s str> {
    let default = || defaults.iter().find(|(fact, _)| fact == name).map(|(_, value)| value.as_str());
    let stated = sheet.script().and_then(|script| super::when::of_script(script, name));
    // A script that does not say has a role and a language all the same; prose has what its words show.
    match name {
        "role" | "language" => default().filter(|_| !sheet.is_native()).or(stated).or_else(default),
        _ => stated.or_else(default),
    }
}
