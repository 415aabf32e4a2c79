//! `together`: one thing has another near it.

use serde::Deserialize;

use super::Check;
use crate::rule::any::Any;
use crate::rule::draft::Draft;
use crate::rule::look::{Hit, Look};
use crate::rule::seen::Seen;
use crate::rule::selector::{Match, Selector};
use crate::rule::within::{Distance, precedes};
use crate::text::Text;
use crate::yaml::{self, Node};

#[derive(Debug)]
struct Together {
    what: Selector,
    with: Selector,
    near: Near,
}

/// How near, and on which side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    side: Side,
    within: Within,
}

#[derive(Debug, Clone, Copy)]
enum Within {
    SameSegment,
    Distance(Distance),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    Either,
    Before,
    After,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "together")]
struct Written {
    what: Option<Any>,
    with: Option<Any>,
    side: Option<Text>,
    within: Option<Text>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let written: Written = yaml::read(node, &mut draft.found);
    let what = written.what.and_then(|_| node.get("what")).and_then(|node| Selector::read(node, draft))?;
    let with = written.with.and_then(|_| node.get("with")).and_then(|node| Selector::read(node, draft))?;
    let near = Near::read(written.side.as_ref(), written.within.as_ref(), draft)?;
    Some(Box::new(Together { what, with, near }))
}

impl Near {
    pub(super) fn read(side: Option<&Text>, within: Option<&Text>, draft: &mut Draft<'_>) -> Option<Self> {
        let side = match side.map(|text| (text, text.value.trim())) {
            None | Some((_, "either")) => Side::Either,
            Some((_, "before")) => Side::Before,
            Some((_, "after")) => Side::After,
            Some((text, other)) => {
                draft.wrong(text, format!("“{other}” is not understood under side"), "write before, after or either");
                return None;
            }
        };
        let within = match within {
            None => Within::SameSegment,
            Some(text) if text.value.trim() == "same segment" => Within::SameSegment,
            Some(text) => Within::Distance(Distance::read(text, draft)?),
        };
        Some(Self { side, within })
    }

    /// Whether `other` is near `what`, on the right side.
    pub(super) fn holds(self, look: &Look<'_, '_>, what: &Match, other: &Match) -> bool {
        if what == other || what.branch != other.branch {
            return false;
        }
        let side = match self.side {
            Side::Either => true,
            Side::Before => precedes(other, what),
            Side::After => precedes(what, other),
        };
        side && match self.within {
            Within::SameSegment => what.part == other.part,
            Within::Distance(distance) => distance.between(look, what, other) <= distance.number() + 1e-9,
        }
    }
}

impl Check for Together {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        let whats = self.what.matches(look, look.branches);
        if whats.is_empty() {
            return Vec::new();
        }
        let withs = self.with.matches(look, look.branches);
        let alone = whats.iter().filter(|what| !withs.iter().any(|other| self.near.holds(look, what, other)));
        alone.map(|what| Hit::at(what.into())).collect()
    }

    fn needs_meaning(&self) -> bool {
        self.what.needs_meaning()
    }

    fn is_idle(&self, seen: &Seen<'_, '_>) -> bool {
        !self.what.may_match(seen)
    }
}
