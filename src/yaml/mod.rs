//! YAML as people write it: a tree in which everything has its place, the mistakes that YAML and Word
//! make easy, and reading into types that never stops at the first one.
//!
//! The only folder that knows which YAML crates we use.

mod align;
mod indent;
mod peek;
mod read;
pub mod ready;
mod scan;
mod tree;
mod values;

pub use peek::{first_key, quote};
pub use read::{Pairs, Short, is_key, read};
pub use scan::SPOKEN_KEYS;
pub use tree::{Entry, Node, Outcome, Value, tree};
pub use values::values;
