//! A Word document put together anew: its body's pieces in another order, remarks as Word comments, and
//! every other part byte for byte as it was.

use std::io::{Cursor, Write as _};
use std::ops::Range;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::body::{self, Block};
use super::package::{Package, Refusal, Relation};
use super::xml::{Mark, Xml};

/// How a document's body is built.
#[derive(Debug, Clone, Default)]
pub struct Anatomy {
    part: String,
    text: String,
    /// The paragraphs and tables of the body, in order.
    pub blocks: Vec<Block>,
    /// The rows that are a segment each, where the document has the tables that callcraft writes.
    pub rows: Vec<Block>,
    /// For each paragraph the bytes that a remark about it goes around; nothing where it has no words.
    pub insides: Vec<Option<Range<usize>>>,
}

/// A piece of the body's part, with a remark about it.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// The bytes that the remark goes around, and its words.
    pub remark: Option<(Range<usize>, String)>,
}

impl Anatomy {
    /// How many bytes the body's part has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.text.len()
    }
}

/// How the body of a document is built.
///
/// # Errors
/// Why it cannot be read.
pub fn anatomy(bytes: &[u8]) -> Result<Anatomy, Refusal> {
    let mut package = Package::open(bytes)?;
    let part = package.main()?;
    let text = package.part(&part)?.ok_or_else(|| super::no_body(&part))?;
    let body = body::read(&text, &part)?;
    let rows = super::form::segment_rows(&body);
    let insides = body.paragraphs.iter().map(|para| (!para.text.trim().is_empty()).then(|| para.inside.clone()));
    Ok(Anatomy { insides: insides.collect(), blocks: body.blocks, rows, part, text })
}

/// The document with its body made of these pieces, in this order.
///
/// # Errors
/// Why it cannot be read, or written anew.
pub fn rewrite(bytes: &[u8], anatomy: &Anatomy, pieces: &[Piece]) -> Result<Vec<u8>, Refusal> {
    let mut package = Package::open(bytes)?;
    let relations = package.relations(&anatomy.part)?;
    let known = relations.iter().find(|relation| relation.kind == "comments" && !relation.outside);
    let before = known.map(|relation| package.part(&relation.target)).transpose()?.flatten();
    let mut writer = Writer { anatomy, next: next_number(before.as_deref())?, comments: String::new() };
    let text = writer.body(pieces);
    let mut changed = vec![(anatomy.part.clone(), text)];
    if !writer.comments.is_empty() {
        match known.zip(before) {
            Some((relation, before)) => changed.push((relation.target.clone(), before_end(&before, &writer.comments))),
            None => changed.extend(writer.new_part(&mut package, &relations)?),
        }
    }
    packed(bytes, &changed)
}

/// Writes the body and gathers the comments.
struct Writer<'a> {
    anatomy: &'a Anatomy,
    next: u64,
    comments: String,
}

impl Writer<'_> {
    fn body(&mut self, pieces: &[Piece]) -> String {
        let mut out = String::with_capacity(self.anatomy.text.len() + 256 * pieces.len());
        let prefix = prefix(&self.anatomy.text);
        for piece in pieces {
            let cut = |from: usize, to: usize| self.anatomy.text.get(from..to).unwrap_or_default();
            let Some((inside, words)) = &piece.remark else {
                out.push_str(cut(piece.bytes.start, piece.bytes.end));
                continue;
            };
            let number = self.next;
            self.next += 1;
            out.push_str(cut(piece.bytes.start, inside.start));
            out.push_str(&format!(r#"<{prefix}commentRangeStart {prefix}id="{number}"/>"#));
            out.push_str(cut(inside.start, inside.end));
            out.push_str(&format!(
                r#"<{prefix}commentRangeEnd {prefix}id="{number}"/><{prefix}r><{prefix}commentReference {prefix}id="{number}"/></{prefix}r>"#
            ));
            out.push_str(cut(inside.end, piece.bytes.end));
            self.comments.push_str(&comment(number, words, self.namespace()));
        }
        out
    }

    /// The namespace of the document's own elements; the strict form of the format has another one.
    fn namespace(&self) -> &str {
        let text = &self.anatomy.text;
        let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
        let head = text.get(..text.find("body").unwrap_or(0)).unwrap_or_default();
        if head.contains(strict) { strict } else { "http://schemas.openxmlformats.org/wordprocessingml/2006/main" }
    }

    /// A part for the comments, named by the body's part and with a type of its own.
    fn new_part(&self, package: &mut Package<'_>, relations: &[Relation]) -> Result<Vec<(String, String)>, Refusal> {
        let (folder, file) = self.anatomy.part.rsplit_once('/').unwrap_or(("", &self.anatomy.part));
        let inside = |name: &str| if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
        let namespace = self.namespace();
        let comments = format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:comments xmlns:w="{namespace}">{}</w:comments>"#,
            self.comments
        );
        let number = (1..).find(|number| relations.iter().all(|relation| relation.id != format!("callcraft{number}")));
        let base = if namespace.contains("purl") {
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        } else {
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        };
        let relation = format!(
            r#"<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Id="callcraft{}" Type="{base}/comments" Target="comments.xml"/>"#,
            number.unwrap_or(1)
        );
        let rels = inside(&format!("_rels/{file}.rels"));
        let none =
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>"#;
        let rels_before = package.part(&rels)?.unwrap_or_else(|| none.to_string());
        let name = inside("comments.xml");
        let types = package.part(TYPES)?.ok_or_else(|| Refusal::broken(TYPES))?;
        let kind = format!(
            r#"<Override xmlns="http://schemas.openxmlformats.org/package/2006/content-types" PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>"#
        );
        Ok(vec![
            (name, comments),
            (rels, before_end(&rels_before, &relation)),
            (TYPES.to_string(), before_end(&types, &kind)),
        ])
    }
}

const TYPES: &str = "[Content_Types].xml";

fn comment(number: u64, words: &str, namespace: &str) -> String {
    let lines: String = words
        .lines()
        .map(|line| {
            format!(r#"<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#, quick_xml::escape::escape(line))
        })
        .collect();
    format!(
        r#"<w:comment xmlns:w="{namespace}" w:id="{number}" w:author="callcraft" w:initials="cc">{lines}</w:comment>"#
    )
}

/// The prefix of the document's own elements, with its colon.
fn prefix(text: &str) -> &str {
    let at = text.find(":body").or_else(|| text.find("<body")).unwrap_or(0);
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('<').map_or(at, |open| open + 1);
    let end = if text.get(at..).is_some_and(|rest| rest.starts_with(':')) { at + 1 } else { start };
    text.get(start..end).unwrap_or_default()
}

/// The first number that no comment has.
fn next_number(comments: Option<&str>) -> Result<u64, Refusal> {
    let mut next = 0;
    let mut xml = Xml::new(comments.unwrap_or_default(), "comments.xml");
    while let Some((mark, _)) = xml.next()? {
        if let Mark::Open(tag) = mark
            && let Some(number) = tag.get("id").and_then(|id| id.parse::<u64>().ok())
        {
            next = next.max(number.saturating_add(1));
        }
    }
    Ok(next)
}

/// A text with something put in front of its last closing tag.
fn before_end(text: &str, inner: &str) -> String {
    match text.rfind("</") {
        Some(at) => {
            let (head, tail) = text.split_at(at);
            format!("{head}{inner}{tail}")
        }
        // The outermost element is written as empty.
        None => match text.rfind("/>") {
            Some(at) => {
                let open = text.get(..at).and_then(|head| head.rfind('<')).map_or(0, |open| open + 1);
                let name: String =
                    text.get(open..at).unwrap_or_default().chars().take_while(|c| !c.is_whitespace()).collect();
                format!("{}>{inner}</{name}>", text.get(..at).unwrap_or_default())
            }
            None => text.to_string(),
        },
    }
}

/// The package with some parts changed or added, and all others as they are.
fn packed(bytes: &[u8], changed: &[(String, String)]) -> Result<Vec<u8>, Refusal> {
    let unwritten =
        |_| Refusal::new("format/damaged", "the document cannot be written anew: open it in Word and save it again");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unwritten)?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let options = SimpleFileOptions::default();
    let put = |zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str| {
        zip.start_file(name, options).map_err(unwritten)?;
        zip.write_all(utf8(text).as_bytes()).map_err(|error| unwritten(error.into()))
    };
    let mut written = std::collections::BTreeSet::new();
    for number in 0..archive.len() {
        let file = archive.by_index_raw(number).map_err(unwritten)?;
        let name = file.name().map_err(unwritten)?.into_owned();
        match changed.iter().find(|(own, _)| *own == name) {
            Some((name, text)) => {
                put(&mut zip, name, text)?;
                written.insert(name.clone());
            }
            None => zip.raw_copy_file(file).map_err(unwritten)?,
        }
    }
    for (name, text) in changed.iter().filter(|(name, _)| !written.contains(name)) {
        put(&mut zip, name, text)?;
    }
    zip.finish().map(Cursor::into_inner).map_err(unwritten)
}

/// A text that says of itself that it is UTF-8, as it now is.
fn utf8(text: &str) -> String {
    let head = text.find("?>").unwrap_or(0);
    let (head, rest) = text.split_at(head);
    let mut head = head.to_string();
    for other in ["UTF-16", "utf-16"] {
        head = head.replace(other, "UTF-8");
    }
    head + rest
}
