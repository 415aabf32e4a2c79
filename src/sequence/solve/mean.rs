//! The best mean that what is not yet placed can reach: every constraint but chains, stages and blocks dropped, and
//! the rest in rising order.
//!
//! For weights that fade exponentially this order is exact for chains, stages and blocks (Rothkopf 1966; Sidney 1975):
//! what must follow against the rising order is merged, and counts with its weighted mean.

use super::allowed::Allowed;
use super::bits::Bits;
use super::parts::{Child, Is, Module, modules};
use super::units::Unit;
use std::collections::BTreeMap;

/// Something that moves as one in the relaxed problem.
#[derive(Debug, Clone, Copy)]
struct Lump {
    /// Weight times valence, where it ends at the end of the call.
    felt: f64,
    /// Its weight there.
    weight: f64,
    /// How much less everything before it counts.
    fade: f64,
}

impl Lump {
    const NONE: Self = Self { felt: 0.0, weight: 0.0, fade: 1.0 };

    /// This, with another one before it in the call.
    fn and_before(self, other: Self) -> Self {
        Self {
            felt: self.felt + self.fade * other.felt,
            weight: self.weight + self.fade * other.weight,
            fade: self.fade * other.fade,
        }
    }

    fn mean(self) -> f64 {
        if self.weight > 0.0 { self.felt / self.weight } else { 0.0 }
    }
}

/// A lump and when it counts.
#[derive(Debug)]
struct Job<const W: usize> {
    lump: Lump,
    rank: usize,
    mean: f64,
    /// All of these remain ...
    members: Bits<W>,
    /// ... and so many of its chain, as bits; 0 where it is alone.
    prefixes: u64,
    chain: usize,
    /// The unit, where it is one that is alone.
    alone: Option<usize>,
}

#[derive(Debug)]
struct Pool<const W: usize> {
    members: Bits<W>,
    jobs: Vec<Job<W>>,
    /// Chains of more than one, in the order of the call.
    chains: Vec<Vec<Bits<W>>>,
}

/// The bound for one problem.
#[derive(Debug)]
pub(super) struct Mean<const W: usize> {
    pools: Vec<Pool<W>>,
    lumps: Vec<Lump>,
}

/// The relaxed order of what remains, the end of the call first, ready to leave one out.
#[derive(Debug, Default)]
pub(super) struct Relaxed {
    /// Sums before each lump, and the fade.
    before: Vec<f64>,
    fades: Vec<f64>,
    own: Vec<(f64, f64)>,
    slots: Vec<u32>,
    total: f64,
    long: Vec<u32>,
}

impl Relaxed {
    /// The best mean of what remains, as a sum.
    pub(super) fn total(&self) -> f64 {
        self.total
    }
}

const NOT_LISTED: u32 = u32::MAX;

/// Chains are cut at this length: their jobs grow with its square.
const CHAIN: usize = 16;

impl<const W: usize> Mean<W> {
    /// `w` is how fast moments fade.
    pub(super) fn new(units: &[Unit], allowed: &Allowed<W>, w: f64) -> Self {
        let lumps: Vec<Lump> = units.iter().map(|unit| lump(unit, w)).collect();
        let mut whole: Vec<Lump> = vec![];
        let mut pools = vec![];
        for module in modules(allowed) {
            let pool = pool(&module, &lumps, &whole, allowed);
            whole.push(in_order(&pool));
            pools.push(pool);
        }
        Self { pools, lumps }
    }

    /// What this unit adds where it ends at the end of the call, and how much less all before it counts.
    pub(super) fn unit(&self, unit: usize) -> (f64, f64) {
        (self.lumps[unit].felt, self.lumps[unit].fade)
    }

    /// The relaxed order of what remains, as if it ended at the end of the call.
    pub(super) fn relax(&self, placed: &Bits<W>, remaining: &Bits<W>, into: &mut Relaxed) {
        let (mut sum, mut fade) = (0.0, 1.0);
        into.slots.clear();
        into.slots.resize(self.lumps.len(), NOT_LISTED);
        into.before.clear();
        into.fades.clear();
        into.own.clear();
        let mut long = std::mem::take(&mut into.long);
        self.each(placed, remaining, &mut long, |job| {
            if let Some(unit) = job.alone {
                into.slots[unit] = into.own.len() as u32;
            }
            into.before.push(sum);
            into.fades.push(fade);
            into.own.push((job.lump.felt, job.lump.fade));
            sum += fade * job.lump.felt;
            fade *= job.lump.fade;
        });
        into.long = long;
        into.total = sum;
    }

    /// The best mean (as a sum of weight times valence) of what remains besides `unit`, which is placed at the end.
    pub(super) fn besides(&self, unit: usize, placed: &Bits<W>, remaining: &Bits<W>, relaxed: &mut Relaxed) -> f64 {
        let slot = relaxed.slots[unit];
        if slot == NOT_LISTED {
            return self.lumps[unit].fade * self.total(&placed.with(unit), &remaining.without(unit), &mut relaxed.long);
        }
        let at = slot as usize;
        let (felt, fade) = relaxed.own[at];
        let after = relaxed.total - relaxed.before[at] - relaxed.fades[at] * felt;
        fade * relaxed.before[at] + after
    }

    /// The best mean of what remains, as a sum, as if it ended at the end of the call.
    pub(super) fn total(&self, placed: &Bits<W>, remaining: &Bits<W>, long: &mut Vec<u32>) -> f64 {
        let mut all = Lump::NONE;
        self.each(placed, remaining, long, |job| all = all.and_before(job.lump));
        all.felt
    }

    /// The jobs that count, the end of the call first: what is left of blocks that are begun, then the rest.
    fn each(&self, placed: &Bits<W>, remaining: &Bits<W>, long: &mut Vec<u32>, mut see: impl FnMut(&Job<W>)) {
        for (at, pool) in self.pools.iter().enumerate() {
            let last = at + 1 == self.pools.len();
            let begun = pool.members.meets(placed) && pool.members.meets(remaining);
            if !begun && !last {
                continue;
            }
            long.clear();
            let left = |chain: &Vec<Bits<W>>| chain.iter().take_while(|part| remaining.holds(part)).count() as u32;
            long.extend(pool.chains.iter().map(left));
            for job in &pool.jobs {
                let counts = match job.alone {
                    Some(unit) => remaining.has(unit),
                    None if job.prefixes == 0 => remaining.holds(&job.members),
                    None => long[job.chain] > 0 && job.prefixes >> (long[job.chain] - 1) & 1 == 1,
                };
                if counts {
                    see(job);
                }
            }
        }
    }
}

/// The weight of a stretch of length `s`: the integral of exp(-w x).
fn weight(w: f64, s: f64) -> f64 {
    if w * s < 1e-12 { s } else { -(-w * s).exp_m1() / w }
}

fn lump(unit: &Unit, w: f64) -> Lump {
    let one =
        |&(valence, s): &(f64, f64)| Lump { felt: valence * weight(w, s), weight: weight(w, s), fade: (-w * s).exp() };
    unit.felt.iter().map(one).fold(Lump::NONE, Lump::and_before)
}

/// The whole of a module in its best relaxed order.
fn in_order<const W: usize>(pool: &Pool<W>) -> Lump {
    let whole = |job: &&Job<W>| job.prefixes == 0 || job.prefixes >> (pool.chains[job.chain].len() - 1) & 1 == 1;
    pool.jobs.iter().filter(whole).map(|job| job.lump).fold(Lump::NONE, Lump::and_before)
}

fn pool<const W: usize>(module: &Module<W>, units: &[Lump], modules: &[Lump], allowed: &Allowed<W>) -> Pool<W> {
    let lump = |child: &Child<W>| match child.is {
        Is::Unit(unit) => units[unit],
        Is::Module(module) => modules[module],
    };
    let lumps: Vec<Lump> = module.children.iter().map(lump).collect();
    let mut made = Pool { members: module.members, jobs: vec![], chains: vec![] };
    for chain in chains(&module.children, &lumps, allowed) {
        let child = &module.children[chain[0]];
        if let [only] = chain[..] {
            let alone = if let Is::Unit(unit) = child.is { Some(unit) } else { None };
            let (lump, members) = (lumps[only], child.members);
            made.jobs.push(Job { lump, rank: child.rank, mean: lump.mean(), members, prefixes: 0, chain: 0, alone });
        } else {
            let parts: Vec<Lump> = chain.iter().map(|&part| lumps[part]).collect();
            made.jobs.extend(chain_jobs(&parts, child.rank, made.chains.len()));
            made.chains.push(chain.iter().map(|&part| module.children[part].members).collect());
        }
    }
    made.jobs.sort_by(|a, b| b.rank.cmp(&a.rank).then(b.mean.total_cmp(&a.mean)));
    made
}

/// The merged jobs of a chain, for each number of its parts that may remain.
fn chain_jobs<const W: usize>(parts: &[Lump], rank: usize, chain: usize) -> Vec<Job<W>> {
    let mut prefixes: BTreeMap<(usize, usize), (Lump, u64)> = BTreeMap::new();
    for left in 1..=parts.len() {
        for (from, to, lump) in merged(&parts[..left]) {
            prefixes.entry((from, to)).or_insert((lump, 0)).1 |= 1 << (left - 1);
        }
    }
    let job = |(lump, prefixes): (Lump, u64)| Job {
        lump,
        rank,
        mean: lump.mean(),
        members: Bits::EMPTY,
        prefixes,
        chain,
        alone: None,
    };
    prefixes.into_values().map(job).collect()
}

/// A chain as lumps that rise in the order of the call: a part that is better than what must follow it is merged.
fn merged(parts: &[Lump]) -> Vec<(usize, usize, Lump)> {
    let mut lumps: Vec<(usize, usize, Lump)> = vec![];
    for (at, &part) in parts.iter().enumerate().rev() {
        let mut new = (at, at, part);
        while let Some(&(_, to, later)) = lumps.last() {
            if later.weight > 0.0 && new.2.weight > 0.0 && new.2.mean() <= later.mean() {
                break;
            }
            new = (at, to, later.and_before(new.2));
            lumps.pop();
        }
        lumps.push(new);
    }
    lumps
}

/// Children of one rank in chains: each link is something that must come before something, the worst links first.
fn chains<const W: usize>(children: &[Child<W>], lumps: &[Lump], allowed: &Allowed<W>) -> Vec<Vec<usize>> {
    let (mut next, mut former): (Vec<Option<usize>>, Vec<Option<usize>>) =
        (vec![None; children.len()], vec![None; children.len()]);
    let mut size = vec![1; children.len()];
    for (first, then) in links(children, lumps, allowed) {
        let head = std::iter::successors(Some(first), |&at| former[at]).last().unwrap_or(first);
        let other = std::iter::successors(Some(then), |&at| former[at]).last().unwrap_or(then);
        if next[first].is_none() && former[then].is_none() && size[head] + size[other] <= CHAIN {
            (next[first], former[then]) = (Some(then), Some(first));
            size[head] += size[other];
        }
    }
    let heads = (0..children.len()).filter(|&child| former[child].is_none());
    heads.map(|head| std::iter::successors(Some(head), |&at| next[at]).collect()).collect()
}

/// Pairs of children with nothing that must come between them, those most against the rising order first.
fn links<const W: usize>(children: &[Child<W>], lumps: &[Lump], allowed: &Allowed<W>) -> Vec<(usize, usize)> {
    let mut links: Vec<(f64, usize, usize)> = vec![];
    let within = children.iter().fold(Bits::EMPTY, |all, child| all.or(&child.members));
    for (then, later) in children.iter().enumerate() {
        let Some(unit) = later.members.first() else { continue };
        let earlier = allowed.before[unit].and(&within);
        for (first, child) in children.iter().enumerate().filter(|(_, child)| earlier.holds(&child.members)) {
            let between = child.members.first().map_or(Bits::EMPTY, |unit| allowed.after[unit].and(&earlier));
            if child.rank == later.rank && between.is_empty() {
                links.push((lumps[then].mean() - lumps[first].mean(), first, then));
            }
        }
    }
    links.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    links.into_iter().map(|(_, first, then)| (first, then)).collect()
}
