//! What kind of text a script was read from: our own format, one call in prose, or lines for many calls.

use std::collections::BTreeSet;

use super::sheet::Sheet;
use crate::script::{Kind, Segment};

/// The forms that `when` may ask for.
pub(crate) const FORMS: [&str; 3] = ["yaml", "call", "lines"];

/// How many segments a greeting or a goodbye may take.
const EDGE: usize = 3;

/// More headings than this make a library of lines.
const HEADINGS: usize = 24;

/// `yaml`; `call` for prose that opens only at the beginning, and says goodbye only at the end; else `lines`:
/// a guide, or a library of lines, in which what follows is not what is said next.
pub(crate) fn of(sheet: &Sheet<'_>) -> &'static str {
    sheet.form.get_or_init(|| worked_out(sheet))
}

fn worked_out(sheet: &Sheet<'_>) -> &'static str {
    let [yaml, call, lines] = FORMS;
    if sheet.is_native() {
        return yaml;
    }
    // Words kept in a program's file are picked one by one.
    if sheet
        .reading
        .source()
        .is_some_and(|source| ["{\"", "\":\"", "\": \""].iter().any(|sign| source.text().contains(sign)))
    {
        return lines;
    }
    let segments = sheet.script().map_or(&[][..], |script| script.segments.as_slice());
    let stages: BTreeSet<&str> =
        segments.iter().filter_map(|segment| Some(segment.stage.as_ref()?.value.as_str())).collect();
    if stages.len() + segments.iter().filter(|segment| segment.title.is_some()).count() > HEADINGS {
        return lines;
    }
    let kinds: Vec<Kind> = segments.iter().filter_map(Segment::kind).collect();
    let opening = kinds.iter().rposition(|kind| *kind == Kind::Opening);
    let opens = kinds.iter().take(2).any(|kind| *kind == Kind::Opening) && opening <= Some(EDGE);
    let closing = kinds.iter().position(|kind| *kind == Kind::Closing);
    let closes = kinds.iter().rev().take(EDGE).any(|kind| *kind == Kind::Closing)
        && closing.is_some_and(|at| at * 3 >= kinds.len() * 2 || at + EDGE >= kinds.len());
    if opens && closes { call } else { lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{NoFiles, read};
    use crate::rule::sheet::Slots;

    #[test]
    fn our_own_format_is_always_one_call() {
        let reading = read("x.yaml", b"segments:\n  - say: |\n      Hello.\n", &NoFiles);
        assert_eq!(of(&Sheet::of(&reading, Slots::SPOKEN)), "yaml");
    }

    #[test]
    fn a_text_that_was_not_read_is_lines() {
        let reading =
            crate::reading::Reading { sources: vec![crate::source::Source::new("x.md", "")], ..Default::default() };
        assert_eq!(of(&Sheet::of(&reading, Slots::SPOKEN)), "lines");
    }
}
