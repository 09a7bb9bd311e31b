//! Keywords that a validator ignores: texts for people, deprecation, the discriminator and the default.

use jsonptr::Pointer;
use openapi_document::Operation;
use serde_json::Value;

use super::label::Label;
use crate::change::{Class, Direction, Kind};
use crate::compared_document::{ComparedDocument, is_text_keyword};
use crate::comparison::{ChangeDraft, Comparison, Scope, text_change_sentence};

/// Two schemas as they are written, before a reference is followed.
struct UnresolvedSchemas<'a> {
    old: &'a Pointer,
    new: &'a Pointer,
    /// Whether keywords of what a reference leads to count for it: if only one is a reference, or both lead to
    /// components that are not compared with each other.
    includes_targets: bool,
}

impl UnresolvedSchemas<'_> {
    /// The values of a keyword in both documents, if they differ.
    fn find_difference(
        &self,
        comparison: &Comparison<'_>,
        key: &str,
    ) -> Option<(Option<Value>, Option<Value>)> {
        let value = |side: &ComparedDocument<'_>, at: &Pointer| {
            let behind = || side.member(&side.follow_references(at), key);
            let own = side.member(at, key);
            own.or_else(|| {
                if self.includes_targets {
                    behind()
                } else {
                    None
                }
            })
            .cloned()
        };
        let (before, after) = (
            value(&comparison.old, self.old),
            value(&comparison.new, self.new),
        );
        (before != after).then_some((before, after))
    }
}

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    scope: Option<&Scope<'_>>,
    direction: Direction,
    old: &Pointer,
    new: &Pointer,
) {
    let behind = (
        comparison.old.follow_references(old),
        comparison.new.follow_references(new),
    );
    let are_references = (behind.0 != *old) && (behind.1 != *new);
    let written = UnresolvedSchemas {
        old,
        new,
        includes_targets: !(are_references && behind.0 == behind.1),
    };
    let what = Label::of(old, scope, None).to_string();
    let operation = scope.map(|scope| scope.operation);
    compare_texts(comparison, operation, &written, &what);
    compare_usage(comparison, operation, &written, &what);
    let what = Label::of(old, scope, Some(direction)).to_string();
    compare_default(comparison, operation, direction, &written, &what);
}

fn compare_texts(
    comparison: &mut Comparison<'_>,
    operation: Option<&Operation>,
    written: &UnresolvedSchemas<'_>,
    what: &str,
) {
    let mut keys: Vec<String> = Vec::new();
    for (side, at) in [
        (&comparison.old, written.old),
        (&comparison.new, written.new),
    ] {
        for at in [at.to_buf(), side.follow_references(at)] {
            let members = side
                .get(&at)
                .and_then(Value::as_object)
                .into_iter()
                .flatten();
            keys.extend(
                members
                    .map(|(key, _)| key.clone())
                    .filter(|key| is_text_keyword(key) || key == "xml"),
            );
        }
    }
    keys.sort();
    keys.dedup();
    for key in keys {
        if written.find_difference(comparison, &key).is_none() {
            continue;
        }
        let at = (
            written.old.with_trailing_token(&key),
            written.new.with_trailing_token(&key),
        );
        let sentence = text_change_sentence(&key, what);
        let draft = ChangeDraft::new(Kind::TextChanged, Class::Cosmetic, &at.0, &at.1, sentence);
        comparison.report_shared(operation, draft);
    }
}

fn compare_usage(
    comparison: &mut Comparison<'_>,
    operation: Option<&Operation>,
    written: &UnresolvedSchemas<'_>,
    what: &str,
) {
    if let Some((_, after)) = written.find_difference(comparison, "deprecated") {
        let sentence = if after == Some(Value::Bool(true)) {
            format!("{what} is now deprecated")
        } else {
            format!("{what} is no longer deprecated")
        };
        let (kind, class) = (Kind::DeprecationChanged, Class::Compatible);
        let draft = ChangeDraft::new(kind, class, written.old, written.new, sentence);
        comparison.report_shared(operation, draft);
    }
    if written
        .find_difference(comparison, "discriminator")
        .is_some()
    {
        let sentence = format!("the discriminator of {what} changed; compare both places");
        let (kind, class) = (Kind::RuleChanged, Class::Review);
        let draft = ChangeDraft::new(kind, class, written.old, written.new, sentence);
        comparison.report_shared(operation, draft);
    }
}

/// The default of a request decides what the server does if a client sends nothing; that of a response decides nothing.
fn compare_default(
    comparison: &mut Comparison<'_>,
    operation: Option<&Operation>,
    direction: Direction,
    written: &UnresolvedSchemas<'_>,
    what: &str,
) {
    let Some((before, after)) = written.find_difference(comparison, "default") else {
        return;
    };
    let (class, sentence) = match (direction, before, after) {
        (Direction::Response, ..) => (Class::Cosmetic, format!("the default of {what} changed")),
        (_, None, after) => {
            let after = after.unwrap_or_default();
            (
                Class::Compatible,
                format!("{what} now has the default {after}"),
            )
        }
        (_, Some(before), after) => {
            let sentence = match after {
                Some(after) => {
                    format!("the default of {what} changed from {before} to {after}")
                }
                None => format!("the default of {what} was removed (it was {before})"),
            };
            (Class::Breaking, sentence)
        }
    };
    let at = (
        written.old.with_trailing_token("default"),
        written.new.with_trailing_token("default"),
    );
    let mut draft = ChangeDraft::new(Kind::DefaultChanged, class, &at.0, &at.1, sentence);
    draft.direction = Some(direction);
    comparison.report_shared(operation, draft);
}
