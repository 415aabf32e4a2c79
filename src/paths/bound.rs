//! What the beginning of a path can add to its end at most, for every place of the net at once.
//!
//! The remembered mean is a mean with weights that fall with the distance from the end of the call. Whether some
//! path has a mean of at least x is asked of the sum of weight times (feeling less x): that sum can be built up
//! from the beginning of the call, and the path that is greatest so far stays greatest. So one pass over the net
//! gives, for one x and one length of a typical segment, the greatest sum at every place, and a mean can be bounded
//! by asking for a row of x. Best and worst moment, joined moments and how many there are come from passes of their
//! own, so that the bound of the whole is not below the score of any path.
//!
//! For paths whose typical segment lies between two lengths the mean is bounded at the middle. It cannot be far off
//! at the ends: with k the rate at which moments fade, its slope in ln k is k times the covariance of feeling and
//! distance, distances that fade at rate k spread by 1/k at most, and feelings by half their range.

use super::net::Net;
use crate::experience::{Beat, Kernel, Settings, length, peaks_of, value};

/// How many means are asked for, less one.
const ASKED: usize = 16;

/// What is asked of the paths whose typical segment lies between two lengths.
pub(super) struct Bounds<'n> {
    net: &'n Net,
    kernel: Kernel,
    settings: &'n Settings,
    /// 1 for the best path; -1 for the worst one, with every feeling turned round.
    sign: f64,
    /// The least and the greatest length of a typical segment, in minutes.
    unit: (f64, f64),
    /// The means that are asked for, rising.
    asked: Sums,
    /// Which surplus is held against the sums: that which the likely path is shorter of.
    held: Side,
    /// For each place, by the least surplus there may be: for each mean the greatest sum before it.
    sums: Vec<Vec<Sums>>,
    /// For each place what the paths to it can bring at most.
    before: Vec<Before>,
    /// The topics that hold pains and pleasures.
    mixed: Vec<u32>,
}

type Sums = [f64; ASKED + 1];

/// The paths whose typical segment is at least, or at most, so long have no surplus of shorter, or longer, beats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Long,
    Short,
}

/// What the paths to a place can bring, each by itself.
#[derive(Debug, Clone, Copy)]
struct Before {
    most: f64,
    least: f64,
    joined: f64,
    /// Whether the last beat that is felt to its end can be joined with what is felt next.
    joins: bool,
    count: (usize, usize),
    /// The greatest surplus of beats that are no shorter than the least typical segment over those that are.
    long: i32,
    /// The greatest surplus of beats that are no longer than the greatest typical segment over those that are.
    short: i32,
}

/// The end of a path from some place on.
#[derive(Debug, Clone)]
pub(super) struct Tail {
    sums: Sums,
    /// How far its beginning is from the end of the call, in typical segments.
    far: f64,
    most: f64,
    least: f64,
    /// H of the topics that are over, for a typical segment of a minute.
    editing: f64,
    /// The moments of one topic at its beginning.
    run: Run,
    count: usize,
    long: i32,
    short: i32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Run {
    account: Option<u32>,
    parts: usize,
    sum: f64,
    values: f64,
    most: f64,
}

impl<'n> Bounds<'n> {
    /// The bounds of the paths whose typical segment takes from `unit.0` to `unit.1` minutes.
    pub(super) fn new(net: &'n Net, settings: &'n Settings, sign: f64, unit: (f64, f64), held: Side) -> Self {
        let felt = || net.links.iter().flat_map(|link| &link.felt);
        let (least, most) = felt().fold((0.0_f64, 0.0_f64), |(least, most), beat| {
            (least.min(sign * beat.valence), most.max(sign * beat.valence))
        });
        let asked = std::array::from_fn(|at| least + (most - least) * at as f64 / ASKED as f64);
        let of_sign = |pain: bool| {
            felt()
                .filter(move |beat| beat.valence != 0.0 && (beat.valence < 0.0) == pain)
                .filter_map(|beat| beat.account)
        };
        let pains: Vec<u32> = of_sign(true).collect();
        let mixed = of_sign(false).filter(|account| pains.contains(account)).collect();
        let kernel = Kernel::of(settings);
        let (sums, before) = (Vec::new(), Vec::new());
        let mut bounds = Self { net, kernel, settings, sign, unit, asked, held, sums, before, mixed };
        bounds.fill();
        bounds
    }

    fn fill(&mut self) {
        let first = Before {
            most: f64::NEG_INFINITY,
            least: f64::INFINITY,
            joined: 0.0,
            joins: false,
            count: (0, 0),
            long: 0,
            short: 0,
        };
        for into in &self.net.into {
            let mut before: Option<Before> = None;
            for link in into.iter().map(|&at| &self.net.links[at]) {
                let mut brought = self.before[link.from];
                for (at, beat) in link.felt.iter().enumerate() {
                    let next = link.felt.get(at + 1).or(self.net.open[link.to].as_ref());
                    self.bring(&mut brought, beat, next);
                }
                before = Some(before.map_or(brought, |before| before.or(&brought)));
            }
            let before = before.unwrap_or(first);
            let sums = self.sums_of(into, before.count.1);
            self.before.push(before);
            self.sums.push(sums);
        }
    }

    /// The greatest sums at a place before which no more than `count` beats are felt.
    fn sums_of(&self, into: &[usize], count: usize) -> Vec<Sums> {
        if into.is_empty() {
            return vec![[0.0; ASKED + 1]];
        }
        let mut sums = vec![[f64::NEG_INFINITY; ASKED + 1]; 2 * count + 1];
        for link in into.iter().map(|&at| &self.net.links[at]) {
            let surplus: i32 = link.felt.iter().map(|beat| self.side(beat, self.held)).sum();
            let mut grown: Vec<Sums> = self.sums[link.from].clone();
            for sums in &mut grown {
                link.felt.iter().for_each(|beat| self.grow(sums, beat));
            }
            for (at, sums) in sums.iter_mut().enumerate() {
                let least = at as i32 - count as i32 - surplus;
                if let Some(grown) = at_least(&grown, least) {
                    sums.iter_mut().zip(grown).for_each(|(sum, more)| *sum = sum.max(*more));
                }
            }
        }
        sums
    }

    /// A further beat: what was felt before fades, and it adds its own.
    fn grow(&self, sums: &mut Sums, beat: &Beat) {
        let long = length(beat.minutes, self.middle());
        let (fades, weighs) = (self.kernel.fades(long), self.kernel.weight(0.0, long));
        for (sum, asked) in sums.iter_mut().zip(self.asked) {
            *sum = *sum * fades + (self.sign * beat.valence - asked) * weighs;
        }
    }

    fn middle(&self) -> f64 {
        (self.unit.0 * self.unit.1).sqrt()
    }

    fn bring(&self, before: &mut Before, beat: &Beat, next: Option<&Beat>) {
        before.most = before.most.max(self.sign * beat.valence);
        before.least = before.least.min(self.sign * beat.valence);
        before.count = (before.count.0 + 1, before.count.1 + 1);
        before.long += self.side(beat, Side::Long);
        before.short += self.side(beat, Side::Short);
        before.joins = beat.account.is_some() && next.is_some_and(|next| next.account == beat.account);
        if before.joins || self.is_mixed(beat) {
            before.joined += self.joined(beat);
        }
    }

    /// What a beat adds to a surplus.
    fn side(&self, beat: &Beat, of: Side) -> i32 {
        let holds = match of {
            _ if beat.minutes <= 0.0 => return 0,
            Side::Long => beat.minutes >= self.unit.0,
            Side::Short => beat.minutes <= self.unit.1,
        };
        if holds { 1 } else { -1 }
    }

    fn is_mixed(&self, beat: &Beat) -> bool {
        beat.account.is_some_and(|account| self.mixed.contains(&account))
    }

    /// What joining a moment with its neighbours is worth at most, for a typical segment of a minute.
    fn joined(&self, beat: &Beat) -> f64 {
        if self.sign * beat.valence < 0.0 { value(felt(beat), self.settings).abs() } else { 0.0 }
    }

    /// The end of every path, where nothing is left to come.
    pub(super) fn end(&self) -> Tail {
        Tail {
            sums: [0.0; ASKED + 1],
            far: 0.0,
            most: f64::NEG_INFINITY,
            least: f64::INFINITY,
            editing: 0.0,
            run: Run::default(),
            count: 0,
            long: 0,
            short: 0,
        }
    }

    /// A tail with what is felt on the link in front of it.
    pub(super) fn longer(&self, tail: &Tail, felt: &[Beat]) -> Tail {
        let mut tail = tail.clone();
        felt.iter().rev().for_each(|beat| self.put_before(&mut tail, beat));
        tail
    }

    fn put_before(&self, tail: &mut Tail, beat: &Beat) {
        let long = length(beat.minutes, self.middle());
        let weighs = self.kernel.fades(tail.far) * self.kernel.weight(0.0, long);
        for (sum, asked) in tail.sums.iter_mut().zip(self.asked) {
            *sum += (self.sign * beat.valence - asked) * weighs;
        }
        tail.far += long;
        tail.most = tail.most.max(self.sign * beat.valence);
        tail.least = tail.least.min(self.sign * beat.valence);
        tail.count += 1;
        tail.long += self.side(beat, Side::Long);
        tail.short += self.side(beat, Side::Short);
        if tail.run.parts == 0 || beat.account.is_none() || beat.account != tail.run.account {
            tail.editing += self.ended(&tail.run);
            tail.run = Run { account: beat.account, ..Run::default() };
        }
        if tail.run.parts > 0 || self.is_mixed(beat) {
            tail.run.most += self.joined(beat);
        }
        tail.run.parts += 1;
        tail.run.sum += felt(beat);
        tail.run.values += value(felt(beat), self.settings);
    }

    /// H of a run of moments about one topic.
    fn ended(&self, run: &Run) -> f64 {
        if run.parts > 1 { self.sign * (value(run.sum, self.settings) - run.values) } else { 0.0 }
    }

    /// What a path with this tail from this place on can score at most (turned round for the worst path); `None`
    /// where its typical segment cannot lie between the two lengths.
    pub(super) fn most(&self, place: usize, tail: &Tail) -> Option<f64> {
        let before = &self.before[place];
        let run = if before.joins { tail.run.most } else { self.ended(&tail.run) };
        let editing = tail.editing + run + before.joined;
        if before.long + tail.long < 0 || before.short + tail.short < 0 {
            return None;
        }
        let held = if self.held == Side::Long { tail.long } else { tail.short };
        let sums = at_least(&self.sums[place], -held)?;
        let count = (before.count.0 + tail.count, before.count.1 + tail.count);
        let peaks = if count.1 == 0 { 0.0 } else { peaks_of(before.most.max(tail.most), before.least.min(tail.least)) };
        let settings = self.settings;
        Some(
            (1.0 - settings.peaks) * self.mean(sums, tail)
                + settings.peaks * peaks
                + settings.editing * self.editing(editing, count),
        )
    }

    /// The greatest mean: between the last x that some path may reach and the next one. The sum is bent towards
    /// the line between them, so that it is 0 no later than the line is.
    fn mean(&self, before: &Sums, tail: &Tail) -> f64 {
        let fades = self.kernel.fades(tail.far);
        let sum = |at: usize| tail.sums[at] + before[at] * fades;
        let reached = (0..=ASKED).rev().find(|&at| sum(at) >= -1e-12).unwrap_or(0);
        let Some(&next) = self.asked.get(reached + 1) else { return self.asked[ASKED] };
        let (high, low) = (sum(reached).max(0.0), sum(reached + 1));
        let middle = self.asked[reached] + (next - self.asked[reached]) * high / (high - low);
        let range = self.asked[ASKED] - self.asked[0];
        (middle + 0.125 * range * (self.unit.1 / self.unit.0).ln()).min(self.asked[ASKED])
    }

    fn editing(&self, most: f64, count: (usize, usize)) -> f64 {
        let scale = |unit: f64| unit.powf(-0.5 * self.settings.diminishing);
        let scaled = pick(most, (scale(self.unit.1), scale(self.unit.0)));
        if count.1 == 0 { 0.0 } else { pick(scaled, (1.0 / count.1 as f64, 1.0 / count.0.max(1) as f64)) }
    }
}

impl Before {
    fn or(&self, other: &Self) -> Self {
        Self {
            most: self.most.max(other.most),
            least: self.least.max(other.least),
            joined: self.joined.max(other.joined),
            joins: self.joins || other.joins,
            count: (self.count.0.min(other.count.0), self.count.1.max(other.count.1)),
            long: self.long.max(other.long),
            short: self.short.max(other.short),
        }
    }
}

/// The greatest sums of the paths that have at least this surplus.
fn at_least(sums: &[Sums], surplus: i32) -> Option<&Sums> {
    let middle = i32::try_from(sums.len() / 2).unwrap_or(i32::MAX);
    let at = usize::try_from((surplus + middle).max(0)).ok()?;
    sums.get(at).filter(|sums| sums[0] > f64::NEG_INFINITY)
}

/// The greatest product of a number with a factor between these two, which are not below 0.
fn pick(x: f64, factors: (f64, f64)) -> f64 {
    x * if x > 0.0 { factors.1 } else { factors.0 }
}

/// How much of a feeling a moment holds, for a typical segment of a minute.
fn felt(beat: &Beat) -> f64 {
    length(beat.minutes, 1.0) * beat.valence
}
