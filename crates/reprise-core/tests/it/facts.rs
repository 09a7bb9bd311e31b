//! Facts: what answers confirm, refute and never show.

use reprise_core::{Claim, Facts, Judgement, Known, Level, Outcome, Why, judge};
use serde_json::{Value, json};

use crate::{case, json_answer, shelf_suite};

/// The outcomes of facts whose pointer ends like this.
fn outcomes(facts: &Facts, claim: Claim, ending: &str) -> Vec<Outcome> {
    facts
        .all()
        .into_iter()
        .filter(|(fact, _)| fact.claim == claim && fact.pointer.as_str().ends_with(ending))
        .map(|(_, outcome)| outcome)
        .collect()
}

fn gathered(body: &Value, status: u16) -> Facts {
    let (document, suite, schemas) = shelf_suite(&[]);
    let one = case(&suite, "getBook.one");
    let judgement = judge(
        &document,
        &schemas,
        &one.steps[0],
        &json_answer(status, body),
        Level::Schema,
        &Known::default(),
    );
    let Judgement { seen, .. } = judgement;
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
    Facts::gather(&document, cases)
}

#[test]
fn an_answer_confirms_what_it_shows_and_nothing_else() {
    let facts = gathered(
        &json!({ "id": 1, "title": "Emma", "lent_at": null, "owner": { "name": "Ada" } }),
        200,
    );
    assert_eq!(
        outcomes(&facts, Claim::Property, "Book/properties/title"),
        [Outcome::Confirmed]
    );
    assert_eq!(
        outcomes(&facts, Claim::Property, "Owner/properties/name"),
        [Outcome::Confirmed]
    );
    assert_eq!(
        outcomes(&facts, Claim::Null, "Book/properties/lent_at/type"),
        [Outcome::Confirmed]
    );
    assert_eq!(
        outcomes(&facts, Claim::Property, "Book/properties/pages"),
        [Outcome::Untested(Why::NotSeen)]
    );
    assert_eq!(
        outcomes(&facts, Claim::Property, "Owner/properties/mail"),
        [Outcome::Untested(Why::NotSeen)]
    );
    assert_eq!(
        outcomes(&facts, Claim::Operation, "~1books~1{id}/get"),
        [Outcome::Confirmed]
    );
    assert_eq!(
        outcomes(&facts, Claim::Operation, "~1books~1{id}~1text/get"),
        [Outcome::Untested(Why::NotSent)]
    );
}

#[test]
fn a_lie_refutes_what_it_speaks_of() {
    let facts = gathered(&json!({ "id": 1, "title": 7 }), 200);
    assert_eq!(
        outcomes(&facts, Claim::Property, "Book/properties/title"),
        [Outcome::Refuted]
    );
    assert_eq!(
        outcomes(&facts, Claim::Property, "Book/properties/id"),
        [Outcome::Confirmed]
    );

    let facts = gathered(&json!({}), 500);
    assert_eq!(
        outcomes(&facts, Claim::Status, "~1books~1{id}/get/responses/200"),
        [Outcome::Refuted]
    );
}

#[test]
fn an_empty_list_confirms_nothing_of_its_elements() {
    let (document, suite, schemas) = shelf_suite(&[]);
    let two = case(&suite, "listBooks.two");
    let judgement = judge(
        &document,
        &schemas,
        &two.steps[0],
        &json_answer(200, &json!([])),
        Level::Schema,
        &Known::default(),
    );
    let facts = Facts::gather(&document, [(two, judgement.seen.as_ref())]);
    assert_eq!(facts.count(Claim::Property).confirmed, 0);
    assert!(facts.count(Claim::Property).untested > 0);
}

#[test]
fn an_operation_without_a_case_says_so() {
    let (document, suite, _) = shelf_suite(&[]);
    let facts = Facts::gather(
        &document,
        suite.cases.iter().take(1).map(|case| (case, None)),
    );
    assert_eq!(
        outcomes(&facts, Claim::Operation, "~1books/get"),
        [Outcome::Untested(Why::NotSent)]
    );
    assert_eq!(
        outcomes(&facts, Claim::Operation, "~1books/post"),
        [Outcome::Untested(Why::NoCase)]
    );
}
