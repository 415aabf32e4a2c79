//! Expressions over the facts of a segment, a choice or a script, as rules write them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use minijinja::{Environment, Expression as Compiled, UndefinedBehavior, Value};

use super::counted::Sentence;
use super::draft::Draft;
use super::lexicon::CueId;
use super::look::Look;
use super::seen::Seen;
use super::sentence;
use super::sheet::{Part, Slots};
use crate::script::{Decides, Segment};
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
    /// Those without which it cannot be true.
    required: Vec<CueId>,
    /// The facts that it asks about: very few.
    names: Vec<String>,
    pub source: String,
}

/// Facts by name, as far as an expression asks about them.
struct Facts<'n> {
    names: &'n [String],
    values: BTreeMap<String, Value>,
}

impl Facts<'_> {
    fn set<T: Into<Value>>(&mut self, name: &str, value: impl FnOnce() -> T) {
        if self.names.iter().any(|known| known == name) {
            self.values.insert(name.to_string(), value().into());
        }
    }
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
        let required = required(&source, &cues);
        match ENVIRONMENT.compile_expression_owned(source) {
            Ok(compiled) => {
                let names = compiled.undeclared_variables(false).into_iter().collect();
                Some(Self { compiled, cues, required, names, source: text.value.clone() })
            }
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

    /// Whether it may be true of a segment or script in which these words stand.
    pub(crate) fn may_be_true(&self, seen: &Seen<'_, '_>) -> bool {
        self.required.iter().all(|cue| seen.may_say(*cue))
    }

    /// Whether it is true of a segment.
    pub(crate) fn of_part(&self, look: &Look<'_, '_>, branch: usize, part: usize) -> bool {
        let Some(found) = look.sheet().part(branch, part) else { return false };
        if !self.required.iter().all(|cue| look.cue_in(*cue, branch, part).next().is_some()) {
            return false;
        }
        let mut facts = self.no_facts();
        part_facts(look, branch, part, found, &mut facts);
        for (key, cue) in &self.cues {
            facts.set(key, || look.cue_in(*cue, branch, part).next().is_some());
        }
        self.is_true(facts)
    }

    /// Whether it is true of the whole script.
    pub(crate) fn of_script(&self, look: &Look<'_, '_>) -> bool {
        let mut facts = self.no_facts();
        script_facts(look, &mut facts);
        for (key, cue) in &self.cues {
            facts.set(key, || look.says_anywhere(*cue));
        }
        self.is_true(facts)
    }

    fn no_facts(&self) -> Facts<'_> {
        Facts { names: &self.names, values: BTreeMap::new() }
    }

    fn is_true(&self, facts: Facts<'_>) -> bool {
        self.compiled.eval(Value::from(facts.values)).is_ok_and(|value| value.is_true())
    }
}

/// The cues without which an expression cannot be true: those that stand by themselves between nothing but "and".
fn required(source: &str, cues: &[(String, CueId)]) -> Vec<CueId> {
    let mut depth = 0_usize;
    let outside = |c: &char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    };
    let outer: String = source.chars().filter(outside).collect();
    let one_of_several = [" or ", " if "].iter().any(|sign| outer.contains(sign));
    let parts = outer.split(" and ").filter(|_| !one_of_several);
    parts.filter_map(|part| cues.iter().find(|(key, _)| key == part.trim()).map(|(_, cue)| *cue)).collect()
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

fn part_facts(look: &Look<'_, '_>, branch: usize, number: usize, part: &Part<'_>, facts: &mut Facts<'_>) {
    let sheet = look.sheet();
    let parts = sheet.branches.get(branch).map_or(&[][..], |branch| branch.parts.as_slice());
    let sentences = || part_sentences(look, part);
    facts.set("number", || number + 1);
    facts.set("is_first", || number == 0);
    facts.set("is_last", || number + 1 == parts.len());
    facts.set("starts", || part.starts);
    facts.set("takes", || part.takes);
    facts.set("ends", || part.starts + part.takes);
    facts.set("share", || {
        let total: f64 = parts.iter().map(|part| part.takes).sum();
        if total > 0.0 { part.starts / total } else { 0.0 }
    });
    facts.set("words", || {
        let said = Slots::SPOKEN_FIRST.and(Slots::MUST_SAY);
        let utters = sheet.utters_of(part).iter().filter(|utter| utter.slot.meets(said));
        utters.map(|utter| look.seen.totals(utter).length).sum::<usize>()
    });
    facts.set("sentences", || sentences().count());
    facts.set("questions", || sentences().filter(|sentence| sentence.asks).count());
    facts.set("numbers", || sentences().map(|said| sentence::numbers(sheet.words(&said.range))).sum::<usize>());
    let Some(segment) = part.segment else { return };
    facts.set("id", || segment.id.as_str());
    facts.set("title", || segment.name());
    facts.set("kind", || segment.kind().map_or("", |kind| kind.name()));
    facts.set("feels", || valence(Some(segment)));
    facts.set("felt", || segment.valence());
    facts.set("topic", || text(segment.topic.as_ref()));
    facts.set("stage", || text(segment.stage.as_ref()));
    facts.set("answers", || segment.answers.len());
    facts.set("exact", || segment.must_say.is_some());
    facts.set("conditional", || segment.only_if.is_some());
    facts.set("keys", || super::selector::keys_of(segment));
    let choice = segment.choice.as_ref();
    facts.set("options", || choice.map_or(0, |choice| choice.options.len()));
    let Some(choice) = choice else { return };
    facts.set("about", || text(choice.about.as_ref()));
    facts.set("usual", || text(choice.usual.as_ref()));
    facts.set("recommend", || text(choice.recommend.as_ref()));
    facts.set("ask", || choice.ask.is_some());
    facts.set("because", || choice.because.is_some());
    facts.set("if_unsure", || choice.if_unsure.is_some());
    facts.set("decides", || if choice.decides == Decides::Us { "us" } else { "customer" });
}

/// How a segment feels as a number; nothing where it does not say.
fn valence(segment: Option<&Segment>) -> Value {
    let feels = segment.and_then(|segment| segment.feels.as_ref());
    feels.map_or(Value::from(()), |said| Value::from(i64::from(said.value.valence())))
}

fn part_sentences<'l>(look: &'l Look<'_, '_>, part: &'l Part<'_>) -> impl Iterator<Item = &'l Sentence> {
    let utters = look.sheet().utters_of(part).iter().filter(|utter| utter.on_the_way());
    utters.flat_map(|utter| look.seen.sentences_of(utter))
}

fn script_facts(look: &Look<'_, '_>, facts: &mut Facts<'_>) {
    let sheet = look.sheet();
    let parts = sheet.branches.first().map_or(&[][..], |branch| branch.parts.as_slice());
    let segments = || parts.iter().filter_map(|part| part.segment);
    let count = |test: &dyn Fn(f64) -> bool| segments().filter(|segment| test(segment.valence())).count();
    facts.set("segments", || parts.len());
    facts.set("seconds", || parts.iter().map(|part| part.takes).sum::<f64>());
    facts.set("words", || {
        let said = sheet.utters.iter().filter(|utter| utter.on_the_way());
        said.map(|utter| look.seen.totals(utter).length).sum::<usize>()
    });
    facts.set("choices", || segments().filter(|segment| segment.choice.is_some()).count());
    facts.set("decisions", || super::measure::decisions(parts));
    facts.set("painful", || count(&|valence| valence < 0.0));
    facts.set("pleasant", || count(&|valence| valence > 0.0));
    facts.set("last_feels", || valence(segments().next_back()));
    facts.set("first_painful", || {
        let first = segments().position(|segment| segment.valence() < 0.0);
        first.map_or(Value::from(()), |at| Value::from(at + 1))
    });
    facts.set("kinds", || segments().filter_map(|segment| segment.kind()).map(|kind| kind.name()).collect::<Vec<_>>());
    facts.set("branches", || sheet.branches.iter().map(|branch| branch.name.clone()).collect::<Vec<_>>());
    for name in super::when::FACTS {
        facts.set(name, || look.fact(name).map_or(Value::from(()), Value::from));
    }
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

    #[test]
    fn a_cue_is_required_where_it_stands_by_itself() {
        let cues = [("says_0".to_string(), CueId(7)), ("says_1".to_string(), CueId(8))];
        let of = |source: &str| required(source, &cues).iter().map(|cue| cue.0).collect::<Vec<_>>();
        assert_eq!(of("says_0 and not exact and says_1"), vec![7, 8]);
        assert_eq!(of("says_0 and (exact or says_1)"), vec![7]);
        for source in ["not says_0 and exact", "says_0 or says_1 and exact"] {
            assert_eq!(of(source), Vec::<usize>::new(), "{source}");
        }
    }
}
