//! Room for a call in its own voice: other calls of that agent change their days one after the other, and calls that
//! are in another voice anyway go to somebody else (augmenting paths, Kuhn 1955).

use std::collections::{BTreeMap, VecDeque};

use jiff::civil::Date;

use super::search::{Cost, Placed, Search};

/// One call of one person.
type Visit = (usize, usize);

/// A change of one call's day or voice.
#[derive(Debug, Clone, Copy)]
struct Shift {
    visit: Visit,
    to: Placed,
}

impl Search<'_> {
    /// Tries each agent for a person, with room made for what does not fit, and where that is not enough with somebody
    /// of that agent going elsewhere; the first that helps is kept.
    pub(super) fn make_way(&mut self, person: usize) {
        let best = self.cost();
        for agent in 0..self.task.agents.len() {
            let mut tried = self.clone();
            if tried.own[person] != agent {
                tried.lift(person);
                if tried.place(person, agent).is_err() {
                    continue;
                }
            }
            tried.mend(person);
            if tried.cost().better(&best) || tried.others_of(person) > 0 && tried.send_away(person, &best) {
                *self = tried;
                return;
            }
        }
    }

    /// Gives somebody else of the same agent another one, where that is better than what there was.
    fn send_away(&mut self, person: usize, best: &Cost) -> bool {
        let agent = self.own[person];
        for other in (0..self.own.len()).filter(|&other| other != person && self.own[other] == agent) {
            let mut tried = self.clone();
            tried.lift(other);
            tried.mend(person);
            let next = tried.best_own(other);
            if tried.place(other, next).is_err() {
                continue;
            }
            tried.mend(other);
            if tried.cost().better(best) {
                *self = tried;
                return true;
            }
        }
        false
    }

    /// Gives as many of a person's calls as there is room for to their own agent.
    pub(super) fn mend(&mut self, person: usize) {
        for turn in 0..self.placed[person].len() {
            if self.placed[person][turn].agent != self.own[person] {
                self.make_room(person, turn);
            }
        }
    }

    /// Looks for days to shift other calls to, nearest first, until one day of the call's window is free.
    fn make_room(&mut self, person: usize, turn: usize) -> bool {
        let agent = self.own[person];
        let by_day = self.calls_of(agent);
        let mut from: BTreeMap<Date, Option<Shift>> = BTreeMap::new();
        let mut queue = VecDeque::new();
        for day in self.open_days((person, turn), agent) {
            from.insert(day, None);
            queue.push_back(day);
        }
        while let Some(day) = queue.pop_front() {
            if self.free(agent, day) {
                return self.shift_all((person, turn), agent, day, &from, None);
            }
            for &visit in by_day.get(&day).into_iter().flatten().filter(|visit| visit.0 != person) {
                if let Some(to) = self.somebody_else(visit, agent) {
                    return self.shift_all((person, turn), agent, day, &from, Some(Shift { visit, to }));
                }
                for next in self.open_days(visit, agent) {
                    if let std::collections::btree_map::Entry::Vacant(entry) = from.entry(next) {
                        entry.insert(Some(Shift { visit, to: Placed { day: next, agent } }));
                        queue.push_back(next);
                    }
                }
            }
        }
        false
    }

    /// The calls of an agent by their days.
    fn calls_of(&self, agent: usize) -> BTreeMap<Date, Vec<Visit>> {
        let mut by_day: BTreeMap<Date, Vec<Visit>> = BTreeMap::new();
        for (person, placed) in self.placed.iter().enumerate() {
            for (turn, one) in placed.iter().enumerate().filter(|(_, one)| one.agent == agent) {
                by_day.entry(one.day).or_default().push((person, turn));
            }
        }
        by_day
    }

    /// The days on which an agent works and a call can be, between the calls before and after it.
    fn open_days(&self, (person, turn): Visit, agent: usize) -> Vec<Date> {
        let placed = &self.placed[person];
        let before = turn.checked_sub(1).and_then(|turn| placed.get(turn)).map_or(Date::MIN, |one| one.day);
        let after = placed.get(turn + 1).map_or(Date::MAX, |one| one.day);
        let days = self.task.wishes[person].get(turn).map(|wish| wish.days.as_slice()).unwrap_or_default();
        let open = |day: &Date| *day > before && *day < after && self.task.agents[agent].works(*day);
        days.iter().copied().filter(open).collect()
    }

    /// Where a call that is in another voice anyway can go instead; nothing for one in its own voice.
    fn somebody_else(&self, visit: Visit, agent: usize) -> Option<Placed> {
        if self.own[visit.0] == agent {
            return None;
        }
        let others = (0..self.task.agents.len()).filter(|&other| other != agent);
        others.into_iter().find_map(|agent| {
            let day = self.open_days(visit, agent).into_iter().find(|&day| self.free(agent, day))?;
            Some(Placed { day, agent })
        })
    }

    /// Carries out the shifts that lead to a free day, and then puts the call on the first of them.
    fn shift_all(
        &mut self,
        call: Visit,
        agent: usize,
        last: Date,
        from: &BTreeMap<Date, Option<Shift>>,
        leaves: Option<Shift>,
    ) -> bool {
        let mut shifts: Vec<Shift> = leaves.into_iter().collect();
        let mut day = last;
        while let Some(Some(shift)) = from.get(&day) {
            shifts.push(*shift);
            day = self.placed[shift.visit.0][shift.visit.1].day;
        }
        shifts.push(Shift { visit: call, to: Placed { day, agent } });
        let mut people: Vec<usize> = shifts.iter().map(|shift| shift.visit.0).collect();
        people.sort_unstable();
        // Two calls of one person could pass each other.
        if people.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
            return false;
        }
        shifts.into_iter().for_each(|shift| self.shift(shift));
        true
    }

    fn shift(&mut self, Shift { visit: (person, turn), to }: Shift) {
        let Some(one) = self.placed[person].get_mut(turn) else { return };
        let was = std::mem::replace(one, to);
        self.take(was);
        self.give(to);
    }
}
