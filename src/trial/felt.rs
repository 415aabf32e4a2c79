//! The loop closed: what customers really felt, segment by segment, beside what the script says they feel.

use crate::error::{Error, Result};
use crate::experience::NO_EVIDENCE;
use crate::felt;
use crate::script::{By, Feeling, Said, Script};
use crate::sequence::problem::score;
use crate::sequence::sequence;
use crate::sequence::solve::Limits;
use crate::text::nearest;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;

/// So many answers a segment, and fewer say nothing.
pub(crate) const ENOUGH: usize = 5;

/// What was felt: for each segment, the valences that were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Felt {
    /// By the segment's short name.
    pub segments: BTreeMap<String, Vec<i8>>,
    /// Rows whose feeling cannot be read, by line.
    pub unread: Vec<u64>,
}

/// Reads what was felt: the record of a walk, or CSV with the columns `segment` and `felt` or `feeling` (words such
/// as `very painful`, or -3 to 3).
///
/// # Errors
///
/// A plain sentence where it cannot be used.
pub fn feelings<R: Read>(mut input: R) -> Result<Felt> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|error| Error::Other(format!("the feelings cannot be read: {error}")))?;
    let measured = felt::read("", &bytes)?;
    Ok(Felt { segments: measured.by_segment(), unread: measured.unread })
}

/// What was felt beside what was designed.
#[derive(Debug, Clone)]
pub struct FeltComparison {
    /// The script with the feelings as they were measured, where enough people said so.
    pub script: Script,
    /// Segment by segment, in the written order.
    pub segments: Vec<FeltSegment>,
    /// Names in the data that the script does not have, with the nearest one.
    pub unknown: Vec<(String, Option<String>)>,
    /// Lines whose feeling cannot be read.
    pub unread: Vec<u64>,
}

/// One segment: designed and felt.
#[derive(Debug, Clone, PartialEq)]
pub struct FeltSegment {
    /// Its short name.
    pub id: String,
    /// The feeling in the script; `None` where nobody wrote one.
    pub designed: Option<Feeling>,
    /// How many people said what they felt.
    pub people: usize,
    /// The middle of what they said.
    pub middle: Option<Feeling>,
    /// The mean with its 95 % interval, where enough said so and they differ or agree beyond doubt.
    pub mean: Option<(f64, f64, f64)>,
    /// What that says of the design.
    pub state: FeltState,
}

/// How a designed feeling stands to the felt one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeltState {
    /// Nobody said anything.
    Unheard,
    /// Too few to say.
    TooFew,
    /// The design lies within what was felt.
    Fits,
    /// It felt better than designed.
    Better,
    /// It felt worse than designed.
    Worse,
    /// The script says nothing of this segment; now it can.
    Undesigned,
}

/// Compares what was felt with what the script says, and takes it over where enough people said so.
#[must_use]
pub fn compare_feelings(script: &Script, felt: &Felt) -> FeltComparison {
    let mut changed = script.clone();
    let mut segments = Vec::new();
    for segment in &mut changed.segments {
        let values = felt.segments.get(&segment.id).map_or(&[][..], Vec::as_slice);
        let designed = segment.feels.as_ref().map(|feels| feels.value);
        let one = felt_segment(&segment.id, designed, values);
        if let (Some(middle), FeltState::Better | FeltState::Worse | FeltState::Undesigned) = (one.middle, one.state) {
            segment.feels = Some(Said { value: middle, by: By::Author, place: segment.place });
        }
        segments.push(one);
    }
    let ids: Vec<&str> = script.segments.iter().map(|segment| segment.id.as_str()).collect();
    let strange = |name: &&String| !ids.contains(&name.as_str());
    let near = |name: &String| (name.clone(), nearest(name, ids.iter().copied()).map(ToString::to_string));
    let unknown = felt.segments.keys().filter(strange).map(near).collect();
    FeltComparison { script: changed, segments, unknown, unread: felt.unread.clone() }
}

fn felt_segment(id: &str, designed: Option<Feeling>, values: &[i8]) -> FeltSegment {
    let mean = (values.len() >= ENOUGH).then(|| {
        let values: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
        mean_interval(&values)
    });
    let state = match (mean, designed) {
        _ if values.is_empty() => FeltState::Unheard,
        (None, _) => FeltState::TooFew,
        (Some(_), None) => FeltState::Undesigned,
        (Some((_, low, high)), Some(designed)) => {
            let designed = f64::from(designed.valence());
            match () {
                () if designed < low => FeltState::Better,
                () if designed > high => FeltState::Worse,
                () => FeltState::Fits,
            }
        }
    };
    FeltSegment { id: id.to_string(), designed, people: values.len(), middle: middle(values), mean, state }
}

/// The middle value; of two middle ones the nearer to neutral.
fn middle(values: &[i8]) -> Option<Feeling> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let (low, high) = (*sorted.get(sorted.len().checked_sub(1)? / 2)?, *sorted.get(sorted.len() / 2)?);
    let sum = i16::from(low) + i16::from(high);
    Feeling::new(i8::try_from(sum / 2).ok()?)
}

/// Mean with its 95 % interval. Where all say the same, half a step either way: nobody can say less than a step.
pub(crate) fn mean_interval(values: &[f64]) -> (f64, f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    let error = (squares / (count - 1.0) / count).sqrt();
    let half = super::stats::interval_half(error, count - 1.0, 0.95).max(0.5);
    (mean, mean - half, mean + half)
}

/// What the felt feelings do to the best order.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderChange {
    /// The best permitted order with the feelings of the script: ids.
    pub designed: Vec<String>,
    /// The best permitted order with the feelings as they were felt: ids.
    pub felt: Vec<String>,
    /// Remembered experience of the first order, as it was felt.
    pub designed_score: f64,
    /// Remembered experience of the second order, as it was felt.
    pub felt_score: f64,
}

/// Whether the best order would be another with the feelings as they were felt.
///
/// # Errors
///
/// [`Error::Conflict`] where the script's constraints contradict each other.
pub fn order_change(script: &Script, compared: &FeltComparison, limits: &Limits<'_>) -> Result<OrderChange> {
    let designed = sequence(script, limits)?;
    let felt = sequence(&compared.script, limits)?;
    let problem = felt.problem(&compared.script);
    let ids = |order: &[usize]| order.iter().filter_map(|&at| Some(script.segments.get(at)?.id.clone())).collect();
    Ok(OrderChange {
        designed: ids(&designed.order),
        felt: ids(&felt.order),
        designed_score: score(&problem, &designed.order).total,
        felt_score: score(&problem, &felt.order).total,
    })
}

impl OrderChange {
    /// What it means, in a few sentences.
    #[must_use]
    pub fn to_text(&self) -> String {
        if self.designed == self.felt {
            return "The best order stays the same with what was felt.\n".into();
        }
        let (old, new) = (self.designed_score, self.felt_score);
        let gain = format!("remembered experience {new:.2} instead of {old:.2}, both as it was felt");
        if new - old < NO_EVIDENCE {
            return format!(
                "With what was felt another order comes out, but the difference says nothing ({gain}): keep the order.\n"
            );
        }
        format!("With what was felt another order is better ({gain}):\n  {}\n", self.felt.join("\n  "))
    }
}

impl FeltComparison {
    /// Segments whose design was off.
    pub fn off(&self) -> impl Iterator<Item = &FeltSegment> {
        self.segments.iter().filter(|one| matches!(one.state, FeltState::Better | FeltState::Worse))
    }

    /// The comparison as plain text, with the lines to write back.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let width = self.segments.iter().map(|one| one.id.chars().count()).max().unwrap_or(0).min(40);
        let name = |feeling: Option<Feeling>| feeling.map_or("-", Feeling::name);
        for one in &self.segments {
            let state = match one.state {
                FeltState::Unheard => "nobody said what they felt",
                FeltState::TooFew => "too few to say",
                FeltState::Fits => "as designed",
                FeltState::Better => "better than designed",
                FeltState::Worse => "worse than designed",
                FeltState::Undesigned => "the script says nothing yet",
            };
            let mean =
                one.mean.map_or(String::new(), |(mean, low, high)| format!(", mean {mean:.1} ({low:.1} to {high:.1})"));
            let id: String = one.id.chars().take(40).collect();
            let _ = writeln!(
                out,
                "{id:width$}  designed {:<17} felt {:<17} {state} ({} people{mean})",
                name(one.designed),
                name(one.middle),
                one.people
            );
        }
        let changed: Vec<&FeltSegment> = self
            .segments
            .iter()
            .filter(|one| matches!(one.state, FeltState::Better | FeltState::Worse | FeltState::Undesigned))
            .collect();
        if !changed.is_empty() {
            out.push_str("\nTo write back:\n");
            for one in changed {
                let _ = writeln!(out, "  {}: feels: {}", one.id, name(one.middle));
            }
        }
        for (unknown, near) in &self.unknown {
            let near = near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            let _ = writeln!(out, "\nThe script has no segment `{unknown}`{near}");
        }
        if !self.unread.is_empty() {
            let lines: Vec<String> = self.unread.iter().take(5).map(u64::to_string).collect();
            let _ = writeln!(
                out,
                "\n{} rows hold no feeling that is known (first at line {})",
                self.unread.len(),
                lines.join(", ")
            );
        }
        // names in a file may carry signs that fool a terminal
        out.retain(|c| !c.is_control() || c == '\n');
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Segment;
    use crate::source::Place;

    fn script() -> Script {
        let segment = |id: &str, valence: Option<i8>| Segment {
            id: id.into(),
            feels: valence.and_then(Feeling::new).map(|value| Said { value, by: By::Author, place: Place::default() }),
            ..Segment::default()
        };
        let segments =
            vec![segment("hello", Some(1)), segment("news", Some(-1)), segment("help", None), segment("bye", Some(1))];
        Script { segments, ..Script::default() }
    }

    #[test]
    fn feelings_that_were_off_are_named_and_taken_over() {
        let mut rows = String::from("who,segment,feeling\n");
        for (person, news) in [-3, -3, -2, -3, -2, -3].iter().enumerate() {
            rows.push_str(&format!("{person},hello,slightly pleasant\n{person},news,{news}\n{person},help,pleasant\n"));
        }
        rows.push_str("7,bye,3\n7,helo,1\n7,news,awful\n");
        let felt = feelings(rows.as_bytes()).expect("a table");
        let compared = compare_feelings(&script(), &felt);
        let states: Vec<FeltState> = compared.segments.iter().map(|one| one.state).collect();
        assert_eq!(states, [FeltState::Fits, FeltState::Worse, FeltState::Undesigned, FeltState::TooFew]);
        let now: Vec<Option<i8>> = compared
            .script
            .segments
            .iter()
            .map(|segment| segment.feels.as_ref().map(|feels| feels.value.valence()))
            .collect();
        assert_eq!(now, [Some(1), Some(-3), Some(2), Some(1)]);
        assert_eq!(compared.unknown, [("helo".to_string(), Some("hello".to_string()))]);
        assert_eq!(compared.unread, [22]);
        let text = compared.to_text();
        assert!(text.contains("news: feels: very painful") && text.contains("did you mean `hello`?"), "{text}");
    }

    #[test]
    fn what_was_felt_can_turn_the_order() {
        let mut script = script();
        script.segments.remove(2);
        for segment in &mut script.segments {
            segment.takes = Some(60.0);
        }
        let rows: String = (0..8).map(|_| "bye,-3\nhello,3\nnews,-1\n").collect();
        let felt = feelings(format!("segment,feeling\n{rows}").as_bytes()).expect("a table");
        let change = order_change(&script, &compare_feelings(&script, &felt), &Limits::default()).expect("an order");
        assert_eq!(change.designed, ["news", "hello", "bye"]);
        assert_eq!(change.felt, ["bye", "news", "hello"]);
        assert!(change.felt_score > change.designed_score + NO_EVIDENCE && change.to_text().contains("is better"));
        let same = order_change(&script, &compare_feelings(&script, &Felt::default()), &Limits::default());
        assert!(same.is_ok_and(|same| same.to_text().contains("stays the same")));
    }

    #[test]
    fn a_table_without_its_columns_is_refused() {
        let said = feelings("part,feeling\n".as_bytes()).map_err(|error| error.to_string());
        assert_eq!(said, Err("the feelings have no column `segment`, only: part, feeling".into()));
    }
}
