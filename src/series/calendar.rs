//! On which days and at what hours a call can be made: the week, holidays, the team's hours and the law's.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Span};

use super::law::Law;
use super::model::{Calendar, Call, Hours, Unit};

impl Calendar {
    /// Whether anybody calls on this day.
    #[must_use]
    pub fn works(&self, day: Date) -> bool {
        let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.days.get(at).copied().unwrap_or(false) && self.holiday(day).is_none()
    }

    /// The name of the holiday that falls on this day; the name may be empty.
    #[must_use]
    pub fn holiday(&self, day: Date) -> Option<&str> {
        self.holidays.iter().find(|(holiday, _)| *holiday == day).map(|(_, name)| name.as_str())
    }

    /// The hours in which a call that takes so many seconds may begin; `None` where the team's hours and the law's
    /// have none in common.
    #[must_use]
    pub fn begins(&self, call: &Call, law: Option<&Law>, seconds: f64) -> Option<Hours> {
        let own = call.hours.unwrap_or(self.hours);
        let Some(law) = law else { return Some(own) };
        let longest = SignedDuration::from_secs_f64(seconds.clamp(0.0, 86_000.0));
        let last = law.hours.to.saturating_sub(longest);
        let both = Hours { from: own.from.max(law.hours.from), to: own.to.min(whole_minute(last)) };
        (both.from <= both.to).then_some(both)
    }
}

fn whole_minute(time: Time) -> Time {
    time.with().second(0).subsec_nanosecond(0).build().unwrap_or(time)
}

/// The day so much later; the last day of a shorter month. Days beyond the calendar stay at its edge.
pub(super) fn later(day: Date, count: i64, unit: Unit) -> Date {
    let span = Span::new();
    let span = match unit {
        Unit::Day => span.try_days(count),
        Unit::Week => span.try_weeks(count),
        Unit::Month => span.try_months(count),
    };
    day.saturating_add(span.unwrap_or_default())
}

/// How many days one day is after another.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_where_they_end() {
        let day = Date::constant(2026, 1, 31);
        assert_eq!(later(day, 1, Unit::Month), Date::constant(2026, 2, 28));
        assert_eq!(later(day, -3, Unit::Day), Date::constant(2026, 1, 28));
        assert_eq!(days_between(day, later(day, 2, Unit::Week)), 14);
    }

    #[test]
    fn a_call_ends_within_the_law() {
        let law = Law {
            hours: Hours { from: Time::constant(8, 0, 0, 0), to: Time::constant(21, 0, 0, 0) },
            most: None,
            source: String::new(),
        };
        let evening = Hours { from: Time::constant(17, 0, 0, 0), to: Time::constant(22, 0, 0, 0) };
        let call = Call { hours: Some(evening), ..Call::default() };
        let begins = Calendar::default().begins(&call, Some(&law), 610.0);
        assert_eq!(begins, Some(Hours { from: evening.from, to: Time::constant(20, 49, 0, 0) }));
        let night = Hours { from: Time::constant(21, 30, 0, 0), to: Time::constant(22, 0, 0, 0) };
        assert_eq!(Calendar::default().begins(&Call { hours: Some(night), ..call }, Some(&law), 60.0), None);
    }
}
