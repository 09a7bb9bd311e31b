//! Responses: the statuses that an operation answers with, and what comes with each.

use openapi_document::{Operation, Response, StatusPattern};

use crate::change::{Class, Direction, Kind};
use crate::comparison::{Comparison, Found, Scope};
use crate::{headers, media_types};

pub(crate) fn compare(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation) {
    for before in &old.responses {
        match answering(new, before.status) {
            Some(after) => compare_one(comparison, old, before, after),
            None => removed(comparison, old, new, before),
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
        // a status that a range or the default spoke of is held to what that said
        match answering(old, after.status) {
            Some(before) => compare_one(comparison, old, before, after),
            None => added(comparison, old, after),
        }
    }
}

/// The response that speaks of a status: its own, else a wider one.
fn answering(operation: &Operation, status: StatusPattern) -> Option<&Response> {
    let wider = |candidate: StatusPattern| match (status, candidate) {
        (StatusPattern::Code(code), StatusPattern::Range(digit)) => code / 100 == u16::from(digit),
        (_, StatusPattern::Default) => true,
        (status, candidate) => status == candidate,
    };
    let narrowness = |response: &&Response| match response.status {
        StatusPattern::Code(_) => 0,
        StatusPattern::Range(_) => 1,
        StatusPattern::Default => 2,
    };
    let speaking = operation
        .responses
        .iter()
        .filter(|response| wider(response.status));
    speaking.min_by_key(narrowness)
}

fn removed(comparison: &mut Comparison<'_>, old: &Operation, new: &Operation, response: &Response) {
    let sentence = format!(
        "a client of {} that waits for {}: it is no longer documented",
        old.id,
        spoken(response.status)
    );
    let at = new.pointer.with_trailing_token("responses");
    let (kind, class) = (Kind::StatusRemoved, Class::Breaking);
    let mut found = Found::new(kind, class, &response.pointer, &at, sentence);
    found.direction = Some(Direction::Response);
    comparison.tell_operation(old, found);
}

/// A new status of success is one that no client knows to be one; how to treat errors, each does by their class.
fn added(comparison: &mut Comparison<'_>, old: &Operation, response: &Response) {
    let status = response.status;
    let is_success = match status {
        StatusPattern::Code(code) => (200..400).contains(&code),
        StatusPattern::Range(digit) => digit == 2 || digit == 3,
        StatusPattern::Default => false,
    };
    let (class, sentence) = if is_success {
        let sentence = format!(
            "a client of {} that knows only the documented statuses: {} may come now",
            old.id,
            spoken(status)
        );
        (Class::Breaking, sentence)
    } else {
        (
            Class::Compatible,
            format!("{} documents {}", old.id, spoken(status)),
        )
    };
    let at = old.pointer.with_trailing_token("responses");
    let mut found = Found::new(Kind::StatusAdded, class, &at, &response.pointer, sentence);
    found.direction = Some(Direction::Response);
    comparison.tell_operation(old, found);
}

fn spoken(status: StatusPattern) -> String {
    match status {
        StatusPattern::Default => "the default answer".to_owned(),
        status => format!("status {status}"),
    }
}

fn compare_one(
    comparison: &mut Comparison<'_>,
    operation: &Operation,
    old: &Response,
    new: &Response,
) {
    let what = match old.status {
        StatusPattern::Default => format!("the default answer of {}", operation.id),
        status => format!("the {status} answer of {}", operation.id),
    };
    let scope = Scope {
        operation,
        what: what.clone(),
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
    comparison.tell_texts(
        Some(operation),
        &["summary", "description"],
        before,
        after,
        &what,
    );
    let known = ["summary", "description", "headers", "content"];
    comparison.tell_others(Some(operation), &known, before, after, &what);
}
