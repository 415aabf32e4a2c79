//! The JSON Schema of a script, so that editors complete it, and the list of its keys.

use std::borrow::Cow;
use std::sync::OnceLock;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::written::WrittenScript;
use crate::text::Text;
use crate::yaml::{Pairs, Short};

/// The JSON Schema (draft 7) of a script.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<WrittenScript>();
    schema.insert("title".to_string(), "A call script for callcraft".into());
    let mut value = schema.to_value();
    one_or_many(&mut value);
    value
}

/// Where a list belongs, one item may stand without its hyphen.
pub(crate) fn one_or_many(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.values_mut().for_each(one_or_many);
            let Some(item) = map.get("items").cloned() else { return };
            let list = serde_json::json!({ "type": "array", "items": item });
            map.remove("items");
            map.remove("type");
            map.insert("anyOf".to_string(), serde_json::json!([item, list, { "type": "null" }]));
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(one_or_many),
        _ => {}
    }
}

/// Every key that a script file may have at any depth.
pub(super) fn keys() -> &'static [&'static str] {
    static KEYS: OnceLock<Vec<&'static str>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let mut keys = Vec::new();
        collect(&schema(), &mut keys);
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().map(|key| &*Box::leak(key.into_boxed_str())).collect()
    })
}

fn collect(value: &serde_json::Value, keys: &mut Vec<String>) {
    let serde_json::Value::Object(map) = value else { return };
    for (key, inner) in map {
        if key == "properties"
            && let serde_json::Value::Object(properties) = inner
        {
            keys.extend(properties.keys().cloned());
        }
        match inner {
            serde_json::Value::Object(_) => collect(inner, keys),
            serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, keys)),
            _ => {}
        }
    }
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}

impl<T: JsonSchema> JsonSchema for Pairs<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("KeysOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<T>() })
    }
}

impl<T: JsonSchema> JsonSchema for Short<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Short{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [generator.subschema_for::<Text>(), generator.subschema_for::<T>()] })
    }
}
