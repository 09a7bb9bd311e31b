//! Builds cases from a case file.

use std::collections::BTreeSet;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::{Document, Operation, Parameter, Response, StatusPattern};
use serde_json::Value;

use super::error::{CaseFileError, mismatch};
use super::keywords;
use super::raw::{
    RawCarrier, RawCase, RawCaseFile, RawExpectation, RawOperand, RawPages, RawRelation, RawStep,
};
use crate::case::{
    Case, CaseId, CaseOrigin, Credential, CredentialCarrier, ExpectedHeader, ExpectedResponse,
    ParameterValue, RequestBody, Step,
};
use crate::case::{CaseExpectations, ExpectedPages, ExpectedRelation, Operand, Relation};
use crate::request::server_path;
use crate::yaml::nearest_word;

/// The name that means that no credential is sent.
const ANONYMOUS_ROLE: &str = "anonymous";
/// The name of a credential that does not exist.
const UNKNOWN_ROLE: &str = "unknown";

type BuildResult<T> = Result<T, CaseFileError>;

/// The cases of the file at `place`.
pub(super) fn cases(
    document: &Document,
    place: &Pointer,
    written: &RawCaseFile,
) -> BuildResult<Vec<Case>> {
    let at = place.with_trailing_token("operation");
    let operation = find_operation(document, &written.operation, &at)?;
    let entries = place.with_trailing_token("cases");
    let mut cases = Vec::new();
    for (name, case) in &written.cases.0 {
        let at = entries.with_trailing_token(name);
        if written.retired.contains(name) {
            let message = format!("`{name}` was the name of another case; choose another one");
            return Err(mismatch(document, &at, message));
        }
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(plain) {
            let message = format!(
                "`{name}` is not a valid case name; use lower-case letters, digits and `-`"
            );
            return Err(mismatch(document, &at, message));
        }
        let builder = CaseBuilder {
            document,
            operation,
            case,
        };
        cases.push(builder.build_case(name, &at)?);
    }
    Ok(cases)
}

fn find_operation<'d>(
    document: &'d Document,
    id: &str,
    at: &Pointer,
) -> BuildResult<&'d Operation> {
    let mut operations = document.operations().iter();
    operations
        .find(|operation| operation.id == id)
        .ok_or_else(|| {
            let known = document.operations().iter().map(|known| known.id.as_str());
            mismatch(document, at, unknown_name_message("operation", id, known))
        })
}

/// ``the document has no operation `x`; did you mean `y`?``
fn unknown_name_message<'w>(
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'w str>,
) -> String {
    match nearest_word(name, known) {
        Some(word) => format!("unknown {what} `{name}`; did you mean `{word}`?"),
        None => format!("unknown {what} `{name}`"),
    }
}

/// Builds one case.
struct CaseBuilder<'d> {
    document: &'d Document,
    operation: &'d Operation,
    case: &'d RawCase,
}

impl<'d> CaseBuilder<'d> {
    fn build_case(&self, name: &str, at: &Pointer) -> BuildResult<Case> {
        let all = at.with_trailing_token("steps");
        if self.case.steps.is_empty() {
            let message = "a case needs at least one step".to_owned();
            return Err(mismatch(self.document, &all, message));
        }
        let mut captures = BTreeSet::new();
        let mut steps = Vec::new();
        for (index, step) in self.case.steps.iter().enumerate() {
            let at = all.with_trailing_token(index);
            steps.push(self.build_step(step, &at, &captures)?);
            captures.extend(step.capture.keys().map(String::as_str));
        }
        let expects_error = steps.iter().any(|step: &Step| {
            step.expected_response
                .status
                .class()
                .is_none_or(|class| class >= 4)
        });
        Ok(Case {
            id: CaseId(format!("{}.{name}", self.operation.id)),
            operation: self.operation.id.clone(),
            method: self.operation.method,
            path: self.operation.path.clone(),
            example: name.to_owned(),
            summary: Some(self.case.title.clone()),
            source: self.case.source.clone(),
            fixture: self.case.fixture.clone(),
            any_state: self.case.anywhere || self.case.fixture.is_none(),
            steps,
            errata: Vec::new(),
            origin: CaseOrigin::Documented,
            expects_error,
            is_refusal_of_a_guess: false,
        })
    }

    fn build_step(
        &self,
        step: &RawStep,
        at: &Pointer,
        captures: &BTreeSet<&str>,
    ) -> BuildResult<Step> {
        let operation = match &step.operation {
            Some(id) => find_operation(self.document, id, &at.with_trailing_token("operation"))?,
            None => self.operation,
        };
        let parameters = self.parameters(operation, step, at)?;
        let captured = self.captured_parameters(operation, step, at, captures)?;
        let place = at.with_trailing_token("fixed");
        for (index, name) in step.fixed.iter().enumerate() {
            let sent = || parameters.iter().map(|sent| sent.parameter.name.as_str());
            if !sent().any(|known| known == name) {
                let at = place.with_trailing_token(index);
                let message = unknown_name_message("parameter of this step", name, sent());
                return Err(mismatch(self.document, &at, message));
            }
        }
        let is_given = |parameter: &&Parameter| {
            let sent = parameters.iter().map(|sent| &sent.parameter);
            let captured = captured.iter().map(|(parameter, _)| parameter);
            sent.chain(captured).any(|one| one == *parameter)
        };
        let lacking = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required && step.raw.path.is_none())
            .find(|parameter| !is_given(parameter));
        if let Some(parameter) = lacking {
            let message = format!("the required parameter `{}` has no value", parameter.name);
            return Err(mismatch(self.document, at, message));
        }
        let (expectation, expectations) = self.build_expectations(operation, step, at, captures)?;
        Ok(Step {
            operation: operation.id.clone(),
            method: operation.method,
            path: operation.path.clone(),
            server_path: server_path(self.document, operation),
            credentials: self.credentials(operation, step, at)?,
            security: Vec::new(),
            parameters,
            captured_parameters: captured,
            fixed_parameters: step.fixed.clone(),
            missing_parameters: Vec::new(),
            body: self.body(operation, step, at),
            raw: step.raw.clone(),
            defaults: Vec::new(),
            expected_response: expectation,
            alternatives: Vec::new(),
            expectations: Some(expectations),
        })
    }

    fn find_parameter(
        &self,
        operation: &'d Operation,
        name: &str,
        at: &Pointer,
    ) -> BuildResult<&'d Parameter> {
        let mut parameters = operation.parameters.iter();
        parameters
            .find(|parameter| parameter.name == name)
            .ok_or_else(|| {
                let known = operation.parameters.iter().map(|known| known.name.as_str());
                let what = format!("parameter of {}", operation.id);
                mismatch(self.document, at, unknown_name_message(&what, name, known))
            })
    }

    /// In the order of the document; the order in the file has no effect.
    fn parameters(
        &self,
        operation: &'d Operation,
        step: &RawStep,
        at: &Pointer,
    ) -> BuildResult<Vec<ParameterValue>> {
        let valid = (
            at.with_trailing_token("parameters"),
            &step.parameters,
            false,
        );
        let mut place = at.with_trailing_token("invalid");
        place.push_back("parameters");
        let invalid = (place, &step.invalid.parameters, true);
        let mut sent = Vec::new();
        for (place, values, invalid) in [valid, invalid] {
            for (name, value) in values {
                if !invalid && step.invalid.parameters.contains_key(name) {
                    // if both places set it, it is still one parameter, and invalid on purpose
                    continue;
                }
                let claim = place.with_trailing_token(name);
                if invalid && step.parameters.contains_key(name) {
                    let message =
                        format!("`{name}` has another value under `parameters`; remove one");
                    return Err(mismatch(self.document, &claim, message));
                }
                sent.push(ParameterValue {
                    parameter: self.find_parameter(operation, name, &claim)?.clone(),
                    value: value.clone(),
                    claim,
                    invalid,
                });
            }
        }
        let order = |one: &ParameterValue| {
            let declared = operation.parameters.iter();
            declared
                .take_while(|known| **known != one.parameter)
                .count()
        };
        sent.sort_by_key(order);
        Ok(sent)
    }

    fn captured_parameters(
        &self,
        operation: &'d Operation,
        step: &RawStep,
        at: &Pointer,
        captures: &BTreeSet<&str>,
    ) -> BuildResult<Vec<(Parameter, String)>> {
        let place = at.with_trailing_token("captured");
        let mut captured = Vec::new();
        for (name, capture) in &step.captured {
            let at = place.with_trailing_token(name);
            self.check_capture(capture, captures, &at)?;
            captured.push((
                self.find_parameter(operation, name, &at)?.clone(),
                capture.clone(),
            ));
        }
        Ok(captured)
    }

    fn check_capture(
        &self,
        name: &str,
        captures: &BTreeSet<&str>,
        at: &Pointer,
    ) -> BuildResult<()> {
        if captures.contains(name) {
            return Ok(());
        }
        let message =
            unknown_name_message("capture of an earlier step", name, captures.iter().copied());
        Err(mismatch(self.document, at, message))
    }

    fn credentials(
        &self,
        operation: &Operation,
        step: &RawStep,
        at: &Pointer,
    ) -> BuildResult<Option<Credential>> {
        let role = step.role.as_ref().or(self.case.role.as_ref());
        let role = match role.map(String::as_str) {
            None | Some(ANONYMOUS_ROLE) => return Ok(None),
            Some(UNKNOWN_ROLE) => None,
            Some(role) => Some(role.to_owned()),
        };
        let carrier = match &step.carrier {
            Some(RawCarrier::Header { header }) => CredentialCarrier::Header(header.clone()),
            Some(RawCarrier::Query { query }) => CredentialCarrier::Query(query.clone()),
            Some(RawCarrier::Scheme(name)) => {
                if self.document.security_scheme(name).is_none() {
                    let known = self.document.security_schemes().iter();
                    let known = known.map(|scheme| scheme.name.as_str());
                    let at = at.with_trailing_token("carrier");
                    return Err(mismatch(
                        self.document,
                        &at,
                        unknown_name_message("security scheme", name, known),
                    ));
                }
                CredentialCarrier::Scheme(name.clone())
            }
            None => {
                let first = operation.security.iter().flatten().next();
                let Some(first) = first else {
                    let message = format!("{} has no security scheme; set `carrier`", operation.id);
                    return Err(mismatch(self.document, at, message));
                };
                CredentialCarrier::Scheme(first.clone())
            }
        };
        Ok(Some(Credential { carrier, role }))
    }

    fn body(&self, operation: &Operation, step: &RawStep, at: &Pointer) -> Option<RequestBody> {
        let (value, claim, invalid) = match (&step.body, &step.invalid.body) {
            (Some(value), _) => (value, at.with_trailing_token("body"), false),
            (None, Some(value)) => {
                let place = at.with_trailing_token("invalid");
                (value, place.with_trailing_token("body"), true)
            }
            (None, None) => return None,
        };
        let content = operation.request_body.iter().flat_map(|body| &body.content);
        let mut content = content.filter(|one| {
            let wanted = step.media_type.as_ref();
            wanted.is_none_or(|wanted| crate::essence(wanted) == crate::essence(&one.name))
        });
        let declared = content.next().cloned();
        let media_type = step.media_type.clone();
        Some(RequestBody {
            media_type: media_type
                .or_else(|| declared.as_ref().map(|one| one.name.clone()))
                .unwrap_or_else(|| "application/json".to_owned()),
            declared,
            value: value.clone(),
            claim,
            invalid,
        })
    }

    fn build_expectations(
        &self,
        operation: &Operation,
        step: &RawStep,
        at: &Pointer,
        captures: &BTreeSet<&str>,
    ) -> BuildResult<(ExpectedResponse, CaseExpectations)> {
        let written = &step.expect;
        let place = at.with_trailing_token("expect");
        let status = place.with_trailing_token("status");
        // another method is another operation, and the document may not have it
        let response = operation
            .response(written.status)
            .filter(|_| step.raw.method.is_none() && step.raw.path.is_none());
        let expectation = documented_response(written, response, &status);
        let mut expectations = CaseExpectations {
            status,
            ..CaseExpectations::default()
        };
        for (name, schema) in &written.headers {
            let claim = place
                .with_trailing_token("headers")
                .with_trailing_token(name);
            self.check_schema(schema, &claim)?;
            if *schema == Value::Bool(false) {
                expectations.absent.push((name.clone(), claim));
                continue;
            }
            if keywords::describes_numbers(schema) {
                expectations.numbers.insert(name.clone());
            }
            expectations.headers.push(ExpectedHeader {
                name: name.clone(),
                required: true,
                schema: Some(claim.clone()),
                claim,
                value: None,
            });
        }
        if let Some(schema) = &written.body {
            let claim = place.with_trailing_token("body");
            self.check_schema(schema, &claim)?;
            expectations.values = keywords::count_exact_values(schema);
            expectations.allows_empty_list = schema.get("maxItems").is_some_and(|most| *most == 0)
                || schema.get("const").is_some();
            expectations.body = Some(claim);
        }
        let all = place.with_trailing_token("relations");
        for (index, written) in written.relations.iter().enumerate() {
            let claim = all.with_trailing_token(index);
            let relation = self.relation(written, &claim, captures)?;
            expectations
                .relations
                .push(ExpectedRelation { relation, claim });
        }
        let kept = at.with_trailing_token("capture");
        for (name, written) in &step.capture {
            let claim = kept.with_trailing_token(name);
            let operand = self.operand(written, &claim, captures)?;
            expectations.captures.push((name.clone(), operand, claim));
        }
        Ok((expectation, expectations))
    }

    fn check_schema(&self, schema: &Value, at: &PointerBuf) -> BuildResult<()> {
        match keywords::find_schema_error(schema, at.clone()) {
            Some((at, message)) => Err(mismatch(self.document, &at, message)),
            None => Ok(()),
        }
    }

    fn relation(
        &self,
        written: &RawRelation,
        at: &Pointer,
        captures: &BTreeSet<&str>,
    ) -> BuildResult<Relation> {
        let RawRelation {
            equal,
            differ,
            before,
            sorted,
            unique,
            follows,
        } = written;
        let get = |operand: &RawOperand| self.operand(operand, at, captures);
        let relation = match (equal, differ, before, sorted, unique, follows) {
            (Some([a, b]), None, None, None, None, None) => Relation::Equal(get(a)?, get(b)?),
            (None, Some([a, b]), None, None, None, None) => Relation::Differ(get(a)?, get(b)?),
            (None, None, Some([a, b]), None, None, None) => Relation::Before(get(a)?, get(b)?),
            (None, None, None, Some(sorted), None, None) => {
                Relation::Sorted(get(&sorted.of)?, sorted.order)
            }
            (None, None, None, None, Some(unique), None) => Relation::Unique(get(unique)?),
            (None, None, None, None, None, Some(follows)) => {
                Relation::Follows(self.expected_pages(follows, at)?)
            }
            _ => {
                let message = "a relation is one of `equal`, `differ`, `before`, `sorted`, `unique`, `follows`";
                return Err(mismatch(self.document, at, message.to_owned()));
            }
        };
        Ok(relation)
    }

    fn expected_pages(&self, written: &RawPages, at: &Pointer) -> BuildResult<ExpectedPages> {
        Ok(ExpectedPages {
            rel: written.rel.clone().unwrap_or_else(|| "next".to_owned()),
            each: Operand::Each {
                list: self.parse_pointer(written.list.as_deref().unwrap_or_default(), at)?,
                each: self.parse_pointer(&written.each, at)?,
            },
            elements: written.collects.clone(),
            pages: written.pages,
        })
    }

    fn parse_pointer(&self, text: &str, at: &Pointer) -> BuildResult<PointerBuf> {
        PointerBuf::parse(text).map_err(|_| {
            let message =
                format!("`{text}` is not a JSON Pointer; it must be empty or begin with `/`");
            mismatch(self.document, at, message)
        })
    }

    fn operand(
        &self,
        written: &RawOperand,
        at: &Pointer,
        captures: &BTreeSet<&str>,
    ) -> BuildResult<Operand> {
        let RawOperand {
            body,
            each,
            list,
            header,
            parameter,
            capture,
            value,
        } = written.clone();
        let operand = match (body, each, header, parameter, capture, value) {
            (Some(body), None, None, None, None, None) => {
                Operand::Body(self.parse_pointer(&body, at)?)
            }
            (None, Some(each), None, None, None, None) => {
                return Ok(Operand::Each {
                    list: self.parse_pointer(list.as_deref().unwrap_or_default(), at)?,
                    each: self.parse_pointer(&each, at)?,
                });
            }
            (None, None, Some(header), None, None, None) => Operand::Header(header),
            (None, None, None, Some(parameter), None, None) => Operand::Parameter(parameter),
            (None, None, None, None, Some(capture), None) => {
                self.check_capture(&capture, captures, at)?;
                Operand::Capture(capture)
            }
            (None, None, None, None, None, Some(value)) => Operand::Value(value),
            _ => {
                let message = "an operand has one of `body`, `each`, `header`, `parameter`, `capture`, `value`";
                return Err(mismatch(self.document, at, message.to_owned()));
            }
        };
        match list {
            Some(_) => {
                let message = "`in` requires `each`".to_owned();
                Err(mismatch(self.document, at, message))
            }
            None => Ok(operand),
        }
    }
}

/// The documented response for the status.
fn documented_response(
    written: &RawExpectation,
    response: Option<&Response>,
    status: &Pointer,
) -> ExpectedResponse {
    let Some(response) = response else {
        return ExpectedResponse {
            status: StatusPattern::Code(written.status),
            response: status.to_buf(),
            undocumented: true,
            allows_body: false,
            media_type: written.media_type.clone(),
            headers: Vec::new(),
            schema: None,
            body: None,
        };
    };
    let mut content = response.content.iter();
    let documented = match &written.media_type {
        Some(wanted) => content.find(|one| crate::essence(&one.name) == crate::essence(wanted)),
        None => content.next(),
    };
    ExpectedResponse {
        status: StatusPattern::Code(written.status),
        response: response.pointer.clone(),
        undocumented: false,
        allows_body: false,
        media_type: written
            .media_type
            .clone()
            .or_else(|| documented.map(|one| one.name.clone())),
        headers: response
            .headers
            .iter()
            .map(|header| ExpectedHeader {
                name: header.name.clone(),
                required: header.required,
                claim: header.pointer.clone(),
                schema: header.schema.clone(),
                value: None,
            })
            .collect(),
        schema: documented.and_then(|one| one.schema.clone()),
        body: None,
    }
}
