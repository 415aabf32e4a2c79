//! How long a segment takes: as the author says, or estimated from its words.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{Answer, Pick, Script, Segment, Words};
use crate::bytes::{LETTERS, joins};

/// How fast an agent speaks and how long customers take to answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timing {
    /// Words a minute in languages written with spaces. 120 to 150 is comfortable (trade sources agree).
    pub words: f64,
    /// Characters a minute in Chinese.
    pub characters: f64,
    /// Seconds of listening after a question with answers to pick from.
    pub closed: f64,
    /// Seconds of listening after an open question.
    pub open: f64,
}

impl Default for Timing {
    fn default() -> Self {
        Self { words: 140.0, characters: 220.0, closed: 6.0, open: 15.0 }
    }
}

impl Timing {
    /// The timing of a script: the defaults, with what the script itself sets.
    #[must_use]
    pub fn of(script: &Script) -> Self {
        let mut timing = Self::default();
        if let Some(pace) = script.pace {
            if script.language.is_chinese() { timing.characters = pace } else { timing.words = pace }
        }
        let set = |key: &str, value: &mut f64| {
            if let Some((number, _)) = script.principles.numbers.get(key) {
                *value = *number;
            }
        };
        set("listening_closed", &mut timing.closed);
        set("listening_open", &mut timing.open);
        timing
    }

    fn speech(&self, script: &Script, words: &Words) -> f64 {
        let Some(text) = words.text(&script.language) else { return 0.0 };
        let (words, characters) = count_spoken(&script.with_examples(&text.value));
        60.0 * (words as f64 / self.words + characters as f64 / self.characters)
    }

    fn speech_of<'w>(&self, script: &Script, words: impl IntoIterator<Item = &'w Words>) -> f64 {
        words.into_iter().map(|words| self.speech(script, words)).sum()
    }
}

/// Words written with spaces, and Chinese characters, in a text.
#[must_use]
pub fn count_spoken(text: &str) -> (usize, usize) {
    if text.is_ascii() {
        return (count_ascii(text.as_bytes()), 0);
    }
    let (mut words, mut characters) = (0, 0);
    // No word goes on behind a space, so that most of them can be counted the short way.
    for part in text.split(' ') {
        if part.is_ascii() {
            words += count_ascii(part.as_bytes());
            continue;
        }
        for word in part.unicode_words() {
            let han = word.chars().filter(|c| is_han(*c)).count();
            characters += han;
            words += usize::from(han == 0);
        }
    }
    (words, characters)
}

/// Words in a text of ASCII, as Unicode parts them: in `it's 1,000.5 e.g. x_1` no sign ends one.
fn count_ascii(text: &[u8]) -> usize {
    let (mut words, mut within, mut before) = (0, false, b' ');
    for (at, &byte) in text.iter().enumerate() {
        if LETTERS.has(byte) {
            words += usize::from(!within);
            within = true;
        } else if within && byte != b'_' {
            within = text.get(at + 1).is_some_and(|&behind| joins(before, byte, behind));
        }
        before = byte;
    }
    words
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af)
}

/// How long a segment takes in seconds: what the author says, or else its words at the script's pace
/// and the time to listen. Of `say_any` the longest version counts; answers and `if_asked` do not.
#[must_use]
pub fn seconds(script: &Script, segment: &Segment) -> f64 {
    segment.takes.unwrap_or_else(|| estimate(script, segment))
}

fn estimate(script: &Script, segment: &Segment) -> f64 {
    let timing = Timing::of(script);
    let any = segment.say_any.iter().map(|words| timing.speech(script, words)).fold(0.0, f64::max);
    let must = segment.must_say.iter().map(|must| &must.words);
    let own =
        timing.speech_of(script, segment.say.iter().chain(must).chain(&segment.compared_with).chain(&segment.ask));
    let fixed = timing.speech_of(script, segment.ask_in_order.iter().filter_map(|question| question.ask.as_ref()));
    let choice = segment.choice.iter();
    let tells = choice.clone().flat_map(|choice| choice.options.iter().filter_map(|pick| pick.tell.as_ref()));
    let handed = timing.speech_of(script, tells.chain(choice.filter_map(|choice| choice.ask.as_ref())));
    let back = timing.speech_of(script, &segment.teach_back);
    any + own + fixed + handed + back + listening(&timing, segment)
}

fn listening(timing: &Timing, segment: &Segment) -> f64 {
    let question = |closed: bool| if closed { timing.closed } else { timing.open };
    let asked = segment.ask.iter().map(|_| question(!segment.answers.is_empty() || !segment.form.is_empty()));
    let forms = segment.form.iter().skip(1).map(|_| question(true));
    let fixed = segment.ask_in_order.iter().map(|asked| question(!asked.answers.is_empty()));
    let choice = segment.choice.iter().map(|_| question(true));
    let back = segment.teach_back.iter().map(|_| question(false));
    asked.chain(forms).chain(fixed).chain(choice).chain(back).sum()
}

/// How long some words take to say, in seconds.
pub fn spoken_seconds<'w>(script: &Script, words: impl IntoIterator<Item = &'w Words>) -> f64 {
    Timing::of(script).speech_of(script, words)
}

/// How long a segment takes on the slowest path: with its longest answer or pick.
#[must_use]
pub fn slow_seconds(script: &Script, segment: &Segment) -> f64 {
    let longest = |answers: &[Answer]| answers.iter().map(|answer| answer_seconds(script, answer)).fold(0.0, f64::max);
    let fixed: f64 = segment.ask_in_order.iter().map(|question| longest(&question.answers)).sum();
    let picks = segment.choice.iter().flat_map(|choice| &choice.options);
    let pick = picks.map(|pick| pick_seconds(script, pick)).fold(0.0, f64::max);
    seconds(script, segment) + longest(&segment.answers) + fixed + pick
}

/// How long an answer takes with what is said in return, in seconds.
#[must_use]
pub fn answer_seconds(script: &Script, answer: &Answer) -> f64 {
    let timing = Timing::of(script);
    let must = answer.must_say.iter().map(|must| &must.words);
    answer.takes.unwrap_or_else(|| {
        let listening = if answer.ask.is_some() { timing.open } else { 0.0 };
        timing.speech_of(script, answer.say.iter().chain(must).chain(&answer.ask)) + listening
    })
}

/// How long a pick takes with what is said in return, in seconds.
#[must_use]
pub fn pick_seconds(script: &Script, pick: &Pick) -> f64 {
    let timing = Timing::of(script);
    pick.takes.unwrap_or_else(|| timing.speech_of(script, &pick.say))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_counted_as_unicode_parts_them(text in "([a-z0-9_.,;:' \n\\-]|[A\"’é是\u{301}\u{200d}\u{ad}☎１]){0,24}") {
            let is_han = |word: &&str| word.chars().any(is_han);
            let (han, words): (Vec<&str>, Vec<&str>) = text.unicode_words().partition(is_han);
            let characters = han.iter().map(|word| word.chars().filter(|c| super::is_han(*c)).count()).sum();
            prop_assert_eq!(count_spoken(&text), (words.len(), characters));
        }
    }
}
