//! A planned series as a person reads it.

mod json;
mod overview;
mod picture;
mod rota;
mod table;
mod words;

pub use json::{ROTA_SHAPE, SERIES_SHAPE, rota_to_json, to_json};
pub use overview::overview;
pub use picture::picture;
pub use rota::{rota_csv, rota_table};
pub use table::table;
pub(super) use words::{clock, words};
