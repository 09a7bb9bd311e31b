//! The heart without a socket: documents and exchanges in, cases and outcomes out.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod assembling;
mod authentication;
#[path = "../../fuzz/bodies.rs"]
mod bodies;
mod case_files;
mod checks;
mod claims;
mod classes;
mod commands;
mod discovery;
mod elisions;
mod equal_schemas;
mod errata;
mod flaws;
mod fuzzing;
mod judging;
mod large;
mod linting;
mod messages;
mod outgoing;
mod pairing;
mod planning;
mod reasons;
mod refusals;
mod requests;
mod running;
mod secrets;
mod servers;
mod suites;

use openapi_document::Document;
use reprise_core::{Case, Erratum, Exchange, Schemas, Suite, build_suite};
use serde_json::Value;

/// A small API with an object, a list, a text and a header.
const SHELF: &str = include_str!("shelf.yaml");

fn shelf() -> Document {
    Document::parse("shelf.yaml", SHELF).unwrap()
}

fn shelf_suite(errata: &[Erratum]) -> (Document, Suite, Schemas) {
    let document = shelf();
    let suite = build_suite(&document, &[], errata).unwrap();
    let schemas = Schemas::compile(&document, &suite).unwrap();
    (document, suite, schemas)
}

fn find_case<'a>(suite: &'a Suite, id: &str) -> &'a Case {
    let found = suite.cases.iter().find(|case| case.id.as_str() == id);
    found.unwrap_or_else(|| panic!("no case {id}"))
}

fn make_response(status: u16, media_type: &str, body: impl AsRef<[u8]>) -> Exchange {
    Exchange {
        status,
        headers: vec![("content-type".to_owned(), media_type.to_owned())],
        body: body.as_ref().to_vec(),
    }
}

fn json_response(status: u16, body: &Value) -> Exchange {
    make_response(status, "application/json", body.to_string())
}
