//! A sign of ASCII looked for in words, many bytes at once: most words have none, and the standard library looks at
//! them eight by eight.

/// Whether this sign stands somewhere in these words.
#[inline]
pub(crate) fn has(words: &str, sign: u8) -> bool {
    memchr::memchr(sign, words.as_bytes()).is_some()
}
