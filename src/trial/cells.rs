//! What one cell of the data says about a measure: a value, nothing, or something that cannot be.

use super::model::{Kind, Measure};

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Said {
    /// No answer.
    Nothing,
    /// A value in the measure's unit; 100 and 0 for yes and no.
    Value(f64),
    /// Something that cannot be an answer.
    Impossible,
}

/// Reads the cells of one measure.
pub(super) struct Cells {
    kind: Asked,
    range: Option<(f64, f64)>,
    decimal_comma: bool,
}

enum Asked {
    /// A yes or a no.
    YesNo,
    /// One of these numbers counts.
    Numbers(Vec<f64>),
    /// One of these words counts.
    Words(Vec<String>),
    /// A number, multiplied by this.
    Number(f64),
    /// A length of time, which is never below 0, multiplied by this.
    Time(f64),
    /// Nothing: it is counted from the rows.
    Rows,
}

impl Cells {
    pub(super) fn new(measure: &Measure, decimal_comma: bool) -> Self {
        let kind = match &measure.kind {
            Kind::CallsADay => Asked::Rows,
            Kind::Mean { factor } if measure.unit == "s" => Asked::Time(*factor),
            Kind::Mean { factor } => Asked::Number(*factor),
            Kind::Share { counts } if counts.is_empty() => Asked::YesNo,
            Kind::Share { counts } => {
                let numbers: Vec<f64> = counts.iter().filter_map(|answer| answer.parse().ok()).collect();
                let all = numbers.len() == counts.len();
                if all {
                    Asked::Numbers(numbers)
                } else {
                    Asked::Words(counts.iter().map(|word| word.to_lowercase()).collect())
                }
            }
        };
        Self { kind, range: measure.range, decimal_comma }
    }

    /// Whether its values come from a column.
    pub(super) fn has_column(&self) -> bool {
        !matches!(self.kind, Asked::Rows)
    }

    pub(super) fn read(&self, cell: &[u8]) -> Said {
        let Ok(text) = std::str::from_utf8(cell) else { return Said::Impossible };
        let text = text.trim();
        if is_nothing(text) {
            return Said::Nothing;
        }
        match &self.kind {
            Asked::Rows => Said::Nothing,
            Asked::YesNo => yes_no(text),
            Asked::Words(words) => share(words.iter().any(|word| *word == text.to_lowercase())),
            Asked::Numbers(counted) => match self.number(text) {
                Some(number) if number.fract() == 0.0 && self.fits(number) => share(counted.contains(&number)),
                _ => Said::Impossible,
            },
            Asked::Number(factor) => self.value(self.number(text).map(|number| number * factor)),
            Asked::Time(factor) => {
                let seconds = self.number(text).map(|number| number * factor).or_else(|| clock(text));
                self.value(seconds.filter(|seconds| *seconds >= 0.0))
            }
        }
    }

    fn value(&self, value: Option<f64>) -> Said {
        value.filter(|value| self.fits(*value)).map_or(Said::Impossible, Said::Value)
    }

    fn fits(&self, value: f64) -> bool {
        self.range.is_none_or(|(low, high)| (low..=high).contains(&value))
    }

    /// A comma is a decimal comma only where the cells are not separated by commas: `1,234` elsewhere may be a thousand.
    fn number(&self, text: &str) -> Option<f64> {
        let read = text.parse::<f64>().ok();
        let read = read.or_else(|| self.decimal_comma.then(|| text.replacen(',', ".", 1).parse().ok())?);
        read.filter(|value: &f64| value.is_finite())
    }
}

fn share(yes: bool) -> Said {
    Said::Value(if yes { 100.0 } else { 0.0 })
}

fn is_nothing(text: &str) -> bool {
    const WORDS: [&str; 8] = ["na", "n/a", "-", "null", "none", "nan", "no answer", "."];
    text.is_empty() || text.len() <= 9 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn yes_no(text: &str) -> Said {
    const YES: [&str; 8] = ["1", "yes", "y", "true", "ja", "oui", "si", "是"];
    const NO: [&str; 8] = ["0", "no", "n", "false", "nein", "non", "0.0", "否"];
    let among = |words: [&str; 8]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if among(YES) || text == "1.0" {
        share(true)
    } else if among(NO) {
        share(false)
    } else {
        Said::Impossible
    }
}

/// `9:05` (minutes and seconds) or `0:09:05`, in seconds.
fn clock(text: &str) -> Option<f64> {
    let parts: Vec<u32> = text.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let under = |parts: &[u32]| parts.iter().all(|part| *part < 60);
    match *parts.as_slice() {
        [minutes, seconds] if under(&[seconds]) => Some(f64::from(minutes) * 60.0 + f64::from(seconds)),
        [hours, minutes, seconds] if under(&[minutes, seconds]) => {
            Some(f64::from(hours) * 3_600.0 + f64::from(minutes) * 60.0 + f64::from(seconds))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::read::read;
    use crate::trial::read::tests::SMALL;

    #[test]
    fn a_cell_is_a_value_nothing_or_impossible() {
        let trial = read("t.yaml", SMALL).trial.expect("no errors");
        let survey = Cells::new(&trial.primary, false);
        for (cell, want) in [
            ("5", Said::Value(100.0)),
            (" 4.0 ", Said::Value(100.0)),
            ("3", Said::Value(0.0)),
            ("", Said::Nothing),
            ("N/A", Said::Nothing),
            ("6", Said::Impossible),
            ("4.5", Said::Impossible),
            ("good", Said::Impossible),
        ] {
            assert_eq!(survey.read(cell.as_bytes()), want, "{cell}");
        }
        let talk = Cells::new(&trial.guards[0], true);
        for (cell, want) in [
            ("541", Said::Value(541.0)),
            ("541,5", Said::Value(541.5)),
            ("9:05", Said::Value(545.0)),
            ("0:09:05", Said::Value(545.0)),
            ("9:75", Said::Impossible),
            ("-3", Said::Impossible),
            ("99999", Said::Impossible),
            ("1e999", Said::Impossible),
        ] {
            assert_eq!(talk.read(cell.as_bytes()), want, "{cell}");
        }
        let comma_file = Cells::new(&trial.guards[0], false);
        assert_eq!(comma_file.read(b"1,234"), Said::Impossible, "a thousand, or one and a bit?");
        assert_eq!(comma_file.read(b"\xff\xfe"), Said::Impossible);
    }

    #[test]
    fn yes_and_no_are_read_in_the_words_that_systems_export() {
        let text = SMALL.replace("- measure: motivated", "- measure: complained");
        let trial = read("t.yaml", &text).trial.expect("no errors");
        let cells = Cells::new(&trial.secondary[0], false);
        let said = ["Yes", "1", "TRUE", "no", "0", "maybe", "NULL"].map(|cell| cells.read(cell.as_bytes()));
        let (yes, no) = (Said::Value(100.0), Said::Value(0.0));
        assert_eq!(said, [yes, yes, yes, no, no, Said::Impossible, Said::Nothing]);
    }
}
