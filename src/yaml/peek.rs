//! Small looks at YAML: the first key of a file, and words written so that they stay words.

/// The first key of a text, which says what kind of file it is: `script`, `series`, `pack` …
#[must_use]
pub fn first_key(text: &str) -> Option<&str> {
    let line = text.trim_start_matches('\u{feff}').lines().find(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#') && line != "---"
    })?;
    let (key, _) = line.split_once([':', '：'])?;
    let key = key.trim();
    (!key.is_empty() && !key.contains(char::is_whitespace) && !line.starts_with([' ', '-'])).then_some(key)
}

/// Words on one line, in quotes only where YAML would read them as something else.
#[must_use]
pub fn quote(words: &str) -> String {
    serde_yaml::to_string(&words).map_or_else(|_| format!("{words:?}"), |line| line.trim_end().to_string())
}
