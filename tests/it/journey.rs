//! `journey` as a user runs it, and the figures of the retail example.

use std::path::Path;

use callcraft::journey::{
    FeltPoint, Journey, JourneyReading, Version, answers, compare, factor_steps, findings, line, mermaid, rank, read,
    shelf,
};
use callcraft::read::{Load, NoFiles};

use crate::golden::{fixtures, same};
use crate::tool::{run, run_in};

fn example(name: &str) -> Journey {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(name);
    let reading = read(name, &std::fs::read(path).unwrap(), &NoFiles);
    reading.journey.expect("it reads")
}

fn of(text: &str) -> JourneyReading {
    read("j.yaml", text.as_bytes(), &NoFiles)
}

fn messages(text: &str) -> Vec<String> {
    of(text).reading.diagnostics.iter().map(|found| format!("{}: {}", found.rule, found.message)).collect()
}

#[test]
fn the_retail_example_has_the_figures_of_its_source() {
    let steps = factor_steps(&example("retail-journey.yaml"));
    let named = |name: &str| steps.iter().find(|step| step.name == name).expect("the factor");
    let experience: Vec<Option<f64>> = ["product", "service", "relationship", "convenience", "brand", "price"]
        .map(|name| named(name).experience)
        .into();
    assert_eq!(experience, [6.0, 6.0, 4.0, 5.0, 7.0, 7.0].map(Some));
    assert_eq!(named("product").satisfaction, Some(-1.0));
    let convenience = named("convenience");
    assert_eq!(
        (convenience.satisfaction, convenience.weighted, convenience.gap),
        (Some(-2.0), Some(-18.0), Some(-5.0))
    );
    let ranking = rank(&steps);
    assert_eq!(ranking.mend.iter().map(|&at| steps[at].name.as_str()).collect::<Vec<_>>(), ["convenience"]);
}

#[test]
fn a_missing_figure_is_not_0_and_not_ranked() {
    let steps = factor_steps(&example("retail-journey.yaml"));
    let ranking = rank(&steps);
    let service = steps.iter().position(|step| step.name == "service").unwrap();
    assert_eq!((steps[service].satisfaction, steps[service].weighted, steps[service].gap), (None, None, None));
    let open = ranking.unranked.iter().find(|one| one.step == service).expect("not ranked");
    assert_eq!(open.missing, ["expectation", "importance"]);
    assert_eq!(ranking.unranked.len(), 5);
}

#[test]
fn the_ranking_is_by_weighted_satisfaction_then_by_the_gap() {
    let text = "journey: x\nfactors:\n  a: {experience: 5, expectation: 7, importance: 4, ideal: 8}\n  \
                b: {experience: 5, expectation: 6, importance: 8, ideal: 10}\n  c: {experience: 1, expectation: 3, importance: 9}\n  \
                d: {experience: 8, expectation: 7, importance: 9, ideal: 10}\n  e: {experience: 8, expectation: 8, importance: 1}\n";
    let steps = factor_steps(&of(text).journey.expect("it reads"));
    let ranking = rank(&steps);
    let names = |list: &[usize]| list.iter().map(|&at| steps[at].name.clone()).collect::<String>();
    assert_eq!(
        (names(&ranking.mend), names(&ranking.improve), names(&ranking.keep)),
        ("cba".into(), "d".into(), "e".into())
    );
}

#[test]
fn a_moment_nobody_gave_a_feeling_is_a_gap_in_the_line() {
    let journey = example("retail-journey.yaml");
    let maria = line(&journey, 0, Version::AsIs);
    let gap = maria.points.iter().position(|point| journey.touchpoints[point.touchpoint].words.value.contains("carry"));
    assert_eq!(maria.marks().gaps, [gap.unwrap()]);
    assert!(line(&journey, 1, Version::AsIs).marks().gaps.is_empty());
}

#[test]
fn the_examples_are_as_they_were_looked_at() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["scripts/retail-journey", "scripts/hospital-visit-journey", "tests/it/fixtures/journey/clinic-zh"] {
        let folder = tempfile::tempdir().unwrap();
        let svg = folder.path().join("map.svg");
        let (name, file) = (file.rsplit('/').next().unwrap(), format!("{file}.yaml"));
        let done = run_in(root, &["journey", &file, "--svg", svg.to_str().unwrap()]);
        assert!(done.code < 2, "{}", done.err);
        same(&fixtures("journey").join(format!("{name}.txt")), &done.out);
        same(&fixtures("journey").join(format!("{name}.svg")), &std::fs::read_to_string(&svg).unwrap());
    }
}

#[test]
fn what_is_wrong_is_said_in_plain_words() {
    let text = "journey: x\npersonas:\n  - who: Maria, 41\ntouchpoints:\n  - touchpoint: I wait\n    feels: painfull\n    \
                importance: 11\n    only_for: mario\n    only_in: tomorrow\n    answers_to: queues\n    colour: red\n";
    let found = messages(text);
    let wanted = [
        "format/feeling: `feels` holds no feeling that there is: `painfull`",
        "format/number: `importance` is `11`",
        "format/persona: no persona is called `mario`",
        "format/word: `only_in` is `tomorrow`",
        "format/answers-to: no pain or gain of a persona here reads `queues`",
        "format/unknown-key: a touchpoint has no key `colour`",
    ];
    for one in wanted {
        assert!(found.contains(&one.to_string()), "{one} is not in {found:#?}");
    }
    assert!(of(text).journey.is_none());
    assert_eq!(messages(""), ["format/empty-file: the file is empty"]);
    assert_eq!(messages("journey: x"), ["format/touchpoints: this journey has no touchpoints"]);
}

#[test]
fn a_journey_that_is_not_there_is_trouble_and_one_with_errors_a_finding() {
    assert_eq!(run(&["journey", "nowhere.yaml"]).code, 2);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("j.yaml"), "journey: x\ntouchpoints:\n  - feels: awful\n").unwrap();
    let done = run_in(folder.path(), &["journey", "j.yaml"]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("a touchpoint says nothing"), "{}", done.err);
}

#[test]
fn the_journey_of_the_documentation_reads() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/journey.md")).unwrap();
    let shown = page.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let read = of(shown);
    assert!(read.journey.is_some() && read.reading.diagnostics.is_empty(), "{:?}", read.reading.diagnostics);
}

/// The rules that find something on a journey of these touchpoints, each `feeling, key: value, …`.
fn rules_of(head: &str, touchpoints: &[&str]) -> Vec<String> {
    let mut text = format!("journey: x\n{head}touchpoints:\n");
    for (at, one) in touchpoints.iter().enumerate() {
        text.push_str(&format!("  - {{touchpoint: moment {at}, choice: a or b, {one}}}\n"));
    }
    let reading = of(&text);
    let journey = reading.journey.unwrap_or_else(|| panic!("{text}{:?}", reading.reading.diagnostics));
    let found = findings(&journey, &reading.reading, &shelf(Default::default()).unwrap());
    found.into_iter().map(|one| one.diagnostic.rule).collect()
}

#[test]
fn each_rule_is_found_where_it_is_broken_once() {
    assert_eq!(rules_of("", &["feels: painful", "feels: neutral", "feels: pleasant"]), Vec::<String>::new());
    let cases: [(&str, &[&str]); 7] = [
        ("late-pain", &["feels: pleasant", "feels: neutral", "feels: neutral", "feels: painful", "feels: pleasant"]),
        ("painful-end", &["feels: pleasant", "feels: slightly painful"]),
        ("weak-end", &["feels: pleasant", "feels: neutral"]),
        ("no-high-point", &["feels: neutral", "feels: slightly pleasant"]),
        ("blind-spot", &["channel: web", "feels: pleasant"]),
        (
            "scattered-pain",
            &[
                "feels: painful",
                "feels: pleasant",
                "feels: painful",
                "feels: pleasant",
                "feels: pleasant",
                "feels: pleasant",
            ],
        ),
        ("split-pain", &["feels: -1, topic: money", "feels: pleasant", "feels: -1, topic: money", "feels: pleasant"]),
    ];
    for (rule, touchpoints) in cases {
        assert_eq!(rules_of("", touchpoints), [format!("journey/{rule}")], "{rule}");
    }
    // A pain that nothing eases leaves an end that is neutral at best.
    let uneased = rules_of("", &["feels: pleasant", "feels: painful", "feels: neutral", "feels: neutral"]);
    assert_eq!(uneased, ["journey/unrelieved-pain", "journey/weak-end"]);
    let undecided = of(
        "journey: x\ntouchpoints: [{touchpoint: a, feels: 0}, {touchpoint: b, feels: 0}, {touchpoint: c, feels: 0}, {touchpoint: d, feels: 2}]\n",
    );
    let found = findings(&undecided.journey.unwrap(), &undecided.reading, &shelf(Default::default()).unwrap());
    assert_eq!(found.iter().map(|one| one.diagnostic.rule.as_str()).collect::<Vec<_>>(), ["journey/no-choice"]);
    let wishes = "personas:\n  - {who: Maria, pains: [queues], gains: [a smile]}\n";
    assert_eq!(rules_of(wishes, &["feels: pleasant"]), ["journey/unanswered-pain", "journey/unanswered-gain"]);
}

#[test]
fn a_finding_says_of_whom_and_what_the_plan_mends() {
    let text = "journey: x\npersonas: [{who: Maria}, {who: George}]\ntouchpoints:\n  - {touchpoint: a, feels: pleasant, choice: x or y}\n  \
                - {touchpoint: b, feels: {maria: painful, george: pleasant}, to_be: pleasant}\n";
    let reading = of(text);
    let journey = reading.journey.unwrap();
    let found = findings(&journey, &reading.reading, &shelf(Default::default()).unwrap());
    let end = found.iter().find(|one| one.diagnostic.rule == "journey/painful-end").expect("it ends in pain");
    assert!(end.diagnostic.message.starts_with("Maria: "), "{}", end.diagnostic.message);
    assert_eq!((end.personas.as_slice(), end.versions.as_slice()), (&[0][..], &[Version::AsIs][..]));
}

#[test]
fn a_finding_that_is_meant_is_allowed_with_a_reason() {
    let text = "journey: x\ntouchpoints:\n  - {touchpoint: a, feels: pleasant}\n  - {touchpoint: b, feels: neutral}\n  - {touchpoint: e, feels: neutral}\n  \
                - {touchpoint: c, feels: painful}\n  - {touchpoint: d, feels: pleasant, choice: x or y}\nallow:\n  - rule: journey/late-pain\n    because: the law sets the moment\n  \
                - rule: journey/weak-end\n    because: no reason\n";
    let reading = of(text);
    let found = findings(&reading.journey.unwrap(), &reading.reading, &shelf(Default::default()).unwrap());
    let told: Vec<(&str, bool)> =
        found.iter().map(|one| (one.diagnostic.rule.as_str(), one.allowed.is_some())).collect();
    assert_eq!(told, [("journey/late-pain", true), ("lint/unused-allow", false)]);
}

#[test]
fn a_mermaid_journey_comes_back_with_its_feelings() {
    let journey = example("retail-journey.yaml");
    for version in [Version::AsIs, Version::ToBe] {
        let drawn = mermaid(&journey, version);
        let again = read("x.mmd", drawn.as_bytes(), &NoFiles).journey.expect("it reads");
        for persona in 0..2 {
            let felt = |journey: &Journey, version| {
                let line = line(journey, persona, version);
                line.points.iter().map(|point| point.feels).collect::<Vec<_>>()
            };
            assert_eq!(felt(&again, Version::AsIs), felt(&journey, version));
        }
        assert_eq!(mermaid(&again, Version::AsIs), drawn);
    }
}

#[test]
fn a_journey_written_in_its_own_form_reads_back_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["scripts/retail-journey.yaml", "tests/it/fixtures/journey/clinic-zh.yaml"] {
        let copy = folder.path().join("copy.yaml");
        let copy = copy.to_str().unwrap();
        assert_eq!(run(&["journey", file, "--to", "yaml", "-o", copy, "--force"]).code, 0);
        let map = |file: &str| {
            let svg = folder.path().join("map.svg");
            assert!(run(&["journey", file, "--svg", svg.to_str().unwrap(), "--force"]).code < 2);
            std::fs::read_to_string(svg).unwrap()
        };
        assert_eq!(map(file), map(copy));
    }
}

#[test]
fn programs_get_the_same_figures_as_json() {
    let done = run(&["journey", "scripts/retail-journey.yaml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&done.out).expect("JSON");
    assert_eq!(json["factors"]["mend"], serde_json::json!(["convenience"]));
    assert_eq!(json["factors"]["table"][3]["weighted"], -18.0);
    assert_eq!(json["factors"]["table"][1]["expectation"], serde_json::Value::Null);
    assert_eq!(json["factors"]["not_ranked"]["service"], serde_json::json!(["expectation", "importance"]));
    assert_eq!(json["lines"][0]["gaps"], serde_json::json!(["i-carry-it-to"]));
    assert_eq!(json["not_taken_up"][0]["gains"], serde_json::json!(["home by noon"]));
    assert!(json["findings"].as_array().unwrap().iter().any(|one| one["rule"] == "journey/blind-spot"));
}

#[test]
fn a_call_gives_its_touchpoint_a_feeling_and_a_written_one_is_not_used() {
    let text = "journey: x\ntouchpoints:\n  - touchpoint: They ring\n    script: a.yaml\n    feels: painful\n";
    struct One;
    impl Load for One {
        fn load(&self, _: &str) -> Result<Vec<u8>, String> {
            Ok(b"script: a\nsegments:\n  - feels: pleasant\n    takes: 1 min\n    say: Good news.\n".to_vec())
        }
    }
    let reading = read("j.yaml", text.as_bytes(), &One);
    let rules: Vec<&str> = reading.reading.diagnostics.iter().map(|found| found.rule.as_str()).collect();
    assert_eq!(rules, ["journey/two-feelings"]);
    let journey = reading.journey.unwrap();
    let point = line(&journey, 0, Version::AsIs).points[0];
    assert!(point.worked_out && (point.feels.unwrap() - 2.0).abs() < 1e-9, "{point:?}");
    assert_eq!(
        messages(text),
        ["format/named-file: `a.yaml` was not looked for, because the text did not come from a folder"]
    );
}

/// A folder of a journey with a series of two calls, one of them in a folder below.
struct TwoCalls;
impl Load for TwoCalls {
    fn load(&self, name: &str) -> Result<Vec<u8>, String> {
        let segment =
            |feels: &str| format!("script: s\nsegments:\n  - feels: {feels}\n    takes: 1 min\n    say: Words.\n");
        let text = match name {
            "month/s.yaml" => {
                "series: A month\nevery: week\ncalls:\n  - {id: one, script: a.yaml}\n  - {id: two, script: b.yaml}\n"
                    .to_string()
            }
            "month/a.yaml" => segment("painful"),
            "month/b.yaml" => segment("very pleasant"),
            "month/none.yaml" => "series: No words\nevery: week\ncalls: [{id: one}, {id: two}]\n".to_string(),
            _ => return Err(format!("there is no file `{name}`")),
        };
        Ok(text.into_bytes())
    }
}

fn with_series(lines: &str) -> JourneyReading {
    let text = format!("journey: x\ntouchpoints:\n  - touchpoint: They ring for a month\n{lines}");
    read("j.yaml", text.as_bytes(), &TwoCalls)
}

#[test]
fn a_series_gives_its_touchpoint_the_feeling_of_the_whole() {
    let journey = with_series("    series: month/s.yaml\n").journey.expect("it reads");
    let heard = journey.touchpoints[0].call.as_ref().expect("a series");
    assert!(heard.is_series && heard.title == "A month" && heard.calls.len() == 2);
    let series = callcraft::series::read("s.yaml", &TwoCalls.load("month/s.yaml").unwrap(), &Under);
    let (felt, whole) = callcraft::series::as_written(&series.series.unwrap());
    let point = line(&journey, 0, Version::AsIs).points[0];
    assert!(point.worked_out && point.feels == Some(whole.total) && whole.total > 0.0, "{point:?}");
    assert_eq!(
        heard.calls.iter().map(|call| call.remembered).collect::<Vec<_>>(),
        felt.iter().map(|one| one.experience.total).collect::<Vec<_>>()
    );
    let svg = callcraft::journey::map(&journey, None);
    assert!(svg.contains("A month") && svg.contains("class=\"call\""), "its curve is drawn");
    let rules: Vec<String> = findings(&journey, &Default::default(), &shelf(Default::default()).unwrap())
        .into_iter()
        .map(|one| one.diagnostic.rule)
        .collect();
    assert!(!rules.contains(&"journey/blind-spot".to_string()), "{rules:?}");
    assert!(callcraft::journey::TARGETS.iter().any(|target| (target.make)(&journey).contains("series: month/s.yaml")));
}

struct Under;
impl Load for Under {
    fn load(&self, name: &str) -> Result<Vec<u8>, String> {
        TwoCalls.load(&format!("month/{name}"))
    }
}

#[test]
fn a_file_of_the_other_kind_is_told_which_key_it_belongs_to() {
    let told = |lines: &str| -> Vec<String> {
        with_series(lines).reading.diagnostics.iter().map(|one| format!("{}; {}", one.message, one.help)).collect()
    };
    assert_eq!(
        told("    script: month/s.yaml\n"),
        ["`month/s.yaml` is a series of calls; write `series: month/s.yaml` instead"]
    );
    let wrong = told("    series: month/a.yaml\n");
    assert!(wrong[0].starts_with("`month/a.yaml` is no series of calls; write `script: month/a.yaml`"), "{wrong:?}");
    let none = told("    series: month/none.yaml\n");
    assert!(none[0].starts_with("no call of `month/none.yaml` has a script"), "{none:?}");
    let both = told("    script: month/a.yaml\n    series: month/s.yaml\n");
    assert!(both[0].starts_with("`They ring for a month` names both a script and a series"), "{both:?}");
    assert_eq!(told("    designed: month/s.yaml\n"), Vec::<String>::new());
}

#[test]
fn lint_tells_what_journey_tells_in_every_form() {
    let file = "scripts/retail-journey.yaml";
    let verb = run(&["journey", file, "--format", "json"]);
    let verb: serde_json::Value = serde_json::from_str(&verb.out).unwrap();
    // What the journey to be mends is told beside, and is no finding any more.
    let holds = |one: &&serde_json::Value| one["versions"].as_array().unwrap().iter().any(|version| version == "to be");
    let of_verb: Vec<&str> =
        verb["findings"].as_array().unwrap().iter().filter(holds).map(|one| one["rule"].as_str().unwrap()).collect();
    assert_eq!(of_verb.len(), 3);
    let done = run(&["lint", "--no-config", "-f", "json", file]);
    for rule in &of_verb {
        assert!(done.out.contains(rule), "{rule}: {}", done.out);
    }
    let sarif = run(&["lint", "--no-config", "-f", "sarif", file]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif.out).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), of_verb.len());
    assert!(
        sarif["runs"][0]["tool"]["driver"]["rules"]
            .as_array()
            .unwrap()
            .iter()
            .any(|rule| rule["id"] == "journey/blind-spot")
    );
    assert_eq!(run(&["journey", file]).code, 1);
    assert_eq!(run(&["lint", "--no-config", "--fail-on", "warning", file]).code, 1);
}

#[test]
fn a_journey_in_chinese_is_told_in_chinese() {
    let path = fixtures("journey").join("clinic-zh.yaml");
    let reading = read("clinic-zh.yaml", &std::fs::read(path).unwrap(), &NoFiles);
    let found = findings(&reading.journey.unwrap(), &reading.reading, &shelf(Default::default()).unwrap());
    assert!(!found.is_empty());
    for one in found {
        let words = format!("{}{}{}", one.diagnostic.message, one.diagnostic.help, one.diagnostic.why);
        let english = words
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| word.len() > 2 && !["feels", "choice", "answers", "allow"].contains(word));
        assert_eq!(english.collect::<Vec<_>>(), Vec::<&str>::new(), "{words}");
    }
}

#[test]
fn a_file_without_words_is_trouble_and_a_start_is_without_errors() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("e.yaml"), "\n").unwrap();
    std::fs::write(folder.path().join("bytes.yaml"), b"\xff\x00\x81\x9d\xfe").unwrap();
    for verb in ["journey", "series"] {
        assert_eq!(run_in(folder.path(), &[verb, "bytes.yaml"]).code, 2, "{verb}");
        let done = run_in(folder.path(), &[verb, "e.yaml"]);
        assert_eq!(done.code, 2, "{verb}: {}{}", done.out, done.err);
        assert_eq!(run_in(folder.path(), &["new", verb]).code, 0);
        let again = run_in(folder.path(), &["new", verb]);
        assert_eq!((again.code, again.err.contains("already there")), (2, true));
        let file = format!("{verb}.yaml");
        let args: Vec<&str> =
            if verb == "series" { vec![verb, &file, "--start", "2026-12-01"] } else { vec![verb, &file] };
        let done = run_in(folder.path(), &args);
        assert!(done.code < 2 && !done.err.contains("error"), "{}{}", done.out, done.err);
        let lint = run_in(folder.path(), &["lint", "--no-config", "--fail-on", "warning", &file]);
        assert_eq!(lint.code, 0, "{}", lint.out);
    }
}

#[test]
fn what_was_felt_is_laid_over_what_was_designed() {
    let folder = tempfile::tempdir().unwrap();
    let svg = folder.path().join("map.svg");
    let csv = "tests/it/fixtures/journey/retail-felt.csv";
    let done = run(&["journey", "scripts/retail-journey.yaml", "--felt", csv, "--svg", svg.to_str().unwrap()]);
    let told = done.out.split("\nas it was felt").skip(1).collect::<Vec<_>>().join("\nas it was felt");
    same(&fixtures("journey").join("retail-felt.txt"), &told);
    same(&fixtures("journey").join("retail-felt.svg"), &std::fs::read_to_string(&svg).unwrap());
}

/// The names of the lines take as many rows as they need; none runs over the edge of the paper.
#[test]
fn the_map_of_many_personas_names_every_line_on_the_paper() {
    let mut text = String::from("journey: x\npersonas:\n");
    for name in ["Ana", "Bob", "Cy", "Dee"] {
        text.push_str(&format!("  - {{who: {name}}}\n"));
    }
    text.push_str("touchpoints:\n  - {touchpoint: a, feels: painful, to_be: neutral}\n");
    let svg = callcraft::journey::map(&of(&text).journey.unwrap(), None);
    let names = svg.lines().filter(|line| line.contains("(remembered experience"));
    let places: Vec<(f64, f64)> = names
        .map(|line| {
            let number = |key: &str| line.split_once(key).unwrap().1.split('"').next().unwrap().parse::<f64>().unwrap();
            (number(" x=\""), number(" y=\""))
        })
        .collect();
    assert_eq!(places.len(), 8);
    assert!(places.iter().all(|(x, _)| *x < 900.0), "{places:?}");
    assert!(places.windows(2).all(|pair| pair[0].1 < pair[1].1 || pair[0].0 < pair[1].0), "{places:?}");
}

#[test]
fn a_walk_counts_where_the_journey_names_its_script() {
    struct Calls;
    impl Load for Calls {
        fn load(&self, _: &str) -> Result<Vec<u8>, String> {
            Ok(b"script: Bill\nsegments:\n  - {id: a, feels: painful, say: A.}\n  - {id: b, feels: pleasant, say: B.}\n".to_vec())
        }
    }
    let text = "journey: x\ntouchpoints:\n  - {touchpoint: I wait, feels: neutral}\n  - {touchpoint: They call, script: calls/bill.yaml}\n";
    let journey = read("x.yaml", text.as_bytes(), &Calls).journey.unwrap();
    let walk =
        |steps: &str| format!("{{\"format\": \"callcraft-walk/1\", \"script\": \"bill\", \"steps\": [{steps}]}}");
    let step = |id: &str, felt: i8| format!("{{\"segment\": \"{id}\", \"seconds\": 6, \"felt\": {felt}}}");
    let felt_as = |first, second| {
        let record = walk(&format!("{}, {}", step("a", first), step("b", second)));
        let felt = compare(&journey, &answers("ana", record.as_bytes()).expect("a walk"));
        let point = felt.lines[0].points[1];
        assert_eq!((felt.unknown.len(), felt.lines[0].points[0].people, point.people), (0, 0, 1));
        point.mean.unwrap()
    };
    assert_eq!((felt_as(1, 1) * 100.0).round(), 100.0, "the same all along is remembered as it was");
    assert!(felt_as(-2, 2) > felt_as(2, -2), "a pleasant end is remembered better");
    let silent = walk("{\"segment\": \"a\", \"seconds\": 6}");
    let refused = answers("ana", silent.as_bytes()).map_err(|error| error.to_string());
    assert!(refused.is_err_and(|sentence| sentence.contains("nobody said on the walk through `bill`")));
}

#[test]
fn an_answer_counts_for_its_persona_or_for_everybody() {
    let text = "journey: x\npersonas: [{who: Maria}, {who: George}]\ntouchpoints:\n  - {touchpoint: I wait, feels: pleasant}\n  \
                - {touchpoint: I pay, feels: {maria: neutral, george: painful}}\n";
    let journey = of(text).journey.unwrap();
    let table = "Segment;Feeling;Who\nI wait;-2;maria\ni-wait;-2;Maria\n1;-3;maria\ni-wait;-2;maria\ni-wait;-2;maria\n2;0;Mrs Lee\n9;1;\n";
    let felt = compare(&journey, &answers("x", table.as_bytes()).expect("a table"));
    let point = |persona: usize, at: usize| -> &FeltPoint { &felt.lines[persona].points[at] };
    assert_eq!((point(0, 0).people, point(1, 0).people, point(0, 1).people, point(1, 1).people), (5, 0, 1, 1));
    assert_eq!(point(0, 0).is_off(), Some(true));
    assert!((point(0, 0).difference().unwrap() + 4.2).abs() < 1e-9);
    assert_eq!((point(0, 1).is_off(), point(1, 0).mean), (None, None));
    assert_eq!(felt.lines[0].off_most(), [0]);
    assert_eq!(felt.unknown, [("9".to_string(), None)]);
    let refused = answers("x", "place,felt\n".as_bytes()).map_err(|error| error.to_string());
    assert_eq!(refused, Err("the feelings have no column `segment`, only: place, felt".into()));
}
