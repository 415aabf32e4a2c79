//! How alike the calls of a series are: the order of their kinds, the words they begin with and the words they end on.

use similar::{Algorithm, capture_diff_slices, diff_ratio};

use super::model::Series;
use crate::script::{Kind, Language, Script, Segment, spoken};

/// How alike a call is to the call that is most like all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// The call, as a number in the series.
    pub call: usize,
    /// Twice the length of the longest common run of kinds over both lengths: 0 to 1.
    pub likeness: f64,
}

/// The shape of a series: the call that is most like all others, and how alike the others are to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    /// The call whose shape is the usual one, as a number in the series.
    pub usual: Option<usize>,
    /// Every call with a script.
    pub calls: Vec<Alike>,
}

/// The shape of a series. A part without a kind counts as one of its own.
#[must_use]
pub fn shape(series: &Series) -> Shape {
    let calls: Vec<(usize, Vec<&str>)> =
        series.calls.iter().enumerate().filter_map(|(at, call)| Some((at, kinds(series.script(call)?)))).collect();
    let sum = |of: &[&str]| calls.iter().map(|(_, other)| likeness(of, other)).sum::<f64>();
    // At equal sums the earliest call is the usual one.
    let usual = calls.iter().rev().max_by(|(_, a), (_, b)| sum(a).total_cmp(&sum(b)));
    let Some((usual, kinds)) = usual else { return Shape::default() };
    let alike = |(call, other): &(usize, Vec<&str>)| Alike { call: *call, likeness: likeness(kinds, other) };
    Shape { usual: Some(*usual), calls: calls.iter().map(alike).collect() }
}

fn kinds(script: &Script) -> Vec<&'static str> {
    script.segments.iter().map(|segment| segment.kind().map_or("", Kind::name)).collect()
}

/// The longest common subsequence of two lists, as a share of both lengths.
pub(super) fn likeness<T: Eq + std::hash::Hash + Ord>(a: &[T], b: &[T]) -> f64 {
    let operations = capture_diff_slices(Algorithm::Myers, a, b);
    f64::from(diff_ratio(&operations, a.len(), b.len()))
}

/// The first words that a script speaks, and the last, by the language of the series.
pub(super) fn first_words(script: &Script, language: &Language) -> Vec<String> {
    script.segments.first().map_or_else(Vec::new, |segment| words_of(segment, language))
}

/// The last words that a script speaks.
pub(super) fn last_words(script: &Script, language: &Language) -> Vec<String> {
    script.segments.last().map_or_else(Vec::new, |segment| words_of(segment, language))
}

fn words_of(segment: &Segment, language: &Language) -> Vec<String> {
    segment.spoken().filter_map(|words| words.text(language)).flat_map(|text| words(&text.value)).collect()
}

/// Words in small letters, without signs; each Chinese character is one; a blank counts as its name.
pub(super) fn words(text: &str) -> Vec<String> {
    let named = spoken::filled(text, |_| None);
    let mut words = vec![String::new()];
    for c in named.chars().flat_map(char::to_lowercase) {
        if is_chinese(c) {
            words.push(c.to_string());
            words.push(String::new());
        } else if c.is_alphanumeric() || c == '_' {
            if let Some(last) = words.last_mut() {
                last.push(c);
            }
        } else if !matches!(c, '\'' | '’') {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_chinese(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// How much of the wanted words stands, in their order, at the beginning or the end of the spoken ones: 0 to 1.
pub(super) fn holds(wanted: &[String], spoken: &[String], at: End) -> f64 {
    if wanted.is_empty() {
        return 1.0;
    }
    let room = wanted.len() + wanted.len().div_ceil(2);
    let near: &[String] = match at {
        End::Beginning => spoken.get(..room.min(spoken.len())).unwrap_or(spoken),
        End::End => spoken.get(spoken.len().saturating_sub(room)..).unwrap_or(spoken),
    };
    let common = likeness(wanted, near) * (wanted.len() + near.len()) as f64 / 2.0;
    common / wanted.len() as f64
}

/// Which end of the spoken words is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The first words.
    Beginning,
    /// The last words.
    End,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_the_common_run_over_both() {
        let close = |a: f64, b: f64| (a - b).abs() < 1e-6;
        assert!(close(likeness(&["a", "b", "c"], &["a", "b", "c"]), 1.0));
        assert!(close(likeness(&["a", "b", "c"], &["a", "c"]), 0.8));
        assert!(close(likeness(&["a", "b"], &["b", "a"]), 0.5));
        assert!(close(likeness(&["a"], &["b"]), 0.0));
    }

    #[test]
    fn a_greeting_is_found_among_other_words() {
        let wanted = words("Hello {{ first_name }}, it's {{ agent_name }} again.");
        let kept = words("Hello {{ first_name }}, it's {{ agent_name }} again, from Harbor Health.");
        let other = words("Good morning. This is Harbor Health calling about your heart.");
        assert!(holds(&wanted, &kept, End::Beginning) > 0.99);
        assert!(holds(&wanted, &other, End::Beginning) < 0.5);
        assert_eq!(words("您好，我是{{ name }}。"), ["您", "好", "我", "是", "name"]);
    }
}
