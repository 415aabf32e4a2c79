//! Which segments, or which words in them, a check is about.

use std::ops::Range;

use serde::Deserialize;

use super::any::Any;
use super::draft::Draft;
use super::expression::Expression;
use super::lexicon::CueId;
use super::look::Look;
use super::seen::Seen;
use super::sheet::Part;
use crate::script::{Feeling, Kind, Segment};
use crate::text::{Text, listed, nearest};
use crate::yaml::{self, Node, Value};

/// Any of these will do.
#[derive(Debug)]
pub(crate) struct Selector {
    any: Vec<All>,
}

/// All of these must hold.
#[derive(Debug, Default)]
struct All {
    kinds: Vec<Kind>,
    feels: Option<Feels>,
    topics: Option<Vec<String>>,
    stages: Vec<String>,
    says: Vec<CueId>,
    asks: Option<bool>,
    has: Vec<Key>,
    lacks: Vec<Key>,
    expression: Option<Expression>,
    not: Option<Selector>,
}

/// A segment by the numbers of its branch and of itself.
type At = (usize, usize);

/// A range of feelings.
#[derive(Debug, Clone)]
enum Feels {
    Unknown,
    Between(i8, i8),
    Any(Vec<Feeling>),
}

/// A segment that matched, with the words where words were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    /// Number of the branch.
    pub branch: usize,
    /// Number of the segment.
    pub part: usize,
    /// Where in the sheet's text.
    pub words: Option<Range<usize>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "a selector")]
struct Written {
    kind: Option<Vec<Text>>,
    feels: Option<Vec<Text>>,
    topic: Option<Vec<Text>>,
    stage: Option<Vec<Text>>,
    says: Option<Vec<Text>>,
    asks: Option<Text>,
    has: Option<Vec<Text>>,
    lacks: Option<Vec<Text>>,
    #[serde(rename = "where")]
    expression: Option<Text>,
    not: Option<Any>,
}

/// A key of a segment that `has` and `lacks` may name, and whether its author wrote it.
type Key = (&'static str, fn(&Segment) -> bool);

/// The keys of a segment that `has` and `lacks` may name.
const KEYS: [Key; 31] = [
    ("id", |segment| segment.written_id.is_some()),
    ("title", |segment| segment.title.is_some()),
    ("stage", |segment| segment.stage.is_some()),
    ("kind", |segment| segment.kind.is_some()),
    ("feels", |segment| segment.feels.is_some()),
    ("topic", |segment| segment.topic.is_some()),
    ("takes", |segment| segment.takes.is_some()),
    ("say", |segment| segment.say.is_some()),
    ("say_any", |segment| !segment.say_any.is_empty()),
    ("must_say", |segment| segment.must_say.is_some()),
    ("ask", |segment| segment.ask.is_some()),
    ("answers", |segment| !segment.answers.is_empty()),
    ("fills", |segment| segment.fills.is_some()),
    ("form", |segment| !segment.form.is_empty()),
    ("ask_in_order", |segment| !segment.ask_in_order.is_empty()),
    ("choice", |segment| segment.choice.is_some()),
    ("ask_first", |segment| segment.ask_first),
    ("compared_with", |segment| segment.compared_with.is_some()),
    ("if_asked", |segment| !segment.if_asked.is_empty()),
    ("teach_back", |segment| segment.teach_back.is_some()),
    ("note", |segment| !segment.note.is_empty()),
    ("coach", |segment| !segment.coach.is_empty()),
    ("helps_with", |segment| !segment.helps_with.is_empty()),
    ("answers_to", |segment| !segment.answers_to.is_empty()),
    ("why", |segment| segment.why.is_some()),
    ("qa", |segment| segment.qa.is_some()),
    ("private", |segment| segment.private.as_ref().is_some_and(|said| said.value)),
    ("only_if", |segment| segment.only_if.is_some()),
    ("then", |segment| segment.then.is_some()),
    ("starts_within", |segment| segment.starts_within.is_some()),
    ("because", |segment| segment.choice.as_ref().is_some_and(|choice| choice.because.is_some())),
];

impl Selector {
    /// Reads a selector: a map, or a list of maps.
    pub(crate) fn read(node: &Node, draft: &mut Draft<'_>) -> Option<Self> {
        let nodes = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Map(_) => std::slice::from_ref(node),
            Value::Words(text) => {
                draft.wrong(
                    text,
                    "this does not say which segments",
                    "write for example {kind: news} or {says: core/warning-line}",
                );
                return None;
            }
            Value::Nothing => return None,
        };
        let any: Vec<All> = nodes.iter().map(|node| All::read(node, draft)).collect();
        Some(Self { any })
    }

    /// The segments, or words, that match in these branches, in the order of the call.
    pub(crate) fn matches(&self, look: &Look<'_, '_>, branches: &[usize]) -> Vec<Match> {
        let mut found = Vec::new();
        self.any.iter().for_each(|all| all.matches(look, branches, &mut found));
        found.sort_by_key(|found| (found.branch, found.part, found.words.as_ref().map_or(0, |range| range.start)));
        found.dedup();
        found
    }

    /// Whether a segment matches.
    pub(crate) fn holds(&self, look: &Look<'_, '_>, branch: usize, number: usize) -> bool {
        let part = look.sheet().part(branch, number);
        part.is_some_and(|part| self.any.iter().any(|all| all.holds(look, (branch, number), part)))
    }

    /// Whether anything may match: some words that it asks about may stand here, or it asks about none.
    pub(crate) fn may_match(&self, seen: &Seen<'_, '_>) -> bool {
        self.any.iter().any(|all| all.says.is_empty() || all.says.iter().any(|cue| seen.may_say(*cue)))
    }

    /// Whether it asks about something that only our own format states, or a guess gives.
    pub(crate) fn needs_meaning(&self) -> bool {
        self.any.iter().any(|all| {
            !all.kinds.is_empty()
                || all.feels.is_some()
                || all.topics.is_some()
                || !all.has.is_empty()
                || !all.lacks.is_empty()
                || all.not.as_ref().is_some_and(Self::needs_meaning)
        })
    }
}

impl All {
    fn read(node: &Node, draft: &mut Draft<'_>) -> Self {
        let written: Written = yaml::read(node, &mut draft.found);
        let mut all = Self::default();
        for text in written.kind.iter().flatten() {
            match Kind::named(text.value.trim()) {
                Some(kind) => all.kinds.push(kind),
                None => unknown(draft, text, "kind of segment", Kind::ALL.map(|(_, name)| name)),
            }
        }
        all.feels = written.feels.and_then(|texts| feels(&texts, draft));
        all.topics = written.topic.map(|texts| lower(&texts));
        all.stages = lower(&written.stage.unwrap_or_default());
        all.says = written.says.iter().flatten().filter_map(|name| draft.cue(name)).collect();
        all.asks = written.asks.map(|text| super::lists::is_yes(&text));
        all.has = keys(written.has, draft);
        all.lacks = keys(written.lacks, draft);
        all.expression = written.expression.and_then(|text| Expression::read(&text, draft));
        all.not = written.not.and_then(|_| node.get("not")).and_then(|node| Selector::read(node, draft));
        all
    }

    fn matches(&self, look: &Look<'_, '_>, branches: &[usize], found: &mut Vec<Match>) {
        let sheet = look.sheet();
        let parts = |branch: usize| sheet.branches.get(branch).map_or(&[][..], |branch| branch.parts.as_slice());
        let all =
            branches.iter().flat_map(|&branch| (0..).zip(parts(branch)).map(move |(at, part)| ((branch, at), part)));
        if self.says.is_empty() {
            let fitting = all.filter(|(at, part)| self.fits(look, *at, part));
            found.extend(fitting.map(|((branch, part), _)| Match { branch, part, words: None }));
        } else if all.clone().any(|(_, part)| self.may_fit(part)) {
            self.words(look, branches, found);
        }
    }

    /// The words that match.
    fn words(&self, look: &Look<'_, '_>, branches: &[usize], found: &mut Vec<Match>) {
        let mut known: Option<(At, bool)> = None;
        for (utter, range) in self.says.iter().flat_map(|cue| look.cue(*cue)) {
            let at = (utter.branch, utter.part);
            if known.is_none_or(|(last, _)| last != at) {
                let part = look.sheet().part(utter.branch, utter.part).filter(|_| branches.contains(&utter.branch));
                known = Some((at, part.is_some_and(|part| self.fits(look, at, part))));
            }
            if known.is_some_and(|(_, fits)| fits) {
                found.push(Match { branch: utter.branch, part: utter.part, words: Some(range.clone()) });
            }
        }
    }

    fn holds(&self, look: &Look<'_, '_>, (branch, number): At, part: &Part<'_>) -> bool {
        let stands = |cue: &CueId| look.seen.says(*cue) && look.cue_in(*cue, branch, number).next().is_some();
        self.fits(look, (branch, number), part) && (self.says.is_empty() || self.says.iter().any(stands))
    }

    fn fits(&self, look: &Look<'_, '_>, (branch, number): At, part: &Part<'_>) -> bool {
        self.may_fit(part)
            && self.asks.is_none_or(|wanted| asks(look, part) == wanted)
            && self.expression.as_ref().is_none_or(|expression| expression.of_part(look, branch, number))
            && self.not.as_ref().is_none_or(|selector| !selector.holds(look, branch, number))
    }

    /// Whether a segment fits by what its author says of it.
    fn may_fit(&self, part: &Part<'_>) -> bool {
        match part.segment {
            Some(segment) => self.fits_segment(segment),
            None => !self.asks_about_a_segment(),
        }
    }

    fn asks_about_a_segment(&self) -> bool {
        !self.kinds.is_empty()
            || self.feels.is_some()
            || self.topics.is_some()
            || !self.stages.is_empty()
            || !self.has.is_empty()
    }

    fn fits_segment(&self, segment: &Segment) -> bool {
        let kind = self.kinds.is_empty() || segment.kind().is_some_and(|kind| self.kinds.contains(&kind));
        let feels = self.feels.as_ref().is_none_or(|feels| feels.fits(segment));
        let named = |text: &Option<Text>, names: &[String]| {
            text.as_ref()
                .is_some_and(|text| names.iter().any(|name| name == "any" || *name == text.value.trim().to_lowercase()))
        };
        let topic = self.topics.as_ref().is_none_or(|topics| named(&segment.topic, topics));
        let stage = self.stages.is_empty() || named(&segment.stage, &self.stages);
        let there = |(_, is_there): &Key| is_there(segment);
        kind && feels && topic && stage && self.has.iter().all(there) && !self.lacks.iter().any(there)
    }
}

fn asks(look: &Look<'_, '_>, part: &Part<'_>) -> bool {
    let mut utters = look.sheet().utters_of(part).iter().filter(|utter| utter.on_the_way());
    part.segment
        .is_some_and(|segment| segment.ask.is_some() || segment.choice.is_some() || !segment.ask_in_order.is_empty())
        || utters.any(|utter| look.seen.sentences_of(utter).iter().any(|sentence| sentence.asks))
}

fn keys(named: Option<Vec<Text>>, draft: &mut Draft<'_>) -> Vec<Key> {
    let mut keys = Vec::new();
    for text in named.iter().flatten() {
        match KEYS.iter().find(|(key, _)| text.value == *key) {
            Some(key) => keys.push(*key),
            None => unknown(draft, text, "key of a segment", KEYS.map(|(key, _)| key)),
        }
    }
    keys
}

fn lower(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.trim().to_lowercase()).collect()
}

fn unknown<const N: usize>(draft: &mut Draft<'_>, text: &Text, what: &str, names: [&str; N]) {
    let help = match nearest(&text.value, names) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("there are {}", listed(names)),
    };
    draft.wrong(text, format!("“{}” is no {what}", text.value), help);
}

impl Feels {
    fn fits(&self, segment: &Segment) -> bool {
        let Some(said) = &segment.feels else { return matches!(self, Self::Unknown) };
        let valence = said.value.valence();
        match self {
            Self::Unknown => false,
            Self::Between(low, high) => (*low..=*high).contains(&valence),
            Self::Any(feelings) => feelings.contains(&said.value),
        }
    }
}

fn feels(texts: &[Text], draft: &mut Draft<'_>) -> Option<Feels> {
    let mut feelings = Vec::new();
    for text in texts {
        let words = text.value.trim().to_lowercase();
        if words == "unknown" {
            return Some(Feels::Unknown);
        }
        let (name, range) = match (words.strip_suffix(" or worse"), words.strip_suffix(" or better")) {
            (Some(name), _) => (name.to_string(), Some((-3, 0))),
            (_, Some(name)) => (name.to_string(), Some((0, 3))),
            _ => (words.clone(), None),
        };
        match (Feeling::named(&name), range) {
            (Some(feeling), Some((-3, _))) => return Some(Feels::Between(-3, feeling.valence())),
            (Some(feeling), Some(_)) => return Some(Feels::Between(feeling.valence(), 3)),
            (Some(feeling), None) => feelings.push(feeling),
            (None, _) => unknown(draft, text, "feeling", Feeling::ALL.map(|(_, name)| name)),
        }
    }
    Some(Feels::Any(feelings))
}

/// The keys that the author wrote in a segment, as far as rules ask about them.
pub(crate) fn keys_of(segment: &Segment) -> Vec<&'static str> {
    KEYS.iter().filter(|(_, is_there)| is_there(segment)).map(|(key, _)| *key).collect()
}
