//! Many literals looked for at once, made ready in no time: a sorted list, and for each beginning of four bytes where
//! in the list it stands.
//!
//! An automaton of a few thousand literals takes longer to build than most files take to be looked through, and walks
//! through more memory than caches hold; here nearly every place of a text is left after a look at its first bytes.

use std::ops::Range;

/// Literals, looked for all at once.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// The literals in a row, sorted.
    bytes: Vec<u8>,
    /// Where each of them begins, and where the last one ends.
    bounds: Vec<u32>,
    /// One bit for each hash of four first bytes that some literal has.
    begun: Vec<u64>,
    /// Which literals begin with which four bytes, by hash, the next free slot where two share one.
    slots: Vec<Slot>,
    /// For each first byte, which lengths literals have that are shorter than four bytes: a bit each.
    lengths: Vec<u8>,
    /// These short literals, sorted, with their numbers.
    short: Vec<(Vec<u8>, u32)>,
}

/// The literals that begin with the same four bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    four: u32,
    first: u32,
    after: u32,
}

/// How many first bytes say which literals to look at.
const FOUR: usize = 4;
/// The bits of a hash that say whether anything begins like this.
const BITS: u32 = 16;

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn hash(four: u32) -> u32 {
    four.wrapping_mul(0x9e37_79b1)
}

fn four(text: &[u8], start: usize) -> Option<u32> {
    text.get(start..start + FOUR)?.try_into().ok().map(u32::from_le_bytes)
}

impl Terms {
    /// Makes literals ready, which come in the order of their bytes and are numbered as they come. Empty ones are
    /// never found.
    pub(crate) fn new<'t>(sorted: impl Iterator<Item = &'t str>) -> Self {
        let mut terms =
            Self { bounds: vec![0], begun: vec![0; 1 << (BITS - 6)], lengths: vec![0; 256], ..Self::default() };
        let mut groups: Vec<Slot> = Vec::new();
        for (number, text) in sorted.enumerate() {
            let (bytes, number) = (text.as_bytes(), narrow(number));
            terms.bytes.extend_from_slice(bytes);
            terms.bounds.push(narrow(terms.bytes.len()));
            match (four(bytes, 0), groups.last_mut()) {
                (Some(four), Some(last)) if last.four == four && last.after == number => last.after += 1,
                (Some(four), _) => groups.push(Slot { four, first: number, after: number + 1 }),
                (None, _) => terms.add_short(bytes, number),
            }
        }
        terms.slots = vec![Slot::default(); (groups.len() * 2).next_power_of_two()];
        groups.into_iter().for_each(|group| terms.add(group));
        terms
    }

    fn add_short(&mut self, bytes: &[u8], number: u32) {
        let first = bytes.first().and_then(|first| self.lengths.get_mut(usize::from(*first)));
        if let Some(lengths) = first {
            *lengths |= 1 << bytes.len();
            self.short.push((bytes.to_vec(), number));
        }
    }

    fn add(&mut self, group: Slot) {
        let hash = hash(group.four);
        let bit = (hash >> (u32::BITS - BITS)) as usize;
        if let Some(word) = self.begun.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots.get(at).is_some_and(|slot| slot.after > 0) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = group;
        }
    }

    /// Finds every literal that begins at this place of a text, shorter ones first; gives its number and where it
    /// stands.
    #[inline]
    pub(crate) fn find_at(&self, text: &[u8], start: usize, mut found: impl FnMut(usize, Range<usize>)) {
        let Some(first) = text.get(start) else { return };
        if self.lengths.get(usize::from(*first)).is_some_and(|lengths| *lengths != 0) {
            self.find_short(text, start, &mut found);
        }
        let Some(four) = four(text, start) else { return };
        let bit = (hash(four) >> (u32::BITS - BITS)) as usize;
        if self.begun.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1) {
            self.find_long(text, start, four, &mut found);
        }
    }

    fn find_short(&self, text: &[u8], start: usize, found: &mut impl FnMut(usize, Range<usize>)) {
        let lengths = text.get(start).and_then(|first| self.lengths.get(usize::from(*first))).copied().unwrap_or(0);
        for length in (1..FOUR).filter(|length| lengths >> length & 1 == 1) {
            let Some(words) = text.get(start..start + length) else { return };
            let same = self.short.partition_point(|(bytes, _)| bytes.as_slice() < words);
            for (_, number) in self.short.iter().skip(same).take_while(|(bytes, _)| bytes == words) {
                found(*number as usize, start..start + length);
            }
        }
    }

    fn find_long(&self, text: &[u8], start: usize, four: u32, found: &mut impl FnMut(usize, Range<usize>)) {
        let mask = self.slots.len() - 1;
        let mut at = hash(four) as usize & mask;
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.after > 0) {
            if slot.four == four {
                return self.find_among(text, start, slot.first as usize..slot.after as usize, found);
            }
            at = (at + 1) & mask;
        }
    }

    /// Goes along sorted literals as along a tree: byte by byte those remain that go on like the text.
    fn find_among(
        &self,
        text: &[u8],
        start: usize,
        mut among: Range<usize>,
        found: &mut impl FnMut(usize, Range<usize>),
    ) {
        let mut depth = FOUR;
        while among.len() > FEW {
            while !among.is_empty() && self.literal(among.start).len() <= depth {
                found(among.start, start..start + depth);
                among.start += 1;
            }
            let Some(next) = text.get(start + depth) else { return };
            let byte = |number: usize| self.literal(number).get(depth).copied().unwrap_or(0);
            among.start = partition(among.clone(), |number| byte(number) < *next);
            among.end = partition(among.clone(), |number| byte(number) == *next);
            depth += 1;
        }
        let rest = text.get(start..).unwrap_or_default();
        for number in among {
            let literal = self.literal(number);
            if rest.starts_with(literal) {
                found(number, start..start + literal.len());
            }
        }
    }

    fn literal(&self, number: usize) -> &[u8] {
        let bound = |at: usize| self.bounds.get(at).map_or(0, |bound| *bound as usize);
        self.bytes.get(bound(number)..bound(number + 1)).unwrap_or(&[])
    }
}

/// So few literals are compared one after the other.
const FEW: usize = 6;

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
            mut literals in proptest::collection::vec("[ab\u{0}您]{0,7}", 0..60), text in "[abc\u{0}您]{0,60}"
        ) {
            literals.sort();
            let terms = Terms::new(literals.iter().map(String::as_str));
            let mut found = Vec::new();
            for start in 0..=text.len() {
                terms.find_at(text.as_bytes(), start, |term, place| found.push((place.start, place.end, term)));
            }
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
