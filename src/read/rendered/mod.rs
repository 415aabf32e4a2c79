//! The page that callcraft itself makes in Markdown, read back: what its labels say is taken for what they say. A
//! page with anything else on it is read as any other Markdown.

mod chunk;
mod labels;
mod part;

use std::collections::BTreeSet;

use crate::read::infer::{self, Context};
use crate::read::outline::{self, Filling};
use crate::script::{Anytime, Blank, Outcome, Role, Script, Segment, Then};
use crate::source::Source;
use crate::text::Text;

use chunk::{Chunk, chunks, italic, unmarked};
use labels::{LABELS, Labels};
use part::Part;

/// The script that a page of ours shows; nothing where the text is no such page.
pub(super) fn read(source: &Source) -> Option<Script> {
    let head: Vec<&str> = source.text().lines().take(8).collect();
    let labels = LABELS.iter().find(|labels| {
        let about = format!(" · {} ", labels.about);
        head.first().is_some_and(|line| line.starts_with("# "))
            && head.iter().any(|line| italic(line).is_some_and(|facts| facts.contains(&about)))
    })?;
    let mut page = Page { labels, script: Script::default(), part: None, stage: None, place: Section::Call };
    page.script.language = outline::language(source.text());
    page.script.id = outline::stem(source.name()).to_string();
    for chunk in chunks(source) {
        page.take(&chunk)?;
    }
    page.end_part();
    if page.script.segments.is_empty() {
        return None;
    }
    finish(&mut page.script);
    Some(page.script)
}

/// Which section of the page is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Call,
    Anytime,
    Outcomes,
    AfterCall,
}

struct Page {
    labels: &'static Labels,
    script: Script,
    part: Option<Part>,
    stage: Option<Text>,
    place: Section,
}

impl Page {
    /// Takes a chunk in; nothing where it is none of ours.
    fn take(&mut self, chunk: &Chunk) -> Option<()> {
        let words = chunk.text.value.as_str();
        if chunk.indent == 0 {
            if let Some(rest) = words.strip_prefix("# ") {
                self.script.title = unmarked(&chunk.behind(words.len() - rest.len()));
                return (self.script.segments.is_empty() && self.part.is_none()).then_some(());
            }
            if words.starts_with("## ") {
                return self.heading(chunk);
            }
            if words.starts_with("### ") {
                return self.segment(chunk);
            }
            if words == "---" {
                self.end_part();
                self.stage = None;
                return Some(());
            }
        }
        match (self.place, &mut self.part) {
            (Section::Outcomes, _) => self.outcome(chunk),
            (Section::AfterCall, _) => {
                let todo = words.strip_prefix("- [ ] ")?;
                self.script.after_call.push(unmarked(&chunk.behind(words.len() - todo.len())));
                Some(())
            }
            (Section::Anytime, _) if words.starts_with(&format!("**{}: ", self.labels.when)) => self.moment(chunk),
            (_, Some(part)) => part.take(chunk, self.labels),
            (_, None) => self.top(chunk),
        }
    }

    /// What stands above the first segment: who speaks, the goal, and what is repeated further down.
    fn top(&mut self, chunk: &Chunk) -> Option<()> {
        let words = chunk.text.value.as_str();
        if let Some(facts) = italic(words) {
            let mut at = 1;
            for (number, fact) in facts.split(" · ").enumerate() {
                let text = unmarked(&chunk.text.part(at..at + fact.len()));
                at += fact.len() + " · ".len();
                self.fact(number, &text)?;
            }
            return Some(());
        }
        if words.starts_with(&format!("> **{}: ", self.labels.when)) {
            return Some(());
        }
        let goal = words.strip_prefix(&format!("**{}:** ", self.labels.goal))?;
        self.script.goal = Some(unmarked(&chunk.behind(words.len() - goal.len())));
        Some(())
    }

    fn fact(&mut self, number: usize, text: &Text) -> Option<()> {
        let l = self.labels;
        if number == 0 {
            let known = l.roles.iter().find(|(shown, _)| *shown == text.value);
            self.script.role = Role::named(known.map_or(text.value.as_str(), |(_, role)| role));
            return Some(());
        }
        let behind = |label: &str| {
            let rest = text.value.strip_prefix(label)?.strip_prefix(' ')?;
            Some(text.part(text.value.len() - rest.len()..text.value.len()))
        };
        if let Some(words) = behind(l.version) {
            self.script.version = Some(words);
        } else if let Some(words) = behind(l.changed) {
            self.script.changed = Some(words);
        } else if let Some(words) = behind(l.review_by) {
            self.script.sign_off.review_by = Some(words);
        } else if let Some(words) = behind(l.owner) {
            self.script.owner = Some(words);
        } else {
            behind(l.about)?;
        }
        Some(())
    }

    fn heading(&mut self, chunk: &Chunk) -> Option<()> {
        self.end_part();
        let text = unmarked(&chunk.behind(3));
        let l = self.labels;
        self.place = match text.value.as_str() {
            name if name == l.anytime => Section::Anytime,
            name if name == l.outcomes => Section::Outcomes,
            name if name == l.after_call => Section::AfterCall,
            _ => Section::Call,
        };
        self.stage = (self.place == Section::Call).then_some(text);
        Some(())
    }

    fn segment(&mut self, chunk: &Chunk) -> Option<()> {
        self.end_part();
        let words = chunk.text.value.as_str();
        let (number, title) = words.get(4..)?.split_once(". ")?;
        number.parse::<usize>().ok()?;
        let from = words.len() - title.len();
        // The running clock stands behind the title.
        let to = title.rfind(" `").filter(|_| title.ends_with('`')).map_or(words.len(), |at| from + at);
        let mut segment = Segment { place: chunk.text.place, stage: self.stage.clone(), ..Segment::default() };
        segment.title = Some(unmarked(&chunk.text.part(from..to)));
        self.part = (self.place == Section::Call).then(|| Part::of(segment));
        self.part.as_ref().map(|_| ())
    }

    fn moment(&mut self, chunk: &Chunk) -> Option<()> {
        self.end_part();
        let words = chunk.text.value.as_str();
        let from = "**".len() + self.labels.when.len() + ": ".len();
        let end = from + words.get(from..)?.rfind("**")?;
        let when = unmarked(&chunk.text.part(from..end));
        let title = words.get(end..)?.strip_prefix("** (").and_then(|title| title.strip_suffix(')'));
        let title = title.map(|title| unmarked(&chunk.text.part(words.len() - title.len() - 1..words.len() - 1)));
        let known = self.labels.moments.iter().find(|(shown, _)| *shown == when.value);
        let mut part = Part::of(Segment { place: chunk.text.place, title, ..Segment::default() });
        part.when = Some(known.map_or(when.clone(), |(_, name)| Text::new(*name, when.place)));
        self.part = Some(part);
        Some(())
    }

    fn outcome(&mut self, chunk: &Chunk) -> Option<()> {
        let words = chunk.text.value.as_str();
        let (name, _) = words.strip_prefix("- **")?.split_once("**: ")?;
        let from = "- **".len();
        let todo = chunk.behind(from + name.len() + "**: ".len());
        let name = unmarked(&chunk.text.part(from..from + name.len()));
        self.script.outcomes.push(Outcome { name, todo: unmarked(&todo) });
        Some(())
    }

    fn end_part(&mut self) {
        let Some(part) = self.part.take() else { return };
        let when = part.when.clone();
        let segment = part.finish();
        match when {
            Some(when) => self.script.anytime.push(Anytime { when, segment }),
            None => self.script.segments.push(segment),
        }
    }
}

/// Names, jumps, blanks and guesses, once all segments are there.
fn finish(script: &mut Script) {
    untitle(script);
    aim(script);
    let mut blanks: BTreeSet<String> = BTreeSet::new();
    let mut declared = Vec::new();
    for segment in script.all_segments() {
        let texts = segment.spoken().chain(segment.replies()).flat_map(|words| words.texts());
        let used = texts.flat_map(|text| crate::script::spoken::blanks(text).into_iter().map(|(name, _)| name));
        let asked = segment.form.iter().chain(&segment.fills).map(|name| name.value.clone());
        for name in used.chain(asked) {
            if blanks.insert(name.clone()) {
                let example = Some(Text::new(name.replace('_', " "), segment.place));
                declared.push(Blank { name: Text::new(name, segment.place), example, ..Blank::default() });
            }
        }
    }
    script.blanks = declared;
    let all = script.segments.len().max(2) - 1;
    for (at, segment) in script.segments.iter_mut().enumerate() {
        let said: Vec<&str> =
            segment.spoken().flat_map(|words| words.texts()).map(|text| text.value.as_str()).collect();
        let words = said.join("\n");
        let stage = segment.stage.as_ref().map(|stage| stage.value.clone());
        let context = Context { call: None, heading: stage.as_deref(), position: Some(at as f64 / all as f64) };
        if !words.is_empty() {
            Filling::of(&infer::guess(&words, &context), Some(&words)).fill(segment);
        }
    }
}

/// A heading that only repeats the name made of the first words is no title.
fn untitle(script: &mut Script) {
    let titles: Vec<Option<Text>> = script.segments.iter_mut().map(|segment| segment.title.take()).collect();
    super::native::name_all(script);
    for (segment, title) in script.segments.iter_mut().zip(titles) {
        segment.title = title.filter(|title| segment.id.replace(['-', '_'], " ") != title.value);
    }
    super::native::name_all(script);
}

/// Jumps name the headings of segments: they now name their ids, as conditions do.
fn aim(script: &mut Script) {
    let names: Vec<(String, String)> =
        script.segments.iter().map(|segment| (segment.name().to_string(), segment.id.clone())).collect();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut turn = |then: &mut Option<Then>| {
        if let Some(Then::GoTo(target)) = then
            && let Some((_, id)) = names.iter().find(|(name, _)| *name == target.value)
        {
            *target = Text::new(id.clone(), target.place);
            reached.insert(id.clone());
        }
    };
    for segment in &mut script.segments {
        turn(&mut segment.then);
        segment.answers.iter_mut().for_each(|answer| turn(&mut answer.then));
    }
    for segment in script.all_segments() {
        let conditions = segment.only_if.iter().flat_map(|when| when.condition.names());
        reached.extend(conditions.map(str::to_string));
    }
    for segment in script.segments.iter_mut().filter(|segment| reached.contains(&segment.id)) {
        segment.written_id = Some(Text::new(segment.id.clone(), segment.place.before()));
    }
}
