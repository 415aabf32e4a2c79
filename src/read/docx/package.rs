//! The package that a Word document is: a zip with parts that name each other. What is no such package,
//! is locked or swells beyond measure is refused in one sentence; nothing outside of it is ever opened.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::xml::{Mark, Xml};
use crate::read::encoding;
use crate::read::outline::LARGEST;

/// Why a document is not read: the rule's name and one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule, such as `format/locked`.
    pub rule: &'static str,
    /// One sentence without a full stop.
    pub message: String,
}

impl Refusal {
    pub(super) fn new(rule: &'static str, message: impl Into<String>) -> Self {
        Self { rule, message: message.into() }
    }

    pub(super) fn broken(part: &str) -> Self {
        let message =
            format!("the document is damaged: its part `{part}` cannot be read; open it in Word and save it again");
        Self::new("format/damaged", message)
    }
}

/// How many parts a document may have.
const MOST_PARTS: usize = 20_000;
/// How many bytes all parts that are read may have together, unpacked.
const MOST_BYTES: u64 = 2 * LARGEST as u64;
/// How a Word document of the old kind begins, and a new one that is locked.
const OLD: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// A document's package.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

/// A part that another part names.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub id: String,
    /// The last word of its type: `styles`, `comments`, `header` …
    pub kind: String,
    pub target: String,
    /// Whether it lies outside of the package.
    pub outside: bool,
}

/// Whether a file opens like a Word document: a zip, or the old form in which Word also locks new documents.
pub(in crate::read) fn opens(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || bytes.starts_with(OLD)
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::new("format/empty-file", "the file is empty"));
        }
        if bytes.starts_with(OLD) {
            return Err(old_or_locked(bytes));
        }
        if !bytes.starts_with(b"PK") {
            return Err(Refusal::new(
                "format/not-word",
                "this is not a Word document, although its name ends like one: open it in Word and save it as .docx",
            ));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            Refusal::new(
                "format/damaged",
                "the document is damaged or was cut off: get it again, or open it in Word and save it again",
            )
        })?;
        if named_twice(bytes, archive.len()) {
            return Err(Refusal::new(
                "format/damaged",
                "the document holds two parts of the same name, so that its words are not clear: open it in Word and save it again",
            ));
        }
        if archive.len() > MOST_PARTS {
            return Err(Refusal::new(
                "format/too-large",
                format!("the document has {} parts; a script has a few dozen", archive.len()),
            ));
        }
        Ok(Self { archive, left: MOST_BYTES })
    }

    /// The text of a part; nothing where there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(number) = self.archive.index_for_name(name) else { return Ok(None) };
        let file = self.archive.by_index(number).map_err(|error| refused(&error, name))?;
        if file.encrypted() {
            return Err(locked());
        }
        let limit = self.left.min(LARGEST as u64);
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Refusal::broken(name))?;
        if bytes.len() as u64 > limit {
            return Err(Refusal::new(
                "format/too-large",
                format!(
                    "the document is small but swells to more than {} MB when it is unpacked, so it is not opened",
                    limit / 1024 / 1024
                ),
            ));
        }
        self.left -= bytes.len() as u64;
        encoding::text(&bytes).map(Some).map_err(|_| Refusal::broken(name))
    }

    /// The parts that a part names.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Refusal> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let Some(text) = self.part(&name)? else { return Ok(Vec::new()) };
        let mut xml = Xml::new(&text, &name);
        let mut relations = Vec::new();
        while let Some((mark, _)) = xml.next()? {
            let Mark::Open(tag) = mark else { continue };
            if tag.name() != "Relationship" {
                continue;
            }
            let outside = tag.get("TargetMode").is_some_and(|mode| mode == "External");
            let target = tag.get("Target").unwrap_or_default();
            relations.push(Relation {
                id: tag.get("Id").unwrap_or_default(),
                kind: tag.get("Type").unwrap_or_default().rsplit('/').next().unwrap_or_default().to_string(),
                target: if outside { target } else { resolved(folder, &target) },
                outside,
            });
        }
        Ok(relations)
    }

    /// The part that holds the document's words.
    pub(super) fn main(&mut self) -> Result<String, Refusal> {
        let main =
            self.relations("")?.into_iter().find(|relation| relation.kind == "officeDocument" && !relation.outside);
        let name = main.map_or_else(|| "word/document.xml".to_string(), |relation| relation.target);
        if name.starts_with("xl/") || name.starts_with("ppt/") {
            return Err(Refusal::new(
                "format/not-word",
                "this is a workbook or slides, not a Word document: copy the script into Word, or save the sheet as CSV",
            ));
        }
        Ok(name)
    }
}

/// Whether the package's own list counts more parts than there are names: programs would differ in which one they show.
/// The count stands in the end record (APPNOTE.TXT 4.3.16); packages with a larger one (65,535) are refused for their size.
fn named_twice(bytes: &[u8], names: usize) -> bool {
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06");
    let count = end.and_then(|end| bytes.get(end + 10..end + 12)).and_then(|count| count.try_into().ok());
    count.map(u16::from_le_bytes).is_some_and(|count| count < u16::MAX && usize::from(count) > names)
}

fn old_or_locked(bytes: &[u8]) -> Refusal {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let is_locked = bytes.windows(name.len()).take(8 * 1024 * 1024).any(|window| window == name);
    if is_locked {
        return locked();
    }
    Refusal::new("format/old-word", "this is a document of the old kind (.doc): open it in Word and save it as .docx")
}

fn locked() -> Refusal {
    Refusal::new(
        "format/locked",
        "the document is locked with a password: open it in Word, take the password off (File, Info, Protect Document) and save it",
    )
}

fn refused(error: &zip::result::ZipError, part: &str) -> Refusal {
    match error {
        zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => locked(),
        _ => Refusal::broken(part),
    }
}

/// A target as the name of a part: relative to a folder, or from the root where it begins with a slash.
fn resolved(folder: &str, target: &str) -> String {
    let base = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
