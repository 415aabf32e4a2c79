//! Paths one by one, for those who ask to see them, up to a limit.

use super::facts::{Facts, Knowledge};
use super::graph::{Graph, To};
use super::ways::Step;

/// One path.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The segments that are heard, each with the way that is taken from it.
    pub steps: Vec<Step>,
    /// How it ends: an outcome, a file, or empty.
    pub end: String,
    /// How likely it is, 0 to 1.
    pub share: f64,
    /// How long it takes, in seconds.
    pub seconds: f64,
}

/// The first paths, those that take the answers written first before those written later; no more than
/// `most` of them. Conditions that nothing decides count as holding.
#[must_use]
pub fn list(graph: &Graph, most: usize) -> Vec<Path> {
    let mut lister = Lister { graph, knowledge: Knowledge::of(graph), most, steps: Vec::new(), paths: Vec::new() };
    lister.go(&To::Node(0), 0, Facts::new(), 1.0, 0.0);
    lister.paths
}

struct Lister<'g> {
    graph: &'g Graph,
    knowledge: Knowledge<'g>,
    most: usize,
    steps: Vec<Step>,
    paths: Vec<Path>,
}

impl Lister<'_> {
    fn go(&mut self, to: &To, least: usize, facts: Facts, share: f64, seconds: f64) {
        if self.paths.len() >= self.most {
            return;
        }
        // A way back is taken as a way on, as everywhere where paths are counted.
        let at = match to {
            To::Node(at) => (*at).max(least),
            To::Aside(_) | To::Back => least,
            To::End(name) | To::Leave(name) => return self.end(name, share, seconds),
        };
        let graph = self.graph;
        let Some(node) = graph.nodes.get(at) else { return self.end("", share, seconds) };
        let said = node.only_if.as_ref().map_or(Some(true), |condition| self.knowledge.decide(condition, &facts));
        if said == Some(false) {
            return self.go(&node.skip, at + 1, facts, share, seconds);
        }
        for (number, branch) in node.branches.iter().enumerate() {
            let mut facts = facts.clone();
            facts.extend(branch.sets.iter().cloned());
            self.steps.push(Step { node: at, branch: number });
            let spent = seconds + node.seconds + branch.seconds;
            self.go(&branch.to, at + 1, facts, share * branch.share, spent);
            self.steps.pop();
        }
    }

    fn end(&mut self, name: &str, share: f64, seconds: f64) {
        self.paths.push(Path { steps: self.steps.clone(), end: name.to_string(), share, seconds });
    }
}
