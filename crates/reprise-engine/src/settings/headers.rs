//! The headers of all requests to a target:
//!
//! ```text
//! headers: { X-Tenant: acme, X-Session: { environment: SESSION } }
//! ```

use indexmap::IndexMap;

use super::secret_store::SecretStore;
use crate::config::target::HeaderValue;
use crate::error::Error;

/// Words in the names of headers whose values are masked in all output, also if the configuration contains them.
const SECRET: [&str; 7] = [
    "authorization",
    "cookie",
    "token",
    "secret",
    "api-key",
    "apikey",
    "password",
];

/// The headers with their values; of two names that differ only in case, the first.
///
/// # Errors
///
/// When a name or a value is not allowed in a header (RFC 9110, sections 5.1 and 5.5).
pub(super) fn headers(
    configured: IndexMap<String, HeaderValue>,
    secrets: &mut SecretStore<'_, '_>,
) -> Result<Vec<(String, String)>, Error> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for (name, value) in configured {
        let mut others = headers.iter();
        if others.any(|(other, _)| other.eq_ignore_ascii_case(&name)) {
            continue;
        }
        let value = match value {
            HeaderValue::Text(text) => text,
            HeaderValue::Secret(reference) => match secrets.find(&name, &reference)? {
                Some(credential) => credential.secret.0,
                None => continue,
            },
        };
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if name.is_empty() || !name.chars().all(is_token) || value.contains(char::is_control) {
            return Err(Error::input(format!(
                "`{name}` is not a valid header: a name has letters, digits and `-`, and a value has no line break"
            )));
        }
        let lower = name.to_ascii_lowercase();
        if SECRET.iter().any(|word| lower.contains(word)) {
            secrets.add(&name, &value)?;
        }
        headers.push((name, value));
    }
    Ok(headers)
}
