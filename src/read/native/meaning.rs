//! What the written form of a script means.

use super::values::Values;
use super::written::{
    WrittenAllow, WrittenBlank, WrittenCustomer, WrittenPrinciples, WrittenScript, WrittenSetting, WrittenTest,
};
use crate::diagnostic::Diagnostic;
use crate::script::{
    Allow, Blank, CallFacts, Customer, Direction, From, Habit, Language, Outcome, Principles, Role, Script, SignOff,
    Stages, Test,
};
use crate::source::Place;
use crate::text::Text;
use crate::yaml::Short;

/// What a script says beside its segments; those are read in `parts`.
pub(super) fn script(written: &mut WrittenScript, stem: &str, found: &mut Vec<Diagnostic>) -> Script {
    let mut values = Values { found };
    Script {
        title: Values::filled(written.script.take()).unwrap_or_default(),
        id: Values::filled(written.id.take()).map_or_else(|| stem.to_string(), |id| id.value),
        version: Values::filled(written.version.take()),
        owner: Values::filled(written.owner.take()),
        changed: Values::filled(written.changed.take()),
        sign_off: SignOff {
            approved_by: Values::filled(written.approved_by.take()),
            approved_on: Values::filled(written.approved_on.take()),
            review_by: Values::filled(written.review_by.take()),
            seal: Values::filled(written.seal.take()),
        },
        role: Values::filled(written.role.take()).map(|role| Role::named(&role.value)).unwrap_or_default(),
        language: language(&mut values, written.language.take()),
        facts: facts(&mut values, written),
        goal: Values::filled(written.goal.take()),
        length: values.seconds("length", written.length.take()),
        pace: values.number("pace", written.pace.take(), 20.0, 1_000.0),
        customer: written.customer.take().map(customer).unwrap_or_default(),
        habit: written.habit.take().and_then(habit),
        moves_at_most: moves_at_most(&mut values, written.moves_at_most.take()),
        blanks: written
            .blanks
            .take()
            .unwrap_or_default()
            .0
            .into_iter()
            .map(|(name, form)| blank(&mut values, name, form))
            .collect(),
        stages: stages(&mut values, written.stages.take()),
        outcomes: written
            .outcomes
            .take()
            .unwrap_or_default()
            .0
            .into_iter()
            .map(|(name, todo)| Outcome { name, todo })
            .collect(),
        after_call: Values::list(written.after_call.take()),
        tests: written.tests.take().unwrap_or_default().into_iter().map(|written| test(&mut values, written)).collect(),
        principles: written.principles.take().map(|written| principles(&mut values, written)).unwrap_or_default(),
        rules: Values::list(written.rules.take()),
        allow: written
            .allow
            .take()
            .unwrap_or_default()
            .into_iter()
            .filter_map(|written| allow(&mut values, written))
            .collect(),
        ..Script::default()
    }
}

fn language(values: &mut Values<'_>, text: Option<Text>) -> Language {
    let Some(text) = Values::filled(text) else { return Language::default() };
    let tag = text.value.trim();
    let fits = tag.len() <= 35
        && tag.split('-').enumerate().all(|(at, part)| {
            part.chars().all(|c| c.is_ascii_alphanumeric())
                && if at == 0 { (2..=3).contains(&part.len()) } else { !part.is_empty() }
        });
    if !fits {
        values.error(
            "format/language",
            &text,
            format!("`{text}` is not a language tag"),
            "write for example en-GB, en-US or zh-CN",
        );
        return Language::default();
    }
    Language::new(tag)
}

fn facts(values: &mut Values<'_>, written: &mut WrittenScript) -> CallFacts {
    let direction = Values::filled(written.direction.take());
    let direction = direction.and_then(|text| values.one_of("direction", &text, &["inbound", "outbound"]));
    CallFacts {
        direction: direction.map(|at| if at == 0 { Direction::Inbound } else { Direction::Outbound }),
        country: Values::filled(written.country.take()),
        state: Values::filled(written.state.take()),
        sector: Values::filled(written.sector.take()),
        recorded: values.yes_no("recorded", written.recorded.take()),
        first_contact: values.yes_no("first_contact", written.first_contact.take()),
        ai_voice: values.yes_no("ai_voice", written.ai_voice.take()),
    }
}

fn customer(written: WrittenCustomer) -> Customer {
    Customer {
        who: Values::filled(written.who),
        says: Values::list(written.says),
        thinks: Values::list(written.thinks),
        does: Values::list(written.does),
        feelings: Values::list(written.feelings),
        pains: Values::list(written.pains),
        gains: Values::list(written.gains),
    }
}

fn habit(items: Vec<Text>) -> Option<Habit> {
    let (first, last) = (items.first()?.place, items.last()?.place);
    Some(Habit { order: items.into_iter().map(|item| item.value).collect(), place: Place { end: last.end, ..first } })
}

fn moves_at_most(values: &mut Values<'_>, text: Option<Text>) -> Option<(usize, Place)> {
    let place = text.as_ref()?.place;
    let number = values.number("moves_at_most", text, 0.0, 1_000_000.0)?;
    Some((number as usize, place))
}

fn stages(values: &mut Values<'_>, text: Option<Text>) -> Stages {
    let Some(text) = Values::filled(text) else { return Stages::Kept };
    match values.one_of("stages", &text, &["kept", "free"]) {
        Some(1) => Stages::Free,
        _ => Stages::Kept,
    }
}

fn blank(values: &mut Values<'_>, name: Text, form: Short<WrittenBlank>) -> Blank {
    let long = match form {
        Short::Short(example) => return Blank { name, example: Values::filled(Some(example)), ..Blank::default() },
        Short::Long(long) => long,
    };
    let from =
        Values::filled(long.from).and_then(|text| values.one_of("from", &text, &["record", "agent", "customer"]));
    Blank {
        name,
        from: from.map(|at| [From::Record, From::Agent, From::Customer][at]),
        example: Values::filled(long.example),
        if_missing: Values::filled(long.if_missing),
        allowed: Values::list(long.allowed),
        optional: values.yes_no("optional", long.optional).unwrap_or(false),
    }
}

fn test(values: &mut Values<'_>, written: WrittenTest) -> Test {
    Test {
        name: written.name.unwrap_or_default(),
        answers: written.answers.unwrap_or_default().0,
        must_hear: Values::list(written.must_hear),
        must_not_hear: Values::list(written.must_not_hear),
        ends_as: Values::filled(written.ends_as),
        under: values.seconds("under", written.under),
    }
}

fn allow(values: &mut Values<'_>, written: WrittenAllow) -> Option<Allow> {
    let rule = Values::filled(written.rule)?;
    if Values::filled(written.because.clone()).is_none() {
        let help = "add a line `because:` that a colleague will understand in a year";
        values.error("format/because", &rule, format!("`{rule}` is allowed without a reason"), help);
    }
    let place = rule.place;
    Some(Allow { rule, because: written.because, place })
}

fn principles(values: &mut Values<'_>, written: WrittenPrinciples) -> Principles {
    let mut principles = Principles {
        off: Values::list(written.off),
        because: Values::filled(written.because),
        ..Principles::default()
    };
    for off in &principles.off {
        values.one_of("off", off, &SWITCHES);
    }
    let numbers = [
        ("recency", written.recency, 0.0, 10.0),
        ("peaks", written.peaks, 0.0, 1.0),
        ("diminishing", written.diminishing, 0.05, 1.0),
        ("loss", written.loss, 0.0, 10.0),
        ("editing", written.editing, 0.0, 10.0),
        ("acclimation", written.acclimation, 0.01, 10.0),
        ("listening_closed", written.listening_closed, 0.0, 600.0),
        ("listening_open", written.listening_open, 0.0, 600.0),
    ];
    for (key, form, least, most) in numbers {
        let Some(value) = setting(form, &mut principles) else { continue };
        let place = value.place;
        if let Some(number) = values.number(key, Some(value), least, most) {
            principles.numbers.insert(key.to_string(), (number, place));
        }
    }
    let switches = [written.early, written.combine, written.segment, written.finish, written.choice, written.habit];
    for (name, form) in SWITCHES.iter().zip(switches) {
        let Some(value) = setting(form, &mut principles) else { continue };
        if values.yes_no(name, Some(value.clone())) == Some(false) {
            principles.off.push(Text::new(*name, value.place));
        }
    }
    principles.model = setting(written.model, &mut principles)
        .filter(|text| values.one_of("model", text, &["recency", "acclimation"]).is_some());
    principles
}

const SWITCHES: [&str; 6] = ["early", "combine", "segment", "finish", "choice", "habit"];

fn setting(form: Option<Short<WrittenSetting>>, principles: &mut Principles) -> Option<Text> {
    match form? {
        Short::Short(value) => Values::filled(Some(value)),
        Short::Long(long) => {
            if principles.because.is_none() {
                principles.because = Values::filled(long.because);
            }
            Values::filled(long.value)
        }
    }
}
