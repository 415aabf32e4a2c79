//! `explain`: why a rule is there, how well it is supported, and how to allow it.

use callcraft::rule::{Example, Pack, Rule};
use callcraft::text::nearest;
use clap::{Arg, ArgMatches, Command};

use super::Verb;
use super::rules::shelf;
use crate::{Exit, Outcome, Trouble, say};

pub(super) const VERB: Verb = Verb {
    name: "explain",
    summary: "Explain a rule: why, evidence and its limits, source, examples, how to allow it",
    more: true,
    command: |command: Command| {
        command
            .arg(Arg::new("rule").value_name("RULE").required(true).help("A rule, such as core/weak-finish"))
            .arg(Arg::new("pack").long("pack").value_name("FILE").help("A pack of your own that it is in"))
    },
    run,
};

fn run(given: &ArgMatches) -> Outcome {
    let name = given.get_one::<String>("rule").map_or("", String::as_str);
    let shelf = shelf(given.get_one::<String>("pack").map(String::as_str))?;
    // The name alone will do where only one pack has it.
    let all = shelf.all();
    let found: Vec<(&Pack, &Rule)> = all
        .iter()
        .flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)))
        .filter(|(_, rule)| rule.id == name || rule.short() == name)
        .collect();
    match found.as_slice() {
        [(pack, rule)] => {
            say::result(&explained(pack, rule));
            Ok(Exit::Done)
        }
        [] => {
            let names = || all.iter().flat_map(|pack| &pack.rules).flat_map(|rule| [rule.id.as_str(), rule.short()]);
            let near = nearest(name, names()).map(|near| format!("there is no rule `{name}`; did you mean `{near}`?"));
            Err(unknown(name, near))
        }
        many => {
            let names: Vec<&str> = many.iter().map(|(_, rule)| rule.id.as_str()).collect();
            Err(format!("several packs have it: {}", names.join(", ")).into())
        }
    }
}

fn unknown(name: &str, sentence: Option<String>) -> Trouble {
    let about = match name.split_once('/').map(|(pack, _)| pack) {
        Some("format") => {
            "`format/…` findings are about how a file is written; each says itself what to do, and no pack has them"
        }
        Some("lint") => {
            "`lint/…` findings are about packs and allowances; each says itself what to do, and no pack has them"
        }
        _ => return Trouble(sentence.unwrap_or_else(|| format!("there is no rule `{name}`"))),
    };
    Trouble(about.to_string())
}

fn explained(pack: &Pack, rule: &Rule) -> String {
    let mut out =
        format!("{} ({}, {})\n{}\n", rule.id, rule.level.name(), rule.area, rule.message.replace(['{', '}'], ""));
    let mut part = |title: &str, text: &str| {
        if !text.is_empty() {
            out.push_str(&format!("\n{title}\n  {}\n", text.trim_end().replace('\n', "\n  ")));
        }
    };
    part("Why", &rule.why);
    part("What to do", &rule.help.replace(['{', '}'], ""));
    part("Evidence", &rule.evidence);
    part("Limits", &rule.limits);
    part("Source", &rule.sources.join("\n"));
    part(
        "Applies",
        &[pack.applies(), rule.applies()]
            .iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join("; "),
    );
    part("Pack", &pack.line());
    for example in rule.examples() {
        let Example { text, is_bad } = example;
        part(if is_bad { "Bad" } else { "Good" }, &text.value);
    }
    part("To allow it, in a script", &format!("allow:\n  - rule: {}\n    because: …", rule.id));
    part("To allow it, in Markdown", &format!("<!-- allow {}: because … -->", rule.id));
    part("To switch it off, in callcraft.toml", &format!("[levels]\n\"{}\" = \"off\"", rule.id));
    out
}
