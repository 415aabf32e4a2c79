//! Constraints that contradict each other, told with their places.

use super::demand::Demand;
use crate::diagnostic::Diagnostic;
use crate::script::Script;

/// A set of constraints that cannot all hold, and none of which can be left out: one finding each.
pub(super) fn diagnostics(script: &Script, members: &[usize], demands: &[Demand]) -> Vec<Diagnostic> {
    let count = members.len();
    let told = members.iter().filter_map(|&at| demands.get(at)).enumerate().map(|(at, demand)| {
        let message = format!("{} of {count}: {}", at + 1, demand.sentence(script));
        let found = Diagnostic::error("design/conflict", demand.place, message);
        if at + 1 < count {
            found
        } else if count == 1 {
            found.help("no order of the call keeps this: change it or leave it out")
        } else {
            found.help("no order of the call keeps all of these: change one of them or leave it out")
        }
    });
    told.collect()
}
