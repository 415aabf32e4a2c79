//! Spoken words with their blanks filled from what is known by now.

use std::collections::BTreeMap;

use minijinja::Value;

use crate::script::{Script, spoken};
use crate::template;
use crate::text::Text;

/// What is known of the blanks, by name.
pub(super) type Values = BTreeMap<String, String>;

/// The words as they are said. A blank without a value is said by its example, else by its name.
pub(super) fn filled(script: &Script, values: &Values, text: &Text) -> String {
    let words = text.value.trim();
    if template::is_plain(words) {
        return words.to_string();
    }
    rendered(script, values, words)
        .unwrap_or_else(|| spoken::filled(words, |name| value(script, values, name)).into_owned())
}

fn rendered(script: &Script, values: &Values, words: &str) -> Option<String> {
    template::guard(words).ok()?;
    let env = template::environment();
    let made = env.template_from_str(words).ok()?;
    let names = made.undeclared_variables(false);
    let known = |name: String| {
        let value = value(script, values, &name).map_or_else(|| name.replace('_', " "), str::to_string);
        (name, Value::from(value))
    };
    made.render(Value::from_pairs(names.into_iter().map(known))).ok().map(|words| words.trim().to_string())
}

fn value<'v>(script: &'v Script, values: &'v Values, name: &str) -> Option<&'v str> {
    let own = values.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let blank = script.blank(name);
    own.or_else(|| blank.and_then(|blank| blank.example.as_ref()).map(|text| text.value.trim()))
        .or_else(|| blank.filter(|blank| blank.optional).map(|_| ""))
}

/// The value that something is answered with in a condition of minijinja's own.
pub(super) fn holds(source: &str, names: &[String], values: &Values) -> Option<bool> {
    let env = template::environment();
    let made = env.compile_expression(source).ok()?;
    let known = names.iter().filter_map(|name| Some((name.clone(), Value::from(values.get(name)?.clone()))));
    made.eval(Value::from_pairs(known)).ok().map(|value| value.is_true())
}
