//! Single values of a series file: hours, days of the week, tries.

use jiff::civil::{Time, Weekday};

use super::model::{Every, Hours};
use super::when;
use crate::diagnostic::Diagnostic;
use crate::source::Place;
use crate::text::{Text, listed, nearest};

/// Takes values apart and collects what is wrong with them.
pub(super) struct Values {
    pub(super) found: Vec<Diagnostic>,
}

impl Values {
    pub(super) fn error(&mut self, rule: &str, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::error(rule, place, message).help(help));
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(&mut self, key: &str, text: Option<&Text>, all: &[(T, &str)]) -> Option<T> {
        let text = text?;
        let said = text.value.trim().to_lowercase();
        if let Some((value, _)) = all.iter().find(|(_, name)| *name == said) {
            return Some(*value);
        }
        let names = || all.iter().map(|(_, name)| *name);
        let message = format!("`{key}` is `{text}`, where {} belongs", listed(names()));
        let help = nearest(&said, names()).map_or_else(String::new, |near| format!("did you mean `{near}`?"));
        self.error("series/value", text.place, message, help);
        None
    }

    pub(super) fn tries(&mut self, text: Option<&Text>) -> Option<u32> {
        let text = text.filter(|text| !text.is_blank())?;
        let number = text.value.split_whitespace().next().and_then(|word| word.parse().ok());
        let number = number.filter(|number| (1..=20).contains(number));
        if number.is_none() {
            let message = format!("`tries` is `{text}`, where a number from 1 to 20 belongs");
            self.error("series/value", text.place, message, "for example `tries: 3`");
        }
        number
    }

    pub(super) fn every(&mut self, text: Option<&Text>) -> Option<Every> {
        let text = text.filter(|text| !text.is_blank())?;
        let every = when::every(&text.value);
        if every.is_none() {
            let message = format!("`every` is `{text}`, which is no distance between calls");
            self.error("series/value", text.place, message, "write for example `every: month` or `every: 2 weeks`");
        }
        every
    }

    /// `10:00`, `9`, `5 pm`, `17h`.
    pub(super) fn time(&mut self, key: &str, text: &Text) -> Option<Time> {
        let time = time(&text.value);
        if time.is_none() {
            let message = format!("`{key}` is `{text}`, which is no time of the day");
            self.error("series/value", text.place, message, format!("write for example `{key}: 10:00`"));
        }
        time
    }

    /// `9:00 to 17:00`.
    pub(super) fn hours(&mut self, key: &str, text: &Text) -> Option<Hours> {
        let hours = hours(&text.value);
        if hours.is_none() {
            let message = format!("`{key}` is `{text}`, which does not say from when to when");
            self.error("series/value", text.place, message, format!("write for example `{key}: 9:00 to 17:00`"));
        }
        hours
    }

    pub(super) fn weekday(&mut self, key: &str, text: &Text) -> Option<Weekday> {
        let day = weekday(&text.value);
        if day.is_none() {
            let message = format!("`{key}` is `{text}`, which is no day of the week");
            self.error("series/value", text.place, message, format!("write for example `{key}: Tuesday`"));
        }
        day
    }

    /// `Monday to Friday`, or a list of days; Monday first.
    pub(super) fn days(&mut self, texts: &[Text]) -> [bool; 7] {
        let mut days = [false; 7];
        for text in texts {
            let words = text.value.to_lowercase().replace(['至', '到', '-', '–'], " to ");
            let (from, to) = words.split_once(" to ").unwrap_or((&words, &words));
            match (weekday(from), weekday(to)) {
                (Some(from), Some(to)) => mark(&mut days, from, to),
                _ => {
                    let message = format!("`days` has `{text}`, which is no day of the week");
                    self.error("series/value", text.place, message, "write for example `days: Monday to Friday`");
                }
            }
        }
        if days.contains(&true) { days } else { super::model::Calendar::default().days }
    }
}

fn mark(days: &mut [bool; 7], from: Weekday, to: Weekday) {
    let mut day = from;
    loop {
        if let Some(there) = days.get_mut(usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)) {
            *there = true;
        }
        if day == to {
            return;
        }
        day = day.next();
    }
}

/// A time of the day as people write it.
pub(super) fn time(words: &str) -> Option<Time> {
    let words = words.trim().to_lowercase().replace('：', ":").replace(' ', "");
    let (words, later) = match (words.strip_suffix("pm"), words.strip_suffix("am")) {
        (Some(rest), _) => (rest.to_string(), 12),
        (_, Some(rest)) => (rest.to_string(), 0),
        _ => (words.trim_end_matches(['h', '点', '时']).to_string(), -1),
    };
    let (hour, minute) = words.split_once(':').unwrap_or((&words, "0"));
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match (later, hour) {
        (-1, hour) => hour,
        (later, 12) => later,
        (later, hour @ 1..=11) => hour + later,
        _ => return None,
    };
    Time::new(hour, minute, 0, 0).ok()
}

pub(super) fn hours(words: &str) -> Option<Hours> {
    let words = words.to_lowercase().replace(['至', '到', '–', '-'], " to ");
    let (from, to) = words.split_once(" to ")?;
    let (from, to) = (time(from)?, time(to)?);
    (from <= to).then_some(Hours { from, to })
}

/// Whether two days are less than two years apart: a longer absence is a slip of the pen.
pub(super) fn near(from: jiff::civil::Date, to: jiff::civil::Date) -> bool {
    super::calendar::days_between(from, to) < 730
}

/// A day of the week, whole or as its first three letters.
pub(super) fn weekday(words: &str) -> Option<Weekday> {
    const DAYS: [(&str, char, Weekday); 7] = [
        ("monday", '一', Weekday::Monday),
        ("tuesday", '二', Weekday::Tuesday),
        ("wednesday", '三', Weekday::Wednesday),
        ("thursday", '四', Weekday::Thursday),
        ("friday", '五', Weekday::Friday),
        ("saturday", '六', Weekday::Saturday),
        ("sunday", '日', Weekday::Sunday),
    ];
    let words = words.trim().to_lowercase();
    let words = words.trim_end_matches('s');
    let chinese = words.strip_prefix('周').or_else(|| words.strip_prefix("星期"));
    let chinese = chinese.and_then(|rest| rest.chars().next()).map(|c| if c == '天' { '日' } else { c });
    let fits = |(name, sign, _): &&(&str, char, Weekday)| {
        *name == words || words.len() >= 3 && name.starts_with(words) || chinese == Some(*sign)
    };
    DAYS.iter().find(fits).map(|(_, _, day)| *day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_days_are_read_as_people_write_them() {
        let at = |hour, minute| Some(Time::constant(hour, minute, 0, 0));
        for (words, wanted) in [
            ("10:00", at(10, 0)),
            ("9", at(9, 0)),
            ("5 pm", at(17, 0)),
            ("12am", at(0, 0)),
            ("17：30", at(17, 30)),
            ("9点", at(9, 0)),
        ] {
            assert_eq!(time(words), wanted, "{words}");
        }
        for words in ["", "25", "10:75", "13 pm", "noonish", "-3"] {
            assert_eq!(time(words), None, "{words}");
        }
        assert_eq!(weekday("Tue"), Some(Weekday::Tuesday));
        assert_eq!(weekday("周日"), Some(Weekday::Sunday));
        assert_eq!(weekday("星期三"), Some(Weekday::Wednesday));
        assert_eq!(weekday("mo"), None);
        assert_eq!(hours("9:00 - 17:00"), hours("9 to 5 pm"));
        let mut values = Values { found: Vec::new() };
        let days = values.days(&[Text::new("Friday to Monday", Place::default())]);
        assert_eq!(days, [true, false, false, false, true, true, true]);
        assert!(values.found.is_empty());
    }
}
