//! Mermaid's `journey` diagram, read and written in one place, as Mermaid 11 reads it.
//!
//! Where Mermaid takes anything, one rule holds for scripts and journeys alike:
//! - The first piece between colons that is a number is the score; what stands before it are the words, colons included.
//!   Without a number the words end at the first colon, as in Mermaid.
//! - A task whose score is missing, no number or not from 1 to 5 is kept, and nobody knows how it feels.
//! - A score between whole ones goes to the nearer one, but never across the face that Mermaid draws: below 3 is
//!   painful, above 3 pleasant.
//! - A remark of ours says more than a score, unless somebody has changed the score since.

use std::fmt::Write as _;
use std::ops::Range;

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
    /// Mermaid's own words, as they stand.
    pub keys: Vec<Text>,
    /// What is nothing of a journey: remarks, descriptions, settings, titles that another one followed.
    pub beside: Vec<Text>,
}

impl Diagram {
    /// What is left out, in one finding.
    #[must_use]
    pub fn left_out(&self) -> Option<Diagnostic> {
        let first = self.beside.first()?;
        let words: Vec<String> = self.beside.iter().map(|text| format!("`{}`", text.value)).collect();
        let message = format!("left out, because it is nothing to say: {}", words.join(", "));
        Some(Diagnostic::advice("import/left-out", first.place, message))
    }
}

/// One task of a diagram.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Task {
    /// The section it stands in.
    pub section: Option<Text>,
    /// Its words.
    pub words: Text,
    /// Its score as written, whatever it is; empty where there is none.
    pub score: Text,
    /// How it feels; `None` where nobody knows.
    pub feels: Option<Feeling>,
    /// Who takes part.
    pub actors: Vec<Text>,
    /// Its short name, where a remark of ours gives one.
    pub id: Text,
    /// The whole line.
    pub place: Place,
}

/// Whether a text is a journey diagram.
#[must_use]
pub fn is_journey(text: &str) -> bool {
    kind(text) == Some("journey")
}

/// The word that says which diagram a text is: the first of the first line that says something.
#[must_use]
pub fn kind(text: &str) -> Option<&str> {
    let mut front = false;
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
        match line {
            "---" => front = !front,
            _ if front || line.is_empty() || line.starts_with("%%") || is_fence(line) => {}
            _ => return line.split_whitespace().next(),
        }
    }
    None
}

/// A fence of Markdown around a diagram.
fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with(":::")
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

/// The feeling of a score from 1 to 5. One between whole scores goes to the nearer one, but keeps the side of the
/// middle on which Mermaid draws it.
#[must_use]
pub fn feeling(score: f64) -> Option<Feeling> {
    (1.0..=5.0).contains(&score).then(|| Feeling::nearest(score - 3.0)).flatten()
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
        let _ = writeln!(out, "    %% {} feels={feels}", plain(&task.id.value));
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

/// Reads a diagram; nothing where the text is none. What cannot be understood is reported.
#[must_use]
pub fn read(source: &Source, file: u16, found: &mut Vec<Diagnostic>) -> Option<Diagram> {
    if !is_journey(source.text()) {
        return None;
    }
    let mut reader = Reader::new(file, found);
    let mut at = 0;
    for line in source.text().split_inclusive(['\n', '\r']) {
        let text = reader.text(line, at);
        at += line.len();
        if !text.value.is_empty() {
            reader.line(&text);
        }
    }
    let Reader { mut diagram, remark, .. } = reader;
    diagram.beside.extend(remark.map(|remark| remark.whole));
    Some(diagram)
}

/// A remark of ours about the next task: `ID feels=very painful`, or `feels=unknown`.
struct Remark {
    whole: Text,
    id: Text,
    feels: Option<Feeling>,
}

struct Reader<'f> {
    file: u16,
    diagram: Diagram,
    begun: bool,
    /// Inside of the settings in front, of a description over several lines.
    front: bool,
    described: bool,
    section: Option<Text>,
    remark: Option<Remark>,
    found: &'f mut Vec<Diagnostic>,
}

impl<'f> Reader<'f> {
    fn new(file: u16, found: &'f mut Vec<Diagnostic>) -> Self {
        let diagram = Diagram::default();
        Self { file, diagram, begun: false, front: false, described: false, section: None, remark: None, found }
    }

    /// Words at a byte of the file, without white space around them.
    fn text(&self, words: &str, at: usize) -> Text {
        Text::new(words, Place::in_file(self.file, at, at + words.len())).trimmed()
    }

    fn line(&mut self, line: &Text) {
        let words = line.value.as_str();
        let first = words.split_whitespace().next().unwrap_or_default();
        if words == "---" && !self.begun {
            self.front = !self.front;
        } else if self.front {
            self.setting(line);
        } else if self.described {
            self.described = !words.ends_with('}');
            self.beside(line);
        } else if let Some(remark) = words.strip_prefix("%%") {
            self.remark(&line.part(words.len() - remark.len()..words.len()));
        } else if is_fence(words) {
            self.beside(line);
        } else if !self.begun {
            self.begun = true;
            let rest = self.key(line, first);
            if !rest.is_blank() {
                self.line(&rest);
            }
        } else {
            self.own(line, first);
        }
    }

    /// A line of the diagram itself.
    fn own(&mut self, line: &Text, first: &str) {
        match first {
            "title" if first.len() < line.value.len() => {
                let title = self.key(line, first);
                self.title(title);
            }
            "section" if first.len() < line.value.len() => self.section = Some(self.key(line, first)),
            _ if first.starts_with("accTitle") || first.starts_with("accDescr") => {
                self.described = line.value.contains('{') && !line.value.contains('}');
                self.beside(line);
            }
            _ => self.task(line),
        }
    }

    /// Notes one of Mermaid's own words, and gives what stands behind it.
    fn key(&mut self, line: &Text, word: &str) -> Text {
        self.diagram.keys.push(line.part(0..word.len()));
        line.part(word.len()..line.value.len()).trimmed()
    }

    /// A line of the settings in front: only their title matters.
    fn setting(&mut self, line: &Text) {
        if !line.value.starts_with("title:") {
            return self.beside(line);
        }
        let title = self.key(line, "title:");
        let quotes = title.value.len() - title.value.trim_start_matches(['"', '\'']).len();
        let end = title.value.trim_end_matches(['"', '\'']).len().max(quotes);
        self.title(title.part(quotes..end));
    }

    /// The last title counts.
    fn title(&mut self, title: Text) {
        let before = std::mem::replace(&mut self.diagram.title, title);
        self.beside(&before);
    }

    fn beside(&mut self, words: &Text) {
        if words.value.contains(char::is_alphanumeric) {
            self.diagram.beside.push(words.clone());
        }
    }

    /// A remark of ours is kept for the next task; others are for people.
    fn remark(&mut self, words: &Text) {
        let whole = words.trimmed();
        let ours = whole.value.split_once("feels=").and_then(|(id, feels)| {
            let known = Feeling::named(feels.trim());
            (known.is_some() || feels.trim() == "unknown").then(|| (whole.part(0..id.len()).trimmed(), known))
        });
        let Some((id, feels)) = ours else { return self.beside(&whole) };
        if let Some(unused) = self.remark.replace(Remark { whole, id, feels }) {
            self.beside(&unused.whole);
        }
    }

    fn task(&mut self, line: &Text) {
        let says = |text: &Text| text.value.contains(char::is_alphanumeric);
        if !says(line) {
            return;
        }
        let parts = split(&line.value);
        let words = Some(line.part(0..parts.words).trimmed()).filter(says).unwrap_or_else(|| line.clone());
        let score = line.part(parts.score.clone()).trimmed();
        if words.value.contains(':') {
            let message =
                format!("Mermaid would read only part of `{}` as the task, because of its colon", words.value);
            self.found.push(Diagnostic::advice("import/colon", line.place, message).help("take the colon out"));
        }
        let mut from = parts.actors;
        let mut actors = Vec::new();
        for name in line.value.get(parts.actors..).unwrap_or_default().split(',') {
            actors.push(line.part(from..from + name.len()).trimmed());
            from += name.len() + 1;
        }
        actors.retain(|actor: &Text| !actor.is_blank());
        let (id, feels) = self.felt(&words, &score);
        let task = Task { section: self.section.clone(), words, score, feels, actors, id, place: line.place };
        self.diagram.tasks.push(task);
    }

    /// The short name of a task, and how it feels: a remark of ours is finer than a score, as long as nobody changed
    /// the score since.
    fn felt(&mut self, words: &Text, score: &Text) -> (Text, Option<Feeling>) {
        let number = score.value.parse::<f64>().ok();
        let feels = number.and_then(feeling);
        let Some(remark) = self.remark.take() else {
            self.score(words, score, feels);
            return (Text::default(), feels);
        };
        let same = match remark.feels {
            Some(known) => feels.map(self::score) == Some(self::score(known)),
            None => number == Some(3.0),
        };
        if same {
            return (remark.id, remark.feels);
        }
        self.beside(&remark.whole);
        self.score(words, score, feels);
        (remark.id, feels)
    }

    /// Says where a score is none, or not quite the feeling.
    fn score(&mut self, words: &Text, score: &Text, feels: Option<Feeling>) {
        let (place, shown, words) = (score.place, &score.value, &words.value);
        let number = shown.parse::<f64>();
        let unknown = |what: String| {
            let message = format!("{what}, so nobody knows how it feels");
            let help = "write a task as `I wait for a bed: 2: Maria`, with a score from 1 (painful) to 5 (pleasant)";
            Diagnostic::warning("import/score", place, message).help(help)
        };
        self.found.extend(match (number, feels) {
            (_, Some(feels)) if Some(f64::from(self::score(feels))) != shown.parse().ok() => {
                let message = format!("the score {shown} of `{words}` is taken as {}", feels.name());
                Some(Diagnostic::advice("import/score", place, message))
            }
            (_, Some(_)) => None,
            (Ok(_), None) => Some(unknown(format!("the score {shown} of `{words}` is not from 1 to 5"))),
            (Err(_), None) if shown.is_empty() => Some(unknown(format!("`{words}` has no score"))),
            (Err(_), None) => Some(unknown(format!("the score `{shown}` of `{words}` is no number"))),
        });
    }
}

/// Where the parts of a task stand in its line.
struct Parts {
    /// Where its words end.
    words: usize,
    score: Range<usize>,
    /// Where its actors begin.
    actors: usize,
}

/// The first piece between colons that is a number is the score; what stands before it are the words.
fn split(line: &str) -> Parts {
    let end = line.len();
    let colons: Vec<usize> = line.match_indices(':').map(|(at, _)| at).collect();
    let piece = |nth: usize| {
        let start = colons.get(nth).map_or(end, |at| at + 1);
        start..colons.get(nth + 1).copied().unwrap_or(end)
    };
    let number = |nth: &usize| line.get(piece(*nth)).is_some_and(|words| words.trim().parse::<f64>().is_ok());
    let nth = (0..colons.len()).find(number).unwrap_or(0);
    let score = piece(nth);
    Parts { words: colons.get(nth).copied().unwrap_or(end), actors: (score.end + 1).min(end), score }
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
        assert_eq!(feels, [Some(1), None, Some(-1), None, None]);
        let words: Vec<&str> = diagram.tasks.iter().map(|task| task.words.value.as_str()).collect();
        assert_eq!(words, ["Say: hello", "high", "half", "nothing", "word"]);
        let wanted = [
            "import/colon: Mermaid would read only part of `Say: hello` as the task, because of its colon",
            "import/score: the score 9 of `high` is not from 1 to 5, so nobody knows how it feels",
            "import/score: the score 2.5 of `half` is taken as slightly painful",
            "import/score: `nothing` has no score, so nobody knows how it feels",
            "import/score: the score `x` of `word` is no number, so nobody knows how it feels",
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_score_keeps_the_side_on_which_it_is_drawn() {
        let felt = |score: f64| feeling(score).map(Feeling::valence);
        let scores = [0.9, 1.0, 1.4, 1.6, 2.0, 2.9, 3.0, 3.1, 4.0, 4.5, 5.0, 5.1, f64::NAN];
        let wanted = [
            None,
            Some(-2),
            Some(-2),
            Some(-1),
            Some(-1),
            Some(-1),
            Some(0),
            Some(1),
            Some(1),
            Some(2),
            Some(2),
            None,
            None,
        ];
        assert_eq!(scores.map(felt), wanted);
    }

    #[test]
    fn what_is_nothing_of_a_journey_is_kept_beside_it() {
        let (diagram, _) = of(
            "---\ntitle: First\ntheme: dark\n---\njourney\n  title Second\n  accTitle: for readers\n  accDescr {\n  more\n  }\n  %% look here\n  %% a feels=painful\n  %% b feels=painful\n  x: 5: Me\n",
        );
        let beside: Vec<&str> = diagram.beside.iter().map(|text| text.value.as_str()).collect();
        let wanted = [
            "theme: dark",
            "First",
            "accTitle: for readers",
            "accDescr {",
            "more",
            "look here",
            "a feels=painful",
            "b feels=painful",
        ];
        assert_eq!(beside, wanted);
        assert_eq!(diagram.tasks[0].feels.map(Feeling::valence), Some(2));
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let text = |words: &str| Text::new(words, Place::default());
        let task = |at: usize, feels: Option<i8>| Task {
            section: Some(text("One; two")),
            words: text(&format!("title {at}: 50% #x")),
            feels: feels.and_then(Feeling::new),
            score: Text::default(),
            actors: vec![text("Maria, 41"), text("我")],
            id: text(&format!("t-{at}")),
            place: Place::default(),
        };
        let feels = [None, Some(-3), Some(-2), Some(-1), Some(0), Some(1), Some(2), Some(3)];
        let diagram = Diagram {
            title: text("A: b"),
            tasks: feels.iter().enumerate().map(|(at, &feels)| task(at, feels)).collect(),
            ..Diagram::default()
        };
        let (again, found) = of(&write(&diagram));
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(again.title.value, "A\u{2236} b");
        let felt: Vec<_> = again.tasks.iter().map(|task| (task.id.value.clone(), task.feels)).collect();
        let wanted: Vec<_> = diagram.tasks.iter().map(|task| (task.id.value.clone(), task.feels)).collect();
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
