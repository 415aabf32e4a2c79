//! Tables as spreadsheets save them: what separates the cells, marks at the front, names of columns.

use std::io::{BufRead as _, BufReader, Chain, Cursor, Read};

/// A reader of comma, semicolon or tab separated text, told from its first line.
pub(crate) fn reader<R: Read>(input: R) -> csv::Reader<Joined<R>> {
    open(input).reader
}

/// What is read: the first line, then the rest.
pub(crate) type Joined<R> = Chain<Cursor<Vec<u8>>, BufReader<R>>;

/// A table that was opened: its rows, what separates the cells, and how the file begins.
pub(crate) struct Table<R> {
    pub(crate) reader: csv::Reader<Joined<R>>,
    pub(crate) delimiter: u8,
    pub(crate) begins: Vec<u8>,
}

/// Opens a table; what separates its cells is told from its first line.
pub(crate) fn open<R: Read>(input: R) -> Table<R> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut first = Vec::new();
    // a line that cannot be read ends the table, and the rows after it are missed by the caller's counts
    let _ = input.by_ref().take(1 << 16).read_until(b'\n', &mut first);
    if first.starts_with(b"\xef\xbb\xbf") {
        first.drain(..3);
    }
    let delimiter = delimiter(&first);
    let begins = first.iter().copied().take(4).collect();
    let reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(Cursor::new(first).chain(input));
    Table { reader, delimiter, begins }
}

/// What separates the cells of a first line.
fn delimiter(line: &[u8]) -> u8 {
    let count = |mark: u8| line.iter().filter(|&&byte| byte == mark).count();
    [b';', b'\t'].into_iter().fold(b',', |best, mark| if count(mark) > count(best) { mark } else { best })
}

/// A column's name without the spaces around it.
pub(crate) fn head(name: &str) -> String {
    name.trim().trim_start_matches('\u{feff}').to_string()
}
