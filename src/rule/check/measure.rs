//! `measure`: a measure within its limits.

use serde::Deserialize;

use super::{Check, number};
use crate::rule::any::Any;
use crate::rule::draft::Draft;
use crate::rule::look::{Hit, Look};
use crate::rule::measure::{MEASURES, Measure, Wanted};
use crate::rule::selector::Selector;
use crate::text::{Text, listed, nearest};
use crate::yaml::{self, Node};

struct Measured {
    measure: &'static Measure,
    max: Option<f64>,
    min: Option<f64>,
    of: Option<Selector>,
}

impl std::fmt::Debug for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}..{:?} {:?}", self.measure.name, self.min, self.max, self.of)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "measure")]
struct Written {
    what: Option<Text>,
    max: Option<Text>,
    min: Option<Text>,
    of: Option<Any>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let written: Written = yaml::read(node, &mut draft.found);
    let name = written.what?;
    let Some(measure) = MEASURES.iter().find(|measure| measure.name == name.value.trim()) else {
        let names = || MEASURES.iter().map(|measure| measure.name);
        let help = nearest(&name.value, names())
            .map_or_else(|| format!("there are {}", listed(names())), |near| format!("did you mean {near}?"));
        draft.wrong(&name, format!("there is no measure “{}”", name.value), help);
        return None;
    };
    if measure.name == "pleasures_in_segment" {
        draft.cue(&Text::new("core/pleasure", name.place));
    }
    let (max, min) = (number(written.max.as_ref(), draft), number(written.min.as_ref(), draft));
    if max.is_none() && min.is_none() {
        draft.wrong(&name, "this measure has no limit", "add max: or min:");
        return None;
    }
    let of = written.of.and_then(|_| node.get("of")).and_then(|node| Selector::read(node, draft));
    Some(Box::new(Measured { measure, max, min, of }))
}

impl Check for Measured {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        let keep = |branch: usize, part: usize| self.of.as_ref().is_none_or(|of| of.holds(look, branch, part));
        let over = |value: f64| self.max.filter(|max| value > *max).or(self.min.filter(|min| value < *min));
        let tells = |value: f64| over(value).is_some();
        let all = (self.measure.take)(look, &Wanted { keep: &keep, tells: &tells });
        all.into_iter()
            .filter_map(|one| over(one.value).map(|limit| Hit { value: Some((one.value, limit)), ..Hit::at(one.at) }))
            .collect()
    }

    fn needs_meaning(&self) -> bool {
        self.of.as_ref().is_some_and(Selector::needs_meaning)
    }

    fn is_wording(&self) -> bool {
        true
    }
}
