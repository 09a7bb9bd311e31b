//! The keywords of a schema, each with its place: keywords that replace a reference keep their own places.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

/// A keyword of a schema.
#[derive(Debug, Clone)]
pub(super) struct SchemaKeyword<'v> {
    pub(super) keyword: &'v str,
    pub(super) value: &'v Value,
    /// Its place in the source.
    pub(super) at: PointerBuf,
    /// Whether it keeps its place in the result.
    pub(super) keeps_place: bool,
}

/// The keywords of a schema, in the order of the source; each once.
#[derive(Debug, Clone, Default)]
pub(super) struct SchemaKeywords<'v>(pub(super) Vec<SchemaKeyword<'v>>);

impl<'v> SchemaKeywords<'v> {
    pub(super) fn of(at: &Pointer, members: &'v Map<String, Value>, here: bool) -> Self {
        let member = |(keyword, value): (&'v String, &'v Value)| SchemaKeyword {
            keyword,
            value,
            at: at.with_trailing_token(keyword.as_str()),
            keeps_place: here,
        };
        Self(members.iter().map(member).collect())
    }

    pub(super) fn find(&self, keyword: &str) -> Option<&SchemaKeyword<'v>> {
        self.0.iter().find(|member| member.keyword == keyword)
    }

    pub(super) fn get(&self, keyword: &str) -> Option<&'v Value> {
        self.find(keyword).map(|member| member.value)
    }

    /// Replaces one of these keywords by the keywords of another schema that are not here yet.
    pub(super) fn replace_keyword(self, keyword: &str, other: SchemaKeywords<'v>) -> Self {
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
    pub(super) fn are_annotations_except(&self, keywords: &[&str]) -> bool {
        self.0
            .iter()
            .all(|member| keywords.contains(&member.keyword) || is_annotation(member.keyword))
    }

    pub(super) fn filter(&self, mut keep: impl FnMut(&SchemaKeyword<'v>) -> bool) -> Self {
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
pub(super) fn is_annotation(keyword: &str) -> bool {
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
