//! Works out what every order of a script must keep: the list of hard constraints, and only that list.

use std::collections::BTreeMap;

use super::demand::{Demand, Why};
use super::guessed;
use super::problem::Constraint;
use super::sympathy::{self, Belongs};
use super::ties::{Tie, parts, ties, turns};
use super::uses;
use crate::script::{Direction, FixedPlace, Kind, Part, Script, Segment, Stages};
use crate::source::Place;
use crate::text::Text;

/// Everything that every order of this script must keep.
#[must_use]
pub fn demands(script: &Script) -> Vec<Demand> {
    let mut belongs = sympathy::written(script);
    let mut list = Demands::of(script, &belongs);
    while sympathy::forced(script, &list, &mut belongs) {
        list = Demands::of(script, &belongs);
    }
    list.extend(sympathy::ahead(script, &belongs));
    list.retain(|demand| !guessed::gives_way(script, &belongs, demand));
    list
}

struct Demands<'s> {
    script: &'s Script,
    turns: Vec<(usize, bool)>,
    ties: Vec<Option<Tie>>,
    parts: Vec<Option<Part>>,
    list: Vec<Demand>,
}

impl<'s> Demands<'s> {
    fn of(script: &'s Script, belongs: &Belongs) -> Vec<Demand> {
        let ties = ties(script, belongs);
        let mut all = Self { script, parts: parts(script, &ties), turns: turns(&ties), ties, list: Vec::new() };
        all.written();
        all.attached();
        all.depends();
        all.safety();
        all.zones();
        all.stages();
        all.includes();
        all.callers_reason();
        all.moves_at_most();
        all.list
    }

    fn add(&mut self, constraint: Constraint, why: Why, place: Place) {
        self.list.push(Demand { constraint, why, place });
    }

    fn before(&mut self, first: usize, then: usize, why: Why, place: Place) {
        if first != then {
            self.add(Constraint::Before { first, then }, why, place);
        }
    }

    fn number(&self, id: &Text) -> Option<usize> {
        self.script.find(id.value.trim()).map(|(at, _)| at)
    }

    /// What the author wrote: place, after, before, next_to, starts_within, helps_with.
    fn written(&mut self) {
        let script = self.script;
        for (at, segment) in script.segments.iter().enumerate() {
            for (place, text) in &segment.fixed_place {
                let index = match place {
                    FixedPlace::First => 0,
                    FixedPlace::Last => script.segments.len() - 1,
                    FixedPlace::Kept => at,
                };
                self.add(Constraint::At { segment: at, index }, Why::Place((*place).into()), text.place);
            }
            for id in &segment.after {
                let Some(first) = self.number(id) else { continue };
                self.before(first, at, Why::After, id.place);
            }
            for id in &segment.before {
                let Some(then) = self.number(id) else { continue };
                self.before(at, then, Why::Before, id.place);
            }
            for id in &segment.helps_with {
                let Some(first) = self.number(id) else { continue };
                self.before(first, at, Why::HelpsWith, id.place);
            }
            if let Some((first, id)) = segment.next_to.as_ref().and_then(|id| Some((self.number(id)?, id)))
                && first != at
            {
                self.add(Constraint::Directly { first, then: at }, Why::NextTo, id.place);
            }
            if let Some((seconds, text)) = &segment.starts_within {
                self.add(Constraint::StartsWithin { segment: at, seconds: *seconds }, Why::StartsWithin, text.place);
            }
        }
    }

    /// What introduces, and sympathy.
    fn attached(&mut self) {
        for (at, tie) in self.ties.clone().into_iter().enumerate() {
            let place = self.script.segments[at].place;
            match tie {
                Some(Tie::InFrontOf(next)) => {
                    self.add(Constraint::Directly { first: at, then: next }, Why::Signpost, place)
                }
                Some(Tie::Behind { last, .. }) => {
                    self.add(Constraint::Directly { first: last, then: at }, Why::Empathy, place)
                }
                None => {}
            }
        }
    }

    /// What depends comes later: blanks, conditions, jumps, personal facts.
    fn depends(&mut self) {
        let script = self.script;
        let fillers = uses::fillers(script);
        for (at, segment) in script.segments.iter().enumerate() {
            for (name, place) in uses::names(script, segment) {
                let from: Vec<usize> = fillers.get(name.as_str()).cloned().unwrap_or_default();
                if from.is_empty() || from.contains(&at) {
                    continue;
                }
                let why = Why::Depends(name);
                match from.as_slice() {
                    [one] => self.before(*one, at, why, place),
                    _ => self.add(Constraint::AnyBefore { segment: at, of: from }, why, place),
                }
            }
            for target in uses::jumps(segment) {
                let Some(to) = self.number(target) else { continue };
                self.before(at.min(to), at.max(to), Why::GoTo, target.place);
            }
            self.private(at, segment);
        }
    }

    fn private(&mut self, at: usize, segment: &Segment) {
        let Some(private) = segment.private.as_ref().filter(|said| said.value) else { return };
        let verify: Vec<usize> = self.of_kind(Kind::Verify).filter(|&other| other != at).collect();
        if !verify.is_empty() && segment.kind() != Some(Kind::Verify) {
            self.add(Constraint::AnyBefore { segment: at, of: verify }, Why::Private, private.place);
        }
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = usize> {
        self.script
            .segments
            .iter()
            .enumerate()
            .filter(move |(_, segment)| segment.kind() == Some(kind))
            .map(|(at, _)| at)
    }

    /// Danger signs come before bad news.
    fn safety(&mut self) {
        let news: Vec<usize> =
            self.of_kind(Kind::News).filter(|&at| self.script.segments[at].valence() < 0.0).collect();
        for check in self.of_kind(Kind::SafetyCheck).collect::<Vec<_>>() {
            let place = self.script.segments[check].place;
            for &bad in &news {
                self.before(check, bad, Why::SafetyCheck, place);
            }
        }
    }

    /// The beginning and the end of the call, and handing over.
    fn zones(&mut self) {
        let count = self.script.segments.len();
        for a in 0..count {
            for b in 0..count {
                let Some(why) = self.zone(a, b) else { continue };
                let place = self.script.segments[if why == Why::Head { a } else { b }].place;
                self.before(a, b, why, place);
            }
        }
    }

    /// Why `a` comes before `b` by where they belong, if it does.
    fn zone(&self, a: usize, b: usize) -> Option<Why> {
        if a == b {
            return None;
        }
        let kind = |at: usize| self.script.segments[at].kind();
        let part = |at: usize| self.parts[at];
        let transfer = |at: usize| kind(at) == Some(Kind::Transfer) && part(at).is_some();
        let closing = |at: usize| kind(at) == Some(Kind::Closing) && part(at) == Some(Part::Tail);
        if transfer(a) || transfer(b) {
            return match (transfer(a), transfer(b)) {
                (true, true) => None,
                (true, false) => closing(b).then_some(Why::Tail),
                _ => (!closing(a) && self.yields(a, b)).then_some(Why::Transfer),
            };
        }
        match (part(a), part(b)) {
            (Some(Part::Head), Some(Part::Head)) => self.inside(a, b, Kind::Opening, true).then_some(Why::Head),
            (Some(Part::Tail), Some(Part::Tail)) => self.inside(a, b, Kind::Closing, false).then_some(Why::Tail),
            (Some(Part::Head), Some(_)) => Some(Why::Head),
            (Some(Part::Body), Some(Part::Tail)) => Some(Why::Tail),
            (Some(Part::Head), None) => self.follows_head(a, b).then_some(Why::Head),
            (None, Some(Part::Tail)) => self.precedes_tail(a, b).then_some(Why::Tail),
            _ => None,
        }
    }

    /// Inside head and tail the written order stays, except that opening is first and closing last.
    fn inside(&self, a: usize, b: usize, special: Kind, first: bool) -> bool {
        let is = |at: usize| self.script.segments[at].kind() == Some(special);
        match (is(a), is(b)) {
            (true, false) => first,
            (false, true) => !first,
            _ => self.turns[a] < self.turns[b],
        }
    }

    /// Whether a segment with a place of its own still comes after this part of the head: always after
    /// the opening; after notices and checks unless its own words lead it in among them.
    fn follows_head(&self, head: usize, own: usize) -> bool {
        let segment = &self.script.segments[own];
        if !segment.fixed_place.is_empty() {
            return false;
        }
        if self.script.segments[head].kind() == Some(Kind::Opening) {
            return true;
        }
        let early = segment.kind().map(Kind::part) == Some(Part::Head) && segment.starts_within.is_some();
        !early && !self.leads_into(segment, Part::Head)
    }

    fn precedes_tail(&self, own: usize, tail: usize) -> bool {
        let segment = &self.script.segments[own];
        if !segment.fixed_place.is_empty() {
            return false;
        }
        self.script.segments[tail].kind() == Some(Kind::Closing) || !self.leads_into(segment, Part::Tail)
    }

    /// Whether a segment's own constraints name a segment of this part in a way that draws it in.
    fn leads_into(&self, segment: &Segment, part: Part) -> bool {
        let drawn = if part == Part::Head { &segment.before } else { &segment.after };
        let named = drawn.iter().chain(&segment.next_to).filter_map(|id| self.number(id));
        named.into_iter().any(|at| {
            let kind = self.script.segments[at].kind();
            self.parts[at] == Some(part) && !matches!(kind, Some(Kind::Opening | Kind::Closing))
                || self.parts[at] == Some(part) && part == Part::Head
        })
    }

    /// Whether a segment comes before a transfer, unless it has a fixed place or says to come after it.
    fn yields(&self, a: usize, transfer: usize) -> bool {
        let segment = &self.script.segments[a];
        let after = segment.after.iter().chain(&segment.next_to).any(|id| self.number(id) == Some(transfer));
        segment.fixed_place.is_empty() && !after
    }

    /// Segments of a stage stay together; stages keep their order unless they are free.
    fn stages(&mut self) {
        let mut stages: Vec<(&str, Vec<usize>, Place)> = Vec::new();
        for (at, segment) in self.script.segments.iter().enumerate() {
            let Some(stage) = &segment.stage else { continue };
            match stages.iter_mut().find(|(name, ..)| *name == stage.value.trim()) {
                Some((_, members, _)) => members.push(at),
                None => stages.push((stage.value.trim(), vec![at], stage.place)),
            }
        }
        let mut found = Vec::new();
        for (at, (name, members, place)) in stages.iter().enumerate() {
            if members.len() > 1 {
                found.push((Constraint::Together(members.clone()), Why::Stage((*name).to_string()), *place));
            }
            let Some((next, later, next_place)) = stages.get(at + 1).filter(|_| self.script.stages == Stages::Kept)
            else {
                continue;
            };
            for &first in members {
                for &then in later {
                    let why = Why::StageOrder((*name).to_string(), (*next).to_string());
                    found.push((Constraint::Before { first, then }, why, *next_place));
                }
            }
        }
        for (constraint, why, place) in found {
            self.add(constraint, why, place);
        }
    }

    /// A shared block keeps its own order without a gap.
    fn includes(&mut self) {
        let mut blocks: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
        for (at, segment) in self.script.segments.iter().enumerate() {
            if let Some(block) = segment.block {
                blocks.entry(block).or_default().push(at);
            }
        }
        for members in blocks.into_values() {
            for pair in members.windows(2) {
                let place = self.script.segments[pair[1]].place;
                self.add(Constraint::Directly { first: pair[0], then: pair[1] }, Why::Include, place);
            }
        }
    }

    /// In an inbound call nothing that is free moves before the segment in which the caller's reason is heard.
    fn callers_reason(&mut self) {
        if self.script.facts.direction != Some(Direction::Inbound) {
            return;
        }
        let Some(heard) = uses::callers_reason(self.script) else { return };
        for at in heard + 1..self.script.segments.len() {
            if self.parts[at] == Some(Part::Body) {
                let place = self.script.segments[heard].place;
                self.before(heard, at, Why::CallersReason, place);
            }
        }
    }

    fn moves_at_most(&mut self) {
        let Some((most, place)) = self.script.moves_at_most else { return };
        let reference = uses::habit(self.script).unwrap_or_else(|| (0..self.script.segments.len()).collect());
        self.add(Constraint::FewMoves { reference, most }, Why::MovesAtMost, place);
    }
}
