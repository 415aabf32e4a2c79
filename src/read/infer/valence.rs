//! The general word lists: how pleasant or painful words are on their own, before anyone asks who hears them.
//!
//! English: VADER (Hutto and Gilbert 2014) with its rules for negation, boosters, "but" and exclamation
//! marks. Chinese: NTUSD (Ku and Chen 2007), words of two to four characters, turned round by a negation
//! in front. Notices: rules/cues/LICENSE-VADER and LICENSE-NTUSD.

use std::collections::HashMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use foldhash::fast::RandomState;

use super::cue::has_han;
use crate::bytes::LETTERS;

static ENGLISH: OnceLock<English> = OnceLock::new();
static CHINESE: OnceLock<Option<(AhoCorasick, Vec<f64>)>> = OnceLock::new();

/// The English words with their values as written, because few of the list are ever asked for.
#[derive(Debug)]
struct English {
    values: HashMap<&'static [u8], &'static str, RandomState>,
    /// One bit for each [`sign`] that a word of the list has: most words of a text have none of these.
    signs: Box<[u64; 1 << 10]>,
}

/// About so many words the list has.
const WORDS: usize = 6600;

/// A number that words have in common only if they are likely to be the same: of their first letters and their length.
fn sign(word: &[u8]) -> u16 {
    let at = |at: usize| word.get(at).copied().unwrap_or(0);
    let [long, ..] = word.len().to_le_bytes();
    let first = u64::from_le_bytes([at(0), at(1), at(2), at(3), long, 0, 0, 0]);
    let [.., third, fourth] = first.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
    u16::from_le_bytes([third, fourth])
}

impl English {
    fn shipped() -> Self {
        let mut signs = Box::new([0; 1 << 10]);
        let mut values = HashMap::with_capacity_and_hasher(WORDS, RandomState::default());
        values.extend(pairs(include_str!("../../../rules/cues/valence-en.txt")).map(|(word, value)| {
            let sign = sign(word.as_bytes());
            signs[usize::from(sign) / 64] |= 1 << (sign % 64);
            (word.as_bytes(), value)
        }));
        Self { values, signs }
    }

    fn value(&self, word: &[u8]) -> Option<f64> {
        let sign = sign(word);
        let known = self.signs[usize::from(sign) / 64] >> (sign % 64) & 1 == 1;
        if known { self.values.get(word)?.parse().ok() } else { None }
    }
}

fn pairs(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().filter_map(|line| line.split_once(' '))
}

fn chinese() -> Option<&'static (AhoCorasick, Vec<f64>)> {
    let build = || {
        let all = pairs(include_str!("../../../rules/cues/valence-zh.txt"));
        let (words, values): (Vec<_>, Vec<_>) =
            all.filter_map(|(word, value)| Some((word, value.parse::<f64>().ok()?))).unzip();
        let machine = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()?;
        Some((machine, values))
    };
    CHINESE.get_or_init(build).as_ref()
}

const NEGATIONS: [&str; 20] = [
    "not", "no", "never", "none", "cannot", "without", "nor", "neither", "nothing", "nowhere", "hardly", "don't",
    "can't", "won't", "isn't", "wasn't", "doesn't", "didn't", "wouldn't", "couldn't",
];
const BOOSTERS: [&str; 16] = [
    "very",
    "really",
    "so",
    "extremely",
    "completely",
    "totally",
    "incredibly",
    "absolutely",
    "particularly",
    "most",
    "more",
    "especially",
    "deeply",
    "highly",
    "greatly",
    "truly",
];
const DAMPERS: [&str; 7] = ["slightly", "somewhat", "barely", "little", "partly", "less", "kind"];
const NEGATED: f64 = -0.74;
const BOOST: f64 = 0.293;
const EXCLAIM: f64 = 0.292;
const SPREAD: f64 = 15.0;

/// From -1 (all painful) to 1 (all pleasant) by the general word lists alone. `folded` is in lower case.
pub(super) fn general(folded: &str) -> f64 {
    let sum = english_sum(folded) + chinese_sum(folded);
    let exclaims = folded.matches('!').take(4).count();
    let push = EXCLAIM * f64::from(u32::try_from(exclaims).unwrap_or(0));
    let sum = if sum == 0.0 { 0.0 } else { sum + push * sum.signum() };
    sum / (sum * sum + SPREAD).sqrt()
}

fn english_sum(folded: &str) -> f64 {
    let mut sum = Sum { lexicon: ENGLISH.get_or_init(English::shipped), sum: 0.0, after_but: false, before: [b""; 3] };
    if folded.is_ascii() {
        let joined = |byte: u8| LETTERS.has(byte) || byte == b'\'' || byte == b'-';
        folded.as_bytes().split(|byte| !joined(*byte)).for_each(|word| sum.add(word));
    } else {
        let words = folded.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-');
        words.for_each(|word| sum.add(word.as_bytes()));
    }
    sum.sum
}

/// The values of words, added up one by one.
struct Sum<'t> {
    lexicon: &'static English,
    sum: f64,
    after_but: bool,
    before: [&'t [u8]; 3],
}

impl<'t> Sum<'t> {
    fn add(&mut self, word: &'t [u8]) {
        if word.is_empty() {
            return;
        }
        if word == b"but" {
            self.sum *= if self.after_but { 1.0 } else { 0.5 };
            self.after_but = true;
        }
        if let Some(value) = self.lexicon.value(word) {
            self.sum += weighed(value, self.before) * if self.after_but { 1.5 } else { 1.0 };
        }
        self.before = [self.before[1], self.before[2], word];
    }
}

/// A word's value with the three words in front of it.
fn weighed(value: f64, before: [&[u8]; 3]) -> f64 {
    let is_one_of = |list: &[&str], word: &[u8]| list.iter().any(|one| one.as_bytes() == word);
    let mut value = value;
    for (distance, word) in before.iter().rev().enumerate() {
        let fade = [1.0, 0.95, 0.9].get(distance).copied().unwrap_or(0.0);
        if is_one_of(&BOOSTERS, word) {
            value += value.signum() * BOOST * fade;
        } else if is_one_of(&DAMPERS, word) {
            value -= value.signum() * BOOST * fade;
        }
    }
    if before.iter().any(|word| is_one_of(&NEGATIONS, word)) { value * NEGATED } else { value }
}

/// How much a Chinese word of the list weighs, on VADER's scale of -4 to 4.
const CHINESE_WORD: f64 = 1.5;

fn chinese_sum(folded: &str) -> f64 {
    if !has_han(folded) {
        return 0.0;
    }
    let Some((machine, values)) = chinese() else { return 0.0 };
    let value = |hit: aho_corasick::Match| {
        let negated = folded.get(..hit.start()).is_some_and(|before| before.ends_with(['不', '没', '无', '未', '别']));
        let value = values.get(hit.pattern().as_usize()).copied().unwrap_or(0.0) * CHINESE_WORD;
        if negated { value * NEGATED } else { value }
    };
    machine.find_iter(folded).map(value).sum()
}

#[cfg(test)]
mod tests {
    use super::{English, english_sum, general, pairs};

    #[test]
    fn general_words_have_a_sign() {
        assert!(general("this is wonderful") > 0.4);
        assert!(general("this is not good") < 0.0);
        assert!(general("a terrible delay") < -0.3);
        assert!(general("恭喜您，非常满意") > 0.3);
        assert!(general("对不起，延误了") < 0.0);
        assert!(general("").abs() < 1e-9);
    }

    #[test]
    fn every_word_of_the_list_has_its_value() {
        let english = English::shipped();
        for (word, value) in pairs(include_str!("../../../rules/cues/valence-en.txt")) {
            assert_eq!(english.value(word.as_bytes()), value.parse().ok(), "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn words_in_ascii_weigh_the_same_beside_other_letters(text in "((good|bad|very|but|don't|well-off|no) ?[,.!]?){0,9}") {
            proptest::prop_assert_eq!(english_sum(&text), english_sum(&format!("{text} é")));
        }
    }
}
