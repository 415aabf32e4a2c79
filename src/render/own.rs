//! A lead's own template: rendered with the same words, within limits, and with no file beyond its folder.

use std::io;

use super::{Document, Options, environment, fill, view};
use crate::error::{Error, Result};
use crate::script::Script;
use crate::template;

/// Gives the templates that a lead's own template includes or extends, by names in its folder.
pub trait Templates {
    /// The text of a template; `None` where there is none of this name.
    fn template(&self, name: &str) -> Option<String>;
}

/// A lead's own template.
pub struct OwnTemplate<'t> {
    /// Its name; one that ends in `.html` or `.html.j2` is escaped as HTML.
    pub name: &'t str,
    /// Its text.
    pub text: &'t str,
    /// Where the templates come from that it names.
    pub others: &'t dyn Templates,
}

impl OwnTemplate<'_> {
    /// Renders it. Its one variable is `script` (docs/templates.md).
    ///
    /// # Errors
    /// [`Error::Template`] with a plain sentence where it cannot be read or worked out.
    pub fn render(&self, script: &Script, order: &[usize], options: &Options) -> Result<Document> {
        let mut env = environment();
        let mut waiting = vec![(self.name.to_string(), self.text.to_string())];
        let mut known: Vec<String> = Vec::new();
        while let Some((name, text)) = waiting.pop() {
            template::guard(&text).map_err(|flaw| Error::Template(format!("{name}: {}", flaw.message)))?;
            env.add_template_owned(name.clone(), text.clone()).map_err(|error| {
                let line = error.line().map_or(String::new(), |line| format!(" line {line}:"));
                Error::Template(format!("{name}:{line} {}", template::flaw(&error, &text).message))
            })?;
            known.push(name);
            let named = quoted_names(&text).into_iter().filter(|named| !known.contains(named));
            let found: Vec<(String, String)> =
                named.filter_map(|named| Some((named.clone(), self.named(&named)?))).collect();
            if known.len() + waiting.len() + found.len() > MOST {
                return Err(Error::Template(format!("more than {MOST} templates are named")));
            }
            waiting.extend(found);
        }
        if self.name.trim_end_matches(".j2").ends_with(".docx") {
            return super::word::of_template(script, order, options, &env, self.name);
        }
        let (view, missing) = view::view(script, order, options)?;
        let text = fill(&env, self.name, &view)?;
        Ok(Document { bytes: text.into_bytes(), missing })
    }
}

impl OwnTemplate<'_> {
    /// A template that this one names: one of its folder, or else a built-in one.
    fn named(&self, name: &str) -> Option<String> {
        let ours = || super::BUILT_IN.iter().find(|(ours, _)| *ours == name).map(|(_, text)| (*text).to_string());
        self.others.template(name).or_else(ours)
    }
}

/// The most templates that one template may draw in.
const MOST: usize = 50;

/// The names in quotes behind include, extends, import and from.
fn quoted_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for tag in text.split("{%").skip(1) {
        let tag = tag.split("%}").next().unwrap_or("");
        let word = tag.trim_start_matches(['-', '+', ' ', '\t', '\n', '\r']).split_whitespace().next().unwrap_or("");
        if matches!(word, "include" | "extends" | "import" | "from") {
            names.extend(tag.split(['"', '\'']).skip(1).step_by(2).map(str::to_string));
        }
    }
    names
}

/// A writer that takes so many bytes and no more.
pub(super) struct Capped {
    bytes: Vec<u8>,
    most: usize,
}

impl Capped {
    pub(super) fn new(most: usize) -> Self {
        Self { bytes: Vec::new(), most }
    }

    pub(super) fn into_text(self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::Error::other("too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
