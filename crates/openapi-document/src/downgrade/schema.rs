//! Converts one schema: its types, null, and then keyword by keyword.

use jsonptr::Pointer;
use serde_json::{Map, Value, json};

use super::Conversion;
use super::members::{Members, annotates};
use super::nullable::{Null, is_null_only};
use super::types::{Types, is_about};
use crate::grammar::Object;

/// A schema of 3.0 that is being put together.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) keywords: Map<String, Value>,
    /// Additional schemas that a value must match; they come after those of the source.
    pub(super) also: Vec<Value>,
    pub(super) references: Vec<String>,
    /// Whether null is accepted in addition to the values of the keywords.
    pub(super) nullable: bool,
    /// Whether the schema is read as nullable, because the schema that contains it in its only `allOf` branch is
    /// nullable.
    pub(super) under_nullable: bool,
    /// Whether branches of a choice that only accept null have to stay.
    pub(super) keeps_null: bool,
}

impl Draft {
    /// Adds a choice, even if there is one already.
    pub(super) fn choose(&mut self, keyword: &str, branches: Vec<Value>) {
        if self.keywords.contains_key(keyword) {
            self.also.push(json!({ keyword: branches }));
        } else {
            self.keywords.insert(keyword.to_owned(), branches.into());
        }
    }

    fn finish(mut self) -> Value {
        let is_alone = self.keywords.is_empty() && self.also.is_empty() && !self.nullable;
        if let ([reference], true) = (self.references.as_slice(), is_alone) {
            return json!({"$ref": reference});
        }
        let references = self.references.iter().map(|to| json!({"$ref": to}));
        self.also.splice(0..0, references);
        if self.nullable {
            let after_type = usize::from(self.keywords.contains_key("type"));
            self.keywords
                .shift_insert(after_type, "nullable".to_owned(), true.into());
            // 3.0 wants null among the values, too
            let values = self.keywords.get_mut("enum").into_iter();
            for values in values.chain(self.also.iter_mut().filter_map(|also| also.get_mut("enum")))
            {
                if let Value::Array(values) = values
                    && !values.contains(&Value::Null)
                {
                    values.push(Value::Null);
                }
            }
        }
        if !self.also.is_empty() {
            let all = self.keywords.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(all) = all {
                all.append(&mut self.also);
            }
        }
        Value::Object(self.keywords)
    }
}

impl<'v> Conversion<'v> {
    /// Converts a schema to 3.0; `here` says whether it keeps its place in the result.
    pub(super) fn schema(&mut self, at: &Pointer, schema: &'v Value, here: bool) -> Value {
        let under_nullable = std::mem::take(&mut self.under_nullable);
        if here {
            self.kept.insert(at.to_buf());
        }
        if let Some(whole) = self.within.last() {
            self.parts.push((at.to_buf(), whole.clone()));
        }
        let members = match schema {
            Value::Bool(true) => return json!({}),
            Value::Bool(false) => return json!({"not": {}}),
            Value::Object(members) => Members::of(at, members, here),
            other => return other.clone(),
        };
        self.within.push(at.to_buf());
        let allows_null = self.allows_null(at, schema);
        let members = self.without_choice_of_null(at, members, allows_null);
        let draft = Draft {
            under_nullable,
            ..Draft::default()
        };
        let converted = self.schema_of(draft, at, members, allows_null);
        self.within.pop();
        converted
    }

    fn schema_of(
        &mut self,
        mut draft: Draft,
        at: &Pointer,
        mut members: Members<'v>,
        allows_null: bool,
    ) -> Value {
        let types = Types::of(&members);
        if types == Types::Null {
            return self.null_alone(&members, allows_null);
        }
        if types == Types::Any {
            members = members.filter(|member| member.keyword != "type");
        }
        let is_typed = types != Types::Any;
        let unsaid = !is_typed && self.all_allow_null(at, &members, Null::Unsaid);
        draft.nullable = allows_null && !unsaid;
        draft.keeps_null = !allows_null && unsaid;
        match &types {
            Types::Several(names) if !is_unevaluated(&members) => {
                let general = members.filter(|member| {
                    let about = |name: &&str| is_about(name, member.keyword, member.value);
                    !["string", "number", "array", "object"].iter().any(about)
                });
                self.keywords(&mut draft, at, &general);
                let branches = names.iter().map(|name| self.branch(at, &members, name));
                let branches = branches.collect();
                draft.choose("oneOf", branches);
            }
            Types::Several(names) => {
                self.keywords(&mut draft, at, &members);
                let branches = names
                    .iter()
                    .map(|name| self.branch(at, &Members::default(), name));
                let branches = branches.collect();
                draft.choose("oneOf", branches);
            }
            _ => self.keywords(&mut draft, at, &members),
        }
        let name = match types {
            Types::One(name) => Some(name),
            // according to the text of 3.0, nullable has no effect without it
            _ if draft.nullable => self.plain_type(at, &members),
            _ => None,
        };
        if let Some(name) = name {
            put_type(&mut draft, name);
        }
        draft.finish()
    }

    /// The keywords that apply to values of one type.
    fn branch(&mut self, at: &Pointer, members: &Members<'v>, name: &str) -> Value {
        let mut about = members.filter(|member| is_about(name, member.keyword, member.value));
        for member in &mut about.0 {
            member.here = false;
        }
        let mut draft = Draft::default();
        self.keywords(&mut draft, at, &about);
        put_type(&mut draft, name);
        draft.finish()
    }

    /// The schema that only accepts null; it may have any type.
    fn null_alone(&mut self, members: &Members<'v>, allows_null: bool) -> Value {
        let mut draft = Draft::default();
        let annotations = members.filter(|member| annotates(member.keyword));
        self.keywords(&mut draft, Pointer::root(), &annotations);
        if allows_null {
            put_type(&mut draft, "string");
            draft.nullable = true;
            draft.keywords.insert("enum".to_owned(), json!([null]));
        } else {
            draft.keywords.insert("not".to_owned(), json!({}));
        }
        draft.finish()
    }

    /// `allOf`, `anyOf` or `oneOf`.
    pub(super) fn choice(
        &mut self,
        draft: &mut Draft,
        member: &super::members::Member<'v>,
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
            is_loose |= self.loose.contains(&at) || (nullable && self.allows_null(&at, branch));
            self.under_nullable = nullable && (is_all || is_single);
            converted.push(self.schema(&at, branch, member.here && is_all));
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
            _ if converted.len() == 1 => draft.also.append(&mut converted),
            "oneOf" if is_loose => {
                self.drop(
                    member.at.clone(),
                    super::Effect::Looser,
                    "its alternatives accept more in OpenAPI 3.0, so more than one may match; converted to `anyOf`",
                );
                draft.choose("anyOf", converted);
            }
            "anyOf" if !is_loose && !draft.keeps_null && self.are_apart(&member.at, branches) => {
                draft.choose("oneOf", converted);
            }
            keyword => draft.choose(keyword, converted),
        }
    }

    /// Whether no value can be valid by two of these branches, since each is for another type.
    ///
    /// `anyOf` means the same as `oneOf` then, and generators make a choice only of the latter.
    fn are_apart(&mut self, at: &Pointer, branches: &'v [Value]) -> bool {
        let mut names = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let at = at.with_trailing_token(index);
            let Some(members) = branch.as_object().filter(|_| !is_null_only(branch)) else {
                continue;
            };
            let name = self.plain_type(&at, &Members::of(&at, members, false));
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
    pub(super) fn schema_reference(&mut self, draft: &mut Draft, at: &Pointer, written: &str) {
        let reference = self.refer(Object::Schema, at, written);
        draft.references.push(reference);
    }
}

/// Whether a keyword depends on what other keywords of the schema evaluate, so that none of them may move.
fn is_unevaluated(members: &Members<'_>) -> bool {
    ["unevaluatedProperties", "unevaluatedItems"]
        .iter()
        .any(|keyword| members.get(keyword).is_some())
}

/// Puts a type first; an array needs `items`.
fn put_type(draft: &mut Draft, name: &str) {
    draft
        .keywords
        .shift_insert(0, "type".to_owned(), name.into());
    if name == "array" {
        draft.keywords.entry("items").or_insert_with(|| json!({}));
    }
}
