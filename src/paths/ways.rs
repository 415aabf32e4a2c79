//! What can be said of all paths at once: how many there are, how likely each end is, the most likely way to
//! it, and how fast and slow the call can be.

use std::collections::BTreeMap;

use super::facts::{Facts, Knowledge};
use super::graph::{Branch, Graph, Node, To};

/// What can be said of all paths at once.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// How many paths there are; very many are counted as far as a float can.
    pub count: f64,
    /// Each way the call can end, sorted by name; the end without an outcome has an empty name.
    pub ends: BTreeMap<String, End>,
    /// For each node, the shortest and longest time at which it can start, in seconds; absent where no path
    /// reaches it.
    pub starts: Vec<Option<(f64, f64)>>,
    /// Whether there was so much to know that conditions were no longer looked at.
    pub coarse: bool,
}

/// A way the call can end.
#[derive(Debug, Clone, Default)]
pub struct End {
    /// How often, 0 to 1.
    pub share: f64,
    /// How many paths lead to it.
    pub count: f64,
    /// The shortest and the longest call that ends so, in seconds.
    pub seconds: (f64, f64),
    /// The most likely path to it.
    pub usual: Vec<Step>,
    /// How often that very path is taken, 0 to 1.
    pub usual_share: f64,
}

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The node.
    pub node: usize,
    /// The branch that is taken from it.
    pub branch: usize,
}

/// More states of knowledge than this at one node, and conditions are no longer looked at.
const MOST: usize = 4_096;

/// What is known of the paths that come to a node with the same facts.
#[derive(Debug, Clone)]
struct Arrival {
    count: f64,
    share: f64,
    likely: f64,
    seconds: (f64, f64),
    trail: Option<usize>,
}

/// The last step of a likely path, and the one before it.
struct Trail {
    step: Step,
    before: Option<usize>,
}

/// Looks at all paths through a graph.
#[must_use]
pub fn ways(graph: &Graph) -> Ways {
    let ways = Walker::new(graph, true).walk();
    if ways.coarse { Walker::new(graph, false).walk() } else { ways }
}

struct Walker<'g> {
    graph: &'g Graph,
    knowledge: Knowledge<'g>,
    look: bool,
    waiting: Vec<BTreeMap<Facts, Arrival>>,
    trails: Vec<Trail>,
    ways: Ways,
}

impl<'g> Walker<'g> {
    fn new(graph: &'g Graph, look: bool) -> Self {
        let count = graph.nodes.len();
        let mut waiting = vec![BTreeMap::new(); count + 1];
        let start = Arrival { count: 1.0, share: 1.0, likely: 1.0, seconds: (0.0, 0.0), trail: None };
        if let Some(first) = waiting.first_mut() {
            first.insert(Facts::new(), start);
        }
        let ways = Ways { starts: vec![None; count], coarse: !look, ..Ways::default() };
        Self { graph, knowledge: Knowledge::of(graph), look, waiting, trails: Vec::new(), ways }
    }

    fn walk(mut self) -> Ways {
        for at in 0..self.graph.nodes.len() {
            let arrivals = std::mem::take(&mut self.waiting[at]);
            if self.look && arrivals.len() > MOST {
                self.ways.coarse = true;
                return self.ways;
            }
            for (facts, arrival) in arrivals {
                self.pass(at, facts, &arrival);
            }
        }
        let last = std::mem::take(&mut self.waiting[self.graph.nodes.len()]);
        for arrival in last.into_values() {
            self.end(String::new(), &arrival);
        }
        self.ways.count = self.ways.ends.values().map(|end| end.count).sum();
        self.ways
    }

    fn pass(&mut self, at: usize, facts: Facts, arrival: &Arrival) {
        let node = &self.graph.nodes[at];
        let said = node.only_if.as_ref().map_or(Some(true), |condition| self.knowledge.decide(condition, &facts));
        if self.look && said == Some(false) {
            self.go(at, &node.skip, facts, arrival);
            return;
        }
        let start = &mut self.ways.starts[at];
        *start = Some(
            start.map_or(arrival.seconds, |known| (known.0.min(arrival.seconds.0), known.1.max(arrival.seconds.1))),
        );
        for (number, branch) in node.branches.iter().enumerate() {
            self.take(at, number, node, branch, &facts, arrival);
        }
    }

    fn take(&mut self, at: usize, number: usize, node: &Node, branch: &Branch, facts: &Facts, arrival: &Arrival) {
        let again = node.again.map_or(0.0, |again| f64::from(again.at_most) * node.seconds);
        let spent = node.seconds + branch.seconds;
        self.trails.push(Trail { step: Step { node: at, branch: number }, before: arrival.trail });
        let next = Arrival {
            count: arrival.count,
            share: arrival.share * branch.share,
            // Of equally likely paths the one that stands first in the file.
            likely: arrival.likely * branch.share * (1.0 - 1e-9 * number as f64),
            seconds: (arrival.seconds.0 + spent, arrival.seconds.1 + spent + again),
            trail: Some(self.trails.len() - 1),
        };
        let mut facts = facts.clone();
        if self.look {
            facts.extend(branch.sets.iter().cloned());
        }
        self.go(at, &branch.to, facts, &next);
    }

    /// A way back is taken as a way on, so that every path comes to an end.
    fn go(&mut self, at: usize, to: &To, facts: Facts, arrival: &Arrival) {
        match to {
            To::Node(to) => self.arrive((*to).max(at + 1), facts, arrival.clone()),
            To::Aside(_) | To::Back => self.arrive(at + 1, facts, arrival.clone()),
            To::End(name) | To::Leave(name) => self.end(name.clone(), arrival),
        }
    }

    fn arrive(&mut self, to: usize, facts: Facts, arrival: Arrival) {
        let to = to.min(self.graph.nodes.len());
        let facts = self.knowledge.kept(facts, to);
        match self.waiting[to].get_mut(&facts) {
            None => {
                self.waiting[to].insert(facts, arrival);
            }
            Some(known) => known.join(&arrival),
        }
    }

    fn end(&mut self, name: String, arrival: &Arrival) {
        let likelier = self.ways.ends.get(&name).is_none_or(|end| arrival.likely > end.usual_share);
        let usual = if likelier { self.steps(arrival.trail) } else { Vec::new() };
        let end = self.ways.ends.entry(name).or_insert_with(|| End { seconds: arrival.seconds, ..End::default() });
        end.share += arrival.share;
        end.count += arrival.count;
        end.seconds = (end.seconds.0.min(arrival.seconds.0), end.seconds.1.max(arrival.seconds.1));
        if likelier {
            end.usual = usual;
            end.usual_share = arrival.likely;
        }
    }

    fn steps(&self, mut trail: Option<usize>) -> Vec<Step> {
        let mut steps = Vec::new();
        while let Some(last) = trail.and_then(|at| self.trails.get(at)) {
            steps.push(last.step);
            trail = last.before;
        }
        steps.reverse();
        steps
    }
}

impl Arrival {
    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.share += other.share;
        self.seconds = (self.seconds.0.min(other.seconds.0), self.seconds.1.max(other.seconds.1));
        if other.likely > self.likely {
            self.likely = other.likely;
            self.trail = other.trail;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::graph;
    use crate::read::{NoFiles, read};
    use crate::script::Script;

    fn script(text: &str) -> Script {
        let reading = read("x.yaml", text.as_bytes(), &NoFiles);
        assert_eq!(reading.errors(), 0, "{:#?}", reading.diagnostics);
        reading.script.unwrap_or_default()
    }

    fn of(script: &Script) -> Ways {
        let order: Vec<usize> = (0..script.segments.len()).collect();
        ways(&graph(script, &order))
    }

    const BRANCHED: &str = "script: x\noutcomes: {booked: a, other-area: b}\nsegments:\n  - id: area\n    takes: 10 s\n    ask: Which county?\n    fills: county\n    answers:\n      - hear: [Yes, a county we serve]\n        often: 80%\n      - hear: Another county\n        then: end as other-area\n  - id: day\n    takes: 20 s\n    only_if: county is a county we serve\n    choice:\n      ask: Which day?\n      options: [Tuesday, Thursday]\n  - id: extra\n    takes: 5 s\n    only_if: day is Tuesday\n    say: On Tuesdays we open late.\n  - id: bye\n    takes: 5 s\n    say: Goodbye.\n    then: end as booked\n";

    #[test]
    fn ends_have_their_shares_and_their_times() {
        let ways = of(&script(BRANCHED));
        assert_eq!(ways.count, 3.0);
        let booked = &ways.ends["booked"];
        assert!((booked.share - 0.8).abs() < 1e-9 && (ways.ends["other-area"].share - 0.2).abs() < 1e-9);
        assert_eq!(booked.seconds, (35.0, 40.0));
        assert_eq!(booked.usual.len(), 4, "{:?}", booked.usual);
        assert_eq!(ways.starts[2], Some((30.0, 30.0)));
    }

    #[test]
    fn many_questions_are_counted_without_listing() {
        let question = |at: usize| {
            format!("  - id: q{at}\n    ask: Well?\n    answers:\n      - hear: A\n      - hear: B\n      - hear: C\n")
        };
        let asks: String = (0..40).map(question).collect();
        let told: String = (0..40).map(|at| format!("  - only_if: q{at} is A\n    say: Good {at}.\n")).collect();
        let ways = of(&script(&format!("script: x\nsegments:\n{asks}{told}")));
        assert!(ways.count >= 3_f64.powi(40), "{}", ways.count);
        assert!(ways.coarse);
    }
}
