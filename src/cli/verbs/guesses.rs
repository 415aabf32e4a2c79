//! `guesses`: how well kind and feeling are guessed, measured on blocks that people have labelled.

use callcraft::read::infer::{CueBook, Guesser, Measures, PULL, cross_validate, labels, measure};
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::Verb;
use crate::{Exit, Outcome, Trouble, files, say};

pub(super) const VERB: Verb = Verb {
    name: "guesses",
    summary: "Measure the guesses of kind and feeling on blocks that people have labelled",
    more: true,
    command: arguments,
    run,
};

fn arguments(command: Command) -> Command {
    command
        .after_help(HELP)
        .arg(Arg::new("labels").value_name("LABELS.jsonl").required(true).help("Labelled blocks, one to a line"))
        .arg(flag("left-out", "Leave out each script in turn, learn from the others, and measure on the one left out"))
        .arg(flag("hints", "Measure the cue books alone, without what labels have taught"))
        .arg(flag("tables", "Print the confusion tables too"))
        .arg(flag("teach", "Learn from the labels and print the weights, for rules/cues/infer-weights.yaml"))
}

const HELP: &str = "Each line is a JSON object: script, block (its number), language, call, text, and readers, a list of\n\
    spoken (yes, no or mixed), kind, feel (-3 to 3). See docs/guesses.md.";

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn run(given: &ArgMatches) -> Outcome {
    let path = given.get_one::<String>("labels").map_or("-", String::as_str);
    let text = String::from_utf8(files::bytes(path)?).map_err(|_| format!("`{path}` is no text in UTF-8"))?;
    let labelled = labels(&text).map_err(|trouble| format!("`{path}`: {trouble}"))?;
    if labelled.is_empty() {
        return Err(Trouble(format!("`{path}` holds no labelled block")));
    }
    if given.get_flag("teach") {
        say::result(&Guesser::fitted(CueBook::shipped(), &labelled, PULL).taught(&about(labelled.len())));
        return Ok(Exit::Done);
    }
    let measures = if given.get_flag("left-out") {
        cross_validate(&labelled, PULL)
    } else if given.get_flag("hints") {
        measure(&labelled, &Guesser::untaught(CueBook::shipped()))
    } else {
        measure(&labelled, &Guesser::shipped())
    };
    say::result(&measures.to_string());
    if given.get_flag("tables") {
        say::result(&tables(&measures));
    }
    Ok(Exit::Done)
}

fn tables(measures: &Measures) -> String {
    let table = |name: &str, table: String| format!("\n{name}\n\n{table}");
    let mut out = String::new();
    for (language, figures) in &measures.by_language {
        out += &table(&format!("Painful, neutral, pleasant ({language})"), figures.feeling.table());
    }
    let all = &measures.all;
    out += &table("Painful, neutral, pleasant (all)", all.feeling.table());
    out += &table("The same by the general word list alone (all)", all.words_alone.table());
    out += &table("Said or not (all)", all.spoken.table());
    out += &table("Kind (all)", all.kind.table());
    out
}

fn about(blocks: usize) -> String {
    format!(
        "What labelled blocks have taught: by how much they moved the weight that a cue's own hint gives to an\n\
         answer (logits). Written by `callcraft guesses LABELS.jsonl --teach` from {blocks} blocks: for each question\n\
         a multinomial logistic regression that starts at the hints of the cue books and is pulled back to them\n\
         (pull {PULL}); corrections under 0.04 are left out. \"(beside)\" is a cue in a heading or a note. An empty file\n\
         means the cue books alone. Do not write here by hand: change the cue books, and teach again."
    )
}
