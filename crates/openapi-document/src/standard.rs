//! The standard's own word on what an OpenAPI document is.
//!
//! `openapi-3.1.schema.json` is the OpenAPI Initiative's JSON Schema of OpenAPI 3.1, edition 2022-10-07
//! (<https://spec.openapis.org/oas/3.1/schema/2022-10-07>), under the Apache License 2.0.

use serde_json::{Value, json};

use crate::Version;

const OPENAPI_3_1: &str = include_str!("openapi-3.1.schema.json");

/// The JSON Schema (draft 2020-12) of documents of a version; none for versions that it is not kept of.
///
/// The published schema leaves open what a Schema Object is; here it is a JSON Schema of the same draft.
#[must_use]
pub fn standard_schema(version: Version) -> Option<Value> {
    let text = match version {
        Version::V3_1 => OPENAPI_3_1,
        Version::V3_0 | Version::V3_2 => return None,
    };
    let mut schema: Value = serde_json::from_str(text).ok()?;
    schema["$defs"]["schema"] = json!({
        "$dynamicAnchor": "meta",
        "$ref": "https://json-schema.org/draft/2020-12/schema"
    });
    Some(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_of_3_1_is_kept() {
        let schema = standard_schema(Version::V3_1).unwrap_or_default();
        assert_eq!(
            schema["$id"],
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07"
        );
        assert_eq!(schema["$defs"]["schema"]["$dynamicAnchor"], "meta");
        assert_eq!(standard_schema(Version::V3_2), None);
    }
}
