//! Trees written down in a form that is read back in no time: what comes with the program is read as YAML once, when
//! the program is built.

use super::tree::{Entry, Node, Value};
use crate::source::{Place, narrow};
use crate::text::Text;

/// Writes a tree down.
#[must_use]
pub fn write(node: &Node) -> Vec<u8> {
    let mut out = Vec::new();
    put_node(node, &mut out);
    out
}

/// Reads a tree that [`write()`] wrote; nothing where the bytes are no such tree.
#[must_use]
pub fn read(mut bytes: &[u8]) -> Option<Node> {
    take_node(&mut bytes).filter(|_| bytes.is_empty())
}

const NOTHING: u32 = 0;
const WORDS: u32 = 1;
const LIST: u32 = 2;
const MAP: u32 = 3;

fn put_node(node: &Node, out: &mut Vec<u8>) {
    match &node.value {
        Value::Nothing => {
            put(NOTHING, out);
            put_place(node.place, out);
        }
        Value::Words(text) => {
            put(WORDS, out);
            put_place(node.place, out);
            put_text(text, out);
        }
        Value::List(items) => {
            put(LIST, out);
            put_place(node.place, out);
            put(narrow(items.len()), out);
            items.iter().for_each(|item| put_node(item, out));
        }
        Value::Map(entries) => {
            put(MAP, out);
            put_place(node.place, out);
            put(narrow(entries.len()), out);
            for entry in entries {
                put_text(&entry.key, out);
                put_node(&entry.value, out);
            }
        }
    }
}

fn put_text(text: &Text, out: &mut Vec<u8>) {
    put_place(text.place, out);
    put(narrow(text.value.len()), out);
    out.extend_from_slice(text.value.as_bytes());
    put(narrow(text.anchors().len()), out);
    for (value, file) in text.anchors() {
        put(*value, out);
        put(*file, out);
    }
}

fn put_place(place: Place, out: &mut Vec<u8>) {
    put(place.start, out);
    put(place.end - place.start, out);
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn put(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

fn take_node(from: &mut &[u8]) -> Option<Node> {
    let sort = take(from)?;
    let place = take_place(from)?;
    let value = match sort {
        NOTHING => Value::Nothing,
        WORDS => Value::Words(take_text(from)?),
        LIST => Value::List(take_many(from, take_node)?),
        MAP => Value::Map(take_many(from, |from| Some(Entry { key: take_text(from)?, value: take_node(from)? }))?),
        _ => return None,
    };
    Some(Node { place, value })
}

fn take_many<T>(from: &mut &[u8], one: impl Fn(&mut &[u8]) -> Option<T>) -> Option<Vec<T>> {
    let many = take(from)?;
    (0..many).map(|_| one(from)).collect()
}

fn take_text(from: &mut &[u8]) -> Option<Text> {
    let place = take_place(from)?;
    let length = take(from)? as usize;
    let (words, rest) = from.split_at_checked(length)?;
    *from = rest;
    let anchors = take_many(from, |from| Some((take(from)?, take(from)?)))?;
    Some(Text::anchored(std::str::from_utf8(words).ok()?, place, anchors))
}

fn take_place(from: &mut &[u8]) -> Option<Place> {
    let start = take(from)?;
    Some(Place { file: 0, start, end: start.checked_add(take(from)?)? })
}

fn take(from: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in [0, 7, 14, 21, 28] {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn a_tree_survives_being_written_down() {
        let source = Source::new("x", "a: [b, {c: 'd''e'}]\nf: |\n  one\n  two 您\ng:\n");
        let node = crate::yaml::tree(&source, 0, &[]).node.expect("a tree");
        let bytes = write(&node);
        assert_eq!(format!("{:?}", read(&bytes)), format!("{:?}", Some(&node)));
        for end in 0..bytes.len() {
            assert!(read(bytes.get(..end).unwrap_or_default()).is_none());
        }
    }
}
