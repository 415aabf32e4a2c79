//! All packs at hand, and which of them a script is held against.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::pack::Pack;
use super::set::{Choices, RuleSet};
use super::shipped::{ALWAYS, NOT_SCRIPTS, PACKS};
use super::when;
use crate::diagnostic::{Diagnostic, Level};
use crate::reading::Reading;
use crate::text::{Text, nearest};

/// Gives the files beside the user's packs, from any thread.
pub type Files = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// All packs at hand: those that come with the program and the user's own.
pub struct Shelf {
    own: Vec<Pack>,
    extra: Vec<String>,
    select: Vec<String>,
    skip: Vec<String>,
    choices: Choices,
    files: Files,
    heads: OnceLock<Vec<Pack>>,
    /// The rules for each choice of packs; a second script that needs them waits for the first to make them ready.
    ready: Mutex<BTreeMap<Vec<String>, Arc<Once>>>,
    /// Where rules are selected: the same ones for every script.
    selected: OnceLock<Arc<RuleSet>>,
}

/// Rules that are made ready once.
type Once = OnceLock<Arc<RuleSet>>;

/// What to take from the shelf.
#[derive(Clone, Default)]
pub struct Wanted {
    /// Packs on top of those that apply by themselves.
    pub packs: Vec<String>,
    /// Only these packs or rules; all where empty.
    pub select: Vec<String>,
    /// Not these packs or rules.
    pub skip: Vec<String>,
    /// Levels, facts and the day.
    pub choices: Choices,
}

impl Shelf {
    /// A shelf with the user's own packs on it.
    ///
    /// # Errors
    /// One plain sentence that names a pack or rule that is wanted and not there.
    pub fn new(own: Vec<Pack>, wanted: Wanted, files: Files) -> Result<Self, String> {
        let Wanted { packs, select, skip, choices } = wanted;
        let mut shelf = Self {
            own,
            extra: packs,
            select,
            skip,
            choices,
            files,
            heads: OnceLock::new(),
            ready: Mutex::default(),
            selected: OnceLock::new(),
        };
        for name in &shelf.extra {
            shelf.must_know_pack(name)?;
        }
        let levels: Vec<&String> = shelf.choices.levels.keys().collect();
        for name in shelf.select.iter().chain(&shelf.skip).chain(levels) {
            shelf.must_know(name)?;
        }
        // Own packs that nobody chose are used all the same: naming their file is choosing them.
        let own: Vec<String> = shelf.own.iter().map(|pack| pack.name.clone()).collect();
        shelf.extra.extend(own);
        Ok(shelf)
    }

    fn must_know_pack(&self, name: &str) -> Result<(), String> {
        let names = || PACKS.iter().map(|pack| pack.name).chain(self.own.iter().map(|pack| pack.name.as_str()));
        if names().any(|known| known == name) {
            return Ok(());
        }
        Err(match nearest(name, names()) {
            Some(near) => format!("there is no pack `{name}`; did you mean `{near}`?"),
            None => format!("there is no pack `{name}`; `callcraft rules` lists them"),
        })
    }

    fn must_know(&self, name: &str) -> Result<(), String> {
        let Some((pack, _)) = name.split_once('/') else { return self.must_know_pack(name) };
        if ["format", "lint", "walk"].contains(&pack) {
            return Ok(());
        }
        self.must_know_pack(pack)?;
        let rules = self.pack(pack).map(|pack| pack.rules).unwrap_or_default();
        if rules.iter().any(|rule| rule.id == name) {
            return Ok(());
        }
        Err(match nearest(name, rules.iter().map(|rule| rule.id.as_str())) {
            Some(near) => format!("there is no rule `{name}`; did you mean `{near}`?"),
            None => format!("there is no rule `{name}`; `callcraft rules {pack}` lists those of this pack"),
        })
    }

    /// Whether there is a rule of this name; if not, the nearest name.
    ///
    /// # Errors
    /// The nearest name, if any is near.
    pub fn knows(&self, rule: &str) -> Result<(), String> {
        if rule.contains('/') {
            self.must_know(rule)
        } else {
            Err(format!("“{rule}” is no rule; a rule is named PACK/RULE"))
        }
    }

    /// The pack of this name, read whole.
    #[must_use]
    pub fn pack(&self, name: &str) -> Option<Pack> {
        if let Some(own) = self.own.iter().find(|pack| pack.name == name) {
            return Some(own.clone());
        }
        let shipped = PACKS.iter().find(|pack| pack.name == name)?;
        Some(Pack::shipped(shipped))
    }

    /// Every pack, read whole: those that come with the program first.
    #[must_use]
    pub fn all(&self) -> Vec<Pack> {
        let shipped = PACKS.iter().filter(|pack| !self.own.iter().any(|own| own.name == pack.name));
        shipped.filter_map(|pack| self.pack(pack.name)).chain(self.own.iter().cloned()).collect()
    }

    /// The rules for a script: those that always apply, those that its facts call for, and those that it or
    /// the settings name.
    #[must_use]
    pub fn rules_for(&self, reading: &Reading) -> Arc<RuleSet> {
        if !self.select.is_empty() {
            return self.selected.get_or_init(|| Arc::new(self.compile(&self.names_for(reading)).0)).clone();
        }
        let names = self.names_for(reading);
        let cell = {
            let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(ready.entry(names.clone()).or_default())
        };
        Arc::clone(cell.get_or_init(|| Arc::new(self.compile(&names).0)))
    }

    /// The same shelf; findings say of every rule what became of it.
    #[must_use]
    pub fn with_proof(mut self) -> Self {
        self.choices.proof = true;
        self
    }

    /// What is wrong with the user's own packs, each with the number of its pack.
    #[must_use]
    pub fn check_own(&self) -> Vec<(usize, Diagnostic)> {
        let choices = Choices { thorough: true, ..self.choices.clone() };
        RuleSet::compile(&self.own, &choices, &*self.files).1
    }

    /// The user's own packs.
    #[must_use]
    pub fn own(&self) -> &[Pack] {
        &self.own
    }

    /// The files beside the user's own packs.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    fn compile(&self, names: &[String]) -> (RuleSet, Vec<(usize, Diagnostic)>) {
        let packs: Vec<Pack> = names.iter().filter_map(|name| self.pack(name)).collect();
        let mut choices = self.choices.clone();
        for rule in packs.iter().flat_map(|pack| &pack.rules).filter(|rule| !self.wants(&rule.id)) {
            choices.levels.insert(rule.id.clone(), None);
        }
        RuleSet::compile(&packs, &choices, &*self.files)
    }

    /// Whether a finding of this rule is wanted.
    #[must_use]
    pub fn wants(&self, rule: &str) -> bool {
        let names =
            |list: &[String]| list.iter().any(|name| name == rule || rule.split('/').next() == Some(name.as_str()));
        (self.select.is_empty() || names(&self.select)) && !names(&self.skip)
    }

    /// The level that the settings give to a rule.
    #[must_use]
    pub fn level_of(&self, rule: &str) -> Option<Level> {
        self.choices.level(rule).flatten()
    }

    /// Whether the settings switch a rule off.
    #[must_use]
    pub fn is_off(&self, rule: &str) -> bool {
        self.choices.level(rule) == Some(None)
    }

    /// Whether all that is selected is about wording alone, so that prose need not be read as a script.
    #[must_use]
    pub fn is_wording(&self) -> bool {
        !self.select.is_empty() && self.rules_for(&Reading::default()).is_wording()
    }

    /// The names of the packs for a script, in the order of the shelf.
    #[must_use]
    pub fn names_for(&self, reading: &Reading) -> Vec<String> {
        let mut wanted: Vec<&str> = Vec::new();
        if self.select.is_empty() {
            wanted.extend(ALWAYS);
            wanted.extend(self.extra.iter().map(String::as_str));
            wanted.extend(reading.script.iter().flat_map(|script| &script.rules).map(|name| name.value.trim()));
            wanted.extend(self.called_for(reading));
        } else {
            wanted.extend(self.select.iter().map(|name| name.split('/').next().unwrap_or(name)));
        }
        let all = PACKS.iter().map(|pack| pack.name).filter(|name| !self.own.iter().any(|own| own.name == *name));
        let all = all.chain(self.own.iter().map(|pack| pack.name.as_str()));
        let skipped = |name: &str| self.skip.iter().any(|skip| skip == name);
        all.filter(|name| wanted.contains(name) && !skipped(name)).map(str::to_string).collect()
    }

    /// The packs that come with the program and whose own conditions on facts hold.
    fn called_for(&self, reading: &Reading) -> Vec<&str> {
        let stated = |name: &str| reading.script.as_ref().and_then(|script| when::of_script(script, name));
        let value = |name: &str| {
            let default =
                || self.choices.defaults.iter().find(|(fact, _)| fact == name).map(|(_, value)| value.as_str());
            stated(name).or_else(default)
        };
        let chinese = value("language").is_some_and(|tag| tag.starts_with("zh")) || looks_chinese(reading);
        if value("country").is_none() && !chinese {
            return Vec::new();
        }
        let heads = self.heads.get_or_init(|| {
            let own = |name: &str| ALWAYS.contains(&name) || NOT_SCRIPTS.contains(&name);
            PACKS.iter().filter(|pack| !own(pack.name)).map(|pack| Pack::read_head(pack.name, pack.text)).collect()
        });
        let value = |name: &str| if name == "language" && chinese { Some("zh") } else { value(name) };
        heads.iter().filter(|head| head.when.facts_hold(&value)).map(|head| head.name.as_str()).collect()
    }

    /// The packs that a script names and that are not there, each with what to do.
    #[must_use]
    pub fn unknown_packs<'s>(&self, reading: &'s Reading) -> Vec<(&'s Text, String)> {
        let named = reading.script.iter().flat_map(|script| &script.rules);
        named.filter_map(|name| self.must_know_pack(name.value.trim()).err().map(|sentence| (name, sentence))).collect()
    }
}

/// By how many letters a text's language is told, and in how many bytes English has them.
const LETTERS: usize = 400;
const BEGINS: usize = 1024;

/// Whether a text is Chinese by its first letters.
fn looks_chinese(reading: &Reading) -> bool {
    let text = reading.source().map_or("", |source| source.text());
    let begins = text.get(..text.floor_char_boundary(BEGINS)).unwrap_or(text);
    if begins.is_ascii() && begins.bytes().filter(u8::is_ascii_alphabetic).count() >= LETTERS {
        return false;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(LETTERS);
    let (chinese, all) =
        letters.fold((0, 0), |(chinese, all), c| (chinese + u32::from(super::sentence::is_cjk(c)), all + 1));
    chinese * 2 > all
}
