//! A part of a pack whose shape depends on what it says: serde passes it by, and it is read from the tree.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

/// Takes anything and keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Any;

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct("\0any", Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Any;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, _: D) -> Result<Any, D::Error> {
        Ok(Any)
    }
}
