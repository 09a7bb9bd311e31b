//! The response of a server, as a value.

/// A response: status, headers and body as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// HTTP status.
    pub status: u16,
    /// Headers in the received order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, after transfer and content decoding.
    pub body: Vec<u8>,
}

impl Exchange {
    /// The value of a header, by its name in any case; the first value if there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The content encoding of the body, if it has one.
    pub fn encoding(&self) -> Option<&str> {
        self.header("content-encoding")
            .map(str::trim)
            .filter(|encoding| !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity"))
    }
}

/// Whether the objects and arrays in a JSON text are nested deeper than this number of levels.
pub fn is_nested_deeper(json: &[u8], levels: usize) -> bool {
    // a text with few opening brackets is not deep, and most bodies have few
    let opens = |byte: &u8| matches!(byte, b'[' | b'{');
    if json.iter().filter(|byte| opens(byte)).count() <= levels {
        return false;
    }
    let (mut depth, mut in_string, mut bytes) = (0_usize, false, json.iter());
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => {
                bytes.next();
            }
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                if depth > levels {
                    return true;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// The media type without its parameters, in lower case: `Text/Plain; charset=utf-8` is `text/plain`.
pub fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether a media type is JSON, by name or by structured suffix.
pub fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether the actual media type matches the documented one, which may be a range such as `text/*`.
pub(crate) fn media_type_matches(documented: &str, actual: &str) -> bool {
    let (documented, actual) = (essence(documented), essence(actual));
    match documented.split_once('/') {
        Some(("*", "*")) => true,
        Some((kind, "*")) => actual.split('/').next() == Some(kind),
        _ => documented == actual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nested_brackets_count_as_depth() {
        for (json, levels, deeper) in [
            ("1", 1, false),
            ("[]", 1, false),
            ("[[]]", 1, true),
            ("[[]]", 2, false),
            (r#"[{}, {}, {"a": 1}]"#, 2, false),
            (r#"[{}, {}, {"a": []}]"#, 2, true),
            (r#"["[[[", "\"[[", {"{": "\\"}]"#, 2, false),
            (r#"["\\", [["]"]]]"#, 2, true),
            ("]]][[", 2, false),
            (r#""[[["#, 2, false),
        ] {
            assert_eq!(is_nested_deeper(json.as_bytes(), levels), deeper, "{json}");
        }
    }

    #[test]
    fn media_types_match_by_essence_and_range() {
        for (documented, actual, expected) in [
            ("application/json", "application/json; charset=utf-8", true),
            ("application/json", "Application/JSON", true),
            ("application/json", "text/html", false),
            ("text/*", "text/plain", true),
            ("text/*", "application/json", false),
            ("*/*", "image/png", true),
        ] {
            assert_eq!(
                media_type_matches(documented, actual),
                expected,
                "{documented} {actual}"
            );
        }
    }

    #[test]
    fn json_is_known_by_name_and_by_suffix() {
        assert!(is_json("application/problem+json"));
        assert!(is_json("application/json"));
        assert!(!is_json("application/jsonp"));
    }
}
