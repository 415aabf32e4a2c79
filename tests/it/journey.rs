//! `journey` as a user runs it, and the figures of the retail example.

use std::path::Path;

use callcraft::journey::{Journey, JourneyReading, Version, factor_steps, line, rank, read};
use callcraft::read::NoFiles;

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
    for name in ["retail-journey", "hospital-visit-journey"] {
        let folder = tempfile::tempdir().unwrap();
        let svg = folder.path().join("map.svg");
        let file = format!("scripts/{name}.yaml");
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
