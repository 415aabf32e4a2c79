//! Rules made ready: compiled once, then held against any number of scripts.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::check::{Check, KINDS};
use super::draft::{Beside, Draft};
use super::finding;
use super::lexicon::Lexicon;
use super::look::{Hit, Look};
use super::pack::{Pack, Rule};
use super::seen::Seen;
use super::sheet::{Sheet, Slots};
use super::when::{ReadyWhen, Refusal};
use crate::diagnostic::{Diagnostic, Level};
use crate::reading::Reading;

/// Rules that are ready to be held against scripts.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Ready>,
    /// What the rules are about, each kind once.
    reaches: Vec<Reach>,
    packs: Arc<[PackLine]>,
    lexicon: Lexicon,
    slots: Slots,
    /// Facts of the call that hold where a script says nothing.
    defaults: Vec<(String, String)>,
    today: Option<Date>,
    proof: bool,
}

impl Default for Slots {
    fn default() -> Self {
        Slots::SPOKEN.and(Slots::MUST_SAY)
    }
}

/// What a report says about a pack.
#[derive(Debug, Clone)]
pub struct PackLine {
    /// Its name.
    pub name: String,
    /// The pack in one line, with its dates.
    pub line: String,
}

#[derive(Debug)]
struct Ready {
    rule: Rule,
    level: Level,
    check: Box<dyn Check>,
    when: Vec<ReadyWhen>,
    unless: Vec<ReadyWhen>,
    wording: bool,
    needs_meaning: bool,
    /// Which branches it is about, by number of the reach.
    reach: usize,
}

/// Which branches a rule is about.
#[derive(Debug, PartialEq)]
struct Reach {
    names: Vec<String>,
    /// Whether words count wherever they are spoken, unless the rule says where.
    wording: bool,
}

/// What stands in a sheet, and for each reach the branches in it.
struct Held<'s, 'r> {
    seen: Seen<'s, 'r>,
    reached: Vec<Vec<usize>>,
}

impl Reach {
    fn of(rule: &Rule, wording: bool) -> Self {
        Self { names: rule.branches.clone(), wording }
    }

    /// The numbers of the branches of a sheet.
    fn in_sheet(&self, sheet: &Sheet<'_>) -> Vec<usize> {
        let wanted = |name: &str, at: usize| {
            self.names.iter().any(|branch| match branch.as_str() {
                "everywhere" => true,
                "main" => at == 0 || self.wording,
                "anytime" => at > 0,
                own => own == name,
            })
        };
        let branches = sheet.branches.iter().enumerate().filter(|(at, branch)| wanted(&branch.name, *at));
        branches.map(|(at, _)| at).collect()
    }
}

/// What to make of packs.
#[derive(Clone, Default)]
pub struct Choices {
    /// The level of each rule by its name; `None` switches it off.
    pub levels: BTreeMap<String, Option<Level>>,
    /// Facts of the call that hold where a script says nothing.
    pub defaults: Vec<(String, String)>,
    /// The day for which rules with dates are chosen; all of them where absent.
    pub today: Option<Date>,
    /// Whether patterns are compiled at once, to see whether they grow too large.
    pub thorough: bool,
    /// Whether it is said of every rule what became of it, for auditors.
    pub proof: bool,
}

/// What became of one rule on one script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// It was looked for.
    Looked,
    /// It does not apply, for this reason.
    NotApplicable(String),
}

/// What rules found in one script.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// The findings, in the order of the rules.
    pub found: Vec<Diagnostic>,
    /// What became of each rule, in the order of the rules; only where [`Choices::proof`] asks for it.
    pub became: Vec<(String, Became)>,
}

/// Gives how much worse the written order is than the best permitted one, with the finding's place and fix.
pub type OrderCheck<'o> = &'o dyn Fn(&Reading, f64) -> Option<Hitting>;

/// What the check of the order found.
#[derive(Debug, Clone)]
pub struct Hitting {
    /// By how much it is worse.
    pub worse_by: f64,
    /// Whether every feeling is written and every dependency known.
    pub sure: bool,
    /// The better order, as numbers of segments.
    pub order: Vec<usize>,
    /// The reorder, where somebody made one.
    pub fix: Option<crate::fix::Fix>,
}

impl Choices {
    /// The level that is chosen for a rule, by its own name or by its pack's; off is a level that is none.
    #[must_use]
    #[allow(clippy::option_option, reason = "off is a level that is none")]
    pub fn level(&self, rule: &str) -> Option<Option<Level>> {
        let pack = rule.split('/').next().unwrap_or(rule);
        self.levels.get(rule).or_else(|| self.levels.get(pack)).copied()
    }
}

impl RuleSet {
    /// Makes rules ready; what is wrong with them is said with its place in the pack that came at that number.
    #[must_use]
    pub fn compile(packs: &[Pack], choices: &Choices, beside: Beside<'_>) -> (Self, Vec<(usize, Diagnostic)>) {
        let mut draft = Draft::new(beside, choices.thorough);
        let mut set =
            Self { defaults: choices.defaults.clone(), today: choices.today, proof: choices.proof, ..Self::default() };
        let (mut found, mut lines) = (Vec::new(), Vec::new());
        for (number, pack) in packs.iter().enumerate() {
            let mut used = false;
            for rule in &pack.rules {
                let level = choices.level(&rule.id).unwrap_or(Some(rule.level));
                let Some(level) = level else { continue };
                used = true;
                set.rules.extend(ready(pack, rule, level, &mut set.reaches, &mut draft));
            }
            found.extend(draft.found.drain(..).map(|one| (number, one)));
            if used {
                lines.push(PackLine { name: pack.name.clone(), line: pack.line() });
            }
        }
        set.slots = set.rules.iter().filter_map(|ready| ready.rule.reads).fold(Slots::default(), Slots::and);
        set.packs = lines.into();
        set.lexicon = draft.builder.build();
        (set, found)
    }

    /// The rules, in order.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|ready| &ready.rule)
    }

    /// The packs that some rule of this set is from.
    #[must_use]
    pub fn packs(&self) -> Arc<[PackLine]> {
        Arc::clone(&self.packs)
    }

    /// Whether every rule is about wording alone, so that a script's meaning need not be worked out.
    #[must_use]
    pub fn is_wording(&self) -> bool {
        self.rules.iter().all(|ready| {
            ready.wording
                && !ready.needs_meaning
                && ready.when.iter().chain(&ready.unless).all(|when| !when.needs_script())
        })
    }

    /// Holds every rule against a script.
    #[must_use]
    pub fn look(&self, reading: &Reading, order: OrderCheck<'_>) -> Findings {
        self.look_prose(reading, None, order, &mut |_, _| {})
    }

    /// The same, with the words of prose as they stand for the rules about wording. Calls `timed` with the
    /// number of each rule before and after it is looked for.
    pub(crate) fn look_prose(
        &self,
        reading: &Reading,
        prose: Option<&Sheet<'_>>,
        order: OrderCheck<'_>,
        timed: &mut dyn FnMut(usize, bool),
    ) -> Findings {
        match prose {
            Some(prose) if reading.script.is_none() => self.look_at(prose, None, order, timed),
            prose => self.look_at(&Sheet::of(reading, self.slots), prose, order, timed),
        }
    }

    pub(crate) fn look_at(
        &self,
        sheet: &Sheet<'_>,
        prose: Option<&Sheet<'_>>,
        order: OrderCheck<'_>,
        timed: &mut dyn FnMut(usize, bool),
    ) -> Findings {
        let (own, as_written) = (self.hold(sheet), prose.map(|prose| self.hold(prose)));
        let mut findings = Findings::default();
        let is_idle = |ready: &Ready| {
            let idle = |held: &Held<'_, '_>| ready.check.is_idle(&held.seen);
            ready.when.iter().any(|when| when.is_silent(&own.seen))
                || idle(&own) && as_written.as_ref().is_none_or(idle)
        };
        for (number, ready) in self.rules.iter().enumerate() {
            if !self.proof && is_idle(ready) {
                continue;
            }
            timed(number, true);
            let became = match self.applies(ready, &own) {
                Err(reason) => Became::NotApplicable(if self.proof { reason.to_string() } else { String::new() }),
                Ok(look) => {
                    // What says which words it reads is held to what was read as such.
                    let by_words = ready.wording && !ready.needs_meaning && ready.rule.reads.is_none();
                    let words = as_written.as_ref().filter(|_| by_words);
                    let look = words.map_or(look, |words| self.look_of(ready, words));
                    self.look_for(ready, &look, order, &mut findings.found);
                    Became::Looked
                }
            };
            if self.proof {
                findings.became.push((ready.rule.id.clone(), became));
            }
            timed(number, false);
        }
        findings
    }

    fn hold<'s, 'r>(&'s self, sheet: &'s Sheet<'r>) -> Held<'s, 'r> {
        let reached = self.reaches.iter().map(|reach| reach.in_sheet(sheet)).collect();
        Held { seen: self.lexicon.scan(sheet), reached }
    }

    fn applies<'s, 'r>(&'s self, ready: &'s Ready, held: &'s Held<'s, 'r>) -> Result<Look<'s, 'r>, Reason<'s>> {
        let rule = &ready.rule;
        if let Some(today) = self.today {
            if let Some(from) = rule.from.filter(|from| today < *from) {
                return Err(Reason::NotYet(from));
            }
            if let Some(to) = rule.to.filter(|to| today > *to) {
                return Err(Reason::NoLonger(to));
            }
        }
        let mut look = self.look_of(ready, held);
        if let Some(refusal) = ready.when.iter().find_map(|when| when.refuses(&look)) {
            return Err(Reason::Call(refusal));
        }
        if let Some(refusal) = ready.unless.iter().find_map(|unless| unless.any(&look)) {
            return Err(Reason::Call(refusal));
        }
        look.because_of = ready.when.iter().find_map(|when| when.words(&look));
        if look.branches.is_empty() {
            return Err(Reason::NoBranch(&rule.branches));
        }
        Ok(look)
    }

    fn look_of<'s, 'r>(&'s self, ready: &Ready, held: &'s Held<'s, 'r>) -> Look<'s, 'r> {
        let rule = &ready.rule;
        let hears = Slots::SPOKEN_FIRST.and(Slots::MUST_SAY);
        Look {
            seen: &held.seen,
            defaults: &self.defaults,
            branches: held.reached.get(ready.reach).map_or(&[], Vec::as_slice),
            // Nobody has said in prose what is spoken: headings are read as well, unless the rule says what it reads.
            reads: match rule.reads {
                Some(reads) => reads,
                None if held.seen.sheet.is_native() => Slots::default(),
                None => Slots::default().and(Slots::TITLE),
            },
            hears: rule.reads.filter(|_| !ready.wording).unwrap_or(hears),
            settled: rule.settled,
            because_of: None,
        }
    }

    fn look_for(&self, ready: &Ready, look: &Look<'_, '_>, order: OrderCheck<'_>, found: &mut Vec<Diagnostic>) {
        let guessed = ready.needs_meaning && look.sheet().is_guessed();
        let guess = if guessed { finding::Guess::Yes } else { finding::Guess::No };
        let Some(worse_by) = ready.check.worse_by() else {
            return finding::write(&ready.rule, ready.level, guess, look, ready.check.look(look), found);
        };
        if let Some(hitting) = order(look.sheet().reading, worse_by) {
            // With feelings or dependencies unknown it is no more than advice.
            let level = if hitting.sure { ready.level } else { Level::Advice };
            finding::write(&ready.rule, level, guess, look, vec![worse_order(hitting)], found);
        }
    }

    /// The facts of a call that hold where a script says nothing.
    #[must_use]
    pub fn defaults(&self) -> &[(String, String)] {
        &self.defaults
    }
}

/// Why a rule does not apply; said in words only where somebody asks.
#[derive(Debug)]
enum Reason<'s> {
    NotYet(Date),
    NoLonger(Date),
    Call(Refusal<'s>),
    NoBranch(&'s [String]),
}

impl std::fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotYet(from) => write!(f, "holds from {from} on"),
            Self::NoLonger(to) => write!(f, "held until {to}"),
            Self::Call(refusal) => refusal.fmt(f),
            Self::NoBranch(branches) => write!(f, "the script has nothing for {}", branches.join(" or ")),
        }
    }
}

fn worse_order(hitting: Hitting) -> Hit {
    Hit {
        value: Some(((hitting.worse_by * 100.0).round() / 100.0, 0.0)),
        fixes: hitting.fix.into_iter().collect(),
        ..Hit::default()
    }
}

fn ready(pack: &Pack, rule: &Rule, level: Level, reaches: &mut Vec<Reach>, draft: &mut Draft<'_>) -> Option<Ready> {
    let before = draft.found.len();
    let kind = KINDS.iter().find(|kind| kind.key == rule.kind)?;
    let node = rule.node.get(kind.key)?;
    let check = (kind.read)(node, &rule.node, draft);
    if check.is_none() && draft.found.len() == before {
        let message = format!("the check `{}` of {} is not complete", rule.kind, rule.id);
        draft.found.push(Diagnostic::error("pack/wrong", node.place, message));
    }
    let filled = |when: &super::when::When| !when.is_empty();
    let when: Vec<_> = [&pack.when, &rule.when].into_iter().filter(|when| filled(when)).collect();
    let when = when.into_iter().map(|when| when.ready(draft)).collect();
    let unless = std::iter::once(&rule.unless).filter(|when| filled(when)).map(|when| when.ready(draft)).collect();
    let check = check?;
    let (wording, needs_meaning) = (check.is_wording(), check.needs_meaning());
    let reach = Reach::of(rule, wording);
    let known = reaches.iter().position(|known| *known == reach);
    let number = known.unwrap_or(reaches.len());
    reaches.extend(known.is_none().then_some(reach));
    Some(Ready { rule: rule.clone(), level, check, when, unless, wording, needs_meaning, reach: number })
}
