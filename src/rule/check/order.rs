//! `order`: one thing stands before another.

use serde::Deserialize;

use super::Check;
use crate::rule::any::Any;
use crate::rule::draft::Draft;
use crate::rule::look::{Hit, Look};
use crate::rule::seen::Seen;
use crate::rule::selector::Selector;
use crate::rule::within::precedes;
use crate::text::Text;
use crate::yaml::{self, Node};

#[derive(Debug)]
struct Order {
    first: Selector,
    then: Selector,
    missing_is_fine: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "order")]
struct Written {
    first: Option<Any>,
    then: Option<Any>,
    if_missing: Option<Text>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let written: Written = yaml::read(node, &mut draft.found);
    let first = written.first.and_then(|_| node.get("first")).and_then(|node| Selector::read(node, draft))?;
    let then = written.then.and_then(|_| node.get("then")).and_then(|node| Selector::read(node, draft))?;
    Some(Box::new(Order { first, then, missing_is_fine: is_fine(written.if_missing.as_ref(), draft) }))
}

/// Whether it is fine that something is missing.
pub(super) fn is_fine(text: Option<&Text>, draft: &mut Draft<'_>) -> bool {
    match text.map(|text| (text, text.value.trim())) {
        Some((_, "fine")) => true,
        None | Some((_, "finding")) => false,
        Some((text, other)) => {
            draft.wrong(text, format!("“{other}” is not understood under if_missing"), "write fine or finding");
            false
        }
    }
}

impl Check for Order {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        let mut found = Vec::new();
        for &branch in look.branches {
            let thens = self.then.matches(look, &[branch]);
            if thens.is_empty() {
                continue;
            }
            let firsts = self.first.matches(look, &[branch]);
            if firsts.is_empty() && self.missing_is_fine {
                continue;
            }
            let early = thens.iter().find(|then| !firsts.iter().any(|first| precedes(first, then)));
            found.extend(early.map(|then| Hit { other: firsts.first().map(Into::into), ..Hit::at(then.into()) }));
        }
        found
    }

    fn needs_meaning(&self) -> bool {
        self.then.needs_meaning()
    }

    fn is_idle(&self, seen: &Seen<'_, '_>) -> bool {
        !self.then.may_match(seen)
    }
}
