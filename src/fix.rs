//! Edits that mend a finding, and how they are applied to a text.

use crate::source::{Place, Source};

/// Whether a fix can be made without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Changes what is said or in which order: made only when asked for by name.
    Unsafe,
    /// Keeps the meaning.
    Safe,
}

/// One replacement in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes away; an empty place inserts.
    pub place: Place,
    /// What comes in its stead.
    pub text: String,
}

/// A change that mends a finding, whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in words that follow "fix:".
    pub title: String,
    /// The replacements, none of which overlap.
    pub edits: Vec<Edit>,
    /// Whether it can be made without asking.
    pub safety: Safety,
}

impl Fix {
    /// A fix of one replacement.
    #[must_use]
    pub fn replace(title: impl Into<String>, place: Place, text: impl Into<String>, safety: Safety) -> Self {
        Self { title: title.into(), edits: vec![Edit { place, text: text.into() }], safety }
    }
}

/// The text with every fix applied that is at least this safe.
///
/// Fixes are taken in the order given; one that touches what an earlier one changed is left for the
/// next time. Only edits of the reading's first file (`file` 0) are applied.
///
/// ```
/// use callcraft::fix::{Fix, Safety, mend};
/// use callcraft::source::{Place, Source};
///
/// let source = Source::new("call.yaml", "say:hello");
/// let fix = Fix::replace("put a space", Place::new(4, 4), " ", Safety::Safe);
/// assert_eq!(mend(&source, [&fix], Safety::Safe), "say: hello");
/// ```
#[must_use]
pub fn mend<'f>(source: &Source, fixes: impl IntoIterator<Item = &'f Fix>, least: Safety) -> String {
    let mut taken: Vec<&Edit> = Vec::new();
    for fix in fixes {
        let fits = fix.safety >= least
            && !fix.edits.is_empty()
            && fix.edits.iter().all(|edit| edit.place.file == 0 && !taken.iter().any(|other| overlap(edit, other)));
        if fits {
            taken.extend(&fix.edits);
        }
    }
    taken.sort_by_key(|edit| (edit.place.start, edit.place.end));
    splice(source, &taken)
}

fn overlap(a: &Edit, b: &Edit) -> bool {
    if a.place == b.place {
        return true;
    }
    a.place.start < b.place.end && b.place.start < a.place.end
}

fn splice(source: &Source, edits: &[&Edit]) -> String {
    let text = source.text();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let start = source.floor(edit.place.start as usize).max(at);
        out.push_str(&text[at..start]);
        out.push_str(&edit.text);
        at = source.floor(edit.place.end as usize).max(start);
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixes_that_touch_are_left_for_the_next_time() {
        let source = Source::new("x", "say:hello");
        let space = Fix::replace("put a space", Place::new(4, 4), " ", Safety::Safe);
        let whole = Fix::replace("reword", Place::new(2, 9), "d", Safety::Unsafe);
        assert_eq!(mend(&source, [&space, &whole], Safety::Safe), "say: hello");
        assert_eq!(mend(&source, [&whole, &space], Safety::Unsafe), "sad");
    }
}
