//! `design` as a user runs it: on the project's own scripts, on wrong input, and on files that it changes.

use std::path::{Path, PathBuf};

use callcraft::read::{NoFiles, read};

use crate::tool::{Run, run, run_in};

/// The project's scripts that stand alone in a folder (those that include others need their folder).
fn scripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .filter(|path| std::fs::read_to_string(path).unwrap().starts_with("script:"))
        .collect();
    files.sort();
    assert!(files.len() >= 8);
    files
}

fn json(file: &str) -> serde_json::Value {
    let done = run(&["design", "--format", "json", file]);
    assert_eq!(done.code, 0, "{file}: {}", done.err);
    serde_json::from_str(&done.out).expect("JSON")
}

#[test]
fn every_script_is_designed_with_proof_and_gets_better() {
    for path in scripts() {
        let plan = json(&path.to_string_lossy());
        assert_eq!(plan["proof"], "optimal", "{}", path.display());
        let better = plan["score"]["total"].as_f64() >= plan["score_before"]["total"].as_f64();
        assert!(better || plan["verdict"] == "must_change", "{}", path.display());
        let mut ids: Vec<&str> = plan["order"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        ids.sort_unstable();
        let mut known: Vec<&String> = plan["seconds"].as_object().unwrap().keys().collect();
        known.sort_unstable();
        assert_eq!(ids, known);
    }
}

#[test]
fn the_designed_scripts_stand_in_the_order_that_design_finds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/designed");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let plan = json(&path.to_string_lossy());
        assert_eq!((&plan["verdict"], &plan["moves"]), (&"leave".into(), &serde_json::json!([])), "{}", path.display());
    }
}

#[test]
fn writing_moves_segments_and_keeps_every_line() {
    for path in scripts() {
        let before = std::fs::read_to_string(&path).unwrap();
        if before.contains("include:") || before.contains("use ") {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        std::fs::write(folder.path().join(name), &before).unwrap();
        let plan = json(&path.to_string_lossy());
        let done = run_in(folder.path(), &["design", "--write", "--even-so", name]);
        assert_eq!(done.code, 0, "{name}: {}", done.err);
        let after = std::fs::read_to_string(folder.path().join(name)).unwrap();
        let sorted = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&before), sorted(&after), "{name}");
        let script = read(name, after.as_bytes(), &NoFiles).script.unwrap();
        let order: Vec<&str> = plan["order"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        let written: Vec<&str> = script.segments.iter().map(|segment| segment.id.as_str()).collect();
        assert_eq!(order, written, "{name}");
    }
}

#[test]
fn without_evidence_the_file_stays_as_it_is() {
    let script = "scripts/front-desk.yaml";
    let before = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(script)).unwrap();
    let refused = run(&["design", "--write", script]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("--even-so"), "{}", refused.err);
    assert_eq!(std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(script)).unwrap(), before);
    let shown = run(&["design", "--diff", "--even-so", script]);
    assert_eq!(shown.code, 0);
    assert!(shown.out.starts_with("--- "), "{}", shown.out);
}

#[test]
fn constraints_that_contradict_are_named_with_their_places() {
    let folder = tempfile::tempdir().unwrap();
    let text = "script: x\nsegments:\n  - id: a\n    say: One.\n    after: b\n  - id: b\n    say: Two.\n    after: c\n  - id: c\n    say: Three.\n    after: a\n  - id: d\n    say: Four.\n    after: a\n";
    std::fs::write(folder.path().join("x.yaml"), text).unwrap();
    let done = run_in(folder.path(), &["design", "x.yaml"]);
    assert_eq!(done.code, 2);
    for place in ["x.yaml:5:12", "x.yaml:8:12", "x.yaml:11:12"] {
        assert!(done.err.contains(place), "{}", done.err);
    }
    assert!(!done.err.contains("x.yaml:14"), "{}", done.err);
}

#[test]
fn wrong_input_gets_one_plain_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put("empty.yaml", b"");
    put("noise.yaml", &(0..5_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<u8>>());
    put("large.yaml", "a: b\n".repeat(2_100_000).as_bytes());
    put("tabs.yaml", b"script: x\nsegments:\n\t- say: a\n\t\tfeels: b\n");
    put("many.yaml", format!("script: x\nsegments:\n{}", "  - say: hello\n".repeat(5_000)).as_bytes());
    put("deep.yaml", format!("script: x\nsegments: {}", "[".repeat(100_000)).as_bytes());
    put("song.mp3", b"ID3");
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    for name in [
        "empty.yaml",
        "noise.yaml",
        "large.yaml",
        "tabs.yaml",
        "many.yaml",
        "deep.yaml",
        "song.mp3",
        "folder",
        "missing.yaml",
    ] {
        let Run { code, out, err } = run_in(folder.path(), &["design", name]);
        assert_eq!(code, 2, "{name}: {err}");
        assert!(out.is_empty(), "{name}: {out}");
        assert!(!err.contains("panicked") && err.lines().count() < 30, "{name}: {err}");
    }
}
