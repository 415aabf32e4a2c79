//! What holds for every script that was taken in from prose: it can be designed, and its page reads back as the same
//! script.

use callcraft::read::{NoFiles, read};
use callcraft::render::{Options, TARGETS, render};
use callcraft::script::{Script, Segment, Words};
use callcraft::sequence::{demands, problem, problem::broken};
use proptest::prelude::*;

use crate::golden;
use crate::importing::document;

fn taken(name: &str, text: &str) -> Option<Script> {
    read(name, text.as_bytes(), &NoFiles).script
}

fn page(script: &Script) -> String {
    let order: Vec<usize> = (0..script.segments.len()).collect();
    let target = TARGETS.iter().find(|target| target.name == "markdown").unwrap();
    let options = Options { training: true, ..Options::default() };
    String::from_utf8(render(script, &order, target, &options).unwrap().bytes).unwrap()
}

/// What a page shows of a segment, without the names that blanks and jumps have.
fn shown(segment: &Segment) -> Vec<String> {
    let words = |words: Option<&Words>| -> String {
        let texts = words.into_iter().flat_map(Words::texts).map(|text| text.value.trim().to_string());
        texts.collect::<Vec<_>>().join("|")
    };
    let all = |texts: &[callcraft::text::Text]| {
        texts.iter().map(|text| text.value.trim().to_string()).collect::<Vec<_>>().join("|")
    };
    // A page counts a part that has no name and no words.
    let counted =
        |title: &&str| title.strip_prefix("segment ").is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()));
    let named = segment.title.as_ref().map(|title| title.value.trim()).filter(|title| !counted(title));
    let mut told = vec![
        format!("title {}", named.unwrap_or_default()),
        format!("stage {}", segment.stage.as_ref().map_or("", |stage| stage.value.trim())),
        format!("say {}", words(segment.say.as_ref())),
        format!("must {}", words(segment.must_say.as_ref().map(|must| &must.words))),
        format!("ask {}", words(segment.ask.as_ref())),
        format!("form {}", all(&segment.form)),
        format!("note {}", all(&segment.note)),
        format!("coach {}", all(&segment.coach)),
        format!("only if {}", segment.only_if.as_ref().map_or("", |when| &when.text.value)),
    ];
    for answer in &segment.answers {
        let goes = answer.then.is_some();
        told.push(format!("answer {} {} {} {goes}", all(&answer.hear), words(answer.say.as_ref()), all(&answer.note)));
    }
    for asked in &segment.if_asked {
        told.push(format!("asked {} {}", all(&asked.hear), words(asked.say.as_ref())));
    }
    told
}

#[track_caller]
fn page_reads_back(script: &Script) {
    let page = page(script);
    let again = taken("x.md", &page).expect("a script");
    let segments = |script: &Script| script.all_segments().map(shown).collect::<Vec<_>>();
    assert_eq!(segments(&again), segments(script), "{page}");
}

#[test]
fn the_page_of_a_document_reads_back_as_the_same_segments() {
    for case in golden::cases("import", ".md").into_iter().chain(golden::cases("import", ".txt")) {
        let text = std::fs::read_to_string(&case).unwrap();
        page_reads_back(&taken(case.to_str().unwrap(), &text).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_page_of_any_document_reads_back(text in document()) {
        if let Some(script) = taken("x.md", &text) {
            page_reads_back(&script);
        }
    }

    #[test]
    fn guesses_leave_the_written_order_permitted(text in document()) {
        if let Some(script) = taken("x.md", &text) {
            let written: Vec<usize> = (0..script.segments.len()).collect();
            let problem = problem(&script, &demands(&script));
            prop_assert_eq!(broken(&problem, &written), Vec::<usize>::new(), "{}", text);
        }
    }
}
