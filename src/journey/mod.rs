//! The whole journey of a customer over all channels: its heartbeat, the seven steps, and what to mend first.

mod calls;
mod findings;
mod json;
mod labels;
mod line;
mod map;
mod measured;
mod mermaid;
mod model;
mod pulse;
mod read;
mod reason;
mod steps;
mod table;
mod wishes;
mod write;
mod written;

pub use findings::{Found, PACK, findings, mended, nothing_found, shelf};
pub use json::json;
pub use line::{Line, Marks, Point, line, lines};
pub use map::map;
pub use measured::{Answer, Answers, Comparison, FeltLine, FeltPoint, answers, compare, feedback};
pub use mermaid::mermaid;
pub use model::{Each, Factor, Heard, HeardCall, Journey, Persona, Touchpoint, Version};
pub use read::{JourneyReading, read};
pub use reason::first;
pub use steps::{Ranking, Step, Unranked, factor_steps, rank, touchpoint_steps};
pub use table::table;
pub use wishes::{Wish, untaken};
pub use write::{TARGETS, Target};
