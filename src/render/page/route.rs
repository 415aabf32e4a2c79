//! Where an answer leads on the page, by the same rules as the graph of paths.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::script::{Kind, Script, Segment, Then};

/// Where the call goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Route {
    /// To the segment at this place of the order; one past the last is the end without an outcome.
    At(usize),
    /// The call ends with this outcome.
    End(String),
    /// To another script, from which the call does not come back.
    Leave(String),
    /// Through another script, and then on to this place.
    Through(String, usize),
    /// Back to where the call was interrupted.
    Back,
}

/// A question that is asked again before the call goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Again {
    at_most: u32,
}

/// Finds routes in one order of one script.
pub(super) struct Router<'s> {
    script: &'s Script,
    place: BTreeMap<usize, usize>,
}

impl<'s> Router<'s> {
    pub(super) fn new(script: &'s Script, order: &[usize]) -> Self {
        Self { script, place: order.iter().enumerate().map(|(at, &segment)| (segment, at)).collect() }
    }

    /// Where the call goes from this place of the order; nothing said means the next segment.
    pub(super) fn route(&self, at: usize, then: Option<&Then>) -> Route {
        match then {
            None | Some(Then::ComeBack(_)) => Route::At(at + 1),
            Some(Then::GoTo(target)) => Route::At(self.target(&target.value).unwrap_or(at + 1)),
            Some(Then::AskAgain { otherwise, .. }) => self.route(at, otherwise.as_deref()),
            Some(Then::Use { file, and_come_back: true }) => Route::Through(file.value.clone(), at + 1),
            Some(Then::Use { file, and_come_back: false }) => Route::Leave(file.value.clone()),
            Some(Then::EndAs(outcome)) => Route::End(outcome.value.trim().to_string()),
        }
    }

    /// Where the call goes from something that may happen at any moment: back, where nothing is said.
    pub(super) fn after_anytime(&self, then: Option<&Then>) -> Route {
        match then {
            Some(Then::GoTo(target)) => self.target(&target.value).map_or(Route::Back, Route::At),
            Some(Then::EndAs(_) | Then::Use { and_come_back: false, .. }) => self.route(0, then),
            _ => Route::Back,
        }
    }

    /// The place of the news that the customer may hear before this one: the first that feels the other way, or
    /// else the first there is, as when both orders are scored.
    pub(super) fn other_news(&self, at: usize, segment: &Segment) -> Option<usize> {
        let segments = self.script.segments.iter().enumerate();
        let mut news: Vec<(usize, &Segment)> = segments
            .filter(|(_, other)| other.kind() == Some(Kind::News))
            .filter_map(|(number, other)| Some((*self.place.get(&number)?, other)))
            .filter(|&(place, _)| place != at)
            .collect();
        news.sort_by_key(|(_, other)| other.valence() * segment.valence() >= 0.0);
        news.first().map(|&(place, _)| place)
    }

    fn target(&self, id: &str) -> Option<usize> {
        self.script.find(id.trim()).and_then(|(segment, _)| self.place.get(&segment)).copied()
    }
}

/// Whether the question is asked again first, and how often at most.
pub(super) fn again(then: Option<&Then>) -> Option<Again> {
    match then {
        Some(Then::AskAgain { at_most, .. }) => Some(Again { at_most: *at_most }),
        _ => None,
    }
}
