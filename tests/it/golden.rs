//! Golden files: what was printed is compared with what stands in the file; `UPDATE=1 cargo test` rewrites it.

use std::path::{Path, PathBuf};

/// The folder of a group of fixtures.
pub fn fixtures(group: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures").join(group)
}

/// The fixtures of a group with this ending, sorted by name; a group without any is a mistake.
pub fn cases(group: &str, ending: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(fixtures(group)).expect("the folder of fixtures is there");
    let mut files: Vec<PathBuf> =
        files.map(|file| file.unwrap().path()).filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    files.sort();
    assert!(!files.is_empty(), "no fixtures in {group}");
    files
}

/// Compares with a golden file, or rewrites it.
#[track_caller]
pub fn same(golden: &Path, actual: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(golden, actual).expect("the golden file can be written");
        return;
    }
    let wanted = std::fs::read_to_string(golden).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        wanted == actual,
        "{} differs (UPDATE=1 cargo test rewrites it)\n--- wanted\n{wanted}\n--- actual\n{actual}",
        golden.display()
    );
}
