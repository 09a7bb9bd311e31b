//! The pure heart of Reprise: cases are made from a document's examples, planned, and judged against what a
//! server has answered. Nothing here reads a file, opens a socket, looks at a clock or prints.
//!
//! ```
//! use openapi_document::Document;
//! use reprise_core::{Exchange, Known, Level, Schemas, Outcome, judge, suite};
//!
//! let document = Document::parse("greeting.yaml", r#"
//! openapi: 3.1.0
//! info: { title: Greeting, version: 1.0.0 }
//! paths:
//!   /greeting:
//!     get:
//!       operationId: getGreeting
//!       responses:
//!         '200':
//!           description: A greeting.
//!           content:
//!             application/json:
//!               schema: { type: object, required: [text], properties: { text: { type: string } } }
//!               examples: { friendly: { value: { text: hello } } }
//! "#)?;
//! let suite = suite(&document, &[], &[])?;
//! let case = &suite.cases[0];
//! assert_eq!(case.id.as_str(), "getGreeting.friendly");
//!
//! let schemas = Schemas::compile(&document, &suite)?;
//! let exchange = Exchange {
//!     status: 200,
//!     headers: vec![("content-type".into(), "application/json".into())],
//!     body: br#"{"text": "good bye"}"#.to_vec(),
//! };
//! let judgement = judge(&document, &schemas, &case.steps[0], &exchange, Level::Value, &Known::default());
//! let Outcome::Failed(findings) = judgement.outcome else { panic!("a lie went by") };
//! assert_eq!(findings[0].at.as_str(), "/text");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod case;
mod case_file;
mod check;
mod checks;
mod claim;
mod claim_graph;
mod claims;
mod conversation;
mod cores;
mod direction;
mod discovery;
mod elision;
mod erratum;
mod exchange;
mod finding;
mod hash;
mod known_failure;
mod level;
mod lint;
mod masking;
mod members;
mod outcome;
mod plan;
mod proof;
mod reason;
mod report;
mod request;
mod requirement;
mod retry;
mod schemas;
mod secrets;
mod shard;
mod suite;
mod timestamp;
mod traceability;
mod volatile;
mod yaml;

pub use case::{
    Carrier, Case, CaseEffect, CaseId, Credential, Demand, Demands, Documented, Expectation,
    ExpectedHeader, Filled, FilledFrom, Follows, Hole, Invalid, Operand, Order, ParameterValue,
    Raw, Relation, RequestBody, Source, Step,
};
pub use case_file::{CASES_SCHEMA, CaseFile, CaseFileError, ParsedCases, parse_cases};
pub use check::Check;
pub use checks::{Bodies, Body, Judgement, Known, Places, judge};
pub use claim::{Claim, ClaimKind};
pub use claims::{ClaimStatus, Claims, Count, Seen, UntestedReason};
pub use conversation::Conversation;
pub use discovery::{Discovered, Discovery, DiscoveryResult, DiscoveryRule, Inquiry, Search};
pub use elision::{elide, elide_text};
pub use erratum::{Effect, Erratum, ErratumError, ErratumUse, Move, parse_errata};
pub use exchange::{Exchange, essence, is_deeper, is_json};
pub use finding::{Agreement, Class, Finding, Kind, Name, Note, Place, names};

pub use known_failure::{
    Complaint, Day, Heard, KnownFailure, Open, Release, Subject, Told, Trouble, Weighed,
    known_failure_entries, parse_known_failures, weigh,
};
pub use level::Level;
pub use lint::{Flaw, LintError, Rule, lint, lint_document};
pub use outcome::Outcome;
pub use plan::{Disposable, Existing, Plan, Planned, Skip, State, plan};
pub use proof::{Alarmed, Caught, Fault, Proof, Score, Variation};
pub use reason::{Reason, ReasonCode, ReasonGroup};
pub use report::{CaseReport, Report, Summary};
pub use request::{Param, Placeholder, Request, RequestError, curl, request};
pub use requirement::{REQUIREMENTS_SCHEMA, Requirement, RequirementStatus, parse_requirements};
pub use retry::retry_after;
pub use schemas::{SchemaError, Schemas};
pub use secrets::{SecretError, Secrets};
pub use shard::{Shard, ShardError, only_shard};
pub use suite::{Suite, SuiteError, Unused, UnusedReason, suite};
pub use traceability::unheld;
pub use volatile::Volatile;
pub use yaml::{YamlError, error_at, nearest, parse_yaml};
