//! What is known on the way through a call, as far as any later condition asks.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, To};
use crate::script::{Condition, same};

/// What is known: a value by name, and what was taken for granted of conditions that nothing decides.
pub type Facts = BTreeMap<String, String>;

/// What each place of a call needs to know.
#[derive(Debug, Clone)]
pub struct Knowledge<'g> {
    graph: &'g Graph,
    /// For each node, the names that matter from there on.
    later: Vec<BTreeSet<String>>,
    /// For a name that is only ever held against fixed values, those values.
    values: BTreeMap<String, BTreeSet<String>>,
    /// The names of which some condition asks whether they are empty.
    emptied: BTreeSet<String>,
}

/// In front of a condition among the facts: what was taken for granted.
const TAKEN: char = '\u{1}';
/// A value that no condition asks for.
const OTHER: &str = "\u{1}other";

impl<'g> Knowledge<'g> {
    /// What the places of this call need to know.
    #[must_use]
    pub fn of(graph: &'g Graph) -> Self {
        let goes_back = graph
            .nodes
            .iter()
            .enumerate()
            .any(|(at, node)| node.branches.iter().any(|branch| matches!(branch.to, To::Node(to) if to <= at)));
        let mut later = vec![BTreeSet::new(); graph.nodes.len() + 1];
        let mut names = BTreeSet::new();
        for (at, node) in graph.nodes.iter().enumerate().rev() {
            for condition in node.only_if.iter().chain(&node.exact) {
                names.extend(condition.names().into_iter().map(str::to_string));
                names.insert(taken(condition));
            }
            if let Some(slot) = later.get_mut(at) {
                slot.clone_from(&names);
            }
        }
        if goes_back {
            later.fill(names);
        }
        let mut emptied = BTreeSet::new();
        let nodes = graph.nodes.iter().chain(&graph.asides);
        nodes.flat_map(|node| node.only_if.iter().chain(&node.exact)).for_each(|one| asks_empty(one, &mut emptied));
        Self { graph, later, values: values(graph), emptied }
    }

    /// Whether a condition holds; `None` where nothing on the way decides it.
    #[must_use]
    pub fn decide(&self, condition: &Condition, facts: &Facts) -> Option<bool> {
        // What was found out since outdoes what was taken for granted.
        self.worked_out(condition, facts).or_else(|| facts.get(&taken(condition)).map(|answer| answer == "yes"))
    }

    fn worked_out(&self, condition: &Condition, facts: &Facts) -> Option<bool> {
        match condition {
            Condition::Empty(name) if !facts.contains_key(name) && self.graph.outside.contains(name) => None,
            Condition::All(parts) => self.fold(parts, facts, false),
            Condition::Any(parts) => self.fold(parts, facts, true),
            Condition::Not(inner) => self.decide(inner, facts).map(|holds| !holds),
            plain => plain.holds(&|name: &str| facts.get(name).map(String::as_str)),
        }
    }

    fn fold(&self, parts: &[Condition], facts: &Facts, decides: bool) -> Option<bool> {
        let answers: Vec<Option<bool>> = parts.iter().map(|part| self.decide(part, facts)).collect();
        if answers.contains(&Some(decides)) {
            return Some(decides);
        }
        (!answers.contains(&None)).then_some(!decides)
    }

    /// The facts where a condition is taken to hold, or not to.
    #[must_use]
    pub fn taking(&self, condition: &Condition, holds: bool, facts: &Facts) -> Facts {
        let mut facts = facts.clone();
        assume(condition, holds, &mut facts);
        facts.insert(taken(condition), if holds { "yes" } else { "no" }.to_string());
        facts
    }

    /// The facts as far as they matter from a node on, told apart only where a condition can tell them apart.
    #[must_use]
    pub fn kept(&self, facts: Facts, node: usize) -> Facts {
        let Some(later) = self.later.get(node) else { return Facts::new() };
        let plain = |(name, value): (String, String)| match self.values.get(&name) {
            Some(values) if !value.trim().is_empty() || !self.emptied.contains(&name) => {
                let known = values.iter().find(|known| same(known, &value));
                (name, known.cloned().unwrap_or_else(|| OTHER.to_string()))
            }
            _ => (name, value),
        };
        facts.into_iter().filter(|(name, _)| later.contains(name)).map(plain).collect()
    }
}

fn taken(condition: &Condition) -> String {
    format!("{TAKEN}{condition}")
}

/// What follows for the names when a condition holds.
fn assume(condition: &Condition, holds: bool, facts: &mut Facts) {
    match condition {
        Condition::Is { name, value } if holds => {
            facts.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Condition::Empty(name) if holds => {
            facts.entry(name.clone()).or_default();
        }
        Condition::All(parts) if holds => parts.iter().for_each(|part| assume(part, true, facts)),
        Condition::Any(parts) if !holds => parts.iter().for_each(|part| assume(part, false, facts)),
        Condition::Not(inner) => {
            assume(inner, !holds, facts);
            facts.insert(taken(inner), if holds { "no" } else { "yes" }.to_string());
        }
        _ => {}
    }
}

/// The values that names are held against, for those that are held against nothing but values.
fn values(graph: &Graph) -> BTreeMap<String, BTreeSet<String>> {
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut others = BTreeSet::new();
    let nodes = graph.nodes.iter().chain(&graph.asides);
    let conditions = nodes.flat_map(|node| node.only_if.iter().chain(&node.exact));
    conditions.for_each(|condition| collect(condition, &mut values, &mut others));
    values.retain(|name, _| !others.contains(name));
    values
}

fn collect(condition: &Condition, values: &mut BTreeMap<String, BTreeSet<String>>, others: &mut BTreeSet<String>) {
    match condition {
        Condition::Is { name, value } => {
            values.entry(name.clone()).or_default().insert(value.clone());
        }
        Condition::Empty(name) => {
            values.entry(name.clone()).or_default();
        }
        Condition::Compare { name, .. } => {
            others.insert(name.clone());
        }
        Condition::Expression { names, .. } => others.extend(names.iter().cloned()),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| collect(part, values, others)),
        Condition::Not(inner) => collect(inner, values, others),
    }
}

fn asks_empty(condition: &Condition, names: &mut BTreeSet<String>) {
    match condition {
        Condition::Empty(name) => {
            names.insert(name.clone());
        }
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| asks_empty(part, names)),
        Condition::Not(inner) => asks_empty(inner, names),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_out_outdoes_what_was_taken_for_granted() {
        let graph = Graph { outside: ["area".to_string()].into(), ..Graph::default() };
        let knowledge = Knowledge::of(&graph);
        let is = Condition::Is { name: "area".into(), value: "A".into() };
        let not = Condition::Not(Box::new(is.clone()));
        let mut facts = knowledge.taking(&is, false, &Facts::new());
        assert_eq!((knowledge.decide(&is, &facts), knowledge.decide(&not, &facts)), (Some(false), Some(true)));
        facts.insert("area".into(), "A".into());
        assert_eq!((knowledge.decide(&is, &facts), knowledge.decide(&not, &facts)), (Some(true), Some(false)));
        assert_eq!(knowledge.decide(&Condition::Empty("area".into()), &Facts::new()), None);
    }
}
