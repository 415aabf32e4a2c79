//! How long a series and a roster take: `cargo bench --bench series`.
#![allow(missing_docs, reason = "a bench is not read as documentation")]

use callcraft::read::Load;
use callcraft::series::roster::{Agent, Person, assign};
use callcraft::series::{Series, plan, read};
use divan::Bencher;
use jiff::ToSpan as _;
use jiff::civil::Date;

const START: Date = Date::constant(2026, 11, 30);

fn main() {
    divan::main();
}

/// Scripts of fifteen parts, other ones for each number.
struct Made;

impl Load for Made {
    fn load(&self, name: &str) -> Result<Vec<u8>, String> {
        let seed = name.trim_start_matches("call").trim_end_matches(".yaml").parse().unwrap_or(0);
        let mut dice = fastrand::Rng::with_seed(seed);
        let mut text =
            format!("script: Call {seed}\nsegments:\n  - {{id: hello, kind: opening, takes: 10 s, say: Hello}}\n");
        for at in 0..13 {
            let (feels, takes, topic) = (dice.i32(-3..=3), dice.u32(10..=120), dice.u32(0..5));
            text.push_str(&format!(
                "  - {{id: part{at}, feels: {feels}, takes: {takes} s, topic: t{topic}, say: Words}}\n"
            ));
        }
        text.push_str("  - {id: bye, kind: closing, takes: 10 s, say: Goodbye}\n");
        Ok(text.into_bytes())
    }
}

/// So many calls, of which the first and the last have their places, and two parts of every other call may move.
fn series(calls: u32) -> Series {
    let mut text = String::from("series: Long\nevery: 2 weeks\ncalls:\n");
    for call in 0..calls {
        let place = match call {
            0 => ", place: first",
            _ if call + 1 == calls => ", place: last",
            _ => "",
        };
        let moves = if call % 2 == 1 && call < 12 { ", may_move: [part3, part7]" } else { "" };
        text.push_str(&format!("  - {{id: c{call}, script: call{call}.yaml{place}{moves}}}\n"));
    }
    let read = read("long.yaml", text.as_bytes(), &Made);
    read.series.unwrap_or_else(|| panic!("{:?}", read.reading.diagnostics))
}

#[divan::bench(args = [12, 24], sample_count = 10)]
fn plan_of_a_series(bencher: Bencher<'_, '_>, calls: u32) {
    let series = series(calls);
    let made = plan(&series, START, &|| false).expect("nothing contradicts anything");
    eprintln!(
        "{calls} calls: {:?}; content {:?}, {} moves",
        made.ordered.proof,
        made.content.proof,
        made.content.moves.len()
    );
    bencher.bench_local(|| plan(&series, START, &|| false));
}

/// Twenty nurses, each off one day a week and for two weeks of the three months; 200 people with five calls each.
#[divan::bench(sample_count = 3)]
fn roster_of_200_people_and_20_nurses(bencher: Bencher<'_, '_>) {
    let text = "series: Month\ncalls:\n  - {id: a, when: 2 to 3 days after day zero}\n  - {id: b, when: 7 to 9 days after day zero}\n  \
                - {id: c, when: 13 to 15 days after day zero}\n  - {id: d, when: 20 to 22 days after day zero}\n  - {id: e, when: 28 to 30 days after day zero}\n";
    let read = read("month.yaml", text.as_bytes(), &Made);
    let series = read.series.expect("it is a series");
    let mut dice = fastrand::Rng::with_seed(7);
    let day = |days: i64| START.saturating_add(days.days());
    let agents: Vec<Agent> = (0..20)
        .map(|at| {
            let free = dice.usize(0..5);
            let off = dice.i64(0..76);
            Agent {
                name: format!("nurse {at}"),
                calls_a_day: 3,
                days: std::array::from_fn(|weekday| weekday < 5 && weekday != free),
                off: (off..off + 14).map(day).collect(),
            }
        })
        .collect();
    let people: Vec<Person> =
        (0..200).map(|at| Person { name: format!("person {at}"), start: day(dice.i64(0..60)), agent: None }).collect();
    let order: Vec<usize> = (0..5).collect();
    let rota = assign(&series, &order, &people, &agents, &mut |_| true).expect("there is room");
    eprintln!("{} calls in another voice, at least {}", rota.broken.len(), rota.least);
    bencher.bench_local(|| assign(&series, &order, &people, &agents, &mut |_| true));
}
