//! Single values as authors write them: yes and no, feelings, kinds, lengths of time, percentages.

use crate::diagnostic::Diagnostic;
use crate::fix::{Fix, Safety};
use crate::script::{Condition, Feeling, Kind, When, duration};
use crate::text::{Text, listed, nearest};

/// Takes values apart and collects what is wrong with them.
pub(super) struct Values<'f> {
    pub found: &'f mut Vec<Diagnostic>,
}

impl Values<'_> {
    pub(super) fn error(&mut self, rule: &str, text: &Text, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::error(rule, text.place, message).help(help));
    }

    /// The text, unless nothing is written there.
    pub(super) fn filled(text: Option<Text>) -> Option<Text> {
        text.filter(|text| !text.is_blank())
    }

    pub(super) fn list(items: Option<Vec<Text>>) -> Vec<Text> {
        items.unwrap_or_default().into_iter().filter(|item| !item.is_blank()).collect()
    }

    pub(super) fn yes_no(&mut self, key: &str, text: Option<Text>) -> Option<bool> {
        let text = Self::filled(text)?;
        match text.value.trim().to_lowercase().as_str() {
            "yes" | "true" | "on" | "y" | "是" => Some(true),
            "no" | "false" | "off" | "n" | "否" => Some(false),
            _ => {
                self.error("format/yes-or-no", &text, format!("`{key}` is `{text}`"), "write yes or no");
                None
            }
        }
    }

    pub(super) fn feeling(&mut self, text: &Text) -> Option<Feeling> {
        let feeling = Feeling::named(&text.value);
        if feeling.is_none() {
            let names = Feeling::ALL.iter().map(|(_, name)| *name);
            self.not_among(("format/feeling", "feels"), text, "a feeling", names, Feeling::meant(&text.value));
        }
        feeling
    }

    pub(super) fn kind(&mut self, text: &Text) -> Option<Kind> {
        let word = text.value.trim().to_lowercase().replace([' ', '-'], "_");
        let kind = Kind::named(&word);
        if kind.is_none() {
            self.word(("format/kind", "kind"), text, "a kind", Kind::ALL.iter().map(|(_, name)| *name));
        }
        kind
    }

    /// One of a few words, as its number in the list.
    pub(super) fn one_of(&mut self, key: &str, text: &Text, words: &[&'static str]) -> Option<usize> {
        let word = text.value.trim().to_lowercase().replace(['-', ' '], "_");
        let found = words.iter().position(|known| *known == word);
        if found.is_none() {
            self.word(("format/word", key), text, "one of its words", words.iter().copied());
        }
        found
    }

    fn word<'w>(
        &mut self,
        (rule, key): (&str, &str),
        text: &Text,
        what: &str,
        words: impl Iterator<Item = &'w str> + Clone,
    ) {
        let near = nearest(&text.value.trim().to_lowercase(), words.clone());
        self.not_among((rule, key), text, what, words, near);
    }

    /// Says that these words are none of those that can stand here, and which were probably meant.
    fn not_among<'w>(
        &mut self,
        (rule, key): (&str, &str),
        text: &Text,
        what: &str,
        words: impl Iterator<Item = &'w str>,
        near: Option<&str>,
    ) {
        let found = Diagnostic::error(rule, text.place, format!("`{key}` is `{text}`, which is not {what}"));
        self.found.push(match near {
            Some(near) => found
                .help(format!("did you mean `{near}`? It is one of {}", listed(words)))
                .fix(Fix::replace(format!("write `{near}`"), text.place, near, Safety::Unsafe)),
            None => found.help(format!("write one of {}", listed(words))),
        });
    }

    pub(super) fn seconds(&mut self, key: &str, text: Option<Text>) -> Option<f64> {
        let text = Self::filled(text)?;
        match duration::seconds(&text.value) {
            Ok(seconds) => Some(seconds),
            Err(sentence) => {
                self.error("format/time", &text, sentence, format!("for example `{key}: 40 s`"));
                None
            }
        }
    }

    pub(super) fn number(&mut self, key: &str, text: Option<Text>, least: f64, most: f64) -> Option<f64> {
        let text = Self::filled(text)?;
        let digits = text.value.split_whitespace().next().unwrap_or("").replace(',', "");
        let number = digits.parse::<f64>().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let help = format!("write a number from {least} to {most}");
            self.error("format/number", &text, format!("`{key}` is `{text}`"), help);
        }
        number
    }

    /// A share from 0 to 1, written `80%`.
    pub(super) fn share(&mut self, text: Option<Text>) -> Option<f64> {
        let text = Self::filled(text)?;
        let words = text.value.trim();
        let digits = words.trim_end_matches(['%', '％']).trim_end_matches("percent").trim();
        let share = digits.parse::<f64>().ok().map(|number| number / 100.0).filter(|share| (0.0..=1.0).contains(share));
        if share.is_none() || !words.ends_with(['%', '％']) && !words.ends_with("percent") {
            self.error(
                "format/share",
                &text,
                format!("`often` is `{text}`"),
                "write a percentage from 0% to 100%, such as 80%",
            );
        }
        share
    }

    pub(super) fn when(&mut self, text: Option<Text>) -> Option<When> {
        let text = Self::filled(text)?;
        match Condition::read(&text.value) {
            Ok(condition) => Some(When { text, condition }),
            Err(sentence) => {
                self.error(
                    "format/condition",
                    &text,
                    sentence,
                    "words on the left are a blank or the id of a question",
                );
                None
            }
        }
    }
}
