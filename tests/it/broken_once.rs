//! A series with each of its rules broken once: the heart month is sound, and one change in its files breaks one rule.

use std::collections::BTreeSet;
use std::path::Path;

use crate::tool::run_in;

/// What is replaced in which file.
type Change = (&'static str, &'static str, &'static str);

const SERIES: &str = "series/heart-month.yaml";
const DAY2: &str = "series/heart/day2.yaml";
const WEEK1: &str = "series/heart/week1.yaml";
const WEEK2: &str = "series/heart/week2.yaml";
const WEEK3: &str = "series/heart/week3.yaml";
const LAST: &str = "series/heart/graduation.yaml";

const WALK: &str = "  - {id: early-walk, kind: coaching, topic: walking, takes: 20 s, say: Walk to the corner.}\n";
const PRICE: &str =
    "  - {id: price, kind: news, feels: very painful, takes: 6 min, say: The scale costs forty dollars a month.}\n";
const HARD: &str = "  - {id: hard, kind: coaching, feels: very painful, takes: 9 min, say: It all gets harder now.}\n";
const RECAP: &str = "  - id: recap\n";

static BROKEN: &[(&str, &[Change])] = &[
    ("two-changes-at-once", &[(DAY2, RECAP, WALK)]),
    ("change-overlaps", &[(WEEK2, "  - id: how-it-went\n", WALK)]),
    ("change-not-reviewed", &[(WEEK1, "    topic: salt\n    ask", "=    ask")]),
    ("change-not-in-call", &[(DAY2, "topic: salt", "=topic: sodium")]),
    (
        "change-without-alternative",
        &[
            (SERIES, "    compared_with: a training plan at the gym\n", "="),
            (WEEK2, "    compared_with: |\n      It's a walk to the corner, and no training plan at the gym.\n", "="),
            (WEEK3, "    compared_with: |\n      You can split it in two if that's easier.\n", "="),
        ],
    ),
    ("change-in-one-step", &[(SERIES, ", twenty minutes after lunch]", "=]")]),
    ("goals-unsaid", &[(SERIES, "goals: [salt under 5 g a day, walks 20 minutes a day]\n", "=")]),
    ("shape-broken", &[(WEEK3, RECAP, "20×  - {kind: empathy, takes: 3 s, say: I see.}\n")]),
    (
        "greeting-differs",
        &[(
            SERIES,
            "Hello, it's {{ nurse_name }} from the heart team again.",
            "=Good morning to you, dear friend of our house.",
        )],
    ),
    (
        "closing-differs",
        &[(
            SERIES,
            "You can reach me at 555-0147 until five. Goodbye.",
            "=All the best for now, and sleep well tonight.",
        )],
    ),
    ("voice-not-kept", &[(SERIES, "same_agent: always", "=same_agent: no")]),
    ("other-hour", &[(SERIES, "  hour: 10:00", "=  hour: 18:00")]),
    ("asked-twice", &[(WEEK2, "How did that go?\n", "=How did that go?\n    fills: salt_trick\n")]),
    ("not-passed-on", &[(SERIES, "    passes_on: [walk_place]\n", "=")]),
    ("passes-on-nothing", &[(SERIES, "passes_on: [walk_place]", "=passes_on: [walk_place, shoe_size]")]),
    (
        "nobody-answers-unsaid",
        &[(SERIES, "if_nobody_answers: Call the person they trust, then tell the heart team the same day\n", "=")],
    ),
    ("no-day", &[(SERIES, "7 to 9 days after day zero", "=on 2026-12-06")]),
    (
        "outside-law-hours",
        &[
            (SERIES, "sector: health", "=sector: sales"),
            (SERIES, "hours: 9:00 to 17:00", "=hours: 21:30 to 22:00"),
            (SERIES, "  hour: 10:00\n", "="),
        ],
    ),
    ("too-many-tries", &[(SERIES, "sector: health", "=sector: collections"), (SERIES, "tries: 3", "=tries: 8")]),
    ("late-pain", &[(WEEK3, RECAP, PRICE)]),
    ("weak-ending", &[(LAST, RECAP, HARD)]),
    (
        "finale-without-praise",
        &[
            (LAST, "    feels: pleasant\n    topic: goals", "=    feels: slightly pleasant\n    topic: goals"),
            (LAST, "    kind: recap\n    feels: pleasant", "=    kind: recap\n    feels: slightly pleasant"),
            (LAST, "    feels: very pleasant", "=    feels: slightly pleasant"),
        ],
    ),
    (
        "finale-without-review",
        &[
            (LAST, "topic: goals", "=topic: month"),
            (SERIES, "goals: [", "=goals: [sleeps through every single night, "),
        ],
    ),
    ("finale-without-summary", &[(LAST, "kind: recap", "=kind: news")]),
    (
        "finale-not-filled",
        &[
            (
                LAST,
                "{{ salt_trick }} at the table, and your walk {{ walk_place }}",
                "=lemon at the table, and your walk",
            ),
            (LAST, "to {{ her_reason }}", "=to dance"),
        ],
    ),
];

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &there) } else { std::fs::write(there, std::fs::read(path).unwrap()).unwrap() }
    }
}

/// `=words` stand in the place of what was there, other words before it; `20×words` twenty times.
fn change(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    match (to.strip_prefix('='), to.split_once('×')) {
        (Some(to), _) => text.replacen(from, to, 1),
        (None, Some((times, to))) => text.replacen(from, &(to.repeat(times.parse().unwrap()) + from), 1),
        (None, None) => text.replacen(from, &format!("{to}{from}"), 1),
    }
}

fn rules_told(told: &str) -> BTreeSet<&str> {
    let names = told.split('[').skip(1).filter_map(|rest| rest.split(']').next());
    names.filter_map(|name| name.strip_prefix("series/")).collect()
}

#[test]
fn each_rule_is_told_where_it_alone_is_broken() {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut wrong = Vec::new();
    for (rule, changes) in BROKEN {
        let folder = tempfile::tempdir().unwrap();
        for part in ["series", "shared"] {
            copy(&scripts.join(part), &folder.path().join(part));
        }
        for (file, from, to) in *changes {
            let path = folder.path().join(file);
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, change(&text, from, to)).unwrap();
        }
        let done = run_in(folder.path(), &["series", SERIES, "--start", "2026-12-01"]);
        if rules_told(&done.err) != BTreeSet::from([*rule]) {
            wrong.push(format!("{rule}:\n{}", done.err));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Two calls that may change places, the pleasant one first.
#[test]
fn a_worse_order_of_calls_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let calls = "  - {id: gift, script: gift.yaml, place: kept}\n  - {id: fee, script: fee.yaml, place: kept}\n";
    let series = |calls: &str| {
        format!(
            "series: A contract\nevery: month\ntries: 2\nif_nobody_answers: Send the letter\nkeep: {{same_agent: always}}\ncalls:\n{calls}  \
             - {{id: end, script: end.yaml, place: last, differs_because: it celebrates}}\n"
        )
    };
    let script = |parts: &str| {
        format!(
            "script: Call\nsegments:\n  - {{kind: opening, say: Hello, feels: 0, takes: 10 s}}\n{parts}  - {{kind: closing, say: Goodbye, feels: 0, takes: 10 s}}\n"
        )
    };
    write(
        "gift.yaml",
        &script("  - {kind: coaching, feels: very pleasant, takes: 3 min, ask: What is it for?, fills: her_reason}\n"),
    );
    write("fee.yaml", &script("  - {kind: coaching, feels: very painful, takes: 3 min, say: The price goes up.}\n"));
    write(
        "end.yaml",
        &script("  - {kind: recap, feels: very pleasant, takes: 3 min, say: 'It was for {{ her_reason }}.'}\n"),
    );
    let told = |calls: &str| {
        write("plan.yaml", &series(calls));
        let done = run_in(folder.path(), &["series", "plan.yaml", "--start", "2026-12-01"]);
        rules_told(&done.err).into_iter().map(str::to_string).collect::<Vec<_>>()
    };
    let passing = calls.replace("gift.yaml,", "gift.yaml, passes_on: [her_reason],");
    assert_eq!(told(&passing), Vec::<String>::new());
    assert_eq!(told(&passing.replace(", place: kept", "")), ["worse-order"]);
}
