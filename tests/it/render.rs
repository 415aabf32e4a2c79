//! The pages: golden files, every spoken word on them, and words that try to become markup.

use std::collections::BTreeMap;
use std::path::Path;

use callcraft::render::{Options, OwnTemplate, TARGETS, Templates};

use crate::golden;
use crate::scripts::{rendered as page, script};

fn options(pairs: &[(&str, &str)]) -> Options {
    let blanks = pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect::<BTreeMap<_, _>>();
    Options { blanks, today: Some("2026-11-24".into()), training: true, ..Options::default() }
}

#[test]
fn pages_are_as_they_were_looked_at() {
    for case in golden::cases("render", ".yaml") {
        let script = script(&std::fs::read_to_string(&case).unwrap());
        for target in TARGETS.iter().filter(|target| matches!(target.name, "markdown" | "text" | "html")) {
            let golden = case.with_extension(target.ending);
            golden::same(&golden, &page(&script, target.name, &options(&[("first_name", "Ana")])));
        }
    }
}

#[test]
fn every_spoken_word_stands_on_every_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    for name in ["nurse-care-call.yaml", "billing-dispute.yaml", "hospital-followup-zh.yaml"] {
        let script = script(&std::fs::read_to_string(folder.join(name)).unwrap());
        let page = page(&script, "text", &Options::default());
        let squeezed: String = page.split_whitespace().collect();
        for segment in script.all_segments() {
            for words in segment.spoken().chain(segment.replies()) {
                let text = words.text(&script.language).unwrap();
                if text.value.contains('{') {
                    continue;
                }
                for sentence in text.value.lines() {
                    let wanted: String = sentence.split_whitespace().collect();
                    assert!(squeezed.contains(&wanted), "{name}: {sentence}");
                }
            }
        }
    }
}

const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

#[test]
fn words_never_become_markup() {
    let text = format!(
        "script: |-\n  T{HOSTILE}\nversion: |-\n  {HOSTILE}\nsegments:\n  - id: a\n    title: |-\n      {HOSTILE}\n    say: |\n      {HOSTILE} {{{{ b }}}}\n    note: |-\n      {HOSTILE}\n    must_say:\n      text: |\n        {HOSTILE}\n      why: |-\n        {HOSTILE}\n    ask: |\n      {HOSTILE}\n    answers:\n      - hear: |-\n          {HOSTILE}\n        say: |\n          {HOSTILE}\nblanks:\n  b: x\n"
    );
    let script = script(&text);
    let html = page(&script, "html", &options(&[("b", HOSTILE)]));
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    assert!(html.matches("&lt;script&gt;").count() >= 8);
    let markdown = page(&script, "markdown", &options(&[("b", HOSTILE)]));
    assert!(!markdown.replace("\\<", "").contains('<'), "{markdown}");
}

struct Folder(BTreeMap<&'static str, &'static str>);

impl Templates for Folder {
    fn template(&self, name: &str) -> Option<String> {
        self.0.get(name).map(|text| text.to_string())
    }
}

fn own(text: &str, others: &[(&'static str, &'static str)]) -> Result<String, String> {
    let script = script("script: T <b>\nsegments:\n  - say: Hello {{ x }}.\nblanks: {x: y}\n");
    let folder = Folder(others.iter().copied().collect());
    let template = OwnTemplate { name: "own.html", text, others: &folder };
    let made = template.render(&script, &[0], &Options::default()).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(made.bytes).unwrap())
}

#[test]
fn own_templates_are_strict_and_come_to_an_end() {
    assert_eq!(own("<p>{{ script.title }}</p>", &[]).as_deref(), Ok("<p>T &lt;b&gt;</p>"));
    assert_eq!(
        own("{% include 'part.html' %}", &[("part.html", "{{ script.segments[0].say | plain }}")]).as_deref(),
        Ok("Hello [x].")
    );
    for (hostile, word) in [
        ("{{ script.titel }}", "no value"),
        (
            "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
            "does not come to an end",
        ),
        ("{% include '/etc/passwd' %}", "not found"),
        ("{% include '../secret' %}", "not found"),
        ("{{ 'a' * 99999999 }}", "16 MB"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", ""),
        ("{{ 1", ""),
    ] {
        let refused = own(hostile, &[]).expect_err(hostile);
        assert!(refused.contains(word), "{hostile}: {refused}");
    }
    assert!(own(&format!("{{{{ {}1 }}}}", "-".repeat(100_000)), &[]).is_err());
}
