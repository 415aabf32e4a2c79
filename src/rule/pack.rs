//! A pack of rules as data: what it says about itself, and its rules with their reasons and examples.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;

use super::sheet::Slots;
use super::when::When;
use super::written;
use crate::diagnostic::{Diagnostic, Level};
use crate::script::Language;
use crate::shipped::Shipped;
use crate::source::{Place, Source};
use crate::text::Text;
use crate::yaml::{self, Node, Outcome, Value};

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
    pub why: Arc<str>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<'r> {
    /// What is wrong, with places for what was found in braces.
    pub message: &'r str,
    /// What to do.
    pub help: &'r str,
    /// Why it matters.
    pub why: Arc<str>,
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

/// An example of a rule, with where it stands.
#[derive(Debug, Clone)]
pub struct Example {
    /// The text: a line, paragraphs, or a script.
    pub text: Text,
    /// Whether the rule must find something in it.
    pub is_bad: bool,
}

impl Pack {
    /// Reads a pack, and says what is wrong with it. A rule that is wrong is left out.
    #[must_use]
    pub fn read(source: Source) -> (Self, Vec<Diagnostic>) {
        let outcome = yaml::tree(&source, 0, &[]);
        Self::of(source, outcome)
    }

    /// A pack that comes with the program.
    #[must_use]
    pub fn shipped(file: &Shipped) -> Self {
        Self::of(Source::new(format!("rules/{}.yaml", file.name), file.text), file.tree()).0
    }

    fn of(source: Source, outcome: Outcome) -> (Self, Vec<Diagnostic>) {
        let mut found = outcome.diagnostics;
        let Some(node) = outcome.node else { return (Self { source, ..Self::default() }, found) };
        let mut pack = written::head(&node, source, &mut found);
        pack.rules = written::rules(&pack.name, &node, &mut found);
        (pack, found)
    }

    /// Reads only what a pack says about itself, so that packs that are not used cost nothing.
    #[must_use]
    pub(crate) fn read_head(name: &str, text: &str) -> Self {
        let head = text.find("\nrules:").map_or(text, |at| &text[..=at]);
        Self::read(Source::new(name, head)).0
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
            why: why.map_or_else(|| Arc::clone(&self.why), |text| text.value.trim().into()),
        }
    }

    /// The rule's own part of its name.
    #[must_use]
    pub fn short(&self) -> &str {
        self.id.split_once('/').map_or(&self.id, |(_, short)| short)
    }
}
