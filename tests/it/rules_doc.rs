//! docs/rules.md is what the packs say: `UPDATE=1 cargo test` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use callcraft::rule::{PACKS, Pack, Rule};
use callcraft::source::Source;

#[test]
fn every_rule_is_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let mut out = String::from(
        "# The rules\n\n<!-- Written from the packs in `rules/`: UPDATE=1 cargo test rules_doc -->\n\n`callcraft explain RULE` says \
         more about each: its examples, the limits of its evidence, how to allow it. [writing-rules.md](writing-rules.md) says \
         how to write your own.\n",
    );
    for shipped in PACKS {
        let (pack, _) = Pack::read(Source::new(shipped.name, shipped.text));
        about(&mut out, &pack);
    }
    crate::golden::same(&path, &out);
}

fn about(out: &mut String, pack: &Pack) {
    let _ = write!(
        out,
        "\n## {}: {}\n\n{} rules, {}, checked {}.",
        pack.name,
        pack.title,
        pack.rules.len(),
        pack.status,
        pack.checked
    );
    if !pack.applies().is_empty() {
        let _ = write!(out, " Applies where {}.", pack.applies());
    }
    if !pack.notice.is_empty() {
        let _ = write!(out, " {}", pack.notice.trim());
    }
    out.push_str("\n\n| rule | level | what is wrong | why | evidence | source |\n|---|---|---|---|---|---|\n");
    for rule in &pack.rules {
        row(out, rule);
    }
}

fn row(out: &mut String, rule: &Rule) {
    let cell = |words: &str| words.trim().replace('|', "\\|").replace('\n', " ").replace('<', "&lt;");
    let sources: Vec<String> = rule.sources.iter().map(|source| cell(source)).collect();
    let _ = writeln!(
        out,
        "| `{}` | {} | {} | {} | {} | {} |",
        rule.id,
        rule.level.name(),
        cell(&rule.message),
        cell(&rule.why),
        rule.evidence,
        sources.join("; ")
    );
}
