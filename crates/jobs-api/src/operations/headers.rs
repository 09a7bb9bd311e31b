//! Response headers: which operation sends which, and when.
//!
//! utoipa cannot say that a header is required, so headers are declared here and put into the document as
//! values.

use serde_json::{Value, json};

use super::Operation;

/// A header of a response.
pub(crate) struct ResponseHeader {
    /// Name as it is written in the documentation.
    pub(crate) name: &'static str,
    /// Its description.
    pub(crate) description: &'static str,
    /// Whether every response with this status has it.
    pub(crate) required: bool,
    /// The schema of its value.
    pub(crate) schema: Value,
}

/// The headers of the responses of `operation` with `status`.
pub(crate) fn headers(operation: Operation, status: &str) -> Vec<ResponseHeader> {
    match (operation, status) {
        // with cursor pagination there are no page headers, and no link after the last page
        (Operation::ListProjectJobs, "200") => page_headers(false),
        (Operation::ListPipelineJobs | Operation::ListPipelineBridges, "200") => {
            let mut headers = page_headers(true);
            headers.push(total_header(
                "X-Total",
                "How many items there are on all pages together. Omitted above 10,000.",
                0,
                42,
            ));
            headers.push(total_header(
                "X-Total-Pages",
                "How many pages there are, at least 1. Left out above 10,000 items.",
                1,
                3,
            ));
            headers
        }
        (Operation::ListProjectJobs, "429") => vec![ResponseHeader {
            name: "Retry-After",
            description: "Number of seconds to wait before the next request.",
            required: true,
            schema: json!({ "type": "integer", "minimum": 0, "examples": [60] }),
        }],
        (Operation::GetJobTrace, "200") => vec![ResponseHeader {
            name: "Content-Disposition",
            description: "Suggests a file name: the number of the job, with the ending `.log`.",
            required: true,
            schema: json!({ "type": "string", "pattern": r#"^infile; filename="[0-9]+\.log"$"# }),
        }],
        _ => Vec::new(),
    }
}

fn page_headers(required: bool) -> Vec<ResponseHeader> {
    let number = |name, description, pattern, example| ResponseHeader {
        name,
        description,
        required,
        schema: json!({ "type": "string", "pattern": pattern, "examples": [example] }),
    };
    vec![
        ResponseHeader {
            name: "Link",
            description: "Addresses of other pages, each with its relation to this one: `prev`, `next`, `first`, `last`.",
            required,
            schema: json!({
                "type": "string",
                "pattern": r#"^<[^>]+>; rel="[a-z]+"(, <[^>]+>; rel="[a-z]+")*$"#,
                "examples": [r#"<https://gitlab.com/api/v4/projects/1/jobs?id=1&page=2&per_page=20>; rel="next", <https://gitlab.com/api/v4/projects/1/jobs?id=1&page=1&per_page=20>; rel="first""#],
            }),
        },
        number(
            "X-Page",
            "Which page this is, counted from 1.",
            "^[1-9][0-9]*$",
            "1",
        ),
        number(
            "X-Per-Page",
            "How many items a page holds.",
            "^[1-9][0-9]*$",
            "20",
        ),
        number(
            "X-Next-Page",
            "Number of the next page; empty on the last one.",
            "^([1-9][0-9]*)?$",
            "2",
        ),
        number(
            "X-Prev-Page",
            "Number of the page before; empty on the first one.",
            "^([1-9][0-9]*)?$",
            "",
        ),
    ]
}

fn total_header(
    name: &'static str,
    description: &'static str,
    minimum: u64,
    example: u64,
) -> ResponseHeader {
    ResponseHeader {
        name,
        description,
        required: false,
        schema: json!({ "type": "integer", "minimum": minimum, "examples": [example] }),
    }
}
