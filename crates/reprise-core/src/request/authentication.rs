//! Where the credentials of a request are sent.
//!
//! ```text
//! security: [{basicAuth: []}, {key: [], bearerAuth: []}]   the target has `key` and `bearerAuth`
//!
//! X-Key: …
//! Authorization: Bearer …
//! ```

use data_encoding::BASE64;
use openapi_document::{Document, Location, SecuritySchemeKind};

use super::error::RequestError;
use crate::case::{CredentialCarrier, Step};

/// A secret that no server has issued.
const UNKNOWN_SECRET: &str = "a-secret-that-no-server-has-issued";

/// Looks up the secret of a name.
pub(super) type Lookup<'l> = &'l dyn Fn(&str) -> Option<String>;

/// A secret at its position in a request.
pub(super) enum CredentialPosition<'d> {
    Query(&'d str, String),
    Cookie(&'d str, String),
    Header(&'d str, String),
}

/// A credential that a step sends.
struct SentCredential<'d> {
    carrier: Carrier<'d>,
    /// Its name; `None` for a secret that no server has issued.
    name: Option<&'d str>,
}

/// How a secret is sent.
enum Carrier<'d> {
    Scheme(&'d str),
    Header(&'d str),
    Query(&'d str),
}

/// The names of the credentials that a step sends to a target that has those that `has` accepts, each once.
pub fn credential_names<'d>(
    document: &Document,
    step: &'d Step,
    has: &dyn Fn(&str) -> bool,
) -> Vec<&'d str> {
    let mut names = Vec::new();
    for sent in sent_credentials(document, step, has).unwrap_or_default() {
        names.extend(sent.name.filter(|name| !names.contains(name)));
    }
    names
}

/// The secrets that a step sends.
pub(super) fn authenticate<'d>(
    document: &'d Document,
    step: &'d Step,
    secret: Lookup<'_>,
) -> Result<Vec<CredentialPosition<'d>>, RequestError> {
    let has = |name: &str| secret(name).is_some();
    let mut positions = Vec::new();
    for sent in sent_credentials(document, step, &has)? {
        let secret = match sent.name {
            Some(name) => {
                secret(name).ok_or_else(|| RequestError::MissingCredential(name.to_owned()))?
            }
            None => UNKNOWN_SECRET.to_owned(),
        };
        positions.push(match sent.carrier {
            Carrier::Header(name) => CredentialPosition::Header(name, secret),
            Carrier::Query(name) => CredentialPosition::Query(name, secret),
            Carrier::Scheme(scheme) => credential_position(document, scheme, &secret)?,
        });
    }
    Ok(positions)
}

/// The credential that the case names, with the other schemes that the operation requires together with it; otherwise
/// those of the first requirement that the target can meet. None if the operation also allows anonymous requests.
fn sent_credentials<'d>(
    document: &Document,
    step: &'d Step,
    has: &dyn Fn(&str) -> bool,
) -> Result<Vec<SentCredential<'d>>, RequestError> {
    let Some(credential) = &step.credentials else {
        return required_credentials(document, &step.security, has);
    };
    let name = credential.role.as_deref();
    let carrier = match &credential.carrier {
        CredentialCarrier::Header(name) => Carrier::Header(name),
        CredentialCarrier::Query(name) => Carrier::Query(name),
        CredentialCarrier::Scheme(scheme) => Carrier::Scheme(scheme),
    };
    let mut sent = vec![SentCredential { carrier, name }];
    if let (CredentialCarrier::Scheme(scheme), Some(role)) = (&credential.carrier, name) {
        let mut requirements = step.security.iter();
        let requirement = requirements.find(|schemes| schemes.contains(scheme));
        let others = requirement.into_iter().flatten();
        for other in others.filter(|other| *other != scheme && !is_sent_by_tls(document, other)) {
            let names = [other.as_str(), role];
            if let Some(name) = names.into_iter().find(|name| has(name)) {
                sent.push(SentCredential {
                    carrier: Carrier::Scheme(other),
                    name: Some(name),
                });
            }
        }
    }
    Ok(sent)
}

fn required_credentials<'d>(
    document: &Document,
    requirements: &'d [Vec<String>],
    has: &dyn Fn(&str) -> bool,
) -> Result<Vec<SentCredential<'d>>, RequestError> {
    let is_met = |scheme: &String| is_sent_by_tls(document, scheme) || has(scheme);
    let mut candidates = requirements.iter();
    if let Some(schemes) = candidates.find(|one| !one.is_empty() && one.iter().all(is_met)) {
        let sent = schemes
            .iter()
            .filter(|scheme| !is_sent_by_tls(document, scheme));
        return Ok(sent
            .map(|scheme| SentCredential {
                carrier: Carrier::Scheme(scheme),
                name: Some(scheme),
            })
            .collect());
    }
    match requirements {
        [first, ..] if requirements.iter().all(|one| !one.is_empty()) => {
            let missing = first.iter().find(|scheme| !is_met(scheme));
            Err(RequestError::MissingCredential(
                missing.cloned().unwrap_or_default(),
            ))
        }
        _ => Ok(Vec::new()),
    }
}

/// Whether the connection carries the credential of a scheme, so that no request does.
fn is_sent_by_tls(document: &Document, scheme: &str) -> bool {
    let declared = document.security_scheme(scheme);
    declared.is_some_and(
        |declared| matches!(&declared.kind, SecuritySchemeKind::Other(kind) if kind == "mutualTLS"),
    )
}

/// Where a scheme sends a secret.
fn credential_position<'d>(
    document: &'d Document,
    scheme: &str,
    secret: &str,
) -> Result<CredentialPosition<'d>, RequestError> {
    let declared = document
        .security_scheme(scheme)
        .ok_or_else(|| RequestError::UnknownSecurityScheme(scheme.to_owned()))?;
    Ok(match &declared.kind {
        SecuritySchemeKind::ApiKey { name, location } => {
            let secret = secret.to_owned();
            match location {
                Location::Query => CredentialPosition::Query(name, secret),
                Location::Cookie => CredentialPosition::Cookie(name, secret),
                Location::Header | Location::Path => CredentialPosition::Header(name, secret),
            }
        }
        SecuritySchemeKind::Http { scheme } => authorization(scheme, secret),
        // the secret is an access token, however it was obtained
        SecuritySchemeKind::Other(kind) if matches!(kind.as_str(), "oauth2" | "openIdConnect") => {
            authorization("bearer", secret)
        }
        SecuritySchemeKind::Other(_) => {
            return Err(RequestError::UnsupportedSecurityScheme(scheme.to_owned()));
        }
    })
}

/// The header of an HTTP authentication scheme (RFC 9110, section 11.6.2). The secret of `basic` is `user:password`
/// (RFC 7617), that of every other scheme is sent as it is.
fn authorization(scheme: &str, secret: &str) -> CredentialPosition<'static> {
    let value = match scheme {
        "basic" => format!("Basic {}", BASE64.encode(secret.as_bytes())),
        "bearer" => format!("Bearer {secret}"),
        other => format!("{other} {secret}"),
    };
    CredentialPosition::Header("Authorization", value)
}
