//! Who speaks with whom: placed one after the other, then moved and swapped as long as that helps.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::people::Agent;

/// A call to one person: the days on which it can be, the best one first.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) days: Vec<Date>,
}

/// What is to be assigned.
pub(super) struct Task<'t> {
    pub(super) agents: &'t [Agent],
    /// Each person's calls, in their order.
    pub(super) wishes: Vec<Vec<Wish>>,
    /// Who has spoken with each before.
    pub(super) known: Vec<Option<usize>>,
}

/// A call as it is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) day: Date,
    pub(super) agent: usize,
}

/// The state of a search.
#[derive(Clone)]
pub(super) struct Search<'t> {
    pub(super) task: &'t Task<'t>,
    /// Each person's own agent.
    pub(super) own: Vec<usize>,
    /// Each person's calls.
    pub(super) placed: Vec<Vec<Placed>>,
    /// How many calls each agent has on a day.
    busy: BTreeMap<(usize, Date), u32>,
    /// How many calls each agent has in all.
    pub(super) loads: Vec<u32>,
    /// How many calls each agent could take in all.
    room: Vec<f64>,
}

/// A day on which there are more calls than room for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Full {
    pub(super) person: usize,
    pub(super) turn: usize,
    pub(super) day: Date,
}

impl<'t> Search<'t> {
    /// Everybody placed once, those with the fewest days to choose from first; whoever found no room then goes before
    /// all others, and everybody is placed again (squeaky wheel, Joslin & Clements 1999).
    pub(super) fn new(task: &'t Task<'t>) -> Result<Self, Full> {
        const AGAIN: usize = 100;
        let empty = Self::empty(task);
        let mut order: Vec<usize> = (0..task.wishes.len()).collect();
        order.sort_by_key(|&person| (empty.freedom(person), person));
        let mut first = None;
        for _ in 0..AGAIN {
            let full = match empty.clone().all_placed(&order) {
                Ok(search) => return Ok(search),
                Err(full) => full,
            };
            order.retain(|&person| person != full.person);
            order.insert(0, full.person);
            first.get_or_insert(full);
        }
        Err(first.unwrap_or(Full { person: 0, turn: 0, day: Date::MIN }))
    }

    fn all_placed(mut self, order: &[usize]) -> Result<Self, Full> {
        for &person in order {
            let best = self.best_own(person);
            self.place(person, best)?;
        }
        Ok(self)
    }

    /// Nobody is placed yet.
    fn empty(task: &'t Task<'t>) -> Self {
        let count = task.wishes.len();
        let days: Vec<Date> = {
            let mut days: Vec<Date> = task.wishes.iter().flatten().flat_map(|wish| wish.days.iter().copied()).collect();
            days.sort_unstable();
            days.dedup();
            days
        };
        let room = task.agents.iter().map(|agent| {
            let worked = days.iter().filter(|day| agent.works(**day)).count();
            (worked as f64 * f64::from(agent.calls_a_day)).max(1.0)
        });
        Self {
            task,
            own: vec![0; count],
            placed: vec![Vec::new(); count],
            busy: BTreeMap::new(),
            loads: vec![0; task.agents.len()],
            room: room.collect(),
        }
    }

    /// In how many ways a person's calls fit some agent: fewer is harder.
    fn freedom(&self, person: usize) -> usize {
        let wishes = &self.task.wishes[person];
        let fits = |agent: &Agent| wishes.iter().filter(|wish| wish.days.iter().any(|day| agent.works(*day))).count();
        self.task.agents.iter().map(fits).sum()
    }

    /// The agent who can make the most of a person's calls as things stand; at equal counts the one with most room.
    pub(super) fn best_own(&self, person: usize) -> usize {
        let value = |agent: usize| self.value(person, agent);
        let order = (0..self.task.agents.len()).map(|agent| (agent, value(agent)));
        order.max_by(|(a, x), (b, y)| x.total_cmp(y).then(b.cmp(a))).map_or(0, |(agent, _)| agent)
    }

    /// What it is worth that this agent is a person's own: the calls they can make, less a little for a full agent.
    fn value(&self, person: usize, agent: usize) -> f64 {
        let calls = self.days_with(person, agent).iter().filter(|day| day.is_some()).count();
        let strange = self.task.known[person].is_some_and(|known| known != agent);
        let full = f64::from(self.loads[agent]) / self.room[agent];
        calls as f64 - f64::from(u8::from(strange)) - 0.5 * full
    }

    pub(super) fn free(&self, agent: usize, day: Date) -> bool {
        let busy = self.busy.get(&(agent, day)).copied().unwrap_or(0);
        let agent = &self.task.agents[agent];
        agent.works(day) && busy < agent.calls_a_day
    }

    /// For each call of a person a day on which this agent has room, each later than the one before.
    fn days_with(&self, person: usize, agent: usize) -> Vec<Option<Date>> {
        let wishes = &self.task.wishes[person];
        let mut last = Date::MIN;
        let mut days = Vec::with_capacity(wishes.len());
        for (turn, wish) in wishes.iter().enumerate() {
            // Room is left for the call after it.
            let next = wishes.get(turn + 1).and_then(|wish| wish.days.iter().max().copied()).unwrap_or(Date::MAX);
            let day = wish.days.iter().copied().find(|&day| day > last && day < next && self.free(agent, day));
            let kept = day.or_else(|| wish.days.iter().copied().find(|&day| day > last));
            last = kept.unwrap_or(last);
            days.push(day);
        }
        days
    }

    /// Gives a person an agent of their own; calls that this agent cannot make go to whoever made another of theirs,
    /// else to the one with most room.
    pub(super) fn place(&mut self, person: usize, own: usize) -> Result<(), Full> {
        let days = self.days_with(person, own);
        self.own[person] = own;
        let mut last = Date::MIN;
        for (turn, day) in days.into_iter().enumerate() {
            let placed = match day.filter(|day| *day > last) {
                Some(day) => Some(Placed { day, agent: own }),
                None => self.other(person, turn, last),
            };
            let Some(placed) = placed else {
                let day =
                    self.task.wishes[person].get(turn).and_then(|wish| wish.days.first().copied()).unwrap_or(last);
                self.lift(person);
                return Err(Full { person, turn, day });
            };
            last = placed.day;
            self.give(placed);
            self.placed[person].push(placed);
        }
        Ok(())
    }

    fn other(&self, person: usize, turn: usize, last: Date) -> Option<Placed> {
        let wishes = &self.task.wishes[person];
        let next = wishes.get(turn + 1).and_then(|wish| wish.days.iter().max().copied()).unwrap_or(Date::MAX);
        let days = wishes.get(turn)?.days.iter().copied().filter(|&day| day > last && day < next);
        let heard = |agent: usize| self.placed[person].iter().any(|placed| placed.agent == agent);
        for day in days {
            let free = (0..self.task.agents.len()).filter(|&agent| self.free(agent, day));
            let best = free.min_by(|&a, &b| {
                let full = |agent: usize| f64::from(self.loads[agent]) / self.room[agent];
                heard(b).cmp(&heard(a)).then(full(a).total_cmp(&full(b))).then(a.cmp(&b))
            });
            if let Some(agent) = best {
                return Some(Placed { day, agent });
            }
        }
        None
    }

    /// Takes a person's calls out.
    pub(super) fn lift(&mut self, person: usize) {
        std::mem::take(&mut self.placed[person]).into_iter().for_each(|placed| self.take(placed));
    }

    /// Takes one call out of what its agent has to do.
    pub(super) fn take(&mut self, placed: Placed) {
        if let Some(busy) = self.busy.get_mut(&(placed.agent, placed.day)) {
            *busy = busy.saturating_sub(1);
        }
        self.loads[placed.agent] = self.loads[placed.agent].saturating_sub(1);
    }

    /// Gives one call to its agent.
    pub(super) fn give(&mut self, placed: Placed) {
        *self.busy.entry((placed.agent, placed.day)).or_insert(0) += 1;
        self.loads[placed.agent] += 1;
    }

    /// How many calls are in another voice, people whose agent is not the one they knew counted in.
    pub(super) fn others(&self) -> usize {
        (0..self.own.len()).map(|person| self.others_of(person)).sum()
    }

    pub(super) fn others_of(&self, person: usize) -> usize {
        let own = self.own[person];
        let other = self.placed[person].iter().filter(|placed| placed.agent != own).count();
        other + usize::from(self.task.known[person].is_some_and(|known| known != own))
    }

    pub(super) fn cost(&self) -> Cost {
        let strange = |person: usize| self.task.known[person].is_some_and(|known| known != self.own[person]);
        Cost {
            others: self.others(),
            strange: (0..self.own.len()).filter(|&person| strange(person)).count(),
            uneven: self.loads.iter().zip(&self.room).map(|(load, room)| f64::from(*load).powi(2) / room).sum(),
        }
    }

    /// Moves and swaps as long as one helps, in rounds; `tell` is told how far it is, and stops it by saying false.
    pub(super) fn improve(&mut self, least: usize, tell: &mut dyn FnMut(f64) -> bool) {
        const ROUNDS: usize = 12;
        let count = self.own.len();
        for round in 0..ROUNDS {
            let before = self.cost();
            for person in 0..count {
                let share = (round as f64 + person as f64 / count as f64) / ROUNDS as f64;
                if !tell(share) {
                    return;
                }
                self.move_one(person);
                if self.others_of(person) > 0 {
                    self.swap_with_any(person);
                }
                if self.others_of(person) > 0 {
                    self.make_way(person);
                }
            }
            let after = self.cost();
            let settled = after.others <= least && !after.better(&before);
            if settled || after == before {
                return;
            }
        }
    }

    /// Tries each other agent for a person, and keeps the best.
    fn move_one(&mut self, person: usize) {
        let (own, mut best) = (self.own[person], self.cost());
        let before = self.placed[person].clone();
        let mut kept = own;
        for agent in (0..self.task.agents.len()).filter(|&agent| agent != own) {
            self.lift(person);
            let fits = self.place(person, agent).is_ok();
            let cost = self.cost();
            if fits && cost.better(&best) {
                (best, kept) = (cost, agent);
            }
        }
        self.lift(person);
        if kept == own || self.place(person, kept).is_err() {
            self.restore(person, own, &before);
        }
    }

    /// Tries to swap own agents with each other person, and keeps the first swap that helps.
    fn swap_with_any(&mut self, person: usize) {
        for other in 0..self.own.len() {
            let (a, b) = (self.own[person], self.own[other]);
            if a == b {
                continue;
            }
            let before = self.cost();
            let (mine, theirs) = (self.placed[person].clone(), self.placed[other].clone());
            self.lift(person);
            self.lift(other);
            let fits = self.place(person, b).is_ok() && self.place(other, a).is_ok();
            if fits && self.cost().better(&before) {
                return;
            }
            self.lift(person);
            self.lift(other);
            self.restore(person, a, &mine);
            self.restore(other, b, &theirs);
        }
    }

    fn restore(&mut self, person: usize, own: usize, placed: &[Placed]) {
        self.own[person] = own;
        placed.iter().for_each(|&one| self.give(one));
        self.placed[person] = placed.to_vec();
    }

    /// Whether an agent has no room left on a day.
    pub(super) fn is_full(&self, agent: usize, day: Date) -> bool {
        self.task.agents[agent].works(day) && !self.free(agent, day)
    }
}

/// What is to be low, what weighs most first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cost {
    /// Calls in another voice, and people whose agent is new to them.
    others: usize,
    /// People whose agent is new to them: at equal counts whom they know is worth more than one call.
    strange: usize,
    /// How unevenly the calls fall on the agents.
    uneven: f64,
}

impl Cost {
    pub(super) fn better(&self, other: &Self) -> bool {
        let (a, b) = ((self.others, self.strange), (other.others, other.strange));
        a < b || a == b && self.uneven < other.uneven - 1e-9
    }
}
