//! Parameters as they arrive: `scope[]=pending&scope[]=running&page=2` becomes
//! `{"scope": ["pending", "running"], "page": "2"}`.
//!
//! Names nest as in Rack: `a[]` adds to a list, `a[b]` sets a key, `a[][b]` sets a key of the last
//! element, or begins a new element if the last one already has that key.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// Maximum nesting of names; deeper ones are refused.
const MAX_DEPTH: usize = 16;
/// Maximum number of parameters; more are refused.
const MAX_PARAMETERS: usize = 1000;

/// All parameters of a request: of its query, its body and its path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    tree: Map<String, Value>,
}

impl Parameters {
    /// Reads `a=1&b[]=2`, as in a query or in the body of a form.
    pub(crate) fn read_form(&mut self, text: &str) -> Result<(), Refusal> {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        for (count, pair) in pairs.enumerate() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name), decode(value));
            let (first, keys) = split_name(&name);
            if count >= MAX_PARAMETERS || keys.len() > MAX_DEPTH {
                return Err(Refusal::Parameters(format!("{first} is invalid")));
            }
            insert(&mut self.tree, first, &keys, value)
                .ok_or_else(|| Refusal::Parameters(format!("{first} is invalid")))?;
        }
        Ok(())
    }

    /// Copies the properties of a JSON object; any other value has none.
    fn read_json(&mut self, body: &[u8]) -> Result<(), Refusal> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => self.tree.extend(members),
            Ok(_) => {}
            Err(_) => return Err(Refusal::Parameters("request body is invalid".to_owned())),
        }
        Ok(())
    }

    /// Reads a body: JSON or a form, by its media type.
    pub(crate) fn read_body(&mut self, headers: &HeaderMap, body: &[u8]) -> Result<(), Refusal> {
        if body.is_empty() {
            return Ok(());
        }
        let media_type = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| text.split(';').next())
            .map(str::trim)
            .unwrap_or_default();
        match media_type {
            "application/json" => self.read_json(body),
            // without a media type it is a form, as in Rack
            "" | "application/x-www-form-urlencoded" => {
                self.read_form(&String::from_utf8_lossy(body))
            }
            other => Err(Refusal::ContentType(other.to_owned())),
        }
    }

    /// Sets a parameter of the path, or a default.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.tree.insert(name.to_owned(), value.into());
    }

    /// Removes a parameter.
    pub(crate) fn remove(&mut self, name: &str) {
        self.tree.remove(name);
    }

    /// A parameter as received.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.tree.get(name)
    }

    /// A parameter that is a non-empty string.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    }

    /// All of them as a JSON object.
    pub(crate) fn to_json(&self) -> Value {
        Value::Object(self.tree.clone())
    }

    /// All of them as a query again, as Rails writes one: sorted by name, lists as `name[]=`.
    pub(crate) fn to_query(&self) -> String {
        let mut pairs: Vec<String> = self
            .tree
            .iter()
            .filter_map(|(name, value)| write_parameter(&encode(name), value))
            .collect();
        pairs.sort();
        pairs.join("&")
    }
}

fn write_parameter(name: &str, value: &Value) -> Option<String> {
    match value {
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => {
            let name = format!("{name}%5B%5D");
            let pairs: Vec<String> = items
                .iter()
                .filter_map(|item| write_parameter(&name, item))
                .collect();
            Some(pairs.join("&"))
        }
        Value::Object(members) => {
            let mut pairs: Vec<String> = members
                .iter()
                .filter_map(|(key, member)| {
                    write_parameter(&format!("{name}%5B{}%5D", encode(key)), member)
                })
                .collect();
            pairs.sort();
            Some(pairs.join("&")).filter(|text| !text.is_empty())
        }
        Value::Null => Some(format!("{name}=")),
        Value::String(text) => Some(format!("{name}={}", encode(text))),
        other => Some(format!("{name}={}", encode(&other.to_string()))),
    }
}

/// A text encoded for a query; a space is `+`.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

/// `a[b][]` is `a`, then `b`, then nothing.
fn split_name(name: &str) -> (&str, Vec<&str>) {
    let Some(open) = name.find('[').filter(|at| *at > 0) else {
        return (name, Vec::new());
    };
    let (first, mut rest) = name.split_at(open);
    let mut keys = Vec::new();
    while let Some(inner) = rest.strip_prefix('[') {
        let Some((key, after)) = inner.split_once(']') else {
            break;
        };
        keys.push(key);
        rest = after;
    }
    (first, keys)
}

/// Sets a value at its place; `None` if the place already has another shape.
fn insert(tree: &mut Map<String, Value>, name: &str, keys: &[&str], value: String) -> Option<()> {
    let Some((key, deeper)) = keys.split_first() else {
        tree.insert(name.to_owned(), Value::String(value));
        return Some(());
    };
    if key.is_empty() {
        let list = tree
            .entry(name)
            .or_insert_with(|| Value::Array(Vec::new()))
            .as_array_mut()?;
        let Some((member, below)) = deeper.split_first() else {
            list.push(Value::String(value));
            return Some(());
        };
        let goes_on = below.is_empty()
            && list
                .last()
                .and_then(Value::as_object)
                .is_some_and(|last| !last.contains_key(*member));
        if !goes_on {
            list.push(Value::Object(Map::new()));
        }
        insert(list.last_mut()?.as_object_mut()?, member, below, value)
    } else {
        let members = tree
            .entry(name)
            .or_insert_with(|| Value::Object(Map::new()))
            .as_object_mut()?;
        insert(members, key, deeper, value)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_nest_as_in_rack() {
        for (query, expected) in [
            ("", json!({})),
            ("page=2", json!({"page": "2"})),
            ("scope=a&scope=b", json!({"scope": "b"})),
            ("scope[]=a&scope[]=b", json!({"scope": ["a", "b"]})),
            ("scope%5B%5D=a+b%26", json!({"scope": ["a b&"]})),
            (
                "scope[x]=a&scope[y]=b",
                json!({"scope": {"x": "a", "y": "b"}}),
            ),
            (
                "v[][key]=A&v[][value]=1&v[][key]=B&v[][value]=2",
                json!({"v": [{"key": "A", "value": "1"}, {"key": "B", "value": "2"}]}),
            ),
            (
                "v[0][key]=A&v[1][key]=B",
                json!({"v": {"0": {"key": "A"}, "1": {"key": "B"}}}),
            ),
            ("flag", json!({"flag": ""})),
            ("[x]=1", json!({"[x]": "1"})),
            ("a[=1", json!({"a": "1"})),
        ] {
            let mut parameters = Parameters::default();
            parameters.read_form(query).unwrap();
            assert_eq!(Value::Object(parameters.tree), expected, "{query}");
        }
    }

    #[test]
    fn a_place_of_another_shape_is_refused() {
        for query in ["scope=a&scope[]=b", "scope[]=a&scope[x]=b", "a[b]=1&a[]=2"] {
            assert!(Parameters::default().read_form(query).is_err(), "{query}");
        }
        let deep = format!("a{}=1", "[b]".repeat(MAX_DEPTH + 1));
        assert!(Parameters::default().read_form(&deep).is_err());
        let many = "a[]=1&".repeat(MAX_PARAMETERS + 1);
        assert!(Parameters::default().read_form(&many).is_err());
    }

    #[test]
    fn a_query_is_written_sorted_and_encoded() {
        let mut parameters = Parameters::default();
        parameters
            .read_form("scope[]=running&scope[]=pending&per_page=2&a=x%20y")
            .unwrap();
        parameters.set("id", "foo/bar");
        parameters.set("page", 1);
        assert_eq!(
            parameters.to_query(),
            "a=x+y&id=foo%2Fbar&page=1&per_page=2&scope%5B%5D=running&scope%5B%5D=pending"
        );
    }
}
