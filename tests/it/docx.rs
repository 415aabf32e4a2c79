//! Makes small Word documents, so that tests need no files that nobody can read.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

/// A document on its way.
#[derive(Default)]
pub struct Docx {
    body: String,
    parts: Vec<(String, String)>,
    relations: String,
}

pub const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing""#;

const STYLES: &str = r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>"#;

const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#;

/// Words as XML has them.
pub fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A run of words.
pub fn run(words: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(words))
}

fn bold(words: &str) -> String {
    format!(r#"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(words))
}

impl Docx {
    pub fn new() -> Self {
        Self::default().part("styles", "word/styles.xml", &format!("<w:styles {NAMESPACES}>{STYLES}</w:styles>")).part(
            "numbering",
            "word/numbering.xml",
            &format!("<w:numbering {NAMESPACES}>{NUMBERING}</w:numbering>"),
        )
    }

    /// Adds a part that the document names.
    pub fn part(mut self, kind: &str, name: &str, text: &str) -> Self {
        let target = name.trim_start_matches("word/");
        self.relations.push_str(&format!(
            r#"<Relationship Id="rel{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>"#,
            self.parts.len()
        ));
        self.parts.push((name.to_string(), text.to_string()));
        self
    }

    /// Adds XML to the body as it is.
    pub fn raw(mut self, xml: &str) -> Self {
        self.body.push_str(xml);
        self
    }

    pub fn styled(self, style: &str, words: &str) -> Self {
        let xml = format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#, run(words));
        self.raw(&xml)
    }

    pub fn title(self, words: &str) -> Self {
        self.styled("Title", words)
    }

    pub fn heading(self, level: u8, words: &str) -> Self {
        self.styled(&format!("berschrift{level}"), words)
    }

    pub fn para(self, words: &str) -> Self {
        let xml = format!("<w:p>{}</w:p>", run(words));
        self.raw(&xml)
    }

    pub fn bold(self, words: &str) -> Self {
        let xml = format!("<w:p>{}</w:p>", bold(words));
        self.raw(&xml)
    }

    pub fn item(self, list: u8, words: &str) -> Self {
        let xml = format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{}</w:p>"#,
            run(words)
        );
        self.raw(&xml)
    }

    pub fn table(self, rows: &[&[&str]]) -> Self {
        let cell = |words: &&str| {
            let paras: String = words.split('\n').map(|line| format!("<w:p>{}</w:p>", run(line))).collect();
            format!("<w:tc>{paras}</w:tc>")
        };
        let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
        let xml = format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>());
        self.raw(&xml)
    }

    /// Adds comments; the body refers to them by their numbers, from 0.
    pub fn comments(self, said: &[(&str, &str)]) -> Self {
        let one = |(at, (author, words)): (usize, &(&str, &str))| {
            format!(r#"<w:comment w:id="{at}" w:author="{author}"><w:p>{}</w:p></w:comment>"#, run(words))
        };
        let all: String = said.iter().enumerate().map(one).collect();
        self.part("comments", "word/comments.xml", &format!("<w:comments {NAMESPACES}>{all}</w:comments>"))
    }

    pub fn bytes(self) -> Vec<u8> {
        let document = format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMESPACES}><w:body>{}<w:sectPr/></w:body></w:document>"#,
            self.body
        );
        let mut parts = vec![
            ("[Content_Types].xml".to_string(), CONTENT_TYPES.to_string()),
            (
                "_rels/.rels".to_string(),
                relations(
                    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
                ),
            ),
            ("word/document.xml".to_string(), document),
            ("word/_rels/document.xml.rels".to_string(), relations(&self.relations)),
        ];
        parts.extend(self.parts);
        zipped(&parts)
    }
}

fn relations(inner: &str) -> String {
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>"#
    )
}

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>"#;

/// A zip of parts.
pub fn zipped(parts: &[(String, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
