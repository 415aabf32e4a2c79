//! Figures as people write them: `71%`, `7 points`, `9 min`, `1,5 calls`, `1 to 5`.

use crate::script::duration;

/// A figure with the unit it was written with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amount {
    pub(super) value: f64,
    pub(super) unit: String,
}

/// The figure in some words; lengths of time come out in seconds, with unit `s`.
pub(super) fn amount(words: &str) -> Option<Amount> {
    let words = words.trim();
    if words.parse::<f64>().is_err()
        && let Ok(value) = duration::seconds(words)
    {
        return Some(Amount { value, unit: "s".into() });
    }
    let end = words.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-'))).unwrap_or(words.len());
    let value = number(&words[..end])?;
    let unit = words[end..].trim();
    let unit = if unit == "percent" { "%" } else { unit };
    (unit.chars().count() <= 20).then(|| Amount { value, unit: unit.into() })
}

/// The lowest and the highest of a range such as `1 to 5` or `1-5`.
pub(super) fn range(words: &str) -> Option<(f64, f64)> {
    let (low, high) = words.split_once(" to ").or_else(|| words.split_once('-'))?;
    let (low, high) = (amount(low)?, amount(high)?);
    let minutes = low.unit.is_empty() && low.value == 0.0 || low.unit == high.unit || low.unit.is_empty();
    (minutes && low.value < high.value).then_some((low.value, high.value))
}

/// A number with a decimal point or comma.
pub(super) fn number(words: &str) -> Option<f64> {
    let read = words.parse::<f64>().or_else(|_| words.replace(',', ".").parse());
    read.ok().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_with_their_unit() {
        let read = |words: &str| amount(words).map(|amount| (amount.value, amount.unit));
        assert_eq!(read("71%"), Some((71.0, "%".into())));
        assert_eq!(read("7 points"), Some((7.0, "points".into())));
        assert_eq!(read("9 min"), Some((540.0, "s".into())));
        assert_eq!(read("1 min 30 s"), Some((90.0, "s".into())));
        assert_eq!(read("1,5 calls"), Some((1.5, "calls".into())));
        assert_eq!(read("0.3"), Some((0.3, String::new())));
        assert_eq!((read("many"), read(""), read("1.2.3")), (None, None, None));
        assert_eq!(range("1 to 5"), Some((1.0, 5.0)));
        assert_eq!(range("0-10"), Some((0.0, 10.0)));
        assert_eq!(range("0 to 60 min"), Some((0.0, 3600.0)));
        assert_eq!((range("5 to 1"), range("high")), (None, None));
    }
}
