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
use crate::case::{Credential, CredentialCarrier, Step};

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

/// The names of the credentials that a step sends to a target that has those that `has` accepts.
pub fn credential_names<'d>(step: &'d Step, has: &dyn Fn(&str) -> bool) -> Vec<&'d str> {
    match &step.credentials {
        Some(credential) => {
            let names = credential.role.as_deref().into_iter();
            let others = step.security.iter().flatten().map(String::as_str);
            names.chain(others.filter(|name| has(name))).collect()
        }
        None => {
            let mut requirements = step.security.iter();
            let complete = requirements
                .find(|schemes| !schemes.is_empty() && schemes.iter().all(|scheme| has(scheme)));
            complete.into_iter().flatten().map(String::as_str).collect()
        }
    }
}

/// The secrets that a step sends: the one that the case names, otherwise those that the operation requires.
pub(super) fn authenticate<'d>(
    document: &'d Document,
    step: &'d Step,
    secret: Lookup<'_>,
) -> Result<Vec<CredentialPosition<'d>>, RequestError> {
    match &step.credentials {
        Some(credential) => {
            let mut all = vec![named(document, credential, secret)?];
            all.extend(beside(document, step, credential, secret)?);
            Ok(all)
        }
        None => required(document, &step.security, secret),
    }
}

/// The secrets of the other schemes that the operation requires together with the scheme that the case names.
fn beside<'d>(
    document: &'d Document,
    step: &'d Step,
    credential: &Credential,
    secret: Lookup<'_>,
) -> Result<Vec<CredentialPosition<'d>>, RequestError> {
    let (CredentialCarrier::Scheme(scheme), Some(role)) = (&credential.carrier, &credential.role)
    else {
        return Ok(Vec::new());
    };
    let mut requirements = step.security.iter();
    let required = requirements.find(|schemes| schemes.contains(scheme));
    let mut all = Vec::new();
    for other in required
        .into_iter()
        .flatten()
        .filter(|other| *other != scheme)
    {
        if let Some(secret) = secret(other).or_else(|| secret(role)) {
            all.extend(carried(document, other, secret)?);
        }
    }
    Ok(all)
}

fn named<'d>(
    document: &'d Document,
    credential: &'d Credential,
    secret: Lookup<'_>,
) -> Result<CredentialPosition<'d>, RequestError> {
    let secret = match &credential.role {
        Some(role) => secret(role).ok_or_else(|| RequestError::MissingCredential(role.clone()))?,
        None => UNKNOWN_SECRET.to_owned(),
    };
    match &credential.carrier {
        CredentialCarrier::Header(name) => Ok(CredentialPosition::Header(name, secret)),
        CredentialCarrier::Query(name) => Ok(CredentialPosition::Query(name, secret)),
        CredentialCarrier::Scheme(scheme) => {
            let carried = carried(document, scheme, secret)?;
            carried.ok_or_else(|| RequestError::UnsupportedSecurityScheme(scheme.clone()))
        }
    }
}

/// The secrets of the first requirement for which all are there; none if the operation also allows anonymous requests.
fn required<'d>(
    document: &'d Document,
    requirements: &'d [Vec<String>],
    secret: Lookup<'_>,
) -> Result<Vec<CredentialPosition<'d>>, RequestError> {
    let is_sent_by_tls = |scheme: &str| {
        let mut schemes = document.security_schemes().iter();
        let declared = schemes.find(|declared| declared.name == scheme);
        declared.is_some_and(|declared| {
            declared.kind == SecuritySchemeKind::Other("mutualTLS".to_owned())
        })
    };
    let has = |scheme: &String| is_sent_by_tls(scheme) || secret(scheme).is_some();
    let complete = requirements
        .iter()
        .find(|schemes| !schemes.is_empty() && schemes.iter().all(has));
    let Some(schemes) = complete else {
        return match requirements {
            [] => Ok(Vec::new()),
            some if some.iter().any(Vec::is_empty) => Ok(Vec::new()),
            [first, ..] => {
                let missing = first.iter().find(|scheme| !has(scheme));
                Err(RequestError::MissingCredential(
                    missing.cloned().unwrap_or_default(),
                ))
            }
        };
    };
    let mut all = Vec::new();
    for scheme in schemes {
        if let Some(secret) = secret(scheme) {
            all.extend(carried(document, scheme, secret)?);
        }
    }
    Ok(all)
}

/// Where a scheme sends a secret; `None` if the connection carries it.
fn carried<'d>(
    document: &'d Document,
    scheme: &str,
    secret: String,
) -> Result<Option<CredentialPosition<'d>>, RequestError> {
    let mut schemes = document.security_schemes().iter();
    let declared = schemes
        .find(|declared| declared.name == *scheme)
        .ok_or_else(|| RequestError::UnknownSecurityScheme(scheme.to_owned()))?;
    Ok(Some(match &declared.kind {
        SecuritySchemeKind::ApiKey { name, location } => match location {
            Location::Query => CredentialPosition::Query(name, secret),
            Location::Cookie => CredentialPosition::Cookie(name, secret),
            Location::Header | Location::Path => CredentialPosition::Header(name, secret),
        },
        SecuritySchemeKind::Http { scheme } => authorization(scheme, &secret),
        // the secret is an access token, however it was obtained
        SecuritySchemeKind::Other(kind) if matches!(kind.as_str(), "oauth2" | "openIdConnect") => {
            authorization("bearer", &secret)
        }
        SecuritySchemeKind::Other(kind) if kind == "mutualTLS" => return Ok(None),
        SecuritySchemeKind::Other(_) => {
            return Err(RequestError::UnsupportedSecurityScheme(scheme.to_owned()));
        }
    }))
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
