//! Requirements: everything that a documentation says and a client relies on, and which cases hold it.
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

use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use crate::case::Source;
use crate::yaml::{YamlError, error_at, parse_yaml};

/// The JSON Schema of files of requirements, with which editors complete them.
pub const REQUIREMENTS_SCHEMA: &str = include_str!("requirements.schema.json");

/// Something that is promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Stable name.
    pub id: String,
    /// Where it is said.
    pub source: Source,
    /// What is promised, in one sentence.
    pub says: String,
    /// The cases that hold it; at least one, unless there is a reason for none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<String>,
    /// Why no case holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub none: Option<String>,
    /// Where it is written: file and line.
    #[serde(skip)]
    pub place: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Spanned<String>,
    source: Source,
    says: String,
    #[serde(default)]
    cases: Vec<String>,
    #[serde(default)]
    none: Option<String>,
}

/// Reads a file of requirements.
///
/// # Errors
///
/// When the text is no list of requirements, or one has neither cases nor a reason for having none, or both.
pub fn parse_requirements(name: &str, text: &str) -> Result<Vec<Requirement>, YamlError> {
    let written: Vec<Written> = parse_yaml(name, text)?;
    let requirement = |written: Written| {
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

/// What became of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementStatus {
    /// Every case that holds it conforms.
    Met,
    /// A case that holds it differs.
    Violated,
    /// A case that holds it was not judged, and none differs.
    Untested,
    /// No response can show it, so no case checks it.
    NotObservable,
}

impl Requirement {
    /// Its status, given whether each case conforms or differs; none for one of which neither is known.
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
    fn one_case_breaks_a_requirement_and_all_hold_it() {
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
                "  none: Nobody sees it.\n",
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
