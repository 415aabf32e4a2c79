//! A planned series as a person reads it.

mod table;
mod words;

pub use table::table;
