//! What a trial is: its question, who is assigned, what is measured, and what would be worth having.

use super::day::Day;
use super::stats::Aim;
use std::collections::BTreeMap;

/// A trial of a script as it is against the same script as designed.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The title.
    pub title: String,
    /// What it is to find out.
    pub question: String,
    /// The script as it is: a file's name.
    pub script: String,
    /// The script as designed: a file's name.
    pub designed: String,
    /// Who gets one script or the other.
    pub assign: Unit,
    /// Why these and not others; empty where the file says nothing.
    pub because: String,
    /// What the arms are called in the data.
    pub arms: ArmNames,
    /// Who takes part.
    pub agents: Agents,
    /// How the two arms are made alike.
    pub balance: Balance,
    /// The columns of the agents' list that they are made alike on.
    pub balance_on: Vec<String>,
    /// The number that the draw starts from.
    pub seed: u64,
    /// The first day.
    pub start: Option<Day>,
    /// How many weeks it runs.
    pub weeks: u32,
    /// What is known beforehand.
    pub expected: Expected,
    /// The measure that decides.
    pub primary: Measure,
    /// The other measures.
    pub secondary: Vec<Measure>,
    /// What must not change.
    pub guards: Vec<Measure>,
    /// Our name for a column to its name in the data, where they differ.
    pub columns: BTreeMap<String, String>,
    /// How dates are written in the data.
    pub dates: DateOrder,
}

/// Figures the plan is built on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Calls a week for each agent.
    pub calls_a_week: f64,
    /// Working days a week, for measures that are counted by day.
    pub days_a_week: f64,
    /// The share of calls whose survey is answered, 0 to 1.
    pub answered: f64,
    /// How unequal the numbers of calls are: standard deviation over mean.
    pub uneven: f64,
    /// How alike the answers about one agent are: the intra-cluster correlation, 0 to 1.
    pub alike: f64,
    /// How far an agent's figure before the trial tells their level during it (correlation, chance in the answers apart), 0 to 1.
    pub steady: f64,
    /// Level of the intervals, such as 0.95.
    pub level: f64,
    /// The chance with which an effect worth having is to be shown.
    pub power: f64,
}

impl Default for Expected {
    /// 25 calls on 5 days a week, 30 % answered, numbers that differ by 30 %, an intra-cluster correlation
    /// of 0.03 (satisfaction by agent is mostly reported between 0.01 and 0.05), no figure from before.
    fn default() -> Self {
        Self {
            calls_a_week: 25.0,
            days_a_week: 5.0,
            answered: 0.3,
            uneven: 0.3,
            alike: 0.03,
            steady: 0.0,
            level: 0.95,
            power: 0.8,
        }
    }
}

/// What the draw hands a script to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Each agent keeps one script for the whole trial.
    Agents,
    /// All agents of a team keep the same script.
    Teams,
    /// Everybody changes the script from week to week.
    Weeks,
}

impl Unit {
    /// Every unit with the word a file uses.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Agents, "agents"), (Self::Teams, "teams"), (Self::Weeks, "weeks")];

    /// The word for several.
    #[must_use]
    pub fn many(self) -> &'static str {
        match self {
            Self::Agents => "agents",
            Self::Teams => "teams",
            Self::Weeks => "weeks",
        }
    }

    /// The word for one with its article.
    #[must_use]
    pub fn a(self) -> &'static str {
        match self {
            Self::Agents => "an agent",
            Self::Teams => "a team",
            Self::Weeks => "a week",
        }
    }

    /// The word for one; also the column of the assignment list.
    #[must_use]
    pub fn one(self) -> &'static str {
        match self {
            Self::Agents => "agent",
            Self::Teams => "team",
            Self::Weeks => "week",
        }
    }
}

/// What the arms are called in the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArmNames {
    /// The arm with the script as it is.
    pub old: String,
    /// The arm with the script as designed.
    pub new: String,
}

impl ArmNames {
    /// The name of an arm.
    #[must_use]
    pub fn of(&self, new: bool) -> &str {
        if new { &self.new } else { &self.old }
    }
}

/// Who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agents {
    /// A CSV file: a line each, with what was measured before.
    File(String),
    /// Names.
    Names(Vec<String>),
}

/// How the two arms are made alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Balance {
    /// Those who are most alike before are paired; a coin is tossed in each pair.
    Pairs,
    /// Those with the same word in a column are halved.
    Groups,
    /// Halved by chance alone.
    Chance,
}

impl Balance {
    /// Every way with the word a file uses.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Pairs, "pairs"), (Self::Groups, "groups"), (Self::Chance, "chance")];
}

/// How dates are written in the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 2026-03-02
    YearMonthDay,
    /// 02/03/2026 or 02.03.2026 is the second of March.
    DayMonthYear,
    /// 03/02/2026 is the second of March.
    MonthDayYear,
}

impl DateOrder {
    /// Every order with the words a file uses.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::YearMonthDay, "year-month-day"),
        (Self::DayMonthYear, "day/month/year"),
        (Self::MonthDayYear, "month/day/year"),
    ];
}

/// Something that is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its name, and the name of its column.
    pub name: String,
    /// The words for it in a report.
    pub title: String,
    /// What part it plays.
    pub role: Role,
    /// What kind of figure it is.
    pub kind: Kind,
    /// The figure before the trial, in the measure's unit.
    pub before: Option<f64>,
    /// The standard deviation of single answers; for a mean.
    pub spread: Option<f64>,
    /// The smallest effect worth having.
    pub worth_having: Option<f64>,
    /// How far a guard may move either way and still count as unchanged.
    pub margin: Option<f64>,
    /// How alike the answers about one agent are, where this measure differs from the others.
    pub alike: Option<f64>,
    /// The correlation with the figure before, where this measure differs from the others.
    pub steady: Option<f64>,
    /// The column of the agents' list with each agent's own figure before the trial.
    pub before_column: Option<String>,
    /// Which way is better.
    pub better: Better,
    /// The unit: points for shares.
    pub unit: String,
    /// Answers outside this range cannot be.
    pub range: Option<(f64, f64)>,
    /// Whether customers are asked for it, so that some calls have no answer.
    pub asked: bool,
}

/// What part a measure plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It decides.
    Primary,
    /// It is looked at as well.
    Secondary,
    /// It must not change.
    Guard,
}

/// What kind of figure a measure is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// The share of calls with one of these answers, in points of 100; with no answers named, of calls with a yes.
    Share {
        /// The answers that count.
        counts: Vec<String>,
    },
    /// The mean of a number.
    Mean {
        /// What one unit in the data is worth in the measure's unit (60 where the data has minutes, the measure seconds).
        factor: f64,
    },
    /// Calls a day for each agent, counted from the rows.
    CallsADay,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

impl Measure {
    /// Satisfaction with the call, as the survey asks for it.
    fn satisfaction() -> Self {
        Self {
            name: "satisfied_call".into(),
            title: "satisfaction with the call".into(),
            role: Role::Primary,
            kind: Kind::Share { counts: crate::survey::SATISFIED.map(String::from).to_vec() },
            before: None,
            spread: None,
            worth_having: Some(5.0),
            margin: None,
            alike: None,
            steady: None,
            before_column: None,
            better: Better::Higher,
            unit: "points".into(),
            range: Some((crate::survey::SCALE[0], crate::survey::SCALE[1])),
            asked: true,
        }
    }

    /// What planning needs to know of it; `None` where the figure before (or its spread) is not given.
    #[must_use]
    pub fn aim(&self) -> Option<Aim> {
        match self.kind {
            Kind::Share { .. } => self.before.map(|before| Aim::Share { before }),
            Kind::Mean { .. } | Kind::CallsADay => self.spread.map(|spread| Aim::Mean { spread }),
        }
    }

    /// Whether it is a share of calls.
    #[must_use]
    pub fn is_share(&self) -> bool {
        matches!(self.kind, Kind::Share { .. })
    }

    /// The sign of an effect for the better.
    #[must_use]
    pub fn good_sign(&self) -> f64 {
        if self.better == Better::Higher { 1.0 } else { -1.0 }
    }
}

impl Trial {
    /// A trial of satisfaction with the call and nothing else.
    #[must_use]
    pub fn bare(title: &str) -> Self {
        Self {
            title: title.to_string(),
            question: String::new(),
            script: String::new(),
            designed: String::new(),
            assign: Unit::Agents,
            because: String::new(),
            arms: ArmNames { old: "old".into(), new: "new".into() },
            agents: Agents::Names(Vec::new()),
            balance: Balance::Chance,
            balance_on: Vec::new(),
            seed: 1,
            start: None,
            weeks: 8,
            expected: Expected::default(),
            primary: Measure::satisfaction(),
            secondary: Vec::new(),
            guards: Vec::new(),
            columns: BTreeMap::new(),
            dates: DateOrder::YearMonthDay,
        }
    }

    /// Every measure: the primary first, then the secondary ones, then the guards.
    pub fn measures(&self) -> impl Iterator<Item = &Measure> {
        std::iter::once(&self.primary).chain(&self.secondary).chain(&self.guards)
    }

    /// The name that a column of ours has in the data.
    #[must_use]
    pub fn column<'t>(&'t self, ours: &'t str) -> &'t str {
        self.columns.get(ours).map_or(ours, String::as_str)
    }

    /// The day after the last one.
    #[must_use]
    pub fn end(&self) -> Option<Day> {
        self.start.map(|start| start.plus(i64::from(self.weeks) * 7))
    }
}
