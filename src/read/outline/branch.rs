//! Words in front of a branch: `[If no:]`, `IF ASKED`, "If they ask about price:", 如果不是.

use std::ops::Range;

use super::phrases::Phrases;
use super::sign;
use crate::text::Text;

/// What a branch depends on.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub sort: Sort,
    /// What the customer says or asks, or what must be so.
    pub hear: Text,
    /// A note behind it: `[If yes, book it]`.
    pub note: Option<Text>,
    /// The words that made it a branch.
    pub sign: Text,
}

/// The sorts of branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// An answer, or something that comes up.
    Answer,
    /// Only when they ask.
    Asked,
    /// Something that no answer tells: "only if the gift is below 25 dollars", "for new patients".
    Other,
}

/// Whether a character stands around the words of a branch and is none of them.
fn around(c: char) -> bool {
    matches!(c, '\t' | ' ' | '('..='*' | '-' | ':' | '<' | '>' | '['..=']' | '_' | '{' | '}')
        || matches!(c, '–' | '—' | '→' | '（' | '）' | '：')
}

const PLAIN: [&str; 13] =
    ["yes", "no", "maybe", "not sure", "unsure", "don't know", "是", "否", "不是", "同意", "拒绝", "y", "n"];

/// Whether words are a plain answer, and nothing else.
fn is_plain(words: &str) -> bool {
    PLAIN.iter().any(|plain| plain.eq_ignore_ascii_case(words))
}

/// The branch that these words open, if they open one.
pub(super) fn branch(text: &Text) -> Option<Branch> {
    let within = within(&text.value);
    let words = text.value.get(within.clone())?;
    if words.is_empty() {
        return None;
    }
    let part = |from: usize, to: usize| text.part(within.start + from..within.start + to);
    if let Some(end) = sign::asked(words) {
        let hear = quoteless(&part(end, words.len()));
        let sign = part(0, end);
        let bare = hear.is_blank();
        return Some(Branch { sort: Sort::Asked, hear: if bare { sign.clone() } else { hear }, note: None, sign });
    }
    let whole = |sort: Sort| Branch { sort, hear: part(0, words.len()), note: None, sign: Text::default() };
    if sign::is_other(words) {
        return Some(whole(Sort::Other));
    }
    if is_plain(words) {
        return Some(whole(Sort::Answer));
    }
    let sign = sign::answer(words)?;
    let says = sign::says(words.get(sign..)?).unwrap_or(0);
    let (hear, note) = with_note(&part(sign + says, words.len()));
    let lead = part(0, sign + says);
    if hear.is_blank() {
        return Some(Branch { sort: Sort::Answer, hear: lead, note, sign: Text::default() });
    }
    Some(Branch { sort: Sort::Answer, hear, note, sign: lead })
}

/// A line that is a branch as a whole because it says who answers what: `If: Debtor response: 'No'`; its sign ends at
/// `sign`.
pub(super) fn reply(text: &Text, sign: usize) -> Option<Branch> {
    let rest = text.value.get(sign..)?;
    let says = sign::says(rest)?;
    let (_, after) = rest.split_at_checked(says).filter(|(who, _)| who.trim_matches([' ', ':', '：']).len() > 1)?;
    let (hear, note) = with_note(&text.part(sign + says..text.value.len()));
    let lead = text.part(0..sign + says);
    (!after.trim().is_empty()).then_some(Branch { sort: Sort::Answer, hear, note, sign: lead })
}

/// The words without brackets and marks around them.
pub(super) fn inner(text: &Text) -> Text {
    text.part(within(&text.value))
}

/// Where the words stand that brackets and marks stand around.
pub(super) fn within(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start_matches(around).len();
    let mut end = text.trim_end_matches(around).len();
    if start >= end {
        return 0..0;
    }
    let closes = |behind: &str| behind.starts_with([')', ']', '}', '>', '）']);
    if !text.get(end..).is_some_and(closes) {
        return start..end;
    }
    for (open, close) in [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('（', '）')] {
        let closes = text.get(end..).is_some_and(|behind| behind.starts_with(close));
        if closes && text.get(start..end).is_some_and(|words| words.contains(open) && !words.contains(close)) {
            end += close.len_utf8();
        }
    }
    start..end
}

/// Words without quotation marks around them.
pub(super) fn quoteless(text: &Text) -> Text {
    const QUOTES: [char; 12] = ['"', '“', '”', '\'', '‘', '’', '「', '」', '『', '』', ' ', '\t'];
    let start = text.value.len() - text.value.trim_start_matches(QUOTES).len();
    let end = text.value.trim_end_matches(QUOTES).len();
    if start >= end { text.part(0..0) } else { text.part(start..closed(&text.value, start, end)) }
}

/// The end of words with the mark that closes a quotation inside of them: `Reads out 'the last digits'`.
fn closed(words: &str, start: usize, end: usize) -> usize {
    let inner = words.get(start..end).unwrap_or_default();
    let behind = words.get(end..).unwrap_or_default();
    let pairs = [(" '", '\''), (" \"", '"'), (" ‘", '’'), (" “", '”')];
    let lone = |(open, close): &&(&str, char)| {
        let once = inner.split_once(*open).is_some_and(|(_, quoted)| !quoted.contains(*close));
        once && behind.starts_with(*close)
    };
    pairs.iter().find(lone).map_or(end, |(_, close)| end + close.len_utf8())
}

/// A branch whose answer stands in quotation marks, `If 'No', please ask: …`, and where the words behind it begin; its
/// sign ends at `sign`.
pub(super) fn quoted(text: &Text, sign: usize) -> Option<(Branch, usize)> {
    let rest = text.value.get(sign..)?;
    let says = sign::says(rest).unwrap_or(0);
    let open = sign + says;
    let first = text.value.get(open..)?.chars().next()?;
    let close = match first {
        '\'' => '\'',
        '"' => '"',
        '‘' => '’',
        '“' => '”',
        '「' => '」',
        _ => return None,
    };
    let from = open + first.len_utf8();
    let inner = text.value.get(from..)?;
    let ends = |at: usize| inner.get(at..).is_none_or(|rest| !rest.starts_with(char::is_alphanumeric));
    let to = inner.char_indices().find(|(at, c)| *c == close && ends(at + c.len_utf8()))?.0;
    let hear = text.trimmed_part(from..from + to);
    let rest = inner.get(to + close.len_utf8()..)?.trim_start_matches([',', '，', ':', '：', ' ', ';', '–', '—', '\t']);
    let low: String = rest.chars().take(4).flat_map(char::to_lowercase).collect();
    let apart = rest.contains(char::is_alphanumeric)
        && !["or ", "and ", "to ", "或", "-", "→", "=", ">"].iter().any(|start| low.starts_with(start));
    let short = (1..=8).contains(&hear.value.split_whitespace().count());
    let branch = Branch { sort: Sort::Answer, hear, note: None, sign: text.part(0..open) };
    (apart && short).then_some((branch, text.value.len() - rest.len()))
}

/// What is heard, and what to do then: `yes, book appointment`.
fn with_note(text: &Text) -> (Text, Option<Text>) {
    let words = text.value.as_str();
    if words.starts_with(['"', '“', '\'', '‘']) {
        return (quoteless(text), None);
    }
    let cut = words.char_indices().find(|&(at, c)| {
        matches!(c, ',' | '，' | ':' | '：' | ';')
            && words.get(at + c.len_utf8()..).is_some_and(|rest| rest.trim().contains(char::is_alphabetic))
    });
    match cut {
        Some((at, c)) if words.get(..at).is_some_and(|head| head.split_whitespace().count() <= 6) => {
            (quoteless(&text.part(0..at)), Some(text.trimmed_part(at + c.len_utf8()..words.len())))
        }
        _ => (quoteless(text), None),
    }
}

/// Whether an answer is a plain yes, or a plain no; neither for any other one.
pub(super) fn is_yes(words: &str) -> Option<bool> {
    match words.trim().to_lowercase().as_str() {
        "yes" | "y" | "是" | "同意" => Some(true),
        "no" | "n" | "否" | "不是" | "拒绝" => Some(false),
        _ => None,
    }
}

/// The moment with a name of its own that these words tell of.
pub(super) fn moment(words: &str) -> Option<&'static str> {
    const NAMES: [&str; 9] = [
        "voicemail",
        "wrong number",
        "someone else",
        "bad time",
        "refuses recording",
        "stop calling",
        "supervisor",
        "upset",
        "complaint",
    ];
    static SIGNS: Phrases = Phrases::new(&[
        &["voicemail", "voice mail", "answering machine", "语音信箱", "留言"],
        &["wrong number", "打错", "号码错误"],
        &["someone else answers", "not at home", "not home", "非本人", "家属接听", "不是本人"],
        &["bad time", "is busy", "are busy", "call back later", "现在不方便", "正在忙", "表示在忙"],
        &["refuses recording", "refuses to be recorded", "objects to the recording"],
        &["stop calling", "do not call list", "remove me from", "不要再打"],
        &["ask for a supervisor", "asks for a supervisor", "speak to a manager", "speak to a supervisor"],
        &["verbally abusive", "becomes abusive", "is upset", "gets upset", "becomes upset", "is angry", "情绪激动"],
        &["wants to complain", "makes a complaint", "要投诉"],
    ]);
    SIGNS.first_in(words).and_then(|at| NAMES.get(at)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Place;

    fn read(words: &str) -> Option<(Sort, String, Option<String>)> {
        let branch = branch(&Text::new(words, Place::new(0, words.len())))?;
        Some((branch.sort, branch.hear.value, branch.note.map(|note| note.value)))
    }

    #[test]
    fn branches_are_read() {
        let answer = |hear: &str| Some((Sort::Answer, hear.to_string(), None));
        assert_eq!(read("[If no:]"), answer("no"));
        assert_eq!(read("**If YES:**"), answer("YES"));
        assert_eq!(read("If: Debtor response : 'No, wrong number'"), answer("No, wrong number"));
        assert_eq!(read("如果 不是"), answer("不是"));
        assert_eq!(read("如：不是"), answer("不是"));
        assert_eq!(read("如果不能按时："), answer("不能按时"));
        assert_eq!(read("Yes:"), answer("Yes"));
        let book = Some((Sort::Answer, "yes".to_string(), Some("book it in.".to_string())));
        assert_eq!(read("[If yes, book it in.]"), book);
        assert_eq!(read("IF ASKED HOW THE MONEY IS USED:"), Some((Sort::Asked, "HOW THE MONEY IS USED".into(), None)));
        assert_eq!(read("If they ask about price:"), Some((Sort::Asked, "price".into(), None)));
        assert_eq!(read("{Only if it is below 25}").map(|read| read.0), Some(Sort::Other));
        assert_eq!(read("Iffy words"), None);
        let text = Text::new("If 'No', please ask: Why?", Place::new(0, 25));
        let (branch, behind) = quoted(&text, 3).map(|(branch, at)| (branch.hear.value, at)).unwrap_or_default();
        assert_eq!((branch.as_str(), &text.value[behind..]), ("No", "please ask: Why?"));
        let text = Text::new("Reads out 'the last digits'", Place::new(0, 27));
        assert_eq!(quoteless(&text).value, "Reads out 'the last digits'");
    }
}
