//! Walking through a script: its tests, what holds on every path, and the call itself, turn by turn.

mod call;
mod check;
mod compare;
mod cover;
mod customer;
mod drill;
mod felt;
mod fill;
mod likeness;
mod listen;
mod promise;
mod scores;
mod show;
mod tests;
mod told;

pub use call::{Call, End, Heard, Line, Register, Reply, Turn, Wants};
pub use check::{Checked, Settings, check};
pub use compare::{Compared, ComparedSegment, compare};
pub use cover::{Coverage, Share, Spot};
pub use customer::Customer;
pub use drill::{Before, Item, drill_items, drill_next};
pub use felt::{FeltPart, felt_chart, felt_curves, felt_differences, felt_parts};
pub use likeness::Match;
pub use listen::{plain, understand};
pub use promise::{InTime, Personal, Promises, Skipped, Spoken};
pub use scores::{Known, Scores};
pub use show::{json, paths_listed, table};
pub use tests::{Ran, Verdict};
