//! When a call takes place, as authors write it: `2 to 3 days after day zero`, `every month, 6 times`, a date.

use jiff::civil::Date;

use super::model::{Every, Unit};

/// When a call takes place.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Window {
    /// One `every` of the series after the call before it.
    #[default]
    InTurn,
    /// So long after something.
    After {
        /// The earliest.
        from: i64,
        /// The latest.
        to: i64,
        /// What both are counted in.
        unit: Unit,
        /// Days by which it may be earlier or later, where that is not written.
        slack: i64,
        /// After what.
        of: Anchor,
    },
    /// Between two dates, both included.
    Dates {
        /// The earliest.
        from: Date,
        /// The latest.
        to: Date,
    },
}

/// What a window is counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// Day zero of the series.
    DayZero,
    /// Another call, by its id.
    Call(String),
}

/// How many days a call may be earlier or later than a round time such as `every month` says: a call that comes once
/// a month is still felt as monthly three days off (a judgement of ours; a window that is written has none).
#[must_use]
pub fn slack(unit: Unit) -> i64 {
    match unit {
        Unit::Day => 0,
        Unit::Week => 1,
        Unit::Month => 3,
    }
}

/// What `when` says: the window, or several in a row.
///
/// # Errors
/// A plain sentence where it cannot be understood.
pub(super) fn read(words: &str) -> Result<Vec<Window>, String> {
    let words = normal(words);
    if let Some(rest) = words.strip_prefix("every ") {
        return repeated(rest).ok_or_else(|| unclear(&words));
    }
    one(&words).map(|window| vec![window]).ok_or_else(|| unclear(&words))
}

/// What `every` says: `month`, `2 weeks`.
#[must_use]
pub(super) fn every(words: &str) -> Option<Every> {
    let words = normal(words);
    let words = words.strip_prefix("every ").unwrap_or(&words);
    let (count, rest) = match words.split_once(' ') {
        Some((count, rest)) => (number(count)?, rest),
        None => (1, words),
    };
    let unit = unit(rest)?;
    (1..=MOST).contains(&count).then_some(Every { count, unit })
}

/// The longest distance and the most repetitions that make sense for a series of calls.
const MOST: i64 = 1_000;

fn unclear(words: &str) -> String {
    format!(
        "`{words}` does not say when: write `2 to 3 days after day zero`, `1 week after CALL`, `every month, 6 times`, \
         `on 2026-12-01` or `2026-12-01 to 2026-12-05`"
    )
}

/// Lower case, one space between words, Chinese written as the English says it.
fn normal(words: &str) -> String {
    let mut text = words.to_lowercase();
    for (chinese, english) in CHINESE {
        text = text.replace(chinese, english);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Longer words first. `第0天后2至3天` becomes `after day zero 2 to 3 days`.
const CHINESE: [(&str, &str); 18] = [
    ("，", ", "),
    ("起始日之后", " after day zero "),
    ("起始日后", " after day zero "),
    ("第0天之后", " after day zero "),
    ("第0天后", " after day zero "),
    ("起始日", " day zero "),
    ("第0天", " day zero "),
    ("之后", " after "),
    ("至", " to "),
    ("到", " to "),
    ("每", "every "),
    ("个月", " month "),
    ("月", " month "),
    ("周", " week "),
    ("天", " day "),
    ("一次", " "),
    ("共", " "),
    ("次", " times"),
];

fn repeated(words: &str) -> Option<Vec<Window>> {
    let mut parts = words.split(',').map(str::trim);
    let every = every(parts.next()?)?;
    let times = parts.next()?;
    let times = times.strip_suffix("times").or_else(|| times.strip_suffix("time"))?;
    let times = number(times.trim())?;
    let of = match parts.next() {
        None => Anchor::DayZero,
        Some(after) => anchor(after.strip_prefix("after ")?)?,
    };
    if !(1..=MOST).contains(&times) || parts.next().is_some() {
        return None;
    }
    let turn = |turn: i64| {
        let at = every.count * turn;
        Window::After { from: at, to: at, unit: every.unit, slack: slack(every.unit), of: of.clone() }
    };
    Some((1..=times).map(turn).collect())
}

fn one(words: &str) -> Option<Window> {
    if let Some(dates) = dates(words) {
        return Some(dates);
    }
    if words == "on day zero" || words == "day zero" {
        return Some(Window::After { from: 0, to: 0, unit: Unit::Day, slack: 0, of: Anchor::DayZero });
    }
    if let Some(rest) = words.strip_prefix("within ") {
        let (length, of) = around(rest, " after ").or_else(|| around(rest, " of "))?;
        let (_, to, unit) = span(length)?;
        return Some(Window::After { from: 0, to, unit, slack: 0, of });
    }
    let (length, of) = match words.strip_prefix("after ") {
        Some(rest) => turned(rest)?,
        None => around(words, " after ")?,
    };
    if length == "the day" {
        return Some(Window::After { from: 1, to: 1, unit: Unit::Day, slack: 0, of });
    }
    let (from, to, unit) = span(length)?;
    Some(Window::After { from, to, unit, slack: 0, of })
}

fn around<'w>(words: &'w str, between: &str) -> Option<(&'w str, Anchor)> {
    let (length, of) = words.split_once(between)?;
    Some((length.trim(), anchor(of)?))
}

/// `day zero 2 to 3 day`: what stands before the first figure is what is counted from.
fn turned(words: &str) -> Option<(&str, Anchor)> {
    let at = words.find(|c: char| c.is_ascii_digit())?;
    Some((words.get(at..)?, anchor(words.get(..at)?)?))
}

fn anchor(words: &str) -> Option<Anchor> {
    match words.trim() {
        "" => None,
        "day zero" | "day 0" => Some(Anchor::DayZero),
        id if id.contains(' ') => None,
        id => Some(Anchor::Call(id.to_string())),
    }
}

/// `2 to 3 days`, `2-3 days`, `2 days`, `a week`.
fn span(words: &str) -> Option<(i64, i64, Unit)> {
    let words = words.replace(['-', '–'], " to ");
    let parts: Vec<&str> = words.split_whitespace().collect();
    let (from, to, unit) = match parts.as_slice() {
        [from, "to", to, last] | [from, "to", to, last, ..] if parts.len() <= 4 => {
            (number(from)?, number(to)?, unit(last)?)
        }
        [count, last] => (number(count)?, number(count)?, unit(last)?),
        _ => return None,
    };
    (from <= to && to <= MOST).then_some((from, to, unit))
}

fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = word.trim();
    if word == "a" || word == "an" {
        return Some(1);
    }
    let spelled = WORDS.iter().position(|known| *known == word).and_then(|at| i64::try_from(at).ok());
    spelled.or_else(|| word.parse().ok().filter(|number| (0..=MOST).contains(number)))
}

fn unit(word: &str) -> Option<Unit> {
    match word.trim().trim_end_matches('s') {
        "day" => Some(Unit::Day),
        "week" => Some(Unit::Week),
        "month" => Some(Unit::Month),
        _ => None,
    }
}

/// `on 2026-12-01`, `by …` is not understood: a window has two ends.
fn dates(words: &str) -> Option<Window> {
    let words = words.strip_prefix("on ").or_else(|| words.strip_prefix("between ")).unwrap_or(words);
    let words = words.replace(" and ", " to ");
    let (from, to) = words.split_once(" to ").unwrap_or((&words, &words));
    let from: Date = from.trim().parse().ok()?;
    let to: Date = to.trim().parse().ok()?;
    (from <= to).then_some(Window::Dates { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(from: i64, to: i64, unit: Unit) -> Window {
        Window::After { from, to, unit, slack: 0, of: Anchor::DayZero }
    }

    #[test]
    fn windows_are_read_as_people_write_them() {
        for (words, wanted) in [
            ("2 to 3 days after day zero", after(2, 3, Unit::Day)),
            ("Two to three days after Day Zero", after(2, 3, Unit::Day)),
            ("2–3 days after day zero", after(2, 3, Unit::Day)),
            ("the day after day zero", after(1, 1, Unit::Day)),
            ("a week after day zero", after(1, 1, Unit::Week)),
            ("within 2 weeks of day zero", after(0, 2, Unit::Week)),
            ("on day zero", after(0, 0, Unit::Day)),
            ("第0天后2至3天", after(2, 3, Unit::Day)),
            ("起始日后1周", after(1, 1, Unit::Week)),
        ] {
            assert_eq!(read(words), Ok(vec![wanted]), "{words}");
        }
        let of = Anchor::Call("day2".to_string());
        let week = Window::After { from: 1, to: 2, unit: Unit::Week, slack: 0, of };
        assert_eq!(read("1 to 2 weeks after day2"), Ok(vec![week]));
        let day = |day| Date::constant(2026, 12, day);
        let fixed = Window::Dates { from: day(1), to: day(1) };
        assert_eq!(read("on 2026-12-01"), Ok(vec![fixed]));
        let range = Window::Dates { from: day(1), to: day(5) };
        assert_eq!(read("between 2026-12-01 and 2026-12-05"), Ok(vec![range]));
    }

    #[test]
    fn what_repeats_is_read_as_so_many_windows() {
        let monthly = read("every month, 6 times").unwrap_or_default();
        assert_eq!(monthly.len(), 6);
        let third = Window::After { from: 3, to: 3, unit: Unit::Month, slack: 3, of: Anchor::DayZero };
        assert_eq!(monthly.get(2), Some(&third));
        assert_eq!(read("每2周，共3次").map(|windows| windows.len()), Ok(3));
        assert_eq!(every("2 weeks"), Some(Every { count: 2, unit: Unit::Week }));
        assert_eq!(every("month"), Some(Every { count: 1, unit: Unit::Month }));
    }

    #[test]
    fn what_says_no_time_is_told_so() {
        for words in [
            "",
            "soon",
            "3 to 2 days after day zero",
            "every month",
            "every month, 0 times",
            "2 parsecs after day zero",
            "99999999999 days after day zero",
            "2026-13-01",
            "after 2 days",
            "every, times",
            "2 to 3 days after",
        ] {
            assert!(read(words).is_err(), "{words}");
        }
    }
}
