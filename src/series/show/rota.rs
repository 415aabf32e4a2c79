//! A rota as a person reads it, and as a table for spreadsheets.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::words::words;
use crate::series::model::Series;
use crate::series::roster::{Agent, Broken, Person, Rota, Visit, Why};

/// The rota in a few lines: loads, and what breaks continuity.
#[must_use]
pub fn rota_table(series: &Series, rota: &Rota, people: &[Person], agents: &[Agent]) -> String {
    let calls = rota.visits.len();
    let chinese = words(&series.language).chinese;
    let mut out = format!("{}\n", series.title.value.trim());
    let other = rota.broken.iter().filter(|one| one.turn.is_some()).count();
    let _ = writeln!(
        out,
        "{}",
        if chinese {
            format!("{}人，{}名话务员，{calls}次通话，其中{other}次换了声音", people.len(), agents.len())
        } else {
            format!(
                "{}, {}, {}, {other} of them in another voice",
                count(people.len(), "person", "people"),
                count(agents.len(), "agent", "agents"),
                count(calls, "call", "calls")
            )
        }
    );
    out.push_str(&proof(rota, chinese));
    out.push_str(if chinese {
        "\n话务员的通话次数和自己的人：\n"
    } else {
        "\nCalls of each agent, and people of their own:\n"
    });
    let wide = agents.iter().map(|agent| agent.name.width()).max().unwrap_or(0);
    for (number, agent) in agents.iter().enumerate() {
        let load = rota.loads.get(number).copied().unwrap_or(0);
        let own = rota.own.iter().filter(|own| **own == number).count();
        let gap = " ".repeat(wide.saturating_sub(agent.name.width()));
        let _ = writeln!(out, "  {}{gap}  {load:>5}  {own:>4}", agent.name);
    }
    out.push_str(&outside(series, rota, people));
    if !rota.broken.is_empty() {
        out.push_str(if chinese { "\n换声音的地方：\n" } else { "\nWhat breaks continuity:\n" });
    }
    for one in rota.broken.iter().take(SHOWN) {
        let _ = writeln!(out, "  {}", told(series, rota, one, people, agents, chinese));
    }
    out.push_str(&and_more(rota.broken.len(), chinese));
    out
}

fn count(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// The calls that fall outside their windows, because nobody calls on any day of these.
fn outside(series: &Series, rota: &Rota, people: &[Person]) -> String {
    let words = words(&series.language);
    let all: Vec<&Visit> = rota.visits.iter().filter(|visit| visit.outside()).collect();
    if all.is_empty() {
        return String::new();
    }
    let mut out = match words.chinese {
        true => format!("\n{}次通话不在时间窗内，因为窗内没有一天有人打：\n", all.len()),
        false => format!("\nOutside their windows, because nobody calls on any day of these: {}\n", all.len()),
    };
    for visit in all.iter().take(SHOWN) {
        let person = people.get(visit.person).map_or("", |person| person.name.as_str());
        let call = series.calls.get(visit.call).map_or_else(String::new, |call| call.name());
        let day = words.short_date(visit.day);
        let (from, to) = (words.short_date(visit.bounds.earliest), words.short_date(visit.bounds.latest));
        let _ = match words.chinese {
            true => writeln!(out, "  {person}，{call}，{day}：应在{from}至{to}"),
            false => writeln!(out, "  {person}, {call}, {day}: it was to be {from} to {to}"),
        };
    }
    out.push_str(&and_more(all.len(), words.chinese));
    out
}

/// That some are not shown.
fn and_more(all: usize, chinese: bool) -> String {
    match (all.saturating_sub(SHOWN), chinese) {
        (0, _) => String::new(),
        (more, true) => format!("  ……还有{more}处（写入文件后可见）\n"),
        (more, false) => format!("  … and {more} more (in the files that -o writes)\n"),
    }
}

/// So many breaks are told on the terminal.
const SHOWN: usize = 30;

fn proof(rota: &Rota, chinese: bool) -> String {
    let (found, least) = (rota.broken.len(), rota.least);
    match (found == least, chinese) {
        (true, false) => format!("No rota has fewer than {least} (proved)\n"),
        (true, true) => format!("任何排班都不少于{least}处（已证明）\n"),
        (false, false) => format!("No rota has fewer than {least}; this one has {found}, a gap of {}\n", found - least),
        (false, true) => format!("任何排班都不少于{least}处；现在{found}处，差距{}\n", found - least),
    }
}

fn told(series: &Series, rota: &Rota, one: &Broken, people: &[Person], agents: &[Agent], chinese: bool) -> String {
    let words = words(&series.language);
    let agent = |at: usize| agents.get(at).map_or("", |agent| agent.name.as_str());
    let person = people.get(one.person).map_or("", |person| person.name.as_str());
    let visit = rota.visits.iter().find(|visit| visit.person == one.person && Some(visit.turn) == one.turn);
    let call = visit.and_then(|visit| series.calls.get(visit.call)).map_or_else(String::new, |call| call.name());
    let day = one.day.map_or_else(String::new, |day| words.short_date(day));
    let (own, other) = (agent(one.own), agent(one.other));
    match (one.why, chinese) {
        (Why::Off, false) => {
            format!("{person}, {call}, {day}: {other} instead of {own}, who is off in the whole window")
        }
        (Why::Full, false) => {
            format!("{person}, {call}, {day}: {other} instead of {own}, who has no room in the window")
        }
        (Why::New, false) => {
            format!(
                "{person}: {own} instead of {other}, whom they know, and who would leave more of their calls to others"
            )
        }
        (Why::Off, true) => format!("{person}，{call}，{day}：由{other}代替{own}（时间窗内都休息）"),
        (Why::Full, true) => format!("{person}，{call}，{day}：由{other}代替{own}（时间窗内已排满）"),
        (Why::New, true) => format!("{person}：由{own}代替熟悉的{other}（熟悉的那位会有更多次由别人打）"),
    }
}

/// Every call of the rota as a table with a comma between cells.
///
/// # Errors
/// Never in practice: the table is written into memory.
pub fn rota_csv(series: &Series, rota: &Rota, people: &[Person], agents: &[Agent]) -> crate::error::Result<String> {
    let fail =
        |error: &dyn std::fmt::Display| crate::error::Error::Other(format!("the table cannot be written: {error}"));
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["person", "call", "date", "agent", "own_voice", "in_window"]).map_err(|error| fail(&error))?;
    for visit in &rota.visits {
        let person = people.get(visit.person).map_or("", |person| person.name.as_str());
        let call = series.calls.get(visit.call).map_or("", |call| call.id.as_str());
        let agent = agents.get(visit.agent).map_or("", |agent| agent.name.as_str());
        let own = if rota.own.get(visit.person) == Some(&visit.agent) { "yes" } else { "no" };
        let inside = if visit.outside() { "no" } else { "yes" };
        out.write_record([person, call, &visit.day.to_string(), agent, own, inside]).map_err(|error| fail(&error))?;
    }
    let bytes = out.into_inner().map_err(|error| fail(&error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
