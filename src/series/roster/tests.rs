//! Rotas against a checker of their own and, where they are small, against every rota there is.

use proptest::prelude::*;

use super::*;
use crate::read::NoFiles;
use crate::series::model::Series;
use crate::series::read;

fn series(text: &str) -> Series {
    read("x.yaml", text.as_bytes(), &NoFiles).series.expect("it is a series")
}

fn three_calls() -> Series {
    series(
        "series: S\ncalls:\n  - {id: a, when: 1 to 3 days after day zero}\n  - {id: b, when: 7 to 9 days after day zero}\n  \
         - {id: c, when: 14 to 15 days after day zero}\n",
    )
}

/// What every rota keeps, said in other words than it is made with.
fn check(series: &Series, people: &[Person], agents: &[Agent], rota: &Rota) -> Result<(), String> {
    let calls = series.calls.len();
    if rota.visits.len() != people.len() * calls {
        return Err(format!("{} calls for {} people", rota.visits.len(), people.len()));
    }
    let mut busy = std::collections::BTreeMap::new();
    for (number, visit) in rota.visits.iter().enumerate() {
        let agent = &agents[visit.agent];
        if (visit.person, visit.turn) != (number / calls, number % calls) {
            return Err(format!("call {number} stands out of order"));
        }
        if !agent.works(visit.day) || !series.calendar.works(visit.day) {
            return Err(format!("nobody works on {}: {}", visit.day, agent.name));
        }
        if visit.day < visit.bounds.earliest || visit.day > visit.bounds.latest {
            return Err(format!("{} is outside its window", visit.day));
        }
        let before = number.checked_sub(1).map(|at| &rota.visits[at]).filter(|before| before.person == visit.person);
        if before.is_some_and(|before| before.day >= visit.day) {
            return Err(format!("{} is not later than the call before", visit.day));
        }
        *busy.entry((visit.agent, visit.day)).or_insert(0) += 1;
    }
    if let Some(((agent, day), count)) = busy.iter().find(|((agent, _), count)| **count > agents[*agent].calls_a_day) {
        return Err(format!("{} has {count} calls on {day}", agents[*agent].name));
    }
    let other = rota.visits.iter().filter(|visit| visit.agent != rota.own[visit.person]).count();
    if other != rota.broken.iter().filter(|one| one.turn.is_some()).count() {
        return Err("not every break is named".to_string());
    }
    if rota.least > rota.broken.len() {
        return Err(format!("at least {} breaks, yet {} are enough", rota.least, rota.broken.len()));
    }
    Ok(())
}

/// The fewest breaks of any rota, by trying all days and agents of every call.
fn fewest(people: &[Person], agents: &[Agent], rota: &Rota, series: &Series) -> usize {
    struct All<'a> {
        agents: &'a [Agent],
        calls: Vec<(usize, Vec<jiff::civil::Date>)>,
        known: Vec<Option<usize>>,
        best: usize,
    }
    fn go(
        all: &mut All<'_>,
        at: usize,
        own: &mut Vec<usize>,
        busy: &mut std::collections::BTreeMap<(usize, jiff::civil::Date), u32>,
        last: jiff::civil::Date,
        breaks: usize,
    ) {
        if breaks >= all.best {
            return;
        }
        let Some((person, days)) = all.calls.get(at).cloned() else {
            all.best = breaks;
            return;
        };
        let first = at == 0 || all.calls[at - 1].0 != person;
        let owns: Vec<usize> = if first { (0..all.agents.len()).collect() } else { vec![own[person]] };
        let last = if first { jiff::civil::Date::MIN } else { last };
        for mine in owns {
            own[person] = mine;
            let new = first && all.known[person].is_some_and(|known| known != mine);
            for &day in days.iter().filter(|day| **day > last) {
                for agent in 0..all.agents.len() {
                    let count = busy.get(&(agent, day)).copied().unwrap_or(0);
                    if !all.agents[agent].works(day) || count >= all.agents[agent].calls_a_day {
                        continue;
                    }
                    *busy.entry((agent, day)).or_insert(0) += 1;
                    go(all, at + 1, own, busy, day, breaks + usize::from(agent != mine) + usize::from(new));
                    *busy.entry((agent, day)).or_insert(1) -= 1;
                }
            }
        }
    }
    let days = |visit: &Visit| {
        let mut day = visit.bounds.earliest;
        let mut days = Vec::new();
        while day <= visit.bounds.latest {
            if series.calendar.works(day) {
                days.push(day);
            }
            day = day.tomorrow().expect("within the calendar");
        }
        days
    };
    let known =
        |person: &Person| person.agent.as_ref().and_then(|name| agents.iter().position(|agent| agent.name == *name));
    let mut all = All {
        agents,
        calls: rota.visits.iter().map(|visit| (visit.person, days(visit))).collect(),
        known: people.iter().map(known).collect(),
        best: rota.broken.len() + 1,
    };
    go(&mut all, 0, &mut vec![0; people.len()], &mut std::collections::BTreeMap::new(), jiff::civil::Date::MIN, 0);
    all.best
}

/// A roster of some agents, off on some days, and people with their first days.
fn made() -> impl Strategy<Value = (Vec<Agent>, Vec<Person>)> {
    let agent = (1u32..=2, proptest::collection::vec(0i64..16, 0..5));
    let person = (0i8..4, proptest::option::weighted(0.3, 0usize..2));
    (proptest::collection::vec(agent, 2..4), proptest::collection::vec(person, 1..4)).prop_map(|(agents, people)| {
        let start = jiff::civil::date(2026, 3, 2);
        let day = |days: i64| crate::series::calendar::later(start, days, crate::series::model::Unit::Day);
        let names = ["Dana", "Eli", "Fay"];
        let agents = agents.into_iter().zip(names).map(|((calls_a_day, off), name)| Agent {
            name: name.to_string(),
            calls_a_day,
            days: [true; 7],
            off: off.into_iter().map(day).collect(),
        });
        let people = people.into_iter().enumerate().map(|(number, (from, known))| Person {
            name: format!("p{number}"),
            start: day(i64::from(from)),
            agent: known.map(|at| names[at].to_string()),
        });
        (agents.collect(), people.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]
    #[test]
    fn small_rotas_are_feasible_and_their_bound_holds((agents, people) in made()) {
        let series = three_calls();
        let made = assign(&series, &[0, 1, 2], &people, &agents, &mut |_| true);
        prop_assume!(made.is_ok());
        let rota = made.expect("checked above");
        // A roster on which nobody works in a whole window is told by the plan of the series.
        prop_assume!(rota.visits.iter().all(|visit| visit.day >= visit.bounds.earliest && visit.day <= visit.bounds.latest));
        prop_assert_eq!(check(&series, &people, &agents, &rota), Ok(()));
        let fewest = fewest(&people, &agents, &rota, &series);
        prop_assert!(rota.least <= fewest, "the bound says {}, and {fewest} are enough", rota.least);
        prop_assert!(rota.broken.len() <= fewest + 1, "{} breaks, and {fewest} are enough", rota.broken.len());
    }
}

#[test]
fn a_large_roster_keeps_nearly_every_voice() {
    let series = series(
        "series: S\ncalls:\n  - {id: first, when: 2 to 4 days after day zero}\n  - {id: m, when: 'every month, 2 times'}\n",
    );
    let start = jiff::civil::date(2026, 3, 2);
    let day = |days: i64| crate::series::calendar::later(start, days, crate::series::model::Unit::Day);
    let agents: Vec<Agent> = (0..6)
        .map(|at| Agent {
            name: format!("a{at}"),
            calls_a_day: 3,
            days: [true; 7],
            off: (at * 7..at * 7 + 7).map(day).collect(),
        })
        .collect();
    let people: Vec<Person> =
        (0..40).map(|at| Person { name: format!("p{at}"), start: day(at % 20), agent: None }).collect();
    let rota = assign(&series, &[0, 1, 2], &people, &agents, &mut |_| true).expect("there is room");
    assert_eq!(check(&series, &people, &agents, &rota), Ok(()));
    assert!(rota.broken.len() <= rota.least + 2, "{} of at least {}", rota.broken.len(), rota.least);
    let (most, fewest) = (rota.loads.iter().max(), rota.loads.iter().min());
    assert!(most.zip(fewest).is_some_and(|(most, fewest)| most - fewest <= 6), "{:?}", rota.loads);
    assert_eq!(rota, assign(&series, &[0, 1, 2], &people, &agents, &mut |_| true).expect("there is room"));
}

#[test]
fn tables_are_read_and_their_mistakes_told_with_the_line() {
    let agents = agents(
        "r.csv",
        "agent,calls_a_day,days,days_off\nDana,8,Monday to Thursday,2026-12-21 to 2026-12-31;2027-01-04\nEli,,,\n",
    );
    let agents = agents.expect("it can be read");
    assert_eq!((agents[0].calls_a_day, agents[1].calls_a_day, agents[0].off.len()), (8, 12, 12));
    assert!(!agents[0].works(jiff::civil::date(2026, 12, 18)), "a Friday");
    for (text, wanted) in [
        ("agent,calls_a_day\nDana,many\n", "line 2: `many` calls a day"),
        ("agent,days_off\nDana,soon\n", "line 2: `soon` is no day off"),
        ("agent\nDana\nDana\n", "line 3: `Dana` stands twice"),
        ("name\nDana\n", "has no column `agent`"),
        ("agent\n", "names no agent"),
    ] {
        let told = super::agents("r.csv", text).map_err(|error| error.to_string());
        assert!(told.as_ref().is_err_and(|sentence| sentence.contains(wanted)), "{told:?}");
    }
    let told = people("p.csv", "person;start\nMaria;2 March\n").map_err(|error| error.to_string());
    assert_eq!(told, Err("`p.csv`, line 2: `2 March` is no date; write `start` as 2026-12-01".to_string()));
}

#[test]
fn a_day_without_room_is_named() {
    let agents = agents("r.csv", "agent,calls_a_day\nDana,1\n").expect("it can be read");
    let people: Vec<Person> =
        (0..4).map(|at| Person { name: format!("p{at}"), start: jiff::civil::date(2026, 3, 2), agent: None }).collect();
    let told = assign(&three_calls(), &[0, 1, 2], &people, &agents, &mut |_| true).map_err(|error| error.to_string());
    assert!(told.as_ref().is_err_and(|sentence| sentence.contains("there is no room for “")), "{told:?}");
    let strange = [Person { agent: Some("Dan".to_string()), ..people[0].clone() }];
    let told = assign(&three_calls(), &[0, 1, 2], &strange, &agents, &mut |_| true).map_err(|error| error.to_string());
    assert!(told.is_err_and(|sentence| sentence.ends_with("did you mean `Dana`?")));
}

/// Dana takes the day after day zero for the first person, and only that day is left for the second one.
#[test]
fn whoever_finds_no_room_goes_first() {
    let day = |day: i8| jiff::civil::date(2026, 3, day);
    let off = [day(3), day(4)].into();
    let agents = [Agent { name: "Dana".to_string(), calls_a_day: 1, days: [true; 7], off }];
    let person = |name: &str, start| Person { name: name.to_string(), start, agent: None };
    let people = [person("late", day(4)), person("early", day(2))];
    let series = series("series: S\ncalls:\n  - {id: a, when: 1 to 3 days after day zero}\n");
    let rota = assign(&series, &[0], &people, &agents, &mut |_| true).expect("there is room");
    assert_eq!(check(&series, &people, &agents, &rota), Ok(()));
    assert_eq!(rota.visits.iter().map(|visit| visit.day).collect::<Vec<_>>(), [day(6), day(5)]);
}
