//! The keywords of a schema, together with those of the schemas that it refers to and is composed of.

use std::borrow::Cow;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::{Map, Value};

/// How many schemas one schema is composed of at most.
const MOST_LAYERS: usize = 64;

/// The keywords that apply to one value: of the schema itself, behind its `$ref`, of all branches of `allOf`, and of
/// one branch of `oneOf` and `anyOf`.
pub(super) struct Keywords<'d> {
    layers: Vec<Layer<'d>>,
    /// The property that names the chosen branch, and its name there.
    discriminator: Option<(String, String)>,
}

struct Layer<'d> {
    at: PointerBuf,
    members: Cow<'d, Map<String, Value>>,
    /// Whether it describes the whole value, and is not one of several branches of `allOf`.
    is_whole: bool,
}

impl<'d> Keywords<'d> {
    /// Reads them; `None` if the schema allows no value, or refers to itself or to nothing.
    pub(super) fn read(document: &'d Document, schema: &Pointer) -> Option<Keywords<'d>> {
        let mut keywords = Keywords {
            layers: Vec::new(),
            discriminator: None,
        };
        keywords.add(document, schema, true)?;
        Some(keywords)
    }

    fn add(&mut self, document: &'d Document, at: &Pointer, is_whole: bool) -> Option<()> {
        let members = match document.get(at)? {
            Cow::Borrowed(Value::Object(members)) => Cow::Borrowed(members),
            Cow::Owned(Value::Object(members)) => Cow::Owned(members),
            schema if *schema == Value::Bool(true) => return Some(()),
            _ => return None,
        };
        if self.layers.len() >= MOST_LAYERS || self.layers.iter().any(|layer| *layer.at == *at) {
            return None;
        }
        self.layers.push(Layer {
            at: at.to_buf(),
            members: members.clone(),
            is_whole,
        });
        if members.contains_key("$ref") {
            let target = document.resolve(at)?;
            self.add(document, &target, is_whole)?;
        }
        if let Some(Value::Array(branches)) = members.get("allOf") {
            let is_whole = is_whole && branches.len() == 1;
            for index in 0..branches.len() {
                self.add(document, &branch(at, "allOf", index), is_whole)?;
            }
        }
        for keyword in ["oneOf", "anyOf"] {
            let Some(Value::Array(branches)) = members.get(keyword) else {
                continue;
            };
            let places = (0..branches.len()).map(|index| branch(at, keyword, index));
            let chosen = places
                .filter(|place| !is_null(document, place))
                .find_map(|place| Some((Keywords::read(document, &place)?, place)));
            let (chosen, place) = chosen?;
            self.choose(document, &members, &place);
            self.layers
                .extend(chosen.layers.into_iter().map(|layer| Layer {
                    is_whole: layer.is_whole && is_whole,
                    ..layer
                }));
            self.discriminator = self.discriminator.take().or(chosen.discriminator);
        }
        Some(())
    }

    /// Notes how the discriminator of a choice names the branch at a place.
    fn choose(&mut self, document: &Document, members: &Map<String, Value>, branch: &Pointer) {
        let Some(discriminator) = members.get("discriminator") else {
            return;
        };
        let schema = document.get(branch);
        let reference = schema.as_deref().and_then(|schema| schema.get("$ref"));
        let reference = reference.and_then(Value::as_str);
        let property = discriminator.get("propertyName").and_then(Value::as_str);
        let (Some(property), Some(reference)) = (property, reference) else {
            return;
        };
        let last = reference.rsplit('/').next().unwrap_or(reference);
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let mapped = mapping.and_then(|mapping| {
            let mut entries = mapping.iter();
            let named = |target: &Value| target == reference || target == last;
            entries
                .find(|(_, target)| named(target))
                .map(|(name, _)| name.as_str())
        });
        self.discriminator = Some((property.to_owned(), mapped.unwrap_or(last).to_owned()));
    }

    /// The first value of a keyword, with its place.
    pub(super) fn get(&self, keyword: &str) -> Option<&Value> {
        self.layers
            .iter()
            .find_map(|layer| layer.members.get(keyword))
    }

    fn place(&self, keyword: &str) -> Option<(PointerBuf, &Value)> {
        self.layers.iter().find_map(|layer| layer.find(keyword))
    }

    /// The example of the schema: `example`, or the first of `examples`.
    pub(super) fn example(&self) -> Option<(PointerBuf, &Value)> {
        let parts = self
            .layers
            .iter()
            .filter(|layer| layer.members.contains_key("properties"));
        let is_composed = parts.count() > 1;
        self.layers
            .iter()
            .filter(|layer| layer.is_whole || !is_composed)
            .find_map(|layer| layer.find("example").or_else(|| layer.first("examples")))
            .filter(|(_, value)| self.allows_type(value))
    }

    /// Whether a value has a type that the schema allows. Examples often do not, and such a request cannot be sent.
    fn allows_type(&self, value: &Value) -> bool {
        let is_type = |name: &str| match value {
            Value::Null => name == "null",
            Value::Bool(_) => name == "boolean",
            Value::Number(number) => {
                let is_whole = number.as_f64().is_some_and(|number| number.fract() == 0.0);
                name == "number" || name == "integer" && is_whole
            }
            Value::String(_) => name == "string",
            Value::Array(_) => name == "array",
            Value::Object(_) => name == "object",
        };
        match self.get("type") {
            Some(Value::String(name)) => is_type(name) || value.is_null() && self.flag("nullable"),
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is_type),
            _ => true,
        }
    }

    /// The only value that the schema allows.
    pub(super) fn only_value(&self) -> Option<(PointerBuf, &Value)> {
        self.place("const")
            .or_else(|| self.layers.iter().find_map(Layer::single_value))
    }

    /// The `default`. Null is the default of optional values, and says nothing about what to send.
    pub(super) fn default(&self) -> Option<(PointerBuf, &Value)> {
        self.place("default").filter(|(_, value)| !value.is_null())
    }

    /// The first value of `enum`.
    pub(super) fn first_value(&self) -> Option<(PointerBuf, &Value)> {
        self.layers.iter().find_map(|layer| layer.first("enum"))
    }

    /// The type of the value, also if only other keywords show it.
    pub(super) fn kind(&self) -> Option<&str> {
        let named = self.get("type").map(|types| match types {
            Value::String(name) => Some(name.as_str()),
            Value::Array(names) => {
                let mut names = names.iter().filter_map(Value::as_str);
                names.find(|name| *name != "null").or(Some("null"))
            }
            _ => None,
        });
        let has = |keyword: &str| self.get(keyword).is_some();
        named.unwrap_or_else(|| {
            Some(if has("items") || has("prefixItems") || has("minItems") {
                "array"
            } else if has("pattern") || has("format") || has("minLength") || has("maxLength") {
                "string"
            } else if has("minimum") || has("maximum") || has("multipleOf") {
                "number"
            } else {
                "object"
            })
        })
    }

    /// The names of the required properties, each once.
    pub(super) fn required(&self) -> Vec<&str> {
        let lists = self
            .layers
            .iter()
            .filter_map(|layer| layer.members.get("required")?.as_array());
        let mut required = Vec::new();
        for name in lists.flatten().filter_map(Value::as_str) {
            if !required.contains(&name) {
                required.push(name);
            }
        }
        required
    }

    /// The properties with the places of their schemas, each once.
    pub(super) fn properties(&self) -> Vec<(&str, PointerBuf)> {
        let mut properties: Vec<(&str, PointerBuf)> = Vec::new();
        for layer in &self.layers {
            let Some(Value::Object(members)) = layer.members.get("properties") else {
                continue;
            };
            for name in members.keys() {
                if !properties.iter().any(|(known, _)| known == name) {
                    let at = layer
                        .at
                        .with_trailing_token("properties")
                        .with_trailing_token(name);
                    properties.push((name, at));
                }
            }
        }
        properties
    }

    /// The place of the schema of an element.
    pub(super) fn element(&self, index: usize) -> Option<PointerBuf> {
        let prefix = self.place("prefixItems").and_then(|(place, schemas)| {
            schemas.as_array()?.get(index)?;
            Some(place.with_trailing_token(index))
        });
        prefix.or_else(|| Some(self.place("items")?.0))
    }

    /// The property that names the chosen branch of a choice, and its value.
    pub(super) fn discriminator(&self) -> Option<(&str, String)> {
        let (property, value) = self.discriminator.as_ref()?;
        Some((property, value.clone()))
    }

    /// The value of a keyword that is a count.
    pub(super) fn count(&self, keyword: &str) -> Option<u64> {
        self.get(keyword)?.as_u64()
    }

    /// Whether a keyword is true.
    pub(super) fn flag(&self, keyword: &str) -> bool {
        self.get(keyword) == Some(&Value::Bool(true))
    }
}

impl Layer<'_> {
    fn find(&self, keyword: &str) -> Option<(PointerBuf, &Value)> {
        let value = self.members.get(keyword)?;
        Some((self.at.with_trailing_token(keyword), value))
    }

    /// The value of an `enum` with one value.
    fn single_value(&self) -> Option<(PointerBuf, &Value)> {
        let values = self.members.get("enum")?.as_array()?;
        (values.len() == 1).then(|| self.first("enum"))?
    }

    /// The first element of a keyword that is a list.
    fn first(&self, keyword: &str) -> Option<(PointerBuf, &Value)> {
        let (at, values) = self.find(keyword)?;
        Some((at.with_trailing_token(0), values.as_array()?.first()?))
    }
}

fn branch(at: &Pointer, keyword: &str, index: usize) -> PointerBuf {
    let mut place = at.to_buf();
    place.push_back(keyword);
    place.push_back(index);
    place
}

/// Whether a branch allows null only.
fn is_null(document: &Document, at: &Pointer) -> bool {
    let place = document.resolve(at);
    let schema = place.and_then(|place| document.get(&place));
    schema.is_some_and(|schema| schema.get("type").is_some_and(|name| name == "null"))
}
