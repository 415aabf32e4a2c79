//! `wrong_if`: an expression over the facts of a segment, a choice or the script.

use serde::Deserialize;

use super::Check;
use crate::rule::any::Any;
use crate::rule::draft::Draft;
use crate::rule::expression::Expression;
use crate::rule::look::{At, Hit, Look};
use crate::rule::seen::Seen;
use crate::rule::selector::Selector;
use crate::text::Text;
use crate::yaml::{self, Node};

#[derive(Debug)]
struct WrongIf {
    each: Each,
    is: Expression,
    of: Option<Selector>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Each {
    Script,
    Segment,
    Choice,
    Question,
    Answers,
}

const EACH: [(&str, Each); 5] = [
    ("script", Each::Script),
    ("segment", Each::Segment),
    ("choice", Each::Choice),
    ("question", Each::Question),
    ("answers", Each::Answers),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename = "wrong_if")]
struct Written {
    each: Option<Text>,
    is: Option<Text>,
    of: Option<Any>,
}

pub(super) fn read(node: &Node, _: &Node, draft: &mut Draft<'_>) -> Option<Box<dyn Check>> {
    let written: Written = yaml::read(node, &mut draft.found);
    let each = match &written.each {
        None => Each::Script,
        Some(text) => match EACH.iter().find(|(name, _)| *name == text.value.trim()) {
            Some((_, each)) => *each,
            None => {
                let names = crate::text::listed(EACH.iter().map(|(name, _)| *name));
                draft.wrong(text, format!("“{}” is not understood under each", text.value), format!("write {names}"));
                return None;
            }
        },
    };
    let is = written.is.and_then(|text| Expression::read(&text, draft))?;
    let of = written.of.and_then(|_| node.get("of")).and_then(|node| Selector::read(node, draft));
    Some(Box::new(WrongIf { each, is, of }))
}

impl Check for WrongIf {
    fn look(&self, look: &Look<'_, '_>) -> Vec<Hit> {
        if self.each == Each::Script {
            return if self.is.of_script(look) { vec![Hit::at(At::Script)] } else { Vec::new() };
        }
        let sheet = look.sheet();
        let mut found = Vec::new();
        for &branch in look.branches {
            for (at, part) in
                sheet.branches.get(branch).map_or(&[][..], |branch| branch.parts.as_slice()).iter().enumerate()
            {
                let fits = match (self.each, part.segment) {
                    (Each::Segment, _) => true,
                    (_, None) | (Each::Script, _) => false,
                    (Each::Choice, Some(segment)) => segment.choice.is_some(),
                    (Each::Question, Some(segment)) => segment.ask.is_some() || !segment.ask_in_order.is_empty(),
                    (Each::Answers, Some(segment)) => !segment.answers.is_empty(),
                };
                let wanted = fits && self.of.as_ref().is_none_or(|of| of.holds(look, branch, at));
                if wanted && self.is.of_part(look, branch, at) {
                    found.push(Hit::at(At::Part(branch, at)));
                }
            }
        }
        found
    }

    fn needs_meaning(&self) -> bool {
        self.is.needs_meaning() || self.of.as_ref().is_some_and(Selector::needs_meaning)
    }

    fn is_idle(&self, seen: &Seen<'_, '_>) -> bool {
        !self.is.may_be_true(seen) || self.of.as_ref().is_some_and(|of| !of.may_match(seen))
    }
}
