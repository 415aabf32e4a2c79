//! Where sentences end in spoken text, and what can be counted in them.

use std::ops::Range;

/// Abbreviations whose full stop does not end a sentence.
const SHORT: [&str; 17] =
    ["dr", "mr", "mrs", "ms", "st", "no", "vs", "e.g", "i.e", "etc", "inc", "ltd", "co", "jr", "sr", "approx", "ext"];

/// The sentences of a plain text; a line end always ends one.
pub(crate) fn split(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some((at, c)) = next_mark(text, from) {
        let after = at + c.len_utf8();
        from = after;
        let rest = text.get(after..).unwrap_or("");
        let ends = match c {
            '…' => starts_anew(rest),
            '.' => {
                let closes = |next: char| matches!(next, ' ' | '\n' | '"' | '\'' | ')');
                rest.chars().next().is_none_or(closes) && !is_short(text.get(start..at).unwrap_or(""), rest)
            }
            _ => true,
        };
        if !ends {
            continue;
        }
        let closing = rest.trim_start_matches(['"', '\'', ')', '.', '!', '?', '」', '）']);
        let end = text.len() - closing.len();
        all.extend(sentence(text, start..end));
        (start, from) = (end, end);
    }
    all.extend(sentence(text, start..text.len()));
    all
}

/// For each byte whether it may be, or begin, a sign that ends a sentence.
const MAY_END: [bool; 256] = bytes(b"\n.!?\xe2\xe3\xef");
/// For each byte whether it is a letter or a digit of ASCII.
const LETTERS: [bool; 256] = bytes(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
const VOWELS: [bool; 256] = bytes(b"AEIOUYaeiouy");

/// For each byte whether it is one of these.
const fn bytes(these: &[u8]) -> [bool; 256] {
    let mut is = [false; 256];
    let mut at = 0;
    while at < these.len() {
        is[these[at] as usize] = true;
        at += 1;
    }
    is
}

/// How many letters and digits of ASCII some bytes begin with.
#[inline]
fn letters(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !LETTERS[usize::from(*byte)]).unwrap_or(bytes.len())
}

/// The next sign that may end a sentence, from here on.
fn next_mark(text: &str, from: usize) -> Option<(usize, char)> {
    let mut at = from;
    loop {
        at += text.as_bytes().get(at..)?.iter().position(|byte| MAY_END[usize::from(*byte)])?;
        let c = text.get(at..)?.chars().next()?;
        if matches!(c, '\n' | '.' | '!' | '?' | '。' | '！' | '？' | '…') {
            return Some((at, c));
        }
        at += c.len_utf8();
    }
}

/// Whether three dots end a sentence: only where the next one begins with a capital.
fn starts_anew(after: &str) -> bool {
    let mut rest = after.trim_start_matches(['…', '"', '\'', ')']).chars();
    rest.next() == Some(' ') && rest.next().is_some_and(char::is_uppercase)
}

fn is_short(before: &str, after: &str) -> bool {
    let word = before.rsplit([' ', '\n', '(', '"']).next().unwrap_or("").trim_end_matches('.').to_lowercase();
    let goes_on = after.trim_start().chars().next().is_some_and(char::is_lowercase);
    // "a.m. on", "p.m. tomorrow", "J. Smith", "No. 5"
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word != "i";
    SHORT.contains(&word.as_str()) && (word != "no" || after.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        || initial
        || goes_on && word.contains('.')
}

/// A stretch without the white space around it, where anything is said in it.
fn sentence(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = text.get(range.clone())?;
    let start = range.start + piece.len() - piece.trim_start().len();
    let words = piece.trim();
    words.contains(char::is_alphanumeric).then(|| start..start + words.len())
}

/// Whether a sentence asks.
pub(crate) fn asks(sentence: &str) -> bool {
    sentence.trim_end_matches(['"', '\'', ')', '」', '）']).ends_with(['?', '？'])
}

/// How many numbers a listener has to hold: a date, a time, an amount or a telephone number counts once,
/// and so does something that is filled in, unless its name says it is no number.
pub(crate) fn numbers(sentence: &str) -> usize {
    digits(sentence) + spelled(sentence)
}

/// How many numbers in digits there are.
pub(super) fn digits(sentence: &str) -> usize {
    let mut count = 0;
    let mut rest = sentence;
    while let Some(at) = rest.bytes().position(|byte| byte.is_ascii_digit()) {
        count += 1;
        rest = &rest[at + number_length(&rest[at..])..];
    }
    count
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// How far one number reaches: digits with what joins them, and the month, unit or time behind.
fn number_length(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let joined = c.is_ascii_digit()
            || matches!(c, '.' | ',' | ':' | '-' | '/' | '(' | ')' | ' ') && next_digit
            || c == '/' && next_digit;
        if !joined {
            break;
        }
        end = at + c.len_utf8();
    }
    let rest = &text[end..];
    let unit = rest.trim_start();
    let starts = |name: &&str| unit.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    if let Some(name) = MONTHS.iter().find(|name| starts(name)) {
        end += rest.len() - unit.len() + name.len();
        let year = text[end..].trim_start_matches([',', ' ']);
        let digits = year.chars().take_while(char::is_ascii_digit).count();
        if digits == 4 {
            end = text.len() - year.len() + 4;
        }
    }
    for sign in ["年", "月", "日", "号", "点", "时", "分"] {
        if text[end..].starts_with(sign) {
            end += sign.len();
            let digits = text[end..].chars().take_while(char::is_ascii_digit).count();
            if digits > 0 {
                return end + number_length(&text[end..]);
            }
        }
    }
    end.max(1)
}

/// Numbers written as words, in a row or joined by "and" counting once.
fn spelled(sentence: &str) -> usize {
    let mut spelled = Spelled::default();
    let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.for_each(|word| spelled.take(word.as_bytes()));
    spelled.count
}

/// Numbers written as words, word by word.
#[derive(Default)]
struct Spelled {
    count: usize,
    in_number: bool,
}

impl Spelled {
    #[inline]
    fn take(&mut self, word: &[u8]) {
        let is = is_number(word);
        self.count += usize::from(is && !self.in_number);
        self.in_number = is || self.in_number && word.eq_ignore_ascii_case(b"and");
    }
}

/// The length of a sentence in ASCII, and the numbers in it that are written as words.
pub(super) fn length_and_spelled(sentence: &[u8]) -> (usize, usize) {
    let (mut length, mut spelled) = (0, Spelled::default());
    let (mut at, mut joined) = (0, false);
    while let Some(rest) = sentence.get(at..).filter(|rest| !rest.is_empty()) {
        let long = letters(rest);
        if long > 0 {
            length += usize::from(!joined);
            spelled.take(rest.get(..long).unwrap_or(rest));
            joined = true;
        }
        joined &= rest.get(long).is_some_and(|byte| matches!(byte, b'\'' | b'-'));
        at += long + 1;
    }
    (length, spelled.count)
}

/// Whether a word is a number from two on.
fn is_number(word: &[u8]) -> bool {
    let like: &[&str] = match word.first().map_or(0, u8::to_ascii_lowercase) {
        b't' => &["two", "three", "ten", "twelve", "thirteen", "twenty", "thirty", "thousand"],
        b'f' => &["four", "five", "fourteen", "fifteen", "forty", "fifty"],
        b's' => &["six", "seven", "sixteen", "seventeen", "sixty", "seventy"],
        b'e' => &["eight", "eleven", "eighteen", "eighty"],
        b'n' => &["nine", "nineteen", "ninety"],
        b'h' => &["hundred"],
        _ => &[],
    };
    like.iter().any(|number| word.eq_ignore_ascii_case(number.as_bytes()))
}

/// Words written with spaces and Chinese characters, together.
pub(crate) fn length(text: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    if text.is_ascii() {
        for c in text.bytes() {
            let goes_on = c.is_ascii_alphanumeric() || matches!(c, b'\'' | b'-') && in_word;
            count += usize::from(goes_on && !in_word);
            in_word = goes_on;
        }
        return count;
    }
    for c in text.chars() {
        if is_cjk(c) {
            count += 1;
            in_word = false;
        } else if c.is_alphanumeric() || matches!(c, '\'' | '-') && in_word {
            count += usize::from(!in_word);
            in_word = true;
        } else {
            in_word = false;
        }
    }
    count
}

/// Whether a character is written without spaces round its words.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x323af)
}

/// The words of a text that are written with spaces.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let may_begin = |byte: &u8| LETTERS[usize::from(*byte)] || matches!(byte, b'\'' | b'-' | 0x80..);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += text.as_bytes().get(at..)?.iter().position(may_begin)?;
            let (long, telling) = word_length(text.get(at..)?);
            let start = at;
            at += if long > 0 { long } else { text.get(at..)?.chars().next()?.len_utf8() };
            if telling {
                return text.get(start..at);
            }
        }
    })
}

/// How long the word at the beginning of a text is, and whether it has a letter or digit.
fn word_length(text: &str) -> (usize, bool) {
    let (mut at, mut telling) = (0, false);
    loop {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let long = letters(rest);
        telling |= long > 0;
        at += long;
        match rest.get(long) {
            Some(b'\'' | b'-') => at += 1,
            Some(byte) if !byte.is_ascii() => {
                let c = text.get(at..).and_then(|rest| rest.chars().next());
                let Some(letter) = c.filter(|c| c.is_alphanumeric()) else { return (at, telling) };
                telling = true;
                at += letter.len_utf8();
            }
            _ => return (at, telling),
        }
    }
}

/// How many syllables an English word has, by its groups of vowels.
pub(crate) fn syllables(word: &str) -> usize {
    let (mut count, mut before) = (0_usize, false);
    for byte in word.bytes() {
        let vowel = VOWELS[usize::from(byte)];
        count += usize::from(vowel && !before);
        before = vowel;
    }
    count.saturating_sub(usize::from(count > 1 && ends_silently(word.as_bytes()))).max(1)
}

fn ends_silently(word: &[u8]) -> bool {
    match word {
        [.., b'l' | b'L', b'e' | b'E'] | [.., b't' | b'T' | b'd' | b'D', b'e' | b'E', b'd' | b'D'] => false,
        [.., b'e' | b'E'] | [.., b'e' | b'E', b's' | b'S' | b'd' | b'D'] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        assert_eq!(
            sentences("Dr. Lee is in at 9 a.m. on Friday. Is that fine? \"Yes.\" Good\nBye"),
            ["Dr. Lee is in at 9 a.m. on Friday.", "Is that fine?", "\"Yes.\"", "Good", "Bye"]
        );
        assert_eq!(sentences("您好！请问您是谁？谢谢。"), ["您好！", "请问您是谁？", "谢谢。"]);
        assert_eq!(sentences("It works… So let's see… or not."), ["It works…", "So let's see… or not."]);
        assert_eq!(sentences("Pay 3.50 now... or later."), ["Pay 3.50 now...", "or later."]);
    }

    proptest::proptest! {
        #[test]
        fn words_are_what_stands_between_other_signs(text in "[ab'1 .é您-]{0,40}") {
            let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '-'));
            let wanted: Vec<&str> = parts.filter(|word| word.chars().any(char::is_alphanumeric)).collect();
            proptest::prop_assert_eq!(words(&text).collect::<Vec<_>>(), wanted);
        }
    }

    proptest::proptest! {
        #[test]
        fn a_sentence_in_ascii_is_counted_in_one_pass(sentence in "(two|and|Ten|[a1' .-]){0,20}") {
            let wanted = (length(&sentence), spelled(&sentence));
            proptest::prop_assert_eq!(length_and_spelled(sentence.as_bytes()), wanted);
        }
    }

    #[test]
    fn numbers_are_counted_as_a_listener_hears_them() {
        assert_eq!(numbers("Call 0800 123 456 on 3 May 2026 at 10:30."), 3);
        assert_eq!(numbers("one of us calls twice"), 0);
        assert_eq!(numbers("twenty-five pounds and 3,000 points"), 2);
        assert_eq!(numbers("3月5号下午3点半"), 2);
    }

    #[test]
    fn lengths_count_words_and_characters() {
        assert_eq!(length("It's a follow-up, 您好"), 5);
        assert_eq!(["time", "table", "wanted", "communication"].map(syllables), [1, 2, 2, 5]);
    }
}
