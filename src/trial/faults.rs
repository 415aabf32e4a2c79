//! What was wrong with the data, counted, with the first few lines where it stands.

use std::collections::BTreeMap;

/// Why a row is left out, or doubted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// The date cannot be read.
    NoDate,
    /// The call was before the start.
    BeforeStart,
    /// The call was after the planned end.
    AfterEnd,
    /// The call's number came before.
    Double,
    /// Every cell is as in an earlier row; there is no call number.
    LooksDouble,
    /// Nobody is named.
    NoAgent,
    /// The name is not on the assignment list.
    NotOnTheList,
    /// The arm has a name that the trial does not know.
    UnknownArm,
    /// The data name another arm than the list.
    OtherArm,
}

/// How often, and where first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Times {
    pub(super) count: usize,
    pub(super) lines: Vec<u64>,
    /// Words that were met, such as unknown arms.
    pub(super) words: Vec<String>,
}

/// Everything that was wrong.
#[derive(Debug, Clone, Default)]
pub(super) struct Faults {
    pub(super) rows: BTreeMap<Fault, Times>,
    /// By measure: cells that cannot be.
    pub(super) cells: BTreeMap<usize, Times>,
    /// Units with rows in both arms: name, rows with the old script, with the new.
    pub(super) both_arms: Vec<(String, usize, usize)>,
    /// Units of the list without a call, with their arm.
    pub(super) absent: Vec<(String, bool)>,
}

/// So many lines and words are kept for each.
const SHOWN: usize = 5;

impl Times {
    fn add(&mut self, line: u64) {
        self.count += 1;
        if self.lines.len() < SHOWN {
            self.lines.push(line);
        }
    }

    fn word(&mut self, word: &str) {
        let word: String = word.trim().chars().take(30).collect();
        if self.words.len() < SHOWN && !self.words.contains(&word) {
            self.words.push(word);
        }
    }
}

impl Faults {
    pub(super) fn add(&mut self, fault: Fault, line: u64) {
        self.rows.entry(fault).or_default().add(line);
    }

    pub(super) fn name(&mut self, fault: Fault, word: &str) {
        self.rows.entry(fault).or_default().word(word);
    }

    pub(super) fn impossible(&mut self, measure: usize, word: &str, line: u64) {
        let times = self.cells.entry(measure).or_default();
        times.add(line);
        times.word(word);
    }
}
