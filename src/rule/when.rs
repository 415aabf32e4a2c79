//! When a rule applies: the facts of the call, what the script says, and from which day on.

use serde::Deserialize;

use super::any::Any;
use super::draft::Draft;
use super::form::{self, FORMS};
use super::lexicon::CueId;
use super::look::Look;
use super::seen::Seen;
use super::selector::Selector;
use crate::diagnostic::Diagnostic;
use crate::script::{Language, Script};
use crate::text::Text;
use crate::yaml::{self, Node};

/// The facts of a call that a rule can ask about.
pub(crate) const FACTS: [&str; 10] =
    ["role", "sector", "direction", "language", "country", "state", "recorded", "first_contact", "ai_voice", "goal"];

/// Conditions on the call, as a pack writes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct When {
    /// Conditions on facts.
    pub facts: Vec<Fact>,
    says: Vec<Text>,
    has: Option<Node>,
    form: Vec<Text>,
}

/// A condition on one fact.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    /// Its name.
    pub name: &'static str,
    /// The values, any of which will do.
    pub any: Vec<String>,
    /// The values that must not be.
    pub not: Vec<String>,
}

/// The same, with cues and selectors ready for use.
#[derive(Debug, Default)]
pub(crate) struct ReadyWhen {
    facts: Vec<Fact>,
    says: Vec<CueId>,
    says_names: Vec<String>,
    has: Option<Selector>,
    form: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "when")]
struct Written {
    role: Option<Vec<Text>>,
    sector: Option<Vec<Text>>,
    direction: Option<Vec<Text>>,
    language: Option<Vec<Text>>,
    country: Option<Vec<Text>>,
    state: Option<Vec<Text>>,
    recorded: Option<Vec<Text>>,
    first_contact: Option<Vec<Text>>,
    ai_voice: Option<Vec<Text>>,
    goal: Option<Vec<Text>>,
    says: Option<Vec<Text>>,
    has: Option<Any>,
    form: Option<Vec<Text>>,
}

impl When {
    /// Reads conditions.
    pub(crate) fn read(node: &Node, found: &mut Vec<Diagnostic>) -> Self {
        let written: Written = yaml::read(node, found);
        let values = [
            written.role,
            written.sector,
            written.direction,
            written.language,
            written.country,
            written.state,
            written.recorded,
            written.first_contact,
            written.ai_voice,
            written.goal,
        ];
        let facts = FACTS.into_iter().zip(values).filter_map(|(name, values)| values.map(|values| fact(name, &values)));
        let has = written.has.and_then(|_| node.get("has")).cloned();
        let form = written.form.unwrap_or_default();
        Self { facts: facts.collect(), says: written.says.unwrap_or_default(), has, form }
    }

    /// Makes cues and selectors ready.
    pub(crate) fn ready(&self, draft: &mut Draft<'_>) -> ReadyWhen {
        ReadyWhen {
            facts: self.facts.clone(),
            says: self.says.iter().filter_map(|name| draft.cue(name)).collect(),
            says_names: self.says.iter().map(|name| name.value.clone()).collect(),
            has: self.has.as_ref().and_then(|node| Selector::read(node, draft)),
            form: self.form.iter().filter_map(|name| known_form(name, draft)).collect(),
        }
    }

    /// The conditions on facts alone.
    pub(crate) fn facts_only(&self) -> Self {
        Self { facts: self.facts.clone(), ..Self::default() }
    }

    /// Whether nothing is asked.
    pub(crate) fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.says.is_empty() && self.has.is_none() && self.form.is_empty()
    }

    /// The values that would make it hold: the first of each fact.
    pub(crate) fn example(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.facts.iter().filter_map(|fact| fact.any.first().map(|value| (fact.name, value.as_str())))
    }

    /// Whether the facts hold, whatever the script says.
    pub(crate) fn facts_hold<'v>(&self, value: &dyn Fn(&str) -> Option<&'v str>) -> bool {
        self.facts.iter().all(|fact| fact.holds(value(fact.name)))
    }
}

fn known_form(name: &Text, draft: &mut Draft<'_>) -> Option<String> {
    let known = FORMS.contains(&name.value.as_str());
    if !known {
        draft.wrong(name, format!("“{}” is no form of script", name.value), format!("write {}", FORMS.join(", ")));
    }
    known.then(|| name.value.clone())
}

fn fact(name: &'static str, values: &[Text]) -> Fact {
    let (mut any, mut not) = (Vec::new(), Vec::new());
    for value in values {
        let words = value.value.trim();
        match words.strip_prefix("not ") {
            Some(rest) => not.push(rest.trim().to_string()),
            None => any.push(words.to_string()),
        }
    }
    Fact { name, any, not }
}

impl Fact {
    fn holds(&self, value: Option<&str>) -> bool {
        let Some(value) = value else { return self.any.is_empty() };
        let is = |wanted: &String| match self.name {
            "language" => Language::tag_serves(value, wanted),
            name => value.eq_ignore_ascii_case(wanted) || canonical(name, value) == canonical(name, wanted),
        };
        (self.any.is_empty() || self.any.iter().any(is)) && !self.not.iter().any(is)
    }

    /// The condition in words.
    pub(crate) fn words(&self) -> String {
        let name = self.name.replace('_', " ");
        match (self.any.is_empty(), self.not.is_empty()) {
            (false, _) => format!("{name} is {}", self.any.join(" or ")),
            _ => format!("{name} is not {}", self.not.join(" or ")),
        }
    }
}

/// One spelling for values that people spell in several ways.
fn canonical(name: &str, value: &str) -> String {
    let value = value.trim().to_lowercase();
    let same = match (name, value.as_str()) {
        ("country", "usa" | "united states" | "united states of america" | "u.s." | "u.s.a.") => "us",
        ("country", "uk" | "united kingdom" | "great britain" | "england" | "scotland" | "wales") => "gb",
        ("country", "china" | "中国") => "cn",
        (_, "true" | "on") => "yes",
        (_, "false" | "off") => "no",
        _ => return value,
    };
    same.to_string()
}

/// What a script says about the call.
pub(crate) fn of_script<'s>(script: &'s Script, name: &str) -> Option<&'s str> {
    let yes_no = |value: Option<bool>| value.map(|yes| if yes { "yes" } else { "no" });
    let words = |text: &'s Option<Text>| text.as_ref().map(|text| text.value.as_str());
    let facts = &script.facts;
    match name {
        "role" => Some(script.role.name()),
        "sector" => words(&facts.sector),
        "direction" => facts.direction.map(|direction| direction.name()),
        "language" => Some(script.language.tag()),
        "country" => words(&facts.country),
        "state" => words(&facts.state),
        "recorded" => yes_no(facts.recorded),
        "first_contact" => yes_no(facts.first_contact),
        "ai_voice" => yes_no(facts.ai_voice),
        "goal" => words(&script.goal),
        _ => None,
    }
}

/// Why a rule does not apply; said in words only where somebody asks.
#[derive(Debug)]
pub(crate) enum Refusal<'a> {
    /// A fact of the call is another one, or not known.
    Fact(&'a Fact, Option<&'a str>),
    /// The script has not the form that the rule is for.
    Form,
    /// The script says none of this.
    Silent(&'a [String]),
    /// No segment is such.
    Lacks,
    /// A fact of the call is one that the rule leaves alone.
    Is(&'a str, &'a str),
    /// The script has a form that the rule leaves alone.
    OtherForm,
    /// The script says something of this.
    Says(&'a [String]),
    /// Some segment is such.
    Has,
}

impl std::fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fact(fact, None) => write!(f, "applies where {}; the script does not say", fact.words()),
            Self::Fact(fact, Some(value)) => write!(f, "applies where {}; here it is {value}", fact.words()),
            Self::Form => f.write_str(
                "applies to a script that is one call from beginning to end; this one reads as lines for many",
            ),
            Self::Silent(names) => write!(f, "applies where the script says {}", names.join(" or ")),
            Self::Lacks => f.write_str("applies to scripts with a segment that this one has not"),
            Self::Is(name, value) => write!(f, "does not apply where {} is {value}", name.replace('_', " ")),
            Self::OtherForm => f.write_str("does not apply to scripts of this form"),
            Self::Says(names) => write!(f, "does not apply where the script says {}", names.join(" or ")),
            Self::Has => f.write_str("does not apply to scripts with such a segment"),
        }
    }
}

impl ReadyWhen {
    /// Whether it asks about more than facts and words.
    pub(crate) fn needs_script(&self) -> bool {
        self.has.is_some() || !self.form.is_empty()
    }

    /// Whether it cannot hold, because none of the words that it asks about stand here.
    pub(crate) fn is_silent(&self, seen: &Seen<'_, '_>) -> bool {
        !self.says.is_empty() && !self.says.iter().any(|cue| seen.may_say(*cue))
    }

    /// Why it does not hold; nothing where it does.
    pub(crate) fn refuses<'a>(&'a self, look: &Look<'a, '_>) -> Option<Refusal<'a>> {
        for fact in &self.facts {
            let value = look.fact(fact.name);
            if !fact.holds(value) {
                return Some(Refusal::Fact(fact, value));
            }
        }
        if !self.form.is_empty() && !self.is_form(look) {
            return Some(Refusal::Form);
        }
        if !self.says.is_empty() && !self.says.iter().any(|cue| look.says_anywhere(*cue)) {
            return Some(Refusal::Silent(&self.says_names));
        }
        let has = self.has.as_ref().is_none_or(|selector| !selector.matches(look, &[0]).is_empty());
        (!has).then_some(Refusal::Lacks)
    }

    fn is_form(&self, look: &Look<'_, '_>) -> bool {
        !self.form.is_empty() && self.form.iter().any(|name| name == form::of(look.sheet()))
    }

    /// The first words that make it hold.
    pub(crate) fn words(&self, look: &Look<'_, '_>) -> Option<std::ops::Range<usize>> {
        self.says.iter().filter_map(|cue| look.said(*cue)).min_by_key(|range| range.start)
    }

    /// Why it holds, if any one of its conditions does: for what a rule leaves alone.
    pub(crate) fn any<'a>(&'a self, look: &Look<'a, '_>) -> Option<Refusal<'a>> {
        for fact in &self.facts {
            if let Some(value) = look.fact(fact.name).filter(|value| fact.holds(Some(value))) {
                return Some(Refusal::Is(fact.name, value));
            }
        }
        if self.is_form(look) {
            return Some(Refusal::OtherForm);
        }
        if self.says.iter().any(|cue| look.says_anywhere(*cue)) {
            return Some(Refusal::Says(&self.says_names));
        }
        let has = self.has.as_ref().is_some_and(|selector| !selector.matches(look, &[0]).is_empty());
        has.then_some(Refusal::Has)
    }
}
