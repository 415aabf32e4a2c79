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
    /// For each hash of two first bytes, which lengths literals have that are shorter than four bytes: a bit each.
    lengths: Vec<u8>,
    /// Which these short literals are, in the same way.
    short: Vec<Slot>,
}

/// The literals that begin with the same four bytes; or that are the same fewer bytes, with their number behind them.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    four: u32,
    first: u32,
    after: u32,
}

/// How many first bytes say which literals to look at.
const FOUR: usize = 4;
/// How many hashes of two bytes there are.
const PAIRS: usize = 4096;
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

/// The hash of two first bytes.
fn pair(first: u8, second: u8) -> usize {
    (usize::from(first) * 31 + usize::from(second)) % PAIRS
}

/// Fewer than four bytes, with how many they are.
fn fewer(bytes: &[u8]) -> u32 {
    let at = |at: usize| bytes.get(at).copied().unwrap_or(0);
    u32::from_le_bytes([at(0), at(1), at(2), bytes.len().to_le_bytes()[0]])
}

/// A table in which [`look_up`] finds these groups.
fn table(groups: &[Slot]) -> Vec<Slot> {
    let mut slots = vec![Slot::default(); (groups.len() * 2).next_power_of_two()];
    let mask = slots.len() - 1;
    for group in groups {
        let mut at = hash(group.four) as usize & mask;
        while slots.get(at).is_some_and(|slot| slot.after > 0) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = slots.get_mut(at) {
            *slot = *group;
        }
    }
    slots
}

/// The numbers of the literals under a key.
fn look_up(slots: &[Slot], key: u32) -> Range<usize> {
    let mask = slots.len().saturating_sub(1);
    let mut at = hash(key) as usize & mask;
    while let Some(slot) = slots.get(at).filter(|slot| slot.after > 0) {
        if slot.four == key {
            return slot.first as usize..slot.after as usize;
        }
        at = (at + 1) & mask;
    }
    0..0
}

impl Terms {
    /// Makes literals ready, which come in the order of their bytes and are numbered as they come. Empty ones are
    /// never found.
    pub(crate) fn new<'t>(sorted: impl Iterator<Item = &'t str>) -> Self {
        let mut terms =
            Self { bounds: vec![0], begun: vec![0; 1 << (BITS - 6)], lengths: vec![0; PAIRS], ..Self::default() };
        let (mut long, mut short): (Vec<Slot>, Vec<Slot>) = (Vec::new(), Vec::new());
        for (number, text) in sorted.enumerate() {
            let (bytes, number) = (text.as_bytes(), narrow(number));
            terms.bytes.extend_from_slice(bytes);
            terms.bounds.push(narrow(terms.bytes.len()));
            let (key, groups) = match four(bytes, 0) {
                Some(four) => (four, &mut long),
                None => (fewer(bytes), &mut short),
            };
            match groups.last_mut() {
                Some(last) if last.four == key && last.after == number => last.after += 1,
                _ => groups.push(Slot { four: key, first: number, after: number + 1 }),
            }
            terms.may_begin(bytes);
        }
        terms.slots = table(&long);
        terms.short = table(&short);
        terms
    }

    /// Notes that a literal begins like this.
    fn may_begin(&mut self, bytes: &[u8]) {
        if let Some(four) = four(bytes, 0) {
            let bit = (hash(four) >> (u32::BITS - BITS)) as usize;
            if let Some(word) = self.begun.get_mut(bit / 64) {
                *word |= 1 << (bit % 64);
            }
            return;
        }
        let seconds =
            if bytes.len() == 1 { 0..=u8::MAX } else { bytes.get(1).map_or(0..=0, |second| *second..=*second) };
        for second in seconds {
            let first = bytes.first().copied().unwrap_or(0);
            if let Some(lengths) = self.lengths.get_mut(pair(first, second)) {
                *lengths |= 1 << bytes.len();
            }
        }
    }

    /// Finds every literal that begins at this place of a text, shorter ones first; gives its number and where it
    /// stands.
    #[inline]
    pub(crate) fn find_at(&self, text: &[u8], start: usize, mut found: impl FnMut(usize, Range<usize>)) {
        let Some(first) = text.get(start) else { return };
        let pair = pair(*first, text.get(start + 1).copied().unwrap_or(0));
        let lengths = self.lengths.get(pair).copied().unwrap_or(0);
        if lengths != 0 {
            self.find_short(text, start, lengths, &mut found);
        }
        let Some(four) = four(text, start) else { return };
        let bit = (hash(four) >> (u32::BITS - BITS)) as usize;
        if self.begun.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1) {
            self.find_among(text, start, look_up(&self.slots, four), &mut found);
        }
    }

    fn find_short(&self, text: &[u8], start: usize, lengths: u8, found: &mut impl FnMut(usize, Range<usize>)) {
        for length in (1..FOUR).filter(|length| lengths >> length & 1 == 1) {
            let Some(words) = text.get(start..start + length) else { return };
            look_up(&self.short, fewer(words)).for_each(|number| found(number, start..start + length));
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
