//! What is printed, and written to files.

use std::collections::BTreeMap;
use std::path::Path;

use callcraft::lint::{Allowed, Finding};
use callcraft::report::{
    Allowed as ReportAllowed, FORMATS, FileReport, Format, Item, Look, Outcome, Proof, Report, RuleCard, Verdict,
    report,
};
use callcraft::rule::{Became, Rule};
use callcraft::text::listed;
use sha2::{Digest as _, Sha256};

use super::Job;
use super::checked::Checked;
use super::mending::Mend;
use crate::{Trouble, files, say};

/// A form of report and where it goes: to the screen, or to a file.
pub(super) struct Wanted {
    format: &'static Format,
    file: Option<String>,
}

/// The forms that were asked for.
pub(super) fn wanted<'w>(words: impl Iterator<Item = &'w String>) -> Result<Vec<Wanted>, Trouble> {
    let mut all = Vec::new();
    for words in words {
        let (name, file) =
            words.split_once(':').map_or((words.as_str(), None), |(name, file)| (name, Some(file.to_string())));
        let format = Format::named(name).map_err(|near| {
            let names = || listed(FORMATS.iter().map(|format| format.name));
            near.map_or_else(
                || format!("there is no form `{name}`: there are {}", names()),
                |near| format!("there is no form `{name}`; did you mean `{near}`?"),
            )
        })?;
        all.push(Wanted { format, file });
    }
    if all.iter().filter(|wanted| wanted.file.is_none()).count() > 1 {
        return Err("two forms go to the screen: give each but one a file, such as sarif:out.sarif".into());
    }
    if all.is_empty() {
        all.extend(Format::named("human").ok().map(|format| Wanted { format, file: None }));
    }
    Ok(all)
}

/// Whether any of the forms says what became of every rule.
pub(super) fn proves(formats: &[Wanted]) -> bool {
    formats.iter().any(|wanted| wanted.format.name == "audit")
}

/// Whether any of the forms lists the rules that were looked for.
pub(super) fn names_rules(formats: &[Wanted]) -> bool {
    formats.iter().any(|wanted| matches!(wanted.format.name, "sarif" | "audit"))
}

/// Prints and writes what was asked for.
pub(super) fn show(job: &Job, all: &[Checked]) -> Result<(), Trouble> {
    let rules = rules(job, all);
    let audit = proves(&job.given.formats);
    let mut whole = Report {
        files: all.iter().map(|one| file_report(one, audit.then_some(&rules))).collect(),
        rules: rules.values().map(card).collect(),
        look: Look { colour: false, width: say::width() },
        notes: notes(all),
    };
    for wanted in &job.given.formats {
        let to_screen = wanted.file.is_none();
        // What `-` was mended to, or a difference, is the result; findings would spoil it.
        let is_taken = to_screen
            && (matches!(job.given.mend, Mend::Show(_))
                || job.given.mend != Mend::No && all.iter().any(|one| one.path == "-"));
        if is_taken {
            continue;
        }
        whole.look.colour = to_screen && say::colour();
        let text = if job.given.statistics && to_screen { statistics(&whole) } else { report(&whole, wanted.format) };
        match &wanted.file {
            Some(file) => files::write(Path::new(file), text.as_bytes(), files::Replace::Yes)?,
            None if text.is_empty() => {}
            None => say::result(&text),
        }
    }
    Ok(())
}

/// The rules that were looked for in any file.
fn rules(job: &Job, all: &[Checked]) -> BTreeMap<String, Rule> {
    let needed = names_rules(&job.given.formats);
    let mut rules = BTreeMap::new();
    let mut seen: Vec<Vec<String>> = Vec::new();
    for one in all.iter().filter(|_| needed) {
        if let Some(own) = &one.rules {
            rules.extend(own.iter().map(|rule| (rule.id.clone(), rule.clone())));
            continue;
        }
        let names = job.shelf.names_for(&one.reading);
        if seen.contains(&names) {
            continue;
        }
        seen.push(names);
        for rule in job.shelf.rules_for(&one.reading).rules() {
            rules.entry(rule.id.clone()).or_insert_with(|| rule.clone());
        }
    }
    rules
}

fn card(rule: &Rule) -> RuleCard<'_> {
    RuleCard {
        id: &rule.id,
        message: &rule.message,
        why: &rule.why,
        source: rule.sources.join("; "),
        level: Some(rule.level),
    }
}

fn file_report<'r>(one: &'r Checked, rules: Option<&BTreeMap<String, Rule>>) -> FileReport<'r> {
    FileReport {
        sources: &one.reading.sources,
        items: one.linted.found.iter().map(item).collect(),
        proof: rules.map(|rules| proof(one, rules)),
    }
}

fn item(finding: &Finding) -> Item<'_> {
    let allowed = finding.allowed.as_ref().map(|allowed| match allowed {
        Allowed::Author(because) => ReportAllowed::Author(because),
        Allowed::Baseline => ReportAllowed::Baseline,
    });
    Item { found: &finding.diagnostic, segment: &finding.segment, allowed }
}

fn notes(all: &[Checked]) -> Vec<String> {
    let used = |one: &Checked| {
        one.linted.packs.iter().any(|pack| pack.line.contains("legal advice") && pack.name != "payments")
    };
    let count = all.iter().filter(|one| one.no_country && !used(one)).count();
    let mut notes = Vec::new();
    if count > 0 {
        let which =
            if count == all.len() { "no script says".to_string() } else { format!("{count} scripts do not say") };
        notes.push(format!("{which} in which country the customer is, so no pack of law was used there (country: US)"));
    }
    notes
}

/// What became of every rule on one script.
fn proof(one: &Checked, rules: &BTreeMap<String, Rule>) -> Proof {
    let script = one.reading.script.as_ref();
    let text = one.reading.source().map_or("", |source| source.text());
    let verdicts =
        one.linted.became.iter().filter_map(|(name, became)| rules.get(name).map(|rule| verdict(one, rule, became)));
    Proof {
        title: script.map_or_else(|| one.name.clone(), |script| script.title.value.clone()),
        version: script
            .and_then(|script| script.version.as_ref())
            .map(|version| version.value.clone())
            .unwrap_or_default(),
        hash: Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
        packs: one.linted.packs.iter().map(|pack| pack.line.clone()).collect(),
        verdicts: verdicts.collect(),
    }
}

fn verdict(one: &Checked, rule: &Rule, became: &Became) -> Verdict {
    let own: Vec<&Finding> = one.linted.found.iter().filter(|finding| finding.diagnostic.rule == rule.id).collect();
    let place = |finding: &&Finding| {
        let (name, at) = one.reading.locate(finding.diagnostic.place);
        format!("{name}:{}:{} {}", at.line, at.column, finding.diagnostic.message)
    };
    let open: Vec<String> = own.iter().filter(|finding| finding.allowed.is_none()).map(place).collect();
    let reason = |finding: &&Finding| match &finding.allowed {
        Some(Allowed::Author(because)) => Some(because.clone()),
        Some(Allowed::Baseline) => Some("in the baseline".to_string()),
        None => None,
    };
    let (outcome, because) = match became {
        Became::NotApplicable(reason) => (Outcome::NotApplicable, reason.clone()),
        Became::Looked if !open.is_empty() => (Outcome::Failed, open.join("; ")),
        Became::Looked if !own.is_empty() => (Outcome::Allowed, own.iter().find_map(reason).unwrap_or_default()),
        Became::Looked => (Outcome::Passed, String::new()),
    };
    let dates = match (rule.from, rule.to) {
        (Some(from), Some(to)) => format!(" (from {from} until {to})"),
        (Some(from), None) => format!(" (from {from})"),
        (None, Some(to)) => format!(" (until {to})"),
        (None, None) => String::new(),
    };
    let message = rule.message.replace(['{', '}'], "");
    Verdict { rule: rule.id.clone(), message, source: rule.sources.join("; ") + &dates, outcome, because }
}

/// How often each rule found something.
fn statistics(whole: &Report<'_>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for item in whole.files.iter().flat_map(|file| &file.items).filter(|item| item.allowed.is_none()) {
        *counts.entry(item.found.rule.as_str()).or_insert(0) += 1;
    }
    let mut sorted: Vec<(&str, usize)> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let lines: String = sorted.iter().map(|(rule, count)| format!("{count:>7}  {rule}\n")).collect();
    let total: usize = sorted.iter().map(|(_, count)| count).sum();
    format!("{lines}{total:>7}  in {} files\n", whole.files.len())
}
