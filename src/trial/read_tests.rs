//! What a trial file gives, and what is said of one that does not fit.

use super::*;

pub(crate) const SMALL: &str = "\
trial: The nurse call in its new order
question: Are patients more satisfied?
start: 2026-03-02
weeks: 6
agents: nurses.csv
balance_on: [satisfied_before]
answered: 35%
primary:
  measure: satisfied_call
  before: 71%
  worth_having: 7 points
  before_column: satisfied_before
secondary:
  - measure: motivated
guards:
  - measure: talk_time
    kind: mean
    before: 9 min
    spread: 3 min
    margin: 30 s
    scale: 0 to 2 h
columns:
  agent: Nurse
";

#[test]
fn a_small_file_gives_a_whole_trial() {
    let read = read("t.yaml", SMALL);
    assert_eq!(read.reading.diagnostics, Vec::new());
    let trial = read.trial.expect("no errors");
    assert_eq!((trial.assign, trial.balance, trial.weeks), (Unit::Agents, Balance::Pairs, 6));
    assert_eq!(trial.column("agent"), "Nurse");
    assert_eq!(trial.column("date"), "date");
    assert_eq!(trial.agents, Agents::File("nurses.csv".into()));
    assert!((trial.expected.answered - 0.35).abs() < 1e-12);
    assert_eq!(trial.primary.kind, Kind::Share { counts: vec!["4".into(), "5".into()] });
    assert_eq!((trial.primary.range, trial.primary.asked), (Some((1.0, 5.0)), true));
    assert_eq!(trial.primary.title, "satisfaction with the call");
    let talk = &trial.guards[0];
    assert_eq!(
        (talk.before, talk.spread, talk.margin, talk.unit.as_str()),
        (Some(540.0), Some(180.0), Some(30.0), "s")
    );
    assert_eq!((talk.range, talk.asked), (Some((0.0, 7200.0)), false));
    assert_eq!(trial.end().map(|day| day.to_string()), Some("2026-04-13".into()));
}

#[test]
fn what_does_not_fit_is_reported_at_its_place() {
    for (from, to, rule, at) in [
        ("  worth_having: 7 points\n", "", "trial/worth-having", "satisfied_call"),
        ("    margin: 30 s\n", "", "trial/margin", "talk_time"),
        ("weeks: 6", "weeks: many", "trial/value", "many"),
        ("answered: 35%", "answered: 350%", "trial/value", "350%"),
        ("start: 2026-03-02", "start: next Monday", "trial/value", "next Monday"),
        ("kind: mean", "kind: average", "trial/value", "average"),
        ("measure: motivated", "measure: in_own_words", "trial/measure", "in_own_words"),
        ("question:", "querstion:", "format/unknown-key", "querstion"),
    ] {
        let text = SMALL.replace(from, to);
        let read = read("t.yaml", &text);
        let mut of_rule = read.reading.diagnostics.iter().filter(|found| found.rule == rule);
        let found = of_rule.find(|found| read.reading.slice(found.place) == at);
        let found = found.unwrap_or_else(|| panic!("no {rule} at {at} in {:?}", read.reading.diagnostics));
        assert_eq!(read.trial.is_none(), found.level == Level::Error);
    }
}

#[test]
fn a_file_of_nothing_says_what_is_missing() {
    let read = read("t.yaml", "trial: Empty\n");
    assert!(read.trial.is_none());
    assert!(read.reading.diagnostics.iter().any(|found| found.rule == "trial/primary"));
    assert_eq!(super::read("t.yaml", "").trial, None);
}
