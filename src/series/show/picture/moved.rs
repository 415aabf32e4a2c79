//! What stands elsewhere than it is written: the call itself in another turn, parts said in another call.

use crate::series::content::ContentMove;
use crate::series::model::Series;
use crate::series::plan::Plan;
use crate::series::show::words::Words;

/// What moved into a call, out of it, or with it.
pub(super) struct Moved {
    /// A line for each.
    pub(super) notes: Vec<String>,
    /// The parts that came in, as numbers in the call as it is said.
    pub(super) parts: Vec<usize>,
}

/// What moved of the call in a turn; `series` has its scripts as they are to be said.
pub(super) fn moved(series: &Series, plan: &Plan, words: &Words, turn: usize) -> Moved {
    let call = plan.ordered.order.get(turn).copied().unwrap_or(turn);
    let mut notes = Vec::new();
    if call != turn {
        notes.push(words.written_as(call));
    }
    let moves = &plan.content.moves;
    let came = |one: &&ContentMove| one.to == turn;
    notes.extend(moves.iter().filter(came).map(|one| words.came_from(one)));
    notes.extend(moves.iter().filter(|one| one.from == turn && one.to != turn).map(|one| words.went_to(one)));
    let parts = moves.iter().filter(came).filter_map(|one| part(series, plan, call, one)).collect();
    Moved { notes, parts }
}

/// The number of a part in the call that says it; its id has its own call's in front where the other has one like it.
fn part(series: &Series, plan: &Plan, call: usize, one: &ContentMove) -> Option<usize> {
    let script = series.script(series.calls.get(call)?)?;
    let home = plan.ordered.order.get(one.from).and_then(|&from| series.calls.get(from)).map(|from| from.id.as_str());
    let longer = home.map(|home| format!("{home}-{}", one.segment));
    let at = |id: &str| script.segments.iter().position(|segment| segment.id == id);
    longer.and_then(|id| at(&id)).or_else(|| at(&one.segment))
}
