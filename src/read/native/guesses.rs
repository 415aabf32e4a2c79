//! Guesses in a script of our own: those that `import` wrote stay guesses until their author deletes the remark
//! `# guess 72%` behind them, and a greeting or goodbye that nobody marked is guessed from its words.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::read::infer::{About, Context, guess};
use crate::script::{By, Kind, Said, Script, Segment};
use crate::source::Source;

/// How sure a guess has to be before it keeps a segment at its end of the call.
const SURE: f64 = 0.6;

/// Where no segment is marked as the opening, the first one is if its words greet; the same for the last and goodbye.
/// Without it the first script of somebody who does not know `kind` would open with its bad news.
pub(super) fn ends(script: &mut Script) {
    let marked = |kind| script.segments.iter().any(|one| one.kind.as_ref().is_some_and(|said| said.value == kind));
    let (opens, closes) = (!marked(Kind::Opening), !marked(Kind::Closing));
    if script.segments.len() < 2 || script.segments.iter().any(is_imported) {
        return;
    }
    if let Some(first) = script.segments.first_mut().filter(|_| opens) {
        end(first, Kind::Opening, 0.0);
    }
    if let Some(last) = script.segments.last_mut().filter(|_| closes) {
        end(last, Kind::Closing, 1.0);
    }
}

/// Whether `import` has guessed at it already; what it left open stays open.
fn is_imported(segment: &Segment) -> bool {
    segment.kind.as_ref().is_some_and(Said::is_guess) || segment.feels.as_ref().is_some_and(Said::is_guess)
}

fn end(segment: &mut Segment, kind: Kind, position: f64) {
    let worked_out = segment.kind.as_ref().is_none_or(|said| said.by == By::Keys);
    if !worked_out || has_place(segment) {
        return;
    }
    let words: Vec<&str> = segment.spoken().flat_map(|words| words.texts()).map(|text| text.value.as_str()).collect();
    let text = words.join(" ");
    if let Some(by) = [outermost(&text, kind), &text].into_iter().find_map(|text| reads_like(kind, text, position)) {
        segment.kind = Some(Said { value: kind, by, place: segment.place });
    }
}

/// The first sentence of a greeting, the last one of a goodbye: what stands beside it may be a question.
fn outermost(text: &str, kind: Kind) -> &str {
    let mut sentences = text.split_sentence_bounds();
    if kind == Kind::Opening { sentences.next() } else { sentences.last() }.unwrap_or(text)
}

fn reads_like(kind: Kind, text: &str, position: f64) -> Option<By> {
    let guesses = guess(text, &Context { position: Some(position), ..Context::default() });
    let guess = Some(guesses.kind).filter(|guess| guess.value == kind && guess.confidence >= SURE)?;
    let because = guesses.because(About::Kind);
    let cues: Vec<String> = because.iter().filter_map(|because| Some(text.get(because.at.clone())?.into())).collect();
    Some(By::Guess { confidence: guess.confidence, cues })
}

fn has_place(segment: &Segment) -> bool {
    !segment.fixed_place.is_empty()
        || !segment.after.is_empty()
        || !segment.before.is_empty()
        || segment.next_to.is_some()
        || segment.starts_within.is_some()
}

/// Marks what stands in front of such a remark as a guess.
pub(super) fn mark(script: &mut Script, sources: &[Source]) {
    let anytime = script.anytime.iter_mut().map(|anytime| &mut anytime.segment);
    for segment in script.segments.iter_mut().chain(anytime) {
        marks(segment, sources);
    }
}

fn marks(segment: &mut Segment, sources: &[Source]) {
    one(&mut segment.kind, sources);
    one(&mut segment.feels, sources);
    one(&mut segment.private, sources);
    for answer in &mut segment.answers {
        one(&mut answer.feels, sources);
    }
}

fn one<T>(said: &mut Option<Said<T>>, sources: &[Source]) {
    let Some(said) = said.as_mut().filter(|said| said.by == By::Author) else { return };
    let source = sources.get(usize::from(said.place.file));
    let behind = source.and_then(|source| source.text().get(said.place.end as usize..));
    let line = behind.and_then(|rest| rest.lines().next()).unwrap_or_default();
    if let Some(guess) = remark(line) {
        said.by = guess;
    }
}

/// ` # guess 72%, from "sorry", "not covered"`.
fn remark(line: &str) -> Option<By> {
    let rest = line.trim_start().strip_prefix("# guess")?.trim_start();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let percent: f64 = rest.get(..digits)?.parse().ok()?;
    let rest = rest.get(digits..)?.strip_prefix('%')?;
    let cues = rest.split('"').skip(1).step_by(2).map(str::to_string).collect();
    (percent <= 100.0).then_some(By::Guess { confidence: percent / 100.0, cues })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{NoFiles, read};

    fn kinds(script: &str) -> Vec<Option<Kind>> {
        let script = read("a.yaml", script.as_bytes(), &NoFiles).script.unwrap();
        script.segments.iter().map(|one| one.kind.as_ref().map(|said| said.value)).collect()
    }

    #[test]
    fn a_greeting_and_a_goodbye_that_nobody_marked_keep_their_ends() {
        let hello = "Hello {{ first_name }}, this is Joe from Northlink. Is now a good time?";
        let unmarked = format!(
            "segments:\n  - say: {hello:?}\n  - say: Your fee is due.\n  - say: Thank you for your time. Goodbye, and have a \
             nice day.\nblanks:\n  first_name: Ana\n"
        );
        assert_eq!(kinds(&unmarked), [Some(Kind::Opening), None, Some(Kind::Closing)]);
        let placed = unmarked.replacen("\n  - say: Your", "\n    place: first\n  - say: Your", 1);
        assert_eq!(kinds(&placed), [None, None, Some(Kind::Closing)]);
        assert_eq!(kinds("segments:\n  - say: Your fee is due.\n  - say: We took ten pounds off.\n"), [None, None]);
    }

    #[test]
    fn a_remark_makes_a_guess() {
        let Some(By::Guess { confidence, cues }) = remark("  # guess 72%, from \"I'm sorry\", \"no\"") else {
            panic!("no guess")
        };
        assert_eq!((confidence, cues), (0.72, vec!["I'm sorry".to_string(), "no".to_string()]));
        assert_eq!(remark(" # guess what"), None);
        assert_eq!(remark(""), None);
    }
}
