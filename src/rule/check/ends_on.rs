//! `ends_on`: what the call ends on.

use super::Check;
use crate::rule::draft::Draft;
use crate::rule::look::{At, Hit, Look};
use crate::rule::selector::Selector;
use crate::yaml::{Node, Value};

#[derive(Debug)]
struct EndsOn {
    what: Selector,
    skip: Option<Selector>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let skip = node.get("skip").and_then(|node| Selector::read(node, draft));
    let what = match &node.value {
        // `skip` stands beside the keys of the selector itself.
        Value::Map(entries) => {
            let kept = entries.iter().filter(|entry| entry.key.value != "skip").cloned().collect();
            Selector::read(&Node { place: node.place, value: Value::Map(kept) }, draft)
        }
        _ => Selector::read(node, draft),
    };
    Some(Box::new(EndsOn { what: what?, skip }))
}

impl Check for EndsOn {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        let sheet = look.sheet();
        let mut found = Vec::new();
        for &branch in look.branches {
            let parts = sheet.branches.get(branch).map_or(&[][..], |branch| branch.parts.as_slice());
            let speaks = |at: usize| {
                parts.get(at).is_some_and(|part| sheet.utters_of(part).iter().any(|utter| utter.on_the_way()))
            };
            let skipped = |at: usize| self.skip.as_ref().is_some_and(|skip| skip.holds(look, branch, at));
            // A call of one part has no way to end otherwise.
            let last = (0..parts.len()).rev().find(|at| speaks(*at) && !skipped(*at));
            if let Some(last) = last.filter(|last| !self.what.holds(look, branch, *last)) {
                found.push(Hit::at(At::Part(branch, last)));
            }
        }
        found
    }

    fn needs_meaning(&self) -> bool {
        self.what.needs_meaning()
    }
}
