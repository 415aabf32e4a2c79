//! Headings: which one is the title, which are stages, which are titles of a segment; and what a document
//! without any has in their place.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Builder, Draft, Heading};
use super::jump::Targets;
use super::line::Line;
use super::piece::addresses;
use super::{Look, Paragraph};
use crate::bytes::has;
use crate::read::infer::layout::count_words;
use crate::script::Script;
use crate::text::Text;

/// The line that is the document's title, if one of them is; its words become the script's.
pub(super) fn title(script: &mut Script, lines: &[Line]) -> Option<usize> {
    let first = lines.iter().position(|line| matches!(line.look, Look::Title | Look::Heading(_)))?;
    let line = lines.get(first)?;
    let alone = match line.look {
        Look::Title => true,
        Look::Heading(level) => {
            let same = lines.iter().filter(|line| line.look == Look::Heading(level)).count() == 1;
            let larger = lines.iter().any(|line| matches!(line.look, Look::Heading(other) if other < level));
            same && !larger && first <= 2
        }
        _ => false,
    };
    if !alone || !script.title.is_blank() && !crate::script::same(&script.title.value, &line.text.value) {
        return None;
    }
    script.title = line.text.clone();
    Some(first)
}

/// Where a document has no headings, short lines that stand alone are taken for them.
pub(super) fn with_headings(paragraphs: &[Paragraph]) -> Option<Vec<Paragraph>> {
    let headed = paragraphs
        .iter()
        .any(|paragraph| matches!(paragraph.look, Look::Title | Look::Heading(_)) || paragraph.cell.is_some());
    if headed {
        return None;
    }
    let mut copy = paragraphs.to_vec();
    let mut any = false;
    for at in 0..copy.len() {
        let next = paragraphs.get(at + 1);
        let before = at.checked_sub(1).and_then(|at| copy.get(at)).map(|paragraph| paragraph.look);
        if let Some(paragraph) = copy.get_mut(at)
            && heads(paragraph, next, before)
        {
            paragraph.look = if at == 0 { Look::Title } else { Look::Heading(2) };
            any = true;
        }
    }
    any.then_some(copy)
}

fn heads(paragraph: &Paragraph, next: Option<&Paragraph>, before: Option<Look>) -> bool {
    let words = paragraph.text.value.trim();
    let plain =
        paragraph.look == Look::Plain && !has(words, b'\n') && paragraph.depth == 0 && paragraph.number.is_none();
    let first = words.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
    let large = first.is_some_and(|c| c.is_uppercase() || u32::from(c) >= 0x3400);
    let open = !words
        .contains(['.', '?', '!', ',', '。', '？', '！', '，', '"', '“', '[', '{', '<', ':', '：', '=', '_', '|']);
    let leads = next.is_some_and(|next| next.look == Look::Plain || next.look == Look::Item);
    plain && large && open && leads && before != Some(Look::Heading(2)) && count_words(words) <= 7 && !addresses(words)
}

/// Gives each segment its title and stage from the headings above it: a heading over one segment is that
/// segment's title, a heading over several is their stage.
pub(super) fn assign(drafts: &mut [Draft], headings: &[Heading]) {
    let alone = alone(drafts);
    let mut names = Names { headings, last: None };
    let mut begun = Begun::default();
    for (draft, alone) in drafts.iter_mut().zip(alone) {
        let whole = std::mem::take(&mut draft.path);
        let above = whole.get(..whole.len().saturating_sub(1)).unwrap_or_default();
        // A stage that another one has ended does not go on: then the heading is a stage of its own.
        let titled = alone && draft.segment.title.is_none() && !begun.is_over(names.of(above).as_ref());
        let heading = whole.last().filter(|_| titled).and_then(|at| headings.get(*at));
        if let Some(heading) = heading {
            draft.segment.title = Some(heading.text.clone());
            draft.cover(heading.place);
        }
        let path = if heading.is_some() { above } else { &whole };
        let stage = begun.next(draft.segment.stage.clone().or_else(|| names.of(path)));
        draft.segment.stage = draft.segment.stage.take().or(stage);
        draft.path = whole;
    }
}

/// For each segment whether it is the only one below its headings.
fn alone(drafts: &[Draft]) -> Vec<bool> {
    let mut paths: Vec<&[usize]> = drafts.iter().map(|draft| draft.path.as_slice()).collect();
    paths.sort_unstable();
    // What stands below a heading comes right behind it; below none of them is everything.
    let alone = |path: &[usize]| {
        let next = paths.get(paths.partition_point(|other| *other < path) + 1);
        next.is_none_or(|next| if path.is_empty() { !next.is_empty() } else { !next.starts_with(path) })
    };
    drafts.iter().map(|draft| alone(&draft.path)).collect()
}

/// The names of stages.
struct Names<'h> {
    headings: &'h [Heading],
    /// The last one: most segments are of the same stage as the one before.
    last: Option<(Vec<usize>, Option<Text>)>,
}

impl Names<'_> {
    /// The name of the stage below these headings.
    fn of(&mut self, path: &[usize]) -> Option<Text> {
        let last = self.last.take().filter(|(of, _)| of == path);
        self.last.insert(last.unwrap_or_else(|| (path.to_vec(), named(path, self.headings)))).1.clone()
    }
}

fn named(path: &[usize], headings: &[Heading]) -> Option<Text> {
    let mut stage: Vec<&Text> = path.iter().filter_map(|at| headings.get(*at)).map(|heading| &heading.text).collect();
    stage.dedup_by(|a, b| crate::script::same(&a.value, &b.value));
    match stage.as_slice() {
        [] => None,
        [one] => Some((*one).clone()),
        several => Some(Text::joined(several, " / ")),
    }
}

/// The stages so far, each with how often it was begun.
#[derive(Debug, Default)]
struct Begun {
    times: BTreeMap<String, usize>,
    last: Option<String>,
    /// How often the last one was begun.
    last_times: usize,
}

impl Begun {
    /// Whether another stage has come since this one.
    fn is_over(&self, stage: Option<&Text>) -> bool {
        let name = stage.map(|stage| stage.value.trim());
        name.is_some_and(|name| self.last.as_deref() != Some(name) && self.times.contains_key(name))
    }

    /// The stage of the next segment: one that was over already is another one of its name.
    fn next(&mut self, stage: Option<Text>) -> Option<Text> {
        let name = stage.as_ref().map(|stage| stage.value.trim());
        if name != self.last.as_deref() {
            self.last = name.map(str::to_string);
            let times = self.times.entry(name.unwrap_or_default().to_string()).or_default();
            *times += 1;
            self.last_times = *times;
        }
        let times = self.last_times;
        let stage = stage?;
        if times <= 1 {
            return Some(stage);
        }
        let number = Text::new(format!("({times})"), stage.place.before());
        Some(Text::joined(&[stage.trimmed(), number], " "))
    }
}

/// Every name that a segment can be reached by.
pub(super) fn reachable(drafts: &[Draft], headings: &[Heading], targets: &mut Targets) {
    let mut seen = BTreeSet::new();
    for (at, draft) in drafts.iter().enumerate() {
        for number in &draft.path {
            if seen.insert(*number)
                && let Some(heading) = headings.get(*number)
            {
                targets.add(draft.section, &heading.text.value, at);
            }
        }
        if let Some(title) = &draft.segment.title {
            targets.add(draft.section, &title.value, at);
        }
        for number in &draft.numbers {
            targets.add(draft.section, number, at);
        }
    }
}

/// Where nothing in a document is said, each of its parts is a segment with notes.
pub(super) fn without_words(builder: &mut Builder<'_>, lines: &[Line], title: Option<usize>) {
    builder.forget();
    let mut fresh = true;
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| Some(*at) != title) {
        if let Look::Heading(level) = line.look {
            let next = lines.get(at + 1).is_none_or(|next| matches!(next.look, Look::Heading(_)));
            builder.heading(level, line);
            fresh = true;
            if !next {
                continue;
            }
        }
        if fresh || builder.drafts.is_empty() {
            builder.draft(line);
            fresh = false;
        }
        if !matches!(line.look, Look::Heading(_))
            && let Some(draft) = builder.drafts.last_mut()
        {
            draft.cover(line.place);
            draft.segment.note.push(line.text.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn one_alone_has_nothing_beside_it_or_below(paths in prop::collection::vec(prop::collection::vec(0..3_usize, 0..3), 0..6)) {
            let draft = |path: &Vec<usize>| {
                let mut draft = Draft::default();
                draft.path.clone_from(path);
                draft
            };
            let drafts: Vec<Draft> = paths.iter().map(draft).collect();
            let below = |path: &[usize], other: &[usize]| other == path || !path.is_empty() && other.starts_with(path);
            let expected: Vec<bool> =
                paths.iter().map(|path| paths.iter().filter(|other| below(path, other)).count() == 1).collect();
            prop_assert_eq!(alone(&drafts), expected);
        }
    }
}
