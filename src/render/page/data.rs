//! What the page knows: the script in the order of the call, with every way on, as the data that its code reads.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use super::super::Options;
use super::super::runs::{Filler, Missing};
use super::labels::{CHINESE, ENGLISH, PageLabels};
use super::route::{Again, Route, Router, Spot, again};
use super::words;
use crate::error::Result;
use crate::paths::Branch;
use crate::script::{
    Answer, Anytime, BUILT_IN_BLANKS, Choice, Decides, FixedQuestion, From, Kind, Language, MustSay, Pick, Role,
    Script, Segment, Timing, When, Words, same, seconds,
};
use crate::text::Text;

/// The page's data.
#[derive(Serialize)]
pub(super) struct Data<'s> {
    pub script: Facts<'s>,
    pub labels: PageLabels,
    blanks: Vec<BlankData>,
    segments: Vec<SegmentData>,
    anytime: Vec<AnytimeData>,
    outcomes: Vec<(String, String)>,
    after_call: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Facts<'s> {
    pub title: &'s str,
    id: &'s str,
    version: Option<String>,
    owner: Option<String>,
    changed: Option<String>,
    review_by: Option<String>,
    approved_by: Option<String>,
    goal: Option<String>,
    nurse: bool,
    pub language: String,
    chinese: bool,
    /// The words for feelings, from very painful to very pleasant.
    feelings: [&'static str; 7],
    /// Words a minute; in Chinese, characters.
    pace: f64,
    sha256: Option<String>,
}

#[derive(Serialize)]
struct BlankData {
    name: String,
    from: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    if_missing: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed: Vec<String>,
    #[serde(skip_serializing_if = "is_false")]
    optional: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

#[derive(Serialize)]
struct AnytimeData {
    when: String,
    danger: bool,
    segment: SegmentData,
}

#[derive(Serialize)]
struct SegmentData {
    id: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feels: Option<i8>,
    seconds: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    only_if: Option<WhenData>,
    #[serde(skip_serializing_if = "is_false")]
    private: bool,
    /// The place of the other news, where the customer chooses which comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    ask_first: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    must_say: Option<MustData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    say: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    say_any: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compared_with: Option<Value>,
    #[serde(flatten)]
    question: QuestionData,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ask_in_order: Vec<ListedData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<ChoiceData>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    if_asked: Vec<AskedData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    teach_back: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    note: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coach: Vec<String>,
    to: Route,
}

#[derive(Serialize)]
struct WhenData {
    text: String,
    holds: Value,
}

#[derive(Serialize)]
struct MustData {
    words: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    only_if: Option<WhenData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approved_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    review_by: Option<String>,
}

/// An answer or an option.
#[derive(Serialize)]
struct AnswerData {
    hear: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tell: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    must_say: Option<MustData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    say: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    note: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sets: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feels: Option<i8>,
    seconds: f64,
    #[serde(skip_serializing_if = "is_false")]
    recommended: bool,
    #[serde(skip_serializing_if = "is_false")]
    usual: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Route>,
    #[serde(skip_serializing_if = "Option::is_none")]
    again: Option<Again>,
}

/// A question of a fixed list.
#[derive(Serialize)]
struct ListedData {
    #[serde(flatten)]
    question: QuestionData,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    note: Vec<String>,
}

/// A question, with what may be answered.
#[derive(Serialize)]
struct QuestionData {
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answers: Vec<AnswerData>,
    /// Whether nobody wrote an answer for an unclear reply.
    #[serde(skip_serializing_if = "is_false")]
    unclear: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fills: Vec<String>,
}

#[derive(Serialize)]
struct ChoiceData {
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<Value>,
    options: Vec<AnswerData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    if_unsure: Option<Value>,
    theirs: bool,
}

#[derive(Serialize)]
struct AskedData {
    hear: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    say: Option<Value>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The data of a script in this order, and the blanks that only the page can fill.
pub(super) fn data<'s>(script: &'s Script, order: &[usize], options: &'s Options) -> Result<(Data<'s>, Vec<Missing>)> {
    let language = options.language.clone().unwrap_or_else(|| script.language.clone());
    let labels = if language.is_chinese() { CHINESE } else { ENGLISH };
    let router = Router::new(script, order);
    let filler = Filler::new(script, options);
    let mut maker = Maker { script, options, language, router, filler, names: BTreeSet::new() };
    let there = order.iter().filter_map(|&number| script.segments.get(number)).enumerate();
    let segments = there.map(|(at, segment)| maker.segment(Spot::Main(at), segment)).collect::<Result<Vec<_>>>()?;
    let mut anytime =
        script.anytime.iter().enumerate().map(|(at, one)| maker.anytime(at, one)).collect::<Result<Vec<_>>>()?;
    anytime.sort_by_key(|one| !one.danger);
    let data = Data {
        script: facts(script, &maker.language, options),
        labels,
        blanks: maker.blanks(),
        segments,
        anytime,
        outcomes: script.outcomes.iter().map(|one| (trimmed(&one.name), trimmed(&one.todo))).collect(),
        after_call: trimmed_all(&script.after_call),
    };
    Ok((data, maker.filler.missing.into_iter().collect()))
}

fn facts<'s>(script: &'s Script, language: &Language, options: &Options) -> Facts<'s> {
    Facts {
        title: &script.title.value,
        id: &script.id,
        version: value(script.version.as_ref()),
        owner: value(script.owner.as_ref()),
        changed: value(script.changed.as_ref()),
        review_by: value(script.sign_off.review_by.as_ref()),
        approved_by: value(script.sign_off.approved_by.as_ref()),
        goal: value(script.goal.as_ref()).filter(|goal| goal != "route"),
        nurse: script.role == Role::Nurse,
        language: language.tag().to_string(),
        chinese: language.is_chinese(),
        feelings: crate::script::Feeling::words(language.is_chinese()),
        pace: if language.is_chinese() { Timing::of(script).characters } else { Timing::of(script).words },
        sha256: options.sha256.clone(),
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn trimmed(text: &Text) -> String {
    text.value.trim().to_string()
}

fn value(text: Option<&Text>) -> Option<String> {
    text.map(trimmed)
}

fn trimmed_all(texts: &[Text]) -> Vec<String> {
    texts.iter().map(trimmed).collect()
}

struct Maker<'s> {
    script: &'s Script,
    options: &'s Options,
    language: Language,
    router: Router<'s>,
    filler: Filler<'s>,
    names: BTreeSet<String>,
}

impl Maker<'_> {
    fn segment(&mut self, spot: Spot, segment: &Segment) -> Result<SegmentData> {
        let name = segment.name();
        let at = if let Spot::Main(at) = spot { Some(at) } else { None };
        let title = || capitalised(&segment.id.replace(['-', '_'], " "));
        Ok(SegmentData {
            id: segment.id.clone(),
            title: segment.title.as_ref().map_or_else(title, trimmed),
            stage: value(segment.stage.as_ref()),
            kind: segment.kind().map(Kind::name),
            feels: segment.feels.as_ref().map(|said| said.value.valence()),
            seconds: rounded(seconds(self.script, segment)),
            only_if: self.when(segment.only_if.as_ref()),
            private: segment.private.as_ref().is_some_and(|said| said.value),
            ask_first: at.filter(|_| segment.ask_first).and_then(|at| self.router.other_news(at, segment)),
            must_say: self.must_say(segment.must_say.as_deref(), name)?,
            say: self.words(segment.say.as_ref(), name)?,
            say_any: self.all(&segment.say_any, name)?,
            compared_with: self.words(segment.compared_with.as_ref(), name)?,
            question: QuestionData {
                ask: self.words(segment.ask.as_ref(), name)?,
                answers: self.answers(spot, segment, None)?,
                unclear: self.lacks_unclear(spot, &segment.answers, None),
                fills: trimmed_each(segment.fills.iter().chain(&segment.form)),
            },
            ask_in_order: self.questions(spot, segment)?,
            choice: segment.choice.as_ref().map(|choice| self.choice(spot, segment, choice)).transpose()?,
            if_asked: self.if_asked(segment)?,
            teach_back: self.words(segment.teach_back.as_ref(), name)?,
            note: trimmed_all(&segment.note),
            coach: if self.options.training { trimmed_all(&segment.coach) } else { Vec::new() },
            to: self.onward(spot, segment),
        })
    }

    fn anytime(&mut self, at: usize, anytime: &Anytime) -> Result<AnytimeData> {
        let when = trimmed(&anytime.when);
        Ok(AnytimeData { danger: when == "in danger", when, segment: self.segment(Spot::Aside(at), &anytime.segment)? })
    }

    fn words(&mut self, words: Option<&Words>, segment: &str) -> Result<Option<Value>> {
        let Some(text) = words.and_then(|words| words.text(&self.language)) else { return Ok(None) };
        let mut names = BTreeSet::new();
        if let Some(parts) = words::parts(&text.value, &mut names) {
            self.names.append(&mut names);
            return Ok(Some(parts));
        }
        let runs = self.filler.runs(text, segment)?;
        let part = |run: super::super::runs::Run| if run.gap { json!({ "gap": run.text }) } else { json!(run.text) };
        Ok(Some(runs.into_iter().map(part).collect()))
    }

    fn all(&mut self, versions: &[Words], segment: &str) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        for words in versions {
            all.extend(self.words(Some(words), segment)?);
        }
        Ok(all)
    }

    fn when(&mut self, when: Option<&When>) -> Option<WhenData> {
        when.map(|when| WhenData {
            text: trimmed(&when.text),
            holds: words::condition(&when.condition, &mut self.names),
        })
    }

    fn must_say(&mut self, must: Option<&MustSay>, segment: &str) -> Result<Option<MustData>> {
        let Some(must) = must else { return Ok(None) };
        let own = must.words.version(&self.language).map(|version| &version.sign_off);
        let signed = own.filter(|own| own.approved_by.is_some() || own.review_by.is_some()).unwrap_or(&must.sign_off);
        let signed = (value(signed.approved_by.as_ref()), value(signed.review_by.as_ref()));
        let Some(words) = self.words(Some(&must.words), segment)? else { return Ok(None) };
        Ok(Some(MustData {
            words,
            why: value(must.why.as_ref()),
            only_if: self.when(must.only_if.as_ref()),
            approved_by: signed.0,
            review_by: signed.1,
        }))
    }

    /// The answers to a segment's own question, or to one of its fixed list.
    fn answers(&mut self, spot: Spot, segment: &Segment, question: Option<usize>) -> Result<Vec<AnswerData>> {
        let listed = question.and_then(|at| segment.ask_in_order.get(at));
        let (answers, fills) = match listed {
            Some(question) => (&question.answers, question.fills.as_ref()),
            None => (&segment.answers, segment.fills.as_ref()),
        };
        let branches = self.branches(spot, question);
        answers.iter().zip(branches).map(|(answer, branch)| self.answer(segment, answer, fills, &branch)).collect()
    }

    /// The ways on from a segment, or from a question of its fixed list: its answers, then its options.
    fn branches(&self, spot: Spot, question: Option<usize>) -> Vec<Branch> {
        self.router.node(spot, question).map_or_else(Vec::new, |node| node.branches.clone())
    }

    /// Where the call goes on from a segment, where nothing else is said.
    fn onward(&self, spot: Spot, segment: &Segment) -> Route {
        let node = self.router.node(spot, segment.ask_in_order.len().checked_sub(1));
        node.and_then(|node| self.router.route(&node.onward)).unwrap_or(Route::Back)
    }

    /// Whether there are answers, and none of them takes up an unclear reply.
    fn lacks_unclear(&self, spot: Spot, answers: &[Answer], question: Option<usize>) -> bool {
        !answers.is_empty() && self.router.node(spot, question).is_some_and(|node| node.unclear.is_some())
    }

    fn answer(
        &mut self,
        segment: &Segment,
        answer: &Answer,
        fills: Option<&Text>,
        branch: &Branch,
    ) -> Result<AnswerData> {
        let name = segment.name();
        Ok(AnswerData {
            hear: trimmed_all(&answer.hear),
            tell: None,
            must_say: self.must_say(answer.must_say.as_deref(), name)?,
            say: self.words(answer.say.as_ref(), name)?,
            ask: self.words(answer.ask.as_ref(), name)?,
            note: trimmed_all(&answer.note),
            sets: sets(answer.hear.first(), fills, &answer.sets),
            feels: answer.feels.as_ref().map(|said| said.value.valence()),
            seconds: rounded(branch.seconds),
            recommended: false,
            usual: false,
            to: self.router.route(branch),
            again: again(branch),
        })
    }

    /// The fixed questions; an answer that says nothing of its own leads to the next of them.
    fn questions(&mut self, spot: Spot, segment: &Segment) -> Result<Vec<ListedData>> {
        let one = |(at, question): (usize, &FixedQuestion)| {
            let asked = QuestionData {
                ask: self.words(question.ask.as_ref(), segment.name())?,
                answers: self.answers(spot, segment, Some(at))?,
                unclear: self.lacks_unclear(spot, &question.answers, Some(at)),
                fills: trimmed_each(&question.fills),
            };
            Ok(ListedData { question: asked, note: trimmed_all(&question.note) })
        };
        segment.ask_in_order.iter().enumerate().map(one).collect()
    }

    fn choice(&mut self, spot: Spot, segment: &Segment, choice: &Choice) -> Result<ChoiceData> {
        let name = segment.name();
        let branches = self.branches(spot, None).into_iter().skip(segment.answers.len());
        let options = choice.options.iter().zip(branches);
        Ok(ChoiceData {
            about: value(choice.about.as_ref()),
            options: options
                .map(|(option, branch)| self.option(segment, choice, option, &branch))
                .collect::<Result<_>>()?,
            ask: self.words(choice.ask.as_ref(), name)?,
            because: self.words(choice.because.as_ref(), name)?,
            if_unsure: self.words(choice.if_unsure.as_ref(), name)?,
            theirs: choice.decides == Decides::Customer,
        })
    }

    fn option(&mut self, segment: &Segment, choice: &Choice, option: &Pick, branch: &Branch) -> Result<AnswerData> {
        let pick = option.pick.as_ref();
        let is = |named: &Option<Text>| {
            named.as_ref().zip(pick).is_some_and(|(named, pick)| same(&named.value, &pick.value))
        };
        Ok(AnswerData {
            hear: trimmed_each(pick),
            tell: self.words(option.tell.as_ref(), segment.name())?,
            must_say: None,
            say: self.words(option.say.as_ref(), segment.name())?,
            ask: None,
            note: Vec::new(),
            sets: sets(pick, segment.fills.as_ref(), &option.sets),
            feels: option.feels.as_ref().map(|said| said.value.valence()),
            seconds: rounded(branch.seconds),
            recommended: is(&choice.recommend),
            usual: is(&choice.usual),
            to: self.router.route(branch),
            again: again(branch),
        })
    }

    fn if_asked(&mut self, segment: &Segment) -> Result<Vec<AskedData>> {
        let one = |asked: &crate::script::IfAsked| {
            Ok(AskedData { hear: trimmed_all(&asked.hear), say: self.words(asked.say.as_ref(), segment.name())? })
        };
        segment.if_asked.iter().map(one).collect()
    }

    /// The blanks that the script declares or uses, in the order of declaration.
    fn blanks(&mut self) -> Vec<BlankData> {
        let declared: BTreeMap<&str, usize> =
            self.script.blanks.iter().enumerate().map(|(at, blank)| (blank.name.value.trim(), at)).collect();
        let own = self.script.blanks.iter().map(|blank| blank.name.value.trim().to_string());
        let used = self.names.iter().filter(|name| !declared.contains_key(name.as_str())).cloned();
        let names = own.chain(used).filter(|name| !BUILT_IN_BLANKS.contains(&name.as_str()));
        names.map(|name| self.blank(name)).collect()
    }

    fn blank(&self, name: String) -> BlankData {
        let blank = self.script.blank(&name);
        let from = match blank.and_then(|blank| blank.from) {
            Some(From::Record) => "record",
            Some(From::Agent) => "agent",
            Some(From::Customer) => "customer",
            None => "",
        };
        BlankData {
            from,
            example: blank.and_then(|blank| value(blank.example.as_ref())),
            if_missing: blank.and_then(|blank| value(blank.if_missing.as_ref())),
            allowed: blank.map(|blank| trimmed_all(&blank.allowed)).unwrap_or_default(),
            optional: blank.is_some_and(|blank| blank.optional),
            value: self.options.blanks.get(&name).cloned(),
            name,
        }
    }
}

fn trimmed_each<'t>(texts: impl IntoIterator<Item = &'t Text>) -> Vec<String> {
    texts.into_iter().map(trimmed).collect()
}

/// What is known after an answer: the blank that it fills, and what it sets.
fn sets(heard: Option<&Text>, fills: Option<&Text>, sets: &[(Text, Text)]) -> Vec<(String, String)> {
    let filled = fills.zip(heard).map(|(name, heard)| (trimmed(name), trimmed(heard)));
    filled.into_iter().chain(sets.iter().map(|(name, value)| (trimmed(name), trimmed(value)))).collect()
}

/// Tenths of a second are enough for a clock.
fn rounded(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}
