//! Null: a type of 3.1, a property of other types in 3.0.

use jsonptr::Pointer;
use serde_json::{Map, Value, json};

use super::members::{Members, annotates};
use super::{Conversion, Effect};

/// Maximum depth of schemas and references for a check. Beyond it, the result is no.
const DEEPEST: usize = 200;

/// Which nulls count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Null {
    /// As the schema is written.
    AsWritten,
    /// Without `null` in `type`, and without branches that only accept null.
    Unsaid,
}

impl<'v> Conversion<'v> {
    /// Whether a schema of the source accepts null.
    pub(super) fn allows_null(&mut self, at: &Pointer, schema: &'v Value) -> bool {
        self.schema_allows(at, schema, 0)
    }

    /// Whether these keywords accept null together.
    pub(super) fn all_allow_null(
        &mut self,
        at: &Pointer,
        members: &Members<'v>,
        null: Null,
    ) -> bool {
        members.0.iter().all(|member| {
            let siblings = |keyword: &str| members.get(keyword);
            self.keyword_allows(at, member.keyword, member.value, &siblings, null, 0)
        })
    }

    fn schema_allows(&mut self, at: &Pointer, schema: &'v Value, depth: usize) -> bool {
        match schema {
            Value::Bool(allowed) => *allowed,
            Value::Object(_) if depth > DEEPEST => false,
            Value::Object(members) => {
                let siblings = |keyword: &str| members.get(keyword);
                members.iter().all(|(keyword, value)| {
                    self.keyword_allows(at, keyword, value, &siblings, Null::AsWritten, depth + 1)
                })
            }
            _ => true,
        }
    }

    fn keyword_allows(
        &mut self,
        at: &Pointer,
        keyword: &str,
        value: &'v Value,
        siblings: &dyn Fn(&str) -> Option<&'v Value>,
        null: Null,
        depth: usize,
    ) -> bool {
        let mut allows = |schema: &'v Value| self.schema_allows(at, schema, depth);
        let unsaid = null == Null::Unsaid;
        match (keyword, value) {
            ("type", Value::String(name)) => name == "null" && !unsaid,
            ("type", Value::Array(names)) => names.iter().any(|name| name == "null") && !unsaid,
            ("enum", Value::Array(values)) => values.contains(&Value::Null),
            ("const", value) => value.is_null(),
            ("allOf", Value::Array(branches)) => branches.iter().all(allows),
            ("anyOf", Value::Array(branches)) => remaining(branches, unsaid).any(allows),
            ("oneOf", Value::Array(branches)) => {
                remaining(branches, unsaid)
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
                found.is_some_and(|(to, target)| self.target_allows(&to, target, depth))
            }
            ("$dynamicRef", Value::String(reference)) => {
                let found = self.places.find_dynamic(reference.trim_start_matches('#'));
                found.is_none_or(|(to, target)| self.target_allows(&to, target, depth))
            }
            _ => true,
        }
    }

    fn target_allows(&mut self, to: &Pointer, target: &'v Value, depth: usize) -> bool {
        if let Some(known) = self.nulls.get(to) {
            return *known;
        }
        // a reference to itself does not make a schema accept anything
        self.nulls.insert(to.to_buf(), false);
        let allowed = self.schema_allows(to, target, depth + 1);
        self.nulls.insert(to.to_buf(), allowed);
        allowed
    }

    /// The keywords without a choice between null and one other schema: the keywords of that schema replace the
    /// choice. If null is accepted and that schema is a reference to an enum, the keywords of the enum replace it,
    /// because null has to be one of its values.
    pub(super) fn without_choice_of_null(
        &mut self,
        at: &Pointer,
        mut members: Members<'v>,
        allows_null: bool,
    ) -> Members<'v> {
        let mut had_choice = false;
        while let Some((keyword, only)) = choice_of_null(&members) {
            // two branches that accept null are not exactly one
            if !allows_null && self.all_allow_null(at, &only, Null::AsWritten) {
                return members;
            }
            // a value that `not` refuses stays refused with `nullable`
            let refusals = only.filter(|member| member.keyword == "not");
            if allows_null && !self.all_allow_null(at, &refusals, Null::AsWritten) {
                return members;
            }
            for hidden in only
                .0
                .iter()
                .filter(|member| members.get(member.keyword).is_some())
            {
                self.drop(
                    hidden.at.clone(),
                    Effect::LessDetailed,
                    "the same keyword beside the null alternative is kept, and OpenAPI 3.0 allows only one",
                );
            }
            had_choice = true;
            members = members.with_in_place_of(keyword, only);
        }
        let mut steps = 0;
        while had_choice
            && allows_null
            && steps < DEEPEST
            && members.only_annotate_but_for(&["$ref"])
        {
            let Some(Value::String(reference)) = members.get("$ref") else {
                break;
            };
            match self.places.find(at, reference) {
                Some((to, Value::Object(target))) if self.is_enum(&to, target) => {
                    let inner = Members::of(&to, target, false);
                    members = members.with_in_place_of("$ref", inner);
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
        for _ in 0..DEEPEST {
            let Some((at, schema)) = found else {
                return false;
            };
            if schema.contains_key("enum") || schema.contains_key("const") {
                return true;
            }
            let only_refers = schema
                .keys()
                .all(|keyword| keyword == "$ref" || annotates(keyword));
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
fn choice_of_null<'v>(members: &Members<'v>) -> Option<(&'static str, Members<'v>)> {
    let keyword = ["anyOf", "oneOf"]
        .into_iter()
        .find(|keyword| members.get(keyword).is_some())?;
    let member = members.member(keyword)?;
    let branches = member.value.as_array()?;
    let mut others = branches
        .iter()
        .enumerate()
        .filter(|(_, branch)| !is_null_only(branch));
    let (index, Value::Object(only)) = others.next()? else {
        return None;
    };
    let is_choice = branches.len() > 1 && others.next().is_none();
    let is_all = members.only_annotate_but_for(&[keyword]);
    (is_choice && is_all).then(|| {
        let at = member.at.with_trailing_token(index);
        (keyword, Members::of(&at, only, false))
    })
}

/// The branches of a choice, optionally without those that only accept null.
fn remaining(branches: &[Value], unsaid: bool) -> impl Iterator<Item = &Value> {
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
            .all(|member| annotates(member.0) || says_so(member))
}
