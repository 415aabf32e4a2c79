//! How near typed words come to those of the script: by their words, or exactly.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

use super::listen::plain;

/// How near some words came.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Match {
    /// From 0 to 1.
    pub score: f64,
    /// The words that are missing, those that stand together as one.
    pub missing: Vec<String>,
    /// The words that are too much.
    pub extra: Vec<String>,
}

/// How many words both have in common, whatever their order: twice the common ones in all of both. Of Chinese each
/// character counts as a word.
#[must_use]
pub(super) fn like(typed: &str, wanted: &str) -> Match {
    let (typed, wanted) = (words(typed), words(wanted));
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in &typed {
        *left.entry(word).or_default() += 1;
    }
    let mut take = |word: &String| match left.get_mut(word.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let missing: Vec<String> = wanted.iter().filter(|word| !take(word)).cloned().collect();
    let common = wanted.len() - missing.len();
    Match { score: share(common, typed.len(), wanted.len()), missing, extra: Vec::new() }
}

/// How near exact words came: each in its place; only case, marks and spacing are free.
#[must_use]
pub(super) fn exact(typed: &str, wanted: &str) -> Match {
    let (typed, wanted) = (words(typed), words(wanted));
    let mut found = Match::default();
    let mut common = 0;
    for op in capture_diff_slices(Algorithm::Myers, &typed, &wanted) {
        if let DiffOp::Equal { len, .. } = op {
            common += len;
            continue;
        }
        let extra = typed.get(op.old_range()).unwrap_or_default();
        let missing = wanted.get(op.new_range()).unwrap_or_default();
        found.extra.extend((!extra.is_empty()).then(|| together(extra)));
        found.missing.extend((!missing.is_empty()).then(|| together(missing)));
    }
    found.score = share(common, typed.len(), wanted.len());
    found
}

fn share(common: usize, typed: usize, wanted: usize) -> f64 {
    if typed + wanted == 0 { 1.0 } else { 2.0 * common as f64 / (typed + wanted) as f64 }
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in plain(text).unicode_words() {
        if is_han(word) {
            words.extend(word.chars().map(String::from));
        } else {
            words.push(word.to_string());
        }
    }
    words
}

fn is_han(word: &str) -> bool {
    word.chars().all(|c| u32::from(c) >= 0x2e80)
}

/// Words in a row as they are written: Chinese without spaces.
fn together(words: &[String]) -> String {
    let mut out = String::new();
    for word in words {
        let closed = is_han(word) && out.chars().next_back().is_none_or(|c| u32::from(c) >= 0x2e80);
        out.push_str(if out.is_empty() || closed { "" } else { " " });
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_case_are_free_in_words_of_ones_own() {
        assert_eq!(like("this is Joe -- hello!", "Hello, this is Joe."), Match { score: 1.0, ..Match::default() });
        let half = like("hello", "Hello Joe of Northlink");
        assert!((half.score - 0.4).abs() < 1e-9);
        assert_eq!(half.missing, ["joe", "of", "northlink"]);
        assert_eq!(like("", "Hello").score, 0.0);
        // A word said twice is not two words.
        assert_eq!(like("very good", "very very good").missing, ["very"]);
    }

    #[test]
    fn exact_words_miss_none_and_keep_their_order() {
        assert_eq!(exact("this call is RECORDED", "This call is recorded.").score, 1.0);
        let short = exact("this call may be recorded", "This call is being recorded.");
        assert_eq!((short.missing, short.extra), (vec!["is being".to_string()], vec!["may be".to_string()]));
        assert!(exact("recorded is this call", "This call is recorded").score < 1.0);
        assert!(exact("This call is recorded now", "This call is recorded").score < 1.0);
    }

    #[test]
    fn chinese_is_compared_by_characters() {
        assert_eq!(exact("本次通话会被录音", "本次通话，会被录音。").score, 1.0);
        assert_eq!(exact("本次通话录音", "本次通话会被录音").missing, ["会被"]);
        assert_eq!(like("录音本次通话", "本次通话录音。").score, 1.0);
    }
}
