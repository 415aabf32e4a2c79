//! Many literals looked for at once, made ready in no time: a sorted list, and for each beginning of two bytes where
//! in the list it stands.
//!
//! An automaton of a few thousand literals takes longer to build than most files take to be looked through, and walks
//! through more memory than caches hold; here nearly every place of a text is left after its first three bytes.

use std::ops::Range;

/// Literals, looked for all at once.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// The literals in a row, sorted.
    bytes: Vec<u8>,
    /// Where each of them begins, and where the last one ends.
    bounds: Vec<u32>,
    /// For each pair of first bytes the number of the first literal that begins with it or with a later pair.
    pairs: Vec<u32>,
    /// One bit for each hash of three first bytes that some literal has.
    threes: Vec<u64>,
    /// The literals of one byte.
    ones: Vec<(u8, u32)>,
}

const BITS: u32 = 14;

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn hash(one: u8, two: u8, three: u8) -> usize {
    (u32::from_le_bytes([one, two, three, 0]).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
}

fn pair(one: u8, two: u8) -> usize {
    usize::from(one) << 8 | usize::from(two)
}

impl Terms {
    /// Makes literals ready, which come in the order of their bytes and are numbered as they come. Empty ones are
    /// never found.
    pub(crate) fn new<'t>(sorted: impl Iterator<Item = &'t str>) -> Self {
        let mut terms = Self {
            bounds: vec![0],
            pairs: vec![0; (1 << 16) + 1],
            threes: vec![0; 1 << (BITS - 6)],
            ..Self::default()
        };
        for (number, text) in sorted.enumerate() {
            match *text.as_bytes() {
                [] => {}
                [one] => terms.ones.push((one, narrow(number))),
                [one, two] => (0..=u8::MAX).for_each(|three| terms.may_begin(one, two, three)),
                [one, two, three, ..] => terms.may_begin(one, two, three),
            }
            let first = |at: usize| text.as_bytes().get(at).copied().unwrap_or(0);
            if let Some(count) = terms.pairs.get_mut(pair(first(0), first(1)) + 1) {
                *count += 1;
            }
            terms.bytes.extend_from_slice(text.as_bytes());
            terms.bounds.push(narrow(terms.bytes.len()));
        }
        let mut before = 0;
        terms.pairs.iter_mut().for_each(|count| {
            before += *count;
            *count = before;
        });
        terms
    }

    fn may_begin(&mut self, one: u8, two: u8, three: u8) {
        let bit = hash(one, two, three);
        if let Some(word) = self.threes.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    /// Finds every literal that stands anywhere in a text, by rising place, shorter ones first; gives its number and
    /// where it stands.
    pub(crate) fn find(&self, text: &[u8], mut found: impl FnMut(usize, Range<usize>)) {
        for start in 0..text.len() {
            self.find_at(text, start, &mut found);
        }
    }

    /// The same for one place of the text.
    #[inline]
    pub(crate) fn find_at(&self, text: &[u8], start: usize, mut found: impl FnMut(usize, Range<usize>)) {
        let at = |ahead: usize| text.get(start + ahead).copied().unwrap_or(0);
        let (one, two) = (at(0), at(1));
        for (_, number) in self.ones.iter().filter(|(byte, _)| *byte == one && start < text.len()) {
            found(*number as usize, start..start + 1);
        }
        let bit = hash(one, two, at(2));
        if self.threes.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1) {
            self.find_among(text, start, pair(one, two), &mut found);
        }
    }

    /// Goes along the sorted literals of a pair as along a tree: byte by byte those remain that go on like the text.
    fn find_among(&self, text: &[u8], start: usize, pair: usize, found: &mut impl FnMut(usize, Range<usize>)) {
        let bound = |at: usize| self.pairs.get(at).map_or(0, |number| *number as usize);
        let (mut low, mut high) = (bound(pair), bound(pair + 1));
        let mut depth = 2;
        while low < high {
            while low < high && self.literal(low).len() <= depth {
                if self.literal(low).len() == depth && start + depth <= text.len() {
                    found(low, start..start + depth);
                }
                low += 1;
            }
            let Some(next) = text.get(start + depth) else { return };
            let byte = |number: usize| self.literal(number).get(depth).copied().unwrap_or(0);
            low = partition(low..high, |number| byte(number) < *next);
            high = partition(low..high, |number| byte(number) == *next);
            depth += 1;
        }
    }

    fn literal(&self, number: usize) -> &[u8] {
        let bound = |at: usize| self.bounds.get(at).map_or(0, |bound| *bound as usize);
        self.bytes.get(bound(number)..bound(number + 1)).unwrap_or(&[])
    }
}

/// The first of some numbers, rising, for which this no longer holds.
fn partition(mut numbers: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    while numbers.start < numbers.end {
        let middle = numbers.start + numbers.len() / 2;
        if holds(middle) {
            numbers.start = middle + 1;
        } else {
            numbers.end = middle;
        }
    }
    numbers.start
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_looking_for_one_after_the_other_finds(
            mut literals in proptest::collection::vec("[ab\u{0}您]{0,5}", 0..30), text in "[abc\u{0}您]{0,60}"
        ) {
            literals.sort();
            let mut found = Vec::new();
            Terms::new(literals.iter().map(String::as_str))
                .find(text.as_bytes(), |term, place| found.push((place.start, place.end, term)));
            let mut wanted = Vec::new();
            for (term, literal) in literals.iter().enumerate().filter(|(_, literal)| !literal.is_empty()) {
                let starts = (0..text.len()).filter(|start| text.as_bytes()[*start..].starts_with(literal.as_bytes()));
                wanted.extend(starts.map(|start| (start, start + literal.len(), term)));
            }
            wanted.sort_unstable();
            prop_assert_eq!(found, wanted);
        }
    }
}
