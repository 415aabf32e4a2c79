//! Reading calls: what is counted, what is left out, and what is said of a file that is no table.

use super::*;
use crate::trial::read::read;
use crate::trial::read::tests::SMALL;

fn trial() -> Trial {
    read("t.yaml", &SMALL.replace("agent: Nurse", "agent: agent")).trial.expect("no errors")
}

const HEAD: &str = "call,agent,arm,date,satisfied_call,motivated,talk_time\n";

fn of(rows: &str) -> Data {
    gather(&trial(), None, format!("{HEAD}{rows}").as_bytes()).expect("a table")
}

fn times(data: &Data, fault: Fault) -> usize {
    data.faults.rows.get(&fault).map_or(0, |times| times.count)
}

#[test]
fn rows_are_counted_by_unit_and_week() {
    let data = of("1,Ana,new,2026-03-02,5,4,500\n2,Ana,new,2026-03-09,2,,600\n3,Ben,old,2026-03-02,,,400\n");
    assert_eq!((data.rows, data.counted, data.units.len(), data.weeks()), (3, 3, 2, 2));
    let ana = &data.units[0];
    assert_eq!((ana.name.as_str(), ana.new, ana.calls, ana.answered), ("Ana", true, 2, 2));
    assert_eq!(ana.tallies[0], Tally { count: 2.0, sum: 100.0, squares: 10_000.0 });
    assert_eq!(ana.tallies[2].sum, 1100.0);
    assert_eq!(ana.weeks[&1][0], Tally { count: 1.0, sum: 0.0, squares: 0.0 });
    assert_eq!((data.units[1].calls, data.units[1].answered), (1, 0));
    assert_eq!(data.clusters(0, None).len(), 1, "who has no answer is no cluster");
}

#[test]
fn rows_that_cannot_count_are_left_out_and_counted() {
    let data = of("1,Ana,new,2026-03-02,5,4,500\n1,Ana,new,2026-03-02,5,4,500\n2,Ana,new,2026-03-01,5,4,500\n\
         3,Ana,new,2026-04-13,5,4,500\n4,,new,2026-03-03,5,4,500\n5,Ana,blue,2026-03-03,5,4,500\n6,Ana,new,soon,5,4,500\n\
         7,Ben,old,2026-03-03,9,4,-5\n8,Ben,new,2026-03-03,4\n");
    assert_eq!((data.rows, data.counted), (9, 3));
    for fault in [Fault::Double, Fault::BeforeStart, Fault::AfterEnd, Fault::NoAgent, Fault::UnknownArm, Fault::NoDate]
    {
        assert_eq!(times(&data, fault), 1, "{fault:?}");
    }
    assert_eq!(data.faults.rows[&Fault::Double].lines, [3]);
    assert_eq!(data.faults.cells[&0].words, ["9"]);
    assert_eq!(data.faults.cells[&2].words, ["-5"]);
    assert_eq!(data.faults.both_arms, [("Ben".to_string(), 1, 1)]);
}

#[test]
fn the_list_decides_the_arm_and_who_takes_part() {
    let list =
        Assignment::read(&trial(), "agent,arm,block,satisfied_before\nAna,new,1,70\nBen,old,1,65\nCy,old,2,60\n");
    let rows =
        format!("{HEAD}1,ana,old,2026-03-02,5,4,500\n2,Zoe,new,2026-03-02,5,4,500\n3,BEN,old,2026-03-02,4,4,1\n");
    let data = gather(&trial(), list.as_ref().ok(), rows.as_bytes()).expect("a table");
    assert_eq!((data.counted, data.units.len()), (2, 2));
    assert!(data.units[0].new, "Ana is counted where the list puts her");
    assert_eq!(data.units[0].figures["satisfied_before"], 70.0);
    assert_eq!((times(&data, Fault::OtherArm), times(&data, Fault::NotOnTheList)), (1, 1));
    assert_eq!(data.faults.absent, [("Cy".to_string(), false)]);
}

#[test]
fn calls_a_day_are_counted_from_the_rows() {
    let text = SMALL
        .replace("agent: Nurse", "agent: agent")
        .replace("columns:\n", "  - measure: calls_a_day\n    kind: calls a day\n    margin: 1 call\ncolumns:\n");
    let trial = read("t.yaml", &text).trial.expect("no errors");
    let rows =
        format!("{HEAD}1,Ana,new,2026-03-02,5,4,5\n2,Ana,new,2026-03-02 10:00,5,4,5\n3,Ana,new,2026-03-03,5,4,5\n");
    let data = gather(&trial, None, rows.as_bytes()).expect("a table");
    assert_eq!(data.units[0].tallies[3], Tally { count: 2.0, sum: 3.0, squares: 5.0 });
}

#[test]
fn semicolons_byte_order_marks_and_own_names_are_read() {
    let trial =
        read("t.yaml", &SMALL.replace("agent: Nurse", "agent: Nurse\n  talk_time: AHT")).trial.expect("no errors");
    let text = "\u{feff}Nurse;arm;date;satisfied_call;motivated;AHT\nAna;new;2026-03-02;5;4;500,5\n";
    let data = gather(&trial, None, text.as_bytes()).expect("a table");
    assert_eq!(data.units[0].tallies[2].sum, 500.5);
}

#[test]
fn what_is_no_table_is_said() {
    let said = |bytes: &[u8]| gather(&trial(), None, bytes).map(drop).map_err(|error| error.to_string());
    assert_eq!(said(b"PK\x03\x04zip"), Err("the data file is an Excel workbook; save it as \"CSV UTF-8\"".into()));
    assert_eq!(said(b""), Err("the data file is empty".into()));
    assert!(said(b"\xff\xfea\0").is_err_and(|said| said.contains("UTF-16")));
    let missing = said(b"agnet,arm,date,satisfied_call\n").err().unwrap_or_default();
    assert!(missing.contains("no column `agent` (did you mean `agnet`?)"), "{missing}");
    assert!(said(b"agent,arm,date\n").is_err_and(|said| said.contains("no column `satisfied_call`")));
}
