//! Calls that happen at a touchpoint, one or a whole series: how they will be remembered, and their curve.

use super::model::{Heard, HeardCall};
use crate::diagnostic::Diagnostic;
use crate::experience::{Beat, score};
use crate::picture::CurvePart;
use crate::read::{self, Load, encoding};
use crate::script::{Said, Script, Segment};
use crate::sequence::{beats, settings};
use crate::series::{self, Series};
use crate::text::Text;
use crate::yaml::first_key;

/// What a key may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A script.
    Script,
    /// A series.
    Series,
    /// Either of them.
    Either,
}

/// Reads the script or the series that a touchpoint names and works out how it will be remembered, as it stands.
pub(super) fn heard(file: &Text, wanted: Wanted, load: &dyn Load, found: &mut Vec<Diagnostic>) -> Option<Heard> {
    let name = file.value.trim();
    let heard = load.load(name).map_err(|why| (why, "check the name; it counts from this file's folder".to_string()));
    match heard.and_then(|bytes| of_bytes(file, &bytes, wanted, load)) {
        Ok(heard) => Some(heard),
        Err((message, help)) => {
            found.push(Diagnostic::error("format/named-file", file.place, message).help(help));
            None
        }
    }
}

/// What is wrong with a file that is named, and what to do about it.
type Wrong = (String, String);

fn of_bytes(file: &Text, bytes: &[u8], wanted: Wanted, load: &dyn Load) -> Result<Heard, Wrong> {
    let name = file.value.trim();
    let is_series = encoding::text(bytes).is_ok_and(|text| first_key(&text) == Some("series"));
    let beside = Beside { load, name };
    match (is_series, wanted) {
        (true, Wanted::Series | Wanted::Either) => {
            let read = series::read(name, bytes, &beside);
            let series = read.series.ok_or_else(|| unread(name, "series", "series"))?;
            of_series(file, &series)
        }
        (false, Wanted::Script | Wanted::Either) => {
            let read = read::read(name, bytes, &beside);
            let sound = read.errors() == 0;
            let script = read.script.filter(|_| sound);
            script.map(|script| of_script(file, &script)).ok_or_else(|| unread(name, "script", "lint"))
        }
        (true, Wanted::Script) => {
            Err((format!("`{name}` is a series of calls"), format!("write `series: {name}` instead")))
        }
        (false, Wanted::Series) => {
            let help =
                format!("write `script: {name}` where it is one call; a series begins with `series: ` and a title");
            Err((format!("`{name}` is no series of calls"), help))
        }
    }
}

fn unread(name: &str, what: &str, verb: &str) -> Wrong {
    let message = format!("`{name}` cannot be read as a {what}, so its feeling cannot be worked out");
    (message, format!("`callcraft {verb} {name}` says what is wrong in it"))
}

fn of_script(file: &Text, script: &Script) -> Heard {
    let beats = beats(script);
    let experience = score(&beats, &settings(script));
    let calls = vec![call(script, &beats, experience.total)];
    Heard { file: file.clone(), title: script.title.value.clone(), experience, calls, is_series: false }
}

fn of_series(file: &Text, series: &Series) -> Result<Heard, Wrong> {
    let (felt, experience) = series::as_written(series);
    let heard = series.calls.iter().zip(&felt).filter_map(|(one, felt)| {
        let script = series.script(one)?;
        Some(call(script, &felt.beats, felt.experience.total))
    });
    let calls: Vec<HeardCall> = heard.collect();
    if calls.is_empty() {
        let message = format!("no call of `{}` has a script, so its feeling cannot be worked out", file.value.trim());
        return Err((message, "give its calls their `script`, or write here how they feel".to_string()));
    }
    Ok(Heard { file: file.clone(), title: series.title.value.clone(), experience, calls, is_series: true })
}

fn call(script: &Script, beats: &[Beat], remembered: f64) -> HeardCall {
    let part = |(segment, beat): (&Segment, &Beat)| CurvePart {
        name: segment.name().to_string(),
        seconds: beat.minutes * 60.0,
        valence: segment.feels.as_ref().map(|said| f64::from(said.value.valence())),
        guessed: segment.feels.as_ref().is_some_and(Said::is_guess),
    };
    HeardCall { remembered, parts: script.segments.iter().zip(beats).map(part).collect() }
}

/// Files that a file in another folder names, counted from that folder.
struct Beside<'l> {
    load: &'l dyn Load,
    name: &'l str,
}

impl Load for Beside<'_> {
    fn load(&self, name: &str) -> Result<Vec<u8>, String> {
        match self.name.rsplit_once('/') {
            Some((folder, _)) => self.load.load(&format!("{folder}/{name}")),
            None => self.load.load(name),
        }
    }
}
