//! One segment as YAML, with its answers and its choice.

use super::page::Page;
use super::{Remarks, decides, seconds, sign_off, yes_no};
use crate::script::{Answer, Choice, FixedPlace, FixedQuestion, IfAsked, MustSay, Pick, Segment, SignOff, Then, Words};
use crate::text::Text;

/// Writes a segment; `when` for one that may come at any moment.
pub(super) fn write(page: &mut Page, segment: &Segment, when: Option<&Text>, remarks: &Remarks) {
    for remark in remarks.get(&segment.id).into_iter().flatten() {
        page.remark(remark);
    }
    page.maybe("when", when);
    page.maybe("id", segment.written_id.as_ref());
    if blank(segment) {
        page.plain("title", "\"-\"");
    }
    page.maybe("title", segment.title.as_ref());
    page.maybe("stage", segment.stage.as_ref());
    page.said("kind", segment.kind.as_ref(), |kind| kind.name());
    page.said("feels", segment.feels.as_ref(), |feeling| feeling.name());
    page.said("private", segment.private.as_ref(), |value| yes_no(*value));
    page.maybe("topic", segment.topic.as_ref());
    if let Some(takes) = segment.takes {
        page.plain("takes", &seconds(takes));
    }
    constraints(page, segment);
    spoken(page, segment);
    asked(page, &segment.if_asked);
    page.list("helps_with", &segment.helps_with);
    page.list("answers_to", &segment.answers_to);
    page.maybe("why", segment.why.as_ref());
    page.maybe("qa", segment.qa.as_ref());
    page.list("note", &segment.note);
    page.list("coach", &segment.coach);
    then(page, segment.then.as_ref());
}

/// A segment needs at least one line.
fn blank(segment: &Segment) -> bool {
    segment.title.is_none()
        && segment.spoken().next().is_none()
        && segment.note.is_empty()
        && segment.coach.is_empty()
        && segment.if_asked.is_empty()
        && segment.form.is_empty()
        && segment.answers.is_empty()
        && segment.then.is_none()
}

fn constraints(page: &mut Page, segment: &Segment) {
    let name = |place: FixedPlace| match place {
        FixedPlace::First => "first",
        FixedPlace::Last => "last",
        FixedPlace::Kept => "kept",
    };
    let places: Vec<Text> =
        segment.fixed_place.iter().map(|(place, text)| Text::new(name(*place), text.place)).collect();
    page.list("place", &places);
    page.list("after", &segment.after);
    page.list("before", &segment.before);
    page.maybe("next_to", segment.next_to.as_ref());
    page.maybe("starts_within", segment.starts_within.as_ref().map(|(_, text)| text));
    page.maybe("only_if", segment.only_if.as_ref().map(|when| &when.text));
}

fn spoken(page: &mut Page, segment: &Segment) {
    page.words("say", segment.say.as_ref());
    if !segment.say_any.is_empty() {
        page.under("say_any", |page| segment.say_any.iter().for_each(|words| any(page, words)));
    }
    must_say(page, segment.must_say.as_deref());
    page.words("compared_with", segment.compared_with.as_ref());
    page.words("ask", segment.ask.as_ref());
    answers(page, &segment.answers);
    page.maybe("fills", segment.fills.as_ref());
    page.list("form", &segment.form);
    if !segment.ask_in_order.is_empty() {
        page.under("ask_in_order", |page| {
            segment.ask_in_order.iter().for_each(|question| page.item(|page| fixed(page, question)));
        });
    }
    if let Some(choice) = &segment.choice {
        page.under("choice", |page| self::choice(page, choice));
    }
    if segment.ask_first {
        page.plain("ask_first", "yes");
    }
    page.words("teach_back", segment.teach_back.as_ref());
}

/// One of several versions: an item of a list.
fn any(page: &mut Page, words: &Words) {
    match words.versions.as_slice() {
        [version] if version.language.is_none() => page.item_spoken(&version.text.value),
        _ => page.item(|page| page.versions(words)),
    }
}

fn must_say(page: &mut Page, must: Option<&MustSay>) {
    let Some(must) = must else { return };
    if must.why.is_none()
        && must.only_if.is_none()
        && must.sign_off == SignOff::default()
        && must.words.versions.len() == 1
    {
        let plain = must.words.versions.first().is_some_and(|version| version.language.is_none());
        if plain {
            return page.words("must_say", Some(&must.words));
        }
    }
    page.under("must_say", |page| {
        page.words("text", Some(&must.words));
        page.maybe("why", must.why.as_ref());
        page.maybe("only_if", must.only_if.as_ref().map(|when| &when.text));
        sign_off(page, &must.sign_off);
    });
}

fn answers(page: &mut Page, answers: &[Answer]) {
    page.under("answers", |page| answers.iter().for_each(|answer| page.item(|page| self::answer(page, answer))));
}

fn answer(page: &mut Page, answer: &Answer) {
    page.list("hear", &answer.hear);
    share(page, answer.often);
    page.said("feels", answer.feels.as_ref(), |feeling| feeling.name());
    if let Some(takes) = answer.takes {
        page.plain("takes", &seconds(takes));
    }
    page.words("say", answer.say.as_ref());
    must_say(page, answer.must_say.as_deref());
    page.words("ask", answer.ask.as_ref());
    page.list("note", &answer.note);
    sets(page, &answer.sets);
    then(page, answer.then.as_ref());
}

fn share(page: &mut Page, often: Option<f64>) {
    if let Some(often) = often {
        let percent = (often * 1e8).round() / 1e6;
        page.plain("often", &format!("{percent}%"));
    }
}

fn sets(page: &mut Page, sets: &[(Text, Text)]) {
    page.under("sets", |page| sets.iter().for_each(|(name, value)| page.text(&name.value, &value.value)));
}

fn fixed(page: &mut Page, question: &FixedQuestion) {
    page.words("ask", question.ask.as_ref());
    answers(page, &question.answers);
    page.maybe("fills", question.fills.as_ref());
    page.list("note", &question.note);
}

fn choice(page: &mut Page, choice: &Choice) {
    page.maybe("about", choice.about.as_ref());
    page.words("ask", choice.ask.as_ref());
    page.under("options", |page| choice.options.iter().for_each(|pick| page.item(|page| self::pick(page, pick))));
    page.maybe("usual", choice.usual.as_ref());
    page.maybe("recommend", choice.recommend.as_ref());
    page.words("because", choice.because.as_ref());
    page.words("if_unsure", choice.if_unsure.as_ref());
    if let Some(who) = decides(choice.decides) {
        page.plain("decides", who);
    }
}

fn pick(page: &mut Page, pick: &Pick) {
    page.maybe("pick", pick.pick.as_ref());
    share(page, pick.often);
    page.said("feels", pick.feels.as_ref(), |feeling| feeling.name());
    if let Some(takes) = pick.takes {
        page.plain("takes", &seconds(takes));
    }
    page.words("tell", pick.tell.as_ref());
    page.words("say", pick.say.as_ref());
    sets(page, &pick.sets);
    then(page, pick.then.as_ref());
}

fn asked(page: &mut Page, asked: &[IfAsked]) {
    page.under("if_asked", |page| {
        for asked in asked {
            page.item(|page| {
                page.list("hear", &asked.hear);
                page.words("say", asked.say.as_ref());
            });
        }
    });
}

fn then(page: &mut Page, then: Option<&Then>) {
    let Some(then) = then else { return };
    page.text("then", &one_line(then));
    if let Then::AskAgain { at_most, otherwise, .. } = then {
        page.plain("at_most", &at_most.to_string());
        if let Some(otherwise) = otherwise {
            page.text("otherwise", &one_line(otherwise));
        }
    }
}

fn one_line(then: &Then) -> String {
    match then {
        Then::GoTo(id) => format!("go to {id}"),
        Then::AskAgain { .. } => "ask again".to_string(),
        Then::Use { file, and_come_back } => {
            format!("use {file}{}", if *and_come_back { " and come back" } else { "" })
        }
        Then::ComeBack(_) => "come back".to_string(),
        Then::EndAs(outcome) => format!("end as {outcome}"),
    }
}
