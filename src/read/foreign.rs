//! Files of other programs that people hand in as scripts: told by their first bytes or their ending, each with what
//! to do instead.

/// A file of another program.
struct Other {
    endings: &'static [&'static str],
    /// How the file begins.
    begins: &'static [u8],
    /// A name that a zip of this program holds.
    holds: &'static [u8],
    /// What it is, and what to do.
    sentence: &'static str,
}

const ZIP: &[u8] = b"PK\x03\x04";

static OTHERS: &[Other] = &[
    Other {
        endings: &["pdf"],
        begins: b"%PDF-",
        holds: b"",
        sentence: "this is a PDF, which has no paragraphs to read: copy its words into a Word document or a text file",
    },
    Other {
        endings: &["rtf"],
        begins: b"{\\rtf",
        holds: b"",
        sentence: "this is a rich-text document (.rtf): open it in Word and save it as .docx",
    },
    Other {
        endings: &["xlsx", "xlsm", "xls", "ods"],
        begins: ZIP,
        holds: b"xl/workbook.xml",
        sentence: "this is a workbook: save the sheet with the script as CSV",
    },
    Other {
        endings: &["pptx", "ppt", "odp"],
        begins: ZIP,
        holds: b"ppt/presentation.xml",
        sentence: "these are slides: copy the script into Word, or save it as text",
    },
    Other {
        endings: &["odt", "pages", "wps"],
        begins: ZIP,
        holds: b"application/vnd.oasis.opendocument.text",
        sentence: "this is a document of another word processor: save it as Word (.docx)",
    },
    Other {
        endings: &[],
        begins: ZIP,
        holds: b"word/document.xml",
        sentence: "this is a Word document, although its name ends otherwise: give it a name that ends in .docx",
    },
    Other {
        endings: &["doc"],
        begins: &[0xd0, 0xcf, 0x11, 0xe0],
        holds: b"",
        sentence: "this is a Word document of the old kind (.doc): open it in Word and save it as .docx",
    },
];

/// What a file is that begins as no script does.
pub(super) fn begun(bytes: &[u8]) -> Option<&'static str> {
    let is = |other: &&Other| {
        bytes.starts_with(other.begins)
            && (other.holds.is_empty() || bytes.windows(other.holds.len()).any(|window| window == other.holds))
    };
    OTHERS.iter().find(is).map(|other| other.sentence)
}

/// What a file is whose name ends as no script's does.
pub(super) fn named(ending: &str) -> Option<&'static str> {
    OTHERS.iter().find(|other| other.endings.contains(&ending)).map(|other| other.sentence)
}
