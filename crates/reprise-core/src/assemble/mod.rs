//! Values for requests, put together from everything that a schema says.
//!
//! ```text
//! {type: object, required: [title, pages],
//!  properties: {title: {type: string, examples: [Dune]}, pages: {type: integer, minimum: 1}}}
//!
//! becomes {"title": "Dune", "pages": 1}
//! ```
//!
//! Sources in order of preference: the example of the schema, the examples of its properties and items, `const`,
//! `default`, `enum`, and last a minimal valid value. The same schema always gives the same value.

mod array;
mod assembled;
mod keywords;
mod missing;
mod number;
mod text;

use std::cell::Cell;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::{Map, Value};

use crate::case::DefaultSource;
pub(crate) use assembled::Assembled;
use keywords::Keywords;
pub(crate) use missing::missing_value;

/// Maximum nesting of objects and arrays in a value.
const DEEPEST: usize = 12;

/// How many schemas are read for one value: schemas that refer to each other could go on for ever.
const MOST_SCHEMAS: usize = 2_000;

/// The value for a request that the schema at a place describes; `None` if no value can be made.
pub(crate) fn assemble(document: &Document, schema: &Pointer) -> Option<Assembled> {
    let assembly = Assembly {
        document,
        left: Cell::new(MOST_SCHEMAS),
    };
    assembly.value(schema, DEEPEST)
}

/// The place of the example that a schema has as a whole.
pub(crate) fn example(document: &Document, schema: &Pointer) -> Option<PointerBuf> {
    let (place, _) = Keywords::read(document, schema)?.example()?;
    Some(place)
}

struct Assembly<'d> {
    document: &'d Document,
    /// How many schemas may still be read.
    left: Cell<usize>,
}

impl<'d> Assembly<'d> {
    fn value(&self, schema: &Pointer, depth: usize) -> Option<Assembled> {
        self.left.set(self.left.get().checked_sub(1)?);
        let keywords = Keywords::read(self.document, schema)?;
        let whole = |source, (claim, value): (PointerBuf, &Value)| Assembled {
            value: value.clone(),
            source,
            claim,
        };
        if let Some(example) = keywords.example() {
            return Some(whole(DefaultSource::SchemaExample, example));
        }
        let parts = self.parts(&keywords, schema, depth);
        if let Some(parts) = &parts
            && parts.source <= DefaultSource::PropertyExamples
        {
            return Some(parts.clone());
        }
        let given = [
            (DefaultSource::OnlyValue, keywords.only_value()),
            (DefaultSource::Default, keywords.default()),
            (DefaultSource::FirstValue, keywords.first_value()),
        ];
        given
            .into_iter()
            .find_map(|(source, found)| Some(whole(source, found?)))
            .or(parts)
            .or_else(|| {
                let value = match keywords.kind()? {
                    "string" => Value::String(text::generate(&keywords)?),
                    "integer" => number::integer(&keywords)?,
                    "number" => number::number(&keywords)?,
                    "boolean" => Value::Bool(true),
                    "null" => Value::Null,
                    _ => return None,
                };
                Some(Assembled {
                    value,
                    source: DefaultSource::Generated,
                    claim: schema.to_buf(),
                })
            })
    }

    /// The value of an object or array, part by part; `None` if the schema describes neither.
    fn parts(&self, keywords: &Keywords<'d>, schema: &Pointer, depth: usize) -> Option<Assembled> {
        let (value, source) = match keywords.kind()? {
            "object" => self.object(keywords, depth.checked_sub(1)?)?,
            "array" => {
                let depth = depth.checked_sub(1)?;
                array::array(self.document, keywords, &|schema| self.value(schema, depth))?
            }
            _ => return None,
        };
        Some(Assembled {
            value,
            source,
            claim: schema.to_buf(),
        })
    }

    /// An object with its required properties, and with those optional ones that have an example.
    fn object(&self, keywords: &Keywords<'d>, depth: usize) -> Option<(Value, DefaultSource)> {
        let required = keywords.required();
        let properties = keywords.properties();
        let mut members = Map::new();
        let mut source = Source::default();
        for name in &required {
            let assembled = match keywords.discriminator() {
                Some((property, value)) if property == *name => Assembled {
                    value: Value::String(value),
                    source: DefaultSource::OnlyValue,
                    claim: PointerBuf::root(),
                },
                _ => match properties.iter().find(|(known, _)| known == name) {
                    Some((_, schema)) if self.is_read_only(schema) => continue,
                    Some((_, schema)) => self.value(schema, depth)?,
                    // required, and described nowhere: any value is valid
                    None => Assembled {
                        value: Value::String("string".to_owned()),
                        source: DefaultSource::Generated,
                        claim: PointerBuf::root(),
                    },
                },
            };
            source.add(assembled.source);
            members.insert((*name).to_owned(), assembled.value);
        }
        for (name, schema) in &properties {
            if required.contains(name) || self.is_read_only(schema) {
                continue;
            }
            if let Some(assembled) = self.value(schema, depth)
                && assembled.source <= DefaultSource::PropertyExamples
            {
                source.add(assembled.source);
                members.insert((*name).to_owned(), assembled.value);
            }
        }
        // the order of the schema is the order that people expect
        let mut ordered = Map::new();
        for (name, _) in &properties {
            if let Some(value) = members.remove(*name) {
                ordered.insert((*name).to_owned(), value);
            }
        }
        ordered.extend(members);
        Some((Value::Object(ordered), source.of_all()))
    }

    /// Whether a property is only sent by the server.
    fn is_read_only(&self, schema: &Pointer) -> bool {
        let keywords = Keywords::read(self.document, schema);
        keywords.is_some_and(|keywords| keywords.flag("readOnly"))
    }
}

/// The source of a value that has parts.
#[derive(Default)]
struct Source {
    has_example: bool,
    weakest: Option<DefaultSource>,
}

impl Source {
    fn add(&mut self, source: DefaultSource) {
        self.has_example |= source <= DefaultSource::PropertyExamples;
        self.weakest = self.weakest.max(Some(source));
    }

    fn of_all(&self) -> DefaultSource {
        match self.weakest {
            None | Some(DefaultSource::Generated) => DefaultSource::Generated,
            Some(_) if self.has_example => DefaultSource::PropertyExamples,
            Some(weakest) => weakest,
        }
    }
}
