//! Tables read back into a script's YAML.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::fill::{ASK, LISTS, TRAINING};
use super::{Cell, Table, path};
use crate::script::Kind;

type Item = Map<String, Value>;

/// What tables told.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The script as YAML.
    pub yaml: String,
    /// Lines of cells that say nothing that is understood, one sentence each.
    pub lost: Vec<String>,
}

/// The YAML of the script that some tables hold; `title` is used where they have none.
#[must_use]
pub fn yaml(tables: &[Table], title: &str, chinese: bool) -> Told {
    let mut taker = Taker::default();
    for table in tables {
        for (at, row) in table.rows.iter().enumerate() {
            taker.row(table, at, row);
        }
    }
    let lost = std::mem::take(&mut taker.lost);
    Told { yaml: taker.whole(title, chinese), lost }
}

/// Rows by what they hold, each with the number that it names.
#[derive(Debug, Default)]
struct Taker {
    settings: Item,
    segments: Vec<(String, Item)>,
    anytime: Vec<(String, Item)>,
    answers: Vec<(String, Item)>,
    questions: Vec<(String, Item)>,
    choices: Vec<(String, Item)>,
    options: Vec<(String, Item)>,
    blanks: Item,
    outcomes: Item,
    after_call: Vec<Value>,
    lost: Vec<String>,
}

impl Taker {
    fn row(&mut self, table: &Table, at: usize, row: &[Cell]) {
        if table.sheet.key == "settings" {
            return self.setting(row);
        }
        let mut item = self.item(table, row);
        let number = words(item.remove("no"));
        if item.is_empty() && !matches!(table.sheet.key, "segments" | "anytime") {
            return;
        }
        let number = number.split([' ', '\u{b7}', '\n', ',']).next().unwrap_or_default().trim_end_matches('.');
        let number = if number.is_empty() { (at + 1).to_string() } else { number.to_string() };
        match table.sheet.key {
            "segments" => self.segments.push((number, item)),
            "anytime" => self.anytime.push((number, item)),
            "answers" => self.answers.push((number, item)),
            "questions" => self.questions.push((number, item)),
            "choices" => self.choices.push((number, item)),
            "options" => self.options.push((number, item)),
            "after_call" => self.after_call.extend(item.remove("todo")),
            "blanks" => {
                let name = words(item.remove("name"));
                self.blanks.insert(name, Value::Object(item));
            }
            _ => {
                let name = words(item.remove("name"));
                let todo = item.remove("todo").unwrap_or_else(|| "".into());
                self.outcomes.insert(name, todo);
            }
        }
    }

    fn setting(&mut self, row: &[Cell]) {
        let cell = |at: usize| row.get(at).map(|cell| cell.join("\n")).unwrap_or_default();
        let (key, value) = (cell(0), cell(1));
        if key.trim().is_empty() {
            return;
        }
        match path::line(&format!("{}: {value}", key.trim())) {
            Some((keys, words)) => path::put(&mut self.settings, &keys, words.trim_end().to_string()),
            None => self.lost.push(format!("the setting `{}` is not understood", key.trim())),
        }
    }

    /// The keys of a row.
    fn item(&mut self, table: &Table, row: &[Cell]) -> Item {
        let mut item = Item::new();
        for (column, cell) in table.sheet.columns.iter().zip(row) {
            let filled: Vec<&str> =
                cell.iter().map(|words| words.trim_end()).filter(|words| !words.is_empty()).collect();
            if filled.is_empty() {
                continue;
            }
            match column.key {
                "" => filled.iter().for_each(|line| self.line(&mut item, line)),
                "notes" => notes(&mut item, &filled),
                "kind" => drop(item.insert("kind".into(), kind(&filled.join(" ")).into())),
                "say" if matches!(table.sheet.key, "segments" | "anytime") => say(&mut item, &whole(cell)),
                key if LISTS.contains(&key) => {
                    let list = filled.iter().map(|words| Value::from(*words)).collect();
                    item.insert(key.into(), Value::Array(list));
                }
                key => drop(item.insert(key.into(), whole(cell).into())),
            }
        }
        item
    }

    fn line(&mut self, item: &mut Item, line: &str) {
        match path::line(line) {
            Some((mut keys, words)) => {
                if let Some(first) = keys.first_mut().filter(|first| first.is_ascii()) {
                    *first = first.to_lowercase().replace(' ', "_");
                }
                path::put(item, &keys, words);
            }
            None => self.lost.push(format!(
                "`{line}` stands in the last column and is not understood: write a key, a colon and its words, such as `after: hello`"
            )),
        }
    }

    fn whole(mut self, title: &str, chinese: bool) -> String {
        self.join();
        let mut root = Item::new();
        root.insert("script".into(), title.into());
        if chinese {
            root.insert("language".into(), "zh-CN".into());
        }
        root.append(&mut self.settings);
        let list = |items: Vec<(String, Item)>| {
            items.into_iter().filter(|(_, item)| !item.is_empty()).map(|(_, item)| Value::Object(item)).collect()
        };
        let parts = [
            ("blanks", Value::Object(self.blanks)),
            ("segments", Value::Array(list(self.segments))),
            ("anytime", Value::Array(list(self.anytime))),
            ("outcomes", Value::Object(self.outcomes)),
            ("after_call", Value::Array(self.after_call)),
        ];
        for (key, value) in parts {
            let empty = value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty);
            if !empty {
                root.insert(key.into(), value);
            }
        }
        let mut out = String::new();
        map(&mut out, &root, 0);
        out
    }

    /// Puts answers, questions and choices into the segments whose numbers they name.
    fn join(&mut self) {
        for (number, item) in std::mem::take(&mut self.questions) {
            self.under(&number, |segment| push(segment, "ask_in_order", item));
        }
        for (number, item) in std::mem::take(&mut self.choices) {
            self.under(&number, |segment| drop(segment.insert("choice".into(), Value::Object(item))));
        }
        for (number, item) in std::mem::take(&mut self.options) {
            self.under(&number, |segment| {
                let choice = segment.entry("choice").or_insert_with(|| Value::Object(Item::new()));
                if let Value::Object(choice) = choice {
                    push(choice, "options", item);
                }
            });
        }
        for (number, item) in std::mem::take(&mut self.answers) {
            match number.split_once('.').and_then(|(number, at)| Some((number, at.parse::<usize>().ok()?))) {
                Some((number, at)) => self.under(number, |segment| {
                    let questions = segment.get_mut("ask_in_order").and_then(Value::as_array_mut);
                    let question = questions.and_then(|list| list.get_mut(at.saturating_sub(1)));
                    if let Some(question) = question.and_then(Value::as_object_mut) {
                        push(question, "answers", item);
                    }
                }),
                None => self.under(&number, |segment| push(segment, "answers", item)),
            }
        }
    }

    fn under(&mut self, number: &str, put: impl FnOnce(&mut Item)) {
        let all = self.segments.iter_mut().chain(&mut self.anytime);
        match all.into_iter().find(|(own, _)| own.eq_ignore_ascii_case(number)) {
            Some((_, segment)) => put(segment),
            None => self.lost.push(format!("a row names the number `{number}`, and no part of the call has it")),
        }
    }
}

fn words(value: Option<Value>) -> String {
    value.and_then(|value| value.as_str().map(str::to_string)).unwrap_or_default()
}

fn push(item: &mut Item, key: &str, value: Item) {
    let list = item.entry(key).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(list) = list {
        list.push(Value::Object(value));
    }
}

/// A cell's words without the empty paragraphs around them.
fn whole(cell: &[String]) -> String {
    cell.join("\n").trim_matches('\n').trim_end().to_string()
}

/// `Legal notice` is `legal_notice`; what is no kind stays as it is written.
fn kind(words: &str) -> String {
    let key = words.trim().to_lowercase().replace([' ', '-'], "_");
    Kind::named(&key).map_or_else(|| words.trim().to_string(), |kind| kind.name().to_string())
}

/// What is said, and the question behind its mark.
fn say(item: &mut Item, words: &str) {
    let lines: Vec<&str> = words.split('\n').collect();
    let at = lines.iter().position(|line| asked_in(line).is_some());
    let (said, asked) = lines.split_at(at.unwrap_or(lines.len()));
    let said = said.join("\n").trim_end().to_string();
    if !said.is_empty() {
        item.insert("say".into(), said.into());
    }
    if let Some((first, rest)) = asked.split_first() {
        let first = asked_in(first).unwrap_or(first).trim_start();
        let ask = [&[first], rest].concat().join("\n").trim().to_string();
        if !ask.is_empty() {
            item.insert("ask".into(), ask.into());
        }
    }
}

/// The words behind the mark of a question.
fn asked_in(line: &str) -> Option<&str> {
    ASK.iter().find_map(|mark| line.trim_start().strip_prefix(mark))
}

fn notes(item: &mut Item, paragraphs: &[&str]) {
    let (mut asked, mut notes, mut coach) = (Vec::new(), Vec::new(), Vec::new());
    for words in paragraphs {
        let training = TRAINING.iter().find_map(|mark| words.strip_prefix(mark));
        match (training, asks(words)) {
            (Some(words), _) => coach.push(Value::from(words.trim_start())),
            (None, Some(one)) => asked.push(Value::Object(one)),
            (None, None) => notes.push(Value::from(*words)),
        }
    }
    for (key, list) in [("if_asked", asked), ("note", notes), ("coach", coach)] {
        if !list.is_empty() {
            item.insert(key.into(), Value::Array(list));
        }
    }
}

/// `“Why?” words` as what the customer asks and what is said then.
fn asks(words: &str) -> Option<Item> {
    let (mut heard, mut rest) = (Vec::new(), words);
    while let Some((hear, behind)) = rest.strip_prefix('“').and_then(|inside| inside.split_once('”')) {
        heard.push(Value::from(hear));
        rest = behind.trim_start_matches(' ');
    }
    let mut item = Item::new();
    if !rest.is_empty() {
        item.insert("say".into(), rest.into());
    }
    (!heard.is_empty()).then(|| {
        item.insert("hear".into(), Value::Array(heard));
        item
    })
}

/// Writes a map as YAML.
fn map(out: &mut String, item: &Item, indent: usize) {
    for (key, value) in item {
        let _ = write!(out, "{:indent$}{}:", "", plain_key(key));
        below(out, value, indent);
        if indent == 0 && key != "script" && !value.is_string() {
            out.push('\n');
        }
    }
}

fn below(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::String(words) => scalar(out, words, indent + 2),
        Value::Object(inner) if !inner.is_empty() => {
            out.push('\n');
            map(out, inner, indent + 2);
        }
        Value::Array(list) if !list.is_empty() => {
            out.push('\n');
            list.iter().for_each(|value| one(out, value, indent + 2));
        }
        _ => out.push('\n'),
    }
}

/// An item of a list.
fn one(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(item) if !item.is_empty() => {
            let mut inner = String::new();
            map(&mut inner, item, indent + 2);
            let _ = write!(out, "{:indent$}- {}", "", inner.trim_start());
        }
        Value::String(words) => {
            let _ = write!(out, "{:indent$}-", "");
            scalar(out, words, indent + 2);
        }
        _ => {}
    }
}

fn plain_key(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if plain { key.to_string() } else { Value::from(key).to_string() }
}

/// Words under a bar where they can stand there unchanged, else in quotation marks.
fn scalar(out: &mut String, words: &str, indent: usize) {
    let odd = |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}'));
    let bar = words.contains('\n') && !words.starts_with([' ', '\n']) && !words.contains(odd) && !words.ends_with('\n');
    if !bar {
        let _ = writeln!(out, " {}", Value::from(words));
        return;
    }
    out.push_str(" |\n");
    for line in words.split('\n') {
        let _ = writeln!(out, "{}", format!("{:indent$}{line}", "").trim_end_matches(|c| c == ' ' && line.is_empty()));
    }
}
