//! A line taken apart: words to say, notes, the customer's words, branches, labels, jumps.

use super::branch::{self, Branch};
use super::jump;
use super::line::Line;
use super::Look;
use crate::read::infer::Voice;
use crate::read::infer::layout::{Label, Layout, Part, count_words, label};
use crate::text::Text;

/// What a piece of a line is.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Words to say.
    Say(Text),
    /// For the agent's eyes.
    Note(Text),
    /// The customer's words.
    Hear(Text),
    /// Opens a branch.
    Branch(Branch),
    /// A short heading on its own line, or in front of words.
    Title(Text),
    /// Who speaks.
    Speaker(Text, Who),
    /// Where to go: what stands in front, the sign, and the target.
    Jump { before: Text, sign: Text, target: Text },
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Us,
    Them,
}

/// Takes a line apart. `voice` is what the whole paragraph was guessed to be; quotation marks and labels
/// that say who speaks win over it.
pub(super) fn pieces(line: &Line, voice: Voice) -> Vec<Piece> {
    let text = &line.text;
    if line.look == Look::Remark {
        return vec![Piece::Note(text.clone())];
    }
    if let Some(whole) = whole(line) {
        return vec![whole];
    }
    if let Some(jump) = jump_of(text) {
        return vec![jump];
    }
    let layout = Layout::new(&text.value);
    let sure = layout.speech_marks > 0 || layout.our_label;
    let mut made = Vec::new();
    let mut labelled: Option<Text> = None;
    for (range, part) in layout.parts {
        let words = text.part(range.clone());
        match part {
            Part::Heading => head(&words, &mut labelled, &mut made, range.end == text.value.len()),
            Part::Note => note(&words, text, range.end, &mut made),
            Part::Theirs => made.push(Piece::Hear(branch::quoteless(&words))),
            Part::Said => said(&words, sure || voice != Voice::NotSpoken, &mut labelled, text, range.start, &mut made),
            Part::Code | Part::Jump => made.push(jump_of(&words).unwrap_or(Piece::Note(words))),
        }
    }
    made.extend(labelled.map(Piece::Title));
    if made.is_empty() && text.value.contains(char::is_alphanumeric) {
        made.push(Piece::Note(text.clone()));
    }
    made
}

/// A line that is one thing as a whole: a bold heading, a quoted speech, a branch.
fn whole(line: &Line) -> Option<Piece> {
    let words = line.text.value.as_str();
    let bare = branch::inner(&line.text);
    let short = count_words(words) <= 12 && !ends_sentence(&bare.value);
    let opens = line.bold && short || words.ends_with([':', '：']) && count_words(words) <= 10;
    if opens && let Some(branch) = branch::branch(&line.text) {
        return Some(Piece::Branch(branch));
    }
    if line.bold && short && !line.item {
        return Some(if instructs(&bare.value) { Piece::Note(line.text.clone()) } else { titled(line) });
    }
    None
}

fn titled(line: &Line) -> Piece {
    match label(&format!("{}:", line.text.value.trim_end_matches([':', '：', ' ']))) {
        Some((_, Label::Ours)) => Piece::Speaker(line.text.clone(), Who::Us),
        Some((_, Label::Theirs)) => Piece::Speaker(line.text.clone(), Who::Them),
        _ => Piece::Title(branch::inner(&line.text)),
    }
}

fn ends_sentence(words: &str) -> bool {
    words.ends_with(['.', '?', '!', '。', '？', '！', '"', '”'])
}

/// Whether a short line tells the agent what to do rather than what comes.
fn instructs(words: &str) -> bool {
    const STARTS: [&str; 22] = [
        "wait", "record", "then", "provide", "pause", "take ", "ask ", "remember", "do not", "don't", "never", "always",
        "jump to", "listen", "stop", "note", "match", "must", "confirm", "enter", "click", "repeat",
    ];
    let low = words.to_lowercase();
    STARTS.iter().any(|start| low.starts_with(start))
}

/// A heading-like stretch: a branch, a label for who speaks, or a title.
fn head(words: &Text, labelled: &mut Option<Text>, made: &mut Vec<Piece>, whole: bool) {
    if let Some(branch) = branch::branch(words) {
        made.push(Piece::Branch(branch));
        return;
    }
    if let Some(jump) = jump_of(words) {
        made.push(jump);
        return;
    }
    match label(&format!("{}:", words.value.trim_end_matches([':', '：', ' ', '*', '>']))) {
        Some((_, Label::Ours)) => made.push(Piece::Speaker(words.clone(), Who::Us)),
        Some((_, Label::Theirs)) => made.push(Piece::Speaker(words.clone(), Who::Them)),
        _ if whole && addresses(&words.value) => made.push(Piece::Say(words.clone())),
        _ if whole && instructs(&words.value) => made.push(Piece::Note(words.clone())),
        _ if whole => made.push(Piece::Title(branch::inner(words))),
        _ => *labelled = Some(words.clone()),
    }
}

/// Whether words turn to somebody, so that they are no heading.
pub(super) fn addresses(words: &str) -> bool {
    let low = words.to_lowercase();
    let mut single = low.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    single.any(|word| matches!(word, "you" | "your" | "i" | "we" | "please" | "me" | "i'll" | "i’ll" | "let's"))
        || words.contains(['您', '你', '请', '我'])
}

/// A note, or the branch that it opens. A note in front of a dash and words is a branch too.
fn note(words: &Text, line: &Text, end: usize, made: &mut Vec<Piece>) {
    if let Some(branch) = branch::branch(words) {
        made.push(Piece::Branch(branch));
        return;
    }
    let behind = line.value.get(end..).unwrap_or_default();
    let dash = behind.trim_start().starts_with(['–', '—', '-', ':', '：', '→']) && behind.contains(char::is_alphanumeric);
    let bracket = words.value.starts_with(['[', '<', '【']);
    if made.is_empty() && dash && bracket {
        let sort = branch::Sort::Answer;
        made.push(Piece::Branch(Branch { sort, hear: branch::inner(words), note: None, sign: Text::default() }));
        return;
    }
    let inner = branch::inner(words);
    if inner.value.contains(char::is_alphanumeric) {
        made.push(Piece::Note(inner));
    }
}

const NOTES: [&str; 34] = [
    "note", "notes", "tip", "tips", "warning", "important", "reminder", "example", "goal", "objective", "action",
    "instruction", "instructions", "tone", "why", "remember", "caution", "record", "purpose", "nb", "hint", "step back",
    "critical", "info", "注意", "要点", "说明", "适用场景", "备注", "提示", "用途", "示例", "目的", "重点",
];

/// Words that may be said, with the label in front of them.
fn said(words: &Text, spoken: bool, labelled: &mut Option<Text>, line: &Text, start: usize, made: &mut Vec<Piece>) {
    let jump = jump_of(words);
    let Some(label) = labelled.take() else {
        match jump {
            Some(jump) => made.push(jump),
            None if spoken => made.push(Piece::Say(trim_quote(words))),
            None => made.push(Piece::Note(words.clone())),
        }
        return;
    };
    let name = branch::inner(&label).value.to_lowercase();
    let for_agent = NOTES.iter().any(|note| name == *note || name.starts_with(&format!("{note} ")));
    if for_agent || !spoken {
        let whole = line.value.get(..start).and_then(|before| before.rfind(label.value.trim_end()));
        made.push(Piece::Note(line.part(whole.unwrap_or(start)..start + words.value.len())));
    } else {
        made.push(Piece::Title(branch::inner(&label)));
        made.push(jump.unwrap_or_else(|| Piece::Say(trim_quote(words))));
    }
}

/// Words without a closing quotation mark whose opening one is on a line above.
fn trim_quote(words: &Text) -> Text {
    let value = words.value.as_str();
    let closes = value.ends_with(['"', '”']) && value.matches(['"', '“', '”']).count() == 1;
    let opens = value.starts_with(['"', '“']) && value.matches(['"', '“', '”']).count() == 1;
    match value.chars().next_back() {
        Some(last) if closes => words.part(0..value.len() - last.len_utf8()).trimmed(),
        _ if opens => words.part(value.chars().next().map_or(0, char::len_utf8)..value.len()).trimmed(),
        _ => words.clone(),
    }
}

fn jump_of(text: &Text) -> Option<Piece> {
    let jump = jump::jump(&text.value)?;
    Some(Piece::Jump {
        before: text.part(jump.before).trimmed(),
        sign: text.part(jump.sign),
        target: text.part(jump.target).trimmed(),
    })
}
