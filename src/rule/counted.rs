//! What can be counted in the words of an utterance and in its sentences: once for each, whoever asks.

use std::ops::Range;

use super::sentence;

/// A sentence, and what can be counted in it.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    /// Where it stands.
    pub range: Range<usize>,
    /// Words written with spaces and Chinese characters, together.
    pub length: usize,
    /// Chinese characters alone.
    pub han: usize,
    /// Numbers that a listener has to hold.
    pub numbers: usize,
    /// Whether it asks.
    pub asks: bool,
    /// Whether it is a key with its value in a program's file, which does not end where people stop for breath.
    pub is_key: bool,
}

/// What can be counted in the words of a whole utterance.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Totals {
    /// Words written with spaces and Chinese characters, together.
    pub length: usize,
    /// Chinese characters alone.
    pub han: usize,
    /// Words written with spaces.
    pub words: usize,
    /// Syllables of these words.
    pub syllables: usize,
    /// How often we name ourselves.
    pub we: usize,
    /// How often we name the customer.
    pub you: usize,
}

impl Sentence {
    /// Every sentence of some words.
    pub(super) fn all(words: &str) -> Vec<Self> {
        sentence::split(words).into_iter().map(|range| Self::of(words, range)).collect()
    }

    fn of(words: &str, range: Range<usize>) -> Self {
        let words = words.get(range.clone()).unwrap_or("");
        let (length, numbers) = length_and_numbers(words);
        Self { range, length, han: han(words), numbers, asks: sentence::asks(words), is_key: words.contains("\":") }
    }

    /// The same sentence where the words before it are this long.
    pub(super) fn behind(&self, before: usize) -> Self {
        Self { range: before + self.range.start..before + self.range.end, ..self.clone() }
    }
}

impl Totals {
    /// Counts some words.
    pub(super) fn of(text: &str) -> Self {
        let mut totals = Self { han: han(text), ..Self::default() };
        for word in sentence::words(text) {
            totals.words += 1;
            totals.syllables += sentence::syllables(word);
            if !matches!(word.as_bytes(), [b'w' | b'W' | b'u' | b'U' | b'o' | b'O' | b'y' | b'Y', ..]) {
                continue;
            }
            let own = word.split('\'').next().unwrap_or("");
            let is = |one: &&str| own.eq_ignore_ascii_case(one);
            totals.we += usize::from(["we", "us", "our", "ours", "ourselves"].iter().any(is));
            totals.you += usize::from(["you", "your", "yours", "yourself"].iter().any(is));
        }
        // In ASCII every word is one that counts for the length.
        totals.length = if text.is_ascii() { totals.words } else { sentence::length(text) };
        totals
    }

    /// How long the words take to say in seconds, at 140 words or 220 Chinese characters a minute.
    pub(crate) fn seconds(&self) -> f64 {
        let words = self.length - self.han.min(self.length);
        words as f64 * 60.0 / 140.0 + self.han as f64 * 60.0 / 220.0
    }
}

/// Chinese characters alone.
fn han(text: &str) -> usize {
    if text.is_ascii() {
        return 0;
    }
    text.chars().filter(|c| sentence::is_cjk(*c)).count()
}

fn length_and_numbers(words: &str) -> (usize, usize) {
    if !words.is_ascii() || words.contains("{{") {
        return (sentence::length(words), numbers(words));
    }
    let (length, spelled) = sentence::length_and_spelled(words.as_bytes());
    (length, spelled + sentence::digits(words))
}

/// Numbers, with something filled in that sounds like a number counting as one.
fn numbers(text: &str) -> usize {
    if !text.contains("{{") {
        return sentence::numbers(text);
    }
    let (mut count, mut plain, mut rest) = (0, String::new(), text);
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, behind) = after.split_once("}}").unwrap_or((after, ""));
        let name = name.to_lowercase();
        let numeric = [
            "date", "time", "amount", "number", "price", "cost", "phone", "balance", "total", "day", "日期", "时间",
            "金额", "号",
        ];
        count += usize::from(numeric.iter().any(|word| name.contains(word)));
        plain.push_str(before);
        rest = behind;
    }
    plain.push_str(rest);
    count + sentence::numbers(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_length_is_counted_with_the_words(text in "[ab'1 .,é您-]{0,40}") {
            proptest::prop_assert_eq!(Totals::of(&text).length, sentence::length(&text));
        }
    }
}
