//! `pattern`: patterns in the words; and what stands beside both words and patterns in a rule.

use std::ops::Range;

use super::Check;
use crate::rule::draft::Draft;
use crate::rule::lexicon::{CueId, PatternId};
use crate::rule::line::is_whole;
use crate::rule::lists::is_yes;
use crate::rule::look::{At, Hit, Look};
use crate::rule::seen::Seen;
use crate::rule::selector::{Match, Selector};
use crate::rule::sentence;
use crate::rule::within::precedes;
use crate::text::Text;
use crate::yaml::{Node, Value};

#[derive(Debug)]
struct Patterns {
    patterns: Vec<PatternId>,
    instead: Vec<String>,
    guards: Guards,
}

pub(super) fn read(node: &Node, rule: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let guards = Guards::read(rule, draft);
    let patterns: Vec<PatternId> = texts(node).filter_map(|text| draft.pattern(text, guards.case)).collect();
    let instead =
        rule.get("instead").map_or_else(Vec::new, |node| texts(node).map(|text| text.value.clone()).collect());
    (!patterns.is_empty()).then(|| Box::new(Patterns { patterns, instead, guards }) as Box<dyn Check>)
}

fn texts(node: &Node) -> impl Iterator<Item = &Text> {
    let items = if let Value::List(items) = &node.value { items.as_slice() } else { std::slice::from_ref(node) };
    items.iter().filter_map(Node::words)
}

impl Check for Patterns {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for pattern in &self.patterns {
            for range in look.seen.pattern(*pattern) {
                if !look.may_read(&range) || !self.guards.pass(look, &range) {
                    continue;
                }
                let replace = self.instead.first().and_then(|with| look.seen.replaced(*pattern, &range, with));
                let replace = replace.map(|(range, with)| {
                    let with = fit_case(look.sheet().words(&range), &with);
                    (range, with)
                });
                hits.push(Hit { instead: self.instead.clone(), replace, ..Hit::at(At::Words(range)) });
            }
        }
        self.guards.settle(look, &mut hits);
        hits
    }

    fn is_wording(&self) -> bool {
        true
    }

    fn is_idle(&self, seen: &Seen<'_, '_>) -> bool {
        !self.patterns.iter().any(|pattern| seen.may_match(*pattern))
    }
}

/// The replacement with a capital where the words found have one.
pub(super) fn fit_case(found: &str, instead: &str) -> String {
    let capital = found.chars().next().is_some_and(char::is_uppercase);
    let shouted = found.chars().filter(|c| c.is_alphabetic()).count() > 1 && !found.chars().any(char::is_lowercase);
    let mut chars = instead.chars();
    match chars.next() {
        Some(first) if capital && !shouted => first.to_uppercase().chain(chars).collect(),
        _ => instead.to_string(),
    }
}

/// What may stand beside words and patterns in a rule.
#[derive(Debug, Default)]
pub(super) struct Guards {
    unless: Vec<Guard>,
    unless_near: Vec<Guard>,
    pub first_use: bool,
    pub case: bool,
    in_questions: bool,
    in_statements: bool,
    starts: bool,
    only_after: Option<Selector>,
    only_before: Option<Selector>,
}

/// Something that makes words right when it stands near them.
#[derive(Debug)]
pub(super) enum Guard {
    Cue(CueId),
    Words(String),
}

impl Guard {
    pub(super) fn read(text: &Text, draft: &mut Draft<'_>) -> Option<Self> {
        let words = text.value.trim();
        let is_cue = words.contains('/') && !words.contains(' ');
        if is_cue {
            draft.cue(text).map(Self::Cue)
        } else {
            Some(Self::Words(words.to_lowercase().replace('’', "'")))
        }
    }

    /// Whether it stands in the sentence of these words, or one of the `after` sentences behind it.
    pub(super) fn stands(&self, look: &Look<'_, '_>, range: &Range<usize>, after: usize) -> bool {
        let around = look.seen.sentence_around(range, after);
        match self {
            Self::Cue(cue) => {
                look.seen.cue(*cue).iter().any(|found| found.start >= around.start && found.end <= around.end)
            }
            Self::Words(words) => {
                let text = look.sheet().words(&around).to_lowercase();
                text.match_indices(words.as_str()).any(|(at, _)| is_whole(&text, &(at..at + words.len())))
            }
        }
    }
}

impl Guards {
    pub(super) fn read(rule: &Node, draft: &mut Draft<'_>) -> Self {
        let yes = |key: &str| rule.get(key).and_then(Node::words).is_some_and(is_yes);
        let guards = |key: &str, draft: &mut Draft<'_>| -> Vec<Guard> {
            let list = rule.get(key).filter(|node| !matches!(node.value, Value::Map(_)));
            list.map_or_else(Vec::new, |node| texts(node).filter_map(|text| Guard::read(text, draft)).collect())
        };
        Self {
            unless: guards("unless", draft),
            unless_near: guards("unless_near", draft),
            first_use: yes("first_use"),
            case: yes("case"),
            in_questions: yes("in_questions"),
            in_statements: yes("in_statements"),
            starts: yes("starts"),
            only_after: rule.get("only_after").and_then(|node| Selector::read(node, draft)),
            only_before: rule.get("only_before").and_then(|node| Selector::read(node, draft)),
        }
    }

    /// Whether these words are to be reported.
    pub(super) fn pass(&self, look: &Look<'_, '_>, range: &Range<usize>) -> bool {
        self.pass_sentence(look, range)
            && !self.unless.iter().any(|guard| guard.stands(look, range, 0))
            && (self.first_use || !self.unless_near.iter().any(|guard| guard.stands(look, range, 1)))
            && self.pass_place(look, range)
    }

    fn pass_sentence(&self, look: &Look<'_, '_>, range: &Range<usize>) -> bool {
        if !self.in_questions && !self.in_statements && !self.starts {
            return true;
        }
        let around = look.seen.sentence_around(range, 0);
        let asks = sentence::asks(look.sheet().words(&around));
        let lead = look.sheet().words(&(around.start..range.start));
        (!self.in_questions || asks)
            && (!self.in_statements || !asks)
            && (!self.starts || lead.trim_matches(['"', '\'', ' ']).is_empty())
    }

    fn pass_place(&self, look: &Look<'_, '_>, range: &Range<usize>) -> bool {
        if self.only_after.is_none() && self.only_before.is_none() {
            return true;
        }
        let sheet = look.sheet();
        let Some(utter) = sheet.utter_at(range.start).and_then(|at| sheet.utters.get(at)) else { return false };
        let own = Match { branch: utter.branch, part: utter.part, words: Some(range.clone()) };
        let any = |selector: &Option<Selector>, test: &dyn Fn(&Match) -> bool| {
            selector.as_ref().is_none_or(|selector| selector.matches(look, &[own.branch]).iter().any(test))
        };
        any(&self.only_after, &|other| precedes(other, &own)) && any(&self.only_before, &|other| precedes(&own, other))
    }

    /// Sorts what was found; of those that overlap keeps the longest, and with `first_use` only the first of
    /// each, unless that one is explained.
    pub(super) fn settle(&self, look: &Look<'_, '_>, hits: &mut Vec<Hit>) {
        let range = |hit: &Hit| if let At::Words(range) = &hit.at { range.clone() } else { 0..0 };
        hits.sort_by_key(|hit| (range(hit).start, std::cmp::Reverse(range(hit).end)));
        hits.dedup_by(|next, last| range(next).start < range(last).end);
        if !self.first_use {
            return;
        }
        let mut used: Vec<String> = Vec::new();
        hits.retain(|hit| {
            let name = hit.found.clone().unwrap_or_else(|| look.sheet().words(&range(hit)).to_lowercase());
            let first = !used.contains(&name);
            used.push(name);
            first && !self.unless_near.iter().any(|guard| guard.stands(look, &range(hit), 1))
        });
        hits.iter_mut().for_each(|hit| hit.found = None);
    }
}
