//! Request bodies: whether one is required, and its media types.
//!
//! ```text
//! breaking: the request body of `playJob` is now required
//! ```

use openapi_document::Operation;

use crate::change::{Class, Direction, Kind};
use crate::comparison::{ChangeDraft, Comparison, Scope};
use crate::media_types;

pub(crate) fn compare(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    let what = format!("the request body of `{}`", old.id);
    let (kind, class, sentence) = match (&old.request_body, &new.request_body) {
        (None, None) => return,
        (Some(_), None) => (
            Kind::RequestBodyRemoved,
            Class::Breaking,
            format!("{what} was removed; the server may ignore or reject it"),
        ),
        (None, Some(body)) if body.required => (
            Kind::RequestBodyAdded,
            Class::Breaking,
            format!("{what} was added and is required"),
        ),
        (None, Some(_)) => (
            Kind::RequestBodyAdded,
            Class::Compatible,
            format!("{what} was added"),
        ),
        (Some(before), Some(after)) => {
            let scope = Scope {
                operation: old,
                label: what.clone(),
            };
            media_types::compare(
                comparison,
                &scope,
                Direction::Request,
                (&before.content, &before.pointer),
                (&after.content, &after.pointer),
            );
            let (was, is) = (&before.pointer, &after.pointer);
            comparison.report_texts(Some(old), &["description"], was, is, &what);
            let known = ["description", "content", "required"];
            comparison.report_unknown_properties(Some(old), &known, was, is, &what);
            match (before.required, after.required) {
                (false, true) => (
                    Kind::RequestBodyRequired,
                    Class::Breaking,
                    format!("{what} is now required"),
                ),
                (true, false) => (
                    Kind::RequestBodyOptional,
                    Class::Compatible,
                    format!("{what} is now optional"),
                ),
                _ => return,
            }
        }
    };
    let place = |operation: &Operation| {
        let body = operation.request_body.as_ref();
        body.map_or_else(|| operation.pointer.clone(), |body| body.pointer.clone())
    };
    let (before, after) = (place(old), place(new));
    let draft = ChangeDraft::new(kind, class, &before, &after, sentence);
    comparison.report_operation(old, draft.in_direction(Direction::Request));
}
