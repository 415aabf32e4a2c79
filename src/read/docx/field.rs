//! Fields of a Word document: blanks to fill in, choices, and words that Word works out itself.

use super::body::{Beside, Walk};
use super::xml::Tag;

/// A field, such as a number of a page or a name from a mail merge.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub code: String,
    /// Where what it shows begins among the words; `None` where it shows nothing.
    shown: Option<(usize, usize)>,
}

/// A field of a form: its name, and whether it is empty as yet.
#[derive(Debug, Default)]
pub(super) struct FormField {
    pub name: String,
    pub empty: bool,
    pub asked: bool,
}

impl Walk {
    /// A field whose code stands in one attribute.
    pub(super) fn simple_field(&mut self, tag: &Tag<'_>) {
        let shown = Some(self.here());
        self.fields.push(Field { code: tag.get("instr").unwrap_or_default(), shown });
    }

    pub(super) fn field(&mut self, tag: &Tag<'_>) {
        match tag.get("fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field::default()),
            Some("separate") => {
                let here = self.here();
                if let Some(field) = self.fields.last_mut() {
                    field.shown = Some(here);
                }
            }
            Some("end") => self.field_ends(),
            _ => {}
        }
    }

    /// A field that shows nothing of its own but stands for something to fill in is a blank; what only Word sees of
    /// the others is named.
    pub(super) fn field_ends(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        let (sort, rest) = field.code.trim().split_once(char::is_whitespace).unwrap_or((field.code.trim(), ""));
        match sort.to_uppercase().as_str() {
            "FORMTEXT" if !self.shows(&field) => self.push("____"),
            "MERGEFIELD" if field.shown.is_none() => {
                let name = rest.split_whitespace().next().unwrap_or_default().trim_matches('"');
                self.push(&format!("«{name}»"));
            }
            "MACROBUTTON" => {
                self.push(rest.trim().split_once(char::is_whitespace).map_or("", |(_, words)| words.trim()))
            }
            // One that leads to a place in the document names a bookmark.
            "HYPERLINK" if rest.contains("\\l ") => {}
            "HYPERLINK" => quoted(rest).take(1).for_each(|address| self.beside(Beside::Link, address)),
            "IF" | "FILLIN" | "ASK" | "SET" | "QUOTE" => {
                quoted(rest).for_each(|words| self.beside(Beside::Hint, words));
            }
            _ => {}
        }
    }

    /// Whether a field shows words.
    fn shows(&self, field: &Field) -> bool {
        let Some((at, from)) = field.shown else { return false };
        let shown = self.paragraph(at).and_then(|words| words.get(from..));
        shown.is_some_and(|words| words.contains(char::is_alphanumeric))
    }

    pub(super) fn form_field(&mut self, tag: &Tag<'_>) {
        let value = tag.get("val").unwrap_or_default();
        let shown = tag.get("displayText").or_else(|| tag.get("value")).unwrap_or_default();
        let Some(form) = &mut self.form else { return };
        match tag.name() {
            "alias" => form.name = value,
            "tag" if form.name.is_empty() => form.name = value,
            "showingPlcHdr" => form.empty = tag.is_on(),
            "listItem" => self.beside(Beside::Option, &shown),
            _ => {}
        }
    }

    /// The name of a field that is filled in already is nothing to say.
    pub(super) fn form_ends(&mut self) {
        let Some(form) = self.form.take().filter(|form| !form.asked && !form.name.is_empty()) else { return };
        self.beside(Beside::Hint, &form.name);
    }
}

/// The words between quotation marks in a field's code.
fn quoted(code: &str) -> impl Iterator<Item = &str> {
    code.split('"').skip(1).step_by(2).filter(|words| words.contains(char::is_alphanumeric))
}
