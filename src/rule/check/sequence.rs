//! `sequence`: an order that is clearly worse than the best permitted one. The sequencer stands above the
//! rules, so the work itself is done where rules are run.

use serde::Deserialize;

use super::{Check, number};
use crate::rule::draft::Draft;
use crate::rule::look::{Hit, Look};
use crate::text::Text;
use crate::yaml::{self, Node};

#[derive(Debug)]
struct Sequence {
    worse_by: f64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "sequence")]
struct Written {
    worse_by: Option<Text>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let written: Written = yaml::read(node, &mut draft.found);
    let worse_by = number(written.worse_by.as_ref(), draft).unwrap_or(0.1);
    Some(Box::new(Sequence { worse_by }))
}

impl Check for Sequence {
    fn look(&self, _: &Look<'_, '_>) -> Vec<Hit> {
        Vec::new()
    }

    fn needs_meaning(&self) -> bool {
        true
    }

    fn worse_by(&self) -> Option<f64> {
        Some(self.worse_by)
    }
}
