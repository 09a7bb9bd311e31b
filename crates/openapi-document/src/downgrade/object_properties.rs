//! The properties of each object in 3.0.

use super::reference_targets::COMPONENT_SECTIONS;
use crate::grammar::SpecObject;

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Whether an object of 3.0 has a property of this name. Every object allows extensions.
pub(super) fn has_property(object: SpecObject, member: &str) -> bool {
    let members: &[&str] = match object {
        SpecObject::Document => &[
            "openapi",
            "info",
            "servers",
            "paths",
            "components",
            "security",
            "tags",
            "externalDocs",
        ],
        SpecObject::Components => &COMPONENT_SECTIONS,
        SpecObject::PathItem => {
            return METHODS.contains(&member)
                || ["summary", "description", "servers", "parameters"].contains(&member);
        }
        SpecObject::Operation => &[
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
        SpecObject::Parameter => {
            return ["name", "in"].contains(&member) || has_property(SpecObject::Header, member);
        }
        SpecObject::Header => &[
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
        SpecObject::RequestBody => &["description", "content", "required"],
        SpecObject::Response => &["description", "headers", "content", "links"],
        SpecObject::MediaType => &["schema", "example", "examples", "encoding"],
        SpecObject::Encoding => &[
            "contentType",
            "headers",
            "style",
            "explode",
            "allowReserved",
        ],
        SpecObject::Example => &["summary", "description", "value", "externalValue"],
        SpecObject::Link => &[
            "operationId",
            "operationRef",
            "parameters",
            "requestBody",
            "description",
            "server",
        ],
        SpecObject::SecurityScheme => &[
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
        SpecObject::Callback => return true,
        SpecObject::Schema => return false,
    };
    members.contains(&member)
}

/// The properties of the objects that contain no references, by their parent property.
pub(super) fn plain_object_properties(member: &str) -> Option<&'static [&'static str]> {
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
