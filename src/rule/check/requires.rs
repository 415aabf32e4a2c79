//! `requires`: something is there, in the branch or in every such segment.

use super::Check;
use crate::rule::draft::Draft;
use crate::rule::look::{At, Hit, Look};
use crate::rule::selector::Selector;
use crate::yaml::Node;

#[derive(Debug)]
struct Requires {
    what: Selector,
    each: Option<Selector>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let what = Selector::read(node.get("what").unwrap_or(node), draft)?;
    let each = match node.get("each") {
        Some(node) => Some(Selector::read(node, draft)?),
        None => None,
    };
    Some(Box::new(Requires { what, each }))
}

impl Check for Requires {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        let Some(each) = &self.each else {
            let lacks = |branch: &&usize| {
                look.sheet().part(**branch, 0).is_some() && self.what.matches(look, &[**branch]).is_empty()
            };
            let place = |branch: &usize| look.because_of.clone().map_or(At::Part(*branch, 0), At::Words);
            return look.branches.iter().filter(lacks).map(|branch| Hit::at(place(branch))).collect();
        };
        let mut parts: Vec<(usize, usize)> =
            each.matches(look, look.branches).iter().map(|found| (found.branch, found.part)).collect();
        parts.dedup();
        let lacks = parts.into_iter().filter(|(branch, part)| !self.what.holds(look, *branch, *part));
        lacks.map(|(branch, part)| Hit::at(At::Part(branch, part))).collect()
    }

    fn needs_meaning(&self) -> bool {
        self.each.as_ref().map_or(self.what.needs_meaning(), Selector::needs_meaning)
    }
}
