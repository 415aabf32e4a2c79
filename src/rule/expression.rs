//! Expressions over the facts of a segment, a choice or a script, as rules write them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use minijinja::{Environment, Expression as Compiled, UndefinedBehavior, Value};

use super::draft::Draft;
use super::lexicon::CueId;
use super::look::Look;
use super::sentence;
use super::sheet::{Part, Slots};
use crate::script::Decides;
use crate::text::Text;

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut env = crate::template::environment();
    env.set_undefined_behavior(UndefinedBehavior::Lenient);
    env
});

/// An expression, with the cues it asks about.
#[derive(Debug)]
pub(crate) struct Expression {
    compiled: Compiled<'static, 'static>,
    cues: Vec<(String, CueId)>,
    pub source: String,
}

impl Expression {
    /// Reads an expression; what is wrong with it becomes a finding of the pack.
    pub(crate) fn read(text: &Text, draft: &mut Draft<'_>) -> Option<Self> {
        let mut cues = Vec::new();
        let source = rewrite(&text.value, |name, argument| match name {
            "says" => {
                let id = draft.cue(&Text::new(argument, text.place));
                let key = format!("says_{}", cues.len());
                cues.extend(id.map(|id| (key.clone(), id)));
                Some(key)
            }
            "has" => Some(format!("('{argument}' in keys)")),
            "has_kind" => Some(format!("('{argument}' in kinds)")),
            "count_kind" => Some(format!("(kinds|select('eq', '{argument}')|list|length)")),
            "has_branch" => Some(format!("('{argument}' in branches)")),
            _ => None,
        });
        if let Err(flaw) = crate::template::guard(&format!("{{{{ {source} }}}}")) {
            draft.wrong(text, flaw.message, "");
            return None;
        }
        match ENVIRONMENT.compile_expression_owned(source) {
            Ok(compiled) => Some(Self { compiled, cues, source: text.value.clone() }),
            Err(error) => {
                let reason = error.detail().unwrap_or("it is not understood").to_string();
                draft.wrong(text, format!("this expression cannot be read: {reason}"), "");
                None
            }
        }
    }

    /// Whether it asks about kinds, feelings or keys, which prose does not state.
    pub(crate) fn needs_meaning(&self) -> bool {
        ["kind", "fe", "choice", "options", "topic", "has", "exact", "decides"]
            .iter()
            .any(|word| self.source.contains(word))
    }

    /// Whether it is true of a segment.
    pub(crate) fn of_part(&self, look: &Look<'_, '_>, branch: usize, part: usize) -> bool {
        let Some(found) = look.sheet().part(branch, part) else { return false };
        let mut facts = part_facts(look, branch, part, found);
        for (key, cue) in &self.cues {
            facts.insert(key.clone(), Value::from(look.cue_in(*cue, branch, part).next().is_some()));
        }
        self.is_true(facts)
    }

    /// Whether it is true of the whole script.
    pub(crate) fn of_script(&self, look: &Look<'_, '_>) -> bool {
        let mut facts = script_facts(look);
        for (key, cue) in &self.cues {
            facts.insert(key.clone(), Value::from(look.says_anywhere(*cue)));
        }
        self.is_true(facts)
    }

    fn is_true(&self, facts: BTreeMap<String, Value>) -> bool {
        self.compiled.eval(Value::from(facts)).is_ok_and(|value| value.is_true())
    }
}

/// Puts something else in the place of every `name("argument")`.
fn rewrite(source: &str, mut with: impl FnMut(&str, &str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some(open) = rest.find('(') {
        let (before, after) = rest.split_at(open);
        let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        let quote = after[1..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let argument = quote.and_then(|quote| after[2..].find(quote).map(|end| &after[2..2 + end]));
        let call = argument.filter(|argument| after[3 + argument.len()..].starts_with(')'));
        match call.and_then(|argument| with(&before[start..], argument).map(|text| (text, argument.len() + 4))) {
            Some((text, length)) => {
                out.push_str(&before[..start]);
                out.push_str(&text);
                rest = &after[length..];
            }
            None => {
                out.push_str(before);
                out.push('(');
                rest = &after[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn text(text: Option<&Text>) -> Value {
    text.map_or(Value::from(""), |text| Value::from(text.value.as_str()))
}

fn part_facts(look: &Look<'_, '_>, branch: usize, number: usize, part: &Part<'_>) -> BTreeMap<String, Value> {
    let sheet = look.sheet();
    let mut facts = BTreeMap::new();
    let mut set = |key: &str, value: Value| {
        facts.insert(key.to_string(), value);
    };
    let count = sheet.branches.get(branch).map_or(0, |branch| branch.parts.len());
    let total: f64 = sheet.branches.get(branch).map_or(0.0, |branch| branch.parts.iter().map(|part| part.takes).sum());
    let said: Vec<&str> = sheet
        .utters_of(part)
        .iter()
        .filter(|utter| utter.slot.meets(Slots::SPOKEN_FIRST.and(Slots::MUST_SAY)))
        .map(|utter| sheet.words(&utter.range))
        .collect();
    set("number", Value::from(number + 1));
    set("is_first", Value::from(number == 0));
    set("is_last", Value::from(number + 1 == count));
    set("starts", Value::from(part.starts));
    set("takes", Value::from(part.takes));
    set("ends", Value::from(part.starts + part.takes));
    set("share", Value::from(if total > 0.0 { part.starts / total } else { 0.0 }));
    set("words", Value::from(said.iter().map(|text| sentence::length(text)).sum::<usize>()));
    let sentences: Vec<&str> = part_sentences(look, part).collect();
    set("sentences", Value::from(sentences.len()));
    set("questions", Value::from(sentences.iter().filter(|text| sentence::asks(text)).count()));
    set("numbers", Value::from(sentences.iter().map(|text| sentence::numbers(text)).sum::<usize>()));
    let Some(segment) = part.segment else { return facts };
    set("id", Value::from(segment.id.as_str()));
    set("title", Value::from(segment.name()));
    set("kind", Value::from(segment.kind().map_or("", |kind| kind.name())));
    set("feels", segment.feels.as_ref().map_or(Value::from(()), |said| Value::from(i64::from(said.value.valence()))));
    set("felt", Value::from(segment.valence()));
    set("topic", text(segment.topic.as_ref()));
    set("stage", text(segment.stage.as_ref()));
    set("answers", Value::from(segment.answers.len()));
    set("exact", Value::from(segment.must_say.is_some()));
    set("conditional", Value::from(segment.only_if.is_some()));
    set("keys", Value::from(super::selector::keys_of(segment)));
    let choice = segment.choice.as_ref();
    set("options", Value::from(choice.map_or(0, |choice| choice.options.len())));
    let Some(choice) = choice else { return facts };
    set("about", text(choice.about.as_ref()));
    set("usual", text(choice.usual.as_ref()));
    set("recommend", text(choice.recommend.as_ref()));
    set("ask", Value::from(choice.ask.is_some()));
    set("because", Value::from(choice.because.is_some()));
    set("if_unsure", Value::from(choice.if_unsure.is_some()));
    set("decides", Value::from(if choice.decides == Decides::Us { "us" } else { "customer" }));
    facts
}

fn part_sentences<'l>(look: &'l Look<'_, '_>, part: &'l Part<'_>) -> impl Iterator<Item = &'l str> {
    let sheet = look.sheet();
    let utters = sheet.utters_of(part).iter().filter(|utter| utter.on_the_way());
    utters.flat_map(move |utter| sheet.sentences_in(utter.range.clone())).map(move |range| sheet.words(&range))
}

fn script_facts(look: &Look<'_, '_>) -> BTreeMap<String, Value> {
    let sheet = look.sheet();
    let mut facts = BTreeMap::new();
    let mut set = |key: &str, value: Value| {
        facts.insert(key.to_string(), value);
    };
    let parts = sheet.branches.first().map_or(&[][..], |branch| branch.parts.as_slice());
    let segments = || parts.iter().filter_map(|part| part.segment);
    let count = |test: &dyn Fn(f64) -> bool| segments().filter(|segment| test(segment.valence())).count();
    set("segments", Value::from(parts.len()));
    set("seconds", Value::from(parts.iter().map(|part| part.takes).sum::<f64>()));
    set(
        "words",
        Value::from(
            sheet
                .utters
                .iter()
                .filter(|u| u.on_the_way())
                .map(|u| sentence::length(sheet.words(&u.range)))
                .sum::<usize>(),
        ),
    );
    let choices = segments().filter(|segment| segment.choice.is_some()).count();
    set("choices", Value::from(choices));
    set("decisions", Value::from(super::measure::decisions(parts)));
    set("painful", Value::from(count(&|valence| valence < 0.0)));
    set("pleasant", Value::from(count(&|valence| valence > 0.0)));
    set(
        "last_feels",
        segments()
            .next_back()
            .and_then(|segment| segment.feels.as_ref())
            .map_or(Value::from(()), |said| Value::from(i64::from(said.value.valence()))),
    );
    let first = segments().position(|segment| segment.valence() < 0.0);
    set("first_painful", first.map_or(Value::from(()), |at| Value::from(at + 1)));
    set(
        "kinds",
        Value::from(segments().filter_map(|segment| segment.kind()).map(|kind| kind.name()).collect::<Vec<_>>()),
    );
    set("branches", Value::from(sheet.branches.iter().map(|branch| branch.name.clone()).collect::<Vec<_>>()));
    for name in super::when::FACTS {
        set(name, look.fact(name).map_or(Value::from(()), Value::from));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_with_one_name_in_quotes_are_put_in_other_words() {
        let source = r#"not (says("a/b") or has('c')) and f(1) and has_kind("news")"#;
        let out = rewrite(source, |name, argument| Some(format!("<{name} {argument}>")));
        assert_eq!(out, "not (<says a/b> or <has c>) and f(1) and <has_kind news>");
    }
}
