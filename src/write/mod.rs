//! A script as the YAML that its lead owns from then on: words unchanged, guesses marked.

mod page;
mod segment;

use std::collections::BTreeMap;

use crate::diagnostic::Level;
use crate::reading::Reading;
use crate::script::{Blank, Decides, From, Role, Script, SignOff, Stages, Test};
use crate::text::Text;
use page::Page;

/// Remarks to put above segments, by the segment's id.
pub type Remarks = BTreeMap<String, Vec<String>>;

/// Warnings of a reading as remarks above the segments they are about.
#[must_use]
pub fn remarks(reading: &Reading) -> Remarks {
    let mut remarks = Remarks::new();
    let segments = reading.script.iter().flat_map(|script| script.all_segments());
    let segments: Vec<&crate::script::Segment> = segments.collect();
    for found in reading.diagnostics.iter().filter(|found| found.level == Level::Warning) {
        let about = |segment: &&&crate::script::Segment| {
            let place = segment.place;
            place.file == found.place.file && place.start <= found.place.start && found.place.start < place.end
        };
        if let Some(segment) = segments.iter().find(about) {
            remarks.entry(segment.id.clone()).or_default().push(found.message.clone());
        }
    }
    remarks
}

/// The script as YAML. Reading it gives the same script again; shared blocks that it included are
/// written out.
///
/// ```
/// use callcraft::write::{Remarks, yaml};
/// # use callcraft::read::{NoFiles, read};
/// # let text = "script: Late\nsegments:\n  - {id: news, feels: pleasant, say: It came.}\n  - {id: fine, feels: painful, say: A fine.}\n";
/// # let reading = read("late.yaml", text.as_bytes(), &NoFiles);
/// # let script = reading.script.clone().unwrap();
///
/// let again = read("again.yaml", yaml(&script, &Remarks::new()).as_bytes(), &NoFiles).script.unwrap();
/// assert_eq!(again.segments[1].id, "fine");
/// ```
#[must_use]
pub fn yaml(script: &Script, remarks: &Remarks) -> String {
    let mut page = Page::default();
    head(&mut page, script);
    customer(&mut page, script);
    page.gap();
    page.under("segments", |page| {
        for (at, segment) in script.segments.iter().enumerate() {
            if at > 0 {
                page.gap();
            }
            page.item(|page| segment::write(page, segment, None, remarks));
        }
    });
    if !script.anytime.is_empty() {
        page.gap();
        page.under("anytime", |page| {
            for anytime in &script.anytime {
                page.item(|page| segment::write(page, &anytime.segment, Some(&anytime.when), remarks));
            }
        });
    }
    tail(&mut page, script);
    page.finish()
}

fn head(page: &mut Page, script: &Script) {
    page.text("script", &script.title.value);
    if !script.id.is_empty() {
        page.text("id", &script.id);
    }
    page.maybe("version", script.version.as_ref());
    page.maybe("owner", script.owner.as_ref());
    page.maybe("changed", script.changed.as_ref());
    sign_off(page, &script.sign_off);
    if script.role != Role::Agent {
        page.text("role", script.role.name());
    }
    page.text("language", script.language.tag());
    let facts = &script.facts;
    if let Some(direction) = facts.direction {
        page.plain("direction", direction.name());
    }
    page.maybe("country", facts.country.as_ref());
    page.maybe("state", facts.state.as_ref());
    page.maybe("sector", facts.sector.as_ref());
    for (key, value) in
        [("recorded", facts.recorded), ("first_contact", facts.first_contact), ("ai_voice", facts.ai_voice)]
    {
        if let Some(value) = value {
            page.plain(key, yes_no(value));
        }
    }
    page.maybe("goal", script.goal.as_ref());
    if let Some(length) = script.length {
        page.plain("length", &seconds(length));
    }
    if let Some(pace) = script.pace {
        page.plain("pace", &pace.to_string());
    }
    if script.stages == Stages::Free {
        page.plain("stages", "free");
    }
    if let Some(habit) = &script.habit {
        let ids: Vec<Text> = habit.order.iter().map(|id| Text::new(id.clone(), habit.place)).collect();
        page.list("habit", &ids);
    }
    if let Some((count, _)) = script.moves_at_most {
        page.plain("moves_at_most", &count.to_string());
    }
    page.list("rules", &script.rules);
}

fn customer(page: &mut Page, script: &Script) {
    let customer = &script.customer;
    page.under("customer", |page| {
        page.maybe("who", customer.who.as_ref());
        for (key, list) in [
            ("says", &customer.says),
            ("thinks", &customer.thinks),
            ("does", &customer.does),
            ("feelings", &customer.feelings),
            ("pains", &customer.pains),
            ("gains", &customer.gains),
        ] {
            page.list(key, list);
        }
    });
    if !script.blanks.is_empty() {
        page.gap();
    }
    page.under("blanks", |page| script.blanks.iter().for_each(|blank| self::blank(page, blank)));
}

fn blank(page: &mut Page, blank: &Blank) {
    let short = blank.from.is_none() && blank.if_missing.is_none() && blank.allowed.is_empty() && !blank.optional;
    if let Some(example) = blank.example.as_ref().filter(|_| short) {
        return page.text(&blank.name.value, &example.value);
    }
    page.under(&blank.name.value, |page| {
        if let Some(from) = blank.from {
            let name = match from {
                From::Record => "record",
                From::Agent => "agent",
                From::Customer => "customer",
            };
            page.plain("from", name);
        }
        page.maybe("example", blank.example.as_ref());
        page.maybe("if_missing", blank.if_missing.as_ref());
        page.list("allowed", &blank.allowed);
        if blank.optional || short {
            page.plain("optional", yes_no(blank.optional));
        }
    });
}

fn tail(page: &mut Page, script: &Script) {
    if !script.outcomes.is_empty() {
        page.gap();
    }
    page.under("outcomes", |page| {
        script.outcomes.iter().for_each(|outcome| page.text(&outcome.name.value, &outcome.todo.value));
    });
    page.list("after_call", &script.after_call);
    page.under("tests", |page| script.tests.iter().for_each(|test| page.item(|page| self::test(page, test))));
    page.under("principles", |page| {
        let principles = &script.principles;
        page.maybe("model", principles.model.as_ref());
        for (key, (number, _)) in &principles.numbers {
            page.plain(key, &number.to_string());
        }
        page.list("off", &principles.off);
        page.maybe("because", principles.because.as_ref());
    });
    page.under("allow", |page| {
        for allow in &script.allow {
            page.item(|page| {
                page.text("rule", &allow.rule.value);
                page.maybe("because", allow.because.as_ref());
            });
        }
    });
}

fn test(page: &mut Page, test: &Test) {
    page.text("name", &test.name.value);
    page.under("answers", |page| test.answers.iter().for_each(|(id, answer)| page.text(&id.value, &answer.value)));
    page.list("must_hear", &test.must_hear);
    page.list("must_not_hear", &test.must_not_hear);
    page.maybe("ends_as", test.ends_as.as_ref());
    if let Some(under) = test.under {
        page.plain("under", &seconds(under));
    }
}

fn sign_off(page: &mut Page, sign: &SignOff) {
    page.maybe("approved_by", sign.approved_by.as_ref());
    page.maybe("approved_on", sign.approved_on.as_ref());
    page.maybe("review_by", sign.review_by.as_ref());
    page.maybe("seal", sign.seal.as_ref());
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

fn seconds(seconds: f64) -> String {
    format!("{seconds} s")
}

fn decides(decides: Decides) -> Option<&'static str> {
    (decides == Decides::Us).then_some("us")
}
