//! A line taken apart: words to say, notes, the customer's words, branches, labels, jumps.

use super::Look;
use super::branch::{self, Branch};
use super::jump;
use super::line::Line;
use super::phrases::{Phrases, behind};
use super::prompts;
use super::sign;
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
        let rest = Line { text: text.trimmed_part(long..text.value.len()), ..line.clone() };
        let sign = Piece::Sign(text.trimmed_part(0..long));
        return std::iter::once(sign).chain(pieces(&rest, voice)).collect();
    }
    let sign = sign::answer(&text.value);
    if let Some((branch, behind)) = sign.and_then(|sign| branch::quoted(text, sign)) {
        let rest = Line { text: text.trimmed_part(behind..text.value.len()), bold: false, ..line.clone() };
        let said = rest.text.value.starts_with(['"', '“', '「']);
        let rest = if rest.text.is_blank() { Vec::new() } else { pieces(&rest, spoken_if(said)) };
        return std::iter::once(Piece::Branch(branch)).chain(rest).collect();
    }
    let reply = || sign.and_then(|sign| branch::reply(text, sign)).map(Piece::Branch);
    if let Some(whole) = reply().or_else(|| whole(line)) {
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
    let front = 0..layout.parts.first().map_or(0, |(range, _)| range.start);
    let mut made = Vec::new();
    let mut labelled: Option<Text> = None;
    for (range, part) in layout.parts.iter().cloned() {
        let words = text.part(range.clone());
        match part {
            Part::Heading => head(words, &mut labelled, &mut made, range.end == text.value.len()),
            Part::Note => note(&words, text, range.end, &mut made),
            Part::Theirs => made.push(Piece::Hear(branch::quoteless(&words))),
            Part::Said => said(words, sure || voice != Voice::NotSpoken, &mut labelled, text, range.start, &mut made),
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
    let numbered = text.value.get(front.clone()).is_some_and(|front| front.contains(char::is_alphanumeric));
    made.extend(numbered.then(|| Piece::Number(text.part(front))));
    made
}

fn spoken_if(said: bool) -> Voice {
    if said { Voice::Spoken } else { Voice::NotSpoken }
}

/// A line that is one thing as a whole: a bold heading or a branch.
fn whole(line: &Line) -> Option<Piece> {
    let words = line.text.value.as_str();
    let bare = || words.get(branch::within(words)).unwrap_or_default();
    let short = line.bold && count_words(words) <= 12 && !ends_sentence(bare());
    let opens = short || words.ends_with([':', '：']) && count_words(words) <= 10;
    if opens
        && !asks_to(words)
        && let Some(branch) = branch::branch(&line.text)
    {
        return Some(Piece::Branch(branch));
    }
    if short && !line.item {
        return Some(if instructs(bare()) { Piece::Note(line.text.clone()) } else { titled(line) });
    }
    None
}

fn titled(line: &Line) -> Piece {
    match lone_label(&line.text.value) {
        Some(Label::Ours) => Piece::Speaker(line.text.clone(), Who::Us),
        Some(Label::Theirs) => Piece::Speaker(line.text.clone(), Who::Them),
        _ => Piece::Title(heading(&line.text)),
    }
}

/// What a label says that stands alone, with its colon or without.
fn lone_label(words: &str) -> Option<Label> {
    let short = words.len() < 64;
    let found = match short && words.contains([':', '：']) {
        true => label(words),
        false => label(&format!("{}:", words.trim_end_matches([':', '：', ' ', '*', '>']))),
    };
    found.map(|(_, label)| label)
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
    let rest = behind(words, "then")?;
    let (spaces, _) = rest.split_once(':')?;
    let long = words.len() - rest.len() + spaces.len() + 1;
    (spaces.chars().all(char::is_whitespace) && spaces.chars().count() <= 1 && long < words.len()).then_some(long)
}

fn ends_sentence(words: &str) -> bool {
    words.ends_with(['.', '?', '!', '。', '？', '！', '"', '”'])
}

/// A heading-like stretch: a branch, a label for who speaks, or a title.
fn head(words: Text, labelled: &mut Option<Text>, made: &mut Vec<Piece>, whole: bool) {
    if let Some(branch) = branch::branch(&words) {
        made.push(Piece::Branch(branch));
        return;
    }
    if let Some(jump) = jump_of(&words) {
        made.push(jump);
        return;
    }
    match lone_label(&words.value) {
        Some(Label::Ours) => made.push(Piece::Speaker(words, Who::Us)),
        Some(Label::Theirs) => made.push(Piece::Speaker(words, Who::Them)),
        _ if whole && addresses(&words.value) => made.push(Piece::Say(words)),
        _ if whole && instructs(&words.value) => made.push(Piece::Note(words)),
        _ if whole => made.push(Piece::Title(heading(&words))),
        _ => *labelled = Some(words),
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

static NOTES: Phrases = Phrases::new(&[&[
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
]]);

/// Whether a line begins with a label that says it is for the agent.
pub(super) fn for_agent(words: &str) -> bool {
    if words.trim_start().starts_with(['❌', '✗', '✘']) {
        return true;
    }
    let words = words.trim_start_matches(['*', '_', '[', '(', ' ', '⚠', '💡', '\u{fe0f}']);
    let colon = |c| matches!(c, ':' | '：');
    let labels = |rest: &str| rest.trim_start_matches(['*', '_', ' ']).starts_with(colon);
    NOTES.behind(words).any(labels) && words.chars().take(24).any(colon)
}

/// Words that may be said, with the label in front of them.
fn said(words: Text, spoken: bool, labelled: &mut Option<Text>, line: &Text, start: usize, made: &mut Vec<Piece>) {
    if let Some(long) = act_in_front(&words.value) {
        made.push(Piece::Note(branch::inner(&words.part(0..long))));
        let rest = words.trimmed_part(long..words.value.len());
        if rest.value.contains(char::is_alphanumeric) {
            let start = start + words.value.len() - rest.value.len();
            said(rest, spoken, labelled, line, start, made);
        }
        return;
    }
    let jump = jump_of(&words);
    let Some(label) = labelled.take() else {
        match jump {
            Some(jump) => made.push(jump),
            None if spoken => made.push(Piece::Say(trim_quote(words))),
            None => made.push(Piece::Note(words)),
        }
        return;
    };
    let name = label.value.get(branch::within(&label.value)).unwrap_or_default();
    let for_agent = NOTES.behind(name).any(|rest| rest.is_empty() || rest.starts_with(' '));
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
fn trim_quote(words: Text) -> Text {
    let value = words.value.as_str();
    let single = value.len() > 2 && value.starts_with(['\'', '‘']) && value.ends_with(['\'', '’']);
    if single {
        return branch::quoteless(&words);
    }
    let lead = value.starts_with(['\'', '‘'])
        && !value
            .chars()
            .skip(1)
            .zip(value.chars().skip(2).chain([' ']))
            .any(|(c, next)| matches!(c, '\'' | '’') && !next.is_alphanumeric());
    if lead && value.len() > 24 {
        return words.trimmed_part(value.chars().next().map_or(0, char::len_utf8)..value.len());
    }
    let one_mark = || value.matches(['"', '“', '”']).count() == 1;
    let lone = |open: char, close: char| value.ends_with(close) && !value.contains(open);
    let last = value.chars().next_back().map_or(0, char::len_utf8);
    if value.ends_with(['"', '”']) && one_mark() || lone('（', '）') || lone('(', ')') || lone('[', ']') {
        return words.trimmed_part(0..value.len() - last);
    }
    if value.starts_with(['"', '“']) && one_mark() {
        return words.trimmed_part(value.chars().next().map_or(0, char::len_utf8)..value.len());
    }
    words
}

fn jump_of(text: &Text) -> Option<Piece> {
    let jump = jump::jump(&text.value)?;
    Some(Piece::Jump {
        before: text.trimmed_part(jump.before),
        sign: text.part(jump.sign),
        target: text.trimmed_part(jump.target),
    })
}
