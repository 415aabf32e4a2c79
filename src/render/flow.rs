//! The call as a chart: segments, the ways between them, and how each feels, ready for a diagram's template.

use serde::Serialize;

use super::labels::Labels;
use super::view::heading;
use crate::mermaid;
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
    // A fixed list of questions is one box with its segment: what leads from one question to the next is no way.
    let mut boxes: Vec<BoxView> = Vec::new();
    let mut place = Vec::with_capacity(graph.nodes.len());
    for node in &graph.nodes {
        if let (None, Some(segment)) = (node.question, script.segments.get(node.segment)) {
            boxes.push(one_box(boxes.len(), segment, staged, labels));
        }
        place.push(boxes.len().saturating_sub(1));
    }
    let mut chart = Chart { labels, place, ends: Vec::new(), ways: Vec::new() };
    for (at, node) in graph.nodes.iter().enumerate() {
        node.branches.iter().for_each(|branch| chart.branch(at, branch));
        chart.again(script, at, node);
        chart.left_out(at, node);
    }
    FlowView { boxes, ways: chart.ways, ends: chart.ends }
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
        face: segment.feels.as_ref().map_or(3, |said| mermaid::score(said.value)),
        only_if: segment.only_if.as_ref().map(|when| when.text.value.trim().to_string()),
        part: if staged { stage.unwrap_or_default() } else { part.to_string() },
    }
}

struct Chart<'c> {
    labels: &'c Labels,
    /// For each node the number of its box.
    place: Vec<usize>,
    ends: Vec<EndView>,
    ways: Vec<WayView>,
}

impl Chart<'_> {
    fn branch(&mut self, at: usize, branch: &Branch) {
        let own = self.key(at);
        if let Some(to) = self.to(&branch.to).filter(|to| *to != own) {
            self.way(own, to, branch.hear.trim());
        }
    }

    fn to(&mut self, to: &To) -> Option<String> {
        Some(match to {
            To::Node(next) if *next < self.place.len() => self.key(*next),
            To::Node(_) => self.end(self.labels.no_outcome.to_string()),
            To::End(outcome) => self.end(outcome.replace(['-', '_'], " ")),
            To::Leave(file) => self.end(format!("{} {file}", self.labels.use_file)),
            To::Aside(_) | To::Back => return None,
        })
    }

    fn key(&self, node: usize) -> String {
        format!("s{}", self.place.get(node).map_or(0, |at| at + 1))
    }

    /// A question that is asked again leads back to itself.
    fn again(&mut self, script: &Script, at: usize, node: &Node) {
        let Some(again) = node.again else { return };
        let Some(segment) = script.segments.get(node.segment) else { return };
        let question = node.question.and_then(|at| segment.ask_in_order.get(at));
        let answers = question.map_or(&segment.answers, |question| &question.answers);
        let asks = |answer: &&crate::script::Answer| matches!(answer.then, Some(crate::script::Then::AskAgain { .. }));
        let heard = answers.iter().find(asks).and_then(|answer| answer.hear.first());
        let heard = heard.map_or("", |text| text.value.trim());
        let words = format!("{heard} ({} {} {})", self.labels.ask_again, again.at_most, self.labels.times);
        let own = self.key(at);
        self.way(own.clone(), own, words.trim());
    }

    /// A segment that may be left out has a way past it, where no answer leads there anyway.
    fn left_out(&mut self, at: usize, node: &Node) {
        let onward = node.branches.iter().any(|branch| branch.to == node.skip);
        if node.only_if.is_none() || onward {
            return;
        }
        if let Some(to) = self.to(&node.skip.clone()) {
            self.way(self.key(at), to, self.labels.left_out);
        }
    }

    /// Ways between the same two boxes are one, with all that may be heard.
    fn way(&mut self, from: String, to: String, hear: &str) {
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
