//! Designs, lints and renders call scripts.

pub mod diagnostic;
pub mod error;
pub mod experience;
pub mod fix;
pub mod lint;
pub mod picture;
pub mod prove;
pub mod read;
pub mod reading;
pub mod report;
pub mod rule;
pub mod script;
pub mod sequence;
pub mod source;
pub mod survey;
pub mod template;
pub mod text;
pub mod trial;
pub mod yaml;
