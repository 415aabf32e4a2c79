//! `apart`: one thing has no other near it.

use serde::Deserialize;

use super::Check;
use crate::rule::any::Any;
use crate::rule::draft::Draft;
use crate::rule::look::{Hit, Look};
use crate::rule::seen::Seen;
use crate::rule::selector::{Match, Selector};
use crate::rule::within::Distance;
use crate::text::Text;
use crate::yaml::{self, Node};

#[derive(Debug)]
struct Apart {
    what: Selector,
    from: Selector,
    /// Nothing where another segment is far enough.
    at_least: Option<Distance>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "apart")]
struct Written {
    what: Option<Any>,
    from: Option<Any>,
    at_least: Option<Text>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let written: Written = yaml::read(node, &mut draft.found);
    let what = written.what.and_then(|_| node.get("what")).and_then(|node| Selector::read(node, draft))?;
    let from = written.from.and_then(|_| node.get("from")).and_then(|node| Selector::read(node, draft))?;
    let at_least = match written.at_least {
        Some(text) if text.value.trim() != "other segment" => Some(Distance::read(&text, draft)?),
        _ => None,
    };
    Some(Box::new(Apart { what, from, at_least }))
}

impl Apart {
    fn too_near(&self, look: &Look<'_, '_>, a: &Match, b: &Match) -> bool {
        a != b
            && a.branch == b.branch
            && match self.at_least {
                None => a.part == b.part,
                Some(distance) => distance.between(look, a, b) < distance.number() - 1e-9,
            }
    }
}

impl Check for Apart {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        let whats = self.what.matches(look, look.branches);
        let others = self.from.matches(look, look.branches);
        let one = |what: &Match| {
            let near = others.iter().find(|other| self.too_near(look, what, other))?;
            Some(Hit { other: Some(near.into()), ..Hit::at(what.into()) })
        };
        whats.iter().filter_map(one).collect()
    }

    fn needs_meaning(&self) -> bool {
        self.what.needs_meaning() || self.from.needs_meaning()
    }

    fn is_idle(&self, seen: &Seen<'_, '_>) -> bool {
        !self.what.may_match(seen)
    }
}
