//! The customer's map and habits: what no part of the call takes up.

use crate::rule::look::{At, Hit, Look};
use crate::script::{Script, same};
use crate::text::Text;

/// Pains that no segment takes up.
pub(super) fn pains(look: &Look<'_, '_>) -> Vec<Hit> {
    look.sheet().script().map_or_else(Vec::new, |script| unanswered(script, &script.customer.pains))
}

/// Gains that no segment takes up.
pub(super) fn gains(look: &Look<'_, '_>) -> Vec<Hit> {
    look.sheet().script().map_or_else(Vec::new, |script| unanswered(script, &script.customer.gains))
}

fn unanswered(script: &Script, wishes: &[Text]) -> Vec<Hit> {
    let answered = |wish: &&Text| {
        script.all_segments().any(|segment| segment.answers_to.iter().any(|answer| same(&answer.value, &wish.value)))
    };
    let open = wishes.iter().filter(|wish| !answered(wish));
    open.map(|wish| Hit { found: Some(wish.value.clone()), ..Hit::at(At::Place(wish.place)) }).collect()
}

/// An order that differs from the one customers know, while nothing says so.
pub(super) fn habit(look: &Look<'_, '_>) -> Vec<Hit> {
    let Some(script) = look.sheet().script() else { return Vec::new() };
    let Some(habit) = &script.habit else { return Vec::new() };
    let written: Vec<usize> = habit.order.iter().filter_map(|id| script.find(id).map(|(at, _)| at)).collect();
    let Some(late) = written.windows(2).find(|pair| pair.first() > pair.last()).and_then(<[usize]>::last) else {
        return Vec::new();
    };
    let named = look.seen.known("core/says-what-changed").is_some_and(|cue| look.says_anywhere(cue));
    if named { Vec::new() } else { vec![Hit::at(At::Part(0, *late))] }
}
