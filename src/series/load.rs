//! The scripts that a series names: read with the files that they name themselves, from their own folders.

use crate::read::{self, Load};
use crate::reading::Reading;

/// Reads a script that a series names.
pub(super) fn script(name: &str, load: &dyn Load) -> Result<Reading, String> {
    let bytes = load.load(name)?;
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    Ok(read::read(name, &bytes, &Under { folder, load }))
}

/// Names in a script count from its own folder.
struct Under<'l> {
    folder: &'l str,
    load: &'l dyn Load,
}

impl Load for Under<'_> {
    fn load(&self, name: &str) -> Result<Vec<u8>, String> {
        if self.folder.is_empty() { self.load.load(name) } else { self.load.load(&format!("{}/{name}", self.folder)) }
    }
}
