//! What goes to the terminal: sentences and findings, in colour only where somebody looks, and without the control signs
//! that a file may carry to fool a terminal.

use std::io::{ErrorKind, IsTerminal as _, Write};
use std::sync::OnceLock;

/// Says why something could not be done.
pub(crate) fn trouble(sentence: &str) {
    let _ = writeln!(anstream::stderr(), "callcraft: {}", clean(sentence));
}

/// Says something beside the result, such as "wrote …".
pub(crate) fn aside(sentence: &str) {
    let _ = writeln!(anstream::stderr(), "{}", harmless(sentence.trim_end()));
}

/// Whether a person reads what goes to standard error and wants colour.
pub(crate) fn colour_of_errors() -> bool {
    !matches!(anstream::AutoStream::choice(&std::io::stderr()), anstream::ColorChoice::Never)
}

/// Gives the result. A reader who closes the pipe early is no error.
pub(crate) fn result(text: &str) {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    if std::io::stdout().is_terminal() {
        let mut out = anstream::stdout().lock();
        return note(write!(out, "{}{end}", harmless(text)).and_then(|()| out.flush()));
    }
    // Where there are no control signs, of which some begin with 0xc2, no colours have to be taken out.
    let control = |byte: u8| byte < b' ' && !byte.is_ascii_whitespace() || matches!(byte, 0x7f | 0xc2);
    let block = |bytes: &[u8]| bytes.iter().fold(false, |found, byte| found | control(*byte));
    let plain = !text.as_bytes().chunks(4096).any(block);
    let mut out: Box<dyn Write> =
        if plain { Box::new(std::io::stdout().lock()) } else { Box::new(anstream::stdout().lock()) };
    note(write!(out, "{text}{end}").and_then(|()| out.flush()));
}

/// Gives the result byte for byte, as a file would hold it; on a terminal without what would fool it.
pub(crate) fn bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    let written = match std::str::from_utf8(bytes) {
        Ok(text) if out.is_terminal() => out.write_all(harmless(text).as_bytes()),
        _ => out.write_all(bytes),
    };
    note(written.and_then(|()| out.flush()));
}

/// Why some of the result did not arrive.
static LOST: OnceLock<String> = OnceLock::new();

fn note(written: std::io::Result<()>) {
    let Err(error) = written else { return };
    match error.kind() {
        ErrorKind::BrokenPipe => {}
        ErrorKind::StorageFull => drop(LOST.set("the disk is full".to_string())),
        _ => drop(LOST.set(error.to_string())),
    }
}

/// Why some of the result did not arrive, if it did not.
pub(crate) fn lost() -> Option<&'static str> {
    LOST.get().map(String::as_str)
}

/// Whether a person looks at the result and wants colour.
pub(crate) fn colour() -> bool {
    !matches!(anstream::AutoStream::choice(&std::io::stdout()), anstream::ColorChoice::Never)
}

/// How many columns there are to write in.
pub(crate) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.unwrap_or(100).clamp(40, 200)
}

/// Takes out control signs that a file may carry to fool a terminal.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// A finished text without control signs: all but line breaks, tabs, and the colours that reports are made with. Signs that
/// turn the direction of writing go too, since with them words can be shown in another order than they stand in.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = colour_at(rest).unwrap_or(c.len_utf8());
        let (piece, behind) = rest.split_at(length);
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if length > c.len_utf8() || matches!(c, '\n' | '\t') || !c.is_control() && !turns {
            out.push_str(piece);
        }
        rest = behind;
    }
    out
}

/// How long the sign for a colour is that a text begins with, where it is one of those that reports use.
fn colour_at(text: &str) -> Option<usize> {
    let (codes, _) = text.strip_prefix("\u{1b}[")?.split_once('m')?;
    let known = |code: &str| matches!(code.parse(), Ok(0..=2_u8 | 22 | 31..=36 | 39 | 91..=96));
    (codes.is_empty() || codes.split(';').all(known)).then(|| codes.len() + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_stay_and_what_fools_a_terminal_goes() {
        let ours = "\u{1b}[1m\u{1b}[91merror\u{1b}[0m\n\tword 语";
        assert_eq!(harmless(ours), ours);
        let theirs = "a\u{1b}]0;title\u{7}b\u{1b}[2Jc\u{9b}31md\u{1b}[8me\u{202e}f\r\u{8}g";
        assert_eq!(harmless(theirs), "a]0;titleb[2Jc31md[8mefg");
        assert_eq!(harmless("\u{1b}[999999999999999999m\u{1b}["), "[999999999999999999m[");
    }
}
