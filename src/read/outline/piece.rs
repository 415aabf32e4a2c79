//! A line taken apart: words to say, notes, the customer's words, branches, labels, jumps.

use super::Look;
use super::branch::{self, Branch};
use super::jump;
use super::line::Line;
use super::prompts;
use crate::read::infer::Voice;
use crate::read::infer::layout::{Label, Layout, Part, count_words, instructs, label};
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
    /// A word that only leads on, such as "then".
    Sign(Text),
    /// A number in front of what else the line is, behind its own.
    Number(Text),
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
    if for_agent(&text.value) {
        return vec![Piece::Note(text.clone())];
    }
    if let Some(long) = then_in_front(&text.value) {
        let rest = Line { text: text.part(long..text.value.len()).trimmed(), ..line.clone() };
        let sign = Piece::Sign(text.part(0..long).trimmed());
        return std::iter::once(sign).chain(pieces(&rest, voice)).collect();
    }
    if let Some((branch, behind)) = branch::quoted(text) {
        let rest = Line { text: text.part(behind..text.value.len()).trimmed(), bold: false, ..line.clone() };
        let said = rest.text.value.starts_with(['"', '“', '「']);
        let rest = if rest.text.is_blank() { Vec::new() } else { pieces(&rest, spoken_if(said)) };
        return std::iter::once(Piece::Branch(branch)).chain(rest).collect();
    }
    if let Some(whole) = whole(line) {
        return vec![whole];
    }
    if let Some((key, words)) = prompts::prompt(text) {
        return vec![Piece::Title(key), Piece::Say(words)];
    }
    if let Some(jump) = jump_of(text) {
        return vec![jump];
    }
    let layout = Layout::lately(&text.value);
    let sure = layout.speech_marks > 0 || layout.our_label;
    let front = text.part(0..layout.parts.first().map_or(0, |(range, _)| range.start));
    let mut made = Vec::new();
    let mut labelled: Option<Text> = None;
    for (range, part) in layout.parts.iter().cloned() {
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
    let silent = !sure && voice == Voice::NotSpoken && made.len() > 1;
    let noted = |piece: &Piece| match piece {
        Piece::Note(_) => true,
        Piece::Branch(branch) => branch.sort == branch::Sort::Other,
        _ => false,
    };
    if silent && made.iter().all(noted) {
        return vec![Piece::Note(text.clone())];
    }
    if made.is_empty() && text.value.contains(char::is_alphanumeric) {
        made.push(Piece::Note(text.clone()));
    }
    made.extend(front.value.contains(char::is_alphanumeric).then_some(Piece::Number(front)));
    made
}

fn spoken_if(said: bool) -> Voice {
    if said { Voice::Spoken } else { Voice::NotSpoken }
}

/// A line that is one thing as a whole: a bold heading, a quoted speech, a branch.
fn whole(line: &Line) -> Option<Piece> {
    let words = line.text.value.as_str();
    let bare = branch::inner(&line.text);
    let short = count_words(words) <= 12 && !ends_sentence(&bare.value);
    let opens = line.bold && short || words.ends_with([':', '：']) && count_words(words) <= 10;
    if let Some(reply) = branch::reply(&line.text) {
        return Some(Piece::Branch(reply));
    }
    if opens
        && !asks_to(words)
        && let Some(branch) = branch::branch(&line.text)
    {
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
        _ => Piece::Title(heading(&line.text)),
    }
}

/// A heading's words without the marks around them.
fn heading(text: &Text) -> Text {
    const AROUND: [char; 6] = ['*', '_', ' ', ':', '：', '\t'];
    let start = text.value.len() - text.value.trim_start_matches(AROUND).len();
    let end = text.value.trim_end_matches(AROUND).len().max(start);
    text.part(start..end)
}

/// Whether a condition asks the customer for something, so that it is said: "If it bleeds, please call:".
fn asks_to(words: &str) -> bool {
    words.contains('请') || words.to_lowercase().contains("please")
}

/// How long a "then:" in front of a line is.
fn then_in_front(words: &str) -> Option<usize> {
    let low: String = words.chars().take(6).collect::<String>().to_lowercase();
    let rest = low.strip_prefix("then")?;
    rest.trim_start()
        .starts_with(':')
        .then(|| words.find(':').map(|at| at + 1))
        .flatten()
        .filter(|at| *at < words.len())
}

fn ends_sentence(words: &str) -> bool {
    words.ends_with(['.', '?', '!', '。', '？', '！', '"', '”'])
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
        _ if whole => made.push(Piece::Title(heading(words))),
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
    let labels = words.value.ends_with([':', '：']) && words.value.starts_with(char::is_alphanumeric);
    if labels && asks_to(&words.value) {
        made.push(Piece::Say(words.clone()));
        return;
    }
    if let Some(branch) = branch::branch(words) {
        made.push(Piece::Branch(branch));
        return;
    }
    let behind = line.value.get(end..).unwrap_or_default();
    let dash =
        behind.trim_start().starts_with(['–', '—', '-', ':', '：', '→']) && behind.contains(char::is_alphanumeric);
    let bracket = words.value.starts_with(['[', '<', '【']);
    let hear = branch::inner(words);
    if made.is_empty() && dash && bracket && !hear.is_blank() {
        let sort = branch::Sort::Answer;
        made.push(Piece::Branch(Branch { sort, hear, note: None, sign: Text::default() }));
        return;
    }
    let inner = branch::inner(&branch::quoteless(words));
    match label(&format!("{}:", inner.value)) {
        Some((_, Label::Ours)) => made.push(Piece::Speaker(inner, Who::Us)),
        _ if inner.value.contains(char::is_alphanumeric) => made.push(Piece::Note(inner)),
        _ => {}
    }
}

const NOTES: [&str; 45] = [
    "note",
    "notes",
    "tip",
    "tips",
    "warning",
    "important",
    "reminder",
    "example",
    "goal",
    "objective",
    "action",
    "instruction",
    "instructions",
    "tone",
    "why",
    "remember",
    "caution",
    "record",
    "purpose",
    "nb",
    "hint",
    "date",
    "critical",
    "info",
    "version",
    "author",
    "updated",
    "last updated",
    "owner",
    "duration",
    "do not",
    "注意",
    "要点",
    "说明",
    "适用场景",
    "备注",
    "提示",
    "用途",
    "示例",
    "目的",
    "重点",
    "日期",
    "版本",
    "作者",
    "时长",
];

/// Whether a line begins with a label that says it is for the agent.
pub(super) fn for_agent(words: &str) -> bool {
    if words.trim_start().starts_with(['❌', '✗', '✘']) {
        return true;
    }
    let words = words.trim_start_matches(['*', '_', '[', '(', ' ', '⚠', '💡', '\u{fe0f}']);
    let Some(at) = words.char_indices().take(24).find(|(_, c)| matches!(c, ':' | '：')).map(|(at, _)| at) else {
        return false;
    };
    let name = words.get(..at).unwrap_or_default().trim_matches(['*', '_', ' ']).to_lowercase();
    NOTES.contains(&name.as_str())
}

/// Words that may be said, with the label in front of them.
fn said(words: &Text, spoken: bool, labelled: &mut Option<Text>, line: &Text, start: usize, made: &mut Vec<Piece>) {
    if let Some(long) = act_in_front(&words.value) {
        made.push(Piece::Note(branch::inner(&words.part(0..long))));
        let rest = words.part(long..words.value.len()).trimmed();
        if rest.value.contains(char::is_alphanumeric) {
            said(&rest, spoken, labelled, line, start + words.value.len() - rest.value.len(), made);
        }
        return;
    }
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
    if for_agent || !spoken || !words.value.contains(char::is_alphabetic) {
        let whole = line.value.get(..start).and_then(|before| before.rfind(label.value.trim_end()));
        made.push(Piece::Note(line.part(whole.unwrap_or(start)..start + words.value.len())));
    } else {
        made.push(Piece::Title(heading(&label)));
        made.push(jump.unwrap_or_else(|| Piece::Say(trim_quote(words))));
    }
}

/// How long a bracket in front is that tells what the customer does: `[Client gives name] Pleasure …`.
fn act_in_front(words: &str) -> Option<usize> {
    let inner = words.strip_prefix('[')?;
    let end = inner.find(']')?;
    let low = inner.get(..end)?.to_lowercase();
    let mut parts = low.split_whitespace();
    const WHO: [&str; 12] = [
        "client", "customer", "caller", "patient", "donor", "they", "he", "she", "prospect", "voter", "debtor",
        "member",
    ];
    let who = parts.next().is_some_and(|word| WHO.contains(&word));
    let act = parts.next().is_some_and(|word| word.ends_with('s') && !word.ends_with("'s") && word.len() > 3);
    (who && act && parts.next().is_some()).then_some(end + 2)
}

/// Words without quotation marks around all of them, without a mark whose partner is on another line, and
/// without a closing bracket that was opened in front of them.
fn trim_quote(words: &Text) -> Text {
    let value = words.value.as_str();
    let single = value.len() > 2 && value.starts_with(['\'', '‘']) && value.ends_with(['\'', '’']);
    if single {
        return branch::quoteless(words);
    }
    let lead = value.starts_with(['\'', '‘'])
        && !value
            .chars()
            .skip(1)
            .zip(value.chars().skip(2).chain([' ']))
            .any(|(c, next)| matches!(c, '\'' | '’') && !next.is_alphanumeric());
    if lead && value.len() > 24 {
        return words.part(value.chars().next().map_or(0, char::len_utf8)..value.len()).trimmed();
    }
    let marks = value.matches(['"', '“', '”']).count();
    let lone = |open: char, close: char| value.ends_with(close) && !value.contains(open);
    let last = value.chars().next_back().map_or(0, char::len_utf8);
    if value.ends_with(['"', '”']) && marks == 1 || lone('（', '）') || lone('(', ')') || lone('[', ']') {
        return words.part(0..value.len() - last).trimmed();
    }
    if value.starts_with(['"', '“']) && marks == 1 {
        return words.part(value.chars().next().map_or(0, char::len_utf8)..value.len()).trimmed();
    }
    words.clone()
}

fn jump_of(text: &Text) -> Option<Piece> {
    let jump = jump::jump(&text.value)?;
    Some(Piece::Jump {
        before: text.part(jump.before).trimmed(),
        sign: text.part(jump.sign),
        target: text.part(jump.target).trimmed(),
    })
}
