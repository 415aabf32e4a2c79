//! Reads the rules that come with the program, so that it need not read them as YAML each time it starts: their trees
//! (see `src/yaml/ready.rs`), and what must stand in a text for each of their patterns to match.
#![allow(dead_code, unreachable_pub, reason = "the program uses all of what is taken in here")]

#[path = "../src/diagnostic.rs"]
mod diagnostic;
#[path = "../src/fix.rs"]
mod fix;
#[path = "../src/rule/needle.rs"]
mod needle;
#[path = "../src/rule/sentence.rs"]
mod sentence;
#[path = "../src/source.rs"]
mod source;
#[path = "../src/text.rs"]
mod text;
mod yaml;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use yaml::{Node, Value};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut patterns = BTreeMap::new();
    for folder in ["", "cues", "words"] {
        fs::create_dir_all(out.join("rules").join(folder))?;
        for entry in fs::read_dir(Path::new("rules").join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "yaml") {
                let node = read(&path)?;
                fs::write(out.join(&path).with_extension("tree"), yaml::ready::write(&node))?;
                gather(&node, &mut patterns);
            }
        }
    }
    fs::write(out.join("rules/needles"), needle::write(&patterns))?;
    Ok(())
}

fn read(path: &Path) -> Result<Node, Box<dyn Error>> {
    let name = path.display().to_string();
    let outcome = yaml::tree(&source::Source::new(&name, fs::read_to_string(path)?), 0, &[]);
    // Whatever else is wrong in it, the tests of the rules say better.
    outcome.node.ok_or_else(|| format!("{name} cannot be read").into())
}

/// The keys under which patterns stand.
const KEYS: [&str; 3] = ["pattern", "patterns", "not"];

/// Every pattern under a tree, with its needles.
fn gather(node: &Node, patterns: &mut BTreeMap<String, Vec<String>>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| gather(item, patterns)),
        Value::Map(entries) => {
            for entry in entries {
                if KEYS.contains(&entry.key.value.as_str()) {
                    let one = std::slice::from_ref(&entry.value);
                    let items = if entry.value.items().is_empty() { one } else { entry.value.items() };
                    patterns.extend(items.iter().filter_map(Node::words).filter_map(|text| {
                        needle::needles(&text.value).ok().map(|needles| (text.value.clone(), needles))
                    }));
                }
                gather(&entry.value, patterns);
            }
        }
        Value::Words(_) | Value::Nothing => {}
    }
}
