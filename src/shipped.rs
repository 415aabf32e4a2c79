//! The files of `rules/` that come with the program, with what was read in them when it was built.

use crate::yaml::{Outcome, ready};

/// A file that comes with the program.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Its name: the file's stem.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
    tree: &'static [u8],
}

impl Shipped {
    /// A file with its tree as [`ready::write()`] wrote it.
    #[must_use]
    pub const fn new(name: &'static str, text: &'static str, tree: &'static [u8]) -> Self {
        Self { name, text, tree }
    }

    /// The file's tree.
    #[must_use]
    pub fn tree(&self) -> Outcome {
        Outcome { node: ready::read(self.tree), diagnostics: Vec::new() }
    }
}

/// A file of `rules/` by its name and its path there, without its ending.
macro_rules! shipped {
    ($name:expr, $path:literal) => {
        $crate::shipped::Shipped::new(
            $name,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/", $path, ".yaml")),
            include_bytes!(concat!(env!("OUT_DIR"), "/rules/", $path, ".tree")),
        )
    };
}
pub(crate) use shipped;
