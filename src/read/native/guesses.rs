//! Guesses that `import` wrote into a script stay guesses until their author deletes the remark
//! `# guess 72%` behind them.

use crate::script::{By, Said, Script, Segment};
use crate::source::Source;

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
