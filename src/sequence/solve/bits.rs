//! A small set of numbers, copied freely.

/// A set of numbers below 64 times `W`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Bits<const W: usize>([u64; W]);

impl<const W: usize> Bits<W> {
    pub(crate) const EMPTY: Self = Self([0; W]);

    /// The numbers below `count`.
    pub(crate) fn below(count: usize) -> Self {
        (0..count).collect()
    }

    pub(crate) fn has(&self, number: usize) -> bool {
        self.0[number / 64] >> (number % 64) & 1 == 1
    }

    pub(crate) fn insert(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    pub(crate) fn remove(&mut self, number: usize) {
        self.0[number / 64] &= !(1 << (number % 64));
    }

    pub(crate) fn with(mut self, number: usize) -> Self {
        self.insert(number);
        self
    }

    pub(crate) fn without(mut self, number: usize) -> Self {
        self.remove(number);
        self
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }

    pub(crate) fn or(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & !other.0[word]))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// Whether every number of `other` is in this set.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| b & !a == 0)
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub(crate) fn first(&self) -> Option<usize> {
        self.iter().next()
    }

    /// The numbers, in rising order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + use<W> {
        let mut rest = *self;
        let mut word = 0;
        std::iter::from_fn(move || {
            while word < W && rest.0[word] == 0 {
                word += 1;
            }
            (word < W).then(|| {
                let bit = rest.0[word].trailing_zeros() as usize;
                rest.0[word] &= rest.0[word] - 1;
                64 * word + bit
            })
        })
    }

    /// A number that is the same for equal sets and spread evenly.
    pub(crate) fn mixed(&self) -> u64 {
        self.0.iter().fold(0, |hash, &word| mix(hash ^ word))
    }
}

/// Spreads the bits of a number evenly (the last rounds of MurmurHash3).
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}

impl<const W: usize> FromIterator<usize> for Bits<W> {
    fn from_iter<T: IntoIterator<Item = usize>>(numbers: T) -> Self {
        numbers.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_do_as_sets_do() {
        let a: Bits<2> = [1, 5, 64, 100].into_iter().collect();
        let b: Bits<2> = [5, 100].into_iter().collect();
        assert!(a.holds(&b) && !b.holds(&a) && a.meets(&b));
        assert_eq!(a.iter().collect::<Vec<_>>(), [1, 5, 64, 100]);
        assert_eq!((a.count(), a.first(), a.minus(&b).first()), (4, Some(1), Some(1)));
        assert!(a.and(&b) == b && a.or(&b) == a && a.without(64).minus(&a).is_empty());
        assert_eq!(Bits::<2>::below(70).count(), 70);
    }
}
