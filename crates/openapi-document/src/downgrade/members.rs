//! The keywords of a schema, each with its place: keywords that replace a reference keep their own places.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

/// A keyword of a schema.
#[derive(Debug, Clone)]
pub(super) struct Member<'v> {
    pub(super) keyword: &'v str,
    pub(super) value: &'v Value,
    /// Its place in the source.
    pub(super) at: PointerBuf,
    /// Whether it keeps its place in the result.
    pub(super) here: bool,
}

/// The keywords of a schema, in the order of the source; each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Members<'v>(pub(super) Vec<Member<'v>>);

impl<'v> Members<'v> {
    pub(super) fn of(at: &Pointer, members: &'v Map<String, Value>, here: bool) -> Self {
        let member = |(keyword, value): (&'v String, &'v Value)| Member {
            keyword,
            value,
            at: at.with_trailing_token(keyword.as_str()),
            here,
        };
        Self(members.iter().map(member).collect())
    }

    pub(super) fn member(&self, keyword: &str) -> Option<&Member<'v>> {
        self.0.iter().find(|member| member.keyword == keyword)
    }

    pub(super) fn get(&self, keyword: &str) -> Option<&'v Value> {
        self.member(keyword).map(|member| member.value)
    }

    /// Replaces one of these keywords by the keywords of another schema that are not here yet.
    pub(super) fn with_in_place_of(self, keyword: &str, other: Members<'v>) -> Self {
        let mut other = Some(other.0);
        let own: Vec<&str> = self.0.iter().map(|member| member.keyword).collect();
        let mut members = Vec::new();
        for member in &self.0 {
            if member.keyword == keyword {
                let others = other.take().into_iter().flatten();
                members.extend(
                    others
                        .filter(|other| !own.contains(&other.keyword) || other.keyword == keyword),
                );
            } else {
                members.push(member.clone());
            }
        }
        Self(members)
    }

    /// Whether all keywords except these do not affect which values are valid.
    pub(super) fn only_annotate_but_for(&self, keywords: &[&str]) -> bool {
        self.0
            .iter()
            .all(|member| keywords.contains(&member.keyword) || annotates(member.keyword))
    }

    pub(super) fn filter(&self, mut keep: impl FnMut(&Member<'v>) -> bool) -> Self {
        Self(
            self.0
                .iter()
                .filter(|member| keep(member))
                .cloned()
                .collect(),
        )
    }
}

/// Whether a keyword does not affect which values are valid.
pub(super) fn annotates(keyword: &str) -> bool {
    keyword.starts_with("x-")
        || matches!(
            keyword,
            "title"
                | "description"
                | "default"
                | "example"
                | "examples"
                | "deprecated"
                | "readOnly"
                | "writeOnly"
                | "externalDocs"
                | "xml"
                | "$comment"
        )
}
