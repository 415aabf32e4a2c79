//! The draw is balanced, the same every time, and fair.

use super::*;
use crate::trial::read::read;
use crate::trial::read::tests::SMALL;

fn trial(with: &str) -> Trial {
    read("t.yaml", &format!("{SMALL}{with}")).trial.expect("no errors")
}

fn nurses(count: usize) -> Vec<Agent> {
    let nurse = |at: usize| Agent {
        name: format!("n{at:02}"),
        team: ["north", "south", "west"][at % 3].into(),
        columns: BTreeMap::from([("satisfied_before".into(), format!("{}", 60 + at * 7 % 23))]),
    };
    (0..count).map(nurse).collect()
}

#[test]
fn pairs_are_alike_and_split() {
    let trial = trial("");
    let list = assign(&trial, &nurses(40)).expect("enough nurses");
    assert_eq!(list.sizes(), [20, 20]);
    for block in 1..=20 {
        let pair: Vec<&Line> = list.lines.iter().filter(|line| line.block == block).collect();
        assert_eq!(pair.len(), 2);
        assert_ne!(pair[0].new, pair[1].new);
        let apart = (pair[0].figures["satisfied_before"] - pair[1].figures["satisfied_before"]).abs();
        assert!(apart <= 2.0, "{apart}");
    }
    let on = &list.alikeness()[0];
    assert!(on.column == "satisfied_before" && on.in_spreads.abs() < 0.15, "{on:?}");
}

#[test]
fn the_same_seed_gives_the_same_list_and_another_gives_another() {
    let first = trial("");
    let mut second = trial("");
    assert_eq!(assign(&first, &nurses(40)), assign(&second, &nurses(40)));
    let mut turned = nurses(40);
    turned.reverse();
    assert_eq!(assign(&first, &nurses(40)), assign(&first, &turned), "the order of the list does not matter");
    second.seed = 2;
    assert_ne!(assign(&first, &nurses(40)), assign(&second, &nurses(40)));
}

#[test]
fn every_nurse_gets_each_script_about_as_often() {
    let mut trial = trial("");
    for (balance, count) in [(Balance::Pairs, 7), (Balance::Chance, 9), (Balance::Groups, 8)] {
        trial.balance = balance;
        trial.balance_on =
            if balance == Balance::Groups { vec!["team".into()] } else { vec!["satisfied_before".into()] };
        let mut new = vec![0; count];
        for seed in 0..400 {
            trial.seed = seed;
            let list = assign(&trial, &nurses(count)).expect("enough nurses");
            let [old, got] = list.sizes();
            assert!(old.abs_diff(got) <= 1, "{balance:?} {old} {got}");
            for (at, line) in list.lines.iter().enumerate() {
                new[at] += usize::from(line.new);
            }
        }
        assert!(new.iter().all(|&times| (160..=240).contains(&times)), "{balance:?} {new:?}");
    }
}

#[test]
fn teams_and_weeks_are_assigned_whole() {
    let mut teams = trial("");
    teams.assign = Unit::Teams;
    let list = assign(&teams, &nurses(12)).expect("enough teams");
    for line in &list.lines {
        assert!(list.lines.iter().filter(|other| other.unit == line.unit).all(|other| other.new == line.new));
    }
    let mut weeks = trial("");
    weeks.assign = Unit::Weeks;
    let list = assign(&weeks, &[]).expect("weeks need no agents");
    assert_eq!((list.lines.len(), list.sizes()), (6, [3, 3]));
    assert!(list.to_csv(&weeks).starts_with("week,from,arm,block\nweek 01,2026-03-02,"));
}

#[test]
fn a_list_written_is_the_list_read() {
    let mut trial = trial("");
    for unit in [Unit::Agents, Unit::Teams, Unit::Weeks] {
        trial.assign = unit;
        let mut agents = nurses(11);
        agents[3].name = "O'Brien, \"Bea\"".into();
        let list = assign(&trial, &agents).expect("enough");
        let again = Assignment::read(&trial, &list.to_csv(&trial)).expect("a list of ours");
        assert_eq!(again, list);
    }
    let wrong = Assignment::read(&trial, "week,arm\nweek 01,blue\n").map_err(|error| error.to_string());
    assert_eq!(wrong, Err("the assignment list has the arm `blue`, where `old` or `new` belongs".into()));
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let trial = trial("");
    let said = |agents: &[Agent]| assign(&trial, agents).map(drop).map_err(|error| error.to_string());
    assert_eq!(said(&nurses(1)), Err("two groups need at least two agents; list them under `agents`".into()));
    let mut gap = nurses(4);
    gap[2].columns.clear();
    assert!(
        said(&gap).is_err_and(|message| message.starts_with("the column `satisfied_before` holds nothing for `n02`"))
    );
}
