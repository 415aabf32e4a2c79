//! A journey as a Mermaid diagram, and a Mermaid diagram as a journey to start from.

use std::collections::BTreeMap;

use super::line::line;
use super::model::{Journey, Persona, Touchpoint, Version};
use crate::diagnostic::Diagnostic;
use crate::mermaid::{self, Diagram, Task};
use crate::read::short_name;
use crate::script::{Customer, Feeling};
use crate::source::Source;
use crate::text::Text;

/// A version of the journey as a Mermaid diagram. Mermaid has one score for all actors of a task, so a touchpoint
/// that its personas feel differently becomes a task for each feeling.
#[must_use]
pub fn mermaid(journey: &Journey, version: Version) -> String {
    let lines: Vec<_> = (0..journey.personas.len()).map(|persona| line(journey, persona, version)).collect();
    let mut tasks = Vec::new();
    for (at, one) in journey.touchpoints.iter().enumerate() {
        let mut groups: Vec<(Option<Feeling>, Vec<Text>)> = Vec::new();
        for line in &lines {
            let Some(point) = line.point(at) else { continue };
            let feels = point.feels.and_then(|feels| Feeling::new(feels.round() as i8));
            let persona = &journey.personas[line.persona];
            let actor = persona.map.who.as_ref().map(|_| Text::new(persona.short_name(), persona.place));
            match groups.iter_mut().find(|(group, _)| *group == feels) {
                Some((_, actors)) => actors.extend(actor),
                None => groups.push((feels, actor.into_iter().collect())),
            }
        }
        tasks.extend(groups.into_iter().map(|(feels, actors)| Task {
            section: one.stage.clone(),
            words: one.words.clone(),
            feels,
            actors,
            id: Text::new(one.id.clone(), one.place),
            place: one.place,
            ..Task::default()
        }));
    }
    mermaid::write(&Diagram { title: journey.title.clone(), tasks, ..Diagram::default() })
}

/// A diagram as a journey: sections become stages, tasks touchpoints, actors personas. Tasks that follow each other
/// under one short name of ours are one touchpoint, felt differently.
pub(super) fn journey(source: &Source, found: &mut Vec<Diagnostic>) -> Option<Journey> {
    let diagram = mermaid::read(source, 0, found)?;
    found.extend(diagram.left_out());
    let mut personas: Vec<Persona> = Vec::new();
    for actor in diagram.tasks.iter().flat_map(|task| &task.actors) {
        if !personas.iter().any(|one| one.name() == actor.value) {
            let map = Customer { who: Some(actor.clone()), ..Customer::default() };
            personas.push(Persona { id: short_name(&actor.value), map, place: actor.place });
        }
    }
    if personas.is_empty() {
        personas.push(Persona { id: "customer".into(), ..Persona::default() });
    }
    let mut touchpoints: Vec<Touchpoint> = Vec::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for task in diagram.tasks {
        let who: Vec<usize> =
            task.actors.iter().filter_map(|actor| personas.iter().position(|one| one.name() == actor.value)).collect();
        let again = touchpoints.last_mut().filter(|last| !task.id.is_blank() && last.id == task.id.value);
        match again {
            Some(last) => meet(last, &who, task.feels),
            None => touchpoints.push(touchpoint(task, &who, &mut names)),
        }
    }
    for one in &mut touchpoints {
        settle(one, personas.len());
    }
    Some(Journey { title: diagram.title, personas, touchpoints, scale: super::read::SCALE, ..Journey::default() })
}

fn touchpoint(task: Task, who: &[usize], names: &mut BTreeMap<String, usize>) -> Touchpoint {
    let made = if task.id.is_blank() { short_name(&task.words.value) } else { task.id.value.clone() };
    let count = names.entry(made.clone()).and_modify(|count| *count += 1).or_insert(1);
    let id = if *count == 1 { made } else { format!("{made}-{count}") };
    let mut one = Touchpoint { id, words: task.words, stage: task.section, place: task.place, ..Touchpoint::default() };
    if who.is_empty() {
        one.feels.all = task.feels;
    }
    meet(&mut one, who, task.feels);
    one
}

fn meet(one: &mut Touchpoint, who: &[usize], feels: Option<Feeling>) {
    one.only_for.extend(who.iter().filter(|at| !one.only_for.contains(at)).copied().collect::<Vec<_>>());
    one.feels.own.extend(who.iter().filter_map(|&at| Some((at, feels?))));
}

/// What holds for everybody is said once.
fn settle(one: &mut Touchpoint, personas: usize) {
    if one.only_for.len() == personas {
        one.only_for.clear();
    }
    let met = if one.only_for.is_empty() { personas } else { one.only_for.len() };
    let first = one.feels.own.values().next().copied();
    if one.feels.own.len() == met && one.feels.own.values().all(|feels| Some(*feels) == first) {
        one.feels.all = first;
        one.feels.own.clear();
    }
}
