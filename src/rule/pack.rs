//! A pack of rules as data: what it says about itself, and its rules with their reasons and examples.

use jiff::civil::Date;
use serde::Deserialize;

use super::any::Any;
use super::check::KINDS;
use super::sheet::Slots;
use super::when::When;
use crate::diagnostic::{Diagnostic, Level};
use crate::script::Language;
use crate::source::{Place, Source};
use crate::text::{Text, listed, nearest};
use crate::yaml::{self, Node, Value};

/// Rules that belong together.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    /// Its name, which its rules' names begin with.
    pub name: String,
    /// What it is about.
    pub title: String,
    /// The author's label of its version.
    pub version: String,
    /// When a person last compared it with its sources.
    pub checked: String,
    /// law, guidance, practice or research.
    pub status: String,
    /// Where it holds, for packs of law.
    pub jurisdiction: String,
    /// What the user must know, such as that it is no legal advice.
    pub notice: String,
    /// Its rules, in the written order.
    pub rules: Vec<Rule>,
    /// The file it was read from.
    pub source: Source,
    pub(crate) when: When,
}

/// One thing that is looked for.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name: `pack/what-is-wrong`; it reads after "allow".
    pub id: String,
    /// How much a finding matters.
    pub level: Level,
    /// What it is about: one of [`AREAS`].
    pub area: String,
    /// What is wrong, with places for what was found in braces.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Why it matters.
    pub why: String,
    /// Where it comes from, each with its year.
    pub sources: Vec<String>,
    /// How well it is supported: one of [`EVIDENCE`].
    pub evidence: String,
    /// Where it fails or is disputed.
    pub limits: String,
    /// The first day on which it holds.
    pub from: Option<Date>,
    /// The last day on which it holds.
    pub to: Option<Date>,
    /// The kind of looking, as its key in the pack.
    pub kind: &'static str,
    /// Where it stands in its pack.
    pub place: Place,
    /// Its words in Chinese, where the pack has them.
    pub(crate) chinese: Option<Chinese>,
    pub(crate) when: When,
    pub(crate) unless: When,
    pub(crate) branches: Vec<String>,
    pub(crate) reads: Option<Slots>,
    pub(crate) settled: bool,
    pub(crate) once: bool,
    pub(crate) safe: bool,
    pub(crate) node: Node,
}

/// A rule's words in Chinese; English stands in for those that are not written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename = "words in Chinese")]
pub(crate) struct Chinese {
    message: Option<Text>,
    help: Option<Text>,
    why: Option<Text>,
}

/// The words of a rule in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'r> {
    /// What is wrong, with places for what was found in braces.
    pub message: &'r str,
    /// What to do.
    pub help: &'r str,
    /// Why it matters.
    pub why: &'r str,
}

/// What a rule can be about.
pub const AREAS: [&str; 14] = [
    "early",
    "combine",
    "finish",
    "choice",
    "habit",
    "wording",
    "questions",
    "numbers",
    "pace",
    "structure",
    "law",
    "safety",
    "privacy",
    "courtesy",
];

/// How well a rule can be supported.
pub const EVIDENCE: [&str; 7] = ["strong", "moderate", "contested", "weak", "law", "guidance", "practice"];

const STATUS: [&str; 4] = ["law", "guidance", "practice", "research"];

/// An example of a rule, with where it stands.
#[derive(Debug, Clone)]
pub struct Example {
    /// The text: a line, paragraphs, or a script.
    pub text: Text,
    /// Whether the rule must find something in it.
    pub is_bad: bool,
}

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

impl Pack {
    /// Reads a pack, and says what is wrong with it. A rule that is wrong is left out.
    #[must_use]
    pub fn read(source: Source) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let outcome = yaml::tree(&source, 0, &[]);
        found.extend(outcome.diagnostics);
        let Some(node) = outcome.node else { return (Self { source, ..Self::default() }, found) };
        let mut pack = Self::head(&node, source, &mut found);
        let rules = node.get("rules").map_or(&[][..], Node::items);
        for rule in rules {
            pack.rules.extend(read_rule(&pack.name, rule, &mut found));
        }
        repeated(&pack.rules, &mut found);
        (pack, found)
    }

    /// Reads only what a pack says about itself, so that packs that are not used cost nothing.
    #[must_use]
    pub(crate) fn read_head(name: &str, text: &str) -> Self {
        let head = text.find("\nrules:").map_or(text, |at| &text[..=at]);
        Self::read(Source::new(name, head)).0
    }

    fn head(node: &Node, source: Source, found: &mut Vec<Diagnostic>) -> Self {
        let written: WrittenPack = yaml::read(node, found);
        let words = |text: Option<Text>| text.map(|text| text.value.trim().to_string()).unwrap_or_default();
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
        Self {
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

    /// The same, for examples: they need not say what the pack as a whole waits for.
    pub(crate) fn for_examples(&self) -> Self {
        Self { when: self.when.facts_only(), ..self.clone() }
    }

    /// When it applies, in words; empty where it always does.
    #[must_use]
    pub fn applies(&self) -> String {
        self.when.facts.iter().map(super::when::Fact::words).collect::<Vec<_>>().join(", ")
    }

    /// The pack in one line, with its dates.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = format!("{} {}: {}", self.name, self.version, self.title);
        if !self.checked.is_empty() {
            line.push_str(&format!(" (checked {})", self.checked));
        }
        if !self.notice.is_empty() {
            line.push_str(". ");
            line.push_str(&self.notice);
        }
        line
    }
}

impl Rule {
    /// Its examples, bad ones first, in the written order.
    #[must_use]
    pub fn examples(&self) -> Vec<Example> {
        let texts = |key: &str| -> Vec<Text> {
            let node = self.node.get(key);
            let items = match node.map(|node| &node.value) {
                Some(Value::List(items)) => items.as_slice(),
                Some(Value::Words(_)) => std::slice::from_ref(node.unwrap_or(&self.node)),
                _ => &[],
            };
            items.iter().filter_map(Node::words).cloned().collect()
        };
        let bad = texts("bad").into_iter().map(|text| Example { text, is_bad: true });
        bad.chain(texts("good").into_iter().map(|text| Example { text, is_bad: false })).collect()
    }

    /// When it applies, in words; empty where it always does.
    #[must_use]
    pub fn applies(&self) -> String {
        let mut parts: Vec<String> = self.when.facts.iter().map(super::when::Fact::words).collect();
        parts.extend(self.unless.facts.iter().map(|fact| format!("not where {}", fact.words())));
        if self.branches.iter().any(|branch| branch != "main") {
            parts.push(format!("looks at {}", self.branches.join(", ")));
        }
        parts.extend(self.from.map(|day| format!("from {day}")));
        parts.extend(self.to.map(|day| format!("until {day}")));
        parts.join("; ")
    }

    /// The values of the call's facts for which it applies, each fact once.
    #[must_use]
    pub fn facts(&self, pack: &Pack) -> Vec<(&'static str, String)> {
        let mut facts: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in self.when.example().chain(pack.when.example()) {
            if !facts.iter().any(|(known, _)| *known == name) {
                facts.push((name, value.to_string()));
            }
        }
        facts
    }

    /// The branch it looks at, where that is not the main way through the call.
    #[must_use]
    pub fn branch(&self) -> Option<String> {
        let own = |branch: &&String| !matches!(branch.as_str(), "main" | "everywhere" | "anytime");
        self.branches.first().filter(own).cloned()
    }

    /// Its words in the language of what it is held against.
    #[must_use]
    pub fn told(&self, language: &Language) -> Told<'_> {
        let chinese = self.chinese.as_ref().filter(|_| language.is_chinese());
        let [message, help, why] = match chinese {
            Some(own) => [own.message.as_ref(), own.help.as_ref(), own.why.as_ref()],
            None => [None; 3],
        };
        Told {
            message: message.map_or(&self.message, |text| text.value.trim()),
            help: help.map_or(&self.help, |text| text.value.trim()),
            why: why.map_or(&self.why, |text| text.value.trim()),
        }
    }

    /// The rule's own part of its name.
    #[must_use]
    pub fn short(&self) -> &str {
        self.id.split_once('/').map_or(&self.id, |(_, short)| short)
    }
}

fn read_rule(pack: &str, node: &Node, found: &mut Vec<Diagnostic>) -> Option<Rule> {
    let before = found.len();
    let written: WrittenRule = yaml::read(node, found);
    let place = written.id.as_ref().map_or(node.place.before(), |id| id.place);
    let name = written.id.as_ref().map(|id| id.value.trim().to_string());
    let called = name.as_ref().map_or_else(|| "a rule".to_string(), |name| format!("the rule {name}"));
    let lacks =
        |key: &str, help: &str| Diagnostic::error("pack/wrong", place, format!("{called} has no {key}")).help(help);
    let required = [
        ("id", written.id.is_some(), "a name that says what is wrong, such as `id: late-bad-news`"),
        ("level", written.level.is_some(), "write error, warning or advice"),
        ("area", written.area.is_some(), "what it is about, such as wording or law"),
        ("message", written.message.is_some(), "one sentence that says what is wrong"),
        ("why", written.why.is_some(), "one sentence that says why it matters"),
        ("source", written.source.is_some(), "where it comes from, with the year"),
        ("evidence", written.evidence.is_some(), "strong, moderate, contested, weak, law, guidance or practice"),
        ("bad", written.bad.is_some(), "at least one example in which it must find something"),
        ("good", written.good.is_some(), "at least one example in which it must find nothing"),
    ];
    for (key, _, help) in required.iter().filter(|(_, there, _)| !there) {
        found.push(lacks(key, help));
    }
    let kinds: Vec<&str> = KINDS.iter().map(|kind| kind.key).filter(|key| node.get(key).is_some()).collect();
    let kind = match kinds.as_slice() {
        [one] => *one,
        [] => {
            found.push(lacks("check", &format!("add one of {}", listed(KINDS.iter().map(|kind| kind.key)))));
            ""
        }
        many => {
            let message = format!("{called} has several checks: {}", listed(many.iter().copied()));
            found.push(Diagnostic::error("pack/wrong", place, message).help("make one rule of each"));
            ""
        }
    };
    let level = written.level.as_ref().and_then(|text| one_of(text, "level", &["error", "warning", "advice"], found));
    let area = written.area.as_ref().and_then(|text| one_of(text, "area", &AREAS, found));
    let evidence = written.evidence.as_ref().and_then(|text| one_of(text, "evidence", &EVIDENCE, found));
    for text in written.source.iter().flatten().filter(|text| !has_year(&text.value)) {
        found.push(
            Diagnostic::error("pack/wrong", text.place, "this source has no year").help("add the year it is from"),
        );
    }
    if let Some(id) = written.id.as_ref().filter(|id| !is_name(id.value.trim())) {
        let message = format!("“{}” cannot be the name of a rule", id.value);
        found.push(
            Diagnostic::error("pack/wrong", id.place, message).help("use lower case letters, digits and hyphens"),
        );
    }
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
    let words = |text: Option<Text>| text.map(|text| text.value.trim().to_string()).unwrap_or_default();
    let yes = |text: &Option<Text>| text.as_ref().is_some_and(super::lists::is_yes);
    let branches = written.branches.map_or_else(
        || vec!["main".to_string()],
        |texts| texts.iter().map(|text| text.value.trim().to_lowercase()).collect(),
    );
    Some(Rule {
        id: format!("{pack}/{}", name?),
        level: match level? {
            "error" => Level::Error,
            "warning" => Level::Warning,
            _ => Level::Advice,
        },
        area: area?.to_string(),
        message: words(written.message),
        help: words(written.help),
        why: words(written.why),
        sources: written.source.unwrap_or_default().into_iter().map(|text| text.value).collect(),
        evidence: evidence?.to_string(),
        limits: words(written.limits),
        from,
        to,
        kind,
        place,
        chinese: written.zh,
        when,
        unless,
        branches,
        reads,
        settled: yes(&written.approved),
        once: yes(&written.once),
        safe: yes(&written.safe),
        node: node.clone(),
    })
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
