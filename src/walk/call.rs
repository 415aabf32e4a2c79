//! A call, turn by turn: what is said, what may be answered, and where it goes on.

use std::collections::BTreeMap;

use super::fill::{self, Values};
use crate::paths::{Branch, Graph, Node, To, graph};
use crate::script::{Condition, FixedQuestion, From, MustSay, Script, Segment, Words, spoken_seconds};
use crate::source::Place;

/// A call in progress.
#[derive(Debug, Clone)]
pub struct Call<'s> {
    script: &'s Script,
    graph: Graph,
    values: Values,
    at: Spot,
    interrupted: Option<usize>,
    passing: Option<(String, Spot)>,
    asked: BTreeMap<Spot, u32>,
    turn: Option<Turn>,
    heard: Vec<Heard>,
    seconds: f64,
    end: Option<End>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Main(usize),
    Aside(usize),
}

/// One turn of the agent's, and what it asks of the customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The segment, as its number in the script (of an aside: in `anytime`).
    pub segment: usize,
    /// Whether it is one of those that may happen at any moment.
    pub aside: bool,
    /// Which question of the segment's fixed list it is.
    pub question: Option<usize>,
    /// What is said.
    pub lines: Vec<Line>,
    /// What it asks of the customer.
    pub wants: Wants,
    /// How long it takes, in seconds.
    pub seconds: f64,
    /// Whether it was asked before and is asked again.
    pub again: bool,
}

/// What a turn asks of the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wants {
    /// Nothing: the call goes on.
    Nothing,
    /// Words of their own, which go into these blanks.
    Words(Vec<String>),
    /// One of these, each with the ways to say it.
    OneOf(Vec<Vec<String>>),
}

/// Some words that are said.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What they are.
    pub register: Register,
    /// The words, blanks filled; several versions where the agent has the choice.
    pub versions: Vec<String>,
    /// Where they stand in the file.
    pub place: Place,
}

/// What spoken words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Register {
    /// Suggested words.
    Say,
    /// Exact words.
    MustSay,
    /// A question.
    Ask,
}

/// What the customer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Nothing is asked of them.
    Nothing,
    /// They take this one of the answers.
    Take(usize),
    /// They say this.
    Words(String),
    /// They say nothing that could be made out.
    Unclear,
}

/// A turn that was heard, and how it was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The turn.
    pub turn: Turn,
    /// What the customer said, where they were asked.
    pub answer: Option<String>,
    /// Which of the answers that is.
    pub taken: Option<usize>,
    /// What the agent said in return.
    pub back: Vec<Line>,
    /// How long that took, in seconds.
    pub seconds: f64,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// With this outcome.
    As(String),
    /// With the last segment.
    Through,
    /// In another script.
    Left(String),
    /// Never: it came round and round.
    Endless,
}

/// So many turns, and a call does not come to an end.
const TURNS: usize = 5_000;

impl<'s> Call<'s> {
    /// A call with its segments in this order. What the record and the agent know beforehand has its example
    /// for a value, unless `values` says otherwise.
    #[must_use]
    pub fn new(script: &'s Script, order: &[usize], values: &BTreeMap<String, String>) -> Self {
        let mut call = Self {
            script,
            graph: graph(script, order),
            values: known_before(script),
            at: Spot::Main(0),
            interrupted: None,
            passing: None,
            asked: BTreeMap::new(),
            turn: None,
            heard: Vec::new(),
            seconds: 0.0,
            end: None,
        };
        call.values.extend(values.iter().map(|(name, value)| (name.clone(), value.clone())));
        call.settle();
        call
    }

    /// What is said now; `None` once the call has ended.
    #[must_use]
    pub fn turn(&self) -> Option<&Turn> {
        self.turn.as_ref()
    }

    /// How the call ended.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// What was heard up to now.
    #[must_use]
    pub fn heard(&self) -> &[Heard] {
        &self.heard
    }

    /// What is known by now: blanks and answers.
    #[must_use]
    pub fn values(&self) -> &BTreeMap<String, String> {
        &self.values
    }

    /// The script that the last turn went through, and from which the call comes back.
    #[must_use]
    pub fn passing(&self) -> Option<&str> {
        self.passing.as_ref().map(|(file, _)| file.as_str())
    }

    /// Comes back from the script that the call went through, with what became known there.
    pub fn come_back(&mut self, values: &BTreeMap<String, String>) {
        let Some((_, at)) = self.passing.take() else { return };
        self.values.extend(values.iter().map(|(name, value)| (name.clone(), value.clone())));
        if self.end.as_ref().is_none_or(|end| *end == End::Through) {
            (self.at, self.end) = (at, None);
            self.settle();
        }
    }

    /// How long the call took up to now, in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// The segment of a turn.
    #[must_use]
    pub fn segment(&self, turn: &Turn) -> Option<&'s Segment> {
        if turn.aside {
            self.script.anytime.get(turn.segment).map(|anytime| &anytime.segment)
        } else {
            self.script.segments.get(turn.segment)
        }
    }

    /// How likely each answer is, by its number, where there are answers to take.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        self.node().map(|node| node.branches.iter().map(|branch| branch.share).collect()).unwrap_or_default()
    }

    /// Answers the turn and goes on; gives what the agent says in return.
    pub fn reply(&mut self, reply: &Reply) -> Vec<Line> {
        let (Some(turn), Some(node)) = (self.turn.take(), self.node().cloned()) else { return Vec::new() };
        self.passing = None;
        let spent = turn.seconds;
        let mut heard = Heard { turn, answer: None, taken: None, back: Vec::new(), seconds: spent };
        match (&heard.turn.wants, reply) {
            (Wants::OneOf(_), Reply::Take(number)) if *number < node.branches.len() => {
                self.take(&node, *number, &mut heard);
            }
            (Wants::OneOf(_), _) => self.unclear(&node, &mut heard),
            (Wants::Words(blanks), Reply::Words(words)) => {
                let blanks = blanks.clone();
                self.note(&node, &blanks, words);
                heard.answer = Some(words.trim().to_string());
                self.follow(&node.onward);
            }
            _ => self.follow(&node.onward),
        }
        self.seconds += heard.seconds;
        let back = heard.back.clone();
        self.heard.push(heard);
        self.settle();
        back
    }

    /// Something that may happen at any moment happens now: the number of the entry in `anytime`. The call
    /// comes back to this turn where the entry does not lead elsewhere.
    pub fn interrupt(&mut self, entry: usize) {
        let (Spot::Main(at), Some(&first), None) = (self.at, self.graph.entries.get(entry), &self.end) else { return };
        self.interrupted = Some(at);
        self.at = Spot::Aside(first);
        self.settle();
    }

    fn node(&self) -> Option<&Node> {
        match self.at {
            Spot::Main(at) => self.graph.nodes.get(at),
            Spot::Aside(at) => self.graph.asides.get(at),
        }
    }

    fn take(&mut self, node: &Node, number: usize, heard: &mut Heard) {
        let Some(branch) = node.branches.get(number) else { return };
        heard.answer = Some(branch.hear.clone());
        heard.taken = Some(number);
        self.learn(node, branch);
        heard.back = self.said_back(node, number);
        heard.seconds += branch.seconds;
        let asked = self.asked.entry(self.at).or_insert(0);
        match branch.again {
            Some(most) if *asked < most => *asked += 1,
            _ => self.follow(branch),
        }
    }

    fn follow(&mut self, branch: &Branch) {
        self.go(&branch.to);
        self.passing = branch.through.clone().map(|file| (file, self.at));
    }

    /// No clear answer, where the author wrote nothing for it: the question once more, then on.
    fn unclear(&mut self, node: &Node, heard: &mut Heard) {
        let handled = node.branches.iter().position(|branch| {
            self.answers(node)
                .and_then(|answers| answers.get(branch.number))
                .is_some_and(crate::script::Answer::is_unclear)
        });
        if let Some(number) = handled.filter(|_| node.unclear.is_none()) {
            return self.take(node, number, heard);
        }
        let choice = self.owner(node).and_then(|segment| segment.choice.as_ref()).filter(|_| node.question.is_none());
        let unsure = choice.and_then(|choice| choice.if_unsure.as_ref());
        heard.back.extend(unsure.and_then(|words| self.line(Register::Say, [words])));
        let asked = self.asked.entry(self.at).or_insert(0);
        if *asked == 0 && unsure.is_none() {
            *asked = 1;
        } else {
            self.values.extend(node.unclear.iter().flat_map(|unclear| unclear.sets.iter().cloned()));
            self.follow(&node.onward);
        }
    }

    fn answers(&self, node: &Node) -> Option<&'s [crate::script::Answer]> {
        let segment = self.owner(node)?;
        Some(match node.question {
            None => &segment.answers,
            Some(at) => &segment.ask_in_order.get(at)?.answers,
        })
    }

    fn owner(&self, node: &Node) -> Option<&'s Segment> {
        match self.at {
            Spot::Main(_) => self.script.segments.get(node.segment),
            Spot::Aside(_) => self.script.anytime.get(node.segment).map(|anytime| &anytime.segment),
        }
    }

    /// What an answer makes known: itself, and what it sets.
    fn learn(&mut self, node: &Node, branch: &Branch) {
        let Some(segment) = self.owner(node) else { return };
        let fills = match node.question {
            None => segment.fills.as_ref(),
            Some(at) => segment.ask_in_order.get(at).and_then(|question| question.fills.as_ref()),
        };
        let own = segment.written_id.as_ref().filter(|_| node.question.is_none());
        for name in own.into_iter().chain(fills) {
            self.values.insert(name.value.trim().to_string(), branch.hear.clone());
        }
        // What conditions compare is told apart by the wording that they ask for.
        self.values.extend(branch.sets.iter().cloned());
        let sets = match (self.answers(node).and_then(|answers| answers.get(branch.number)), &segment.choice) {
            (Some(answer), _) => &answer.sets,
            (None, Some(choice)) => match choice.options.get(branch.number) {
                Some(option) => &option.sets,
                None => return,
            },
            (None, None) => return,
        };
        for (name, value) in sets {
            self.values.insert(name.value.trim().to_string(), value.value.trim().to_string());
        }
    }

    fn note(&mut self, node: &Node, blanks: &[String], words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let own = self.owner(node).and_then(|segment| segment.written_id.as_ref());
        let own = own.filter(|_| node.question.is_none()).map(|id| id.value.trim().to_string());
        let names: Vec<String> = blanks.first().cloned().into_iter().chain(own).collect();
        for name in names {
            self.values.insert(name, words.to_string());
        }
    }

    /// What the agent says after an answer or a pick.
    fn said_back(&self, node: &Node, number: usize) -> Vec<Line> {
        let Some(branch) = node.branches.get(number) else { return Vec::new() };
        let answered = self.answers(node).map_or(0, <[_]>::len);
        if number < answered {
            let Some(answer) = self.answers(node).and_then(|answers| answers.get(branch.number)) else {
                return Vec::new();
            };
            let exact = answer.must_say.as_ref().filter(|must| self.is_due(must)).map(|must| &must.words);
            let lines = [
                self.line(Register::Say, answer.say.as_ref()),
                self.line(Register::MustSay, exact),
                self.line(Register::Ask, answer.ask.as_ref()),
            ];
            return lines.into_iter().flatten().collect();
        }
        let choice = self.owner(node).and_then(|segment| segment.choice.as_ref());
        let option = choice.and_then(|choice| choice.options.get(branch.number));
        self.line(Register::Say, option.and_then(|option| option.say.as_ref())).into_iter().collect()
    }

    fn go(&mut self, to: &To) {
        match to {
            To::Node(at) => {
                if matches!(self.at, Spot::Aside(_)) {
                    self.interrupted = None;
                }
                self.at = Spot::Main(*at);
            }
            To::Aside(at) => self.at = Spot::Aside(*at),
            To::Back => match self.interrupted.take() {
                Some(at) => self.at = Spot::Main(at),
                None => self.end = Some(End::Through),
            },
            To::End(name) => self.end = Some(End::As(name.clone())),
            To::Leave(file) => self.end = Some(End::Left(file.clone())),
        }
    }

    /// Goes to the next turn that is not left out.
    fn settle(&mut self) {
        for _ in 0..TURNS {
            if self.end.is_some() {
                break;
            }
            let Some(node) = self.node().cloned() else {
                self.end = Some(End::Through);
                break;
            };
            if node.only_if.as_ref().and_then(|condition| self.decide(condition)) != Some(false) {
                self.turn = Some(self.say(&node));
                break;
            }
            self.go(&node.skip);
        }
        if self.end.is_some() {
            self.turn = None;
        } else if self.turn.is_none() || self.heard.len() >= TURNS {
            self.end = Some(End::Endless);
            self.turn = None;
        }
    }

    /// Whether a condition holds with what is known by now; `None` where that cannot be told.
    fn decide(&self, condition: &Condition) -> Option<bool> {
        let open = |name: &str| self.graph.outside.contains(name) && !self.values.contains_key(name);
        match condition {
            Condition::Empty(name) if open(name) => None,
            Condition::Expression { source, names } => fill::holds(source, names, &self.values),
            Condition::All(parts) => self.fold(parts, false),
            Condition::Any(parts) => self.fold(parts, true),
            Condition::Not(inner) => self.decide(inner).map(|holds| !holds),
            plain => plain.holds(&|name: &str| self.values.get(name).map(String::as_str)),
        }
    }

    fn fold(&self, parts: &[Condition], decides: bool) -> Option<bool> {
        let answers: Vec<Option<bool>> = parts.iter().map(|part| self.decide(part)).collect();
        if answers.contains(&Some(decides)) {
            return Some(decides);
        }
        (!answers.contains(&None)).then_some(!decides)
    }

    fn is_due(&self, must: &MustSay) -> bool {
        must.only_if.as_ref().and_then(|when| self.decide(&when.condition)) != Some(false)
    }

    fn say(&self, node: &Node) -> Turn {
        let again = self.asked.get(&self.at).is_some_and(|asked| *asked > 0);
        let mut turn = Turn {
            segment: node.segment,
            aside: matches!(self.at, Spot::Aside(_)),
            question: node.question,
            lines: Vec::new(),
            wants: Wants::Nothing,
            seconds: node.seconds,
            again,
        };
        let Some(segment) = self.owner(node) else { return turn };
        match node.question.and_then(|at| segment.ask_in_order.get(at)) {
            Some(question) => self.say_question(question, &mut turn),
            None => self.say_segment(segment, &mut turn),
        }
        if again {
            turn.lines.retain(|line| line.register == Register::Ask);
            let asked = segment.ask.iter().chain(segment.choice.iter().filter_map(|choice| choice.ask.as_ref()));
            turn.seconds = spoken_seconds(self.script, asked);
        }
        turn
    }

    fn say_segment(&self, segment: &'s Segment, turn: &mut Turn) {
        let exact = segment.must_say.as_ref().filter(|must| self.is_due(must)).map(|must| &must.words);
        let choice = segment.choice.as_ref();
        let tells = choice.into_iter().flat_map(|choice| choice.options.iter().filter_map(|pick| pick.tell.as_ref()));
        turn.lines.extend(self.line(Register::Say, segment.say.as_ref()));
        turn.lines.extend(self.line(Register::Say, &segment.say_any));
        turn.lines.extend(self.line(Register::MustSay, exact));
        turn.lines.extend(self.line(Register::Say, segment.compared_with.as_ref()));
        turn.lines.extend(self.line(Register::Ask, segment.ask.as_ref()));
        turn.lines.extend(tells.filter_map(|words| self.line(Register::Say, [words])));
        turn.lines.extend(choice.and_then(|choice| self.line(Register::Ask, choice.ask.as_ref())));
        turn.lines.extend(self.line(Register::Ask, segment.teach_back.as_ref()));
        let hears = segment.answers.iter().map(|answer| values(&answer.hear));
        let picks = choice.into_iter().flat_map(|choice| choice.options.iter().map(|option| values(&option.pick)));
        let options: Vec<Vec<String>> = hears.chain(picks).collect();
        turn.wants = if !options.is_empty() {
            Wants::OneOf(options)
        } else if segment.ask.is_some() || segment.teach_back.is_some() || !segment.form.is_empty() {
            Wants::Words(values(segment.fills.iter().chain(&segment.form)))
        } else {
            Wants::Nothing
        };
    }

    fn say_question(&self, question: &'s FixedQuestion, turn: &mut Turn) {
        turn.lines.extend(self.line(Register::Ask, question.ask.as_ref()));
        turn.wants = if question.answers.is_empty() {
            Wants::Words(values(&question.fills))
        } else {
            Wants::OneOf(question.answers.iter().map(|answer| values(&answer.hear)).collect())
        };
    }

    fn line<'w>(&self, register: Register, words: impl IntoIterator<Item = &'w Words>) -> Option<Line> {
        let mut place = None;
        let mut versions = Vec::new();
        for text in words.into_iter().filter_map(|words| words.text(&self.script.language)) {
            place = place.or(Some(text.place));
            versions.push(fill::filled(self.script, &self.values, text));
        }
        versions.retain(|words| !words.is_empty());
        place.filter(|_| !versions.is_empty()).map(|place| Line { register, versions, place })
    }
}

fn values<'t>(texts: impl IntoIterator<Item = &'t crate::text::Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value.trim().to_string()).collect()
}

/// What the record and the agent know before the call begins: the examples.
fn known_before(script: &Script) -> Values {
    let before = script.blanks.iter().filter(|blank| matches!(blank.from, Some(From::Record | From::Agent)));
    let known = |blank: &crate::script::Blank| {
        Some((blank.name.value.trim().to_string(), blank.example.as_ref()?.value.trim().to_string()))
    };
    before.filter_map(known).collect()
}
