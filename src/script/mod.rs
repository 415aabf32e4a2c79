//! What a call script is: its segments, what each says and how it feels, and what every order must keep.

mod feeling;
mod kind;

pub use feeling::Feeling;
pub use kind::{Kind, Part};
