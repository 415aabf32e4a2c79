//! Content that would be remembered better in another call: the series is scored with it there instead.

use super::{Hit, Look};
use crate::experience::{Beat, NO_EVIDENCE};
use crate::script::{Kind, Part, Script, Segment, spoken};
use crate::series::given::given;
use crate::series::model::Call;
use crate::series::order::{Felt, whole};

/// From here on something hurts: painful.
const PAIN: f64 = -2.0;

/// Painful news that an earlier call could tell, where the whole series would be remembered clearly better.
pub(super) fn late_pain(look: &Look<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (turn, call) in look.calls().filter(|(_, call)| call.turn.is_none()) {
        let Some(script) = look.series.script(call) else { continue };
        for (at, segment) in script.segments.iter().enumerate() {
            // What may move stands where it is best already.
            let placed = look.plan.content.moves.iter().any(|one| one.to == turn && segment.id.ends_with(&one.segment))
                || call.may_move.iter().any(|id| id.value.trim() == segment.id);
            let moves = segment.valence() <= PAIN
                && !placed
                && matches!(segment.kind(), Some(Kind::News) | None)
                && !segment.has_own_place();
            if !moves {
                continue;
            }
            let block = with_help(script, at);
            let best = (0..turn)
                .filter(|&earlier| can_say(look, script, &block, earlier))
                .map(|earlier| (earlier, gain(look, turn, &block, earlier)))
                .max_by(|(a, x), (b, y)| x.total_cmp(y).then(b.cmp(a)));
            let Some((earlier, gain)) = best.filter(|(_, gain)| *gain >= look.limit.unwrap_or(NO_EVIDENCE)) else {
                continue;
            };
            let place = look.series.place_in(call, segment.place.before());
            let other = look.call(earlier).map_or_else(String::new, Call::name);
            hits.push(Hit { place, found: segment.name().to_string(), other, value: Some(gain), ..Hit::of(call) });
        }
    }
    hits
}

/// A painful segment with those that help with it: they go together.
fn with_help(script: &Script, at: usize) -> Vec<usize> {
    let id = script.segments.get(at).map_or("", |segment| segment.id.as_str());
    let helps = |segment: &Segment| segment.helps_with.iter().any(|name| name.value.trim() == id);
    let others = (0..).zip(&script.segments).filter(|(number, segment)| *number != at && helps(segment));
    std::iter::once(at).chain(others.map(|(number, _)| number)).collect()
}

/// Whether an earlier call has a script, and knows by then what these segments say.
fn can_say(look: &Look<'_>, script: &Script, block: &[usize], earlier: usize) -> bool {
    let known = given(look.series, &look.plan.ordered.order, earlier);
    let passed = given(look.series, &look.plan.ordered.order, look.plan.ordered.order.len());
    let segments = block.iter().filter_map(|&at| script.segments.get(at));
    let said = segments.flat_map(Segment::spoken).flat_map(|words| words.texts()).flat_map(spoken::blanks);
    let missing = said.filter(|(name, _)| {
        passed.iter().any(|given| given.blank == *name) && !known.iter().any(|given| given.blank == *name)
    });
    look.call(earlier).is_some_and(|call| look.series.script(call).is_some()) && missing.count() == 0
}

/// By how much the series would be remembered better with these segments behind the beginning of an earlier call.
fn gain(look: &Look<'_>, turn: usize, block: &[usize], earlier: usize) -> f64 {
    let ordered = &look.plan.ordered;
    let script = |turn: usize| look.call(turn).and_then(|call| look.series.script(call));
    let settings = &ordered.settings;
    let mut felt: Vec<Felt> = ordered.order.iter().filter_map(|&call| ordered.felt.get(call)).cloned().collect();
    let order: Vec<usize> = (0..felt.len()).collect();
    let before = whole(&felt, &order, settings).total;
    let Some(from) = felt.get_mut(turn) else { return 0.0 };
    let moved: Vec<_> = block.iter().filter_map(|&at| from.beats.get(at).copied()).collect();
    let mut at = 0;
    from.beats.retain(|_| {
        at += 1;
        !block.contains(&(at - 1))
    });
    let head = |segment: &Segment| segment.kind().is_some_and(|kind| kind.part() == Part::Head);
    let behind = script(earlier).map_or(0, |script| script.segments.iter().take_while(|segment| head(segment)).count());
    if let Some(to) = felt.get_mut(earlier) {
        // Nothing of the other call is felt as one with it.
        let moved = moved.into_iter().map(|beat| Beat { account: None, ..beat });
        let behind = behind.min(to.beats.len());
        to.beats.splice(behind..behind, moved);
    }
    whole(&felt, &order, settings).total - before
}
