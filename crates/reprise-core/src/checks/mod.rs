//! The checks of a response, one per file.
//!
//! To add a check: write its file, add a row to the table in `check.rs`, and add its function to [`CHECKS`].

mod agreement;
mod bodies;
mod body;
mod choice;
mod context;
mod equality;
mod example;
mod expectations;
mod header;
mod judgement;
mod lookup;
mod media_type;
mod observation;
mod places;
mod relation;
mod schema;
mod status;
mod undocumented;
mod vacuous;
mod view;
mod violation;

use openapi_document::Document;

use crate::case::Step;
use crate::claims::observe;
use crate::exchange::Exchange;
use crate::level::Level;
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::schemas::Schemas;
use choice::{Choice, choose};
use context::{Context, Evaluation};

pub use bodies::{Bodies, Body};
pub(crate) use body::read as read_body;
pub(crate) use equality::same;
pub use judgement::Judgement;
pub use observation::StepValues;
pub(crate) use observation::{Observation, finding, invalid};
pub use places::Places;
pub(crate) use view::view;
pub(crate) use violation::finding as violation_finding;

/// The checks that run if the status is the documented one, in this order.
const CHECKS: [fn(&Context<'_>, &mut Evaluation); 8] = [
    media_type::check,
    header::check,
    body::check,
    schema::check,
    undocumented::check,
    example::check,
    expectations::check,
    vacuous::check,
];

/// Checks the response to a step up to `maximum_level`.
pub fn judge(
    document: &Document,
    schemas: &Schemas,
    step: &Step,
    exchange: &Exchange,
    maximum_level: Level,
    known: &StepValues,
) -> Judgement {
    let claims = schemas.claims(document);
    let step = match choose(step, exchange) {
        Choice::Expected(step) => step,
        Choice::Other => {
            let status = exchange.status;
            let outcome = Outcome::from(Reason::OtherDocumentedStatus { status });
            return Judgement {
                attempts: 1,
                ..Judgement::without_answer(outcome)
            };
        }
    };
    let step = step.as_ref();
    if let Some(finding) = status::check(step, exchange) {
        let outcome = Outcome::Failed(vec![finding]);
        let seen = observe(claims, step, exchange, None, &outcome);
        return Judgement {
            seen: Some(seen),
            attempts: 1,
            ..Judgement::without_answer(outcome)
        };
    }
    let context = Context {
        document,
        schemas,
        step,
        exchange,
        body: body::read(&step.expectation, exchange),
        maximum_level,
        known,
    };
    let mut evaluation = Evaluation::default();
    for check in CHECKS {
        check(&context, &mut evaluation);
    }
    conclude(&context, evaluation)
}

/// The judgement that the checks lead to.
fn conclude(context: &Context<'_>, evaluation: Evaluation) -> Judgement {
    let (step, exchange, actual) = (context.step, context.exchange, context.actual());
    let outcome = match evaluation.inconclusive {
        _ if !evaluation.findings.is_empty() => Outcome::Failed(evaluation.findings),
        Some(reason) => Outcome::Inconclusive(reason),
        None => Outcome::Passed {
            level_reached: step.documented_level().min(context.maximum_level),
            maximum_level: context.maximum_level,
        },
    };
    let notes = evaluation.notes;
    let shows_bodies = outcome.is_in_body() || notes.iter().any(|note| note.undocumented);
    let bodies = actual.filter(|_| shows_bodies).map(|actual| {
        let documented = step.expectation.body.as_ref();
        let documented = documented.map(|body| body.value(context.document));
        Bodies::new(documented.as_deref(), actual, exchange.body.len())
    });
    let claims = context.schemas.claims(context.document);
    let seen = Some(observe(claims, step, exchange, actual, &outcome));
    Judgement {
        outcome,
        notes,
        places: evaluation.places,
        bodies,
        seen,
        attempts: 1,
    }
}
