//! Plain values by name from a JSON or YAML file: what fills the blanks of a script.

use std::collections::BTreeMap;

use serde_yaml::Options;

/// The values of a file, each as the words it was written with.
///
/// # Errors
/// A plain sentence where the file is not a list of names with values.
pub fn values(name: &str, bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| format!("`{name}` is not a text file (UTF-8)"))?;
    if text.len() > LARGEST {
        return Err(format!("`{name}` is larger than a megabyte"));
    }
    let fail = |error: serde_yaml::Error| {
        let line = error.location().map_or(String::new(), |place| format!(", line {}", place.line()));
        format!("`{name}`{line}: this is not a list of names with values: write one a line, `first_name: Maria`")
    };
    serde_yaml::from_str_with_options(text, Options::default()).map_err(fail)
}

const LARGEST: usize = 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_as_they_were_written() {
        let wanted = |text: &str| values("x", text.as_bytes()).map(|map| map.into_iter().collect::<Vec<_>>());
        let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
        assert_eq!(wanted("a: 0800\nb: No\nc: 1.10"), Ok(vec![pair("a", "0800"), pair("b", "No"), pair("c", "1.10")]));
        assert_eq!(wanted(r#"{"a": "x", "b": 5}"#), Ok(vec![pair("a", "x"), pair("b", "5")]));
        assert!(wanted("- a").is_err());
        assert!(wanted("a: {b: c}").is_err());
    }
}
