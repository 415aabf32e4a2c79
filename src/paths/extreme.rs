//! The best and the worst path through a call, found without listing them: the search builds paths from their ends
//! and follows first what can still score most; it is over once nothing open can beat the best path found.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::bound::{Bounds, Side, Tail};
use super::graph::{Graph, graph};
use super::net::{Link, Net, net};
use super::score::PathScore;
use super::ways::Step;
use crate::experience::{Beat, Model, Settings, score, unit};
use crate::script::Script;

/// The two ends of the range of paths.
#[derive(Debug, Clone, PartialEq)]
pub struct Extremes {
    /// The path that is remembered best.
    pub best: Extreme,
    /// The path that is remembered worst.
    pub worst: Extreme,
}

/// The best or the worst path.
#[derive(Debug, Clone, PartialEq)]
pub struct Extreme {
    /// How it will be remembered. Its name is that of its end, and its share is that of all paths that are felt like it.
    pub path: PathScore,
    /// Its steps.
    pub steps: Vec<Step>,
    /// What the customer answers or picks on it where there was more than one way on: the segment, as its number in
    /// the script, and the words.
    pub answers: Vec<(usize, String)>,
    /// How much further another path could be at most; 0 where it is proved that none is.
    pub gap: f64,
}

/// The most ends of paths that are looked at for either.
const MOST: usize = 60_000;
/// In how many pieces the lengths of a typical segment are looked at, at most, and how wide a piece is (its logarithm).
const UNITS: (usize, f64) = (64, 0.008);
/// How much may be worked out for all lengths together, and for one of them: beyond that there are fewer pieces, and
/// then none.
const WORK: usize = 400_000;
/// What counts as equal.
const SLACK: f64 = 1e-9;

/// The best and the worst path of a call. `beats` are the segments as they are felt, in the written order; what is
/// felt on a path is as in [`scores`](super::scores). Conditions that nothing decides count as holding. `None` where
/// there is too much to follow on the way.
#[must_use]
pub fn extremes(script: &Script, order: &[usize], beats: &[Beat], settings: &Settings) -> Option<Extremes> {
    let graph = graph(script, order);
    let net = net(&graph, beats)?;
    let best = Search::new(&net, settings, 1.0).run(&graph)?;
    let worst = Search::new(&net, settings, -1.0).run(&graph)?;
    Some(Extremes { best, worst })
}

struct Search<'n> {
    net: &'n Net,
    settings: &'n Settings,
    sign: f64,
    /// The best path so far: its score (turned round for the worst path) and its links.
    found: Option<(f64, Vec<usize>)>,
    /// How many ends of paths may still be looked at.
    left: usize,
    /// What the paths that were not looked at could score at most.
    missed: f64,
}

/// The end of a path from some place on.
struct Open {
    most: f64,
    place: usize,
    tail: Tail,
    /// The link in front and the open end behind it.
    behind: Option<(usize, usize)>,
}

/// The place of an open end in the queue.
#[derive(PartialEq)]
struct Rank(f64, usize);

impl<'n> Search<'n> {
    fn new(net: &'n Net, settings: &'n Settings, sign: f64) -> Self {
        Self { net, settings, sign, found: None, left: MOST, missed: f64::NEG_INFINITY }
    }

    fn run(mut self, graph: &Graph) -> Option<Extreme> {
        let alone = self.net.into.iter().all(|into| into.len() <= 1);
        if alone || self.settings.model == Model::Acclimation {
            self.every(self.net.open.len().checked_sub(1)?, &mut Vec::new());
            // Sums over a call that customers get used to have no bound as tight: all or nothing.
            return if self.left == 0 { None } else { self.told(graph) };
        }
        let work = self.net.work();
        if work > WORK {
            return None;
        }
        let usual = self.likely();
        let held = |unit: (f64, f64)| if unit.0 > usual { Side::Long } else { Side::Short };
        let units = self.units(WORK / work.max(1));
        let (net, settings, sign) = (self.net, self.settings, self.sign);
        let bounds = |unit: (f64, f64)| Bounds::new(net, settings, sign, unit, held(unit));
        units.iter().for_each(|&unit| self.dive(&bounds(unit)));
        self.left = MOST / units.len().max(1);
        units.iter().for_each(|&unit| self.search(&bounds(unit)));
        self.told(graph)
    }

    fn told(&self, graph: &Graph) -> Option<Extreme> {
        let (total, links) = self.found.as_ref()?;
        let links: Vec<&Link> = links.iter().filter_map(|&at| self.net.links.get(at)).collect();
        let steps: Vec<Step> = links.iter().filter_map(|link| link.step).collect();
        let felt = felt(&links);
        let path = PathScore {
            name: super::score::end_of(graph, &steps),
            segments: super::score::heard_segments(graph, &steps),
            seconds: felt.iter().map(|beat| beat.minutes * 60.0).sum(),
            experience: score(&felt, self.settings),
            share: links.iter().map(|link| link.share).product(),
        };
        let gap = self.missed - total;
        Some(Extreme { path, answers: answers(graph, &steps), steps, gap: if gap > SLACK { gap } else { 0.0 } })
    }

    /// Every path, as long as that many may be looked at.
    fn every(&mut self, place: usize, behind: &mut Vec<usize>) {
        if place == 0 {
            self.left = self.left.saturating_sub(1);
            self.offer(behind.iter().rev().copied().collect());
        }
        for &link in self.net.into.get(place).into_iter().flatten() {
            if self.left == 0 {
                return;
            }
            behind.push(link);
            self.every(self.net.links[link].from, behind);
            behind.pop();
        }
    }

    fn offer(&mut self, links: Vec<usize>) {
        let path: Vec<&Link> = links.iter().filter_map(|&at| self.net.links.get(at)).collect();
        let total = self.sign * score(&felt(&path), self.settings).total;
        if self.found.as_ref().is_none_or(|(best, _)| total > best + SLACK) {
            self.found = Some((total, links));
        }
    }

    /// The lengths of a typical segment that paths can have, in so many pieces at most, that of the likeliest path
    /// first.
    fn units(&self, most_pieces: usize) -> Vec<(f64, f64)> {
        let felt = || self.net.links.iter().flat_map(|link| &link.felt);
        let mut minutes: Vec<f64> = felt().map(|beat| beat.minutes).filter(|&minutes| minutes > 0.0).collect();
        minutes.sort_by(f64::total_cmp);
        minutes.dedup();
        let least = minutes.partition_point(|&x| self.surplus(&|minutes| minutes <= x) < 0);
        let most = minutes.partition_point(|&x| self.surplus(&|minutes| minutes >= x) >= 0);
        let (Some(&least), Some(&most)) = (minutes.get(least), most.checked_sub(1).and_then(|at| minutes.get(at)))
        else {
            return vec![(1.0, 1.0)];
        };
        let pieces = ((most / least).ln() / UNITS.1).ceil().clamp(1.0, UNITS.0.min(most_pieces).max(1) as f64);
        let edge = |at: f64| if at >= pieces { most } else { least * (most / least).powf(at / pieces) };
        let mut units: Vec<(f64, f64)> =
            (0..pieces as usize).map(|at| (edge(at as f64), edge(at as f64 + 1.0))).collect();
        let usual = self.likely();
        units.sort_by(|a, b| off(*a, usual).total_cmp(&off(*b, usual)));
        units
    }

    /// The greatest surplus, over all paths, of beats of which this holds over those of which it does not.
    fn surplus(&self, holds: &dyn Fn(f64) -> bool) -> i32 {
        let side = |beat: &Beat| match beat.minutes {
            minutes if minutes <= 0.0 => 0,
            minutes if holds(minutes) => 1,
            _ => -1,
        };
        let mut most: Vec<i32> = Vec::with_capacity(self.net.into.len());
        for into in &self.net.into {
            let links = into.iter().map(|&at| &self.net.links[at]);
            let of = links.map(|link| most[link.from] + link.felt.iter().map(side).sum::<i32>());
            let greatest = of.max().unwrap_or(0);
            most.push(greatest);
        }
        most.last().copied().unwrap_or(0)
    }

    /// The typical segment of the path that is likely at each turn, seen from the end.
    fn likely(&self) -> f64 {
        let mut place = self.net.open.len().saturating_sub(1);
        let mut felt = Vec::new();
        let likelier = |a: &&Link, b: &&Link| a.share.total_cmp(&b.share);
        while let Some(link) = self.net.into[place].iter().map(|&at| &self.net.links[at]).max_by(likelier) {
            felt.extend(link.felt.iter().copied());
            place = link.from;
        }
        unit(&felt)
    }

    /// The path that looks best at every turn.
    fn dive(&mut self, bounds: &Bounds<'_>) {
        let Some(mut end) = self.last(bounds) else { return };
        let mut links = Vec::new();
        while end.place > 0 {
            let ahead = self.ahead(bounds, &end, 0);
            let Some(next) = ahead.into_iter().max_by(|a, b| a.most.total_cmp(&b.most)) else { return };
            links.extend(next.behind.map(|(link, _)| link));
            end = next;
        }
        links.reverse();
        self.offer(links);
    }

    /// Every path that could be better than the best one found, what can score most first.
    fn search(&mut self, bounds: &Bounds<'_>) {
        let Some(end) = self.last(bounds) else { return };
        let mut left = self.left;
        let mut queue = BinaryHeap::from([Rank(end.most, 0)]);
        let mut ends = vec![end];
        while let Some(Rank(most, at)) = queue.pop().filter(|Rank(most, _)| !self.is_beaten(*most)) {
            if left == 0 {
                self.missed = self.missed.max(most);
                return;
            }
            left -= 1;
            let end = &ends[at];
            if end.place == 0 {
                self.offer(way(&ends, at));
                continue;
            }
            for next in self.ahead(bounds, end, at) {
                queue.push(Rank(next.most, ends.len()));
                ends.push(next);
            }
        }
    }

    /// The end of all paths.
    fn last(&self, bounds: &Bounds<'_>) -> Option<Open> {
        let place = self.net.open.len().checked_sub(1)?;
        let tail = bounds.end();
        let most = bounds.most(place, &tail).filter(|&most| !self.is_beaten(most))?;
        Some(Open { most, place, tail, behind: None })
    }

    /// The ends that are one link longer than this one.
    fn ahead(&self, bounds: &Bounds<'_>, end: &Open, number: usize) -> Vec<Open> {
        let links = self.net.into[end.place].iter().map(|&at| (at, &self.net.links[at]));
        let longer = links.filter_map(|(at, link)| {
            let tail = bounds.longer(&end.tail, &link.felt);
            let most = bounds.most(link.from, &tail)?.min(end.most);
            Some(Open { most, place: link.from, tail, behind: Some((at, number)) })
        });
        longer.filter(|longer| !self.is_beaten(longer.most)).collect()
    }

    fn is_beaten(&self, most: f64) -> bool {
        self.found.as_ref().is_some_and(|(best, _)| most <= best + SLACK)
    }
}

/// The links from an open end to the end of the call.
fn way(ends: &[Open], mut at: usize) -> Vec<usize> {
    let mut links = Vec::new();
    while let Some((link, behind)) = ends.get(at).and_then(|end| end.behind) {
        links.push(link);
        at = behind;
    }
    links
}

fn answers(graph: &Graph, steps: &[Step]) -> Vec<(usize, String)> {
    let asked = steps.iter().filter_map(|step| graph.nodes.get(step.node).map(|node| (node, step.branch)));
    let chosen = asked.filter(|(node, _)| node.branches.len() > 1);
    chosen.filter_map(|(node, at)| Some((node.segment, node.branches.get(at)?.hear.clone()))).collect()
}

fn felt(links: &[&Link]) -> Vec<Beat> {
    links.iter().flat_map(|link| &link.felt).copied().collect()
}

/// How far a length is from a piece of lengths.
fn off(piece: (f64, f64), length: f64) -> f64 {
    (piece.0 - length).max(length - piece.1).max(0.0)
}

impl Eq for Rank {}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rank {
    /// What can score most comes first, of equals what was made later, which is nearer to the whole path.
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0).then(self.1.cmp(&other.1))
    }
}
