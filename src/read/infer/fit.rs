//! Learning corrections from labelled blocks: for each question a multinomial logistic regression whose
//! weights start at the cues' own hints and are pulled back to them.

use super::evidence::Evidence;
use super::measure::{Label, Labelled};
use super::model::{Corrections, Table, Task};
use super::{Guesser, cue::CueBook};
use crate::script::Kind;

/// How strongly corrections are pulled back to none: each costs half of this times its square, where an
/// answer that is off costs its log loss. Larger trusts the cue books more, smaller the labels.
pub const PULL: f64 = 12.0;
const STEPS: usize = 400;

/// One labelled block as one question sees it.
struct Row<'e> {
    values: &'e [(usize, f64)],
    wanted: Vec<f64>,
}

impl Guesser {
    /// Learns from labelled blocks. The result depends on nothing else, and not on their order beyond
    /// the rounding of sums.
    #[must_use]
    pub fn fitted(book: CueBook, labelled: &[Labelled], pull: f64) -> Self {
        let evidence: Vec<Evidence> = labelled.iter().map(|block| block.evidence(&book)).collect();
        let seen: Vec<&Evidence> = evidence.iter().collect();
        let corrections = learn(&book, labelled, &seen, pull);
        Self::with_corrections(book.into(), corrections)
    }
}

/// The corrections that labelled blocks teach; `evidence` belongs to them one by one.
pub(super) fn learn(book: &CueBook, labelled: &[Labelled], evidence: &[&Evidence], pull: f64) -> Corrections {
    let mut corrections = Corrections::new();
    for task in Task::ALL {
        let rows: Vec<Row<'_>> = labelled
            .iter()
            .zip(evidence)
            .filter_map(|(block, evidence)| Some(Row { values: &evidence.values, wanted: wanted(task, block)? }))
            .collect();
        correct(task, &Table::hints(task, book), &rows, pull, &mut corrections);
    }
    corrections
}

/// What both readers say, as shares; nothing where the question does not arise.
fn wanted(task: Task, block: &Labelled) -> Option<Vec<f64>> {
    let classes = task.classes();
    let both_say = block.readers.iter().all(|label| label.spoken);
    let answer = |label: &Label| match task {
        Task::Spoken => Some(usize::from(label.spoken)),
        Task::Kind => label.kind.map(Kind::name).and_then(|name| classes.iter().position(|class| *class == name)),
        Task::Feeling => Some(usize::from((label.feel.signum() + 1).unsigned_abs())),
        Task::Painful => (label.feel < 0).then_some(usize::from(label.feel < -1)),
        Task::Pleasant => (label.feel > 0).then_some(usize::from(label.feel > 1)),
    };
    if task != Task::Spoken && !both_say {
        return None;
    }
    let mut shares = vec![0.0; classes.len()];
    for label in &block.readers {
        *shares.get_mut(answer(label)?)? += 1.0 / f64::from(u32::try_from(block.readers.len()).unwrap_or(1));
    }
    Some(shares)
}

/// Accelerated descent on a smooth convex loss; the step is from the curvature's upper bound.
fn correct(task: Task, hints: &Table, rows: &[Row<'_>], pull: f64, out: &mut Corrections) {
    if rows.is_empty() {
        return;
    }
    let size = hints.weights.len();
    let step = 1.0 / (0.55 * largest_square(rows, size / hints.classes) + pull);
    let mut at = vec![0.0; size + hints.classes];
    let mut ahead = at.clone();
    for turn in 0..STEPS {
        let slope = slope(hints, &ahead, rows, pull);
        let next: Vec<f64> = ahead.iter().zip(&slope).map(|(weight, slope)| weight - step * slope).collect();
        let speed = turn as f64 / (turn as f64 + 3.0);
        ahead = next.iter().zip(&at).map(|(next, before)| next + speed * (next - before)).collect();
        at = next;
    }
    for (place, by) in at.into_iter().enumerate() {
        let class = place % hints.classes;
        let feature = (place < size).then_some(place / hints.classes);
        out.insert((task, feature, class), (by * 100.0).round() / 100.0);
    }
}

/// The largest eigenvalue of the rows' squares, by power iteration: half of it bounds the curvature.
fn largest_square(rows: &[Row<'_>], features: usize) -> f64 {
    let mut direction = vec![1.0; features + 1];
    let mut largest = 1.0;
    for _ in 0..30 {
        let mut next = vec![0.0; features + 1];
        for row in rows {
            let at = |feature: usize| direction.get(feature).copied().unwrap_or(0.0);
            let along = at(features) + row.values.iter().map(|(feature, value)| value * at(*feature)).sum::<f64>();
            let pairs = row.values.iter().copied().chain([(features, 1.0)]);
            pairs.for_each(|(feature, value)| {
                if let Some(sum) = next.get_mut(feature) {
                    *sum += along * value;
                }
            });
        }
        largest = next.iter().map(|x| x * x).sum::<f64>().sqrt();
        direction = next.iter().map(|x| x / largest.max(f64::MIN_POSITIVE)).collect();
    }
    largest
}

fn slope(hints: &Table, corrections: &[f64], rows: &[Row<'_>], pull: f64) -> Vec<f64> {
    let size = hints.weights.len();
    let table = Table {
        classes: hints.classes,
        weights: hints.weights.iter().zip(corrections).map(|(hint, by)| hint + by).collect(),
        always: hints.always.iter().zip(corrections.iter().skip(size)).map(|(hint, by)| hint + by).collect(),
    };
    let mut slope: Vec<f64> = corrections.iter().map(|by| pull * by).collect();
    for row in rows {
        let chances = table.chances(row.values);
        for (class, (chance, wanted)) in chances.iter().zip(&row.wanted).enumerate() {
            let off = chance - wanted;
            if let Some(slope) = slope.get_mut(size + class) {
                *slope += off;
            }
            for (feature, value) in row.values {
                if let Some(slope) = slope.get_mut(feature * hints.classes + class) {
                    *slope += off * value;
                }
            }
        }
    }
    slope
}

#[cfg(test)]
mod tests {
    use super::super::{Context, CueBook, Guesser, Voice, labels};

    /// Labels that say the opposite of what the cue books hint.
    fn contrary() -> Vec<super::Labelled> {
        let line = |n: u32| {
            format!(
                r#"{{"script": "s", "block": {n}, "language": "en", "text": "Hello, how can I help?", "readers": [{{"spoken": "no", "kind": "none", "feel": 0}}]}}"#
            )
        };
        labels(&(0..200).map(line).collect::<Vec<_>>().join("\n")).expect("well formed")
    }

    #[test]
    fn labels_can_overrule_hints_and_a_strong_pull_keeps_them() {
        let voice = |pull: f64| {
            let guesser = Guesser::fitted(CueBook::shipped(), &contrary(), pull);
            guesser.guess("Hello, how can I help?", &Context::default()).voice.value
        };
        assert_eq!(voice(1.0), Voice::NotSpoken);
        assert_eq!(voice(1e6), Voice::Spoken);
    }
}
