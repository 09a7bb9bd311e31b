//! Percent-encoding: which characters stay unchanged in each part of a URL or form.
//!
//! ```
//! use openapi_document::percent::EncodeSet;
//!
//! let text = "a b/c~d";
//! assert_eq!(EncodeSet::Uri.encode(text), "a%20b%2Fc~d");
//! assert_eq!(EncodeSet::UriReserved.encode(text), "a%20b/c~d");
//! assert_eq!(EncodeSet::Form.encode(text), "a+b%2Fc%7Ed");
//! ```

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// The part of a URL or form that contains a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodeSet {
    /// A segment of a path, or a name or value of a query: the unreserved characters of RFC 3986 stay.
    Uri,
    /// The value of a query with reserved characters, except those that end it: `#`, `&`, `+`, `=`.
    UriReserved,
    /// A name or value of a form, as browsers write it; a space becomes `+`.
    Form,
    /// The value of a form with reserved characters, except those that end it.
    FormReserved,
    /// A fragment, such as the JSON Pointer in a reference.
    Fragment,
}

impl EncodeSet {
    /// Encodes a text for this part.
    #[must_use]
    pub fn encode(self, text: &str) -> String {
        match self {
            Self::Uri => utf8_percent_encode(text, URI).to_string(),
            Self::UriReserved => utf8_percent_encode(text, URI_RESERVED).to_string(),
            Self::Form => utf8_percent_encode(text, FORM)
                .to_string()
                .replace("%20", "+"),
            Self::FormReserved => utf8_percent_encode(text, FORM_RESERVED)
                .to_string()
                .replace("%20", "+"),
            Self::Fragment => utf8_percent_encode(text, FRAGMENT).to_string(),
        }
    }
}

/// All but the unreserved characters.
const URI: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const URI_RESERVED: &AsciiSet = &keep_reserved(URI);

/// All characters except those that a browser does not encode in a form.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_');

const FORM_RESERVED: &AsciiSet = &keep_reserved(FORM);

/// Keeps the reserved characters of RFC 3986 that do not separate pairs.
const fn keep_reserved(escaped: &AsciiSet) -> AsciiSet {
    escaped
        .remove(b':')
        .remove(b'/')
        .remove(b'?')
        .remove(b'[')
        .remove(b']')
        .remove(b'@')
        .remove(b'!')
        .remove(b'$')
        .remove(b'\'')
        .remove(b'(')
        .remove(b')')
        .remove(b'*')
        .remove(b',')
        .remove(b';')
}

const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_keeps_its_allowed_characters() {
        let text = "az09-._~ *,:/?[]@!$'();#&+=%\u{e9}";
        for (part, written) in [
            (
                EncodeSet::Uri,
                "az09-._~%20%2A%2C%3A%2F%3F%5B%5D%40%21%24%27%28%29%3B%23%26%2B%3D%25%C3%A9",
            ),
            (
                EncodeSet::UriReserved,
                "az09-._~%20*,:/?[]@!$'();%23%26%2B%3D%25%C3%A9",
            ),
            (
                EncodeSet::Form,
                "az09-._%7E+*%2C%3A%2F%3F%5B%5D%40%21%24%27%28%29%3B%23%26%2B%3D%25%C3%A9",
            ),
            (
                EncodeSet::FormReserved,
                "az09-._%7E+*,:/?[]@!$'();%23%26%2B%3D%25%C3%A9",
            ),
            (
                EncodeSet::Fragment,
                "az09-._~%20*,:/?%5B%5D@!$'();%23&+=%25%C3%A9",
            ),
        ] {
            assert_eq!(part.encode(text), written, "{part:?}");
        }
    }
}
