//! Mermaid's `journey` diagram, read and written in one place, as Mermaid 11 reads it.

use std::fmt::Write as _;

use crate::diagnostic::Diagnostic;
use crate::script::Feeling;
use crate::source::{Place, Source};
use crate::text::Text;

/// A journey diagram.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diagram {
    /// The title; empty where there is none.
    pub title: Text,
    /// The tasks, in order.
    pub tasks: Vec<Task>,
}

/// One task of a diagram.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Task {
    /// The section it stands in.
    pub section: Option<Text>,
    /// Its words.
    pub words: Text,
    /// How it feels; `None` where the score says nothing that we know.
    pub feels: Option<Feeling>,
    /// Who takes part.
    pub actors: Vec<Text>,
    /// Its short name, where a remark of ours gives one.
    pub id: String,
    /// The whole line.
    pub place: Place,
}

/// Whether a text is a journey diagram: its first line that says something is `journey`.
#[must_use]
pub fn is_journey(text: &str) -> bool {
    let mut front = false;
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
        match line {
            "---" => front = !front,
            _ if front || line.is_empty() || line.starts_with("%%") || line.starts_with("```") => {}
            _ => return line == "journey",
        }
    }
    false
}

/// The score of a feeling, 1 to 5. The sign is kept: rounding would make a slight pain neutral.
#[must_use]
pub fn score(feels: Feeling) -> u8 {
    match feels.valence() {
        ..=-2 => 1,
        -1 => 2,
        0 => 3,
        1 => 4,
        2.. => 5,
    }
}

/// The feeling of a score from 1 to 5; scores between whole numbers go to the nearer one.
#[must_use]
pub fn feeling(score: f64) -> Option<Feeling> {
    let inside = (1.0..=5.0).contains(&score);
    inside.then(|| (score - 3.0).round() as i8).and_then(Feeling::new)
}

/// Words as a task, a section or a title, which know no codes: what Mermaid would read is written with signs that
/// look alike.
#[must_use]
pub fn plain(words: &str) -> String {
    let alike = |c: char| match c {
        ':' => '\u{2236}',
        ';' => ',',
        '#' => '\u{ff03}',
        '%' => '\u{ff05}',
        c if c.is_control() => ' ',
        c => c,
    };
    words.chars().map(alike).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The diagram as text. A remark above each task holds its short name and its feeling in words, so that reading it
/// again loses nothing; actors are written without commas.
#[must_use]
pub fn write(diagram: &Diagram) -> String {
    let mut out = format!("journey\n    title {}\n", plain(&diagram.title.value));
    let mut section: Option<&str> = None;
    for task in &diagram.tasks {
        let own = task.section.as_ref().map(|section| section.value.as_str());
        if let Some(name) = own.filter(|name| section != Some(*name)) {
            let _ = writeln!(out, "    section {}", plain(name));
        }
        section = own.or(section);
        let feels = task.feels.map_or("unknown", Feeling::name);
        let _ = writeln!(out, "    %% {} feels={feels}", plain(&task.id));
        let actors: Vec<String> =
            task.actors.iter().map(|actor| plain(&actor.value.replace([',', '，'], " "))).collect();
        let actors = if actors.is_empty() { String::new() } else { format!(": {}", actors.join(", ")) };
        // A task that begins with one of Mermaid's own words would be read as that word.
        let words = plain(&task.words.value);
        let own_word = ["title", "section", "journey", "accTitle", "accDescr"]
            .iter()
            .any(|word| words.split_whitespace().next() == Some(word));
        let words = if own_word { format!("– {words}") } else { words };
        let _ = writeln!(out, "    {words}: {}{actors}", task.feels.map_or(3, score));
    }
    out
}

/// Reads a diagram; nothing where the text is none. What cannot be understood is reported and left out.
#[must_use]
pub fn read(source: &Source, file: u16, found: &mut Vec<Diagnostic>) -> Option<Diagram> {
    if !is_journey(source.text()) {
        return None;
    }
    let mut reader = Reader { file, diagram: Diagram::default(), section: None, remark: None, found };
    let (mut front, mut description, mut begun) = (false, false, false);
    for number in 1..=source.line_count() {
        let (line, start) = (source.line(number), source.line_start(number));
        let trimmed = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        match trimmed {
            "---" if !begun => front = !front,
            "journey" if !begun => begun = true,
            "}" if description => description = false,
            _ if trimmed.is_empty() || description || trimmed.starts_with("```") => {}
            _ if front => reader.front(trimmed, at),
            _ if trimmed.starts_with("accDescr") && trimmed.ends_with('{') => description = true,
            _ => reader.line(trimmed, at),
        }
    }
    Some(reader.diagram)
}

struct Reader<'f> {
    file: u16,
    diagram: Diagram,
    section: Option<Text>,
    /// The last remark of ours: a short name, and a feeling where it is known.
    remark: Option<(String, Option<Feeling>)>,
    found: &'f mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Words at a byte of the file, without white space around them.
    fn text(&self, words: &str, at: usize) -> Text {
        let start = at + (words.len() - words.trim_start().len());
        let words = words.trim();
        Text::new(words, Place::in_file(self.file, start, start + words.len()))
    }

    /// A line of the settings in front: only their title matters.
    fn front(&mut self, line: &str, at: usize) {
        if let Some(title) = line.strip_prefix("title:") {
            self.diagram.title = self.text(title.trim().trim_matches(['"', '\'']), at + "title:".len());
        }
    }

    fn line(&mut self, line: &str, at: usize) {
        if let Some(remark) = line.strip_prefix("%%") {
            self.remark = remarked(remark).or(self.remark.take());
        } else if let Some(title) = after_word(line, "title") {
            self.diagram.title = self.text(title, at + line.len() - title.len());
        } else if let Some(section) = after_word(line, "section") {
            self.section = Some(self.text(section, at + line.len() - section.len()));
        } else if !line.starts_with("accTitle") && !line.starts_with("accDescr") {
            self.task(line, at);
        }
    }

    fn task(&mut self, line: &str, at: usize) {
        let place = Place::in_file(self.file, at, at + line.len());
        let (id, known) = self.remark.take().map_or((String::new(), None), |(id, feels)| (id, Some(feels)));
        let Some(parts) = split(line) else {
            let help = "write a task as `I wait for a bed: 2: Maria`, with a score from 1 to 5";
            self.found.push(
                Diagnostic::warning("import/mermaid-task", place, format!("`{line}` has no score, so it is left out"))
                    .help(help),
            );
            return;
        };
        let words = line.get(..parts.words).unwrap_or(line);
        if words.contains(':') {
            let message =
                format!("Mermaid would read only part of `{}` as the task, because of its colon", words.trim());
            self.found.push(Diagnostic::advice("import/mermaid-colon", place, message).help("take the colon out"));
        }
        let feels = feeling(parts.score);
        if feels.is_none() {
            let message = format!(
                "the score {} of `{}` is not from 1 to 5, so nobody knows how it feels",
                parts.score,
                words.trim()
            );
            self.found.push(
                Diagnostic::warning("import/mermaid-score", place, message).help("write 1 (painful) to 5 (pleasant)"),
            );
        } else if parts.score.fract() != 0.0 {
            let message = format!(
                "the score {} of `{}` is taken as {}",
                parts.score,
                words.trim(),
                feels.map_or("", Feeling::name)
            );
            self.found.push(Diagnostic::advice("import/mermaid-score", place, message));
        }
        let mut from = parts.actors;
        let mut actors = Vec::new();
        for name in line.get(parts.actors..).unwrap_or_default().split(',') {
            actors.push(self.text(name, at + from));
            from += name.len() + 1;
        }
        actors.retain(|actor: &Text| !actor.is_blank());
        // Our own remark is finer than a score, as long as nobody changed the score since.
        let kept = known.filter(|known| known.is_none_or(|known| Some(score(known)) == feels.map(score)));
        let kept = kept.filter(|known| known.is_some() || parts.score == 3.0);
        let task = Task {
            section: self.section.clone(),
            words: self.text(words, at),
            feels: kept.unwrap_or(feels),
            actors,
            id,
            place,
        };
        self.diagram.tasks.push(task);
    }
}

/// Where the parts of a task stand in its line.
struct Parts {
    /// Where its words end.
    words: usize,
    score: f64,
    /// Where its actors begin.
    actors: usize,
}

/// The first piece between colons that is a number is the score; what stands before it are the words.
fn split(line: &str) -> Option<Parts> {
    let mut at = line.find(':')?;
    loop {
        let rest = line.get(at + 1..)?;
        let end = rest.find(':').map_or(line.len(), |next| at + 1 + next);
        if let Ok(score) = line.get(at + 1..end)?.trim().parse::<f64>() {
            return Some(Parts { words: at, score, actors: (end + 1).min(line.len()) });
        }
        if end == line.len() {
            return None;
        }
        at = end;
    }
}

/// What follows a word of Mermaid's own.
fn after_word<'l>(line: &'l str, word: &str) -> Option<&'l str> {
    line.strip_prefix(word).filter(|rest| rest.starts_with(char::is_whitespace)).map(str::trim_start)
}

/// A remark of ours: `ID feels=very painful`, or `feels=unknown`.
fn remarked(remark: &str) -> Option<(String, Option<Feeling>)> {
    let (id, feels) = remark.split_once("feels=")?;
    let feels = feels.trim();
    let known = Feeling::named(feels);
    (known.is_some() || feels == "unknown").then(|| (id.trim().to_string(), known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Diagram, Vec<String>) {
        let mut found = Vec::new();
        let diagram = read(&Source::new("x.mmd", text), 0, &mut found).expect("a journey");
        (diagram, found.into_iter().map(|one| format!("{}: {}", one.rule, one.message)).collect())
    }

    #[test]
    fn a_diagram_is_read_with_its_places() {
        let text = "%% hello\n---\ntitle: front\n---\njourney\n  title My day\n  accDescr {\n a: 1: b\n }\n  section Go to work\n    Make tea: 5: Me\n    Do work: 1: Me, Cat\n";
        let (diagram, found) = of(text);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(diagram.title.value, "My day");
        let tasks: Vec<(&str, Option<&str>)> =
            diagram.tasks.iter().map(|task| (task.words.value.as_str(), task.feels.map(Feeling::name))).collect();
        assert_eq!(tasks, [("Make tea", Some("pleasant")), ("Do work", Some("painful"))]);
        let cat = &diagram.tasks[1].actors[1];
        assert_eq!(text.get(cat.place.range()), Some("Cat"));
        assert_eq!(text.get(diagram.tasks[0].words.place.range()), Some("Make tea"));
    }

    #[test]
    fn what_mermaid_misreads_is_said() {
        let (diagram, found) =
            of("journey\n  Say: hello: 4: Me\n  high: 9: Me\n  half: 2.5: Me\n  nothing\n  word: x\n");
        let feels: Vec<Option<i8>> = diagram.tasks.iter().map(|task| task.feels.map(Feeling::valence)).collect();
        assert_eq!(feels, [Some(1), None, Some(-1)]);
        assert_eq!(diagram.tasks[0].words.value, "Say: hello");
        let rules: Vec<&str> = found.iter().filter_map(|one| one.split(':').next()).collect();
        let wanted = ["colon", "score", "score", "task", "task"].map(|end| format!("import/mermaid-{end}"));
        assert_eq!(rules, wanted);
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let text = |words: &str| Text::new(words, Place::default());
        let task = |at: usize, feels: Option<i8>| Task {
            section: Some(text("One; two")),
            words: text(&format!("title {at}: 50% #x")),
            feels: feels.and_then(Feeling::new),
            actors: vec![text("Maria, 41"), text("我")],
            id: format!("t-{at}"),
            place: Place::default(),
        };
        let feels = [None, Some(-3), Some(-2), Some(-1), Some(0), Some(1), Some(2), Some(3)];
        let diagram = Diagram {
            title: text("A: b"),
            tasks: feels.iter().enumerate().map(|(at, &feels)| task(at, feels)).collect(),
        };
        let (again, found) = of(&write(&diagram));
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(again.title.value, "A\u{2236} b");
        let felt: Vec<_> = again.tasks.iter().map(|task| (task.id.clone(), task.feels)).collect();
        let wanted: Vec<_> = diagram.tasks.iter().map(|task| (task.id.clone(), task.feels)).collect();
        assert_eq!(felt, wanted);
        assert_eq!(
            again.tasks[0].actors.iter().map(|actor| actor.value.as_str()).collect::<Vec<_>>(),
            ["Maria 41", "我"]
        );
        assert_eq!(write(&again).lines().count(), write(&diagram).lines().count());
    }

    #[test]
    fn a_score_changed_by_hand_outranks_our_remark() {
        let (diagram, _) = of(
            "journey\n  %% a feels=very painful\n  x: 5: Me\n  %% b feels=unknown\n  y: 4: Me\n  %% c feels=unknown\n  z: 3: Me\n",
        );
        let feels: Vec<Option<i8>> = diagram.tasks.iter().map(|task| task.feels.map(Feeling::valence)).collect();
        assert_eq!(feels, [Some(2), Some(1), None]);
    }
}
