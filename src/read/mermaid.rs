//! Mermaid's `journey` diagrams: sections as stages, tasks as segments, scores from 1 to 5 as feelings.

use super::infer::layout::{Label, label};
use super::native::name_all;
use super::outline::{LARGEST, finish, language, stem};
use super::{Limits, Load, encoding, refused};
use crate::diagnostic::Diagnostic;
use crate::mermaid::{self, Diagram, Task};
use crate::reading::Reading;
use crate::script::{By, Said, Script, Segment};
use crate::source::{Place, Source};
use crate::text::Text;

/// Reads a journey.
pub(super) fn read(name: &str, bytes: &[u8], _: &dyn Load, limits: Limits) -> Reading {
    if bytes.len() > LARGEST {
        return refused(name, "format/too-large", "the file is larger than 64 MB");
    }
    let text = match encoding::text(bytes) {
        Ok(text) => text,
        Err(sentence) => return refused(name, "format/not-text", sentence),
    };
    let source = Source::new(name, text);
    let mut found = Vec::new();
    let Some(diagram) = mermaid::read(&source, 0, &mut found) else {
        let why = match mermaid::kind(source.text()) {
            Some(other) => format!("this is a Mermaid `{other}`; of Mermaid's diagrams only `journey` holds a call"),
            None => "there is no Mermaid `journey` in this file".to_string(),
        };
        return refused(name, "format/not-journey", why);
    };
    let mut script = Script { id: stem(source.name()).to_string(), ..Script::default() };
    script.language = language(source.text());
    script.title = diagram.title.clone();
    if script.title.value.is_empty() {
        script.title = Text::new(stem(source.name()).replace(['-', '_'], " "), Place::default());
    }
    let mut lossy = Lossy::default();
    for task in &diagram.tasks {
        segment(task, &mut script, &mut lossy, &mut found);
    }
    name_all(&mut script);
    found.extend(lossy.report(&diagram));
    found.sort_by_key(|found| (found.place.start, found.place.end));
    finish(source, script, found, limits)
}

/// What a journey says that a script says otherwise, or not at all.
#[derive(Debug, Default)]
struct Lossy {
    scores: Vec<Text>,
    actors: Vec<Text>,
    /// Numbers of tasks that only say their place.
    numbers: Vec<Text>,
    /// Names that are no short names.
    names: Vec<Text>,
}

impl Lossy {
    fn report(self, diagram: &Diagram) -> Vec<Diagnostic> {
        let one = |rule: &str, list: &[Text], sentence: &str| {
            let first = list.iter().map(|text| text.place).min()?;
            let mut words: Vec<String> = list.iter().map(|text| format!("`{}`", text.value)).collect();
            words.dedup();
            Some(Diagnostic::advice(rule, first, format!("{sentence}: {}", words.join(", "))))
        };
        let scores =
            "scores were read as feelings: 1 painful, 2 slightly painful, 3 neutral, 4 slightly pleasant, 5 pleasant";
        let keys: Vec<Text> = diagram.keys.iter().cloned().chain(self.numbers).collect();
        [
            one("import/left-out", &keys, "words of the diagram's own"),
            one("import/score", &self.scores, scores),
            one("import/actor", &self.actors, "who takes part was left out"),
            one("import/left-out", &self.names, "these are no short names, so they were left out"),
            diagram.left_out(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A task as a segment, with its section as stage.
fn segment(task: &Task, script: &mut Script, lossy: &mut Lossy, found: &mut Vec<Diagnostic>) {
    let section = task.section.clone().filter(|section| !section.is_blank());
    let (number, title) = numberless(&task.words, script.segments.len() + 1);
    lossy.numbers.extend(number);
    lossy.actors.extend(task.actors.iter().cloned());
    let mut segment = Segment { place: task.place, title: Some(title), stage: section, ..Segment::default() };
    if is_id(&task.id.value) {
        segment.id.clone_from(&task.id.value);
        segment.written_id = Some(task.id.clone());
    } else if !task.id.is_blank() {
        lossy.names.push(task.id.clone());
    }
    let ours = !task.actors.is_empty() && task.actors.iter().all(|actor| is_ours(&actor.value));
    if ours && task.id.is_blank() && !task.score.is_blank() {
        segment.note.push(task.score.clone());
        let message = format!("the score {} is how the agent feels, so it became a note", task.score.value);
        found.push(Diagnostic::advice("import/score", task.score.place, message));
    } else {
        segment.feels = task.feels.map(|value| Said { value, by: By::Author, place: task.score.place });
        lossy.scores.extend((!task.score.is_blank()).then(|| task.score.clone()));
    }
    script.segments.push(segment);
}

/// A task apart from the number that only says its place.
fn numberless(title: &Text, place: usize) -> (Option<Text>, Text) {
    let number = place.to_string();
    let rest = title.value.strip_prefix(number.as_str()).filter(|rest| rest.starts_with(' '));
    match rest.filter(|rest| rest.contains(char::is_alphanumeric)) {
        Some(_) => (Some(title.part(0..number.len())), title.part(number.len()..title.value.len()).trimmed()),
        None => (None, title.clone()),
    }
}

fn is_id(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

fn is_ours(actor: &str) -> bool {
    matches!(label(&format!("{actor}:")), Some((_, Label::Ours)))
}
