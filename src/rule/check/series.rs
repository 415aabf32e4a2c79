//! `series`: something that code finds in a series of calls and a pack names. A single script has none of it.

use serde::Deserialize;

use super::{Check, number};
use crate::rule::draft::Draft;
use crate::rule::fact::SERIES_FACTS;
use crate::rule::look::{Hit, Look};
use crate::rule::pack::Rule;
use crate::text::{Text, listed, nearest};
use crate::yaml::{self, Node};

#[derive(Debug)]
struct OfSeries;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "series")]
struct Written {
    fact: Option<Text>,
    limit: Option<Text>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let written = written(node, draft);
    let Some(name) = written.fact else {
        let place = node.place;
        draft.wrong(&Text::new("", place), "this names no fact of a series", "write for example `series: asked-twice`");
        return None;
    };
    let names = || SERIES_FACTS.iter().map(|fact| fact.name);
    if !names().any(|known| known == name.value.trim()) {
        let help = nearest(&name.value, names())
            .map_or_else(|| format!("there are {}", listed(names())), |near| format!("did you mean {near}?"));
        draft.wrong(&name, format!("there is no fact “{}” of a series", name.value), help);
        return None;
    }
    number(written.limit.as_ref(), draft);
    Some(Box::new(OfSeries))
}

fn written(node: &Node, draft: &mut Draft<'_>) -> Written {
    match node.words() {
        Some(name) => Written { fact: Some(name.clone()), limit: None },
        None => yaml::read(node, &mut draft.found),
    }
}

impl Check for OfSeries {
    fn look(&self, _: &Look<'_, '_>) -> Vec<Hit> {
        Vec::new()
    }
}

impl Rule {
    /// The fact of a series that the rule looks for, and its limit where it has one; `None` for every other rule.
    #[must_use]
    pub fn series_fact(&self) -> Option<(&str, Option<f64>)> {
        let node = self.node.get("series")?;
        if let Some(name) = node.words() {
            return Some((name.value.trim(), None));
        }
        let limit = node.get("limit").and_then(Node::words).and_then(|text| text.value.trim().parse().ok());
        Some((node.get("fact")?.words()?.value.trim(), limit))
    }
}
