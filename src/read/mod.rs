//! Bytes to script. Reading never fails: it gives a script where it can, and what was found.

mod csv;
pub mod docx;
pub(crate) mod encoding;
mod foreign;
pub mod infer;
mod markdown;
mod mermaid;
mod native;
mod outline;
mod rendered;
mod text;

pub(crate) use native::one_or_many;
pub use native::schema;
pub(crate) use native::short_name;

use crate::diagnostic::Diagnostic;
use crate::reading::Reading;
use crate::source::{Place, Source};

/// Gives the files that a script itself names: `include`, `habit`, `use`. Names are as the script writes
/// them, relative to its folder.
pub trait Load {
    /// The bytes of a file.
    ///
    /// # Errors
    /// A plain sentence where it cannot be had.
    fn load(&self, name: &str) -> Result<Vec<u8>, String>;
}

/// Gives no files at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Load for NoFiles {
    fn load(&self, name: &str) -> Result<Vec<u8>, String> {
        Err(format!("`{name}` was not looked for, because the text did not come from a folder"))
    }
}

/// How large a script may be, and whether all is wanted that can be known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a YAML file.
    pub bytes: usize,
    /// Segments of a script.
    pub segments: usize,
    /// The words that led to each guess: only who writes the script anew shows them.
    pub cues: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 1024 * 1024, segments: 1_000, cues: true }
    }
}

/// A form of script that can be read.
pub struct Input {
    /// Its name, as `--from` takes it.
    pub name: &'static str,
    /// One sentence about it.
    pub summary: &'static str,
    /// The ends of file names that mean it.
    pub endings: &'static [&'static str],
    read: fn(&str, &[u8], &dyn Load, Limits) -> Reading,
}

/// Every form of script that can be read.
pub static INPUTS: &[Input] = &[
    Input { name: "yaml", summary: "callcraft's own format", endings: &["yaml", "yml"], read: native::read },
    Input {
        name: "markdown",
        summary: "Markdown: headings, lists, tables, quotes, front matter, HTML comments",
        endings: &["md", "markdown", "mdown"],
        read: markdown::read,
    },
    Input {
        name: "text",
        summary: "plain text: numbered steps, capitals as headings, indented branches",
        endings: &["txt", "text"],
        read: text::read,
    },
    Input {
        name: "word",
        summary: "Word: styles, lists, tables, comments, tracked changes",
        endings: &["docx", "docm", "dotx"],
        read: docx::read,
    },
    Input {
        name: "csv",
        summary: "a spreadsheet saved as CSV: columns for segment, words, feeling, notes in any order",
        endings: &["csv", "tsv"],
        read: csv::read,
    },
    Input {
        name: "mermaid",
        summary: "a Mermaid journey: sections, tasks, scores",
        endings: &["mmd", "mermaid"],
        read: mermaid::read,
    },
];

impl Input {
    /// The form that a file of this name has.
    #[must_use]
    pub fn of(name: &str) -> Option<&'static Self> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        INPUTS.iter().find(|input| input.endings.contains(&ending.as_str()))
    }
}

/// Reads a script. `name` says by its ending which form it has; `load` gives the files that the script
/// itself names, and nothing else is ever read.
///
/// ```
/// use callcraft::read::{NoFiles, read};
///
/// let text = "script: Late\nsegments:\n  - feels: painful\n    say: Your book is late.\n";
/// let reading = read("late.yaml", text.as_bytes(), &NoFiles);
/// assert_eq!(reading.errors(), 0);
/// assert_eq!(reading.script.unwrap().segments.len(), 1);
///
/// let wrong = read("late.yaml", b"script: Late\nsegments:\n  - sya: Hello.\n", &NoFiles);
/// assert!(wrong.diagnostics.iter().any(|found| found.help.contains("did you mean `say`")));
/// ```
#[must_use]
pub fn read(name: &str, bytes: &[u8], load: &dyn Load) -> Reading {
    read_within(name, bytes, load, Limits::default())
}

/// Reads a script under limits of its own.
#[must_use]
pub fn read_within(name: &str, bytes: &[u8], load: &dyn Load, limits: Limits) -> Reading {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let Some(input) = Input::of(name) else {
        let other = foreign::named(&ending).or_else(|| foreign::begun(bytes));
        let unknown = || format!("a file that ends in `.{ending}` cannot be read as a script");
        return refused(name, "format/unknown", other.map_or_else(unknown, str::to_string));
    };
    // Word's reader tells by itself what a package that opens like a Word document is.
    match foreign::begun(bytes).filter(|_| input.name != "word" || !docx::opens(bytes)) {
        Some(other) => refused(name, "format/unknown", other),
        None => (input.read)(name, bytes, load, limits),
    }
}

/// A reading of nothing, with the one sentence that says why.
fn refused(name: &str, rule: &str, message: impl Into<String>) -> Reading {
    Reading {
        sources: vec![Source::new(name, "")],
        diagnostics: vec![Diagnostic::error(rule, Place::default(), message)],
        ..Reading::default()
    }
}
