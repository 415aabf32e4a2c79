//! Plans and rotas for calendar programs (iCalendar, RFC 5545). Hours are those of the place where the calendar is
//! looked at; the stamp is day zero, so that the same plan gives the same file.

use callcraft::series::{Plan, Series};
use icalendar::{Calendar, Component as _, Event};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

/// A plan as a calendar.
pub(super) fn ics(series: &Series, plan: &Plan) -> String {
    let title = series.title.value.trim();
    let mut calendar = named(title);
    for (turn, dated) in (1..).zip(&plan.dated) {
        let Some(call) = series.calls.get(dated.call) else { continue };
        let seconds = plan.ordered.felt.get(dated.call).map_or(0.0, |felt| felt.seconds);
        let mut about = vec![format!("{title}, {turn}/{}", plan.dated.len())];
        about.extend(call.script.and_then(|at| series.scripts.get(at)).map(|script| script.name.clone()));
        let tries = dated.tries.iter().skip(1).map(|(day, time)| day.at(time.hour(), time.minute(), 0, 0));
        about.extend(tries.map(|at| at.strftime("↻ %Y-%m-%d %H:%M").to_string()));
        about.extend(call.if_nobody_answers.as_ref().map(|then| then.value.trim().to_string()));
        let entry = Entry {
            uid: format!("{}-{}-{}@callcraft", series.id, plan.start, call.id),
            stamp: plan.start,
            day: dated.date,
            time: dated.time,
            seconds,
            summary: call.name(),
            about: about.join("\n"),
        };
        calendar.push(entry.event());
    }
    calendar.done().to_string()
}

/// A calendar with a name.
pub(super) fn named(title: &str) -> Calendar {
    let mut calendar = Calendar::new();
    calendar.name(title);
    calendar
}

/// One call in a calendar.
pub(super) struct Entry {
    pub(super) uid: String,
    pub(super) stamp: Date,
    pub(super) day: Date,
    pub(super) time: Time,
    pub(super) seconds: f64,
    pub(super) summary: String,
    pub(super) about: String,
}

impl Entry {
    pub(super) fn event(&self) -> Event {
        let begins = self.day.to_datetime(self.time);
        // Calendars show nothing shorter than a quarter of an hour.
        let quarters = (self.seconds / 900.0).ceil().clamp(1.0, 96.0) as i64;
        let ends = begins.saturating_add(SignedDuration::from_mins(15 * quarters));
        let mut event = Event::new();
        event.uid(&self.uid);
        event.add_property("DTSTAMP", format!("{}Z", stamp(self.stamp.at(0, 0, 0, 0))));
        event.add_property("DTSTART", stamp(begins));
        event.add_property("DTEND", stamp(ends));
        event.summary(&self.summary).description(&self.about);
        event.done()
    }
}

fn stamp(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}
