//! The project's settings: `callcraft.toml`, found by walking up from the current folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use callcraft::diagnostic::Level;
use callcraft::rule::{Choices, Pack, Shelf, Wanted};
use callcraft::source::Source;
use callcraft::text::nearest;
use serde::Deserialize;

use crate::{Trouble, files};

const NAME: &str = "callcraft.toml";

/// The settings of a project.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Project {
    /// Packs on top of those that apply by themselves: names, or files.
    pub packs: Vec<String>,
    /// Where the scripts lie, when none is named.
    pub paths: Vec<String>,
    /// What is left out, as in `.gitignore`.
    pub exclude: Vec<String>,
    /// The lowest level that counts as a failure: error, warning, advice or never.
    pub fail_on: Option<String>,
    /// How many warnings are tolerated.
    pub max_warnings: Option<usize>,
    /// The file of known findings.
    pub baseline: Option<String>,
    /// Levels by rule or pack: error, warning, advice or off.
    pub levels: BTreeMap<String, String>,
    /// Facts of the call that hold where a script says nothing, such as `country = "US"`.
    pub facts: BTreeMap<String, String>,
    /// The folder that the settings lie in.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// Where settings come from.
pub(crate) enum From<'a> {
    /// The nearest file above the current folder, if any.
    WalkingUp,
    /// This file.
    File(&'a str),
    /// Nowhere.
    Nowhere,
}

impl Project {
    /// Finds and reads the settings.
    pub(crate) fn load(from: &From<'_>) -> Result<Self, Trouble> {
        match from {
            From::Nowhere => Ok(Self::default()),
            From::File(path) => Self::read(Path::new(path)),
            From::WalkingUp => {
                let here = std::env::current_dir()?;
                let nearest = here.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file());
                nearest.map_or_else(|| Ok(Self::default()), |file| Self::read(&file))
            }
        }
    }

    fn read(path: &Path) -> Result<Self, Trouble> {
        let shown = shorter(path);
        let bytes = files::bytes(&path.to_string_lossy())?;
        let text = String::from_utf8(bytes).map_err(|_| format!("`{shown}` is no text in UTF-8"))?;
        let mut project: Self = toml::from_str(&text).map_err(|error| explain(&shown, &text, &error))?;
        project.folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(project)
    }

    /// A path of the settings as seen from the current folder.
    pub(crate) fn path(&self, written: &str) -> String {
        if self.folder.as_os_str().is_empty() || Path::new(written).is_absolute() {
            return written.to_string();
        }
        shorter(&self.folder.join(written))
    }

    /// The levels, facts and day that rules are chosen by.
    pub(crate) fn choices(&self, today: Option<jiff::civil::Date>) -> Result<Choices, Trouble> {
        let mut levels = BTreeMap::new();
        for (name, level) in &self.levels {
            levels.insert(name.clone(), level_named(level).ok_or_else(|| not_a_level(name, level))?);
        }
        let facts = [
            "role",
            "sector",
            "direction",
            "language",
            "country",
            "state",
            "recorded",
            "first_contact",
            "ai_voice",
            "goal",
        ];
        if let Some(name) = self.facts.keys().find(|name| !facts.contains(&name.as_str())) {
            let near = nearest(name, facts).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(format!("{NAME}: there is no fact `{name}`{near}").into());
        }
        let defaults = self.facts.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        Ok(Choices { levels, defaults, today, ..Choices::default() })
    }
}

/// A level, or off; nothing where the word is neither.
#[allow(clippy::option_option, reason = "off is a level that is none")]
fn level_named(word: &str) -> Option<Option<Level>> {
    if word == "off" {
        return Some(None);
    }
    Level::ALL.into_iter().find(|level| level.name() == word).map(Some)
}

fn not_a_level(name: &str, level: &str) -> Trouble {
    Trouble(format!("{NAME}: `{level}` is no level for `{name}`; write error, warning, advice or off"))
}

fn explain(shown: &str, text: &str, error: &toml::de::Error) -> Trouble {
    let source = Source::new(shown, text);
    let at = error.span().map_or(1, |span| source.position(span.start).line);
    Trouble(format!("{shown}:{at}: {}", error.message().lines().next().unwrap_or("this cannot be read")))
}

/// A path without the current folder in front.
pub(crate) fn shorter(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let short = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    short.unwrap_or_else(|| path.to_path_buf()).to_string_lossy().replace('\\', "/")
}

/// What is chosen on the command line.
#[derive(Debug, Default)]
pub(crate) struct Picks {
    /// Packs: names or files.
    pub packs: Vec<String>,
    /// Only these packs or rules.
    pub select: Vec<String>,
    /// Not these packs or rules.
    pub skip: Vec<String>,
}

/// The shelf of a project: packs that come with the program, those of the settings, those of the command
/// line. Packs of the user's own that are wrong are told at once.
pub(crate) fn shelf(project: &Project, picks: Picks, today: Option<jiff::civil::Date>) -> Result<Shelf, Trouble> {
    let mut wanted =
        Wanted { select: picks.select, skip: picks.skip, choices: project.choices(today)?, ..Wanted::default() };
    let (mut own, mut folders) = (Vec::new(), Vec::new());
    let named = project.packs.iter().map(|pack| if is_file(pack) { project.path(pack) } else { pack.clone() });
    for pack in named.chain(picks.packs) {
        if !is_file(&pack) {
            wanted.packs.push(pack);
            continue;
        }
        own.push(own_pack(&pack)?);
        folders.push(Path::new(&pack).parent().map(Path::to_path_buf).unwrap_or_default());
    }
    let beside = move |name: &str| folders.iter().find_map(|folder| std::fs::read_to_string(folder.join(name)).ok());
    let shelf = Shelf::new(own, wanted, Box::new(beside))?;
    if let Some((number, first)) = shelf.check_own().into_iter().next() {
        let source = shelf.own().get(number).map(|pack| pack.source.clone()).unwrap_or_default();
        return Err(at(&source, &first));
    }
    Ok(shelf)
}

/// Whether a pack is named by its file.
fn is_file(pack: &str) -> bool {
    pack.contains(['/', '\\']) || pack.ends_with(".yaml") || pack.ends_with(".yml")
}

/// Reads a pack of the user's own; a wrong one is trouble with its line.
pub(crate) fn own_pack(path: &str) -> Result<Pack, Trouble> {
    let text = String::from_utf8(files::bytes(path)?).map_err(|_| format!("`{path}` is no text in UTF-8"))?;
    let (pack, found) = Pack::read(Source::new(path, text));
    match found.iter().find(|found| found.level == Level::Error) {
        Some(first) => Err(at(&pack.source, first)),
        None => Ok(pack),
    }
}

/// A finding in a pack as one sentence with its line.
fn at(source: &Source, found: &callcraft::diagnostic::Diagnostic) -> Trouble {
    let at = source.position(found.place.start as usize);
    let help = if found.help.is_empty() { String::new() } else { format!(": {}", found.help) };
    Trouble(format!("{}:{}:{}: {}{help}", source.name(), at.line, at.column, found.message))
}
