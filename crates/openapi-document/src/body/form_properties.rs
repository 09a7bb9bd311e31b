//! The description of the properties of a form: their encodings, media types and headers.

use std::borrow::Cow;

use serde_json::Value;

use super::single_value::BodyError;
use crate::content::{Encoding, Header, MediaType};
use crate::document::Document;
use crate::serialize::serialize_header;

/// The description of the properties of a form.
pub(super) struct FormProperties<'d> {
    document: &'d Document,
    declared: Option<&'d MediaType>,
}

impl<'d> FormProperties<'d> {
    pub(super) fn new(document: &'d Document, declared: Option<&'d MediaType>) -> Self {
        Self { document, declared }
    }

    pub(super) fn find_encoding(&self, name: &str) -> Option<&'d Encoding> {
        let encodings = &self.declared?.encoding;
        encodings.iter().find(|encoding| encoding.name == name)
    }

    /// The media type of a property: the first one in its Encoding Object, otherwise by its value.
    pub(super) fn media_type(&self, name: &str, value: &Value, in_list: bool) -> String {
        let named = self
            .find_encoding(name)
            .and_then(|encoding| encoding.content_type.as_deref())
            .and_then(|names| {
                names
                    .split(',')
                    .map(str::trim)
                    .find(|name| !name.is_empty())
            });
        match (named, value) {
            (Some(range), _) if range.contains('*') => "application/octet-stream".to_owned(),
            (Some(name), _) => name.to_owned(),
            (None, Value::Object(_) | Value::Array(_)) => "application/json".to_owned(),
            (None, Value::String(_)) => self
                .declared_media_type(name, in_list)
                .unwrap_or_else(|| "text/plain".to_owned()),
            (None, _) => "text/plain".to_owned(),
        }
    }

    /// The headers of a part, with their examples from the document.
    pub(super) fn headers(&self, name: &str) -> Result<Vec<(String, String)>, BodyError> {
        let mut headers = Vec::new();
        for header in self.find_encoding(name).iter().flat_map(|one| &one.headers) {
            let refused = |message: String| BodyError::Property {
                name: name.to_owned(),
                message,
            };
            let Some(value) = self.find_header_value(header) else {
                if header.required {
                    let message = "is required and has no example value; add an example";
                    return Err(refused(format!("the header `{}` {message}", header.name)));
                }
                continue;
            };
            let text =
                serialize_header(header, &value).map_err(|error| refused(error.to_string()))?;
            if text.contains(['\r', '\n']) {
                let message = "must not contain a line break; change its example";
                return Err(refused(format!("the header `{}` {message}", header.name)));
            }
            headers.push((header.name.clone(), text));
        }
        Ok(headers)
    }

    /// The value of a header: its example, else the only value that its schema allows, else its default.
    fn find_header_value(&self, header: &Header) -> Option<Cow<'d, Value>> {
        let content = header.content.as_ref();
        let named = header.examples.iter();
        let named = named.chain(content.iter().flat_map(|one| &one.examples));
        let unnamed = header.example.as_ref();
        let place = unnamed
            .or_else(|| content?.example.as_ref())
            .or_else(|| named.clone().find_map(|example| example.value.as_ref()));
        if let Some(place) = place {
            return self.document.get(place);
        }
        let schema = header.schema.as_ref()?;
        ["const", "default", "example"].iter().find_map(|keyword| {
            let values = self
                .document
                .schema_keyword_at(schema, jsonptr::Pointer::root(), keyword);
            values.first().copied().map(Cow::Borrowed)
        })
    }

    /// The media type of a text that is more than a text, by its schema.
    fn declared_media_type(&self, name: &str, in_list: bool) -> Option<String> {
        let schema = self.declared?.schema.as_ref()?;
        let mut place = jsonptr::PointerBuf::from_tokens([name]);
        if in_list {
            place.push_back(0);
        }
        let keyword = |keyword: &str| {
            let values = self.document.schema_keyword_at(schema, &place, keyword);
            values.first().and_then(|value| value.as_str())
        };
        if let Some(named) = keyword("contentMediaType") {
            return Some(named.to_owned());
        }
        let binary = matches!(keyword("format"), Some("binary" | "byte" | "base64"))
            || keyword("contentEncoding").is_some();
        binary.then(|| "application/octet-stream".to_owned())
    }
}
