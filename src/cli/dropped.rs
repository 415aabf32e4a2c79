//! A file without a verb, as when it is dropped on the program: checked, designed, and shown as one page in the browser.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use callcraft::design;
use callcraft::diagnostic::Level;
use callcraft::lint;
use callcraft::read::Limits;

use crate::files::{self, Replace};
use crate::project::{self, From, Picks, Project};
use crate::verbs::{VERBS, best_order};
use crate::{Exit, Outcome, Trouble, say, today};

/// Switches the browser off where it is set to `no`.
const OPEN: &str = "CALLCRAFT_OPEN";

/// The files that were dropped; nothing where a verb or an option was given.
pub(crate) fn files(given: impl Iterator<Item = OsString>) -> Option<Vec<String>> {
    let files: Vec<String> = given.skip(1).map(|one| one.to_string_lossy().into_owned()).collect();
    let is_file = |one: &String| {
        !one.starts_with('-') && VERBS.iter().all(|verb| verb.name != one.as_str()) && Path::new(one).is_file()
    };
    (!files.is_empty() && files.iter().all(is_file)).then_some(files)
}

/// Makes the report of each file, and opens it.
pub(crate) fn run(files: &[String]) -> Outcome {
    let mut exit = Exit::Done;
    for file in files {
        if report(file)? == Exit::Findings {
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

fn report(file: &str) -> Outcome {
    let reading = files::reading(file, None, Limits::default())?;
    let project = Project::load(&From::WalkingUp)?;
    let shelf = project::shelf(&project, Picks::default(), today().parse().ok())?;
    let linted = lint::lint(&reading, &shelf);
    let planned = match &reading.script {
        Some(script) if reading.errors() == 0 => best_order(script).map_err(|error| error.to_string()),
        Some(_) => Err("what is marked as an error has to be mended first".to_string()),
        None => Err("it cannot be read as a script".to_string()),
    };
    let page = design::paper_with_findings(&reading, &linted.found, planned.as_ref().map_err(String::as_str))?;
    let written = write(Path::new(file), &page)?;
    say::aside(&say::clean(&format!("wrote {}", written.display())));
    show(&written);
    let counts = |one: &lint::Finding| one.allowed.is_none() && one.diagnostic.level > Level::Advice;
    Ok(if linted.found.iter().any(counts) { Exit::Findings } else { Exit::Done })
}

/// Writes the page beside the file, or where that cannot be into the folder for temporary files.
fn write(file: &Path, page: &str) -> Result<PathBuf, Trouble> {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = file.parent().unwrap_or(Path::new("")).to_path_buf();
    let first = write_in(&beside, &stem, page);
    if first.is_ok() {
        return first;
    }
    write_in(&std::env::temp_dir(), &stem, page).or(first)
}

/// The most reports of one file that lie in one folder.
const MOST: usize = 99;

/// Writes the page under the first name that is free or that of an older report; another's file is never touched.
fn write_in(folder: &Path, stem: &str, page: &str) -> Result<PathBuf, Trouble> {
    let name = |number: usize| match number {
        1 => format!("{stem}.callcraft.html"),
        number => format!("{stem}.callcraft-{number}.html"),
    };
    for path in (1..=MOST).map(|number| folder.join(name(number))) {
        let is_there = std::fs::symlink_metadata(&path).is_ok();
        if is_there && !is_own(&path) {
            continue;
        }
        let replace = if is_there { Replace::Yes } else { Replace::No };
        return files::write(&path, page.as_bytes(), replace).map(|()| path);
    }
    Err(format!("there are {MOST} files like `{}` already; nothing was written", folder.join(name(1)).display()).into())
}

/// Whether a file is a report that this program wrote.
fn is_own(path: &Path) -> bool {
    let is_plain = std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file());
    let bytes = if is_plain { files::bytes(&path.to_string_lossy()).unwrap_or_default() } else { Vec::new() };
    let head = bytes.get(..bytes.len().min(1_000)).unwrap_or_default();
    String::from_utf8_lossy(head).contains("<meta name=\"generator\" content=\"callcraft\">")
}

/// Opens a page in the browser, if there is one.
fn show(page: &Path) {
    if std::env::var_os(OPEN).is_some_and(|word| word == "no") {
        return;
    }
    let page = page.canonicalize().unwrap_or_else(|_| page.to_path_buf());
    if open::that_detached(&page).is_err() {
        say::aside("It could not be opened from here; open it in your browser.");
    }
}
