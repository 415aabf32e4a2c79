//! What a script promises, proved on every path: exact words are said, personal facts come after the check of
//! who is speaking, and what must start in time does so.

use super::told;
use crate::diagnostic::Diagnostic;
use crate::paths::holds::{Question, Reach, Stand, Taken, Way, reach};
use crate::paths::{Graph, Knowledge, Node, To};
use crate::script::{Condition, Kind, Script, Segment, duration};

/// What holds on every path.
#[derive(Debug, Clone, Default)]
pub struct Promises {
    /// Exact words, in the written order.
    pub spoken: Vec<Spoken>,
    /// Personal facts, in the written order.
    pub personal: Vec<Personal>,
    /// What must start in time, in the written order.
    pub in_time: Vec<InTime>,
    /// Whether there was so much to know that conditions were not looked at; what holds all the same is proved.
    pub coarse: bool,
    /// What does not hold.
    pub found: Vec<Diagnostic>,
}

/// Exact words of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The segment's number.
    pub segment: usize,
    /// The author's own condition, where the segment or the words have one.
    pub only_if: Option<String>,
    /// The ends of calls that are over before the segment comes.
    pub ends_before: Vec<String>,
    /// Ways that jump over it.
    pub skipped: Vec<Skipped>,
}

/// A way on which something is not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// How the call ends then.
    pub end: String,
    /// The way there, in words.
    pub way: String,
}

/// A segment that says something personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal {
    /// The segment's number.
    pub segment: usize,
    /// A way on which nobody was checked before, in words; `None` where there is no such way.
    pub unchecked: Option<String>,
}

/// A segment that must start in time.
#[derive(Debug, Clone, PartialEq)]
pub struct InTime {
    /// The segment's number.
    pub segment: usize,
    /// The limit, in seconds from the beginning of the call.
    pub limit: f64,
    /// Its latest start, in seconds; `None` where no path leads there, infinite where the call can go back.
    pub latest: Option<f64>,
}

/// Proves what a script promises.
pub(super) fn promises(script: &Script, graph: &Graph) -> Promises {
    let mut promises = Promises::default();
    spoken(script, graph, &mut promises);
    personal(script, graph, &mut promises);
    asides(script, &mut promises);
    in_time(script, graph, &mut promises);
    promises
}

/// The path is followed as long as the segment was not heard and is not left out by its own conditions; marked
/// once it is past it.
struct Unsaid<'g> {
    node: usize,
    knowledge: Knowledge<'g>,
    conditions: Vec<&'g Condition>,
}

impl Question for Unsaid<'_> {
    fn take(&self, step: &Taken<'_>, mark: u8) -> Option<u8> {
        let over = step.at < self.node && matches!(step.to, To::Node(to) if to > &self.node);
        let excused =
            || self.conditions.iter().any(|condition| self.knowledge.decide(condition, step.facts) == Some(false));
        (!over || !excused()).then_some(mark)
    }

    fn hear(&self, at: usize, _node: &Node, mark: u8) -> Option<u8> {
        (at != self.node).then(|| mark.max(u8::from(at > self.node)))
    }

    fn leave_out(&self, at: usize, node: &Node, mark: u8) -> Option<u8> {
        self.hear(at, node, mark)
    }
}

fn spoken(script: &Script, graph: &Graph, promises: &mut Promises) {
    for (at, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.question.is_none()) {
        let Some(segment) = script.segments.get(node.segment) else { continue };
        let Some(must) = &segment.must_say else { continue };
        let conditions = segment.only_if.iter().chain(&must.only_if).map(|when| &when.condition).collect();
        let reach = reach(graph, &Unsaid { node: at, knowledge: Knowledge::of(graph), conditions });
        promises.coarse |= reach.coarse;
        let ends = |past: u8| -> Vec<(String, usize)> {
            let end = |(place, reached): (usize, &crate::paths::holds::Reached)| match reached.stand {
                Stand::End(end) if reached.mark == past => Some((reach.ends.get(end)?.clone(), place)),
                _ => None,
            };
            reach.places.iter().enumerate().filter_map(end).collect()
        };
        let skipped: Vec<Skipped> = ends(1)
            .into_iter()
            .map(|(end, place)| Skipped { end, way: over(script, graph, &reach, place, at) })
            .collect();
        let conditions = segment.only_if.iter().chain(&must.only_if).map(|when| when.text.value.trim().to_string());
        let only_if: Vec<String> = conditions.collect();
        if let Some(first) = skipped.first() {
            promises.found.push(skipped_over(segment, first, skipped.len()));
        }
        promises.spoken.push(Spoken {
            segment: node.segment,
            only_if: (!only_if.is_empty()).then(|| only_if.join(" and ")),
            ends_before: ends(0).into_iter().map(|(end, _)| end).collect(),
            skipped,
        });
    }
}

/// The step on a way that leads over a node.
fn over(script: &Script, graph: &Graph, reach: &Reach, place: usize, node: usize) -> String {
    let way = reach.way_to(place);
    let before: Vec<(usize, Way)> = way.iter().copied().take_while(|(at, _)| *at < node).collect();
    let last = before.last().and_then(|&(at, taken)| told::turn(script, graph, at, taken));
    last.unwrap_or_else(|| told::way(script, graph, &before))
}

fn skipped_over(segment: &Segment, first: &Skipped, ends: usize) -> Diagnostic {
    let place =
        segment.must_say.as_ref().and_then(|must| must.words.texts().next()).map_or(segment.place, |text| text.place);
    let others = if ends > 1 { format!(", and on ways to {} other ends", ends - 1) } else { String::new() };
    let message = format!(
        "the exact words of \"{}\" are jumped over: after {} the call goes on {} without them{others}",
        segment.name(),
        first.way,
        told::end(&first.end)
    );
    Diagnostic::warning("walk/must-say-skipped", place, message)
        .help("lead that way through the segment, or say with `only_if` when the words are not needed")
}

/// Marked once the check of who is speaking was passed.
struct Checked<'s> {
    script: &'s Script,
    graph: &'s Graph,
}

impl Question for Checked<'_> {
    fn hear(&self, _at: usize, _node: &Node, mark: u8) -> Option<u8> {
        Some(mark)
    }

    fn take(&self, step: &Taken<'_>, mark: u8) -> Option<u8> {
        let Some(node) = self.graph.nodes.get(step.at) else { return Some(mark) };
        let Some(segment) = self.script.segments.get(node.segment) else { return Some(mark) };
        let answered = match step.way {
            Way::Branch(number) => {
                let answers = match node.question.and_then(|at| segment.ask_in_order.get(at)) {
                    Some(question) => &question.answers,
                    None => &segment.answers,
                };
                let branch = node.branches.get(number);
                !branch.and_then(|branch| answers.get(branch.number)).is_some_and(crate::script::Answer::is_unclear)
            }
            _ => false,
        };
        Some(if segment.kind() == Some(Kind::Verify) && answered { 1 } else { mark })
    }
}

fn is_private(segment: &Segment) -> bool {
    segment.private.as_ref().is_some_and(|said| said.value && !said.is_guess())
}

fn personal(script: &Script, graph: &Graph, promises: &mut Promises) {
    if !script.segments.iter().any(is_private) {
        return;
    }
    let reach = reach(graph, &Checked { script, graph });
    promises.coarse |= reach.coarse;
    for (at, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.question.is_none()) {
        let Some(segment) = script.segments.get(node.segment).filter(|segment| is_private(segment)) else { continue };
        if segment.kind() == Some(Kind::Verify) {
            continue;
        }
        let unchecked = reach.at(at).find(|(_, reached)| reached.mark == 0 && reached.said);
        let way = unchecked.map(|(place, _)| told::way(script, graph, &reach.way_to(place)));
        if let Some(way) = &way {
            promises.found.push(unchecked_fact(script, segment, way));
        }
        promises.personal.push(Personal { segment: node.segment, unchecked: way });
    }
}

fn unchecked_fact(script: &Script, segment: &Segment, way: &str) -> Diagnostic {
    let name = segment.name();
    let place = segment.private.as_ref().map_or(segment.place, |said| said.place);
    let after = if way.is_empty() { String::new() } else { format!(": {way}") };
    let message =
        format!("\"{name}\" says something personal, and a way leads there on which nobody was checked{after}");
    let help = if script.segments.iter().any(|segment| segment.kind() == Some(Kind::Verify)) {
        "lead that way through the check of who is speaking, or let it end the call"
    } else {
        "put a segment with `kind: verify` in front of it"
    };
    Diagnostic::error("walk/private-unchecked", place, message).help(help)
}

/// Moments at which somebody else listens, for certain or likely.
const OTHERS: [&str; 3] = ["voicemail", "someone else", "wrong number"];

fn asides(script: &Script, promises: &mut Promises) {
    for anytime in script.anytime.iter().filter(|anytime| is_private(&anytime.segment)) {
        let when = anytime.when.value.trim();
        let place = anytime.segment.private.as_ref().map_or(anytime.when.place, |said| said.place);
        promises.found.push(if OTHERS.contains(&when.to_lowercase().as_str()) {
            let message = format!("“{when}” says something personal, and then it is not the customer who listens");
            Diagnostic::error("walk/private-unchecked", place, message).help("leave the personal facts out of it")
        } else {
            let message = format!("“{when}” says something personal, and it may happen before anybody was checked");
            Diagnostic::warning("walk/private-unchecked", place, message)
                .help("leave the personal facts out of it, or lead back to a segment behind the check")
        });
    }
}

fn in_time(script: &Script, graph: &Graph, promises: &mut Promises) {
    if !script.segments.iter().any(|segment| segment.starts_within.is_some()) {
        return;
    }
    let latest = latest_starts(graph);
    for (at, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.question.is_none()) {
        let Some(segment) = script.segments.get(node.segment) else { continue };
        let Some((limit, text)) = &segment.starts_within else { continue };
        let start = latest.get(at).copied().flatten();
        if start.is_some_and(|start| start > limit + 1e-9) {
            let after = start.filter(|start| start.is_finite()).map_or_else(
                || "but the call can go back to an earlier segment before it, as often as it likes".to_string(),
                |start| format!("but on the slowest path it starts after {}", duration::spoken(start)),
            );
            let message = format!("\"{}\" must start within {}, {after}", segment.name(), duration::spoken(*limit));
            let help = "move it forward, or shorten what comes before it";
            promises.found.push(Diagnostic::error("walk/starts-late", text.place, message).help(help));
        }
        promises.in_time.push(InTime { segment: node.segment, limit: *limit, latest: start });
    }
}

/// The latest start of each node: with the longest answers, every condition taken as true, each question asked
/// once, nothing in between. `None` where no path leads, infinite behind a place to which the call can go back.
fn latest_starts(graph: &Graph) -> Vec<Option<f64>> {
    let count = graph.nodes.len();
    let mut latest: Vec<Option<f64>> = vec![None; count + 1];
    if let Some(first) = latest.first_mut() {
        *first = Some(0.0);
    }
    for (at, node) in graph.nodes.iter().enumerate() {
        let Some(mut start) = latest.get(at).copied().flatten() else { continue };
        if comes_back(graph, at) {
            start = f64::INFINITY;
            latest[at] = Some(start);
        }
        let mut arrive = |to: &To, after: f64| {
            if let To::Node(to) = to
                && *to > at
                && let Some(slot) = latest.get_mut(*to)
            {
                *slot = Some(slot.map_or(after, |known| known.max(after)));
            }
        };
        for branch in &node.branches {
            arrive(&branch.to, start + node.seconds + branch.seconds);
        }
        if let Some(unclear) = &node.unclear {
            arrive(&unclear.to, start + node.seconds);
        }
        if node.only_if.is_some() {
            arrive(&node.skip, start);
        }
    }
    latest.truncate(count);
    latest
}

/// Whether a later node leads back to this one or to one before it.
fn comes_back(graph: &Graph, at: usize) -> bool {
    let later = graph.nodes.iter().skip(at);
    later.flat_map(|node| &node.branches).any(|branch| matches!(branch.to, To::Node(to) if to == at))
}
