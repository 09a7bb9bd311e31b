//! Responses: the statuses of an operation, and what belongs to each.
//!
//! ```text
//! breaking: `playJob` no longer documents status 409
//! ```

use openapi_document::{Operation, Response, StatusPattern};

use crate::change::{Class, Direction, Kind};
use crate::comparison::{ChangeDraft, Comparison, Scope};
use crate::{headers, media_types};

pub(crate) fn compare(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    for before in &old.responses {
        match find_response(new, before.status) {
            Some(after) => compare_response(comparison, old, before, after),
            None => report_removed(comparison, old, new, before),
        }
    }
    for after in &new.responses {
        if old
            .responses
            .iter()
            .any(|before| before.status == after.status)
        {
            continue;
        }
        // a status that a range or the default included is compared with that
        match find_response(old, after.status) {
            Some(before) => compare_response(comparison, old, before, after),
            None => report_added(comparison, old, after),
        }
    }
}

/// The response that documents a status: its own, else a range or the default.
fn find_response(operation: &Operation, status: StatusPattern) -> Option<&Response> {
    let wider = |candidate: StatusPattern| match (status, candidate) {
        (StatusPattern::Code(code), StatusPattern::Range(digit)) => code / 100 == u16::from(digit),
        (_, StatusPattern::Default) => true,
        (status, candidate) => status == candidate,
    };
    let candidates = operation.responses.iter();
    candidates
        .filter(|response| wider(response.status))
        .min_by_key(|response| response.status)
}

fn report_removed(
    comparison: &mut Comparison<'_>,
    old: &Operation,
    new: &Operation,
    response: &Response,
) {
    let status = label(response.status);
    let sentence = format!("`{}` no longer documents {status}", old.id);
    let at = new.pointer.with_trailing_token("responses");
    let (kind, class) = (Kind::StatusRemoved, Class::Breaking);
    let draft = ChangeDraft::new(kind, class, &response.pointer, &at, sentence);
    comparison.report_operation(old, draft.in_direction(Direction::Response));
}

/// Clients do not know a new status of success; they handle errors by their class.
fn report_added(comparison: &mut Comparison<'_>, old: &Operation, response: &Response) {
    let status = response.status;
    let is_success = matches!(status.class(), Some(2 | 3));
    let (class, sentence) = if is_success {
        let sentence = format!(
            "`{}` may now return {}, which existing clients do not expect",
            old.id,
            label(status)
        );
        (Class::Breaking, sentence)
    } else {
        (
            Class::Compatible,
            format!("`{}` now documents {}", old.id, label(status)),
        )
    };
    let at = old.pointer.with_trailing_token("responses");
    let draft = ChangeDraft::new(Kind::StatusAdded, class, &at, &response.pointer, sentence);
    comparison.report_operation(old, draft.in_direction(Direction::Response));
}

fn label(status: StatusPattern) -> String {
    match status {
        StatusPattern::Default => "the default response".to_owned(),
        status => format!("status {status}"),
    }
}

fn compare_response(
    comparison: &mut Comparison<'_>,
    operation: &Operation,
    old: &Response,
    new: &Response,
) {
    let what = format!("the {} response of `{}`", old.status, operation.id);
    let scope = Scope {
        operation,
        label: what.clone(),
    };
    headers::compare(
        comparison,
        &scope,
        (&old.headers, &old.pointer),
        (&new.headers, &new.pointer),
    );
    media_types::compare(
        comparison,
        &scope,
        Direction::Response,
        (&old.content, &old.pointer),
        (&new.content, &new.pointer),
    );
    let (before, after) = (&old.pointer, &new.pointer);
    let texts = ["summary", "description"];
    comparison.report_texts(Some(operation), &texts, before, after, &what);
    let known = ["summary", "description", "headers", "content"];
    comparison.report_unknown_properties(Some(operation), &known, before, after, &what);
}
