//! What can happen on some path, or on none: a search through places of a call and what is known there.

use std::collections::{BTreeMap, VecDeque};

use super::facts::{Facts, Knowledge};
use super::graph::{Branch, Graph, Node, To};

/// A question put to every path at once.
pub trait Question {
    /// What becomes of the mark when a node is heard; `None` where the path is of no further interest.
    fn hear(&self, at: usize, node: &Node, mark: u8) -> Option<u8>;
    /// The same when a node is left out because its condition does not hold.
    fn leave_out(&self, _at: usize, _node: &Node, mark: u8) -> Option<u8> {
        Some(mark)
    }
    /// The same when a way is taken.
    fn take(&self, _step: &Taken<'_>, mark: u8) -> Option<u8> {
        Some(mark)
    }
}

/// A step on a path.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'t> {
    /// The node that is left.
    pub at: usize,
    /// How it is left.
    pub way: Way,
    /// Where it leads.
    pub to: &'t To,
    /// What is known then.
    pub facts: &'t Facts,
}

/// A way from one place of a call to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// An answer, a pick, or simply on: the number of the branch.
    Branch(usize),
    /// No clear answer, and the author wrote nothing for it.
    Unclear,
    /// The segment is left out.
    LeftOut,
    /// What may happen at any moment happened: the number of the aside that leads away.
    Interrupted(usize),
}

/// Where a path stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// Before a node.
    Node(usize),
    /// At the end of the call; the name is that of the outcome.
    End(usize),
}

/// A place that some path reaches.
#[derive(Debug, Clone)]
pub struct Reached {
    /// Where.
    pub stand: Stand,
    /// The mark there.
    pub mark: u8,
    /// What is known there.
    pub facts: Facts,
    /// Whether the segment there is said, rather than left out because its condition does not hold.
    pub said: bool,
    /// How it got here: the place before, as its number among those reached, and the way from there.
    pub from: Option<(usize, Way)>,
}

/// Everything that some path reaches, nearest first.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// The places.
    pub places: Vec<Reached>,
    /// The names of the ends, as [`Stand::End`] numbers them.
    pub ends: Vec<String>,
    /// Whether there was so much to know that conditions were no longer looked at: then every segment
    /// with a condition is taken to be said and left out.
    pub coarse: bool,
}

/// More places than this, and conditions are no longer looked at.
const MOST: usize = 50_000;

/// Every place that some path reaches with some mark. An answer, a pick, no clear answer, a condition that
/// nothing decides, a way back and what may happen at any moment: every one of them is followed.
#[must_use]
pub fn reach(graph: &Graph, question: &dyn Question) -> Reach {
    let exact = Search::new(graph, question, true).run();
    if exact.coarse { Search::new(graph, question, false).run() } else { exact }
}

impl Reach {
    /// The way to a place, from the beginning of the call: each node and how it was left.
    #[must_use]
    pub fn way_to(&self, place: usize) -> Vec<(usize, Way)> {
        let mut way = Vec::new();
        let mut at = self.places.get(place);
        while let Some((before, taken)) = at.and_then(|reached| reached.from) {
            at = self.places.get(before);
            if let Some(Stand::Node(node)) = at.map(|reached| reached.stand) {
                way.push((node, taken));
            }
        }
        way.reverse();
        way
    }

    /// The places that stand at this node.
    pub fn at(&self, node: usize) -> impl Iterator<Item = (usize, &Reached)> {
        self.places.iter().enumerate().filter(move |(_, reached)| reached.stand == Stand::Node(node))
    }
}

struct Search<'g> {
    graph: &'g Graph,
    question: &'g dyn Question,
    knowledge: Knowledge<'g>,
    look: bool,
    known: BTreeMap<(Stand, u8, Facts), ()>,
    open: VecDeque<usize>,
    reach: Reach,
}

impl<'g> Search<'g> {
    fn new(graph: &'g Graph, question: &'g dyn Question, look: bool) -> Self {
        Self {
            graph,
            question,
            knowledge: Knowledge::of(graph),
            look,
            known: BTreeMap::new(),
            open: VecDeque::new(),
            reach: Reach { coarse: !look, ..Reach::default() },
        }
    }

    fn run(mut self) -> Reach {
        self.arrive(&To::Node(0), 0, Facts::new(), None);
        while let Some(at) = self.open.pop_front() {
            if self.look && self.reach.places.len() > MOST {
                self.reach.coarse = true;
                break;
            }
            self.pass(at);
        }
        self.reach
    }

    fn pass(&mut self, at: usize) {
        let Some(Reached { stand: Stand::Node(number), mark, facts, .. }) = self.reach.places.get(at).cloned() else {
            return;
        };
        let graph = self.graph;
        let Some(node) = graph.nodes.get(number) else { return };
        self.interrupt(at, number, mark, &facts);
        let decided = match &node.only_if {
            None => Some(true),
            Some(condition) if self.look => self.knowledge.decide(condition, &facts),
            Some(_) => None,
        };
        if decided != Some(false) {
            if let Some(place) = self.reach.places.get_mut(at) {
                place.said = true;
            }
            self.hear(at, number, node, mark, &self.assumed(node, decided, true, &facts));
        }
        if decided != Some(true)
            && let Some(mark) = self.question.leave_out(number, node, mark)
        {
            let facts = self.assumed(node, decided, false, &facts);
            self.arrive(&node.skip, mark, facts, Some((at, Way::LeftOut)));
        }
    }

    fn assumed(&self, node: &Node, decided: Option<bool>, holds: bool, facts: &Facts) -> Facts {
        match &node.only_if {
            Some(condition) if self.look && decided.is_none() => self.knowledge.taking(condition, holds, facts),
            _ => facts.clone(),
        }
    }

    fn hear(&mut self, at: usize, number: usize, node: &Node, mark: u8, facts: &Facts) {
        let Some(mark) = self.question.hear(number, node, mark) else { return };
        for (taken, branch) in node.branches.iter().enumerate() {
            self.follow(at, number, Way::Branch(taken), branch, facts, mark);
        }
        if let Some(branch) = &node.unclear {
            self.follow(at, number, Way::Unclear, branch, facts, mark);
        }
    }

    fn follow(&mut self, from: usize, at: usize, way: Way, branch: &Branch, facts: &Facts, mark: u8) {
        let mut facts = facts.clone();
        if self.look {
            facts.extend(branch.sets.iter().cloned());
        }
        self.take(from, &Taken { at, way, to: &branch.to, facts: &facts }, mark);
    }

    fn take(&mut self, from: usize, taken: &Taken<'_>, mark: u8) {
        if let Some(mark) = self.question.take(taken, mark) {
            self.arrive(taken.to, mark, taken.facts.clone(), Some((from, taken.way)));
        }
    }

    /// What may happen at any moment and leads to another segment happens here.
    fn interrupt(&mut self, at: usize, number: usize, mark: u8, facts: &Facts) {
        for (aside, node) in self.graph.asides.iter().enumerate() {
            for to in node.branches.iter().map(|branch| &branch.to).filter(|to| matches!(to, To::Node(_))) {
                if *to != To::Node(number) {
                    self.take(at, &Taken { at: number, way: Way::Interrupted(aside), to, facts }, mark);
                }
            }
        }
    }

    fn arrive(&mut self, to: &To, mark: u8, facts: Facts, from: Option<(usize, Way)>) {
        let stand = match to {
            To::Node(to) if *to < self.graph.nodes.len() => Stand::Node(*to),
            To::Node(_) | To::Back | To::Aside(_) => self.end(""),
            To::End(name) | To::Leave(name) => self.end(name),
        };
        let facts = match stand {
            Stand::Node(node) if self.look => self.knowledge.kept(facts, node),
            _ => Facts::new(),
        };
        if self.known.insert((stand, mark, facts.clone()), ()).is_none() {
            self.open.push_back(self.reach.places.len());
            self.reach.places.push(Reached { stand, mark, facts, said: false, from });
        }
    }

    fn end(&mut self, name: &str) -> Stand {
        let known = self.reach.ends.iter().position(|end| end == name);
        Stand::End(known.unwrap_or_else(|| {
            self.reach.ends.push(name.to_string());
            self.reach.ends.len() - 1
        }))
    }
}
