//! Every literal term of every rule in one list, and the patterns behind them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::line::{Line, joins};
use super::pattern::Pattern;
use crate::lately::Lately;
use crate::terms::{Starts, Terms};

/// The number of a word list that some rule looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListId(pub(super) usize);
/// The number of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CueId(pub(super) usize);
/// The number of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PatternId(pub(super) usize);

/// All that the rules look for.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// What stands for something in the words of a script.
    pub(super) literals: Literals,
    pub(super) patterns: Vec<Pattern>,
    /// The patterns without a needle, by rising number: they are tried on everything.
    pub(super) loose: Vec<usize>,
    /// For each pattern its number among these.
    pub(super) looseness: Vec<Option<usize>>,
    pub(super) cues: Vec<Cue>,
    pub(super) names: BTreeMap<String, CueId>,
    pub(super) lists: usize,
    /// What was seen lately: the scripts of one house share most of their lines.
    lines: Lately<Line>,
}

/// Literals, and by number of the literal what it stands for.
#[derive(Debug, Default)]
pub(super) struct Literals {
    literals: Terms,
    terms: Vec<Vec<Term>>,
}

/// A way to recognise that something is said.
#[derive(Debug, Default)]
pub(super) struct Cue {
    pub(super) patterns: Vec<PatternId>,
    pub(super) not: Vec<PatternId>,
    pub(super) across: bool,
}

/// What a literal stands for.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) owner: Owner,
    /// The exact spelling, where capitals matter.
    pub(super) exact: Option<String>,
    pub(super) whole: bool,
}

/// Who looks for a term: an entry of a list, a cue, a pattern.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner {
    List(usize, usize),
    Cue(usize),
    Pattern(usize),
}

/// Gathers terms before they are made ready.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    literals: BTreeMap<String, Vec<Term>>,
    lexicon: Lexicon,
    by_source: BTreeMap<(String, bool), PatternId>,
}

impl Builder {
    /// A new word list.
    pub(crate) fn list(&mut self) -> ListId {
        self.lexicon.lists += 1;
        ListId(self.lexicon.lists - 1)
    }

    /// A term of a word list; found terms carry `entry`.
    pub(crate) fn term(&mut self, list: ListId, entry: usize, term: &str, case: bool) {
        self.literal(term, Owner::List(list.0, entry), case, true);
    }

    fn literal(&mut self, text: &str, owner: Owner, case: bool, whole: bool) {
        let text = plain(text);
        if text.is_empty() {
            return;
        }
        let exact = case.then(|| text.clone());
        self.literals.entry(text.to_lowercase()).or_default().push(Term { owner, exact, whole });
    }

    /// A pattern; equal ones are kept once.
    pub(crate) fn pattern(&mut self, source: &str, case: bool) -> Result<PatternId, String> {
        let key = (source.to_string(), case);
        if let Some(id) = self.by_source.get(&key) {
            return Ok(*id);
        }
        let pattern = Pattern::read(source, case)?;
        let id = self.lexicon.patterns.len();
        for literal in pattern.literals.clone() {
            self.literals.entry(literal).or_default().push(Term {
                owner: Owner::Pattern(id),
                exact: None,
                whole: false,
            });
        }
        self.lexicon.patterns.push(pattern);
        self.by_source.insert(key, PatternId(id));
        Ok(PatternId(id))
    }

    /// The pattern itself, to try it out.
    pub(crate) fn pattern_of(&self, id: PatternId) -> Option<&Pattern> {
        self.lexicon.patterns.get(id.0)
    }

    /// The cue of this name, if it was added before.
    pub(crate) fn known_cue(&self, name: &str) -> Option<CueId> {
        self.lexicon.names.get(name).copied()
    }

    /// A cue by its parts.
    pub(crate) fn cue(
        &mut self,
        name: &str,
        words: &[&str],
        patterns: Vec<PatternId>,
        not: Vec<PatternId>,
        across: bool,
    ) -> CueId {
        let id = CueId(self.lexicon.cues.len());
        self.lexicon.cues.push(Cue { patterns, not, across });
        for word in words {
            self.literal(word, Owner::Cue(id.0), false, true);
        }
        self.lexicon.names.insert(name.to_string(), id);
        id
    }

    /// The lexicon, ready to scan.
    pub(crate) fn build(self) -> Lexicon {
        let mut lexicon = self.lexicon;
        lexicon.literals = Literals::new(self.literals);
        for (number, pattern) in lexicon.patterns.iter().enumerate() {
            let loose = pattern.literals.is_empty();
            lexicon.looseness.push(loose.then_some(lexicon.loose.len()));
            lexicon.loose.extend(loose.then_some(number));
        }
        lexicon
    }
}

impl Lexicon {
    /// What stands in the words of an utterance.
    pub(super) fn line(&self, words: &str) -> Arc<Line> {
        self.lines.get(words, || Line::of(words, self))
    }
}

/// A term as it is looked for: quotes straight, one space between words.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['‘', '’'], "'").replace(['“', '”'], "\"")
}

impl Literals {
    fn new(literals: BTreeMap<String, Vec<Term>>) -> Self {
        // What counts only as words of its own is looked for only where words begin.
        let starts = |(literal, terms): (&String, &Vec<Term>)| {
            let alone = literal.starts_with(joins) && terms.iter().all(|term| term.whole);
            if alone { Starts::Words } else { Starts::Anywhere }
        };
        let all = Terms::starting(literals.iter().map(|one| (one.0.as_str(), starts(one))));
        Self { literals: all, terms: literals.into_values().collect() }
    }

    /// What stands in a text in lower case.
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(&[Term], Range<usize>)) {
        self.literals.find(text, |literal, range| {
            found(self.terms.get(literal).map_or(&[][..], Vec::as_slice), range);
        });
    }
}
