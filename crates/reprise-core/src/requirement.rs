//! Requirements: statements of the documentation that a client relies on, and the cases that check them.
//!
//! ```
//! let requirements = reprise_core::parse_requirements("requirements/cancelJob.yaml", "
//! - id: cancel-answers-201
//!   source: {behaviour: 2.8 Cancel a job}
//!   says: Canceling is answered with 201.
//!   cases: [cancelJob.running-job]
//! ")?;
//! assert_eq!(requirements[0].cases, ["cancelJob.running-job"]);
//! # Ok::<(), reprise_core::YamlError>(())
//! ```

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_saphyr::Spanned;

use crate::case::DocumentationSource;
use crate::yaml::{YamlError, error_at, parse_yaml};

/// The JSON Schema of requirement files; editors use it for completion.
pub fn requirements_schema() -> Value {
    schema_for!(Vec<RawRequirement>).to_value()
}

/// A statement of the documentation that a client relies on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Requirement {
    /// Stable name.
    pub id: String,
    /// Source of the statement.
    pub source: DocumentationSource,
    /// The requirement, in one sentence.
    pub says: String,
    /// The cases that check it; at least one, unless `untested` gives a reason for having none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<String>,
    /// Why no case checks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub none: Option<String>,
    /// Place of the requirement: file and line.
    #[serde(skip)]
    pub place: String,
}

/// A statement of the documentation that a client relies on, with the cases that check it or the reason why none does.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Requirement", extend("oneOf" = [{ "required": ["cases"] }, { "required": ["none"] }]))]
struct RawRequirement {
    /// Stable name.
    #[schemars(with = "String", regex(pattern = "^[a-z0-9-]+$"))]
    id: Spanned<String>,
    /// Where the documentation says it.
    source: DocumentationSource,
    /// The requirement, in one sentence.
    says: String,
    /// Ids of the cases that check it.
    #[serde(default)]
    #[schemars(length(min = 1))]
    cases: Vec<String>,
    /// Why no case checks it.
    #[serde(default)]
    none: Option<String>,
}

/// Reads a file of requirements.
///
/// # Errors
///
/// Returns an error if the text is not a list of requirements, or one has neither cases nor a reason, or both.
pub fn parse_requirements(name: &str, text: &str) -> Result<Vec<Requirement>, YamlError> {
    let written: Vec<RawRequirement> = parse_yaml(name, text)?;
    let requirement = |written: RawRequirement| {
        let at = written.id.referenced;
        let refused = |message: &str| {
            let message = format!("the requirement `{}` {message}", written.id.value);
            Err(error_at(name, at, message))
        };
        match (written.cases.is_empty(), &written.none) {
            (true, None) => {
                return refused("has no case; set `cases`, or `none:` with a reason");
            }
            (false, Some(_)) => return refused("has both `cases` and `none`; remove one"),
            _ => {}
        }
        Ok(Requirement {
            place: format!("{name}:{}", at.line()),
            id: written.id.value,
            source: written.source,
            says: written.says,
            cases: written.cases,
            none: written.none,
        })
    };
    written.into_iter().map(requirement).collect()
}

/// The status of a requirement.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementStatus {
    /// Every case that checks it passed.
    Met,
    /// A case that checks it failed.
    Violated,
    /// A case that checks it has no result, and none failed.
    Untested,
    /// No response can prove it, so no case checks it.
    NotObservable,
}

impl Requirement {
    /// The status, given whether each case passed or failed; `None` for a case without a result.
    pub fn status(&self, conforms: impl Fn(&str) -> Option<bool>) -> RequirementStatus {
        if self.none.is_some() {
            return RequirementStatus::NotObservable;
        }
        let cases = || self.cases.iter().map(|case| conforms(case));
        if cases().any(|conforms| conforms == Some(false)) {
            RequirementStatus::Violated
        } else if cases().all(|conforms| conforms == Some(true)) {
            RequirementStatus::Met
        } else {
            RequirementStatus::Untested
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requirement(cases: &str) -> Result<Requirement, YamlError> {
        let text =
            format!("- id: kept\n  source: {{behaviour: '1.2'}}\n  says: It is kept.\n{cases}");
        parse_requirements("p.yaml", &text).map(|mut requirements| requirements.remove(0))
    }

    #[test]
    fn a_requirement_has_cases_or_a_reason() {
        for (cases, expected) in [
            (
                "",
                "p.yaml:1:7: the requirement `kept` has no case; set `cases`, or `none:` with a reason",
            ),
            (
                "  cases: [a]\n  none: No.\n",
                "p.yaml:1:7: the requirement `kept` has both `cases` and `none`; remove one",
            ),
            (
                "  case: [a]\n",
                "p.yaml:4:3: unknown field `case`, expected one of id, source, says, cases, none; did you mean `cases`?",
            ),
        ] {
            let error = requirement(cases).map_err(|error| error.to_string());
            assert_eq!(error, Err(expected.to_owned()));
        }
    }

    #[test]
    fn one_failed_case_violates_a_requirement_and_all_passed_cases_meet_it() {
        let conforms = |id: &str| match id {
            "good" => Some(true),
            "bad" => Some(false),
            _ => None,
        };
        for (cases, expected) in [
            ("  cases: [good]\n", RequirementStatus::Met),
            ("  cases: [good, shy]\n", RequirementStatus::Untested),
            ("  cases: [good, lost]\n", RequirementStatus::Untested),
            ("  cases: [shy, bad]\n", RequirementStatus::Violated),
            (
                "  none: No response shows it.\n",
                RequirementStatus::NotObservable,
            ),
        ] {
            let requirement = requirement(cases);
            assert_eq!(
                requirement.map(|one| one.status(conforms)),
                Ok(expected),
                "{cases}"
            );
        }
    }
}
