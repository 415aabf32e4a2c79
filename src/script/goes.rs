//! Where the call goes after a segment, an answer or a choice.

use crate::text::Text;

/// Where the call goes next.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    /// To another segment.
    GoTo(Text),
    /// The question again.
    AskAgain {
        /// How often at most; 3 by default.
        at_most: u32,
        /// Where to go after that; the next segment where nothing is written.
        otherwise: Option<Box<Then>>,
        /// Where it is written.
        place: Text,
    },
    /// To another script.
    Use {
        /// The file.
        file: Text,
        /// Whether the call comes back here afterwards.
        and_come_back: bool,
    },
    /// Back to the question that was interrupted.
    ComeBack(Text),
    /// The call ends with this outcome.
    EndAs(Text),
}

/// How often a question is asked again where the author says nothing.
pub const ASK_AGAIN: u32 = 3;

impl Then {
    /// Reads where to go from words such as `go to slot`, `ask again at most 2 times`, `end as booked`.
    ///
    /// # Errors
    /// A plain sentence where the words name no way to go.
    pub fn read(text: &Text) -> Result<Option<Self>, String> {
        let words = text.value.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = words.to_lowercase();
        if lower.is_empty() || lower == "next" || lower == "nothing" {
            return Ok(None);
        }
        if lower.starts_with("ask again") {
            return ask_again(text, &words[9..]).map(Some);
        }
        if lower == "come back" {
            return Ok(Some(Self::ComeBack(text.clone())));
        }
        if let Some(target) = after(&lower, &words, "go to ") {
            return Ok(Some(Self::GoTo(part(text, target))));
        }
        if let Some(outcome) = after(&lower, &words, "end as ") {
            return Ok(Some(Self::EndAs(part(text, outcome))));
        }
        if let Some(file) = after(&lower, &words, "use ") {
            let and_come_back = file.to_lowercase().ends_with(" and come back");
            let file = if and_come_back { file[..file.len() - " and come back".len()].trim() } else { file };
            return Ok(Some(Self::Use { file: part(text, file), and_come_back }));
        }
        Err(format!(
            "`{words}` does not say where to go: write `go to ID`, `ask again`, `use FILE`, `use FILE and come back`, \
             `come back` or `end as OUTCOME`"
        ))
    }
}

fn after<'w>(lower: &str, words: &'w str, start: &str) -> Option<&'w str> {
    lower.starts_with(start).then(|| words.get(start.len()..).map(str::trim)).flatten().filter(|rest| !rest.is_empty())
}

/// A part of the words with its own place, where it can be found again.
fn part(text: &Text, words: &str) -> Text {
    match text.value.find(words) {
        Some(at) => Text::new(words, text.place_of(at..at + words.len())),
        None => Text::new(words, text.place),
    }
}

/// `at most 2 times, otherwise end as other`, or nothing.
fn ask_again(text: &Text, rest: &str) -> Result<Then, String> {
    let (limit, otherwise) = match rest.split_once("otherwise") {
        Some((limit, otherwise)) => (limit, Some(otherwise.trim_matches([' ', ':', ',']))),
        None => (rest, None),
    };
    let digits: String = limit.chars().filter(char::is_ascii_digit).collect();
    let words_left = limit.replace(['_', ',', ':'], " ").to_lowercase();
    let known = ["at", "most", "times", "time", "once", "twice"];
    let stranger =
        words_left.split_whitespace().find(|word| !known.contains(word) && !word.chars().all(|c| c.is_ascii_digit()));
    if let Some(stranger) = stranger {
        return Err(format!(
            "`{stranger}` is not understood behind `ask again`: write `ask again at most 2 times, otherwise end as OUTCOME`"
        ));
    }
    let counted = if words_left.contains("twice") {
        2
    } else if words_left.contains("once") {
        1
    } else {
        ASK_AGAIN
    };
    let at_most = if digits.is_empty() { counted } else { digits.parse().unwrap_or(ASK_AGAIN) };
    let otherwise = match otherwise {
        Some(words) => Then::read(&part(text, words))?.map(Box::new),
        None => None,
    };
    Ok(Then::AskAgain { at_most, otherwise, place: text.clone() })
}
