//! Reads a tree into serde types and never stops: what does not fit is reported with its place, and the
//! rest is read all the same.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

use super::tree::{Entry, Node, Value};
use crate::diagnostic::Diagnostic;
use crate::fix::{Fix, Safety};
use crate::source::Place;
use crate::text::{Text, listed, nearest};

const TEXT: &str = "\0text";
const SHORT: &str = "\0short";

/// Reads a node into a type made of `Text`, `Option`, `Vec`, [`Pairs`], [`Short`] and structs whose
/// fields all have defaults. A struct's serde name is what messages call it ("a segment").
pub fn read<T: DeserializeOwned + Default>(node: &Node, found: &mut Vec<Diagnostic>) -> T {
    let collected = RefCell::new(Vec::new());
    let result = T::deserialize(Reader { node, under: "", found: &collected });
    found.append(&mut collected.into_inner());
    result.unwrap_or_else(|error| {
        found.push(Diagnostic::error("format/wrong-shape", node.place, error.0));
        T::default()
    })
}

/// Keys the author names, with their values, in the written order.
#[derive(Debug, Clone)]
pub struct Pairs<T>(pub Vec<(Text, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// What may be written on one line, or in full with keys of its own.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename = "\0short")]
pub enum Short<T> {
    /// On one line.
    Short(Text),
    /// With keys of its own.
    Long(T),
}

impl<T> Default for Short<T> {
    fn default() -> Self {
        Self::Short(Text::default())
    }
}

/// A key as the format spells it: lower case, underscores.
pub(super) fn normal(key: &str) -> String {
    key.trim().trim_end_matches('：').trim().to_lowercase().replace([' ', '-'], "_")
}

/// Whether a key as written means this key of the format.
#[must_use]
pub fn is_key(written: &str, key: &str) -> bool {
    normal(written) == key
}

#[derive(Debug)]
struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Reads one node; `under` is the key it stands under.
#[derive(Clone, Copy)]
struct Reader<'n> {
    node: &'n Node,
    under: &'n str,
    found: &'n RefCell<Vec<Diagnostic>>,
}

impl<'n> Reader<'n> {
    fn report(&self, found: Diagnostic) {
        self.found.borrow_mut().push(found);
    }

    fn wrong(&self, wanted: &str, help: &str) {
        let holds = match self.node.value {
            Value::Nothing => "nothing",
            Value::Words(_) => "words",
            Value::List(_) => "a list",
            Value::Map(_) => "keys of its own",
        };
        let name = if self.under.is_empty() { "this".to_string() } else { format!("`{}`", self.under) };
        let message = format!("{name} holds {holds}, where {wanted} belongs");
        self.report(Diagnostic::error("format/wrong-shape", self.node.place, message).help(help));
    }

    fn text(&self) -> Text {
        match &self.node.value {
            Value::Words(text) => text.clone(),
            Value::Nothing => Text::new("", self.node.place),
            Value::List(_) | Value::Map(_) => {
                self.wrong("one line of words", "write the words behind the key, or under `|` on the next line");
                Text::new("", self.node.place)
            }
        }
    }
}

impl<'de> de::Deserializer<'de> for Reader<'_> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_string(self.text().value)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        if !matches!(self.node.value, Value::Nothing) {
            return visitor.visit_some(self);
        }
        let message = format!("`{}` is empty", self.under);
        self.report(
            Diagnostic::warning("format/empty", self.node.place, message).help("write something, or leave the key out"),
        );
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Failure> {
        match name {
            TEXT => visitor.visit_seq(TextParts::new(&self.text())),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let items = match &self.node.value {
            Value::List(items) => items.as_slice(),
            Value::Nothing => &[],
            Value::Words(_) => std::slice::from_ref(self.node),
            Value::Map(_) => {
                self.wrong("a list", "begin each item with `- `");
                std::slice::from_ref(self.node)
            }
        };
        visitor.visit_seq(Items { items: items.iter(), of: self })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let entries = self.entries();
        visitor.visit_map(Free { entries: entries.iter(), value: None, of: self })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let entries = self.known_entries(name, fields);
        visitor.visit_map(Known { entries: entries.into_iter(), value: None, of: self })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        debug_assert_eq!(name, SHORT, "only Short is read as an enum");
        visitor.visit_enum(Either { of: self })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct identifier ignored_any
    }
}

impl<'n> Reader<'n> {
    fn entries(&self) -> &'n [Entry] {
        match &self.node.value {
            Value::Map(entries) => entries,
            Value::Nothing => &[],
            Value::Words(_) | Value::List(_) => {
                self.wrong("keys of its own", "write `key: words` on lines of their own, two spaces further in");
                &[]
            }
        }
    }

    /// The entries whose keys a struct has, each once; the others are reported.
    fn known_entries(&self, name: &str, fields: &'static [&'static str]) -> Vec<(&'static str, &'n Node)> {
        let mut taken: Vec<(&'static str, &'n Node, Place)> = Vec::new();
        for Entry { key, value } in self.entries() {
            let plain = normal(&key.value);
            let Some(field) = fields.iter().find(|field| **field == plain) else {
                self.unknown(name, key, &plain, fields);
                continue;
            };
            if let Some((_, _, first)) = taken.iter().find(|(seen, ..)| seen == field) {
                let message = format!("the key `{field}` stands twice in {name}");
                let help = if *field == "say" {
                    "begin the second part with `- say: |`, or put all words under one `say`"
                } else {
                    "keep one of the two"
                };
                self.report(
                    Diagnostic::error("format/twice", key.place, message).help(help).related(*first, "first here"),
                );
                continue;
            }
            if *field != key.value {
                self.respell(key, field);
            }
            taken.push((field, value, key.place));
        }
        taken.into_iter().map(|(field, value, _)| (field, value)).collect()
    }

    fn respell(&self, key: &Text, field: &str) {
        let message = format!("the key `{}` is written `{field}`", key.value);
        let fix = Fix::replace(format!("write `{field}`"), key.place, field, Safety::Safe);
        self.report(
            Diagnostic::warning("format/spelling", key.place, message).help(format!("write `{field}`")).fix(fix),
        );
    }

    fn unknown(&self, name: &str, key: &Text, plain: &str, fields: &[&'static str]) {
        let message = format!("{name} has no key `{}`", key.value);
        let found = Diagnostic::error("format/unknown-key", key.place, message);
        self.report(match nearest(plain, fields.iter().copied()) {
            Some(near) => found.help(format!("did you mean `{near}`?")).fix(Fix::replace(
                format!("write `{near}`"),
                key.place,
                near,
                Safety::Unsafe,
            )),
            None if fields.len() <= 14 => found.help(format!("it has {}", listed(fields.iter().copied()))),
            None => found.help("leave the line out; docs/format.md lists the keys that there are"),
        });
    }
}

struct Items<'n> {
    items: std::slice::Iter<'n, Node>,
    of: Reader<'n>,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        let Some(node) = self.items.next() else { return Ok(None) };
        seed.deserialize(Reader { node, ..self.of }).map(Some)
    }
}

struct Free<'n> {
    entries: std::slice::Iter<'n, Entry>,
    value: Option<&'n Entry>,
    of: Reader<'n>,
}

impl<'de> de::MapAccess<'de> for Free<'_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        self.value = self.entries.next();
        let Some(entry) = self.value else { return Ok(None) };
        let node = Node { place: entry.key.place, value: Value::Words(entry.key.clone()) };
        seed.deserialize(Reader { node: &node, under: "", found: self.of.found }).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let entry = self.value.ok_or_else(|| Failure("a key without a value".into()))?;
        seed.deserialize(Reader { node: &entry.value, under: &entry.key.value, ..self.of })
    }
}

struct Known<'n> {
    entries: std::vec::IntoIter<(&'static str, &'n Node)>,
    value: Option<(&'static str, &'n Node)>,
    of: Reader<'n>,
}

impl<'de> de::MapAccess<'de> for Known<'_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        self.value = self.entries.next();
        let Some((field, _)) = self.value else { return Ok(None) };
        let name: StrDeserializer<'_, Failure> = field.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let (under, node) = self.value.ok_or_else(|| Failure("a key without a value".into()))?;
        seed.deserialize(Reader { node, under, ..self.of })
    }
}

/// Picks between the two forms of [`Short`] by what was written.
struct Either<'n> {
    of: Reader<'n>,
}

impl<'de, 'n> de::EnumAccess<'de> for Either<'n> {
    type Error = Failure;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Failure> {
        let long = matches!(self.of.node.value, Value::Map(_));
        let name: StrDeserializer<'_, Failure> = if long { "Long" } else { "Short" }.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Either<'_> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Failure> {
        seed.deserialize(self.of)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Failure> {
        Err(Failure("not a form of this format".into()))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Failure> {
        Err(Failure("not a form of this format".into()))
    }
}

/// A text on its way through serde: its words, then its place and its anchors as numbers.
struct TextParts {
    words: Option<String>,
    numbers: std::vec::IntoIter<u32>,
}

impl TextParts {
    fn new(text: &Text) -> Self {
        let Place { file, start, end } = text.place;
        let mut numbers = vec![u32::from(file), start, end];
        numbers.extend(text.anchors().iter().flat_map(|&(value, raw)| [value, raw]));
        Self { words: Some(text.value.clone()), numbers: numbers.into_iter() }
    }
}

impl<'de> de::SeqAccess<'de> for TextParts {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        if let Some(words) = self.words.take() {
            return seed.deserialize(words.into_deserializer()).map(Some);
        }
        let Some(number) = self.numbers.next() else { return Ok(None) };
        let number: U32Deserializer<Failure> = number.into_deserializer();
        seed.deserialize(number).map(Some)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(TEXT, TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("words")
    }

    fn visit_str<E: de::Error>(self, words: &str) -> Result<Text, E> {
        Ok(Text::new(words, Place::default()))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut parts: A) -> Result<Text, A::Error> {
        let words: String = parts.next_element()?.unwrap_or_default();
        let mut numbers = Vec::new();
        while let Some(number) = parts.next_element::<u32>()? {
            numbers.push(number);
        }
        let [file, start, end, anchors @ ..] = numbers.as_slice() else {
            return Ok(Text::new(words, Place::default()));
        };
        let place = Place { file: u16::try_from(*file).unwrap_or(u16::MAX), start: *start, end: *end };
        let anchors = anchors.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        Ok(Text::anchored(words, place, anchors))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor(PhantomData))
    }
}

struct PairsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PairsVisitor<T> {
    type Value = Pairs<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("keys with values")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key::<Text>()? {
            pairs.push((key, map.next_value()?));
        }
        Ok(Pairs(pairs))
    }
}
