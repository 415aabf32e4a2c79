//! Scripts for tests: read from a text that has no errors, and rendered.

use callcraft::read::{NoFiles, read};
use callcraft::render::{Options, TARGETS, render};
use callcraft::script::Script;

/// The script of a text in YAML.
#[track_caller]
pub fn script(text: &str) -> Script {
    let reading = read("x.yaml", text.as_bytes(), &NoFiles);
    assert_eq!(reading.errors(), 0, "{text}\n{:#?}", reading.diagnostics);
    reading.script.expect("a script")
}

/// The order in which the segments are written.
pub fn written(script: &Script) -> Vec<usize> {
    (0..script.segments.len()).collect()
}

/// The script in its written order, as a target makes it.
#[track_caller]
pub fn rendered(script: &Script, to: &str, options: &Options) -> String {
    let target = TARGETS.iter().find(|target| target.name == to).unwrap();
    String::from_utf8(render(script, &written(script), target, options).unwrap().bytes).unwrap()
}
