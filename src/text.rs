//! Words an author wrote, with the place in the file where each of them stands.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Range;

use crate::source::{Place, narrow};

/// Words with their place. What quotes, escapes and indentation do to them is undone, and still
/// every part of the words can be found in the file again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The words as they are meant.
    pub value: String,
    /// Where they stand, as a whole.
    pub place: Place,
    anchors: Anchors,
}

/// Pairs of (byte in the words, byte in the file) from which both run on together, in the form that takes least: most
/// words stand in the file in one stretch or two.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Anchors {
    #[default]
    None,
    One([(u32, u32); 1]),
    Several(Vec<(u32, u32)>),
}

impl Anchors {
    fn pairs(&self) -> &[(u32, u32)] {
        match self {
            Self::None => &[],
            Self::One(pair) => pair,
            Self::Several(pairs) => pairs,
        }
    }
}

impl Extend<(u32, u32)> for Anchors {
    fn extend<I: IntoIterator<Item = (u32, u32)>>(&mut self, more: I) {
        for pair in more {
            match self {
                Self::None => *self = Self::One([pair]),
                Self::One([first]) => *self = Self::Several(vec![*first, pair]),
                Self::Several(pairs) => pairs.push(pair),
            }
        }
    }
}

impl FromIterator<(u32, u32)> for Anchors {
    fn from_iter<I: IntoIterator<Item = (u32, u32)>>(pairs: I) -> Self {
        let mut anchors = Self::None;
        anchors.extend(pairs);
        anchors
    }
}

impl Text {
    /// Words that stand in the file as they are.
    #[must_use]
    pub fn new(value: impl Into<String>, place: Place) -> Self {
        Self { value: value.into(), place, anchors: Anchors::None }
    }

    /// Words whose parts stand in the file at these pairs of (byte in the words, byte in the file),
    /// both rising.
    #[must_use]
    pub fn anchored(value: impl Into<String>, place: Place, anchors: Vec<(u32, u32)>) -> Self {
        let anchors = match anchors.len() {
            0 | 1 => anchors.into_iter().collect(),
            _ => Anchors::Several(anchors),
        };
        Self { value: value.into(), place, anchors }
    }

    /// The pairs of (byte in the words, byte in the file) from which both run on together.
    #[must_use]
    pub fn anchors(&self) -> &[(u32, u32)] {
        self.anchors.pairs()
    }

    /// Whether there is nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.value.trim().is_empty()
    }

    /// The place in the file of a range of bytes of the words.
    #[must_use]
    pub fn place_of(&self, range: Range<usize>) -> Place {
        let start = self.in_file(range.start);
        let end = if range.end > range.start { self.in_file(range.end - 1) + 1 } else { start };
        Place::in_file(self.place.file, start, end.max(start))
    }

    /// A part of the words, with its own place. Ranges that do not fit the words are cut to them.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let Some(value) = self.value.get(range.clone()) else { return Self::new("", self.place.before()) };
        let after = self.anchors().partition_point(|&(at, _)| at as usize <= range.start);
        let rest = self.anchors().iter().skip(after).take_while(|&&(at, _)| (at as usize) < range.end);
        let anchors = rest.map(|&(at, file)| (at - narrow(range.start), file)).collect();
        Self { value: value.to_string(), place: self.place_of(range), anchors }
    }

    /// A part of the words without white space around it, with its own place.
    #[must_use]
    pub fn trimmed_part(&self, range: Range<usize>) -> Self {
        let Some(part) = self.value.get(range.clone()) else { return self.part(range) };
        let start = range.start + part.len() - part.trim_start().len();
        self.part(start..start + part.trim().len())
    }

    /// Adds words that stand at a place of the same file.
    pub(crate) fn push(&mut self, words: &str, place: Place) {
        self.goes_on_at(place.start);
        self.value.push_str(words);
        self.place.end = self.place.end.max(place.end);
    }

    /// From here on the words stand at this byte of the file and behind it.
    fn goes_on_at(&mut self, byte: u32) {
        if self.in_file(self.value.len()) != byte as usize {
            self.anchors.extend([(narrow(self.value.len()), byte)]);
        }
    }

    /// The words without white space around them, with their own place.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        self.trimmed_part(0..self.value.len())
    }

    /// The same words without white space around them, with their own place.
    pub(crate) fn into_trimmed(mut self) -> Self {
        if self.value.trim().len() < self.value.len() {
            return self.trimmed();
        }
        self.place = self.place_of(0..self.value.len());
        self
    }

    /// Texts in a row with something between them; each keeps its place.
    #[must_use]
    pub fn joined<T: Borrow<Self>>(texts: &[T], between: &str) -> Self {
        let texts = || texts.iter().map(Borrow::borrow);
        let mut whole = Self {
            value: String::with_capacity(texts().map(|text| text.value.len() + between.len()).sum()),
            place: texts().next().map(|text| text.place).unwrap_or_default(),
            anchors: Anchors::None,
        };
        for (at, text) in texts().enumerate() {
            whole.value.push_str(if at > 0 { between } else { "" });
            whole.goes_on_at(text.place.start);
            let offset = narrow(whole.value.len());
            whole.anchors.extend(text.anchors().iter().map(|&(at, file)| (offset.saturating_add(at), file)));
            whole.value.push_str(&text.value);
            whole.place.end = whole.place.end.max(text.place.end);
        }
        whole
    }

    /// Texts in a row with something between them, like `joined`; one alone is handed back as it is.
    #[must_use]
    pub fn gathered(mut texts: Vec<Self>, between: &str) -> Self {
        match texts.len() {
            1 => texts.remove(0),
            _ => Self::joined(&texts, between),
        }
    }

    fn in_file(&self, byte: usize) -> usize {
        let after = self.anchors().partition_point(|&(value, _)| value as usize <= byte);
        match after.checked_sub(1).and_then(|at| self.anchors().get(at)) {
            Some(&(value, file)) => file as usize + (byte - value as usize),
            None => self.place.start as usize + byte,
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value)
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.value
    }
}

/// The name in this list that is nearest to a misspelt one, if any is near enough to be meant.
#[must_use]
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(word, name), name))
        .filter(|&(distance, _)| distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// Names in a row for a message: "a, b or c".
#[must_use]
pub fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_string(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
