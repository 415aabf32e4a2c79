//! A script's YAML laid out in tables.

use serde_json::{Map, Value};

use super::sheet::{Column, SHEETS, Sheet};
use super::{Cell, Table, path};
use crate::script::Script;
use crate::source::Source;
use crate::write;
use crate::yaml::{self, Node};

type Item = Map<String, Value>;

/// The tables of a script with its segments in this order: everything that the script says is in one of them.
#[must_use]
pub fn tables(script: &Script, order: &[usize]) -> Vec<Table> {
    let mut ordered = script.clone();
    ordered.segments = order.iter().filter_map(|&at| script.segments.get(at).cloned()).collect();
    let text = write::yaml(&ordered, &write::Remarks::new());
    let node = yaml::tree(&Source::new("x.yaml", text), 0, &[]).node;
    let Some(Value::Object(mut root)) = node.as_ref().map(value) else { return Vec::new() };
    let mut filler =
        Filler { chinese: script.language.is_chinese(), rows: SHEETS.iter().map(|_| Vec::new()).collect() };
    filler.segments("segments", "", items(root.remove("segments")));
    filler.segments("anytime", "A", items(root.remove("anytime")));
    filler.named("blanks", "example", root.remove("blanks"));
    filler.named("outcomes", "todo", root.remove("outcomes"));
    for (at, todo) in list(root.remove("after_call")).into_iter().enumerate() {
        let row = Item::from_iter([("no".into(), (at + 1).to_string().into()), ("todo".into(), todo.into())]);
        filler.row("after_call", row);
    }
    let mut lines = Vec::new();
    path::lines(&Value::Object(root), "", &mut lines);
    for (key, words) in lines {
        filler.row("settings", Item::from_iter([("key".into(), key.into()), ("value".into(), words.into())]));
    }
    let tables = SHEETS.iter().zip(filler.rows).map(|(sheet, rows)| Table { sheet, rows });
    tables.filter(|table| !table.rows.is_empty()).collect()
}

/// A tree of YAML as plain values; every scalar is words.
fn value(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Nothing => Value::Null,
        yaml::Value::Words(text) => Value::String(text.value.trim_end_matches('\n').to_string()),
        yaml::Value::List(list) => Value::Array(list.iter().map(value).collect()),
        yaml::Value::Map(entries) => {
            Value::Object(entries.iter().map(|entry| (entry.key.value.clone(), value(&entry.value))).collect())
        }
    }
}

fn items(value: Option<Value>) -> Vec<Item> {
    let Some(Value::Array(items)) = value else { return Vec::new() };
    items.into_iter().filter_map(|item| if let Value::Object(item) = item { Some(item) } else { None }).collect()
}

fn list(value: Option<Value>) -> Vec<String> {
    match value {
        Some(Value::String(words)) => vec![words],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_string).collect(),
        _ => Vec::new(),
    }
}

/// Whether a value is items with keys, all of them.
fn has_items(value: Option<&Value>) -> bool {
    value.and_then(Value::as_array).is_some_and(|items| items.iter().all(Value::is_object))
}

struct Filler {
    chinese: bool,
    rows: Vec<Vec<Vec<Cell>>>,
}

impl Filler {
    /// Adds a row; what has no column stands in the last one.
    fn row(&mut self, key: &str, item: Item) {
        let Some(at) = SHEETS.iter().position(|sheet| sheet.key == key) else { return };
        let (Some(sheet), Some(rows)) = (SHEETS.get(at), self.rows.get_mut(at)) else { return };
        rows.push(cells(sheet, item));
    }

    fn segments(&mut self, key: &str, letter: &str, items: Vec<Item>) {
        for (at, mut item) in items.into_iter().enumerate() {
            let number = format!("{letter}{}", at + 1);
            if has_items(item.get("answers")) {
                self.answers(&number, item.remove("answers"));
            }
            if has_items(item.get("ask_in_order")) {
                for (at, mut question) in self::items(item.remove("ask_in_order")).into_iter().enumerate() {
                    if has_items(question.get("answers")) {
                        self.answers(&format!("{number}.{}", at + 1), question.remove("answers"));
                    }
                    question.insert("no".into(), number.clone().into());
                    self.row("questions", question);
                }
            }
            if let Some(Value::Object(mut choice)) = item.remove("choice") {
                if has_items(choice.get("options")) {
                    for mut option in self::items(choice.remove("options")) {
                        option.insert("no".into(), number.clone().into());
                        self.row("options", option);
                    }
                }
                choice.insert("no".into(), number.clone().into());
                self.row("choices", choice);
            }
            if let Some(Value::String(kind)) = item.get_mut("kind") {
                *kind = kind.replace('_', " ");
            }
            self.say(&mut item);
            self.notes(&mut item);
            item.insert("no".into(), number.into());
            self.row(key, item);
        }
    }

    fn answers(&mut self, number: &str, answers: Option<Value>) {
        for mut answer in items(answers) {
            answer.insert("no".into(), number.into());
            self.row("answers", answer);
        }
    }

    /// The question stands behind what is said, after a word that says so.
    fn say(&self, item: &mut Item) {
        let marked = |words: &str| words.lines().any(|line| ASK.iter().any(|ask| line.trim_start().starts_with(ask)));
        let say = item.get("say").map_or(Some(""), Value::as_str);
        let (Some(say), ask) = (say, item.get("ask").map_or(Some(""), Value::as_str)) else { return };
        let ask = ask.unwrap_or_default();
        if ask.is_empty() && !marked(say) {
            return;
        }
        if marked(say) || marked(ask) {
            return apart(item);
        }
        let mark = if self.chinese { ASK[1].to_string() } else { format!("{} ", ASK[0]) };
        let gap = if say.is_empty() { "" } else { "\n" };
        let both = format!("{say}{gap}{mark}{ask}");
        item.remove("ask");
        item.insert("say".into(), both.into());
    }

    /// What is said only when asked, notes, and what is for training, each in a paragraph of its own.
    fn notes(&self, item: &mut Item) {
        let mut cell: Vec<Value> = Vec::new();
        if let Some(asked) = item.get("if_asked").and_then(Value::as_array).and_then(|asked| asked_lines(asked)) {
            cell.extend(asked.into_iter().map(Value::String));
            item.remove("if_asked");
        }
        let plain = |words: &str| !words.starts_with('“') && !TRAINING.iter().any(|mark| words.starts_with(mark));
        let notes = list(item.get("note").cloned());
        if notes.iter().all(|note| plain(note)) {
            cell.extend(notes.into_iter().map(Value::String));
            item.remove("note");
        }
        let mark = if self.chinese { TRAINING[1].to_string() } else { format!("{} ", TRAINING[0]) };
        cell.extend(list(item.remove("coach")).into_iter().map(|words| Value::String(format!("{mark}{words}"))));
        if !cell.is_empty() {
            item.insert("notes".into(), Value::Array(cell));
        }
    }

    /// Things with names: blanks and outcomes. A value that is only words stands in the main column.
    fn named(&mut self, key: &str, main: &str, value: Option<Value>) {
        let Some(Value::Object(map)) = value else { return };
        for (name, value) in map {
            let mut row = match value {
                Value::Object(row) => row,
                Value::Null => Item::new(),
                words => Item::from_iter([(main.to_string(), words)]),
            };
            row.insert("name".into(), name.into());
            self.row(key, row);
        }
    }
}

/// Keeps what is said out of its column, so that it stands as a line of the last one.
fn apart(item: &mut Item) {
    if let Some(say) = item.get_mut("say").filter(|say| say.is_string()) {
        *say = Value::Array(vec![say.take()]);
    }
}

/// The word in front of a question, in English and Chinese.
pub(super) const ASK: [&str; 2] = ["Ask:", "问："];
/// The word in front of what is for training.
pub(super) const TRAINING: [&str; 2] = ["Training:", "培训："];

/// `“Why?” “How come?” words`, where everything fits in there.
fn asked_lines(asked: &[Value]) -> Option<Vec<String>> {
    let one = |asked: &Value| {
        let asked = asked.as_object()?;
        let heard = list(asked.get("hear").cloned());
        let say = asked.get("say").map_or(Some(""), Value::as_str)?;
        let fits = !heard.is_empty()
            && asked.keys().all(|key| key == "hear" || key == "say")
            && !heard.iter().any(|words| words.contains(['“', '”', '\n']))
            && !say.starts_with('“');
        let heard: Vec<String> = heard.iter().map(|words| format!("“{words}”")).collect();
        fits.then(|| format!("{} {say}", heard.join(" ")).trim_end().to_string())
    };
    asked.iter().map(one).collect()
}

fn cells(sheet: &Sheet, mut item: Item) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for column in sheet.columns.iter().filter(|column| !column.key.is_empty()) {
        cells.push(cell(column, &mut item));
    }
    if sheet.columns.iter().any(|column| column.key.is_empty()) {
        let mut lines = Vec::new();
        path::lines(&Value::Object(item), "", &mut lines);
        cells.push(lines.into_iter().map(|(path, words)| format!("{path}: {words}")).collect());
    }
    cells
}

/// The cell of a column, taken out of the item.
fn cell(column: &Column, item: &mut Item) -> Cell {
    if column.key == "must_say"
        && let Some(Value::Object(must)) = item.get_mut("must_say")
    {
        let text = must.get("text").and_then(Value::as_str).map(paragraphs);
        if text.is_some() {
            must.remove("text");
        }
        return text.unwrap_or_default();
    }
    match item.get(column.key) {
        Some(Value::String(words)) => {
            let cell = if LISTS.contains(&column.key) { vec![words.clone()] } else { paragraphs(words) };
            item.remove(column.key);
            cell
        }
        Some(Value::Array(list)) if LISTS.contains(&column.key) && list.iter().all(Value::is_string) => {
            let cell = list.iter().filter_map(Value::as_str).map(str::to_string).collect();
            item.remove(column.key);
            cell
        }
        _ => Cell::new(),
    }
}

/// Columns in which each paragraph is an item of a list.
pub(super) const LISTS: [&str; 2] = ["hear", "notes"];

fn paragraphs(words: &str) -> Cell {
    words.split('\n').map(str::to_string).collect()
}
