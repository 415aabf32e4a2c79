//! Habits change one at a time and step by step: in which call each change begins, goes on and is reviewed.

use super::model::{Change, Series};
use crate::script::{Kind, Script, Segment};

/// What a call does about a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It asks how the step before went.
    Reviews,
    /// It begins the change.
    Begins,
    /// It takes the next step, counted from 1.
    Step(usize),
}

/// One thing that a call does about one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeTurn {
    /// The turn of the call in the series, from 0.
    pub turn: usize,
    /// The change, as a number in the series.
    pub change: usize,
    /// What the call does.
    pub part: Part,
}

/// What is planned for the changes, in the order of the calls. A change begins where the author says so, else once the
/// one before it has had its last review; what does not fit before the last call is left out.
#[must_use]
pub fn changes(series: &Series, order: &[usize]) -> Vec<ChangeTurn> {
    let mut all = Vec::new();
    let mut ready = 0;
    for number in sequence(series) {
        let Some(change) = series.changes.get(number) else { continue };
        let steps = change.steps.len().max(1);
        let named = change.starts.as_ref().and_then(|id| series.find(&id.value));
        let start = named.and_then(|call| order.iter().position(|&at| at == call)).unwrap_or(ready);
        for step in 0..steps {
            let turn = start + step;
            let part = if step == 0 { Part::Begins } else { Part::Step(step + 1) };
            all.push(ChangeTurn { turn, change: number, part });
            all.push(ChangeTurn { turn: turn + 1, change: number, part: Part::Reviews });
        }
        ready = start + steps;
    }
    all.retain(|one| one.turn < order.len());
    all.sort_by_key(|one| (one.turn, one.part, one.change));
    all
}

/// The changes one after the other: each behind the one it waits for.
fn sequence(series: &Series) -> Vec<usize> {
    let count = series.changes.len();
    let mut placed: Vec<usize> = Vec::new();
    while placed.len() < count {
        let ready = |&number: &usize| {
            !placed.contains(&number) && series.changes.get(number).is_some_and(|change| waits(series, change, &placed))
        };
        // Changes that wait for each other in a circle stand as they are written.
        let next = (0..count).find(ready).or_else(|| (0..count).find(|number| !placed.contains(number)));
        placed.extend(next);
    }
    placed
}

fn waits(series: &Series, change: &Change, placed: &[usize]) -> bool {
    let Some(after) = &change.after else { return true };
    let first = series.changes.iter().position(|other| other.id.value.trim() == after.value.trim());
    first.is_none_or(|first| placed.contains(&first))
}

/// The words of the step that a call takes, and of the step that it reviews, for blanks `this_step` and `last_step`.
#[must_use]
pub fn step_words(series: &Series, changes: &[ChangeTurn], turn: usize) -> Vec<(&'static str, String)> {
    let words = |one: &ChangeTurn| {
        let step = match one.part {
            Part::Reviews => return None,
            Part::Begins => 0,
            Part::Step(step) => step - 1,
        };
        series.changes.get(one.change)?.steps.get(step).map(|text| text.value.trim().to_string())
    };
    let this = changes.iter().filter(|one| one.turn == turn).filter_map(words).map(|words| ("this_step", words));
    let last = changes.iter().filter(|one| one.turn + 1 == turn).filter_map(words).map(|words| ("last_step", words));
    this.chain(last).collect()
}

/// Whether a segment is about a change: its topic is the change's id or title.
pub(super) fn is_about(segment: &Segment, change: &Change) -> bool {
    let topic = segment.topic.as_ref().map(|topic| topic.value.trim().to_lowercase());
    topic.is_some_and(|topic| topic == change.id.value.trim().to_lowercase() || topic == change.name().to_lowercase())
}

/// Whether a segment asks for a change or a step of it: it coaches, sets an action, hands over a choice about it, or
/// is set beside an alternative.
pub(super) fn asks_for(segment: &Segment) -> bool {
    let kind = matches!(segment.kind(), Some(Kind::Coaching | Kind::Action | Kind::Choice));
    kind || segment.compared_with.is_some() || segment.choice.is_some()
}

/// The segments of a script that ask for a change, as numbers.
pub(super) fn asking(script: &Script, change: &Change) -> Vec<usize> {
    segments(script, |segment| is_about(segment, change) && asks_for(segment))
}

/// The segments of a script that ask how a change went, as numbers.
pub(super) fn reviewing(script: &Script, change: &Change) -> Vec<usize> {
    let reviews = |segment: &Segment| {
        let kind = matches!(segment.kind(), Some(Kind::Question | Kind::Recap | Kind::SafetyCheck | Kind::News));
        is_about(segment, change) && !asks_for(segment) && (kind || segment.ask.is_some())
    };
    segments(script, reviews)
}

fn segments(script: &Script, fits: impl Fn(&Segment) -> bool) -> Vec<usize> {
    (0..).zip(&script.segments).filter(|(_, segment)| fits(segment)).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::model::Call;
    use crate::source::Place;
    use crate::text::Text;

    fn text(words: &str) -> Text {
        Text::new(words, Place::default())
    }

    #[test]
    fn one_change_follows_the_review_of_the_other() {
        let change = |id: &str, steps: usize| Change {
            id: text(id),
            steps: (0..steps).map(|step| text(&format!("step {step}"))).collect(),
            ..Change::default()
        };
        let calls = (0..6).map(|at| Call { id: format!("c{at}"), ..Call::default() }).collect();
        let series = Series { calls, changes: vec![change("salt", 2), change("walking", 1)], ..Series::default() };
        let plan = changes(&series, &[0, 1, 2, 3, 4, 5]);
        let of = |number: usize| -> Vec<(usize, Part)> {
            plan.iter().filter(|one| one.change == number).map(|one| (one.turn, one.part)).collect()
        };
        assert_eq!(of(0), [(0, Part::Begins), (1, Part::Reviews), (1, Part::Step(2)), (2, Part::Reviews)]);
        assert_eq!(of(1), [(2, Part::Begins), (3, Part::Reviews)]);
    }
}
