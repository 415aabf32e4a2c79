//! What every order of a script must keep, each with its reason and its place in the file.

use super::problem::Constraint;
use crate::script::{FixedPlace, Script, Segment};
use crate::source::Place;

/// A constraint with its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// What the solver keeps.
    pub constraint: Constraint,
    /// Why.
    pub why: Why,
    /// Where it is written, or the segment that brings it about.
    pub place: Place,
}

/// Why an order must keep something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The greeting, notices and checks of who is speaking come first.
    Head,
    /// Warnings, summary, next steps and goodbye come last.
    Tail,
    /// Handing over comes after everything but the goodbye.
    Transfer,
    /// `place:`.
    Place(FixedPlaceName),
    /// `after:`.
    After,
    /// `before:`.
    Before,
    /// `next_to:`.
    NextTo,
    /// `starts_within:`.
    StartsWithin,
    /// `helps_with:`.
    HelpsWith,
    /// Segments of a stage stay together.
    Stage(String),
    /// Stages keep their written order.
    StageOrder(String, String),
    /// It uses what another segment finds out.
    Depends(String),
    /// A `go to` keeps its direction: what it leads on to stays later, what it leads back to stays earlier.
    GoTo,
    /// What introduces stays in front of what it introduces.
    Signpost,
    /// Sympathy stays behind what hurts.
    Empathy,
    /// Personal facts only after a check of who is speaking.
    Private,
    /// Danger signs come before bad news.
    SafetyCheck,
    /// The caller's reason is heard first.
    CallersReason,
    /// `moves_at_most:`.
    MovesAtMost,
    /// A shared block moves as one.
    Include,
}

/// [`FixedPlace`] in an order, so that reasons can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FixedPlaceName {
    /// `first`.
    First,
    /// `last`.
    Last,
    /// `kept`.
    Kept,
}

impl From<FixedPlace> for FixedPlaceName {
    fn from(place: FixedPlace) -> Self {
        match place {
            FixedPlace::First => Self::First,
            FixedPlace::Last => Self::Last,
            FixedPlace::Kept => Self::Kept,
        }
    }
}

impl Why {
    /// Whether the author wrote it, rather than it following from what segments are.
    #[must_use]
    pub fn is_written(&self) -> bool {
        use Why::{After, Before, HelpsWith, MovesAtMost, NextTo, Place, StartsWithin};
        matches!(self, Place(_) | After | Before | NextTo | StartsWithin | HelpsWith | MovesAtMost)
    }

    /// The name that JSON uses.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Tail => "tail",
            Self::Transfer => "transfer",
            Self::Place(_) => "place",
            Self::After => "after",
            Self::Before => "before",
            Self::NextTo => "next_to",
            Self::StartsWithin => "starts_within",
            Self::HelpsWith => "helps_with",
            Self::Stage(_) => "stage",
            Self::StageOrder(..) => "stage_order",
            Self::Depends(_) => "depends",
            Self::GoTo => "go_to",
            Self::Signpost => "signpost",
            Self::Empathy => "empathy",
            Self::Private => "private",
            Self::SafetyCheck => "safety_check",
            Self::CallersReason => "callers_reason",
            Self::MovesAtMost => "moves_at_most",
            Self::Include => "include",
        }
    }
}

impl Demand {
    /// What must hold, in one sentence without a full stop.
    #[must_use]
    pub fn sentence(&self, script: &Script) -> String {
        let name = |at: usize| script.segments.get(at).map_or("", Segment::name);
        match (&self.why, &self.constraint) {
            (Why::Depends(blank), Constraint::Before { first, then }) => {
                format!("\"{}\" uses `{blank}`, which \"{}\" finds out, so it comes later", name(*then), name(*first))
            }
            (Why::Depends(blank), Constraint::AnyBefore { segment, .. }) => {
                format!("\"{}\" uses `{blank}`, so it comes after a segment that finds it out", name(*segment))
            }
            (Why::Stage(stage), _) => format!("the segments of the stage \"{stage}\" stay together"),
            (Why::StageOrder(first, then), _) => format!("the stage \"{first}\" stays before the stage \"{then}\""),
            (Why::Include, _) => "a shared block moves as one".to_string(),
            (Why::Private, Constraint::AnyBefore { segment, .. }) => {
                format!("\"{}\" says something personal, so it comes after a check of who is speaking", name(*segment))
            }
            (Why::Empathy, Constraint::Before { first, then }) => format!(
                "\"{}\" comes before \"{}\": sympathy that nothing painful comes before is not for what hurts later",
                name(*first),
                name(*then)
            ),
            (_, Constraint::Before { first, then }) => {
                format!("\"{}\" comes before \"{}\"{}", name(*first), name(*then), self.because())
            }
            (_, Constraint::Directly { first, then }) => {
                format!("\"{}\" comes directly after \"{}\"{}", name(*then), name(*first), self.because())
            }
            (Why::Place(place), Constraint::At { segment, index }) => {
                let place = match place {
                    FixedPlaceName::First => "the first segment of the call".to_string(),
                    FixedPlaceName::Last => "the last segment of the call".to_string(),
                    FixedPlaceName::Kept => format!("number {} as written", index + 1),
                };
                format!("\"{}\" is {place}", name(*segment))
            }
            (_, Constraint::StartsWithin { segment, seconds }) => {
                let limit = crate::script::duration::spoken(*seconds);
                format!("\"{}\" starts within {limit} of the call, even on its slowest path", name(*segment))
            }
            (_, Constraint::FewMoves { most, .. }) => format!("at most {most} pairs of segments change places"),
            _ => self.because(),
        }
    }

    fn because(&self) -> String {
        let reason = match self.why {
            Why::Head => "the beginning of the call keeps its order: greeting, notices, who is speaking",
            Why::Tail => "the end of the call keeps its order: warnings, summary, next steps, goodbye",
            Why::Transfer => "handing over comes after everything but the goodbye",
            Why::After => "`after:` says so",
            Why::Before => "`before:` says so",
            Why::NextTo => "`next_to:` says so",
            Why::HelpsWith => "help comes after what it helps with",
            Why::GoTo => "`go to` keeps its direction",
            Why::Signpost => "it says what comes next",
            Why::Empathy => "sympathy belongs right behind what hurts",
            Why::SafetyCheck => "danger signs come before bad news",
            Why::CallersReason => "the caller is heard first",
            _ => return String::new(),
        };
        format!(": {reason}")
    }
}
