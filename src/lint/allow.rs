//! Findings that are meant: allowed in the script or in a comment of Markdown, each with its reason.

use std::sync::LazyLock;

use regex::Regex;

use super::Allowed;
use crate::diagnostic::{Diagnostic, Level};
use crate::reading::Reading;
use crate::rule::{RuleSet, Shelf};
use crate::source::Place;

/// One thing that is allowed.
struct Allowance {
    rule: String,
    because: String,
    place: Place,
    /// Where it holds; the whole file where absent.
    within: Option<Place>,
    used: bool,
}

/// Marks what is allowed, and adds what is wrong with the allowances themselves.
pub(super) fn settle(
    reading: &Reading,
    shelf: &Shelf,
    rules: &RuleSet,
    found: Vec<Diagnostic>,
) -> Vec<(Diagnostic, Option<Allowed>)> {
    let mut allowances = of_script(reading);
    allowances.extend(of_comments(reading));
    let mut settled: Vec<(Diagnostic, Option<Allowed>)> = Vec::with_capacity(found.len());
    for one in found {
        let allowed = allowances.iter_mut().find(|allowance| allowance.covers(&one)).map(|allowance| {
            allowance.used = true;
            Allowed::Author(allowance.because.clone())
        });
        settled.push((one, allowed));
    }
    let flaws = allowances.iter().filter_map(|allowance| allowance.flaw(shelf, rules));
    settled.extend(flaws.filter(|flaw| !shelf.is_off(&flaw.rule)).map(|flaw| (flaw, None)));
    settled
}

fn of_script(reading: &Reading) -> Vec<Allowance> {
    // In prose the comments themselves say how far they reach.
    let prose = reading.source().is_some_and(|source| super::prose::is_prose(source.name()));
    let all = reading.script.iter().filter(|_| !prose).flat_map(|script| &script.allow);
    all.map(|allow| Allowance {
        rule: allow.rule.value.trim().to_string(),
        because: allow.because.as_ref().map(|because| because.value.trim().to_string()).unwrap_or_default(),
        place: if allow.rule.place.end > allow.rule.place.start { allow.rule.place } else { allow.place },
        within: None,
        used: false,
    })
    .collect()
}

static COMMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"<!--\s*allow\s+(?<rule>[^\s:]+)\s*(?::\s*(?<because>[^>]*?))?\s*-->").ok());

/// `<!-- allow RULE: because -->`: above the first heading it holds for the whole file, directly above
/// another for its section, else to the next heading.
fn of_comments(reading: &Reading) -> Vec<Allowance> {
    let Some(source) = reading.source().filter(|source| super::prose::is_prose(source.name())) else {
        return Vec::new();
    };
    let text = source.text();
    if !text.contains("<!--") {
        return Vec::new();
    }
    let Some(comment) = COMMENT.as_ref() else { return Vec::new() };
    let headings = reading.marks().headings();
    let one = |all: regex::Captures<'_>| {
        let whole = all.get(0)?;
        let first = headings.first().copied().unwrap_or(usize::MAX);
        // Directly above a heading it is meant for what that heading begins.
        let own = |at: &usize| text.get(whole.end()..*at).is_some_and(|between| between.trim().is_empty());
        let mut later = headings.iter().copied().filter(|at| *at > whole.start());
        let next = later.next().map(|at| if own(&at) { later.next().unwrap_or(text.len()) } else { at });
        let next = next.unwrap_or(text.len());
        let rule = all.name("rule")?;
        Some(Allowance {
            rule: rule.as_str().to_string(),
            because: all.name("because").map(|because| because.as_str().trim().to_string()).unwrap_or_default(),
            place: Place::new(rule.start(), rule.end()),
            within: (whole.start() > first).then(|| Place::new(whole.start(), next)),
            used: false,
        })
    };
    comment.captures_iter(text).filter_map(one).collect()
}

impl Allowance {
    fn covers(&self, found: &Diagnostic) -> bool {
        let here = self.within.is_none_or(|within| within.start <= found.place.start && found.place.start < within.end);
        here && self.rule == found.rule && !self.because.is_empty() && !is_fixed(found)
    }

    /// What is wrong with it.
    fn flaw(&self, shelf: &Shelf, rules: &RuleSet) -> Option<Diagnostic> {
        if let Err(sentence) = shelf.knows(&self.rule) {
            return Some(Diagnostic::error("lint/unknown-rule", self.place, sentence));
        }
        if self.because.is_empty() {
            let message = format!("“{}” is allowed without a reason, so it is not allowed", self.rule);
            return Some(
                Diagnostic::error("lint/allow-without-because", self.place, message)
                    .help("add because: and why it is meant"),
            );
        }
        let looked_for = rules.rules().any(|rule| rule.id == self.rule) || self.rule.starts_with("format/");
        let unused = !self.used && looked_for && shelf.wants(&self.rule);
        unused.then(|| {
            let message = format!("“{}” is allowed, and nothing here needs it", self.rule);
            Diagnostic::warning("lint/unused-allow", self.place, message)
                .help("take it out, so that it cannot hide something later")
        })
    }
}

/// What keeps a file from being read cannot be allowed away.
fn is_fixed(found: &Diagnostic) -> bool {
    found.level == Level::Error && (found.rule.starts_with("format/") || found.rule.starts_with("lint/"))
}
