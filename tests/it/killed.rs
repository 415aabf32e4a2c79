//! A run that is killed at any moment leaves the old file or the new one, whole.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::tool;

/// How often a run is killed: a few times here, as often as `CALLCRAFT_KILLS` says where somebody wants to be sure.
fn kills() -> u64 {
    std::env::var("CALLCRAFT_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(12)
}

/// Kills the run of these arguments again and again, and looks at the file after each.
fn survives(file: &str, arguments: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("call.yaml");
    let old = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    std::fs::write(&path, &old).unwrap();
    let whole = std::time::Instant::now();
    tool::run_in(folder.path(), arguments);
    let longest = u64::try_from(whole.elapsed().as_micros()).unwrap();
    let new = std::fs::read(&path).unwrap();
    assert_ne!(old, new, "the run changes the file");
    let mut chance = fastrand::Rng::with_seed(7);
    for _ in 0..kills() {
        std::fs::write(&path, &old).unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_callcraft"))
            .args(arguments)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(chance.u64(0..longest)));
        let _ = run.kill();
        run.wait().unwrap();
        let left = std::fs::read(&path).unwrap();
        assert!(left == old || left == new, "neither the old file nor the new one: {} bytes", left.len());
    }
}

#[test]
fn a_killed_write_leaves_a_whole_file() {
    survives("scripts/smallest.yaml", &["design", "call.yaml", "--write"]);
}

#[test]
fn a_killed_fix_leaves_a_whole_file() {
    survives("scripts/smallest.yaml", &["lint", "call.yaml", "--fix", "--unsafe"]);
}
