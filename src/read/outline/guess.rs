//! What is guessed from the words: whether they are said, what they do and how they feel; and the last
//! touches that turn a draft into a segment.

use std::sync::Arc;

use super::build::{Builder, Draft, Leap, Slot};
use super::filling::Filling;
use super::jump::{self, Targets};
use super::line::Line;
use super::phrases::Phrases;
use super::piece;
use super::question::question;
use super::told::Became;
use super::{Look, Paragraph};
use crate::bytes::has;
use crate::diagnostic::Diagnostic;
use crate::read::infer::layout::label;
use crate::read::infer::{self, Around, Context, Guesses, Voice};
use crate::script::{By, Condition, Kind, MustSay, Said, Script, Segment, Then, When, Words};
use crate::source::{Place, Source};
use crate::text::Text;

/// Listens to paragraphs: one guess for each, made when it is needed.
pub(super) struct Ear<'d> {
    source: &'d Source,
    paragraphs: &'d [Paragraph],
    /// For each paragraph the number of the heading above it.
    headings: Vec<Option<usize>>,
    call: String,
    /// Whether the document puts what is said into quotation marks.
    quoting: bool,
    heard: Option<Heard>,
    /// What was seen around the last paragraph, with the number of its heading.
    around: Option<(Option<usize>, Around)>,
    /// Whether somebody wants to know the words that led to a guess.
    cues: bool,
}

/// A guess about a paragraph.
#[derive(Debug, Clone)]
struct Heard {
    paragraph: usize,
    guesses: Arc<Guesses>,
    /// Whether one of its lines says that it is for the agent, so that it tells nothing of the others.
    noted: bool,
}

impl<'d> Ear<'d> {
    pub(super) fn new(
        (source, paragraphs): (&'d Source, &'d [Paragraph]),
        script: &Script,
        lines: &[Line],
        cues: bool,
    ) -> Self {
        let mut last = None;
        let mut headings = Vec::with_capacity(paragraphs.len());
        for (at, paragraph) in paragraphs.iter().enumerate() {
            if matches!(paragraph.look, Look::Heading(_) | Look::Title) {
                last = Some(at);
            }
            headings.push(last);
        }
        let words = lines.iter().filter(|line| !matches!(line.look, Look::Heading(_) | Look::Title));
        let (mut quoted, mut all) = (0_usize, 0_usize);
        for line in words {
            all += 1;
            quoted += usize::from(line.look == Look::Quote || line.text.value.starts_with(['"', '“', '「']));
        }
        let sector = script.facts.sector.as_ref().map_or("", |text| text.value.as_str());
        let direction = script.facts.direction.map_or("", |direction| direction.name());
        let call = format!("{} {sector} {direction}", script.role.name());
        Self {
            source,
            paragraphs,
            headings,
            call,
            quoting: quoted >= 6 && quoted * 4 >= all,
            heard: None,
            around: None,
            cues,
        }
    }

    /// What the words of a line's paragraph are.
    pub(super) fn voice(&mut self, line: &Line) -> Voice {
        let heard = self.guess(line);
        let voice = &heard.guesses.voice;
        let quoted = line.look == Look::Quote || line.text.value.starts_with(['"', '“', '「']);
        match voice.value {
            Voice::NotSpoken if quoted && voice.confidence < 0.85 => Voice::Spoken,
            Voice::NotSpoken if self.differs(line, &heard) => {
                infer::lately(&line.text.value, &self.around(line)).voice.value
            }
            Voice::NotSpoken => Voice::NotSpoken,
            _ if self.quoting && !quoted && voice.confidence < QUOTING => Voice::NotSpoken,
            spoken => spoken,
        }
    }

    /// Whether a line of a paragraph that is not said may be said all the same: a question, or one that stands
    /// among lines for the agent.
    fn differs(&self, line: &Line, heard: &Heard) -> bool {
        let several = self.paragraphs.get(line.paragraph).is_some_and(|paragraph| has(&paragraph.text.value, b'\n'));
        let words = line.text.value.as_str();
        several && (heard.noted || words.ends_with(['?', '？']) && label(words).is_none())
    }

    /// How sure it is what the words of a line's paragraph are.
    pub(super) fn sure(&mut self, line: &Line) -> f64 {
        self.guess(line).guesses.voice.confidence
    }

    /// What the words of a line's paragraph as a whole fill in.
    pub(super) fn filling(&mut self, line: &Line) -> Filling {
        let guesses = self.guess(line).guesses;
        Filling::of(&guesses, self.cues.then(|| self.paragraph(line)))
    }

    /// What words of their own fill in.
    pub(super) fn filling_of(&self, words: Option<&Words>, line: &Line) -> Filling {
        let text = words.and_then(|words| words.texts().next()).map_or("", |text| text.value.as_str());
        Filling::of(&infer::lately(text, &infer::around(&self.context(line))), self.cues.then_some(text))
    }

    /// What the words of a table's cell fill in, under the title of their row.
    pub(super) fn filling_in_row(&self, line: &Line, title: Option<&str>) -> Filling {
        let (text, context) = (line.text.value.as_str(), self.context(line));
        let around = infer::around(&Context { heading: title.or(context.heading), ..context });
        let guesses = infer::lately(text, &around);
        Filling::of(&guesses, self.cues.then_some(text))
    }

    /// The guess about a line's paragraph as a whole.
    fn guess(&mut self, line: &Line) -> Heard {
        if let Some(heard) = self.heard.as_ref().filter(|heard| heard.paragraph == line.paragraph) {
            return heard.clone();
        }
        let words = self.paragraph(line);
        let guesses = infer::lately(words, &self.around(line));
        let heard = Heard { paragraph: line.paragraph, guesses, noted: words.lines().any(piece::for_agent) };
        self.heard.insert(heard).clone()
    }

    /// The words of a line's paragraph as they stand in the source.
    fn paragraph<'w>(&self, line: &'w Line) -> &'w str
    where
        'd: 'w,
    {
        self.paragraphs.get(line.paragraph).map_or(line.text.value.as_str(), |paragraph| self.raw(paragraph))
    }

    fn raw(&self, paragraph: &'d Paragraph) -> &'d str {
        let raw = self.source.slice(paragraph.place);
        if raw.trim().is_empty() { &paragraph.text.value } else { raw }
    }

    /// What is seen around a line's paragraph; most stand under the heading of the one before.
    fn around(&mut self, line: &Line) -> Around {
        let number = self.headings.get(line.paragraph).copied().flatten();
        let known = self.around.take().filter(|(heading, _)| *heading == number);
        let context = self.context(line);
        let position = context.position;
        let around = known.unwrap_or_else(|| (number, infer::around(&context)));
        self.around.insert(around).1.at(position)
    }

    fn context(&self, line: &Line) -> Context<'_> {
        let heading = self.headings.get(line.paragraph).copied().flatten().and_then(|at| self.paragraphs.get(at));
        let all = self.paragraphs.len().max(2) - 1;
        Context {
            call: Some(&self.call),
            heading: heading.map(|heading| heading.text.value.as_str()),
            position: Some(line.paragraph as f64 / all as f64),
        }
    }
}

/// How sure it must be that words are said which stand outside of quotation marks, where a document puts
/// what is said into them.
const QUOTING: f64 = 0.93;
/// Turns drafts into segments: question apart from words, blanks, guesses, names, jumps.
pub(super) fn polish(builder: &mut Builder<'_>, targets: &Targets) {
    let mut drafts = std::mem::take(&mut builder.drafts);
    let mut exact = Vec::new();
    let mut last = LastStage::default();
    for draft in &mut drafts {
        exact.extend(words(builder, draft, &mut last));
    }
    builder.found.extend(exactly(&exact));
    for anytime in &mut builder.script.anytime {
        for text in anytime.segment.say.iter_mut().flat_map(|words| &mut words.versions) {
            text.text = builder.blanks.fill(std::mem::take(&mut text.text), builder.told);
        }
    }
    let leaps = std::mem::take(&mut builder.leaps);
    let reached: Vec<(Leap, Option<usize>)> = leaps
        .into_iter()
        .map(|leap| {
            let at = targets.find(leap.section, &leap.target.value);
            (leap, at)
        })
        .collect();
    builder.script.segments = drafts.into_iter().map(|draft| draft.segment).collect();
    crate::read::native::name_all(builder.script);
    for (leap, at) in reached {
        resolve(builder, leap, at);
    }
    for chain in std::mem::take(&mut builder.chains) {
        follow(builder.script, chain.question, chain.segment, &chain.hear);
    }
    builder.script.blanks.extend(std::mem::take(&mut builder.blanks).into_declared());
}

/// Fills in a part's words; gives its place where they look like words that have to be said exactly.
fn words(builder: &mut Builder<'_>, draft: &mut Draft, last: &mut LastStage) -> Option<Place> {
    let filling = draft.filling.take();
    let lines = std::mem::take(&mut draft.said);
    let whole = Text::gathered(lines, "\n");
    let segment = &mut draft.segment;
    let filled = |builder: &mut Builder<'_>, text: Text| Words::one(builder.blanks.fill(text, builder.told));
    if whole.value.contains(char::is_alphanumeric) {
        let why = if segment.must_say.is_none() { exact(segment, last) } else { None };
        if let Some(why) = why {
            segment.must_say =
                Some(Box::new(MustSay { words: filled(builder, whole), why: Some(why), ..MustSay::default() }));
        } else {
            let asks = !segment.answers.is_empty() || !segment.form.is_empty();
            let (say, ask) = question(whole, asks);
            segment.say = say.map(|text| filled(builder, text));
            segment.ask = ask.map(|text| filled(builder, text));
        }
    }
    for answer in &mut segment.answers {
        for version in answer.say.iter_mut().flat_map(|words| &mut words.versions) {
            version.text = builder.blanks.fill(std::mem::take(&mut version.text), builder.told);
        }
    }
    for asked in &mut segment.if_asked {
        for version in asked.say.iter_mut().flat_map(|words| &mut words.versions) {
            version.text = builder.blanks.fill(std::mem::take(&mut version.text), builder.told);
        }
    }
    let legal = filling.as_ref().is_some_and(|filling| filling.exact && segment.must_say.is_none());
    if let Some(filling) = filling {
        filling.fill(segment);
    }
    if segment.kind.is_none() && segment.ask.is_some() {
        segment.kind = Some(Said { value: Kind::Question, by: By::Keys, place: segment.place });
    }
    legal.then_some(segment.place)
}

/// One finding for all parts whose words look like words that have to be said exactly.
fn exactly(parts: &[Place]) -> Option<Diagnostic> {
    const NAMED: usize = 8;
    let (first, more) = parts.split_first()?;
    let message = match more.len() {
        0 => "words like these often have to be said exactly".to_string(),
        1 => "words like these, and those of 1 more part, often have to be said exactly".to_string(),
        n => format!("words like these, and those of {n} more parts, often have to be said exactly"),
    };
    let mut found = Diagnostic::advice("import/exact-words", *first, message)
        .help("if so, put them under `must_say` instead of `say`");
    for &place in more.iter().take(NAMED) {
        found = found.related(place, "these too");
    }
    found.guessed = true;
    Some(found)
}

/// The stage that came last, and whether it tells that its words must be said exactly: most segments are of the same
/// stage as the one before.
#[derive(Debug, Default)]
struct LastStage {
    name: String,
    exact: bool,
}

impl LastStage {
    fn is_exact(&mut self, stage: &Text) -> bool {
        if self.name != stage.value {
            *self = Self { name: stage.value.clone(), exact: tells_exactly(&stage.value) };
        }
        self.exact
    }
}

/// Why words must be said exactly, where a note, the title or the stage tells so.
fn exact(segment: &Segment, last: &mut LastStage) -> Option<Text> {
    let own = segment.note.iter().chain(&segment.title).find(|text| tells_exactly(&text.value));
    own.or_else(|| segment.stage.as_ref().filter(|stage| last.is_exact(stage))).cloned()
}

/// Whether words tell that others must be said exactly.
fn tells_exactly(words: &str) -> bool {
    static EXACTLY: Phrases = Phrases::new(&[&[
        "verbatim",
        "word for word",
        "word-for-word",
        "exactly as written",
        "read exactly",
        "必须逐字",
        "逐字宣读",
        "一字不差",
    ]]);
    static TURNED: Phrases = Phrases::new(&[&["don't", "don’t", "not ", "no need", "不用", "不必", "无需"]]);
    static STRICT: Phrases = Phrases::new(&[&["no substitution"]]);
    EXACTLY.stand_in(words) && (!TURNED.stand_in(words) || STRICT.stand_in(words))
}

/// Puts a jump where it belongs: to a segment, to another script, or into a note.
fn resolve(builder: &mut Builder<'_>, leap: Leap, target: Option<usize>) {
    let (at, answer) = match leap.slot {
        Slot::Segment(at) | Slot::Asked(at, _) => (at, None),
        Slot::Answer(at, answer) => (at, Some(answer)),
        Slot::Anytime(_) => return,
    };
    let own = target.is_none() && jump::is_own(&leap.target.value, &builder.script.title.value);
    let told = &mut *builder.told;
    if own && !matches!(leap.slot, Slot::Asked(..)) {
        return told.note(Became::Jump, &format!("{} {}", leap.sign.value, leap.target.value), leap.target.place);
    }
    let id = target.and_then(|target| {
        let segment = builder.script.segments.get_mut(target)?;
        if answer.is_none() && target == at + 1 {
            told.note(Became::Jump, &format!("{} {}", leap.sign.value, leap.target.value), leap.target.place);
            return Some(None);
        }
        segment.written_id.get_or_insert_with(|| Text::new(segment.id.clone(), segment.place.before()));
        Some(Some(segment.id.clone()))
    });
    let then = match id {
        Some(None) => return,
        Some(Some(id)) => Some(Then::GoTo(Text::new(id, leap.target.place))),
        None => jump::other_script(&leap.target.value).map(|file| jump::use_file(file, leap.target.place)),
    };
    let Some(segment) = builder.script.segments.get_mut(at) else { return };
    let free = match answer {
        None => segment.then.is_none() && matches!(leap.slot, Slot::Segment(_)),
        Some(at) => segment.answers.get(at).is_some_and(|answer| answer.then.is_none()),
    };
    let whole = format!("{} {}", leap.sign.value.trim(), leap.target.value);
    match then.filter(|_| free) {
        Some(then) => {
            let sort = if matches!(then, Then::Use { .. }) { Became::Elsewhere } else { Became::Jump };
            told.note(sort, whole.trim(), leap.target.place);
            match answer.and_then(|at| segment.answers.get_mut(at)) {
                Some(answer) => answer.then = Some(then),
                None => segment.then = Some(then),
            }
        }
        None => {
            let note = Text::joined(&[leap.sign, leap.target], " ").trimmed();
            match answer.and_then(|at| segment.answers.get_mut(at)) {
                Some(answer) => answer.note.push(note),
                None => segment.note.push(note),
            }
        }
    }
}

/// A segment that is said only after an answer to a question.
fn follow(script: &mut Script, question: usize, segment: usize, hear: &Text) {
    let Some(asked) = script.segments.get_mut(question) else { return };
    let id = asked.id.clone();
    asked.written_id.get_or_insert_with(|| Text::new(id.clone(), asked.place.before()));
    let answer = hear.value.replace('"', "'");
    let quoted = answer
        .split_whitespace()
        .any(|word| matches!(word, "and" | "or" | "not" | "empty") || word.contains(['(', ')', '（', '）', '\'']));
    let value = if quoted { format!("\"{answer}\"") } else { answer };
    let words = format!("{id} is {value}");
    if let (Ok(condition), Some(segment)) = (Condition::read(&words), script.segments.get_mut(segment)) {
        segment.only_if = Some(When { text: Text::new(words, hear.place), condition });
    }
}
