//! `walk --compare`: several people's walks of one script put together.

use callcraft::felt::{self, Measured};
use callcraft::script::Script;
use callcraft::sequence::solve::Limits;
use callcraft::trial::{self, FeltComparison};
use callcraft::walk::{Compared, compare};
use serde_json::json;

use super::Form;
use crate::{Exit, Outcome, Trouble, files, say};

/// Puts the feelings of these files together, beside the script where there is one.
pub(super) fn run(names: &[String], script: Option<&Script>, form: Form) -> Outcome {
    let mut measured = Measured::default();
    for name in names {
        let who =
            std::path::Path::new(name).file_stem().map_or(name.clone(), |stem| stem.to_string_lossy().into_owned());
        let one = felt::read(&who, &files::bytes(name)?).map_err(|error| format!("`{name}`: {error}"))?;
        if one.people.iter().all(|person| person.felt.is_empty()) {
            say::aside(&format!("`{name}` says nothing of how it felt"));
        }
        measured.join(one);
    }
    let compared = compare(&measured, script);
    let change = script.and_then(|script| match order(script, &compared) {
        Ok(change) => Some(change),
        Err(Trouble(why)) => {
            say::aside(&format!("whether another order would be better cannot be told: {why}"));
            None
        }
    });
    match form {
        Form::Human => {
            say::result(&compared.to_text());
            if let Some(change) = change {
                say::result(&format!("\n{}", say::clean(&change.to_text())));
            }
        }
        Form::Json => {
            let mut value = compared.to_json();
            if let Some(change) = change {
                value["order"] = json!({
                    "designed": change.designed, "felt": change.felt,
                    "designed_score": change.designed_score, "felt_score": change.felt_score,
                });
            }
            say::result(&serde_json::to_string_pretty(&value)?);
        }
    }
    Ok(Exit::Done)
}

/// Whether the best order is another one with the middle of what was felt written in.
fn order(script: &Script, compared: &Compared) -> Result<trial::OrderChange, Trouble> {
    let changed = FeltComparison {
        script: compared.written_in(script),
        segments: Vec::new(),
        unknown: Vec::new(),
        unread: Vec::new(),
    };
    Ok(trial::order_change(script, &changed, &Limits::default())?)
}
