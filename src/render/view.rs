//! What templates see of a script: every word ready to print, blanks filled, ways to go in plain words.
//!
//! The fields are the variables that docs/templates.md describes.

use serde::Serialize;

use super::Options;
use super::fit::{self, Paper};
use super::flow::{FlowView, flow};
use super::labels::{CHINESE, ENGLISH, Labels};
use super::runs::{Filler, Missing, Run};
use super::scorecard::{ItemView, scorecard};
use super::survey::{SurveyView, survey};
use super::word::TableView;
use crate::error::Result;
use crate::script::{
    Answer, Choice, Decides, Kind, Language, MustSay, Script, Segment, SignOff, Then, Words, same, seconds,
};
use crate::text::Text;

type Runs = Vec<Run>;

/// A script as templates see it.
#[derive(Debug, Clone, Serialize)]
pub struct View {
    /// The title.
    pub title: String,
    /// Short name.
    pub id: String,
    /// The author's version label, who answers for it, when it was changed.
    pub version: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// When it was changed last.
    pub changed: Option<String>,
    /// Who signed the script off.
    pub approved_by: Option<String>,
    /// When it must be looked at again.
    pub review_by: Option<String>,
    /// Who speaks.
    pub role: String,
    /// The language's tag.
    pub language: String,
    /// What must be true when the call ends.
    pub goal: Option<String>,
    /// How long the call takes, in words.
    pub length: String,
    /// The segments in order.
    pub segments: Vec<SegmentView>,
    /// What may happen at any moment, danger first.
    pub anytime: Vec<AnytimeView>,
    /// The ways the call can end.
    pub outcomes: Vec<OutcomeView>,
    /// The tick list once the line is closed.
    pub after_call: Vec<String>,
    /// The words that pages bring themselves, in the script's language.
    pub labels: Labels,
    /// Whether what is for training is shown.
    pub training: bool,
    /// The paper it is printed on: `A4` or `letter`.
    pub paper: &'static str,
    /// The size of type, in points, at which it fits on one page; the smallest that can be read where none does.
    pub type_size: f64,
    /// Whether on one page the ways the call can end stand in the margin, where there is room for them.
    pub ends_in_margin: bool,
    /// The call as a chart.
    pub flow: FlowView,
    /// The items of its scorecard.
    pub scorecard: Vec<ItemView>,
    /// The short survey for the customer.
    pub survey: SurveyView,
    /// Everything that the script says in tables, for a Word document; empty for every other page.
    pub tables: Vec<TableView>,
    /// Whether it is a document to fill in.
    pub blank: bool,
}

/// A segment as templates see it.
#[derive(Debug, Clone, Serialize)]
pub struct SegmentView {
    /// Its place in the order, from 1.
    pub number: usize,
    /// Short name.
    pub id: String,
    /// Heading; its short name with spaces where it has none.
    pub title: String,
    /// The part of the call it belongs to.
    pub stage: Option<String>,
    /// Whether the stage begins here.
    pub stage_begins: bool,
    /// Whether it stands outside of the stage that ends in front of it.
    pub stage_ends: bool,
    /// The kind's word; empty where there is none.
    pub kind: String,
    /// The feeling's words; empty where nobody said.
    pub feels: String,
    /// When it starts on the usual path, `1:30`.
    pub starts: String,
    /// How long it takes, in words.
    pub takes: String,
    /// The condition under which it is said at all.
    pub only_if: Option<String>,
    /// Whether it says something personal.
    pub private: bool,
    /// Suggested words.
    pub say: Option<Runs>,
    /// Several versions.
    pub say_any: Vec<Runs>,
    /// Exact words.
    pub must_say: Option<MustSayView>,
    /// The less attractive alternative.
    pub compared_with: Option<Runs>,
    /// The question.
    pub ask: Option<Runs>,
    /// What the customer may answer.
    pub answers: Vec<AnswerView>,
    /// Blanks that get written down here, in words.
    pub write_down: Vec<String>,
    /// What is asked for one after the other.
    pub form: Vec<String>,
    /// A fixed list of questions.
    pub ask_in_order: Vec<QuestionView>,
    /// A decision.
    pub choice: Option<ChoiceView>,
    /// What is said only when they ask.
    pub if_asked: Vec<IfAskedView>,
    /// Asks them to say it back.
    pub teach_back: Option<Runs>,
    /// For the agent's eyes.
    pub note: Vec<String>,
    /// For training; empty unless asked for.
    pub coach: Vec<String>,
    /// Why it is here or fixed.
    pub why: Option<String>,
    /// Where the call goes afterwards, in words; empty for the next segment.
    pub goes: String,
}

/// Exact words as templates see them.
#[derive(Debug, Clone, Serialize)]
pub struct MustSayView {
    /// The words.
    pub words: Runs,
    /// Why.
    pub why: Option<String>,
    /// Only where this holds.
    pub only_if: Option<String>,
    /// Who approved them.
    pub approved_by: Option<String>,
    /// When they must be looked at again.
    pub review_by: Option<String>,
}

/// An answer as templates see it.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerView {
    /// What the customer says.
    pub hear: Vec<String>,
    /// Suggested words in return.
    pub say: Option<Runs>,
    /// Exact words in return.
    pub must_say: Option<MustSayView>,
    /// A question in return.
    pub ask: Option<Runs>,
    /// For the agent's eyes.
    pub note: Vec<String>,
    /// Where the call goes then.
    pub goes: String,
}

/// A question of a fixed list as templates see it.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionView {
    /// The question.
    pub ask: Option<Runs>,
    /// What the customer may answer.
    pub answers: Vec<AnswerView>,
    /// For the agent's eyes.
    pub note: Vec<String>,
}

/// A decision as templates see it.
#[derive(Debug, Clone, Serialize)]
pub struct ChoiceView {
    /// What is decided.
    pub about: Option<String>,
    /// The question.
    pub ask: Option<Runs>,
    /// What there is to pick from.
    pub options: Vec<OptionView>,
    /// Why we recommend what we recommend.
    pub because: Option<Runs>,
    /// What to say when they cannot decide.
    pub if_unsure: Option<Runs>,
    /// Whether it is the customer's decision.
    pub theirs: bool,
}

/// An option as templates see it.
#[derive(Debug, Clone, Serialize)]
pub struct OptionView {
    /// Its name.
    pub pick: String,
    /// What is told before the pick.
    pub tell: Option<Runs>,
    /// What is said after it.
    pub say: Option<Runs>,
    /// Whether we recommend it.
    pub recommended: bool,
    /// Whether they chose it last time.
    pub usual: bool,
    /// Where the call goes then.
    pub goes: String,
}

/// What is said when they ask.
#[derive(Debug, Clone, Serialize)]
pub struct IfAskedView {
    /// What they ask.
    pub hear: Vec<String>,
    /// What to say.
    pub say: Option<Runs>,
}

/// What may happen at any moment.
#[derive(Debug, Clone, Serialize)]
pub struct AnytimeView {
    /// When.
    pub when: String,
    /// The author's own heading; may be empty.
    pub title: String,
    /// Whether somebody is in danger.
    pub danger: bool,
    /// What is said.
    pub segment: SegmentView,
}

/// A way the call can end.
#[derive(Debug, Clone, Serialize)]
pub struct OutcomeView {
    /// Its name.
    pub name: String,
    /// What to do then.
    pub todo: String,
}

/// The heading of a segment: its title, or its short name with spaces.
pub(super) fn heading(segment: &Segment) -> String {
    segment.title.as_ref().map_or_else(|| segment.id.replace(['-', '_'], " "), |title| title.value.clone())
}

/// What templates see of a script in this order, and the blanks without a value.
pub(super) fn view(script: &Script, order: &[usize], options: &Options) -> Result<(View, Vec<Missing>)> {
    let language = options.language.clone().unwrap_or_else(|| script.language.clone());
    let labels = if language.is_chinese() { CHINESE } else { ENGLISH };
    let filler = Filler::new(script, options);
    let mut viewer = Viewer { script, language, labels, training: options.training, filler, clock: 0.0, stage: None };
    let segments = order.iter().enumerate().filter_map(|(at, &segment)| Some((at, script.segments.get(segment)?)));
    let segments = segments.map(|(at, segment)| viewer.segment(at + 1, segment)).collect::<Result<Vec<_>>>()?;
    let length = labels.lasting(viewer.clock);
    let mut anytime = script.anytime.iter().map(|anytime| viewer.anytime(anytime)).collect::<Result<Vec<_>>>()?;
    anytime.sort_by_key(|anytime| !anytime.danger);
    let paper = options.paper.unwrap_or_else(|| Paper::usual(script));
    let SignOff { approved_by, review_by, .. } = &script.sign_off;
    let mut view = View {
        title: script.title.value.clone(),
        id: script.id.clone(),
        version: value(script.version.as_ref()),
        owner: value(script.owner.as_ref()),
        changed: value(script.changed.as_ref()),
        approved_by: value(approved_by.as_ref()),
        review_by: value(review_by.as_ref()),
        role: labels.named(script.role.name()),
        language: viewer.language.tag().to_string(),
        goal: value(script.goal.as_ref()),
        length,
        segments,
        anytime,
        outcomes: script
            .outcomes
            .iter()
            .map(|outcome| OutcomeView { name: outcome.name.value.clone(), todo: outcome.todo.value.clone() })
            .collect(),
        after_call: values(&script.after_call),
        labels,
        training: options.training,
        paper: paper.name(),
        type_size: 0.0,
        ends_in_margin: false,
        flow: flow(script, order, &labels),
        scorecard: scorecard(script, order, &viewer.language, &labels),
        survey: survey(&viewer.language),
        tables: Vec::new(),
        blank: false,
    };
    let fit = fit::fit(&view, paper);
    (view.type_size, view.ends_in_margin) = (fit.size, fit.ends_in_margin);
    Ok((view, viewer.filler.missing.into_iter().collect()))
}

fn value(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.trim().to_string())
}

fn values(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.trim().to_string()).collect()
}

struct Viewer<'s> {
    script: &'s Script,
    language: Language,
    labels: Labels,
    training: bool,
    filler: Filler<'s>,
    clock: f64,
    stage: Option<String>,
}

impl Viewer<'_> {
    fn segment(&mut self, number: usize, segment: &Segment) -> Result<SegmentView> {
        let name = segment.name();
        let takes = seconds(self.script, segment);
        let start = self.clock;
        self.clock += takes;
        let stage = value(segment.stage.as_ref());
        let stage_begins = stage.is_some() && stage != self.stage;
        let stage_ends = stage.is_none() && self.stage.is_some();
        self.stage.clone_from(&stage);
        Ok(SegmentView {
            number,
            id: segment.id.clone(),
            title: heading(segment),
            stage,
            stage_begins,
            stage_ends,
            kind: segment.kind().map(Kind::name).unwrap_or_default().to_string(),
            feels: segment.feels.as_ref().map(|said| said.value.name()).unwrap_or_default().to_string(),
            starts: format!("{}:{:02}", start.round() as u64 / 60, start.round() as u64 % 60),
            takes: self.labels.lasting(takes),
            only_if: segment.only_if.as_ref().map(|when| when.text.value.trim().to_string()),
            private: segment.private.as_ref().is_some_and(|said| said.value),
            say: self.words(segment.say.as_ref(), name)?,
            say_any: self.all(&segment.say_any, name)?,
            must_say: self.must_say(segment.must_say.as_deref(), name)?,
            compared_with: self.words(segment.compared_with.as_ref(), name)?,
            ask: self.words(segment.ask.as_ref(), name)?,
            answers: self.answers(&segment.answers, name)?,
            write_down: segment.fills.iter().map(|name| name.value.trim().replace('_', " ")).collect(),
            form: segment.form.iter().map(|name| name.value.trim().replace('_', " ")).collect(),
            ask_in_order: self.questions(segment, name)?,
            choice: segment.choice.as_ref().map(|choice| self.choice(choice, name)).transpose()?,
            if_asked: self.if_asked(segment, name)?,
            teach_back: self.words(segment.teach_back.as_ref(), name)?,
            note: values(&segment.note),
            coach: if self.training { values(&segment.coach) } else { Vec::new() },
            why: value(segment.why.as_ref()),
            goes: self.goes(segment.then.as_ref()),
        })
    }

    fn anytime(&mut self, anytime: &crate::script::Anytime) -> Result<AnytimeView> {
        let clock = self.clock;
        let segment = self.segment(0, &anytime.segment)?;
        self.clock = clock;
        let when = anytime.when.value.trim().to_string();
        let title = value(anytime.segment.title.as_ref()).unwrap_or_default();
        Ok(AnytimeView { title, danger: when == "in danger", when: self.labels.named(&when), segment })
    }

    fn words(&mut self, words: Option<&Words>, segment: &str) -> Result<Option<Runs>> {
        let text = words.and_then(|words| words.text(&self.language));
        text.map(|text| self.filler.runs(text, segment)).transpose()
    }

    fn all(&mut self, versions: &[Words], segment: &str) -> Result<Vec<Runs>> {
        let mut all = Vec::new();
        for words in versions {
            all.extend(self.words(Some(words), segment)?);
        }
        Ok(all)
    }

    fn must_say(&mut self, must: Option<&MustSay>, segment: &str) -> Result<Option<MustSayView>> {
        let Some(must) = must else { return Ok(None) };
        let own = must.words.version(&self.language).map(|version| &version.sign_off);
        let signed = own.filter(|own| own.approved_by.is_some() || own.review_by.is_some()).unwrap_or(&must.sign_off);
        let Some(words) = self.words(Some(&must.words), segment)? else { return Ok(None) };
        Ok(Some(MustSayView {
            words,
            why: value(must.why.as_ref()),
            only_if: must.only_if.as_ref().map(|when| when.text.value.trim().to_string()),
            approved_by: value(signed.approved_by.as_ref()),
            review_by: value(signed.review_by.as_ref()),
        }))
    }

    fn answers(&mut self, answers: &[Answer], segment: &str) -> Result<Vec<AnswerView>> {
        let one = |answer: &Answer| {
            Ok(AnswerView {
                hear: values(&answer.hear),
                say: self.words(answer.say.as_ref(), segment)?,
                must_say: self.must_say(answer.must_say.as_deref(), segment)?,
                ask: self.words(answer.ask.as_ref(), segment)?,
                note: values(&answer.note),
                goes: self.goes(answer.then.as_ref()),
            })
        };
        answers.iter().map(one).collect()
    }

    fn questions(&mut self, segment: &Segment, name: &str) -> Result<Vec<QuestionView>> {
        let mut questions = Vec::new();
        for question in &segment.ask_in_order {
            questions.push(QuestionView {
                ask: self.words(question.ask.as_ref(), name)?,
                answers: self.answers(&question.answers, name)?,
                note: values(&question.note),
            });
        }
        Ok(questions)
    }

    fn choice(&mut self, choice: &Choice, name: &str) -> Result<ChoiceView> {
        let is = |named: &Option<Text>, pick: &str| named.as_ref().is_some_and(|named| same(&named.value, pick));
        let mut options = Vec::new();
        for option in &choice.options {
            let pick = option.pick.as_ref().map_or("", |pick| pick.value.trim());
            options.push(OptionView {
                recommended: is(&choice.recommend, pick),
                usual: is(&choice.usual, pick),
                pick: pick.to_string(),
                tell: self.words(option.tell.as_ref(), name)?,
                say: self.words(option.say.as_ref(), name)?,
                goes: self.goes(option.then.as_ref()),
            });
        }
        Ok(ChoiceView {
            about: value(choice.about.as_ref()),
            ask: self.words(choice.ask.as_ref(), name)?,
            options,
            because: self.words(choice.because.as_ref(), name)?,
            if_unsure: self.words(choice.if_unsure.as_ref(), name)?,
            theirs: choice.decides == Decides::Customer,
        })
    }

    fn if_asked(&mut self, segment: &Segment, name: &str) -> Result<Vec<IfAskedView>> {
        let mut asked = Vec::new();
        for one in &segment.if_asked {
            asked.push(IfAskedView { hear: values(&one.hear), say: self.words(one.say.as_ref(), name)? });
        }
        Ok(asked)
    }

    /// Where the call goes, in words.
    fn goes(&self, then: Option<&Then>) -> String {
        let l = &self.labels;
        match then {
            None => String::new(),
            Some(Then::GoTo(target)) => {
                let title =
                    self.script.find(target.value.trim()).map_or(target.value.trim(), |(_, segment)| segment.name());
                format!("{} “{title}”", l.go_to)
            }
            Some(Then::AskAgain { at_most, otherwise, .. }) => {
                let again = format!("{} {at_most} {}", l.ask_again, l.times);
                match otherwise {
                    Some(otherwise) => format!("{again}, {} {}", l.then, self.goes(Some(otherwise))),
                    None => again,
                }
            }
            Some(Then::Use { file, and_come_back: true }) => {
                format!("{} {} {}", l.use_file, file.value, l.and_come_back)
            }
            Some(Then::Use { file, and_come_back: false }) => format!("{} {}", l.use_file, file.value),
            Some(Then::ComeBack(_)) => l.come_back.to_string(),
            Some(Then::EndAs(outcome)) => format!("{} {}", l.end_as, outcome.value.replace(['-', '_'], " ")),
        }
    }
}
