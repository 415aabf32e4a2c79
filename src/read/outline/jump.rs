//! Words that say where to go: arrows, "go to step 3", "Follow the Provider Script", 转到.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use regex_lite::Regex;

use super::phrases::{Phrases, behind};
use super::sign::{space, spaceless};
use crate::bytes::has;
use crate::script::Then;
use crate::source::Place;
use crate::text::Text;

/// Words in front of a jump, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Jump {
    /// What stands in front: an answer, a condition, or nothing.
    pub before: Range<usize>,
    /// The arrow or the words that say that it is a jump.
    pub sign: Range<usize>,
    /// Where it leads, as written.
    pub target: Range<usize>,
}

/// The jump that words make which tell to go somewhere: "then please go to step 3".
fn going(words: &str) -> Option<Jump> {
    static GO: Phrases = Phrases::new(&[&[
        "go to",
        "go on to",
        "goto",
        "jump to",
        "skip to",
        "proceed to",
        "proceed",
        "continue to",
        "continue at",
        "continue with",
        "move to",
        "move on to",
        "return to",
        "转到",
        "转至",
        "跳转到",
        "跳到",
        "进入",
    ]]);
    let front = words.trim_start_matches(|c| matches!(c, '#' | '[' | '(' | '（') || parts(c));
    let rest = ["then", "please", "to"].into_iter().fold(front, |rest, word| behind_word(rest, word).unwrap_or(rest));
    let from = |rest: &str| words.len() - rest.len();
    GO.behind(rest).find_map(|behind| {
        let named = spaceless(behind);
        let target = from(named)..from(named) + named_part(named)?;
        Some(Jump { before: 0..0, sign: from(front)..from(behind), target })
    })
}

/// The words behind one that leads on, and behind the space that has to part it from them.
fn behind_word<'w>(words: &'w str, word: &str) -> Option<&'w str> {
    let rest = behind(words, word)?;
    let rest = if word == "then" { rest.strip_prefix(':').unwrap_or(rest) } else { rest };
    Some(spaceless(rest)).filter(|spaceless| spaceless.len() < rest.len())
}

/// How long the name is that words begin with and end with, but for marks: "the step #3)".
fn named_part(words: &str) -> Option<usize> {
    static PARTS: Phrases =
        Phrases::new(&[&["step", "section", "part", "question", "script", "segment", "stage", "第"]]);
    let end = words.trim_end_matches(|c| parts(c) || matches!(c, '.' | '。' | ')' | ']' | '#' | '}' | '）')).len();
    let starts = behind(words, "the ").into_iter().chain([words]);
    let own = starts.flat_map(|rest| PARTS.behind(rest).chain([rest])).find_map(own_part)?;
    let start = words.len() - own.len();
    let end = end.max(start + own.chars().next().map_or(0, char::len_utf8));
    let rest = words.get(start..end)?;
    (rest.chars().count() <= 41 && !rest.contains('\n')).then_some(end)
}

/// The words of a name from behind its "step" and the marks there, where anything is left then.
fn own_part(words: &str) -> Option<&str> {
    let rest = words.trim_start_matches(|c| c == '#' || space(c));
    let bracket = rest.strip_prefix('{').filter(|rest| !rest.is_empty() && !rest.starts_with(space));
    let mark = || words.rfind('#').and_then(|at| words.get(at..));
    bracket.or(Some(rest).filter(|rest| !rest.is_empty())).or_else(mark)
}

/// The jump that words make which name another script: "Follow the Provider Script".
fn following(words: &str) -> Option<Jump> {
    static READY: OnceLock<Option<Regex>> = OnceLock::new();
    const PATTERN: &str = concat!(
        r"(?i)^[\[(*_\s]*(?P<sign>follow|use|see|start)\s+(?P<target>(?:the )?",
        r".{2,48}? (?:script|flow|guide|procedure|protocol|section))[\s.*_)\]]*$",
    );
    if !names_a_script(words) {
        return None;
    }
    let captures = READY.get_or_init(|| Regex::new(PATTERN).ok()).as_ref()?.captures(words)?;
    let range = |name: &str| captures.name(name).map_or(0..0, |found| found.range());
    Some(Jump { before: 0..0, sign: range("sign"), target: range("target") })
}

/// Whether words begin with what is done with another script, and end with its name.
fn names_a_script(words: &str) -> bool {
    static USES: Phrases = Phrases::new(&[&["follow", "use", "see", "start"]]);
    let front = words.trim_start_matches(|c| matches!(c, '[' | '(') || parts(c));
    let end = words.trim_end_matches(|c| parts(c) || matches!(c, '.' | ')' | ']'));
    let ends = |word: &&str| {
        let start = end.len().checked_sub(word.len());
        start.and_then(|start| end.get(start..)).is_some_and(|last| last.eq_ignore_ascii_case(word))
    };
    USES.lead(front) && SCRIPTS.iter().chain(&["section"]).any(ends)
}

/// The jump that a line is, if it is one.
pub(super) fn jump(words: &str) -> Option<Jump> {
    if words.len() > 240 {
        return None;
    }
    let found = arrow(words).or_else(|| leading(words))?;
    let target = unbracketed(words, found.target);
    let named = words.get(target.clone())?;
    let speech = named.contains(['?', '!', '？', '！', '"', '“', '，', ',']);
    (!several_arrows(words) && !speech && named.split_whitespace().count() <= 6).then_some(Jump { target, ..found })
}

/// The jump that words make which begin with what to do.
fn leading(words: &str) -> Option<Jump> {
    const FIRST: &[u8] = b"cfgjmprstu";
    let front = words.trim_start_matches(|c| matches!(c, '#' | '[' | '(' | '（') || parts(c));
    let first = front.as_bytes().first()?.to_ascii_lowercase();
    let may = !first.is_ascii() || FIRST.contains(&first);
    may.then(|| going(words).or_else(|| following(words))).flatten()
}

fn several_arrows(words: &str) -> bool {
    words.matches(['→', '⇒', '⟶']).count() + words.matches("->").count() + words.matches("=>").count() > 1
}

/// The jump that an arrow stands for: `Yes -> checkState`.
fn arrow(words: &str) -> Option<Jump> {
    const ARROWS: [&str; 8] = ["->", "→", "=>", "⇒", "⟶", "—>", "–>", ">>"];
    if !has(words, b'>') && words.is_ascii() {
        return None;
    }
    words.char_indices().find_map(|(at, _)| {
        let rest = words.get(at..)?;
        let sign = ARROWS.iter().find(|arrow| rest.starts_with(**arrow))?;
        let before = 0..words.get(..at)?.trim_end_matches(parts).len();
        let target = target(words, at + sign.len())?;
        let one_line = |range: &Range<usize>| words.get(range.clone()).is_some_and(|part| !has(part, b'\n'));
        let short = words.get(target.clone())?.chars().count() <= 61;
        (short && one_line(&before) && one_line(&target)).then_some(Jump { before, sign: at..at + sign.len(), target })
    })
}

/// What an arrow leads to, from behind it on: the words without the marks around them, or the last mark of all.
fn target(words: &str, from: usize) -> Option<Range<usize>> {
    let behind = words.get(from..)?;
    let rest = behind.trim_start_matches(parts);
    if rest.is_empty() {
        let (at, mark) = behind.char_indices().rfind(|(_, c)| matches!(c, '*' | '_'))?;
        return Some(from + at..from + at + mark.len_utf8());
    }
    let start = words.len() - rest.len();
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let long = rest.trim_end_matches(|c| parts(c) || matches!(c, '.' | '。')).len();
    Some(start..start + long.max(first))
}

/// Whether a character only parts words from an arrow.
fn parts(c: char) -> bool {
    matches!(c, '*' | '_') || space(c)
}

/// A target without a bracket whose partner stands outside of it: `{script_3` as script_3.
fn unbracketed(words: &str, target: Range<usize>) -> Range<usize> {
    let named = words.get(target.clone()).unwrap_or_default();
    let lone = [('{', '}'), ('[', ']'), ('(', ')')]
        .iter()
        .any(|(open, close)| named.starts_with(*open) && !named.contains(*close));
    if lone { target.start + 1..target.end } else { target }
}

/// Parts of a document by the names that jumps use for them.
#[derive(Debug)]
pub(super) struct Targets {
    /// The names that something leads to; nobody asks for others.
    wanted: BTreeSet<String>,
    /// By section and name: number of the segment.
    named: BTreeMap<(usize, String), usize>,
    anywhere: BTreeMap<String, usize>,
}

impl Targets {
    /// Of the parts that these names lead to.
    pub(super) fn wanting<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let wanted = names.into_iter().map(normal).collect();
        Self { wanted, named: BTreeMap::new(), anywhere: BTreeMap::new() }
    }

    /// A segment can be reached by a name, best within its own section.
    pub(super) fn add(&mut self, section: usize, name: &str, segment: usize) {
        for name in spellings(name).into_iter().filter(|name| self.wanted.contains(name)) {
            self.named.entry((section, name.clone())).or_insert(segment);
            self.anywhere.entry(name).or_insert(segment);
        }
    }

    /// The segment that a name leads to, seen from a section.
    pub(super) fn find(&self, section: usize, name: &str) -> Option<usize> {
        let name = normal(name);
        self.named.get(&(section, name.clone())).or_else(|| self.anywhere.get(&name)).copied()
    }
}

/// A name as it is compared: no case, no marks, no article, "step 03" as "3".
fn normal(name: &str) -> String {
    let low = name.to_lowercase();
    let mut plain = String::with_capacity(low.len());
    for word in low.split(|c: char| !c.is_alphanumeric()) {
        if matches!(word, "" | "the" | "step" | "section" | "part" | "question" | "stage" | "no" | "segment") {
            continue;
        }
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(Some(word.trim_start_matches('0')).filter(|rest| !rest.is_empty()).unwrap_or(word));
    }
    if plain.is_ascii() { plain } else { plain.replace(['第', '步'], "") }
}

/// The names that a heading or number can be called by.
fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![normal(name)];
    if let Some((front, rest)) = name.split_once([':', '.', '：', '—', '–', '-', '、', ')', ']']) {
        let front = normal(front);
        if front.chars().any(char::is_numeric) || name.trim_start().starts_with('[') {
            all.push(front);
        }
        all.push(normal(rest));
    }
    all.retain(|name| !name.is_empty());
    all
}

/// Words for a script as a whole.
const SCRIPTS: [&str; 5] = ["script", "flow", "guide", "procedure", "protocol"];

/// Whether a target is the script that it stands in, by its title: "the Individual Script" inside of the
/// "Individual Selection Script".
pub(super) fn is_own(target: &str, title: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let low = text.to_lowercase();
        low.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_string).collect()
    };
    let (target, title) = (words(target), words(title));
    let script = |word: &String| SCRIPTS.contains(&word.as_str());
    let names: Vec<&String> = target.iter().filter(|word| !script(word) && *word != "the").collect();
    let both = target.iter().any(script) && title.iter().any(script);
    both && !names.is_empty() && names.iter().all(|word| title.contains(word))
}

/// Whether a target is a script of its own, and the name of the file it would have.
pub(super) fn other_script(target: &str) -> Option<String> {
    let low = target.trim().to_lowercase();
    let numbered =
        low.strip_prefix("script").is_some_and(|rest| rest.chars().any(char::is_numeric) && rest.chars().count() <= 4);
    let named = numbered || SCRIPTS.iter().any(|word| low.ends_with(word));
    let file = [".yaml", ".yml", ".md", ".docx", ".doc", ".txt"].iter().find(|end| low.ends_with(*end));
    if !named && file.is_none() {
        return None;
    }
    let stem = file.map_or(low.as_str(), |end| low.trim_end_matches(*end));
    let words: Vec<&str> = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = if words.first() == Some(&"the") { words.get(1..)? } else { &words };
    (!words.is_empty()).then(|| format!("{}.yaml", words.join("-")))
}

/// The jump to another script's file.
pub(super) fn use_file(file: String, place: Place) -> Then {
    Then::Use { file: Text::new(file, place), and_come_back: false }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn led(words: &str) -> Option<(&str, &str)> {
        let jump = jump(words)?;
        Some((words.get(jump.before)?, words.get(jump.target)?))
    }

    #[test]
    fn jumps_are_found() {
        assert_eq!(led("Yes -> checkState"), Some(("Yes", "checkState")));
        assert_eq!(led("如果 不是 → [71]"), Some(("如果 不是", "[71]")));
        assert_eq!(led("#Proceed to Step 2#"), Some(("", "Step 2")));
        assert_eq!(led("go to step 3"), Some(("", "step 3")));
        assert_eq!(led("Follow Provider Script"), Some(("", "Provider Script")));
        assert_eq!(led("#Proceed to {script_1}#"), Some(("", "script_1")));
        assert_eq!(led("[If NO] → \"Let's go, shall we?\""), None);
        assert_eq!(led("Let me go to the system and look for your order, all right?"), None);
    }

    #[test]
    fn targets_are_found_by_number_and_name() {
        let mut targets = Targets::wanting(["step 2", "2", "check the state"]);
        targets.add(1, "Step 2: Check the state", 7);
        targets.add(2, "2. Say goodbye", 9);
        assert_eq!(targets.find(1, "step 2"), Some(7));
        assert_eq!(targets.find(2, "2"), Some(9));
        assert_eq!(targets.find(3, "check the state"), Some(7));
        assert_eq!(other_script("the Provider Script").as_deref(), Some("provider-script.yaml"));
        assert_eq!(other_script("checkState"), None);
        assert_eq!(other_script("script_3").as_deref(), Some("script-3.yaml"));
        assert!(is_own("the Individual Script", "Individual Selection Script"));
        assert!(!is_own("the Provider Script", "Individual Selection Script"));
        assert!(!is_own("the Script", "Individual Selection Script"));
    }

    const ARROW: &str = concat!(
        r"^(?P<before>.*?)[\s*_]*(?P<sign>->|→|=>|⇒|⟶|—>|–>|>>)[\s*_]*",
        r"(?P<target>[^\s].{0,60}?)[\s.。*_]*$",
    );
    const GO: &str = concat!(
        r"(?i)^(?P<before>)[#\[(（*_\s]*(?P<sign>(?:then:?\s+)?(?:please\s+)?(?:to\s+)?(?:go (?:on )?to|goto|jump to|skip to|proceed to|proceed|continue (?:to|at|with)|move (?:on )?to|return to|转到|转至|跳转到|跳到|进入))\s*",
        r"(?P<target>(?:the )?(?:step|section|part|question|script|segment|stage|step no\.?|第)?[\s#]*\{?[^\s].{0,40}?)[\s.。*_)\]#}）]*$",
    );
    const BITS: &str = "Follow |See |the flow|Yes|是| | |*|_|.|。|\n|->|→|=>|—|>|⇒|-|x|(|{|#|then |to |go to |Proceed |continue at |the |step|转到|\
        words for a third of what may|a target with words for more than half of all that may be";

    fn by_pattern(pattern: &str, words: &str) -> Option<Jump> {
        let pattern = Regex::new(pattern).ok()?;
        let captures = pattern.captures(words)?;
        let range = |name: &str| captures.name(name).map_or(0..0, |found| found.range());
        Some(Jump { before: range("before"), sign: range("sign"), target: range("target") })
    }

    proptest! {
        #[test]
        fn jumps_are_found_as_patterns_would(numbers in prop::collection::vec(0..33_usize, 0..9)) {
            let words: String = numbers.iter().filter_map(|&number| BITS.split('|').nth(number)).collect();
            prop_assert_eq!(arrow(&words), by_pattern(ARROW, &words));
            prop_assert_eq!(going(&words), by_pattern(GO, &words));
            prop_assert_eq!(leading(&words), going(&words).or_else(|| following(&words)));
        }
    }
}
