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

/// By word, how it is valued: as written, because few of the list are ever asked for.
type Valued = HashMap<&'static str, &'static str, RandomState>;

static ENGLISH: OnceLock<Valued> = OnceLock::new();
static CHINESE: OnceLock<Option<(AhoCorasick, Vec<f64>)>> = OnceLock::new();

fn pairs(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().filter_map(|line| line.split_once(' '))
}

fn english() -> &'static Valued {
    ENGLISH.get_or_init(|| pairs(include_str!("../../../rules/cues/valence-en.txt")).collect())
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
    let lexicon = english();
    let mut before = ["", "", ""];
    let (mut sum, mut after_but) = (0.0, false);
    for word in folded.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-').filter(|word| !word.is_empty()) {
        if word == "but" {
            sum *= if after_but { 1.0 } else { 0.5 };
            after_but = true;
        }
        if let Some(value) = lexicon.get(word).and_then(|value| value.parse().ok()) {
            sum += weighed(value, before) * if after_but { 1.5 } else { 1.0 };
        }
        before = [before[1], before[2], word];
    }
    sum
}

/// A word's value with the three words in front of it.
fn weighed(value: f64, before: [&str; 3]) -> f64 {
    let mut value = value;
    for (distance, word) in before.iter().rev().enumerate() {
        let fade = [1.0, 0.95, 0.9].get(distance).copied().unwrap_or(0.0);
        if BOOSTERS.contains(word) {
            value += value.signum() * BOOST * fade;
        } else if DAMPERS.contains(word) {
            value -= value.signum() * BOOST * fade;
        }
    }
    if before.iter().any(|word| NEGATIONS.contains(word)) { value * NEGATED } else { value }
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
    use super::general;

    #[test]
    fn general_words_have_a_sign() {
        assert!(general("this is wonderful") > 0.4);
        assert!(general("this is not good") < 0.0);
        assert!(general("a terrible delay") < -0.3);
        assert!(general("恭喜您，非常满意") > 0.3);
        assert!(general("对不起，延误了") < 0.0);
        assert!(general("").abs() < 1e-9);
    }
}
