//! What becomes of documents that people already have: no word is lost, every place is right, and the YAML
//! that is written reads back as the same script.

use std::collections::BTreeMap;

use callcraft::diagnostic::Level;
use callcraft::read::{INPUTS, Limits, NoFiles, read, read_within};
use callcraft::reading::Reading;
use callcraft::script::{Script, Segment, Words};
use callcraft::text::Text;
use callcraft::write::{self, Remarks};
use proptest::prelude::*;

use crate::golden;
use crate::tool::run_in;

/// The script as YAML, which shows two scripts to be equal whatever their places are.
fn written(script: &Script) -> String {
    write::yaml(script, &Remarks::new())
}

/// Writes a script, reads it back and compares.
#[track_caller]
pub fn reads_back(script: &Script) {
    let yaml = written(script);
    let again = read("x.yaml", yaml.as_bytes(), &NoFiles);
    let wrong: Vec<_> = again.diagnostics.iter().filter(|found| found.level == Level::Error).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{yaml}");
    let again = again.script.expect("a script");
    assert_eq!(written(&again), yaml);
}

/// The words of a text: letters and digits in lower case, each Chinese character for itself.
fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        if u32::from(c) >= 0x3400 && c.is_alphabetic() {
            found.push(c.to_string());
            open = false;
        } else if c.is_alphanumeric() {
            if !open {
                found.push(String::new());
            }
            found.last_mut().unwrap().extend(c.to_lowercase());
            open = true;
        } else {
            open = false;
        }
    }
    found
}

/// The words of a source that are neither in the script nor named in a finding.
pub fn lost(reading: &Reading) -> BTreeMap<String, usize> {
    let script = reading.script.as_ref().expect("a script");
    let yaml = written(script);
    let plain: String = yaml
        .lines()
        .map(|line| line.split("  # guess").next().unwrap_or(line).replace("\\n", "\n").replace("\\\"", "\""))
        .map(|line| line.replace("\\u2028", " ").replace("\\ufeff", " ").replace("\\u0007", " ").replace("\\t", "\t"))
        .flat_map(|line| [line, "\n".to_string()])
        .collect();
    let mut there: BTreeMap<String, usize> = BTreeMap::new();
    for word in words(&plain.replace('_', " ")) {
        *there.entry(word).or_default() += 1;
    }
    let named: Vec<String> = reading.diagnostics.iter().flat_map(|found| words(&found.message)).collect();
    let mut lost = BTreeMap::new();
    for word in words(&reading.source().unwrap().text().replace('_', " ")) {
        match there.get_mut(&word).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None if named.contains(&word) => {}
            None => *lost.entry(word).or_default() += 1,
        }
    }
    lost
}

fn spoken(segment: &Segment) -> Vec<&Text> {
    let answers = segment.answers.iter().flat_map(|answer| answer.say.iter());
    let asked = segment.if_asked.iter().flat_map(|asked| asked.say.iter());
    let own = segment.say.iter().chain(&segment.ask);
    own.chain(answers).chain(asked).flat_map(Words::texts).collect()
}

/// Every word that is spoken stands in the source at the place it gives.
#[track_caller]
pub fn places_are_exact(reading: &Reading) {
    let script = reading.script.as_ref().expect("a script");
    for text in script.all_segments().flat_map(spoken) {
        for piece in callcraft::script::spoken::pieces(&text.value) {
            let callcraft::script::spoken::Piece::Words(range) = piece else { continue };
            let words = &text.value[range.clone()];
            for (at, word) in words.match_indices(|c: char| c.is_alphanumeric()) {
                let start = range.start + at;
                let place = text.place_of(start..start + word.len());
                assert_eq!(reading.slice(place), word, "in {words:?}");
            }
        }
    }
}

#[test]
fn scripts_read_back_as_they_were_written() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Some(name) = path.to_str().filter(|name| name.ends_with(".yaml")) else { continue };
        let text = std::fs::read_to_string(&path).unwrap();
        if text.contains("include:") || !text.starts_with("script:") {
            continue;
        }
        let reading = read(name, text.as_bytes(), &NoFiles);
        reads_back(&reading.script.unwrap());
        count += 1;
    }
    assert!(count > 5);
}

#[test]
fn fixtures_become_yaml() {
    let endings = INPUTS.iter().filter(|input| input.name != "yaml").flat_map(|input| input.endings);
    let all = golden::cases("import", "");
    let mut seen = 0;
    for ending in endings {
        for case in all.iter().filter(|case| case.extension().is_some_and(|own| own == *ending)) {
            seen += 1;
            let name = case.file_name().unwrap().to_string_lossy().into_owned();
            let reading = read(&name, &std::fs::read(case).unwrap(), &NoFiles);
            let script = reading.script.as_ref().unwrap();
            let yaml = write::yaml(script, &write::remarks(&reading));
            golden::same(&case.with_extension(format!("{ending}.yaml")), &yaml);
            reads_back(script);
            places_are_exact(&reading);
            assert_eq!(lost(&reading), BTreeMap::new(), "{name}");
        }
    }
    assert!(seen >= 2, "{seen}");
}

#[test]
fn a_case_is_the_same_in_every_format() {
    let script = |name: &str| {
        let bytes = match name {
            "visit.docx" => crate::word::visit().bytes(),
            _ => std::fs::read(golden::fixtures("import").join(name)).unwrap(),
        };
        let reading = read(name, &bytes, &NoFiles);
        let mut script = reading.script.expect("a script");
        // What is said in front of a document in Markdown has no place in plain text.
        script.role = callcraft::script::Role::Nurse;
        script.facts.direction = Some(callcraft::script::Direction::Outbound);
        without_guesses(&mut script);
        written(&script)
    };
    let markdown = script("visit.md");
    assert_eq!(script("visit.txt"), markdown);
    assert_eq!(script("visit.docx"), markdown);
    assert_eq!(script("visit.md.yaml"), markdown);
}

/// Guesses depend a little on what stands around the words; the words do not.
pub fn without_guesses(script: &mut Script) {
    for segment in &mut script.segments {
        segment.kind = None;
        segment.feels = None;
        segment.private = None;
    }
}

/// Lines as they occur in scripts, good and bad ones.
const LINES: &[&str] = &[
    "# Opening",
    "## Step 2: Verify",
    "### \"I have no money\"",
    "### Voicemail",
    "Hello, my name is [Agent Name]. How are you today?",
    "[If no:] I'm sorry. Can I call you back?",
    "[If yes:] Great, thank you. Is now a good time?",
    "[If no, hang up.]",
    "**If YES:**",
    "> \"Did I catch you at a bad time?\"",
    "**Agent:** We have good news for you.",
    "**Customer:** Oh, do you?",
    "- Yes -> verify",
    "- No",
    "* Continue -> Step 2",
    "1. Wait for an answer",
    "2. What is your name?",
    "Can you please provide:",
    "- Date of birth",
    "IF ASKED ABOUT THE PRICE:",
    "Only if they are new: welcome them",
    "Note: never promise anything",
    "(Pause) Thank you. [Make a note of it] Shall we go on?",
    "| Step | Say | Note |\n|---|---|---|\n| One | Hello there, can you hear me? | smile |",
    "```\n\"Thank you for calling.\"\n[If busy] → \"I'll call later.\"\n```",
    "如果不是 → [71]",
    "您好，请问是XX先生吗？",
    "（如果不方便：那我晚点再打给您，好吗？）",
    "<Wait for the answer>",
    "<!-- a remark -->",
    "{{ name }} {name} ${x} ____ {% raw %} {# x #}",
    "key: value: more # not a comment",
    "\"quoted\" 'single' “curly” - dash \\ back",
    "    indented code, please",
    "[a link](https://example.org/x)",
    "---",
    "",
    "\t",
    "a line <img src=\"x.png\" alt=\"a picture\">",
    "Then: Caller response: 'We will call you.'",
    "If: Debtor response: 'No, wrong number'",
    "#Proceed to {script_1}#",
    "Must be read verbatim:",
    "Bad:",
    "****",
    "\u{feff}odd \u{2028}signs \u{7}here",
    "| Ask | Note |\n|---|---|\n| 1. How are you? | smile | 3. and *this* | [too](https://example.org/z \"far\") |",
    "Agent: We ~~never~~ ~~hardly~~ call twice.[^why]",
    "[^why]: The office said so.\n\n    It was a long talk.",
    "See [the page](https://example.org/page) or [here](<two words> \"hover over me\").",
    "```text title=\"One call\"\n[7] AGENT: Hello, is it you?\n[8] CUSTOMER: Yes.\n```",
    "<!-- a remark\nover 2 lines -->",
    "<details open>\nMore about it",
    "7) Is now a good time?",
    "\\*starred\\* and \\[so\\] on",
    "![a form](form.png 'to fill in')",
];

/// Documents made of such lines.
pub fn document() -> impl Strategy<Value = String> {
    prop::collection::vec((0..LINES.len(), any::<bool>()), 1..24).prop_map(|lines| {
        lines.into_iter().map(|(line, gap)| format!("{}{}", LINES[line], if gap { "\n\n" } else { "\n" })).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_keeps_its_words(
        text in document(),
        ending in prop::sample::select(vec!["md", "txt"]),
    ) {
        let reading = read(&format!("x.{ending}"), text.as_bytes(), &NoFiles);
        if let Some(script) = &reading.script {
            prop_assert_eq!(lost(&reading), BTreeMap::new(), "{}\n{}", &text, written(script));
            reads_back(script);
            places_are_exact(&reading);
        } else {
            prop_assert!(reading.errors() > 0);
        }
    }

    #[test]
    fn any_words_survive_yaml(words in "\\PC{1,40}(\n\\PC{0,20}){0,3}", note in "\\PC{1,60}", hear in "\\PC{1,30}") {
        let one = |words: &str| Some(Words::one(Text::new(words.trim(), Default::default())));
        if words.trim().is_empty() || note.trim().is_empty() || hear.trim().is_empty() || words.contains('{') {
            return Ok(());
        }
        let note = Text::new(note.trim(), Default::default());
        let answer = callcraft::script::Answer {
            hear: vec![Text::new(hear.trim(), Default::default())],
            say: one(&words),
            note: vec![note.clone(), note.clone()],
            ..Default::default()
        };
        let segment = Segment {
            say: one(&words),
            ask: one(&words),
            title: Some(note.clone()),
            note: vec![note],
            answers: vec![answer],
            ..Segment::default()
        };
        let script = Script { title: Text::new("x", Default::default()), id: "x".to_string(), segments: vec![segment], ..Script::default() };
        reads_back(&script);
        let again = read("x.yaml", written(&script).as_bytes(), &NoFiles).script.unwrap();
        let said = |script: &Script| script.segments[0].say.as_ref().unwrap().versions[0].text.value.clone();
        prop_assert_eq!(said(&again).trim_end().to_string(), said(&script).trim_end().to_string());
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400), at in 0..INPUTS.len()) {
        let name = format!("x.{}", INPUTS[at].endings[0]);
        let reading = read(&name, &bytes, &NoFiles);
        prop_assert!(reading.script.is_some() || reading.errors() > 0);
    }
}

#[test]
fn a_comment_can_allow_a_finding() {
    let text = "# A call\n\n<!-- allow core/weak-finish: it is the law -->\n\nHello, how are you today?\n";
    let reading = read("x.md", text.as_bytes(), &NoFiles);
    let allow = reading.script.as_ref().unwrap().allow.first().expect("an allow");
    assert_eq!(allow.rule.value, "core/weak-finish");
    assert_eq!(allow.because.as_ref().unwrap().value, "it is the law");
    assert_eq!(reading.slice(allow.rule.place), "core/weak-finish");
}

#[test]
fn a_long_document_is_refused_by_its_number_of_segments() {
    let text = "Hello, how are you today?\n\n".repeat(50);
    let limits = Limits { segments: 10, ..Limits::default() };
    let reading = read_within("x.md", text.as_bytes(), &NoFiles, limits);
    assert!(reading.diagnostics.iter().any(|found| found.rule == "format/too-many-segments"));
}

#[test]
fn a_programs_list_of_prompts_is_one_part_a_line() {
    let text = "\"ask_name\":\"Could I have your name, please?\",\n\"hold_line\":\"Please stay on the line.\"\n";
    let reading = read("x.txt", text.as_bytes(), &NoFiles);
    let script = reading.script.as_ref().unwrap();
    let parts: Vec<(&str, String)> = script
        .segments
        .iter()
        .map(|segment| {
            let said: Vec<&str> = segment.spoken().flat_map(Words::texts).map(|text| text.value.as_str()).collect();
            (segment.title.as_ref().map_or("", |title| title.value.as_str()), said.join(" "))
        })
        .collect();
    assert_eq!(
        parts,
        [
            ("ask_name", "Could I have your name, please?".to_string()),
            ("hold_line", "Please stay on the line.".to_string())
        ]
    );
    assert_eq!(lost(&reading), BTreeMap::new());
}

/// Every text that is said in a script, in order.
fn said(script: &Script) -> Vec<&str> {
    let texts = script.segments.iter().flat_map(Segment::spoken).flat_map(Words::texts);
    texts.map(|text| text.value.as_str()).collect()
}

#[test]
fn what_a_document_warns_against_is_not_said() {
    let text = "# What not to say\n\n- ❌ \"You should have read it.\" → \"Let's look at it together.\"\n\n# Closing\n\n> Thank you, goodbye.\n";
    let reading = read("x.md", text.as_bytes(), &NoFiles);
    let script = reading.script.as_ref().unwrap();
    let said = said(script);
    assert_eq!(said, ["Thank you, goodbye."]);
    assert_eq!(lost(&reading), BTreeMap::new());
}

#[test]
fn what_is_struck_out_or_said_twice_about_a_script_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let text = "---\ntitle: One\n---\n\n# Hello\n\nThis is ~~Bob~~ Ana. See [our page](https://x.org \"the plans\").\n\n\
                ---\ntitle: Two\n---\n\nGoodbye now.\n";
    std::fs::write(folder.path().join("a.md"), text).unwrap();
    let done = run_in(folder.path(), &["import", "a.md"]);
    assert!(done.out.starts_with("script: One\n") && !done.out.contains("Bob"), "{}", done.out);
    assert!(
        done.err.contains("left out, because it is nothing to say: `Bob`, `the plans`, `title: Two`"),
        "{}",
        done.err
    );
}

#[test]
fn what_markdown_itself_drops_is_read_or_named() {
    let text = "# Billing\n\nAgent: See [the bill][b] today.[^1]\n\nHow ~~on earth~~ are you?\n\n\
                | Ask | Note |\n|---|---|\n| 1. How are you? | smile | *never* frown |\n\n\
                ```text for=\"agents\"\nGoodbye then.\n```\n\n\
                [b]: https://example.org/b \"Where it is\"\n[lost]: https://example.org/l 'Nobody leads here'\n\n\
                [^1]: Ask the desk first.\n[^2]: Alone.\n\n## Sample call\n\n7) Hello, Ana.\n";
    let reading = read("x.md", text.as_bytes(), &NoFiles);
    assert_eq!(lost(&reading), BTreeMap::new());
    let script = reading.script.as_ref().unwrap();
    let said = said(script);
    assert!(said.contains(&"How are you?"), "{said:?}");
    let noted: Vec<&str> = script.segments.iter().flat_map(|one| &one.note).map(|note| note.value.as_str()).collect();
    assert!(noted.contains(&"Ask the desk first.") && noted.contains(&"never frown"), "{noted:?}");
    let named = reading.diagnostics.iter().find(|found| found.rule == "import/left-out").expect("a finding");
    for words in ["on earth", "text for=\"agents\"", "Where it is", "'Nobody leads here'", "[^2]", "b"] {
        assert!(named.message.contains(words), "{words}: {}", named.message);
    }
}
