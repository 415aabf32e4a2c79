//! How paths will be remembered: the usual one, and the most likely one to each outcome.

use super::graph::{Branch, Graph, Node, To, graph};
use super::ways::{Step, ways};
use crate::experience::{Beat, Experience, Settings, score};
use crate::script::Script;

/// How a path will be remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct PathScore {
    /// `usual` for the most likely path to the likeliest end, or the name of the outcome; empty for an end without an outcome.
    pub name: String,
    /// The segments that are heard on it, as numbers in the script.
    pub segments: Vec<usize>,
    /// How long it takes, in seconds.
    pub seconds: f64,
    /// How it will be remembered.
    pub experience: Experience,
    /// How often the call ends so (for `usual`: how often that very path is taken), 0 to 1.
    pub share: f64,
}

/// The scores of the usual path and of the most likely path to each end, the likeliest end first. `beats`
/// are the segments as they are felt, in the written order. An answer with a feeling of its own is felt
/// directly after its segment, as part of the same account; without one its time counts to the segment.
#[must_use]
pub fn scores(script: &Script, order: &[usize], beats: &[Beat], settings: &Settings) -> Vec<PathScore> {
    let graph = graph(script, order);
    let ways = ways(&graph);
    let scored = |name: &str, steps: &[Step], share: f64| {
        let heard = felt(&graph, steps, beats);
        PathScore {
            name: name.to_string(),
            segments: heard_segments(&graph, steps),
            seconds: heard.iter().map(|beat| beat.minutes * 60.0).sum(),
            experience: score(&heard, settings),
            share,
        }
    };
    let mut ends: Vec<_> = ways.ends.iter().collect();
    ends.sort_by(|a, b| b.1.share.total_cmp(&a.1.share).then_with(|| a.0.cmp(b.0)));
    let usual = ends.first().map(|(_, end)| scored("usual", &end.usual, end.usual_share));
    usual.into_iter().chain(ends.iter().map(|(name, end)| scored(name, &end.usual, end.share))).collect()
}

/// The segments on a path, without the questions of their fixed lists.
pub(super) fn heard_segments(graph: &Graph, steps: &[Step]) -> Vec<usize> {
    let nodes = steps.iter().filter_map(|step| graph.nodes.get(step.node));
    nodes.filter(|node| node.question.is_none()).map(|node| node.segment).collect()
}

/// How a path ends: an outcome, a file, or empty.
pub(super) fn end_of(graph: &Graph, steps: &[Step]) -> String {
    let last = steps.last().and_then(|step| graph.nodes.get(step.node)?.branches.get(step.branch));
    match last.map(|branch| &branch.to) {
        Some(To::End(name) | To::Leave(name)) => name.clone(),
        _ => String::new(),
    }
}

/// What is felt on a path.
fn felt(graph: &Graph, steps: &[Step], beats: &[Beat]) -> Vec<Beat> {
    let mut felt: Vec<Beat> = Vec::new();
    for step in steps {
        let Some(node) = graph.nodes.get(step.node) else { continue };
        if let Some(branch) = node.branches.get(step.branch) {
            feel(node, branch, beats, &mut felt);
        }
    }
    felt
}

/// Adds what is felt at a node that is left by this branch.
pub(super) fn feel(node: &Node, branch: &Branch, beats: &[Beat], felt: &mut Vec<Beat>) {
    let Some(own) = beats.get(node.segment) else { return };
    if node.question.is_none() {
        felt.push(*own);
    }
    let minutes = branch.seconds / 60.0;
    match (branch.valence, felt.last_mut()) {
        (Some(valence), _) => felt.push(Beat { valence, minutes, account: own.account }),
        (None, Some(last)) => last.minutes += minutes,
        (None, None) => {}
    }
}
