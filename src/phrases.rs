//! Fixed phrases that are looked for in words whatever the case, in one pass.

/// Phrases in small letters, in groups that mean the same.
pub(crate) struct Phrases {
    groups: &'static [&'static [&'static str]],
    /// For the first two bytes of each phrase one bit that stands for both: words that have none of them need no
    /// closer look. Only the last five bits of a byte count, which are those that large and small letters share.
    pairs: [u32; 32],
}

impl Phrases {
    /// Phrases of two bytes or more.
    pub(crate) const fn new(groups: &'static [&'static [&'static str]]) -> Self {
        let mut pairs = [0; 32];
        let mut group = 0;
        while group < groups.len() {
            let mut at = 0;
            while at < groups[group].len() {
                let bytes = groups[group][at].as_bytes();
                pairs[(bytes[0] & 31) as usize] |= 1 << (bytes[1] & 31);
                at += 1;
            }
            group += 1;
        }
        Self { groups, pairs }
    }

    /// The words behind each of these that stands in front of them, in the order of the phrases.
    pub(crate) fn behind<'w>(&self, words: &'w str) -> impl Iterator<Item = &'w str> {
        let groups = if self.may_lead(words) { self.groups } else { &[] };
        groups.iter().copied().flatten().filter_map(|phrase| behind(words, phrase))
    }

    /// Whether one of these may stand in front, by the first two bytes.
    pub(crate) fn may_lead(&self, words: &str) -> bool {
        words.as_bytes().first_chunk().is_some_and(|&pair| self.may(pair))
    }

    /// Whether one of these stands in front.
    pub(crate) fn lead(&self, words: &str) -> bool {
        self.behind(words).next().is_some()
    }

    /// Whether one of these stands anywhere in the words.
    pub(crate) fn stand_in(&self, words: &str) -> bool {
        self.first_in(words).is_some()
    }

    /// The number of the first group of which a phrase stands anywhere in the words.
    pub(crate) fn first_in(&self, words: &str) -> Option<usize> {
        if words.is_ascii() { self.scan(words.as_bytes()) } else { self.scan(words.to_lowercase().as_bytes()) }
    }

    fn scan(&self, words: &[u8]) -> Option<usize> {
        let (mut rest, mut found) = (words, None);
        while let Some(at) = rest.iter().zip(rest.get(1..)?).position(|(&first, &second)| self.may([first, second])) {
            rest = rest.get(at..)?;
            let here = |phrase: &&str| rest.get(..phrase.len()).is_some_and(|front| same(front, phrase));
            let number = self.groups.iter().position(|group| group.iter().any(here));
            found = found.into_iter().chain(number).min();
            rest = rest.get(1..)?;
        }
        found
    }

    fn may(&self, [first, second]: [u8; 2]) -> bool {
        self.pairs[usize::from(first & 31)] >> (second & 31) & 1 == 1
    }
}

fn same(words: &[u8], phrase: &str) -> bool {
    words.eq_ignore_ascii_case(phrase.as_bytes())
}

/// The words behind this, where it stands in front of them in large letters or small ones.
pub(crate) fn behind<'w>(words: &'w str, phrase: &str) -> Option<&'w str> {
    let (front, rest) = words.split_at_checked(phrase.len())?;
    same(front.as_bytes(), phrase).then_some(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GROUPS: [&[&str]; 3] = [&["ab", "word for word"], &["逐字", "don't"], &["aba", "bad time"]];
    const BITS: [&str; 10] = ["a", "B", "b", "Word", " for ", "逐", "字", "DON'T", "K", "bad time"];

    proptest! {
        #[test]
        fn phrases_are_found_as_in_small_letters(bits in prop::collection::vec(prop::sample::select(&BITS[..]), 0..8)) {
            let (phrases, words) = (Phrases::new(&GROUPS), bits.concat());
            let low = words.to_lowercase();
            prop_assert_eq!(phrases.first_in(&words), GROUPS.iter().position(|group| group.iter().any(|phrase| low.contains(phrase))));
            let front: Vec<&str> = GROUPS.iter().copied().flatten().filter_map(|phrase| low.strip_prefix(phrase)).collect();
            let rests: Vec<String> = phrases.behind(&words).map(str::to_lowercase).collect();
            prop_assert_eq!(rests, front);
        }
    }
}
