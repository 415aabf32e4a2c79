//! What the customer typed, understood as one of the answers.

use unicode_segmentation::UnicodeSegmentation as _;

/// Words without case, marks and doubled spaces, so that they can be compared.
#[must_use]
pub fn plain(words: &str) -> String {
    let lower = words.to_lowercase().replace('’', "'");
    let kept: String = lower.chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Which of these answers is meant: by its number from 1, by its words, by words within it, or by the most
/// words in common. `None` where nothing fits, or several fit alike.
#[must_use]
pub fn understand(typed: &str, answers: &[Vec<String>]) -> Option<usize> {
    let words = plain(typed);
    if let Ok(number) = words.parse::<usize>() {
        let as_words = exact(&words, answers);
        return as_words.or_else(|| number.checked_sub(1).filter(|at| *at < answers.len()));
    }
    if words.is_empty() {
        return None;
    }
    exact(&words, answers).or_else(|| single(answers, |hear| within(hear, &words))).or_else(|| nearest(&words, answers))
}

fn exact(words: &str, answers: &[Vec<String>]) -> Option<usize> {
    answers.iter().position(|answer| answer.iter().any(|hear| plain(hear) == words))
}

/// Whole words of one in the other; Chinese has no spaces, so any stretch of at least two signs counts.
fn within(hear: &str, words: &str) -> bool {
    let hear = plain(hear);
    let inside = |long: &str, short: &str| {
        let han = short.chars().any(|c| u32::from(c) >= 0x2e80);
        if han {
            short.chars().count() > 1 && long.contains(short)
        } else {
            format!(" {long} ").contains(&format!(" {short} "))
        }
    };
    inside(&hear, words) || inside(words, &hear)
}

fn single(answers: &[Vec<String>], fits: impl Fn(&str) -> bool) -> Option<usize> {
    let mut found = answers.iter().enumerate().filter(|(_, answer)| answer.iter().any(|hear| fits(hear)));
    let first = found.next().map(|(at, _)| at);
    if found.next().is_some() { None } else { first }
}

/// The answer that shares the most words, if it shares at least half of what was said.
fn nearest(words: &str, answers: &[Vec<String>]) -> Option<usize> {
    let said: Vec<&str> = words.unicode_words().collect();
    let common = |answer: &Vec<String>| {
        let shared = |hear: &String| {
            let hear = plain(hear);
            let own: Vec<&str> = hear.unicode_words().collect();
            said.iter().filter(|word| own.contains(word)).count()
        };
        answer.iter().map(shared).max().unwrap_or(0)
    };
    let counts: Vec<usize> = answers.iter().map(common).collect();
    let most = counts.iter().copied().max().filter(|most| *most > 0 && most * 2 >= said.len())?;
    let mut best = counts.iter().enumerate().filter(|(_, count)| **count == most);
    let first = best.next().map(|(at, _)| at);
    if best.next().is_some() { None } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers() -> Vec<Vec<String>> {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_string()).collect();
        vec![list(&["Speaking", "This is she"]), list(&["She's not here"]), list(&["是我", "我就是"]), list(&["10"])]
    }

    #[test]
    fn numbers_words_and_parts_are_understood() {
        let of = |typed: &str| understand(typed, &answers());
        assert_eq!(
            (of("1"), of("speaking."), of("yes, speaking"), of("she’s NOT here")),
            (Some(0), Some(0), Some(0), Some(1))
        );
        assert_eq!((of("10"), of("对，是我"), of("7"), of("")), (Some(3), Some(2), None, None));
        assert_eq!(of("no, not here"), Some(1));
        assert_eq!(of("zebra"), None);
    }
}
