//! Word documents: read like any other prose, with no word lost; what is none is refused in plain words.

use std::collections::BTreeMap;

use callcraft::read::{NoFiles, read};
use callcraft::reading::Reading;
use callcraft::script::{Script, Segment, Words};
use proptest::prelude::*;

use crate::docx::{Docx, NAMESPACES, run, zipped};
use crate::importing::{lost, places_are_exact, reads_back};
use crate::tool::run_in;

fn reading(docx: Docx) -> Reading {
    read("call.docx", &docx.bytes(), &NoFiles)
}

#[track_caller]
fn script(reading: &Reading) -> &Script {
    reading.script.as_ref().unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

fn said(segment: &Segment) -> String {
    let own = segment.say.iter().chain(&segment.ask);
    own.flat_map(Words::texts).map(|text| text.value.trim_end()).collect::<Vec<_>>().join(" | ")
}

fn notes(script: &Script) -> Vec<String> {
    let all = script.segments.iter().flat_map(|segment| segment.note.iter().chain(&segment.coach));
    all.map(|text| text.value.clone()).collect()
}

fn found(reading: &Reading, rule: &str) -> Vec<String> {
    let of = reading.diagnostics.iter().filter(|found| found.rule == rule);
    of.map(|found| found.message.clone()).collect()
}

/// The visit of the fixtures, as its lead would type it in Word.
pub fn visit() -> Docx {
    Docx::new()
        .title("Visit after a broken wrist")
        .heading(1, "BEGINNING")
        .heading(2, "Hello")
        .para("Hello, my name is [Nurse Name] from Elm Street Clinic.")
        .heading(2, "Is it you")
        .para("May I speak with {first_name}, please?")
        .item(1, "Yes")
        .item(1, "No")
        .heading(1, "WHAT WE FOUND")
        .heading(2, "The picture")
        .styled("Quote", "\"The bone has moved a little. I'm sorry, the plaster has to stay on for three more weeks.\"")
        .bold("If asked why:")
        .styled("Quote", "\"The two ends have to stay close together while they grow.\"")
        .heading(2, "Good news")
        .para("You can move all of your fingers, and that is a very good sign.")
        .heading(2, "Pain at night")
        .para("Does it hurt at night?")
        .para("[If yes:] Thank you for telling me. I'll ask the doctor for something that helps you sleep.")
        .para("[If no, go on.]")
        .para("Note: Write down the answer.")
        .heading(1, "GOODBYE")
        .heading(2, "Next visit")
        .para("Your next visit is on ____ at the clinic. Please bring your card.")
        .heading(2, "Bye")
        .para("Thank you for your time. Goodbye.")
}

#[test]
fn a_table_of_speakers_is_a_conversation() {
    let reading = reading(Docx::new().title("Call").table(&[
        &["Agent", "Hello, this is Joe from Northlink. May I speak with Ana?"],
        &["Customer", "Speaking."],
        &["Agent", "I'm sorry, your engineer can't come on Tuesday."],
    ]));
    let script = script(&reading);
    let all: Vec<String> = script.segments.iter().map(said).collect();
    assert_eq!(
        all,
        [
            "Hello, this is Joe from Northlink. | May I speak with Ana?",
            "I'm sorry, your engineer can't come on Tuesday."
        ]
    );
    assert_eq!(script.segments[0].answers[0].hear[0].value, "Speaking.");
    assert_eq!(lost(&reading), BTreeMap::new());
}

#[test]
fn comments_footnotes_and_changes_are_notes_or_are_said() {
    let body = format!(
        r#"<w:p><w:r><w:t xml:space="preserve">Hello, </w:t></w:r><w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:del w:id="9" w:author="x"><w:r><w:delText>We are awfully sorry.</w:delText></w:r></w:del><w:ins w:id="8" w:author="x">{}</w:ins></w:p><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret remark</w:t></w:r>{}</w:p>"#,
        run("this is Joe from Northlink, how are you?"),
        run("We moved your visit to Friday."),
        run("Thank you for waiting for us. Goodbye."),
    );
    let footnotes = format!(
        r#"<w:footnotes {NAMESPACES}><w:footnote w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p>{}</w:p></w:footnote></w:footnotes>"#,
        run("Only on weekdays.")
    );
    let header = format!("<w:hdr {NAMESPACES}><w:p>{}</w:p></w:hdr>", run("Internal use only"));
    let docx = Docx::new()
        .raw(&body)
        .comments(&[("Ana Lead", "Shorter, please."), ("Tom", "nowhere")])
        .part("footnotes", "word/footnotes.xml", &footnotes)
        .part("header", "word/header1.xml", &header);
    let reading = reading(docx);
    let script = script(&reading);
    let all: Vec<String> = script.segments.iter().map(said).collect();
    assert_eq!(
        all,
        [
            "Hello, this is Joe from Northlink, how are you?",
            "We moved your visit to Friday.",
            "Thank you for waiting for us. Goodbye."
        ]
    );
    assert_eq!(notes(script), ["Ana Lead: Shorter, please.", "Only on weekdays."]);
    assert_eq!(
        found(&reading, "import/tracked"),
        [
            "struck out while changes were tracked, so left out: `We are awfully sorry.`",
            "put in while changes were tracked, and taken as accepted: `We moved your visit to Friday.`"
        ]
    );
    assert_eq!(found(&reading, "import/hidden"), ["hidden in the document, so left out: `secret remark`"]);
    assert!(found(&reading, "import/margin")[0].contains("Internal use only"));
    assert!(found(&reading, "import/comment")[1].contains("nowhere"));
}

#[test]
fn places_are_paragraphs_and_words() {
    let docx = Docx::new()
        .title("Call")
        .para("")
        .para("Hello, this is Joe from Northlink.")
        .para("Your visit is on ____, Ana.");
    let reading = reading(docx);
    let text = script(&reading).segments[1].say.as_ref().unwrap().versions[0].text.clone();
    let at = text.value.find("Ana").unwrap();
    let place = text.place_of(at..at + 3);
    assert_eq!((reading.locate(place).1.line, reading.slice(place)), (4, "Ana"));
}

#[test]
fn text_boxes_fields_and_frames_keep_their_words() {
    let boxed = format!(
        r#"<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr id="1" name="Box"/><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:p>{}</w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>"#,
        run("Hello, this is Joe from Northlink."),
        run("Your refund is on its way."),
        run("Your refund is on its way.")
    );
    let field = r#"<w:p><w:r><w:t xml:space="preserve">Good morning, </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD First_Name </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>«First_Name»</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>, how are you today?</w:t></w:r></w:p>"#;
    let control = r#"<w:sdt><w:sdtPr><w:alias w:val="New date"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t xml:space="preserve">Click here.</w:t></w:r></w:p></w:sdtContent></w:sdt>"#;
    let docx = Docx::new().raw(&boxed).raw(field).table(&[&["You can call us any time."]]).raw(control);
    let reading = reading(docx);
    let all: Vec<String> = script(&reading).segments.iter().map(said).collect();
    assert_eq!(
        all[..3],
        [
            "Hello, this is Joe from Northlink.",
            "Your refund is on its way.",
            "Good morning, {{ first_name }}, how are you today?"
        ]
    );
    assert_eq!(all[3], "You can call us any time.");
    assert_eq!(found(&reading, "import/form"), ["only asks for something to be filled in, so left out: `Click here.`"]);
    assert_eq!(lost(&reading), BTreeMap::new());
}

#[test]
fn a_document_without_styles_is_read_by_what_was_typed() {
    let docx = Docx::new()
        .para("WHO IS IT")
        .para("May I speak with Ana, please?")
        .para("- Yes")
        .para("- No")
        .para("----------")
        .para("THE NEWS")
        .para("I'm sorry, your engineer can't come on Tuesday.");
    let reading = reading(docx);
    let script = script(&reading);
    let heard: Vec<&str> = script.segments[0].answers.iter().map(|answer| answer.hear[0].value.as_str()).collect();
    assert_eq!(heard, ["Yes", "No"]);
    let titles: Vec<&str> =
        script.segments.iter().map(|segment| segment.title.as_ref().unwrap().value.as_str()).collect();
    assert_eq!(titles, ["WHO IS IT", "THE NEWS"]);
    assert_eq!(lost(&reading), BTreeMap::new());
}

#[track_caller]
fn refused(bytes: &[u8], words: &str) {
    let reading = read("call.docx", bytes, &NoFiles);
    assert!(reading.script.is_none());
    let message = &reading.diagnostics[0].message;
    assert!(message.contains(words), "{message}");
}

#[test]
fn what_is_no_document_is_refused_in_plain_words() {
    refused(b"hello", "not a Word document");
    refused(b"", "the file is empty");
    refused(b"%PDF-1.7\n", "this is a PDF");
    refused(b"{\\rtf1 Hello}", "rich-text");
    refused(b"PK\x03\x04 and nothing", "damaged");
    refused(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0], "old kind");
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    refused(&locked, "password");
    let part = |name: &str, text: &str| (name.to_string(), text.to_string());
    refused(&zipped(&[part("hello.txt", "x")]), "is missing");
    refused(&zipped(&[part("word/document.xml", "<w:document><w:body>")]), "damaged");
    let doctype = r#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"#;
    refused(&zipped(&[part("word/document.xml", doctype)]), "DOCTYPE");
    refused(&zipped(&[part("word/document.xml", "<w:document><w:t>&a;</w:t></w:document>")]), "damaged");
    refused(&zipped(&[part("word/document.xml", &"<w:p>".repeat(100_000))]), "nested deeper");
    refused(&Docx::new().bytes(), "the file is empty");
}

#[test]
fn a_file_of_another_program_is_named_with_what_to_do() {
    let part = |name: &str| zipped(&[(name.to_string(), "x".to_string())]);
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("call.pdf", b"%PDF-1.7".to_vec(), "copy its words"),
        ("call.md", b"%PDF-1.7".to_vec(), "copy its words"),
        ("call.txt", b"{\\rtf1 Hello}".to_vec(), "save it as .docx"),
        ("call.xlsx", part("xl/workbook.xml"), "as CSV"),
        ("call.csv", part("xl/workbook.xml"), "as CSV"),
        ("call.odt", part("content.xml"), "save it as Word"),
        ("call.md", part("word/document.xml"), "ends in .docx"),
        ("call.doc", b"anything".to_vec(), "old kind"),
    ];
    for (name, bytes, words) in cases {
        let reading = read(name, &bytes, &NoFiles);
        let message = &reading.diagnostics[0].message;
        assert!(reading.script.is_none() && message.contains(words), "{name}: {message}");
    }
}

#[test]
fn a_document_that_swells_is_not_opened() {
    let words = " ".repeat(70 * 1024 * 1024);
    let bytes = zipped(&[("word/document.xml".to_string(), words)]);
    assert!(bytes.len() < 1024 * 1024);
    refused(&bytes, "swells");
}

#[test]
fn a_document_that_is_cut_or_changed_anywhere_is_answered() {
    let bytes = visit().bytes();
    for end in (0..bytes.len()).step_by(bytes.len() / 50) {
        let reading = read("call.docx", &bytes[..end], &NoFiles);
        assert!(reading.script.is_some() || reading.errors() > 0);
        let mut changed = bytes.clone();
        changed[end] ^= 0x55;
        let reading = read("call.docx", &changed, &NoFiles);
        assert!(reading.script.is_some() || reading.errors() > 0);
    }
}

#[test]
fn what_word_keeps_beside_the_words_is_named() {
    let code = |code: &str, shown: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let struck = r#"<w:r><w:rPr><w:strike/></w:rPr><w:t>on Monday</w:t></w:r>"#;
    let ruby = format!(r#"<w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby>"#, run("nin hao"), run("您好"));
    let body = [
        format!(r#"<w:p>{}{struck}{}</w:p>"#, run("How are you today "), run("at home?")),
        format!(r#"<w:p><w:hyperlink w:tooltip="Opens the plan">{}</w:hyperlink></w:p>"#, run("Our plan.")),
        format!(r#"<w:p>{}</w:p>"#, code(r#"HYPERLINK "https://example.org/care""#, &run("Our care page."))),
        format!(r#"<w:p>{}</w:p>"#, code(r#"IF "1" = "1" "Good news" "No news""#, &run("Good news."))),
        format!(r#"<w:p>{} {}</w:p>"#, run("My name is"), code("FORMTEXT", &run("     "))),
        format!(r#"<w:p>{}</w:p>"#, code("MACROBUTTON NoMacro [First name]", "")),
        format!(r#"<w:p>{ruby}</w:p>"#),
        r#"<w:p><w:r><w:pict><v:shape xmlns:v="v" alt="a tooth"><v:textpath string="DRAFT COPY"/></v:shape></w:pict></w:r></w:p>"#.to_string(),
        format!(r#"<w:tbl><w:tblPr><w:tblCaption w:val="Opening hours"/></w:tblPr><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>"#, run("Nine to five.")),
    ];
    let reading = reading(Docx::new().raw(&body.concat()));
    let yaml = callcraft::write::yaml(script(&reading), &callcraft::write::Remarks::new());
    for said in [
        "How are you today at home?",
        "Our plan.",
        "Our care page.",
        "Good news.",
        "您好",
        "First name",
        "Nine to five.",
    ] {
        assert!(yaml.contains(said), "{said}: {yaml}");
    }
    assert!(yaml.contains("{{ agent_name }}") && !yaml.contains("nin hao"), "{yaml}");
    let named: String = reading.diagnostics.iter().map(|found| format!("{} {}\n", found.rule, found.message)).collect();
    for (rule, words) in [
        ("import/struck", "on Monday"),
        ("import/hint", "Opens the plan"),
        ("import/hint", "`Good news`, `No news`"),
        ("import/hint", "Opening hours"),
        ("import/link", "https://example.org/care"),
        ("import/pronounced", "nin hao"),
        ("import/picture", "a tooth"),
        ("import/picture", "DRAFT COPY"),
    ] {
        assert!(named.lines().any(|line| line.starts_with(rule) && line.contains(words)), "{rule} {words}: {named}");
    }
}

/// Pieces of a body, good and bad.
const PIECES: &[&str] = &[
    "<w:p><w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr><w:r><w:t>Opening</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>Hello, how are you today?</w:t></w:r></w:p>",
    "<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>Yes</w:t></w:r></w:p>",
    "<w:p><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>Ask about the pain</w:t></w:r></w:p>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Agent</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Good morning to you.</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>Patient</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Morning!</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Step</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Say</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Notes</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>One</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>We have good news for you.</w:t></w:r></w:p><w:p><w:r><w:t>Is that fine?</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>smile</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>If yes:</w:t></w:r><w:r><w:br/><w:t>Thank you, that is all.</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>A &amp; B &#20320; {{ x }} [Name] «City»</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>您好，请问是XX先生吗？</w:t></w:r></w:p>",
    "<w:p/>",
    "<w:p><w:r><w:t>Note: never promise anything</w:t></w:r></w:p>",
    "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner words</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_keeps_its_words(pieces in prop::collection::vec(0..PIECES.len(), 1..14)) {
        let docx = pieces.iter().fold(Docx::new(), |docx, at| docx.raw(PIECES[*at]));
        let reading = reading(docx);
        if let Some(script) = &reading.script {
            prop_assert_eq!(lost(&reading), BTreeMap::new());
            reads_back(script);
            places_are_exact(&reading);
        } else {
            prop_assert!(reading.errors() > 0);
        }
    }
}

/// A call with its bad news last, in styles, with a comment of its lead.
fn badly_ordered() -> Docx {
    let commented = format!(
        r#"<w:p><w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>"#,
        run("Your refund of ten pounds is on its way, and that is good news.")
    );
    Docx::new()
        .title("Engineer visit")
        .heading(1, "Hello")
        .para("Hello, my name is Joe from Northlink. How are you today?")
        .heading(1, "The refund")
        .raw(&commented)
        .heading(1, "The visit")
        .raw(&format!(
            r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#,
            "I'm very sorry, but your engineer had to cancel the visit on Tuesday, and this is terrible."
        ))
        .heading(1, "Goodbye")
        .para("Thank you for your time today. Goodbye.")
        .comments(&[("Ana Lead", "Shorter, please.")])
}

pub fn unpacked(bytes: &[u8], part: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(zip.by_name(part).unwrap()).unwrap()
}

#[test]
fn design_gives_the_same_document_back_in_the_new_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let before = badly_ordered().bytes();
    std::fs::write(path("call.docx"), &before).unwrap();
    let run = run_in(folder.path(), &["design", "call.docx", "-o", "new.docx", "--even-so"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("each with a comment"), "{}", run.err);
    let after = std::fs::read(path("new.docx")).unwrap();
    let (old, new) = (unpacked(&before, "word/document.xml"), unpacked(&after, "word/document.xml"));
    assert!(new.find("engineer had to cancel") < new.find("refund of ten pounds"), "{new}");
    assert!(new.contains(r#"<w:color w:val="FF0000"/>"#) && new.contains(r#"<w:jc w:val="center"/>"#));
    let comments = unpacked(&after, "word/comments.xml");
    assert!(comments.contains("Shorter, please.") && comments.contains("Moved from place"), "{comments}");
    assert_eq!(unpacked(&after, "word/styles.xml"), unpacked(&before, "word/styles.xml"));
    // Every mark of the old body is in the new one.
    let pieces = |text: &str| {
        let mut pieces: Vec<String> = text.split('<').map(str::to_string).collect();
        pieces.retain(|piece| !piece.contains("comment") && !piece.starts_with("w:r>") && !piece.starts_with("/w:r>"));
        pieces.sort();
        pieces
    };
    assert_eq!(pieces(&new), pieces(&old));
    // The input is never touched, and nothing that is there is replaced.
    assert_eq!(std::fs::read(path("call.docx")).unwrap(), before);
    for out in ["call.docx", "new.docx"] {
        assert_eq!(run_in(folder.path(), &["design", "call.docx", "-o", out, "--even-so"]).code, 2);
    }
    assert_eq!(run_in(folder.path(), &["design", "call.docx", "-o", "call.docx", "--even-so", "--force"]).code, 2);
    assert_eq!(run_in(folder.path(), &["design", "call.docx", "--write"]).code, 2);
}

#[test]
fn a_document_without_comments_gets_a_part_for_them() {
    let docx = Docx::new()
        .heading(1, "Hello")
        .para("Hello, my name is Joe from Northlink. How are you today?")
        .heading(1, "Talk")
        .table(&[
            &["Step", "Say"],
            &["Refund", "Your refund of ten pounds is on its way, and that is good news."],
            &["Visit", "I'm very sorry, but your engineer had to cancel the visit, and this is terrible."],
        ])
        .heading(1, "Goodbye")
        .para("Thank you for your time today. Goodbye.");
    let bytes = docx.bytes();
    let reading = read("call.docx", &bytes, &NoFiles);
    let script = script(&reading);
    let plan = callcraft::sequence::sequence(script, &callcraft::sequence::solve::Limits::default()).unwrap();
    assert!(!plan.moves.is_empty());
    let after = callcraft::design::word(&bytes, &reading, script, &plan).unwrap();
    let new = unpacked(&after, "word/document.xml");
    assert!(new.find("engineer had to cancel") < new.find("refund of ten pounds"));
    assert!(unpacked(&after, "word/_rels/document.xml.rels").contains("comments.xml"));
    assert!(unpacked(&after, "[Content_Types].xml").contains("/word/comments.xml"));
    let again = read("call.docx", &after, &NoFiles);
    assert_eq!(again.script.unwrap().segments.len(), script.segments.len());
}

#[test]
fn lint_names_the_paragraph_and_the_words() {
    let folder = tempfile::tempdir().unwrap();
    let docx = Docx::new()
        .heading(1, "Hello")
        .para("Hello, my name is Joe from Northlink. How are you today?")
        .heading(1, "Trouble")
        .para("You should have paid the bill on time, and calm down please.");
    std::fs::write(folder.path().join("call.docx"), docx.bytes()).unwrap();
    let run = run_in(folder.path(), &["lint", "call.docx"]);
    assert!(run.out.contains("--> call.docx, paragraph 4"), "{}", run.out);
    assert!(run.out.contains("calm down"), "{}", run.out);
}
