//! A journey written down again: in the project's own form, and the registry of forms it can be given in.

use std::fmt::Write as _;

use super::mermaid::mermaid;
use super::model::{Each, Journey, Persona, Touchpoint, Version};
use super::reason::figure;
use crate::script::Feeling;
use crate::text::Text;
use crate::yaml::quote;

/// A form that a journey can be given in.
pub struct Target {
    /// Its name, as `--to` takes it.
    pub name: &'static str,
    /// One line about it.
    pub summary: &'static str,
    /// Makes it.
    pub make: fn(&Journey) -> String,
}

/// Every form.
pub static TARGETS: &[Target] = &[
    Target { name: "yaml", summary: "our own form, to go on from a Mermaid diagram", make: yaml },
    Target { name: "mermaid", summary: "a Mermaid journey as it is", make: |journey| mermaid(journey, Version::AsIs) },
    Target {
        name: "mermaid-to-be",
        summary: "a Mermaid journey as it is to be",
        make: |journey| mermaid(journey, Version::ToBe),
    },
];

/// The journey in the project's own form.
fn yaml(journey: &Journey) -> String {
    let mut out = format!("journey: {}\n", one_line(&journey.title.value));
    if journey.language.tag() != "en" {
        let _ = writeln!(out, "language: {}", one_line(journey.language.tag()));
    }
    line(&mut out, "", "owner", journey.owner.as_ref());
    if journey.personas.iter().any(|one| one.map.who.is_some()) {
        out.push_str("\npersonas:\n");
        journey.personas.iter().for_each(|one| persona(&mut out, one));
    }
    factors(&mut out, journey);
    if !journey.touchpoints.is_empty() {
        out.push_str("\ntouchpoints:\n");
        journey.touchpoints.iter().for_each(|one| touchpoint(&mut out, journey, one));
    }
    if !journey.allow.is_empty() {
        out.push_str("\nallow:\n");
    }
    for one in &journey.allow {
        let _ = writeln!(out, "  - rule: {}", one_line(&one.rule.value));
        line(&mut out, "    ", "because", one.because.as_ref());
    }
    out
}

fn persona(out: &mut String, one: &Persona) {
    let _ = writeln!(out, "  - id: {}", one_line(&one.id));
    line(out, "    ", "who", one.map.who.as_ref());
    let map = &one.map;
    let lists = [
        ("says", &map.says),
        ("thinks", &map.thinks),
        ("does", &map.does),
        ("feelings", &map.feelings),
        ("pains", &map.pains),
        ("gains", &map.gains),
    ];
    for (key, items) in lists {
        list(out, key, items);
    }
}

fn factors(out: &mut String, journey: &Journey) {
    if journey.scale != super::read::SCALE {
        let _ = writeln!(out, "\nscale: {} to {}", figure(journey.scale.0), figure(journey.scale.1));
    }
    if !journey.factors.is_empty() {
        out.push_str("\nfactors:\n");
    }
    for one in &journey.factors {
        let figures = [
            ("experience", one.experience),
            ("expectation", one.expectation),
            ("importance", one.importance),
            ("ideal", one.ideal),
        ];
        let known: Vec<String> =
            figures.iter().filter_map(|(key, value)| value.map(|value| format!("{key}: {value}"))).collect();
        let _ = writeln!(out, "  {}: {{{}}}", one_line(&one.name.value), known.join(", "));
    }
}

fn touchpoint(out: &mut String, journey: &Journey, one: &Touchpoint) {
    let _ = writeln!(out, "  - id: {}", one_line(&one.id));
    let set_in = "    ";
    line(out, set_in, "touchpoint", Some(&one.words));
    line(out, set_in, "stage", one.stage.as_ref());
    line(out, set_in, "channel", one.channel.as_ref());
    line(out, set_in, "does", one.does.as_ref());
    line(out, set_in, "expects", one.expects.as_ref());
    let feeling = |feels: &Feeling| feels.name().to_string();
    each(out, journey, "feels", &one.feels, feeling);
    each(out, journey, "to_be", &one.to_be, feeling);
    each(out, journey, "expects_to_feel", &one.expects_to_feel, feeling);
    each(out, journey, "importance", &one.importance, f64::to_string);
    let ids: Vec<String> =
        one.only_for.iter().filter_map(|&at| Some(one_line(&journey.personas.get(at)?.id))).collect();
    if !ids.is_empty() {
        let _ = writeln!(out, "    only_for: [{}]", ids.join(", "));
    }
    if let Some(version) = one.only_in {
        let _ = writeln!(out, "    only_in: {}", version.name());
    }
    line(out, set_in, "topic", one.topic.as_ref());
    line(out, set_in, "choice", one.choice.as_ref());
    list(out, "answers_to", &one.answers_to);
    let key = if one.call.as_ref().is_some_and(|call| call.is_series) { "series" } else { "script" };
    line(out, set_in, key, one.call.as_ref().map(|call| &call.file));
    line(out, set_in, "designed", one.designed.as_ref().map(|call| &call.file));
    list(out, "note", &one.note);
}

/// A value for everybody on one line, else one for each persona.
fn each<T>(out: &mut String, journey: &Journey, key: &str, values: &Each<T>, words: impl Fn(&T) -> String) {
    if let Some(all) = &values.all {
        let _ = writeln!(out, "    {key}: {}", words(all));
    }
    if !values.own.is_empty() {
        let _ = writeln!(out, "    {key}:");
    }
    for (at, value) in &values.own {
        let id = journey.personas.get(*at).map_or("", |one| one.id.as_str());
        let _ = writeln!(out, "      {}: {}", one_line(id), words(value));
    }
}

fn line(out: &mut String, set_in: &str, key: &str, text: Option<&Text>) {
    if let Some(text) = text.filter(|text| !text.is_blank()) {
        let _ = writeln!(out, "{set_in}{key}: {}", one_line(&text.value));
    }
}

fn list(out: &mut String, key: &str, items: &[Text]) {
    if !items.is_empty() {
        let _ = writeln!(out, "    {key}:");
    }
    for item in items {
        let _ = writeln!(out, "      - {}", one_line(&item.value));
    }
}

/// Words on one line, in quotes where YAML needs them.
fn one_line(words: &str) -> String {
    quote(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}
