//! Null: a type of 3.1, a property of other types in 3.0.

use jsonptr::Pointer;
use serde_json::{Map, Value, json};

use super::schema_keywords::{SchemaKeywords, is_annotation};
use super::{Conversion, DropEffect};

/// Maximum depth of schemas and references for a check. Beyond it, the result is no.
const MAX_DEPTH: usize = 200;

/// Which nulls count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NullMode {
    /// As the schema is written.
    AsWritten,
    /// Without `null` in `type`, and without branches that only accept null.
    Implicit,
}

impl<'v> Conversion<'v> {
    /// Whether a schema of the source accepts null.
    pub(super) fn allows_null(&mut self, at: &Pointer, schema: &'v Value) -> bool {
        self.schema_allows_null(at, schema, 0)
    }

    /// Whether these keywords accept null together.
    pub(super) fn all_allow_null(
        &mut self,
        at: &Pointer,
        members: &SchemaKeywords<'v>,
        null: NullMode,
    ) -> bool {
        members.0.iter().all(|member| {
            let siblings = |keyword: &str| members.get(keyword);
            self.keyword_allows_null(at, member.keyword, member.value, &siblings, null, 0)
        })
    }

    fn schema_allows_null(&mut self, at: &Pointer, schema: &'v Value, depth: usize) -> bool {
        match schema {
            Value::Bool(allowed) => *allowed,
            Value::Object(_) if depth > MAX_DEPTH => false,
            Value::Object(members) => {
                let siblings = |keyword: &str| members.get(keyword);
                members.iter().all(|(keyword, value)| {
                    self.keyword_allows_null(
                        at,
                        keyword,
                        value,
                        &siblings,
                        NullMode::AsWritten,
                        depth + 1,
                    )
                })
            }
            _ => true,
        }
    }

    fn keyword_allows_null(
        &mut self,
        at: &Pointer,
        keyword: &str,
        value: &'v Value,
        siblings: &dyn Fn(&str) -> Option<&'v Value>,
        null: NullMode,
        depth: usize,
    ) -> bool {
        let mut allows = |schema: &'v Value| self.schema_allows_null(at, schema, depth);
        let unsaid = null == NullMode::Implicit;
        match (keyword, value) {
            ("type", Value::String(name)) => name == "null" && !unsaid,
            ("type", Value::Array(names)) => names.iter().any(|name| name == "null") && !unsaid,
            ("enum", Value::Array(values)) => values.contains(&Value::Null),
            ("const", value) => value.is_null(),
            ("allOf", Value::Array(branches)) => branches.iter().all(allows),
            ("anyOf", Value::Array(branches)) => remaining_branches(branches, unsaid).any(allows),
            ("oneOf", Value::Array(branches)) => {
                remaining_branches(branches, unsaid)
                    .filter(|branch| allows(branch))
                    .count()
                    == 1
            }
            ("not", schema) => !allows(schema),
            ("if", condition) => {
                let applied = if allows(condition) { "then" } else { "else" };
                siblings(applied).is_none_or(allows)
            }
            ("$ref", Value::String(reference)) => {
                let found = self.places.find(at, reference);
                found.is_some_and(|(to, target)| self.target_allows_null(&to, target, depth))
            }
            ("$dynamicRef", Value::String(reference)) => {
                let found = self.places.find_dynamic(reference.trim_start_matches('#'));
                found.is_none_or(|(to, target)| self.target_allows_null(&to, target, depth))
            }
            _ => true,
        }
    }

    fn target_allows_null(&mut self, to: &Pointer, target: &'v Value, depth: usize) -> bool {
        if let Some(known) = self.null_cache.get(to) {
            return *known;
        }
        // a reference to itself does not make a schema accept anything
        self.null_cache.insert(to.to_buf(), false);
        let allowed = self.schema_allows_null(to, target, depth + 1);
        self.null_cache.insert(to.to_buf(), allowed);
        allowed
    }

    /// The keywords without a choice between null and one other schema: the keywords of that schema replace the
    /// choice. If null is accepted and that schema is a reference to an enum, the keywords of the enum replace it,
    /// because null has to be one of its values.
    pub(super) fn inline_null_choice(
        &mut self,
        at: &Pointer,
        mut members: SchemaKeywords<'v>,
        allows_null: bool,
    ) -> SchemaKeywords<'v> {
        let mut had_choice = false;
        while let Some((keyword, only)) = find_null_choice(&members) {
            // two branches that accept null are not exactly one
            if !allows_null && self.all_allow_null(at, &only, NullMode::AsWritten) {
                return members;
            }
            // a value that `not` refuses stays refused with `nullable`
            let refusals = only.filter(|member| member.keyword == "not");
            if allows_null && !self.all_allow_null(at, &refusals, NullMode::AsWritten) {
                return members;
            }
            for hidden in only
                .0
                .iter()
                .filter(|member| members.get(member.keyword).is_some())
            {
                self.record_drop(
                    hidden.at.clone(),
                    DropEffect::LessDetailed,
                    "the same keyword next to the null alternative is kept; OpenAPI 3.0 allows only one",
                );
            }
            had_choice = true;
            members = members.replace_keyword(keyword, only);
        }
        let mut steps = 0;
        while had_choice
            && allows_null
            && steps < MAX_DEPTH
            && members.are_annotations_except(&["$ref"])
        {
            let Some(Value::String(reference)) = members.get("$ref") else {
                break;
            };
            match self.places.find(at, reference) {
                Some((to, Value::Object(target))) if self.is_enum(&to, target) => {
                    let inner = SchemaKeywords::of(&to, target, false);
                    members = members.replace_keyword("$ref", inner);
                }
                _ => break,
            }
            steps += 1;
        }
        members
    }

    /// Whether a schema lists its values, directly or by a reference without other keywords.
    fn is_enum(&self, at: &Pointer, schema: &'v Map<String, Value>) -> bool {
        let mut found = Some((at.to_buf(), schema));
        for _ in 0..MAX_DEPTH {
            let Some((at, schema)) = found else {
                return false;
            };
            if schema.contains_key("enum") || schema.contains_key("const") {
                return true;
            }
            let only_refers = schema
                .keys()
                .all(|keyword| keyword == "$ref" || is_annotation(keyword));
            let reference = schema
                .get("$ref")
                .and_then(Value::as_str)
                .filter(|_| only_refers);
            found = reference
                .and_then(|reference| self.places.find(&at, reference))
                .and_then(|(to, target)| Some((to, target.as_object()?)));
        }
        false
    }
}

/// The choice between null and one other schema, if no other keyword restricts the value.
fn find_null_choice<'v>(
    members: &SchemaKeywords<'v>,
) -> Option<(&'static str, SchemaKeywords<'v>)> {
    let keyword = ["anyOf", "oneOf"]
        .into_iter()
        .find(|keyword| members.get(keyword).is_some())?;
    let member = members.find(keyword)?;
    let branches = member.value.as_array()?;
    let mut others = branches
        .iter()
        .enumerate()
        .filter(|(_, branch)| !is_null_only(branch));
    let (index, Value::Object(only)) = others.next()? else {
        return None;
    };
    let is_choice = branches.len() > 1 && others.next().is_none();
    let is_all = members.are_annotations_except(&[keyword]);
    (is_choice && is_all).then(|| {
        let at = member.at.with_trailing_token(index);
        (keyword, SchemaKeywords::of(&at, only, false))
    })
}

/// The branches of a choice, optionally without those that only accept null.
fn remaining_branches(branches: &[Value], unsaid: bool) -> impl Iterator<Item = &Value> {
    let without = unsaid && branches.iter().any(|branch| !is_null_only(branch));
    branches
        .iter()
        .filter(move |branch| !(without && is_null_only(branch)))
}

/// Whether a schema obviously accepts null, and nothing else.
pub(super) fn is_null_only(schema: &Value) -> bool {
    let Some(members) = schema.as_object() else {
        return false;
    };
    let says_so = |(keyword, value): (&String, &Value)| match keyword.as_str() {
        "type" => *value == "null" || *value == json!(["null"]),
        "const" => value.is_null(),
        "enum" => *value == json!([null]),
        _ => false,
    };
    members.iter().any(says_so)
        && members
            .iter()
            .all(|member| is_annotation(member.0) || says_so(member))
}
