//! `judge`: a case and an exchange in, a outcome out.

mod agreement;
mod bodies;
mod body;
mod demands;
mod head;
mod view;

use openapi_document::Document;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::{Expectation, Step};
use crate::claims::{Seen, observe};
use crate::exchange::Exchange;
use crate::exchange::{essence, is_deeper, is_json};
use crate::finding::{Finding, Kind, Note, Place};
use crate::level::Level;
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::schemas::Schemas;

pub use bodies::{Bodies, Body};
pub(crate) use body::invalid;
pub use demands::Known;
pub(crate) use demands::{Answer, finding, refused, same};
pub(crate) use view::view;

/// How deep JSON may be nested: the parser recurses, and reads no more levels than these.
const DEEPEST: usize = 127;

/// What an answer was found to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// What became of the case.
    pub outcome: Outcome,
    /// Members that the example does not mention.
    pub notes: Vec<Note>,
    /// How many documented places were compared, and how strictly.
    pub places: Places,
    /// Both bodies, where something in them differs, or is in no schema.
    pub bodies: Option<Bodies>,
    /// What the answer has shown of the document's claims.
    pub seen: Option<Seen>,
    /// How often the request was sent; more than once makes the case flaky.
    pub attempts: u32,
}

/// How many places of the documented body were compared, and how strictly. Nothing is loosened silently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// Compared by value.
    pub exact: usize,
    /// Differing, but marked as volatile and plausible.
    pub tolerated: usize,
    /// Not compared: withdrawn by an erratum, elided by the example, or beyond the maximum_level.
    pub unchecked: usize,
}

impl std::ops::Add for Places {
    type Output = Places;

    fn add(self, other: Places) -> Places {
        Places {
            exact: self.exact + other.exact,
            tolerated: self.tolerated + other.tolerated,
            unchecked: self.unchecked + other.unchecked,
        }
    }
}

impl Judgement {
    /// The judgement of a case without an answer.
    pub fn without_answer(outcome: Outcome) -> Judgement {
        Judgement {
            outcome,
            notes: Vec::new(),
            places: Places::default(),
            bodies: None,
            seen: None,
            attempts: 0,
        }
    }

    /// The same, with undocumented members taken for what refutes the document.
    pub fn strictly(mut self, step: &Step) -> Judgement {
        let expectation = &step.expectation;
        let claim = expectation.schema.as_ref().unwrap_or(&expectation.response);
        let undocumented = self
            .notes
            .iter()
            .filter(|note| note.undocumented)
            .map(|note| Finding {
                level: Level::Schema,
                claim: claim.clone(),
                place: Place::Body,
                at: note.at.clone(),
                kind: Kind::Undocumented,
                agreement: None,
                step: 0,
            });
        let undocumented: Vec<Finding> = undocumented.collect();
        if undocumented.is_empty() {
            return self;
        }
        self.outcome = match self.outcome {
            Outcome::Failed(mut findings) => {
                findings.extend(undocumented);
                Outcome::Failed(findings)
            }
            Outcome::Passed { .. } | Outcome::Inconclusive(_) => Outcome::Failed(undocumented),
            other => other,
        };
        self
    }
}

/// Judges the answer to a step up to `maximum_level`.
pub fn judge(
    document: &Document,
    schemas: &Schemas,
    step: &Step,
    exchange: &Exchange,
    maximum_level: Level,
    known: &Known,
) -> Judgement {
    let expectation = &step.expectation;
    if !expectation.status.matches(exchange.status) {
        // another status has another body: comparing that one would only bury the cause
        let outcome = Outcome::Failed(vec![head::status(step, exchange)]);
        let seen = observe(schemas.claims(document), step, exchange, None, &outcome);
        return Judgement {
            seen: Some(seen),
            attempts: 1,
            ..Judgement::without_answer(outcome)
        };
    }
    let mut findings: Vec<Finding> = head::media_type(expectation, exchange)
        .into_iter()
        .collect();
    for header in &expectation.headers {
        findings.extend(head::header(schemas, header, exchange, maximum_level));
    }
    let mut notes = Vec::new();
    let mut places = Places::default();
    let actual = match read_body(expectation, exchange) {
        Ok(actual) => actual,
        Err(finding) => {
            findings.push(*finding);
            None
        }
    };
    if let Some(actual) = &actual {
        let judged = body::judge_body(document, schemas, expectation, actual, maximum_level);
        findings.extend(judged.findings);
        notes = judged.notes;
        places = judged.places;
    }
    let reason = match &step.demands {
        Some(demands) => {
            let seen = actual
                .clone()
                .map(|actual| view(document, expectation.schema.as_deref(), demands, actual));
            let answer = Answer {
                exchange,
                body: seen.as_ref(),
                known,
            };
            let held = demands::hold(schemas, demands, &answer);
            findings.extend(held.findings);
            places.exact += held.compared;
            held.vacuous
        }
        None => vacuous(
            document,
            expectation,
            exchange,
            actual.as_ref(),
            maximum_level,
        ),
    };
    let outcome = match reason {
        _ if !findings.is_empty() => Outcome::Failed(findings),
        Some(reason) => Outcome::Inconclusive(reason),
        None => Outcome::Passed {
            level_reached: step.documented_level().min(maximum_level),
            maximum_level,
        },
    };
    let claims = schemas.claims(document);
    let seen = Some(observe(claims, step, exchange, actual.as_ref(), &outcome));
    let bodies = actual
        .as_ref()
        .filter(|_| outcome.is_in_body() || notes.iter().any(|note| note.undocumented))
        .map(|actual| {
            let documented = expectation.body.as_ref().map(|body| body.value.read());
            Bodies::new(documented.as_deref(), actual, exchange.body.len())
        });
    Judgement {
        outcome,
        notes,
        places,
        bodies,
        seen,
        attempts: 1,
    }
}

/// The body as a value: JSON where it is JSON, else text; none where none is documented and none came.
pub(crate) fn read_body(
    expectation: &Expectation,
    exchange: &Exchange,
) -> Result<Option<Value>, Box<Finding>> {
    let Some(documented) = &expectation.media_type else {
        if exchange.body.is_empty() {
            return Ok(None);
        }
        if expectation.undocumented {
            let read = serde_json::from_slice(&exchange.body);
            return Ok(Some(read.unwrap_or_else(|_| text(&exchange.body))));
        }
        let kind = Kind::Unexpected {
            actual: text(&exchange.body),
        };
        return Err(Box::new(Finding::new(
            Level::Exchange,
            &expectation.response,
            Place::Body,
            kind,
        )));
    };
    if let Some(encoding) = exchange.encoding() {
        let claim = expectation.response.with_trailing_token("content");
        let kind = Kind::Unreadable {
            message: format!(
                "encoded as `{encoding}`, and cannot be unpacked; the request asks for `Accept-Encoding: gzip`"
            ),
        };
        return Err(Box::new(Finding::new(
            Level::Exchange,
            &claim,
            Place::Body,
            kind,
        )));
    }
    let kind = exchange
        .header("content-type")
        .map_or_else(|| essence(documented), essence);
    if !is_json(&kind) && !is_json(&essence(documented)) {
        return Ok(Some(text(&exchange.body)));
    }
    serde_json::from_slice(&exchange.body)
        .map(Some)
        .map_err(|error| {
            let claim = expectation.response.with_trailing_token("content");
            let kind = Kind::Unreadable {
                message: if is_deeper(&exchange.body, DEEPEST) {
                    format!("nested deeper than {DEEPEST} levels")
                } else {
                    format!("not JSON: {error}")
                },
            };
            Box::new(Finding::new(Level::Exchange, &claim, Place::Body, kind))
        })
}

/// Bytes as text. What is not UTF-8 is kept apart by its bytes, so that two different bodies never look alike.
fn text(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => Value::from(text),
        Err(_) => Value::from(
            bytes
                .iter()
                .map(|byte| char::from(*byte))
                .collect::<String>(),
        ),
    }
}

/// Why a pass would mean nothing, if it would.
fn vacuous(
    document: &Document,
    expectation: &Expectation,
    exchange: &Exchange,
    actual: Option<&Value>,
    maximum_level: Level,
) -> Option<Reason> {
    let by_value = maximum_level == Level::Value && expectation.body.is_some();
    if by_value || exchange.body.is_empty() && expectation.media_type.is_none() {
        return None;
    }
    let schema = expectation
        .schema
        .as_ref()
        .and_then(|schema| document.resolve(schema));
    let allows_everything = match schema {
        Some((_, Value::Object(keywords))) => keywords.keys().all(|keyword| is_annotation(keyword)),
        Some((_, Value::Bool(allows))) => *allows,
        _ => true,
    };
    let shaped = maximum_level >= Level::Shape && expectation.body.is_some();
    if allows_everything && !shaped && maximum_level >= Level::Schema {
        return Some(Reason::NoExampleAndOpenSchema);
    }
    match actual {
        Some(Value::Array(elements)) if elements.is_empty() => Some(Reason::EmptyList),
        Some(Value::Object(members)) if members.is_empty() => Some(Reason::EmptyObject),
        _ => None,
    }
}

/// Keywords that say something of a value and claim nothing.
fn is_annotation(keyword: &str) -> bool {
    matches!(
        keyword,
        "description"
            | "title"
            | "example"
            | "examples"
            | "default"
            | "deprecated"
            | "readOnly"
            | "writeOnly"
            | "externalDocs"
    ) || keyword.starts_with("x-")
}
