//! A plan or a report as a person reads it: its parts are put together once, and written in every format.

mod html;
mod json;
mod markdown;
mod parts;
mod picture;
mod plan_page;
mod report_page;
mod terminal;

use super::plan::Plan;
use super::report::Report;
use parts::Page;

pub use json::{PLAN_SHAPE, REPORT_SHAPE};

/// A way to write a plan or a report.
pub struct Format {
    /// Its name, as `--to` takes it.
    pub name: &'static str,
    /// One sentence about it.
    pub summary: &'static str,
    page: fn(&Page) -> String,
}

/// Every way to write a plan or a report but JSON, which holds figures and not words.
pub static FORMATS: &[Format] = &[
    Format { name: "terminal", summary: "plain text, as wide as a terminal", page: terminal::write },
    Format { name: "markdown", summary: "Markdown with tables", page: markdown::write },
    Format { name: "html", summary: "one file with pictures, to print or send", page: html::write },
];

/// Whether agents are named in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// They are numbered.
    Hidden,
    /// They are named.
    Shown,
}

impl Format {
    /// The format with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// A report in this format.
    #[must_use]
    pub fn report(&self, report: &Report, names: Names) -> String {
        (self.page)(&report_page::page(report, names))
    }

    /// A plan in this format.
    #[must_use]
    pub fn plan(&self, plan: &Plan) -> String {
        (self.page)(&plan_page::page(plan))
    }
}

impl Report {
    /// The report as JSON in a shape with a version; a field may be added, never changed.
    #[must_use]
    pub fn to_json(&self, names: Names) -> String {
        json::report(self, names)
    }
}

impl Plan {
    /// The plan as JSON in a shape with a version.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::plan(self)
    }
}
