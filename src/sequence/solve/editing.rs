//! The best grouping that each topic can still reach: constraints dropped, every way to split a topic into accounts.
//!
//! For small topics this is the maximum over all set partitions, by dynamic programming over subsets. For large ones
//! it is a proved upper limit: losses joined, or spread in slices over the largest gains.

use super::allowed::Allowed;
use super::bits::{Bits, mix};
use super::units::{Account, Unit};
use crate::experience::{Settings, value};
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// No open account.
pub(super) const NONE: u16 = u16::MAX;

/// A sum this close to 0 is 0.
const NOTHING: f64 = 1e-12;

/// A part of an account: one end of a unit.
#[derive(Debug, Clone, Copy)]
struct Piece {
    unit: usize,
    sum: f64,
}

/// Pieces of one topic that may come to stand in one account.
#[derive(Debug)]
struct Group<const W: usize> {
    topic: u32,
    /// The greatest first.
    pieces: Vec<Piece>,
    members: Bits<W>,
    /// The best value of every subset, and its sum; empty for large groups.
    best: Vec<f64>,
    sums: Vec<f64>,
}

/// A unit's end: where it belongs, and what it is worth alone.
#[derive(Debug, Clone, Copy)]
struct End {
    account: Account,
    value: f64,
    home: Option<(usize, usize)>,
}

#[derive(Debug)]
struct Ends {
    right: End,
    left: End,
    single: bool,
    inner: f64,
    /// What no grouping changes.
    fixed: f64,
}

/// The bound for one problem.
#[derive(Debug)]
pub(super) struct Editing<const W: usize> {
    settings: Settings,
    groups: Vec<Group<W>>,
    ends: Vec<Ends>,
    exact: HashMap<(u16, i64, u32), f64, BuildHasherDefault<Mixer>>,
    large: HashMap<(u16, i64, Bits<W>), f64, BuildHasherDefault<Mixer>>,
}

/// What is open at the beginning of the part that is placed: a group and the sum of its account.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Open {
    pub group: u16,
    pub sum: f64,
}

impl Open {
    pub(super) const NOTHING: Self = Self { group: NONE, sum: 0.0 };

    /// Equal for equal sums, whatever the order they were added in.
    pub(super) fn rounded(self) -> i64 {
        (self.sum * 4_294_967_296.0).round() as i64
    }
}

/// The bound at one state.
#[derive(Debug, Default)]
pub(super) struct Standing {
    masks: Vec<u32>,
    closed: Vec<f64>,
    open: f64,
    total: f64,
}

/// What placing a unit does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// What it adds.
    pub gain: f64,
    /// No order of the rest adds more.
    pub rest: f64,
    /// What is open then.
    pub open: Open,
}

impl<const W: usize> Editing<W> {
    pub(super) fn new(units: &[Unit], allowed: &Allowed<W>, settings: &Settings) -> Self {
        let largest = if units.len() >= 40 { 14 } else { 11 };
        let groups = groups(units, allowed, settings, largest);
        let mut homes: BTreeMap<(usize, bool), (usize, usize)> = BTreeMap::new();
        for (at, (_, members)) in groups.iter().enumerate() {
            members.iter().enumerate().for_each(|(bit, &end)| {
                homes.insert(end, (at, bit));
            });
        }
        let end = |account: Account, key| End {
            account,
            value: value(account.sum, settings),
            home: homes.get(&key).copied(),
        };
        let ends = units.iter().enumerate().map(|(at, unit)| {
            let (right, left) = (end(unit.right, (at, false)), end(unit.left, (at, true)));
            let alone = |end: &End| if end.home.is_none() { end.value } else { 0.0 };
            let fixed = unit.inner + alone(&right) + if unit.single { 0.0 } else { alone(&left) };
            Ends { right, left, single: unit.single, inner: unit.inner, fixed }
        });
        let ends = ends.collect();
        let groups = groups.into_iter().map(|(group, _)| group).collect();
        Self { settings: *settings, groups, ends, exact: HashMap::default(), large: HashMap::default() }
    }

    /// The bound where these remain and this is open.
    pub(super) fn stand(&mut self, remaining: &Bits<W>, open: Open, into: &mut Standing) {
        into.masks.clear();
        into.closed.clear();
        into.total = remaining.iter().map(|unit| self.ends[unit].fixed).sum();
        for at in 0..self.groups.len() {
            let group = &self.groups[at];
            let mask = if group.best.is_empty() { 0 } else { group.mask(remaining) };
            let closed = if group.best.is_empty() {
                self.large(at, Open::NOTHING, remaining)
            } else {
                group.best[mask as usize]
            };
            into.masks.push(mask);
            into.closed.push(closed);
            into.total += closed;
        }
        into.open = 0.0;
        if open.group != NONE {
            let at = usize::from(open.group);
            into.open = self.opened(at, open, into.masks[at], remaining);
        }
    }

    /// The bound at a state, what is open included.
    pub(super) fn bound(standing: &Standing, open: Open) -> f64 {
        if open.group == NONE {
            return standing.total;
        }
        standing.total - standing.closed[usize::from(open.group)] + standing.open
    }

    /// Places a unit before what is placed.
    pub(super) fn place(&mut self, unit: usize, open: Open, standing: &Standing, remaining: &Bits<W>) -> Placed {
        let Ends { right, left, single, inner, fixed } = self.ends[unit];
        let joins = open.group != NONE && right.account.topic == Some(self.groups[usize::from(open.group)].topic);
        let (mut gain, mut now) = if joins { self.join(open, right) } else { (right.value, right.open()) };
        let (mut rest, joined) = (standing.total - fixed, gain);
        let mut touched = [(usize::MAX, 0); 2];
        if let Some((at, bit)) = right.home {
            touched[0] = (at, standing.masks[at]);
            rest += if !self.groups[at].best.is_empty() {
                self.taken(&mut touched[0], bit)
            } else if joins {
                standing.open - joined - standing.closed[at]
            } else {
                -right.value
            };
        } else if joins && single && self.groups[usize::from(open.group)].best.is_empty() {
            rest += standing.open - standing.closed[usize::from(open.group)];
        }
        if !single {
            gain += inner + left.value;
            now = left.open();
            if let Some((at, bit)) = left.home {
                touched[1] = if touched[0].0 == at { touched[0] } else { (at, standing.masks[at]) };
                rest += if self.groups[at].best.is_empty() { -left.value } else { self.taken(&mut touched[1], bit) };
            }
        }
        now = self.settled(now, unit, remaining);
        if now.group != NONE && !self.groups[usize::from(now.group)].best.is_empty() {
            let at = usize::from(now.group);
            let mask =
                touched.iter().rev().find(|(group, _)| *group == at).map_or(standing.masks[at], |(_, mask)| *mask);
            rest += self.opened(at, now, mask, remaining) - self.groups[at].best[mask as usize];
        }
        Placed { gain, rest, open: now }
    }

    /// A piece taken from what remains of a small group.
    fn taken(&self, touched: &mut (usize, u32), bit: usize) -> f64 {
        let best = &self.groups[touched.0].best;
        let before = best[touched.1 as usize];
        touched.1 &= !(1 << bit);
        best[touched.1 as usize] - before
    }

    fn join(&self, open: Open, right: End) -> (f64, Open) {
        let sum = open.sum + right.account.sum;
        (value(sum, &self.settings) - value(open.sum, &self.settings), Open { sum, ..open })
    }

    /// An account that nothing can join, or that holds nothing, is as good as closed.
    fn settled(&self, open: Open, unit: usize, remaining: &Bits<W>) -> Open {
        let alive = open.group != NONE
            && open.sum.abs() > NOTHING
            && self.groups[usize::from(open.group)].members.without(unit).meets(remaining);
        if alive { open } else { Open::NOTHING }
    }

    /// The best value of a group of which these remain, beyond that of the open account itself.
    fn opened(&mut self, at: usize, open: Open, mask: u32, remaining: &Bits<W>) -> f64 {
        if self.groups[at].best.is_empty() {
            return self.large(at, open, remaining);
        }
        let key = (open.group, open.rounded(), mask);
        if let Some(&known) = self.exact.get(&key) {
            return known;
        }
        let found = self.groups[at].opened(open.sum, mask, &self.settings);
        if self.exact.len() >= 1 << 20 {
            self.exact.clear();
        }
        self.exact.insert(key, found);
        found
    }

    /// The same for a large group, as an upper limit; with nothing open, of what remains.
    fn large(&mut self, at: usize, open: Open, remaining: &Bits<W>) -> f64 {
        let left = remaining.and(&self.groups[at].members);
        let key = (at as u16, if open.group == NONE { i64::MIN } else { open.rounded() }, left);
        if let Some(&known) = self.large.get(&key) {
            return known;
        }
        let found = self.groups[at].limit(open, &left, &self.settings);
        if self.large.len() >= (1 << 18) / W {
            self.large.clear();
        }
        self.large.insert(key, found);
        found
    }
}

impl End {
    fn open(self) -> Open {
        self.home.map_or(Open::NOTHING, |(group, _)| Open { group: group as u16, sum: self.account.sum })
    }
}

impl<const W: usize> Group<W> {
    fn mask(&self, remaining: &Bits<W>) -> u32 {
        let bits = self.pieces.iter().enumerate().filter(|(_, piece)| remaining.has(piece.unit));
        bits.fold(0, |mask, (bit, _)| mask | 1 << bit)
    }

    /// Every part of what remains may join what is open.
    fn opened(&self, sum: f64, mask: u32, settings: &Settings) -> f64 {
        let mut best = f64::NEG_INFINITY;
        let mut part = mask;
        loop {
            let joined = value(sum + self.sums[part as usize], settings) + self.best[(mask ^ part) as usize];
            best = best.max(joined);
            if part == 0 {
                return best - value(sum, settings);
            }
            part = (part - 1) & mask;
        }
    }

    fn limit(&self, open: Open, left: &Bits<W>, settings: &Settings) -> f64 {
        let mut gains: Vec<f64> = vec![];
        let mut losses = 0.0;
        let extra = if open.group == NONE { 0.0 } else { open.sum };
        let own = value(extra, settings);
        for piece in self.pieces.iter().filter(|piece| left.has(piece.unit)) {
            if piece.sum > 0.0 { gains.push(piece.sum) } else { losses -= piece.sum }
        }
        if extra > 0.0 {
            let at = gains.partition_point(|&gain| gain > extra);
            gains.insert(at, extra);
        } else {
            losses -= extra;
        }
        limit(&gains, losses, settings) - own
    }
}

/// No split of these gains (the greatest first) and this sum of losses into accounts is worth more.
///
/// Two accounts below 0 are better joined, and an account of several gains is better split (value is subadditive on
/// gains, superadditive on losses where lambda is not negative), so that at best some losses `alone` are one account
/// and the others lower single gains. Cut into slices they lower the greatest ones first, to one level; what that
/// leaves is concave in what is spread, and the value of the account of losses is convex: on a stretch, one lies below
/// its tangent, the other below its chord.
fn limit(gains: &[f64], losses: f64, settings: &Settings) -> f64 {
    const STRETCHES: u32 = 12;
    let gained: f64 = gains.iter().sum();
    let values: Vec<f64> = gains.iter().map(|&gain| value(gain, settings)).collect();
    let lowered = Lowered { gains, values: &values, all: values.iter().sum(), gained, settings };
    let least = (losses - gained).max(0.0);
    let mut best = f64::NEG_INFINITY;
    let mut from = least;
    for stretch in 1..=STRETCHES {
        let share = f64::from(stretch) / f64::from(STRETCHES);
        let to = least + (losses - least) * share * share;
        let (kept, slope) = lowered.by(losses - from);
        let (kept_to, _) = lowered.by(losses - to);
        let tangent = kept + slope * (to - from);
        let (chord, chord_to) = (value(-from, settings), value(-to, settings));
        best = best.max((chord + kept).max(chord_to + tangent).min(chord + kept_to));
        from = to;
    }
    best
}

/// Gains that losses lower.
struct Lowered<'a> {
    gains: &'a [f64],
    values: &'a [f64],
    all: f64,
    gained: f64,
    settings: &'a Settings,
}

impl Lowered<'_> {
    /// The value of the gains lowered by so much, and how it grows with each bit less.
    fn by(&self, losses: f64) -> (f64, f64) {
        if losses >= self.gained - NOTHING {
            return (0.0, f64::INFINITY);
        }
        let (mut sum, mut rest) = (0.0, self.all);
        for (at, (gain, value_of)) in self.gains.iter().zip(self.values).enumerate() {
            sum += gain;
            rest -= value_of;
            let level = (sum - losses) / (at + 1) as f64;
            if level >= self.gains.get(at + 1).copied().unwrap_or(0.0) {
                let beta = self.settings.diminishing;
                let slope = if level > NOTHING { beta * level.powf(beta - 1.0) } else { f64::INFINITY };
                return ((at + 1) as f64 * value(level, self.settings) + rest, slope);
            }
        }
        (0.0, f64::INFINITY)
    }
}

/// The ends of units: a unit's number, and whether it is its left end.
type EndOf = (usize, bool);

fn groups<const W: usize>(
    units: &[Unit],
    allowed: &Allowed<W>,
    settings: &Settings,
    largest: usize,
) -> Vec<(Group<W>, Vec<EndOf>)> {
    let mut topics: BTreeMap<u32, Vec<(EndOf, f64)>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        let ends = [(unit.right, false), (unit.left, true)];
        for (account, left) in ends.into_iter().filter(|(_, left)| !left || !unit.single) {
            if let Some(topic) = account.topic.filter(|_| account.sum.abs() > NOTHING) {
                topics.entry(topic).or_default().push(((at, left), account.sum));
            }
        }
    }
    let mut made = vec![];
    for (topic, mut ends) in topics {
        ends.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for linked in linked(&ends, &Apart::of(topic, units, allowed)) {
            made.push((
                group(topic, &linked, units, allowed, settings, largest),
                linked.iter().map(|end| end.0).collect(),
            ));
        }
    }
    made
}

/// Which ends of a topic can never stand in one account.
struct Apart<'a, const W: usize> {
    units: &'a [Unit],
    allowed: &'a Allowed<W>,
    /// Units that break an account of this topic.
    breakers: Bits<W>,
}

impl<'a, const W: usize> Apart<'a, W> {
    fn of(topic: u32, units: &'a [Unit], allowed: &'a Allowed<W>) -> Self {
        let breaks = |unit: &Unit| !(unit.single && unit.right.topic == Some(topic));
        let breakers = (0..units.len()).filter(|&unit| breaks(&units[unit])).collect();
        Self { units, allowed, breakers }
    }

    fn apart(&self, a: EndOf, b: EndOf) -> bool {
        a.0 == b.0 || self.ordered(a, b) || self.ordered(b, a)
    }

    /// Whether `a` comes before `b` with something between them.
    fn ordered(&self, a: EndOf, b: EndOf) -> bool {
        let (before, after) = (&self.allowed.before[b.0], &self.allowed.after[a.0]);
        let shut = (a.1 && !self.units[a.0].single) || (!b.1 && !self.units[b.0].single);
        before.has(a.0) && (shut || after.and(before).meets(&self.breakers))
    }
}

/// Ends that may stand in one account, if only by way of others.
fn linked<const W: usize>(ends: &[(EndOf, f64)], apart: &Apart<W>) -> Vec<Vec<(EndOf, f64)>> {
    let mut label: Vec<usize> = (0..ends.len()).collect();
    for a in 0..ends.len() {
        for b in a + 1..ends.len() {
            if label[a] != label[b] && !apart.apart(ends[a].0, ends[b].0) {
                let (from, to) = (label[b], label[a]);
                label.iter_mut().filter(|label| **label == from).for_each(|label| *label = to);
            }
        }
    }
    let mut sets: BTreeMap<usize, Vec<(EndOf, f64)>> = BTreeMap::new();
    label.iter().zip(ends).for_each(|(&label, &end)| sets.entry(label).or_default().push(end));
    sets.into_values().collect()
}

fn group<const W: usize>(
    topic: u32,
    ends: &[(EndOf, f64)],
    units: &[Unit],
    allowed: &Allowed<W>,
    settings: &Settings,
    largest: usize,
) -> Group<W> {
    let piece = |&((unit, _), sum): &(EndOf, f64)| Piece { unit, sum };
    let pieces: Vec<Piece> = ends.iter().map(piece).collect();
    let members = pieces.iter().map(|piece| piece.unit).collect();
    let (mut best, mut sums) = (vec![], vec![]);
    if pieces.len() <= largest {
        let apart = Apart::of(topic, units, allowed);
        let foes = |a: &(EndOf, f64)| {
            let foe = |(_, b): &(usize, &(EndOf, f64))| a.0 != b.0 && apart.apart(a.0, b.0);
            ends.iter().enumerate().filter(foe).fold(0u32, |mask, (bit, _)| mask | 1 << bit)
        };
        let foes: Vec<u32> = ends.iter().map(foes).collect();
        sums = subset_sums(&pieces);
        best = partitions(&sums, &foes, settings);
    }
    Group { topic, pieces, members, best, sums }
}

fn subset_sums(pieces: &[Piece]) -> Vec<f64> {
    let mut sums = vec![0.0; 1 << pieces.len()];
    for part in 1..sums.len() {
        sums[part] = sums[part & (part - 1)] + pieces[part.trailing_zeros() as usize].sum;
    }
    sums
}

/// The best value of every subset over all its set partitions.
fn partitions(sums: &[f64], foes: &[u32], settings: &Settings) -> Vec<f64> {
    let mut joined: Vec<f64> = vec![0.0; sums.len()];
    let mut best = vec![0.0; sums.len()];
    for set in 1..sums.len() {
        let lowest = set & set.wrapping_neg();
        let rest = set ^ lowest;
        let holds_foes = rest != 0
            && (joined[rest] == f64::NEG_INFINITY || foes[lowest.trailing_zeros() as usize] as usize & rest != 0);
        joined[set] = if holds_foes { f64::NEG_INFINITY } else { value(sums[set], settings) };
        let mut most = f64::NEG_INFINITY;
        let mut part = rest;
        loop {
            most = most.max(joined[part | lowest] + best[rest ^ part]);
            if part == 0 {
                break;
            }
            part = (part - 1) & rest;
        }
        best[set] = most;
    }
    best
}

/// A hasher for keys that are a few numbers.
#[derive(Debug, Default)]
pub(super) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.write_u64(chunk.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)));
        }
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = mix(self.0 ^ number);
    }

    fn write_i64(&mut self, number: i64) {
        self.write_u64(number as u64);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group_of(sums: &[f64]) -> Group<1> {
        let settings = Settings::default();
        let mut sums = sums.to_vec();
        sums.sort_by(|a, b| b.total_cmp(a));
        let piece = |(unit, &sum): (usize, &f64)| Piece { unit, sum };
        let pieces: Vec<Piece> = sums.iter().enumerate().map(piece).collect();
        let sums = subset_sums(&pieces);
        let best = partitions(&sums, &vec![0; pieces.len()], &settings);
        Group { topic: 1, members: Bits::below(pieces.len()), pieces, best, sums }
    }

    #[test]
    fn pains_join_and_pleasures_stay_apart() {
        let settings = Settings::default();
        let pains = group_of(&[-1.0, -2.0, -0.5]);
        assert_eq!(pains.best[7], value(-3.5, &settings));
        let pleasures = group_of(&[1.0, 2.0]);
        assert_eq!(pleasures.best[3], value(1.0, &settings) + value(2.0, &settings));
        assert_eq!(group_of(&[1.0, -1.0]).best[3], 0.0);
    }

    #[test]
    fn the_limit_is_never_below_the_best_partition_and_seldom_far_above() {
        let mut rng = fastrand::Rng::with_seed(5);
        let settings = Settings::default();
        for _ in 0..300 {
            let sums: Vec<f64> = (0..rng.usize(1..9)).map(|_| f64::from(rng.i32(-3..=3)) * (0.4 + rng.f64())).collect();
            let sums: Vec<f64> = sums.into_iter().filter(|sum| *sum != 0.0).collect();
            let group = group_of(&sums);
            let best = group.best.last().copied().unwrap_or(0.0);
            let limit = group.limit(Open::NOTHING, &group.members, &settings);
            assert!(limit >= best - 1e-9, "{sums:?}: {limit} is below {best}");
            assert!(limit <= best + 3.0, "{sums:?}: {limit} is far above {best}");
            let open = Open { group: 0, sum: 3.0 * rng.f64() - 1.5 };
            let best = group.opened(open.sum, group.mask(&group.members), &settings);
            assert!(group.limit(open, &group.members, &settings) >= best - 1e-9);
        }
    }
}
