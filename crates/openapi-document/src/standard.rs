//! The official JSON Schemas of OpenAPI documents.
//!
//! `openapi-3.1.schema.json` is the OpenAPI Initiative's JSON Schema of OpenAPI 3.1, edition 2022-10-07
//! (<https://spec.openapis.org/oas/3.1/schema/2022-10-07>), and `openapi-3.0.schema.json` that of OpenAPI 3.0, edition
//! 2021-09-28 (<https://spec.openapis.org/oas/3.0/schema/2021-09-28>), both under the Apache License 2.0.

use serde_json::{Value, json};

use crate::version::Version;

const OPENAPI_3_0: &str = include_str!("openapi-3.0.schema.json");
const OPENAPI_3_1: &str = include_str!("openapi-3.1.schema.json");

/// The JSON Schema of documents of a version, draft 4 for 3.0 and draft 2020-12 for 3.1; `None` for 3.2, because it
/// is not included here.
///
/// The published schema for 3.1 does not define Schema Objects; here they are JSON Schemas of the same draft.
#[must_use]
pub fn standard_schema(version: Version) -> Option<Value> {
    match version {
        Version::V3_0 => serde_json::from_str(OPENAPI_3_0).ok(),
        Version::V3_1 => {
            let mut schema: Value = serde_json::from_str(OPENAPI_3_1).ok()?;
            schema["$defs"]["schema"] = json!({
                "$dynamicAnchor": "meta",
                "$ref": "https://json-schema.org/draft/2020-12/schema"
            });
            Some(schema)
        }
        Version::V3_2 => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_has_its_own_schema() {
        let id = |version, member: &str| {
            let schema = standard_schema(version).unwrap_or_default();
            schema[member].as_str().unwrap_or_default().to_owned()
        };
        assert_eq!(
            id(Version::V3_0, "id"),
            "https://spec.openapis.org/oas/3.0/schema/2021-09-28"
        );
        assert_eq!(
            id(Version::V3_1, "$id"),
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07"
        );
        assert_eq!(standard_schema(Version::V3_2), None);
    }
}
