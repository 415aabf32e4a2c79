//! How a call will be remembered: the score of a list of segments as they are felt, its settings and its curve.

mod curve;
pub mod evidence;
mod kernel;
mod score;
mod settings;

pub use curve::{Stretch, curve};
pub(crate) use kernel::Kernel;
pub use score::{Beat, Experience, peaks, score, score_by_unit, unit, value};
pub(crate) use score::{length, peaks_of};
pub use settings::{Model, SETTINGS, Setting, Settings, Trouble};

/// Two scores closer than this are equal: rounding, not a difference.
pub const TIE: f64 = 1e-9;

/// A difference in the total below this is no evidence either way (a judgement, not a published threshold).
pub const NO_EVIDENCE: f64 = 0.1;
