//! `place`: something stands in the first seconds, words or segments of the call, or near its end.

use serde::Deserialize;

use super::Check;
use crate::rule::any::Any;
use crate::rule::draft::Draft;
use crate::rule::lists::is_yes;
use crate::rule::look::{At, Hit, Look};
use crate::rule::seen::Seen;
use crate::rule::selector::{Match, Selector};
use crate::rule::within::Distance;
use crate::text::Text;
use crate::yaml::{self, Node};

#[derive(Debug)]
struct Place {
    what: Selector,
    limit: Limit,
    which: Which,
    missing_is_fine: bool,
}

#[derive(Debug, Clone, Copy)]
enum Limit {
    Within(Distance),
    NotWithin(Distance),
    FromEnd(Distance),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Which {
    First,
    Last,
    Each,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "place")]
struct Written {
    what: Option<Any>,
    within: Option<Text>,
    not_within: Option<Text>,
    from_end: Option<Text>,
    first: Option<Text>,
    last: Option<Text>,
    which: Option<Text>,
    if_missing: Option<Text>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let written: Written = yaml::read(node, &mut draft.found);
    let what = written.what.and_then(|_| node.get("what")).and_then(|node| Selector::read(node, draft))?;
    let mut distance = |text: Option<Text>| text.and_then(|text| Distance::read(&text, draft));
    let limit = if let Some(distance) = distance(written.within) {
        Limit::Within(distance)
    } else if let Some(distance) = distance(written.not_within) {
        Limit::NotWithin(distance)
    } else if let Some(distance) = distance(written.from_end) {
        Limit::FromEnd(distance)
    } else if written.first.as_ref().is_some_and(is_yes) {
        Limit::Within(Distance::Segments(0.0))
    } else if written.last.as_ref().is_some_and(is_yes) {
        Limit::FromEnd(Distance::Segments(1.0))
    } else {
        let message = "`place` does not say where: add within, not_within, from_end, first or last";
        draft.found.push(crate::diagnostic::Diagnostic::error("pack/wrong", node.place, message));
        return None;
    };
    let which = match written.which.as_ref().map(|text| (text, text.value.trim())) {
        None | Some((_, "first")) => Which::First,
        Some((_, "each")) => Which::Each,
        Some((_, "last")) => Which::Last,
        Some((text, other)) => {
            draft.wrong(text, format!("“{other}” is not understood under which"), "write first, last or each");
            return None;
        }
    };
    let missing_is_fine = written.if_missing.is_none() || super::order::is_fine(written.if_missing.as_ref(), draft);
    Some(Box::new(Place { what, limit, which, missing_is_fine }))
}

impl Place {
    /// The distance, where it is too large or too small.
    fn off(&self, look: &Look<'_, '_>, found: &Match) -> Option<(f64, f64)> {
        let (value, limit, wrong) = match self.limit {
            Limit::Within(distance) => {
                let value = distance.to_start(look, found);
                (value, distance.number(), value > distance.number() + 1e-9)
            }
            Limit::NotWithin(distance) => {
                let value = distance.to_start(look, found);
                (value, distance.number(), value < distance.number())
            }
            Limit::FromEnd(distance) => {
                let value = distance.to_end(look, found);
                (value, distance.number(), value > distance.number() + 1e-9)
            }
        };
        wrong.then_some((value, limit))
    }
}

impl Check for Place {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        let mut found = Vec::new();
        for &branch in look.branches {
            let all = self.what.matches(look, &[branch]);
            if all.is_empty() && !self.missing_is_fine && look.sheet().part(branch, 0).is_some() {
                let last = look.sheet().branches.get(branch).map_or(0, |branch| branch.parts.len().saturating_sub(1));
                let at = if matches!(self.limit, Limit::FromEnd(_)) { last } else { 0 };
                found.push(Hit::at(At::Part(branch, at)));
            }
            let decide: Vec<&Match> = match self.which {
                Which::First => all.first().into_iter().collect(),
                Which::Last => all.last().into_iter().collect(),
                Which::Each => all.iter().collect(),
            };
            for one in decide {
                found.extend(self.off(look, one).map(|value| Hit { value: Some(value), ..Hit::at(one.into()) }));
            }
        }
        found
    }

    fn needs_meaning(&self) -> bool {
        self.what.needs_meaning()
    }

    fn is_idle(&self, seen: &Seen<'_, '_>) -> bool {
        self.missing_is_fine && !self.what.may_match(seen)
    }
}
