//! The sessions in the README and in docs/ are run and compared, and the README's two commands stand in it.

use std::path::{Path, PathBuf};

use crate::tool;

/// What a document lets its reader do: save a file, or type a command.
enum Act {
    Save { name: String, text: String },
    Type(Session),
}

struct Session {
    command: String,
    wanted: Vec<String>,
    place: String,
}

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("README.md")];
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|file| file.unwrap().path());
    files.extend(docs.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    files.sort();
    files
}

/// The acts of a document: blocks marked `console`, each line after `$ ` a command; blocks marked `yaml NAME` a file.
fn acts(path: &Path) -> Vec<Act> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut acts: Vec<Act> = Vec::new();
    let mut inside = "";
    for (number, line) in text.lines().enumerate() {
        if let Some(mark) = line.strip_prefix("```") {
            inside = mark;
            if let Some(name) = mark.strip_prefix("yaml ") {
                acts.push(Act::Save { name: name.to_string(), text: String::new() });
            }
        } else if inside == "console"
            && let Some(command) = line.strip_prefix("$ ")
        {
            let place = format!("{}:{}", path.display(), number + 1);
            acts.push(Act::Type(Session { command: command.to_string(), wanted: Vec::new(), place }));
        } else if inside == "console"
            && let Some(Act::Type(session)) = acts.last_mut()
        {
            session.wanted.push(line.trim_end().to_string());
        } else if inside.starts_with("yaml ")
            && let Some(Act::Save { text, .. }) = acts.last_mut()
        {
            text.push_str(line);
            text.push('\n');
        }
    }
    acts
}

/// A reader's folder: what comes with the project, and room for files of their own.
fn readers_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["scripts", "scripts/designed", "scripts/shared", "trials"] {
        let here = folder.path().join(name);
        std::fs::create_dir_all(&here).unwrap();
        for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap() {
            let file = file.unwrap().path();
            if file.is_file() {
                std::fs::copy(&file, here.join(file.file_name().unwrap())).unwrap();
            }
        }
    }
    folder
}

/// The arguments of a command of ours; `cargo run --release --` stands for the tool itself.
fn arguments(command: &str) -> Option<Vec<&str>> {
    let command = command.strip_prefix("cargo run --release -- ").or_else(|| command.strip_prefix("callcraft "))?;
    (!command.contains(['|', '>', ';'])).then(|| command.split_whitespace().collect())
}

#[test]
fn what_the_documents_show_is_what_the_tool_prints() {
    let mut run = 0;
    for path in documents() {
        let folder = readers_folder();
        for act in acts(&path) {
            match act {
                Act::Save { name, text } => std::fs::write(folder.path().join(name), text).unwrap(),
                Act::Type(session) => run += usize::from(as_shown(&session, folder.path())),
            }
        }
    }
    assert!(run > 0, "no session was run");
}

/// Types one command and compares; false where it is not one of ours.
fn as_shown(session: &Session, folder: &Path) -> bool {
    let Some(arguments) = arguments(&session.command) else { return false };
    let done = tool::run_in(folder, &arguments);
    let printed = format!("{}{}", done.out, done.err);
    assert!(done.code != 2 || !done.err.is_empty(), "{}: ended with 2 and no word", session.place);
    follows(session, &printed);
    true
}

/// Each stretch of wanted lines stands in what was printed, in this order; `...` stands for any lines.
fn follows(session: &Session, printed: &str) {
    let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
    let mut at = 0;
    for stretch in session.wanted.split(|line| line == "...") {
        if stretch.is_empty() {
            continue;
        }
        let found = (at..lines.len())
            .find(|&start| lines[start..].iter().zip(stretch).filter(|(a, b)| *a == b).count() == stretch.len());
        match found {
            Some(start) => at = start + stretch.len(),
            None => panic!(
                "{}: `{}` does not print\n{}\n--- but\n{printed}",
                session.place,
                session.command,
                stretch.join("\n")
            ),
        }
    }
}

#[test]
fn the_readme_keeps_its_two_commands_and_its_length() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    assert!(text.contains("cargo run --release -- design scripts/nurse-care-call.yaml"));
    assert!(text.contains("\ncargo test\n"));
    assert!(text.lines().count() < 300);
}
