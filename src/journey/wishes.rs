//! Pains and gains of the empathy maps that no touchpoint takes up.

use super::model::Journey;
use crate::script::same;
use crate::text::Text;

/// A pain or gain of a persona.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// In the words of the map.
    pub words: Text,
    /// Whether it is a pain rather than a gain.
    pub is_pain: bool,
}

/// What no touchpoint that the persona meets answers to, by the persona's number.
#[must_use]
pub fn untaken(journey: &Journey) -> Vec<(usize, Vec<Wish>)> {
    let mut all = Vec::new();
    for (at, persona) in journey.personas.iter().enumerate() {
        let met = || journey.touchpoints.iter().filter(|one| one.only_for.is_empty() || one.only_for.contains(&at));
        let open =
            |words: &&Text| !met().any(|one| one.answers_to.iter().any(|answer| same(&answer.value, &words.value)));
        let wish = |is_pain: bool| move |words: &Text| Wish { words: words.clone(), is_pain };
        let pains = persona.map.pains.iter().filter(open).map(wish(true));
        let wishes: Vec<Wish> = pains.chain(persona.map.gains.iter().filter(open).map(wish(false))).collect();
        if !wishes.is_empty() {
            all.push((at, wishes));
        }
    }
    all
}
