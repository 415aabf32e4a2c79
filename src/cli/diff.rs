//! What a change would do to a file, as a unified diff.

use similar::TextDiff;

/// The difference between two texts of a file; empty where there is none.
pub(crate) fn unified(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(3).header(name, &format!("{name} (new)")).to_string()
}
