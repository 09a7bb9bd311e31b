//! Claims: which ones responses confirm, refute or leave untested.

use reprise_core::{
    ClaimKind, ClaimStatus, Claims, Judgement, Level, StepValues, UntestedReason, check_response,
};
use serde_json::{Value, json};

use crate::{find_case, json_response, shelf_suite};

/// The statuses of claims whose pointer has this end.
fn claim_statuses(claims: &Claims, kind: ClaimKind, ending: &str) -> Vec<ClaimStatus> {
    claims
        .all()
        .into_iter()
        .filter(|(claim, _)| claim.kind == kind && claim.pointer.as_str().ends_with(ending))
        .map(|(_, outcome)| outcome)
        .collect()
}

fn claims_after(body: &Value, status: u16) -> Claims {
    let (document, suite, schemas) = shelf_suite(&[]);
    let one = find_case(&suite, "getBook.one");
    let judgement = check_response(
        &document,
        &schemas,
        &one.steps[0],
        &json_response(status, body),
        Level::Schema,
        &StepValues::default(),
    );
    let Judgement { claims: seen, .. } = judgement;
    let cases = suite.cases.iter().map(|case| {
        (
            case,
            if case.id == one.id {
                seen.as_ref()
            } else {
                None
            },
        )
    });
    Claims::evaluate(&document, cases)
}

#[test]
fn a_response_confirms_only_the_claims_of_its_content() {
    let claims = claims_after(
        &json!({ "id": 1, "title": "Emma", "lent_at": null, "owner": { "name": "Ada" } }),
        200,
    );
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Property, "Book/properties/title"),
        [ClaimStatus::Confirmed]
    );
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Property, "Owner/properties/name"),
        [ClaimStatus::Confirmed]
    );
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Null, "Book/properties/lent_at/type"),
        [ClaimStatus::Confirmed]
    );
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Property, "Book/properties/pages"),
        [ClaimStatus::Untested(UntestedReason::NotSeen)]
    );
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Property, "Owner/properties/mail"),
        [ClaimStatus::Untested(UntestedReason::NotSeen)]
    );
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Operation, "~1books~1{id}/get"),
        [ClaimStatus::Confirmed]
    );
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Operation, "~1books~1{id}~1text/get"),
        [ClaimStatus::Untested(UntestedReason::NotSent)]
    );
}

#[test]
fn a_wrong_value_refutes_its_claim() {
    let claims = claims_after(&json!({ "id": 1, "title": 7 }), 200);
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Property, "Book/properties/title"),
        [ClaimStatus::Refuted]
    );
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Property, "Book/properties/id"),
        [ClaimStatus::Confirmed]
    );

    let claims = claims_after(&json!({}), 500);
    assert_eq!(
        claim_statuses(
            &claims,
            ClaimKind::Status,
            "~1books~1{id}/get/responses/200"
        ),
        [ClaimStatus::Refuted]
    );
}

#[test]
fn an_empty_list_confirms_nothing_of_its_elements() {
    let (document, suite, schemas) = shelf_suite(&[]);
    let two = find_case(&suite, "listBooks.two");
    let judgement = check_response(
        &document,
        &schemas,
        &two.steps[0],
        &json_response(200, &json!([])),
        Level::Schema,
        &StepValues::default(),
    );
    let claims = Claims::evaluate(&document, [(two, judgement.claims.as_ref())]);
    assert_eq!(claims.count(ClaimKind::Property).confirmed, 0);
    assert!(claims.count(ClaimKind::Property).untested > 0);
}

#[test]
fn an_operation_without_a_case_is_untested() {
    let (document, suite, _) = shelf_suite(&[]);
    let claims = Claims::evaluate(
        &document,
        suite.cases.iter().take(1).map(|case| (case, None)),
    );
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Operation, "~1books/get"),
        [ClaimStatus::Untested(UntestedReason::NotSent)]
    );
    assert_eq!(
        claim_statuses(&claims, ClaimKind::Operation, "~1books/post"),
        [ClaimStatus::Untested(UntestedReason::NoCase)]
    );
}
