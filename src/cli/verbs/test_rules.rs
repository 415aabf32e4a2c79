//! `test-rules`: the examples of packs, and the lines of word lists and cues beside them.

use std::path::Path;

use callcraft::diagnostic::Diagnostic;
use callcraft::prove::prove;
use callcraft::rule::{Pack, cues_hold, shipped_lists, words_hold};
use callcraft::source::Source;
use clap::{Arg, ArgMatches, Command};

use super::Verb;
use crate::{Exit, Outcome, Trouble, files, findings, say};

pub(super) const VERB: Verb =
    Verb {
        name: "test-rules",
        summary: "Run the examples that rules carry, those of your own packs included",
        more: true,
        command: |command: Command| {
            command.arg(Arg::new("packs").value_name("PACK").num_args(0..).help(
                "Packs, by name or file; all that come with the program and those of callcraft.toml where left out",
            ))
        },
        run,
    };

fn run(given: &ArgMatches) -> Outcome {
    let named: Vec<&String> = given.get_many::<String>("packs").into_iter().flatten().collect();
    let mut wrong = 0;
    if named.is_empty() {
        for pack in super::rules::shelf(None)?.all() {
            wrong += test(&pack, Vec::new());
        }
        for (is_words, source) in shipped_lists() {
            wrong += tell(&source, &hold(is_words, &source, Path::new("")));
        }
    }
    for name in named {
        wrong += if Path::new(name).is_file() { own(name)? } else { test(&super::rules::pack(name)?, Vec::new()) };
    }
    Ok(if wrong == 0 { Exit::Done } else { Exit::Findings })
}

/// A pack of the user's own, with the word lists and cues in the folders beside it.
fn own(path: &str) -> Result<usize, Trouble> {
    let text = String::from_utf8(files::bytes(path)?).map_err(|_| format!("`{path}` is no text in UTF-8"))?;
    let (pack, found) = Pack::read(Source::new(path, text));
    let mut wrong = test(&pack, found);
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    for (is_words, name) in [(true, "words"), (false, "cues")] {
        let Ok(entries) = std::fs::read_dir(folder.join(name)) else { continue };
        let mut paths: Vec<_> =
            entries.flatten().map(|entry| entry.path()).filter(|path| is_list(path, name)).collect();
        paths.sort();
        for path in paths {
            let source = Source::new(path.to_string_lossy(), std::fs::read_to_string(&path).unwrap_or_default());
            wrong += tell(&source, &hold(is_words, &source, folder));
        }
    }
    Ok(wrong)
}

/// Whether a file says that it is a word list or a file of cues.
fn is_list(path: &Path, name: &str) -> bool {
    let yaml = path.extension().is_some_and(|ending| ending == "yaml");
    yaml && std::fs::read_to_string(path).is_ok_and(|text| callcraft::yaml::first_key(&text) == Some(name))
}

fn hold(is_words: bool, source: &Source, folder: &Path) -> Vec<Diagnostic> {
    let beside = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    if is_words { words_hold(source, &beside) } else { cues_hold(source, &beside) }
}

fn test(pack: &Pack, mut found: Vec<Diagnostic>) -> usize {
    let folder = Path::new(pack.source.name()).parent().unwrap_or(Path::new("")).to_path_buf();
    let own = Path::new(pack.source.name()).is_file();
    let beside = |name: &str| own.then(|| std::fs::read_to_string(folder.join(name)).ok()).flatten();
    let proved = prove(pack, &beside);
    found.extend(proved.found);
    let wrong = tell(&pack.source, &found);
    let verdict = if wrong == 0 { "hold".to_string() } else { format!("and {wrong} things that are wrong") };
    say::result(&format!("{}: {} rules, {} examples {verdict}", pack.name, pack.rules.len(), proved.examples));
    wrong
}

fn tell(source: &Source, found: &[Diagnostic]) -> usize {
    if !found.is_empty() {
        findings::show(std::slice::from_ref(source), found);
    }
    found.len()
}
