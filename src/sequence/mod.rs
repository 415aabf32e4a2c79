//! The best permitted order of a call: what every order must keep, what solves it, and why each segment moved.

pub mod conflict;
mod contradiction;
mod demand;
mod demands;
mod doubt;
mod gradual;
mod guessed;
mod moves;
mod plan;
pub mod problem;
mod setting;
pub mod solve;
mod stopped;
mod sympathy;
mod ties;
pub mod uses;

pub use demand::{Demand, FixedPlaceName, Why};
pub use demands::demands;
pub use doubt::{AskFirst, Doubt};
pub use gradual::{Way, WayStep, gradual};
pub use moves::{Move, Principle};
pub use plan::{Outcome, Plan, Spread, Verdict, sequence};
pub use setting::{beats, problem, settings};
pub use stopped::Stopped;
