//! The ranking told in sentences: each with the figures it rests on.

use super::labels::Labels;
use super::steps::{Ranking, Step, Unranked};
use crate::script::Language;

/// A figure as people write it: two places at most, and none that it does not need.
pub(super) fn figure(value: f64) -> String {
    format!("{}", (value * 100.0).round() / 100.0 + 0.0)
}

/// The reasoning for each thing to mend, the first first.
pub(super) fn mend(steps: &[Step], ranking: &Ranking, labels: &Labels) -> Vec<String> {
    ranking.mend.iter().map(|&at| labels.told(&steps[at].name, &sum(&steps[at], labels))).collect()
}

/// `-18 = importance 9 × satisfaction -2 (experience 5, expectation 7); gap -5 to the ideal 10`.
pub(super) fn sum(step: &Step, labels: &Labels) -> String {
    let [experience, expectation, satisfaction, importance, _, ideal, gap] = labels.steps;
    let show = |value: Option<f64>| value.map_or_else(|| labels.missing.to_string(), figure);
    let named = |name: &str, value: String| format!("{name} {value}");
    let judged = [named(experience, show(step.experience)), named(expectation, show(step.expectation))];
    let product = format!(
        "{} = {importance} {} × {satisfaction} {}",
        show(step.weighted),
        show(step.importance),
        show(step.satisfaction)
    );
    let mut parts = vec![labels.with(&product, &labels.row(&[&judged[0], &judged[1]]))];
    if let (Some(gap_is), Some(ideal_is)) = (step.gap, step.ideal) {
        parts.push(labels.with(&named(gap, figure(gap_is)), &named(ideal, figure(ideal_is))));
    }
    labels.listed(&parts)
}

/// `product (satisfaction -1; importance missing)`.
pub(super) fn unranked(steps: &[Step], one: &Unranked, labels: &Labels) -> String {
    let step = &steps[one.step];
    let [experience, expectation, satisfaction, importance, ..] = labels.steps;
    let name = |key: &str| match key {
        "experience" => experience,
        "expectation" => expectation,
        _ => importance,
    };
    let mut parts: Vec<String> = Vec::new();
    parts.extend(step.satisfaction.map(|figure_is| format!("{satisfaction} {}", figure(figure_is))));
    let missing: Vec<&str> = one.missing.iter().map(|key| name(key)).collect();
    parts.push(labels.lacks(&missing));
    labels.with(&step.name, &labels.listed(&parts))
}

/// Why the first comes first, in one sentence; nothing where there is nothing to mend.
#[must_use]
pub fn first(steps: &[Step], ranking: &Ranking, language: &Language) -> Option<String> {
    let step = steps.get(*ranking.mend.first()?)?;
    let (importance, satisfaction, weighted) = (step.importance?, step.satisfaction?, step.weighted?);
    let short = figure(-satisfaction);
    let (importance, weighted) = (figure(importance), figure(weighted));
    Some(if language.is_chinese() {
        format!("先改进{}：重要性 {importance}，比期望低 {short}，加权满意度 {weighted}，是最低的。", step.name)
    } else {
        format!(
            "Mend {} first: it matters {importance} and falls {short} short of what is expected, so its weighted satisfaction of {weighted} is the lowest.",
            step.name
        )
    })
}
