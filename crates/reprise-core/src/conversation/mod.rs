//! The state of a running case: the next request, and the judgement at the end.
//!
//! This module does no I/O: the caller takes a [`request`](Conversation::request), sends it, and passes the
//! [`answer`](Conversation::answer) back, until the case has a judgement.

mod paging;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use openapi_document::Document;
use serde_json::Value;

use crate::case::{Case, Step};
use crate::check::Check;
use crate::checks::{Judgement, Observation, StepValues, judge, read_body, view};
use crate::exchange::Exchange;
use crate::finding::{Finding, Kind, Place};
use crate::level::Level;
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::request::{Param, Request, RequestError, request};
use crate::request::{check, values};
use crate::schemas::Schemas;
use paging::Paging;

/// The state of a running case.
#[derive(Debug)]
pub struct Conversation<'c> {
    case: &'c Case,
    maximum_level: Level,
    strict: bool,
    /// Which step it is at.
    at: usize,
    known: StepValues,
    /// The URL of the last request, without the base URL.
    last: Option<Request>,
    base: String,
    paging: Option<Paging<'c>>,
    judgement: Option<Judgement>,
}

impl<'c> Conversation<'c> {
    /// Starts a case with a `maximum_level`; if it is `strict`, undocumented properties are findings.
    pub fn new(case: &'c Case, maximum_level: Level, strict: bool) -> Conversation<'c> {
        Conversation {
            case,
            maximum_level,
            strict,
            at: 0,
            known: StepValues::default(),
            last: None,
            base: String::new(),
            paging: None,
            judgement: None,
        }
    }

    /// The current step; `None` when the case is over.
    pub fn step(&self) -> Option<&'c Step> {
        self.case.steps.get(self.at)
    }

    /// The next request, for the base URL `base`. `params` replace values of the case; `secret` looks up a
    /// credential.
    ///
    /// # Errors
    ///
    /// Returns an error if the step cannot be made into a request.
    pub fn request(
        &mut self,
        document: &Document,
        schemas: &Schemas,
        base: &str,
        params: &[Param],
        secret: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Request, RequestError> {
        let request = match (&self.paging, &self.last, self.step()) {
            (Some(paging), Some(last), _) => Request {
                method: "GET".to_owned(),
                target: paging.next_target().to_owned(),
                headers: last.headers.clone(),
                body: None,
            },
            (_, _, Some(step)) => {
                let captured = self.captured(step)?;
                let params: Vec<Param> = captured.chain(params.iter().cloned()).collect();
                let sent = values(step, &params)?;
                check(document, schemas, step, &sent)?;
                self.known.sent = sent
                    .into_iter()
                    .map(|(parameter, value)| (parameter.name.clone(), value.clone()))
                    .collect();
                request(document, step, &params, secret)?
            }
            (_, _, None) => return Err(RequestError::Over),
        };
        base.clone_into(&mut self.base);
        self.last = Some(request.clone());
        Ok(request)
    }

    fn captured(
        &self,
        step: &'c Step,
    ) -> Result<impl Iterator<Item = Param> + use<'c>, RequestError> {
        let bind = |(parameter, name): &'c (openapi_document::Parameter, String)| {
            let value = self.known.captures.get(name).cloned();
            Ok(Param {
                parameter: parameter.name.clone(),
                value: value.ok_or_else(|| {
                    RequestError::Open(parameter.name.clone(), parameter.location)
                })?,
            })
        };
        let bound: Result<Vec<Param>, RequestError> = step.captured.iter().map(bind).collect();
        Ok(bound?.into_iter())
    }

    /// Checks a response that needed `attempts` attempts, and continues; breaks with the judgement of the whole case
    /// when the case is over.
    pub fn answer(
        &mut self,
        document: &Document,
        schemas: &Schemas,
        exchange: &Exchange,
        attempts: u32,
    ) -> ControlFlow<Judgement> {
        let Some(step) = self.step() else {
            return self.finish();
        };
        let judgement = match self.paging.take() {
            None => self.first_page(document, schemas, step, exchange),
            Some(paging) => self.further_page(document, schemas, step, paging, exchange),
        };
        let judgement = Judgement {
            attempts,
            ..judgement
        };
        self.add(judgement);
        if self.is_refuted() {
            return self.finish();
        }
        if self.paging.is_none() {
            self.at += 1;
            if self.at >= self.case.steps.len() {
                return self.finish();
            }
        }
        ControlFlow::Continue(())
    }

    fn is_refuted(&self) -> bool {
        let outcome = self.judgement.as_ref().map(|judgement| &judgement.outcome);
        matches!(outcome, Some(Outcome::Failed(_)))
    }

    fn finish(&mut self) -> ControlFlow<Judgement> {
        let nothing = || Judgement::without_answer(Reason::NothingToSend.into());
        ControlFlow::Break(self.judgement.take().unwrap_or_else(nothing))
    }

    fn add(&mut self, mut judgement: Judgement) {
        if let Outcome::Failed(findings) = &mut judgement.outcome {
            for finding in findings {
                finding.step = self.at;
            }
        }
        self.judgement = Some(match self.judgement.take() {
            None => judgement,
            Some(before) => before.and(judgement),
        });
    }

    fn first_page(
        &mut self,
        document: &Document,
        schemas: &Schemas,
        step: &'c Step,
        exchange: &Exchange,
    ) -> Judgement {
        let judged = judge(
            document,
            schemas,
            step,
            exchange,
            self.maximum_level,
            &self.known,
        );
        let judged = if self.strict {
            judged.strictly(step)
        } else {
            judged
        };
        if matches!(judged.outcome, Outcome::Failed(_)) {
            return judged;
        }
        let Some(expectations) = &step.expectations else {
            return judged;
        };
        // most steps capture nothing, and need not parse the body again
        if !expectations.captures.is_empty() {
            let body = expected_view(document, step, exchange);
            let answer = Observation {
                exchange,
                body: body.as_ref(),
                known: &self.known,
            };
            let mut kept = BTreeMap::new();
            for (name, operand, claim) in &expectations.captures {
                let Some(value) = operand.get(&answer) else {
                    let expected = Value::from(format!("a value for the capture `{name}`"));
                    let kind = Kind::Missing { expected };
                    let finding = Finding::new(Check::Capture, claim, Place::Body, kind);
                    return judged.refuted_by(finding);
                };
                kept.insert(name.clone(), value);
            }
            self.known.captures.append(&mut kept);
        }
        let target = self.last.as_ref().map(|last| last.target.as_str());
        match Paging::new(expectations, target.unwrap_or_default()) {
            Some(paging) => self.read_page(document, step, paging, judged, exchange),
            None => judged,
        }
    }

    fn further_page(
        &mut self,
        document: &Document,
        schemas: &Schemas,
        step: &'c Step,
        paging: Paging<'c>,
        exchange: &Exchange,
    ) -> Judgement {
        let page = Step {
            expectations: None,
            ..step.clone()
        };
        let maximum_level = self.maximum_level.min(Level::Schema);
        let judged = judge(
            document,
            schemas,
            &page,
            exchange,
            maximum_level,
            &self.known,
        );
        match judged.outcome {
            Outcome::Failed(_) => judged,
            // one of the pages may be empty: the collected values are compared
            Outcome::Inconclusive(_) => {
                let outcome = Outcome::Passed {
                    level_reached: Level::Exchange,
                    maximum_level,
                };
                let judged = Judgement { outcome, ..judged };
                self.read_page(document, step, paging, judged, exchange)
            }
            _ => self.read_page(document, step, paging, judged, exchange),
        }
    }

    /// Reads a page of a list, and continues if there is another page.
    fn read_page(
        &mut self,
        document: &Document,
        step: &Step,
        mut paging: Paging<'c>,
        judged: Judgement,
        exchange: &Exchange,
    ) -> Judgement {
        let body = expected_view(document, step, exchange);
        let response = Observation {
            exchange,
            body: body.as_ref(),
            known: &self.known,
        };
        match paging.read(&response, &self.base) {
            Ok(true) => {
                self.paging = Some(paging);
                judged
            }
            Ok(false) => judged,
            Err(finding) => judged.refuted_by(*finding),
        }
    }
}

/// The part of the body that the expectations of a step see.
fn expected_view(document: &Document, step: &Step, exchange: &Exchange) -> Option<Value> {
    let body = read_body(&step.expectation, exchange).ok().flatten()?;
    let expectations = step.expectations.as_ref()?;
    let schema = step.expectation.schema.as_deref();
    Some(view(document, schema, expectations, body))
}
