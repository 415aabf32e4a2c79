//! What a plan gives, and that a change after it was fixed is seen.

use super::super::words::{Kept, compare, fixed};
use super::*;
use crate::trial::read::read;
use crate::trial::read::tests::SMALL;
use std::collections::BTreeMap;

fn nurses(count: usize) -> Vec<Agent> {
    let nurse = |at: usize| Agent {
        name: format!("n{at:02}"),
        team: ["north", "south", "west"][at % 3].into(),
        columns: BTreeMap::from([("satisfied_before".into(), format!("{}", 60 + at * 7 % 23))]),
    };
    (0..count).map(nurse).collect()
}

fn trial(with: &str) -> Trial {
    read("t.yaml", &format!("{SMALL}{with}")).trial.expect("no errors")
}

/// statsmodels 0.15.0: TTestIndPower with 20 a group, 52.5 answers each, intra-cluster correlation 0.03, unequal
/// numbers 0.3, shares 71 and 78.
#[test]
fn the_primary_measure_has_the_power_of_the_formula() {
    let plan = plan(&trial(""), &nurses(40)).expect("enough nurses");
    let need = &plan.needs[0];
    assert!((need.answers - 52.5).abs() < 1e-9);
    let chance = need.chance.unwrap_or_default();
    assert!((chance - CHANCE).abs() < 1e-4, "{chance}");
    let units = need.units.expect("some number is enough");
    assert!(units > 20, "{units}");
    assert_eq!(plan.at_hand, Some(20));
    assert!(plan.table.iter().any(|row| row.at_hand && row.units == 20));
}
const CHANCE: f64 = 0.592969977393128;

#[test]
fn more_weeks_do_not_help_where_agents_differ_too_much() {
    let mut trial = trial("");
    trial.expected.alike = 0.2;
    let plan = plan(&trial, &nurses(10)).expect("enough nurses");
    assert_eq!((plan.weeks_needed, plan.needs[0].answers_needed), (None, None));
    assert!(plan.needs[0].smallest.is_some_and(|smallest| smallest > 15.0));
}

#[test]
fn a_plan_without_agents_says_what_is_needed() {
    let plan = plan(&trial(""), &[]).expect("planning needs no agents");
    assert_eq!((plan.at_hand, plan.assignment.as_ref(), plan.needs[0].chance), (None, None, None));
    assert!(plan.needs[0].units.is_some() && plan.words.contains("not drawn yet"));
    assert!(plan.curve().windows(2).all(|pair| pair[0].1 >= pair[1].1), "more agents never show less");
}

#[test]
fn a_plan_changed_after_it_was_fixed_is_seen() {
    let before = trial("");
    let plan = plan(&before, &nurses(12)).expect("enough nurses");
    let paper = fixed(&plan.words);
    let list = plan.assignment.as_ref();
    assert!(matches!(compare(&paper, &before, list), Ok(Kept::AsFixed(hash)) if hash.len() == 64));
    assert!(matches!(compare(&paper.replace('\n', "\r\n"), &before, list), Ok(Kept::AsFixed(_))));
    let mut renamed = before.clone();
    renamed.columns.insert("talk_time".into(), "AHT".into());
    assert!(matches!(compare(&paper, &renamed, list), Ok(Kept::AsFixed(_))), "a column's name in the data may change");

    let mut bent = before.clone();
    bent.guards[0].margin = Some(90.0);
    let Ok(Kept::Changed(changes)) = compare(&paper, &bent, list) else { panic!("the margin was changed") };
    assert_eq!(changes.len(), 1);
    assert!(changes[0].was.contains("within 30.0 s") && changes[0].is.contains("within 90.0 s"), "{changes:?}");

    let mut other = list.cloned().expect("drawn");
    other.lines[0].new = !other.lines[0].new;
    assert!(matches!(compare(&paper, &before, Some(&other)), Ok(Kept::Changed(_))), "another list is another plan");
    let touched = paper.replace("within 30.0 s", "within 90.0 s");
    assert!(matches!(compare(&touched, &bent, list), Ok(Kept::Changed(_))), "the paper itself was touched");
    assert!(compare("nothing", &before, list).is_err());
}

#[test]
fn unequal_teams_take_their_agents_calls_together() {
    let mut teams = trial("");
    teams.assign = Unit::Teams;
    let plan = plan(&teams, &nurses(12)).expect("enough teams");
    assert!((plan.needs[0].answers - 4.0 * 52.5).abs() < 1e-9);
    assert_eq!(plan.at_hand, Some(1));
}
