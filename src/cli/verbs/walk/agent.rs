//! `walk` in the agent's seat: the tool plays the customer; with `--drill` the words are hidden and asked for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use callcraft::reading::Reading;
use callcraft::script::Script;
use callcraft::walk::{
    Before, Call, Customer, End, Item, Line, Match, Register, Scores, Turn, drill_items, drill_next,
};

use super::other::{self, Moment, Place};
use super::seat::{ask, fingerprint};
use crate::files::{self, Replace};
use crate::{Exit, Outcome, Trouble, say};

/// Goes through the call with the words in sight.
pub(super) fn walk(script: &Script, order: &[usize], seed: Option<u64>, place: &Place) -> Outcome {
    let chinese = script.language.is_chinese();
    say::result(if chinese {
        "您是坐席，客户由程序扮演。按回车继续；! 列出随时可能发生的事；q 结束。"
    } else {
        "You are the agent, the tool is the customer. Enter goes on; ! lists what may happen at any moment; q ends the walk."
    });
    let mut customer = seed.map_or_else(Customer::usual, Customer::by_chance);
    let mut call = Call::new(script, order, &BTreeMap::new());
    sit(script, &mut call, &mut customer, place);
    say::result(&say::clean(&ended(call.end(), chinese)));
    Ok(Exit::Done)
}

/// Goes through a call to its end; false where it was broken off.
fn sit(script: &Script, call: &mut Call<'_>, customer: &mut Customer, place: &Place) -> bool {
    let chinese = script.language.is_chinese();
    let mut seen = None;
    while let Some(turn) = call.turn().cloned() {
        if seen != Some((turn.segment, turn.aside)) {
            seen = Some((turn.segment, turn.aside));
            heading(call, &turn, chinese);
        }
        spoken(&turn.lines, chinese);
        let Some(typed) = ask(">").filter(|typed| typed.trim() != "q") else { return false };
        match other::moment(script, &typed) {
            Some(Moment::Happens(entry)) => {
                call.interrupt(entry);
                continue;
            }
            Some(Moment::Nothing) => continue,
            Some(Moment::Over) => return false,
            None => {}
        }
        let reply = customer.answer(script, call);
        let back = call.reply(&reply);
        if let Some(answer) = call.heard().last().and_then(|heard| heard.answer.as_ref()) {
            say::result(&say::clean(&format!("  {} {answer}", if chinese { "客户：" } else { "Customer:" })));
        }
        spoken(&back, chinese);
        if let Some(name) = call.passing().map(str::to_string)
            && !through(call, customer, place, &name, chinese)
        {
            return false;
        }
    }
    true
}

/// Goes through another script and comes back; false where it was broken off.
fn through(call: &mut Call<'_>, customer: &mut Customer, place: &Place, name: &str, chinese: bool) -> bool {
    let other = other::script(place, name, chinese);
    let Some((script, place)) = other.and_then(|(reading, place)| Some((reading.script?, place))) else {
        call.come_back(&BTreeMap::new());
        return true;
    };
    let order: Vec<usize> = (0..script.segments.len()).collect();
    let mut inner = Call::new(&script, &order, call.values());
    let whole = sit(&script, &mut inner, customer, &place);
    call.come_back(inner.values());
    whole
}

fn heading(call: &Call<'_>, turn: &Turn, chinese: bool) {
    let Some(segment) = call.segment(turn) else { return };
    say::result(&say::clean(&format!("\n{}", segment.name().trim())));
    notes(segment.note.iter().chain(&segment.coach).map(|note| note.value.trim()), chinese);
}

fn notes<'n>(notes: impl Iterator<Item = &'n str>, chinese: bool) {
    for note in notes {
        say::result(&say::clean(&format!("  {} {note}", if chinese { "备注：" } else { "Note:" })));
    }
}

fn spoken(lines: &[Line], chinese: bool) {
    for line in lines {
        let what = match (line.register, chinese) {
            (Register::Say, false) => "Say:",
            (Register::MustSay, false) => "Exactly:",
            (Register::Ask, false) => "Ask:",
            (Register::Say, true) => "说：",
            (Register::MustSay, true) => "原话：",
            (Register::Ask, true) => "问：",
        };
        let versions = line.versions.join(if chinese { " / 或：" } else { " / or: " });
        say::result(&say::clean(&format!("  {what} {}", versions.replace('\n', "\n    "))));
    }
}

fn ended(end: Option<&End>, chinese: bool) -> String {
    match (end, chinese) {
        (Some(End::As(name)), false) => format!("\nThe call ended as {name}."),
        (Some(End::As(name)), true) => format!("\n通话结果：{name}"),
        (Some(End::Left(file)), _) => format!("\n-> {file}"),
        (Some(_), false) => "\nThe call is over.".to_string(),
        (Some(_), true) => "\n通话结束。".to_string(),
        (None, false) => "\nThe walk was broken off here.".to_string(),
        (None, true) => "\n练习到此为止。".to_string(),
    }
}

/// How the agent wants to be drilled.
pub(super) struct Wishes {
    /// The order of the segments.
    pub order: Vec<usize>,
    /// Where chance starts, where the customer answers by chance.
    pub seed: Option<u64>,
    /// How much is asked at most.
    pub most: usize,
    /// Where the scores are kept, where it is not the usual place.
    pub scores: Option<PathBuf>,
}

/// Asks for the words, the least known first, and keeps the score.
pub(super) fn drill(reading: &Reading, script: &Script, wishes: &Wishes) -> Outcome {
    let path = place(wishes.scores.as_deref())?;
    let mut scores = kept(&path)?;
    let sha256 = fingerprint(reading);
    let chinese = script.language.is_chinese();
    let items = drill_items(script, &wishes.order, wishes.seed);
    let known = scores.of(&sha256);
    let asked = drill_next(&items, &known, wishes.most);
    say::result(if chinese {
        "凭记忆输入您会说的话。直接回车表示不知道；q 结束。"
    } else {
        "Type what you would say, by heart. An empty line: you don't know; q ends the drill."
    });
    let mut today = Vec::new();
    for (at, item) in asked.iter().enumerate() {
        question(item, (at + 1, asked.len()), chinese);
        let Some(typed) = ask(">").filter(|typed| typed.trim() != "q") else { break };
        let found = item.held_against(&typed);
        scores.note(&sha256, &script.id, &item.key, found.score);
        // Kept after every answer, so that nothing is lost whenever the drill is broken off.
        files::write(&path, scores.to_json().as_bytes(), Replace::Yes)?;
        today.push(found.score);
        told(item, &typed, &found, chinese);
    }
    let known = scores.of(&sha256);
    let all: f64 = items.iter().filter_map(|item| known.get(&item.key)).map(|known| known.last).sum();
    close(&today, all, items.len(), chinese);
    if !today.is_empty() {
        say::aside(&format!("the scores are in {}", path.display()));
    }
    Ok(Exit::Done)
}

fn question(item: &Item, (at, of): (usize, usize), chinese: bool) {
    let before = match (&item.before, chinese) {
        (Before::Beginning, false) => "The call begins.".to_string(),
        (Before::Beginning, true) => "通话开始。".to_string(),
        (Before::Customer(words), false) => format!("The customer says: {words}"),
        (Before::Customer(words), true) => format!("客户说：{words}"),
        (Before::Segment(name), false) => format!("You have just been through: {name}"),
        (Before::Segment(name), true) => format!("刚说完：{name}"),
        (Before::Moment(when), false) => format!("This happens: {when}"),
        (Before::Moment(when), true) => format!("此时发生：{when}"),
    };
    say::result(&say::clean(&format!("\n{at}/{of}  {}\n  {before}", item.title)));
    if !item.screen.is_empty() {
        let screen: Vec<String> = item.screen.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let head = if chinese { "屏幕上：" } else { "On your screen:" };
        say::result(&say::clean(&format!("  {head} {}", screen.join("; "))));
    }
    notes(item.notes.iter().map(String::as_str), chinese);
    let why = item.why.as_ref().map_or(String::new(), |why| format!(" ({why})"));
    let wanted = match (item.exact, chinese) {
        (false, false) => "What do you say?".to_string(),
        (false, true) => "您怎么说？".to_string(),
        (true, false) => format!("Which exact words must be said here?{why}"),
        (true, true) => format!("这里必须说的原话是什么？{why}"),
    };
    say::result(&say::clean(&format!("  {wanted}")));
}

fn told(item: &Item, typed: &str, found: &Match, chinese: bool) {
    let mut line = format!("  {}", percent(found.score));
    if item.exact && !typed.trim().is_empty() {
        for (words, head) in [
            (&found.missing, if chinese { "缺少：" } else { "missing: " }),
            (&found.extra, if chinese { "多余：" } else { "not in it: " }),
        ] {
            if !words.is_empty() {
                line.push_str(&format!("  {head}{}", words.join(" | ")));
            }
        }
    }
    say::result(&say::clean(&line));
    if found.score < 1.0 {
        let head = if chinese { "应说：" } else { "The words:" };
        let words = item.nearest(typed).join("\n").replace('\n', "\n    ");
        say::result(&say::clean(&format!("  {head} {words}")));
    }
}

fn close(today: &[f64], all: f64, items: usize, chinese: bool) {
    if items == 0 {
        return say::result(if chinese {
            "\n脚本里没有要说的话。"
        } else {
            "\nThe script has no words to know."
        });
    }
    let mean = percent(today.iter().sum::<f64>() / today.len().max(1) as f64);
    let whole = percent(all / items as f64);
    say::result(&match (today.is_empty(), chinese) {
        (true, false) => format!("\nNothing was answered. The whole script: {whole}."),
        (true, true) => format!("\n没有作答。整个脚本：{whole}。"),
        (false, false) => {
            format!("\nAnswered {} of {items}: {mean} today. The whole script: {whole}.", today.len())
        }
        (false, true) => format!("\n答了 {} 题（共 {items} 题）：今天 {mean}。整个脚本：{whole}。", today.len()),
    });
}

/// A share in whole hundredths, never 100 unless it is all.
fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0 + 1e-9).floor())
}

/// The file of scores: the one that was named, or the one in the user's data folder, which is made where it lacks.
fn place(named: Option<&Path>) -> Result<PathBuf, Trouble> {
    if let Some(path) = named {
        return Ok(path.to_path_buf());
    }
    let folder = data_folder().map_err(|Trouble(why)| format!("{why}: name a file for the scores with --scores"))?;
    Ok(folder.join("callcraft-scores.json"))
}

/// The user's data folder, which is made where it lacks.
pub(super) fn data_folder() -> Result<PathBuf, Trouble> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let home = || named("HOME").map(|home| home.join(".local").join("share"));
    let found = named("XDG_DATA_HOME").or_else(|| named("LOCALAPPDATA")).or_else(home);
    let folder = found.ok_or("your data folder cannot be found")?;
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("the folder `{}` cannot be made ({error})", folder.display()))?;
    Ok(folder)
}

fn kept(path: &Path) -> Result<Scores, Trouble> {
    if !path.exists() {
        return Ok(Scores::default());
    }
    let shown = path.to_string_lossy();
    let bytes = files::bytes(&shown)?;
    let refuse = |why: String| Trouble(format!("`{shown}` was left as it is: {why}; name another file with --scores"));
    let text = String::from_utf8(bytes).map_err(|_| refuse("it does not hold the scores of drills".to_string()))?;
    Scores::read(&text).map_err(refuse)
}
