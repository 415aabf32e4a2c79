//! The paths of a call as they are felt: a net without rings, in which every way from the first place to the last is
//! one path, and paths that are felt alike are one.

use std::collections::BTreeMap;

use super::facts::{Facts, Knowledge};
use super::graph::{Branch, Graph, Node, To};
use super::ways::Step;
use crate::experience::Beat;

/// The net. Places are numbered from the beginning of the call: every link leads to a higher number.
#[derive(Debug, Clone, Default)]
pub(super) struct Net {
    /// For each place what is being felt there, so that later words can still make it longer.
    pub(super) open: Vec<Option<Beat>>,
    /// For each place the links that lead to it.
    pub(super) into: Vec<Vec<usize>>,
    /// The links, those that lead to lower places first.
    pub(super) links: Vec<Link>,
}

/// A way from one place of the net to another.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// The place it comes from.
    pub(super) from: usize,
    /// The place it leads to.
    pub(super) to: usize,
    /// What has been felt to its end on the way: nothing, one beat or two.
    pub(super) felt: Vec<Beat>,
    /// The step that is taken; `None` where a segment is left out or the call is over.
    pub(super) step: Option<Step>,
    /// How often it is taken, 0 to 1: all steps that are felt alike together.
    pub(super) share: f64,
}

/// More places than this are too many to look at.
const MOST: usize = 8_000;

impl Net {
    /// How much there is to work out for one look at the whole net: for each link, each number of beats before it.
    pub(super) fn work(&self) -> usize {
        let mut most: Vec<usize> = Vec::with_capacity(self.into.len());
        let mut work = 0_usize;
        for into in &self.into {
            let links = into.iter().filter_map(|&at| self.links.get(at));
            let count =
                links.map(|link| most.get(link.from).copied().unwrap_or(0) + link.felt.len()).max().unwrap_or(0);
            work = work.saturating_add(into.len().saturating_mul(2 * count + 1));
            most.push(count);
        }
        work
    }
}

/// A beat that can be a key.
type Felt = (u64, u64, Option<u32>);

fn key(beat: &Beat) -> Felt {
    (beat.valence.to_bits(), beat.minutes.to_bits(), beat.account)
}

/// The net of a call; `beats` are its segments as they are felt, in the written order. `None` where there is so much
/// to know on the way that it would be too large.
pub(super) fn net(graph: &Graph, beats: &[Beat]) -> Option<Net> {
    let count = graph.nodes.len();
    let mut maker = Maker {
        graph,
        beats,
        knowledge: Knowledge::of(graph),
        waiting: vec![BTreeMap::new(); count + 1],
        over: Vec::new(),
        links: Vec::new(),
        known: BTreeMap::new(),
        open: Vec::new(),
    };
    maker.place(0, Facts::new(), None);
    for at in 0..count {
        for ((facts, _), place) in std::mem::take(&mut maker.waiting[at]) {
            maker.pass(at, &facts, place);
        }
        if maker.open.len() > MOST {
            return None;
        }
    }
    Some(maker.finish())
}

struct Maker<'g> {
    graph: &'g Graph,
    beats: &'g [Beat],
    knowledge: Knowledge<'g>,
    /// For each node the places that stand before it, by what is known and what is being felt there.
    waiting: Vec<BTreeMap<(Facts, Option<Felt>), usize>>,
    /// The places at which the call is over.
    over: Vec<usize>,
    links: Vec<Link>,
    /// Each link by where it comes from, where it leads and what is felt on it.
    known: BTreeMap<(usize, usize, Vec<Felt>), usize>,
    open: Vec<Option<Beat>>,
}

impl Maker<'_> {
    fn pass(&mut self, at: usize, facts: &Facts, place: usize) {
        let graph = self.graph;
        let Some(node) = graph.nodes.get(at) else { return };
        let said = node.only_if.as_ref().map_or(Some(true), |condition| self.knowledge.decide(condition, facts));
        let open = self.open.get(place).copied().flatten();
        if said == Some(false) {
            let link = Link { from: place, to: place, felt: Vec::new(), step: None, share: 1.0 };
            self.go(at, &node.skip, facts.clone(), open, link);
            return;
        }
        for (number, branch) in node.branches.iter().enumerate() {
            let (felt, open) = self.felt(node, branch, open);
            let mut facts = facts.clone();
            facts.extend(branch.sets.iter().cloned());
            let step = Some(Step { node: at, branch: number });
            self.go(at, &branch.to, facts, open, Link { from: place, to: place, felt, step, share: branch.share });
        }
    }

    /// What is felt to its end on a branch, and what is being felt then.
    fn felt(&self, node: &Node, branch: &Branch, open: Option<Beat>) -> (Vec<Beat>, Option<Beat>) {
        let mut felt: Vec<Beat> = open.into_iter().collect();
        super::score::feel(node, branch, self.beats, &mut felt);
        let open = felt.pop();
        (felt, open)
    }

    /// A way back is taken as a way on, as everywhere where paths are counted.
    fn go(&mut self, at: usize, to: &To, facts: Facts, open: Option<Beat>, link: Link) {
        let to = match to {
            To::Node(to) => (*to).max(at + 1).min(self.graph.nodes.len()),
            To::Aside(_) | To::Back => at + 1,
            To::End(_) | To::Leave(_) => self.graph.nodes.len(),
        };
        let facts = self.knowledge.kept(facts, to);
        let to = self.place(to, facts, open);
        let felt = link.felt.iter().map(key).collect();
        let new = self.links.len();
        let at = *self.known.entry((link.from, to, felt)).or_insert(new);
        match self.links.get_mut(at) {
            Some(alike) => alike.share += link.share,
            None => self.links.push(Link { to, ..link }),
        }
    }

    fn place(&mut self, node: usize, facts: Facts, open: Option<Beat>) -> usize {
        let ended = node == self.graph.nodes.len();
        let facts = if ended { Facts::new() } else { facts };
        let new = self.open.len();
        let Some(waiting) = self.waiting.get_mut(node) else { return new };
        let place = *waiting.entry((facts, open.as_ref().map(key))).or_insert(new);
        if place == new {
            self.open.push(open);
            if ended {
                self.over.push(new);
            }
        }
        place
    }

    /// Places are numbered anew, in the order of the call, and the last one is the end of all paths.
    fn finish(mut self) -> Net {
        let last = self.open.len();
        for place in self.over {
            let felt = self.open.get(place).copied().flatten().into_iter().collect();
            self.links.push(Link { from: place, to: last, felt, step: None, share: 1.0 });
        }
        self.open.push(None);
        let mut rank = vec![0; self.open.len()];
        ordered(&self.links, last).into_iter().enumerate().for_each(|(at, place)| rank[place] = at);
        let mut net = Net { open: vec![None; self.open.len()], ..Net::default() };
        self.open.into_iter().enumerate().for_each(|(place, open)| net.open[rank[place]] = open);
        self.links.iter_mut().for_each(|link| (link.from, link.to) = (rank[link.from], rank[link.to]));
        self.links.sort_by_key(|link| link.to);
        net.into = vec![Vec::new(); net.open.len()];
        self.links.iter().enumerate().for_each(|(at, link)| net.into[link.to].push(at));
        net.links = self.links;
        net
    }
}

/// The places so that every link leads onward: places are made before the links out of them are, but a place far
/// down the call can be made before one that leads to it.
fn ordered(links: &[Link], last: usize) -> Vec<usize> {
    let mut missing = vec![0_usize; last + 1];
    let mut onward = vec![Vec::new(); last + 1];
    for link in links {
        missing[link.to] += 1;
        onward[link.from].push(link.to);
    }
    let mut order: Vec<usize> = (0..=last).filter(|&place| missing[place] == 0).collect();
    let mut next = 0;
    while let Some(&place) = order.get(next) {
        for &to in &onward[place] {
            missing[to] -= 1;
            if missing[to] == 0 {
                order.push(to);
            }
        }
        next += 1;
    }
    order
}
