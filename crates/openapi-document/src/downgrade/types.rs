//! Types: a list in 3.1, one name in 3.0.

use jsonptr::Pointer;
use serde_json::Value;

use super::Conversion;
use super::nullable::is_null_only;
use super::schema_keywords::SchemaKeywords;

/// Maximum number of schemas that are searched for a type.
const MAX_SCHEMAS: usize = 256;

/// The types of a schema, without null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SchemaTypes<'v> {
    /// The schema has no type.
    Any,
    /// Only null.
    Null,
    One(&'v str),
    /// At least two types; none of them includes another.
    Several(Vec<&'v str>),
}

impl<'v> SchemaTypes<'v> {
    pub(super) fn of(members: &SchemaKeywords<'v>) -> Self {
        let names: Vec<&'v str> = match members.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => return Self::from_values(members),
        };
        let mut types: Vec<&'v str> = Vec::new();
        for name in &names {
            let is_part = *name == "integer" && names.contains(&"number");
            if *name != "null" && !is_part && !types.contains(name) {
                types.push(name);
            }
        }
        match types.as_slice() {
            [] if names.is_empty() => Self::Any,
            [] => Self::Null,
            [one] => Self::One(one),
            // all types: boolean, number, string, array, object
            several if includes_every_type(several) && names.contains(&"null") => Self::Any,
            _ => Self::Several(types),
        }
    }

    /// The type that all values of an enum have.
    fn from_values(members: &SchemaKeywords<'v>) -> Self {
        let values: Vec<&Value> = match (members.get("const"), members.get("enum")) {
            (Some(value), _) => vec![value],
            (None, Some(Value::Array(values))) => values.iter().collect(),
            _ => return Self::Any,
        };
        let mut types: Vec<&'static str> = values
            .iter()
            .filter_map(|value| type_of_value(value))
            .collect();
        types.sort_unstable();
        types.dedup();
        match types.as_slice() {
            [] if values.is_empty() => Self::Any,
            [] => Self::Null,
            [one] => Self::One(one),
            ["integer", "number"] => Self::One("number"),
            _ => Self::Any,
        }
    }
}

fn includes_every_type(types: &[&str]) -> bool {
    types.len() == 5 && types.contains(&"number")
}

fn type_of_value(value: &Value) -> Option<&'static str> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    })
}

/// Whether a keyword only applies to values of one type, and to this one.
pub(super) fn applies_to_type(name: &str, keyword: &str, value: &Value) -> bool {
    match name {
        "string" => {
            matches!(
                keyword,
                "minLength"
                    | "maxLength"
                    | "pattern"
                    | "contentEncoding"
                    | "contentMediaType"
                    | "contentSchema"
            ) || (keyword == "format" && !is_numeric_format(value))
        }
        "number" | "integer" => {
            matches!(
                keyword,
                "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum"
            ) || (keyword == "format" && is_numeric_format(value))
        }
        "array" => matches!(
            keyword,
            "items"
                | "prefixItems"
                | "contains"
                | "minContains"
                | "maxContains"
                | "minItems"
                | "maxItems"
                | "uniqueItems"
                | "unevaluatedItems"
        ),
        "object" => matches!(
            keyword,
            "properties"
                | "patternProperties"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "propertyNames"
                | "required"
                | "minProperties"
                | "maxProperties"
                | "dependentRequired"
                | "dependentSchemas"
                | "dependencies"
        ),
        _ => false,
    }
}

/// Whether a format is a format of numbers.
fn is_numeric_format(format: &Value) -> bool {
    format.as_str().is_some_and(|format| {
        format.starts_with("int")
            || format.starts_with("uint")
            || matches!(format, "float" | "double" | "decimal" | "double-int")
    })
}

impl<'v> Conversion<'v> {
    /// The only type of all values of these keywords except null, if it is obvious.
    pub(super) fn only_type(&self, at: &Pointer, members: &SchemaKeywords<'v>) -> Option<&'v str> {
        self.only_type_within(at, members, &mut MAX_SCHEMAS.clone())
    }

    fn only_type_within(
        &self,
        at: &Pointer,
        members: &SchemaKeywords<'v>,
        steps: &mut usize,
    ) -> Option<&'v str> {
        *steps = steps.checked_sub(1)?;
        if let SchemaTypes::One(name) = SchemaTypes::of(members) {
            return Some(name);
        }
        let mut of = |at: &Pointer, schema: &'v Value| {
            let members = SchemaKeywords::of(at, schema.as_object()?, false);
            self.only_type_within(at, &members, steps)
        };
        if let Some(Value::String(reference)) = members.get("$ref") {
            let (to, target) = self.places.find(at, reference)?;
            return of(&to, target);
        }
        if let Some(Value::Array(branches)) = members.get("allOf")
            && let Some(name) = branches.iter().find_map(|branch| of(at, branch))
        {
            return Some(name);
        }
        let choice = members.get("anyOf").or_else(|| members.get("oneOf"))?;
        let mut names = choice
            .as_array()?
            .iter()
            .filter(|branch| !is_null_only(branch))
            .map(|branch| of(at, branch));
        let first = names.next()??;
        names.all(|name| name == Some(first)).then_some(first)
    }
}
