//! The best permitted order of a call: the bare problem in numbers, what solves it and what explains it.

pub mod conflict;
pub mod problem;
pub mod solve;
