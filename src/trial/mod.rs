//! Did the new script work? To plan a trial, to report on it, and to practise with made-up data.

mod agents;
mod amount;
mod assign;
mod cells;
mod checks;
mod data;
mod day;
mod faults;
mod felt;
mod figure;
mod model;
mod plan;
mod read;
mod report;
mod show;
mod simulate;
pub mod stats;
mod verdict;
mod words;
mod written;

pub use agents::{Agent, agents};
pub use assign::{Alikeness, Assignment, Line, assign};
pub use checks::Check;
pub use day::Day;
pub(crate) use felt::{ENOUGH, mean_interval};
pub use felt::{Felt, FeltComparison, FeltSegment, FeltState, OrderChange, compare_feelings, feelings, order_change};
pub use model::{Agents, ArmNames, Balance, Better, DateOrder, Expected, Kind, Measure, Role, Trial, Unit};
pub use plan::{Need, Plan, Row, plan};
pub use read::{TrialReading, read};
pub use report::{Answers, ArmFacts, ArmFigure, Dot, Guard, Guarded, Measured, Report, Soon, Week, evaluate, halfway};
pub use show::{FORMATS, Format, Names, PLAN_SHAPE, REPORT_SHAPE};
pub use simulate::{Truth, insurer, made_agents, simulate};
pub use words::{Change, Kept, compare, fixed, hash};
