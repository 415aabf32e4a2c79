//! What the reader says about files with mistakes, as a person sees it.

use std::fmt::Write as _;

use callcraft::diagnostic::Level;
use callcraft::fix::{Safety, mend};
use callcraft::read::{NoFiles, read};
use callcraft::reading::Reading;

use crate::golden;

fn told(reading: &Reading) -> String {
    let mut out = String::new();
    for found in &reading.diagnostics {
        let (_, position) = reading.locate(found.place);
        let words = reading.slice(found.place).lines().next().unwrap_or("");
        let _ = writeln!(out, "{}:{} {} {}", position.line, position.column, found.level.name(), found.rule);
        let _ = writeln!(out, "    {}", found.message);
        let _ = writeln!(out, "    at: {words:?}");
        if !found.help.is_empty() {
            let _ = writeln!(out, "    help: {}", found.help);
        }
        for fix in &found.fixes {
            let _ = writeln!(out, "    fix: {} ({:?})", fix.title, fix.safety);
        }
    }
    let segments = reading.script.as_ref().map_or(0, |script| script.segments.len());
    let _ = writeln!(out, "{segments} segments read");
    out
}

#[test]
fn every_mistake_is_named_in_one_run() {
    for case in golden::cases("reading", ".yaml") {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let reading = read(&name, &std::fs::read(&case).unwrap(), &NoFiles);
        golden::same(&case.with_extension("out"), &told(&reading));
    }
}

#[test]
fn safe_fixes_mend_what_people_type() {
    for case in golden::cases("reading", ".yaml") {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let mut text = std::fs::read_to_string(&case).unwrap();
        for _ in 0..4 {
            let reading = read(&name, text.as_bytes(), &NoFiles);
            let fixes = reading.diagnostics.iter().flat_map(|found| &found.fixes);
            text = mend(reading.source().unwrap(), fixes, Safety::Safe);
        }
        let reading = read(&name, text.as_bytes(), &NoFiles);
        let fixable =
            |found: &&callcraft::diagnostic::Diagnostic| found.fixes.iter().any(|fix| fix.safety == Safety::Safe);
        let left: Vec<_> = reading.diagnostics.iter().filter(fixable).collect();
        assert!(left.is_empty(), "{name}: {left:#?}\n{text}");
    }
}

#[test]
fn line_ends_and_marks_change_nothing() {
    let text = std::fs::read_to_string(golden::fixtures("reading").join("people.yaml")).unwrap();
    let plain = told(&read("x.yaml", text.as_bytes(), &NoFiles));
    let windows = text.replace('\n', "\r\n");
    assert_eq!(told(&read("x.yaml", windows.as_bytes(), &NoFiles)), plain);
    assert_eq!(told(&read("x.yaml", format!("\u{feff}{text}").as_bytes(), &NoFiles)), plain);
    let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(told(&read("x.yaml", &utf16, &NoFiles)), plain);
}

#[test]
fn hostile_files_get_a_few_sentences() {
    let nested = format!("script: x\nsegments: {}", "[".repeat(100_000));
    let dashes = format!("script: x\nsegments:\n{}", "- ".repeat(100_000));
    let maps = "{a: ".repeat(100_000);
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n";
    let large = "x".repeat(10 * 1024 * 1024);
    let noise: Vec<u8> = (0..20_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let hostile: [&[u8]; 8] = [
        b"",
        b"   \n",
        nested.as_bytes(),
        dashes.as_bytes(),
        maps.as_bytes(),
        bomb.as_bytes(),
        large.as_bytes(),
        &noise,
    ];
    for bytes in hostile {
        let reading = read("x.yaml", bytes, &NoFiles);
        assert!(reading.errors() > 0);
        assert!(reading.diagnostics.len() < 10, "{:#?}", reading.diagnostics);
    }
}

#[test]
fn too_many_segments_are_refused_by_name() {
    let many = format!("script: x\nsegments:\n{}", "  - say: hello\n".repeat(5_000));
    let reading = read("x.yaml", many.as_bytes(), &NoFiles);
    assert!(
        reading.diagnostics.iter().any(|found| found.rule == "format/too-many-segments" && found.level == Level::Error)
    );
}
