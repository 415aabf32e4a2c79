//! `import`: a document that people already have becomes a YAML script that its lead then owns.

use std::path::Path;

use callcraft::diagnostic::Diagnostic;
use callcraft::read::{INPUTS, Limits};
use callcraft::reading::Reading;
use callcraft::script::Script;
use callcraft::write;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::Verb;
use crate::files::{self, Replace};
use crate::{Exit, Outcome, findings, say};

pub(super) const VERB: Verb = Verb {
    name: "import",
    summary: "Turn a Word, Markdown, text, CSV or Mermaid script into YAML that you own from then on",
    more: false,
    command,
    run,
};

fn command(command: Command) -> Command {
    let forms: Vec<String> =
        INPUTS.iter().map(|input| format!("  .{:<10} {}", input.endings[0], input.summary)).collect();
    command
        .arg(Arg::new("file").required(true).value_name("FILE").help("The script as it is; - for standard input"))
        .arg(Arg::new("out").short('o').long("out").value_name("OUT.yaml").help("Where to write; standard output if left out"))
        .arg(Arg::new("as").long("as").value_name("NAME").help("For standard input: the name whose ending tells the form, such as x.md"))
        .arg(Arg::new("force").long("force").action(ArgAction::SetTrue).help("Replace OUT.yaml if it is there already"))
        .arg(
            Arg::new("max-segments")
                .long("max-segments")
                .value_name("COUNT")
                .value_parser(clap::value_parser!(usize))
                .help("The most segments to take in (100000)"),
        )
        .after_help(format!(
            "Words stay as they are. Guesses stand in the file with a remark such as `# guess 72%`; delete the remark once\n\
             you agree. What was left out of the words is named in the report.\n\nForms that can be read:\n{}",
            forms.join("\n")
        ))
}

fn run(given: &ArgMatches) -> Outcome {
    let file = given.get_one::<String>("file").map_or("-", String::as_str);
    let segments = given.get_one::<usize>("max-segments").copied().unwrap_or(100_000);
    let limits = Limits { segments, ..Limits::default() };
    let reading = files::reading(file, given.get_one::<String>("as").map(String::as_str), limits)?;
    let Some(script) = &reading.script else { return Err(findings::refused(&reading)) };
    let yaml = write::yaml(script, &write::remarks(&reading));
    let out = given.get_one::<String>("out");
    match out {
        Some(out) => {
            let replace = if given.get_flag("force") { Replace::Yes } else { Replace::No };
            files::write(Path::new(out), yaml.as_bytes(), replace)?;
        }
        None => say::result(&yaml),
    }
    say::aside(&report(&reading, script, out.map_or("standard output", String::as_str)));
    crate::left_to_the_system((reading, yaml));
    Ok(Exit::Done)
}

/// What was taken in, what was guessed, and every finding in a line of its own.
fn report(reading: &Reading, script: &Script, out: &str) -> String {
    let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let segments = &script.segments;
    let stages: std::collections::BTreeSet<&str> =
        segments.iter().filter_map(|segment| segment.stage.as_ref()).map(|stage| stage.value.as_str()).collect();
    let answers = segments.iter().map(|segment| segment.answers.len()).sum();
    let asked: usize = segments.iter().map(|segment| segment.if_asked.len()).sum();
    let guesses = |guessed: &dyn Fn(&callcraft::script::Segment) -> bool| {
        segments.iter().filter(|segment| guessed(segment)).count()
    };
    let mut lines = vec![format!(
        "{out}: {} in {}, {}, {}, {}, {}.",
        count(segments.len(), "segment"),
        count(stages.len(), "stage"),
        count(answers, "answer"),
        count(asked, "reply if asked").replace("reply if askeds", "replies if asked"),
        count(script.anytime.len(), "anytime moment"),
        count(script.blanks.len(), "blank"),
    )];
    let feels = guesses(&|segment| segment.feels.as_ref().is_some_and(|said| said.is_guess()));
    let kinds = guesses(&|segment| segment.kind.as_ref().is_some_and(|said| said.is_guess()));
    if feels + kinds > 0 {
        lines.push(format!(
            "Guessed from the words: {} and {}, each marked `# guess`; look at them before you design the order.",
            count(feels, "feeling"),
            count(kinds, "kind"),
        ));
    }
    lines.extend(reading.diagnostics.iter().map(|found| line(reading, found)));
    lines.join("\n")
}

fn line(reading: &Reading, found: &Diagnostic) -> String {
    let (name, position) = reading.locate(found.place);
    let unit = reading.source_of(found.place).map_or("line", |source| source.unit().name());
    format!(
        "{name}, {unit} {}: {}: {}{}",
        position.line,
        found.level.name(),
        found.message,
        findings::behind(&found.help)
    )
}
