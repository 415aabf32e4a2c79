//! A page for auditors: which script, which version, which packs of which date, and what became of each
//! rule; one HTML file that prints well.

use std::fmt::Write as _;

use super::checkstyle::xml;
use super::{FileReport, Report};

/// What an auditor wants to know about one script.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// The script's title.
    pub title: String,
    /// The author's own label of the version.
    pub version: String,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
    /// The rule packs, each in one line with its dates.
    pub packs: Vec<String>,
    /// Every rule, with what became of it.
    pub verdicts: Vec<Verdict>,
}

/// What became of one rule.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The rule's name.
    pub rule: String,
    /// What it looks for.
    pub message: String,
    /// Where it comes from.
    pub source: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, or where.
    pub because: String,
}

/// What can become of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It found something.
    Failed,
    /// It found something that is allowed.
    Allowed,
    /// It found nothing.
    Passed,
    /// It does not apply to this script.
    NotApplicable,
}

impl Outcome {
    /// The words for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Allowed => "allowed",
            Self::Passed => "passed",
            Self::NotApplicable => "not applicable",
        }
    }
}

const STYLE: &str = "body{font:11pt/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}\
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem;break-after:avoid}table{border-collapse:collapse;width:100%}\
td,th{border-bottom:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top}tr{break-inside:avoid}\
.failed td:first-child{color:#a00;font-weight:700}.allowed td:first-child{color:#850;font-weight:700}\
.na{color:#666}code{font-size:.9em;overflow-wrap:anywhere}@media print{body{margin:0;max-width:none}}";

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    let _ =
        writeln!(out, "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Audit of call scripts</title>");
    let _ = writeln!(out, "<style>{STYLE}</style>\n</head>\n<body>\n<h1>Audit of call scripts</h1>");
    let _ = writeln!(out, "<p>Checked with callcraft {}. This is not legal advice.</p>", env!("CARGO_PKG_VERSION"));
    for note in &report.notes {
        let _ = writeln!(out, "<p>{}</p>", xml(note));
    }
    for file in &report.files {
        section(file, &mut out);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn section(file: &FileReport<'_>, out: &mut String) {
    let none = Proof::default();
    let proof = file.proof.as_ref().unwrap_or(&none);
    let title = if proof.title.is_empty() { file.name() } else { &proof.title };
    let _ = writeln!(out, "<section>\n<h2>{}</h2>\n<table>", xml(title));
    let version = if proof.version.is_empty() { "none stated" } else { &proof.version };
    for (name, value) in [("File", file.name()), ("Version", version), ("SHA-256", &proof.hash)] {
        let _ = writeln!(out, "<tr><th>{name}</th><td><code>{}</code></td></tr>", xml(value));
    }
    for pack in &proof.packs {
        let _ = writeln!(out, "<tr><th>Pack</th><td>{}</td></tr>", xml(pack));
    }
    out.push_str("</table>\n");
    let _ = writeln!(out, "<p>{}</p>", xml(&totals(proof)));
    verdicts(proof, out);
    out.push_str("</section>\n");
}

fn totals(proof: &Proof) -> String {
    let all = [Outcome::Failed, Outcome::Allowed, Outcome::Passed, Outcome::NotApplicable];
    let count = |outcome: Outcome| proof.verdicts.iter().filter(|verdict| verdict.outcome == outcome).count();
    let parts: Vec<String> = all.iter().map(|outcome| format!("{} {}", count(*outcome), outcome.name())).collect();
    format!("{} rules: {}.", proof.verdicts.len(), parts.join(", "))
}

fn verdicts(proof: &Proof, out: &mut String) {
    out.push_str("<table>\n<tr><th>Result</th><th>Rule</th><th>What it looks for</th><th>Why, or where</th></tr>\n");
    let mut sorted: Vec<&Verdict> = proof.verdicts.iter().collect();
    sorted.sort_by(|a, b| (a.outcome, &a.rule).cmp(&(b.outcome, &b.rule)));
    for verdict in sorted {
        let class = match verdict.outcome {
            Outcome::Failed => "failed",
            Outcome::Allowed => "allowed",
            Outcome::Passed => "passed",
            Outcome::NotApplicable => "na",
        };
        let _ = writeln!(
            out,
            "<tr class=\"{class}\"><td>{}</td><td><code>{}</code></td><td>{}<br><small>{}</small></td><td>{}</td></tr>",
            verdict.outcome.name(),
            xml(&verdict.rule),
            xml(&verdict.message),
            xml(&verdict.source),
            xml(&verdict.because),
        );
    }
    out.push_str("</table>\n");
}
