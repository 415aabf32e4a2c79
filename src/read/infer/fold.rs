//! Words made comparable: lower case, one space, plain quotes, every blank alike; each byte knows where
//! it came from.

use std::ops::Range;

use crate::source::narrow;

/// What every blank (`[Name]`, `{name}`, `{{ x }}`, `____`, `XXX`) becomes.
pub(super) const BLANK: &str = "{}";

/// The folded text alone. Most words of a cue book are written that way already.
pub(super) fn fold(words: &str) -> String {
    let mut last = b'.';
    let plain = words.bytes().all(|byte| {
        let twice = byte == b' ' && last == b' ';
        last = byte;
        !twice && matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b' ' | b'\'' | b'-' | b',' | b'.' | b'?')
    });
    if plain { words.to_string() } else { Folded::new(words).text }
}

/// A folded text.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub(super) text: String,
    /// For each byte of `text`, the range of the character of the original that it stands for.
    from: Vec<(u32, u8)>,
}

impl Folded {
    /// Folds a text; time and space are linear in its length.
    pub(super) fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), from: Vec::with_capacity(original.len()) };
        let mut at = 0;
        while let Some(rest) = original.get(at..).filter(|rest| !rest.is_empty()) {
            at += folded.take(rest, at);
        }
        folded
    }

    /// The folded text of a range of the original.
    pub(super) fn part(&self, original: &Range<usize>) -> &str {
        let at = |byte: usize| self.from.partition_point(|(from, _)| (*from as usize) < byte);
        self.text.get(at(original.start)..at(original.end)).unwrap_or_default()
    }

    /// The range of the original that a range of the folded text stands for.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.from.get(range.start).map_or(0, |(at, _)| *at as usize);
        let last = self.from.get(range.end.saturating_sub(1)).copied().unwrap_or((0, 0));
        start..(last.0 as usize + usize::from(last.1)).max(start)
    }

    /// Takes in the next plain word, character or blank of the original; gives how many bytes that was.
    fn take(&mut self, rest: &str, at: usize) -> usize {
        let long = plain_prefix(rest.as_bytes());
        if long > 0 {
            let first = self.text.len();
            self.text.push_str(rest.get(..long).unwrap_or_default());
            self.text.get_mut(first..).unwrap_or_default().make_ascii_lowercase();
            self.from.extend((narrow(at)..narrow(at + long)).map(|at| (at, 1)));
            return long;
        }
        let Some(c) = rest.chars().next() else { return 1 };
        if let Some(long) = blank(rest) {
            self.push_str(BLANK, at, long);
            return long;
        }
        let long = c.len_utf8();
        match c {
            '*' | '`' | '\\' => {}
            c if c.is_whitespace() => self.space(at, long),
            c if c.is_ascii() => self.push(c.to_ascii_lowercase(), at, long),
            c => plain(c).to_lowercase().for_each(|low| self.push(low, at, long)),
        }
        long
    }

    fn space(&mut self, at: usize, long: usize) {
        if !self.text.ends_with(' ') {
            self.push(' ', at, long);
        }
    }

    fn push_str(&mut self, words: &str, at: usize, long: usize) {
        words.chars().for_each(|c| self.push(c, at, long));
    }

    fn push(&mut self, c: char, at: usize, long: usize) {
        self.text.push(c);
        let origin = (u32::try_from(at).unwrap_or(u32::MAX), u8::try_from(long).unwrap_or(u8::MAX));
        self.from.extend(std::iter::repeat_n(origin, c.len_utf8()));
    }
}

/// How many bytes at the beginning stand for themselves, but for capitals: ASCII with one space between two words, in
/// which no blank begins.
fn plain_prefix(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let stays = |byte: u8| STAYS[usize::from(byte)];
        let one_space = || byte == b' ' && at > 0 && bytes.get(at + 1).is_some_and(|next| stays(*next));
        if !stays(byte) && !one_space() {
            break;
        }
        at += 1;
    }
    at
}

/// The bytes that stand for themselves, but for capitals, and begin no blank.
const STAYS: [bool; 256] = {
    let mut stays = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let mark = matches!(byte, b'*' | b'`' | b'\\' | b'_' | b'X' | b'#' | b'[' | b'{' | b'<' | b'$');
        stays[byte as usize] = byte.is_ascii_graphic() && !mark;
        byte += 1;
    }
    stays
};

/// One way of writing each mark.
fn plain(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '´' => '\'',
        '“' | '”' | '「' | '」' | '『' | '』' => '"',
        '，' => ',',
        '‐' | '‑' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

const PAIRS: [(&str, &str); 6] = [("{{", "}}"), ("[%", "%]"), ("${", "}"), ("{", "}"), ("[", "]"), ("<", ">")];
const LONGEST: usize = 48;

/// How long the blank at the start of `rest` is, if one stands there.
pub(in crate::read) fn blank(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    match first {
        '_' | 'X' | '#' => run(rest, first),
        '[' | '{' | '<' | '$' => PAIRS.iter().find_map(|(open, close)| enclosed(rest, open, close)),
        _ => None,
    }
}

/// A run of one character that stands for something to fill in: `____`, `XXX`.
fn run(rest: &str, first: char) -> Option<usize> {
    let long = rest.chars().take(LONGEST).take_while(|c| *c == first).count();
    let alone = long == LONGEST || rest.chars().nth(long).is_none_or(|c| !c.is_ascii_alphanumeric());
    (long >= 3 && alone && first != '#' || long >= 5).then_some(long)
}

/// A few words between marks: a name to fill in, not a note.
fn enclosed(rest: &str, open: &str, close: &str) -> Option<usize> {
    let inner = rest.strip_prefix(open)?;
    let window = inner.char_indices().nth(LONGEST).map_or(inner, |(at, _)| inner.get(..at).unwrap_or(inner));
    let name = window.get(..window.find(close)?)?;
    let words = name.split_whitespace().count();
    let clear = !name.contains(['\n', '[', '{', '<', ':', '"', ',', '：', '，']) && (1..=5).contains(&words);
    (clear && !is_note(name)).then_some(open.len() + name.len() + close.len())
}

const NOTE_STARTS: [&str; 18] = [
    "if ", "if", "when ", "pause", "wait", "stop", "note", "see ", "ask ", "repeat", "only ", "go to", "proceed",
    "optional", "mark", "/", "0", "follow",
];

/// Whether words in brackets are a note to the agent rather than something to fill in.
pub(in crate::read) fn is_note(words: &str) -> bool {
    let low = words.trim().to_lowercase();
    let digits = low.chars().all(|c| c.is_ascii_digit());
    let says = NOTE_STARTS.iter().any(|start| match *start {
        "if" | "wait" | "stop" | "mark" | "0" => low == *start,
        start => low.starts_with(start),
    });
    let han = ["如果", "如", "若", "根据", "停顿", "等待"].iter().any(|start| low.starts_with(start));
    digits || says || han
}

#[cfg(test)]
mod tests {
    use super::Folded;

    proptest::proptest! {
        #[test]
        fn what_stands_for_itself_is_folded_as_letter_by_letter(text in "[abAZ .,'*\n’é-]{0,40}") {
            let mut slow = Folded::default();
            for (at, c) in text.char_indices().filter(|(_, c)| *c != '*') {
                match c {
                    c if c.is_whitespace() => slow.space(at, c.len_utf8()),
                    c => super::plain(c).to_lowercase().for_each(|low| slow.push(low, at, c.len_utf8())),
                }
            }
            let folded = Folded::new(&text);
            proptest::prop_assert_eq!((folded.text, folded.from), (slow.text, slow.from));
        }
    }

    #[test]
    fn folds_and_finds_the_way_back() {
        let original = "I’m  **[Your Name]**\nfrom ____：Hi";
        let folded = Folded::new(original);
        assert_eq!(folded.text, "i'm {} from {}:hi");
        let at = folded.text.find("{}").unwrap_or_default();
        assert_eq!(&original[folded.original(at..at + 2)], "[Your Name]");
        let hi = folded.text.len() - 2;
        assert_eq!(&original[folded.original(hi..hi + 2)], "Hi");
    }
}
