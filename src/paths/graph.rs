//! The graph of a call in some order: each segment with the ways on from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::script::{
    Answer, Condition, FixedQuestion, From, Pick, Script, Segment, Then, answer_seconds, pick_seconds, seconds,
};
use crate::text::Text;

/// A call as a graph. Nodes stand in the order of the call.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The segments, in the order of the call; behind a segment with a fixed list of questions, its questions.
    pub nodes: Vec<Node>,
    /// What may happen at any moment, laid out in the same way.
    pub asides: Vec<Node>,
    /// For each entry of `anytime`, the number of its first node in `asides`.
    pub entries: Vec<usize>,
    /// The names that conditions ask about: only their values matter on the way.
    pub asked: BTreeSet<String>,
    /// Blanks that have their value before the call begins: what conditions make of them is open.
    pub outside: BTreeSet<String>,
}

/// A segment, or a question of its fixed list, with the ways on from it.
#[derive(Debug, Clone)]
pub struct Node {
    /// The segment, as its number in the script (of an aside: as its number in `anytime`).
    pub segment: usize,
    /// Which question of the segment's fixed list it is; `None` for the segment itself.
    pub question: Option<usize>,
    /// Where the call goes on when it is left out.
    pub skip: To,
    /// Where the call goes on after no clear answer; `None` where the author wrote what happens then.
    pub unclear: Option<Branch>,
    /// Where the call goes on where nothing is answered.
    pub onward: Branch,
    /// Left out unless this holds.
    pub only_if: Option<Condition>,
    /// The conditions of its exact words.
    pub exact: Vec<Condition>,
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
    /// How often the question is asked again before it is taken.
    pub again: Option<u32>,
    /// Where it leads.
    pub to: To,
    /// Another script that the call goes through on the way there.
    pub through: Option<String>,
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
    /// To the aside with this number.
    Aside(usize),
    /// Back to where the call was interrupted.
    Back,
    /// The call ends with this outcome.
    End(String),
    /// To another script, from which the call does not come back.
    Leave(String),
}

/// The graph of a script with its segments in this order.
#[must_use]
pub fn graph(script: &Script, order: &[usize]) -> Graph {
    let mut graph = Graph { asked: asked(script), outside: outside(script), ..Graph::default() };
    let segments: Vec<(usize, &Segment)> =
        order.iter().filter_map(|&at| Some((at, script.segments.get(at)?))).collect();
    let mut place = BTreeMap::new();
    let mut next = 0;
    for &(number, segment) in &segments {
        place.insert(number, next);
        next += 1 + segment.ask_in_order.len();
    }
    let maker = Maker { script, place, asked: graph.asked.clone() };
    for (number, segment) in segments {
        let first = graph.nodes.len();
        let after = To::Node(first + 1 + segment.ask_in_order.len());
        graph.nodes.extend(maker.nodes(number, segment, |at| To::Node(first + at), &after));
    }
    for (number, anytime) in script.anytime.iter().enumerate() {
        let first = graph.asides.len();
        graph.entries.push(first);
        graph.asides.extend(maker.nodes(number, &anytime.segment, |at| To::Aside(first + at), &To::Back));
    }
    graph
}

/// Every condition that a segment depends on, in the order in which they matter.
pub(super) fn conditions(segment: &Segment) -> impl Iterator<Item = &Condition> {
    let own = segment.must_say.iter().chain(segment.all_answers().filter_map(|answer| answer.must_say.as_ref()));
    let exact = own.filter_map(|must| must.only_if.as_ref());
    segment.only_if.iter().chain(exact).map(|when| &when.condition)
}

fn asked(script: &Script) -> BTreeSet<String> {
    script.all_segments().flat_map(conditions).flat_map(Condition::names).map(str::to_string).collect()
}

/// Blanks from the record or the agent, and names that nothing in the call finds out.
fn outside(script: &Script) -> BTreeSet<String> {
    let found: BTreeSet<&str> = script.all_segments().flat_map(found_out).collect();
    let from_us = |name: &str| {
        let from = script.blank(name).and_then(|blank| blank.from);
        matches!(from, Some(From::Record | From::Agent))
    };
    asked(script).into_iter().filter(|name| from_us(name) || !found.contains(name.as_str())).collect()
}

/// The names that have a value once a segment was heard.
fn found_out(segment: &Segment) -> impl Iterator<Item = &str> {
    let questions = segment.ask_in_order.iter().filter_map(|question| question.fills.as_ref());
    let picks = segment.choice.iter().flat_map(|choice| &choice.options).flat_map(|option| &option.sets);
    let sets = segment.all_answers().flat_map(|answer| &answer.sets).chain(picks).map(|(name, _)| name);
    segment
        .written_id
        .iter()
        .chain(&segment.fills)
        .chain(&segment.form)
        .chain(questions)
        .chain(sets)
        .map(|name| name.value.trim())
}

struct Maker<'s> {
    script: &'s Script,
    place: BTreeMap<usize, usize>,
    asked: BTreeSet<String>,
}

/// Where the ways of a node lead when nothing is written.
#[derive(Clone, Copy)]
struct Onward<'t> {
    next: &'t To,
    then: Option<&'t Then>,
    after: &'t To,
}

impl Maker<'_> {
    /// The segment itself and the questions of its fixed list.
    fn nodes(&self, number: usize, segment: &Segment, to: impl Fn(usize) -> To, after: &To) -> Vec<Node> {
        let count = segment.ask_in_order.len();
        let mut nodes = Vec::with_capacity(count + 1);
        for at in 0..=count {
            let next = if at == count { after.clone() } else { to(at + 1) };
            let then = if at == count { segment.then.as_ref() } else { None };
            let onward = Onward { next: &next, then, after };
            nodes.push(match at.checked_sub(1).and_then(|at| Some((at, segment.ask_in_order.get(at)?))) {
                None => self.body(number, segment, &onward),
                Some((at, question)) => self.question(number, at, question, &onward),
            });
        }
        nodes
    }

    fn body(&self, number: usize, segment: &Segment, onward: &Onward<'_>) -> Node {
        let own = segment.written_id.as_ref();
        let mut branches = self.answers(&segment.answers, own.into_iter().chain(&segment.fills), onward);
        let answered = branches.len();
        if let Some(choice) = &segment.choice {
            let picks = choice.options.iter().enumerate();
            branches.extend(picks.map(|(number, option)| self.pick(number, segment, option, onward)));
        }
        let open = branches.is_empty();
        let handled = segment.answers.iter().any(Answer::is_unclear);
        let names = own.into_iter().chain(&segment.fills);
        let unclear = (!open && (answered == 0 || !handled)).then(|| self.unclear(names, onward));
        let id = own.filter(|_| segment.ask.is_some() || segment.teach_back.is_some());
        let on = self.onward(id.into_iter().chain(&segment.fills).chain(&segment.form), onward);
        if open {
            branches.push(on.clone());
        } else {
            share_out(&mut branches);
        }
        Node {
            segment: number,
            question: None,
            skip: onward.after.clone(),
            unclear,
            only_if: segment.only_if.as_ref().map(|when| when.condition.clone()),
            exact: conditions(segment).skip(usize::from(segment.only_if.is_some())).cloned().collect(),
            seconds: seconds(self.script, segment),
            again: asked_again(&branches),
            onward: on,
            branches,
        }
    }

    /// Its time is part of the segment's own.
    fn question(&self, number: usize, at: usize, question: &FixedQuestion, onward: &Onward<'_>) -> Node {
        let mut branches = self.answers(&question.answers, &question.fills, onward);
        let handled = branches.is_empty() || question.answers.iter().any(Answer::is_unclear);
        let unclear = (!handled).then(|| self.unclear(&question.fills, onward));
        let on = self.onward(&question.fills, onward);
        if branches.is_empty() {
            branches.push(on.clone());
        } else {
            share_out(&mut branches);
        }
        Node {
            segment: number,
            question: Some(at),
            skip: onward.next.clone(),
            unclear,
            only_if: None,
            exact: Vec::new(),
            seconds: 0.0,
            again: asked_again(&branches),
            onward: on,
            branches,
        }
    }

    /// The call goes on after no clear answer: what was asked stays empty.
    fn unclear<'t>(&self, names: impl IntoIterator<Item = &'t Text>, onward: &Onward<'_>) -> Branch {
        let mut branch = self.onward(names, onward);
        branch.sets.iter_mut().for_each(|(_, value)| value.clear());
        Branch { share: 0.0, ..branch }
    }

    /// The call just goes on.
    fn onward<'t>(&self, known: impl IntoIterator<Item = &'t Text>, onward: &Onward<'_>) -> Branch {
        let value = |name: &str| {
            let example = self.script.blank(name).and_then(|blank| blank.example.as_ref());
            example.map_or_else(|| "…".to_string(), |text| text.value.clone())
        };
        let known = known.into_iter().map(|name| name.value.trim());
        let sets =
            known.filter(|name| self.asked.contains(*name)).map(|name| (name.to_string(), value(name))).collect();
        Branch {
            hear: String::new(),
            share: 1.0,
            again: None,
            to: self.to(onward, onward.then),
            through: through(onward.then),
            valence: None,
            seconds: 0.0,
            sets,
            number: 0,
        }
    }

    fn answers<'t>(
        &self,
        answers: &[Answer],
        names: impl IntoIterator<Item = &'t Text>,
        onward: &Onward<'_>,
    ) -> Vec<Branch> {
        let names: Vec<&str> = names.into_iter().map(|name| name.value.trim()).collect();
        let answer = |(number, answer): (usize, &Answer)| {
            let then = answer.then.as_ref().or(onward.then);
            Branch {
                hear: answer.hear.first().map(|text| text.value.clone()).unwrap_or_default(),
                share: answer.often.unwrap_or(f64::NAN),
                again: again(answer.then.as_ref()),
                to: self.to(onward, then),
                through: through(then),
                valence: answer.feels.as_ref().map(|said| f64::from(said.value.valence())),
                seconds: answer_seconds(self.script, answer),
                sets: self.sets(&names, answer.hear.iter().map(|text| text.value.as_str()), &answer.sets),
                number,
            }
        };
        answers.iter().enumerate().map(answer).collect()
    }

    fn pick(&self, number: usize, segment: &Segment, option: &Pick, onward: &Onward<'_>) -> Branch {
        let then = option.then.as_ref().or(onward.then);
        let name = option.pick.as_ref().map(|text| text.value.as_str()).unwrap_or_default();
        let names: Vec<&str> = segment.written_id.iter().chain(&segment.fills).map(|name| name.value.trim()).collect();
        Branch {
            hear: name.to_string(),
            share: option.often.unwrap_or(f64::NAN),
            again: again(option.then.as_ref()),
            to: self.to(onward, then),
            through: through(then),
            valence: option.feels.as_ref().map(|said| f64::from(said.value.valence())),
            seconds: pick_seconds(self.script, option),
            sets: self.sets(&names, [name], &option.sets),
            number,
        }
    }

    /// What is known after an answer, as far as any condition asks: the answer itself under the segment's
    /// id and under the blank that it fills, and what it sets.
    fn sets<'h>(
        &self,
        names: &[&str],
        hear: impl IntoIterator<Item = &'h str>,
        sets: &[(Text, Text)],
    ) -> Vec<(String, String)> {
        let heard: Vec<&str> = hear.into_iter().collect();
        let names = names.iter().filter(|name| self.asked.contains(**name));
        let answered = names.map(|name| ((*name).to_string(), self.wanted(name, &heard)));
        let set = sets.iter().filter(|(name, _)| self.asked.contains(name.value.trim()));
        let set = set.map(|(name, value)| (name.value.trim().to_string(), value.value.clone()));
        answered.chain(set).collect()
    }

    /// Of several ways to say it the one that a condition asks for, or the first.
    fn wanted(&self, name: &str, heard: &[&str]) -> String {
        let mut values = Vec::new();
        self.script.all_segments().flat_map(conditions).for_each(|when| collect(when, name, &mut values));
        let found = heard.iter().find(|word| values.iter().any(|value| crate::script::same(value, word)));
        found.or(heard.first()).map(|word| (*word).to_string()).unwrap_or_default()
    }

    fn to(&self, onward: &Onward<'_>, then: Option<&Then>) -> To {
        match then {
            None | Some(Then::ComeBack(_) | Then::Use { and_come_back: true, .. }) => onward.next.clone(),
            Some(Then::GoTo(target)) => {
                let place = self.script.find(target.value.trim()).and_then(|(segment, _)| self.place.get(&segment));
                place.map_or_else(|| onward.next.clone(), |&place| To::Node(place))
            }
            Some(Then::AskAgain { otherwise, .. }) => self.to(onward, otherwise.as_deref()),
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

/// The script that the call goes through before it goes on.
fn through(then: Option<&Then>) -> Option<String> {
    match then {
        Some(Then::AskAgain { otherwise, .. }) => through(otherwise.as_deref()),
        Some(Then::Use { file, and_come_back: true }) => Some(file.value.trim().to_string()),
        _ => None,
    }
}

fn again(then: Option<&Then>) -> Option<u32> {
    if let Some(Then::AskAgain { at_most, .. }) = then { Some(*at_most) } else { None }
}

fn asked_again(branches: &[Branch]) -> Option<Again> {
    let again = branches.iter().filter(|branch| branch.again.is_some());
    let share = again.clone().map(|branch| branch.share).sum();
    again.filter_map(|branch| branch.again).max().map(|at_most| Again { share, at_most })
}
