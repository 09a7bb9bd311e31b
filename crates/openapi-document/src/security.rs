//! Security Scheme Objects, and the requirements that name them.

use jsonptr::PointerBuf;

use crate::defect::Defect;
use crate::node::Node;
use crate::style::Location;

/// How a client authenticates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name, which requirements use.
    pub name: String,
    /// The place of the Security Scheme Object.
    pub pointer: PointerBuf,
    /// How the credential is sent.
    pub kind: SecuritySchemeKind,
}

/// How a credential is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// As the value of a header, query parameter or cookie.
    ApiKey {
        /// The name of the header, query parameter or cookie.
        name: String,
        /// The location of the key.
        location: Location,
    },
    /// In the `Authorization` header, by a scheme as HTTP registers them: `bearer`, `basic`.
    Http {
        /// The scheme, in lower case.
        scheme: String,
    },
    /// In a way this crate knows only the `type` of: `oauth2`, `openIdConnect`, `mutualTLS`.
    Other(String),
}

/// The property `components/securitySchemes`.
pub(crate) fn read_security_schemes(
    root: &Node<'_>,
    defects: &mut Vec<Defect>,
) -> Vec<SecurityScheme> {
    let Some(components) = root.member("components") else {
        return Vec::new();
    };
    let mut schemes = Vec::new();
    for (name, node) in components.members_of("securitySchemes") {
        match read_security_scheme(name, node) {
            Ok(scheme) => schemes.push(scheme),
            Err(defect) => defects.push(defect),
        }
    }
    schemes
}

fn read_security_scheme(name: &str, node: Node<'_>) -> Result<SecurityScheme, Defect> {
    let node = node.resolve_object("a Security Scheme Object")?;
    let kind = match node.text("type") {
        Some("apiKey") => {
            let key = node
                .text("name")
                .zip(node.text("in").and_then(|text| text.parse().ok()));
            let Some((key, location)) = key else {
                let message =
                    "an apiKey scheme requires `name` and `in` (header, query or cookie); add them";
                return Err(Defect::new(node.at, message));
            };
            SecuritySchemeKind::ApiKey {
                name: key.to_owned(),
                location,
            }
        }
        Some("http") => SecuritySchemeKind::Http {
            scheme: node.text("scheme").unwrap_or_default().to_ascii_lowercase(),
        },
        other => SecuritySchemeKind::Other(other.unwrap_or_default().to_owned()),
    };
    Ok(SecurityScheme {
        name: name.to_owned(),
        pointer: node.at,
        kind,
    })
}

/// The alternatives of an operation, or of the document if the operation has none.
pub(crate) fn read_security_requirements(
    operation: &Node<'_>,
    root: &Node<'_>,
) -> Vec<Vec<String>> {
    let holder = if operation.member("security").is_some() {
        operation
    } else {
        root
    };
    holder
        .elements_of("security")
        .iter()
        .filter_map(|alternative| Some(alternative.value.as_object()?.keys().cloned().collect()))
        .collect()
}
