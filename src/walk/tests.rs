//! The small tests that a script carries: who answers what, what must be heard, how it ends.

use std::collections::BTreeMap;

use super::call::{Call, End, Line, Reply, Turn, Wants};
use super::listen::{plain, understand};
use crate::diagnostic::Diagnostic;
use crate::script::{Script, Test, duration};
use crate::source::Place;
use crate::text::Text;

/// What became of a test.
#[derive(Debug, Clone)]
pub struct Ran {
    /// Its name.
    pub name: String,
    /// Whether everything it asks for held.
    pub verdict: Verdict,
    /// The segments that were heard, as numbers in the script.
    pub segments: Vec<usize>,
    /// How the call ended.
    pub end: Option<End>,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// What is wrong.
    pub found: Vec<Diagnostic>,
}

/// Whether a test held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It did.
    Passed,
    /// It did not.
    Failed,
}

/// Runs every test of a script. Where a test names no answer, the customer gives the usual one: the one with
/// the highest `often`, of equal ones the first.
pub(super) fn run(script: &Script, order: &[usize]) -> Vec<Ran> {
    script.tests.iter().map(|test| Runner::new(script, order, test).run()).collect()
}

struct Runner<'s> {
    script: &'s Script,
    test: &'s Test,
    call: Call<'s>,
    used: Vec<bool>,
    words: Vec<(Vec<String>, Place)>,
    found: Vec<Diagnostic>,
}

impl<'s> Runner<'s> {
    fn new(script: &'s Script, order: &[usize], test: &'s Test) -> Self {
        let call = Call::new(script, order, &BTreeMap::new());
        let used = vec![false; test.answers.len()];
        Self { script, test, call, used, words: Vec::new(), found: Vec::new() }
    }

    fn run(mut self) -> Ran {
        while let Some(turn) = self.call.turn().cloned() {
            self.hear(&turn.lines);
            let reply = self.reply(&turn);
            let back = self.call.reply(&reply);
            self.hear(&back);
        }
        self.unused();
        self.must_hear();
        self.must_not_hear();
        self.ends();
        let segments = self.call.heard().iter().filter(|heard| !heard.turn.aside && heard.turn.question.is_none());
        Ran {
            name: self.test.name.value.trim().to_string(),
            verdict: if self.found.is_empty() { Verdict::Passed } else { Verdict::Failed },
            segments: segments.map(|heard| heard.turn.segment).collect(),
            end: self.call.end().cloned(),
            seconds: self.call.seconds(),
            found: self.found,
        }
    }

    fn hear(&mut self, lines: &[Line]) {
        self.words.extend(lines.iter().map(|line| (line.versions.clone(), line.place)));
    }

    fn reply(&mut self, turn: &Turn) -> Reply {
        match &turn.wants {
            Wants::Nothing => Reply::Nothing,
            Wants::Words(blanks) => self
                .given(turn)
                .map_or_else(|| Reply::Words(self.example(blanks)), |at| Reply::Words(self.answer(at).value.clone())),
            Wants::OneOf(answers) => self.choose(turn, answers),
        }
    }

    fn choose(&mut self, turn: &Turn, answers: &[Vec<String>]) -> Reply {
        let usual = usual(&self.call.shares());
        let Some(at) = self.given(turn) else { return Reply::Take(usual) };
        let given = self.answer(at).clone();
        match understand(&given.value, answers) {
            Some(number) => Reply::Take(number),
            // Of a fixed list the answer may belong to another question.
            None if turn.question.is_some() => {
                if let Some(used) = self.used.get_mut(at) {
                    *used = false;
                }
                Reply::Take(usual)
            }
            None => {
                let known: Vec<&str> = answers.iter().filter_map(|answer| answer.first()).map(String::as_str).collect();
                let message = format!(
                    "the test \"{}\" answers “{}”, which is none of the answers there",
                    self.name(),
                    given.value
                );
                let help = format!("write one of them: {}", crate::text::listed(known));
                self.found.push(Diagnostic::error("walk/unknown-answer", given.place, message).help(help));
                Reply::Take(usual)
            }
        }
    }

    /// The answer that the test gives at a turn. A question that is asked again gets the usual answer then.
    fn given(&mut self, turn: &Turn) -> Option<usize> {
        let id = self.call.segment(turn)?.id.clone();
        let fits = |(at, (name, _)): (usize, &(Text, Text))| (name.value.trim() == id && !self.used[at]).then_some(at);
        let at = self.test.answers.iter().enumerate().find_map(fits)?;
        self.used[at] = true;
        Some(at)
    }

    fn answer(&self, at: usize) -> &'s Text {
        &self.test.answers[at].1
    }

    fn example(&self, blanks: &[String]) -> String {
        let blank = blanks.first().and_then(|name| self.script.blank(name));
        blank.and_then(|blank| blank.example.as_ref()).map_or_else(|| "…".to_string(), |text| text.value.clone())
    }

    fn name(&self) -> &'s str {
        self.test.name.value.trim()
    }

    fn unused(&mut self) {
        for ((id, given), used) in self.test.answers.iter().zip(&self.used) {
            if !used {
                let message = format!(
                    "the test \"{}\" answers “{}” at `{}`, but the call never gets to where that could be said",
                    self.name(),
                    given.value.trim(),
                    id.value.trim()
                );
                let help = format!("the call {}; take the answer out, or mend the way there", self.ended());
                self.found.push(Diagnostic::error("walk/answer-not-asked", id.place, message).help(help));
            }
        }
    }

    fn must_hear(&mut self) {
        let most = self.words.iter().map(|(versions, _)| versions.len()).max().unwrap_or(0);
        let told: Vec<String> = (0..most.max(1)).map(|at| self.told(at)).collect();
        for wanted in &self.test.must_hear {
            let words = plain(&wanted.value);
            if told.iter().all(|told| contains(told, &words)) {
                continue;
            }
            let message =
                format!("the test \"{}\" must hear “{}”, but it is not said", self.name(), wanted.value.trim());
            let help = format!("the call {}", self.ended());
            self.found.push(Diagnostic::error("walk/not-heard", wanted.place, message).help(help));
        }
    }

    /// Everything that is said with the versions of this number (the last one where there are fewer).
    fn told(&self, at: usize) -> String {
        let version = |(versions, _): &(Vec<String>, Place)| versions.get(at).or(versions.last()).cloned();
        let all: Vec<String> = self.words.iter().filter_map(version).collect();
        plain(&all.join(" "))
    }

    fn must_not_hear(&mut self) {
        for unwanted in &self.test.must_not_hear {
            let words = plain(&unwanted.value);
            let said =
                |(versions, _): &&(Vec<String>, Place)| versions.iter().any(|line| contains(&plain(line), &words));
            if let Some((_, place)) = self.words.iter().find(said) {
                let message =
                    format!("the test \"{}\" must not hear “{}”, but it is said", self.name(), unwanted.value.trim());
                let found = Diagnostic::error("walk/heard", unwanted.place, message);
                self.found.push(found.help(format!("the call {}", self.ended())).related(*place, "it is said here"));
            }
        }
    }

    fn ends(&mut self) {
        if let Some(wanted) = &self.test.ends_as
            && self.call.end() != Some(&End::As(wanted.value.trim().to_string()))
        {
            let message = format!(
                "the test \"{}\" must end as {}, but the call {}",
                self.name(),
                wanted.value.trim(),
                self.ended()
            );
            self.found.push(Diagnostic::error("walk/ends-otherwise", wanted.place, message));
        }
        if self.call.end() == Some(&End::Endless) {
            let message = format!("the test \"{}\" never comes to an end: the call goes round and round", self.name());
            self.found.push(Diagnostic::error("walk/endless", self.test.name.place, message));
        }
        let limit = self.test.under.filter(|limit| self.call.seconds() > limit + 1e-9);
        if let Some(limit) = limit {
            let message = format!(
                "the test \"{}\" must take under {}, but the call takes {}",
                self.name(),
                duration::spoken(limit),
                duration::spoken(self.call.seconds())
            );
            self.found.push(Diagnostic::error("walk/too-long", self.test.name.place, message));
        }
    }

    /// How the call ended, to follow "the call".
    fn ended(&self) -> String {
        let last = self.call.heard().last().and_then(|heard| self.call.segment(&heard.turn));
        let at = last.map_or(String::new(), |segment| format!(" after \"{}\"", segment.name()));
        match self.call.end() {
            Some(End::As(outcome)) => format!("ends as {outcome}{at}"),
            Some(End::Left(file)) => format!("goes over to {file}{at}"),
            Some(End::Endless) => "never ends".to_string(),
            Some(End::Through) | None => "goes through to its end".to_string(),
        }
    }
}

/// Whole words; Chinese has no spaces, so there any stretch counts.
fn contains(told: &str, words: &str) -> bool {
    let han = words.chars().any(|c| u32::from(c) >= 0x2e80);
    if han { told.contains(words) } else { format!(" {told} ").contains(&format!(" {words} ")) }
}

/// The number of the usual answer.
pub(super) fn usual(shares: &[f64]) -> usize {
    let mut best = 0;
    for (at, share) in shares.iter().enumerate() {
        if *share > shares.get(best).copied().unwrap_or(0.0) + 1e-12 {
            best = at;
        }
    }
    best
}
