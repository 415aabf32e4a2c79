//! Words looked at by their bytes: signs looked for many at once, the letters of ASCII, and the marks that join them.

/// Whether this sign stands somewhere in these words.
#[inline]
pub(crate) fn has(words: &str, sign: u8) -> bool {
    memchr::memchr(sign, words.as_bytes()).is_some()
}

/// The letters and digits of ASCII.
pub(crate) static LETTERS: OneOf = OneOf::new(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

/// Whether a mark of ASCII between two others makes one word of them, as Unicode parts words: `it's 1,000.5 e.g. a:b`.
pub(crate) fn joins(before: u8, mark: u8, behind: u8) -> bool {
    let digits = before.is_ascii_digit() && behind.is_ascii_digit();
    let letters = before.is_ascii_alphabetic() && behind.is_ascii_alphabetic();
    match mark {
        b'.' | b'\'' => digits || letters,
        b',' | b';' => digits,
        b':' => letters,
        _ => false,
    }
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

    #[inline]
    pub(crate) fn has(&self, byte: u8) -> bool {
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
