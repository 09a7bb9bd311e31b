//! Response headers: which operation sends which, and when.
//!
//! utoipa cannot say that a header is required, so headers are declared here and put into the document as
//! values.

use serde_json::{Value, json};

use super::Operation;

/// A header that a response carries.
pub(crate) struct Header {
    /// Name as it is written in the documentation.
    pub(crate) name: &'static str,
    /// What it says.
    pub(crate) description: &'static str,
    /// Whether each response of this status carries it.
    pub(crate) required: bool,
    /// What its value looks like.
    pub(crate) schema: Value,
}

/// The headers of the responses of `operation` with `status`.
pub(crate) fn headers(operation: Operation, status: &str) -> Vec<Header> {
    match (operation, status) {
        // with cursor pagination there are no page headers, and no link after the last page
        (Operation::ListProjectJobs, "200") => page_headers(false),
        (Operation::ListPipelineJobs | Operation::ListPipelineBridges, "200") => {
            let mut headers = page_headers(true);
            headers.push(total(
                "X-Total",
                "How many items there are on all pages together. Left out above 10,000.",
                0,
                42,
            ));
            headers.push(total(
                "X-Total-Pages",
                "How many pages there are, at least 1. Left out above 10,000 items.",
                1,
                3,
            ));
            headers
        }
        (Operation::ListProjectJobs, "429") => vec![Header {
            name: "Retry-After",
            description: "How many seconds to wait before asking again.",
            required: true,
            schema: json!({ "type": "integer", "minimum": 0, "examples": [60] }),
        }],
        (Operation::GetJobTrace, "200") => vec![Header {
            name: "Content-Disposition",
            description: "Suggests a file name: the number of the job, with the ending `.log`.",
            required: true,
            schema: json!({ "type": "string", "pattern": r#"^infile; filename="[0-9]+\.log"$"# }),
        }],
        _ => Vec::new(),
    }
}

fn page_headers(required: bool) -> Vec<Header> {
    let number = |name, description, pattern, example| Header {
        name,
        description,
        required,
        schema: json!({ "type": "string", "pattern": pattern, "examples": [example] }),
    };
    vec![
        Header {
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

fn total(name: &'static str, description: &'static str, minimum: u64, example: u64) -> Header {
    Header {
        name,
        description,
        required: false,
        schema: json!({ "type": "integer", "minimum": minimum, "examples": [example] }),
    }
}
