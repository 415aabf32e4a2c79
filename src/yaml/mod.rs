//! YAML as people write it: a tree in which everything has its place, the mistakes that YAML and Word
//! make easy, and reading into types that never stops at the first one.
//!
//! The only folder that knows which YAML crates we use.

mod align;
mod indent;
mod peek;
mod read;
mod scan;
mod tree;
mod values;

pub use peek::{first_key, quote};
pub use read::{Pairs, Short, is_key, read};
pub use scan::SPOKEN_KEYS;
pub use tree::{Entry, Node, Value};
pub use values::values;

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// What became of a YAML text: its tree where there is one, and what was found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The tree; absent where nothing could be read.
    pub node: Option<Node>,
    /// What people's mistakes were, with their places in the text as it was written.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a text into a tree. `file` is the text's number in its reading, `known` the keys that a file
/// of this kind may have (used to tell `say:hello` from ordinary words).
#[must_use]
pub fn tree(source: &Source, file: u16, known: &[&str]) -> Outcome {
    let scan = scan::scan(source, file, known);
    let (node, problems) = tree::build(&scan.mended, file, &scan.back);
    let mut diagnostics = scan.diagnostics;
    let first_scanned = diagnostics.iter().map(|found| found.place.start).min();
    for problem in problems {
        // One mistake, one message: what the scan already explained is not said again in other words.
        let said = problem.rule == "format/yaml" && first_scanned.is_some_and(|start| start <= problem.place.end);
        if !said {
            diagnostics.push(problem);
        }
    }
    Outcome { node, diagnostics }
}
