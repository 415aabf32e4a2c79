//! Why no answer could be given.

/// Why no answer could be given. What is wrong in a user's file is a
/// [`Diagnostic`](crate::diagnostic::Diagnostic) instead.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The script has errors, so it is not designed or rendered.
    #[error("the script has {0} {thing}; mend {them} first", thing = if *.0 == 1 { "error" } else { "errors" }, them = if *.0 == 1 { "it" } else { "them" })]
    HasErrors(usize),
    /// The text holds no script.
    #[error("{0} holds no script: a script has a line `script: TITLE` and a list of `segments:`")]
    NoScript(String),
    /// Constraints that cannot hold together; none of them can be left out.
    #[error("these {} cannot all hold", if .0.len() == 1 { "words" } else { "constraints" })]
    Conflict(Vec<crate::diagnostic::Diagnostic>),
    /// A template could not be rendered.
    #[error("{0}")]
    Template(String),
    /// Anything else, in one plain sentence.
    #[error("{0}")]
    Other(String),
}

/// The result of a verb.
pub type Result<T> = std::result::Result<T, Error>;
