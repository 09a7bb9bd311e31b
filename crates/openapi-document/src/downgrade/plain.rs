//! The properties of each object in 3.0.

use super::places::SECTIONS;
use crate::grammar::Object;

const OPERATIONS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Whether an object of 3.0 has a property of this name. Every object allows extensions.
pub(super) fn has(object: Object, member: &str) -> bool {
    let members: &[&str] = match object {
        Object::Document => &[
            "openapi",
            "info",
            "servers",
            "paths",
            "components",
            "security",
            "tags",
            "externalDocs",
        ],
        Object::Components => &SECTIONS,
        Object::PathItem => {
            return OPERATIONS.contains(&member)
                || ["summary", "description", "servers", "parameters"].contains(&member);
        }
        Object::Operation => &[
            "tags",
            "summary",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "callbacks",
            "deprecated",
            "security",
            "servers",
        ],
        Object::Parameter => {
            return ["name", "in"].contains(&member) || has(Object::Header, member);
        }
        Object::Header => &[
            "description",
            "required",
            "deprecated",
            "allowEmptyValue",
            "style",
            "explode",
            "allowReserved",
            "schema",
            "content",
            "example",
            "examples",
        ],
        Object::RequestBody => &["description", "content", "required"],
        Object::Response => &["description", "headers", "content", "links"],
        Object::MediaType => &["schema", "example", "examples", "encoding"],
        Object::Encoding => &[
            "contentType",
            "headers",
            "style",
            "explode",
            "allowReserved",
        ],
        Object::Example => &["summary", "description", "value", "externalValue"],
        Object::Link => &[
            "operationId",
            "operationRef",
            "parameters",
            "requestBody",
            "description",
            "server",
        ],
        Object::SecurityScheme => &[
            "type",
            "description",
            "name",
            "in",
            "scheme",
            "bearerFormat",
            "flows",
            "openIdConnectUrl",
        ],
        // The name of every property of a callback is an expression.
        Object::Callback => return true,
        Object::Schema => return false,
    };
    members.contains(&member)
}

/// The properties of the objects that contain no references, by their parent property.
pub(super) fn of_plain(member: &str) -> Option<&'static [&'static str]> {
    Some(match member {
        "info" => &[
            "title",
            "description",
            "termsOfService",
            "contact",
            "license",
            "version",
        ],
        "license" => &["name", "url"],
        "contact" => &["name", "url", "email"],
        "externalDocs" => &["description", "url"],
        "tags" => &["name", "description", "externalDocs"],
        "server" | "servers" => &["url", "description", "variables"],
        "flows" => &[
            "implicit",
            "password",
            "clientCredentials",
            "authorizationCode",
        ],
        _ => return None,
    })
}
