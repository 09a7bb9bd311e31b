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
use crate::checks::{
    Judgement, ResponseValues, StepValues, check_response, filter_body, read_body,
};
use crate::exchange::Exchange;
use crate::finding::{ExchangePart, Finding, FindingKind};
use crate::level::Level;
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::request::{Param, Request, RequestError, build_request};
use crate::request::{check_request, parameter_values};
use crate::schemas::Schemas;
use paging::Paging;

/// The state of a running case.
#[derive(Debug)]
pub struct Conversation<'c> {
    case: &'c Case,
    maximum_level: Level,
    strict: bool,
    /// Which step it is at.
    step_index: usize,
    step_values: StepValues,
    /// The URL of the last request, without the base URL.
    last_request: Option<Request>,
    base_url: String,
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
            step_index: 0,
            step_values: StepValues::default(),
            last_request: None,
            base_url: String::new(),
            paging: None,
            judgement: None,
        }
    }

    /// The current step; `None` when the case is over.
    pub fn step(&self) -> Option<&'c Step> {
        self.case.steps.get(self.step_index)
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
        let request = match (&self.paging, &self.last_request, self.step()) {
            (Some(paging), Some(last), _) => Request {
                method: "GET".to_owned(),
                target: paging.next_target().to_owned(),
                headers: last.headers.clone(),
                body: None,
            },
            (_, _, Some(step)) => {
                let captured = self.captured_params(step)?;
                let params: Vec<Param> = captured.chain(params.iter().cloned()).collect();
                let sent = parameter_values(step, &params)?;
                check_request(document, schemas, step, &sent)?;
                self.step_values.sent_parameters = sent
                    .into_iter()
                    .map(|(parameter, value)| (parameter.name.clone(), value.clone()))
                    .collect();
                build_request(document, step, &params, secret)?
            }
            (_, _, None) => return Err(RequestError::NothingToSend),
        };
        base.clone_into(&mut self.base_url);
        self.last_request = Some(request.clone());
        Ok(request)
    }

    fn captured_params(
        &self,
        step: &'c Step,
    ) -> Result<impl Iterator<Item = Param> + use<'c>, RequestError> {
        let bind = |(parameter, name): &'c (openapi_document::Parameter, String)| {
            let value = self.step_values.captures.get(name).cloned();
            Ok(Param {
                parameter: parameter.name.clone(),
                value: value.ok_or_else(|| {
                    RequestError::NoValueForParameter(parameter.name.clone(), parameter.location)
                })?,
            })
        };
        let bound: Result<Vec<Param>, RequestError> =
            step.captured_parameters.iter().map(bind).collect();
        Ok(bound?.into_iter())
    }

    /// Checks a response that needed `attempts` attempts, and continues; breaks with the judgement of the whole case
    /// when the case is over.
    pub fn receive(
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
            None => self.judge_first_page(document, schemas, step, exchange),
            Some(paging) => self.judge_next_page(document, schemas, step, paging, exchange),
        };
        let judgement = Judgement {
            attempts,
            ..judgement
        };
        self.add_judgement(judgement);
        if self.has_failed() {
            return self.finish();
        }
        if self.paging.is_none() {
            self.step_index += 1;
            if self.step_index >= self.case.steps.len() {
                return self.finish();
            }
        }
        ControlFlow::Continue(())
    }

    fn has_failed(&self) -> bool {
        let outcome = self.judgement.as_ref().map(|judgement| &judgement.outcome);
        matches!(outcome, Some(Outcome::Failed(_)))
    }

    fn finish(&mut self) -> ControlFlow<Judgement> {
        let nothing = || Judgement::without_response(Reason::NothingToSend.into());
        ControlFlow::Break(self.judgement.take().unwrap_or_else(nothing))
    }

    fn add_judgement(&mut self, mut judgement: Judgement) {
        if let Outcome::Failed(findings) = &mut judgement.outcome {
            for finding in findings {
                finding.step = self.step_index;
            }
        }
        self.judgement = Some(match self.judgement.take() {
            None => judgement,
            Some(before) => before.merge(judgement),
        });
    }

    fn judge_first_page(
        &mut self,
        document: &Document,
        schemas: &Schemas,
        step: &'c Step,
        exchange: &Exchange,
    ) -> Judgement {
        let judged = check_response(
            document,
            schemas,
            step,
            exchange,
            self.maximum_level,
            &self.step_values,
        );
        let judged = if self.strict {
            judged.into_strict(step)
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
            let body = read_filtered_body(document, step, exchange);
            let answer = ResponseValues {
                exchange,
                body: body.as_ref(),
                step_values: &self.step_values,
            };
            let mut kept = BTreeMap::new();
            for (name, operand, claim) in &expectations.captures {
                let Some(value) = operand.get(&answer) else {
                    let expected = Value::from(format!("a value for the capture `{name}`"));
                    let kind = FindingKind::Missing { expected };
                    let finding = Finding::new(Check::Capture, claim, ExchangePart::Body, kind);
                    return judged.into_failed(finding);
                };
                kept.insert(name.clone(), value);
            }
            self.step_values.captures.append(&mut kept);
        }
        let target = self.last_request.as_ref().map(|last| last.target.as_str());
        match Paging::new(expectations, target.unwrap_or_default()) {
            Some(paging) => self.read_page(document, step, paging, judged, exchange),
            None => judged,
        }
    }

    fn judge_next_page(
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
        let judged = check_response(
            document,
            schemas,
            &page,
            exchange,
            maximum_level,
            &self.step_values,
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
        let body = read_filtered_body(document, step, exchange);
        let response = ResponseValues {
            exchange,
            body: body.as_ref(),
            step_values: &self.step_values,
        };
        match paging.read_page(&response, &self.base_url) {
            Ok(true) => {
                self.paging = Some(paging);
                judged
            }
            Ok(false) => judged,
            Err(finding) => judged.into_failed(*finding),
        }
    }
}

/// The part of the body that the expectations of a step see.
fn read_filtered_body(document: &Document, step: &Step, exchange: &Exchange) -> Option<Value> {
    let body = read_body(&step.expected_response, exchange)
        .ok()
        .flatten()?;
    let expectations = step.expectations.as_ref()?;
    let schema = step.expected_response.schema.as_deref();
    Some(filter_body(document, schema, expectations, body))
}
