//! A trial from its plan to its report: each fault planted once, small data said plainly, every format written.

use std::fmt::Write as _;
use std::sync::OnceLock;

use callcraft::diagnostic::Level;
use callcraft::trial::{
    Agents, Assignment, Balance, Format, Guard, Kept, Names, Report, Trial, Truth, agents, assign, evaluate, fixed,
    halfway, insurer, made_agents, plan, simulate,
};

use crate::golden::{fixtures, same};
use crate::tool;

/// A trial that is quick to work out: 8 agents an arm, 4 weeks.
#[derive(Clone)]
struct Made {
    trial: Trial,
    list: Assignment,
    paper: String,
    calls: String,
}

fn made() -> Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(make).clone()
}

fn make() -> Made {
    let mut trial = insurer();
    trial.weeks = 4;
    trial.expected.calls_a_week = 15.0;
    trial.expected.answered = 0.6;
    made_of(trial, 16)
}

fn made_of(trial: Trial, count: usize) -> Made {
    let people = agents(&trial, Some(&made_agents(&trial, count, 3))).unwrap();
    let list = assign(&trial, &people).unwrap();
    let paper = fixed(&plan(&trial, &people).unwrap().words);
    let mut calls = Vec::new();
    simulate(&trial, &people, &list, &Truth::worth_having(&trial, 5), &mut calls).unwrap();
    Made { calls: String::from_utf8(calls).unwrap(), trial, list, paper }
}

impl Made {
    fn report(&self) -> Report {
        evaluate(&self.trial, Some(&self.list), Some(&self.paper), self.calls.as_bytes()).unwrap()
    }

    /// Changes the cells of rows: line number (from 0 for the first call), cells, which may be changed.
    fn change(&mut self, mut how: impl FnMut(usize, &mut Vec<String>)) {
        let mut out = String::new();
        for (at, line) in self.calls.lines().enumerate() {
            let mut cells: Vec<String> = line.split(',').map(String::from).collect();
            if at > 0 {
                how(at - 1, &mut cells);
            }
            let _ = writeln!(out, "{}", cells.join(","));
        }
        self.calls = out;
    }
}

const CALL: usize = 0;
const DATE: usize = 1;
const AGENT: usize = 2;
const ARM: usize = 4;
const SATISFIED: usize = 5;
const TALK: usize = 8;

fn names(report: &Report) -> Vec<&str> {
    report.checks.iter().map(|check| check.name).collect()
}

#[test]
fn sound_data_have_nothing_found_in_them() {
    let report = made().report();
    assert_eq!(names(&report), Vec::<&str>::new());
    assert!(matches!(report.kept, Kept::AsFixed(_)));
    assert_eq!(report.rows, report.counted);
    assert_eq!(report.measured.len(), 6);
    assert!(report.measured[0].enough() && report.measured[0].adjusted);
}

/// Each fault is planted alone in sound data; it is found under its name, and nothing else is.
#[test]
fn each_fault_is_found_and_nothing_else() {
    type Plant = fn(&mut Made);
    let all: [(&str, Level, Plant); 15] = [
        ("before-start", Level::Warning, |made| {
            made.change(|at, cells| {
                if at == 9 {
                    cells[DATE] = "2026-02-27".into()
                }
            })
        }),
        ("after-end", Level::Warning, |made| {
            made.change(|at, cells| {
                if at == 9 {
                    cells[DATE] = "2026-05-04".into()
                }
            })
        }),
        ("no-date", Level::Warning, |made| {
            made.change(|at, cells| {
                if at == 9 {
                    cells[DATE] = "31/02".into()
                }
            })
        }),
        ("double-calls", Level::Warning, |made| {
            made.change(|at, cells| {
                if at == 9 {
                    cells[CALL] = "5".into()
                }
            })
        }),
        ("no-agent", Level::Warning, |made| {
            made.change(|at, cells| {
                if at == 9 {
                    cells[AGENT] = " ".into()
                }
            })
        }),
        ("not-on-list", Level::Warning, |made| {
            made.change(|at, cells| {
                if at == 9 {
                    cells[AGENT] = "agent 99".into()
                }
            })
        }),
        ("impossible-answers", Level::Warning, |made| {
            made.change(|at, cells| {
                if at == 9 {
                    cells[SATISFIED] = "7".into()
                }
            })
        }),
        ("impossible-answers", Level::Warning, |made| {
            made.change(|at, cells| {
                if at == 9 {
                    cells[TALK] = "-20".into()
                }
            })
        }),
        ("other-arm", Level::Warning, |made| {
            made.change(|at, cells| {
                if at == 9 {
                    cells[ARM] = if cells[ARM] == "new" { "old".into() } else { "new".into() }
                }
            });
        }),
        ("absent-units", Level::Warning, |made| {
            let gone = made.list.lines[0].agent.clone();
            made.calls = made
                .calls
                .lines()
                .filter(|line| !line.contains(&gone))
                .fold(String::new(), |all, line| all + line + "\n");
        }),
        ("different-answering", Level::Warning, |made| {
            made.change(|at, cells| {
                if cells[ARM] == "old" && at % 2 == 0 {
                    cells[SATISFIED..SATISFIED + 3].fill(String::new())
                }
            });
        }),
        ("stopped-early", Level::Warning, |made| {
            made.calls = made
                .calls
                .lines()
                .filter(|line| !line.contains("2026-03-1") && !line.contains("2026-03-2"))
                .fold(String::new(), |all, line| all + line + "\n");
        }),
        ("plan-changed", Level::Error, |made| made.trial.guards[0].margin = Some(120.0)),
        ("plan-changed", Level::Error, |made| made.list.lines[0].new = !made.list.lines[0].new),
        ("missing-measure", Level::Error, |made| made.calls = made.calls.replacen("motivated", "motiv", 1)),
    ];
    for (name, level, plant) in all {
        let mut made = made();
        plant(&mut made);
        let report = made.report();
        let mut found: Vec<(&str, Level)> = report.checks.iter().map(|check| (check.name, check.level)).collect();
        found.dedup();
        // moving an agent on the list also moves its calls away from what the data say
        found.retain(|(other, _)| name != "plan-changed" || *other != "other-arm");
        assert_eq!(found, [(name, level)], "{:?}", report.checks);
        assert!(report.checks.iter().all(|check| !check.message.is_empty() && !check.help.is_empty()));
    }
}

/// Faults that only show where there is no assignment list.
#[test]
fn without_a_list_the_data_are_doubted() {
    let mut made = made();
    let without = |made: &Made| evaluate(&made.trial, None, None, made.calls.as_bytes()).unwrap();
    assert_eq!(
        names(&without(&made)),
        ["no-list", "plan-never-fixed"].map(|name| name).into_iter().rev().collect::<Vec<_>>()
    );
    made.change(|at, cells| match at {
        9 => cells[ARM] = "blue".into(),
        10 => cells[ARM] = if cells[ARM] == "new" { "old".into() } else { "new".into() },
        _ => {}
    });
    let report = without(&made);
    let errors: Vec<&str> =
        report.checks.iter().filter(|check| check.level == Level::Error).map(|check| check.name).collect();
    assert_eq!(errors, ["both-arms", "unknown-arm"]);
    let blue = report.checks.iter().find(|check| check.name == "unknown-arm").unwrap();
    assert!(blue.message.contains("blue") && blue.lines == [11], "{blue:?}");
}

#[test]
fn small_data_and_bad_luck_are_said_plainly() {
    let mut few = insurer();
    few.weeks = 4;
    let made = made_of(few, 6);
    let report = made.report();
    assert_eq!(names(&report), ["few-units", "few-units"]);
    assert!(
        report.verdict.starts_with("The trial cannot say whether the new script works: with fewer than 4 agents"),
        "{}",
        report.verdict
    );

    let mut alone = self::made();
    alone.change(|_, cells| {
        if cells[ARM] == "new" {
            cells[DATE] = "2026-01-01".into()
        }
    });
    let report = alone.report();
    assert!(names(&report).contains(&"missing-arm"), "{:?}", report.checks);
    assert!(report.verdict.contains("one arm has no answers"), "{}", report.verdict);

    let mut content = self::made();
    content.change(|_, cells| {
        if !cells[SATISFIED].is_empty() {
            cells[SATISFIED] = "5".into()
        }
    });
    let report = content.report();
    assert!(report.verdict.contains("all answers in both arms are the same"), "{}", report.verdict);

    let mut empty = self::made();
    empty.calls = empty.calls.lines().take(1).fold(String::new(), |all, line| all + line + "\n");
    let report = empty.report();
    assert!(report.verdict.contains("cannot say") && names(&report).contains(&"missing-arm"));
}

#[test]
fn a_guard_is_unchanged_only_where_its_interval_lies_inside() {
    let mut made = made();
    let state = |made: &Made| made.report().measured[3].guarded.unwrap();
    for (margin, wanted) in [(500.0, Guard::Held), (5.0, Guard::Open)] {
        made.trial.guards[0].margin = Some(margin);
        assert_eq!(state(&made).state, wanted);
        assert_eq!(state(&made).p < 0.025, wanted == Guard::Held, "two one-sided tests agree with the interval");
    }
    made.change(|_, cells| {
        if cells[ARM] == "new"
            && let Ok(seconds) = cells[TALK].parse::<u32>()
        {
            cells[TALK] = (seconds + 400).to_string();
        }
    });
    made.trial.guards[0].margin = Some(30.0);
    assert_eq!(state(&made).state, Guard::Worse);
    assert!(made.report().verdict.contains("talk time got worse by more than the plan allows"));
}

#[test]
fn the_look_at_half_time_shows_guards_alone() {
    let mut made = made();
    made.calls = made
        .calls
        .lines()
        .filter(|line| !line.contains("2026-03-2"))
        .fold(String::new(), |all, line| all + line + "\n");
    let look = |made: &Made| halfway(&made.trial, Some(&made.list), Some(&made.paper), made.calls.as_bytes()).unwrap();
    let report = look(&made);
    assert_eq!(
        (report.verdict.as_str(), names(&report)),
        ("Go on: no guard lies wholly beyond what the plan allows for the worse.", vec![])
    );
    for format in callcraft::trial::FORMATS {
        let text = format.report(&report, Names::Hidden);
        assert!(!text.contains("satisfaction") && text.contains("talk time"), "{}", format.name);
    }
    assert!(!report.to_json(Names::Hidden).contains("satisfied_call"));
    made.change(|_, cells| {
        if cells[ARM] == "new"
            && let Ok(seconds) = cells[TALK].parse::<u32>()
        {
            cells[TALK] = (seconds + 600).to_string();
        }
    });
    assert_eq!(look(&made).verdict, "Stop: talk time got worse by more than the plan allows.");
}

/// No p-value without its effect and interval, and never a "trend towards".
#[test]
fn no_p_value_stands_alone() {
    let made = made();
    let text = Format::named("markdown").unwrap().report(&made.report(), Names::Hidden);
    for line in text.lines().filter(|line| line.contains("p = ") || line.contains("p < ")) {
        assert!(line.contains(" to "), "{line}");
    }
    assert!(!text.contains("trend") && !text.to_lowercase().contains("significant"));
}

#[test]
fn every_format_is_as_it_was() {
    let made = made();
    let report = made.report();
    let drawn = plan(&made.trial, &agents(&made.trial, Some(&made_agents(&made.trial, 16, 3))).unwrap()).unwrap();
    for (format, ending) in [("terminal", "txt"), ("markdown", "md"), ("html", "html")] {
        let format = Format::named(format).unwrap();
        same(&fixtures("trial").join(format!("report.{ending}")), &format.report(&report, Names::Hidden));
        same(&fixtures("trial").join(format!("plan.{ending}")), &format.plan(&drawn));
    }
    let json: serde_json::Value = serde_json::from_str(&report.to_json(Names::Hidden)).unwrap();
    assert_eq!(json["shape"], "callcraft-trial-report/1");
    assert_eq!(json["units"][0]["name"], serde_json::Value::Null);
    assert_eq!(json["measures"].as_array().unwrap().len(), 6);
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    let wanted = "shape trial question assigned level plan assignment_list rows rows_counted arms verdict not_shown checks measures answers units";
    assert_eq!(keys.join(" "), wanted, "a shape with a version gains fields at most");
    let json: serde_json::Value = serde_json::from_str(&drawn.to_json()).unwrap();
    assert_eq!(
        (json["shape"].as_str(), json["sha256"].as_str().map(str::len)),
        (Some("callcraft-trial-plan/1"), Some(64))
    );
}

#[test]
fn hostile_names_stay_words() {
    let mut made = made();
    let hostile = "<script>alert(1)</script>\u{1b}[31m";
    made.trial.title = hostile.into();
    made.trial.primary.title = hostile.into();
    let gone = made.list.lines[0].agent.clone();
    made.list.lines[0].agent = hostile.into();
    made.list.lines[0].unit = hostile.into();
    made.calls = made.calls.replace(&gone, hostile);
    let report = made.report();
    let html = Format::named("html").unwrap().report(&report, Names::Shown);
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;") && html.contains("default-src 'none'"));
    let terminal = Format::named("terminal").unwrap().report(&report, Names::Shown);
    assert!(!terminal.contains('\u{1b}') && terminal.contains("alert(1)"));
}

#[test]
fn agents_are_named_only_on_request() {
    let mut made = made();
    made.calls = made.calls.replace("agent ", "Bea ");
    for line in &mut made.list.lines {
        line.agent = line.agent.replace("agent ", "Bea ");
        line.unit.clone_from(&line.agent);
    }
    let report = made.report();
    for format in callcraft::trial::FORMATS {
        let hidden = format.report(&report, Names::Hidden);
        assert!(!made.list.lines.iter().any(|line| hidden.contains(&line.agent)), "{}", format.name);
        assert!(format.report(&report, Names::Shown).contains("Bea 01"));
    }
}

#[test]
fn weeks_and_teams_are_worked_out_by_their_own_kind() {
    for unit in [callcraft::trial::Unit::Weeks, callcraft::trial::Unit::Teams] {
        let mut trial = insurer();
        trial.assign = unit;
        trial.weeks = 12;
        trial.balance = Balance::Chance;
        trial.expected.calls_a_week = 5.0;
        trial.primary.before_column = None;
        let made = made_of(trial, 24);
        let report = made.report();
        let one = &report.measured[0];
        let units = if unit == callcraft::trial::Unit::Weeks { 6 } else { 2 };
        assert_eq!([one.arms[0].units, one.arms[1].units], [units, units]);
        assert_eq!(report.counted, report.rows);
    }
}

/// Columns with names of their own, semicolons, decimal commas and days first: the same report.
#[test]
fn the_same_data_under_other_names_give_the_same_report() {
    let mut made = made();
    let usual = made.report();
    made.calls = made.calls.replacen("satisfied_call", "Q1: zufrieden", 1).replace(',', ";");
    made.change(|_, _| {});
    let mut out = String::new();
    for line in made.calls.lines() {
        let mut cells: Vec<String> = line.split(';').map(String::from).collect();
        if let [year, month, day] = cells[DATE].split('-').map(String::from).collect::<Vec<_>>().as_slice() {
            cells[DATE] = format!("{day}.{month}.{year}");
        }
        let _ = writeln!(out, "{}", cells.join(";"));
    }
    made.calls = out;
    made.trial.columns.insert("satisfied_call".into(), "Q1: zufrieden".into());
    made.trial.dates = callcraft::trial::DateOrder::DayMonthYear;
    let other = made.report();
    assert_eq!(usual.measured[0].decides, other.measured[0].decides);
    assert_eq!(usual.verdict, other.verdict);
}

#[test]
fn a_plan_is_drawn_once_and_the_report_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["nurse-trial.yaml", "nurses.csv"] {
        std::fs::copy(root.join("trials").join(file), folder.path().join(file)).unwrap();
    }
    let run = |args: &[&str]| tool::run_in(folder.path(), args);
    let first = run(&["trial", "plan", "nurse-trial.yaml", "--seal"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.err.contains("SHA-256"));
    let list = std::fs::read_to_string(folder.path().join("nurse-trial.assignment.csv")).unwrap();
    let second = run(&["trial", "plan", "nurse-trial.yaml", "--seal"]);
    assert!(second.code == 2 && second.err.contains("already there"), "{}", second.err);
    assert_eq!(list, std::fs::read_to_string(folder.path().join("nurse-trial.assignment.csv")).unwrap());

    let calls = run(&["trial", "simulate", "nurse-trial.yaml", "--seed", "3", "-o", "calls.csv"]);
    assert_eq!(calls.code, 0, "{}", calls.err);
    let report = run(&["trial", "report", "nurse-trial.yaml", "--data", "calls.csv"]);
    assert_eq!(report.code, 0, "{}{}", report.out, report.err);
    assert!(report.out.contains("The plan is as it was fixed before the data"), "{}", report.out);
    let none = run(&["trial", "report", "nurse-trial.yaml", "--data", "nowhere.csv"]);
    assert!(none.code == 2 && none.err.contains("there is no file `nowhere.csv`"), "{}", none.err);
}

#[test]
fn the_shipped_trial_is_sound_and_its_draw_is_the_one_beside_it() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("trials");
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let reading = callcraft::trial::read("nurse-trial.yaml", &read("nurse-trial.yaml"));
    assert_eq!(reading.reading.diagnostics, Vec::new());
    let trial = reading.trial.unwrap();
    assert_eq!(trial.agents, Agents::File("nurses.csv".into()));
    let list = assign(&trial, &agents(&trial, Some(&read("nurses.csv"))).unwrap()).unwrap();
    assert_eq!(list.to_csv(&trial), read("nurse-trial.assignment.csv"));
    let kept = callcraft::trial::compare(&read("nurse-trial.plan.md"), &trial, Some(&list)).unwrap();
    assert!(matches!(kept, Kept::AsFixed(_)), "{kept:?}");
}

/// A small trial in a folder of its own, with its calls as CSV and as Parquet.
fn with_tables() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["calls.csv", "calls.parquet"] {
        std::fs::copy(fixtures("trial").join(name), folder.path().join(name)).unwrap();
    }
    let trial = "trial: A small one\nassign: agents\nstart: 2026-03-02\nweeks: 4\nprimary:\n  measure: satisfied_call\n  \
                 before: 71%\n  worth_having: 7 points\nguards:\n  - measure: talk_time\n    kind: mean\n    before: 8 min\n    \
                 spread: 2 min\n    margin: 30 s\n";
    std::fs::write(folder.path().join("small.yaml"), trial).unwrap();
    folder
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_gives_the_report_that_csv_gives() {
    let folder = with_tables();
    let report = |table| tool::run_in(folder.path(), &["trial", "report", "small.yaml", "--data", table]);
    let (csv, parquet) = (report("calls.csv"), report("calls.parquet"));
    assert!(csv.out.contains("Counted: 120 of 120 rows"), "{}{}", csv.out, csv.err);
    assert_eq!((parquet.out, parquet.err), (csv.out, csv.err));
    let whole = std::fs::read(folder.path().join("calls.parquet")).unwrap();
    std::fs::write(folder.path().join("cut.parquet"), &whole[..whole.len() / 2]).unwrap();
    let cut = report("cut.parquet");
    assert_eq!(cut.code, 2);
    assert!(cut.err.contains("save the table as CSV"), "{}", cut.err);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_is_refused_with_what_to_do() {
    let folder = with_tables();
    let refused = tool::run_in(folder.path(), &["trial", "report", "small.yaml", "--data", "calls.parquet"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("is a Parquet file") && refused.err.contains("save the table as CSV"),
        "{}",
        refused.err
    );
}
