//! What has no column of its own, as lines `key: words`, and back.

use serde_json::{Map, Value};

/// The lines of a value; a list of words is one line each, deeper things have keys with dots.
pub(super) fn lines(value: &Value, path: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::String(words) => out.push((path.to_string(), words.clone())),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().for_each(|item| lines(item, path, out));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| lines(item, &below(path, &(at + 1).to_string()), out));
        }
        Value::Object(map) => map.iter().for_each(|(key, value)| lines(value, &below(path, &quoted(key)), out)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_string() } else { format!("{path}.{key}") }
}

/// A key as it stands; in quotation marks where it could be taken for something else.
fn quoted(key: &str) -> String {
    let odd = |c: char| matches!(c, '.' | ':' | '：' | '"' | '\\') || c.is_control();
    let plain = !key.is_empty() && !key.contains(odd) && key.trim() == key && !key.chars().all(|c| c.is_ascii_digit());
    if plain { key.to_string() } else { Value::from(key).to_string() }
}

/// A line taken apart into its keys and its words; `None` where it has no colon.
pub(super) fn line(text: &str) -> Option<(Vec<String>, String)> {
    let mut keys = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let (key, behind) = key(rest)?;
        keys.push(key);
        let behind = behind.trim_start();
        if let Some(more) = behind.strip_prefix('.') {
            rest = more;
            continue;
        }
        let words = behind.strip_prefix(':').or_else(|| behind.strip_prefix('：'))?;
        return Some((keys, words.strip_prefix(' ').unwrap_or(words).to_string()));
    }
}

/// The first key of a path, and what stands behind it.
fn key(text: &str) -> Option<(String, &str)> {
    if text.starts_with('"') {
        let mut stream = serde_json::Deserializer::from_str(text).into_iter::<String>();
        let key = stream.next()?.ok()?;
        return Some((format!("\"{key}"), text.get(stream.byte_offset()..)?));
    }
    let end = text.find(['.', ':', '：', '\n'])?;
    let (key, behind) = text.split_at(end);
    (!key.trim().is_empty()).then(|| (key.trim().to_string(), behind))
}

/// Puts words under a path. A second value under one path makes a list.
pub(super) fn put(map: &mut Map<String, Value>, keys: &[String], words: String) {
    let Some((first, rest)) = keys.split_first() else { return };
    let slot = map.entry(bare(first).to_string()).or_insert(Value::Null);
    within(slot, rest, words);
}

fn within(slot: &mut Value, keys: &[String], words: String) {
    let Some((first, rest)) = keys.split_first() else { return add(slot, words) };
    let number = first.parse::<usize>().ok().filter(|number| (1..=MOST).contains(number));
    if let Some(number) = number {
        if !slot.is_array() {
            *slot = Value::Array(Vec::new());
        }
        if let Value::Array(items) = slot {
            while items.len() < number {
                items.push(Value::Null);
            }
            if let Some(item) = items.get_mut(number - 1) {
                within(item, rest, words);
            }
        }
        return;
    }
    if let Value::String(text) = slot {
        *slot = Value::Object(Map::from_iter([("text".to_string(), Value::String(std::mem::take(text)))]));
    }
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    if let Value::Object(map) = slot {
        within(map.entry(bare(first).to_string()).or_insert(Value::Null), rest, words);
    }
}

fn add(slot: &mut Value, words: String) {
    match slot {
        Value::Null => *slot = Value::String(words),
        Value::String(first) => {
            let first = std::mem::take(first);
            *slot = Value::Array(vec![Value::String(first), Value::String(words)]);
        }
        Value::Array(items) => items.push(Value::String(words)),
        Value::Object(map) => {
            map.insert("text".to_string(), Value::String(words));
        }
        Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A key that was in quotation marks carries one as a mark that it is no number.
fn bare(key: &str) -> &str {
    key.strip_prefix('"').unwrap_or(key)
}

/// The most items of one list that a path may number.
const MOST: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back_from_its_lines() {
        let value: Value = serde_json::json!({
            "after": ["a", "b"], "one": "x", "a.b": {"12": "twelve", "c: d": "e"},
            "tests": [{"name": "n: m", "answers": {"hello": "Yes\nno"}}, {"name": "k"}],
            "must_say": {"why": "w"},
        });
        let mut out = Vec::new();
        lines(&value, "", &mut out);
        let mut back = Map::new();
        for (path, words) in out {
            let (keys, words) = line(&format!("{path}: {words}")).unwrap();
            put(&mut back, &keys, words);
        }
        assert_eq!(Value::Object(back), value);
        assert_eq!(line("no colon here"), None);
        assert_eq!(line("after： x"), Some((vec!["after".to_string()], "x".to_string())));
    }
}
