//! Needles: literals of which at least one stands, in any case, in whatever a pattern matches.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use regex_syntax::hir::{Class, Hir, HirKind};

use super::sentence::is_cjk;

/// Words that stand in nearly every sentence: looking for them says nothing.
const COMMON: [&str; 12] = ["you", "your", "the", "and", "for", "are", "have", "will", "can", "with", "that", "this"];
/// Two letters that are as rare as three.
const RARE: [&str; 4] = ["ok", "mr", "ms", "dr"];
/// The most literals that are worth looking for.
const MOST: usize = 64;
/// The most of them that are made of several parts of a pattern.
const LONG: usize = 48;

/// The needles of a pattern, in lower case; empty where none are known.
pub(super) fn needles(source: &str) -> Result<Vec<String>, Box<regex_syntax::Error>> {
    let parse = |unicode: bool| {
        let mut parser = regex_syntax::ParserBuilder::new();
        parser.nest_limit(60).unicode(unicode).utf8(unicode).build().parse(source).map_err(Box::new)
    };
    // Without the tables of Unicode, in which no literals are, it is read many times faster; not all can be.
    let hir = parse(!source.is_ascii()).or_else(|_| parse(true))?;
    Ok(Known::of(&hir).inside.unwrap_or_default())
}

/// Patterns with their needles, written down for [`read`]: a pattern a line, its needles in front of it.
#[allow(dead_code, reason = "it is called when the program is built")]
pub(super) fn write(patterns: &BTreeMap<String, Vec<String>>) -> String {
    let line = |(source, needles): (&String, &Vec<String>)| format!("{}\u{1f}{source}\u{1e}", needles.join("\u{1f}"));
    patterns.iter().map(line).collect()
}

/// The patterns that were written down, each with its needles.
pub(super) fn read(written: &str) -> BTreeMap<&str, Vec<&str>> {
    let lines = written.split_terminator('\u{1e}').filter_map(|line| line.rsplit_once('\u{1f}'));
    lines.map(|(needles, source)| (source, needles.split('\u{1f}').filter(|one| !one.is_empty()).collect())).collect()
}

/// What is known of all that a part of a pattern matches, in lower case.
struct Known {
    /// It begins with one of these.
    first: Vec<String>,
    /// It ends with one of these.
    last: Vec<String>,
    /// Whether it is one of these, from its beginning to its end.
    whole: bool,
    /// One of these stands in it: those that are best to look for.
    inside: Option<Vec<String>>,
}

impl Known {
    fn of(hir: &Hir) -> Self {
        let each = |parts: &[Hir]| parts.iter().map(Self::of).collect::<Vec<_>>();
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::one_of(anything()),
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => Self::one_of(vec![text.to_lowercase()]),
                Err(_) => Self::nothing(),
            },
            HirKind::Class(class) => letters(class).map_or_else(Self::nothing, Self::one_of),
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(repetition) => Self::of(&repetition.sub).repeated(repetition.min, repetition.max),
            HirKind::Concat(parts) => Self::row(&each(parts)),
            HirKind::Alternation(parts) => Self::either(&each(parts)),
        }
    }

    fn nothing() -> Self {
        Self { first: anything(), last: anything(), whole: false, inside: None }
    }

    fn one_of(all: Vec<String>) -> Self {
        Self { first: all.clone(), last: all.clone(), whole: true, inside: worthy(all) }
    }

    fn repeated(self, min: u32, max: Option<u32>) -> Self {
        match (min, max) {
            (0, Some(1)) if self.whole => Self::one_of([self.first, anything()].concat()),
            (0, _) => Self::nothing(),
            _ => Self { whole: self.whole && max == Some(1), ..self },
        }
    }

    /// One of several parts.
    fn either(parts: &[Self]) -> Self {
        let firsts = || parts.iter().flat_map(|part| &part.first).cloned().collect::<Vec<_>>();
        let lasts = parts.iter().flat_map(|part| &part.last).cloned().collect::<Vec<_>>();
        let all = shortest(firsts(), |one, other| one == other);
        let either = if parts.iter().all(|part| part.whole) && all.len() <= MOST {
            Self::one_of(all)
        } else {
            let few = |all: Vec<String>| if all.len() <= MOST { all } else { anything() };
            let first = few(shortest(firsts(), |one, start| one.starts_with(start)));
            let last = few(shortest(lasts, |one, end| one.ends_with(end)));
            Self { first, last, ..Self::nothing() }
        };
        let inside: Option<Vec<_>> = parts.iter().map(|part| part.inside.clone()).collect();
        let inside = inside.and_then(|all| worthy(all.concat()));
        Self { inside: best(inside.into_iter().chain(either.inside)), ..either }
    }

    /// One part after the other.
    fn row(parts: &[Self]) -> Self {
        let mut inside: Vec<Vec<String>> = parts.iter().filter_map(|part| part.inside.clone()).collect();
        for (at, part) in parts.iter().enumerate() {
            let mut run = Self::one_of(part.last.clone());
            for next in parts.iter().skip(at + 1) {
                run = run.before(next);
                if !run.whole {
                    break;
                }
                inside.extend(worthy(run.first.clone()));
            }
            inside.extend(worthy(run.first));
        }
        let empty = || Self::one_of(anything());
        let from_start = parts.iter().fold(empty(), Self::before);
        let from_end = parts.iter().rev().fold(empty(), Self::behind);
        Self { last: from_end.last, inside: best(inside), ..from_start }
    }

    /// How it begins with another part behind it.
    fn before(self, next: &Self) -> Self {
        match times(&self.first, &next.first).filter(|_| self.whole) {
            Some(first) => Self { first, whole: next.whole, ..self },
            None => Self { whole: false, ..self },
        }
    }

    /// How it ends with another part in front of it.
    fn behind(self, other: &Self) -> Self {
        match times(&other.last, &self.last).filter(|_| self.whole) {
            Some(last) => Self { last, whole: other.whole, ..self },
            None => Self { whole: false, ..self },
        }
    }
}

fn anything() -> Vec<String> {
    vec![String::new()]
}

/// Every one of these with every one of those behind it, unless they are too many.
fn times(these: &[String], those: &[String]) -> Option<Vec<String>> {
    let pairs = these.iter().flat_map(|one| those.iter().map(move |other| format!("{one}{other}")));
    let all: BTreeSet<String> = pairs.collect();
    (all.len() <= LONG).then(|| all.into_iter().collect())
}

/// Without those that a shorter one covers.
fn shortest(mut all: Vec<String>, covers: fn(&str, &str) -> bool) -> Vec<String> {
    all.sort_by_key(String::len);
    let mut kept: Vec<String> = Vec::with_capacity(all.len());
    for one in all {
        if !kept.iter().any(|short| covers(&one, short)) {
            kept.push(one);
        }
    }
    kept.sort();
    kept
}

/// Those that are enough to look for, where they are worth it.
fn worthy(all: Vec<String>) -> Option<Vec<String>> {
    let all = shortest(all, |one, part| one.contains(part));
    (all.len() <= MOST && all.iter().all(|text| worth(text))).then_some(all)
}

/// The best to look for: those that are all rare, then the fewest.
fn best(all: impl IntoIterator<Item = Vec<String>>) -> Option<Vec<String>> {
    let rarest = |all: &Vec<String>| all.iter().map(|text| rarity(text)).min().unwrap_or(0).min(6);
    all.into_iter().max_by_key(|all| (rarest(all), Reverse(all.len())))
}

/// About how rare a literal is: by its letters, those of common words counting once.
fn rarity(text: &str) -> usize {
    let rare = |word: &str| if word.len() <= 2 || COMMON.contains(&word) { word.len().min(1) } else { word.len() };
    let signs = text.chars().filter(|c| is_sign(*c)).count();
    text.split(|c: char| !c.is_alphanumeric()).map(rare).sum::<usize>() + 3 * signs
}

/// The letters of a class of very few.
fn letters(class: &Class) -> Option<Vec<String>> {
    let chars: Vec<char> = match class {
        Class::Unicode(class) => class.iter().flat_map(|range| range.start()..=range.end()).take(9).collect(),
        Class::Bytes(class) => {
            class.iter().flat_map(|range| range.start()..=range.end()).take(9).map(char::from).collect()
        }
    };
    // Of letters that are not in ASCII, a text in lower case is sure to hold only those without capitals.
    let is_sure =
        |c: &char| c.is_ascii() || matches!(class, Class::Unicode(_)) && !c.is_lowercase() && !c.is_uppercase();
    let all = chars.iter().map(|c| c.to_ascii_lowercase().to_string()).collect();
    (!chars.is_empty() && chars.len() <= 8 && chars.iter().all(is_sure))
        .then(|| shortest(all, |one, other| one == other))
}

/// Whether a literal is rare enough to look for: three letters, two digits, a Chinese letter, or a sign that is no comma.
fn worth(text: &str) -> bool {
    let letters = text.trim();
    if RARE.contains(&letters) || letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let sign = !letters.contains(char::is_alphanumeric) && letters.contains(is_sign);
    letters.chars().count() >= 3 && !COMMON.contains(&letters) || letters.chars().any(is_cjk) || sign
}

fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, ' ' | ',' | '.' | '\'' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Vec<String> {
        needles(source).unwrap_or_default()
    }

    #[test]
    fn what_must_stand_in_a_match_is_found() {
        assert_eq!(of(r"\bwhy (didn.t|did not) you\b"), ["why did not", "why didn"]);
        assert_eq!(of(r"(card|account) number"), [" number"]);
        let calls = ["you can call", "you can ring", "you may call", "you may ring"];
        assert_eq!(of(r"\byou (can|may) (call|ring)( us)?\b"), calls);
        assert_eq!(of(r"(a|an) (x)?"), Vec::<String>::new());
        assert_eq!(of("(抽烟|喝酒).{0,8}吗"), ["喝酒", "抽烟"]);
        assert_eq!(of(r"Call\s+ME"), ["call"]);
        assert_eq!(of(r"\bor\b.{1,40}\?"), ["?"]);
        assert_eq!(of(r"a, \w"), Vec::<String>::new());
        assert_eq!(of(r"\b(9|nine) of (10|ten)\b"), ["9 of 10", "9 of ten", "nine of 10", "nine of ten"]);
        assert_eq!(of(r"\b(good|ok|okay)\b"), ["good", "ok"]);
    }

    #[test]
    fn needles_survive_being_written_down() {
        let patterns: BTreeMap<String, Vec<String>> =
            ["(a|b) c d", "您(好|们)", "x\ny"].into_iter().map(|source| (source.to_string(), of(source))).collect();
        let written = write(&patterns);
        let read: Vec<(&str, Vec<&str>)> = read(&written).into_iter().collect();
        assert_eq!(read.len(), patterns.len());
        for ((source, needles), (read_source, read_needles)) in patterns.iter().zip(&read) {
            assert_eq!((source.as_str(), needles.len()), (*read_source, read_needles.len()));
        }
    }

    proptest::proptest! {
        #[test]
        fn a_needle_stands_in_whatever_matches(
            parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 1..7), seed in 0_u64..1000
        ) {
            use proptest::strategy::{Strategy as _, ValueTree as _};
            let source = parts.concat();
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&seed.to_le_bytes());
            let random = proptest::test_runner::TestRng::from_seed(proptest::test_runner::RngAlgorithm::ChaCha, &bytes);
            let mut runner = proptest::test_runner::TestRunner::new_with_rng(Default::default(), random);
            let matching = proptest::string::string_regex(&source).unwrap().new_tree(&mut runner).unwrap().current();
            let (needles, text) = (of(&source), matching.to_ascii_lowercase());
            let stands = needles.is_empty() || needles.iter().any(|needle| text.contains(needle.as_str()));
            proptest::prop_assert!(stands, "{source} has {needles:?}, none of them in {text}");
        }
    }

    /// Parts of patterns that are put in a row.
    const PARTS: [&str; 14] = [
        "pay",
        "(your|the) ",
        "( will|.ll)",
        "[Bb]ills?",
        "(now|.{0,2}soon)?",
        "(a|bc)+",
        "x{2}",
        " ",
        "(,| |)",
        "(B(ED|ad)|book)",
        "[a-z]",
        "((no|any)thing)?",
        "[您你]",
        "(card|(bank )?account) number",
    ];
}
