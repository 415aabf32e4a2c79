//! What stands in front of a document about the call: title, role, language and the other facts.

use super::told::{Became, Told};
use crate::script::{Direction, Language, Role, Script, duration};
use crate::text::Text;

/// Sets one fact of the script; a key that is none of them is told.
pub(super) fn set(script: &mut Script, key: &Text, value: &Text, told: &mut Told) {
    let words = value.value.trim();
    let filled = || Some(value.clone()).filter(|value| !value.is_blank());
    let facts = &mut script.facts;
    match key.value.trim().to_lowercase().replace([' ', '-'], "_").as_str() {
        "script" | "title" => script.title = value.clone(),
        "id" => script.id = words.to_string(),
        "version" => script.version = filled(),
        "owner" => script.owner = filled(),
        "changed" => script.changed = filled(),
        "role" => script.role = Role::named(words),
        "language" | "lang" => script.language = Language::new(words),
        "goal" => script.goal = filled(),
        "country" => facts.country = filled(),
        "state" => facts.state = filled(),
        "sector" => facts.sector = filled(),
        "direction" if words.eq_ignore_ascii_case("inbound") => facts.direction = Some(Direction::Inbound),
        "direction" if words.eq_ignore_ascii_case("outbound") => facts.direction = Some(Direction::Outbound),
        "recorded" => facts.recorded = yes_no(words),
        "first_contact" => facts.first_contact = yes_no(words),
        "ai_voice" => facts.ai_voice = yes_no(words),
        "length" if duration::seconds(words).is_ok() => script.length = duration::seconds(words).ok(),
        "rules" => script.rules.push(value.clone()),
        _ => told.note(Became::Format, &format!("{}: {words}", key.value.trim()), key.place),
    }
}

fn yes_no(words: &str) -> Option<bool> {
    match words.to_lowercase().as_str() {
        "yes" | "true" | "是" => Some(true),
        "no" | "false" | "否" => Some(false),
        _ => None,
    }
}
