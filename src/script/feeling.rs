//! How a segment feels to the customer, from very painful (-3) to very pleasant (3).

use crate::text::nearest;

/// A feeling on the scale -3..=3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feeling(i8);

/// Words that people write besides those of [`Feeling::ALL`], with the words that say it.
const BESIDES: [(&str, &str); 14] = [
    ("very unpleasant", "very painful"),
    ("terrible", "very painful"),
    ("unpleasant", "painful"),
    ("bad", "painful"),
    ("negative", "painful"),
    ("slightly unpleasant", "slightly painful"),
    ("neither", "neutral"),
    ("none", "neutral"),
    ("ok", "neutral"),
    ("slightly good", "slightly pleasant"),
    ("good", "pleasant"),
    ("nice", "pleasant"),
    ("positive", "pleasant"),
    ("very good", "very pleasant"),
];

const CHINESE: [&str; 7] = ["非常难受", "难受", "略难受", "平淡", "略愉快", "愉快", "非常愉快"];

impl Feeling {
    /// Every feeling with the words that files use, most painful first.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self(-3), "very painful"),
        (Self(-2), "painful"),
        (Self(-1), "slightly painful"),
        (Self(0), "neutral"),
        (Self(1), "slightly pleasant"),
        (Self(2), "pleasant"),
        (Self(3), "very pleasant"),
    ];

    /// The words for the feelings as people see them, most painful first.
    #[must_use]
    pub fn words(chinese: bool) -> [&'static str; 7] {
        if chinese { CHINESE } else { Self::ALL.map(|(_, name)| name) }
    }

    /// The feeling with this valence; `None` outside -3..=3.
    #[must_use]
    pub fn new(valence: i8) -> Option<Self> {
        (-3..=3).contains(&valence).then_some(Self(valence))
    }

    /// The feeling nearest to a valence between whole ones, on its side of 0; `None` outside -3..=3.
    #[must_use]
    pub fn nearest(valence: f64) -> Option<Self> {
        let least = if valence == 0.0 { 0.0 } else { valence.signum() };
        let nearest = if valence.round() == 0.0 { least } else { valence.round() };
        (-3.0..=3.0).contains(&valence).then_some(nearest as i8).and_then(Self::new)
    }

    /// The feeling with these words, English or Chinese, or this number.
    #[must_use]
    pub fn named(words: &str) -> Option<Self> {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let names = Self::ALL.iter().zip(CHINESE);
        let by_words = names.into_iter().find(|((_, name), chinese)| [*name, *chinese].contains(&words.as_str()));
        let by_words = by_words.map(|((feeling, _), _)| *feeling);
        by_words.or_else(|| words.trim_start_matches('+').parse().ok().and_then(Self::new))
    }

    /// The words of [`Feeling::ALL`] that were probably meant by these.
    pub(crate) fn meant(words: &str) -> Option<&'static str> {
        let names = || Self::ALL.iter().map(|(_, name)| (*name, *name)).chain(BESIDES);
        let near = nearest(&words.trim().to_lowercase(), names().map(|(said, _)| said))?;
        names().find(|(said, _)| *said == near).map(|(_, name)| name)
    }

    /// The number, -3..=3.
    #[must_use]
    pub fn valence(self) -> i8 {
        self.0
    }

    /// The words for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[usize::from((self.0 + 3).unsigned_abs())].1
    }

    /// One step more painful (-1) or more pleasant (1), where the scale allows.
    #[must_use]
    pub fn step(self, by: i8) -> Option<Self> {
        Self::new(self.0.saturating_add(by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_both_languages_name_every_feeling() {
        for words in [Feeling::words(false), Feeling::words(true)] {
            let named = words.map(|word| Feeling::named(word).map(Feeling::valence));
            assert_eq!(named, [-3, -2, -1, 0, 1, 2, 3].map(Some));
        }
    }
    #[test]
    fn a_misspelt_feeling_is_never_taken_for_its_opposite() {
        let meant = ["unplesant", "Unpleasant", "very unpleasnt", "plesant", "painfull", "bad", "god", "gibberish"];
        let names = [
            Some("painful"),
            Some("painful"),
            Some("very painful"),
            Some("pleasant"),
            Some("painful"),
            Some("painful"),
            Some("pleasant"),
            None,
        ];
        assert_eq!(meant.map(Feeling::meant), names);
    }
}
