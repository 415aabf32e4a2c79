//! The live page in a real browser, where node, its packages and Chromium are there.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where Debian, Fedora and Arch put Chromium.
const BROWSERS: [&str; 3] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

#[test]
fn the_live_page_works_in_a_browser() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let browser = match found(&folder) {
        Ok(browser) => browser,
        Err(what) => {
            let must = std::env::var("CALLCRAFT_BROWSER_TESTS").is_ok_and(|word| word == "must");
            assert!(!must, "the browser tests must run here, but {what}");
            eprintln!("note: the browser tests were left out: {what}");
            return;
        }
    };
    let ran = Command::new("node")
        .arg(folder.join("run.mjs"))
        .arg(env!("CARGO_BIN_EXE_callcraft"))
        .env("CALLCRAFT_BROWSER", browser)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
}

/// The browser, or what is missing.
fn found(folder: &Path) -> Result<PathBuf, &'static str> {
    if !Command::new("node").arg("--version").output().is_ok_and(|ran| ran.status.success()) {
        return Err("there is no node");
    }
    if !folder.join("node_modules/playwright-core").is_dir() || !folder.join("node_modules/axe-core").is_dir() {
        return Err("its packages are not installed (npm ci --prefix tests/browser)");
    }
    let named = std::env::var_os("CALLCRAFT_BROWSER").map(PathBuf::from);
    let known = BROWSERS.iter().map(PathBuf::from);
    named.into_iter().chain(known).find(|path| path.is_file()).ok_or("there is no Chromium")
}
