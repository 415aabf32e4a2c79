//! The sessions in the README and in docs/ are run and compared, and the README's two commands stand in it.

use std::path::{Path, PathBuf};

use crate::tool;

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

/// The sessions of a document: blocks marked `console`, each line after `$ ` a command.
fn sessions(path: &Path) -> Vec<Session> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut sessions: Vec<Session> = Vec::new();
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            let place = format!("{}:{}", path.display(), number + 1);
            sessions.push(Session { command: command.to_string(), wanted: Vec::new(), place });
        } else if inside && let Some(session) = sessions.last_mut() {
            session.wanted.push(line.trim_end().to_string());
        }
    }
    sessions
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
        for session in sessions(&path) {
            let Some(arguments) = arguments(&session.command) else { continue };
            let done = tool::run(&arguments);
            let printed = format!("{}{}", done.out, done.err);
            assert!(done.code != 2 || !done.err.is_empty(), "{}: ended with 2 and no word", session.place);
            follows(&session, &printed);
            run += 1;
        }
    }
    assert!(run > 0, "no session was run");
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
