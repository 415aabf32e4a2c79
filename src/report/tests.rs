use super::*;
use crate::source::Place;

fn find(text: &str, word: &str) -> Place {
    let start = text.find(word).unwrap_or(0);
    Place::new(start, start + word.len())
}

fn with<'r>(sources: &'r [Source], found: &'r [Diagnostic]) -> Report<'r> {
    let items = found.iter().map(|found| Item { found, segment: "news", allowed: None }).collect();
    Report { files: vec![FileReport { sources, items, proof: None }], ..Report::default() }
}

fn written(name: &str, report: &Report<'_>) -> String {
    Format::named(name).map(|format| super::report(report, format)).unwrap_or_default()
}

#[test]
fn a_misspelt_form_names_the_nearest() {
    assert_eq!(Format::named("sarfi").err(), Some(Some("sarif")));
    assert_eq!(Format::named("zebra").err(), Some(None));
}

#[test]
fn every_form_shows_the_level_and_the_rule() {
    let sources = [Source::new("a b.md", "one two")];
    let found = [Diagnostic::warning("speech/blame", find("one two", "two"), "“two” blames the customer")];
    for format in FORMATS.iter().filter(|format| format.name != "audit") {
        let text = super::report(&with(&sources, &found), format);
        assert!(text.contains("speech/blame"), "{}: {text}", format.name);
        let level = ["warning", "minor"].iter().any(|word| text.contains(word));
        assert!(level, "{}: {text}", format.name);
    }
}

#[test]
fn columns_count_characters_under_crlf_tabs_emoji_and_chinese() {
    let text = "one\r\n\t👩‍⚕️ 您好 cafe\u{301} bad\r\n";
    let sources = [Source::new("x", text)];
    let found = [Diagnostic::error("a/b", find(text, "bad"), "it is bad")];
    let report = with(&sources, &found);
    assert_eq!(written("line", &report), "x:2:16: error[a/b] it is bad\n");
    let human = written("human", &report);
    assert!(human.contains("x:2:16"), "{human}");
}

#[test]
fn a_place_beyond_the_text_is_cut_to_it() {
    let sources = [Source::new("x", "short")];
    let found = [Diagnostic::error("a/b", Place::new(3, 900), "too long").related(Place::new(70, 80), "and here")];
    for format in FORMATS {
        assert!(!super::report(&with(&sources, &found), format).is_empty(), "{}", format.name);
    }
}

#[test]
fn marks_stay_when_lines_move_and_tell_equal_findings_apart() {
    let marks_of = |text: &str| {
        let sources = [Source::new("x", text)];
        let found: Vec<_> = text
            .match_indices("bad")
            .map(|(at, word)| Diagnostic::error("a/b", Place::new(at, at + word.len()), "bad"))
            .collect();
        let report = with(&sources, &found);
        report.files.first().map(mark::marks).unwrap_or_default()
    };
    let before = marks_of("bad and bad");
    assert_eq!(before, marks_of("a new line\n\nbad\nand bad"));
    assert_eq!(before.len(), 2);
    assert_ne!(before.first(), before.last());
}

#[test]
fn github_marks_the_worst_first_and_says_what_it_does_not_mark() {
    let sources = [Source::new("x,y.md", "one two")];
    let mut found: Vec<_> =
        (0..14).map(|n| Diagnostic::advice("a/b", Place::new(0, 3), format!("advice {n}"))).collect();
    found.push(Diagnostic::error("a/c", Place::new(4, 7), "100 % wrong\nreally"));
    let text = written("github", &with(&sources, &found));
    let first = text.lines().next().unwrap_or_default();
    assert_eq!(first, "::error file=x%2Cy.md,line=1,col=5,endColumn=8,title=a/c::100 %25 wrong really");
    assert_eq!(text.lines().filter(|line| line.starts_with("::notice")).count(), 10);
    assert!(text.contains("4 more findings"), "{text}");
}

#[test]
fn addresses_in_sarif_are_relative_and_escaped() {
    let sources = [Source::new("./scripts/café 1.yaml", "one")];
    let found = [Diagnostic::error("a/b", Place::new(0, 3), "x")];
    let mut report = with(&sources, &found);
    if let Some(item) = report.files.first_mut().and_then(|file| file.items.first_mut()) {
        item.allowed = Some(Allowed::Author("it is meant"));
    }
    let text = written("sarif", &report);
    assert!(text.contains("\"scripts/caf%C3%A9%201.yaml\""), "{text}");
    assert!(text.contains("\"inSource\""), "{text}");
    assert!(text.contains("\"unicodeCodePoints\""), "{text}");
}

#[test]
fn xml_survives_every_character() {
    assert_eq!(checkstyle::xml("<a & \"b\">\u{1}"), "&lt;a &amp; &quot;b&quot;&gt;\u{fffd}");
}

#[test]
fn an_allowed_finding_counts_apart() {
    let sources = [Source::new("x", "one")];
    let found = [Diagnostic::error("a/b", Place::new(0, 3), "x")];
    let mut report = with(&sources, &found);
    if let Some(item) = report.files.first_mut().and_then(|file| file.items.first_mut()) {
        item.allowed = Some(Allowed::Baseline);
    }
    assert_eq!(report.tally(), Tally { allowed: 1, ..Tally::default() });
    assert_eq!(written("human", &report), "1 file: nothing found (1 allowed)\n");
    assert_eq!(written("line", &report), "");
}
