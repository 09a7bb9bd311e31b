//! Converts one schema: its types, null, and then keyword by keyword.

use jsonptr::Pointer;
use serde_json::{Map, Value, json};

use super::Conversion;
use super::nullable::{NullMode, is_null_only};
use super::schema_keywords::{SchemaKeywords, is_annotation};
use super::types::{SchemaTypes, applies_to_type};
use crate::grammar::SpecObject;

/// A schema of 3.0 that is being put together.
#[derive(Default)]
pub(super) struct SchemaDraft {
    pub(super) keywords: Map<String, Value>,
    /// Additional schemas that a value must match; they come after those of the source.
    pub(super) additional_schemas: Vec<Value>,
    pub(super) references: Vec<String>,
    /// Whether null is accepted in addition to the values of the keywords.
    pub(super) nullable: bool,
    /// Whether the schema is read as nullable, because the schema that contains it in its only `allOf` branch is
    /// nullable.
    pub(super) under_nullable: bool,
    /// Whether branches of a choice that only accept null have to stay.
    pub(super) keeps_null: bool,
}

impl SchemaDraft {
    /// Adds a choice, even if there is one already.
    pub(super) fn add_choice(&mut self, keyword: &str, branches: Vec<Value>) {
        if self.keywords.contains_key(keyword) {
            self.additional_schemas.push(json!({ keyword: branches }));
        } else {
            self.keywords.insert(keyword.to_owned(), branches.into());
        }
    }

    fn into_schema(mut self) -> Value {
        let is_alone =
            self.keywords.is_empty() && self.additional_schemas.is_empty() && !self.nullable;
        if let ([reference], true) = (self.references.as_slice(), is_alone) {
            return json!({"$ref": reference});
        }
        let references = self.references.iter().map(|to| json!({"$ref": to}));
        self.additional_schemas.splice(0..0, references);
        if self.nullable {
            let after_type = usize::from(self.keywords.contains_key("type"));
            self.keywords
                .shift_insert(after_type, "nullable".to_owned(), true.into());
            // 3.0 wants null among the values, too
            let values = self.keywords.get_mut("enum").into_iter();
            for values in values.chain(
                self.additional_schemas
                    .iter_mut()
                    .filter_map(|also| also.get_mut("enum")),
            ) {
                if let Value::Array(values) = values
                    && !values.contains(&Value::Null)
                {
                    values.push(Value::Null);
                }
            }
        }
        if !self.additional_schemas.is_empty() {
            let all = self.keywords.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(all) = all {
                all.append(&mut self.additional_schemas);
            }
        }
        Value::Object(self.keywords)
    }
}

impl<'v> Conversion<'v> {
    /// Converts a schema to 3.0; `here` says whether it keeps its place in the result.
    pub(super) fn convert_schema(&mut self, at: &Pointer, schema: &'v Value, here: bool) -> Value {
        let under_nullable = std::mem::take(&mut self.under_nullable);
        if here {
            self.unmoved_places.insert(at.to_buf());
        }
        if let Some(whole) = self.schema_stack.last() {
            self.schema_parts.push((at.to_buf(), whole.clone()));
        }
        let members = match schema {
            Value::Bool(true) => return json!({}),
            Value::Bool(false) => return json!({"not": {}}),
            Value::Object(members) => SchemaKeywords::of(at, members, here),
            other => return other.clone(),
        };
        self.schema_stack.push(at.to_buf());
        let allows_null = self.allows_null(at, schema);
        let members = self.inline_null_choice(at, members, allows_null);
        let draft = SchemaDraft {
            under_nullable,
            ..SchemaDraft::default()
        };
        let converted = self.convert_typed_schema(draft, at, members, allows_null);
        self.schema_stack.pop();
        converted
    }

    fn convert_typed_schema(
        &mut self,
        mut draft: SchemaDraft,
        at: &Pointer,
        mut members: SchemaKeywords<'v>,
        allows_null: bool,
    ) -> Value {
        let types = SchemaTypes::of(&members);
        if types == SchemaTypes::Null {
            return self.convert_null_schema(&members, allows_null);
        }
        if types == SchemaTypes::Any {
            members = members.filter(|member| member.keyword != "type");
        }
        let is_typed = types != SchemaTypes::Any;
        let unsaid = !is_typed && self.all_allow_null(at, &members, NullMode::Implicit);
        draft.nullable = allows_null && !unsaid;
        draft.keeps_null = !allows_null && unsaid;
        match &types {
            SchemaTypes::Several(names) if !has_unevaluated_keyword(&members) => {
                let general = members.filter(|member| {
                    let about = |name: &&str| applies_to_type(name, member.keyword, member.value);
                    !["string", "number", "array", "object"].iter().any(about)
                });
                self.convert_keywords(&mut draft, at, &general);
                let branches = names
                    .iter()
                    .map(|name| self.convert_type_branch(at, &members, name));
                let branches = branches.collect();
                draft.add_choice("oneOf", branches);
            }
            SchemaTypes::Several(names) => {
                self.convert_keywords(&mut draft, at, &members);
                let branches = names
                    .iter()
                    .map(|name| self.convert_type_branch(at, &SchemaKeywords::default(), name));
                let branches = branches.collect();
                draft.add_choice("oneOf", branches);
            }
            _ => self.convert_keywords(&mut draft, at, &members),
        }
        let name = match types {
            SchemaTypes::One(name) => Some(name),
            // according to the text of 3.0, nullable has no effect without it
            _ if draft.nullable => self.only_type(at, &members),
            _ => None,
        };
        if let Some(name) = name {
            put_type(&mut draft, name);
        }
        draft.into_schema()
    }

    /// The keywords that apply to values of one type.
    fn convert_type_branch(
        &mut self,
        at: &Pointer,
        members: &SchemaKeywords<'v>,
        name: &str,
    ) -> Value {
        let mut about =
            members.filter(|member| applies_to_type(name, member.keyword, member.value));
        for member in &mut about.0 {
            member.keeps_place = false;
        }
        let mut draft = SchemaDraft::default();
        self.convert_keywords(&mut draft, at, &about);
        put_type(&mut draft, name);
        draft.into_schema()
    }

    /// The schema that only accepts null; it may have any type.
    fn convert_null_schema(&mut self, members: &SchemaKeywords<'v>, allows_null: bool) -> Value {
        let mut draft = SchemaDraft::default();
        let annotations = members.filter(|member| is_annotation(member.keyword));
        self.convert_keywords(&mut draft, Pointer::root(), &annotations);
        if allows_null {
            put_type(&mut draft, "string");
            draft.nullable = true;
            draft.keywords.insert("enum".to_owned(), json!([null]));
        } else {
            draft.keywords.insert("not".to_owned(), json!({}));
        }
        draft.into_schema()
    }

    /// `allOf`, `anyOf` or `oneOf`.
    pub(super) fn convert_choice(
        &mut self,
        draft: &mut SchemaDraft,
        member: &super::schema_keywords::SchemaKeyword<'v>,
        branches: &'v [Value],
    ) {
        let is_all = member.keyword == "allOf";
        let has_others = branches.iter().any(|branch| !is_null_only(branch));
        let without_null = !is_all && has_others && !draft.keeps_null;
        let is_single = branches
            .iter()
            .filter(|branch| !(without_null && is_null_only(branch)))
            .count()
            == 1;
        let nullable = draft.nullable || draft.under_nullable;
        let mut converted = Vec::new();
        let mut is_loose = false;
        for (index, branch) in branches.iter().enumerate() {
            if without_null && is_null_only(branch) {
                continue;
            }
            let at = member.at.with_trailing_token(index);
            // null in the schema and in a choice would be redundant
            is_loose |=
                self.looser_schemas.contains(&at) || (nullable && self.allows_null(&at, branch));
            self.under_nullable = nullable && (is_all || is_single);
            converted.push(self.convert_schema(&at, branch, member.keeps_place && is_all));
        }
        match member.keyword {
            "allOf" => {
                // a branch with a dropped condition no longer restricts anything
                if !self.refers_to_branches {
                    converted.retain(|branch| !branch.as_object().is_some_and(Map::is_empty));
                }
                if !converted.is_empty() || branches.is_empty() {
                    draft.keywords.insert("allOf".to_owned(), converted.into());
                }
            }
            _ if converted.len() == 1 => draft.additional_schemas.append(&mut converted),
            "oneOf" if is_loose => {
                self.record_drop(
                    member.at.clone(),
                    super::DropEffect::Looser,
                    "its alternatives accept more in OpenAPI 3.0, so more than one may match; converted to `anyOf`",
                );
                draft.add_choice("anyOf", converted);
            }
            "anyOf"
                if !is_loose
                    && !draft.keeps_null
                    && self.have_distinct_types(&member.at, branches) =>
            {
                draft.add_choice("oneOf", converted);
            }
            keyword => draft.add_choice(keyword, converted),
        }
    }

    /// Whether no value can be valid by two of these branches, since each is for another type.
    ///
    /// `anyOf` means the same as `oneOf` then, and generators make a choice only of the latter.
    fn have_distinct_types(&mut self, at: &Pointer, branches: &'v [Value]) -> bool {
        let mut names = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let at = at.with_trailing_token(index);
            let Some(members) = branch.as_object().filter(|_| !is_null_only(branch)) else {
                continue;
            };
            let name = self.only_type(&at, &SchemaKeywords::of(&at, members, false));
            match name.map(|name| if name == "integer" { "number" } else { name }) {
                Some(name) if !names.contains(&name) => names.push(name),
                _ => return false,
            }
            if self.allows_null(&at, branch) {
                return false;
            }
        }
        names.len() > 1
    }

    /// A reference between schemas.
    pub(super) fn add_reference(&mut self, draft: &mut SchemaDraft, at: &Pointer, written: &str) {
        let reference = self.new_reference(SpecObject::Schema, at, written);
        draft.references.push(reference);
    }
}

/// Whether a keyword depends on what other keywords of the schema evaluate, so that none of them may move.
fn has_unevaluated_keyword(members: &SchemaKeywords<'_>) -> bool {
    ["unevaluatedProperties", "unevaluatedItems"]
        .iter()
        .any(|keyword| members.get(keyword).is_some())
}

/// Puts a type first; an array needs `items`.
fn put_type(draft: &mut SchemaDraft, name: &str) {
    draft
        .keywords
        .shift_insert(0, "type".to_owned(), name.into());
    if name == "array" {
        draft.keywords.entry("items").or_insert_with(|| json!({}));
    }
}
