//! What a walk that is broken off by Ctrl-C leaves behind.

use std::path::PathBuf;
use std::sync::Mutex;

use super::agent::data_folder;
use crate::files::{self, Replace};
use crate::{Trouble, say};

/// A walk as far as it goes.
struct Kept {
    /// Where it is kept; absent where nobody named a file.
    path: Option<PathBuf>,
    /// Its record.
    json: String,
}

static WALK: Mutex<Option<Kept>> = Mutex::new(None);

/// From now on Ctrl-C keeps the walk before it ends the program.
pub(super) fn watch() {
    // Where the system does not let us, Ctrl-C ends the walk as it ends any program.
    let _ = ctrlc::set_handler(|| {
        say::aside(&match leave() {
            Ok(Some(path)) => format!("\nThe walk was broken off; it is kept in {} up to here.", path.display()),
            Ok(None) => "\nThe walk was broken off before anything was heard.".to_string(),
            Err(Trouble(sentence)) => format!("\nThe walk was broken off and could not be kept: {sentence}"),
        });
        std::process::exit(130);
    });
}

/// The walk by now.
pub(super) fn keep(path: Option<&PathBuf>, json: String) {
    if let Ok(mut walk) = WALK.lock() {
        *walk = Some(Kept { path: path.cloned(), json });
    }
}

fn leave() -> Result<Option<PathBuf>, Trouble> {
    let Ok(walk) = WALK.lock() else { return Ok(None) };
    let Some(kept) = walk.as_ref() else { return Ok(None) };
    let path = match &kept.path {
        Some(path) => path.clone(),
        None => data_folder()?.join("callcraft-walk.json"),
    };
    files::write(&path, kept.json.as_bytes(), Replace::Yes)?;
    Ok(Some(path))
}
