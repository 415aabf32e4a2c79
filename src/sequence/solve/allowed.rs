//! Which unit may come next, building from the end of the call.

use super::bits::Bits;
use super::caps::Cap;
use super::units::Unit;
use crate::sequence::problem::{Constraint, Problem, SECONDS_SLACK};

/// What every order of the units must keep, ready for a search from the end of the call.
#[derive(Debug)]
pub(super) struct Allowed<const W: usize> {
    /// How many segments each unit holds.
    pub lengths: Vec<usize>,
    /// The units that come before each, whatever the order.
    pub before: Vec<Bits<W>>,
    /// The units that come after each, whatever the order.
    pub after: Vec<Bits<W>>,
    /// Units that stand together.
    pub blocks: Vec<Block<W>>,
    /// Caps on swapped pairs that can bind.
    pub caps: Vec<Cap<W>>,
    windows: Option<Windows>,
    latest: Option<Vec<f64>>,
    slow: Vec<f64>,
    any: Vec<(usize, Bits<W>)>,
}

/// Units that stand together.
#[derive(Debug, Clone)]
pub(super) struct Block<const W: usize> {
    /// The units.
    pub members: Bits<W>,
}

/// First and last possible places of each unit, counted in segments; latest first place first in `falling`.
#[derive(Debug)]
struct Windows {
    least: Vec<usize>,
    most: Vec<usize>,
    falling: Vec<usize>,
}

/// There is no order at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoOrder;

/// Where a segment is: its unit, and its place in it.
pub(super) type Home = (usize, usize);

/// Each segment's home.
pub(super) fn homes(units: &[Unit], segments: usize) -> Vec<Home> {
    let mut homes = vec![(0, 0); segments];
    for (unit, held) in units.iter().enumerate() {
        held.segments.iter().enumerate().for_each(|(place, &segment)| homes[segment] = (unit, place));
    }
    homes
}

impl<const W: usize> Allowed<W> {
    pub(super) fn new(problem: &Problem, units: &[Unit]) -> Result<Self, NoOrder> {
        let homes = homes(units, problem.beats.len());
        let mut made = Self {
            lengths: units.iter().map(|unit| unit.segments.len()).collect(),
            before: vec![Bits::EMPTY; units.len()],
            after: vec![Bits::EMPTY; units.len()],
            slow: units.iter().map(|unit| unit.slow).collect(),
            ..Self::default()
        };
        let mut fixed = vec![None; units.len()];
        for constraint in &problem.constraints {
            made.take(constraint, problem, units, &homes, &mut fixed)?;
        }
        made.close(&fixed)?;
        made.settle_any()?;
        made.settle_caps()?;
        Ok(made)
    }

    fn take(
        &mut self,
        constraint: &Constraint,
        problem: &Problem,
        units: &[Unit],
        homes: &[Home],
        fixed: &mut [Option<usize>],
    ) -> Result<(), NoOrder> {
        let home = |segment: usize| homes.get(segment).copied().ok_or(NoOrder);
        match constraint {
            Constraint::Directly { first, then } => (home(*first)?.0 == home(*then)?.0).then_some(()).ok_or(NoOrder),
            Constraint::Before { first, then } => self.put_before(home(*first)?, home(*then)?),
            Constraint::Together(segments) => {
                let homes: Result<Vec<Home>, NoOrder> = segments.iter().map(|&segment| home(segment)).collect();
                self.put_together(&homes?)
            }
            Constraint::At { segment, index } => {
                let (unit, place) = home(*segment)?;
                let start = index.checked_sub(place).ok_or(NoOrder)?;
                let kept = fixed[unit].is_none_or(|other| other == start);
                fixed[unit] = Some(start);
                kept.then_some(()).ok_or(NoOrder)
            }
            Constraint::StartsWithin { segment, seconds } => {
                let (unit, place) = home(*segment)?;
                let earlier = units[unit].segments.iter().take(place);
                let within: f64 = earlier.filter_map(|&segment| problem.slow_seconds.get(segment)).sum();
                let latest = self.latest.get_or_insert_with(|| vec![f64::INFINITY; units.len()]);
                latest[unit] = latest[unit].min(seconds + SECONDS_SLACK - within);
                (latest[unit] >= 0.0).then_some(()).ok_or(NoOrder)
            }
            Constraint::AnyBefore { segment, of } => {
                let (unit, place) = home(*segment)?;
                let others: Vec<Home> = of.iter().filter_map(|&other| homes.get(other).copied()).collect();
                if !others.iter().any(|&(other, at)| other == unit && at < place) {
                    self.any.push((unit, others.iter().map(|home| home.0).filter(|&other| other != unit).collect()));
                }
                Ok(())
            }
            Constraint::FewMoves { reference, most } => {
                let homes: Result<Vec<Home>, NoOrder> = reference.iter().map(|&segment| home(segment)).collect();
                homes?;
                self.caps.push(Cap::new(reference, *most, units).ok_or(NoOrder)?);
                Ok(())
            }
        }
    }

    fn put_before(&mut self, (first, at): Home, (then, place): Home) -> Result<(), NoOrder> {
        if first == then {
            return if at < place { Ok(()) } else { Err(NoOrder) };
        }
        self.before[then].insert(first);
        Ok(())
    }

    /// A set may end within a unit: that unit then stands at the set's edge.
    fn put_together(&mut self, homes: &[Home]) -> Result<(), NoOrder> {
        let members: Bits<W> = homes.iter().map(|home| home.0).collect();
        for unit in members.iter() {
            let mut places: Vec<usize> = homes.iter().filter(|home| home.0 == unit).map(|home| home.1).collect();
            places.sort_unstable();
            places.dedup();
            let (least, most) = (places.first().copied().unwrap_or(0), places.last().copied().unwrap_or(0));
            if most + 1 - least != places.len() {
                return Err(NoOrder);
            }
            if least > 0 {
                members.iter().filter(|&other| other != unit).for_each(|other| self.before[other].insert(unit));
            }
            if most + 1 < self.lengths[unit] {
                self.before[unit] = self.before[unit].or(&members.without(unit));
            }
        }
        if members.count() > 1 && members.count() < self.lengths.len() as u32 {
            self.blocks.push(Block { members });
        }
        Ok(())
    }

    /// Draws every conclusion about what comes before what.
    fn close(&mut self, fixed: &[Option<usize>]) -> Result<(), NoOrder> {
        let placed = fixed.iter().any(Option::is_some);
        loop {
            self.chase()?;
            let mut grown = self.spread_over_blocks();
            if !grown && placed {
                self.windows = Some(self.windows(fixed)?);
                grown = self.spread_over_windows();
            }
            if !grown {
                return Ok(());
            }
        }
    }

    /// What is before what is before, is before; `after` is its mirror.
    fn chase(&mut self) -> Result<(), NoOrder> {
        for between in 0..self.before.len() {
            let earlier = self.before[between];
            if !earlier.is_empty() {
                let later = self.before.iter_mut().filter(|before| before.has(between));
                later.for_each(|before| *before = before.or(&earlier));
            }
        }
        if (0..self.before.len()).any(|unit| self.before[unit].has(unit)) {
            return Err(NoOrder);
        }
        self.after = vec![Bits::EMPTY; self.before.len()];
        for unit in 0..self.before.len() {
            self.before[unit].iter().for_each(|earlier| self.after[earlier].insert(unit));
        }
        Ok(())
    }

    /// What is before one of a block from outside is before all of it, and so is what comes after.
    fn spread_over_blocks(&mut self) -> bool {
        let mut grown = false;
        for Block { members } in &self.blocks {
            let earlier = members.iter().fold(Bits::EMPTY, |all, unit| all.or(&self.before[unit])).minus(members);
            for unit in 0..self.before.len() {
                let more = match (members.has(unit), self.before[unit].meets(members)) {
                    (true, _) => &earlier,
                    (false, true) => members,
                    (false, false) => continue,
                };
                grown |= !self.before[unit].holds(more);
                self.before[unit] = self.before[unit].or(more);
            }
        }
        grown
    }

    fn windows(&self, fixed: &[Option<usize>]) -> Result<Windows, NoOrder> {
        let count = self.lengths.len();
        let all: usize = self.lengths.iter().sum();
        let held = |units: &Bits<W>| units.iter().map(|unit| self.lengths[unit]).sum::<usize>();
        let (mut least, mut most) = (vec![0; count], vec![0; count]);
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|&unit| self.before[unit].count());
        for &unit in &order {
            let pushed = self.before[unit].iter().map(|earlier| least[earlier] + self.lengths[earlier]).max();
            let from = held(&self.before[unit]).max(pushed.unwrap_or(0));
            least[unit] = fixed[unit].map_or(from, |start| from.max(start));
        }
        order.sort_by_key(|&unit| self.after[unit].count());
        for &unit in &order {
            let room = (all - held(&self.after[unit])).checked_sub(self.lengths[unit]).ok_or(NoOrder)?;
            let pulled: Option<Option<usize>> = self.after[unit]
                .iter()
                .map(|later| most[later])
                .min()
                .map(|later: usize| later.checked_sub(self.lengths[unit]));
            let to = room.min(pulled.unwrap_or(Some(room)).ok_or(NoOrder)?);
            most[unit] = fixed[unit].map_or(to, |start| to.min(start));
        }
        if (0..count).any(|unit| least[unit] > most[unit]) {
            return Err(NoOrder);
        }
        order.sort_by_key(|&unit| std::cmp::Reverse(least[unit]));
        Ok(Windows { least, most, falling: order })
    }

    /// Two units whose places leave only one order.
    fn spread_over_windows(&mut self) -> bool {
        let Some(windows) = &self.windows else { return false };
        let mut grown = false;
        for late in 0..self.lengths.len() {
            let end = windows.least[late] + self.lengths[late];
            for early in (0..self.lengths.len()).filter(|&early| early != late && end > windows.most[early]) {
                grown |= !self.before[late].has(early);
                self.before[late].insert(early);
            }
        }
        grown
    }

    /// Keeps those conditions that the order of units does not settle by itself.
    fn settle_any(&mut self) -> Result<(), NoOrder> {
        let any = std::mem::take(&mut self.any);
        for (unit, of) in any {
            let possible = of.minus(&self.after[unit]);
            if possible.is_empty() {
                return Err(NoOrder);
            }
            if !possible.meets(&self.before[unit]) {
                self.any.push((unit, possible));
            }
        }
        Ok(())
    }

    /// Keeps those caps that can bind; the order of units may already swap too many pairs.
    fn settle_caps(&mut self) -> Result<(), NoOrder> {
        let all = Bits::below(self.lengths.len());
        let before = &self.before;
        self.caps.retain(|cap| cap.worst(&all) > cap.most);
        let kept = self.caps.iter().all(|cap| cap.forced(&all, before) <= cap.most);
        kept.then_some(()).ok_or(NoOrder)
    }

    /// The units that may come next (that is, directly before what is placed).
    pub(super) fn next(&self, placed: &Bits<W>, remaining: &Bits<W>) -> Bits<W> {
        let mut free = *remaining;
        for Block { members } in &self.blocks {
            if members.meets(placed) && members.meets(remaining) {
                free = free.and(members);
            }
        }
        for (unit, of) in self.any.iter().filter(|(unit, _)| remaining.has(*unit)) {
            let left = of.and(remaining);
            debug_assert!(!left.has(*unit));
            match (left.count(), left.first()) {
                (1, Some(last)) => free.remove(last),
                (0, _) => return Bits::EMPTY,
                _ => {}
            }
        }
        for unit in free.iter().filter(|&unit| !placed.holds(&self.after[unit])).collect::<Vec<_>>() {
            free.remove(unit);
        }
        self.in_time(remaining, &mut free);
        self.in_place(remaining, &mut free);
        free
    }

    fn in_time(&self, remaining: &Bits<W>, free: &mut Bits<W>) {
        let Some(latest) = &self.latest else { return };
        let all: f64 = remaining.iter().map(|unit| self.slow[unit]).sum();
        for unit in free.iter() {
            if all - self.slow[unit] > latest[unit] {
                free.remove(unit);
            }
        }
    }

    /// A unit may take the last free places if it is not too early for it, and if what cannot come earlier still fits.
    fn in_place(&self, remaining: &Bits<W>, free: &mut Bits<W>) {
        let Some(windows) = &self.windows else { return };
        let room: usize = remaining.iter().map(|unit| self.lengths[unit]).sum();
        let (mut held, mut slack, mut slack_beyond, mut level) = (0, usize::MAX, usize::MAX, usize::MAX);
        for &unit in windows.falling.iter().filter(|&&unit| remaining.has(unit)) {
            if windows.least[unit] < level {
                (level, slack_beyond) = (windows.least[unit], slack);
            }
            let length = self.lengths[unit];
            held += length;
            let start = room - length;
            if length > slack_beyond || start < level || start > windows.most[unit] {
                free.remove(unit);
            }
            match room.checked_sub(level + held) {
                Some(left) => slack = slack.min(left),
                None => *free = Bits::EMPTY,
            }
        }
    }
}

impl<const W: usize> Default for Allowed<W> {
    fn default() -> Self {
        Self {
            lengths: vec![],
            before: vec![],
            after: vec![],
            blocks: vec![],
            caps: vec![],
            windows: None,
            latest: None,
            slow: vec![],
            any: vec![],
        }
    }
}
