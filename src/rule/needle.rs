//! Needles: literals of which at least one stands, in any case, in whatever a pattern matches.

use std::collections::BTreeMap;

use regex_syntax::hir::{Class, Hir, HirKind};

use super::sentence::is_cjk;

/// Words that stand in nearly every sentence: looking for them says nothing.
const COMMON: [&str; 12] = ["you", "your", "the", "and", "for", "are", "have", "will", "can", "with", "that", "this"];
/// Two letters that are as rare as three.
const RARE: [&str; 4] = ["ok", "mr", "ms", "dr"];
/// The most literals that are worth looking for.
const MOST: usize = 48;

/// The needles of a pattern, in lower case; empty where none are known.
pub(super) fn needles(source: &str) -> Result<Vec<String>, Box<regex_syntax::Error>> {
    let parse = |unicode: bool| {
        let mut parser = regex_syntax::ParserBuilder::new();
        parser.nest_limit(60).unicode(unicode).utf8(unicode).build().parse(source).map_err(Box::new)
    };
    // Without the tables of Unicode, in which no literals are, it is read many times faster; not all can be.
    let hir = parse(!source.is_ascii()).or_else(|_| parse(true))?;
    Ok(required(&hir).filter(|all| all.len() <= MOST).unwrap_or_default())
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

/// Literals in lower case, at least one of which stands in everything that matches.
fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?.to_lowercase();
            worth(&text).then(|| vec![text])
        }
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => concat(parts),
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(required(part)?);
            }
            all.sort();
            all.dedup();
            Some(all)
        }
        HirKind::Class(class) => single(class),
        _ => None,
    }
}

/// The best literals of any part: the longest of the shortest, then the fewest.
fn concat(parts: &[Hir]) -> Option<Vec<String>> {
    let shortest = |all: &Vec<String>| all.iter().map(String::len).min().unwrap_or(0).min(6);
    parts.iter().filter_map(required).max_by_key(|all| (shortest(all), std::cmp::Reverse(all.len())))
}

/// A class of very few Chinese characters is as good as literals.
fn single(class: &Class) -> Option<Vec<String>> {
    let Class::Unicode(class) = class else { return None };
    let chars: Vec<char> = class.iter().flat_map(|range| range.start()..=range.end()).take(9).collect();
    (chars.len() <= 8 && chars.iter().all(|c| worth(&c.to_string())))
        .then(|| chars.iter().map(char::to_string).collect())
}

/// Whether a literal is rare enough to look for: three letters, two digits, a Chinese letter, or a sign that is no comma.
fn worth(text: &str) -> bool {
    let letters = text.trim();
    if RARE.contains(&letters) || letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let sign = !letters.contains(char::is_alphanumeric) && letters.contains(|c| !matches!(c, ',' | '.' | '\'' | '-'));
    letters.chars().count() >= 3 && !COMMON.contains(&letters) || letters.chars().any(is_cjk) || sign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Vec<String> {
        needles(source).unwrap_or_default()
    }

    #[test]
    fn what_must_stand_in_a_match_is_found() {
        assert_eq!(of(r"\bwhy (didn.t|did not) you\b"), ["why "]);
        assert_eq!(of(r"(card|account) number"), [" number"]);
        assert_eq!(of(r"(a|an) (x)?"), Vec::<String>::new());
        assert_eq!(of("(抽烟|喝酒).{0,8}吗"), ["喝酒", "抽烟"]);
        assert_eq!(of(r"Call\s+ME"), ["call"]);
        assert_eq!(of(r"\bor\b.{1,40}\?"), ["?"]);
        assert_eq!(of(r"a, \w"), Vec::<String>::new());
        assert_eq!(of(r"\b(9|nine) of (10|ten)\b"), ["10", "ten"]);
        assert_eq!(of(r"\b(good|ok|okay)\b"), ["good", "ok", "okay"]);
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
}
