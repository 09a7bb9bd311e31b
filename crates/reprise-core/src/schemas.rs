//! The validators of a suite, compiled once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use jsonptr::{Pointer, PointerBuf, Token};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, Registry, ValidationError, Validator};
use openapi_document::Document;
use openapi_document::percent::EncodeSet;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::claim_graph::ClaimGraph;
use crate::direction::{Direction, OneWayProperties};
use crate::parallel::map_parallel;
use crate::suite::Suite;

/// The URI of the document for the validators.
const DOCUMENT_URI: &str = "document:/openapi";

/// The validators of a suite, by the place of their schemas in the document.
pub struct Schemas {
    requests: Validators,
    responses: Validators,
    /// The claims that responses are checked against in addition to the schemas; read for the first response.
    claim_graph: OnceLock<Arc<ClaimGraph>>,
}

type Validators = HashMap<PointerBuf, Result<CompiledSchema, String>>;

/// A validator, and the place of the schema that it was compiled from.
///
/// Inline schemas are often written out many times. Those that are equal share the validator of the first.
#[derive(Clone)]
struct CompiledSchema {
    validator: Arc<Validator>,
    origin: Arc<PointerBuf>,
}

/// The schemas of a document cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[error("{document}: the schemas cannot be read: {message}; correct the document")]
pub struct SchemaError {
    document: String,
    message: String,
}

/// One violation of a schema by a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Violation {
    /// Place in the value.
    pub(crate) at: PointerBuf,
    /// The property that is extra or missing, if the keyword is about one.
    pub(crate) member: Option<String>,
    /// Place of the claim in the document.
    pub(crate) claim: PointerBuf,
    /// The claim, in words.
    pub(crate) message: String,
    /// The actual value.
    pub(crate) actual: Value,
    /// Whether a required value is missing.
    pub(crate) missing: bool,
}

impl Schemas {
    /// Compiles every schema that the suite uses for checks.
    ///
    /// # Errors
    ///
    /// Returns an error if the document as a whole cannot be used for schemas. A single schema that cannot be
    /// compiled only affects the cases that need it.
    pub fn compile(document: &Document, suite: &Suite) -> Result<Schemas, SchemaError> {
        let steps = || suite.cases.iter().flat_map(|case| &case.steps);
        let sent = steps().flat_map(|step| {
            let parameters = step
                .parameters
                .iter()
                .filter_map(|sent| sent.parameter.schema.as_ref());
            parameters.chain(
                step.body
                    .as_ref()
                    .and_then(|body| body.declared.as_ref()?.schema.as_ref()),
            )
        });
        let received = steps().flat_map(|step| {
            let demanded = step
                .expectations
                .iter()
                .flat_map(|expectations| &expectations.headers);
            let headers = step.expected_response.headers.iter().chain(demanded);
            headers
                .filter_map(|header| header.schema.as_ref())
                .chain(step.body_schemas())
        });
        Schemas::compile_places(document, sent, received)
    }

    /// Compiles the schemas at these places, for requests and for responses.
    pub(crate) fn compile_places<'a>(
        document: &Document,
        sent: impl Iterator<Item = &'a PointerBuf>,
        received: impl Iterator<Item = &'a PointerBuf>,
    ) -> Result<Schemas, SchemaError> {
        let source = document.to_2020_12();
        let marked = OneWayProperties::find(&source);
        let (requests, responses) = if marked.is_empty() {
            let registry = build_registry(document, &source)?;
            (
                compile_all(&registry, &source, sent),
                compile_all(&registry, &source, received),
            )
        } else {
            // one after the other, because each needs a copy of the document
            let seen = marked.document_for(&source, Direction::Request);
            let requests = compile_all(&build_registry(document, &seen)?, &seen, sent);
            drop(seen);
            let seen = marked.document_for(&source, Direction::Response);
            let responses = compile_all(&build_registry(document, &seen)?, &seen, received);
            (requests, responses)
        };
        Ok(Schemas {
            requests,
            responses,
            claim_graph: OnceLock::new(),
        })
    }

    /// Reads the claims of the document that the schemas are of, unless it was done; the first judgement does so
    /// otherwise. Meanwhile requests can be sent.
    pub fn prepare_claims(&self, document: &Document) {
        self.claim_graph(document);
    }

    /// The claims of the document that the schemas are of.
    pub(crate) fn claim_graph(&self, document: &Document) -> &Arc<ClaimGraph> {
        self.claim_graph
            .get_or_init(|| Arc::new(ClaimGraph::new(document)))
    }

    /// The schemas that cannot be used, each with the reason.
    pub(crate) fn compile_errors(&self) -> impl Iterator<Item = (&PointerBuf, &str)> {
        let all = self.requests.iter().chain(&self.responses);
        all.filter_map(|(place, compiled)| Some((place, compiled.as_ref().err()?.as_str())))
    }

    /// Why the schema of a response cannot be used, if it cannot.
    pub(crate) fn compile_error(&self, schema: &Pointer) -> Option<&str> {
        let compiled = self.responses.get(schema)?;
        compiled.as_ref().err().map(String::as_str)
    }

    /// Lists the violations of the schema at a place by a value of a response; empty if there are none.
    pub(crate) fn response_violations(&self, schema: &Pointer, value: &Value) -> Vec<Violation> {
        find_violations(&self.responses, schema, value)
    }

    /// Lists the violations of the schema at a place by a value of a request; empty if there are none.
    pub(crate) fn request_violations(&self, schema: &Pointer, value: &Value) -> Vec<Violation> {
        find_violations(&self.requests, schema, value)
    }
}

fn find_violations(validators: &Validators, schema: &Pointer, value: &Value) -> Vec<Violation> {
    let Some(Ok(CompiledSchema {
        validator,
        origin: home,
    })) = validators.get(schema)
    else {
        return Vec::new();
    };
    // most values are valid, and a check is much faster than a list of errors
    if validator.is_valid(value) {
        return Vec::new();
    }
    let mut violations = Vec::new();
    for error in validator.iter_errors(value) {
        collect_violations(&error, &mut violations);
    }
    if home.as_ptr() != schema {
        for violation in &mut violations {
            if let Some(rest) = violation.claim.strip_prefix(home) {
                violation.claim = schema.concat(rest);
            }
        }
    }
    violations
}

/// The source of all schemas, to which they may refer.
fn build_registry<'s>(document: &Document, source: &'s Value) -> Result<Registry<'s>, SchemaError> {
    Registry::new()
        .draft(Draft::Draft202012)
        .add(DOCUMENT_URI, source)
        .and_then(|registry| registry.prepare())
        .map_err(|error| SchemaError {
            document: document.name().to_owned(),
            message: error.to_string(),
        })
}

fn compile_all<'a>(
    registry: &Registry<'_>,
    source: &Value,
    schemas: impl Iterator<Item = &'a PointerBuf>,
) -> Validators {
    // the first of each group of equal schemas, and the index of that one for each schema
    let mut distinct: Vec<&PointerBuf> = Vec::new();
    let mut first: HashMap<&PointerBuf, usize> = HashMap::new();
    let mut equal: HashMap<u64, (&Value, usize)> = HashMap::new();
    for schema in schemas {
        if first.contains_key(schema) {
            continue;
        }
        let value = find_self_contained(source, schema).map(|value| (hash_value(value), value));
        let known = value.and_then(|(hash, value)| {
            let (known, index) = equal.get(&hash)?;
            is_equal_in_order(known, value).then_some(*index)
        });
        let index = known.unwrap_or_else(|| {
            distinct.push(schema);
            distinct.len() - 1
        });
        if let Some((hash, value)) = value {
            equal.entry(hash).or_insert((value, index));
        }
        first.insert(schema, index);
    }
    let compiled = map_parallel(&distinct, |&schema| {
        // the compiler is a dependency, and its failure must only affect the cases that need this schema
        let compiled = catch_unwind(AssertUnwindSafe(|| compile(registry, schema)));
        let validator =
            compiled.unwrap_or_else(|_| Err("the schema compiler failed".to_owned()))?;
        Ok(CompiledSchema {
            validator: Arc::new(validator),
            origin: Arc::new(schema.clone()),
        })
    });
    first
        .into_iter()
        .map(|(schema, index)| (schema.clone(), compiled[index].clone()))
        .collect()
}

fn hash_value(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash_in_order(value, &mut hasher);
    hasher.finish()
}

/// Hashes a value including the order of its properties, as [`reads_alike`] compares; the hash of `Value` ignores it.
fn hash_in_order(value: &Value, hasher: &mut DefaultHasher) {
    match value {
        Value::Object(members) => {
            (0_u8, members.len()).hash(hasher);
            for (name, member) in members {
                name.hash(hasher);
                hash_in_order(member, hasher);
            }
        }
        Value::Array(elements) => {
            (1_u8, elements.len()).hash(hasher);
            elements
                .iter()
                .for_each(|element| hash_in_order(element, hasher));
        }
        leaf => leaf.hash(hasher),
    }
}

/// Whether two values are equal including the order of properties: violations come in that order.
fn is_equal_in_order(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|((a_name, a), (b_name, b))| a_name == b_name && is_equal_in_order(a, b))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_equal_in_order(a, b))
        }
        _ => a == b,
    }
}

/// The schema at a place, if it means the same at any other place: it contains no references, and no parent changes
/// its base URI.
fn find_self_contained<'s>(source: &'s Value, schema: &Pointer) -> Option<&'s Value> {
    let mut value = source;
    for token in schema.tokens() {
        if value.get("$id").is_some() {
            return None;
        }
        value = child(value, &token)?;
    }
    has_no_reference(value).then_some(value)
}

fn child<'v>(value: &'v Value, token: &Token<'_>) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(token.decoded().as_ref()),
        Value::Array(elements) => elements.get(token.decoded().parse::<usize>().ok()?),
        _ => None,
    }
}

fn has_no_reference(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .all(|(name, member)| !name.starts_with('$') && has_no_reference(member)),
        Value::Array(elements) => elements.iter().all(has_no_reference),
        _ => true,
    }
}

fn compile(registry: &Registry<'_>, schema: &Pointer) -> Result<Validator, String> {
    let fragment = EncodeSet::Fragment.encode(schema.as_str());
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_registry(registry)
        .should_validate_formats(true)
        .offline()
        .build(&json!({ "$ref": format!("{DOCUMENT_URI}#{fragment}") }))
        .map_err(|error| error.to_string())
}

/// Splits an error: if a value matches no branch of an `anyOf`, the errors of the closest branch explain why.
fn collect_violations(error: &ValidationError<'_>, violations: &mut Vec<Violation>) {
    if let ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } =
        error.kind()
    {
        let mut branches: Vec<Vec<Violation>> = Vec::new();
        for branch in context.iter() {
            let mut inner = Vec::new();
            for error in branch {
                collect_violations(error, &mut inner);
            }
            // a branch of another type, such as null, was not intended
            let other_type = branch.iter().any(|inner| {
                matches!(inner.kind(), ValidationErrorKind::Type { .. })
                    && inner.instance_path().as_str() == error.instance_path().as_str()
            });
            if !inner.is_empty() && !other_type {
                branches.push(inner);
            }
        }
        if let Some(closest) = branches.into_iter().min_by_key(Vec::len) {
            violations.extend(closest);
            return;
        }
    }
    violations.push(to_violation(error));
}

fn to_violation(error: &ValidationError<'_>) -> Violation {
    let at = PointerBuf::parse(error.instance_path().as_str()).unwrap_or_default();
    let claim = error
        .absolute_keyword_location()
        .and_then(|location| location.fragment())
        .map(|fragment| {
            percent_decode_str(fragment.as_str())
                .decode_utf8_lossy()
                .into_owned()
        })
        .and_then(|pointer| PointerBuf::parse(pointer).ok())
        .unwrap_or_default();
    let member = match error.kind() {
        ValidationErrorKind::Required { property } => property.as_str().map(str::to_owned),
        _ => None,
    };
    Violation {
        at,
        missing: member.is_some(),
        member,
        claim,
        message: violation_message(error),
        actual: error.instance().clone().into_owned(),
    }
}

/// The claim in words, without the value: reports show the value separately.
fn violation_message(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            format!(
                "required property `{}` is missing",
                property.as_str().unwrap_or_default()
            )
        }
        ValidationErrorKind::FalseSchema => "must be absent".to_owned(),
        _ => error.masked_with("the value").to_string(),
    }
}
