//! Patterns of rules: read once, compiled when first needed, and the literals without which none can match.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use regex::{Regex, RegexBuilder};
use regex_automata::meta;
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;

use super::needle;

/// A pattern that takes time in proportion to the text, whatever stands in it.
#[derive(Debug, Default)]
pub(crate) struct Pattern {
    source: String,
    case: bool,
    /// How often it was looked for.
    used: AtomicU32,
    /// For the first few words with letters in ASCII: ready in a fraction of the time of the others, and slow. Absent
    /// where the pattern asks for more than it knows.
    first: OnceLock<Option<regex_lite::Regex>>,
    /// For words in ASCII, where letters and the ends of words need no tables of Unicode: it finds the same there,
    /// compiles many times faster and is never slowed down. Absent where the pattern itself names other letters.
    ascii: OnceLock<Option<meta::Regex>>,
    /// For all words.
    any: OnceLock<Option<meta::Regex>>,
    /// The same with what stands in its groups.
    regex: OnceLock<Option<Regex>>,
    /// At least one of these stands, in any case, in all that it matches; empty where none is known.
    pub literals: Vec<String>,
}

/// A pattern, compiled.
enum Form<'p> {
    First(&'p regex_lite::Regex),
    Fast(&'p meta::Regex),
}

/// The most memory that one pattern may take when compiled, in bytes.
const SIZE: usize = 2 * 1024 * 1024;
/// So often a pattern is looked for before it pays to make it fast.
const SLOW: u32 = 6;

impl Pattern {
    /// Reads a pattern; `case` where capitals matter.
    ///
    /// # Errors
    /// One plain sentence.
    pub(crate) fn read(source: &str, case: bool) -> Result<Self, String> {
        let literals = match shipped(source) {
            Some(known) => known.iter().map(|literal| (*literal).to_string()).collect(),
            None => needle::needles(source).map_err(|error| plain(&error))?,
        };
        Ok(Self { source: source.to_string(), case, literals, ..Self::default() })
    }

    /// Compiles it now, to find out whether it is too large.
    ///
    /// # Errors
    /// One plain sentence.
    pub(crate) fn try_out(&self) -> Result<(), String> {
        match self.regex() {
            Some(_) => Ok(()),
            None => Err("this pattern grows too large: use smaller numbers in braces".to_string()),
        }
    }

    /// Where it matches.
    pub(crate) fn find(&self, text: &str) -> Vec<Range<usize>> {
        match self.form(text) {
            Some(Form::First(form)) => form.find_iter(text).map(|hit| hit.range()).collect(),
            Some(Form::Fast(form)) => form.find_iter(text).map(|hit| hit.range()).collect(),
            None => Vec::new(),
        }
    }

    /// Where it matches, or where its group `found` does.
    pub(crate) fn find_named(&self, text: &str) -> Vec<Range<usize>> {
        if !self.source.contains("<found>") {
            return self.find(text);
        }
        if let Some(first) = self.first(text) {
            let hits = first.captures_iter(text).filter_map(|all| all.name("found").or_else(|| all.get(0)));
            return hits.map(|hit| hit.range()).collect();
        }
        // Most words do not match, and what also tells of groups takes long to make ready.
        let Some(regex) = self.is_match(text).then(|| self.regex()).flatten() else { return Vec::new() };
        let hits = regex.captures_iter(text).filter_map(|all| all.name("found").or_else(|| all.get(0)));
        hits.map(|hit| hit.range()).collect()
    }

    /// Whether it matches anywhere.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self.form(text) {
            Some(Form::First(form)) => form.is_match(text),
            Some(Form::Fast(form)) => form.is_match(text),
            None => false,
        }
    }

    /// The compiled pattern that is right for these words and costs least.
    fn form(&self, text: &str) -> Option<Form<'_>> {
        if let Some(first) = self.first(text) {
            return Some(Form::First(first));
        }
        let ascii = text.is_ascii().then(|| self.ascii.get_or_init(|| self.compile(false)).as_ref()).flatten();
        ascii.or_else(|| self.any.get_or_init(|| self.compile(true)).as_ref()).map(Form::Fast)
    }

    /// The slow form, while the pattern is new and where it finds the same in these words as the others.
    fn first(&self, text: &str) -> Option<&regex_lite::Regex> {
        if self.used.load(Ordering::Relaxed) >= SLOW || !has_plain_letters(text) {
            return None;
        }
        self.used.fetch_add(1, Ordering::Relaxed);
        let build = || {
            let mut builder = regex_lite::RegexBuilder::new(&self.source);
            builder.case_insensitive(!self.case).size_limit(SIZE).build().ok()
        };
        self.first.get_or_init(build).as_ref()
    }

    /// With literals it is looked for only in sentences that hold one of them: looking for them first, as such patterns
    /// do by themselves, would save nothing and takes longer to build than all the rest.
    fn compile(&self, unicode: bool) -> Option<meta::Regex> {
        let config = meta::Config::new()
            .auto_prefilter(self.literals.is_empty())
            .which_captures(WhichCaptures::Implicit)
            .utf8_empty(unicode)
            .nfa_size_limit(Some(SIZE));
        let syntax = syntax::Config::new().unicode(unicode).utf8(unicode).case_insensitive(!self.case);
        meta::Regex::builder().configure(config).syntax(syntax).build(&self.source).ok()
    }

    /// The compiled pattern; `None` where it would grow too large.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        let build = || RegexBuilder::new(&self.source).case_insensitive(!self.case).size_limit(SIZE).build().ok();
        self.regex.get_or_init(build).as_ref()
    }
}

/// The needles of a pattern in a file that comes with the program, found when it was built.
fn shipped(source: &str) -> Option<&'static [&'static str]> {
    static NEEDLES: OnceLock<BTreeMap<&str, Vec<&str>>> = OnceLock::new();
    let read = || needle::read(include_str!(concat!(env!("OUT_DIR"), "/rules/needles")));
    NEEDLES.get_or_init(read).get(source).map(Vec::as_slice)
}

/// Whether every letter, digit and space of a text is in ASCII; dashes, dots and signs of money may be others.
fn has_plain_letters(text: &str) -> bool {
    let sign = |c: char| matches!(c, '\u{2010}'..='\u{2027}' | '\u{20a0}'..='\u{20bf}' | '£' | '§' | '°' | '·');
    text.is_ascii() || text.chars().all(|c| c.is_ascii() || sign(c))
}

fn plain(error: &regex_syntax::Error) -> String {
    let technical = error.to_string();
    let says = |words: &str| technical.contains(words);
    if says("look-around") || says("backreference") {
        let what = if says("look-around") { "looks ahead or behind" } else { "refers back to an earlier part" };
        return format!(
            "this pattern {what}, which can take for ever on some texts and is not supported: use `unless:` for what \
             must not stand near it"
        );
    }
    let reason = match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "it is not understood".to_string(),
    };
    format!("this pattern cannot be read: {reason}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_ascii_are_found_as_all_others() {
        for source in [r"\bcan.t\b", r"\w+ café", "(?:you|您)\\b", "[‘’a]b", r"\p{L}{3}", r"\d+\s\S", "x(?<found>y)"]
        {
            let pattern = Pattern::read(source, false).expect("a pattern");
            let regex = pattern.regex().expect("it is small");
            for text in ["I CAN'T say", "a café ab", "you — ab 12 x…", "XY xy", "k\u{b}1\t2", ""] {
                let same: Vec<_> = regex.find_iter(text).map(|hit| hit.range()).collect();
                let new = Pattern::read(source, false).expect("a pattern");
                for _ in 0..=SLOW {
                    assert_eq!(new.find(text), same, "{source} in {text}");
                }
                assert_eq!(pattern.find(text), same, "{source} in {text}");
                assert_eq!(pattern.is_match(text), !same.is_empty());
            }
        }
        let named = Pattern::read("x(?<found>y)", false).expect("a pattern");
        assert_eq!(named.find_named("axy").first(), Some(&(2..3)));
    }

    #[test]
    fn what_could_take_for_ever_is_refused_in_plain_words() {
        for pattern in [r"a(?=b)", r"(?<!x)a", r"(a)\1"] {
            let sentence = Pattern::read(pattern, false).err().unwrap_or_default();
            assert!(sentence.contains("not supported"), "{sentence}");
        }
        assert!(Pattern::read("(a", false).is_err_and(|sentence| sentence.contains("cannot be read")));
        let large = Pattern::read(r"(\w{900}){900}", false).and_then(|pattern| pattern.try_out());
        assert!(large.is_err_and(|sentence| sentence.contains("too large")));
    }
}
