//! How a segment feels to the customer, from very painful (-3) to very pleasant (3).

/// A feeling on the scale -3..=3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feeling(i8);

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

    /// The feeling with this valence; `None` outside -3..=3.
    #[must_use]
    pub fn new(valence: i8) -> Option<Self> {
        (-3..=3).contains(&valence).then_some(Self(valence))
    }

    /// The feeling with these words, or this number.
    #[must_use]
    pub fn named(words: &str) -> Option<Self> {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let by_words = Self::ALL.iter().find(|(_, name)| *name == words).map(|(feeling, _)| *feeling);
        by_words.or_else(|| words.trim_start_matches('+').parse().ok().and_then(Self::new))
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
