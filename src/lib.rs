//! Designs, lints and renders call scripts.

pub mod diagnostic;
pub mod fix;
pub mod script;
pub mod source;
pub mod text;
pub mod yaml;
