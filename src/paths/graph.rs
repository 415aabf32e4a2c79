//! The graph of a call in some order: each segment with the ways on from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::script::{Answer, Condition, Pick, Script, Segment, Then, seconds, spoken_seconds};

/// A call as a graph. Nodes stand in the order of the call.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The segments, in the order of the call.
    pub nodes: Vec<Node>,
    /// The names that conditions ask about: only their values matter on the way.
    pub asked: BTreeSet<String>,
}

/// A segment with the ways on from it.
#[derive(Debug, Clone)]
pub struct Node {
    /// The segment, as its number in the script.
    pub segment: usize,
    /// Left out unless this holds.
    pub only_if: Option<Condition>,
    /// How long the segment itself takes, in seconds.
    pub seconds: f64,
    /// The ways on; at least one.
    pub branches: Vec<Branch>,
    /// The share of calls in which the question is asked again, and how often at most.
    pub again: Option<Again>,
}

/// A question that is asked again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Again {
    /// The share of answers that lead to it, 0 to 1.
    pub share: f64,
    /// How often at most.
    pub at_most: u32,
}

/// A way on from a segment.
#[derive(Debug, Clone)]
pub struct Branch {
    /// What the customer says or picks; empty where the call just goes on.
    pub hear: String,
    /// How often it is taken, 0 to 1; the shares of a node add up to 1.
    pub share: f64,
    /// Whether the author wrote it; the unwritten "no clear answer" is not.
    pub written: bool,
    /// Where it leads.
    pub to: To,
    /// How it feels, where the author says so.
    pub valence: Option<f64>,
    /// How long it takes, in seconds.
    pub seconds: f64,
    /// The values that are known afterwards.
    pub sets: Vec<(String, String)>,
    /// Which answer or option it is, counted over those of the segment.
    pub number: usize,
}

/// Where a way leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum To {
    /// To the node with this number; one past the last is the end without an outcome.
    Node(usize),
    /// The call ends with this outcome.
    End(String),
    /// To another script, from which the call does not come back.
    Leave(String),
}

/// The graph of a script with its segments in this order.
#[must_use]
pub fn graph(script: &Script, order: &[usize]) -> Graph {
    let place: BTreeMap<usize, usize> = order.iter().enumerate().map(|(at, &segment)| (segment, at)).collect();
    let maker = Maker { script, place, asked: asked(script) };
    let nodes = order
        .iter()
        .enumerate()
        .filter_map(|(at, &segment)| Some(maker.node(at, segment, script.segments.get(segment)?)));
    Graph { nodes: nodes.collect(), asked: maker.asked.clone() }
}

fn asked(script: &Script) -> BTreeSet<String> {
    let conditions = script.segments.iter().filter_map(|segment| segment.only_if.as_ref());
    conditions.flat_map(|when| when.condition.names()).map(str::to_string).collect()
}

struct Maker<'s> {
    script: &'s Script,
    place: BTreeMap<usize, usize>,
    asked: BTreeSet<String>,
}

impl Maker<'_> {
    fn node(&self, at: usize, number: usize, segment: &Segment) -> Node {
        let mut branches = self.answers(at, segment);
        if let Some(choice) = &segment.choice {
            branches.extend(
                choice.options.iter().enumerate().map(|(number, option)| self.pick(at, number, segment, option)),
            );
        }
        if branches.is_empty() {
            branches.push(self.onward(at, segment));
        } else {
            share_out(&mut branches);
        }
        let again = asked_again(segment, &branches);
        Node {
            segment: number,
            only_if: segment.only_if.as_ref().map(|when| when.condition.clone()),
            seconds: seconds(self.script, segment),
            branches,
            again,
        }
    }

    /// The call just goes on.
    fn onward(&self, at: usize, segment: &Segment) -> Branch {
        let known = segment.fills.iter().chain(&segment.form).map(|name| name.value.trim());
        let value = |name: &str| {
            let example = self.script.blank(name).and_then(|blank| blank.example.as_ref());
            example.map_or_else(|| "…".to_string(), |text| text.value.clone())
        };
        let sets =
            known.filter(|name| self.asked.contains(*name)).map(|name| (name.to_string(), value(name))).collect();
        Branch {
            hear: String::new(),
            share: 1.0,
            written: true,
            to: self.to(at, segment.then.as_ref()),
            valence: None,
            seconds: 0.0,
            sets,
            number: 0,
        }
    }

    fn answers(&self, at: usize, segment: &Segment) -> Vec<Branch> {
        let answer = |(number, answer): (usize, &Answer)| {
            let then = answer.then.as_ref().or(segment.then.as_ref());
            let must = answer.must_say.iter().map(|must| &must.words);
            let spoken = answer.say.iter().chain(must).chain(&answer.ask);
            Branch {
                hear: answer.hear.first().map(|text| text.value.clone()).unwrap_or_default(),
                share: answer.often.unwrap_or(f64::NAN),
                written: true,
                to: self.to(at, then),
                valence: answer.feels.as_ref().map(|said| f64::from(said.value.valence())),
                seconds: answer.takes.unwrap_or_else(|| spoken_seconds(self.script, spoken)),
                sets: self.sets(segment, answer.hear.iter().map(|text| text.value.as_str()), &answer.sets),
                number,
            }
        };
        segment.answers.iter().enumerate().map(answer).collect()
    }

    fn pick(&self, at: usize, number: usize, segment: &Segment, option: &Pick) -> Branch {
        let then = option.then.as_ref().or(segment.then.as_ref());
        let name = option.pick.as_ref().map(|text| text.value.as_str()).unwrap_or_default();
        Branch {
            hear: name.to_string(),
            share: option.often.unwrap_or(f64::NAN),
            written: true,
            to: self.to(at, then),
            valence: option.feels.as_ref().map(|said| f64::from(said.value.valence())),
            seconds: option.takes.unwrap_or_else(|| spoken_seconds(self.script, &option.say)),
            sets: self.sets(segment, [name], &option.sets),
            number,
        }
    }

    /// What is known after an answer, as far as any condition asks: the answer itself under the segment's
    /// id and under the blank that it fills, and what it sets.
    fn sets<'h>(
        &self,
        segment: &Segment,
        hear: impl IntoIterator<Item = &'h str>,
        sets: &[(crate::text::Text, crate::text::Text)],
    ) -> Vec<(String, String)> {
        let heard: Vec<&str> = hear.into_iter().collect();
        let own = segment.written_id.iter().map(|id| id.value.trim());
        let names =
            own.chain(segment.fills.iter().map(|name| name.value.trim())).filter(|name| self.asked.contains(*name));
        let answered = names.map(|name| (name.to_string(), self.wanted(name, &heard)));
        let set = sets.iter().filter(|(name, _)| self.asked.contains(name.value.trim()));
        let set = set.map(|(name, value)| (name.value.trim().to_string(), value.value.clone()));
        answered.chain(set).collect()
    }

    /// Of several ways to say it the one that a condition asks for, or the first.
    fn wanted(&self, name: &str, heard: &[&str]) -> String {
        let conditions = self.script.segments.iter().filter_map(|segment| segment.only_if.as_ref());
        let mut values = Vec::new();
        conditions.for_each(|when| collect(&when.condition, name, &mut values));
        let found = heard.iter().find(|word| values.iter().any(|value| crate::script::same(value, word)));
        found.or(heard.first()).map(|word| (*word).to_string()).unwrap_or_default()
    }

    fn to(&self, at: usize, then: Option<&Then>) -> To {
        match then {
            None | Some(Then::ComeBack(_) | Then::Use { and_come_back: true, .. }) => To::Node(at + 1),
            Some(Then::GoTo(target)) => {
                let place = self.script.find(target.value.trim()).and_then(|(segment, _)| self.place.get(&segment));
                To::Node(place.copied().filter(|&place| place > at).unwrap_or(at + 1))
            }
            Some(Then::AskAgain { otherwise, .. }) => self.to(at, otherwise.as_deref()),
            Some(Then::Use { file, and_come_back: false }) => To::Leave(file.value.clone()),
            Some(Then::EndAs(outcome)) => To::End(outcome.value.trim().to_string()),
        }
    }
}

fn collect<'c>(condition: &'c Condition, wanted: &str, values: &mut Vec<&'c str>) {
    match condition {
        Condition::Is { name, value } if name == wanted => values.push(value),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| collect(part, wanted, values)),
        Condition::Not(inner) => collect(inner, wanted, values),
        _ => {}
    }
}

/// Gives each branch its share: what is written, and the rest split evenly over those without one.
fn share_out(branches: &mut [Branch]) {
    let written: f64 = branches.iter().map(|branch| branch.share).filter(|share| share.is_finite()).sum();
    let open = branches.iter().filter(|branch| !branch.share.is_finite()).count();
    let rest = (1.0 - written).max(0.0) / open.max(1) as f64;
    for branch in branches.iter_mut().filter(|branch| !branch.share.is_finite()) {
        branch.share = rest;
    }
    let sum: f64 = branches.iter().map(|branch| branch.share).sum();
    let even = 1.0 / branches.len().max(1) as f64;
    for branch in branches {
        branch.share = if sum > 0.0 { branch.share / sum } else { even };
    }
}

fn asked_again(segment: &Segment, branches: &[Branch]) -> Option<Again> {
    let answers = segment.answers.iter().enumerate().filter_map(|(number, answer)| match answer.then {
        Some(Then::AskAgain { at_most, .. }) => Some((number, at_most)),
        _ => None,
    });
    let again: Vec<(usize, u32)> = answers.collect();
    let share = again.iter().filter_map(|&(number, _)| branches.get(number)).map(|branch| branch.share).sum();
    again.iter().map(|&(_, at_most)| at_most).max().map(|at_most| Again { share, at_most })
}
