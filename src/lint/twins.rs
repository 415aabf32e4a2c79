//! One mistake, one message: what the reader and a rule both find is said once, by the rule.

use crate::diagnostic::Diagnostic;

/// What the reader says, what a rule says, and whether both stand at the same place.
const TWINS: [(&str, &str, bool); 4] = [
    ("format/no-feeling", "core/feelings-missing", false),
    ("format/undeclared-blank", "structure/undeclared-blank", true),
    ("format/outcome", "structure/unknown-outcome", true),
    ("format/blank-style", "structure/unfilled-placeholder", true),
];

/// Leaves out what the reader said where a rule says it too; the reader's fixes go to the rule's finding.
pub(super) fn settle(found: &mut Vec<Diagnostic>) {
    for (reader, rule, same_place) in TWINS {
        let twin = |a: &Diagnostic, b: &Diagnostic| {
            b.rule == rule && (!same_place || a.place.start < b.place.end && b.place.start < a.place.end)
        };
        let said: Vec<Diagnostic> = found.iter().filter(|one| one.rule == reader).cloned().collect();
        for one in &said {
            if let Some(other) = found.iter_mut().find(|other| twin(one, other)) {
                if other.fixes.is_empty() {
                    other.fixes.clone_from(&one.fixes);
                }
                other.level = other.level.max(one.level);
            }
        }
        let told: Vec<Diagnostic> = found.iter().filter(|one| one.rule == rule).cloned().collect();
        found.retain(|one| one.rule != reader || !told.iter().any(|other| twin(one, other)));
    }
}
