//! What goes to the terminal: sentences and findings, in colour only where somebody looks.

use std::io::Write as _;

/// Says why something could not be done.
pub(crate) fn trouble(sentence: &str) {
    let _ = writeln!(anstream::stderr(), "callcraft: {}", clean(sentence));
}

/// Says something beside the result, such as "wrote …".
pub(crate) fn aside(sentence: &str) {
    let _ = writeln!(anstream::stderr(), "{}", sentence.trim_end());
}

/// Whether a person reads what goes to standard error and wants colour.
pub(crate) fn colour_of_errors() -> bool {
    !matches!(anstream::AutoStream::choice(&std::io::stderr()), anstream::ColorChoice::Never)
}

/// Gives the result. A reader who closes the pipe early is no error.
pub(crate) fn result(text: &str) {
    let mut out = anstream::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    if !text.ends_with('\n') {
        let _ = out.write_all(b"\n");
    }
    let _ = out.flush();
}

/// Gives the result byte for byte, as a file would hold it.
pub(crate) fn bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(bytes).and_then(|()| out.flush());
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
