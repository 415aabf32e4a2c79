//! The scores of an agent's drills: for each script and item how often it was tried, the last score and the best.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The form's name, as the first key of the file says it.
const FORM: &str = "callcraft-scores/1";

/// How well one thing is known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Known {
    /// How often it was tried.
    pub tries: u32,
    /// The last score, from 0 to 1.
    pub last: f64,
    /// The best score.
    pub best: f64,
}

/// Everything an agent was asked, script by script.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    scripts: BTreeMap<String, (String, BTreeMap<String, Known>)>,
}

impl Scores {
    /// Reads the file of scores.
    ///
    /// # Errors
    /// A plain sentence where it is something else.
    pub fn read(text: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| format!("it does not hold the scores of drills: line {}", error.line()))?;
        if written.form != FORM {
            return Err(format!("it does not hold the scores of drills: its `form` is not `{FORM}`"));
        }
        let known = |(key, one): (String, WrittenKnown)| {
            let within = |score: f64| score.clamp(0.0, 1.0);
            (key, Known { tries: one.tries, last: within(one.last), best: within(one.best) })
        };
        let scripts = written.scripts.into_iter().map(|(sha256, script)| {
            (sha256, (script.script, script.segments.into_iter().map(known).collect::<BTreeMap<_, _>>()))
        });
        Ok(Self { scripts: scripts.collect() })
    }

    /// What is known of the script with this fingerprint.
    #[must_use]
    pub fn of(&self, sha256: &str) -> BTreeMap<String, Known> {
        self.scripts.get(sha256).map(|(_, known)| known.clone()).unwrap_or_default()
    }

    /// Notes a try at an item of a script; the script's name is for people.
    pub fn note(&mut self, sha256: &str, script: &str, key: &str, score: f64) {
        let entry = self.scripts.entry(sha256.to_string()).or_default();
        entry.0 = script.to_string();
        let known = entry.1.entry(key.to_string()).or_default();
        // Three digits say enough, and keep the file readable.
        let score = (score.clamp(0.0, 1.0) * 1000.0).floor() / 1000.0;
        *known = Known { tries: known.tries.saturating_add(1), last: score, best: known.best.max(score) };
    }

    /// The file, as it is written.
    #[must_use]
    pub fn to_json(&self) -> String {
        let known = |(key, one): (&String, &Known)| {
            (key.clone(), WrittenKnown { tries: one.tries, last: one.last, best: one.best })
        };
        let scripts = self.scripts.iter().map(|(sha256, (script, segments))| {
            let segments = segments.iter().map(known).collect();
            (sha256.clone(), WrittenScript { script: script.clone(), segments })
        });
        let written = Written { form: FORM.to_string(), scripts: scripts.collect() };
        serde_json::to_string_pretty(&written).map(|text| text + "\n").unwrap_or_default()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    form: String,
    scripts: BTreeMap<String, WrittenScript>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenScript {
    script: String,
    segments: BTreeMap<String, WrittenKnown>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKnown {
    tries: u32,
    last: f64,
    best: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_kept_and_read_again() {
        let mut scores = Scores::default();
        scores.note("ab", "fee", "hello", 0.5);
        scores.note("ab", "fee", "hello", 0.25);
        scores.note("cd", "other", "hello", 1.0);
        let again = Scores::read(&scores.to_json()).unwrap();
        assert_eq!(again, scores);
        assert_eq!(again.of("ab").get("hello"), Some(&Known { tries: 2, last: 0.25, best: 0.5 }));
        assert!(again.of("ef").is_empty());
    }

    #[test]
    fn another_file_is_refused_in_plain_words() {
        for text in ["", "[]", "{\"form\": \"x\", \"scripts\": {}}", "script: x"] {
            assert!(Scores::read(text).unwrap_err().starts_with("it does not hold the scores of drills"), "{text}");
        }
    }
}
