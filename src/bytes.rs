//! Signs looked for in words by their bytes, many at once: most words have none of them.

/// Whether this sign stands somewhere in these words.
#[inline]
pub(crate) fn has(words: &str, sign: u8) -> bool {
    memchr::memchr(sign, words.as_bytes()).is_some()
}

/// Bytes that are looked for.
pub(crate) struct OneOf([bool; 256]);

impl OneOf {
    pub(crate) const fn new(bytes: &[u8]) -> Self {
        let mut wanted = [false; 256];
        let mut rest = bytes;
        while let [byte, others @ ..] = rest {
            wanted[*byte as usize] = true;
            rest = others;
        }
        Self(wanted)
    }

    /// Where the first of these bytes stands, from here on.
    pub(crate) fn next(&self, words: &str, from: usize) -> Option<usize> {
        let rest = words.as_bytes().get(from..)?;
        let (chunks, _) = rest.as_chunks::<8>();
        let free = chunks.iter().take_while(|chunk| !chunk.iter().fold(false, |any, byte| any | self.has(*byte)));
        let passed = free.count() * 8;
        let at = rest.get(passed..)?.iter().position(|byte| self.has(*byte))?;
        Some(from + passed + at)
    }

    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_one_is_found(words in "[a-e é]{0,40}", from in 0..44_usize) {
            let place = words.bytes().enumerate().skip(from).find(|(_, byte)| matches!(byte, b'c' | 0xc3));
            prop_assert_eq!(OneOf::new(b"c\xc3").next(&words, from), place.map(|(at, _)| at));
        }
    }
}
