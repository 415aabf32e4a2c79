//! `--fix` and `--diff`: fixes made until nothing more changes, and files written whole or not at all.

use std::path::Path;

use callcraft::fix::{Safety, mend as mended_text};

use super::Job;
use super::checked::{Checked, again};
use crate::files::{self, Replace};
use crate::{Trouble, diff, say};

/// What to do with fixes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mend {
    No,
    Write(Safety),
    Show(Safety),
}

/// What became of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mended {
    Nothing,
    Written,
    Shown,
}

/// How often fixes are made, one after the other, before a text is taken as it is.
const ROUNDS: usize = 10;

impl Mend {
    pub(super) fn of(fix: bool, all: bool, show: bool) -> Result<Self, Trouble> {
        let least = if all { Safety::Unsafe } else { Safety::Safe };
        match (fix, show) {
            (_, true) => Ok(Self::Show(least)),
            (true, false) => Ok(Self::Write(least)),
            (false, false) if all => Err("--unsafe goes with --fix or --diff".into()),
            (false, false) => Ok(Self::No),
        }
    }
}

/// Makes or shows the fixes of every file.
pub(super) fn mend(job: &Job, all: &mut [Checked]) -> Result<Mended, Trouble> {
    let (least, write) = match job.given.mend {
        Mend::No => return Ok(Mended::Nothing),
        Mend::Write(least) => (least, true),
        Mend::Show(least) => (least, false),
    };
    let mut became = Mended::Nothing;
    for one in all.iter_mut() {
        let before = one.reading.source().map_or_else(String::new, |source| source.text().to_string());
        let after = settled(job, one, least);
        if after == before {
            continue;
        }
        if !one.plain {
            say::aside(&format!("{} is not written back: it is not plain UTF-8", one.name));
            continue;
        }
        if !write {
            say::result(&diff::unified(&one.name, &before, &after));
            became = Mended::Shown;
            continue;
        }
        if one.path == "-" {
            say::result(&after);
        } else {
            files::write(Path::new(&one.path), after.as_bytes(), Replace::Yes)?;
        }
        *one = again(job, &one.path, &one.name, after.as_bytes());
        became = Mended::Written;
    }
    Ok(became)
}

/// A file's text with all its fixes made, round by round.
fn settled(job: &Job, one: &Checked, least: Safety) -> String {
    let Some(mut text) = step(one, least) else {
        return one.reading.source().map_or_else(String::new, |source| source.text().to_string());
    };
    for _ in 1..ROUNDS {
        let next = again(job, &one.path, &one.name, text.as_bytes());
        match step(&next, least) {
            Some(more) if more != text => text = more,
            _ => break,
        }
    }
    text
}

/// One round: the first fix of every open finding that is safe enough.
fn step(one: &Checked, least: Safety) -> Option<String> {
    let source = one.reading.source()?;
    let open = one.linted.found.iter().filter(|finding| finding.allowed.is_none());
    let fixes = open.filter_map(|finding| finding.diagnostic.fixes.iter().find(|fix| fix.safety >= least));
    Some(mended_text(source, fixes, least))
}
