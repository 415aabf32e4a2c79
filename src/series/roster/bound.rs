//! How many calls in another voice no rota can avoid: the Lagrangian bound of the rota in which every agent-day has a
//! price (Held & Karp 1971; prices by Polyak's subgradient steps). Every price gives a bound; the best one is kept.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::search::Task;

/// Rounds of prices. The bound moves little after the first dozens.
const ROUNDS: usize = 120;

/// A number of calls in another voice that every rota has at least; `reached` is what a rota was found with.
pub(super) fn bound(task: &Task<'_>, reached: usize) -> usize {
    let calls: usize = task.wishes.iter().map(Vec::len).sum();
    let kept = calls as f64 - reached as f64;
    let mut prices: BTreeMap<(usize, Date), f64> = BTreeMap::new();
    let mut best = f64::INFINITY;
    let mut step = 1.0;
    for round in 0..ROUNDS {
        let (value, used) = dual(task, &prices);
        if value < best - 1e-9 {
            best = value;
        } else if round % 8 == 7 {
            step *= 0.6;
        }
        if lost(calls, best) >= reached {
            break;
        }
        let slopes = slopes(task, &prices, &used);
        let length: f64 = slopes.values().map(|slope| slope * slope).sum();
        if length < 1e-12 {
            break;
        }
        let stride = step * (value - kept).max(0.05) / length;
        for (at, slope) in slopes {
            let price = prices.entry(at).or_insert(0.0);
            *price = (*price + stride * slope).max(0.0);
        }
        prices.retain(|_, price| *price > 1e-9);
    }
    lost(calls, best).min(reached)
}

/// Calls in another voice, where at most so many can be in the own one. A whole call cannot be kept by halves.
fn lost(calls: usize, kept: f64) -> usize {
    let kept = (kept + 1e-6).floor();
    if kept >= calls as f64 { 0 } else { (calls as f64 - kept) as usize }
}

/// What can be kept at most at these prices, and how often each agent-day is then wanted.
fn dual(task: &Task<'_>, prices: &BTreeMap<(usize, Date), f64>) -> (f64, BTreeMap<(usize, Date), u32>) {
    let mut used: BTreeMap<(usize, Date), u32> = BTreeMap::new();
    let mut value: f64 =
        prices.iter().map(|((agent, _), price)| price * f64::from(task.agents[*agent].calls_a_day)).sum();
    for (person, wishes) in task.wishes.iter().enumerate() {
        let mut best: (f64, Vec<(usize, Date)>) = (f64::NEG_INFINITY, Vec::new());
        for (agent, facts) in task.agents.iter().enumerate() {
            let strange = task.known[person].is_some_and(|known| known != agent);
            let mut sum = if strange { -1.0 } else { 0.0 };
            let mut days = Vec::new();
            for wish in wishes {
                let open = wish.days.iter().copied().filter(|day| facts.works(*day));
                let worth = open.map(|day| (1.0 - prices.get(&(agent, day)).copied().unwrap_or(0.0), day));
                let top = worth.max_by(|(a, x), (b, y)| a.total_cmp(b).then(y.cmp(x)));
                if let Some((worth, day)) = top.filter(|(worth, _)| *worth > 0.0) {
                    sum += worth;
                    days.push((agent, day));
                }
            }
            if sum > best.0 {
                best = (sum, days);
            }
        }
        value += best.0;
        best.1.into_iter().for_each(|at| *used.entry(at).or_insert(0) += 1);
    }
    (value, used)
}

/// By how much each agent-day is wanted beyond its room.
fn slopes(
    task: &Task<'_>,
    prices: &BTreeMap<(usize, Date), f64>,
    used: &BTreeMap<(usize, Date), u32>,
) -> BTreeMap<(usize, Date), f64> {
    let mut slopes = BTreeMap::new();
    for at in used.keys().chain(prices.keys()) {
        let room = f64::from(task.agents[at.0].calls_a_day);
        let slope = f64::from(used.get(at).copied().unwrap_or(0)) - room;
        if slope > 0.0 || prices.contains_key(at) {
            slopes.insert(*at, slope);
        }
    }
    slopes
}
