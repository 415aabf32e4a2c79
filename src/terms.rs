//! Many literals looked for at once, made ready in no time: a sorted list, and for each beginning of four bytes where
//! in the list it stands.
//!
//! An automaton of a few thousand literals takes longer to build than most files take to be looked through, and walks
//! through more memory than caches hold; here nearly every place of a text is left after a look at its first bytes.

use std::ops::Range;

use crate::bytes::LETTERS;
use crate::source::narrow;

/// Literals, looked for all at once.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// The literals in a row, sorted.
    bytes: Vec<u8>,
    /// Where each of them begins, and where the last one ends.
    bounds: Vec<u32>,
    /// Where each of them may begin.
    starts: Vec<Starts>,
    /// How any of them begin.
    all: Begun,
    /// How those begin that may do so at any byte.
    anywhere: Begun,
    /// What stands behind the first four bytes of each.
    next: Vec<Next>,
    /// Which literals begin with which four bytes, by hash, the next free slot where two share one.
    slots: Vec<Slot>,
    /// One bit for each length that they have.
    lengths: u8,
    /// Which these short literals are, in the same way.
    short: Vec<Slot>,
}

/// Where literals may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Starts {
    /// At any byte.
    Anywhere,
    /// Where no letter or digit in ASCII stands before them.
    Words,
}

/// How literals begin.
#[derive(Debug, Default)]
struct Begun {
    /// One bit for each hash of four first bytes that some literal has.
    fours: Bits,
    /// One bit for every two first bytes that literals shorter than four bytes have, and one for every first and third.
    seconds: Bits,
    thirds: Bits,
}

impl Begun {
    /// Notes that a literal begins like this.
    fn note(&mut self, bytes: &[u8]) {
        if let Some(four) = four(bytes, 0) {
            return self.fours.set(high(four));
        }
        let first = bytes.first().copied().unwrap_or(0);
        for (at, bits) in [(1, &mut self.seconds), (2, &mut self.thirds)] {
            let others = bytes.get(at).map_or(0..=u8::MAX, |other| *other..=*other);
            others.for_each(|other| bits.set(u16::from_le_bytes([first, other])));
        }
    }

    /// Whether some literal of four bytes or more may begin with these.
    #[inline]
    fn has_long(&self, four: u32) -> bool {
        self.fours.has(high(four))
    }

    /// Whether some literal of fewer bytes may begin with these.
    #[inline]
    fn has_short(&self, four: u32) -> bool {
        let [first, second, third, _] = four.to_le_bytes();
        self.seconds.has(u16::from_le_bytes([first, second])) && self.thirds.has(u16::from_le_bytes([first, third]))
    }
}

/// One bit for each of the numbers that two bytes can hold.
#[derive(Debug)]
struct Bits(Box<[u64; 1 << 10]>);

impl Default for Bits {
    fn default() -> Self {
        Self(Box::new([0; 1 << 10]))
    }
}

impl Bits {
    fn set(&mut self, number: u16) {
        self.0[usize::from(number) / 64] |= 1 << (number % 64);
    }

    #[inline]
    fn has(&self, number: u16) -> bool {
        self.0[usize::from(number) / 64] >> (number % 64) & 1 == 1
    }
}

/// The literals that begin with the same four bytes; or that are the same fewer bytes, with their number behind them.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    four: u32,
    first: u32,
    after: u32,
    /// Which fifth and sixth bytes they have, one bit for all that end alike in five bits.
    fifth: u32,
    sixth: u32,
}

impl Slot {
    /// Notes what stands behind the first four bytes of a literal.
    fn note(&mut self, next: &Next) {
        let [fifth, sixth, ..] = next.four.to_le_bytes();
        let [has_fifth, has_sixth, ..] = next.mask.to_le_bytes();
        self.fifth |= if has_fifth > 0 { bit(fifth) } else { u32::MAX };
        self.sixth |= if has_sixth > 0 { bit(sixth) } else { u32::MAX };
    }

    /// Whether some of them may go on like this.
    #[inline]
    fn may_have(&self, next: u32) -> bool {
        let [fifth, sixth, ..] = next.to_le_bytes();
        self.fifth & bit(fifth) != 0 && self.sixth & bit(sixth) != 0
    }
}

fn bit(byte: u8) -> u32 {
    1 << (byte % 32)
}

/// The four bytes behind the first four, as far as a literal has them.
#[derive(Debug, Clone, Copy)]
struct Next {
    four: u32,
    mask: u32,
}

impl Next {
    fn of(literal: &[u8]) -> Self {
        let long = literal.len().saturating_sub(FOUR).min(FOUR);
        let mask = if long == FOUR { u32::MAX } else { (1 << (8 * long)) - 1 };
        Self { four: next_four(literal), mask }
    }
}

/// The four bytes behind the first four; zeros where there are none.
fn next_four(bytes: &[u8]) -> u32 {
    four(bytes, FOUR).unwrap_or_else(|| {
        let at = |at: usize| bytes.get(FOUR + at).copied().unwrap_or(0);
        u32::from_le_bytes([at(0), at(1), at(2), 0])
    })
}

/// So few literals are compared one after the other.
const FEW: usize = 16;

/// Of sorted literals that have the first four bytes in common: those that end there, and those that have the fifth
/// byte of a text.
fn nearer(group: &[Next], next: u32) -> [Range<usize>; 2] {
    if group.len() <= FEW {
        return [0..group.len(), 0..0];
    }
    let [fifth, ..] = next.to_le_bytes();
    let own = |next: &Next| next.four.to_le_bytes()[0];
    let short = group.partition_point(|next| next.mask == 0);
    let first = group.partition_point(|next| next.mask == 0 || own(next) < fifth);
    let last = group.partition_point(|next| next.mask == 0 || own(next) <= fifth);
    [0..short, first..last]
}

/// How many first bytes say which literals to look at.
const FOUR: usize = 4;
fn hash(four: u32) -> u32 {
    four.wrapping_mul(0x9e37_79b1)
}

/// Which of some slots is the first for four bytes, by the high bits of their hash: the low ones know the first byte
/// only.
fn first_slot(four: u32, slots: &[Slot]) -> usize {
    let share = u64::from(hash(four)) * slots.len() as u64;
    (share >> u32::BITS) as usize
}

/// The part of a hash that says whether anything begins with four bytes.
fn high(four: u32) -> u16 {
    let [.., third, fourth] = hash(four).to_le_bytes();
    u16::from_le_bytes([third, fourth])
}

/// Whether what stands behind this byte goes on with its word.
#[inline]
fn is_joined(byte: u8) -> bool {
    LETTERS.has(byte) || byte == b'_'
}

/// The first four bytes; zeros where there are none.
fn first_four(bytes: &[u8]) -> u32 {
    four(bytes, 0).unwrap_or_else(|| fewer(bytes) & LOW)
}

/// The bytes of four that fewer have.
const LOW: u32 = 0x00ff_ffff;

fn four(text: &[u8], start: usize) -> Option<u32> {
    text.get(start..start + FOUR)?.try_into().ok().map(u32::from_le_bytes)
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
        let mut at = first_slot(group.four, &slots);
        while slots.get(at).is_some_and(|slot| slot.after > 0) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = slots.get_mut(at) {
            *slot = *group;
        }
    }
    slots
}

/// The literals under a key.
#[inline]
fn look_up(slots: &[Slot], key: u32) -> Option<&Slot> {
    let mask = slots.len().saturating_sub(1);
    let mut at = first_slot(key, slots);
    while let Some(slot) = slots.get(at).filter(|slot| slot.after > 0) {
        if slot.four == key {
            return Some(slot);
        }
        at = (at + 1) & mask;
    }
    None
}

impl Terms {
    /// Makes literals ready that may begin anywhere; they come in the order of their bytes and are numbered as they
    /// come. Empty ones are never found.
    pub(crate) fn new<'t>(sorted: impl Iterator<Item = &'t str>) -> Self {
        Self::starting(sorted.map(|text| (text, Starts::Anywhere)))
    }

    /// The same, each with where it may begin.
    pub(crate) fn starting<'t>(sorted: impl Iterator<Item = (&'t str, Starts)>) -> Self {
        let mut terms = Self { bounds: vec![0], ..Self::default() };
        let (mut long, mut short): (Vec<Slot>, Vec<Slot>) = (Vec::new(), Vec::new());
        for (number, (text, starts)) in sorted.enumerate() {
            let (bytes, number, next) = (text.as_bytes(), narrow(number), Next::of(text.as_bytes()));
            terms.add(bytes, starts, next);
            let (key, groups) = match four(bytes, 0) {
                Some(four) => (four, &mut long),
                None => (fewer(bytes), &mut short),
            };
            if groups.last().is_none_or(|last| last.four != key || last.after != number) {
                groups.push(Slot { four: key, first: number, after: number, ..Slot::default() });
            }
            if let Some(group) = groups.last_mut() {
                group.after = number + 1;
                group.note(&next);
            }
        }
        terms.slots = table(&long);
        terms.short = table(&short);
        terms
    }

    fn add(&mut self, bytes: &[u8], starts: Starts, next: Next) {
        self.bytes.extend_from_slice(bytes);
        self.bounds.push(narrow(self.bytes.len()));
        self.starts.push(starts);
        self.next.push(next);
        self.all.note(bytes);
        if starts == Starts::Anywhere {
            self.anywhere.note(bytes);
        }
        if bytes.len() < FOUR {
            self.lengths |= 1 << bytes.len();
        }
    }

    /// Finds every literal in a text that begins where it may.
    pub(crate) fn find(&self, text: &[u8], mut found: impl FnMut(usize, Range<usize>)) {
        let (mut four, mut joined) = (first_four(text), false);
        for start in 0..text.len() {
            let begun = if joined { &self.anywhere } else { &self.all };
            let (short, long) = (begun.has_short(four), begun.has_long(four));
            if short || long {
                let mut take = |number: usize, range| {
                    if !joined || self.starts.get(number) == Some(&Starts::Anywhere) {
                        found(number, range);
                    }
                };
                if short {
                    self.find_short(text, start, four, &mut take);
                }
                if long {
                    self.find_long(text, start, four, &mut take);
                }
            }
            let [first, ..] = four.to_le_bytes();
            joined = is_joined(first);
            four = four >> 8 | u32::from(text.get(start + FOUR).copied().unwrap_or(0)) << 24;
        }
    }

    /// Finds every literal that begins at this place of a text, wherever it may, shorter ones first; gives its number
    /// and where it stands.
    #[inline]
    pub(crate) fn find_at(&self, text: &[u8], start: usize, mut found: impl FnMut(usize, Range<usize>)) {
        let four = first_four(text.get(start..).unwrap_or_default());
        if self.all.has_short(four) {
            self.find_short(text, start, four, &mut found);
        }
        if self.all.has_long(four) {
            self.find_long(text, start, four, &mut found);
        }
    }

    fn find_short(&self, text: &[u8], start: usize, four: u32, found: &mut impl FnMut(usize, Range<usize>)) {
        let most = text.len().saturating_sub(start).min(FOUR - 1);
        for length in (1..=most).filter(|length| self.lengths >> length & 1 == 1) {
            let key = four & LOW >> (8 * (FOUR - 1 - length)) | narrow(length) << 24;
            let numbers = look_up(&self.short, key).map_or(0..0, |slot| slot.first..slot.after);
            numbers.for_each(|number| found(number as usize, start..start + length));
        }
    }

    /// Compares literals that have the first four bytes in common: by the next two, by the next four, then as a whole.
    fn find_long(&self, text: &[u8], start: usize, four: u32, found: &mut impl FnMut(usize, Range<usize>)) {
        let rest = text.get(start..).unwrap_or_default();
        let next = next_four(rest);
        let Some(slot) = look_up(&self.slots, four).filter(|slot| slot.may_have(next)) else { return };
        let among = slot.first as usize..slot.after as usize;
        let group = self.next.get(among.clone()).unwrap_or_default();
        for range in nearer(group, next) {
            for (number, after) in (among.start + range.start..).zip(group.get(range).unwrap_or_default()) {
                let literal = if next & after.mask == after.four { self.literal(number) } else { continue };
                if rest.starts_with(literal) {
                    found(number, start..start + literal.len());
                }
            }
        }
    }

    fn literal(&self, number: usize) -> &[u8] {
        let bound = |at: usize| self.bounds.get(at).map_or(0, |bound| *bound as usize);
        self.bytes.get(bound(number)..bound(number + 1)).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_looking_for_one_after_the_other_finds(
            mut literals in proptest::collection::vec("(aaaa)?[ab\u{0} 您]{0,7}", 0..90), text in "([abc\u{0} 您]|aaaa){0,60}"
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
            prop_assert_eq!(&found, &wanted);
            let starts = |term: usize| if term.is_multiple_of(2) { Starts::Anywhere } else { Starts::Words };
            let terms = Terms::starting(literals.iter().enumerate().map(|(term, text)| (text.as_str(), starts(term))));
            let mut all = Vec::new();
            terms.find(text.as_bytes(), |term, place| all.push((place.start, place.end, term)));
            let joined = |start: usize| start > 0 && is_joined(text.as_bytes()[start - 1]);
            wanted.retain(|one| starts(one.2) == Starts::Anywhere || !joined(one.0));
            prop_assert_eq!(&all, &wanted);
        }
    }
}
