//! Spreadsheets and diagrams: CSV in and out, Mermaid journeys in.

use std::collections::BTreeMap;

use callcraft::read::{NoFiles, read};
use callcraft::reading::Reading;
use callcraft::render::{Options, TARGETS, render};
use callcraft::script::{Script, Segment, Words};
use proptest::prelude::*;

use crate::importing::{lost, places_are_exact, reads_back};
use crate::tool::run_in;

#[track_caller]
fn script(reading: &Reading) -> &Script {
    reading.script.as_ref().unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

fn said(segment: &Segment) -> String {
    segment.spoken().flat_map(Words::texts).map(|text| text.value.trim_end()).collect::<Vec<_>>().join(" | ")
}

fn feels(segment: &Segment) -> &str {
    segment.feels.as_ref().map_or("", |said| said.value.name())
}

const ROWS: [[&str; 4]; 4] = [
    ["Segment", "Feeling", "Words", "Notes"],
    ["Hello", "", "Hello {first_name}, this is \"Joe\" from Northlink.", "smile"],
    ["Visit moved", "very painful", "I'm sorry, your engineer can't come;\nwe have to move the visit.", ""],
    ["Refund", "pleasant", "We've taken ten pounds off, =10 in all.", "'-not a formula"],
];

fn csv_of(columns: &[usize], sign: char, end: &str) -> String {
    let cell = |words: &str| match words.contains(['"', '\n', ',', ';', '\t']) {
        true => format!("\"{}\"", words.replace('"', "\"\"")),
        false => words.to_string(),
    };
    let row = |row: &[&str; 4]| {
        let cells: Vec<String> = columns.iter().map(|at| cell(row[*at])).collect();
        format!("{}{end}", cells.join(&sign.to_string()))
    };
    ROWS.iter().map(row).collect()
}

#[test]
fn columns_come_in_any_order_and_parted_by_any_sign() {
    for columns in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        for (sign, end) in [(',', "\n"), (';', "\r\n"), ('\t', "\n")] {
            let text = csv_of(&columns, sign, end);
            let reading = read("call.csv", text.as_bytes(), &NoFiles);
            let script = script(&reading);
            let titles: Vec<&str> =
                script.segments.iter().map(|segment| segment.title.as_ref().unwrap().value.as_str()).collect();
            assert_eq!(titles, ["Hello", "Visit moved", "Refund"], "{text}");
            assert_eq!(said(&script.segments[0]), "Hello {{ first_name }}, this is \"Joe\" from Northlink.");
            assert_eq!(said(&script.segments[1]), "I'm sorry, your engineer can't come;\nwe have to move the visit.");
            assert_eq!([feels(&script.segments[1]), feels(&script.segments[2])], ["very painful", "pleasant"]);
            assert_eq!(script.segments[2].note[0].value, "-not a formula");
            assert_eq!(lost(&reading), BTreeMap::new(), "{text}");
            places_are_exact(&reading);
            reads_back(script);
        }
    }
}

#[test]
fn what_excel_writes_is_read() {
    let text = format!("sep=;\r\n{}", csv_of(&[0, 1, 2, 3], ';', "\r\n"));
    let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [text.clone().into_bytes(), format!("\u{feff}{text}").into_bytes(), utf16] {
        let reading = read("call.csv", &bytes, &NoFiles);
        assert_eq!(script(&reading).segments.len(), 3);
        places_are_exact(&reading);
    }
    let chinese =
        "段落,感受,话术,备注\n问候,,您好，请问是王先生吗？,\n改期,painful,非常抱歉，工程师周二不能上门了。,先道歉\n";
    let reading = read("call.csv", chinese.as_bytes(), &NoFiles);
    assert_eq!(script(&reading).segments.len(), 2);
    assert_eq!(feels(&script(&reading).segments[1]), "painful");
    assert!(read("call.csv", b"a\xff\xffb;x", &NoFiles).errors() > 0);
    let old: &[u8] = b"Segment;Words;Notes\r\nHello;\x93Hello, I\x92m Zo\xe9 from Northlink.\x94;smile\r\n";
    let reading = read("call.csv", old, &NoFiles);
    assert_eq!(said(&script(&reading).segments[0]), "Hello, I’m Zoé from Northlink.");
    assert!(reading.diagnostics.iter().any(|found| found.message.contains("(Windows-1252)")));
}

#[test]
fn a_leads_sheet_goes_in_is_designed_and_goes_out_as_lines() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = "\u{feff}Segment;Words;Feeling;Notes\r\n\
        Opening;\"Hello, this is \"\"Ana\"\" from Northlink.\nHow are you?\";neutral;smile\r\n;;;\r\n\
        Refund;You get ten pounds back today.;1,5;=HYPERLINK(1)\r\n\
        Bad news;I am sorry, but your visit is cancelled.;−2;+49 30\r\n\
        Next;@home we call again.;leicht;\r\n;;;\r\n\
        Close;Thank you and goodbye.;２;\r\n";
    std::fs::write(folder.path().join("call.csv"), sheet).unwrap();
    let read_in = read("call.csv", sheet.as_bytes(), &NoFiles);
    let felt: Vec<_> = script(&read_in).segments.iter().map(feels).collect();
    assert_eq!([felt[0], felt[1], felt[2], felt[4]], ["neutral", "pleasant", "painful", "pleasant"]);
    assert!(script(&read_in).segments[3].note.iter().any(|note| note.value == "leicht"));
    let named: Vec<&str> = read_in
        .diagnostics
        .iter()
        .filter(|one| one.rule == "import/feeling")
        .map(|one| read_in.slice(one.place))
        .collect();
    assert_eq!(named, ["1,5", "−2", "leicht", "２"]);
    assert_eq!(lost(&read_in), BTreeMap::new());
    let into = |args: &[&str]| {
        let done = run_in(folder.path(), args);
        assert_eq!(done.code, 0, "{args:?} {}", done.err);
        done.out
    };
    into(&["import", "call.csv", "-o", "call.yaml"]);
    into(&["design", "call.yaml", "--write", "--even-so"]);
    let lines = into(&["render", "call.yaml", "--to", "lines"]);
    let order = ["cancelled", "ten pounds", "goodbye"].map(|word| lines.find(word).expect("a line"));
    assert!(lines.starts_with('\u{feff}') && lines.ends_with("\r\n"));
    assert!(order.is_sorted(), "{lines}");
    assert!(lines.contains("agent,'@home we call again.,"), "{lines}");
    assert!(lines.contains("\"Hello, this is \"\"Ana\"\" from Northlink.\""), "{lines}");
}

#[test]
fn a_table_can_say_what_must_hold() {
    let text = "No,Segment,Stage,Kind,Feels,Must say,Say,If asked / notes,Constraints\n\
        1,hello,Start,opening,slightly pleasant,,\"Hello, this is Joe.\",,place: first\n\
        2,\"Recording\nrecording\",Start,legal_notice,neutral,This call is recorded.,,only once,\"after: hello\nstarts_within: 30 s\"\n\
        3,refund,News,news,pleasant,,We have taken ten pounds off.,,after: recording; topic: money\n";
    let reading = read("call.csv", text.as_bytes(), &NoFiles);
    let script = script(&reading);
    let ids: Vec<&str> = script.segments.iter().map(|segment| segment.id.as_str()).collect();
    assert_eq!(ids, ["hello", "recording", "refund"]);
    let second = &script.segments[1];
    assert_eq!(second.must_say.as_ref().unwrap().words.versions[0].text.value, "This call is recorded.");
    assert_eq!(second.title.as_ref().unwrap().value, "Recording");
    assert_eq!((second.after[0].value.as_str(), second.starts_within.as_ref().unwrap().0), ("hello", 30.0));
    assert_eq!(second.note[0].value, "only once");
    assert_eq!(script.segments[0].fixed_place.len(), 1);
    assert_eq!(script.segments[2].topic.as_ref().unwrap().value, "money");
    assert_eq!(lost(&reading), BTreeMap::new());
}

fn made(script: &Script, to: &str) -> String {
    let target = TARGETS.iter().find(|target| target.name == to).unwrap();
    let order: Vec<usize> = (0..script.segments.len()).collect();
    String::from_utf8(render(script, &order, target, &Options::default()).unwrap().bytes).unwrap()
}

#[test]
fn spoken_lines_go_out_without_formulas() {
    let yaml = "script: x\nsegments:\n  - id: hello\n    say: |\n      Hello {{ first_name }}.\n      =1+1, you see.\n    ask: Fine?\n    answers:\n      - hear: [Yes, Sure]\n        say: Good, \"thanks\".\nblanks:\n  first_name: Ana\n";
    let reading = read("x.yaml", yaml.as_bytes(), &NoFiles);
    let text = made(script(&reading), "lines");
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert_eq!(lines[0], "id,segment,line,who,words,blanks,seconds");
    assert!(lines[1].starts_with("hello-1,hello,1,agent,Hello {{ first_name }}.,first_name,"), "{}", lines[1]);
    assert!(lines[2].starts_with("hello-2,hello,2,agent,\"'=1+1, you see.\",,"), "{}", lines[2]);
    assert!(lines[3].starts_with("hello-3,hello,3,agent,Fine?,,"));
    assert_eq!(lines[4], "hello-4,hello,4,customer,Yes / Sure,,");
    assert!(lines[5].starts_with("hello-5,hello,5,agent,\"Good, \"\"thanks\"\".\",,"), "{}", lines[5]);
}

#[test]
fn a_journey_gives_stages_tasks_and_feelings() {
    let text = "---\ntitle: Front\n---\n%%{init: {'theme': 'base'}}%%\njourney\n    title A visit is moved\n    accDescr {\n      for screen readers\n    }\n    section Opening\n      Say hello: 4: Agent, Customer\n      %% only a remark\n      Check who it is: 3\n    section News\n      Tell the delay: 1: Customer\n      Agent is sorry: 2: Agent\n      Odd: x: Customer\n      Too much: 9: Customer\n      Half: 3.5\n      Say: hello: 4: Me\n      No score\n";
    let reading = read("visit.mmd", text.as_bytes(), &NoFiles);
    let script = script(&reading);
    assert_eq!(script.title.value, "A visit is moved");
    let all: Vec<(&str, &str, &str)> = script
        .segments
        .iter()
        .map(|segment| {
            (
                segment.stage.as_ref().unwrap().value.as_str(),
                segment.title.as_ref().unwrap().value.as_str(),
                feels(segment),
            )
        })
        .collect();
    assert_eq!(
        all,
        [
            ("Opening", "Say hello", "slightly pleasant"),
            ("Opening", "Check who it is", "neutral"),
            ("News", "Tell the delay", "painful"),
            ("News", "Agent is sorry", ""),
            ("News", "Odd", ""),
            ("News", "Too much", ""),
            ("News", "Half", "slightly pleasant"),
            ("News", "Say: hello", "slightly pleasant"),
            ("News", "No score", ""),
        ]
    );
    assert_eq!(lost(&reading), BTreeMap::new());
    reads_back(script);
    for (name, words) in [("x.mmd", "flowchart TD\n a-->b\n"), ("x.mmd", "%% nothing\n"), ("x.mmd", "")] {
        assert!(read(name, words.as_bytes(), &NoFiles).errors() > 0);
    }
}

#[test]
fn a_journey_says_the_same_to_a_script_and_to_a_journey() {
    let text = "journey\n  title Moving\n  section Letter\n    It comes: 2.7: Ana\n    Read: aloud: 4: Ana\n    Wait: 9: Ana\n    Sit\n    Ask: x: Ana\n    %% told feels=very painful\n    Be told: 1: Ana\n    %% glad feels=painful\n    Be glad: 5: Ana\n";
    let reading = read("x.mmd", text.as_bytes(), &NoFiles);
    let title = |segment: &Segment| segment.title.as_ref().unwrap().value.clone();
    let felt = |segment: &Segment| segment.feels.as_ref().map(|said| said.value.valence());
    let told: Vec<_> = script(&reading).segments.iter().map(|one| (title(one), felt(one))).collect();
    let journey = callcraft::journey::read("x.mmd", text.as_bytes(), &NoFiles).journey.unwrap();
    let point =
        |one: &callcraft::journey::Touchpoint| (one.words.value.clone(), one.feels.all.map(|feels| feels.valence()));
    let touched: Vec<_> = journey.touchpoints.iter().map(point).collect();
    assert_eq!(told, touched);
    let feels: Vec<_> = told.into_iter().map(|(_, feels)| feels).collect();
    assert_eq!(feels, [Some(-1), Some(1), None, None, None, Some(-3), Some(2)]);
}

#[test]
fn a_journey_that_was_drawn_reads_back() {
    let yaml = "script: 'A visit: moved'\nsegments:\n  - id: hello\n    title: Hello; you\n    stage: Start\n    say: Hello.\n  - id: moved\n    stage: News\n    feels: very painful\n    say: It moved.\n  - id: refund\n    stage: News\n    feels: slightly pleasant\n    say: Ten pounds off.\n";
    let reading = read("x.yaml", yaml.as_bytes(), &NoFiles);
    let first = script(&reading);
    let again = read("x.mmd", made(first, "mermaid-journey").as_bytes(), &NoFiles);
    let shape = |script: &Script| -> Vec<(String, String, String)> {
        let one = |segment: &Segment| {
            let stage = segment.stage.as_ref().map(|stage| stage.value.clone()).unwrap_or_default();
            (segment.id.clone(), stage, feels(segment).to_string())
        };
        script.segments.iter().map(one).collect()
    };
    assert_eq!(shape(script(&again)), shape(first));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_keeps_its_words(
        rows in prop::collection::vec(prop::collection::vec("[a-zA-Z \"',;:=\n?是您好\\[\\]{}-]{0,24}", 1..5), 1..8),
        sign in prop::sample::select(vec![b',', b';', b'\t']),
    ) {
        let mut csv = csv::WriterBuilder::new().delimiter(sign).flexible(true).from_writer(Vec::new());
        for row in &rows {
            csv.write_record(row).unwrap();
        }
        let text = csv.into_inner().unwrap();
        let reading = read("x.csv", &text, &NoFiles);
        match &reading.script {
            Some(script) => {
                prop_assert_eq!(lost(&reading), BTreeMap::new(), "{}", String::from_utf8_lossy(&text));
                reads_back(script);
            }
            None => prop_assert!(reading.errors() > 0),
        }
    }

    #[test]
    fn any_journey_keeps_its_words(lines in prop::collection::vec("[a-z :;#%{}\\-,0-9]{0,30}", 0..12)) {
        let text = format!("journey\n{}\n", lines.join("\n"));
        let reading = read("x.mmd", text.as_bytes(), &NoFiles);
        match &reading.script {
            Some(script) => {
                prop_assert_eq!(lost(&reading), BTreeMap::new(), "{}", &text);
                reads_back(script);
            }
            None => prop_assert!(reading.errors() > 0),
        }
    }
}
