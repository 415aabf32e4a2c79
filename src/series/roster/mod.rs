//! The same voice: which agent makes which call, over a roster with days off and so many calls a day.
//!
//! Every person gets an agent of their own; a call goes to another voice only where the own one is off on all days of
//! its window or has no room. Few calls in another voice come first, then even loads. The search moves one person, or
//! swaps two, as long as that helps; a Lagrangian bound says how many calls in another voice no rota can avoid.

mod assign;
mod bound;
mod broken;
mod people;
mod room;
mod search;
#[cfg(test)]
mod tests;

pub use assign::{Rota, Visit, assign};
pub use broken::{Broken, Why};
pub use people::{Agent, Person, agents, people};
