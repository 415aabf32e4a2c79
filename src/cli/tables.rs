//! Tables of calls: CSV as it comes, Parquet (a feature) turned into CSV row by row.

use std::io::Read;

use crate::{Trouble, files};

/// A table to be read bit by bit as CSV, however large it is; `-` is standard input.
pub(crate) fn table(path: &str) -> Result<Box<dyn Read>, Trouble> {
    if path != "-" && is_parquet(files::stream(path)?) { parquet(path) } else { files::stream(path) }
}

/// A Parquet file opens with these four bytes.
fn is_parquet(mut file: Box<dyn Read>) -> bool {
    let mut magic = [0; 4];
    file.read_exact(&mut magic).is_ok() && &magic == b"PAR1"
}

#[cfg(not(feature = "parquet"))]
fn parquet(path: &str) -> Result<Box<dyn Read>, Trouble> {
    Err(format!(
        "`{path}` is a Parquet file, and this callcraft was built without the reader for it: save the table as CSV, \
         or install with `cargo install --path . --features parquet`"
    )
    .into())
}

#[cfg(feature = "parquet")]
fn parquet(path: &str) -> Result<Box<dyn Read>, Trouble> {
    rows::open(path)
}

#[cfg(feature = "parquet")]
mod rows {
    use std::io::{Error, Read, Result as IoResult};

    use jiff::Timestamp;
    use parquet::file::reader::FileReader as _;
    use parquet::file::serialized_reader::SerializedFileReader;
    use parquet::record::{Field, Row, reader::RowIter};

    use crate::Trouble;

    /// How many rows are held at a time.
    const AT_ONCE: usize = 1_000;

    pub(super) fn open(path: &str) -> Result<Box<dyn Read>, Trouble> {
        let unreadable = |why: &dyn std::fmt::Display| {
            Trouble(format!(
                "`{path}` calls itself a Parquet file but cannot be read as one ({why}): save the table as CSV"
            ))
        };
        let reader = SerializedFileReader::try_from(path).map_err(|why| unreadable(&why))?;
        let fields = reader.metadata().file_metadata().schema_descr().root_schema().get_fields().to_vec();
        if let Some(nested) = fields.iter().find(|field| !field.is_primitive()) {
            return Err(format!(
                "the column `{}` of `{path}` holds tables of its own: leave it out, or save as CSV",
                nested.name()
            )
            .into());
        }
        let header = line(fields.iter().map(|field| field.name().to_owned())).map_err(|why| unreadable(&why))?;
        Ok(Box::new(Rows { rows: reader.into_iter(), ready: header, at: 0 }))
    }

    /// Rows of a Parquet file, read as the text of a CSV file.
    struct Rows {
        rows: RowIter<'static>,
        ready: Vec<u8>,
        at: usize,
    }

    impl Read for Rows {
        fn read(&mut self, into: &mut [u8]) -> IoResult<usize> {
            if self.at >= self.ready.len() {
                self.refill()?;
            }
            let rest = self.ready.get(self.at..).unwrap_or_default();
            let taken = rest.len().min(into.len());
            into[..taken].copy_from_slice(&rest[..taken]);
            self.at += taken;
            Ok(taken)
        }
    }

    impl Rows {
        fn refill(&mut self) -> IoResult<()> {
            self.ready.clear();
            self.at = 0;
            for row in self.rows.by_ref().take(AT_ONCE) {
                let row = row.map_err(Error::other)?;
                self.ready.extend(line(cells(&row))?);
            }
            Ok(())
        }
    }

    fn line(cells: impl Iterator<Item = String>) -> IoResult<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(cells)?;
        writer.into_inner().map_err(|why| Error::other(why.to_string()))
    }

    fn cells(row: &Row) -> impl Iterator<Item = String> {
        row.get_column_iter().map(|(_, field)| cell(field))
    }

    fn cell(field: &Field) -> String {
        match field {
            Field::Null => String::new(),
            Field::Str(words) => words.clone(),
            Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
            Field::Date(days) => day(Timestamp::from_second(i64::from(*days) * 86_400)),
            Field::TimestampMillis(millis) => moment(Timestamp::from_millisecond(*millis)),
            Field::TimestampMicros(micros) => moment(Timestamp::from_microsecond(*micros)),
            other => other.to_string(),
        }
    }

    fn day(at: Result<Timestamp, jiff::Error>) -> String {
        at.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()).unwrap_or_default()
    }

    fn moment(at: Result<Timestamp, jiff::Error>) -> String {
        at.map(|at| at.to_string()).unwrap_or_default()
    }
}
