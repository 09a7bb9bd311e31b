//! Discovery: safe requests that find what exists on a target with a state of its own.
//!
//! ```yaml
//! discover:
//!   - find: a failed job
//!     operation: listProjectJobs            # a GET of the document; it returns a list or an object
//!     as: maintainer                        # which credential
//!     parameters: {'scope[]': [failed]}     # a missing required one takes the value of the target
//!     having: [/tag_list/0]                 # only elements that have these
//!     set: {job_id: /id}                    # parameter: place of its value in the element
//!     for: [getJob.failed-job]              # only for these cases; without it, for all
//!   - find: a job with a log
//!     operation: getJobTrace                # requested with each discovered job in turn
//!     as: maintainer
//!     keep: [job_id]                        # the first job with a successful response is used
//! ```
//!
//! This module does no I/O: the caller takes the [next](Search::next) request of a [`Search`], sends it, and passes
//! the [answer](Search::answer) back. The [`Discovery`] then has the results, and the plan uses them.

mod candidate;
mod discovery_rule;
mod resolve;
mod rule;
mod search;

use openapi_document::Parameter;

use crate::case::Case;
use crate::reason::Reason;
use crate::request::Param;

use rule::{ResolvedRule, RuleResult, find_source_rule};

pub use discovery_rule::DiscoveryRule;
pub use search::{DiscoveryRequest, DiscoverySearch};

/// The discovery rules of a target, and their results.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    rules: Vec<ResolvedRule>,
}

/// The result of a rule, for reports.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleReport {
    /// What the rule finds, in words.
    pub rule: String,
    /// The result.
    pub result: DiscoveryResult,
}

/// The result of a rule, for reports.
#[derive(Clone, Debug, PartialEq)]
pub enum DiscoveryResult {
    /// The rule was not used, because no case needs it.
    NotNeeded,
    /// It has found something.
    Found {
        /// The request, without credentials.
        request: String,
        /// The parameter values that it gives to cases.
        params: Vec<Param>,
    },
    /// The rule found nothing.
    Nothing(
        /// The request, the response, and what to provide.
        String,
    ),
}

impl Discovery {
    /// Whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Starts a search for the parameters of these cases that `given` does not set.
    pub fn search<'d, 'c>(
        &'d mut self,
        given: &[Param],
        cases: impl IntoIterator<Item = &'c Case>,
    ) -> DiscoverySearch<'d> {
        let bound: Vec<&str> = given.iter().map(|one| one.parameter.as_str()).collect();
        let needed = self.needed_rules(&bound, cases);
        DiscoverySearch::new(&mut self.rules, given, needed)
    }

    /// The result of each rule.
    pub fn results(&self) -> Vec<RuleReport> {
        let reports = self.rules.iter().map(|rule| RuleReport {
            rule: rule.name.clone(),
            result: match &rule.result {
                RuleResult::NotUsed => DiscoveryResult::NotNeeded,
                RuleResult::Found(asked, candidates) => DiscoveryResult::Found {
                    request: asked.clone(),
                    params: candidates
                        .first()
                        .map(|first| first.values.clone())
                        .unwrap_or_default(),
                },
                RuleResult::Nothing(reason) => DiscoveryResult::Nothing(reason.to_string()),
            },
        });
        reports.collect()
    }

    /// The parameter values of a case from discovery, in addition to the values in `bound`.
    ///
    /// The first rule that is for the case and sets a parameter decides its value; the values that the rule was
    /// called with come along. An error is the reason why a parameter has no value.
    pub(crate) fn params(&self, case: &Case, bound: &[String]) -> Result<Vec<Param>, Reason> {
        let is_open = |parameter: &&Parameter| !bound.contains(&parameter.name);
        let open: Vec<&Parameter> = case.needed_parameters().filter(is_open).collect();
        let mut deciding = Vec::new();
        for parameter in &open {
            let rule = self.find_rule(case, &parameter.name);
            deciding.push(rule.ok_or_else(|| Reason::no_value(parameter))?);
        }
        deciding.sort_unstable();
        deciding.dedup();
        let mut params: Vec<Param> = Vec::new();
        for rule in deciding.into_iter().filter_map(|at| self.rules.get(at)) {
            let candidates = match &rule.result {
                RuleResult::NotUsed => continue,
                RuleResult::Nothing(reason) => return Err(reason.clone()),
                RuleResult::Found(_, candidates) => candidates,
            };
            let first = candidates.iter().take(1);
            for param in first.flat_map(|first| first.values.iter().chain(&first.request_params)) {
                if open.iter().any(|open| open.name == param.parameter) {
                    // a later rule knows which values belong to its own value
                    params.retain(|known| known.parameter != param.parameter);
                    params.push(param.clone());
                }
            }
        }
        Ok(params)
    }

    fn find_rule(&self, case: &Case, name: &str) -> Option<usize> {
        let decides =
            |rule: &ResolvedRule| rule.applies_to(case) && rule.pattern.sets_parameter(name);
        self.rules.iter().position(decides)
    }

    /// The rules that set a parameter of a case, and the rules that those depend on.
    fn needed_rules<'c>(
        &self,
        bound: &[&str],
        cases: impl IntoIterator<Item = &'c Case>,
    ) -> Vec<bool> {
        let mut needed = vec![false; self.rules.len()];
        for case in cases {
            let names = case
                .needed_parameters()
                .map(|parameter| parameter.name.as_str());
            for name in names.filter(|name| !bound.contains(name)) {
                if let Some(at) = self.find_rule(case, name).and_then(|at| needed.get_mut(at)) {
                    *at = true;
                }
            }
        }
        for (at, rule) in self.rules.iter().enumerate().rev() {
            if needed.get(at) == Some(&true) {
                let names = rule
                    .missing_parameters()
                    .map(|parameter| parameter.name.as_str());
                for name in names.filter(|name| !bound.contains(name)) {
                    let source = find_source_rule(&self.rules, at, name);
                    if let Some(source) = source.and_then(|source| needed.get_mut(source)) {
                        *source = true;
                    }
                }
            }
        }
        needed
    }
}
