//! What a list is for: answers to a question, details to ask for, words that are read out, or items of
//! their own.

use super::build::Draft;
use super::jump;
use super::line::Line;
use crate::read::infer::layout::count_words;

/// What a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListUse {
    /// What the customer may answer.
    Answers,
    /// Details that are asked for one after the other.
    Form,
    /// Read out together with the words above.
    Words,
    /// What a note in front of it announced: notes, unless an item is surely said.
    Notes,
    /// Each item for itself.
    Each,
}

/// The items from a line on, without a break.
pub(super) fn run(lines: &[Line], at: usize) -> &[Line] {
    let rest = lines.get(at..).unwrap_or_default();
    let depth = rest.first().map_or(0, |line| line.depth);
    let long = rest.iter().take_while(|line| line.item && line.depth >= depth && line.cell.is_none()).count();
    rest.get(..long.max(1)).unwrap_or(rest)
}

/// What a list is for, given the segment whose words stand right above it.
pub(super) fn list_use(intro: Option<&Draft>, items: &[Line]) -> ListUse {
    let Some(intro) = intro.and_then(|draft| draft.said.last()) else { return ListUse::Each };
    let above = intro.value.trim_end();
    let all = |test: &dyn Fn(&str) -> bool| items.iter().all(|item| test(&item.text.value));
    let asks = above.ends_with(['?', '？']);
    let option = |words: &str| is_option(words);
    if asks && (items.len() >= 2 || all(&|words| is_yes_no(words))) && all(&option) {
        return ListUse::Answers;
    }
    let any_yes_no = items.iter().any(|item| is_yes_no(&item.text.value));
    if asks && items.len() >= 2 && any_yes_no && all(&|words| !words.trim_end().ends_with(['?', '？'])) {
        return ListUse::Answers;
    }
    if all(&|words| jump::jump(words).is_some_and(|jump| !jump.before.is_empty())) {
        return ListUse::Answers;
    }
    if !above.ends_with([':', '：']) || items.len() < 2 {
        return ListUse::Each;
    }
    let short = items.iter().filter(|item| count_words(&item.text.value) <= 8).count();
    if requests(above) && short * 4 >= items.len() * 3 && all(&|words| count_words(words) <= 14 && !ends(words)) {
        return ListUse::Form;
    }
    let joins =
        |words: &str| !words.ends_with(['?', '？']) && !words.starts_with(['"', '“']) && !super::opens_branch(words);
    if all(&joins) { ListUse::Words } else { ListUse::Each }
}

fn ends(words: &str) -> bool {
    words.trim_end().ends_with(['.', '?', '!', '。', '？', '！', ';', '；'])
}

/// Whether an item reads like something a customer picks or answers.
fn is_option(words: &str) -> bool {
    let head = [" - ", " – ", " — ", ": ", " -> ", " → "].iter().filter_map(|sign| words.find(sign)).min();
    let head = head.and_then(|at| words.get(..at)).unwrap_or(words);
    count_words(head) <= 7 && !words.trim_end().ends_with(['?', '？'])
}

fn is_yes_no(words: &str) -> bool {
    let low = words.to_lowercase();
    ["yes", "no", "是", "否", "不是"].iter().any(|word| low.starts_with(word))
}

/// Whether words ask for details.
fn requests(words: &str) -> bool {
    let low = words.to_lowercase();
    let last = low.rsplit(['.', '!', '?', '。']).next().unwrap_or(&low);
    let english = [
        "provide",
        "give me",
        "tell me",
        "may i have",
        "can i have",
        "need your",
        "confirm your",
        "collect",
        "get your",
    ];
    english.iter().any(|word| last.contains(word))
        || ["请提供", "请告诉", "请报"].iter().any(|word| last.contains(word))
}
