//! Script to document: the pages that a nurse or an agent reads from, through minijinja templates.

mod fit;
mod flow;
mod labels;
mod lines;
mod own;
mod page;
mod runs;
mod scorecard;
mod survey;
mod view;
mod word;

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, context};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::script::{Language, Role, Script};
use crate::template;

pub use fit::Paper;
pub use own::{OwnTemplate, Templates};
pub use runs::Missing;
pub use view::View;
pub use word::blank as blank_word;

/// A document that can be made of a script.
pub struct Target {
    /// Its name, as `--to` takes it.
    pub name: &'static str,
    /// One sentence about it.
    pub summary: &'static str,
    /// The usual end of its file's name.
    pub ending: &'static str,
    /// Makes it.
    pub make: fn(&Script, &[usize], &Options) -> Result<Document>,
}

/// Every document that can be made.
pub static TARGETS: &[Target] = &[
    Target {
        name: "markdown",
        summary: "for a wiki or a repository",
        ending: "md",
        make: |script, order, options| page(script, order, options, Form::Markdown),
    },
    Target {
        name: "text",
        summary: "plain text, for any screen",
        ending: "txt",
        make: |script, order, options| page(script, order, options, Form::Text),
    },
    Target {
        name: "html",
        summary: "one file to read from or to print, on one or two pages",
        ending: "html",
        make: |script, order, options| page(script, order, options, Form::Html),
    },
    Target {
        name: "onepager",
        summary: "the whole call on one printed page, for the desk",
        ending: "html",
        make: |script, order, options| paper(script, order, options, "onepager.html"),
    },
    Target {
        name: "docx",
        summary: "a Word document to work on; reading it gives the same script again",
        ending: "docx",
        make: word::word,
    },
    Target {
        name: "scorecard",
        summary: "yes/no items for whoever listens to calls, to print (a .csv file gets scorecard-csv)",
        ending: "html",
        make: |script, order, options| unfilled(script, order, options, "scorecard.html"),
    },
    Target {
        name: "scorecard-csv",
        summary: "the same items as a table for a spreadsheet",
        ending: "csv",
        make: |script, order, options| unfilled(script, order, options, "scorecard.csv"),
    },
    Target {
        name: "survey",
        summary: "the short form for the customer, to print (a .csv file gets survey-csv)",
        ending: "html",
        make: |script, order, options| unfilled(script, order, options, "survey.html"),
    },
    Target {
        name: "survey-csv",
        summary: "the columns of its answers, as `callcraft trial report` reads them",
        ending: "csv",
        make: |script, order, options| unfilled(script, order, options, "survey.csv"),
    },
    Target {
        name: "mermaid",
        summary: "a Mermaid flowchart of answers and choices, for a wiki",
        ending: "mmd",
        make: |script, order, options| unfilled(script, order, options, "flowchart.mmd"),
    },
    Target {
        name: "mermaid-journey",
        summary: "a Mermaid journey of what the customer feels, for a wiki",
        ending: "mmd",
        make: |script, order, options| unfilled(script, order, options, "journey.mmd"),
    },
    Target {
        name: "page",
        summary: "the live page for the call itself: one file, no network",
        ending: "page.html",
        make: page::page,
    },
    Target {
        name: "lines",
        summary: "CSV of every spoken line, for those who translate or record them",
        ending: "csv",
        make: lines::lines,
    },
];

/// What a document is made with.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Values for blanks.
    pub blanks: BTreeMap<String, String>,
    /// The language of the words; the script's own where none is given.
    pub language: Option<Language>,
    /// Today as `2026-11-24`, for the built-in blanks; without it they stay gaps.
    pub today: Option<String>,
    /// Whether what is for training is shown.
    pub training: bool,
    /// The paper to print on; what is usual in the script's country where none is given.
    pub paper: Option<Paper>,
    /// SHA-256 of the script's file in hexadecimal, by which records of a walk name it.
    pub sha256: Option<String>,
}

/// SHA-256 of a script's text in hexadecimal, as records of a walk name it.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A document, and the blanks that had no value in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The blanks without a value, each with the segment that uses it.
    pub missing: Vec<Missing>,
}

/// Makes a document of a script, its segments in this order.
///
/// # Errors
/// [`Error::Template`] where a template cannot be worked out, its own or one that the script's words hold.
///
/// ```
/// use callcraft::render::{Options, TARGETS, render};
/// # use callcraft::read::{NoFiles, read};
/// # let text = "script: Late\nsegments:\n  - {id: news, feels: pleasant, say: It came.}\n  - {id: fine, feels: painful, say: A fine.}\n";
/// # let reading = read("late.yaml", text.as_bytes(), &NoFiles);
/// # let script = reading.script.clone().unwrap();
///
/// let text = TARGETS.iter().find(|target| target.name == "text").unwrap();
/// let page = render(&script, &[1, 0], text, &Options::default()).unwrap();
/// assert!(String::from_utf8(page.bytes).unwrap().contains("A fine."));
/// ```
pub fn render(script: &Script, order: &[usize], target: &Target, options: &Options) -> Result<Document> {
    (target.make)(script, order, options)
}

/// The forms of page that have templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Markdown,
    Text,
    Html,
}

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("templates/", $name, ".j2")))),*]
    };
}

/// The built-in templates: a base for each form, and what nurses and agents have differently.
const BUILT_IN: &[(&str, &str)] = built_in!(
    "base.md",
    "nurse.md",
    "agent.md",
    "base.txt",
    "nurse.txt",
    "agent.txt",
    "base.html",
    "nurse.html",
    "agent.html",
    "onepager.html",
    "scorecard.html",
    "scorecard.csv",
    "survey.html",
    "survey.csv",
    "flowchart.mmd",
    "journey.mmd",
    "document.xml"
);

/// The most bytes that a template may make.
const LARGEST: usize = 16 * 1024 * 1024;

fn page(script: &Script, order: &[usize], options: &Options, form: Form) -> Result<Document> {
    let who = match script.role {
        Role::Nurse => "nurse",
        Role::Agent | Role::Other(_) => "agent",
    };
    let ending = match form {
        Form::Markdown => "md",
        Form::Text => "txt",
        Form::Html => "html",
    };
    paper(script, order, options, &format!("{who}.{ending}"))
}

/// The document of a built-in template.
fn paper(script: &Script, order: &[usize], options: &Options, name: &str) -> Result<Document> {
    let (view, missing) = view::view(script, order, options)?;
    let text = fill(&built_in()?, name, &view)?;
    Ok(Document { bytes: text.into_bytes(), missing })
}

/// A document in which the script's words are not spoken, so that blanks without a value are no loss.
fn unfilled(script: &Script, order: &[usize], options: &Options, name: &str) -> Result<Document> {
    Ok(Document { missing: Vec::new(), ..paper(script, order, options, name)? })
}

/// The environment with the built-in templates.
fn built_in() -> Result<Environment<'static>> {
    let mut env = environment();
    for (name, text) in BUILT_IN {
        env.add_template(name, text).map_err(|error| Error::Template(template::flaw(&error, text).message))?;
    }
    Ok(env)
}

/// The environment of every page: HTML is escaped, by the ending of the template's name.
fn environment<'e>() -> Environment<'e> {
    let mut env = template::environment();
    env.set_auto_escape_callback(|name| {
        let name = name.trim_end_matches(".j2");
        let html = [".html", ".xml", ".docx"].iter().any(|ending| name.ends_with(ending));
        if html { AutoEscape::Html } else { AutoEscape::None }
    });
    if let Ok(syntax) =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()
    {
        env.set_syntax(syntax);
    }
    filters::add(&mut env);
    env
}

fn fill(env: &Environment<'_>, name: &str, view: &View) -> Result<String> {
    let fail = |error: minijinja::Error| {
        let source = env.get_template(name).map(|template| template.source().to_string()).unwrap_or_default();
        let line = error.line().map_or(String::new(), |line| format!("line {line} of "));
        Error::Template(format!(
            "{line}the template {}: {}",
            error.name().unwrap_or(name),
            template::flaw(&error, &source).message
        ))
    };
    let mut out = own::Capped::new(LARGEST);
    let page = env.get_template(name).map_err(fail)?;
    page.render_captured_to(context! { script => Serde(view) }, &mut out).map_err(|error| {
        if out_of_room(&error) {
            Error::Template("the template makes more than 16 MB".to_string())
        } else {
            fail(error)
        }
    })?;
    Ok(out.into_text())
}

fn out_of_room(error: &minijinja::Error) -> bool {
    error.kind() == minijinja::ErrorKind::WriteFailure
}

mod filters {
    //! What templates can do with words beside what minijinja brings.

    use minijinja::{Environment, Value};

    /// Adds the filters that docs/templates.md describes.
    pub(super) fn add(env: &mut Environment<'_>) {
        env.add_filter("plain", plain);
        env.add_filter("md", markdown);
        env.add_filter("quote_lines", quote_lines);
        env.add_filter("indent_lines", indent_lines);
        env.add_filter("csv", csv);
        env.add_filter("mermaid", mermaid);
        env.add_filter("journey", journey);
    }

    /// The words of some runs as they are spoken; a gap in brackets.
    fn plain(runs: &Value) -> String {
        words(runs, |text| text.to_string(), |gap| format!("[{gap}]"))
    }

    /// The words of some runs for Markdown: signs that would mark something up are escaped, gaps are bold.
    fn markdown(runs: &Value) -> String {
        words(runs, escape, |gap| format!("**[{}]**", escape(gap)))
    }

    fn words(runs: &Value, word: impl Fn(&str) -> String, gap: impl Fn(&str) -> String) -> String {
        if let Some(text) = runs.as_str() {
            return word(text);
        }
        let Ok(items) = runs.try_iter() else { return String::new() };
        let one = |run: Value| {
            let text = run.get_attr("text").ok().and_then(|text| text.as_str().map(str::to_string)).unwrap_or_default();
            let missing = run.get_attr("gap").is_ok_and(|gap| gap.is_true());
            if missing { gap(&text) } else { word(&text) }
        };
        items.map(one).collect()
    }

    fn escape(text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
                out.push('\\');
            }
            out.push(c);
        }
        out
    }

    /// Words as one field of a CSV file. Words that a spreadsheet would take for a formula get a quotation mark in
    /// front, as OWASP advises against CSV injection.
    fn csv(text: &str) -> String {
        let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    }

    /// Words between the quotation marks of a Mermaid flowchart: what Mermaid would read is written as its codes.
    fn mermaid(text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
            match c {
                '"' | '#' | ';' | '<' | '>' | '`' | '%' | '&' | '\\' | '{' | '}' | '[' | ']' | '|' | '*' | '_'
                | '~' => {
                    out.push_str(&format!("#{};", u32::from(c)));
                }
                c if c.is_control() => {}
                c => out.push(c),
            }
        }
        out
    }

    /// Words as a task, a section or a title of a Mermaid journey, which knows no codes: what it would read
    /// is written with signs that look alike.
    fn journey(text: &str) -> String {
        crate::mermaid::plain(text)
    }

    /// Each line behind a mark, such as `> `.
    fn quote_lines(text: &str, mark: &str) -> String {
        text.lines().map(|line| format!("{mark}{line}").trim_end().to_string()).collect::<Vec<_>>().join("\n")
    }

    /// Every line but the first set in by some spaces.
    fn indent_lines(text: &str, spaces: usize) -> String {
        text.lines().collect::<Vec<_>>().join(&format!("\n{}", " ".repeat(spaces.min(40))))
    }
}
