//! The statistics of a trial with few groups of calls: intervals, permutations and planning.

mod cluster;
mod many;
mod permute;
mod power;
mod student;

pub use cluster::{Cluster, Estimate, Reason, alike, by_call, by_call_plain, by_cluster, can_adjust, middle};
pub use many::holm;
pub use permute::{Permuted, permute};
pub use power::{Aim, Design, answers_needed, clusters_needed, power, power_inside, smallest_effect, smallest_margin};
pub use student::{above, interval_half, two_sided};
