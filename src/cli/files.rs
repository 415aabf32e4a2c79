//! Files: read with plain words when that fails, written whole or not at all, and never without being asked.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use callcraft::read::{Limits, Load, read_within};
use callcraft::reading::Reading;

use crate::Trouble;

/// The most bytes that are taken from one file.
const MOST: u64 = 64 * 1024 * 1024;

/// The bytes of a file; `-` is standard input.
pub(crate) fn bytes(path: &str) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    if path == "-" {
        std::io::stdin()
            .lock()
            .take(MOST + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("standard input cannot be read: {error}"))?;
    } else {
        // Looked at before it is opened: opening a pipe would wait for ever.
        let meta = std::fs::metadata(path).map_err(|error| plain(path, &error))?;
        if meta.is_dir() {
            return Err(format!("`{path}` is a folder; name a file in it").into());
        }
        if !meta.is_file() {
            return Err(format!("`{path}` is not an ordinary file").into());
        }
        let file = std::fs::File::open(path).map_err(|error| plain(path, &error))?;
        // One byte more than there is, so that the end is seen without another buffer.
        bytes.reserve_exact(usize::try_from(meta.len().min(MOST)).unwrap_or(0) + 1);
        file.take(MOST + 1).read_to_end(&mut bytes).map_err(|error| plain(path, &error))?;
    }
    if bytes.len() as u64 > MOST {
        return Err(format!("`{path}` is larger than 64 MB").into());
    }
    Ok(bytes)
}

/// A file to be read bit by bit, however large it is; `-` is standard input.
pub(crate) fn stream(path: &str) -> Result<Box<dyn std::io::Read>, Trouble> {
    if path == "-" {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    if std::fs::metadata(path).map_err(|error| plain(path, &error))?.is_dir() {
        return Err(format!("`{path}` is a folder; name a file in it").into());
    }
    let file = std::fs::File::open(path).map_err(|error| plain(path, &error))?;
    Ok(Box::new(file))
}

/// Reads a script; `as_name` is the name to go by where it comes from standard input.
pub(crate) fn reading(path: &str, as_name: Option<&str>, limits: Limits) -> Result<Reading, Trouble> {
    Ok(reading_of(&bytes(path)?, path, as_name, limits))
}

/// Reads a script from bytes that were taken from this path.
pub(crate) fn reading_of(bytes: &[u8], path: &str, as_name: Option<&str>, limits: Limits) -> Reading {
    let name = if path == "-" { as_name.unwrap_or("stdin.yaml") } else { path };
    read_within(name, bytes, &Folder::of(name), limits)
}

fn plain(path: &str, error: &std::io::Error) -> Trouble {
    use std::io::ErrorKind;
    let why = match error.kind() {
        ErrorKind::NotFound => return format!("there is no file `{path}`").into(),
        ErrorKind::PermissionDenied => "you have no permission".to_string(),
        ErrorKind::StorageFull => "the disk is full".to_string(),
        ErrorKind::ReadOnlyFilesystem => "the folder is read-only".to_string(),
        _ => error.to_string(),
    };
    format!("`{path}` cannot be opened: {why}").into()
}

/// Gives a script the files it names: those in its own folder and below, and, where it lies below the
/// current folder, those of the current folder.
pub(crate) struct Folder {
    folder: PathBuf,
}

impl Folder {
    pub(crate) fn of(script: &str) -> Self {
        let folder = Path::new(script).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        Self { folder }
    }

    /// The folder below which files are given; found only when a script names one.
    fn root(&self) -> Option<PathBuf> {
        let own = self.folder.canonicalize().ok()?;
        let here = std::env::current_dir().and_then(|here| here.canonicalize()).ok();
        Some(here.filter(|here| own.starts_with(here)).unwrap_or(own))
    }
}

impl Load for Folder {
    fn load(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.folder.join(name);
        let real = path.canonicalize().map_err(|_| format!("there is no file `{name}` beside this script"))?;
        if !self.root().is_some_and(|root| real.starts_with(root)) {
            return Err(format!("`{name}` lies outside this script's folder, so it is not opened"));
        }
        bytes(&path.to_string_lossy()).map_err(|Trouble(sentence)| sentence)
    }
}

/// Whether a file that is already there may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replace {
    /// The user asked for it.
    Yes,
    /// Only a new file is written.
    No,
}

/// What is said where a file is there that nobody asked to replace.
pub(crate) fn taken(path: &Path) -> Trouble {
    format!("`{}` is already there; nothing was written (--force replaces it)", path.display()).into()
}

/// Writes a file whole or not at all: beside it first, then in its place.
pub(crate) fn write(path: &Path, bytes: &[u8], replace: Replace) -> Result<(), Trouble> {
    let shown = path.display();
    let there = std::fs::symlink_metadata(path).ok();
    if there.is_some() && replace == Replace::No {
        return Err(taken(path));
    }
    let target = target(path, there.as_ref())?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let fail = |error: &std::io::Error| -> Trouble {
        if error.kind() == std::io::ErrorKind::NotFound {
            return format!("there is no folder `{}`; nothing was changed", folder.display()).into();
        }
        let Trouble(why) = plain(&shown.to_string(), error);
        format!("{}; nothing was changed", why.replace("cannot be opened", "cannot be written")).into()
    };
    let mut file = tempfile::Builder::new().prefix(".callcraft-").tempfile_in(folder).map_err(|error| fail(&error))?;
    file.write_all(bytes).map_err(|error| fail(&error))?;
    file.flush().map_err(|error| fail(&error))?;
    file.as_file().sync_all().map_err(|error| fail(&error))?;
    let permissions = std::fs::metadata(&target).map(|meta| meta.permissions()).ok();
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions).map_err(|error| fail(&error))?;
    } else {
        open_to_readers(file.as_file());
    }
    match replace {
        Replace::Yes => file.persist(&target).map(drop).map_err(|error| fail(&error.error)),
        Replace::No => file.persist_noclobber(&target).map(drop).map_err(|error| fail(&error.error)),
    }
}

/// A new file is as readable as any that the user makes; temporary files are born private.
#[cfg(unix)]
fn open_to_readers(file: &std::fs::File) {
    use std::os::unix::fs::PermissionsExt as _;
    let _ = file.set_permissions(std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn open_to_readers(_: &std::fs::File) {}

/// The file itself where the path is a link to one in the same folder; other links are refused.
fn target(path: &Path, there: Option<&std::fs::Metadata>) -> Result<PathBuf, Trouble> {
    let Some(meta) = there else { return Ok(path.to_path_buf()) };
    let shown = path.display();
    if meta.is_dir() {
        return Err(format!("`{shown}` is a folder; name a file").into());
    }
    if !meta.file_type().is_symlink() {
        return Ok(path.to_path_buf());
    }
    let real = path.canonicalize().map_err(|error| plain(&shown.to_string(), &error))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside = folder.canonicalize().is_ok_and(|folder| real.starts_with(folder));
    if inside {
        Ok(real)
    } else {
        Err(format!("`{shown}` is a link that leads out of its folder; nothing was written").into())
    }
}

/// Replaces a text file that the user asked to change; its byte order mark stays.
pub(crate) fn replace_text(path: &Path, text: &str) -> Result<(), Trouble> {
    let before = bytes(&path.to_string_lossy())?;
    let marked = before.starts_with(&[0xef, 0xbb, 0xbf]);
    let utf16 = before.starts_with(&[0xff, 0xfe]) || before.starts_with(&[0xfe, 0xff]);
    let mut after = if marked { vec![0xef, 0xbb, 0xbf] } else { Vec::new() };
    if utf16 {
        let little = before.starts_with(&[0xff, 0xfe]);
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        after.extend(units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }));
    } else {
        after.extend_from_slice(text.as_bytes());
    }
    write(path, &after, Replace::Yes)
}
