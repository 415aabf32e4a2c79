//! `fact`: something that code finds and a pack names.

use super::Check;
use crate::rule::draft::Draft;
use crate::rule::fact::{FACTS, Fact};
use crate::rule::look::{Hit, Look};
use crate::text::{Text, listed, nearest};
use crate::yaml::Node;

struct Named(&'static Fact);

impl std::fmt::Debug for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.name)
    }
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let name = node.words()?;
    let Some(fact) = FACTS.iter().find(|fact| fact.name == name.value.trim()) else {
        let names = || FACTS.iter().map(|fact| fact.name);
        let help = nearest(&name.value, names())
            .map_or_else(|| format!("there are {}", listed(names())), |near| format!("did you mean {near}?"));
        draft.wrong(name, format!("there is no fact “{}”", name.value), help);
        return None;
    };
    if fact.name == "habit-broken" {
        // Optional: a pack folder of the user's own may not have it.
        draft.quiet_cue(&Text::new("core/says-what-changed", name.place));
    }
    Some(Box::new(Named(fact)))
}

impl Check for Named {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        (self.0.find)(look)
    }

    fn needs_meaning(&self) -> bool {
        matches!(self.0.name, "pain-not-eased" | "pain-split" | "pain-late" | "pain-scattered")
    }

    fn is_wording(&self) -> bool {
        matches!(self.0.name, "two-questions" | "placeholder")
    }
}
