//! Mermaid's `journey` diagrams: sections as stages, tasks as segments, scores from 1 to 5 as feelings.

use super::infer::layout::{Label, label};
use super::native::name_all;
use super::outline::{LARGEST, finish, language, stem};
use super::{Limits, Load, encoding, refused};
use crate::diagnostic::Diagnostic;
use crate::reading::Reading;
use crate::script::{By, Feeling, Said, Script, Segment};
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
    let mut journey = Journey::default();
    for line in lines(source.text()) {
        journey.line(&line);
    }
    if !journey.begun {
        let why = match &journey.other {
            Some(other) => format!("this is a Mermaid `{other}`; of Mermaid's diagrams only `journey` holds a call"),
            None => "there is no Mermaid `journey` in this file".to_string(),
        };
        return refused(name, "format/not-journey", why);
    }
    let Journey { mut script, mut found, lossy, .. } = journey;
    script.id = stem(source.name()).to_string();
    script.language = language(source.text());
    if script.title.value.is_empty() {
        script.title = Text::new(stem(source.name()).replace(['-', '_'], " "), Place::default());
    }
    name_all(&mut script);
    found.extend(lossy.report());
    found.sort_by_key(|found| (found.place.start, found.place.end));
    finish(source, script, found, limits)
}

/// The lines of a text, each with its place and without white space around it.
fn lines(text: &str) -> Vec<Text> {
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive(['\n', '\r']) {
        lines.push(Text::new(line, Place::new(at, at + line.len())).trimmed());
        at += line.len();
    }
    lines.retain(|line| !line.value.is_empty());
    lines
}

/// A journey on its way.
#[derive(Debug, Default)]
struct Journey {
    script: Script,
    found: Vec<Diagnostic>,
    lossy: Lossy,
    begun: bool,
    /// The first word of another diagram.
    other: Option<String>,
    /// Inside of the front matter, of a description over several lines.
    front: bool,
    described: bool,
    section: Option<Text>,
    /// What a remark says about the next task: its short name and its feeling.
    told: Option<(Text, Text)>,
}

/// What a journey says that a script says otherwise, or not at all.
#[derive(Debug, Default)]
struct Lossy {
    scores: Vec<(Place, String)>,
    actors: Vec<(Place, String)>,
    described: Vec<(Place, String)>,
    keys: Vec<(Place, String)>,
}

impl Lossy {
    fn report(self) -> Vec<Diagnostic> {
        let one = |rule: &str, list: Vec<(Place, String)>, sentence: &str| {
            let first = list.first().map(|(place, _)| *place)?;
            let mut words: Vec<String> = list.into_iter().map(|(_, words)| format!("`{words}`")).collect();
            words.dedup();
            Some(Diagnostic::advice(rule, first, format!("{sentence}: {}", words.join(", "))))
        };
        let scores = one(
            "import/score",
            self.scores,
            "scores were read as feelings: 1 painful, 2 slightly painful, 3 neutral, 4 slightly pleasant, 5 pleasant",
        );
        let actors = one("import/actor", self.actors, "who takes part was left out");
        let described = one("import/left-out", self.described, "left out, because it is nothing to say");
        let keys = one("import/left-out", self.keys, "words of the diagram's own");
        [keys, scores, actors, described].into_iter().flatten().collect()
    }
}

impl Journey {
    fn line(&mut self, line: &Text) {
        let words = line.value.as_str();
        if self.front || words == "---" && !self.begun {
            return self.front_matter(line);
        }
        if self.described {
            self.described = !words.ends_with('}');
            return self.lossy.described.push((line.place, words.trim_end_matches('}').trim().to_string()));
        }
        if words.starts_with("%%") {
            return self.remark(line);
        }
        // A fence of Markdown around the diagram.
        if words.starts_with("```") || words.starts_with(":::") {
            return;
        }
        if !self.begun {
            let first = words.split_whitespace().next().unwrap_or_default();
            self.begun = first == "journey";
            if self.begun {
                self.lossy.keys.push((line.place, words.to_string()));
            }
            self.other = self.other.take().or_else(|| (!self.begun).then(|| first.to_string()));
            return;
        }
        if let Some(title) = after(line, "title") {
            self.lossy.keys.push((line.place, "title".to_string()));
            self.titled(title);
        } else if let Some(section) = after(line, "section") {
            self.lossy.keys.push((line.place, "section".to_string()));
            self.section = Some(section).filter(|section| !section.is_blank());
        } else if words.starts_with("accTitle") || words.starts_with("accDescr") {
            self.described = words.contains('{') && !words.contains('}');
            self.lossy.described.push((line.place, words.trim_matches(['{', '}', ' ']).to_string()));
        } else {
            self.task(line);
        }
    }

    /// The last title counts; another one is named.
    fn titled(&mut self, title: Text) {
        let before = std::mem::replace(&mut self.script.title, title);
        if !before.is_blank() {
            self.lossy.described.push((before.place, before.value));
        }
    }

    fn front_matter(&mut self, line: &Text) {
        if line.value == "---" {
            self.front = !self.front;
        } else if let Some(title) = line.value.strip_prefix("title:") {
            let start = line.value.len() - title.len();
            self.lossy.keys.push((line.place, "title".to_string()));
            self.titled(line.part(start..line.value.len()).trimmed());
        } else {
            self.lossy.described.push((line.place, line.value.clone()));
        }
    }

    /// A remark is for people, unless it says which segment comes next and how it feels.
    fn remark(&mut self, line: &Text) {
        let words = line.value.trim_start_matches('%');
        let start = line.value.len() - words.len();
        if let Some(at) = words.find(" feels=") {
            let id = line.part(start..start + at).trimmed();
            let feels = line.part(start + at + " feels=".len()..line.value.len()).trimmed();
            self.told = Some((id, feels));
        } else if words.contains(char::is_alphanumeric) {
            self.lossy.described.push((line.place, words.trim().to_string()));
        }
    }

    /// `Task: score: actor, actor`
    fn task(&mut self, line: &Text) {
        let mut parts = line.value.splitn(3, ':');
        let name = parts.next().unwrap_or_default();
        let title = line.part(0..name.len()).trimmed();
        let score = parts.next().map(|score| line.part(name.len() + 1..name.len() + 1 + score.len()).trimmed());
        let actors = parts.next().unwrap_or_default().trim();
        let told = self.told.take();
        let title = if title.value.contains(char::is_alphanumeric) { title } else { line.clone() };
        if !title.value.contains(char::is_alphanumeric) {
            return;
        }
        let (number, title) = numberless(&title, self.script.segments.len() + 1);
        if let Some(number) = number {
            self.lossy.keys.push((line.place, number));
        }
        let mut segment =
            Segment { place: line.place, title: Some(title), stage: self.section.clone(), ..Segment::default() };
        if let Some((id, _)) = told.as_ref().filter(|(id, _)| is_id(&id.value)) {
            segment.id.clone_from(&id.value);
            segment.written_id = Some(id.clone());
        }
        let ours = !actors.is_empty() && actors.split(',').all(|actor| is_ours(actor.trim()));
        match (told.and_then(|(_, feels)| felt(&feels)), score) {
            (Some(feels), _) => segment.feels = feels,
            (None, Some(score)) if ours => {
                segment.note.push(score.clone());
                let message = format!("the score {} is how the agent feels, so it became a note", score.value);
                self.found.push(Diagnostic::advice("import/score", score.place, message));
            }
            (None, Some(score)) => segment.feels = self.feeling(&score),
            (None, None) => {}
        }
        if !actors.is_empty() {
            self.lossy.actors.push((line.place, actors.to_string()));
        }
        self.script.segments.push(segment);
    }

    /// The feeling that a score stands for.
    fn feeling(&mut self, score: &Text) -> Option<Said<Feeling>> {
        let Ok(number) = score.value.parse::<f64>() else {
            let message = format!("the score `{}` is no number, so this part has no feeling", score.value);
            self.found
                .push(Diagnostic::warning("import/score", score.place, message).help("write a number from 1 to 5"));
            return None;
        };
        if !(1.0..=5.0).contains(&number) {
            let message = format!("the score {} lies outside of 1 to 5, so the nearest of them is taken", score.value);
            self.found.push(Diagnostic::warning("import/score", score.place, message));
        }
        self.lossy.scores.push((score.place, score.value.clone()));
        // Half a score is read towards neutral: no feeling is made stronger than it was drawn.
        let from_middle = (number.clamp(1.0, 5.0) - 3.0).trunc();
        let name = match from_middle {
            n if n <= -2.0 => "painful",
            n if n < 0.0 => "slightly painful",
            n if n >= 2.0 => "pleasant",
            n if n > 0.0 => "slightly pleasant",
            _ => "neutral",
        };
        Some(Said { value: Feeling::named(name)?, by: By::Author, place: score.place })
    }
}

/// What stands behind a key word at the beginning of a line.
fn after(line: &Text, key: &str) -> Option<Text> {
    let rest = line.value.strip_prefix(key)?;
    rest.starts_with(char::is_whitespace).then(|| line.part(key.len()..line.value.len()).trimmed())
}

/// A task apart from the number that only says its place.
fn numberless(title: &Text, place: usize) -> (Option<String>, Text) {
    let number = place.to_string();
    let rest = title.value.strip_prefix(number.as_str()).filter(|rest| rest.starts_with(' '));
    match rest.filter(|rest| rest.contains(char::is_alphanumeric)) {
        Some(_) => {
            let rest = title.part(number.len()..title.value.len()).trimmed();
            (Some(number), rest)
        }
        None => (None, title.clone()),
    }
}

fn is_id(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

fn is_ours(actor: &str) -> bool {
    matches!(label(&format!("{actor}:")), Some((_, Label::Ours)))
}

/// The feeling that a remark names; its inside is nothing where it says that nobody knows it.
fn felt(words: &Text) -> Option<Option<Said<Feeling>>> {
    if words.value == "unknown" {
        return Some(None);
    }
    let value = Feeling::named(&words.value)?;
    Some(Some(Said { value, by: By::Author, place: words.place }))
}
