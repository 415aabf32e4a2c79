//! Reads a `journey:` file: what is written becomes what is meant, and what does not fit is reported at its place.

use std::collections::{BTreeMap, BTreeSet};

use super::calls::{self, Wanted};
use super::model::{Each, Factor, Journey, Persona, Touchpoint, Version};
use super::written::{Each as WrittenEach, KEYS, Written, WrittenFactor, WrittenPersona, WrittenTouchpoint};
use crate::diagnostic::{Diagnostic, Level};
use crate::fix::{Fix, Safety};
use crate::mermaid;
use crate::read::{Load, encoding, short_name};
use crate::reading::Reading;
use crate::script::{Allow, Customer, Feeling, Language, same};
use crate::source::{Place, Source};
use crate::text::{Text, listed, nearest};
use crate::yaml::{self, Node, Short};

/// What became of a journey file: its findings with their sources, and the journey where there are no errors.
#[derive(Debug, Clone, Default)]
pub struct JourneyReading {
    /// The text, those of the calls that it names, and what was found in it.
    pub reading: Reading,
    /// The journey; absent where there are errors.
    pub journey: Option<Journey>,
}

/// The figures of factors and importance, where the file names no other scale.
pub(super) const SCALE: (f64, f64) = (0.0, 10.0);

/// Reads a journey: a `journey:` file, or a Mermaid journey diagram. `name` is what messages call it; `load` gives the
/// scripts and series that it names.
///
/// ```
/// use callcraft::journey::read;
/// use callcraft::read::NoFiles;
///
/// let text = "journey: Moving\ntouchpoints:\n  - touchpoint: The letter\n    feels: painful\n  - touchpoint: The call\n    feels: pleasant\n";
/// let journey = read("moving.yaml", text.as_bytes(), &NoFiles).journey.unwrap();
/// assert_eq!(journey.touchpoints.len(), 2);
/// ```
#[must_use]
pub fn read(name: &str, bytes: &[u8], load: &dyn Load) -> JourneyReading {
    match encoding::text(bytes) {
        Ok(text) if mermaid::is_journey(&text) => read_mermaid(name, text),
        Ok(text) => read_text(name, &text, load),
        Err(sentence) => {
            let found = Diagnostic::error("format/not-text", Place::default(), sentence);
            let reading =
                Reading { sources: vec![Source::new(name, "")], diagnostics: vec![found], ..Reading::default() };
            JourneyReading { journey: None, reading }
        }
    }
}

fn read_mermaid(name: &str, text: String) -> JourneyReading {
    let source = Source::new(name, text);
    let mut diagnostics = Vec::new();
    let journey = super::mermaid::journey(&source, &mut diagnostics).filter(|journey| !journey.touchpoints.is_empty());
    if journey.is_none() {
        let help = "write a task as `I wait for a bed: 2: Maria`, with a score from 1 to 5";
        let message = "this diagram has no task";
        diagnostics.push(Diagnostic::error("format/touchpoints", Place::default(), message).help(help));
    }
    JourneyReading { journey, reading: Reading { sources: vec![source], diagnostics, ..Reading::default() } }
}

fn read_text(name: &str, text: &str, load: &dyn Load) -> JourneyReading {
    let source = Source::new(name, text);
    let outcome = yaml::tree(&source, 0, KEYS);
    let mut reader = Reader { found: outcome.diagnostics, personas: Vec::new(), scale: SCALE, load };
    let journey = outcome.node.map(|node| {
        let written = yaml::read::<Written>(&node, &mut reader.found);
        reader.journey(written, &node)
    });
    let mut diagnostics = reader.found;
    if text.trim().is_empty() {
        let help = "begin it with `journey: ` and a title, then a list of `touchpoints:`";
        diagnostics.push(Diagnostic::error("format/empty-file", Place::default(), "the file is empty").help(help));
    }
    diagnostics.sort_by_key(|found| found.place);
    let sound = diagnostics.iter().all(|found| found.level != Level::Error);
    let reading = Reading { sources: vec![source], diagnostics, ..Reading::default() };
    JourneyReading { journey: journey.filter(|_| sound), reading }
}

struct Reader<'l> {
    found: Vec<Diagnostic>,
    personas: Vec<Persona>,
    scale: (f64, f64),
    load: &'l dyn Load,
}

impl Reader<'_> {
    fn error(&mut self, rule: &str, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::error(rule, place, message).help(help));
    }

    fn journey(&mut self, written: Written, node: &Node) -> Journey {
        if written.journey.is_blank() {
            let help = "begin the file with `journey: ` and a title";
            self.error("format/title", node.place.before(), "this journey has no title", help);
        }
        self.personas = self.all_personas(&written.personas, node);
        self.scale = self.read_scale(written.scale.as_ref());
        if written.touchpoints.is_empty() && written.factors.0.is_empty() {
            let help = "list under `touchpoints:` what the customer meets, each with `touchpoint` and `feels`";
            self.error("format/touchpoints", node.place.before(), "this journey has no touchpoints", help);
        }
        let places = node.item_places("touchpoints");
        let mut touchpoints = Vec::new();
        for (at, one) in written.touchpoints.into_iter().enumerate() {
            touchpoints.push(self.touchpoint(one, places.get(at).copied().unwrap_or_default()));
        }
        self.name(&mut touchpoints);
        self.answers(&touchpoints);
        let allow = written.allow.into_iter();
        Journey {
            title: written.journey,
            language: written.language.map_or_else(Language::default, |tag| Language::new(&tag.value)),
            owner: filled(written.owner),
            personas: self.personas.clone(),
            scale: self.scale,
            factors: self.factors(written.factors.0),
            touchpoints,
            allow: allow.map(|one| Allow { place: one.rule.place, rule: one.rule, because: one.because }).collect(),
        }
    }

    fn all_personas(&mut self, written: &[WrittenPersona], node: &Node) -> Vec<Persona> {
        if written.is_empty() {
            return vec![Persona { id: "customer".into(), ..Persona::default() }];
        }
        let places = node.item_places("personas");
        let mut personas: Vec<Persona> = Vec::new();
        for (at, one) in written.iter().enumerate() {
            let place = places.get(at).copied().unwrap_or_default();
            let who = filled(one.who.clone());
            let Some(named) = filled(one.id.clone()).or_else(|| who.clone()) else {
                let help = "say who it is: `who: Maria, 41, two children`";
                self.error("format/persona", place.before(), "a persona has no name", help);
                continue;
            };
            let id = if one.id.is_some() { named.value.trim().to_string() } else { first_name(&named.value) };
            if let Some(other) = personas.iter().find(|other| same(&other.id, &id)) {
                let found = Diagnostic::error("format/same-id", named.place, format!("two personas are called `{id}`"));
                self.found
                    .push(found.help("give one of them another `id`").related(other.place.before(), "first here"));
                continue;
            }
            let list = |items: &[Text]| items.iter().filter(|item| !item.is_blank()).cloned().collect();
            let map = Customer {
                who,
                says: list(&one.says),
                thinks: list(&one.thinks),
                does: list(&one.does),
                feelings: list(&one.feelings),
                pains: list(&one.pains),
                gains: list(&one.gains),
            };
            personas.push(Persona { id, map, place });
        }
        personas
    }

    fn read_scale(&mut self, text: Option<&Text>) -> (f64, f64) {
        let Some(text) = text.filter(|text| !text.is_blank()) else { return SCALE };
        let ends: Vec<f64> = text.value.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        match ends.as_slice() {
            &[low, high] if low < high && low.is_finite() && high.is_finite() => (low, high),
            _ => {
                let message = format!("`scale` is `{text}`");
                let help = "write the lowest and the highest figure: `scale: 1 to 5`";
                self.error("format/scale", text.place, message, help);
                SCALE
            }
        }
    }

    fn factors(&mut self, written: Vec<(Text, WrittenFactor)>) -> Vec<Factor> {
        let mut factors: Vec<Factor> = Vec::new();
        for (name, one) in written {
            if factors.iter().any(|other| same(&other.name.value, &name.value)) {
                self.error("format/twice", name.place, format!("the factor `{name}` stands twice"), "keep one");
                continue;
            }
            factors.push(Factor {
                experience: self.figure("experience", one.experience.as_ref()),
                expectation: self.figure("expectation", one.expectation.as_ref()),
                importance: self.figure("importance", one.importance.as_ref()),
                ideal: self.figure("ideal", one.ideal.as_ref()),
                name,
            });
        }
        factors
    }

    /// A figure on the journey's scale; missing stays missing.
    fn figure(&mut self, key: &str, text: Option<&Text>) -> Option<f64> {
        let text = text.filter(|text| !text.is_blank())?;
        let (low, high) = self.scale;
        let number = text.value.trim().parse::<f64>().ok().filter(|number| (low..=high).contains(number));
        if number.is_none() {
            let help = format!("write a number from {low} to {high}, or leave `{key}` out where nobody knows it");
            self.error("format/number", text.place, format!("`{key}` is `{text}`"), help);
        }
        number
    }

    fn touchpoint(&mut self, written: WrittenTouchpoint, place: Place) -> Touchpoint {
        let words = filled(written.touchpoint).unwrap_or_default();
        if words.is_blank() {
            let help = "say in the customer's words what they meet: `touchpoint: I look for a parking space`";
            self.error("format/touchpoint", place.before(), "a touchpoint says nothing", help);
        }
        let mut one = Touchpoint {
            id: filled(written.id).map(|id| id.value.trim().to_string()).unwrap_or_default(),
            words,
            stage: filled(written.stage),
            channel: filled(written.channel),
            does: filled(written.does),
            expects: filled(written.expects),
            feels: self.each(written.feels, |reader, text| reader.feeling("feels", text)),
            to_be: self.each(written.to_be, |reader, text| reader.feeling("to_be", text)),
            expects_to_feel: self.each(written.expects_to_feel, |reader, text| reader.feeling("expects_to_feel", text)),
            importance: self.each(written.importance, |reader, text| reader.figure("importance", Some(text))),
            only_for: written.only_for.iter().filter_map(|name| self.persona(name)).collect(),
            only_in: written.only_in.and_then(|text| self.version(&text)),
            topic: filled(written.topic),
            choice: filled(written.choice),
            answers_to: written.answers_to.into_iter().filter(|text| !text.is_blank()).collect(),
            note: written.note,
            place,
            ..Touchpoint::default()
        };
        self.calls(&mut one, [filled(written.script), filled(written.series), filled(written.designed)]);
        one
    }

    /// The calls that happen at a touchpoint: their feeling is worked out, so that none is written.
    fn calls(&mut self, one: &mut Touchpoint, [script, series, designed]: [Option<Text>; 3]) {
        if let (Some(_), Some(series)) = (&script, &series) {
            let message = format!("`{}` names both a script and a series", one.words);
            self.error("journey/two-calls", series.place, message, "keep one, or make two touchpoints of it");
        }
        let script = script.map(|file| (file, Wanted::Script)).or(series.map(|file| (file, Wanted::Series)));
        let mut heard = |file: Text, wanted| calls::heard(&file, wanted, self.load, &mut self.found);
        one.call = script.and_then(|(file, wanted)| heard(file, wanted));
        one.designed = designed.and_then(|file| heard(file, Wanted::Either));
        let place = one.place.before();
        for (key, written, call) in [("feels", &one.feels, &one.call), ("to_be", &one.to_be, &one.designed)] {
            if let Some(call) = call.as_ref().filter(|_| !written.is_empty()) {
                let message =
                    format!("`{key}` of `{}` is not used, because it is worked out from `{}`", one.words, call.file);
                let help = format!("leave out `{key}`, or the file");
                self.found.push(Diagnostic::warning("journey/two-feelings", place, message).help(help));
            }
        }
    }

    /// One value for everybody, or one for each persona.
    fn each<T>(&mut self, written: WrittenEach, value: fn(&mut Self, &Text) -> Option<T>) -> Each<T> {
        match written {
            None => Each::default(),
            Some(Short::Short(text)) if text.is_blank() => Each::default(),
            Some(Short::Short(text)) => Each { all: value(self, &text), own: BTreeMap::new() },
            Some(Short::Long(pairs)) => {
                let mut own = BTreeMap::new();
                for (name, text) in pairs.0.iter().filter(|(_, text)| !text.is_blank()) {
                    let persona = self.persona(name);
                    let value = value(self, text);
                    own.extend(persona.zip(value));
                }
                Each { all: None, own }
            }
        }
    }

    fn persona(&mut self, name: &Text) -> Option<usize> {
        let found = self.personas.iter().position(|one| same(&one.id, &name.value) || same(one.name(), &name.value));
        if found.is_none() {
            let ids: Vec<String> = self.personas.iter().map(|one| one.id.clone()).collect();
            self.unknown("format/persona", name, "no persona is called", ids.iter().map(String::as_str));
        }
        found
    }

    fn unknown<'n>(&mut self, rule: &str, text: &Text, what: &str, names: impl Iterator<Item = &'n str> + Clone) {
        let found = Diagnostic::error(rule, text.place, format!("{what} `{text}`"));
        self.found.push(match nearest(text.value.trim(), names.clone()) {
            Some(near) => found.help(format!("did you mean `{near}`?")).fix(Fix::replace(
                format!("write `{near}`"),
                text.place,
                near,
                Safety::Unsafe,
            )),
            None => found.help(format!("write {}", listed(names))),
        });
    }

    fn feeling(&mut self, key: &str, text: &Text) -> Option<Feeling> {
        let feeling = Feeling::named(&text.value);
        if feeling.is_none() {
            let names = Feeling::ALL.iter().map(|(_, name)| *name);
            self.unknown("format/feeling", text, &format!("`{key}` holds no feeling that there is:"), names);
        }
        feeling
    }

    fn version(&mut self, text: &Text) -> Option<Version> {
        let found = Version::ALL.iter().find(|(_, name)| same(name, &text.value.replace(['-', '_'], " ")));
        if found.is_none() {
            self.unknown("format/word", text, "`only_in` is", Version::ALL.iter().map(|(_, name)| *name));
        }
        found.map(|(version, _)| *version)
    }

    /// Gives each touchpoint without a written id its first words, then -2, -3; the same id twice is an error.
    fn name(&mut self, touchpoints: &mut [Touchpoint]) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for one in touchpoints.iter().filter(|one| !one.id.is_empty()) {
            if !taken.insert(one.id.clone()) {
                let message = format!("two touchpoints have the id `{}`", one.id);
                self.error("format/same-id", one.place.before(), message, "give one of them another id");
            }
        }
        for (at, one) in touchpoints.iter_mut().enumerate().filter(|(_, one)| one.id.is_empty()) {
            let made = Some(short_name(&one.words.value)).filter(|made| !made.is_empty());
            let made = made.unwrap_or_else(|| format!("touchpoint-{}", at + 1));
            let names = std::iter::once(made.clone()).chain((2..).map(|number| format!("{made}-{number}")));
            one.id = names.into_iter().find(|name| !taken.contains(name)).unwrap_or(made);
            taken.insert(one.id.clone());
        }
    }

    /// What a touchpoint answers to must be a pain or gain of somebody who meets it.
    fn answers(&mut self, touchpoints: &[Touchpoint]) {
        for one in touchpoints {
            let meets = |at: usize| one.only_for.is_empty() || one.only_for.contains(&at);
            let personas = self.personas.clone();
            let here = || personas.iter().enumerate().filter(|(at, _)| meets(*at)).map(|(_, persona)| persona);
            let wishes = || here().flat_map(|persona| persona.map.pains.iter().chain(&persona.map.gains));
            for answer in &one.answers_to {
                if !wishes().any(|wish| same(&wish.value, &answer.value)) {
                    let names = wishes().map(|wish| wish.value.as_str());
                    self.unknown("format/answers-to", answer, "no pain or gain of a persona here reads", names);
                }
            }
        }
    }
}

fn filled(text: Option<Text>) -> Option<Text> {
    text.filter(|text| !text.is_blank())
}

/// The name that a persona's description begins with, as an id: `Maria, 41` is maria.
fn first_name(who: &str) -> String {
    let name = who.split([',', '，', '(', '（', '。', '.']).next().unwrap_or_default();
    Some(short_name(name)).filter(|name| !name.is_empty()).unwrap_or_else(|| who.trim().to_lowercase())
}
