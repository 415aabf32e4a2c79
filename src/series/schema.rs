//! The JSON Schema of a series file, so that editors complete it.

use schemars::generate::SchemaSettings;

use super::written::Written;
use crate::read::one_or_many;

/// The JSON Schema (draft 7) of a series file.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<Written>();
    schema.insert("title".to_string(), "A series of calls for callcraft".into());
    let mut value = schema.to_value();
    one_or_many(&mut value);
    value
}
