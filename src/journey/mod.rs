//! The whole journey of a customer over all channels: its heartbeat, the seven steps, and what to mend first.

mod calls;
mod labels;
mod line;
mod map;
mod model;
mod pulse;
mod read;
mod reason;
mod steps;
mod table;
mod wishes;
mod written;

pub use line::{Line, Marks, Point, line, lines};
pub use map::map;
pub use model::{Each, Factor, Heard, Journey, Persona, Touchpoint, Version};
pub use read::{JourneyReading, read};
pub use reason::first;
pub use steps::{Ranking, Step, Unranked, factor_steps, rank, touchpoint_steps};
pub use table::table;
pub use wishes::{Wish, untaken};
