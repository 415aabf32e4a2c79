//! What a series of calls is: its calls with their windows and scripts, what stays the same, and what changes.

use jiff::civil::{Date, Time, Weekday};

use super::when::Window;
use crate::reading::Reading;
use crate::script::{Allow, CallFacts, FixedPlace, Language, Script};
use crate::source::Place;
use crate::text::Text;

/// A series of calls with one person.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// The title.
    pub title: Text,
    /// Short name; the file's name where none is written.
    pub id: String,
    /// Who answers for it.
    pub owner: Option<Text>,
    /// The language of tables and pages.
    pub language: Language,
    /// What sets the legal calling hours.
    pub facts: CallFacts,
    /// What day zero is, in the author's words.
    pub day_zero: Option<Text>,
    /// How calls without a window of their own follow one another.
    pub every: Option<Every>,
    /// What stays the same.
    pub keep: Keep,
    /// When calls can be made at all.
    pub calendar: Calendar,
    /// The habits that are to change, one after the other.
    pub changes: Vec<Change>,
    /// What is to be reached by the last call.
    pub goals: Vec<Text>,
    /// The calls in the written order; a call that takes place several times stands here as often.
    pub calls: Vec<Call>,
    /// The scripts that calls name, each once.
    pub scripts: Vec<CallScript>,
    /// Findings that are meant.
    pub allow: Vec<Allow>,
    /// Where the list of calls stands.
    pub calls_place: Place,
}

/// What stays the same from call to call.
#[derive(Debug, Clone, Default)]
pub struct Keep {
    /// Whether one person speaks in every call, and where that is written.
    pub same_agent: Option<(SameAgent, Place)>,
    /// The words every call begins with.
    pub greeting: Option<Text>,
    /// The words every call ends with.
    pub closing: Option<Text>,
    /// The person's usual hour.
    pub hour: Option<(Time, Place)>,
    /// The person's usual day of the week.
    pub day: Option<Weekday>,
}

/// Whether one person speaks in every call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SameAgent {
    /// Another one counts as a fault.
    Always,
    /// Another one is better than no call.
    Preferred,
    /// It does not matter.
    No,
}

impl SameAgent {
    /// Every value with its word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Always, "always"), (Self::Preferred, "preferred"), (Self::No, "no")];

    /// The word that files use.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(value, _)| *value == self).map_or("", |(_, name)| name)
    }
}

/// A number of days, weeks or months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Every {
    /// How many.
    pub count: i64,
    /// Of what.
    pub unit: Unit,
}

/// What time between calls is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Days of the calendar.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
}

/// When calls can be made at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// The days of the week, Monday first.
    pub days: [bool; 7],
    /// The first and the last minute in which a call may begin.
    pub hours: Hours,
    /// Days on which nobody calls, each with its name; the name may be empty.
    pub holidays: Vec<(Date, String)>,
}

/// From one time of the day to another; a call may begin at both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// The earliest.
    pub from: Time,
    /// The latest.
    pub to: Time,
}

impl Default for Calendar {
    /// Monday to Friday, 9 to 5.
    fn default() -> Self {
        let hours = Hours { from: Time::constant(9, 0, 0, 0), to: Time::constant(17, 0, 0, 0) };
        Self { days: [true, true, true, true, true, false, false], hours, holidays: Vec::new() }
    }
}

/// A habit that is to change.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Short name; the topic of the segments that are about it.
    pub id: Text,
    /// What to call it.
    pub title: Option<Text>,
    /// The call in which it begins, where the author says so.
    pub starts: Option<Text>,
    /// The change before it, where the author says so.
    pub after: Option<Text>,
    /// Its steps, one for each call.
    pub steps: Vec<Text>,
    /// The less attractive alternative.
    pub compared_with: Option<Text>,
}

impl Change {
    /// What to call it in a message: its title, or else its id.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_ref().map_or(self.id.value.trim(), |title| title.value.trim())
    }
}

/// One call of the series.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// Short name; with a number behind it where the call takes place several times.
    pub id: String,
    /// Where the call is written.
    pub place: Place,
    /// What to call it.
    pub title: Option<Text>,
    /// Its script, as a number in [`Series::scripts`].
    pub script: Option<usize>,
    /// When it takes place.
    pub window: Window,
    /// The words in which that is written; absent where it follows `every`.
    pub when: Option<Text>,
    /// Its place among the calls, where that is fixed.
    pub fixed: Option<(FixedPlace, Place)>,
    /// Calls that it follows.
    pub after: Vec<Text>,
    /// Calls that it precedes.
    pub before: Vec<Text>,
    /// How often it is tried; absent where nothing says so.
    pub tries: Option<u32>,
    /// Its own hours.
    pub hours: Option<Hours>,
    /// What to do when nobody answers.
    pub if_nobody_answers: Option<Text>,
    /// Blanks that later calls are given.
    pub passes_on: Vec<Text>,
    /// Blanks that it asks again on purpose.
    pub asks_again: Vec<Text>,
    /// Segments of its script that another call may say instead.
    pub may_move: Vec<Text>,
    /// Why its shape differs.
    pub differs_because: Option<Text>,
    /// Which time it is, and of how many, where it takes place several times.
    pub turn: Option<(u32, u32)>,
}

impl Call {
    /// What to call it in a message: its title, or else its id.
    #[must_use]
    pub fn name(&self) -> String {
        match (&self.title, self.turn) {
            (Some(title), Some((turn, of))) => format!("{} ({turn}/{of})", title.value.trim()),
            (Some(title), None) => title.value.trim().to_string(),
            (None, _) => self.id.clone(),
        }
    }
}

/// A script that a call names.
#[derive(Debug, Clone)]
pub struct CallScript {
    /// The file's name, as the series writes it.
    pub name: String,
    /// What was read.
    pub reading: Reading,
    /// The number of its first text among the texts of the series' reading.
    pub first_source: u16,
}

impl CallScript {
    /// A place of the script among the texts of the series' reading.
    #[must_use]
    pub fn place(&self, place: Place) -> Place {
        Place { file: place.file.saturating_add(self.first_source), ..place }
    }
}

impl Series {
    /// The script of a call, where it names one that can be read.
    #[must_use]
    pub fn script(&self, call: &Call) -> Option<&Script> {
        self.scripts.get(call.script?)?.reading.script.as_ref()
    }

    /// A place in the script of a call, among the texts of the series' reading.
    #[must_use]
    pub fn place_in(&self, call: &Call, place: Place) -> Place {
        call.script.and_then(|at| self.scripts.get(at)).map_or(call.place, |script| script.place(place))
    }

    /// The number of the call with this id; of a call that takes place several times the first.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        let id = id.trim();
        self.calls
            .iter()
            .position(|call| call.id == id)
            .or_else(|| self.calls.iter().position(|call| call.turn.is_some() && call.id == format!("{id}-1")))
    }
}
