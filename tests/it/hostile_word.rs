//! Word documents made to do harm, as a user would meet them: the tool says in one sentence what is wrong and ends, or
//! reads what is there; it fetches nothing and writes nowhere else.

use std::net::TcpListener;

use crate::docx::{Docx, NAMESPACES, run as words, zipped};
use crate::tool::{Run, run_in};

fn part(name: &str, text: &str) -> (String, String) {
    (name.to_string(), text.to_string())
}

fn body(inner: &str) -> (String, String) {
    part("word/document.xml", &format!("<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document>"))
}

/// A call that is in order.
fn harmless() -> Docx {
    Docx::new()
        .heading(1, "Hello")
        .para("Hello, my name is Joe from Northlink. How are you today?")
        .heading(1, "The visit")
        .para("I'm sorry, but your engineer had to cancel the visit on Tuesday.")
        .heading(1, "Goodbye")
        .para("Thank you for your time today. Goodbye.")
}

/// What the verbs that need a script say of these bytes.
fn said(bytes: &[u8]) -> Vec<Run> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("calls")).unwrap();
    let calls = folder.path().join("calls");
    std::fs::write(calls.join("call.docx"), bytes).unwrap();
    let verbs: [&[&str]; 3] =
        [&["import", "call.docx"], &["render", "call.docx"], &["design", "call.docx", "-o", "new.docx", "--even-so"]];
    let runs = verbs.iter().map(|args| run_in(&calls, args)).collect();
    let known = ["calls", "call.docx", "new.docx"];
    for entry in std::fs::read_dir(folder.path()).unwrap().chain(std::fs::read_dir(&calls).unwrap()) {
        let name = entry.unwrap().file_name();
        assert!(known.iter().any(|known| name == *known), "{name:?} was written");
    }
    runs
}

#[track_caller]
fn refused(bytes: &[u8], words: &str) {
    for Run { code, out, err } in said(bytes) {
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.starts_with("callcraft: call.docx: ") && err.contains(words) && err.lines().count() == 1, "{err}");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("call.docx"), bytes).unwrap();
    let lint = run_in(folder.path(), &["lint", "call.docx"]);
    assert!(lint.code == 1 && lint.out.contains(words) && lint.out.contains("--> call.docx\n"), "{}", lint.out);
}

#[track_caller]
fn read_well(bytes: &[u8], words: &str) {
    for Run { code, out, err } in said(bytes) {
        assert_eq!(code, 0, "{err}");
        assert!(!err.contains("panicked") && (out.is_empty() || out.contains(words)), "{out}\n{err}");
    }
}

#[test]
fn a_file_of_another_kind_is_named_for_what_it_is() {
    let main = |target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/></Relationships>"#
        )
    };
    let workbook = zipped(&[part("_rels/.rels", &main("xl/workbook.xml")), part("xl/workbook.xml", "<workbook/>")]);
    refused(&workbook, "a workbook or slides");
    let old = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    refused(&old, "a document of the old kind");
    let locked: Vec<u8> = old.into_iter().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    refused(&locked, "locked with a password");
    refused(b"", "the file is empty");
    refused(&zipped(&[part("_rels/.rels", &main("../../../etc/passwd"))]), "is missing");
}

#[test]
fn what_is_damaged_swells_or_is_bottomless_is_not_opened() {
    let whole = harmless().bytes();
    for length in [10, whole.len() / 3, whole.len() - 30] {
        refused(&whole[..length], "damaged or was cut off");
    }
    let swollen = harmless().part("styles", "word/styles2.xml", &" ".repeat(65 * 1024 * 1024)).bytes();
    refused(&swollen, "swells to more than 64 MB");
    for inside in ["<w:p>", "<w:tbl><w:tr><w:tc>", "<w:p><w:r><w:txbxContent>"] {
        refused(&zipped(&[body(&inside.repeat(100_000))]), "nested deeper");
    }
}

#[test]
fn names_that_a_document_declares_are_not_followed() {
    for target in ["file:///etc/passwd", "http://127.0.0.1:9/x"] {
        let text = body("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>").1;
        let declared = format!(r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "{target}">]>{text}"#);
        refused(&zipped(&[part("word/document.xml", &declared)]), "DOCTYPE");
    }
    let grows: String =
        (1..12).map(|at| format!(r#"<!ENTITY a{at} "{}">"#, format!("&a{};", at - 1).repeat(10))).collect();
    let laughs = format!(r#"<!DOCTYPE x [<!ENTITY a0 "ha">{grows}]>{}"#, body("&a11;").1);
    refused(&zipped(&[part("word/document.xml", &laughs)]), "DOCTYPE");
}

/// Two parts of one name: programs differ in which of them they show.
#[test]
fn a_document_with_two_bodies_is_not_read() {
    let para = |said: &str| body(&format!("<w:p>{}</w:p>", words(said))).1;
    let other = "word/documenX.xml";
    let mut bytes = zipped(&[part("word/document.xml", &para("This is one.")), part(other, &para("This is two."))]);
    while let Some(at) = bytes.windows(other.len()).position(|window| window == other.as_bytes()) {
        bytes[at..at + other.len()].copy_from_slice(b"word/document.xml");
    }
    refused(&bytes, "two parts of the same name");
}

#[test]
fn nothing_outside_of_a_document_is_fetched_or_written() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let elsewhere = format!("http://{}/styles.xml", listener.local_addr().unwrap());
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut parts = unpacked(&harmless().bytes());
    let kinds = ["styles", "comments", "header", "footnotes", "image", "attachedTemplate", "aFChunk", "frame"];
    let mut strange = String::new();
    for (at, kind) in kinds.iter().enumerate() {
        for (to, mode) in [
            (elsewhere.as_str(), r#"TargetMode="External""#),
            (&elsewhere, ""),
            ("file:///etc/passwd", ""),
            ("../../../../etc/passwd", ""),
        ] {
            strange.push_str(&format!(
                r#"<Relationship Id="x{at}{}" Type="{base}/{kind}" Target="{to}" {mode}/>"#,
                strange.len()
            ));
        }
    }
    for (name, text) in &mut parts {
        if name == "word/_rels/document.xml.rels" {
            *text = text.replace("</Relationships>", &format!("{strange}</Relationships>"));
        }
    }
    parts.push(part("../../evil.txt", "x"));
    parts.push(part("/etc/evil.txt", "x"));
    parts.push(part("..\\evil.txt", "x"));
    read_well(&zipped(&parts), "cancel the visit");
    assert!(listener.accept().is_err(), "something was fetched");
}

/// The parts of a document.
fn unpacked(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    names
        .into_iter()
        .map(|name| (name.clone(), std::io::read_to_string(zip.by_name(&name).unwrap()).unwrap()))
        .collect()
}
