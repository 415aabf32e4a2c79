//! The scorecard of a script: yes/no items that two strangers score alike, each with the words to listen
//! for, when it does not apply, and what makes it a yes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::labels::Labels;
use super::view::heading;
use crate::script::{Choice, Decides, Kind, Language, MustSay, Script, Segment, Words, spoken};
use crate::sequence::problem::Constraint;
use crate::sequence::{Demand, FixedPlaceName, Why, demands};

/// One item of the scorecard.
#[derive(Debug, Clone, Serialize)]
pub struct ItemView {
    /// Its number, from 1.
    pub number: usize,
    /// The part of the scorecard it belongs to.
    pub part: &'static str,
    /// Whether the part begins here.
    pub part_begins: bool,
    /// The heading of the segment it is about.
    pub segment: String,
    /// The question, answered with yes or no.
    pub question: String,
    /// The words to listen for; what is filled in stands in brackets.
    pub listen: Vec<String>,
    /// When it does not apply.
    pub skip: String,
    /// What makes it a yes.
    pub yes: String,
    /// Whether one no fails the call.
    pub must: bool,
}

/// The scorecard of a script with its segments in this order.
pub(super) fn scorecard(script: &Script, order: &[usize], language: &Language, labels: &Labels) -> Vec<ItemView> {
    let mut card = Card { script, language, l: labels, items: Vec::new() };
    let segments: Vec<&Segment> = order.iter().filter_map(|&at| script.segments.get(at)).collect();
    segments.iter().for_each(|segment| card.exact(segment));
    let demands = demands(script);
    card.verified(&demands);
    card.order(order, &demands);
    segments.iter().for_each(|segment| card.choice(segment));
    segments.iter().for_each(|segment| card.own(segment));
    card.finish(&segments);
    let mut before = "";
    for (at, item) in card.items.iter_mut().enumerate() {
        item.number = at + 1;
        item.part_begins = item.part != before;
        before = item.part;
    }
    card.items
}

struct Card<'c> {
    script: &'c Script,
    language: &'c Language,
    l: &'c Labels,
    items: Vec<ItemView>,
}

/// An item before it has its number.
struct Item {
    part: &'static str,
    segment: String,
    question: String,
    listen: Vec<String>,
    skip: String,
    yes: String,
    must: bool,
}

impl Card<'_> {
    fn add(&mut self, item: Item) {
        let Item { part, segment, question, listen, skip, yes, must } = item;
        self.items.push(ItemView { number: 0, part, part_begins: false, segment, question, listen, skip, yes, must });
    }

    /// Words that must be said exactly, those in return for an answer included.
    fn exact(&mut self, segment: &Segment) {
        let l = self.l;
        if let Some(must) = &segment.must_say {
            let mut skip = vec![l.n_reached.to_string()];
            skip.extend(
                segment.only_if.iter().chain(&must.only_if).map(|when| put(l.n_only, when.text.value.trim(), "")),
            );
            self.must(segment, must, l.q_must.to_string(), skip);
        }
        for answer in segment.all_answers() {
            let (Some(must), Some(heard)) = (&answer.must_say, answer.hear.first()) else { continue };
            let question = put(l.q_must_answer, "", heard.value.trim());
            let mut skip = vec![l.n_answer.to_string()];
            skip.extend(must.only_if.iter().map(|when| put(l.n_only, when.text.value.trim(), "")));
            self.must(segment, must, question, skip);
        }
    }

    fn must(&mut self, segment: &Segment, must: &MustSay, question: String, skip: Vec<String>) {
        let l = self.l;
        self.add(Item {
            part: l.part_words,
            segment: heading(segment),
            question,
            listen: self.words(Some(&must.words)),
            skip: skip.join(l.or_else),
            yes: l.y_must.to_string(),
            must: true,
        });
    }

    /// Who is speaking is known before anything personal is said.
    fn verified(&mut self, demands: &[Demand]) {
        let personal = demands.iter().filter(|demand| demand.why == Why::Private);
        let personal = personal.filter_map(|demand| match &demand.constraint {
            Constraint::AnyBefore { segment, .. } => self.script.segments.get(*segment),
            Constraint::Before { then, .. } => self.script.segments.get(*then),
            _ => None,
        });
        let mut names: Vec<String> = personal.map(|segment| quoted(self.l, &heading(segment))).collect();
        names.dedup();
        let check = self.script.segments.iter().find(|segment| segment.kind() == Some(Kind::Verify));
        let (Some(check), false) = (check, names.is_empty()) else { return };
        let l = self.l;
        let mut listen = self.words(check.ask.as_ref().or(check.say.as_ref()));
        listen.push(names.join(l.comma));
        self.add(Item {
            part: l.part_order,
            segment: heading(check),
            question: l.q_verify.to_string(),
            listen,
            skip: l.n_verify.to_string(),
            yes: l.y_verify.to_string(),
            must: true,
        });
    }

    /// The order that the author asked for, one item for each segment that has to wait.
    fn order(&mut self, order: &[usize], demands: &[Demand]) {
        let mut waits: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let kept = |demand: &&Demand| demand.why.is_written() || demand.why == Why::SafetyCheck;
        for demand in demands.iter().filter(kept) {
            match demand.constraint {
                Constraint::Before { first, then } => {
                    let list = waits.entry(then).or_default();
                    if !list.contains(&first) {
                        list.push(first);
                    }
                }
                Constraint::Directly { first, then } => self.next_to(first, then),
                Constraint::StartsWithin { segment, seconds } => self.within(segment, seconds),
                Constraint::At { segment, .. } => self.placed(segment, &demand.why),
                _ => {}
            }
        }
        for then in order {
            if let Some(first) = waits.get(then) {
                self.after(first, *then);
            }
        }
    }

    fn after(&mut self, first: &[usize], then: usize) {
        let l = self.l;
        let Some(later) = self.script.segments.get(then) else { return };
        let earlier: Vec<&Segment> = first.iter().filter_map(|&at| self.script.segments.get(at)).collect();
        let names: Vec<String> = earlier.iter().map(|segment| quoted(l, &heading(segment))).collect();
        let mut listen: Vec<String> = earlier.iter().filter_map(|segment| self.opening(segment)).collect();
        listen.extend(self.opening(later));
        self.add(Item {
            part: l.part_order,
            segment: heading(later),
            question: put(l.q_after, &names.join(l.comma), &heading(later)),
            listen,
            skip: put(l.n_pair, "", &heading(later)),
            yes: l.y_after.to_string(),
            must: false,
        });
    }

    fn next_to(&mut self, first: usize, then: usize) {
        let l = self.l;
        let (Some(first), Some(then)) = (self.script.segments.get(first), self.script.segments.get(then)) else {
            return;
        };
        self.add(Item {
            part: l.part_order,
            segment: heading(then),
            question: put(l.q_next, &quoted(l, &heading(first)), &heading(then)),
            listen: self.opening(first).into_iter().chain(self.opening(then)).collect(),
            skip: put(l.n_pair, "", &heading(then)),
            yes: l.y_next.to_string(),
            must: false,
        });
    }

    fn within(&mut self, segment: usize, seconds: f64) {
        let l = self.l;
        let Some(segment) = self.script.segments.get(segment) else { return };
        self.add(Item {
            part: l.part_order,
            segment: heading(segment),
            question: put(l.q_within, &l.lasting(seconds), &heading(segment)),
            listen: self.opening(segment).into_iter().collect(),
            skip: l.n_reached.to_string(),
            yes: l.y_within.to_string(),
            must: false,
        });
    }

    /// The first and the last segment; a place that is merely kept says nothing that can be heard.
    fn placed(&mut self, segment: usize, why: &Why) {
        let l = self.l;
        let (question, side) = match why {
            Why::Place(FixedPlaceName::First) => (l.q_first, l.before_it),
            Why::Place(FixedPlaceName::Last) => (l.q_last, l.after_it),
            _ => return,
        };
        let Some(segment) = self.script.segments.get(segment) else { return };
        self.add(Item {
            part: l.part_order,
            segment: heading(segment),
            question: put(question, "", &heading(segment)),
            listen: self.opening(segment).into_iter().collect(),
            skip: l.n_reached.to_string(),
            yes: put(l.y_place, side, ""),
            must: false,
        });
    }

    /// A decision that is the customer's.
    fn choice(&mut self, segment: &Segment) {
        let theirs = |choice: &&Choice| choice.decides == Decides::Customer && !choice.options.is_empty();
        let Some(choice) = segment.choice.as_deref().filter(theirs) else { return };
        let l = self.l;
        let picks = choice.options.iter().filter_map(|option| option.pick.as_ref());
        let listen: Vec<String> = picks.map(|pick| pick.value.trim().to_string()).collect();
        let item = |question: &str, listen: Vec<String>, yes: &str| Item {
            part: l.part_choice,
            segment: heading(segment),
            question: question.to_string(),
            listen,
            skip: l.n_asked.to_string(),
            yes: yes.to_string(),
            must: false,
        };
        self.add(item(l.q_options, listen, l.y_options));
        let unsure = self.words(choice.if_unsure.as_ref()).into_iter();
        let unsure = unsure.map(|words| format!("{}{} {words}", l.if_unsure, l.colon));
        self.add(item(l.q_decided, self.words(choice.ask.as_ref()).into_iter().chain(unsure).collect(), l.y_decided));
    }

    /// The author's own question.
    fn own(&mut self, segment: &Segment) {
        let Some(question) = &segment.qa else { return };
        let l = self.l;
        let words = segment.spoken().flat_map(|words| self.words(Some(words)));
        self.add(Item {
            part: l.part_own,
            segment: heading(segment),
            question: question.value.trim().to_string(),
            listen: words.collect(),
            skip: l.n_reached.to_string(),
            yes: l.y_own.to_string(),
            must: false,
        });
    }

    /// What the customer remembers best: the summary and the goodbye.
    fn finish(&mut self, segments: &[&Segment]) {
        let l = self.l;
        let of = |kind: Kind| segments.iter().rev().find(move |segment| segment.kind() == Some(kind)).copied();
        let (recap, goodbye) = (of(Kind::Recap), of(Kind::Closing).or(segments.last().copied()));
        let both = [(recap, l.q_recap, l.y_recap, l.n_goodbye), (goodbye, l.q_goodbye, l.y_goodbye, l.n_goodbye)];
        for (segment, question, yes, skip) in both {
            let Some(segment) = segment else { continue };
            self.add(Item {
                part: l.part_finish,
                segment: heading(segment),
                question: question.to_string(),
                listen: segment.spoken().flat_map(|words| self.words(Some(words))).collect(),
                skip: skip.to_string(),
                yes: yes.to_string(),
                must: false,
            });
        }
        self.no_pain(segments, recap.or(goodbye));
    }

    fn no_pain(&mut self, segments: &[&Segment], finish: Option<&Segment>) {
        let l = self.l;
        let hard = segments.iter().filter(|segment| segment.valence() <= -2.0 && segment.kind() == Some(Kind::News));
        let hard: Vec<String> = hard.map(|segment| heading(segment)).collect();
        let (Some(finish), false) = (finish, hard.is_empty()) else { return };
        if finish.valence() < 0.0 {
            return;
        }
        self.add(Item {
            part: l.part_finish,
            segment: heading(finish),
            question: l.q_lasting_pain.to_string(),
            listen: hard,
            skip: l.n_pain.to_string(),
            yes: l.y_lasting_pain.to_string(),
            must: false,
        });
    }

    /// The first words by which a listener knows that a segment begins.
    fn opening(&self, segment: &Segment) -> Option<String> {
        let words = segment.spoken().find_map(|words| self.words(Some(words)).into_iter().next())?;
        let first = first_sentence(&words);
        let first = first.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(format!("{}{} {first}", heading(segment), self.l.colon))
    }

    /// Words as they sound, with what is filled in between brackets.
    fn words(&self, words: Option<&Words>) -> Vec<String> {
        let text = words.and_then(|words| words.text(self.language));
        let name = |name: &str| format!("[{}]", name.replace('_', " "));
        let shown = text.map(|text| {
            let pieces = spoken::pieces(&text.value).into_iter().map(|piece| match piece {
                spoken::Piece::Words(range) => text.value.get(range).unwrap_or_default().to_string(),
                spoken::Piece::Blank { name: range, .. } => name(text.value.get(range).unwrap_or_default()),
                spoken::Piece::Tag(_) => String::new(),
            });
            pieces.collect::<String>().trim().to_string()
        });
        shown.into_iter().filter(|words| !words.is_empty()).collect()
    }
}

/// The first sentence; a full stop behind a short word, as in `St.`, does not end one.
fn first_sentence(words: &str) -> &str {
    for (at, c) in words.char_indices() {
        let behind = at + c.len_utf8();
        let (before, rest) = words.split_at(at);
        let ends = match c {
            '\n' | '。' | '？' | '！' => true,
            '?' | '!' => rest.len() == 1 || rest[1..].starts_with(char::is_whitespace),
            '.' => {
                let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
                let short = word.chars().count() <= 3 && word.starts_with(char::is_uppercase);
                !short && (rest.len() == 1 || rest[1..].starts_with(char::is_whitespace))
            }
            _ => false,
        };
        if ends {
            return words.get(..behind).unwrap_or(words);
        }
    }
    words
}

fn quoted(labels: &Labels, name: &str) -> String {
    format!("{}{name}{}", labels.open_quote, labels.close_quote)
}

/// A sentence with its two names put in.
fn put(sentence: &str, a: &str, b: &str) -> String {
    let mut out = String::with_capacity(sentence.len() + a.len() + b.len());
    let mut rest = sentence;
    while let Some(at) = rest.find(['{']) {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        out.push_str(if behind.starts_with("{a}") { a } else { b });
        rest = behind.get(3..).unwrap_or_default();
    }
    out + rest
}
