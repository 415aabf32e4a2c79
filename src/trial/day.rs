//! A day of the calendar, counted so that weeks can be told.

use super::model::DateOrder;
use jiff::civil::Date;
use std::fmt;

/// A day, counted from 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// The day of this date; `None` where the calendar has none.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Date::new(year, month, day).ok()?;
        Some(Self(date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24))
    }

    /// The day in words such as `2026-03-02`, `2026-03-02 14:05` or `02/03/2026`.
    #[must_use]
    pub fn read(words: &str, order: DateOrder) -> Option<Self> {
        let date = words.trim().split(['T', ' ']).next()?;
        let mut parts = date.split(['-', '/', '.']);
        let [first, second, third] = [parts.next()?, parts.next()?, parts.next()?];
        if parts.next().is_some() {
            return None;
        }
        let by_year = first.len() == 4 || order == DateOrder::YearMonthDay;
        let [year, month, day] = match order {
            _ if by_year => [first, second, third],
            DateOrder::MonthDayYear => [third, first, second],
            _ => [third, second, first],
        };
        let year: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
        Self::new(year, month.parse().ok()?, day.parse().ok()?)
    }

    /// The day this many days later.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// How many days this one is after another.
    #[must_use]
    pub fn since(self, other: Self) -> i64 {
        self.0 - other.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().try_days(self.0).unwrap_or_default());
        write!(f, "{date}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_the_file_says_and_written_back() {
        let day = Day::read("2026-03-02T09:15:00Z", DateOrder::YearMonthDay);
        assert_eq!(day.map(|day| day.to_string()), Some("2026-03-02".to_string()));
        assert_eq!(Day::read("02.03.2026", DateOrder::DayMonthYear), day);
        assert_eq!(Day::read("3/2/2026 09:15", DateOrder::MonthDayYear), day);
        assert_eq!(Day::read("2026-03-02", DateOrder::MonthDayYear), day, "a year in front is never a month");
        for wrong in ["2026-02-30", "yesterday", "", "02/03/26", "1-2-3-4", "2026-03"] {
            assert_eq!(Day::read(wrong, DateOrder::DayMonthYear), None, "{wrong}");
        }
        assert_eq!(day.and_then(|day| Some(day.since(Day::new(2026, 2, 28)?))), Some(2));
    }
}
