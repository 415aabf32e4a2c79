//! The project's own format: YAML with the keys of a script.

mod blanks;
mod check;
mod guesses;
mod meaning;
mod parts;
mod schema;
mod segments;
mod values;
mod written;

pub(crate) use schema::one_or_many;
pub use schema::schema;
pub(crate) use segments::first_words as short_name;
pub(super) use segments::name_all;

use super::{Limits, Load, encoding, refused};
use crate::diagnostic::Diagnostic;
use crate::reading::Reading;
use crate::script::Script;
use crate::source::{Place, Source};
use crate::yaml::{self, Node};
use written::WrittenScript;

/// Reads a script.
pub(super) fn read(name: &str, bytes: &[u8], load: &dyn Load, limits: Limits) -> Reading {
    if bytes.len() > limits.bytes {
        let message =
            format!("the file has {} bytes; at most {} are read (--max-bytes sets that)", bytes.len(), limits.bytes);
        return refused(name, "format/too-large", message);
    }
    let text = match encoding::text(bytes) {
        Ok(text) => text,
        Err(sentence) => return refused(name, "format/not-text", sentence),
    };
    let mut reader = Reader { load, limits, sources: vec![Source::new(name, text)], found: Vec::new() };
    let script = reader.script();
    reader.found.sort_by_key(|found| (found.place.file, found.place.start, found.place.end));
    Reading { sources: reader.sources, script, diagnostics: reader.found, ..Reading::default() }
}

/// Reads a script and the files that it names.
struct Reader<'l> {
    load: &'l dyn Load,
    limits: Limits,
    sources: Vec<Source>,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn script(&mut self) -> Option<Script> {
        let source = self.sources[0].clone();
        if source.text().trim().is_empty() {
            self.found.push(
                Diagnostic::error("format/empty-file", Place::default(), "the file is empty")
                    .help("start from an example: `callcraft new` lists them"),
            );
            return None;
        }
        let node = self.tree(&source, 0)?;
        let mut written: WrittenScript = yaml::read(&node, &mut self.found);
        let mut script = meaning::script(&mut written, stem(source.name()), &mut self.found);
        self.segments(&mut script, &node, &mut written);
        guesses::mark(&mut script, &self.sources);
        guesses::ends(&mut script);
        self.habit(&mut script);
        check::check(&script, &self.sources, &mut self.found);
        if script.segments.len() > self.limits.segments {
            let place = script.segments[self.limits.segments].place;
            let most = self.limits.segments;
            let message = format!(
                "the script has {} segments; at most {most} are read (--max-segments sets that)",
                script.segments.len()
            );
            self.found.push(Diagnostic::error("format/too-many-segments", place, message));
            return None;
        }
        (!script.segments.is_empty()).then_some(script)
    }

    fn tree(&mut self, source: &Source, file: u16) -> Option<Node> {
        let outcome = yaml::tree(source, file, schema::keys());
        self.found.extend(outcome.diagnostics);
        if outcome.node.is_none() && self.found.is_empty() {
            let found = Diagnostic::error(
                "format/no-script",
                Place::in_file(file, 0, 0),
                "there is nothing but remarks in this file",
            );
            self.found.push(found.help("a script has a line `script: TITLE` and a list of `segments:`"));
        }
        outcome.node
    }

    /// Loads a file that the script names, as a source of its own.
    fn named_file(&mut self, name: &str, place: Place) -> Option<u16> {
        let loaded = self.load.load(name).and_then(|bytes| {
            if bytes.len() > self.limits.bytes { Err(format!("`{name}` is too large")) } else { encoding::text(&bytes) }
        });
        match loaded {
            Ok(text) => {
                let file = u16::try_from(self.sources.len()).ok()?;
                self.sources.push(Source::new(name, text));
                Some(file)
            }
            Err(sentence) => {
                self.found.push(
                    Diagnostic::error("format/named-file", place, sentence)
                        .help("check the name; it counts from this file's folder"),
                );
                None
            }
        }
    }

    /// Where `habit` names a file, its order of segments takes the name's place.
    fn habit(&mut self, script: &mut Script) {
        let Some(habit) = &mut script.habit else { return };
        let place = habit.place;
        if let [name] = habit.order.as_slice()
            && (name.ends_with(".yaml") || name.ends_with(".yml"))
        {
            let name = name.clone();
            let order = self.named_file(&name, place).map(|file| self.ids_of(file));
            let Some(habit) = &mut script.habit else { return };
            habit.order = order.unwrap_or_default();
        }
        let Some(habit) = &mut script.habit else { return };
        habit.order.retain(|id| script.segments.iter().any(|segment| segment.id == *id));
        if habit.order.is_empty() {
            script.habit = None;
        }
    }

    /// The ids of another script's segments, in its order; its own mistakes are its own affair.
    fn ids_of(&self, file: u16) -> Vec<String> {
        let source = &self.sources[usize::from(file)];
        let reading = read(source.name(), source.text().as_bytes(), &super::NoFiles, self.limits);
        reading.script.map(|script| script.segments.into_iter().map(|segment| segment.id).collect()).unwrap_or_default()
    }
}

/// The file's name without folders and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.split_once('.').map_or(file, |(stem, _)| stem)
}
