//! What both seats share: another script that the call goes through, and what may happen at any moment.

use std::path::Path;

use callcraft::read::{Limits, Load as _};
use callcraft::reading::Reading;
use callcraft::script::Script;
use callcraft::walk::understand;

use super::seat::ask;
use crate::{Trouble, files, say};

/// So many scripts may go through each other; more is a ring.
const DEEPEST: usize = 8;

/// A file that is walked, and how many others lead through it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Its path.
    pub path: String,
    /// How many scripts are being gone through.
    pub depth: usize,
}

/// The script of this name beside the one that is walked; what is wrong is said, and the call goes on without it.
pub(super) fn script(place: &Place, name: &str, chinese: bool) -> Option<(Reading, Place)> {
    let found = load(place, name);
    match &found {
        Ok(_) => say::result(&say::clean(&if chinese {
            format!("\n（转到 {name}，之后回来）")
        } else {
            format!("\n(The call goes through {name} and comes back.)")
        })),
        Err(Trouble(why)) => say::result(&say::clean(&if chinese {
            format!("\n（此处转到 {name}，但打不开：{why}；通话接着往下）")
        } else {
            format!("\n(The call goes through {name} here, which cannot be heard: {why}. It goes on behind it.)")
        })),
    }
    found.ok()
}

fn load(place: &Place, name: &str) -> Result<(Reading, Place), Trouble> {
    if place.depth >= DEEPEST {
        return Err("so many scripts go through each other that they may never end".into());
    }
    let bytes = files::Folder::of(&place.path).load(name).map_err(Trouble)?;
    let folder = Path::new(&place.path).parent().unwrap_or_else(|| Path::new(""));
    let path = folder.join(name).to_string_lossy().into_owned();
    let reading = files::reading_of(&bytes, &path, None, Limits::default());
    if reading.script.is_none() {
        return Err(format!("`callcraft lint {path}` says what is wrong with it").into());
    }
    Ok((reading, Place { path, depth: place.depth + 1 }))
}

/// What somebody means by a line that begins with `!`.
pub(super) enum Moment {
    /// This entry of `anytime` happens.
    Happens(usize),
    /// Nothing, after all.
    Nothing,
    /// The input is over.
    Over,
}

/// Something that may happen at any moment, where the line begins with `!`; the list of them for `!` alone.
pub(super) fn moment(script: &Script, typed: &str) -> Option<Moment> {
    let mut wanted = typed.trim().strip_prefix(['!', '！'])?.trim().to_string();
    let moments: Vec<Vec<String>> =
        script.anytime.iter().map(|anytime| vec![anytime.when.value.trim().to_string()]).collect();
    if moments.is_empty() {
        say::result(if script.language.is_chinese() {
            "  脚本里没有写随时可能发生的事。"
        } else {
            "  The script names nothing that may happen at any moment."
        });
        return Some(Moment::Nothing);
    }
    loop {
        if let Some(entry) = understand(&wanted, &moments) {
            return Some(Moment::Happens(entry));
        }
        let list: Vec<String> =
            moments.iter().enumerate().map(|(at, when)| format!("    {}  {}", at + 1, when.concat())).collect();
        say::result(&say::clean(&list.join("\n")));
        match ask("!") {
            None => return Some(Moment::Over),
            Some(next) if next.trim().is_empty() => return Some(Moment::Nothing),
            Some(next) => wanted = next,
        }
    }
}
