//! Lengths of time as people write them: `40 s`, `2 min`, `1 min 30 s`, `1:30`, or in full words.

/// Reads a length of time in seconds.
///
/// # Errors
/// A plain sentence where the words give no length of time; a bare number is one of them, because it
/// does not say whether seconds or minutes are meant.
pub fn seconds(words: &str) -> Result<f64, String> {
    let words = words.trim();
    if let Some(clock) = clock(words) {
        return clock;
    }
    if words.parse::<f64>().is_ok() {
        return Err(format!(
            "`{words}` does not say whether seconds or minutes are meant: write `{words} s` or `{words} min`"
        ));
    }
    let mut total = 0.0;
    let mut rest = words;
    while !rest.trim().is_empty() {
        let (amount, unit, tail) = next(rest).ok_or_else(|| unclear(words))?;
        total += amount * unit;
        rest = tail;
    }
    if total.is_finite() && total <= DAY && !words.is_empty() { Ok(total) } else { Err(unclear(words)) }
}

const DAY: f64 = 86_400.0;

fn unclear(words: &str) -> String {
    format!("`{words}` is not a length of time: write `40 s`, `2 min`, `1 min 30 s` or `1:30`")
}

fn clock(words: &str) -> Option<Result<f64, String>> {
    let (minutes, rest) = words.split_once([':', '：'])?;
    let minutes: u32 = minutes.trim().parse().ok()?;
    let seconds: u32 = rest.trim().parse().ok()?;
    if rest.trim().len() != 2 || seconds > 59 || minutes > 1_439 {
        return Some(Err(unclear(words)));
    }
    Some(Ok(f64::from(minutes) * 60.0 + f64::from(seconds)))
}

/// The first amount and its unit in seconds, and what follows.
fn next(words: &str) -> Option<(f64, f64, &str)> {
    let words = words.trim_start_matches([' ', ',']).trim_start_matches("and ").trim_start();
    let digits = words.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(words.len());
    let (number, rest) = words.split_at(digits);
    let (amount, rest) = match number.parse::<f64>() {
        Ok(amount) => (amount, rest),
        Err(_) => spelled(words)?,
    };
    let rest = rest.trim_start();
    let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (unit, tail) = rest.split_at(letters);
    let unit = match unit.to_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" | "秒" | "秒钟" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" | "分" | "分钟" => 60.0,
        "h" | "hour" | "hours" | "小时" => 3_600.0,
        _ => return None,
    };
    Some((amount, unit, tail.trim_start_matches('.')))
}

fn spelled(words: &str) -> Option<(f64, &str)> {
    const NUMBERS: [(&str, f64); 16] = [
        ("half a", 0.5),
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("an", 1.0),
        ("a", 1.0),
    ];
    NUMBERS.iter().find_map(|&(name, amount)| {
        let rest =
            words.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name)).map(|_| &words[name.len()..])?;
        rest.starts_with(' ').then_some((amount, rest))
    })
}

/// A length of time for people: `45 s`, `2 min`, `1 min 30 s`.
#[must_use]
pub fn spoken(seconds: f64) -> String {
    let whole = if seconds.is_finite() && seconds > 0.0 { seconds.round().min(1e9) as u64 } else { 0 };
    match (whole / 60, whole % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (words, wanted) in [
            ("40 s", 40.0),
            ("40s", 40.0),
            ("2 min", 120.0),
            ("1 min 30 s", 90.0),
            ("1:30", 90.0),
            ("2 minutes and 5 seconds", 125.0),
            ("1.5 min", 90.0),
            ("two minutes", 120.0),
            ("half a minute", 30.0),
            ("45秒", 45.0),
        ] {
            assert_eq!(seconds(words), Ok(wanted), "{words}");
        }
        for words in ["40", "", "soon", "1:3", "1:75", "-3 s", "1e999 s", "3 parsecs"] {
            assert!(seconds(words).is_err(), "{words}");
        }
    }
}
