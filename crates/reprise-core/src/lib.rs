#![doc = include_str!("../README.md")]

mod assemble;
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
mod mutants;
mod outcome;
mod plan;
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
    Carrier, Case, CaseEffect, CaseExpectations, CaseId, CaseOrigin, Credential, DefaultSource,
    Documented, Expectation, ExpectedHeader, ExpectedRelation, Follows, Invalid, MissingPart,
    Operand, Order, ParameterValue, PartDefault, Raw, Relation, RequestBody, Source, Step,
};
pub use case_file::{CaseFile, CaseFileError, ParsedCases, cases_schema, parse_cases};
pub use check::Check;
pub use checks::{Bodies, Body, Judgement, Places, StepValues, judge};
pub use claim::{Claim, ClaimKind};
pub use claims::{ClaimStatus, Claims, Count, Seen, UntestedReason};
pub use conversation::Conversation;
pub use discovery::{Discovered, Discovery, DiscoveryResult, DiscoveryRule, Inquiry, Search};
pub use elision::{elide, elide_text};
pub use erratum::{Effect, Erratum, ErratumError, ErratumUse, Move, parse_errata};
pub use exchange::{Exchange, essence, is_deeper, is_json};
pub use finding::{Agreement, Class, Finding, Kind, Name, Note, Place, names};

pub use known_failure::{
    CaseFindings, CaseResult, Day, Evaluation, KnownFailure, NewFinding, Problem, ProblemKind,
    Release, Subject, evaluate, known_failure_entries, parse_known_failures,
};
pub use level::Level;
pub use lint::{Flaw, LintError, Rule, lint, lint_document};
pub use mutants::{Fault, FaultResult, MutantReport, MutantScore, Variation, VariationResult};
pub use outcome::Outcome;
pub use plan::{Disposable, Existing, Plan, Planned, Skip, State, plan};
pub use reason::{Reason, ReasonCode, ReasonGroup};
pub use report::{CaseReport, Report, Summary};
pub use request::{
    Param, Placeholder, Request, RequestError, base_url, credential_names, curl, request,
    with_server_path,
};
pub use requirement::{Requirement, RequirementStatus, parse_requirements, requirements_schema};
pub use retry::retry_after;
pub use schemas::{SchemaError, Schemas};
pub use secrets::{SecretError, Secrets};
pub use shard::{Shard, ShardError, only_shard};
pub use suite::{Suite, SuiteError, Unused, UnusedReason, suite};
pub use traceability::requirement_problems;
pub use volatile::Volatile;
pub use yaml::{YamlError, error_at, nearest, parse_yaml};
