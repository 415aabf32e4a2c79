//! The ways through a call: one graph of segments, answers and picks, for scores, lint and walks.
//!
//! Paths are not listed one by one: places in the order and what is known there are merged, so that a call
//! with many questions is as quick as one with few.

mod bound;
mod extreme;
mod facts;
mod graph;
pub mod holds;
mod list;
mod net;
mod score;
mod ways;

pub use extreme::{Extreme, Extremes, extremes};
pub use facts::{Facts, Knowledge};
pub use graph::{Branch, Graph, Node, To, graph};
pub use list::{Path, list};
pub use score::{PathScore, scores};
pub use ways::{End, Step, Ways, ways};
