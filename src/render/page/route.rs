//! Where an answer leads on the page: the graph of paths, told by places of the order.

use serde::Serialize;

use crate::paths::{Branch, Graph, Node, To, graph};
use crate::script::{Kind, Script, Segment};

/// Where the call goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Route {
    /// To the segment at this place of the order; one past the last is the end without an outcome.
    At(usize),
    /// The call ends with this outcome.
    End(String),
    /// To another script, from which the call does not come back.
    Leave(String),
    /// Through another script, and then on to this place, or back to where the call was interrupted.
    Through(String, Option<usize>),
    /// Back to where the call was interrupted.
    Back,
}

/// A question that is asked again before the call goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Again {
    at_most: u32,
}

/// Where a segment stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spot {
    /// At this place of the order.
    Main(usize),
    /// At this place of `anytime`.
    Aside(usize),
}

/// Finds routes in one order of one script.
pub(super) struct Router<'s> {
    script: &'s Script,
    order: Vec<usize>,
    graph: Graph,
    /// For each place of the order, the number of its first node.
    first: Vec<usize>,
}

impl<'s> Router<'s> {
    pub(super) fn new(script: &'s Script, order: &[usize]) -> Self {
        let order: Vec<usize> = order.iter().copied().filter(|&at| at < script.segments.len()).collect();
        let graph = graph(script, &order);
        let nodes = graph.nodes.iter().enumerate();
        let first = nodes.filter(|(_, node)| node.question.is_none()).map(|(at, _)| at).collect();
        Self { script, order, graph, first }
    }

    /// The node of a segment, or of a question of its fixed list.
    pub(super) fn node(&self, spot: Spot, question: Option<usize>) -> Option<&Node> {
        let (nodes, first) = match spot {
            Spot::Main(at) => (&self.graph.nodes, self.first.get(at)?),
            Spot::Aside(at) => (&self.graph.asides, self.graph.entries.get(at)?),
        };
        nodes.get(first + question.map_or(0, |at| at + 1))
    }

    /// Where a branch leads; `None` where it leads to the next question of a fixed list.
    pub(super) fn route(&self, branch: &Branch) -> Option<Route> {
        let route = match &branch.to {
            To::Node(at) => Route::At(self.place(*at)?),
            To::Aside(_) => return None,
            To::Back => Route::Back,
            To::End(outcome) => Route::End(outcome.clone()),
            To::Leave(file) => Route::Leave(file.clone()),
        };
        Some(match (&branch.through, route) {
            (Some(file), Route::At(at)) => Route::Through(file.clone(), Some(at)),
            (Some(file), Route::Back) => Route::Through(file.clone(), None),
            (_, route) => route,
        })
    }

    /// The place of the order of a node that is no question of a fixed list.
    fn place(&self, node: usize) -> Option<usize> {
        if node >= self.graph.nodes.len() { Some(self.order.len()) } else { self.first.binary_search(&node).ok() }
    }

    /// The place of the news that the customer may hear before this one: the first that feels the other way, or
    /// else the first there is, as when both orders are scored.
    pub(super) fn other_news(&self, at: usize, segment: &Segment) -> Option<usize> {
        let there = self.order.iter().filter_map(|&number| self.script.segments.get(number)).enumerate();
        let news = there.filter(|&(place, other)| place != at && other.kind() == Some(Kind::News));
        news.min_by_key(|(_, other)| other.valence() * segment.valence() >= 0.0).map(|(place, _)| place)
    }
}

/// Whether the question is asked again first, and how often at most.
pub(super) fn again(branch: &Branch) -> Option<Again> {
    branch.again.map(|at_most| Again { at_most })
}
