//! Runs the command-line tool as a user would.

use std::path::Path;
use std::process::{Command, Stdio};

/// What a run gave.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the tool in the project's folder.
pub fn run(args: &[&str]) -> Run {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), args)
}

/// Runs the tool in a folder.
pub fn run_in(folder: &Path, args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_callcraft"))
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("CALLCRAFT_OPEN", "no")
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .output()
        .expect("the tool starts");
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
fn misuse_ends_with_two_and_help_with_nothing() {
    assert_eq!(run(&[]).code, 2);
    assert_eq!(run(&["no-such-verb"]).code, 2);
    let help = run(&["--help"]);
    assert_eq!(help.code, 0);
    assert!(help.out.contains("What a lead needs"));
}
