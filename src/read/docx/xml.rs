//! XML as a Word document has it, mark by mark with its bytes: no document type, no entities of its own,
//! nothing from elsewhere.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::package::Refusal;

/// The deepest nesting that is read; Word itself stays far below.
const DEEPEST: usize = 512;

/// A mark of a text in XML.
#[derive(Debug)]
pub(super) enum Mark<'x> {
    Open(Tag<'x>),
    Close(Cow<'x, str>),
    Words(Cow<'x, str>),
}

/// An opening tag; names go without their prefixes.
#[derive(Debug)]
pub(super) struct Tag<'x>(BytesStart<'x>);

impl Tag<'_> {
    pub(super) fn name(&self) -> &str {
        local(self.0.name().0)
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|attribute| local(attribute.key.0) == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// Whether a property is on: written without a value, or with any but "no".
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.get("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Reads marks one after the other.
pub(super) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    part: String,
    depth: usize,
}

impl<'x> Xml<'x> {
    pub(super) fn new(text: &'x str, part: &str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part: part.to_string(), depth: 0 }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The next mark with its bytes; nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<(Mark<'x>, Range<usize>)>, Refusal> {
        loop {
            let start = self.at();
            let event = self.reader.read_event().map_err(|_| Refusal::broken(&self.part))?;
            let mark = match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(Refusal::new(
                            "format/too-large",
                            "the document is nested deeper than any that Word writes, so it is not read",
                        ));
                    }
                    Mark::Open(Tag(tag))
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Mark::Close(Cow::Owned(local(tag.name().0).to_string()))
                }
                Event::Text(words) => Mark::Words(Cow::Owned(words.xml10_content().into_owned())),
                Event::CData(words) => Mark::Words(Cow::Owned(words.xml10_content().into_owned())),
                Event::GeneralRef(name) => Mark::Words(Cow::Owned(self.named(&name)?)),
                Event::DocType(_) => {
                    return Err(Refusal::new(
                        "format/doctype",
                        "the document declares names of its own (a DOCTYPE), which Word never writes; such documents can fetch other files, so it is not read",
                    ));
                }
                Event::Eof if self.depth > 0 => return Err(Refusal::broken(&self.part)),
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            };
            return Ok(Some((mark, start..self.at())));
        }
    }

    fn at(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// The character behind `&amp;` and the like; names that a document type would have to declare are not known.
    fn named(&self, name: &quick_xml::events::BytesRef<'_>) -> Result<String, Refusal> {
        let broken = || Refusal::broken(&self.part);
        if let Some(c) = name.resolve_char_ref().map_err(|_| broken())? {
            return Ok(c.to_string());
        }
        let known = quick_xml::escape::resolve_predefined_entity(&name.xml10_content());
        known.map(str::to_string).ok_or_else(broken)
    }
}
