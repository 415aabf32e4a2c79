//! The plan of a series for one person: the order of its calls, their days and hours, and what each does about changes.

use jiff::civil::Date;

use super::changes::{ChangeTurn, changes};
use super::content::{self, Content};
use super::dates::{Dated, dates};
use super::law::{Law, law};
use super::model::Series;
use super::order::{Contradiction, Ordered, order};
use crate::diagnostic::Diagnostic;
use crate::experience::Experience;
use crate::sequence::solve::Limits;
use crate::text::listed;

/// A series with its days.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Day zero.
    pub start: Date,
    /// The order of the calls; each as it is felt with the content that it says by plan.
    pub ordered: Ordered,
    /// What is said in another call than it is written in.
    pub content: Content,
    /// The calls with their days and hours, in the order they are made.
    pub dated: Vec<Dated>,
    /// What each call does about changes.
    pub changes: Vec<ChangeTurn>,
    /// The law's hours, where there are any.
    pub law: Option<Law>,
}

impl Plan {
    /// The series as it is said by this plan: with the content that it says in other calls.
    #[must_use]
    pub fn said<'s>(&'s self, written: &'s Series) -> &'s Series {
        self.content.series.as_deref().unwrap_or(written)
    }

    /// How the whole will be remembered as it is planned.
    #[must_use]
    pub fn remembered(&self) -> &Experience {
        let turned = self.ordered.order.windows(2).any(|pair| matches!(pair, [a, b] if a > b));
        match (self.content.moves.is_empty(), turned) {
            (false, _) => &self.content.after,
            (true, true) => &self.ordered.after,
            (true, false) => &self.ordered.before,
        }
    }
}

/// About a second of search; a series needs a small part of it.
pub const NODES: u64 = 5_000_000;

/// Plans a series whose day zero is `start`.
///
/// # Errors
/// The calls whose places and windows contradict each other, as a finding.
pub fn plan(series: &Series, start: Date, stop: &dyn Fn() -> bool) -> Result<Plan, Box<Diagnostic>> {
    plan_within(series, start, &Limits { stop, nodes: NODES, ..Limits::default() })
}

/// The same within other limits of the search.
pub(super) fn plan_within(series: &Series, start: Date, limits: &Limits<'_>) -> Result<Plan, Box<Diagnostic>> {
    let mut ordered = order(series, start, limits).map_err(|found| Box::new(told(series, &found)))?;
    let (content, felt) = content::place(series, &ordered, limits);
    if let Some(felt) = felt {
        ordered.felt = felt;
    }
    let law = law(series);
    let seconds: Vec<f64> = ordered.felt.iter().map(|felt| felt.seconds).collect();
    let dated = dates(series, &ordered.order, start, law.as_ref(), &seconds);
    let changes = changes(series, &ordered.order);
    Ok(Plan { start, ordered, content, dated, changes, law })
}

fn told(series: &Series, found: &Contradiction) -> Diagnostic {
    let calls: Vec<_> = found.calls.iter().filter_map(|&at| series.calls.get(at)).collect();
    let names: Vec<String> = calls.iter().map(|call| format!("`{}`", call.id)).collect();
    let place = calls.first().map_or(series.calls_place, |call| call.place);
    let message = match names.as_slice() {
        [] => "the places and windows of the calls contradict each other".to_string(),
        names => format!(
            "no order keeps what is written for {}",
            listed(names.iter().map(String::as_str)).replace(" or ", " and ")
        ),
    };
    let mut found = Diagnostic::error("series/contradiction", place, message)
        .help("look at their `when`, `place`, `after`, `before` and `passes_on`, and let one of them go");
    for call in calls.iter().skip(1) {
        found = found.related(call.place, "and this one");
    }
    found
}
