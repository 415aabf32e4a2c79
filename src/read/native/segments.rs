//! The list of segments, with shared blocks put in where they are included, and a name for each segment.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::parts::Parts;
use super::written::{WrittenScript, WrittenSegment};
use super::{Reader, meaning};
use crate::bytes::joins;
use crate::diagnostic::Diagnostic;
use crate::script::{Anytime, Script};
use crate::source::Place;
use crate::text::Text;
use crate::yaml::{self, Node};
use unicode_segmentation::UnicodeSegmentation as _;

const INCLUDES: u16 = 64;

impl Reader<'_> {
    /// Reads the segments and what may happen at any moment, and names them.
    pub(super) fn segments(&mut self, script: &mut Script, node: &Node, written: &mut WrittenScript) {
        let written_segments = written.segments.take().unwrap_or_default();
        let places = node.item_places("segments");
        for (written, place) in written_segments.into_iter().zip(places) {
            self.segment(script, written, place);
        }
        let anytime = written.anytime.take().unwrap_or_default();
        for (mut written, place) in anytime.into_iter().zip(node.item_places("anytime")) {
            let when = written.when.take().filter(|when| !when.is_blank());
            if when.is_none() {
                let help = "add a line such as `when: voicemail`";
                self.found.push(
                    Diagnostic::error("format/when", place.before(), "an item of anytime does not say when").help(help),
                );
            }
            let segment = Parts::new(&mut self.found).segment(written, place);
            script.anytime.push(Anytime { when: when.unwrap_or_default(), segment });
        }
        name_all(script);
        if script.segments.is_empty() {
            let message = if script.title.is_blank() {
                "this file holds no script: there is no line `script:` and no list of `segments:`"
            } else {
                "the script has no segments"
            };
            let help = "write `segments:` and below it the parts of the call, each beginning with `- `";
            self.found.push(Diagnostic::error("format/no-segments", node.place.before(), message).help(help));
        } else if script.title.is_blank() {
            let help = "begin the file with a line `script: TITLE`";
            self.found
                .push(Diagnostic::error("format/no-title", node.place.before(), "the script has no title").help(help));
        }
    }

    fn segment(&mut self, script: &mut Script, mut written: WrittenSegment, place: Place) {
        if let Some(when) = written.when.take() {
            let help = "move this segment to the list `anytime:`, or leave the key out";
            self.found
                .push(Diagnostic::error("format/when", when.place, "`when` belongs to items of anytime").help(help));
        }
        match written.include.take() {
            Some(file) => self.include(script, &file),
            None => {
                let segment = Parts::new(&mut self.found).segment(written, place);
                script.segments.push(segment);
            }
        }
    }

    /// Puts a shared block in: its segments move as one, its blanks and outcomes come with it.
    fn include(&mut self, script: &mut Script, name: &Text) {
        let block = script.segments.iter().filter_map(|segment| segment.block).max().unwrap_or(0) + 1;
        if block > INCLUDES {
            self.found.push(Diagnostic::error(
                "format/include",
                name.place,
                format!("more than {INCLUDES} files are included"),
            ));
            return;
        }
        let Some(file) = self.named_file(name.value.trim(), name.place) else { return };
        let source = self.sources[usize::from(file)].clone();
        let Some(node) = self.tree(&source, file) else { return };
        let mut written: WrittenScript = yaml::read(&node, &mut self.found);
        let shared = meaning::script(&mut written, &name.value, &mut self.found);
        let places = node.item_places("segments");
        for (mut written, place) in written.segments.take().unwrap_or_default().into_iter().zip(places) {
            if let Some(inner) = written.include.take() {
                let message = "a shared block cannot include another one";
                self.found.push(
                    Diagnostic::error("format/include", inner.place, message).help("include both from the script"),
                );
                continue;
            }
            let mut segment = Parts::new(&mut self.found).segment(written, place);
            segment.block = Some(block);
            script.segments.push(segment);
        }
        let new = |blank: &crate::script::Blank| script.blanks.iter().all(|own| own.name.value != blank.name.value);
        let blanks: Vec<_> = shared.blanks.into_iter().filter(new).collect();
        script.blanks.extend(blanks);
        script.outcomes.extend(shared.outcomes);
    }
}

/// Gives each segment without a written id its first four words, then -2, -3.
pub(in crate::read) fn name_all(script: &mut Script) {
    let language = script.language.clone();
    let mut taken: HashMap<String, usize> = HashMap::with_capacity(script.segments.len() + script.anytime.len());
    let written = script.segments.iter().chain(script.anytime.iter().map(|anytime| &anytime.segment));
    for segment in written.filter(|segment| segment.written_id.is_some()) {
        taken.insert(segment.id.clone(), 1);
    }
    let anytime = script.anytime.iter_mut().map(|anytime| &mut anytime.segment);
    for (at, segment) in script.segments.iter_mut().chain(anytime).enumerate() {
        if segment.written_id.is_some() {
            continue;
        }
        let words = segment.spoken().find_map(|words| words.text(&language));
        let words = words.or(segment.title.as_ref()).or(segment.note.first()).map_or("", |text| &text.value);
        let made =
            Some(first_words(words)).filter(|made| !made.is_empty()).unwrap_or_else(|| format!("segment-{}", at + 1));
        segment.id = free_name(made, &mut taken);
    }
}

fn free_name(made: String, taken: &mut HashMap<String, usize>) -> String {
    let (made, mut count) = match taken.entry(made) {
        Entry::Vacant(free) => {
            let made = free.key().clone();
            free.insert(1);
            return made;
        }
        Entry::Occupied(used) => (used.key().clone(), *used.get()),
    };
    loop {
        count += 1;
        let name = format!("{made}-{count}");
        if !taken.contains_key(&name) {
            taken.insert(made, count);
            taken.insert(name.clone(), 1);
            return name;
        }
    }
}

/// The first four words of a text as an id; Chinese as it stands.
pub(crate) fn first_words(text: &str) -> String {
    let words = crate::script::spoken::filled(text, |_| Some(""));
    if words.is_ascii() { first_ascii_words(&words) } else { first_words_of_any(&words) }
}

/// The same for words of ASCII, in one go.
fn first_ascii_words(words: &str) -> String {
    let bytes = words.as_bytes();
    let mut id = String::with_capacity(32);
    let (mut before, mut left, mut within) = (b' ', 4, false);
    for (at, &byte) in bytes.iter().enumerate() {
        if byte.is_ascii_alphanumeric() {
            if !within {
                if left == 0 {
                    break;
                }
                (left, within) = (left - 1, true);
                id.push_str(if id.is_empty() { "" } else { "-" });
            }
            id.push(char::from(byte.to_ascii_lowercase()));
        } else if byte == b'_' {
            return first_words_of_any(words);
        } else if within {
            within = bytes.get(at + 1).is_some_and(|&behind| joins(before, byte, behind));
        }
        before = byte;
    }
    id
}

fn first_words_of_any(words: &str) -> String {
    let mut id = String::with_capacity(32);
    for word in words.unicode_words().take(4) {
        let joined = id.chars().next_back().is_none_or(|last| !last.is_ascii()) && word.chars().all(|c| !c.is_ascii());
        if !id.is_empty() && !joined {
            id.push('-');
        }
        for c in word.chars() {
            if c.is_ascii_alphanumeric() || c == '_' {
                id.push(c.to_ascii_lowercase());
            } else if c.is_alphanumeric() {
                id.extend(c.to_lowercase());
            }
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ascii_words_are_found_as_any(words in "[ -~\n\r\t]{0,40}", dense in "[ab1_.,;:' -]{0,24}") {
            prop_assert_eq!(first_ascii_words(&words), first_words_of_any(&words));
            prop_assert_eq!(first_ascii_words(&dense), first_words_of_any(&dense));
        }
    }
}
