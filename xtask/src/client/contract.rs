//! Reads from the document what the client needs of each operation, and refuses unsupported constructs.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use http::StatusCode;
use jobs_api::method_name;
use jsonptr::Pointer;
use openapi_document::{Document, Location, MediaType, Parameter, Response, StatusPattern, Style};

use super::source_place::source_place;
use super::types::{RustType, child_pointer};

/// The language and the label of the samples for this client.
const SAMPLE: (&str, &str) = ("Rust", "jobs-client");

/// Headers that every page of a list may have, which the client's `Head` reads.
const PAGE_HEADERS: [&str; 7] = [
    "link",
    "x-page",
    "x-per-page",
    "x-next-page",
    "x-prev-page",
    "x-total",
    "x-total-pages",
];
/// Headers that a log may have.
const LOG_HEADERS: [&str; 1] = ["content-disposition"];

/// An operation, as far as the client needs it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Operation {
    /// Its operation id.
    pub(super) id: String,
    /// Name of its method and its module.
    pub(super) name: String,
    /// The prefix of the names of its types.
    pub(super) type_name: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) description: String,
    /// Required parameters: those of the path in its order, then those of the query.
    pub(super) arguments: Vec<Argument>,
    /// Optional parameters.
    pub(super) query: Vec<QueryParameter>,
    pub(super) body: Option<Body>,
    pub(super) success: Success,
    pub(super) error_responses: Vec<ErrorResponse>,
    pub(super) sample: Option<String>,
}

/// A required parameter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) parameter: String,
    pub(super) location: Location,
    pub(super) rust_type: RustType,
}

/// An optional parameter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct QueryParameter {
    pub(super) name: String,
    pub(super) parameter: String,
    pub(super) rust_type: RustType,
    pub(super) description: String,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) required: bool,
    pub(super) rust_type: RustType,
}

/// The documented successful response.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Success {
    pub(super) status: u16,
    pub(super) content: SuccessContent,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum SuccessContent {
    Json(RustType),
    /// One page of a list of items of a type.
    Page(RustType),
    Log,
}

/// A documented error response.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ErrorResponse {
    pub(super) status: u16,
    /// The reason phrase, such as `Not Found`.
    pub(super) reason: &'static str,
    pub(super) description: String,
    pub(super) rust_type: RustType,
    pub(super) headers: Vec<ErrorHeader>,
}

/// A documented header of an error response.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ErrorHeader {
    pub(super) name: String,
    pub(super) header: String,
    pub(super) rust_type: RustType,
    pub(super) description: String,
}

/// Every operation, in the order of the document.
pub(super) fn operations(document: &Document) -> Result<Vec<Operation>> {
    document
        .operations()
        .iter()
        .map(|operation| read_operation(document, operation))
        .collect()
}

fn read_operation(
    document: &Document,
    operation: &openapi_document::Operation,
) -> Result<Operation> {
    let at = source_place(document, &operation.pointer);
    let id = &operation.id;
    if !id.starts_with(|c: char| c.is_ascii_lowercase())
        || !id.chars().all(|c| c.is_ascii_alphanumeric())
    {
        bail!("{at}: `{id}` cannot be the name of a method; use an `operationId` such as `getJob`");
    }
    let mut arguments = Vec::new();
    let mut query = Vec::new();
    for parameter in &operation.parameters {
        if is_covered(document, parameter, &operation.parameters)? {
            continue;
        }
        let name = to_identifier(parameter.name.trim_end_matches("[]"));
        let of = parameter_type(document, parameter)?;
        if parameter.required && matches!(of, RustType::List(_)) {
            bail!(
                "{}: the list `{}` is required, which the client does not support; make it optional",
                source_place(document, &parameter.pointer),
                parameter.name
            );
        }
        if parameter.required {
            let location = parameter.location;
            arguments.push(Argument {
                name,
                parameter: parameter.name.clone(),
                location,
                rust_type: of,
            });
        } else {
            let description = read_text(document, &parameter.pointer, "description");
            query.push(QueryParameter {
                name,
                parameter: parameter.name.clone(),
                rust_type: of,
                description,
            });
        }
    }
    arguments.sort_by_key(|argument| match argument.location {
        Location::Path => operation.path.find(&format!("{{{}}}", argument.parameter)),
        _ => Some(usize::MAX),
    });
    let names = arguments
        .iter()
        .map(|argument| &argument.name)
        .chain(query.iter().map(|member| &member.name));
    let mut known = BTreeSet::new();
    if let Some(twice) = names.clone().find(|name| !known.insert(*name)) {
        bail!("{at}: two parameters would have the name `{twice}` in the client; rename one");
    }
    let (succeeding, refusing): (Vec<&Response>, Vec<&Response>) =
        operation.responses.iter().partition(|response| {
            matches!(
                response.status,
                StatusPattern::Code(200..300) | StatusPattern::Range(2)
            )
        });
    let [succeeding] = succeeding.as_slice() else {
        bail!(
            "{at}: {} successful statuses; the client supports exactly one",
            succeeding.len()
        );
    };
    Ok(Operation {
        id: id.clone(),
        name: method_name(id),
        type_name: pascal_case(id),
        method: operation.method.to_string(),
        path: operation.path.clone(),
        summary: operation.summary.clone().unwrap_or_else(|| id.clone()),
        description: read_text(document, &operation.pointer, "description"),
        arguments,
        query,
        body: read_body(document, operation)?,
        success: read_success(document, succeeding)?,
        error_responses: refusing
            .into_iter()
            .map(|response| read_error_response(document, response))
            .collect::<Result<_>>()?,
        sample: find_sample(document, &operation.pointer),
    })
}

/// Whether a parameter `x` has the same meaning as its sibling `x[]`, which the client sends instead.
fn is_covered(document: &Document, parameter: &Parameter, all: &[Parameter]) -> Result<bool> {
    let brackets = format!("{}[]", parameter.name);
    let Some(list) = all
        .iter()
        .find(|other| other.name == brackets && other.location == parameter.location)
    else {
        return Ok(false);
    };
    let one = parameter_type(document, parameter)?;
    if parameter.required || RustType::List(Box::new(one)) != parameter_type(document, list)? {
        bail!(
            "{}: `{}` has another meaning than `{brackets}`; rename one",
            source_place(document, &parameter.pointer),
            parameter.name
        );
    }
    Ok(true)
}

/// The type of a parameter, if the client supports it.
fn parameter_type(document: &Document, parameter: &Parameter) -> Result<RustType> {
    let at = source_place(document, &parameter.pointer);
    let name = &parameter.name;
    let schema = parameter
        .schema
        .as_ref()
        .filter(|_| parameter.content.is_none());
    let schema =
        schema.with_context(|| format!("{at}: the parameter `{name}` has no `schema`; add one"))?;
    let is_list = matches!(RustType::of(document, schema)?, RustType::List(_));
    match (parameter.location, parameter.style, is_list) {
        (Location::Path, Style::Simple, false) | (Location::Query, Style::Form, false) => {
            RustType::of_scalar(document, schema)
        }
        (Location::Query, Style::Form, true) if parameter.explode => Ok(RustType::List(Box::new(
            RustType::of_scalar(document, &child_pointer(schema, "items"))?,
        ))),
        (location, style, _) => bail!(
            "{at}: the client does not support `{name}` in {location} with the style {style:?}; use a single value, or an exploded list in the query"
        ),
    }
}

fn read_body(document: &Document, operation: &openapi_document::Operation) -> Result<Option<Body>> {
    let Some(body) = &operation.request_body else {
        return Ok(None);
    };
    let of = match json_type(document, &body.content)? {
        Some(of) => of,
        None => bail!(
            "{}: the client supports only JSON request bodies",
            source_place(document, &body.pointer)
        ),
    };
    Ok(Some(Body {
        required: body.required,
        rust_type: of,
    }))
}

fn read_success(document: &Document, response: &Response) -> Result<Success> {
    let at = source_place(document, &response.pointer);
    let (status, _) = status_and_reason(document, response)?;
    let named = |known: &[&str]| {
        let unknown = response
            .headers
            .iter()
            .find(|header| !known.contains(&header.name.to_ascii_lowercase().as_str()));
        match unknown {
            Some(header) => bail!(
                "{}: the client does not read the header `{}`; add it to `Head` or `Log`",
                source_place(document, &header.pointer),
                header.name
            ),
            None => Ok(()),
        }
    };
    let is_paged = response
        .headers
        .iter()
        .any(|header| header.name.eq_ignore_ascii_case("link"));
    let shape = match (
        json_type(document, &response.content)?,
        response.content.as_slice(),
    ) {
        (Some(RustType::List(item)), _) if is_paged => {
            named(&PAGE_HEADERS)?;
            SuccessContent::Page(*item)
        }
        (Some(of), _) => {
            named(&[])?;
            SuccessContent::Json(of)
        }
        (None, [one]) if one.name == "text/plain" => {
            named(&LOG_HEADERS)?;
            SuccessContent::Log
        }
        (None, _) => {
            bail!("{at}: the client supports one JSON or text/plain response body")
        }
    };
    Ok(Success {
        status,
        content: shape,
    })
}

fn read_error_response(document: &Document, response: &Response) -> Result<ErrorResponse> {
    let at = source_place(document, &response.pointer);
    let (status, reason) = status_and_reason(document, response)?;
    let Some(of) = json_type(document, &response.content)? else {
        bail!("{at}: the client supports only JSON bodies of errors");
    };
    let mut headers = Vec::new();
    for header in &response.headers {
        let schema = header.schema.as_ref().with_context(|| {
            format!(
                "{}: the header has no `schema`; add one",
                source_place(document, &header.pointer)
            )
        })?;
        headers.push(ErrorHeader {
            name: to_identifier(&header.name),
            header: header.name.clone(),
            rust_type: RustType::of_scalar(document, schema)?,
            description: read_text(document, &header.pointer, "description"),
        });
    }
    Ok(ErrorResponse {
        status,
        reason,
        description: read_text(document, &response.pointer, "description"),
        rust_type: of,
        headers,
    })
}

/// The status of a response and its reason phrase; ranges and `default` are refused.
fn status_and_reason(document: &Document, response: &Response) -> Result<(u16, &'static str)> {
    let known = match response.status {
        StatusPattern::Code(code) => StatusCode::from_u16(code)
            .ok()
            .and_then(|status| Some((code, status.canonical_reason()?))),
        StatusPattern::Range(_) | StatusPattern::Default => None,
    };
    known.with_context(|| {
        format!(
            "{}: `{}` is not a registered status; document each status, since the client has a variant for each",
            source_place(document, &response.pointer),
            response.status
        )
    })
}

/// The type of the body, if JSON is its only media type.
fn json_type(document: &Document, content: &[MediaType]) -> Result<Option<RustType>> {
    match content {
        [one] if one.name == "application/json" => {
            let schema = one.schema.as_ref().with_context(|| {
                format!(
                    "{}: the body has no `schema`; add one",
                    source_place(document, &one.pointer)
                )
            })?;
            RustType::of(document, schema).map(Some)
        }
        _ => Ok(None),
    }
}

fn find_sample(document: &Document, pointer: &Pointer) -> Option<String> {
    let operation = document.get(pointer)?;
    let ours = operation["x-codeSamples"]
        .as_array()?
        .iter()
        .find(|sample| {
            (sample["lang"].as_str(), sample["label"].as_str()) == (Some(SAMPLE.0), Some(SAMPLE.1))
        });
    Some(ours?["source"].as_str()?.to_owned())
}

fn read_text(document: &Document, pointer: &Pointer, member: &str) -> String {
    let object = document.get(pointer).unwrap_or_default();
    object[member].as_str().unwrap_or_default().to_owned()
}

/// A name as a field or an argument: `retry_after` for `Retry-After`.
fn to_identifier(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '_'
        }
    };
    let name: String = name.chars().map(plain).collect();
    match name.as_str() {
        "as" | "async" | "await" | "box" | "const" | "dyn" | "enum" | "fn" | "for" | "if"
        | "impl" | "in" | "loop" | "match" | "mod" | "move" | "mut" | "pub" | "ref" | "return"
        | "static" | "struct" | "trait" | "type" | "use" | "where" | "while" => format!("r#{name}"),
        _ => name,
    }
}

/// `getJob` or `Not Found` as the name of a type.
pub(super) fn pascal_case(words: &str) -> String {
    let mut name = String::new();
    let mut begins = true;
    for c in words.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(if begins { c.to_ascii_uppercase() } else { c });
        }
        begins = !c.is_ascii_alphanumeric() && c != '\'';
    }
    name
}
