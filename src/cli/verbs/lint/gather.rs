//! Which files are looked at.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use callcraft::yaml::first_key;
use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;

use super::{Given, others};
use crate::Trouble;
use crate::project::{Project, shorter};

/// A file to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// Its path, as the user wrote it or as it was found below what the user wrote.
    pub path: String,
    /// Whether the user named it.
    pub named: bool,
}

/// The files to look at, sorted, each once.
pub(super) fn gather(project: &Project, given: &Given) -> Result<Vec<Found>, Trouble> {
    let mut paths = given.paths.clone();
    if paths.is_empty() {
        paths = project.paths.iter().map(|path| project.path(path)).collect();
    }
    if paths.is_empty() {
        paths.push(".".to_string());
    }
    let mut files: BTreeSet<Found> = BTreeSet::new();
    for path in &paths {
        one(project, path, &mut files)?;
    }
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut files: Vec<Found> = files.into_iter().collect();
    // A file that is named and found counts as named.
    files.sort_by_key(|file| (file.path.clone(), !file.named));
    files.retain(|file| seen.insert(file.path.trim_start_matches("./").to_string()));
    if let Some(reference) = &given.changed {
        let changed = changed(reference)?;
        files.retain(|file| std::fs::canonicalize(&file.path).is_ok_and(|path| changed.contains(&path)));
    }
    Ok(files)
}

fn one(project: &Project, path: &str, files: &mut BTreeSet<Found>) -> Result<(), Trouble> {
    if path == "-" {
        files.insert(Found { path: path.to_string(), named: true });
        return Ok(());
    }
    let meta = std::fs::metadata(path).map_err(|_| format!("there is no file or folder `{path}`"))?;
    if !meta.is_dir() {
        files.insert(Found { path: path.to_string(), named: true });
        return Ok(());
    }
    let before = files.len();
    let mut walk = WalkBuilder::new(path);
    walk.require_git(false).overrides(excluded(project)?).sort_by_file_path(Ord::cmp);
    for entry in walk.build() {
        let entry = entry.map_err(|error| format!("`{path}` cannot be walked: {error}"))?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) && is_script(entry.path()) {
            let path = entry.path().to_string_lossy().replace('\\', "/");
            files.insert(Found { path: path.strip_prefix("./").unwrap_or(&path).to_string(), named: false });
        }
    }
    if files.len() == before {
        crate::say::aside(&format!("`{path}` holds no scripts"));
    }
    Ok(())
}

fn excluded(project: &Project) -> Result<ignore::overrides::Override, Trouble> {
    let root = if project.folder.as_os_str().is_empty() { Path::new(".") } else { &project.folder };
    let mut builder = OverrideBuilder::new(root);
    for pattern in &project.exclude {
        builder.add(&format!("!{pattern}")).map_err(|error| format!("callcraft.toml: exclude: {error}"))?;
    }
    Ok(builder.build()?)
}

/// Whether a file in a folder is a script, a series or a journey, by its ending and, for YAML, by its first key.
fn is_script(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let about = ["readme", "changelog", "license", "licence", "contributing", "notice"]
        .iter()
        .any(|start| name.starts_with(start));
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("yaml" | "yml") => is_yaml_script(path),
        Some("md" | "markdown" | "txt" | "docx") => {
            !about
                && callcraft::read::INPUTS
                    .iter()
                    .any(|input| name.rsplit('.').next().is_some_and(|ending| input.endings.contains(&ending)))
        }
        _ => false,
    }
}

fn is_yaml_script(path: &Path) -> bool {
    use std::io::Read as _;
    let mut head = vec![0; 4096];
    let read = std::fs::File::open(path).and_then(|mut file| file.read(&mut head)).unwrap_or(0);
    let text = String::from_utf8_lossy(head.get(..read).unwrap_or(&[]));
    let key = first_key(&text).map(str::to_lowercase).unwrap_or_default();
    let other = ["pack", "trial", "words", "cues"].contains(&key.as_str());
    others::KINDS.iter().any(|(name, _)| *name == key)
        || key == "script"
        || !other && text.lines().any(|line| line.trim_end() == "segments:")
}

/// The files that differ from a state of git, those that git does not know yet included.
fn changed(reference: &str) -> Result<BTreeSet<PathBuf>, Trouble> {
    let root = git(&["rev-parse", "--show-toplevel"])?;
    let root = PathBuf::from(root.trim_end_matches(['\n', '\r']));
    if reference.starts_with('-') {
        return Err(format!("`{reference}` is no state of git").into());
    }
    let differing = git(&["diff", "--name-only", "-z", "--diff-filter=d", reference, "--"])?;
    let here = std::env::current_dir()?;
    let new = git(&["ls-files", "--others", "--exclude-standard", "-z"])?;
    let names = |list: &str, root: &Path| -> Vec<PathBuf> {
        list.split('\0').filter(|name| !name.is_empty()).map(|name| root.join(name)).collect()
    };
    let all = names(&differing, &root).into_iter().chain(names(&new, &here));
    Ok(all.filter_map(|path| std::fs::canonicalize(path).ok()).collect())
}

fn git(arguments: &[&str]) -> Result<String, Trouble> {
    let output =
        Command::new("git").args(arguments).output().map_err(|_| "--changed needs git, which cannot be run here")?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!("git says: {}", why.lines().next().unwrap_or("it cannot do this")).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The name of a file in reports.
pub(super) fn shown(path: &str, stdin_name: &str) -> String {
    if path == "-" { stdin_name.to_string() } else { shorter(Path::new(path)) }
}
