//! What comes with the program beside its verbs: a file without a verb, completions, manual pages, the package.

use std::path::Path;
use std::process::Command;

use crate::tool::{run, run_in};

fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

const CALL: &str = "script: Late <b>book</b>\nsegments:\n  - feels: pleasant\n    say: Your book came in.\n  - feels: painful\n    \
                    say: There is a fine.\n  - feels: neutral\n    say: Shall I renew it?\n";

#[test]
fn a_dropped_file_becomes_one_page_with_findings_and_order() {
    let folder =
        folder_with(&[("call.yaml", CALL), ("call.md", "# Hello\n\nHello, this is Ana.\n\n# News\n\nSorry.\n")]);
    let done = run_in(folder.path(), &["call.yaml"]);
    assert!(done.err.contains("wrote call.callcraft.html"), "{}", done.err);
    let page = std::fs::read_to_string(folder.path().join("call.callcraft.html")).unwrap();
    for words in ["Late &lt;b&gt;book&lt;/b&gt;", "What was found in the script", "Both orders", "As designed"] {
        assert!(page.contains(words), "{words} stands in {page}");
    }
    assert!(!page.contains("<script") && !page.contains("<b>book"));
    assert_eq!(std::fs::read_to_string(folder.path().join("call.yaml")).unwrap(), CALL, "the script stays as it was");
    // The same name once more: the page is the program's own, and is written anew.
    assert!(run_in(folder.path(), &["call.md"]).err.contains("wrote call.callcraft.html"));
}

#[test]
fn a_dropped_word_document_is_read_too() {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = root.join("scripts/smallest.yaml").to_string_lossy().into_owned();
    run_in(folder.path(), &["render", &script, "--to", "docx", "-o", "book.docx"]);
    let done = run_in(folder.path(), &["book.docx"]);
    assert!(done.err.contains("wrote book.callcraft.html"), "{}", done.err);
    let page = std::fs::read_to_string(folder.path().join("book.callcraft.html")).unwrap();
    assert!(page.contains("Library book is late"));
}

#[test]
fn a_dropped_file_never_costs_another_one() {
    let folder = folder_with(&[("call.yaml", CALL), ("call.callcraft.html", "my own notes")]);
    assert!(run_in(folder.path(), &["call.yaml"]).err.contains("wrote call.callcraft-2.html"));
    assert_eq!(std::fs::read_to_string(folder.path().join("call.callcraft.html")).unwrap(), "my own notes");
}

#[test]
fn a_dropped_file_that_is_wrong_says_so_on_its_page() {
    let folder = folder_with(&[("call.yaml", "script: a\nsegments:\n  - sya: b\n"), ("old.doc", "x"), ("rules", "")]);
    assert_eq!(run_in(folder.path(), &["call.yaml"]).code, 1);
    let page = std::fs::read_to_string(folder.path().join("call.callcraft.html")).unwrap();
    assert!(page.contains("Did you mean `say`?") && page.contains("There is no order to propose yet"), "{page}");
    assert_eq!(run_in(folder.path(), &["old.doc"]).code, 1);
    let page = std::fs::read_to_string(folder.path().join("old.callcraft.html")).unwrap();
    assert!(page.contains("save it as .docx"), "{page}");
    // A verb's name wins over a file of that name, and what is neither is a plain usage error.
    assert!(run_in(folder.path(), &["rules"]).out.contains("core"));
    assert_eq!(run_in(folder.path(), &["no-such-file.yaml"]).code, 2);
}

#[test]
fn completions_and_manual_pages_know_every_verb() {
    let help = run(&["--help"]).out;
    // A verb's name stands in a column of its own.
    let columns = help.lines().filter(|line| line.starts_with("  ")).filter_map(|line| line.get(2..15));
    let verbs: Vec<&str> = columns.map(str::trim).filter(|name| !name.is_empty() && !name.contains(' ')).collect();
    assert!(verbs.len() > 15, "{help}");
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run_in(folder.path(), &["man", "-o", "man"]).code, 0);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let done = run(&["completions", shell]);
        assert_eq!(done.code, 0);
        for verb in &verbs {
            assert!(done.out.contains(verb), "{shell} completes {verb}");
        }
    }
    for verb in &verbs {
        let page = std::fs::read_to_string(folder.path().join(format!("man/callcraft-{verb}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS"), "{verb}");
    }
    assert!(folder.path().join("man/callcraft.1").is_file());
    let again = run_in(folder.path(), &["man", "-o", "man"]);
    assert_eq!(again.code, 2, "pages that are there stay");
}

#[test]
fn the_package_holds_what_it_needs_and_nothing_else() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_string());
    let listed = Command::new(cargo)
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let list = String::from_utf8_lossy(&listed.stdout);
    if !listed.status.success() {
        eprintln!("note: the list of the package was left out: {}", String::from_utf8_lossy(&listed.stderr));
        return;
    }
    for file in
        ["src/lib.rs", "src/cli/main.rs", "rules/core.yaml", "scripts/smallest.yaml", "README.md", "LICENSE-MIT"]
    {
        assert!(list.lines().any(|line| line == file), "{file} is in the package");
    }
    for folder in ["fuzz/", "target/", ".github/", ".ci/", "tests/browser/node_modules/"] {
        assert!(!list.lines().any(|line| line.starts_with(folder)), "{folder} is not in the package");
    }
}

#[test]
fn no_dependency_asks_for_a_newer_rust_than_we_state() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_string());
    let told = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let Ok(told) = serde_json::from_slice::<serde_json::Value>(&told.stdout) else {
        return eprintln!("note: the versions of the dependencies were left out");
    };
    let version = |package: &serde_json::Value| -> Vec<u32> {
        let words = package["rust_version"].as_str().unwrap_or("1.0");
        words.split('.').map(|number| number.parse().unwrap()).collect()
    };
    let packages = told["packages"].as_array().unwrap();
    let ours = version(packages.iter().find(|package| package["name"] == "callcraft").unwrap());
    for package in packages {
        assert!(version(package) <= ours, "{} asks for {}", package["name"], package["rust_version"]);
    }
}
