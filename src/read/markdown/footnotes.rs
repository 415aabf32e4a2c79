//! Footnotes of Markdown: remarks that belong to the paragraph that refers to them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Walk;
use crate::read::outline::{Look, Paragraph};

/// The footnotes of a document, and where it refers to them.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// The label of the one that is open.
    pub open: Option<String>,
    /// The paragraphs of each, by its label.
    notes: BTreeMap<String, Vec<Paragraph>>,
    /// Labels, with the number of the paragraph that refers to each first.
    referred: Vec<(String, usize)>,
}

impl Footnotes {
    /// Keeps a paragraph where it belongs to a footnote; gives it back where it does not.
    pub(super) fn keep(&mut self, paragraph: Paragraph) -> Option<Paragraph> {
        let Some(label) = &self.open else { return Some(paragraph) };
        self.notes.entry(label.clone()).or_default().push(Paragraph { look: Look::Remark, ..paragraph });
        None
    }

    /// The paragraphs with each footnote behind the one that refers to it, and the others at the end.
    pub(super) fn placed(mut self, paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
        if self.notes.is_empty() {
            return paragraphs;
        }
        let mut referred = self.referred.into_iter().peekable();
        let mut whole = Vec::with_capacity(paragraphs.len() + self.notes.len());
        for (at, paragraph) in paragraphs.into_iter().enumerate() {
            let place = paragraph.place;
            whole.push(paragraph);
            while let Some((label, _)) = referred.next_if(|(_, own)| *own <= at) {
                let here = self.notes.remove(&label).unwrap_or_default();
                whole.extend(here.into_iter().map(|note| Paragraph { place, ..note }));
            }
        }
        let mut lone: Vec<Paragraph> = self.notes.into_values().flatten().collect();
        lone.sort_by_key(|note| note.place.start);
        whole.extend(lone);
        whole
    }
}

impl Walk<'_> {
    /// A sign that refers to a footnote is not said.
    pub(super) fn refers(&mut self, label: &str, range: Range<usize>) {
        self.left_out(&format!("[^{label}]"), range);
        self.footnotes.referred.push((label.to_string(), self.document.paragraphs.len()));
    }

    /// The same sign in front of a footnote.
    pub(super) fn defines(&mut self, label: &str, start: usize) {
        let sign = start..start + label.len() + 3;
        self.told.add(sign.clone());
        self.left_out(&format!("[^{label}]"), sign);
        self.footnotes.open = Some(label.to_string());
    }
}
