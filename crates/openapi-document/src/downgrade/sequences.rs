//! Items and properties that 3.0 can only describe all together.

use serde_json::{Value, json};

use super::schema::SchemaDraft;
use super::schema_keywords::{SchemaKeyword, SchemaKeywords};
use super::{Conversion, DropEffect};

/// Keywords whose subschemas may evaluate properties and items of the same value.
const APPLICATORS: [&str; 9] = [
    "$ref",
    "$dynamicRef",
    "allOf",
    "anyOf",
    "oneOf",
    "if",
    "not",
    "dependentSchemas",
    "contains",
];

impl<'v> Conversion<'v> {
    /// `items`, combined with `prefixItems` and `unevaluatedItems`. It is called for each of them, and converts all
    /// at the first call.
    pub(super) fn convert_items(
        &mut self,
        draft: &mut SchemaDraft,
        member: &SchemaKeyword<'v>,
        members: &SchemaKeywords<'v>,
    ) {
        if member.keyword == "unevaluatedItems" && !can_replace(members, "items") {
            return self.drop_unevaluated(member, members.get("items").is_some());
        }
        let rest = members.find("items").or_else(|| {
            let unevaluated = members.find("unevaluatedItems")?;
            can_replace(members, "items").then_some(unevaluated)
        });
        let prefix = members.find("prefixItems");
        if draft.keywords.contains_key("items") {
            return;
        }
        let Some((prefix, schemas)) =
            prefix.and_then(|member| Some((member, member.value.as_array()?)))
        else {
            match rest {
                // no item at all
                Some(SchemaKeyword {
                    value: Value::Bool(false),
                    ..
                }) => {
                    draft.keywords.insert("items".to_owned(), json!({}));
                    put_max_items(draft, members, 0);
                }
                Some(rest) => {
                    let here = rest.keeps_place && rest.keyword == "items";
                    let converted = self.convert_schema(&rest.at, rest.value, here);
                    draft.keywords.insert("items".to_owned(), converted);
                }
                None => {}
            }
            return;
        };
        self.record_drop(
            prefix.at.clone(),
            DropEffect::Looser,
            "OpenAPI 3.0 has one schema for all items; each item may match any of these",
        );
        let most = members.get("maxItems").and_then(Value::as_u64);
        let ends = matches!(
            rest,
            Some(SchemaKeyword {
                value: Value::Bool(false),
                ..
            })
        );
        let is_short = most.is_some_and(|most| most <= schemas.len() as u64);
        let mut branches: Vec<Value> = schemas
            .iter()
            .enumerate()
            .map(|(index, schema)| {
                self.convert_schema(&prefix.at.with_trailing_token(index), schema, false)
            })
            .collect();
        match rest {
            _ if ends || is_short => {}
            Some(rest) => branches.push(self.convert_schema(&rest.at, rest.value, false)),
            None => branches = vec![json!({})],
        }
        if ends && !is_short {
            put_max_items(draft, members, schemas.len());
        }
        draft.keywords.insert("items".to_owned(), any_of(branches));
    }

    /// `additionalProperties`, combined with `patternProperties` and `unevaluatedProperties`. It is called for each
    /// of them, and converts all at the first call.
    pub(super) fn convert_additional_properties(
        &mut self,
        draft: &mut SchemaDraft,
        member: &SchemaKeyword<'v>,
        members: &SchemaKeywords<'v>,
    ) {
        const NAME: &str = "additionalProperties";
        if member.keyword == "unevaluatedProperties" && !can_replace(members, NAME) {
            return self.drop_unevaluated(member, members.get(NAME).is_some());
        }
        let rest = members.find(NAME).or_else(|| {
            let unevaluated = members.find("unevaluatedProperties")?;
            can_replace(members, NAME).then_some(unevaluated)
        });
        let patterns = members.find("patternProperties").and_then(|member| {
            let schemas = member.value.as_object()?;
            (!schemas.is_empty()).then_some((member, schemas))
        });
        if draft.keywords.contains_key(NAME) {
            return;
        }
        let Some((patterns, schemas)) = patterns else {
            if let Some(rest) = rest {
                let here = rest.keeps_place && rest.keyword == NAME;
                let converted = match rest.value {
                    Value::Bool(_) => rest.value.clone(),
                    schema => self.convert_schema(&rest.at, schema, here),
                };
                draft.keywords.insert(NAME.to_owned(), converted);
            }
            return;
        };
        self.record_drop(
            patterns.at.clone(),
            DropEffect::Looser,
            "OpenAPI 3.0 has one schema for all additional properties",
        );
        let Some(rest) = rest.filter(|rest| *rest.value != true) else {
            draft.keywords.insert(NAME.to_owned(), true.into());
            return;
        };
        let mut branches: Vec<Value> = schemas
            .iter()
            .map(|(pattern, schema)| {
                self.convert_schema(
                    &patterns.at.with_trailing_token(pattern.as_str()),
                    schema,
                    false,
                )
            })
            .collect();
        if *rest.value != false {
            branches.push(self.convert_schema(&rest.at, rest.value, false));
        }
        draft.keywords.insert(NAME.to_owned(), any_of(branches));
    }

    fn drop_unevaluated(&mut self, member: &SchemaKeyword<'v>, is_settled: bool) {
        if !is_settled && *member.value != true && *member.value != json!({}) {
            self.record_drop(
                member.at.clone(),
                DropEffect::Looser,
                "OpenAPI 3.0 does not track which properties and items are evaluated",
            );
        }
    }
}

/// Whether an unevaluated property or item is simply one that no other keyword of the schema names.
fn can_replace(members: &SchemaKeywords<'_>, keyword: &str) -> bool {
    members.get(keyword).is_none()
        && !APPLICATORS
            .iter()
            .any(|applicator| members.get(applicator).is_some())
}

/// Sets the allowed number of items, in addition to the limits of the schema.
fn put_max_items(draft: &mut SchemaDraft, members: &SchemaKeywords<'_>, most: usize) {
    if members.get("maxItems").is_some() {
        draft.additional_schemas.push(json!({"maxItems": most}));
    } else {
        draft.keywords.insert("maxItems".to_owned(), most.into());
    }
}

fn any_of(mut branches: Vec<Value>) -> Value {
    branches.dedup();
    match branches.len() {
        1 => branches.remove(0),
        _ => json!({"anyOf": branches}),
    }
}
