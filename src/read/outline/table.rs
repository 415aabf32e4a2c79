//! Tables as scripts: a column of words to say, others for title, notes, feeling and the customer's words.

use super::build::Builder;
use super::line::Line;
use super::piece::Who;
use super::told::Became;
use super::{felt, keys};
use crate::read::infer::layout::{Label, label};
use crate::read::infer::{Context, Voice, around, lately};
use crate::script::{By, Kind, MustSay, Said, Words};
use crate::text::Text;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Column {
    Title,
    Stage,
    Words,
    Question,
    Customer,
    Note,
    Feeling,
    Kind,
    Id,
    Topic,
    Number,
    MustSay,
    Constraints,
    Other,
}

const NAMES: [(Column, &[&str]); 12] = [
    (Column::MustSay, &["must say", "must_say", "必须说", "exact words"]),
    (Column::Constraints, &["constraint", "约束"]),
    (
        Column::Customer,
        &[
            "customer",
            "client",
            "objection",
            "they say",
            "caller says",
            "if they",
            "patient says",
            "prospect",
            "hear",
            "客户",
            "患者",
            "用户",
            "买家",
        ],
    ),
    (
        Column::Note,
        &[
            "note",
            "instruction",
            "comment",
            "tip",
            "guidance",
            "action",
            "remark",
            "purpose",
            "备注",
            "说明",
            "要点",
            "注意",
        ],
    ),
    (Column::Feeling, &["feeling", "feels", "emotion", "感受", "情绪"]),
    (Column::Question, &["question", "ask", "问题"]),
    (
        Column::Words,
        &[
            "say", "says", "script", "words", "agent", "nurse", "wording", "response", "rebuttal", "line", "text",
            "话术", "内容", "护士", "客服", "坐席", "台词", "说",
        ],
    ),
    (Column::Kind, &["kind", "种类"]),
    (Column::Stage, &["stage", "section", "phase", "part", "阶段"]),
    (Column::Id, &["id"]),
    (Column::Topic, &["about"]),
    (
        Column::Title,
        &[
            "title",
            "step",
            "segment",
            "topic",
            "situation",
            "scenario",
            "when",
            "#",
            "no.",
            "场景",
            "步骤",
            "环节",
            "段落",
        ],
    ),
];

/// What a column is for, by its name.
fn column(name: &str) -> Option<Column> {
    let low = name.trim().trim_end_matches([':', '：']).to_lowercase();
    if low.split_whitespace().count() > 5 {
        return None;
    }
    if ["no", "no.", "nr", "nr.", "序号", "编号"].contains(&low.as_str()) {
        return Some(Column::Number);
    }
    let word = |known: &str| {
        let ascii = known.is_ascii();
        if ascii {
            low.split(|c: char| !c.is_alphanumeric() && c != '#' && c != '.')
                .any(|word| word == known || word.trim_end_matches('s') == known)
                || (known.contains(' ') && low.contains(known))
        } else {
            low.contains(known)
        }
    };
    NAMES.iter().find(|(_, known)| known.iter().any(|known| word(known))).map(|(column, _)| *column)
}

/// Reads a table into segments, or into notes where none of its columns is said.
pub(super) fn read(builder: &mut Builder<'_>, lines: &[Line]) {
    let width = lines.iter().filter_map(Line::column).map(|column| column + 1).max().unwrap_or(0);
    let rows = rows(lines);
    let Some(first) = rows.first() else { return };
    let named: Vec<Option<Column>> = (0..width).map(|at| column(&text_of(first, at))).collect();
    let headed = named.iter().flatten().count() * 2 >= width.max(2) && first.len() >= 2;
    let mut columns: Vec<Column> =
        named.into_iter().map(|column| column.filter(|_| headed).unwrap_or(Column::Other)).collect();
    let body = if headed { rows.get(1..).unwrap_or_default() } else { &rows };
    if let Some(at) = speaker_column(&rows, width) {
        let body = if headed && speaker(&text_of(first, at)).is_none() {
            told_columns(builder, first);
            body
        } else {
            &rows
        };
        return body.iter().for_each(|row| spoken_row(builder, row, at));
    }
    lines.iter().for_each(|line| builder.numbered(line));
    if !columns.iter().any(|column| matches!(column, Column::Words | Column::Question | Column::MustSay)) {
        spoken_column(body, &mut columns, headed);
    }
    if !columns.iter().any(|column| matches!(column, Column::Words | Column::Question | Column::MustSay)) {
        return rows.iter().for_each(|row| as_note(builder, row));
    }
    if headed {
        told_columns(builder, first);
    }
    for row in body {
        one(builder, row, &columns);
    }
}

fn told_columns(builder: &mut Builder<'_>, first: &Row<'_>) {
    for line in first {
        builder.told.note(Became::Column, &line.text.value, line.place);
    }
}

/// The column that says who speaks, where most of its cells do.
fn speaker_column(rows: &[Row<'_>], width: usize) -> Option<usize> {
    (0..width.checked_sub(1)?).find(|at| {
        let cells: Vec<String> = rows.iter().map(|row| text_of(row, *at)).filter(|text| !text.is_empty()).collect();
        let speakers = cells.iter().filter(|text| speaker(text).is_some()).count();
        speakers >= 2 && speakers * 5 >= cells.len() * 3
    })
}

fn speaker(words: &str) -> Option<Who> {
    match label(&format!("{}:", words.trim().trim_end_matches([':', '：', ' ']))) {
        Some((_, Label::Ours)) => Some(Who::Us),
        Some((_, Label::Theirs)) => Some(Who::Them),
        _ => None,
    }
}

/// A row of who speaks and what they say.
fn spoken_row(builder: &mut Builder<'_>, row: &Row<'_>, at: usize) {
    let mut who = None;
    for line in row {
        let column = line.column();
        let line = Line { cell: None, ..(*line).clone() };
        if column == Some(at + 1) {
            builder.spoken_by(who, &line);
            continue;
        }
        builder.numbered(&line);
        if column == Some(at) && who.is_none() {
            who = speaker(&line.text.value);
            match who {
                Some(_) => builder.told.note(Became::Speaker, &line.text.value, line.place),
                None => builder.note(line.text.clone(), &line, true),
            }
        } else {
            builder.note(line.text.clone(), &line, false);
        }
    }
}

type Row<'l> = Vec<&'l Line>;

fn rows(lines: &[Line]) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for line in lines {
        let row = line.cell.map(|cell| cell.row);
        match rows.last_mut().filter(|last| last.first().and_then(|line| line.cell).map(|cell| cell.row) == row) {
            Some(last) => last.push(line),
            None => rows.push(vec![line]),
        }
    }
    rows
}

fn text_of(row: &Row<'_>, column: usize) -> String {
    let cells = row.iter().filter(|line| line.column() == Some(column));
    cells.map(|line| line.text.value.as_str()).collect::<Vec<_>>().join("\n")
}

/// Where no column is called so, the one whose cells are mostly words to say.
fn spoken_column(rows: &[Row<'_>], columns: &mut [Column], headed: bool) {
    let alone = around(&Context::default());
    let share = |at: usize| {
        let cells: Vec<String> =
            rows.iter().take(20).map(|row| text_of(row, at)).filter(|text| !text.is_empty()).collect();
        let spoken = cells.iter().filter(|text| lately(text, &alone).voice.value != Voice::NotSpoken).count();
        if cells.is_empty() { 0.0 } else { spoken as f64 / cells.len() as f64 }
    };
    let free = (0..columns.len()).filter(|at| columns.get(*at) == Some(&Column::Other));
    let best = free
        .map(|at| (at, share(at)))
        .filter(|(_, share)| *share >= 0.6)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    let Some((best, _)) = best else { return };
    for (at, column) in columns.iter_mut().enumerate() {
        match column {
            Column::Other if at == best => *column = Column::Words,
            Column::Other if at < best && !headed => *column = Column::Title,
            _ => {}
        }
    }
}

fn as_note(builder: &mut Builder<'_>, row: &Row<'_>) {
    let cells: Vec<Text> = row.iter().map(|line| line.text.clone()).collect();
    if let Some(first) = row.first() {
        builder.note(Text::joined(&cells, " | "), &whole(first, row), false);
    }
}

/// The first line of a row, standing for all of it.
fn whole(first: &Line, row: &Row<'_>) -> Line {
    let mut line = first.clone();
    line.place.end = row.iter().map(|line| line.place.end).max().unwrap_or(line.place.end);
    line.item = false;
    line
}

/// One row as a segment.
fn one(builder: &mut Builder<'_>, row: &Row<'_>, columns: &[Column]) {
    let Some(first) = row.first() else { return };
    let line = whole(first, row);
    let of = |wanted: Column| {
        row.iter().filter(move |line| line.column().and_then(|at| columns.get(at)) == Some(&wanted)).copied()
    };
    let (cells, remarks): (Row<'_>, Row<'_>) = row.iter().copied().partition(|line| line.column().is_some());
    if cells.len() <= 1 && columns.len() > 1 && of(Column::Words).chain(of(Column::MustSay)).next().is_none() {
        cells.iter().for_each(|cell| builder.heading(6, &whole(cell, &cells)));
        return remarks.iter().for_each(|remark| builder.note(remark.text.clone(), remark, false));
    }
    let heard: Vec<Text> = of(Column::Customer).map(|line| line.text.clone()).collect();
    builder.untitle();
    if heard.is_empty() {
        let at = builder.draft(&line);
        named(builder, at, of(Column::Title).map(|line| line.text.clone()).collect(), columns);
        exact(builder, at, of(Column::MustSay).map(|line| line.text.clone()).collect());
        words(builder, at, &of(Column::Words).chain(of(Column::Question)).collect::<Vec<_>>());
        rest(builder, at, row, columns);
    } else {
        builder.row_asked(&line, heard, of(Column::Words).map(|line| line.text.clone()).collect());
        for other in row.iter().filter(|line| {
            let column = line.column().and_then(|at| columns.get(at)).copied().unwrap_or(Column::Other);
            !matches!(column, Column::Customer | Column::Words)
        }) {
            builder.note(other.text.clone(), &line, false);
        }
    }
}

/// The title; in a table that also says what holds for each segment, the short name that it goes by there.
fn named(builder: &mut Builder<'_>, at: usize, mut titles: Vec<Text>, columns: &[Column]) {
    titles.retain(|text| {
        let number = text.value.chars().all(|c| c.is_ascii_digit() || c == '.');
        if number {
            builder.told.note(Became::Number, &text.value, text.place);
        }
        !number
    });
    if columns.contains(&Column::Constraints)
        && let Some(id) = titles.pop_if(|text| is_id(&text.value))
        && !named_id(builder, at, &id)
    {
        titles.push(id);
    }
    if let Some(draft) = builder.drafts.get_mut(at).filter(|_| !titles.is_empty()) {
        draft.segment.title = Some(Text::joined(&titles, " "));
    }
}

/// Gives a segment its short name, unless another one has it already or it is none.
fn named_id(builder: &mut Builder<'_>, at: usize, id: &Text) -> bool {
    let taken =
        builder.drafts.iter().any(|draft| draft.segment.written_id.as_ref().is_some_and(|own| own.value == id.value));
    let Some(draft) = builder.drafts.get_mut(at).filter(|_| !taken && is_id(&id.value)) else { return false };
    draft.segment.id.clone_from(&id.value);
    draft.segment.written_id = Some(id.clone());
    true
}

fn is_id(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase() || matches!(c, '-' | '_'))
}

/// Words that must be said as they stand.
fn exact(builder: &mut Builder<'_>, at: usize, lines: Vec<Text>) {
    if lines.is_empty() {
        return;
    }
    let words = builder.blanks.fill(Text::joined(&lines, "\n"), builder.told);
    if let Some(draft) = builder.drafts.get_mut(at) {
        draft.segment.must_say = Some(Box::new(MustSay { words: Words::one(words), ..MustSay::default() }));
    }
}

fn words(builder: &mut Builder<'_>, at: usize, lines: &[&Line]) {
    for line in lines {
        if let Some(draft) = builder.drafts.get_mut(at).filter(|draft| draft.filling.is_none()) {
            let title = draft.segment.title.as_ref().map(|title| title.value.as_str());
            draft.filling = Some(builder.ear.filling_in_row(line, title));
        }
        builder.cell_words(at, line);
    }
}

fn rest(builder: &mut Builder<'_>, at: usize, row: &Row<'_>, columns: &[Column]) {
    for line in row {
        let column = line.column().and_then(|at| columns.get(at)).copied().unwrap_or(Column::Other);
        let named = column == Column::Id && named_id(builder, at, &line.text);
        if column == Column::Feeling {
            felt::set(builder, at, &line.text);
            continue;
        }
        if column == Column::Number {
            builder.told.note(Became::Number, &line.text.value, line.place);
        }
        let Some(draft) = builder.drafts.get_mut(at) else { return };
        if column == Column::Constraints {
            let rest = keys::set(&mut draft.segment, &line.text);
            draft.segment.note.extend(rest);
        } else if !named && !set(&mut draft.segment, column, &line.text) {
            draft.segment.note.push(line.text.clone());
        }
    }
}

/// Sets what a column says about a segment; false where its words belong in a note.
fn set(segment: &mut crate::script::Segment, column: Column, text: &Text) -> bool {
    let words = text.value.trim();
    match column {
        Column::Words | Column::Question | Column::Title | Column::Customer | Column::Number | Column::MustSay => {}
        Column::Kind => {
            let Some(value) = Kind::named(&words.to_lowercase().replace([' ', '-'], "_")) else { return false };
            segment.kind = Some(Said { value, by: By::Author, place: text.place });
        }
        Column::Stage => segment.stage = Some(text.clone()),
        Column::Topic => segment.topic = Some(text.clone()),
        Column::Feeling | Column::Id | Column::Constraints | Column::Note | Column::Other => return false,
    }
    true
}
