//! All segments of a series in the order of its calls, with the gaps in which marked ones may be said.

use std::collections::{BTreeMap, BTreeSet};

use super::ties::{opens, stays};
use crate::experience::{Beat, score};
use crate::script::{From, Kind, Script, Segment, seconds, slow_seconds, spoken};
use crate::sequence::problem::{Constraint, Problem, permitted};
use crate::series::given::asked_in;
use crate::series::model::{Call, Series};
use crate::series::order::{Felt, Ordered, apart, whole};

/// The segments of a series, in the order of its calls and as they are written in each.
pub(super) struct Parts {
    all: Vec<One>,
    /// Those that may move, as numbers of parts.
    pub(super) marked: Vec<usize>,
    rules: Vec<Constraint>,
}

/// One segment of one call.
#[derive(Debug, Clone, Copy)]
struct One {
    turn: usize,
    call: usize,
    at: usize,
    seconds: f64,
    slow: f64,
}

impl Parts {
    pub(super) fn of(series: &Series, ordered: &Ordered) -> Self {
        let mut all = Vec::new();
        for (turn, &call) in ordered.order.iter().enumerate() {
            let Some(script) = series.calls.get(call).and_then(|one| series.script(one)) else { continue };
            all.extend(script.segments.iter().enumerate().map(|(at, segment)| One {
                turn,
                call,
                at,
                seconds: seconds(script, segment),
                slow: slow_seconds(script, segment),
            }));
        }
        let mut parts = Self { all, marked: Vec::new(), rules: Vec::new() };
        parts.marked = (0..parts.all.len()).filter(|&part| parts.may_move(series, part)).collect();
        if !parts.marked.is_empty() {
            parts.rules = Rules { parts: &parts, series, ordered, rules: Vec::new() }.all();
        }
        parts
    }

    fn may_move(&self, series: &Series, part: usize) -> bool {
        let Some((call, script, segment)) = self.where_from(series, part) else { return false };
        let marked = call.may_move.iter().any(|id| id.value.trim() == segment.id);
        marked && stays(series, call, script, self.all[part].at).is_none()
    }

    fn where_from<'s>(&self, series: &'s Series, part: usize) -> Option<(&'s Call, &'s Script, &'s Segment)> {
        let one = self.all.get(part)?;
        let call = series.calls.get(one.call)?;
        let script = series.script(call)?;
        Some((call, script, script.segments.get(one.at)?))
    }

    pub(super) fn segment<'s>(&self, series: &'s Series, part: usize) -> Option<&'s Segment> {
        self.where_from(series, part).map(|(_, _, segment)| segment)
    }

    /// The turn of the call that a part is written in.
    pub(super) fn turn(&self, part: usize) -> usize {
        self.all.get(part).map_or(0, |one| one.turn)
    }

    /// The call that a part is written in, and its number in the script.
    pub(super) fn home(&self, part: usize) -> Option<(usize, usize)> {
        self.all.get(part).map(|one| (one.call, one.at))
    }

    fn is_marked(&self, part: usize) -> bool {
        self.marked.binary_search(&part).is_ok()
    }

    /// The parts as the solver sees them.
    pub(super) fn problem(&self, ordered: &Ordered) -> Problem {
        Problem {
            beats: (0..self.all.len()).map(|part| self.beat(ordered, part)).collect(),
            slow_seconds: vec![0.0; self.all.len()],
            constraints: self.rules.clone(),
            settings: ordered.settings,
        }
    }

    fn beat(&self, ordered: &Ordered, part: usize) -> Beat {
        let one = self.all[part];
        let beat = ordered.felt.get(one.call).and_then(|felt| felt.beats.get(one.at)).copied();
        apart(beat.unwrap_or(Beat { valence: 0.0, minutes: 0.0, account: None }), one.turn)
    }

    /// Whether an order of the parts keeps every rule.
    pub(super) fn keeps(&self, order: &[usize]) -> bool {
        let beats = vec![Beat { valence: 0.0, minutes: 0.0, account: None }; self.all.len()];
        permitted(&Problem { beats, constraints: self.rules.clone(), ..Problem::default() }, order)
    }

    /// The turn in which each part is said, by its number.
    pub(super) fn turns(&self, order: &[usize]) -> Vec<usize> {
        let mut turns = vec![0; self.all.len()];
        let mut now = 0;
        for &part in order {
            if !self.is_marked(part) {
                now = self.turn(part);
            }
            turns[part] = now;
        }
        turns
    }

    /// The marked parts that are said elsewhere than they are written.
    pub(super) fn moved(&self, order: &[usize]) -> Vec<usize> {
        self.marked.iter().copied().filter(|&part| self.at_home(order, part) != order).collect()
    }

    /// The same order with one part where it is written: behind the nearest part before it that does not move.
    pub(super) fn at_home(&self, order: &[usize], part: usize) -> Vec<usize> {
        let mut rest: Vec<usize> = order.iter().copied().filter(|&other| other != part).collect();
        let fixed = (0..part).rev().find(|&before| !self.is_marked(before)).unwrap_or(0);
        let mut at = rest.iter().position(|&other| other == fixed).map_or(0, |at| at + 1);
        while rest.get(at).is_some_and(|&other| self.is_marked(other) && other < part && other > fixed) {
            at += 1;
        }
        rest.insert(at, part);
        rest
    }

    /// How the series will be remembered with its parts in this order.
    pub(super) fn total(&self, ordered: &Ordered, order: &[usize]) -> f64 {
        whole(&self.felt(ordered, order), &ordered.order, &ordered.settings).total
    }

    /// Each call as it is felt with the parts in this order, in the written order of calls. What is said in another
    /// call is felt as one only with what came along from its own.
    pub(super) fn felt(&self, ordered: &Ordered, order: &[usize]) -> Vec<Felt> {
        let mut felt: Vec<Felt> = ordered
            .felt
            .iter()
            .map(|felt| Felt { beats: Vec::new(), known: Vec::new(), seconds: 0.0, slow: 0.0, ..felt.clone() })
            .collect();
        let mut topics: BTreeMap<(usize, u32), u32> = BTreeMap::new();
        let turns = self.turns(order);
        for &part in order {
            let one = self.all[part];
            let Some(from) = ordered.felt.get(one.call) else { continue };
            let to = ordered.order.get(turns[part]).copied().unwrap_or(one.call);
            let Some(mut beat) = from.beats.get(one.at).copied() else { continue };
            if to != one.call {
                let next = u32::try_from(topics.len()).unwrap_or(0);
                beat.account = beat.account.map(|topic| GUESTS + *topics.entry((one.call, topic)).or_insert(next));
            }
            let Some(there) = felt.get_mut(to) else { continue };
            there.beats.push(beat);
            there.known.push(from.known.get(one.at).copied().unwrap_or(false));
            there.seconds += one.seconds;
            there.slow += one.slow;
        }
        for felt in &mut felt {
            felt.experience = score(&felt.beats, &ordered.alone);
        }
        felt
    }
}

/// Topics of a call's own segments are numbered below this, those of segments from other calls above.
const GUESTS: u32 = 2_048;

/// What every order of the parts keeps.
struct Rules<'p> {
    parts: &'p Parts,
    series: &'p Series,
    ordered: &'p Ordered,
    rules: Vec<Constraint>,
}

impl Rules<'_> {
    fn all(mut self) -> Vec<Constraint> {
        let fixed: Vec<usize> = (0..self.parts.all.len()).filter(|&part| !self.parts.is_marked(part)).collect();
        for pair in fixed.windows(2) {
            let [first, then] = *pair else { continue };
            self.rules.push(match self.is_open(first, then) {
                true => Constraint::Before { first, then },
                false => Constraint::Directly { first, then },
            });
        }
        for &part in &self.parts.marked {
            self.between(fixed.first(), part, fixed.last());
            self.helps(part);
            self.words(part);
        }
        self.rules
    }

    fn before(&mut self, first: usize, then: usize) {
        if first != then {
            self.rules.push(Constraint::Before { first, then });
        }
    }

    fn between(&mut self, first: Option<&usize>, part: usize, last: Option<&usize>) {
        if let (Some(&first), Some(&last)) = (first, last) {
            self.before(first, part);
            self.before(part, last);
        }
    }

    /// Whether something may be said between two parts that do not move.
    fn is_open(&self, first: usize, then: usize) -> bool {
        let (a, b) = (self.parts.all[first], self.parts.all[then]);
        let home = then > first + 1;
        let Some(call) = self.series.calls.get(a.call).filter(|_| a.turn == b.turn) else { return false };
        let Some(script) = self.series.script(call) else { return false };
        home || call.turn.is_none() && (!self.any_private() || verifies(script)) && opens(script, a.at, b.at)
    }

    fn any_private(&self) -> bool {
        let private = |&part: &usize| {
            self.parts.segment(self.series, part).is_some_and(|one| one.private.as_ref().is_some_and(|said| said.value))
        };
        self.parts.marked.iter().any(private)
    }

    /// What helps with something comes after it, in whichever call.
    fn helps(&mut self, part: usize) {
        let Some((_, script, segment)) = self.parts.where_from(self.series, part) else { return };
        let id = segment.id.clone();
        let base = part - self.parts.all[part].at;
        let named = |one: &Segment, id: &str| one.helps_with.iter().any(|name| name.value.trim() == id);
        let mut pairs = Vec::new();
        for (at, other) in script.segments.iter().enumerate() {
            if named(segment, &other.id) {
                pairs.push((base + at, part));
            }
            if named(other, &id) {
                pairs.push((part, base + at));
            }
        }
        pairs.into_iter().for_each(|(first, then)| self.before(first, then));
    }

    /// What it says must be known by then: asked before in the same call, or passed on by an earlier one.
    fn words(&mut self, part: usize) {
        let Some((call, script, segment)) = self.parts.where_from(self.series, part) else { return };
        let One { turn, at, .. } = self.parts.all[part];
        let base = part - at;
        let own: Vec<usize> = (0..self.parts.all.len()).filter(|&other| self.parts.all[other].turn == turn).collect();
        let ends = own.first().copied().zip(own.last().copied());
        for name in blanks(segment) {
            let asks = |one: &Segment| asked_in(one).iter().any(|asked| asked.value.trim() == name);
            let asked = script.segments.iter().take(at).rposition(asks);
            let passes = |call: &Call| call.passes_on.iter().any(|blank| blank.value.trim() == name);
            let giver = (0..turn).find(|&turn| self.call(turn).is_some_and(passes));
            let of_record = script.blank(&name).is_none_or(|blank| blank.from != Some(From::Customer));
            match (asked, giver) {
                (Some(asked), _) => {
                    self.before(base + asked, part);
                    if let Some((_, last)) = ends.filter(|_| !passes(call)) {
                        self.before(part, last);
                    }
                }
                (None, Some(giver)) => {
                    let last = self.parts.all.iter().rposition(|one| one.turn == giver);
                    last.into_iter().for_each(|last| self.before(last, part));
                }
                (None, None) if of_record => {}
                (None, None) => ends.into_iter().for_each(|(first, last)| {
                    self.before(first, part);
                    self.before(part, last);
                }),
            }
        }
    }

    fn call(&self, turn: usize) -> Option<&Call> {
        self.series.calls.get(*self.ordered.order.get(turn)?)
    }
}

/// The blanks that a segment says.
pub(super) fn blanks(segment: &Segment) -> BTreeSet<String> {
    let words = segment.spoken().chain(segment.replies()).flat_map(|words| words.texts());
    words.flat_map(spoken::blanks).map(|(name, _)| name).collect()
}

fn verifies(script: &Script) -> bool {
    script.segments.iter().any(|segment| segment.kind() == Some(Kind::Verify))
}
