//! Request bodies: whether one is needed, and in which media types it may be.

use openapi_document::Operation;

use crate::change::{Class, Direction, Kind};
use crate::comparison::{Comparison, Found, Scope};
use crate::media_types;

pub(crate) fn compare(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    let id = &old.id;
    let what = format!("the request body of {id}");
    let (kind, class, sentence) = match (&old.request_body, &new.request_body) {
        (None, None) => return,
        (Some(_), None) => (
            Kind::RequestBodyRemoved,
            Class::Breaking,
            format!(
                "a client that calls {id} with a body: it is no longer documented, and may be ignored or refused"
            ),
        ),
        (None, Some(body)) if body.required => (
            Kind::RequestBodyAdded,
            Class::Breaking,
            format!("a client that calls {id} without a body: it is required now"),
        ),
        (None, Some(_)) => (
            Kind::RequestBodyAdded,
            Class::Compatible,
            format!("{id} may be called with a body"),
        ),
        (Some(before), Some(after)) => {
            let scope = Scope {
                operation: old,
                what: what.clone(),
            };
            media_types::compare(
                comparison,
                &scope,
                Direction::Request,
                (&before.content, &before.pointer),
                (&after.content, &after.pointer),
            );
            let (was, is) = (&before.pointer, &after.pointer);
            comparison.tell_texts(Some(old), &["description"], was, is, &what);
            let known = ["description", "content", "required"];
            comparison.tell_others(Some(old), &known, was, is, &what);
            match (before.required, after.required) {
                (false, true) => (
                    Kind::RequestBodyRequired,
                    Class::Breaking,
                    format!("a client that calls {id} without a body: it is required now"),
                ),
                (true, false) => (
                    Kind::RequestBodyOptional,
                    Class::Compatible,
                    format!("{what} may be left out"),
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
    let mut found = Found::new(kind, class, &before, &after, sentence);
    found.direction = Some(Direction::Request);
    comparison.tell_operation(old, found);
}
