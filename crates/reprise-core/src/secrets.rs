//! Finds secrets by value, in every encoding.
//!
//! ```
//! use reprise_core::Secrets;
//!
//! let mut secrets = Secrets::default();
//! secrets.add("maintainer", "glpat-s3cret")?;
//! for text in [
//!     "token glpat-s3cret is not known",                    // as it is
//!     "GET /jobs?token=glpat%2ds3cret",                     // in a URL, in part or in whole
//!     "Authorization: Basic dXNlcjpnbHBhdC1zM2NyZXQ=",      // in Base64: `user:glpat-s3cret`
//!     r#"{"token": "\u0067lpat-s3cret"}"#,                  // in JSON
//! ] {
//!     assert_eq!(secrets.find(text), Some("maintainer"));
//!     assert!(secrets.mask(text).contains("‹maintainer›"));
//! }
//! # Ok::<(), reprise_core::SecretError>(())
//! ```

mod decodings;
mod trie;

use std::borrow::Cow;
use std::collections::BTreeMap;

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use trie::SecretTrie;

/// Minimum length of a secret, in characters. A shorter one would occur by chance in many texts.
const SHORTEST: usize = 4;

/// Secrets that must not appear in any output.
///
/// The time of a search depends on the length of the text, and hardly on the number of secrets.
#[derive(Clone, Default)]
pub struct Secrets {
    /// Names, by secret: the first name is used.
    names: BTreeMap<String, String>,
    trie: SecretTrie,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names.values()).finish()
    }
}

/// A secret that cannot be masked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// The secret would occur by chance in texts that do not contain it.
    #[error(
        "the secret `{name}` has fewer than {SHORTEST} characters, too few to mask it safely; use a longer one"
    )]
    TooShort {
        /// Its name.
        name: String,
    },
}

impl Secrets {
    /// Adds a secret.
    ///
    /// # Errors
    ///
    /// When it has fewer than four characters.
    pub fn add(&mut self, name: &str, secret: &str) -> Result<(), SecretError> {
        if secret.chars().count() < SHORTEST {
            return Err(SecretError::TooShort {
                name: name.to_owned(),
            });
        }
        if !self.names.contains_key(secret) {
            self.trie.add(name, secret);
            self.names.insert(secret.to_owned(), name.to_owned());
        }
        Ok(())
    }

    /// Whether there are no secrets.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name of the first secret in a text.
    pub fn find(&self, text: &str) -> Option<&str> {
        self.trie
            .find_next(text.as_bytes(), 0)
            .map(|found| found.name)
    }

    /// A text with `‹name›` in place of every secret.
    pub fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let bytes = text.as_bytes();
        let mut masked = String::new();
        let mut rest = 0;
        while let Some(found) = self.trie.find_next(bytes, rest) {
            // a secret consists of whole characters, so it begins and ends at character boundaries
            masked.push_str(text.get(rest..found.start).unwrap_or_default());
            masked.push('‹');
            masked.push_str(found.name);
            masked.push('›');
            rest = found.end;
        }
        if rest == 0 {
            return Cow::Borrowed(text);
        }
        masked.push_str(text.get(rest..).unwrap_or_default());
        Cow::Owned(masked)
    }

    /// Masks every secret in a text.
    pub fn mask_text(&self, text: &mut String) {
        if let Cow::Owned(masked) = self.mask(text) {
            *text = masked;
        }
    }

    /// Masks every secret in a value: in its strings, its keys, and its numbers, which then become strings.
    pub fn mask_value(&self, value: &mut Value) {
        match value {
            Value::String(text) => self.mask_text(text),
            Value::Number(number) => {
                if let Cow::Owned(masked) = self.mask(&number.to_string()) {
                    *value = Value::String(masked);
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    self.mask_value(element);
                }
            }
            Value::Object(members) => {
                if members.keys().any(|key| self.find(key).is_some()) {
                    let old = std::mem::take(members);
                    *members = old
                        .into_iter()
                        .map(|(key, value)| (self.mask(&key).into_owned(), value))
                        .collect::<Map<_, _>>();
                }
                for member in members.values_mut() {
                    self.mask_value(member);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// Masks every secret in a place of a response, because property names may be secrets.
    pub fn mask_pointer(&self, pointer: &mut PointerBuf) {
        if self.has_secret(pointer) {
            *pointer = PointerBuf::from_tokens(
                pointer
                    .tokens()
                    .map(|token| self.mask(&token.decoded()).into_owned()),
            );
        }
    }

    fn has_secret(&self, pointer: &Pointer) -> bool {
        pointer
            .tokens()
            .any(|token| self.find(&token.decoded()).is_some())
    }
}
