//! Calls that happen at a touchpoint: how they will be remembered, and their curve.

use super::model::Heard;
use crate::diagnostic::Diagnostic;
use crate::experience::score;
use crate::picture::CurvePart;
use crate::read::{self, Load};
use crate::script::{Said, Script};
use crate::sequence::{beats, settings};
use crate::text::Text;

/// Reads the script that a touchpoint names and works out how it will be remembered, as it stands.
pub(super) fn heard(file: &Text, load: &dyn Load, found: &mut Vec<Diagnostic>) -> Option<Heard> {
    let name = file.value.trim();
    let bytes = match load.load(name) {
        Ok(bytes) => bytes,
        Err(sentence) => {
            let help = "check the name; it counts from this file's folder";
            found.push(Diagnostic::error("format/named-file", file.place, sentence).help(help));
            return None;
        }
    };
    let reading = read::read(name, &bytes, &Beside { load, name });
    let errors = reading.errors();
    match reading.script {
        Some(script) if errors == 0 => Some(of(file, &script)),
        _ => {
            let message = format!("`{name}` cannot be read as a script, so its feeling cannot be worked out");
            let help = format!("`callcraft lint {name}` says what is wrong in it");
            found.push(Diagnostic::error("format/named-file", file.place, message).help(help));
            None
        }
    }
}

fn of(file: &Text, script: &Script) -> Heard {
    let beats = beats(script);
    let part = |(segment, beat): (&crate::script::Segment, &crate::experience::Beat)| CurvePart {
        name: segment.name().to_string(),
        seconds: beat.minutes * 60.0,
        valence: segment.feels.as_ref().map(|said| f64::from(said.value.valence())),
        guessed: segment.feels.as_ref().is_some_and(Said::is_guess),
    };
    Heard {
        file: file.clone(),
        title: script.title.value.clone(),
        experience: score(&beats, &settings(script)),
        parts: script.segments.iter().zip(&beats).map(part).collect(),
    }
}

/// Files that a script in another folder names, counted from that folder.
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
