//! A pack as it is written: its keys, those of its rules, and what is said where one is missing or wrong.

use jiff::civil::Date;
use serde::Deserialize;

use super::any::Any;
use super::check::KINDS;
use super::pack::{AREAS, Chinese, EVIDENCE, Pack, Rule};
use super::sheet::Slots;
use super::when::When;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Place, Source};
use crate::text::{Text, listed, nearest};
use crate::yaml::{self, Node, Value};

const STATUS: [&str; 4] = ["law", "guidance", "practice", "research"];

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "a pack")]
struct WrittenPack {
    pack: Option<Text>,
    title: Option<Text>,
    version: Option<Text>,
    checked: Option<Text>,
    status: Option<Text>,
    jurisdiction: Option<Text>,
    notice: Option<Text>,
    when: Option<Any>,
    rules: Option<Any>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "a rule")]
struct WrittenRule {
    id: Option<Text>,
    level: Option<Text>,
    area: Option<Text>,
    message: Option<Text>,
    help: Option<Text>,
    why: Option<Text>,
    source: Option<Vec<Text>>,
    evidence: Option<Text>,
    limits: Option<Text>,
    when: Option<Any>,
    unless: Option<Any>,
    #[serde(rename = "in")]
    branches: Option<Vec<Text>>,
    reads: Option<Vec<Text>>,
    approved: Option<Text>,
    once: Option<Text>,
    effective_from: Option<Text>,
    effective_to: Option<Text>,
    bad: Option<Any>,
    good: Option<Any>,
    zh: Option<Chinese>,
    safe: Option<Text>,
    #[serde(rename = "instead")]
    _instead: Option<Any>,
    #[serde(rename = "unless_near")]
    _unless_near: Option<Any>,
    #[serde(rename = "first_use")]
    _first_use: Option<Text>,
    #[serde(rename = "case")]
    _case: Option<Text>,
    #[serde(rename = "in_questions")]
    _in_questions: Option<Text>,
    #[serde(rename = "in_statements")]
    _in_statements: Option<Text>,
    #[serde(rename = "starts")]
    _starts: Option<Text>,
    #[serde(rename = "only_after")]
    _only_after: Option<Any>,
    #[serde(rename = "only_before")]
    _only_before: Option<Any>,
    #[serde(rename = "order")]
    _order: Option<Any>,
    #[serde(rename = "place")]
    _place: Option<Any>,
    #[serde(rename = "together")]
    _together: Option<Any>,
    #[serde(rename = "apart")]
    _apart: Option<Any>,
    #[serde(rename = "requires")]
    _requires: Option<Any>,
    #[serde(rename = "forbids")]
    _forbids: Option<Any>,
    #[serde(rename = "ends_on")]
    _ends_on: Option<Any>,
    #[serde(rename = "words")]
    _words: Option<Any>,
    #[serde(rename = "pattern")]
    _pattern: Option<Any>,
    #[serde(rename = "measure")]
    _measure: Option<Any>,
    #[serde(rename = "wrong_if")]
    _wrong_if: Option<Any>,
    #[serde(rename = "fact")]
    _fact: Option<Any>,
    #[serde(rename = "sequence")]
    _sequence: Option<Any>,
    #[serde(rename = "series")]
    _series: Option<Any>,
}

/// What a pack says about itself.
pub(super) fn head(node: &Node, source: Source, found: &mut Vec<Diagnostic>) -> Pack {
    let written: WrittenPack = yaml::read(node, found);
    if written.pack.is_none() {
        let message = "this is no pack: its first line does not say `pack: NAME`";
        found.push(Diagnostic::error("pack/wrong", node.place.before(), message));
    }
    if let Some(status) = written.status.as_ref().filter(|text| !STATUS.contains(&text.value.trim())) {
        found.push(not_one_of(status, "status", &STATUS));
    }
    let law = written.status.as_ref().is_some_and(|status| status.value.trim() == "law");
    if law && written.notice.is_none() {
        let place = written.pack.as_ref().map_or(node.place.before(), |pack| pack.place);
        found.push(
            Diagnostic::error("pack/wrong", place, "a pack of law has no notice")
                .help("add a line such as `notice: Not legal advice; have your compliance owner sign this pack.`"),
        );
    }
    let when = written.when.and_then(|_| node.get("when")).map(|node| When::read(node, found)).unwrap_or_default();
    Pack {
        name: words(written.pack),
        title: words(written.title),
        version: words(written.version),
        checked: words(written.checked),
        status: words(written.status),
        jurisdiction: words(written.jurisdiction),
        notice: words(written.notice),
        rules: Vec::new(),
        source,
        when,
    }
}

/// The rules of a pack, in the written order. A rule that is wrong is left out.
pub(super) fn rules(pack: &str, node: &Node, found: &mut Vec<Diagnostic>) -> Vec<Rule> {
    let nodes = node.get("rules").map_or(&[][..], Node::items);
    let rules: Vec<Rule> = nodes.iter().filter_map(|node| rule(pack, node, found)).collect();
    repeated(&rules, found);
    rules
}

fn rule(pack: &str, node: &Node, found: &mut Vec<Diagnostic>) -> Option<Rule> {
    let before = found.len();
    let written: WrittenRule = yaml::read(node, found);
    let place = written.id.as_ref().map_or(node.place.before(), |id| id.place);
    let called = written.id.as_ref().map_or_else(|| "a rule".into(), |id| format!("the rule {}", id.value.trim()));
    written.lacks(&called, place, found);
    let kind = kind(node, &called, place, found);
    let level = written.level.as_ref().and_then(|text| one_of(text, "level", &["error", "warning", "advice"], found));
    let area = written.area.as_ref().and_then(|text| one_of(text, "area", &AREAS, found));
    let evidence = written.evidence.as_ref().and_then(|text| one_of(text, "evidence", &EVIDENCE, found));
    written.misnamed(found);
    let when = written.when.and_then(|_| node.get("when")).map(|node| When::read(node, found)).unwrap_or_default();
    // Beside words and patterns `unless` is a list of what may stand near; else conditions on the call.
    let unless = node.get("unless").filter(|node| written.unless.is_some() && matches!(node.value, Value::Map(_)));
    let unless = unless.map(|node| When::read(node, found)).unwrap_or_default();
    let reads = written.reads.map(|texts| slots(&texts, found));
    let from = written.effective_from.as_ref().and_then(|text| date(text, found));
    let to = written.effective_to.as_ref().and_then(|text| date(text, found));
    if found.get(before..).unwrap_or(&[]).iter().any(|one| one.level == Level::Error) {
        return None;
    }
    Some(Rule {
        id: format!("{pack}/{}", words(written.id)),
        level: match level? {
            "error" => Level::Error,
            "warning" => Level::Warning,
            _ => Level::Advice,
        },
        area: area?.to_string(),
        message: words(written.message),
        help: words(written.help),
        why: words(written.why).into(),
        sources: written.source.unwrap_or_default().into_iter().map(|text| text.value).collect(),
        evidence: evidence?.to_string(),
        limits: words(written.limits),
        from,
        to,
        kind: kind?,
        place,
        chinese: written.zh,
        when,
        unless,
        branches: branches(written.branches),
        reads,
        settled: yes(&written.approved),
        once: yes(&written.once),
        safe: yes(&written.safe),
        node: node.clone(),
    })
}

impl WrittenRule {
    /// Says which of the keys that every rule has are not there.
    fn lacks(&self, called: &str, place: Place, found: &mut Vec<Diagnostic>) {
        let required = [
            ("id", self.id.is_some(), "a name that says what is wrong, such as `id: late-bad-news`"),
            ("level", self.level.is_some(), "write error, warning or advice"),
            ("area", self.area.is_some(), "what it is about, such as wording or law"),
            ("message", self.message.is_some(), "one sentence that says what is wrong"),
            ("why", self.why.is_some(), "one sentence that says why it matters"),
            ("source", self.source.is_some(), "where it comes from, with the year"),
            ("evidence", self.evidence.is_some(), "strong, moderate, contested, weak, law, guidance or practice"),
            ("bad", self.bad.is_some(), "at least one example in which it must find something"),
            ("good", self.good.is_some(), "at least one example in which it must find nothing"),
        ];
        found.extend(
            required.iter().filter(|(_, there, _)| !there).map(|(key, _, help)| lack(called, key, place, help)),
        );
    }

    /// Says what is wrong with its name and with the years of its sources.
    fn misnamed(&self, found: &mut Vec<Diagnostic>) {
        for text in self.source.iter().flatten().filter(|text| !has_year(&text.value)) {
            let wrong = Diagnostic::error("pack/wrong", text.place, "this source has no year");
            found.push(wrong.help("add the year it is from"));
        }
        if let Some(id) = self.id.as_ref().filter(|id| !is_name(id.value.trim())) {
            let message = format!("“{}” cannot be the name of a rule", id.value);
            let wrong = Diagnostic::error("pack/wrong", id.place, message);
            found.push(wrong.help("use lower case letters, digits and hyphens"));
        }
    }
}

fn lack(called: &str, key: &str, place: Place, help: &str) -> Diagnostic {
    Diagnostic::error("pack/wrong", place, format!("{called} has no {key}")).help(help)
}

/// The one kind of looking that a rule asks for.
fn kind(node: &Node, called: &str, place: Place, found: &mut Vec<Diagnostic>) -> Option<&'static str> {
    let kinds: Vec<&'static str> = KINDS.iter().map(|kind| kind.key).filter(|key| node.get(key).is_some()).collect();
    match kinds.as_slice() {
        [one] => return Some(*one),
        [] => {
            let help = format!("add one of {}", listed(KINDS.iter().map(|kind| kind.key)));
            found.push(lack(called, "check", place, &help));
        }
        many => {
            let message = format!("{called} has several checks: {}", listed(many.iter().copied()));
            found.push(Diagnostic::error("pack/wrong", place, message).help("make one rule of each"));
        }
    }
    None
}

fn branches(written: Option<Vec<Text>>) -> Vec<String> {
    let names = |texts: Vec<Text>| texts.iter().map(|text| text.value.trim().to_lowercase()).collect();
    written.map_or_else(|| vec!["main".to_string()], names)
}

fn words(text: Option<Text>) -> String {
    text.map(|text| text.value.trim().to_string()).unwrap_or_default()
}

fn yes(text: &Option<Text>) -> bool {
    text.as_ref().is_some_and(super::lists::is_yes)
}

fn one_of(text: &Text, what: &str, names: &[&'static str], found: &mut Vec<Diagnostic>) -> Option<&'static str> {
    let known = names.iter().find(|name| **name == text.value.trim()).copied();
    if known.is_none() {
        found.push(not_one_of(text, what, names));
    }
    known
}

fn not_one_of(text: &Text, what: &str, names: &[&'static str]) -> Diagnostic {
    let help = match nearest(text.value.trim(), names.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("write {}", listed(names.iter().copied())),
    };
    Diagnostic::error("pack/wrong", text.place, format!("“{}” is not understood under {what}", text.value)).help(help)
}

fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn date(text: &Text, found: &mut Vec<Diagnostic>) -> Option<Date> {
    let date = text.value.trim().parse().ok();
    if date.is_none() {
        let message = format!("“{}” is no date", text.value);
        found.push(Diagnostic::error("pack/wrong", text.place, message).help("write it as 2026-10-01"));
    }
    date
}

fn slots(texts: &[Text], found: &mut Vec<Diagnostic>) -> Slots {
    let mut slots = Slots(0);
    for text in texts {
        match Slots::NAMES.iter().find(|(name, _)| *name == text.value.trim()) {
            Some((_, slot)) => slots = slots.and(*slot),
            None => {
                let names = Slots::NAMES.map(|(name, _)| name);
                found.push(not_one_of(text, "reads", &names));
            }
        }
    }
    slots
}

fn repeated(rules: &[Rule], found: &mut Vec<Diagnostic>) {
    let mut seen = std::collections::BTreeMap::new();
    for rule in rules {
        if let Some(first) = seen.insert(rule.id.as_str(), rule.place) {
            let message = format!("two rules are called {}", rule.id);
            found.push(Diagnostic::error("pack/wrong", rule.place, message).related(first, "first here"));
        }
    }
}
