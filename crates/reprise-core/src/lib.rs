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
mod mutants;
mod ordered_map;
mod outcome;
mod parallel;
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
    Case, CaseEffect, CaseExpectations, CaseId, CaseOrigin, Credential, CredentialCarrier,
    DefaultSource, DocumentationSource, DocumentedValue, ExpectedHeader, ExpectedPages,
    ExpectedRelation, ExpectedResponse, InvalidParts, LiteralParts, MissingPart, Operand,
    ParameterValue, PartDefault, Relation, RequestBody, SortOrder, Step,
};
pub use case_file::{CaseFile, CaseFileError, ParsedCases, cases_schema, parse_cases};
pub use check::Check;
pub use checks::{BodyPair, BodyText, Judgement, PlaceCounts, StepValues, check_response};
pub use claim::{Claim, ClaimKind};
pub use claims::{ClaimCount, ClaimStatus, Claims, ResponseClaims, UntestedReason};
pub use conversation::Conversation;
pub use discovery::{
    Discovery, DiscoveryRequest, DiscoveryResult, DiscoveryRule, DiscoverySearch, RuleReport,
};
pub use elision::{elide, elide_text};
pub use erratum::{ElementMove, Erratum, ErratumEffect, ErratumError, ErratumUse, parse_errata};
pub use exchange::{Exchange, essence, is_json, is_nested_deeper};
pub use finding::{
    Agreement, ExchangePart, ExtraProperty, Finding, FindingClass, FindingIds, FindingKind,
    finding_ids,
};

pub use known_failure::{
    CaseFindings, CaseResult, Day, KnownFailure, KnownFailureEvaluation, KnownFailureProblem,
    KnownFailureProblemKind, KnownFailureSubject, NewFinding, TargetVersion,
    evaluate_known_failures, parse_known_failures, render_known_failures,
};
pub use level::Level;
pub use lint::{Flaw, LintError, LintRule, lint_cases, lint_document};
pub use mutants::{Fault, FaultResult, MutantReport, MutantScore, Variation, VariationResult};
pub use outcome::Outcome;
pub use plan::{
    DisposableResources, ExistingState, Plan, PlannedCase, SkippedCase, StateSource, plan,
};
pub use reason::{Reason, ReasonCode, ReasonGroup};
pub use report::{CaseReport, Report, Summary};
pub use request::{
    Param, Placeholder, Request, RequestError, base_url, build_request, credential_names,
    render_curl, with_server_path,
};
pub use requirement::{Requirement, RequirementStatus, parse_requirements, requirements_schema};
pub use retry::retry_after;
pub use schemas::{SchemaError, Schemas};
pub use secrets::{SecretError, Secrets};
pub use shard::{Shard, ShardError, select_shard};
pub use suite::{Suite, SuiteError, UnusedExample, UnusedReason, build_suite};
pub use traceability::find_requirement_problems;
pub use volatile::VolatileKind;
pub use yaml::{YamlError, error_at, nearest_word, parse_yaml};
