//! A request before it is sent, built by an operation from its parameters.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
pub(crate) use reqwest::Method;
use serde::Serialize;
use serde_json::Value;

/// Characters that are not encoded in a path segment or in a query: the unreserved ones.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request before it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Below the base URL, beginning with `/`.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    /// JSON.
    pub(crate) body: Option<Vec<u8>>,
    /// Why it cannot be sent, if it cannot; reported when it is sent.
    pub(crate) error: Option<String>,
}

impl Call {
    /// A request to a path template without values for its parameters yet.
    pub(crate) fn new(method: Method, template: &str) -> Call {
        Call {
            method,
            path: template.to_owned(),
            query: Vec::new(),
            body: None,
            error: None,
        }
    }

    /// Sets a parameter of the path.
    pub(crate) fn path(mut self, name: &str, value: &impl Serialize) -> Call {
        if let Some(text) = self.serialize_text(name, value) {
            // these change the path, because addresses are normalized before the request
            if matches!(text.as_str(), "" | "." | "..") {
                self.error
                    .get_or_insert(format!("`{text}` cannot be a `{name}`; name another"));
            }
            let encoded = utf8_percent_encode(&text, ENCODED).to_string();
            self.path = self.path.replace(&format!("{{{name}}}"), &encoded);
        }
        self
    }

    /// Adds a parameter of the query, if it has a value.
    pub(crate) fn query(mut self, name: &str, value: Option<&impl Serialize>) -> Call {
        if let Some(text) = value.and_then(|value| self.serialize_text(name, value)) {
            self.query.push((name.to_owned(), text));
        }
        self
    }

    /// Adds a parameter of the query once for each value.
    pub(crate) fn query_each(self, name: &str, values: &[impl Serialize]) -> Call {
        values
            .iter()
            .fold(self, |call, value| call.query(name, Some(value)))
    }

    /// Sets the body, if there is one.
    pub(crate) fn json(mut self, body: Option<&impl Serialize>) -> Call {
        match body.map(serde_json::to_vec).transpose() {
            Ok(body) => self.body = body,
            Err(error) => {
                self.error
                    .get_or_insert(format!("the body cannot be written as JSON: {error}"));
            }
        }
        self
    }

    /// The same request with another target.
    pub(crate) fn with_target(mut self, target: String) -> Call {
        self.path = target;
        self.query.clear();
        self
    }

    /// The request target below the base URL: path and query.
    pub(crate) fn target(&self) -> String {
        let mut target = self.path.clone();
        for (index, (name, value)) in self.query.iter().enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            target.extend(utf8_percent_encode(name, ENCODED));
            target.push('=');
            target.extend(utf8_percent_encode(value, ENCODED));
        }
        target
    }

    /// A value as written in a path or a query: a word, a number, true or false.
    fn serialize_text(&mut self, name: &str, value: &impl Serialize) -> Option<String> {
        match serde_json::to_value(value) {
            Ok(Value::String(text)) => Some(text),
            Ok(Value::Number(number)) => Some(number.to_string()),
            Ok(Value::Bool(flag)) => Some(flag.to_string()),
            _ => {
                self.error.get_or_insert(format!(
                    "the value of `{name}` is neither a word nor a number"
                ));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_where_their_parameters_stand() {
        let call = Call::new(Method::GET, "/projects/{id}/jobs/{job_id}")
            .path("id", &"a b/{job_id}")
            .path("job_id", &7)
            .query("page", Some(&2))
            .query("sort", None::<&u64>)
            .query_each("scope[]", &["a&b", "ö"]);
        assert_eq!(
            call.target(),
            "/projects/a%20b%2F%7Bjob_id%7D/jobs/7?page=2&scope%5B%5D=a%26b&scope%5B%5D=%C3%B6"
        );
        assert_eq!(call.error, None);
    }

    #[test]
    fn a_value_that_changes_the_path_is_refused() {
        for value in ["", ".", ".."] {
            let call = Call::new(Method::GET, "/projects/{id}").path("id", &value);
            assert_eq!(
                call.error,
                Some(format!("`{value}` cannot be a `id`; name another"))
            );
        }
        let call = Call::new(Method::GET, "/projects/{id}").path("id", &[1]);
        assert!(call.error.is_some());
    }
}
