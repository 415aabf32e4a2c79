//! Days on which nobody calls: one on each line, `2026-12-25 Christmas Day`, remarks behind `#`.

use jiff::civil::Date;

/// The days of a file. Tables with the date in the first column are read as well.
///
/// # Errors
/// A plain sentence that names the first line which is none.
pub(super) fn file(name: &str, bytes: &[u8]) -> Result<Vec<(Date, String)>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| format!("`{name}` is not saved as UTF-8"))?;
    let mut days = Vec::new();
    let mut first = true;
    for (number, text) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let words = text.split('#').next().unwrap_or("").trim().trim_start_matches("- ").trim();
        if words.is_empty() {
            continue;
        }
        // The first line may name the columns.
        if std::mem::take(&mut first) && !words.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let day = line(words).ok_or_else(|| {
            format!("`{name}`, line {number}: `{words}` is no date: write it as 2026-12-25, with its name behind it")
        })?;
        days.push(day);
    }
    Ok(days)
}

/// One day with its name.
pub(super) fn line(words: &str) -> Option<(Date, String)> {
    let (date, name) = words.split_once([' ', ',', ';', '\t', ':']).unwrap_or((words, ""));
    let date = date.trim().parse().ok()?;
    Some((date, name.trim().trim_matches('"').to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_days_are_read() {
        let text =
            "# closed\ndate,name\n2026-12-25,Christmas Day\n# moved\n2026-12-28 Bank holiday # instead of Saturday\n\n";
        let days = file("x", text.as_bytes()).unwrap_or_default();
        let names: Vec<&str> = days.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Christmas Day", "Bank holiday"]);
        assert!(file("x", b"2026-12-25\nsoon").is_err_and(|sentence| sentence.contains("line 2")));
    }
}
