//! What was read as something other than words, kept so that nothing is dropped without being named.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Level};
use crate::source::Place;

/// What became of words that are not in the script as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::read) enum Became {
    /// A label that tells who speaks.
    Speaker,
    /// The "if" of a branch.
    Branch,
    /// The number of a step or item.
    Number,
    /// An arrow or words that tell where to go.
    Jump,
    /// The names of a table's columns.
    Column,
    /// A key in front of the document, whose words are a fact about the call.
    Fact,
    /// A word for the format.
    Format,
    /// A name that was given to a blank.
    Blank,
    /// A branch that depends on something else than an answer, written out in a row.
    Flattened,
    /// Words behind a jump that leads nowhere in this document.
    Elsewhere,
}

impl Became {
    fn rule(self) -> &'static str {
        match self {
            Self::Speaker => "import/speaker",
            Self::Branch => "import/branch",
            Self::Number => "import/number",
            Self::Jump => "import/jump",
            Self::Column => "import/column",
            Self::Fact => "import/fact",
            Self::Format => "import/left-out",
            Self::Blank => "import/blank",
            Self::Flattened => "import/flattened",
            Self::Elsewhere => "import/elsewhere",
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Speaker => "read as who speaks, and left out of the words",
            Self::Branch => "read as branches, and left out of the words",
            Self::Number => "numbers of steps and items that were left out, because the order says them",
            Self::Jump => "read as where to go, and left out of the words",
            Self::Column => "read as the names of a table's columns",
            Self::Fact => "read as facts about the call",
            Self::Format => "left out, because it is nothing to say",
            Self::Blank => "what is filled in here has no name, so it was given one",
            Self::Flattened => "depends on something that no answer tells, so it is written out in a row with a note",
            Self::Elsewhere => "leads to a part that is not in this file",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Blank => "give it a good name under `blanks` and in the words",
            Self::Flattened => "say when it applies with `only_if`, or make it an answer",
            Self::Elsewhere => "bring that part in too, under the name of the file that `use` gives",
            _ => "",
        }
    }

    fn level(self) -> Level {
        match self {
            Self::Flattened | Self::Elsewhere => Level::Warning,
            _ => Level::Advice,
        }
    }
}

/// What was told apart, by what it became and by its words.
#[derive(Debug, Default)]
pub(in crate::read) struct Told(BTreeMap<Became, BTreeMap<String, (Place, usize)>>);

impl Told {
    /// Notes that words became something else.
    pub(in crate::read) fn note(&mut self, became: Became, words: &str, place: Place) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let known = self.0.entry(became).or_default();
        match known.get_mut(words) {
            Some((_, times)) => *times += 1,
            None => _ = known.insert(words.to_string(), (place, 1)),
        }
    }

    /// One finding for each sort, and one for each place where something needs a look.
    pub(super) fn report(self) -> Vec<Diagnostic> {
        self.0.into_iter().flat_map(|(became, words)| report(became, words)).collect()
    }
}

fn report(became: Became, words: BTreeMap<String, (Place, usize)>) -> Vec<Diagnostic> {
    let finding = |place: Place, message: String| {
        Diagnostic::new(became.rule(), became.level(), place, message).help(became.help())
    };
    if became.level() == Level::Warning {
        let one =
            |(word, (place, _)): (String, (Place, usize))| finding(place, format!("`{word}` {}", became.sentence()));
        return words.into_iter().map(one).collect();
    }
    let mut sorted: Vec<(String, (Place, usize))> = words.into_iter().collect();
    sorted.sort_by_key(|(_, (place, _))| *place);
    let first = sorted.first().map(|(_, (place, _))| *place).unwrap_or_default();
    let mut message = became.sentence().to_string();
    for (at, (word, (_, count))) in sorted.iter().enumerate() {
        message.extend([if at > 0 { ", `" } else { ": `" }, word, "`"]);
        if *count > 1 {
            message.push_str(&format!(" ({count} times)"));
        }
    }
    vec![finding(first, message)]
}
