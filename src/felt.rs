//! What people felt, segment by segment: read from the record of a walk or from a table, one form for all.

use std::collections::BTreeMap;
use std::io::Read;

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::script::Feeling;
use crate::table;

/// What people felt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measured {
    /// The people, in the order of the files.
    pub people: Vec<Person>,
    /// Lines whose feeling cannot be read.
    pub unread: Vec<u64>,
}

/// What one person felt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Who it is: what a table says, or the name of the file; empty where a table does not tell people apart.
    pub who: String,
    /// Short name of a segment, and what was felt there, in the order in which it was said.
    pub felt: Vec<(String, Feeling)>,
}

impl Measured {
    /// Every feeling by the segment's short name, each person's last word where they are told apart.
    #[must_use]
    pub fn by_segment(&self) -> BTreeMap<String, Vec<i8>> {
        let mut segments: BTreeMap<String, Vec<i8>> = BTreeMap::new();
        for person in &self.people {
            for (segment, feeling) in person.last_words() {
                segments.entry(segment.to_string()).or_default().push(feeling.valence());
            }
        }
        segments
    }

    /// These people and those of another file.
    pub fn join(&mut self, other: Self) {
        self.people.extend(other.people);
        self.unread.extend(other.unread);
    }
}

impl Person {
    /// What was felt, once for each segment where one person is meant, the last word counting.
    #[must_use]
    pub fn last_words(&self) -> Vec<(&str, Feeling)> {
        let all = || self.felt.iter().map(|(segment, feeling)| (segment.as_str(), *feeling));
        if self.who.is_empty() {
            return all().collect();
        }
        let mut last: Vec<(&str, Feeling)> = Vec::new();
        for (segment, feeling) in all() {
            match last.iter_mut().find(|(known, _)| *known == segment) {
                Some(known) => known.1 = feeling,
                None => last.push((segment, feeling)),
            }
        }
        last
    }
}

/// Reads a table: the columns `segment` (of a journey, `touchpoint`) and `felt` (or `feeling`; words such as `very painful`, or -3 to 3), and,
/// where people are told apart, `who`.
///
/// # Errors
/// A plain sentence where the table cannot be used.
pub fn read_table<R: Read>(input: R) -> Result<Measured> {
    let mut reader = table::reader(input);
    let broken = |error: csv::Error| Error::Other(format!("the feelings cannot be read: {error}"));
    let heads: Vec<String> = reader.headers().map_err(broken)?.iter().map(table::head).collect();
    let find = |name: &str| heads.iter().position(|head| head.eq_ignore_ascii_case(name));
    let at = |name: &str, other: &str| {
        let found = find(name).or_else(|| find(other));
        found.ok_or_else(|| Error::Other(format!("the feelings have no column `{name}`, only: {}", heads.join(", "))))
    };
    let (segment, feeling, who) = (at("segment", "touchpoint")?, at("felt", "feeling")?, find("who"));
    let mut measured = Measured::default();
    for row in reader.records() {
        let row = row.map_err(broken)?;
        let cell = |at: usize| row.get(at).unwrap_or_default().trim().to_string();
        let (name, words) = (cell(segment), cell(feeling));
        if words.is_empty() || name.is_empty() {
            continue;
        }
        match Feeling::named(&words) {
            Some(feeling) => measured.add(who.map(cell).unwrap_or_default(), name, feeling),
            None => measured.unread.push(row.position().map_or(0, csv::Position::line)),
        }
    }
    Ok(measured)
}

impl Measured {
    fn add(&mut self, who: String, segment: String, feeling: Feeling) {
        match self.people.iter_mut().find(|person| person.who == who) {
            Some(person) => person.felt.push((segment, feeling)),
            None => self.people.push(Person { who, felt: vec![(segment, feeling)] }),
        }
    }
}

/// The form's name, as the first key of a record says it.
pub const FORM: &str = "callcraft-walk/1";

/// The record of a walk (docs/json.md).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Short name of the script.
    pub script: String,
    /// SHA-256 of the script's file, in hexadecimal; empty where it is not known.
    pub sha256: String,
    /// In which seat: `customer` or `agent`.
    pub seat: String,
    /// What was heard, in the order in which it was heard.
    pub steps: Vec<RecordStep>,
    /// How the call ended; absent where it was broken off, empty for its end without an outcome.
    pub outcome: Option<String>,
}

/// One segment of a walk.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RecordStep {
    /// The segment's short name; of what may happen at any moment, its `when`.
    pub segment: String,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// How it felt.
    pub felt: Option<Feeling>,
    /// What was answered.
    pub answer: Option<String>,
}

impl Record {
    /// Reads a record. Keys that a later version may have are passed over.
    ///
    /// # Errors
    /// A plain sentence where the text is no record of a walk.
    pub fn read(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text).map_err(|error| {
            Error::Other(format!("this is no JSON (line {}, column {})", error.line(), error.column()))
        })?;
        match value.get("format").and_then(Value::as_str) {
            Some(FORM) => {}
            Some(other) => return Err(Error::Other(format!("its form is `{other}`; `{FORM}` is read here"))),
            None => {
                return Err(Error::Other(format!(
                    "it is no record of a walk, which begins with \"format\": \"{FORM}\""
                )));
            }
        }
        let words = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_string();
        let steps = value.get("steps").and_then(Value::as_array);
        let steps = steps.ok_or_else(|| Error::Other("the record has no list of `steps`".to_string()))?;
        Ok(Self {
            script: words("script"),
            sha256: words("sha256"),
            seat: words("seat"),
            steps: steps.iter().enumerate().map(|(at, step)| read_step(at, step)).collect::<Result<_>>()?,
            outcome: value.get("outcome").and_then(Value::as_str).map(str::to_string),
        })
    }

    /// The record as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let step = |step: &RecordStep| {
            let mut value = json!({ "segment": step.segment, "seconds": (step.seconds * 10.0).round() / 10.0 });
            if let Some(felt) = step.felt {
                value["felt"] = json!(felt.valence());
            }
            if let Some(answer) = &step.answer {
                value["answer"] = json!(answer);
            }
            value
        };
        let value = json!({
            "format": FORM, "script": self.script, "sha256": self.sha256, "seat": self.seat,
            "steps": self.steps.iter().map(step).collect::<Vec<_>>(), "outcome": self.outcome,
        });
        serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
    }

    /// What was felt on this walk.
    #[must_use]
    pub fn person(&self, who: &str) -> Person {
        let felt = self.steps.iter().filter_map(|step| Some((step.segment.clone(), step.felt?)));
        Person { who: who.to_string(), felt: felt.collect() }
    }
}

fn read_step(at: usize, step: &Value) -> Result<RecordStep> {
    let words = |key: &str| step.get(key).and_then(Value::as_str).map(str::to_string);
    let segment = words("segment").ok_or_else(|| Error::Other(format!("step {} names no `segment`", at + 1)))?;
    let felt = match step.get("felt") {
        None | Some(Value::Null) => None,
        Some(value) => Some(read_feeling(value).ok_or_else(|| {
            Error::Other(format!("step {} (`{segment}`): `felt` is a number from -3 to 3, not {value}", at + 1))
        })?),
    };
    let seconds = step.get("seconds").and_then(Value::as_f64).filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
    Ok(RecordStep { segment, seconds: seconds.unwrap_or(0.0), felt, answer: words("answer") })
}

fn read_feeling(value: &Value) -> Option<Feeling> {
    match value {
        Value::String(words) => Feeling::named(words),
        number => number.as_i64().and_then(|number| Feeling::new(i8::try_from(number).ok()?)),
    }
}

/// Reads what was felt from the record of a walk or from a table, whichever the text is; `name` is who walked,
/// where the text itself does not say.
///
/// # Errors
/// A plain sentence where it is neither.
pub fn read(name: &str, bytes: &[u8]) -> Result<Measured> {
    match record(bytes)? {
        Some(record) => Ok(Measured { people: vec![record.person(name)], unread: Vec::new() }),
        None => read_table(bytes),
    }
}

/// The record of a walk, where the text is one and no table.
pub(crate) fn record(bytes: &[u8]) -> Result<Option<Record>> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') { Record::read(text).map(Some) } else { Ok(None) }
}

/// The middle of some feelings: the median, a half where it falls between two.
#[must_use]
pub fn median(values: &[i8]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let (low, high) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some(f64::from(i16::from(*low) + i16::from(*high)) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_as_it_was_written() {
        let step = |segment: &str, felt: Option<i8>| RecordStep {
            segment: segment.into(),
            seconds: 1.5,
            felt: felt.and_then(Feeling::new),
            answer: felt.map(|_| "Yes".to_string()),
        };
        let record = Record {
            script: "x".into(),
            sha256: "ab".into(),
            seat: "customer".into(),
            steps: vec![step("hello", Some(-3)), step("再见", None)],
            outcome: Some("done".into()),
        };
        assert_eq!(Record::read(&record.to_json()), Ok(record.clone()));
        assert_eq!(read("Ana", record.to_json().as_bytes()).map(|all| all.by_segment().len()), Ok(1));
    }

    #[test]
    fn what_is_no_record_is_said_in_words() {
        let said = |text: &str| Record::read(text).map_err(|error| error.to_string()).expect_err("no record");
        assert!(said("{").starts_with("this is no JSON"));
        assert!(said("{\"format\": \"callcraft-walk/9\"}").contains("callcraft-walk/9"));
        assert!(said("[1]").contains("no record"));
        let steps = |steps: &str| said(&format!("{{\"format\": \"{FORM}\", \"steps\": {steps}}}"));
        assert_eq!(
            steps("[{\"segment\": \"a\", \"felt\": 4}]"),
            "step 1 (`a`): `felt` is a number from -3 to 3, not 4"
        );
        assert_eq!(steps("[3]"), "step 1 names no `segment`");
    }

    #[test]
    fn tables_tell_people_apart_where_they_can() {
        let all = read("x", b"segment;felt;who\nhello;1;Ana\nhello;2;Ana\nhello;very painful;Bo\nbye;odd;Bo\n");
        let all = all.expect("a table");
        assert_eq!(all.by_segment()["hello"], [2, -3]);
        assert_eq!(all.unread, [5]);
        let one = read("x", b"\xef\xbb\xbfsegment,feeling\nhello,1\nhello,2\n").expect("a table");
        assert_eq!(one.by_segment()["hello"], [1, 2]);
        assert!(read("x", b"a,b\n").is_err());
        assert_eq!((median(&[]), median(&[1, -3]), median(&[2, 2, -3])), (None, Some(-1.0), Some(2.0)));
    }
}
