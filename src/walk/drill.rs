//! What an agent is asked to know by heart: the next words of each segment, and the exact words; least known first.

use std::collections::{BTreeMap, BTreeSet};

use super::call::{Call, Line, Register, Turn};
use super::customer::Customer;
use super::likeness::{Match, exact, like};
use super::scores::Known;
use crate::script::{From, Script};

/// One thing to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What its score is kept under: the segment's short name, with what is asked of it.
    pub key: String,
    /// The segment's name on the page.
    pub title: String,
    /// Whether the words must be said exactly.
    pub exact: bool,
    /// Why they must be.
    pub why: Option<String>,
    /// What the agent sees beside the words: notes.
    pub notes: Vec<String>,
    /// What the agent has on the screen and says here: blanks with their values.
    pub screen: Vec<(String, String)>,
    /// What was heard just before.
    pub before: Before,
    /// The words, each with its versions.
    pub words: Vec<Vec<String>>,
}

/// What comes just before some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// Nothing: the call begins.
    Beginning,
    /// The customer said this.
    Customer(String),
    /// The segment of this name went before.
    Segment(String),
    /// This happens, at whatever moment.
    Moment(String),
}

/// So many calls are played to come by what the usual one passes over.
const CALLS: u64 = 200;

/// Everything there is to know: what the first call comes by, in its order, then what other calls come by. With a
/// seed the first call is answered by chance.
#[must_use]
pub fn drill_items(script: &Script, order: &[usize], seed: Option<u64>) -> Vec<Item> {
    let mut found = Found { script, items: Vec::new(), seen: BTreeSet::new() };
    found.play(order, seed.map_or_else(Customer::usual, Customer::by_chance));
    for call in 0..CALLS {
        found.play(order, Customer::by_chance(seed.unwrap_or_default().wrapping_add(call + 1)));
    }
    for (number, anytime) in script.anytime.iter().enumerate() {
        let mut call = Call::new(script, order, &BTreeMap::new());
        call.interrupt(number);
        if let Some(turn) = call.turn().filter(|turn| turn.aside).cloned() {
            found.turn(&call, &turn, &Before::Moment(anytime.when.value.trim().to_string()));
        }
    }
    found.items
}

/// The items to ask now, so many at most: the least known first, of equal ones those tried less often, then in the
/// order of the call.
#[must_use]
pub fn drill_next<'i>(items: &'i [Item], known: &BTreeMap<String, Known>, most: usize) -> Vec<&'i Item> {
    let score = |item: &&Item| known.get(&item.key).copied().unwrap_or_default();
    let mut sorted: Vec<&Item> = items.iter().collect();
    sorted.sort_by(|a, b| {
        let (a, b) = (score(a), score(b));
        a.last.total_cmp(&b.last).then(a.best.total_cmp(&b.best)).then(a.tries.cmp(&b.tries))
    });
    sorted.truncate(most);
    sorted
}

impl Item {
    /// How well somebody knew it who typed this.
    #[must_use]
    pub fn held_against(&self, typed: &str) -> Match {
        let words = self.nearest(typed).join(" ");
        if self.exact { exact(typed, &words) } else { like(typed, &words) }
    }

    /// The words to say; of several versions the one that is nearest to what was typed.
    #[must_use]
    pub fn nearest(&self, typed: &str) -> Vec<&str> {
        let near = |versions: &'_ Vec<String>| {
            let mut best: Option<(usize, f64)> = None;
            for (at, version) in versions.iter().enumerate() {
                let score = like(typed, version).score;
                if best.is_none_or(|(_, most)| score > most) {
                    best = Some((at, score));
                }
            }
            best.map(|(at, _)| at)
        };
        self.words.iter().filter_map(|versions| versions.get(near(versions)?).map(String::as_str)).collect()
    }
}

struct Found<'s> {
    script: &'s Script,
    items: Vec<Item>,
    seen: BTreeSet<String>,
}

impl Found<'_> {
    fn play(&mut self, order: &[usize], mut customer: Customer) {
        let mut call = Call::new(self.script, order, &BTreeMap::new());
        let mut before = Before::Beginning;
        while let Some(turn) = call.turn().cloned() {
            if !turn.again {
                self.turn(&call, &turn, &before);
            }
            let reply = customer.answer(self.script, &call);
            let back = call.reply(&reply);
            let last = call.heard().last();
            let name = call.segment(&turn).map_or(String::new(), |segment| segment.name().trim().to_string());
            let answer = last.and_then(|heard| heard.answer.clone());
            match answer {
                Some(words) => before = Before::Customer(words),
                None if !turn.lines.is_empty() => before = Before::Segment(name),
                None => {}
            }
            let taken = last.and_then(|heard| heard.taken).map_or(0, |at| at + 1);
            self.lines(&call, &turn, &back, &format!("/answer {taken}"), &before);
        }
    }

    fn turn(&mut self, call: &Call<'_>, turn: &Turn, before: &Before) {
        let question = turn.question.map_or(String::new(), |at| format!("/question {}", at + 1));
        self.lines(call, turn, &turn.lines, &question, before);
    }

    /// One item for the words of one's own, and one for exact words.
    fn lines(&mut self, call: &Call<'_>, turn: &Turn, lines: &[Line], part: &str, before: &Before) {
        let (must, own): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.register == Register::MustSay);
        self.item(call, turn, &own, (part, false), before);
        self.item(call, turn, &must, (part, true), before);
    }

    fn item(&mut self, call: &Call<'_>, turn: &Turn, lines: &[&Line], what: (&str, bool), before: &Before) {
        let (Some(segment), (part, exact)) = (call.segment(turn), what) else { return };
        let aside = if turn.aside { "anytime " } else { "" };
        let question = turn.question.filter(|_| part.starts_with("/answer"));
        let question = question.map_or(String::new(), |at| format!("/question {}", at + 1));
        let ending = if exact { "/exact words" } else { "" };
        let key = format!("{aside}{}{question}{part}{ending}", segment.id);
        if lines.is_empty() || !self.seen.insert(key.clone()) {
            return;
        }
        let why = segment.must_say.as_ref().and_then(|must| must.why.as_ref()).filter(|_| exact && part.is_empty());
        let words: Vec<Vec<String>> = lines.iter().map(|line| line.versions.clone()).collect();
        self.items.push(Item {
            key,
            title: segment.name().trim().to_string(),
            exact,
            why: why.map(|why| why.value.trim().to_string()),
            notes: segment.note.iter().chain(&segment.coach).map(|note| note.value.trim().to_string()).collect(),
            screen: on_screen(self.script, &words),
            before: before.clone(),
            words,
        });
    }
}

/// The blanks whose example is among these words.
fn on_screen(script: &Script, words: &[Vec<String>]) -> Vec<(String, String)> {
    let said = |value: &str| words.iter().flatten().any(|line| line.contains(value));
    let blanks = script.blanks.iter().filter_map(|blank| {
        let value = blank.example.as_ref()?.value.trim();
        // A single character may stand in any word; of the record and the agent it is shown all the same.
        let known = matches!(blank.from, Some(From::Record | From::Agent)) || value.chars().count() > 1;
        (!value.is_empty() && known && said(value))
            .then(|| (blank.name.value.trim().replace('_', " "), value.to_string()))
    });
    blanks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{NoFiles, read};

    const SCRIPT: &str = "\
script: x
blanks:
  name: {from: record, example: Ana}
segments:
  - id: hello
    say: Hello, is this {{ name }}?
    answers:
      - hear: 'Yes'
        often: 90%
      - hear: 'No'
        must_say: {text: I will not say why I call., why: law}
        then: go to bye
  - id: record
    must_say: {text: This call is recorded., why: The law asks for it}
  - id: ask
    ask_in_order:
      - ask: One?
      - ask: Two?
  - id: bye
    say_any:
      - Good evening to you.
      - So long.
anytime:
  - when: voicemail
    say: Please call us.
";

    fn found() -> Vec<Item> {
        let script = read("x.yaml", SCRIPT.as_bytes(), &NoFiles).script.unwrap_or_default();
        drill_items(&script, &[0, 1, 2, 3], None)
    }

    #[test]
    fn everything_is_found_once_in_the_order_of_the_call() {
        let found = found();
        let keys: Vec<&str> = found.iter().map(|item| item.key.as_str()).collect();
        let expected = ["hello", "record/exact words", "ask/question 1", "ask/question 2", "bye"];
        assert_eq!(keys.get(..5), Some(&expected[..]));
        assert_eq!(keys.get(5), Some(&"hello/answer 2/exact words"));
        assert!(keys.get(6).is_some_and(|key| key.starts_with("anytime ")), "{keys:?}");
        assert_eq!(found[0].screen, [("name".to_string(), "Ana".to_string())]);
        assert_eq!((&found[0].before, &found[1].before), (&Before::Beginning, &Before::Customer("Yes".into())));
        assert_eq!(found[2].before, Before::Segment("record".into()));
        assert_eq!(found[1].why.as_deref(), Some("The law asks for it"));
        assert_eq!(found[6].before, Before::Moment("voicemail".into()));
    }

    #[test]
    fn any_version_is_right() {
        let found = found();
        let bye = found.iter().find(|item| item.key == "bye").unwrap();
        assert!((bye.held_against("so long").score - 1.0).abs() < 1e-9);
        assert!((bye.held_against("to you good evening!").score - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_least_known_comes_first() {
        let found = found();
        let of = |tries, last, best| Known { tries, last, best };
        let known: BTreeMap<String, Known> = [
            ("hello".to_string(), of(3, 0.9, 1.0)),
            ("record/exact words".to_string(), of(1, 0.0, 0.0)),
            ("bye".to_string(), of(1, 0.4, 0.4)),
        ]
        .into();
        let keys = |most| drill_next(&found, &known, most).into_iter().map(|item| item.key.clone()).collect::<Vec<_>>();
        let all = keys(99);
        assert_eq!(all.first().map(String::as_str), Some("ask/question 1"));
        assert_eq!(all.get(all.len() - 3..).map(|last| last.join(", ")).unwrap(), "record/exact words, bye, hello");
        assert_eq!(keys(2), ["ask/question 1", "ask/question 2"]);
    }
}
