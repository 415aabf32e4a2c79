//! The call as a chart: segments, the ways between them, and how each feels, ready for a diagram's template.

use serde::Serialize;

use super::labels::Labels;
use super::view::heading;
use crate::paths::{Branch, Node, To, graph};
use crate::script::{Part, Script, Segment};

/// The call as a chart.
#[derive(Debug, Clone, Serialize)]
pub struct FlowView {
    /// The segments in order.
    pub boxes: Vec<BoxView>,
    /// The ways between them.
    pub ways: Vec<WayView>,
    /// The ways the call can end, as far as any way leads there.
    pub ends: Vec<EndView>,
}

/// A segment in a chart.
#[derive(Debug, Clone, Serialize)]
pub struct BoxView {
    /// A name that every diagram language takes: `s1`.
    pub key: String,
    /// Its place in the order, from 1.
    pub number: usize,
    /// Short name.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Whether the customer answers or picks here.
    pub asks: bool,
    /// `painful`, `pleasant`, or empty.
    pub tone: &'static str,
    /// The feeling's words; empty where nobody said.
    pub feels: &'static str,
    /// The feeling from 1 (painful) to 5 (pleasant); 3 where nobody said.
    pub face: u8,
    /// The condition under which it is said at all.
    pub only_if: Option<String>,
    /// Its stage; without stages the beginning, the middle or the end of the call.
    pub part: String,
}

/// A way from one box to the next.
#[derive(Debug, Clone, Serialize)]
pub struct WayView {
    /// Where it starts.
    pub from: String,
    /// Where it leads.
    pub to: String,
    /// What the customer says or picks; empty where the call just goes on.
    pub hear: Vec<String>,
}

/// A way the call can end.
#[derive(Debug, Clone, Serialize)]
pub struct EndView {
    /// A name that every diagram language takes: `e1`.
    pub key: String,
    /// The outcome's name with spaces, or what other script goes on.
    pub name: String,
}

/// The chart of a script with its segments in this order.
pub(super) fn flow(script: &Script, order: &[usize], labels: &Labels) -> FlowView {
    let graph = graph(script, order);
    let staged = script.segments.iter().any(|segment| segment.stage.is_some());
    let boxes = graph
        .nodes
        .iter()
        .enumerate()
        .filter_map(|(at, node)| Some(one_box(at, script.segments.get(node.segment)?, staged, labels)));
    let mut chart = Chart { labels, nodes: &graph.nodes, ends: Vec::new(), ways: Vec::new() };
    for (at, node) in graph.nodes.iter().enumerate() {
        node.branches.iter().for_each(|branch| chart.branch(at, branch));
        chart.again(script, at, node);
        chart.left_out(at, node);
    }
    FlowView { boxes: boxes.collect(), ways: chart.ways, ends: chart.ends }
}

fn one_box(at: usize, segment: &Segment, staged: bool, labels: &Labels) -> BoxView {
    let valence = segment.valence();
    let stage = segment.stage.as_ref().map(|stage| stage.value.trim().to_string());
    let part = match segment.kind().map(crate::script::Kind::part) {
        Some(Part::Head) => labels.beginning,
        Some(Part::Tail) => labels.ending,
        _ => labels.middle,
    };
    BoxView {
        key: format!("s{}", at + 1),
        number: at + 1,
        id: segment.id.clone(),
        title: heading(segment),
        asks: !segment.answers.is_empty() || segment.choice.is_some(),
        tone: if valence < 0.0 {
            "painful"
        } else if valence > 0.0 {
            "pleasant"
        } else {
            ""
        },
        feels: segment.feels.as_ref().map(|said| said.value.name()).unwrap_or_default(),
        face: face(valence),
        only_if: segment.only_if.as_ref().map(|when| when.text.value.trim().to_string()),
        part: if staged { stage.unwrap_or_default() } else { part.to_string() },
    }
}

/// A feeling on the five faces of a journey. The sign is kept: rounding would make a slight pain neutral.
fn face(valence: f64) -> u8 {
    match valence {
        v if v <= -2.0 => 1,
        v if v < 0.0 => 2,
        v if v >= 2.0 => 5,
        v if v > 0.0 => 4,
        _ => 3,
    }
}

struct Chart<'c> {
    labels: &'c Labels,
    nodes: &'c [Node],
    ends: Vec<EndView>,
    ways: Vec<WayView>,
}

impl Chart<'_> {
    fn branch(&mut self, at: usize, branch: &Branch) {
        let to = match &branch.to {
            To::Node(next) if *next < self.nodes.len() => format!("s{}", next + 1),
            To::Node(_) => self.end(self.labels.no_outcome.to_string()),
            To::End(outcome) => self.end(outcome.replace(['-', '_'], " ")),
            To::Leave(file) => self.end(format!("{} {file}", self.labels.use_file)),
        };
        self.way(at, to, branch.hear.trim());
    }

    /// A question that is asked again leads back to itself.
    fn again(&mut self, script: &Script, at: usize, node: &Node) {
        let Some(again) = node.again else { return };
        let segment = script.segments.get(node.segment);
        let asks = |answer: &&crate::script::Answer| matches!(answer.then, Some(crate::script::Then::AskAgain { .. }));
        let heard = segment.and_then(|segment| segment.answers.iter().find(asks)?.hear.first());
        let heard = heard.map_or("", |text| text.value.trim());
        let words = format!("{heard} ({} {} {})", self.labels.ask_again, again.at_most, self.labels.times);
        self.way(at, format!("s{}", at + 1), words.trim());
    }

    /// A segment that may be left out has a way past it, where no answer leads there anyway.
    fn left_out(&mut self, at: usize, node: &Node) {
        let onward = node.branches.iter().any(|branch| branch.to == To::Node(at + 1));
        if node.only_if.is_none() || onward {
            return;
        }
        let to = if at + 1 < self.nodes.len() {
            format!("s{}", at + 2)
        } else {
            self.end(self.labels.no_outcome.to_string())
        };
        self.way(at, to, self.labels.left_out);
    }

    /// Ways between the same two boxes are one, with all that may be heard.
    fn way(&mut self, at: usize, to: String, hear: &str) {
        let from = format!("s{}", at + 1);
        let heard = (!hear.is_empty()).then(|| hear.to_string());
        match self.ways.iter_mut().find(|way| way.from == from && way.to == to) {
            Some(way) => way.hear.extend(heard.filter(|heard| !way.hear.contains(heard))),
            None => self.ways.push(WayView { from, to, hear: heard.into_iter().collect() }),
        }
    }

    fn end(&mut self, name: String) -> String {
        if let Some(end) = self.ends.iter().find(|end| end.name == name) {
            return end.key.clone();
        }
        let key = format!("e{}", self.ends.len() + 1);
        self.ends.push(EndView { key: key.clone(), name });
        key
    }
}
