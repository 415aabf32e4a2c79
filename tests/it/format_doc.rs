//! The tables of keys in docs/format.md are those that the reader knows.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

const START: &str = "<!-- keys: written by `UPDATE=1 cargo test` from the reader itself -->\n";
const END: &str = "<!-- end of keys -->";

#[test]
fn every_key_is_documented() {
    documented("docs/format.md", "a script", &callcraft::read::schema());
    documented("docs/series.md", "a series", &callcraft::series::schema());
}

fn documented(file: &str, name: &str, schema: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once(START).expect("the mark of the keys");
    let (_, tail) = rest.split_once(END).expect("the end of the keys");
    crate::golden::same(&path, &format!("{head}{START}{}{END}{tail}", tables(name, schema)));
}

fn tables(name: &str, schema: &Value) -> String {
    let mut out = String::new();
    table(&mut out, name, schema);
    let definitions = schema["definitions"].as_object().expect("definitions");
    for (name, definition) in definitions {
        let about = definition["description"].as_str().unwrap_or(name).trim_end_matches('.');
        table(&mut out, about, definition);
    }
    out
}

fn table(out: &mut String, name: &str, definition: &Value) {
    let Some(properties) = definition["properties"].as_object() else { return };
    let _ = write!(out, "\n### {name}\n\n| key | what it is |\n|---|---|\n");
    for (key, value) in properties {
        let about = value["description"].as_str().unwrap_or("");
        assert!(!about.is_empty(), "{name}.{key} has no description");
        let _ = writeln!(out, "| `{key}` | {} |", about.replace('|', "\\|").replace('\n', " "));
    }
}
