//! Everything about one person's series in one folder: the plan, the calendar, the picture, the overview, and each
//! call's script for its turn, filled with what earlier calls gave.

use std::collections::BTreeMap;
use std::path::Path;

use callcraft::render::{Options, TARGETS, render};
use callcraft::series::{Plan, Series, given, step_words};

use super::{FORMATS, SeriesArgs};
use crate::files::{self, Replace};
use crate::{Trouble, say};

/// The files that hold what the formats print.
const FILES: [(&str, &str); 5] = [
    ("table", "calendar.txt"),
    ("json", "plan.json"),
    ("ics", "calendar.ics"),
    ("svg", "timeline.svg"),
    ("html", "overview.html"),
];

pub(super) fn write(args: &SeriesArgs, series: &Series, plan: &Plan, to: &Path) -> Result<(), Trouble> {
    let mut made: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, file) in FILES {
        if let Some(format) = FORMATS.iter().find(|format| format.name == name) {
            made.push((file.to_string(), (format.make)(series, plan)?.into_bytes()));
        }
    }
    made.extend(scripts(args, series, plan)?);
    all(to, &made, args.force)
}

/// Writes several files, or none of them where one is already there.
pub(super) fn all(to: &Path, made: &[(String, Vec<u8>)], force: bool) -> Result<(), Trouble> {
    let there = made.iter().map(|(file, _)| to.join(file)).find(|path| path.exists());
    if let Some(there) = there.filter(|_| !force) {
        return Err(format!("`{}` is already there; --force replaces it. Nothing was written", there.display()).into());
    }
    std::fs::create_dir_all(to).map_err(|error| format!("`{}` cannot be made: {error}", to.display()))?;
    let replace = if force { Replace::Yes } else { Replace::No };
    for (file, bytes) in made {
        files::write(&to.join(file), bytes, replace)?;
    }
    say::aside(&format!("wrote {} files into {}", made.len(), to.display()));
    Ok(())
}

fn scripts(args: &SeriesArgs, series: &Series, plan: &Plan) -> Result<Vec<(String, Vec<u8>)>, Trouble> {
    let values = match &args.given {
        Some(path) => {
            let bytes = files::bytes(&path.to_string_lossy())?;
            callcraft::yaml::values(&path.display().to_string(), &bytes)?
        }
        None => BTreeMap::new(),
    };
    let Some(target) = TARGETS.iter().find(|target| target.name == "html") else { return Ok(Vec::new()) };
    let mut made = Vec::new();
    for (turn, dated) in plan.dated.iter().enumerate() {
        let Some(call) = series.calls.get(dated.call) else { continue };
        let Some(script) = series.script(call) else { continue };
        let order: Vec<usize> = (0..script.segments.len()).collect();
        let options = Options {
            blanks: known(series, plan, turn, &values),
            today: Some(dated.date.to_string()),
            ..Options::default()
        };
        let document = render(script, &order, target, &options)?;
        made.push((format!("{:02}-{}.{}", turn + 1, file_name(&call.id), target.ending), document.bytes));
    }
    Ok(made)
}

/// The values that a call can know: what the record holds, and of what calls pass on only what earlier ones did.
fn known(series: &Series, plan: &Plan, turn: usize, values: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let given = given(series, &plan.ordered.order, turn);
    let passed =
        |name: &str| series.calls.iter().any(|call| call.passes_on.iter().any(|blank| blank.value.trim() == name));
    let knows = |name: &str| !passed(name) || given.iter().any(|given| given.blank == name);
    let steps = step_words(series, &plan.changes, turn).into_iter().map(|(name, words)| (name.to_string(), words));
    let known = values.iter().filter(|(name, _)| knows(name)).map(|(name, value)| (name.clone(), value.clone()));
    steps.chain(known).collect()
}

/// A call's name as a part of a file's.
fn file_name(id: &str) -> String {
    id.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).take(60).collect()
}
