//! Figures in words: points, percent, seconds, with as many digits as mean something.

use super::model::Measure;

/// A figure of a measure, such as `71.3 %`, `541 s` or `10.9 calls`.
pub(super) fn level(measure: &Measure, value: f64) -> String {
    if measure.is_share() { format!("{value:.1} %") } else { size(&measure.unit, value) }
}

/// The size of a difference with its unit, such as `7.1 points` or `12 s`.
pub(super) fn size(unit: &str, value: f64) -> String {
    let digits = digits(unit, value);
    let number = format!("{value:.digits$}");
    let number = if number.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) {
        number.trim_start_matches('-').to_string()
    } else {
        number
    };
    if unit.is_empty() { number } else { format!("{number} {}", one(unit, &number)) }
}

/// A difference with its sign and without its unit, such as `+7.1` or `−0.4`.
pub(super) fn signed(unit: &str, value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "+∞" } else { "−∞" }.to_string();
    }
    let digits = digits(unit, value);
    let number = format!("{:.digits$}", value.abs());
    let zero = number.chars().all(|c| matches!(c, '0' | '.'));
    let sign = match value {
        _ if zero => "",
        value if value > 0.0 => "+",
        _ => "−",
    };
    format!("{sign}{number}")
}

/// An interval, such as `+2.9 to +11.3`.
pub(super) fn interval(unit: &str, low: f64, high: f64) -> String {
    format!("{} to {}", signed(unit, low), signed(unit, high))
}

fn digits(unit: &str, value: f64) -> usize {
    match unit {
        "points" | "%" => 1,
        _ if value.abs() >= 100.0 => 0,
        "s" => 1,
        _ if value.abs() >= 10.0 => 1,
        _ => 2,
    }
}

fn one(unit: &str, number: &str) -> String {
    let single = number == "1" || number.parse::<f64>().is_ok_and(|number| (number - 1.0).abs() < 1e-9);
    if single && unit.len() > 2 { unit.trim_end_matches('s').to_string() } else { unit.to_string() }
}

/// A p-value: three digits, or how small it is.
pub(super) fn chance(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_string() } else { format!("p = {p:.3}") }
}

/// A p-value as people count: so many trials in a hundred, in a thousand where it is small.
pub(super) fn chance_in_words(p: f64) -> String {
    match p {
        p if p < 0.001 => "under 1 in 1\u{202f}000".to_string(),
        p if p < 0.095 => format!("{:.0} in 1\u{202f}000", p * 1000.0),
        p => format!("{:.0} in 100", p * 100.0),
    }
}

/// A share of 1 in whole percent, such as `95 %`; with a digit where it has one.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if (percent - percent.round()).abs() < 0.05 { format!("{percent:.0} %") } else { format!("{percent:.1} %") }
}

/// A count with spaces for thousands, such as `12 480`.
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_the_digits_that_mean_something() {
        assert_eq!(size("points", 7.04), "7.0 points");
        assert_eq!(size("points", 1.0), "1.0 point");
        assert_eq!(size("s", 540.2), "540 s");
        assert_eq!(size("calls", -0.001), "0.00 calls");
        assert_eq!(signed("points", -0.04), "0.0");
        assert_eq!(interval("points", -2.16, 11.0), "−2.2 to +11.0");
        assert_eq!((chance(0.0004), chance(0.0312)), ("p < 0.001".into(), "p = 0.031".into()));
        let words = [0.0004, 0.0312, 0.2049, 1.0].map(|p| chance_in_words(p).replace('\u{202f}', " "));
        assert_eq!(words, ["under 1 in 1 000", "31 in 1 000", "20 in 100", "100 in 100"]);
        assert_eq!((percent(0.95), percent(0.355)), ("95 %".into(), "35.5 %".into()));
        assert_eq!(count(1_234_567).replace('\u{202f}', " "), "1 234 567");
    }
}
