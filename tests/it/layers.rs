//! The layers of the house: a module uses only what stands below it.

use std::collections::BTreeMap;
use std::path::Path;

/// Every module with its height; a module may use those that stand strictly lower.
const LAYERS: &[&[&str]] = &[
    &["source", "bytes"],
    &["text", "fix", "table", "terms", "lately", "phrases"],
    &["diagnostic"],
    &["script", "template", "survey"],
    &["error", "experience", "mermaid", "yaml"],
    &["paths", "felt", "shipped"],
    &["reading"],
    &["rule", "picture", "write"],
    &["sequence", "sheets"],
    &["read", "lint", "render", "report", "trial", "approve", "walk"],
    &["design", "series"],
    &["journey"],
    &["prove"],
    &["cli"],
];

fn height(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// Edges within one height that were looked at and are meant.
const MEANT: &[(&str, &str)] = &[("fix", "text"), ("text", "fix")];

#[test]
fn no_module_reaches_up_or_sideways() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut uses: BTreeMap<(String, String), String> = BTreeMap::new();
    collect(&src, &src, &mut uses);
    let mut wrong = Vec::new();
    for ((from, to), file) in &uses {
        let (Some(a), Some(b)) = (height(from), height(to)) else {
            wrong.push(format!("{file}: `{from}` or `{to}` has no layer yet"));
            continue;
        };
        if b >= a && !MEANT.contains(&(from.as_str(), to.as_str())) {
            wrong.push(format!("{file}: {from} uses {to}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_a_layer_and_every_layer_its_modules() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names = std::fs::read_dir(src).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut there: Vec<String> = names.map(|name| name.replace(".rs", "")).filter(|name| name != "lib").collect();
    let mut listed: Vec<&str> = LAYERS.iter().flat_map(|layer| layer.iter().copied()).collect();
    there.sort();
    listed.sort_unstable();
    assert_eq!(there, listed);
}

fn collect(src: &Path, folder: &Path, uses: &mut BTreeMap<(String, String), String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(src, &path, uses);
            continue;
        }
        let Ok(below) = path.strip_prefix(src) else { continue };
        let module = below.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        if module == "lib" || module == "cli" || !path.to_string_lossy().ends_with(".rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let used: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !used.is_empty() && used != module {
                uses.insert((module.clone(), used), below.display().to_string());
            }
        }
    }
}
