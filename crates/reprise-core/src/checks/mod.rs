//! The checks of a response, one per file.
//!
//! To add a check: write its file, add a row to the table in `check.rs`, and add its function to [`CHECKS`].

mod agreement;
mod bodies;
mod body;
mod body_filter;
mod choice;
mod context;
mod equality;
mod example;
mod expectations;
mod header;
mod judgement;
mod lookup;
mod media_type;
mod place_counts;
mod relation;
mod response_values;
mod schema;
mod status;
mod undocumented;
mod vacuous_pass;
mod violation;

use openapi_document::Document;

use crate::case::Step;
use crate::claims::response_claims;
use crate::exchange::Exchange;
use crate::level::Level;
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::schemas::Schemas;
use choice::{ResponseChoice, choose_response};
use context::{CheckInput, CheckOutput};

pub use bodies::{BodyPair, BodyText};
pub(crate) use body::read_body;
pub(crate) use body_filter::filter_body;
pub(crate) use equality::is_same_value;
pub use judgement::Judgement;
pub use place_counts::PlaceCounts;
pub use response_values::StepValues;
pub(crate) use response_values::{ResponseValues, invalid_finding, relation_finding};
pub(crate) use violation::violation_finding;

/// The checks that run if the status is the documented one, in this order.
const CHECKS: [fn(&CheckInput<'_>, &mut CheckOutput); 8] = [
    media_type::check,
    header::check,
    body::check,
    schema::check,
    undocumented::check,
    example::check,
    expectations::check,
    vacuous_pass::check,
];

/// Checks the response to a step up to `maximum_level`.
pub fn check_response(
    document: &Document,
    schemas: &Schemas,
    step: &Step,
    exchange: &Exchange,
    maximum_level: Level,
    known: &StepValues,
) -> Judgement {
    let claims = schemas.claim_graph(document);
    let step = match choose_response(step, exchange) {
        ResponseChoice::Expected(step) => step,
        ResponseChoice::Other => {
            let status = exchange.status;
            let outcome = Outcome::from(Reason::OtherDocumentedStatus { status });
            return Judgement {
                attempts: 1,
                ..Judgement::without_response(outcome)
            };
        }
    };
    let step = step.as_ref();
    if let Some(finding) = status::check(step, exchange) {
        let outcome = Outcome::Failed(vec![finding]);
        let seen = response_claims(claims, step, exchange, None, &outcome);
        return Judgement {
            claims: Some(seen),
            attempts: 1,
            ..Judgement::without_response(outcome)
        };
    }
    let context = CheckInput {
        document,
        schemas,
        step,
        exchange,
        body: body::read_body(&step.expected_response, exchange),
        maximum_level,
        step_values: known,
    };
    let mut evaluation = CheckOutput::default();
    for check in CHECKS {
        check(&context, &mut evaluation);
    }
    conclude(&context, evaluation)
}

/// The judgement that the checks lead to.
fn conclude(context: &CheckInput<'_>, evaluation: CheckOutput) -> Judgement {
    let (step, exchange, actual) = (context.step, context.exchange, context.actual_body());
    let outcome = match evaluation.inconclusive {
        _ if !evaluation.findings.is_empty() => Outcome::Failed(evaluation.findings),
        Some(reason) => Outcome::Inconclusive(reason),
        None => Outcome::Passed {
            level_reached: step.documented_level().min(context.maximum_level),
            maximum_level: context.maximum_level,
        },
    };
    let notes = evaluation.notes;
    let shows_bodies = outcome.has_body_finding() || notes.iter().any(|note| note.undocumented);
    let bodies = actual.filter(|_| shows_bodies).map(|actual| {
        let documented = step.expected_response.body.as_ref();
        let documented = documented.map(|body| body.value(context.document));
        BodyPair::new(documented.as_deref(), actual, exchange.body.len())
    });
    let claims = context.schemas.claim_graph(context.document);
    let seen = Some(response_claims(claims, step, exchange, actual, &outcome));
    Judgement {
        outcome,
        notes,
        places: evaluation.places,
        bodies,
        claims: seen,
        attempts: 1,
    }
}
