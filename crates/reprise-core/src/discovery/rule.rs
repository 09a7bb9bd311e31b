//! A discovery rule, resolved against a document.

use super::candidate::{Candidate, ResponsePattern};
use crate::case::{Case, CaseId, Step};
use crate::reason::Reason;
use openapi_document::Parameter;

/// A rule that matches the document.
#[derive(Clone, Debug)]
pub(super) struct ResolvedRule {
    /// What the rule finds, in words.
    pub(super) name: String,
    /// The request.
    pub(super) step: Step,
    /// What to look for in the response.
    pub(super) pattern: ResponsePattern,
    /// The cases that the rule is for; empty for all cases.
    pub(super) cases: Option<Vec<CaseIdPattern>>,
    pub(super) result: RuleResult,
}

/// The result of a rule.
#[derive(Clone, Debug, Default)]
pub(super) enum RuleResult {
    /// Not used yet.
    #[default]
    NotUsed,
    /// The rule sent this request and found these candidates; at least one.
    Found(String, Vec<Candidate>),
    /// The rule found nothing, for this reason.
    Nothing(Reason),
}

/// Case ids, with `*` as a wildcard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CaseIdPattern(pub(super) String);

impl CaseIdPattern {
    pub(super) fn is_exact(&self) -> bool {
        !self.0.contains('*')
    }

    pub(super) fn matches(&self, id: &CaseId) -> bool {
        let id = id.as_str();
        let mut parts = self.0.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = id.strip_prefix(first) else {
            return false;
        };
        let mut open = false;
        let mut last = "";
        for part in parts {
            // the literal text before `*` is matched as early as possible, so that most text is left for the rest
            match rest.find(part) {
                Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
                None => return false,
            }
            open = true;
            last = part;
        }
        rest.is_empty() || open && id.ends_with(last)
    }
}

impl ResolvedRule {
    pub(super) fn applies_to(&self, case: &Case) -> bool {
        match &self.cases {
            None => true,
            Some(patterns) => patterns.iter().any(|pattern| pattern.matches(&case.id)),
        }
    }

    /// Required parameters that need a value before the rule can be used.
    pub(super) fn missing_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.step.missing_parameters.iter()
    }
}

/// The position of the first rule before `before` that finds the value of `name`.
pub(super) fn find_source_rule(rules: &[ResolvedRule], before: usize, name: &str) -> Option<usize> {
    let mut earlier = rules.iter().take(before);
    earlier.position(|rule| rule.pattern.sets_parameter(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_matches_any_text() {
        for (pattern, id, expected) in [
            ("getJob.failed-job", "getJob.failed-job", true),
            ("getJob.failed-job", "getJob.failed-jobs", false),
            ("getJob.*", "getJob.failed-job", true),
            ("getJob.*", "getJobTrace.log", false),
            ("*", "getJob.failed-job", true),
            ("*.failed*", "getJob.failed-job", true),
            ("getJob.*job", "getJob.failed-job", true),
            ("getJob.*jo", "getJob.failed-job", false),
            ("*job", "getJob.job-of-a-job", true),
            ("get*b*job", "getjob", false),
        ] {
            let pattern = CaseIdPattern(pattern.to_owned());
            assert_eq!(
                pattern.matches(&CaseId(id.to_owned())),
                expected,
                "{pattern:?} {id}"
            );
        }
    }
}
