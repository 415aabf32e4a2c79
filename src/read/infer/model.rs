//! From what is seen to what it means: weights that the cues' own hints give, and corrections to them
//! that labelled blocks have taught (rules/cues/infer-weights.yaml).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::cue::{Cue, CueBook};
use super::evidence::Evidence;
use crate::script::Kind;
use crate::shipped::{Shipped, shipped};
use crate::yaml::{Outcome, Value};

/// The corrections that come with the program.
pub(super) static SHIPPED: Shipped = shipped!("infer-weights", "cues/infer-weights");

/// A question about a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Task {
    /// Is it said?
    Spoken,
    /// What does it do?
    Kind,
    /// Painful, neutral or pleasant?
    Feeling,
    /// If painful: slightly, or more?
    Painful,
    /// If pleasant: slightly, or more?
    Pleasant,
}

impl Task {
    pub(super) const ALL: [Self; 5] = [Self::Spoken, Self::Kind, Self::Feeling, Self::Painful, Self::Pleasant];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Spoken => "spoken",
            Self::Kind => "kind",
            Self::Feeling => "feeling",
            Self::Painful => "how_painful",
            Self::Pleasant => "how_pleasant",
        }
    }

    pub(super) fn classes(self) -> Vec<&'static str> {
        match self {
            Self::Spoken => vec!["no", "yes"],
            Self::Kind => kinds().map(Kind::name).collect(),
            Self::Feeling => vec!["painful", "neutral", "pleasant"],
            Self::Painful | Self::Pleasant => vec!["slightly", "more"],
        }
    }

    /// Where its answers stand among those of all questions.
    fn answers(self) -> Range<usize> {
        const FEELING: usize = 2 + KINDS;
        match self {
            Self::Spoken => 0..2,
            Self::Kind => 2..FEELING,
            Self::Feeling => FEELING..FEELING + 3,
            Self::Painful => FEELING + 3..FEELING + 5,
            Self::Pleasant => FEELING + 5..ANSWERS,
        }
    }
}

/// How many kinds are told apart by weights.
pub(super) const KINDS: usize = Kind::ALL.len() - 2;
/// How many answers all questions have together.
const ANSWERS: usize = 2 + KINDS + 3 + 2 + 2;

/// The kinds that are told apart by weights. The two safety kinds are told by their words afterwards.
pub(super) fn kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().map(|(kind, _)| kind).filter(|kind| !matches!(kind, Kind::SafetyCheck | Kind::SafetyNet))
}

/// What a hint in a cue book is worth before any label was seen. Logits; chosen by hand, once, so that
/// one clear cue gives about three to one.
const KIND_HINT: f64 = 1.6;
const SPOKEN_HINT: f64 = 0.8;
const FEELING_HINT: f64 = 1.5;
const STRENGTH_HINT: f64 = 1.2;
/// What a hint counts for in a heading or a note, against one in the words themselves.
const BESIDE: f64 = 0.5;

/// The weight that a cue's own hint gives to one answer.
pub(super) fn hint(task: Task, class: usize, cue: &Cue, beside: bool) -> f64 {
    let share = if beside { BESIDE } else { 1.0 };
    share
        * match task {
            Task::Spoken if beside => 0.0,
            Task::Spoken => cue.spoken.filter(|spoken| usize::from(*spoken) == class).map_or(0.0, |_| SPOKEN_HINT),
            Task::Kind => kind_hint(class, cue),
            Task::Feeling => cue.feels.map_or(0.0, |feels| feeling_hint(class, feels)),
            Task::Painful => strength_hint(class, cue.feels.unwrap_or(0).min(0)),
            Task::Pleasant => strength_hint(class, cue.feels.unwrap_or(0).max(0)),
        }
}

fn kind_hint(class: usize, cue: &Cue) -> f64 {
    let named = !cue.kinds.is_empty() && kinds().nth(class).is_some_and(|kind| cue.kinds.contains(&kind));
    let several = f64::from(u32::try_from(cue.kinds.len().max(1)).unwrap_or(1));
    if named { KIND_HINT / several.sqrt() } else { 0.0 }
}

fn feeling_hint(class: usize, feels: i8) -> f64 {
    match (class, feels) {
        (0, ..0) | (2, 1..) => FEELING_HINT * f64::from(feels.unsigned_abs()).sqrt(),
        (1, 0) => FEELING_HINT / 8.0,
        _ => 0.0,
    }
}

fn strength_hint(class: usize, feels: i8) -> f64 {
    match (class, feels.unsigned_abs()) {
        (1, 2) => STRENGTH_HINT,
        (1, 3..) => 2.5 * STRENGTH_HINT,
        _ => 0.0,
    }
}

/// What each answer is worth before anything is seen.
fn at_first(task: Task, class: usize) -> f64 {
    match (task, class) {
        (Task::Feeling, 1) => 0.8,
        (Task::Painful | Task::Pleasant, 0) => 2.0,
        _ => 0.0,
    }
}

/// All weights, ready to be used.
#[derive(Debug, Clone)]
pub(super) struct Model(Rows<ANSWERS>);

/// For each feature what it adds to each answer, and what every answer is worth before anything is seen.
#[derive(Debug, Clone)]
pub(super) struct Rows<const N: usize> {
    weights: Vec<[f64; N]>,
    always: [f64; N],
}

/// How likely each answer to each question is.
#[derive(Debug)]
pub(super) struct Chances([f64; ANSWERS]);

/// The weights of one question as they are learned: for each feature one for each answer.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) classes: usize,
    pub(super) weights: Vec<f64>,
    pub(super) always: Vec<f64>,
}

/// A correction that labels have taught: question, feature (or always), answer.
pub(super) type Corrections = BTreeMap<(Task, Option<usize>, usize), f64>;

impl Model {
    /// The cues' hints with corrections.
    pub(super) fn corrected(book: &CueBook, corrections: &Corrections) -> Self {
        let row = |of: &dyn Fn(Task, usize) -> f64| {
            let mut row = [0.0; ANSWERS];
            for task in Task::ALL {
                let answers = row.get_mut(task.answers()).unwrap_or_default();
                answers.iter_mut().enumerate().for_each(|(class, weight)| *weight = of(task, class));
            }
            row
        };
        let weights = places(book).map(|(cue, beside)| row(&|task, class| hint(task, class, cue, beside))).collect();
        let mut rows = Rows { weights, always: row(&at_first) };
        for ((task, feature, class), by) in corrections {
            let row = feature.map_or(Some(&mut rows.always), |feature| rows.weights.get_mut(feature));
            let answers = row.and_then(|row| row.get_mut(task.answers()));
            if let Some(weight) = answers.and_then(|answers| answers.get_mut(*class)) {
                *weight += by;
            }
        }
        Self(rows)
    }

    /// How likely each answer is.
    pub(super) fn chances(&self, evidence: &Evidence) -> Chances {
        let mut sums = self.0.sums(&evidence.values);
        for task in Task::ALL {
            softmax(sums.get_mut(task.answers()).unwrap_or_default());
        }
        Chances(sums)
    }

    /// What one feature adds to one answer, against what it adds to the others on average.
    pub(super) fn push(&self, task: Task, feature: usize, class: usize) -> f64 {
        let row = self.0.weights.get(feature).and_then(|row| row.get(task.answers())).unwrap_or_default();
        let mean = row.iter().sum::<f64>() / f64::from(u32::try_from(row.len().max(1)).unwrap_or(1));
        row.get(class).map_or(0.0, |weight| weight - mean)
    }
}

impl Chances {
    /// How likely each answer to one question is.
    pub(super) fn of(&self, task: Task) -> &[f64] {
        self.0.get(task.answers()).unwrap_or_default()
    }
}

impl<const N: usize> Rows<N> {
    /// The weighted sums.
    fn sums(&self, values: &[(usize, f64)]) -> [f64; N] {
        let mut sums = self.always;
        for (feature, value) in values {
            let Some(row) = self.weights.get(*feature) else { continue };
            for (at, sum) in sums.iter_mut().enumerate() {
                *sum += row[at] * value;
            }
        }
        sums
    }
}

impl Rows<KINDS> {
    /// The hints at kinds alone.
    pub(super) fn kinds(book: &CueBook) -> Self {
        let row = |(cue, beside)| std::array::from_fn(|class| hint(Task::Kind, class, cue, beside));
        let always = std::array::from_fn(|class| at_first(Task::Kind, class));
        Self { weights: places(book).map(row).collect(), always }
    }

    /// How likely each kind is.
    pub(super) fn chances(&self, values: &[(usize, f64)]) -> [f64; KINDS] {
        let mut sums = self.sums(values);
        softmax(&mut sums);
        sums
    }
}

/// Every feature's cue, and whether it stands beside the words that may be said.
fn places(book: &CueBook) -> impl Iterator<Item = (&Cue, bool)> {
    book.cues().iter().flat_map(|cue| [(cue, false), (cue, true)])
}

impl Table {
    pub(super) fn hints(task: Task, book: &CueBook) -> Self {
        let classes = task.classes().len();
        let row = |(cue, beside)| (0..classes).map(move |class| hint(task, class, cue, beside));
        let weights = places(book).flat_map(row).collect();
        Self { classes, weights, always: (0..classes).map(|class| at_first(task, class)).collect() }
    }

    /// Softmax of the weighted sum.
    pub(super) fn chances(&self, values: &[(usize, f64)]) -> Vec<f64> {
        let mut sums = self.always.clone();
        for (feature, value) in values {
            let row = self.weights.get(feature * self.classes..(feature + 1) * self.classes).unwrap_or_default();
            sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight * value);
        }
        softmax(&mut sums);
        sums
    }
}

fn softmax(sums: &mut [f64]) {
    let top = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    sums.iter_mut().for_each(|sum| *sum = (*sum - top).exp());
    let total: f64 = sums.iter().sum();
    sums.iter_mut().for_each(|power| *power /= total);
}

const ALWAYS: &str = "always";
const BESIDE_WORD: &str = " (beside)";
/// Smaller corrections are left out of the file.
const LEAST: f64 = 0.04;

/// Corrections as a file that a person can read: for each question, for each cue, by how much the
/// labels moved each answer.
pub(super) fn write(corrections: &Corrections, book: &CueBook, about: &str) -> String {
    let mut out = about.lines().fold(String::new(), |out, line| out + "# " + line + "\n");
    for task in Task::ALL {
        let classes = task.classes();
        let _ = writeln!(out, "{}:", task.name());
        let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for ((_, feature, class), by) in corrections.iter().filter(|((t, _, _), by)| *t == task && by.abs() >= LEAST) {
            let answer = classes.get(*class).copied().unwrap_or_default();
            rows.entry(key(*feature, book)).or_default().push(format!("{answer} {by:+.2}"));
        }
        rows.iter().for_each(|(name, answers)| {
            let _ = writeln!(out, "  {name}: {}", answers.join(", "));
        });
    }
    out
}

fn key(feature: Option<usize>, book: &CueBook) -> String {
    let Some(feature) = feature else { return ALWAYS.to_string() };
    let name = book.cues().get(feature / 2).map_or("", |cue| cue.name.as_str());
    if feature % 2 == 1 { format!("{name}{BESIDE_WORD}") } else { name.to_string() }
}

/// Reads the tree of such a file. What names no cue of the book is left out.
pub(super) fn read(tree: Outcome, book: &CueBook) -> Corrections {
    let Some(node) = tree.node else { return Corrections::new() };
    let places: BTreeMap<&str, usize> =
        book.cues().iter().enumerate().map(|(at, cue)| (cue.name.as_str(), at)).collect();
    let mut corrections = Corrections::new();
    for task in Task::ALL {
        let Some(Value::Map(entries)) = node.get(task.name()).map(|node| &node.value) else { continue };
        let classes = task.classes();
        for entry in entries {
            let Some(feature) = feature(&entry.key.value, &places) else { continue };
            let answers = entry.value.words().map_or("", |text| text.value.as_str());
            for (class, by) in answers.split(',').filter_map(|answer| correction(answer, &classes)) {
                corrections.insert((task, feature, class), by);
            }
        }
    }
    corrections
}

/// Outer `None`: no such cue; inner `None`: always.
#[expect(clippy::option_option, reason = "no cue and no need of a cue are two things")]
fn feature(key: &str, places: &BTreeMap<&str, usize>) -> Option<Option<usize>> {
    if key == ALWAYS {
        return Some(None);
    }
    let beside = key.ends_with(BESIDE_WORD);
    let name = key.strip_suffix(BESIDE_WORD).unwrap_or(key);
    places.get(name).map(|cue| Some(Evidence::feature(*cue, beside)))
}

fn correction(answer: &str, classes: &[&str]) -> Option<(usize, f64)> {
    let (name, by) = answer.trim().rsplit_once(' ')?;
    let class = classes.iter().position(|class| *class == name)?;
    Some((class, by.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{CueBook, SHIPPED, read, write};
    use crate::source::Source;
    use crate::yaml;

    #[test]
    fn every_line_of_the_shipped_weights_is_understood() {
        let book = CueBook::shipped();
        let corrections = read(SHIPPED.tree(), &book);
        let answers: usize = SHIPPED
            .text
            .lines()
            .filter(|line| line.starts_with("  "))
            .map(|line| line.matches(['+', '-']).count())
            .sum();
        assert_eq!(corrections.len(), answers, "a cue was renamed: teach again");
    }

    #[test]
    fn weights_survive_being_written_and_read() {
        let book = CueBook::shipped();
        let corrections = read(SHIPPED.tree(), &book);
        let written = Source::new("x", write(&corrections, &book, "about"));
        assert_eq!(read(yaml::tree(&written, 0, &[]), &book), corrections);
    }
}
