//! The check of the whole order: is another permitted one clearly better.

use crate::reading::Reading;
use crate::rule::Hitting;

/// How much worse the written order is than the best permitted one, where that is at least `worse_by`.
#[must_use]
pub fn order(_reading: &Reading, _worse_by: f64) -> Option<Hitting> {
    None
}
