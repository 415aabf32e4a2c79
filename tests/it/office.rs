//! Word documents that callcraft and LibreOffice wrote, given back in the designed order: the same segments, every
//! word, every style, and a comment for each part that moved.

use std::path::Path;

use callcraft::read::{NoFiles, read};
use callcraft::script::Script;
use callcraft::write::{self, Remarks};
use serde_json::Value;

use crate::golden;
use crate::importing::without_guesses;
use crate::tool::{run, run_in};
use crate::word::unpacked;

/// The script of a document, without guesses (they hang a little on what stands around the words) and without the
/// comments that callcraft wrote.
fn script(bytes: &[u8]) -> Script {
    let reading = read("call.docx", bytes, &NoFiles);
    let mut script = reading.script.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    without_guesses(&mut script);
    let ours = ["callcraft: ", "It now reads: ", "现在读作："];
    for segment in &mut script.segments {
        segment.note.retain(|note| !ours.iter().any(|ours| note.value.starts_with(ours)));
    }
    script
}

fn yaml(script: &Script, order: &[usize]) -> String {
    let segments = order.iter().map(|&at| script.segments[at].clone()).collect();
    write::yaml(&Script { segments, ..script.clone() }, &Remarks::new())
}

/// Every run of words in the body, sorted.
fn runs(bytes: &[u8]) -> Vec<String> {
    let body = unpacked(bytes, "word/document.xml");
    let behind = body.split("</w:t>").filter_map(|piece| piece.rsplit_once("<w:t"));
    let mut runs: Vec<String> = behind.filter_map(|(_, run)| Some(run.split_once('>')?.1.to_string())).collect();
    runs.sort();
    runs
}

/// Designs `call.docx` in a folder and holds `new.docx` against the plan; gives the number of moves.
#[track_caller]
fn designed(folder: &Path) -> usize {
    let plan = run_in(folder, &["design", "call.docx", "--format", "json"]);
    let plan: Value = serde_json::from_str(&plan.out).expect("JSON");
    let done = run_in(folder, &["design", "call.docx", "-o", "new.docx", "--even-so"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let moves = plan["moves"].as_array().unwrap();
    assert!(!moves.is_empty(), "nothing to move in {}", plan["title"]);

    let (before, after) =
        (std::fs::read(folder.join("call.docx")).unwrap(), std::fs::read(folder.join("new.docx")).unwrap());
    let (old, new) = (script(&before), script(&after));
    let order = plan["order"].as_array().unwrap().iter();
    let order: Vec<usize> = order.map(|id| old.find(id.as_str().unwrap()).expect("a segment").0).collect();
    let written: Vec<usize> = (0..new.segments.len()).collect();
    assert_eq!(yaml(&new, &written), yaml(&old, &order));

    assert_eq!(runs(&after), runs(&before));
    assert_eq!(unpacked(&after, "word/styles.xml"), unpacked(&before, "word/styles.xml"));
    let comments = unpacked(&after, "word/comments.xml");
    for moved in moves {
        let (from, to) = (&moved["from"], &moved["to"]);
        let told = [format!("Moved from place {from} to place {to}: "), format!("从第 {from} 位移到第 {to} 位：")];
        assert!(told.iter().any(|told| comments.contains(told)), "{moved}\n{comments}");
    }
    moves.len()
}

#[test]
fn our_own_documents_come_back_in_the_designed_order() {
    for name in ["smallest", "cancel-call", "front-desk", "hospital-followup-zh"] {
        let folder = tempfile::tempdir().unwrap();
        let call = folder.path().join("call.docx");
        let made = run(&["render", &format!("scripts/{name}.yaml"), "--to", "docx", "-o", &call.to_string_lossy()]);
        assert_eq!(made.code, 0, "{name}: {}", made.err);
        designed(folder.path());
    }
}

/// The fixtures are what LibreOffice 7.4 makes of pages in HTML and of a text in OpenDocument: headings with a list and
/// a quotation, a table, a text with a comment and colours of its own, and a page in Chinese.
#[test]
fn documents_of_another_program_come_back_in_the_designed_order() {
    for case in golden::cases("office", ".docx") {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(&case, folder.path().join("call.docx")).unwrap();
        assert_eq!(designed(folder.path()), 1, "{}", case.display());
    }
}
