//! `forbids`: something is not there, nowhere or not before or after something else.

use super::Check;
use crate::rule::draft::Draft;
use crate::rule::look::{Hit, Look};
use crate::rule::seen::Seen;
use crate::rule::selector::{Match, Selector};
use crate::rule::within::precedes;
use crate::yaml::Node;

#[derive(Debug)]
struct Forbids {
    what: Selector,
    each: Option<Selector>,
    after: Option<Selector>,
    before: Option<Selector>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let what = Selector::read(node.get("what").unwrap_or(node), draft)?;
    let mut part = |key: &str| node.get(key).and_then(|node| Selector::read(node, draft));
    let (each, after, before) =
        if node.get("what").is_some() { (part("each"), part("after"), part("before")) } else { (None, None, None) };
    Some(Box::new(Forbids { what, each, after, before }))
}

impl Forbids {
    fn counts(&self, look: &Look<'_, '_>, found: &Match) -> bool {
        let stands = |selector: &Option<Selector>, test: &dyn Fn(&Match) -> bool| {
            selector.as_ref().is_none_or(|selector| selector.matches(look, &[found.branch]).iter().any(test))
        };
        self.each.as_ref().is_none_or(|each| each.holds(look, found.branch, found.part))
            && stands(&self.after, &|other| precedes(other, found))
            && stands(&self.before, &|other| precedes(found, other))
    }
}

impl Check for Forbids {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        let all = self.what.matches(look, look.branches);
        all.iter().filter(|found| self.counts(look, found)).map(|found| Hit::at(found.into())).collect()
    }

    fn needs_meaning(&self) -> bool {
        self.what.needs_meaning()
    }

    fn is_idle(&self, seen: &Seen<'_, '_>) -> bool {
        !self.what.may_match(seen)
    }
}
