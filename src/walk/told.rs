//! A way through a call told in plain words.

use crate::paths::Graph;
use crate::paths::holds::Way;
use crate::script::{Script, Segment};

/// The turns of a way that are worth telling: what the customer said, what was left out. Ways that simply go
/// on are not told.
pub(super) fn way(script: &Script, graph: &Graph, way: &[(usize, Way)]) -> String {
    let told: Vec<String> = way.iter().filter_map(|&(node, taken)| turn(script, graph, node, taken)).collect();
    match told.as_slice() {
        [] => String::new(),
        all if all.len() <= MOST => all.join(", "),
        [.., _] => {
            let last = told.get(told.len() - MOST..).unwrap_or_default();
            format!("… {}", last.join(", "))
        }
    }
}

/// The most turns that are told; the last ones matter most.
const MOST: usize = 3;

/// One turn, in words.
pub(super) fn turn(script: &Script, graph: &Graph, node: usize, taken: Way) -> Option<String> {
    let node = graph.nodes.get(node)?;
    let name = script.segments.get(node.segment).map_or("", Segment::name);
    match taken {
        Way::Branch(number) => {
            let branch = node.branches.get(number)?;
            let heard = !branch.hear.is_empty();
            heard.then(|| format!("“{}” at \"{name}\"", branch.hear))
        }
        Way::Unclear => Some(format!("no clear answer at \"{name}\"")),
        Way::LeftOut => Some(format!("\"{name}\" is left out")),
        Way::Interrupted(aside) => {
            let entry = graph.asides.get(aside).and_then(|node| script.anytime.get(node.segment))?;
            Some(format!("“{}” happens before \"{name}\"", entry.when.value.trim()))
        }
    }
}

/// How a call ends, in words.
pub(super) fn end(name: &str) -> String {
    match name {
        "" => "to its end".to_string(),
        file if file.ends_with(".yaml") || file.ends_with(".yml") => format!("over to {file}"),
        outcome => outcome.to_string(),
    }
}
